"""Left-to-right parts of Arabic text keep their order, and nothing of the text changes."""

import re
import time
from datetime import UTC, date, datetime, timedelta, timezone
from html import escape

import pytest
from hypothesis import given

from bidi_texts import LAWS, NASTY, TEXTS, Reader
from newsgen.formats.sanitise import sanitise
from newsgen.text.arabic import BIDI_CONTROLS
from newsgen.text.bidi import (
    LEFT_TO_RIGHT,
    block,
    isolate,
    isolate_parts,
    isolate_path,
    keep_together,
    show_invisible,
    title_text,
)
from newsgen.text.bidi_html import isolate_html
from newsgen.text.date_format import Locale, html_datetime
from newsgen.theme.filling.templates import filters


def isolated(text):
    """Return the parts of *text* that are isolated."""
    return Reader(isolate(text)).bdi


# Isolated parts


@pytest.mark.parametrize(
    "part",
    [
        *("0522123456", "05 22 12 34 56", "0522-12-34-56", "0522.12.34.56", "06 12\u00a034 56 78"),
        *("+212 522 12 34 56", "+212522123456", "00212 522-123456", "+1 (212) 555-0123", "03-123456", "01 234 567"),
    ],
)
def test_a_phone_number_is_isolated(part):
    """A reader dials the digits in the order in which they were printed."""
    assert isolated(f"اتصلوا على {part}، كل صباح") == [part]
    assert isolated(f"الهاتف:{part}") == [part]


@pytest.mark.parametrize("part", ["$5", "$1,500.50", "€ 20", "£3", "250 €", "1.250,75€", "5\u00a0$"])
def test_a_price_is_isolated(part):
    """A currency sign stays on its side of the number."""
    assert isolated(f"بلغ السعر {part}. ثم ارتفع") == [part]


@pytest.mark.parametrize("part", ["desk@example.ma", "first.last+news@mail.example.co.uk", "desk@…"])
def test_an_email_is_isolated(part):
    """A full stop after an e-mail address belongs to the sentence."""
    assert isolated(f"راسلونا على {part}.") == [part]


@pytest.mark.parametrize(
    "part",
    [
        "https://example.ma/",
        "http://example.ma/a?b=1&c=%D8%A7#d",
        "www.example.ma",
        "https://ar.wikipedia.org/wiki/الرباط",
        "https://en.wikipedia.org/wiki/Rabat_(city)",
    ],
)
@pytest.mark.parametrize(
    "around", ["{} ثم", "({})", "«{}»", "“{}”", "[{}]", "{}،", "{}؟", "{}…", "{}\u00a0ثم", "{}\u2028ثم"]
)
def test_a_url_is_isolated(part, around):
    """A URL ends at the brackets, quotes, punctuation and blanks of its sentence."""
    assert isolated("انظر " + around.format(part)) == [part]


@pytest.mark.parametrize("part", ["@hespress", "@al_desk24", "@first.last", "@desk@news.example"])
def test_a_handle_is_isolated(part):
    """The sign @ stays before its name."""
    assert isolated(f"كتب {part}: مرحبا") == [part]


@pytest.mark.parametrize("part", ["C++", "C#", "Notepad++", "Canal+", "A+"])
def test_a_name_with_signs_is_isolated(part):
    """Signs at the end of a Latin name stay at its end."""
    assert isolated(f"لغة {part} هي") == [part]


@pytest.mark.parametrize(
    "text",
    [
        *("انتهت المباراة 3-1", "فاز 2 - 0", "موسم 2019-2020", "بين 1999 و2004", "موسم 2019/2020"),
        *(
            "يوم 05-10-2022",
            "يوم 5.10.2022",
            "يوم 05 10 2022",
            "يوم 05-10-2022 10-30",
            "يوم 03/09/2018",
            "في 2022-07-18",
        ),
        *("من 08.30-10.00", "الساعة 10:30", "نسبة 50%", "12.000.000 درهم", "٥٠٠ $", "05", "007"),
        *("@", "@ المراسل", "البريد @", "#وسم", "أ+ب", "x+y", "a.b", "ثم C + D"),
    ],
)
def test_other_numbers_and_signs_are_left_alone(text):
    """Scores, year ranges, dates and times read well from right to left as they are."""
    assert isolated(f"نص {text}") == []


@pytest.mark.parametrize(
    "part", ["-5", "+3", "−5", "-2.5%", "+2,5%", "-3°", "-12°C", "−2.5 %", "-1٪", "-5$", "+$5", "+1,500"]
)
@pytest.mark.parametrize("around", ["بلغت {} أمس", "سبعة و{}", "({})", "«{}»", "النتيجة:{}.", "{}"])
def test_a_signed_number_is_isolated(part, around):
    """Its sign stays on the left of its digits, as it is written."""
    assert isolated("نص " + around.format(part)) == [part]


@pytest.mark.parametrize(
    "text",
    ["كوفيد-19", "ب-5", "10-12", "10 -12", "3-1", "5-", "1- أولا", "-٥", "1999–2004", "--5", "-أ5", "2022-07-05"],
)
def test_a_hyphen_between_words_or_numbers_is_no_sign(text):
    """Ranges, scores and numbers of lists keep their order, and Arabic-Indic digits have their sign on the right."""
    assert isolated(f"نص {text}") == []


@pytest.mark.parametrize("text", ["It costs $5.", "(phase 2)", "24 Heures", "C++", "Ἀθῆναι 2", "Рабат!"])
def test_a_text_without_right_to_left_letters_is_isolated_whole(text):
    """Nothing inside it is isolated, so that no part of a sentence jumps to the other side."""
    assert isolated(text) == [text]
    assert str(block(text, "p")) == f'<p dir="ltr">{text}</p>'


@pytest.mark.parametrize("text", ["BBC", "Le Monde", "2022", "(1)", "…", "", "٣٫٥", "نص BBC", "שלום BBC", "ދިވެހި BBC"])
def test_another_text_is_not_isolated_whole(text):
    """Letters alone keep their order, digits and punctuation have no direction, and one Arabic letter decides."""
    assert isolated(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قال « كلمة » ثم", "قال [« كلمة][ »] ثم"),
        ("قال « كلمة طويلة »، ثم", "قال [« كلمة] طويلة[ »]، ثم"),
        ("قال “ كلمة ” ثم", "قال [“ كلمة][ ”] ثم"),
        ("قال «  كلمة  »", "قال [«  كلمة][  »]"),
        ("قال « $5 » ثم", 'قال [« <bdi dir="ltr">$5</bdi>][ »] ثم'),
        ("قال «كلمة» ثم", "قال «كلمة» ثم"),
        (f"قال « {'ا' * 40} » ثم", f"قال « {'ا' * 40}[ »] ثم"),
    ],
)
def test_a_line_never_breaks_inside_a_quotation_mark(text, expected):
    """The spaces that newspapers put there stay, and a long word is not held."""
    marked = expected.replace("[", '<span class="whole">').replace("]", "</span>")
    assert isolate(text) == marked


@pytest.mark.parametrize(("address", "long"), [("a@example.ma", False), ("https://example.ma/a-long-road", True)])
def test_only_a_long_part_may_wrap(address, long):
    """Up to 20 characters stay on one line; a longer part gets a class for the style sheet."""
    ((_, attributes), _) = Reader(isolate(address)).tags
    assert attributes == {"dir": "ltr"} | ({"class": "long"} if long else {})


# Properties of any text


@LAWS
@given(TEXTS)
def test_isolating_changes_no_letter(text):
    """For any text, a browser shows the same text, and finds no tag but bdi and span."""
    read = Reader(isolate(text))
    assert "".join(read.text) == text
    assert [tag for tag, _ in read.tags if tag.strip("/") != "span"] == ["bdi", "/bdi"] * len(read.bdi)


def isolated_by_full_search(text):
    """Do the same as `isolate`, without the fast check for whether there is anything to do."""
    out, end = [], 0
    for match in LEFT_TO_RIGHT.finditer(text):
        found = match.group().rstrip(".,،؛:!؟?")
        long = ' class="long"' if len(found) > 20 else ""
        before = escape(text[end : match.start()], quote=False)
        out += [before, f'<bdi dir="ltr"{long}>', escape(found, quote=False), "</bdi>"]
        end = match.start() + len(found)
    return "".join([*out, escape(text[end:], quote=False)])


@LAWS
@given(NASTY | TEXTS)
def test_the_fast_check_misses_nothing_in_text(text):
    """A text that the fast check skips would not be changed by a full search either."""
    assert isolate_parts(text) == isolated_by_full_search(text)


@LAWS
@given(NASTY | TEXTS)
def test_what_is_kept_together_is_found_by_a_full_search_too(text):
    """Quotation marks with spaces inside them are found wherever they are."""
    html = isolate_parts(text)
    spaces = len(re.findall("[ \n]+[»”]", html))
    assert keep_together(html).count('<span class="whole"> ') + keep_together(html).count('whole">\n') == spaces


@pytest.mark.parametrize(
    "unit", ["a", "0", "0 ", "+1", "@", "@a", "a.", "$", "http://", "(", "http://(", "<", '<a "', "1,"]
)
def test_hostile_text_costs_linear_time(unit):
    """No text of the size of an article makes a filter take minutes."""
    text = unit * (60_000 // len(unit))
    start = time.process_time()
    isolate(text)
    isolate_html(sanitise(text))
    assert time.process_time() - start < 20


@pytest.mark.parametrize(
    ("path", "html"),
    [
        ("seeds/000_5defa5d6ab06691c.txt", "seeds/000_5defa5d6ab06691c.txt"),
        ("seeds/خبر-من-0dbc75.html", "<bdi>seeds</bdi>/<bdi>خبر-من-0dbc75</bdi>.html"),
        ("خبر.2.warc.gz", "<bdi>خبر.2.warc</bdi>.gz"),
        ("خبر <b>.نص", "<bdi>خبر &lt;b&gt;.نص</bdi>"),
        ("/أ//", "/<bdi>أ</bdi>//"),
    ],
)
def test_the_digest_in_the_name_of_a_file_is_not_torn_apart(path, html):
    """Each Arabic name is a text of its own; without isolation its first digits would go to the other end."""
    assert isolate_path(path) == html


@LAWS
@given(TEXTS)
def test_a_path_loses_nothing(text):
    """Neither a character nor the escape of a sign of markup."""
    assert "".join(Reader(isolate_path(text)).text) == text


# Invisible characters


@pytest.mark.parametrize(
    ("character", "name"),
    [
        *(
            ("\u200f", "RLM"),
            ("\u200e", "LRM"),
            ("\u061c", "ALM"),
            ("\ufeff", "BOM"),
            ("\u202e", "RLO"),
            ("\u2069", "PDI"),
        ),
        *(("\x00", "U+0000"), ("\x1a", "U+001A"), ("\x7f", "U+007F"), ("\x85", "U+0085"), ("\r", "U+000D")),
        *(("\u200b", "ZWSP"), ("\u00ad", "SHY"), ("\u2060", "WJ"), ("\u2028", "U+2028"), ("\u206a", "U+206A")),
        *(("\ufffe", "U+FFFE"), ("\ufdd0", "U+FDD0"), ("\U0001ffff", "U+1FFFF"), ("\U000e0041", "U+E0041")),
    ],
)
def test_an_invisible_character_is_shown_by_name(character, name):
    """A reader of the ledger sees the invisible characters of the capture."""
    assert Reader(show_invisible(f"أ{character}ب")).text == ["أ", name, "ب"]


@pytest.mark.parametrize("text", ["كتاب\u200cها", "ه\u200d", "أ\tب", "أ\u00a0ب", "🧑\u200d🏫", "\u0600١"])
def test_characters_that_shape_words_stay(text):
    """Joiners, blanks and Arabic number signs are part of how a word looks."""
    assert show_invisible(text) == text


@LAWS
@given(TEXTS)
def test_showing_invisible_characters_loses_nothing(text):
    """Replacing each name by its character gives the captured line again."""
    html = str(show_invisible(text))
    back = re.sub(r'<bdi dir="ltr" class="invisible">([^<]*)</bdi>', lambda match: character_of(match[1]), html)
    assert "".join(Reader(back).text) == text
    assert not re.search(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff{BIDI_CONTROLS}]", html)


def character_of(name):
    """Return the character called *name*."""
    marks = zip("LRM RLM ALM LRE RLE PDF LRO RLO LRI RLI FSI PDI".split(), BIDI_CONTROLS, strict=True)
    known = dict(marks) | {"BOM": "\ufeff", "ZWSP": "\u200b", "SHY": "\u00ad", "WJ": "\u2060"}
    return known.get(name) or chr(int(name.removeprefix("U+"), 16))


# Titles, dates, digits


@pytest.mark.parametrize(
    "text", ["Reuters: الملك يستقبل", "«Le Monde» تكتب", "24 Heures تفتتح", "_x_ عربي", "Éric في الرباط", "🎉 BBC عربي"]
)
def test_a_title_that_starts_in_latin_is_kept_right_to_left(text):
    """A title bar takes its direction from the first letter, after any digits and signs."""
    assert title_text(text) == f"\u200f{text}"


@pytest.mark.parametrize(
    "text", ["الملك يستقبل Reuters", "«كان» BBC", "2011 عام الثورات BBC", "2011", "", "!", "🎉 BBC"]
)
def test_another_title_stays_as_it_is(text):
    """A title gets no mark if it does not need one."""
    assert title_text(text) == text


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (date(2022, 7, 18), "2022-07-18"),
        (datetime(2022, 7, 18, 9, 5), "2022-07-18"),  # noqa: DTZ001 - a naive time is the case
        (datetime(2022, 7, 18, 9, 5, tzinfo=UTC), "2022-07-18T09:05:00+00:00"),
        (datetime(2022, 7, 18, 9, 5, tzinfo=timezone(timedelta(hours=1))), "2022-07-18T09:05:00+01:00"),
    ],
)
def test_a_time_is_written_for_programs_only_with_its_zone(moment, written):
    """A time without a zone would be read as the reader's local time."""
    assert html_datetime(moment) == written


@pytest.mark.parametrize(
    ("country", "printed", "digits"),
    [("MA", "18 غشت 2022", "12"), ("LB", "18 آب 2022", "12"), ("EG", "١٨ أغسطس ٢٠٢٢", "١٢")],
)
def test_dates_and_digits_are_the_countrys(country, printed, digits):
    """Numbers that newsgen writes have one family of digits on a site, and months have the country's names."""
    offered = filters(Locale(country))
    assert offered["date"](date(2022, 8, 18)).replace("\u200f", "") == printed
    assert offered["digits"](12) == digits
