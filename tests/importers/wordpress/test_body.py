"""The content of a post becomes the HTML that its readers saw, and no word is lost."""

import re
import time
from collections import Counter
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsgen.formats.embeds.players import card, player_of
from newsgen.formats.html_to_markdown import markdown_of_html
from newsgen.formats.markdown_to_html import render_markdown
from newsgen.formats.sanitise import sanitise
from newsgen.importers.wordpress.body import PLAIN, read_body
from newsgen.importers.wordpress.markup import TAG
from newsgen.importers.wordpress.media_library import MediaFile, MediaLibrary
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
def test_blank_lines_separate_paragraphs_and_blocks_are_kept(content, wanted):
    """WordPress does the same when it shows a post without <p>."""
    assert html(content) == wanted


def test_blocks_lose_only_their_comments():
    """Line ends become <br> in classic text only."""
    content = '<!-- wp:paragraph {"align":"right"} -->\n<p>أول\nسطر</p>\n<!-- /wp:paragraph -->\n\nثان\nسطر'
    assert html(content) == "<p>أول\nسطر</p><p>ثان<br>\nسطر</p>"


def test_the_url_of_an_embed_becomes_one_link():
    """It may be only in the settings of the block, or in its text too."""
    wanted = '<a href="https://films.example/1" rel="noopener">https://films.example/1</a>'
    block = '<!-- wp:embed {"url":"https://films.example/1"} -->%s<!-- /wp:embed -->'
    for inner in ("", "<figure><div>\nhttps://films.example/1\n</div></figure>"):
        assert html(block % inner).count(wanted) == 1


def test_a_block_without_text_gives_a_warning():
    """WordPress generated its content for each reader."""
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
        ('[gallery ids="5"]', '<img src="https://harbour.example/a.jpg" alt="سفينة">'),
        ("[gallery]", "<figcaption>في المرفأ</figcaption>"),
        ("[[gallery]]", "[gallery]"),
        ('[vc_row][vc_column title="عنوان"]نص[/vc_column][/vc_row]', "<h2>عنوان</h2><p>نص</p>"),
        ("[one_half]نص[/one_half]", "<p>نص</p>"),
    ],
)
def test_a_known_shortcode_is_replaced(content, wanted):
    """It gives no warning."""
    body = read_body(content, MEDIA, "1")
    assert wanted in html(content)
    assert body.warnings == ()


@pytest.mark.parametrize(
    ("content", "names"),
    [
        ("[رويترز] قال [AFP] و[1] و[sic]", []),
        ('[ticker id="3"] و[ticker id="4"]', ["ticker"]),
        ('[gallery ids="99"]', ["gallery"]),
        ("[caption]نص بلا صورة[/caption]", ["caption"]),
    ],
)
def test_an_unknown_shortcode_is_kept_with_one_warning(content, names):
    """Ordinary words in brackets give no warning."""
    body = read_body(content, MEDIA, "1")
    assert " ".join(body.blocks) == content
    assert body.warnings == tuple(f"has the shortcode [{name}], which is kept as text" for name in names)


@pytest.mark.parametrize(
    "content",
    [
        '<iframe src="//films.example/1" width="5"></iframe>',
        '<iframe src="about:blank" data-src="https://films.example/1"></iframe>',
        '<video controls><source src="https://films.example/1"></video>',
        '<object data="https://films.example/1"><embed src="https://films.example/1"></object>',
    ],
)
def test_an_embed_becomes_a_link(content):
    """Readers can still open it, and a warning names its host."""
    body = read_body(content, MEDIA, "1")
    assert body.html == '<p><a href="https://films.example/1" rel="noopener">https://films.example/1</a></p>'
    assert body.warnings == ("has an embed from films.example, which is a link now",)


@pytest.mark.parametrize(
    "content",
    [
        '<iframe src="//www.youtube.com/embed/abc?rel=0" title="YouTube video player"></iframe>',
        "[embed]https://youtu.be/abc[/embed]",
        "[youtube abc]",
        '[youtube id="abc"]',
        "https://youtu.be/abc",
    ],
)
def test_a_film_is_the_card_that_an_article_shows(content):
    """The importer and the articles know the same players: the Markdown of a link alone becomes a card."""
    body = read_body(content, MEDIA, "1")
    assert render_markdown(markdown_of_html(body.html)) == sanitise(card(player_of("https://youtu.be/abc")))
    assert body.warnings == ()


def test_a_titled_film_keeps_its_title_on_the_way_to_a_card():
    """The round trip through Markdown compares what is shown."""
    html = read_body('<iframe src="https://player.vimeo.com/video/12" title="ندوة"></iframe>', MEDIA, "1").html
    assert markdown_of_html(html) == "[ندوة](https://vimeo.com/12)"


def test_a_script_is_removed_with_a_warning():
    """The text after an unclosed script is kept."""
    body = read_body("<script>alert(1)</script>نص<script>آخر", MEDIA, "1")
    assert body.blocks == ("نصآخر",)
    assert body.warnings == ("has a script, which is left out",)


@pytest.mark.parametrize("tag", ["div", "b", "blockquote"])
def test_too_deeply_nested_elements_are_reduced_to_their_text(tag):
    """Parsers are slow with them, and no author writes them."""
    body = read_body(f"<{tag}>" * 60 + "1 &lt; 2\n\nنص" + f"</{tag}>" * 60, MEDIA, "1")
    assert body.html == "<p>1 &lt; 2</p>\n\n<p>نص</p>"
    assert body.warnings == ("has too deeply nested elements; only their text is kept",)


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


@settings(deadline=None)  # the machine may be under load
@given(st.lists(st.one_of(WORDS.map(lambda word: f" {word} "), MARKUP), max_size=30))
def test_the_words_of_a_text_survive(parts):
    """Every word outside tags is in the blocks, even if the markup around it is not closed."""
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
def test_a_hostile_text_is_read_in_linear_time(piece):
    """No regular expression searches to the end of the text repeatedly."""
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
def test_paragraphs_without_markup_need_no_sanitiser(parts):
    """The sanitiser would not change a text that skips it."""
    text = "".join(parts)
    if PLAIN.fullmatch(text):
        assert sanitise(text) == clean(text)


NOTE = '<p>نص<sup data-fn="u1"><a href="#u1" id="u1-link">1</a></sup></p>'


@pytest.mark.parametrize("place", ["<!-- wp:footnotes /-->", '<!-- wp:footnotes {"a":"b"} /-->', ""])
def test_footnotes_become_a_list(place):
    """WordPress stores them in a custom field; links to them are removed with their targets."""
    found = read_body(f"{NOTE}\n{place}", MEDIA, "1", '[{"id": "u1", "content": "حاشية <em>أولى</em>"}, 7]')
    assert re.sub(r">\s+<", "><", found.html) == "<p>نص<sup>1</sup></p><ol><li>حاشية <em>أولى</em></li></ol>"
    assert not found.warnings


@pytest.mark.parametrize("notes", ["", "{", "[]", "7", "null", '[{"content": 5}, {}]', "[" * 100_000])
def test_invalid_footnotes_change_nothing(notes):
    """A plugin may have stored other data in the same custom field."""
    assert read_body("نص", MEDIA, "1", notes).html == "<p>نص</p>"


def test_links_to_other_pages_are_kept():
    """Links within the page are replaced by their text."""
    content = '<a href="#أ">أ <b>ب</b></a> <a href="https://a.example/#ج">ج</a>'
    assert html(content) == '<p>أ <b>ب</b><a href="https://a.example/#ج" rel="noopener">ج</a></p>'
