import pytest

from newsgen.text.encodings import UndecodableError, decode

TEXT = "أعلنت الجماعة الحضرية اليوم افتتاح المكتبة العمومية، بعد أشغال دامت سنتين.\n\nوقال رئيسها إن ولوجها بالمجان.\n"
ENCODINGS = {
    "utf-8": "utf-8",
    "utf-16": "utf-16",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
    "cp1256": "windows-1256",
    "iso8859_6": "iso-8859-6",
}


@pytest.mark.parametrize(("codec", "name"), ENCODINGS.items())
@pytest.mark.parametrize(
    "text",
    [TEXT, TEXT * 200, TEXT[:60], "افتتاح المكتبة العمومية", "«المكتبة» – مفتوحة", "Rabat : المكتبة العمومية\r\n2022"],
    ids=["text", "long", "opening", "words", "punctuation", "latin"],
)
def test_a_text_comes_back_from_its_bytes(codec, name, text):
    """The letters of a capture are read as they were written, in each encoding in which it may be saved."""
    text = text.encode(codec, "ignore").decode(codec)
    decoded = decode(text.encode(codec))
    assert decoded.text == text
    assert decoded.encoding == name


def test_a_text_of_any_encoding_is_decoded_by_the_name_it_gets():
    """Other decoders know the name of the encoding in a record."""
    for codec in ENCODINGS:
        data = TEXT.encode(codec)
        assert data.decode(decode(data).encoding) == TEXT


def test_french_within_arabic_does_not_change_the_encoding():
    """è and é are letters of windows-1256 too."""
    text = "قالت جريدة « Le Courrier de l'été » إن المكتبة « a été créée » سنة 1912"
    assert decode(text.encode("cp1256")).text == text


def test_utf_8_read_as_windows_1256_is_repaired():
    """The damage is undone if the whole text proves it, and the record has a warning."""
    decoded = decode(TEXT.encode().decode("cp1256").encode())
    assert decoded.text == TEXT
    assert decoded.warning


def test_a_text_about_mojibake_is_left_alone():
    """A few misread letters within a valid text prove nothing."""
    text = f"{TEXT}\nظهرت في الصفحة حروف مثل ط§ظ„ بدل العربية."
    assert decode(text.encode()).text == text


@pytest.mark.parametrize(
    ("data", "found", "line"),
    [
        (TEXT.encode()[:-30] + b"\xff" + TEXT.encode()[-30:], "byte 0xff that is not valid UTF-8", 3),
        ("سطر\r\nسطر\rسطر\n".encode() + b"\xd9\n" + TEXT.encode(), "byte 0xd9 that is not valid UTF-8", 4),
        (TEXT.encode("utf-16")[:-1], "utf-16 text that is damaged at byte 214", 3),
        (TEXT.encode("utf-16-le")[:-1], "utf-16-le text that is damaged at byte", 3),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 4, "binary data", None),
        (b"\x00" * 50, "binary data", None),
        (
            "Библиотека открылась в центре города после двух лет".encode("koi8-r"),
            "an encoding that newsgen does not know",
            None,
        ),
    ],
    ids=["damaged", "damaged-cr", "truncated-16", "truncated-16-le", "png", "zeros", "russian"],
)
def test_bytes_that_are_not_text_are_refused(data, found, line):
    """A guess would lose letters, so the error names what was found, and its line if there are lines."""
    with pytest.raises(UndecodableError, match=found) as raised:
        decode(data)
    assert raised.value.line == line
