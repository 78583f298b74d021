"""A site is held against the limits of hosts before it is sent there."""

import pytest

from checked_sites import add_page
from newsgen.check.inventory import Inventory, Options
from newsgen.check.run import check_site
from newsgen.check.site import Site
from newsgen.check.structure import hosts
from newsgen.check.structure.hosts import HOSTS, Host

SMALL = Host(
    "a small host",
    files=3,
    paid_files=None,
    file_bytes=5_000,
    site_bytes=5_000,
    folder_files=3,
    path_bytes=30,
    redirects=1,
    patterns=1,
    redirect_characters=30,
    headers=1,
    header_characters=30,
)


@pytest.fixture
def site(tmp_path, monkeypatch):
    """Return a site that exceeds every limit of a small host."""
    monkeypatch.setitem(HOSTS, "small", SMALL)
    for name in ("a", "b", "c", "صفحة-لها-اسم-طويل"):
        add_page(tmp_path, f"{name}/index.html")
    add_page(tmp_path, "index.html", "ن" * 3_000)
    (tmp_path / "_redirects").write_text("/x/ /a/\n/y/ /b/\n/*/z /c/\n/:q/z /c/\n/long/" + "y" * 40 + " /a/\n")
    (tmp_path / "_headers").write_text("# x\n/*\n  X-Long: " + "z" * 40 + "\n/a/*\n  X: y\n")
    return tmp_path


FOUND = {
    ("", "the site has 7 files, and a small host takes 3"),
    ("", "the site has 6972 bytes, and a small host takes 5000"),
    ("", "the folder has 7 entries, and a small host takes 3"),
    ("index.html", "has 6148 bytes, and a small host takes 5000 for each file"),
    ("صفحة-لها-اسم-طويل/index.html", "has a path of 42 bytes, and a small host takes 30"),
    ("_redirects", "has 3 redirects, and a small host reads 1"),
    ("_redirects", "has 2 redirects with patterns, and a small host reads 1"),
    ("_redirects", "has a line of 50 characters, and a small host reads 30"),
    ("_headers", "has 2 rules, and a small host reads 1"),
    ("_headers", "has a line of 50 characters, and a small host reads 30"),
}


def test_each_limit_of_a_chosen_host_is_checked(site):
    """What the host refuses is an error."""
    findings = check_site(site, Options(hosts=("small",)), ["hosts"])
    assert {(one.file, one.found) for one in findings} == FOUND
    assert {one.severity for one in findings} == {"error", "warning"}


def test_the_limits_of_all_hosts_are_notes_unless_one_is_chosen(site):
    """A site that is published elsewhere is not wrong."""
    findings = check_site(site, Options(), ["hosts"])
    assert len(findings) == len(FOUND)
    assert {one.severity for one in findings} == {"note"}


def test_a_chosen_host_that_does_not_read_a_file_is_noted(site):
    """Its rules have no effect there."""
    found = {(one.severity, one.file, one.found) for one in check_site(site, Options(hosts=("github",)), ["hosts"])}
    assert found == {
        ("note", "_redirects", "is not read by GitHub Pages"),
        ("note", "_headers", "is not read by GitHub Pages, so its security policy and caching rules have no effect"),
    }


def test_names_that_some_disks_cannot_hold_are_found():
    """They may come from a disk that can, on the way to one that cannot."""
    names = ["x" * 256, "e\u0301/index.html", "\u00e9/index.html", "A.txt", "a.TXT", "ß.txt", "b", "c"]
    site = Site(Inventory("", dict.fromkeys(sorted(names), 1), Options(hosts=("s3",))), {})
    found = {(one.file, one.found.partition(" on disks")[0]) for one in hosts.of_site(site)}
    assert found == {
        ("x" * 256, "has a name of 256 bytes, and most disks hold 255"),
        ("a.TXT", "has the same name as A.txt"),
        ("\u00e9/index.html", "has the same name as e\u0301/index.html"),
    }
