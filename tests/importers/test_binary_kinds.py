"""Files are recognised by what they hold, whatever their names, and others are told what they are."""

import gzip
import plistlib
import zipfile
from io import BytesIO

import pytest

from newsgen.importers.inputs import find_inputs
from saved_samples import article, mhtml, part, png, webarchive
from warc_samples import ARC_HEAD, arc, packed, record, skippable, trained_dictionary, zstd, zstd_packed


def kind_of(data, name, tmp_path, *, named=True):
    """Return the kind of a file, or why it is not imported; it is in a folder unless the user *named* it."""
    folder = tmp_path / "folder"
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(data)
    (found,) = find_inputs([folder / name if named else folder], None)
    (folder / name).unlink()
    return found.kind or found.reason


def zipped(*names, data=b"x"):
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, data)
    return out.getvalue()


MHTML = mhtml(part(article()), part(png(), "image/png", "base64"))
WACZ = zipped("archive/data.warc.gz", "datapackage.json", data=packed(record()))
DICTIONARY = trained_dictionary(record())


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (MHTML, "mhtml"),
        (MHTML.replace(b"\r\n", b"\n"), "mhtml"),
        (b"\xef\xbb\xbf" + MHTML.replace(b"Snapshot-Content-Location", b"X"), "mhtml"),
        (part(article(), MIME_Version="1.0"), "mhtml"),
        (webarchive(article()), "webarchive"),
        (webarchive(article(), form=plistlib.FMT_XML), "webarchive"),
        (record(), "warc"),
        (packed(record()), "warc"),
        (ARC_HEAD + arc(), "warc"),
        (zstd_packed(record()), "warc"),
        (skippable(DICTIONARY.dict_content) + zstd_packed(record(), dictionary=DICTIONARY), "warc"),
        (WACZ, "warc"),
        (zipped("a.wacz", "datapackage.json", data=WACZ), "warc"),
        (zipped("crawl.warc.gz", data=packed(record())), "warc"),
    ],
)
@pytest.mark.parametrize("name", ["a.html", "a.txt", "a.mhtml", "a.webarchive", "a.warc", "a.zip", "a.xml"])
def test_the_first_bytes_decide_whatever_the_name(data, kind, name, named, tmp_path):
    """Programs and people give files the names of other kinds."""
    assert kind_of(data, name, tmp_path, named=named) == kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.MHT", "mhtml"),
        ("a.mhtml", "mhtml"),
        ("a.webarchive", "webarchive"),
        ("a.warc.zst", "warc"),
        ("a.warc.gz.zst", "warc"),
        ("a.wacz", "warc"),
        ("broken.wacz", "warc"),
    ],
)
def test_the_name_decides_if_the_bytes_do_not(name, kind, tmp_path):
    """The importer then says what is wrong with the file."""
    data = zstd.compress(b"x") if name.endswith("zst") else WACZ[:-30] if name == "broken.wacz" else b"x"
    assert kind_of(data, name, tmp_path, named=False) == kind


@pytest.mark.parametrize("name", ["a.mht", "a.mhtml", "a.webarchive"])
def test_a_page_of_html_under_another_name_is_html(name, tmp_path):
    """Some extensions save HTML so."""
    assert kind_of(article(), name, tmp_path) == "html"


MAIL = b"Received: from a\r\nFrom: a@b.example\r\nTo: c@d.example\r\n" + MHTML


@pytest.mark.parametrize("name", ["a.html", "a.txt", "a.warc", "a.mhtml", "a.bin"])
@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7\n", "is a PDF"),
        (png(), "is a picture"),
        (b"\xff\xd8\xff\xe0", "is a picture"),
        (b"RIFF1234WEBPVP8 ", "is a picture"),
        (b"\0\0\0\x20ftypmp42", "is a sound or a film"),
        (b"ID3\x03", "is a sound or a film"),
        (b"SQLite format 3\0", "is a database (SQLite)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is an Office document"),
        (b"{\\rtf1", "is a word processor document (RTF)"),
        (zipped("[Content_Types].xml", "word/document.xml"), "is a word processor document (Word)"),
        (zipped("mimetype", "content.xml"), "is a document of LibreOffice"),
        (zipped("mimetype", "META-INF/container.xml", "OEBPS/a.xhtml"), "is an e-book (EPUB)"),
        (zipped("xl/workbook.xml"), "is a table (Excel)"),
        (zipped("pages/a.html", "pages/a_files/b.png"), "is a zip file of pages; unpack it and import the folder"),
        (zipped("a.png"), "is a zip file; unpack it and import the folder"),
        (WACZ[:-30], "is a zip file that cannot be read"),
        (b"7z\xbc\xaf\x27\x1c", "is a packed archive"),
        (b"Rar!\x1a\x07", "is a packed archive"),
        (b"a" * 257 + b"ustar", "is a packed archive"),
        (plistlib.dumps({"a": 1}), "is a property list"),
        (b"From a@b.example Mon Jan 1\nFrom: a\n", "is a mailbox"),
        (zstd.compress(b"text"), "is compressed with Zstandard; unpack it first"),
        (b" CDX N b a m s k r M S V g\n", "is an index of a web archive"),
        (b"example,akhbar)/2014 20140126200624 {}", "is an index of a web archive"),
        (b"\x7fELF\x02", "is a program"),
    ],
)
def test_another_file_says_what_it_is(data, what, name, tmp_path):
    """It is never called a broken file of the kind that its name has."""
    if not (name == "a.warc" and "Zstandard" in what):  # the name says more than the bytes
        assert kind_of(data, name, tmp_path).startswith(what) or (name, what) == ("a.webarchive", "is a property list")


def test_an_e_mail_is_told_from_a_saved_page(tmp_path):
    """Both have the same form; the suffix of a saved page is believed."""
    assert kind_of(MAIL, "a.eml", tmp_path).startswith("is an e-mail")
    assert kind_of(MAIL, "a.mht", tmp_path) == "mhtml"


def test_a_text_with_labels_is_no_mail(tmp_path):
    """Captures begin with such lines."""
    assert kind_of("Title: خبر\nDate: 2011\nContent: نص\n\nنص".encode(), "a.txt", tmp_path) == "text"


def test_a_compressed_page_says_how_to_unpack_it(tmp_path):
    """Only archives and exports are read compressed."""
    assert kind_of(gzip.compress(MHTML), "a.mhtml.gz", tmp_path).startswith("is compressed; unpack it first")


def test_a_list_of_wacz_files_says_which(tmp_path):
    """Its suffix is that of exports, which it is not."""
    listed = b'{"profile": "multi-wacz-package", "resources": [{"path": "https://files.example/a.wacz?x=1"}]}'
    assert kind_of(listed, "datapackage.json", tmp_path) == (
        "is the description of a collection of WACZ files, which hold the pages: https://files.example/a.wacz;"
        " download and import these"
    )
