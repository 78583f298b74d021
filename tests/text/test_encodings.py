import re

import pytest

from newsgen.text.encodings import Decoded, UndecodableError, decode, decode_page

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


SOUND = {
    "es": "La alcaldía abrió ayer el jardín público más grande; según María García, allí hay árboles y"
    " áreas. ¿Así está?",
    "cs": "Prezident dnes řekl, že vláda připraví zákon, který má pomoci občanům. Účast je dobrovolná.",
    "pt": "A Câmara abriu o jardim após dois anos de obras, com a participação de cidadãos. À noite é grátis.",
    "is": "Forseti Íslands sagði í gær að það væri mikilvægt. Á Íslandi búa nú fleiri, þó er nóg. Það á"
    " að opna í júní.",
    "fr": "Le maire a inauguré hier le jardin, après deux années de travaux : « C'est un événement », à"
    " l'île, l'été, où ?",
    "tr": "Belediye başkanı dün bölgenin en büyük bahçesini açtı; ağaçlar dikildi. Giriş ücretsiz olacak.",
    "de": "Der Bürgermeister hat den größten Garten eröffnet, und es gibt Übungsplätze und ein Café. Öffnungszeiten.",
    "vi": "Thị trưởng hôm qua đã khai trương khu vườn lớn nhất vùng. Vé vào cửa là miễn phí ở đó.",
    "el": "Ο δήμαρχος εγκαινίασε χθες το μεγαλύτερο πάρκο της περιοχής μετά από δύο χρόνια.",
    "ru": "Мэр города вчера открыл самый большой парк в регионе после двух лет работ.",
    "fa": "رئیس جمهور گفت که دولت برای بهبود وضعیت مردم تلاش می‌کند و این برنامه آغاز می‌شود.",
    "pl": "Burmistrz otworzył wczoraj największy ogród; mieszkańcy byli szczęśliwi, że wstęp jest bezpłatny.",
    "sv": "Borgmästaren öppnade i går trädgården. Å andra sidan är det långt, på en ö.",
    "capitals": "ÁRBOLES Y ÁREAS: MÁLAGA ABRIÓ EL JARDÍN PÚBLICO MÁS GRANDE",
    "accents": "Á É Í Ó Ú Ñ á é í ó ú ñ Ç ç",
}


@pytest.mark.parametrize("text", [*SOUND.values(), f"{TEXT}\nقال: «{SOUND['es']}»"], ids=[*SOUND, "quotation"])
def test_sound_text_of_another_language_is_left_alone(text):
    """Accented letters that stand for Arabic ones in another encoding are letters of their own language."""
    for given in (text, text[:40], text * 50):
        page = f"<html><head><title>{given}</title></head><body><p>{given}</p></body></html>"
        assert decode_page(page.encode()) == Decoded(page, "utf-8")
        assert decode(given.encode()) == Decoded(given, "utf-8")


@pytest.mark.parametrize(
    ("language", "codec"), [("es", "latin-1"), ("pt", "cp1252"), ("tr", "cp1254"), ("cs", "cp1250")]
)
@pytest.mark.parametrize("is_declared", [True, False])
def test_a_page_in_a_western_encoding_gets_no_arabic_letters(language, codec, is_declared):
    """The same bytes are Arabic letters in windows-1256, which is no reason to read them so."""
    declaration = f'<meta charset="{codec}">' if is_declared else ""
    page = f"<html><head>{declaration}</head><body><p>{SOUND[language]}</p></body></html>"
    text = decode_page(page.encode(codec)).text
    assert text == page if is_declared else not re.search("[\u0600-\u06ff]", text)
    capture = decode(SOUND[language].encode(codec))
    assert not re.search("[\u0600-\u06ff]", capture.text)
    assert capture.warning


MISREAD = [
    ("utf-8", "latin-1"),
    ("utf-8", "cp1252"),
    ("utf-8", "cp1256"),
    ("cp1256", "cp1252"),
    ("cp1256", "latin-1"),
    ("iso8859_6", "latin-1"),
]


@pytest.mark.parametrize(("right", "wrong"), MISREAD)
@pytest.mark.parametrize(
    "text", [TEXT, TEXT[:36], "قالت «Le Monde»: ماذا؟، في المدينة – 2011… و"], ids=["text", "opening", "signs"]
)
def test_misread_arabic_is_repaired(right, wrong, text):
    """Text that was decoded wrongly before it was saved is Arabic again, in a capture and in a page, with a warning."""
    text = text.encode(right, "ignore").decode(right)
    misread = "".join(bytes([byte]).decode(wrong, "ignore") or chr(byte) for byte in text.encode(right))
    for decoded, expected in (
        (decode(misread.encode()), text),
        (decode_page(f"<p>{misread}</p><p>Malaga</p>".encode()), f"<p>{text}</p><p>Malaga</p>"),
    ):
        assert decoded.text == expected
        assert "read as" in decoded.encoding
        assert decoded.warning


def test_a_sound_quotation_within_misread_text_is_left_alone():
    """Only the words that were misread are changed."""
    misread = TEXT.encode("cp1256").decode("cp1252")
    assert decode(f"{misread}{SOUND['es']}".encode()).text == TEXT + SOUND["es"]
