import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsgen.text.arabic import (
    BIDI_CONTROLS,
    MAX_SLUG_BYTES,
    clean,
    count_removed,
    cut_at_word,
    fold,
    line_key,
    reading_minutes,
    shorten,
    slug,
    title_key,
)

arabic = st.text(st.sampled_from("ابتثجحخدذرزسشصضطظعغفقكلمنهويأإآىةئؤءًٌَُِّْـ ،.؟-«»12٣٤"), max_size=300)
anything = st.text(st.characters(exclude_categories=("Cs",)), max_size=200)
plain = st.text(
    st.sampled_from([chr(code) for code in (*range(0x80), *range(0x600, 0x700), *b"\xab\xbb\xa0")]), max_size=60
)


@pytest.mark.parametrize("character", [*BIDI_CONTROLS, "\ufeff", "\x00", "\x1a", "\x0b", "\x0c", "\x7f", "\x85"])
def test_clean_removes_invisible_characters(character):
    """BOM, bidi controls and control characters are removed, and each is counted."""
    text = f"{character}خبر{character} اليوم"
    assert clean(text) == "خبر اليوم"
    assert count_removed(text) == {character: 2}


@pytest.mark.parametrize("character", ["\u200c", "\u200d", "\u00a0", "\u2028", "\t", "ـ", "\u064b"])
def test_clean_keeps_characters_that_belong_to_the_text(character):
    """Joiners, no-break spaces, tatweel and harakat stay as they were published."""
    text = f"خبر{character}اليوم"
    assert clean(text) == text
    assert not count_removed(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("أخبار إقليمية", "اخبار اقليمية"),
        ("آخر ٱلأخبار", "اخر الاخبار"),
        ("مُدُنُ الشَّمالِ", "مدن الشمال"),
        ("كتـــاب", "كتاب"),
        ("على", "علي"),
        ("کتابی", "كتابي"),
        ("ﻣﻜﺘﺒﺔ", "مكتبة"),
        ("ﷲ", "الله"),
        ("مدرسة\u064b", "مدرسة"),
        ("ﹰمدرسة", "مدرسة"),
        ("مدرسة\ufc5e", "مدرسة"),
        ("خبر\u200f\u00a0\n اليوم ", "خبر اليوم"),
        ("آ", "ا\u0653"),
        ("Rabat NEWS", "rabat news"),
    ],
)
def test_spellings_of_one_text_have_one_key(one, other):
    """Harakat, tatweel, hamza on alef, presentation forms, Unicode forms and case do not change the key."""
    assert fold(one) == fold(other)


@given(text=anything)
@settings(deadline=None)
def test_folding_twice_is_folding_once(text):
    """The key of a key is the key itself."""
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("text", ["أخبار ذات صلة", "• أخبار ذات صلة:", "- «أخبار ذات صلة».", "*** أخبـار ذات صلة …"])
def test_bullets_and_punctuation_are_not_in_the_key_of_a_line(text):
    """A marker is the same marker with a bullet before it and a colon after it."""
    assert line_key(text) == "اخبار ذات صلة"


@pytest.mark.parametrize("text", ["", "***", " \u00a0", "…", "\u200f"])
def test_a_line_without_words_has_an_empty_key(text):
    """Ornaments and invisible lines are treated alike."""
    assert line_key(text) == ""


@pytest.mark.parametrize(
    "copy",
    [
        "المدرسة الجديدة تفتح: «الأبواب»",
        "المدرسه الجديده تفتح الأبواب",
        "المدرسةُ الجديدة، تفتح الابواب!",
        "المدرسة  الجديدة تفتح الأبواب",
    ],
)
def test_copies_of_a_headline_have_one_title_key(copy):
    """Punctuation, ة and hamza differ between copies of a headline; its key does not."""
    assert title_key(copy) == title_key("المدرسة الجديدة تفتح الأبواب")


@given(text=st.one_of(arabic, plain))
@settings(deadline=None)
@pytest.mark.parametrize("key", [fold, title_key, slug])
def test_the_fast_path_for_plain_text_gives_the_same_key(key, text):
    """Plain text takes a fast path; an invisible mark at its end forces the general path, with the same result."""
    assert key(text) == key(f"{text}\u200f")


@pytest.mark.parametrize("key", [fold, title_key, slug])
def test_the_fast_path_treats_every_plain_character_correctly(key):
    """Between letters, between digits, alone and after a mark, each becomes what the general path makes of it."""
    for character in map(chr, [*range(0x80), *range(0x600, 0x700), *range(0x2010, 0x2027)]):
        for text in (f"ا{character}ا", f"1{character}٢", character, f"و\u064e{character}"):
            assert key(text) == key(f"{text}\u200f"), text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("مُدن الشّمال", "مدن-الشمال"),
        ("كتـــاب مفتوح", "كتاب-مفتوح"),
        ("خبر\u200fعاجل", "خبر-عاجل"),
        ("\u202bخبر عاجل\u202c", "خبر-عاجل"),
        ("ﻣﻜﺘﺒﺔ ﺍﻟﻤﺪﻳﻨﺔ", "مكتبة-المدينة"),
        ("ماذا بعد؟ «سؤال» مفتوح...", "ماذا-بعد-سؤال-مفتوح"),
        ("Casablanca: خبر 24", "casablanca-خبر-24"),
        ("&#1575;&amp;", "1575-amp"),
        ("ينمو بنسبة 3,5 في المائة", "ينمو-بنسبة-3-5-في-المائة"),
        ("ينمو بنسبة 3.5", "ينمو-بنسبة-3-5"),
        ("3,50 و12,5 و0,500", "3-50-و12-5-و0-500"),
        ("1,500 و12,000 و1,234,567", "1500-و12000-و1234567"),
        ("1,500,5 و1,50,000 و1,5000", "1-500-5-و1-50-000-و1-5000"),
        ("1,500.75", "1500-75"),
        ("1.500,750", "1-500-750"),
        ("٣٫٥ و١٬٥٠٠ و٢,٥ و۳٫۵ و٠٫٥٠٠", "٣-٥-و١٥٠٠-و٢-٥-و۳-۵-و٠-٥٠٠"),
        ("１，５００ و３，５", "1500-و3-5"),
        ("3ـ,5 و3\u064e,5", "3-5-و3-5"),
        ("2011,2012,2013 و10-12 و5/7/2022", "2011-2012-2013-و10-12-و5-7-2022"),
        ("واحد,اثنان", "واحد-اثنان"),
        ("../../etc/passwd", "etc-passwd"),
        ("<script>alert('x')</script>", "script-alert-x-script"),
        ("؟!…", ""),
        ("", ""),
    ],
)
def test_a_slug_keeps_arabic_words(text, expected):
    """Words stay whole and in Arabic, without their marks; everything else becomes a hyphen or nothing."""
    assert slug(text) == expected


@given(text=st.one_of(arabic, anything))
@settings(deadline=None)
def test_a_slug_is_the_same_in_every_unicode_form(text):
    """A name in NFC and in NFD is the same name, so it gets the same URL."""
    assert slug(unicodedata.normalize("NFD", text)) == slug(unicodedata.normalize("NFC", text))


@given(text=st.one_of(arabic, anything, arabic.map(lambda text: text.replace(" ", ""))))
@settings(deadline=None)
def test_a_slug_is_one_short_segment(text):
    """It has at most 120 bytes, no empty word, and no character that could break a path or right-to-left text."""
    found = slug(text)
    assert len(found.encode()) <= MAX_SLUG_BYTES
    assert not set(found) & {*BIDI_CONTROLS, "ـ", "/", ".", "\\", " "}
    assert all(found.split("-")) or not found


def test_a_long_slug_is_cut_at_a_word():
    """No word is cut if a whole one fits."""
    found = slug("كتاب " * 40)
    assert set(found.split("-")) == {"كتاب"}
    assert MAX_SLUG_BYTES - len("كتاب-".encode()) < len(found.encode()) <= MAX_SLUG_BYTES


def test_a_single_long_word_is_cut_at_a_letter():
    """A letter of two bytes is kept whole or left out."""
    assert slug("ا" * 100) == "ا" * 60
    assert slug("a" + "ا" * 100) == "a" + "ا" * 59


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قصير.", "قصير"),
        ("أولا، ثانيا، ثالثا طويل جدا", "أولا، ثانيا"),
        ("انتهى الأمر. ثم بدأ كل شيء", "انتهى الأمر"),
        ("هل انتهى؟ ثم بدأ كل شيء", "هل انتهى؟"),
        ("كلمة بعد كلمة بعد كلمة بعد كلمة", "كلمة بعد كلمة بعد…"),
        ("ارتفع المؤشر بنسبة 3.5 بالمئة", "ارتفع المؤشر بنسبة…"),
        ("ارتفع المؤشر بنس 3.5 بالمئة أمس", "ارتفع المؤشر بنس…"),
        ("قال أولا ،ثانيا وثالثا ورابعا", "قال أولا"),
        ("قال... ثم سكت ولم يقل شيئا آخر", "قال"),
    ],
)
def test_a_headline_is_cut_at_the_end_of_a_clause(text, expected):
    """It ends at the last ، or sentence end within the limit, else after a word with …, never at a decimal point."""
    assert shorten(text, 20) == expected


@pytest.mark.parametrize(
    "text", ["كتاب\u00a0مفتوح\u00a0على\u00a0الصفحة", "كتاب مفتوح على الصفحة", "كتاب  مفتوح، على الصفحة"]
)
def test_a_text_is_cut_between_words(text):
    """Any white space separates words, and no comma is left before the …."""
    assert " ".join(cut_at_word(text, 14).split()) == "كتاب مفتوح…"


@given(text=st.one_of(arabic, anything), limit=st.integers(2, 120))
@settings(deadline=None)
def test_a_cut_text_is_the_opening_of_the_text(text, limit):
    """It stays within the limit, and only … is added."""
    for found in (shorten(text, limit), cut_at_word(text, limit)):
        assert len(found) <= limit
        assert text.startswith(found.removesuffix("…"))


@given(word=st.lists(st.sampled_from(["ب", "بً", "بِّ"]), min_size=30, max_size=60).map("".join), limit=st.integers(4, 29))
@settings(deadline=None)
def test_a_long_word_is_not_cut_within_a_letter(word, limit):
    """A letter is not separated from its marks."""
    opening = cut_at_word(word, limit).removesuffix("…")
    assert not unicodedata.combining(word[len(opening)])


@pytest.mark.parametrize(
    ("words", "minutes"), [(0, 0), (1, 1), (180, 1), (269, 1), (270, 2), (360, 2), (1800, 10), (18_000, 100)]
)
def test_reading_takes_a_minute_for_180_words(words, minutes):
    """Minutes are rounded, a short text takes one, and it does not matter how words are shared among paragraphs."""
    assert reading_minutes([" ".join(["كلمة"] * words)]) == minutes
    assert reading_minutes(["كلمة"] * words) == minutes
