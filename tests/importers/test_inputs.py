import gzip
import os

import pytest

from newsgen.importers.inputs import find_inputs


def kinds(*paths, kind=None):
    return {one.file.name: one.kind or one.reason for one in find_inputs(paths, kind)}


@pytest.fixture
def folder(tmp_path):
    for name in ("b.html", "a.TXT", "c.htm", "export.xml", "x.warc.gz", "y.arc", "z.wacz", "old.xml.gz"):
        (tmp_path / name).write_bytes(b"x")
    return tmp_path


def test_the_name_tells_the_kind(folder):
    """Whatever its letters' case; what is packed is told by the name inside."""
    assert kinds(folder) == {
        "a.TXT": "text",
        "b.html": "html",
        "c.htm": "html",
        "export.xml": "wxr",
        "old.xml.gz": "wxr",
        "x.warc.gz": "warc",
        "y.arc": "warc",
        "z.wacz": "warc",
    }


def test_inputs_come_in_the_order_of_their_names(folder):
    """Then two imports of one folder do the same."""
    names = [one.file.name for one in find_inputs([folder], None)]
    assert names == sorted(names)


def test_a_file_is_imported_once(folder):
    """However often it is named, and through whatever link."""
    (folder / "link.html").symlink_to(folder / "b.html")
    found = [one for one in find_inputs([folder, folder / "b.html"], None) if "b.html" in f"{one.name}{one.reason}"]
    assert [one.kind for one in found] == ["html", None, "html"]
    assert found[1].reason == f"is the same file as {folder / 'b.html'}"


def test_a_kind_that_is_given_overrules_the_names(folder):
    """An export may be called anything."""
    assert set(kinds(folder / "a.TXT", kind="wxr").values()) == {"wxr"}


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"WARC/1.0\r\n", "warc"),
        (b"filedesc://x.arc", "warc"),
        (b'<?xml version="1.0"?><rss version="2.0">', "wxr"),
        (b"\xef\xbb\xbf\n<!DOCTYPE html><title>", "html"),
        (b"<HTML>", "html"),
    ],
)
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_named_file_without_an_ending_is_told_by_its_opening(tmp_path, head, kind, pack):
    """A download is often called by a number."""
    (tmp_path / "417").write_bytes(pack(head))
    assert kinds(tmp_path / "417") == {"417": kind}


def test_what_is_not_imported_says_why(tmp_path):
    """Nothing that a folder holds is passed over in silence."""
    for name in ("a.md", "b.pdf", "c.jpg", "d.docx", "e.mhtml"):
        (tmp_path / name).write_bytes(b"x")
    os.mkfifo(tmp_path / "f.txt")
    (tmp_path / "g").symlink_to(tmp_path)
    reasons = kinds(tmp_path)
    assert reasons["a.md"].startswith("is Markdown")
    assert reasons["b.pdf"].startswith("is a PDF")
    assert reasons["c.jpg"] == "is not of a kind that newsgen imports"
    assert reasons["f.txt"] == "is not a regular file"
    assert reasons["g"].startswith("is a link to a folder")
    assert len(reasons) == 7


def test_parts_of_a_saved_page_are_no_pages(tmp_path):
    """A browser saves frames and advertisements beside a page."""
    (tmp_path / "خبر.html").write_bytes(b"x")
    (tmp_path / "خبر_files").mkdir()
    (tmp_path / "خبر_files" / "ad.html").write_bytes(b"x")
    assert kinds(tmp_path)["خبر_files"] == "holds the parts of the saved page beside it"
    assert "ad.html" not in kinds(tmp_path)


def test_a_site_that_newsgen_made_is_not_imported(tmp_path):
    """Its pages would come back as articles."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / ".newsgen-files").write_text("")
    (tmp_path / "site" / "index.html").write_bytes(b"x")
    assert kinds(tmp_path) == {"site": "is a site that newsgen built; name the folder of its originals"}


def test_hidden_files_are_passed_over(tmp_path):
    """They are the system's."""
    (tmp_path / ".DS_Store.txt").write_bytes(b"x")
    assert kinds(tmp_path) == {}
