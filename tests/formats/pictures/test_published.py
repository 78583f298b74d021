import io
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from newsgen.formats.pictures.credits import Credits
from newsgen.formats.pictures.published import credits_in, published
from sample_pictures import camera_notes, photo, png

KINDS = ("JPEG", "PNG", "WEBP", "AVIF")
XMP = (
    """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF>
<rdf:Description photoshop:Credit="وكالة &amp; شركاء" SecretPlace="1">
<dc:creator><rdf:Seq><rdf:li>سعيد</rdf:li><rdf:li>آخر</rdf:li></rdf:Seq></dc:creator>
<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">© الجريدة</rdf:li></rdf:Alt></dc:rights>
<xmpRights:WebStatement>https://example.org/license?a=1&amp;b=2</xmpRights:WebStatement>
</rdf:Description></rdf:RDF></x:xmpmeta>""".encode()
    + b" " * 2000
)  # as programs write it, with room for changes


def pixels(data):
    """Return the decoded picture."""
    with Image.open(io.BytesIO(data)) as image:
        return image.size, image.convert("RGB").tobytes()


def segment(marker, content):
    """Return a segment of a JPEG file."""
    return bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content


def with_segments(jpeg, *segments):
    """Return the *jpeg* file with further segments at its beginning."""
    return jpeg[:2] + b"".join(segments) + jpeg[2:]


def iptc(*datasets):
    """Return a segment of a JPEG file with IPTC datasets, as Photoshop writes it."""
    block = b"".join(b"\x1c\x02" + bytes([number]) + struct.pack(">H", len(text)) + text for number, text in datasets)
    other = b"8BIM" + struct.pack(">H", 0x03ED) + b"\0\0" + struct.pack(">I", 3) + b"abc\0"
    found = b"8BIM" + struct.pack(">H", 0x0404) + b"\0\0" + struct.pack(">I", len(block)) + block
    return segment(0xED, b"Photoshop 3.0\0" + other + found)


@pytest.mark.parametrize("kind", KINDS)
def test_place_and_device_are_left_out(kind):
    """Readers see the same pixels and the credits."""
    data = photo(kind, exif=camera_notes(1, "سعيد", "© الجريدة"))
    shown = published(data)
    assert b"Secret" in data
    assert b"Secret" not in shown
    assert credits_in(shown)[1:3] == (credits_in(data)[1:3] if kind == "AVIF" else ("سعيد", "© الجريدة"))
    assert credits_in(shown).artist
    assert pixels(shown) == pixels(data)


@pytest.mark.parametrize("kind", KINDS)
def test_a_published_picture_is_published_as_it_is(kind):
    """Its address does not change when somebody takes it from the site into another project."""
    shown = published(photo(kind, exif=camera_notes(1, "سعيد", "© الجريدة")))
    assert published(shown) == shown


@pytest.mark.parametrize("given", [*KINDS, "GIF", png(), b"", b"text", b"\xff\xd8\xff", b"RIFF"])
def test_a_file_without_metadata_is_unchanged(given):
    """Its bytes are those that the editor checked."""
    data = photo(given) if isinstance(given, str) else given
    assert published(data) == data


def test_a_photo_stays_turned():
    """A phone held upright saves the picture turned, and its Exif data say so."""
    shown = published(photo(exif=camera_notes(6)))
    with Image.open(io.BytesIO(shown)) as image:
        assert dict(image.getexif()) == {0x0112: 6}


@pytest.mark.parametrize("kind", KINDS)
def test_credits_of_xmp_are_kept(kind):
    """Agencies write them there."""
    options = {"xmp": XMP}
    if kind == "PNG":
        from PIL.PngImagePlugin import PngInfo  # noqa: PLC0415

        options = {"pnginfo": PngInfo()}
        options["pnginfo"].add_itxt("XML:com.adobe.xmp", XMP.decode())
        options["pnginfo"].add_text("Comment", "SecretPlace")
    shown = published(photo(kind, **options))
    expected = Credits(1, "سعيد", "© الجريدة", "وكالة & شركاء", "https://example.org/license?a=1&b=2")
    assert credits_in(shown) == expected
    assert b"Secret" not in shown


@pytest.mark.parametrize("encoding", ["utf-8", "cp1256"])
def test_credits_of_iptc_are_kept(encoding):
    """Newspapers have written them there since the nineties, in the code page of their computers."""
    parts = [(80, "سعيد"), (90, "SecretPlace"), (110, "وكالة"), (116, "الجريدة")]
    block = iptc(*((number, text.encode(encoding)) for number, text in parts))
    shown = published(with_segments(photo(), block))
    assert credits_in(shown) == Credits(1, "سعيد", "الجريدة", "وكالة")
    assert b"Secret" not in shown


def test_what_shows_the_picture_is_kept_and_what_follows_it_is_not():
    """Phones append a film, and further pictures with an Exif block of their own."""
    profile = segment(0xE2, b"ICC_PROFILE\0\1\1" + bytes(40))
    others = [segment(0xE2, b"MPF\0Secret"), segment(0xEB, b"JP Secret"), segment(0xE5, b"Secret")]
    data = with_segments(photo(progressive=True), profile, *others) + b"\0\0\0\x18ftypmp42 Secret"
    shown = published(data)
    assert profile in shown
    assert b"Secret" not in shown
    assert shown.endswith(b"\xff\xd9")
    assert pixels(shown) == pixels(photo(progressive=True))


def test_a_credit_is_one_short_line():
    """A licence agreement would make every thumbnail larger than its picture."""
    shown = published(photo(exif=camera_notes(artist="أ\n\tب\x07" + "x" * 2000)))
    assert credits_in(shown).artist == "أ ب " + "x" * 496


@pytest.mark.parametrize("kind", KINDS)
@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_a_damaged_file_raises_nothing(kind, data):
    """What is damaged is found when the picture is measured and resized."""
    whole = bytearray(photo(kind, (40, 24), exif=camera_notes(6, "سعيد")))
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, min(400, len(whole) - 1)))] = data.draw(st.integers(0, 255))
    damaged = bytes(whole[: data.draw(st.integers(0, len(whole)))])
    assert isinstance(published(damaged), bytes)
    assert isinstance(credits_in(damaged), Credits)
