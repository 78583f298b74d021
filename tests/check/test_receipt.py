"""A folder, or a site on this machine, is proved against the receipt of its build."""

import json
from http.server import SimpleHTTPRequestHandler

import pytest

from checked_sites import FIRST, checked_project, copy_of
from newsgen.build.output import MANIFEST
from newsgen.build.staging import STAGING as BUILD_STAGING
from newsgen.check.inventory import OWN_FILES, STAGING
from newsgen.check.receipt import verify_folder
from newsgen.check.remote import prove_url
from newsgen.errors import ConfigError, OutputError
from newsgen.model.receipt import RECEIPT
from searched_sites import Quiet, served_folder


@pytest.fixture
def site(tmp_path_factory, tmp_path):
    """Return a copy of a finished site, to be broken."""
    return copy_of(checked_project(tmp_path_factory) / "site", tmp_path / "site")


def spoil(site):
    """Change, remove and add a file of a site; return what must be found."""
    (site / FIRST).write_bytes((site / FIRST).read_bytes() + b" ")
    (site / "feed.xml").unlink()
    (site / "CNAME").write_text("example.org")
    return {
        (FIRST, "error", "has changed since it was built"),
        ("feed.xml", "error", "is missing"),
        ("CNAME", "warning", "is not in the receipt"),
    }


def shown(findings):
    """Return the file, the severity and the finding of each of *findings*."""
    return {(one.file, one.severity, one.found) for one in findings}


def test_the_build_and_the_checks_agree_on_what_is_not_published():
    """The list of files and the staging folder have one name each."""
    assert (OWN_FILES, STAGING) == (MANIFEST, BUILD_STAGING)


def test_a_folder_is_proved_with_and_without_the_list_of_the_build(site):
    """A downloaded copy has no such list, and needs none."""
    assert verify_folder(site) == []
    (site / OWN_FILES).unlink()
    assert verify_folder(site) == []


def test_changed_missing_and_foreign_files_are_found(site):
    """A foreign file is only a warning, because a host may want one of its own."""
    expected = spoil(site)
    assert shown(verify_folder(site)) == expected


def test_a_copy_is_proved_against_the_receipt_that_was_kept(site, tmp_path):
    """Somebody who changes a copy can change the receipt in it as well."""
    kept = tmp_path / "kept.json"
    kept.write_bytes((site / RECEIPT).read_bytes())
    receipt = json.loads(kept.read_bytes())
    receipt["files"].pop(FIRST)
    (site / RECEIPT).write_text(json.dumps(receipt), encoding="utf-8")
    (site / FIRST).write_bytes(b"another text")
    assert shown(verify_folder(site)) == {(FIRST, "warning", "is not in the receipt")}
    assert shown(verify_folder(site, receipt=kept)) == {(FIRST, "error", "has changed since it was built")}


def test_a_folder_without_a_receipt_is_an_error(site):
    """It proves nothing."""
    (site / RECEIPT).unlink()
    with pytest.raises(OutputError, match="the site has no receipt"):
        verify_folder(site)


def test_a_site_on_this_machine_is_proved_over_http(site, tmp_path):
    """Every file is fetched at its own address, and the receipt is that of the local site if there is one."""
    copy = copy_of(site, tmp_path / "copy")
    with served_folder(copy) as url:
        proof = prove_url(url, site)
        assert (proof.findings, proof.receipt) == ([], str(site / RECEIPT))
        spoil(copy)
        proof = prove_url(url, tmp_path / "no site")
        assert proof.receipt == f"{url}{RECEIPT}"
        assert shown(proof.findings) == {
            (FIRST, "error", "is sent with another content"),
            ("feed.xml", "error", "is answered with status 404"),
        }


class _Moving(Quiet):
    """A host that sends one page only at another address."""

    def do_GET(self):  # noqa: N802 - the name that the server calls
        """Send a file, or a redirect."""
        if self.path.endswith("/archive/"):
            self.send_response(301)
            self.send_header("Location", "/archive/index.html")
            self.end_headers()
        else:
            SimpleHTTPRequestHandler.do_GET(self)


def test_a_file_that_is_redirected_is_not_proved(site):
    """Its content is that of another address."""
    with served_folder(site, _Moving) as url:
        assert shown(prove_url(url, site).findings) == {
            ("archive/index.html", "error", "is redirected to /archive/index.html")
        }


@pytest.mark.parametrize(
    "url",
    ["http://example.org/", "https://127.0.0.1/", "127.0.0.1:80", "http://127.0.0.1.example.org/", "http://[x", ""],
)
def test_only_this_machine_is_asked(site, url):
    """A check never sends anything to another one."""
    with pytest.raises(ConfigError, match="is not an address on this machine"):
        prove_url(url, site)


def test_a_server_that_does_not_answer_is_one_error(site):
    """It is not one for each file."""
    with served_folder(site) as url:
        pass
    with pytest.raises(OutputError, match="does not answer"):
        prove_url(url, site)
