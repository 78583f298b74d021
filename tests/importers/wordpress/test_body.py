"""The text of a post becomes the HTML that its readers saw, and not a letter of prose is lost."""

import re
import time
from collections import Counter
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsgen.formats.sanitise import sanitise
from newsgen.importers.wordpress.body import PLAIN, read_body
from newsgen.importers.wordpress.markup import TAG
from newsgen.importers.wordpress.shortcodes import MediaFile, MediaLibrary
from newsgen.text.arabic import clean

MEDIA = MediaLibrary()
MEDIA.add("5", "1", MediaFile("https://harbour.example/a.jpg", "أ", "سفينة", "في المرفأ"))
MEDIA.add("6", "2", MediaFile("https://harbour.example/b.jpg", "ب"))


def html(content):
    """Return the HTML of *content*, without white space between its elements."""
    return re.sub(r">\s+<", "><", read_body(content, MEDIA, "1").html)


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        ("أول\n\nثان\nثالث", "<p>أول</p><p>ثان<br>\nثالث</p>"),
        ("أول\r\n\r\nثان", "<p>أول</p><p>ثان</p>"),
        ("أول<br />\nثان", "<p>أول<br>\nثان</p>"),
        ("<p>أول</p>\n\nثان", "<p>أول</p><p>ثان</p>"),
        ("<h2>عنوان</h2>\nنص", "<h2>عنوان</h2><p>نص</p>"),
        ("<blockquote>أول\n\nثان</blockquote>", "<blockquote><p>أول</p><p>ثان</p></blockquote>"),
        ("<div>أول\n\nثان</div>", "<div><p>أول</p><p>ثان</p></div>"),
        ("<ul>\n<li>أول</li>\n<li>ثان</li>\n</ul>", "<ul><li>أول</li><li>ثان</li></ul>"),
        ("<pre>أول\n\nثان\nhttps://a.example</pre>", "<pre>أول\n\nثان\nhttps://a.example</pre>"),
        ("<p>أول\n\n<p>ثان", "<p>أول</p><p>ثان</p>"),
        ("أول\n\n&nbsp;\n\nثان", "<p>أول</p><p>ثان</p>"),
        ('<a\nhref="https://a.example">أول</a>', '<p><a href="https://a.example" rel="noopener">أول</a></p>'),
        ("أول<br><br />ثان<br>", "<p>أول</p><p>ثان<br></p>"),
        ("أول<!--nextpage-->ثان", "<p>أول</p><p>ثان</p>"),
        ("أول <!--more--> ثان", "<p>أول  ثان</p>"),
    ],
)
def test_blank_lines_part_paragraphs_and_blocks_stay_alone(content, wanted):
    """As WordPress makes them when it shows a post without <p>."""
    assert html(content) == wanted


def test_blocks_lose_their_comments_and_nothing_else():
    """Their line ends mean nothing; those of classic text beside them do."""
    content = '<!-- wp:paragraph {"align":"right"} -->\n<p>أول\nسطر</p>\n<!-- /wp:paragraph -->\n\nثان\nسطر'
    assert html(content) == "<p>أول\nسطر</p><p>ثان<br>\nسطر</p>"


def test_the_address_of_an_embed_becomes_a_link_where_it_stands_in_the_settings_alone():
    """It is a link once, wherever the block keeps it."""
    wanted = '<a href="https://films.example/1" rel="noopener">https://films.example/1</a>'
    block = '<!-- wp:embed {"url":"https://films.example/1"} -->%s<!-- /wp:embed -->'
    for inner in ("", "<figure><div>\nhttps://films.example/1\n</div></figure>"):
        assert html(block % inner).count(wanted) == 1


def test_a_block_without_text_is_reported():
    """WordPress filled it in for each reader."""
    [warning] = read_body("<!-- wp:latest-posts /-->", MEDIA, "1").warnings
    assert "latest-posts" in warning


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        ('[caption width="9"]<img src="/a.jpg" alt="س"> شرح[/caption]', "<figcaption>شرح</figcaption>"),
        (
            '[caption caption="شرح"]<a href="/b"><img src="/a.jpg" alt="س"></a>[/caption]',
            "<figcaption>شرح</figcaption>",
        ),
        ("[embed]https://a.example/1[/embed]", 'href="https://a.example/1"'),
        ("[youtube=https://a.example/1]", 'href="https://a.example/1"'),
        ('[video mp4="https://a.example/1.mp4"][/video]', 'href="https://a.example/1.mp4"'),
        ("[audio https://a.example/1.mp3]", 'href="https://a.example/1.mp3"'),
        ('[gallery ids="5,99"]', '<img src="https://harbour.example/a.jpg" alt="سفينة">'),
        ("[gallery]", "<figcaption>في المرفأ</figcaption>"),
        ("[[gallery]]", "[gallery]"),
        ('[vc_row][vc_column title="عنوان"]نص[/vc_column][/vc_row]', "<p>عنوان</p><p>نص</p>"),
        ("[one_half]نص[/one_half]", "<p>نص</p>"),
    ],
)
def test_a_shortcode_with_a_meaning_is_replaced(content, wanted):
    """And leaves no report."""
    body = read_body(content, MEDIA, "1")
    assert wanted in html(content)
    assert body.warnings == ()


@pytest.mark.parametrize(
    ("content", "names"),
    [
        ("[رويترز] قال [AFP] و[1] و[sic]", []),
        ('[ticker id="3"] و[ticker id="4"]', ["ticker"]),
        ("[my-box]نص[/my-box]", ["my-box"]),
        ('[gallery ids="99"]', ["gallery"]),
        ("[caption]نص بلا صورة[/caption]", ["caption"]),
    ],
)
def test_a_shortcode_without_a_meaning_stays_and_is_reported_once(content, names):
    """Words in brackets are words."""
    body = read_body(content, MEDIA, "1")
    assert " ".join(body.blocks) == content
    assert body.warnings == tuple(f"holds the shortcode [{name}], which no longer does anything" for name in names)


@pytest.mark.parametrize(
    "content",
    [
        '<iframe src="//films.example/1" width="5"></iframe>',
        '<iframe src="about:blank" data-src="https://films.example/1"></iframe>',
        '<video controls><source src="https://films.example/1"></video>',
        '<object data="https://films.example/1"><embed src="https://films.example/1"></object>',
    ],
)
def test_what_is_embedded_becomes_a_link(content):
    """A reader can still go and see it, and the report says where it was from."""
    body = read_body(content, MEDIA, "1")
    assert body.html == '<p><a href="https://films.example/1" rel="noopener">https://films.example/1</a></p>'
    assert body.warnings == ("showed something from films.example, which is a link now",)


def test_a_script_is_left_out_and_reported():
    """The text behind one that stays open is text."""
    body = read_body("<script>alert(1)</script>نص<script>آخر", MEDIA, "1")
    assert body.blocks == ("نصآخر",)
    assert body.warnings == ("holds a script, which is left out",)


@pytest.mark.parametrize("tag", ["div", "b", "blockquote"])
def test_elements_in_each_other_without_end_leave_their_text(tag):
    """No parser is quick with them, and nobody wrote them."""
    body = read_body(f"<{tag}>" * 60 + "1 &lt; 2\n\nنص" + f"</{tag}>" * 60, MEDIA, "1")
    assert body.html == "<p>1 &lt; 2</p>\n\n<p>نص</p>"
    assert body.warnings == ("has elements in each other without end: only their text is kept",)


WORDS = st.sampled_from("ميناء سفينة وقال اليوم رويترز a1 ٢٠٢٢ مُدن".split())
MARKUP = st.sampled_from(
    [
        " ",
        "\n",
        "\n\n",
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "<b>",
        "</b>",
        "<",
        ">",
        "&",
        '"',
        "'",
        "=",
        "[",
        "]",
        "/",
        "<!--",
        "<a href='",
        '<a href="x">',
        "</a>",
        "<br/>",
        "<li>",
        "<ul>",
        "<td>",
        "<table>",
        "<template>",
        "<select>",
        "<pre>",
        "[caption]",
        "[/caption]",
        "[vc_row]",
        "[gallery]",
        "[[",
        "]]",
        "<!-- wp:x -->",
        "<!-- /wp:x -->",
        "<script>",
        "<svg>",
        "<textarea>",
        "<title>",
        "<!DOCTYPE",
        "<?php",
        "<h2>",
        "</h2>",
        "<iframe>",
        "<plaintext>",
        "<figure>",
        "<style>",
    ]
)


def words_of(text):
    """Return the words of *text*, without comments, tags, scripts and styles."""
    plain = re.sub(r"<!--.*?-->", " ", text, flags=re.DOTALL)
    plain = re.sub(r"<(script|style)\b[^>]*>.*?</\1[^>]*>", " ", plain, flags=re.DOTALL | re.IGNORECASE)
    return re.findall(r"ميناء|سفينة|وقال|اليوم|رويترز|a1|٢٠٢٢|مُدن", clean(unescape(plain)))


@settings(deadline=None)  # a loaded machine is slow, not wrong
@given(st.lists(st.one_of(WORDS.map(lambda word: f" {word} "), MARKUP), max_size=30))
def test_the_words_of_a_text_survive(parts):
    """Whatever stays open around them: every word that is not inside a tag is in the blocks, in any order."""
    content = "".join(parts)
    outside = TAG.sub(" ", re.sub(r"<!--.*?-->", " ", content, flags=re.DOTALL))
    body = " ".join(read_body(content, MEDIA, "1").blocks)
    assert Counter(words_of(outside)) <= Counter(words_of(body.replace("<", "&lt;")))


@pytest.mark.parametrize(
    "piece",
    [
        "<!--",
        "[caption]",
        "[gallery ",
        "<a href='",
        '<a "',
        "<div>",
        "<b>",
        "<script>",
        "[",
        "<!-- wp:x {",
        " ",
        "\n",
        "<p>\n\n",
        '<!-- wp:embed {"url":"https://a.example"} -->',
        "<pre>",
        "https://a.example\n",
        "=",
        "[a=",
        "&",
        "</div>",
        "<li><ul>",
    ],
)
def test_a_hostile_text_takes_no_more_time_than_another_of_its_length(piece):
    """Nothing is searched to its end again and again."""
    start = time.process_time()
    read_body(piece * (100_000 // len(piece)), MEDIA, "1")
    assert time.process_time() - start < 30


@given(
    st.lists(
        st.sampled_from(
            [*"\n \t\u00a0\u200f\u0085\ufeff\x00&<>أ", "<p>", "</p>", "<br>", "<p>أ</p>", "<p>أ<br>\nب</p>"]
        )
    )
)
def test_paragraphs_of_mere_words_need_no_sanitiser(parts):
    """Where the text is let through without one, it would have left it as it is."""
    text = "".join(parts)
    if PLAIN.fullmatch(text):
        assert sanitise(text) == clean(text)


NOTE = '<p>نص<sup data-fn="u1"><a href="#u1" id="u1-link">1</a></sup></p>'


@pytest.mark.parametrize("place", ["<!-- wp:footnotes /-->", '<!-- wp:footnotes {"a":"b"} /-->', ""])
def test_footnotes_stand_under_their_text(place):
    """WordPress keeps them beside it, and no link leads to a place whose name is taken away."""
    found = read_body(f"{NOTE}\n{place}", MEDIA, "1", '[{"id": "u1", "content": "حاشية <em>أولى</em>"}, 7]')
    assert re.sub(r">\s+<", "><", found.html) == "<p>نص<sup>1</sup></p><ol><li>حاشية <em>أولى</em></li></ol>"
    assert not found.warnings


@pytest.mark.parametrize("notes", ["", "{", "[]", "7", "null", '[{"content": 5}, {}]', "[" * 100_000])
def test_what_is_no_footnote_changes_nothing(notes):
    """Another program may have kept something else under that name."""
    assert read_body("نص", MEDIA, "1", notes).html == "<p>نص</p>"


def test_a_link_around_another_place_stays():
    """Only those to the page itself go, and not a word with them."""
    content = '<a href="#أ">أ <b>ب</b></a> <a href="https://a.example/#ج">ج</a>'
    assert html(content) == '<p>أ <b>ب</b><a href="https://a.example/#ج" rel="noopener">ج</a></p>'
