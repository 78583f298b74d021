"""The blocks of HTML run in the direction of their letters, and left-to-right parts of the others are isolated."""

import re
import time

import pytest
from hypothesis import given

from bidi_texts import LAWS, NASTY, TEXTS, Reader
from newsgen.formats.sanitise import sanitise
from newsgen.text.arabic import BIDI_CONTROLS
from newsgen.text.bidi import block
from newsgen.text.bidi_html import isolate_html


@LAWS
@given(TEXTS)
def test_isolating_changes_no_tag_of_html(text):
    """The text between tags stays the same, and so do tags and their attributes."""
    html = sanitise(text)
    before, after = Reader(html), Reader(isolate_html(html))
    assert "".join(after.text) == "".join(before.text)
    assert without_marks(after.tags) == without_marks(before.tags)


def without_marks(tags):
    """Return *tags* without what `isolate_html` may add: bdi, span, directions, the tab index of a table."""
    kept = [(tag, attributes) for tag, attributes in tags if tag.strip("/") not in {"bdi", "span"}]
    return [(tag, {k: v for k, v in attributes.items() if k not in {"dir", "tabindex"}}) for tag, attributes in kept]


@LAWS
@given((NASTY | TEXTS).map(sanitise))
def test_the_fast_check_misses_nothing_in_html(html):
    """A text after it that must be changed changes nothing before it."""
    assert isolate_html(f"{html}<samp>$5</samp>") == f'{isolate_html(html)}<samp dir="ltr">$5</samp>'


@LAWS
@given(TEXTS)
def test_a_plain_paragraph_is_isolated_alike_in_html(text):
    """A paragraph looks the same, byte for byte, whether its article was captured or written in Markdown."""
    text = re.sub(f"[\x00\r{BIDI_CONTROLS}]", "", text)
    html = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\u00a0", "&nbsp;")
    assert isolate_html(f"<p>{html}</p>") == block(text, "p")


ENGLISH = "It costs $5 (phase 2), C++."
BLOCKS = "p li h2 h3 h4 h5 h6 blockquote dd dt div td th caption figcaption summary".split()


@pytest.mark.parametrize("tag", BLOCKS)
def test_a_block_without_arabic_letters_runs_left_to_right(tag):
    """Its end stays at its end, and nothing inside it is isolated."""
    assert isolate_html(f"<{tag}>{ENGLISH}</{tag}>") == f'<{tag} dir="ltr">{ENGLISH}</{tag}>'
    assert isolate_html(f'<{tag} lang="en">{ENGLISH}</{tag}>') == f'<{tag} dir="ltr" lang="en">{ENGLISH}</{tag}>'


@pytest.mark.parametrize("letter", ["ب", "ש", "پ", "ڑ", "ܫ", "ދ", "ﺏ"])
def test_one_right_to_left_letter_keeps_a_block_right_to_left(letter):
    """The first letter decides nothing, because names of clubs and firms begin many Arabic sentences."""
    html = isolate_html(f"<p>FC Barcelona {letter} $5</p>")
    assert html == f'<p>FC Barcelona {letter} <bdi dir="ltr">$5</bdi></p>'


@pytest.mark.parametrize("text", ["2022", "(1) – 3,5%", "٣", "…", "", "12:30"])
def test_digits_and_punctuation_have_no_direction(text):
    """Such a cell follows its table."""
    assert isolate_html(f"<p>{text}</p>") == f"<p>{text}</p>"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<ul><li>One.</li><li>Two.</li></ul>", '<ul dir="ltr"><li>One.</li><li>Two.</li></ul>'),
        ("<ul><li>One.</li><li>اثنان</li></ul>", '<ul><li dir="ltr">One.</li><li>اثنان</li></ul>'),
        ("<blockquote><p>One.</p></blockquote>", '<blockquote dir="ltr"><p>One.</p></blockquote>'),
        ("<blockquote><p>One.</p><p>ا</p></blockquote>", '<blockquote><p dir="ltr">One.</p><p>ا</p></blockquote>'),
        (
            "<table><tr><th>A</th></tr><tr><td>$5</td></tr></table>",
            '<table tabindex="0" dir="ltr"><tr><th>A</th></tr><tr><td>$5</td></tr></table>',
        ),
        (
            "<table><tr><th>اسم</th></tr><tr><td>A.</td><td>5</td></tr></table>",
            '<table tabindex="0"><tr><th>اسم</th></tr><tr><td dir="ltr">A.</td><td>5</td></tr></table>',
        ),
        (
            "<ul><li>One.<ul><li>اثنان C++</li></ul></li></ul>",
            '<ul><li dir="ltr">One.<ul dir="rtl"><li>اثنان <bdi dir="ltr">C++</bdi></li></ul></li></ul>',
        ),
        ("<ul><li>واحد<ul><li>Two.</li></ul></li></ul>", '<ul><li>واحد<ul dir="ltr"><li>Two.</li></ul></li></ul>'),
        ('<p><em>One</em> <a href="/x">two</a>.</p>', '<p dir="ltr"><em>One</em> <a href="/x">two</a>.</p>'),
        ("<p><em>One</em> ثم.</p>", "<p><em>One</em> ثم.</p>"),
        ("<p>Run <code>x</code>.</p>", '<p dir="ltr">Run <code>x</code>.</p>'),
        ("<p>نفذ <code>x</code>.</p>", '<p>نفذ <code dir="ltr">x</code>.</p>'),
        ("<p>One.<br>Two.</p><p>ا</p>", '<p dir="ltr">One.<br>Two.</p><p>ا</p>'),
        (
            "<details><summary>One.</summary><p>ا</p></details>",
            '<details><summary dir="ltr">One.</summary><p>ا</p></details>',
        ),
        (
            "<p>Il dit « oui ».</p>",
            '<p dir="ltr">Il dit <span class="whole">« oui</span><span class="whole"> »</span>.</p>',
        ),
    ],
)
def test_a_direction_is_given_where_it_changes(html, expected):
    """A list, a quote or a table runs left to right as a whole, else those of its parts that do."""
    assert isolate_html(html) == expected


@pytest.mark.parametrize("unit", ["a", "1", " ", "« ", " »", "-5 ", "<b>", "<li>a", '<i title="> dir=">'])
def test_hostile_html_costs_linear_time(unit):
    """No body of the size of an article makes a build take minutes."""
    html = sanitise(f"<p>{unit * (60_000 // len(unit))}ب  »</p>")
    start = time.process_time()
    isolate_html(html)
    assert time.process_time() - start < 10


@pytest.mark.parametrize("direction", ["ltr", "rtl", "auto", "LTR"])
@pytest.mark.parametrize("tag", ["p", "div", "blockquote", "li", "h2", "span", "table", "td"])
def test_the_writers_own_direction_is_kept(tag, direction):
    """Nothing is added to an element that a writer gave a direction."""
    html = sanitise(f'<{tag} dir="{direction}">The plan (phase 2).</{tag}>')
    whole = {"table": "<table>{}</table>", "td": "<table><tbody><tr>{}</tr></tbody></table>"}.get(tag, "{}")
    if tag not in {"table", "td"}:
        assert html == whole.format(f'<{tag} dir="{direction.lower()}">The plan (phase 2).</{tag}>')
    assert isolate_html(html).count("dir=") == html.count("dir=")


def test_inside_the_writers_direction_only_right_to_left_text_is_isolated():
    """In a left-to-right or automatic element the browser keeps the order; an Arabic wrapper changes nothing."""
    for kept in (
        '<p dir="ltr">ا $5</p>',
        '<div dir="auto"><p>ا $5</p></div>',
        '<p>ا <span dir="ltr">$5 C++</span></p>',
    ):
        assert isolate_html(kept) == kept
    wrapped = isolate_html('<div dir="rtl"><p>ا $5</p><p>One.</p></div>')
    assert wrapped == '<div dir="rtl"><p>ا <bdi dir="ltr">$5</bdi></p><p dir="ltr">One.</p></div>'


def test_a_direction_that_html_does_not_know_is_removed():
    """A validator accepts three values, in any letters' case."""
    assert sanitise('<p dir="up">ا</p>') == "<p>ا</p>"


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
    assert Reader(isolate_html(html)).bdi == ["desk@x.ma", "0522123456"]


def test_a_url_in_html_ends_before_an_escaped_bracket():
    """A character written as &lt; or &nbsp; is not part of a URL."""
    assert Reader(isolate_html("&lt;https://x.ma/?a=1&amp;b=2&gt;")).bdi == ["https://x.ma/?a=1&b=2"]
    assert Reader(isolate_html("https://x.ma&nbsp;وقال")).bdi == ["https://x.ma"]


@pytest.mark.parametrize("tag", ["pre", "code", "kbd", "samp"])
def test_code_runs_left_to_right(tag):
    """Code keeps its order, and no part of it is isolated."""
    html = isolate_html(f"<{tag}>$5 +212522123456</{tag}>").replace(' tabindex="0"', "")
    assert html == f'<{tag} dir="ltr">$5 +212522123456</{tag}>'


def test_code_does_not_turn_the_block_around_it():
    """An Arabic item that contains code keeps its bullet on the right."""
    html = isolate_html("<ul><li><p>بند</p><pre><code>print()</code></pre></li></ul>")
    assert html == '<ul><li><p>بند</p><pre tabindex="0" dir="ltr"><code>print()</code></pre></li></ul>'


def test_a_latin_signature_does_not_turn_an_arabic_quote():
    """The letters that a block begins with decide, not those behind the blocks inside it."""
    html = isolate_html("<blockquote><p>قول</p>— Some One</blockquote>")
    assert html == "<blockquote><p>قول</p>— Some One</blockquote>"


def test_after_code_text_is_isolated_again():
    """The exception for code ends with the code."""
    html = isolate_html("<pre><code>a@b.ma</code></pre><p>نص a@b.ma</p>")
    assert Reader(html).bdi == ["a@b.ma"]


@pytest.mark.parametrize("tag", ["pre", "table"])
def test_what_is_too_wide_can_be_scrolled_by_keyboard(tag):
    """A table or code may be wider than a phone, so the keyboard must reach it."""
    assert f'<{tag} tabindex="0"' in isolate_html(f"<{tag}></{tag}>")


def test_bidi_controls_are_removed_from_html():
    """A character reference cannot bring back the controls that were removed."""
    assert isolate_html(sanitise("<p>أ&#x202E;ب&rlm;ت</p>")) == "<p>أبت</p>"
    assert isolate_html(sanitise("<p>أ\u202eب</p>")) == "<p>أب</p>"
