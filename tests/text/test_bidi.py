import re
import time
from datetime import UTC, date, datetime, timedelta, timezone
from html import escape, unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from newsgen.formats.sanitise import sanitise
from newsgen.text.arabic import BIDI_CONTROLS
from newsgen.text.bidi import LEFT_TO_RIGHT, TAG, isolate, isolate_html, show_invisible, title_text
from newsgen.text.date_format import Locale, html_datetime
from newsgen.theme.templates import filters

PIECES = st.sampled_from(
    [
        *(
            "هاتف ",
            "0522-12-34-56",
            "+212 6 12 34 56 78",
            "$5",
            "12 €",
            "a@b.ma",
            "@desk",
            "C++",
            "https://x.ma/ا?q=1&b=2",
        ),
        *("<", ">", "&", '"', "'", "&amp;", "&lt;b", "</bdi>", "<script>", "<!--", "]]>", "\u202e", "\u200f", "\ufeff"),
        *("\x00", "\x1b", "\xa0", "\u2028", "\ufdd0", "\U0001ffff", "،", ".", "(", ")", " ", "\n"),
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=4), max_size=12).map("".join)
LAWS = settings(deadline=None, max_examples=examples(150))


class _Reader(HTMLParser):
    """Collect what a browser sees of a piece of HTML: its text, its tags, and the text of each bdi."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.text, self.tags, self.bdi = [], [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag == "bdi":
            self.bdi.append("")
            self.open = True

    def handle_endtag(self, tag):
        self.tags.append((f"/{tag}", {}))
        self.open = False

    def handle_data(self, data):
        self.text.append(data)
        if getattr(self, "open", False):
            self.bdi[-1] += data

    def handle_comment(self, data):
        self.tags.append(("!--", {"": data}))

    handle_decl = handle_pi = unknown_decl = handle_comment


def isolated(text):
    """Return the parts of *text* that are isolated."""
    return _Reader(isolate(text)).bdi


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


@pytest.mark.parametrize("part", ["desk@example.ma", "first.last+news@mail.example.co.uk"])
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
    assert isolated(text) == []


@pytest.mark.parametrize(("address", "long"), [("a@example.ma", False), ("https://example.ma/a-long-road", True)])
def test_only_a_long_part_may_wrap(address, long):
    """Up to 20 characters stay on one line; a longer part gets a class for the style sheet."""
    ((_, attributes), _) = _Reader(isolate(address)).tags
    assert attributes == {"dir": "ltr"} | ({"class": "long"} if long else {})


# Properties of any text


@LAWS
@given(TEXTS)
def test_isolating_changes_no_letter(text):
    """For any text, a browser shows the same text, and finds no tag but bdi."""
    read = _Reader(isolate(text))
    assert "".join(read.text) == text
    assert [tag for tag, _ in read.tags] == ["bdi", "/bdi"] * len(read.bdi)


@LAWS
@given(TEXTS)
def test_isolating_changes_no_tag_of_html(text):
    """The text between tags stays the same, and so do tags and their attributes."""
    html = sanitise(text)
    before, after = _Reader(html), _Reader(isolate_html(html))
    assert "".join(after.text) == re.sub(f"[{BIDI_CONTROLS}]", "", "".join(before.text))
    assert without_marks(after.tags) == without_marks(before.tags)


NEAR_MISSES = st.sampled_from(
    [
        *("0", "00", "05", "52", "2010", "123456", "٠٥", "+", "#", "$", "€", "@", ".", "-", "/", "_", " ", "و"),
        *(
            "a",
            "C",
            "w",
            "www",
            "www.",
            ":",
            "//",
            "http",
            "https://",
            "ftp://",
            ".ma",
            "(",
            ")",
            "\u00a0",
            "\u200f",
            "é",
        ),
        *("&", "&amp;", "&lt;", "&gt;", "&nbsp;", "&quot;", "&#36;", "&amp;#36;", "&rlm;", "<", ">", '"'),
        *(
            "<p>",
            "</p>",
            "<b>",
            "</b>",
            "<code>",
            "</code>",
            "<pre>",
            "</pre>",
            "<table>",
            '<a href="https://x.ma/$5">',
        ),
        *("0522123456", "+212522123456", "a@b.ma", "@desk", "12 $", "C++"),
    ]
)
NASTY = st.lists(NEAR_MISSES, max_size=10).map("".join)


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


def isolated_html_by_full_search(html):
    """Do the same as `isolate_html`, tag by tag."""
    out, depth = [], 0
    for part in TAG.split(html):
        tag = re.match("<(/?)(pre|code|kbd|samp)?(table)?[^a-z0-9]?", part) if re.match("</?[a-z]", part) else None
        if tag:
            depth += (-1 if tag[1] else 1) if tag[2] else 0
            added = "" if tag[1] else ' dir="ltr"' if tag[2] else ' tabindex="0"' if tag[3] else ""
            name = re.match("</?[a-z0-9]+", part)[0]
            out.append(name + added + part[len(name) :])
        else:
            text = re.sub(f"[{BIDI_CONTROLS}]", "", unescape(part))
            out.append(escape(text, quote=False) if depth else isolated_by_full_search(text))
    return "".join(out)


@LAWS
@given(NASTY | TEXTS)
def test_the_fast_check_misses_nothing_in_text(text):
    """A text that the fast check skips would not be changed by a full search either."""
    assert isolate(text) == isolated_by_full_search(text)


@LAWS
@given((NASTY | TEXTS).map(sanitise))
def test_the_fast_check_misses_nothing_in_html(html):
    """The same holds for sanitised HTML, with its tags and character references."""
    assert isolate_html(html) == isolated_html_by_full_search(html)


def without_marks(tags):
    """Return *tags* without what `isolate_html` may add: bdi, the direction of code, the tab index of a table."""
    added = {"pre": "dir", "code": "dir", "kbd": "dir", "samp": "dir", "table": "tabindex"}
    kept = [(tag, attributes) for tag, attributes in tags if tag.strip("/") != "bdi"]
    return [
        (tag, {key: value for key, value in attributes.items() if added.get(tag) != key}) for tag, attributes in kept
    ]


@LAWS
@given(TEXTS)
def test_a_plain_paragraph_is_isolated_alike_in_html(text):
    """A paragraph looks the same, byte for byte, whether its article was captured or written in Markdown."""
    text = re.sub(f"[\x00\r{BIDI_CONTROLS}]", "", text)
    html = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\u00a0", "&nbsp;")
    assert isolate_html(html) == isolate(text)


@pytest.mark.parametrize(
    "tag",
    [
        '<a href="https://x.ma/?a=1&amp;b=2" title="> http://x.ma onmouseover=alert(1)">',
        '<img src="https://x.ma/a.png" alt="هاتف 0522-12-34-56 <b> a@b.ma">',
        '<abbr title="C++ &quot;> @desk">',
        '<td colspan="2">',
        '<a href="https://x.ma/?q=\u200f">',
    ],
)
def test_attributes_are_never_touched(tag):
    """A URL or a bracket inside an attribute neither gets a bdi nor ends the tag."""
    assert isolate_html(f"نص{tag}نص") == f"نص{tag}نص"


def test_text_in_html_is_isolated_between_tags():
    """An address inside emphasis is isolated too."""
    html = "<p>راسلوا <em>desk@x.ma</em> أو 0522123456.</p>"
    assert _Reader(isolate_html(html)).bdi == ["desk@x.ma", "0522123456"]


def test_a_url_in_html_ends_before_an_escaped_bracket():
    """A character written as &lt; or &nbsp; is not part of a URL."""
    assert _Reader(isolate_html("&lt;https://x.ma/?a=1&amp;b=2&gt;")).bdi == ["https://x.ma/?a=1&b=2"]
    assert _Reader(isolate_html("https://x.ma&nbsp;وقال")).bdi == ["https://x.ma"]


@pytest.mark.parametrize("tag", ["pre", "code", "kbd", "samp"])
def test_code_runs_left_to_right(tag):
    """Code keeps its order, and no part of it is isolated."""
    assert isolate_html(f"<{tag}>$5 +212522123456</{tag}>") == f'<{tag} dir="ltr">$5 +212522123456</{tag}>'


def test_after_code_text_is_isolated_again():
    """The exception for code ends with the code."""
    html = isolate_html("<pre><code>a@b.ma</code></pre><p>a@b.ma")
    assert _Reader(html).bdi == ["a@b.ma"]


def test_a_table_can_be_scrolled_by_keyboard():
    """A table may be wider than a phone, so the keyboard must reach it."""
    assert isolate_html("<table><tbody></tbody></table>") == '<table tabindex="0"><tbody></tbody></table>'


def test_bidi_controls_are_removed_from_html():
    """A character reference cannot bring back the controls that were removed."""
    assert isolate_html(sanitise("<p>أ&#x202E;ب&rlm;ت</p>")) == "<p>أبت</p>"
    assert isolate_html("<p>أ\u202eب</p>") == "<p>أب</p>"


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
    assert _Reader(show_invisible(f"أ{character}ب")).text == ["أ", name, "ب"]


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
    assert "".join(_Reader(back).text) == text
    assert not re.search(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff{BIDI_CONTROLS}]", html)


def character_of(name):
    """Return the character called *name*."""
    marks = zip("LRM RLM ALM LRE RLE PDF LRO RLO LRI RLI FSI PDI".split(), BIDI_CONTROLS, strict=True)
    known = dict(marks) | {"BOM": "\ufeff", "ZWSP": "\u200b", "SHY": "\u00ad", "WJ": "\u2060"}
    return known.get(name) or chr(int(name.removeprefix("U+"), 16))


# Titles, dates, digits


@pytest.mark.parametrize(
    "text", ["Reuters: الملك يستقبل", "«Le Monde» تكتب", "24 Heures تفتتح", "_x_ عربي", "Éric في الرباط", "🎉 BBC"]
)
def test_a_title_that_starts_in_latin_is_kept_right_to_left(text):
    """A title bar takes its direction from the first letter, after any digits and signs."""
    assert title_text(text) == f"\u200f{text}"


@pytest.mark.parametrize("text", ["الملك يستقبل Reuters", "«كان» BBC", "2011 عام الثورات BBC", "2011", "", "!"])
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
