"""Objects are stored with their headers, only with valid credentials, and again when the headers change."""

import boto3
import pytest

from deployed_sites import settings_text, site_files, target_of, write_site
from newsgen.cli.entry import main
from newsgen.deploy import headers


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """Return a target in a store."""
    with target_of("s3", tmp_path_factory.mktemp("bucket")) as place:
        yield place


@pytest.fixture
def deploy(tmp_path, place, capfd, monkeypatch):
    """Return a function that deploys the site with more settings; it returns the exit code and stderr."""
    (tmp_path / "content").mkdir()
    files = {path: data for path, data in site_files().items() if path.startswith(("a/", "assets/", "index"))}
    write_site(tmp_path / "site", files)

    def run(more="", **replaced):
        settings = place.settings.replace("}", f"{more}}}")
        for old, new in replaced.items():
            settings = settings.replace(old, new)
        (tmp_path / "content" / "site.yml").write_text(settings_text(settings), encoding="utf-8")
        monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)  # it would remember credentials
        capfd.readouterr()
        return main(["deploy", "--root", str(tmp_path)]), capfd.readouterr().err

    return run


def head(place, path):
    """Return the headers of an object."""
    return place.client.head_object(Bucket="archive", Key=f"{place.prefix}/{path}")


def test_objects_have_types_lifetimes_and_redirects(deploy, place, monkeypatch):
    """And get them again if another version of newsgen decides otherwise, although their content is the same."""
    assert deploy()[0] == 0
    style, page = head(place, "assets/style.0000000001.css"), head(place, "index.html")
    assert (style["ContentType"], style["CacheControl"]) == ("text/css; charset=utf-8", headers.FOR_EVER)
    assert (page["ContentType"], page["CacheControl"]) == ("text/html; charset=utf-8", headers.SHORT)
    assert "WebsiteRedirectLocation" not in head(place, "a/x1/index.html")
    code, err = deploy(", redirects: yes")
    assert (code, " 0 unchanged" in err) == (0, True)
    moved = head(place, "a/x1/index.html")["WebsiteRedirectLocation"]
    assert moved.isascii()
    assert moved.endswith("/articles/%D8%AE%D8%A8%D8%B1-1/")
    monkeypatch.setattr(headers, "SHORT", "max-age=1")
    monkeypatch.setattr(headers, "RULES", "next")
    code, err = deploy(", redirects: yes")
    assert (code, " 0 unchanged" in err) == (0, True)
    assert head(place, "index.html")["CacheControl"] == "max-age=1"
    assert "0 files sent" in deploy(", redirects: yes")[1]


def test_wrong_credentials_are_refused_and_not_printed(deploy, monkeypatch):
    """The message says where to correct them."""
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "a-wrong-secret-key")
    code, err = deploy()
    assert (code, "SignatureDoesNotMatch" in err, "a-wrong-secret-key" in err) == (1, True, False)
    assert "correct the secret access key" in err
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAUNKNOWN000000000")
    code, err = deploy()
    assert (code, "InvalidAccessKeyId" in err, "AKIAUNKNOWN" in err) == (1, True, False)
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    code, err = deploy()
    assert (code, "set AWS_ACCESS_KEY_ID" in err) == (1, True)


def test_a_missing_bucket_and_a_store_that_does_not_answer_are_errors(deploy, monkeypatch):
    """Each in one line, with what to do."""
    code, err = deploy(archive="nosuch")
    assert (code, "NoSuchBucket" in err, "create the bucket" in err) == (1, True, True)
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    code, err = deploy(**{"http://127.0.0.1": "http://127.0.0.2"})
    assert (code, "cannot be reached" in err, "Traceback" in err) == (1, True, False)
