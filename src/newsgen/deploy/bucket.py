"""Publish a site to a bucket of Amazon S3, or of another store with the same interface."""

import base64
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from typing import Any, NamedTuple

from newsgen.deploy.headers import cache_control, redirect, rules_digest
from newsgen.deploy.journal import JOURNAL
from newsgen.deploy.programs import current_environment
from newsgen.deploy.site import BuiltSite
from newsgen.deploy.target import Place, Sent, Settings, required
from newsgen.deploy.transfer import Found, StoreTarget
from newsgen.errors import OutputError, install_extra
from newsgen.model.media_types import content_type
from newsgen.model.receipt import RECEIPT
from newsgen.text.credentials import hide_credentials, secrets_of
from newsgen.text.web_addresses import is_url

CONNECTIONS = 16
"""Files that are sent at the same time: most are small, and each waits for an answer."""
_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_MARK = "newsgen-headers"
"""The name of the metadata of the receipt and the journal that says with which rules headers were written."""
_NOT_SAVED = "mixed"
_REMEDIES = {
    "NoSuchBucket": "create the bucket, or correct its name in content/site.yml",
    "AccessDenied": "allow these credentials to list the bucket, and to get, put and delete its objects",
    "SignatureDoesNotMatch": "correct the secret access key in the environment or in ~/.aws/credentials",
    "InvalidAccessKeyId": "correct the access key id in the environment or in ~/.aws/credentials",
    "ExpiredToken": "log in again",
    "PermanentRedirect": "set the region of the bucket in content/site.yml",
    "NoCredentialsError": "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run aws configure",
    "NoRegionError": "set region in content/site.yml, or AWS_DEFAULT_REGION",
}
_AGAIN = "correct what it reports, then run the same deploy again"


def read_settings(settings: Settings, place: Place) -> StoreTarget:  # noqa: ARG001 - nothing is kept on this machine
    """Return the target that *settings* describe; only the name of the `bucket` is required."""
    name = required(settings, "bucket", "archive.example.org")
    if name and not _NAME.fullmatch(name):
        settings.fail("bucket", f"bucket {name!r} is not the name of a bucket", "write 3 to 63 of a-z, 0-9, . and -")
    endpoint = settings.text("endpoint")
    if endpoint and not is_url(endpoint, ("http", "https")):
        settings.fail("endpoint", f"endpoint {endpoint!r} is not a URL", "write it like https://s3.example.org")
    prefix = (settings.text("prefix") or "").strip("/")
    has_redirects = settings.flag("redirects", default=endpoint is None)
    folder = f"{prefix}/" if prefix else ""
    return StoreTarget(_Bucket(_Address(name, folder, endpoint, settings.text("region"), has_redirects)))


class _Address(NamedTuple):
    """Where objects are stored."""

    bucket: str
    prefix: str
    """With a slash at its end; "" for the whole bucket."""
    endpoint: str | None
    """The URL of a store; None for Amazon's."""
    region: str | None
    has_redirects: bool
    """Whether redirect pages are stored as redirects, too, which not every store can do."""


class _Bucket:
    """The objects of a bucket below a prefix."""

    def __init__(self, address: _Address) -> None:
        """Prepare to publish to the bucket at *address*."""
        self.where = f"s3://{address.bucket}/{address.prefix}"
        self._address = address
        self._rules = rules_digest(address.has_redirects, address.prefix)
        self._mark = self._rules
        self._known: Any = None
        self._etags: dict[str, str] = {}

    def look(self) -> Found:
        sizes = {}
        with self._errors():
            for path, size, etag in self._listed():
                sizes[path], self._etags[path] = size, etag
        (receipt, receipt_mark), (journal, journal_mark) = map(self._get, (RECEIPT, JOURNAL))
        mark = receipt_mark if journal is None else journal_mark
        is_new = receipt is None and journal is None
        is_outdated = not is_new and mark != self._rules
        self._mark = _NOT_SAVED if is_outdated else self._rules
        return Found(receipt, journal, sizes, is_outdated)

    def compare(self, site: BuiltSite, paths: Iterable[str]) -> Mapping[str, bool]:
        there = [path for path in paths if path in self._etags]
        return {
            path: self._etags[path] == hashlib.md5(site.read(path), usedforsecurity=False).hexdigest() for path in there
        }

    def write(self, path: str, data: bytes) -> None:
        mark = self._rules if path == RECEIPT else self._mark
        with self._errors():
            self._put(path, data, Metadata={_MARK: mark})

    def send(self, site: BuiltSite, paths: Iterable[str], sent: Sent) -> None:
        def send(path: str) -> None:
            data = site.read(path)
            location = redirect(path, data, self._address.prefix) if self._address.has_redirects else None
            self._put(path, data, **({"WebsiteRedirectLocation": location} if location else {}))

        self._in_parallel(send, paths, sent)

    def remove(self, site: BuiltSite, paths: Iterable[str], sent: Sent) -> None:  # noqa: ARG002 - as other stores
        self._in_parallel(lambda path: self._client.delete_object(**self._key(path)), paths, sent)

    def _put(self, path: str, data: bytes, **more: Any) -> None:
        """Store *data*; the store refuses it if it arrives damaged."""
        digest = base64.b64encode(hashlib.md5(data, usedforsecurity=False).digest()).decode()
        types = {"ContentType": content_type(path), "CacheControl": cache_control(path)}
        self._client.put_object(**self._key(path), Body=data, ContentMD5=digest, **types, **more)

    def _get(self, path: str) -> tuple[bytes | None, str]:
        """Return the content of an object, None if there is none, and the mark of its rules."""
        if path not in self._etags:
            return None, ""
        with self._errors():
            got = self._client.get_object(**self._key(path))
            return got["Body"].read(), got["Metadata"].get(_MARK, "")

    def _listed(self) -> Iterator[tuple[str, int, str]]:
        """Yield path, size and entity tag of each object below the prefix; the tag of a small one is its MD5 digest."""
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self._address.bucket, Prefix=self._address.prefix
        )
        for page in pages:
            for one in page.get("Contents", ()):
                yield one["Key"].removeprefix(self._address.prefix), one["Size"], one["ETag"].strip('"')

    def _key(self, path: str) -> dict[str, str]:
        return {"Bucket": self._address.bucket, "Key": self._address.prefix + path}

    def _in_parallel(self, do: Callable[[str], object], paths: Iterable[str], done: Sent) -> None:
        """Call *do* for each of *paths* in threads, and stop at the first error."""
        with self._errors(), ThreadPoolExecutor(CONNECTIONS) as threads:
            tasks = {threads.submit(do, path): path for path in paths}
            try:
                for task in as_completed(tasks):
                    task.result()
                    done(tasks[task])
            finally:
                threads.shutdown(wait=False, cancel_futures=True)

    @property
    def _client(self) -> Any:
        if self._known is None:
            self._known = _connect(self._address)
        return self._known

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """Raise errors of boto3 as OutputError."""
        try:
            from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - slow to import
        except ImportError:
            raise OutputError("", "a bucket needs the library boto3", install_extra("deploy")) from None
        try:
            yield
        except ClientError as error:
            code = str(error.response.get("Error", {}).get("Code", ""))
            found = f"{error.operation_name} was refused ({code}: {error.response.get('Error', {}).get('Message', '')})"
            raise self._error(found, _REMEDIES.get(code, _AGAIN)) from None
        except BotoCoreError as error:
            remedy = _REMEDIES.get(type(error).__name__, _AGAIN)
            raise self._error(f"cannot be reached ({error})", remedy) from None

    def _error(self, found: str, remedy: str) -> OutputError:
        return OutputError(self.where, hide_credentials(found, secrets_of(current_environment())), remedy)


def _connect(address: _Address) -> Any:
    """Return a client of boto3, which takes credentials from the environment or from its own files."""
    import boto3  # noqa: PLC0415 - slow to import, and only this target needs it
    from botocore.config import Config  # noqa: PLC0415

    options = Config(
        max_pool_connections=CONNECTIONS,
        connect_timeout=20,
        retries={"mode": "standard", "max_attempts": 5},
        s3={"addressing_style": "path"} if address.endpoint else None,
        request_checksum_calculation="when_required",  # stores of others do not know the newer checksums
        response_checksum_validation="when_required",
    )
    return boto3.client("s3", endpoint_url=address.endpoint, region_name=address.region, config=options)
