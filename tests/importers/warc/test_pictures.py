"""Pictures that a page shows are taken out of the archive, wherever they are in it."""

import gzip
import random
import struct
import tracemalloc
import zipfile
import zlib
from contextlib import closing
from dataclasses import replace

import pytest

from newsgen.filesystem import sha256
from newsgen.importers.items import ImportedItem
from newsgen.importers.warc import pictures
from newsgen.importers.warc.pictures import PictureIndex
from newsgen.loaders.webpage.loader import read_webpage
from saved_samples import article as saved_article
from warc_samples import (
    imported,
    packed,
    page,
    plain_reader,
    record,
    skippable,
    trained_dictionary,
    wacz,
    zstd_packed,
)

PAGE = "http://akhbar.example/2014/maktaba.html"
URL = "http://akhbar.example/media/maktaba.png"


def png(shade=0, width=400):
    """Return a grey PNG."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = b"".join(b"\0" + bytes([shade]) * width for _ in range(300))
    header = struct.pack(">IIBBBBB", width, 300, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@pytest.fixture(autouse=True)
def _reader(monkeypatch):
    """Show in each article the pictures that its page names."""

    def read(data, source, **known):
        article = plain_reader(data, source, **known)
        shown = data.decode().split("<img ")[1:]
        html = "".join(
            f'<p><img src="{each.partition(chr(34))[2].partition(chr(34))[0]}" alt=""></p>' for each in shown
        )
        return replace(article, body_html=html)

    monkeypatch.setattr("newsgen.importers.warc.pages.read_webpage", read)


def showing(*urls, url=PAGE, **headers):
    """Return the record of a page that shows the pictures at *urls*."""
    return record(url, page(head="".join(f'<img src="{each}">' for each in urls)), **headers)


def picture(url=URL, body=None, media="image/png", **more):
    """Return the record of a picture."""
    return record(url, png() if body is None else body, media=media, **more)


def taken(data, tmp_path, name="x.warc"):
    """Return the bytes of the pictures of the only page of an archive, in the order of their names."""
    (item,) = [each for each in imported(data, tmp_path, name) if isinstance(each, ImportedItem)]
    assert all(name in item.article.body_html for name in item.pictures)
    return [bytes(each) for each in item.pictures.values()]


OTHERS = [record(f"http://akhbar.example/{number}.css", b"p {}", media="text/css") for number in range(3)]
DICTIONARY = trained_dictionary(showing(URL), *OTHERS)


ARRANGED = {
    "before": [picture(), *OTHERS, showing(URL)],
    "after": [showing(URL), *OTHERS, picture()],
}
FORMS = {
    "plain": b"".join,
    "members": lambda each: packed(*each),
    "one member": lambda each: gzip.compress(b"".join(each)),
    "frames": lambda each: zstd_packed(*each),
    "one frame": lambda each: zstd_packed(b"".join(each)),
    "twice": lambda each: zstd_packed(packed(*each)),
    "dictionary": lambda each: skippable(DICTIONARY.dict_content) + zstd_packed(*each, dictionary=DICTIONARY),
    "wacz": lambda each: wacz(("archive/a.warc.gz", packed(*each[:2])), ("archive/b.warc", b"".join(each[2:]))),
    "deflated": lambda each: wacz(("archive/a.warc.gz", packed(*each)), compression=zipfile.ZIP_DEFLATED),
    "collection": lambda each: wacz(
        ("a.wacz", wacz(("archive/a.warc.gz", packed(*each[:2])))),
        ("b.wacz", wacz(("archive/a.warc.zst", zstd_packed(*each[2:])))),
    ),
    "deflated collection": lambda each: wacz(
        ("a.wacz", wacz(("archive/a.warc.gz", packed(*each)))), compression=zipfile.ZIP_DEFLATED
    ),
}


@pytest.mark.parametrize("order", ARRANGED)
@pytest.mark.parametrize("form", FORMS)
def test_a_picture_is_found_wherever_it_is(form, order, tmp_path):
    """Before the page or after it, in the same archive of the file or in another one, however compressed."""
    assert taken(FORMS[form](ARRANGED[order]), tmp_path) == [png()]


@pytest.mark.parametrize(
    "shown",
    [
        "https://akhbar.example/media/maktaba.png",
        "http://www.akhbar.example/media/maktaba.png",
        "http://akhbar.example/media/maktaba.png#top",
        "http://web.archive.org/web/20140126200624im_/http://akhbar.example/media/maktaba.png",
        "http://akhbar.example/media/maktaba-1024x683.png",
        "http://akhbar.example/media/maktaba.png?resize=1024%2C683",
    ],
)
def test_other_spellings_of_its_url_name_the_same_picture(shown, tmp_path):
    """The scheme, www, the fragment, a public archive and the size do not matter."""
    assert taken(picture() + showing(shown), tmp_path) == [png()]
    assert taken(picture(shown.partition("#")[0]) + showing(URL), tmp_path) == [png()]


def test_a_small_picture_never_stands_for_the_large_one(tmp_path):
    """Lists show the same picture in the size of a stamp."""
    small = picture(URL.replace(".png", "-150x150.png"))
    assert taken(small + showing(URL), tmp_path) == []


@pytest.mark.parametrize("form", FORMS)
def test_a_revisit_leads_to_the_picture_that_was_unchanged(form, tmp_path):
    """By its digest, even at another URL, or by the URL and the digest together."""
    other = "http://cdn.example/1.png"
    records = [
        picture(other),
        *OTHERS,
        picture(body=b"", kind="revisit", WARC_Refers_To_Target_URI=other, WARC_Payload_Digest=digest_of(png())),
        showing(URL),
    ]
    assert taken(FORMS[form](records), tmp_path) == [png()]
    no_digest = [each.replace(b"WARC-Payload-Digest", b"X-Digest") for each in records]
    assert taken(FORMS[form](no_digest), tmp_path) == [png()]


def digest_of(data):
    """Return the payload digest that the records of these tests have."""
    return next(line for line in picture(body=data).decode("latin-1").splitlines() if "Payload-Digest" in line)[21:]


@pytest.mark.parametrize("http", [(), [("Content-Encoding", "gzip")], [("Transfer-Encoding", "chunked")]])
def test_a_picture_is_decoded_as_a_page_is(http, tmp_path):
    """Servers compress pictures too, or send them in chunks."""
    body = png()
    if http:
        body = gzip.compress(body) if http[0][1] == "gzip" else b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    assert taken(picture(body=body, http=http) + showing(URL), tmp_path) == [png()]


def test_the_capture_next_to_the_page_in_time_is_shown(tmp_path):
    """The newspaper may have replaced the picture since."""
    captures = [picture(body=png(year % 256), WARC_Date=f"{year}-01-01T00:00:00Z") for year in (2010, 2014, 2020)]
    data = b"".join(captures) + showing(URL, WARC_Date="2015-03-01T00:00:00Z")
    assert taken(data, tmp_path) == [png(2014 % 256)]


@pytest.mark.parametrize("media", ["application/octet-stream", "binary/octet-stream", None])
def test_a_picture_without_a_type_is_known_by_its_name(media, tmp_path):
    """Some stores of files send no type."""
    assert taken(picture(media=media) + showing(URL), tmp_path) == [png()]


@pytest.mark.parametrize(
    "data",
    [
        picture(status="404 Not Found"),
        picture(body=b"<svg onload=alert(1)>", media="image/svg+xml"),
        picture(body=b"<html>"),
        picture(body=b""),
        b"",
    ],
)
def test_what_is_no_picture_is_not_taken(data, tmp_path):
    """The page keeps the URL of its picture."""
    (item, *_) = [each for each in imported(data + showing(URL), tmp_path) if isinstance(each, ImportedItem)]
    assert item.pictures == {}
    assert URL in item.article.body_html


def test_a_damaged_record_costs_only_its_picture(tmp_path):
    """The other picture is found after the damage."""
    other = "http://akhbar.example/2.png"
    damaged = bytearray(gzip.compress(picture(body=png(1)), 0))
    damaged[damaged.index(b"IDAT") + 20] ^= 0xFF
    data = bytes(damaged) + packed(showing(URL, other), picture(other, png(2)))
    assert taken(data, tmp_path, "x.warc.gz") == [png(2)]


def test_an_archive_whose_pages_show_no_picture_is_read_once(tmp_path, monkeypatch):
    """Looking for pictures costs nothing then."""
    monkeypatch.setattr(PictureIndex, "_read", None)
    assert len(imported(record() + picture(), tmp_path)) == 2


def test_an_import_again_gives_the_same_files(tmp_path):
    """Pictures are named by what they contain."""
    data = packed(showing(URL), picture())
    first, second = (imported(data, tmp_path)[0] for _ in range(2))
    assert first == second
    assert [sha256(png())[:16] in name for name in first.pictures] == [True]


def test_too_many_pictures_are_said(tmp_path, monkeypatch):
    """The index of the places must fit into memory, and copies on the disk."""
    monkeypatch.setattr(pictures, "MAX_PICTURES", 2)
    records = [picture(f"http://akhbar.example/{number}.png") for number in range(9)]
    item = imported(b"".join([showing("http://akhbar.example/8.png"), *records]), tmp_path)[0]
    assert "too many pictures" in item.article.warnings[0]
    monkeypatch.undo()
    monkeypatch.setattr(pictures, "MAX_COPIED_BYTES", 10)
    with closing(PictureIndex(tmp_path / "x.warc")) as index:
        (tmp_path / "x.warc").write_bytes(gzip.compress(b"".join(records)))
        assert index.find("http://akhbar.example/1.png") is None
        assert index.is_full


def test_pictures_stay_in_the_file(tmp_path):
    """Memory does not grow with their sizes."""
    noise = random.Random(1).randbytes(100_000)
    records = [picture(f"http://akhbar.example/{number}.png", png() + noise) for number in range(100)]
    for data in (packed(*records), gzip.compress(b"".join(records))):
        (tmp_path / "x.warc.gz").write_bytes(data)
        with closing(PictureIndex(tmp_path / "x.warc.gz")) as index:
            tracemalloc.start()
            assert index.find("http://akhbar.example/99.png") == png() + noise
            assert tracemalloc.get_traced_memory()[1] < 3_000_000
            tracemalloc.stop()


def test_of_several_sizes_the_one_in_the_archive_is_shown(tmp_path, monkeypatch):
    """A browser fetched the one that fitted its window; the others are only named."""
    monkeypatch.setattr("newsgen.importers.warc.pages.read_webpage", read_webpage)
    sizes = ", ".join(f"/media/maktaba-{width}x{width}.png {width}w" for width in (300, 640, 1200))
    shown = f'<figure><img src="/media/maktaba.png" srcset="{sizes}" alt="المكتبة"></figure>'
    body = saved_article(head="").replace(b"</p>", f"</p>{shown}".encode(), 1)
    other = URL.replace(".png", "-1200x1200.png")
    fetched = URL.replace(".png", "-640x640.png")
    data = record(PAGE, body) + picture(URL.replace(".png", "-300x300.png")) + picture(fetched, png(3))
    assert taken(data, tmp_path) == [png(3)]
    assert taken(data + picture(other, png(4, 1200)), tmp_path) == [png(4, 1200)]
