"""Pages in MHTML are imported as Chrome, Edge, Firefox, Opera and Internet Explorer save them, with their pictures."""

import email.message
import random
import time
from datetime import UTC, datetime

import pytest

from newsgen.errors import SourceError
from newsgen.filesystem import sha256
from newsgen.importers.items import ImportedItem, Skipped
from newsgen.importers.saved_pages import bundles
from newsgen.importers.saved_pages.mhtml import import_mhtml
from saved_samples import HEADLINE, PARAGRAPHS, URL, article, mhtml, part, png

PICTURE = "https://www.marfa.example/media/garden.png"
AD = "<!doctype html><meta charset=utf-8><p>إعلان</p>".encode()
FRAMESET = "<!doctype html><html><head><title>الجريدة</title></head><frameset><frame src=cid:f1></frameset></html>"


def found(data, tmp_path, name="page.mhtml"):
    """Return the only finding for an MHTML file."""
    (tmp_path / name).write_bytes(data)
    (finding,) = import_mhtml(tmp_path / name, name)
    return finding


def imported(data, tmp_path):
    """Return the only article of an MHTML file."""
    item = found(data, tmp_path)
    assert isinstance(item, ImportedItem), item
    assert item.article.headline == HEADLINE
    assert item.article.body == PARAGRAPHS
    assert item.original == data
    assert item.suffix == ".mhtml"
    return item


def shown(item):
    """Return the bytes of the pictures of an article, which its text shows in this order."""
    html = item.article.body_html
    assert "saved.invalid" not in html
    assert "cid:" not in html
    names = sorted(item.pictures, key=html.index)
    return [item.pictures[name] for name in names]


@pytest.mark.parametrize("coding", ["quoted-printable", "base64", "binary", "8bit", ""])
def test_the_article_and_its_picture_are_taken_out(coding, tmp_path):
    """In every encoding of the parts; address and time of capture are those of the file."""
    page = part(article(PICTURE), coding=coding, Content_Location=URL)
    item = imported(mhtml(page, part(png(), "image/png", "base64", Content_Location=PICTURE)), tmp_path)
    assert item.article.source_url == URL
    assert item.article.captured == datetime(2021, 3, 14, 10, 20, 30, tzinfo=UTC)
    assert item.article.published.isoformat() == "2021-03-07T10:00:00+01:00"
    assert item.keys == (f"url {URL}",)
    assert item.article.warnings == ()
    assert shown(item) == [png()]


def test_binary_pictures_keep_every_byte(tmp_path):
    """Line ends of any kind, and lines like a boundary, are bytes of the picture."""
    picture = png() + b"\r\n--\r\r\n\n\x00--x\r\n"
    data = mhtml(part(article(PICTURE)), part(picture, "image/png", "binary", Content_Location=PICTURE))
    assert shown(imported(data, tmp_path)) == [picture]


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("garden.png", {"Content_Location": "https://www.marfa.example/garden.png"}),
        ("/media/garden.png", {"Content_Location": "/media/garden.png"}),
        ("media/garden.png", {"Content_Location": "media/garden.png", "Content_Base": "https://www.marfa.example/"}),
        ("cid:garden@mhtml", {"Content_ID": "<garden@mhtml>"}),
        ("cid:g@x", {"Content_Location": "cid:g@x"}),
        ("http://marfa.example/a.png#x", {"Content_Location": "https://www.marfa.example/a.png"}),
        ("https://marfa.example/صورة.png", {"Content_Location": "https://marfa.example/%D8%B5%D9%88%D8%B1%D8%A9.png"}),
        ("my garden.png", {"Content_Location": "https://www.marfa.example/my%20garden.png"}),
        ("my%20garden.png", {"Content_Location": "https://www.marfa.example/my garden.png"}),
        ("https://www.marfa.example/long.png", {"Content_Location": "https://www.marfa.example/\r\n long.png"}),
        (
            "https://marfa.example/a.png",
            {"Content_Location": "=?utf-8?Q?https://marfa.ex?=\r\n =?utf-8?Q?ample/a.png?="},
        ),
    ],
)
def test_a_picture_is_found_by_every_form_of_its_address(address, headers, tmp_path):
    """Relative to the page, by its id in the file, in another spelling, or in a header that is folded or encoded."""
    item = imported(mhtml(part(article(address)), part(png(), "image/png", "base64", **headers)), tmp_path)
    assert shown(item) == [png()]


def test_a_page_of_internet_explorer_is_read(tmp_path):
    """It has no address in its head, is in windows-1256, and its pictures have the addresses of the disk."""
    page = part(
        article("file:///C:/Documents/garden.png", "logo.png", charset="windows-1256").replace(b"charset=", b"x="),
        'text/html;\r\n\tcharset="windows-1256"',
        Content_Location="file:///C:/Documents/page.htm",
    )
    data = mhtml(
        page,
        part(png(1), "image/png", "base64", Content_Location="file:///C:/Documents/garden.png"),
        part(png(2), "image/png", "base64", Content_Location="file:///C:/Documents/logo.png"),
        boundary="----=_NextPart_000_0000_01C9",
        From="<Saved by Windows Internet Explorer 7>",
        Snapshot_Content_Location="",
        X_MimeOLE="Produced By Microsoft MimeOLE V6.00.2900.5512",
    ).replace(b"\r\n\r\n\r\n", b"\r\n\r\nThis is a multi-part message in MIME format.\r\n\r\n", 1)
    item = imported(data, tmp_path)
    assert item.article.source_url is None
    assert item.article.encoding.replace("cp", "windows-") == "windows-1256"
    assert shown(item) == [png(1), png(2)]


def test_a_page_alone_needs_no_parts(tmp_path):
    """Internet Explorer saves a page without pictures so."""
    page = part(article(), "text/html; charset=utf-8", Content_Location=URL, MIME_Version="1.0", From="<Saved by X>")
    assert imported(page, tmp_path).article.source_url == URL


def test_a_page_of_opera_and_of_unmht_is_read(tmp_path):
    """The main page is the part that the head names, and parts are inside another part."""
    inner = mhtml(
        part(AD, Content_Location="https://ads.example/"), part(article(), Content_ID="<op.main>"), boundary="inner"
    )
    inner = inner[inner.index(b"\r\n\r\n\r\n") + 4 :]
    outer = b'Content-Type: multipart/alternative; boundary="inner"\r\n\r\n' + inner
    data = mhtml(outer, boundary="outer").replace(b'type="text/html"', b'start="<op.main>"')
    assert imported(data, tmp_path).article.warnings == ()


@pytest.mark.parametrize("newline", [b"\r\n", b"\n"])
def test_line_ends_and_a_missing_end_do_not_matter(newline, tmp_path):
    """Other programs rewrite line ends, and downloads are cut off."""
    data = mhtml(part(article(PICTURE)), part(png(), "image/png", "base64", Content_Location=PICTURE))
    data = data.replace(b"\r\n", newline)
    assert shown(imported(data, tmp_path)) == [png()]
    assert shown(imported(data[: data.rindex(b"--" + b"----Multi")], tmp_path)) == [png()]


@pytest.mark.parametrize("quote", ['"', "'", ""])
def test_a_film_is_linked_to_where_its_frame_was(quote, tmp_path):
    """Chromium writes "cid:…" as the address of a frame, and the URL of the film into the headers of its part."""
    frame = f"<p><iframe title='فيلم' src={quote}cid:frame-1@mhtml.blink{quote}></iframe></p></article>"
    page = article().replace(b"</article>", frame.encode())
    film = {
        "Content_ID": "<frame-1@mhtml.blink>",
        "Content_Location": "https://www.youtube.com/embed/dQw4w9WgXcQ?a=1&b=2",
    }
    item = found(mhtml(part(page, Content_Location=URL), part(AD, **film)), tmp_path)
    assert 'href="https://www.youtube.com/watch?v=dQw4w9WgXcQ"' in item.article.body_html
    assert item.article.warnings == ()


def test_a_frame_that_was_not_loaded_is_told(tmp_path):
    """Chromium writes the address of its error page instead of that of the film."""
    page = article().replace(b"</article>", b"<p><iframe src='cid:frame-1@mhtml.blink'></iframe></p></article>")
    error = {"Content_ID": "<frame-1@mhtml.blink>", "Content_Location": "chrome-error://chromewebdata/"}
    item = found(mhtml(part(page, Content_Location=URL), part(AD, **error)), tmp_path)
    assert any("frames and films are left out" in warning for warning in item.article.warnings)


def test_the_text_of_a_frame_counts_only_if_the_page_has_none(tmp_path):
    """The frame is told in a warning."""
    frame = {"Content_ID": "<f1>", "Content_Location": "https://www.marfa.example/text.html"}
    other = article(headline="خبر آخر في إطار من الصفحة لا يخص القارئ")
    item = imported(mhtml(part(article()), part(other, **frame)), tmp_path)
    assert item.article.warnings == ()
    item = imported(mhtml(part(FRAMESET.encode()), part(AD), part(article("a.png"), **frame)), tmp_path)
    assert item.article.warnings == (
        "the text is that of a frame of the page, from https://www.marfa.example/text.html",
    )
    assert item.article.source_url == "https://www.marfa.example/text.html"


def test_a_saved_page_of_a_public_archive_has_two_addresses(tmp_path):
    """The time is that at which the archive captured it, not that at which it was saved."""
    replay = f"https://web.archive.org/web/20210308120000/{URL}"
    article_ = imported(mhtml(part(article()), Snapshot_Content_Location=replay), tmp_path).article
    assert article_.source_url == URL
    assert article_.archived_url == replay
    assert article_.captured == datetime(2021, 3, 8, 12, tzinfo=UTC)


def test_an_import_again_gives_the_same(tmp_path):
    """Pictures are named by what they contain."""
    data = mhtml(part(article("cid:g")), part(png(), "image/png", "base64", Content_ID="<g>"))
    first, second = imported(data, tmp_path), imported(data, tmp_path)
    assert first == second
    assert sha256(png())[:16] in next(iter(first.pictures))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is not a page in MHTML: it does not begin with headers"),
        (png(), "is not a page in MHTML: it does not begin with headers"),
        (mhtml(), "has no web page in it"),
        (mhtml(part(png(), "image/png")), "has no web page in it"),
    ],
)
def test_a_file_without_a_page_is_an_error(data, message, tmp_path):
    """The message says what is missing."""
    error = found(data, tmp_path)
    assert isinstance(error, SourceError)
    assert error.found == message


def test_a_page_without_an_article_is_skipped(tmp_path):
    """The reason is that of the page itself, not that of a frame."""
    assert isinstance(found(mhtml(part(FRAMESET.encode()), part(AD)), tmp_path), Skipped)


def test_a_missing_or_wrong_boundary_is_guessed(tmp_path):
    """The line between the parts is seen."""
    data = mhtml(part(article(PICTURE)), part(png(), "image/png", "base64", Content_Location=PICTURE))
    for wrong in (b"", b';\r\n\tboundary="other"'):
        changed = data.replace(b';\r\n\tboundary="' + b"----MultipartBoundary--marfa----" + b'"', wrong, 1)
        assert shown(imported(changed, tmp_path)) == [png()]


def test_damaged_base64_gives_what_it_has(tmp_path):
    """A picture whose end is missing is shown by browsers as far as it goes."""
    page = part(article(), coding="base64")
    for cut in (1, 2, 3, 4, 5):
        item = found(mhtml(page[: -2 - cut] + b"\x00*\r\n"), tmp_path)
        assert item.article.body == PARAGRAPHS


def hostile():
    """Yield files that would cost a careless reader minutes or gigabytes."""
    nested = b"".join(b'Content-Type: multipart/related; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(3000))
    yield "deep", b"MIME-Version: 1.0\r\n" + nested + part(article())
    yield "parts", mhtml(part(article()), *[b"Content-Type: image/png\r\n\r\nx\r\n"] * 100_000)
    yield "empty parts", mhtml(part(article()), *[b""] * 500_000)
    yield "headers", b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n" + b"X: y\r\n" * 1_000_000 + b"\r\n" + article()
    yield "long header", b"MIME-Version: 1.0\r\nX: " + b"a" * 5_000_000 + b"\r\n\r\n" + article()
    yield "boundary", mhtml(part(article()), boundary="a" * 60) + b"--" + b"a" * 5_000_000
    yield "newlines", mhtml(part(article())) + b"\r\n" * 3_000_000
    yield "encoded", mhtml(part(article()), Subject="=?utf-8?B?" * 5000)


@pytest.mark.parametrize(("name", "data"), list(hostile()), ids=lambda each: each if isinstance(each, str) else "")
def test_a_hostile_file_costs_no_more_than_its_size(name, data, tmp_path):
    """It may have an article or not."""
    before = time.process_time()
    finding = found(data, tmp_path)
    assert isinstance(finding, ImportedItem | Skipped | SourceError), name
    assert time.process_time() - before < 4


def test_too_many_parts_are_said(tmp_path, monkeypatch):
    """What is left out is never left out in silence."""
    monkeypatch.setattr(bundles, "MAX_PARTS", 3)
    monkeypatch.setattr("newsgen.importers.saved_pages.mhtml.MAX_PARTS", 3)
    item = imported(mhtml(part(article()), *[part(AD)] * 5), tmp_path)
    assert item.article.warnings == ("the file has more than 3 parts, and those after them are left out",)


def test_a_file_that_is_too_large_is_refused(tmp_path, monkeypatch):
    """It must fit into memory with its pictures."""
    monkeypatch.setattr("newsgen.importers.saved_pages.mhtml.MAX_BUNDLE_BYTES", 1_000_000)
    assert "is larger than 1 MB" in found(bytes(1_000_001), tmp_path).found


def test_a_file_of_pythons_own_mail_library_is_read(tmp_path):
    """Scripts make MHTML with it."""
    message = email.message.EmailMessage()
    message["Content-Location"] = URL
    message.set_content(article(PICTURE).decode(), subtype="html")
    message.add_related(png(), "image", "png", headers=[f"Content-Location: {PICTURE}"])
    assert shown(imported(bytes(message), tmp_path)) == [png()]


def test_random_damage_raises_nothing(tmp_path):
    """Whatever bytes are wrong, there is an article, or a reason."""
    rng = random.Random(3)
    good = mhtml(part(article(PICTURE, "cid:g")), part(png(), "image/png", "base64", Content_ID="<g>"))
    for _ in range(40):
        data = bytearray(good)
        for _ in range(rng.randrange(1, 30)):
            data[rng.randrange(min(len(data), 1500))] = rng.randrange(256)
        assert isinstance(found(bytes(data), tmp_path), ImportedItem | Skipped | SourceError)
