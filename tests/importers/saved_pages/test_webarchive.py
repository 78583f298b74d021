"""Web archives of Safari are imported, with the pictures in them."""

import plistlib
import random

import pytest

from newsgen.errors import SourceError
from newsgen.importers.items import ImportedItem, Skipped
from newsgen.importers.saved_pages.webarchive import import_webarchive
from saved_samples import HEADLINE, PARAGRAPHS, URL, article, png, webarchive

PICTURE = "https://www.marfa.example/media/garden.png"


def found(data, tmp_path):
    """Return the only finding for an archive of Safari."""
    (tmp_path / "page.webarchive").write_bytes(data)
    (finding,) = import_webarchive(tmp_path / "page.webarchive", "page.webarchive")
    return finding


@pytest.mark.parametrize("form", [plistlib.FMT_BINARY, plistlib.FMT_XML])
def test_the_article_and_its_picture_are_taken_out(form, tmp_path):
    """From both forms of property lists; the file does not tell when it was saved."""
    data = webarchive(article("media/garden.png"), (PICTURE, png()), form=form)
    item = found(data, tmp_path)
    assert item.article.headline == HEADLINE
    assert item.article.body == PARAGRAPHS
    assert item.article.source_url == URL
    assert item.article.captured is None
    assert item.keys == (f"url {URL}",)
    assert (item.original, item.suffix) == (data, ".webarchive")
    assert list(item.pictures.values()) == [png()]


def test_the_declared_encoding_is_used(tmp_path):
    """Old pages declare theirs nowhere else."""
    page = article(charset="windows-1256").replace(b"charset=windows-1256", b"")
    assert found(webarchive(page, charset="windows-1256"), tmp_path).article.body == PARAGRAPHS


def test_the_text_of_a_frame_counts_only_if_the_page_has_none(tmp_path):
    """Frames are archives in the archive."""
    frame = webarchive(article("a.png"), ("https://www.marfa.example/a.png", png()), url="https://www.marfa.example/t")
    page = b"<!doctype html><title>x</title><iframe src=t></iframe>"
    item = found(webarchive(page, frames=[frame]), tmp_path)
    assert item.article.body == PARAGRAPHS
    assert list(item.pictures.values()) == [png()]
    assert found(webarchive(article(), frames=[frame]), tmp_path).article.warnings == ()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "cannot be read"),
        (b"bplist00", "cannot be read"),
        (webarchive(article())[:-40], "cannot be read"),
        (b'<?xml version="1.0"?><plist><dict>', "cannot be read"),
        (b'<!DOCTYPE p [<!ENTITY a "a">]><plist><string>&a;</string></plist>', "cannot be read"),
        (b"<plist>" + b"<array>" * 100_000, "cannot be read"),
        (plistlib.dumps([]), "is a property list, but not a web archive of Safari"),
        (plistlib.dumps({"WebMainResource": {}}), "has no web page in it"),
        (plistlib.dumps({"WebMainResource": {"WebResourceData": b"x", "WebResourceURL": 3}}), "has no web page in it"),
    ],
)
def test_a_file_without_a_page_is_an_error(data, message, tmp_path):
    """The message says what the file is."""
    error = found(data, tmp_path)
    assert isinstance(error, SourceError)
    assert message in error.found


def test_random_damage_raises_nothing(tmp_path):
    """Whatever bytes are wrong, there is an article, or a reason."""
    rng = random.Random(5)
    good = webarchive(article(PICTURE), (PICTURE, png()), frames=[webarchive(article())])
    for number in range(200):
        data = bytearray(good)
        for _ in range(rng.randrange(1, 4)):
            data[-rng.randrange(1, 300) if number % 2 else rng.randrange(200)] = rng.randrange(256)
        if not isinstance(finding := found(bytes(data), tmp_path), SourceError):
            assert isinstance(finding, ImportedItem | Skipped)
