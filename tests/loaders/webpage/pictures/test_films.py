"""Films of a saved page become links, and what is left out of its text is told."""

import pytest

from newsgen.loaders.webpage.loader import read_webpage
from sample_pages import URL, news_page, without_paragraphs

FILM = "https://www.youtube.com/watch?v=abcdefghijk"
CANONICAL = f"<link rel='canonical' href='{URL}'>"


def read(html):
    """Return what is shown among the paragraphs of a page with this *html*, and the warnings."""
    article = read_webpage(news_page(html, head=CANONICAL), "a.html")
    return without_paragraphs(article.body_html), article.warnings


@pytest.mark.parametrize(
    ("html", "url", "words"),
    [
        ("<iframe src='//www.youtube.com/embed/abcdefghijk'></iframe>", FILM, ""),
        (
            ("<p><iframe data-src='https://www.youtube.com/embed/abcdefghijk' title='كلمة الرئيس'></iframe>"
            "<noscript><iframe src='https://www.youtube.com/embed/abcdefghijk'></iframe></noscript></p>"),
            FILM,
            "كلمة الرئيس",
        ),
        (
            ("<figure><div><iframe src='https://player.vimeo.com/video/7'></iframe></div>"
            "<figcaption>كلمة الرئيس</figcaption></figure>"),
            "https://vimeo.com/7",
            "كلمة الرئيس",
        ),
        ("<amp-youtube data-videoid='abcdefghijk'></amp-youtube>", FILM, ""),
        ("<video controls><source src='/f/a.mp4'>لا يدعم متصفحك الفيديو</video>", "https://marfa.example/f/a.mp4", ""),
        ("<audio src='/f/a.mp3'></audio>", "https://marfa.example/f/a.mp3", ""),
        ("<object><param name='movie' value='https://youtube.com/v/abcdefghijk'></object>", FILM, ""),
        ("<iframe src='https://tv.marfa.example/33' allowfullscreen></iframe>", "https://tv.marfa.example/33", ""),
    ],
)  # fmt: skip
def test_a_player_becomes_one_link(html, url, words):
    """The link has the title or the caption of the film."""
    found, warnings = read(html)
    assert found.count("<a ") == 1
    assert found.startswith(f'<p><a href="{url}"')
    assert f">{words}" in found
    assert found.endswith("</a></p>")
    assert not warnings


def test_a_post_is_quoted_with_its_link():
    """The words of the post are there without its script; the date that links it becomes a link below."""
    html = (
        "<blockquote class='twitter-tweet'><p>نص التغريدة</p><a href='https://twitter.com/a/status/1'>7 مارس</a>"
        "</blockquote>"
    )
    found, _ = read(html)
    assert found.startswith("<blockquote><p>نص التغريدة</p></blockquote>")
    assert 'href="https://twitter.com/a/status/1"' in found


@pytest.mark.parametrize(
    ("html", "host"),
    [
        ("<div><iframe src='https://weather.example/box' width='300'></iframe></div>", "weather.example"),
        ("<video src='blob:https://marfa.example/1'></video>", "does not tell"),
    ],
)
def test_what_is_left_out_of_the_text_is_told(html, host):
    """A frame may have shown anything."""
    found, warnings = read(html)
    assert found == ""
    assert any("1 of its frames and films" in warning and host in warning for warning in warnings)


def test_a_frame_outside_of_the_text_is_not_told():
    """Pages are full of frames that count their readers."""
    page = news_page(head=CANONICAL, above="<nav><iframe src='https://ads.example/a'></iframe></nav>")
    assert not read_webpage(page, "a.html").warnings
