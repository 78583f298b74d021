import gzip
import os

import pytest

from newsgen.importers.inputs import find_inputs

WXR = b'<?xml version="1.0"?><rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel>'


def kinds(*paths, kind=None):
    return {one.file.name: one.kind or one.reason for one in find_inputs(paths, kind)}


@pytest.fixture
def folder(tmp_path):
    for name in ("b.html", "a.TXT", "c.htm", "x.warc.gz", "y.arc", "z.wacz"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "export.xml").write_bytes(WXR)
    (tmp_path / "old.xml.gz").write_bytes(gzip.compress(WXR))
    return tmp_path


def test_the_suffix_decides_the_kind(folder):
    """The case of letters does not matter, and a compressed file is detected by the inner suffix and what it holds."""
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


def test_inputs_are_sorted_by_name(folder):
    """Two imports of one folder give the same result."""
    names = [one.file.name for one in find_inputs([folder], None)]
    assert names == sorted(names)


def test_a_file_is_imported_once(folder):
    """It may be named several times or through a link."""
    (folder / "link.html").symlink_to(folder / "b.html")
    found = [one for one in find_inputs([folder, folder / "b.html"], None) if "b.html" in f"{one.name}{one.reason}"]
    assert [one.kind for one in found] == ["html", None, "html"]
    assert found[1].reason == f"is the same file as {folder / 'b.html'}"


def test_a_given_kind_overrides_the_suffix(folder):
    """An export may have any name."""
    assert set(kinds(folder / "a.TXT", kind="wxr").values()) == {"wxr"}


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"WARC/1.0\r\n", "warc"),
        (b"filedesc://x.arc", "warc"),
        (WXR, "wxr"),
        (b'<?xml version="1.0"?><rss version="2.0">', "feed"),
        (b"\xef\xbb\xbf\n<!DOCTYPE html><title>", "html"),
        (b"<HTML>", "html"),
    ],
)
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_named_file_without_a_suffix_is_detected_by_its_first_bytes(tmp_path, head, kind, pack):
    """The name of a download is often a number."""
    (tmp_path / "417").write_bytes(pack(head))
    assert kinds(tmp_path / "417") == {"417": kind}


def test_each_file_that_is_not_imported_has_a_reason(tmp_path):
    """No file of a folder is skipped silently, except hidden ones."""
    for name in ("a.md", "b.pdf", "c.jpg", "d.docx", "e.mhtml"):
        (tmp_path / name).write_bytes(b"x")
    os.mkfifo(tmp_path / "f.txt")
    (tmp_path / "g").symlink_to(tmp_path)
    reasons = kinds(tmp_path)
    assert reasons["b.pdf"].startswith("is a PDF")
    assert reasons["c.jpg"] == "is not of a kind that newsgen imports"
    assert reasons["f.txt"] == "is not a regular file"
    assert reasons["g"].startswith("is a link to a folder")
    assert reasons[tmp_path.name] == "markdown"  # all Markdown files of a folder are one input
    assert len(reasons) == 7


def test_the_parts_of_a_saved_page_are_not_imported(tmp_path):
    """A browser saves frames and advertisements in a folder beside the page."""
    (tmp_path / "خبر.html").write_bytes(b"x")
    (tmp_path / "خبر_files").mkdir()
    (tmp_path / "خبر_files" / "ad.html").write_bytes(b"x")
    assert kinds(tmp_path)["خبر_files"] == "contains the parts of the saved page beside it"
    assert "ad.html" not in kinds(tmp_path)


def test_a_site_that_newsgen_built_is_not_imported(tmp_path):
    """Its pages would be imported as articles again."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / ".newsgen-files").write_text("")
    (tmp_path / "site" / "index.html").write_bytes(b"x")
    assert kinds(tmp_path) == {"site": "is a site that newsgen built; name the folder of its originals"}


def test_hidden_files_are_skipped(tmp_path):
    """They belong to the system."""
    (tmp_path / ".DS_Store.txt").write_bytes(b"x")
    assert kinds(tmp_path) == {}
