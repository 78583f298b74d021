"""A store of objects on loopback that verifies the signature and the rights of each request, like Amazon's."""

import json
import logging
import os
from contextlib import contextmanager
from functools import cache

import pytest

from requirements import modules

REGION = "us-east-1"
ALLOWED = ("s3:ListBucket", "s3:GetObject", "s3:PutObject", "s3:DeleteObject")


@contextmanager
def bucket_server():
    """Yield the URL of a store and the credentials of a user who may read and write every bucket in it."""
    modules("moto", "boto3", "flask", "flask_cors")
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            patch.delenv(name)
        patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        patch.setenv("AWS_CONFIG_FILE", os.devnull)
        patch.setenv("AWS_SHARED_CREDENTIALS_FILE", os.devnull)
        yield _started()


@cache
def _started():
    """Start the store, which serves until this process ends; it counts the requests that need no rights only once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INITIAL_NO_AUTH_ACTION_COUNT", "4")  # read when moto is imported: the requests of `_user`
        from moto.server import ThreadedMotoServer  # noqa: PLC0415

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    url = f"http://{host}:{port}"
    return url, _user(url)


def client(url, credentials):
    """Return a client of the store at *url*."""
    import boto3  # noqa: PLC0415 - slow to import

    return boto3.client("s3", endpoint_url=url, region_name=REGION, **_keys(credentials))


def _keys(credentials):
    return {
        "aws_access_key_id": credentials["AWS_ACCESS_KEY_ID"],
        "aws_secret_access_key": credentials["AWS_SECRET_ACCESS_KEY"],
    }


def _user(url):
    """Make a user who may read and write, and a bucket `archive`; return the user's credentials as variables."""
    import boto3  # noqa: PLC0415

    nobody = {"aws_access_key_id": "x", "aws_secret_access_key": "x", "region_name": REGION, "endpoint_url": url}
    boto3.client("s3", **nobody).create_bucket(Bucket="archive")
    users = boto3.client("iam", **nobody)
    users.create_user(UserName="publisher")
    policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ALLOWED, "Resource": "*"}]}
    users.put_user_policy(UserName="publisher", PolicyName="publish", PolicyDocument=json.dumps(policy))
    key = users.create_access_key(UserName="publisher")["AccessKey"]
    return {"AWS_ACCESS_KEY_ID": key["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"]}
