from io import BytesIO

import pytest

from newsgen.errors import UnreadableError
from newsgen.formats.pictures.headline_picture import HEIGHT, MAX_LINES, WIDTH, Look, draw, recipe
from newsgen.theme.fonts import find_font
from requirements import modules, need

HEADLINES = {
    "short": "خبر",
    "ordinary": "حارس المنارة يروي قصة أربعين سنة مع البحر",
    "Latin": "Reuters: Morocco imports wheat from Ukraine & France",
    "very long": "أعلن رئيس الجماعة أن المكتبة ستفتح أبوابها طيلة أيام الأسبوع " * 8,
    "one endless word": "https://example.org/" + "verylong" * 60,
    "emoji": "🎉🎉",
    "empty": "",
    "marks": "\u202eقلب\u202c « اقتباس » -5% و+3.5%",
}


@pytest.fixture(scope="module")
def look():
    """Return the look of a site; skip without the extra `images`."""
    modules("PIL", "pylopdf_fonts_ar")
    from PIL import features  # noqa: PLC0415 - it may be missing

    need("FriBiDi", features.check("raqm"))
    return Look("أرشيف المدينة", find_font("noto-naskh-arabic"))


def opened(data):
    """Return the picture in *data*."""
    from PIL import Image  # noqa: PLC0415 - it may be missing

    return Image.open(BytesIO(data))


def inked_rows(picture, top=170):
    """Return whether each row of pixels below *top* has ink."""
    ink = picture.convert("L").point(lambda shade: 255 if shade < 128 else 0)
    return [ink.crop((0, y, WIDTH, y + 1)).getbbox() is not None for y in range(top, HEIGHT)]


@pytest.mark.parametrize("headline", HEADLINES.values(), ids=HEADLINES)
def test_every_headline_stays_within_the_picture(look, headline):
    """Nothing is drawn in the margins, whatever the text, and the file is small."""
    data = draw(look, headline)
    picture = opened(data)
    assert (picture.format, picture.size) == ("PNG", (WIDTH, HEIGHT))
    assert len(data) < 100_000
    ink = picture.convert("L").point(lambda shade: 255 if shade < 128 else 0).crop((0, 20, WIDTH, HEIGHT))
    left, _, right, bottom = ink.getbbox()
    assert left >= 60
    assert right <= WIDTH - 60
    assert bottom <= HEIGHT - 20 - 10


def test_the_same_headline_is_the_same_picture(look):
    """A picture is known by what it shows."""
    assert draw(look, "خبر من المدينة") == draw(look, "خبر من المدينة")
    assert draw(look, "خبر من المدينة") != draw(look, "خبر آخر")
    assert draw(Look("غيره", look.font), "خبر") != draw(look, "خبر")


def test_letters_are_joined_and_run_from_right_to_left(look):
    """A word is narrower than its letters apart, and its first letter is at the right margin."""

    def extent(text):
        ink = opened(draw(look, text)).convert("L").crop((0, 180, WIDTH, HEIGHT))
        left, _, right, _ = ink.point(lambda shade: 255 if shade < 128 else 0).getbbox()
        return left, right

    (left, right), (apart_left, apart_right) = extent("نننننن"), extent("\u200c".join("نننننن"))
    assert right > WIDTH - 100
    assert right - left < (apart_right - apart_left) * 0.8
    assert extent("Reuters")[0] < 100


def test_a_long_headline_takes_at_most_four_lines(look):
    """The pixels of a row between two lines have no ink, except for marks, so that lines can be counted."""
    rows = inked_rows(opened(draw(look, "من نحن " * 100)))
    lines = sum(row and not before for before, row in zip([False, *rows], rows, strict=False))
    assert 1 < lines <= 2 * MAX_LINES


def test_what_is_missing_is_named_with_its_remedy(monkeypatch):
    """The extra or a library of the system may be missing."""
    monkeypatch.setattr("newsgen.formats.pictures.headline_picture.find_spec", lambda _: None)
    with pytest.raises(UnreadableError, match=r"newsgen\[images\]"):
        recipe()


def test_a_system_without_fribidi_is_told_what_to_install(monkeypatch):
    """Pillow's wheels need this library of the system to set Arabic."""
    modules("PIL")
    monkeypatch.setattr("PIL.features.check", lambda _: False)
    with pytest.raises(UnreadableError, match="libfribidi0"):
        recipe()
