from dataclasses import replace
from functools import partial
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsgen.formats.markdown_to_html import render_markdown
from newsgen.formats.sanitise import sanitise
from newsgen.model.body_links import ids_of, inner_links, lost_places
from newsgen.model.pictures import MediaFile, Variant
from newsgen.model.urls import absolute, relative
from newsgen.pages.body_html import (
    rewrite_for_feed,
    rewrite_for_page,
    rewrite_links,
    unresolved_links,
    unresolved_places,
)

PAGE = "articles/افتتاح-المكتبة/"
MEDIA = {
    "سوق.jpg": MediaFile("media/سوق.0123456789.jpg", 600, 400, "content/media/سوق.jpg"),
    "a & b.jpg": MediaFile("media/a-b.0123456789.jpg", 30, 20, "content/media/a & b.jpg"),
    "فيلم.mp4": MediaFile("media/فيلم.0123456789.mp4", None, None, "content/media/فيلم.mp4"),
    "تقرير.pdf": MediaFile("media/تقرير.0123456789.pdf", None, None, "content/media/تقرير.pdf"),
}
here = partial(relative, page=PAGE)
online = partial(absolute, base_url="https://example.org/news/")
LAZY = ' loading="lazy" decoding="async"'


class Addresses(HTMLParser):
    """Collect what a browser would load or follow."""

    def __init__(self):
        """Start without addresses."""
        super().__init__()
        self.found = []

    def handle_starttag(self, _, attrs):
        """Collect the addresses of a tag."""
        self.found += [value for name, value in attrs if name in {"src", "href"}]


def addresses(html):
    """Return the addresses in *html* as a browser reads them."""
    reader = Addresses()
    reader.feed(html)
    return reader.found


def addresses_on_page(text):
    """Return the addresses of a Markdown *text* on the article's page."""
    return addresses(rewrite_links(render_markdown(text), here, MEDIA))


@pytest.mark.parametrize(
    "text",
    ["![](سوق.jpg)", "![](/media/سوق.jpg)", "![](%D8%B3%D9%88%D9%82.jpg)", '<img src="content/media/سوق.jpg?v=1">'],
)
def test_a_picture_gets_its_address_and_size(text):
    """In any spelling the picture has its size, so that the page does not shift while it loads."""
    size = f' width="600" height="400"{LAZY}>'
    assert rewrite_links(render_markdown(text), here, MEDIA) == (
        f'<p><img alt="" src="../../media/سوق.0123456789.jpg"{size}</p>'
    )


@pytest.mark.parametrize(
    ("given", "sides"),
    [
        ('width="300"', 'width="300" height="200"'),
        ('height="200"', 'height="200" width="300"'),
        ('width="50" height="50"', 'width="50" height="50"'),
        ('height="1"', 'height="1" width="2"'),
        ('width="1"', 'width="1" height="1"'),
        ('width="50%"', 'width="600" height="400"'),
    ],
)
def test_the_size_that_an_editor_gives_is_kept(given, sides):
    """If one side is given, the other keeps the proportion of the picture."""
    html = rewrite_links(sanitise(f'<img src="سوق.jpg" alt="" {given}>'), here, MEDIA)
    assert " ".join(part for part in html.rstrip(">").split() if part[:3] in {"wid", "hei"}) == sides


@pytest.mark.parametrize(
    ("text", "href"),
    [
        ("[ت](media/تقرير.pdf)", "../../media/تقرير.0123456789.pdf"),
        ("[ت](/media/تقرير.pdf#page=3)", "../../media/تقرير.0123456789.pdf#page=3"),
        ("[ت](/about/)", "../../about/"),
        ("[ت](/)", "../../"),
        ("[ت](/about/?a=1&b=2#اتصل)", "../../about/?a=1&b=2#اتصل"),
        ("[ت](/articles/%D9%85%D9%82%D8%A7%D9%84/)", "../../articles/مقال/"),
        ("[ت](</tags/50% & 'ق'/>)", "../../tags/50%25%20%26%20%27ق%27/"),
        ("[ت](/a/../about/)", "../../about/"),
        ("[ت](/../../about/)", "../../about/"),
        ("[ت](/feed.xml)", "../../feed.xml"),
    ],
)
def test_a_link_within_the_site_is_relative(text, href):
    """Then the site works below any path of any server; query and fragment are kept."""
    assert addresses_on_page(text) == [href]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("[ت](تقرير.pdf)", ["../../media/تقرير.0123456789.pdf"]),
        ("[ت](../media/تقرير.pdf#page=3)", ["../../media/تقرير.0123456789.pdf#page=3"]),
        ("[ت](./تقرير.pdf?x=1)", ["../../media/تقرير.0123456789.pdf?x=1"]),
        ("[![](سوق.jpg)](سوق.jpg)", ["../../media/سوق.0123456789.jpg"] * 2),
        ('<video src="فيلم.mp4" title="فيلم.mp4"></video>', ["../../media/فيلم.0123456789.mp4"]),
    ],
)
def test_a_file_has_its_address_wherever_it_is_named(text, wanted):
    """Links, players and pictures follow one rule; a title with the same words stays."""
    assert addresses_on_page(text) == wanted
    html = rewrite_links(render_markdown('<video src="فيلم.mp4" poster="سوق.jpg"></video>'), here, MEDIA)
    assert 'poster="../../media/سوق.0123456789.jpg"' in html
    assert addresses(rewrite_links(render_markdown("[ت](تقرير.pdf)"), online, MEDIA, "a/b/")) == [
        "https://example.org/news/media/%D8%AA%D9%82%D8%B1%D9%8A%D8%B1.0123456789.pdf"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "فقرة *بلا* روابط",
        "[خ](https://example.org/about/?a=1&b=2)",
        "[خ](//example.org/about/)",
        "[خ](mailto:desk@example.org)",
        "[خ](#أعلى)",
        "[خ](../آخر/)",
        "[خ](about/)",
        "[خ](?page=2)",
        "[خ]()",
        "[خ](/%C7%E1/)",
        "[خ](/media/غائب.pdf)",
        "![](غائب.jpg)",
        "![](تقرير.pdf)",
        "![](https://example.org/سوق.jpg)",
        '<img alt="src=&quot;سوق.jpg&quot;">',
        '<a title=" href=&quot;/about/&quot;">نص</a>',
        '`<img src="سوق.jpg">` و `<a href="/about/">`',
        "<abbr title='/about/'>خ</abbr>",
    ],
)
def test_everything_else_is_unchanged(text):
    """Links to other sites, relative links, unknown files, and text that only looks like a tag keep their bytes."""
    html = render_markdown(text)
    assert rewrite_links(html, here, MEDIA) == html


def test_addresses_are_escaped():
    """Quotes and ampersands in an address are read back unchanged, and never add an attribute."""
    html = rewrite_links(
        sanitise('<img src="a &amp; b.jpg" alt="a &quot;b&quot;"><a href="/x/?&quot;>&#39;">x</a>'), here, MEDIA
    )
    assert addresses(html) == ["../../media/a-b.0123456789.jpg", "../../x/?%22%3E'"]
    quoting = rewrite_links(sanitise('<a href="/x/">x</a>'), lambda _: "\"'&<>", MEDIA)
    assert quoting == '<a href="&quot;&#x27;&amp;&lt;&gt;" rel="noopener">x</a>'


def test_a_tab_cannot_hide_another_host():
    """Browsers drop tabs in an address, so this one begins with two slashes and is not a link within the site."""
    html = sanitise('<a href="/&#9;/example.org/">x</a>')
    assert rewrite_links(html, here, MEDIA) == html


@pytest.mark.parametrize(
    ("text", "href"),
    [
        ("![](سوق.jpg)", "https://example.org/news/media/%D8%B3%D9%88%D9%82.0123456789.jpg"),
        ("[ت](media/تقرير.pdf#2)", "https://example.org/news/media/%D8%AA%D9%82%D8%B1%D9%8A%D8%B1.0123456789.pdf#2"),
        ("[خ](/about/?a=1#b)", "https://example.org/news/about/?a=1#b"),
        ("[خ](../b/)", "https://example.org/news/articles/b/"),
        ("[خ](b/)", "https://example.org/news/articles/x/b/"),
        ("[خ](source/#L3)", "https://example.org/news/articles/x/source/#L3"),
        ("[خ](#أعلى)", "https://example.org/news/articles/x/#%D8%A3%D8%B9%D9%84%D9%89"),
        ("[خ]()", "https://example.org/news/articles/x/"),
        ("[خ](https://example.com/)", "https://example.com/"),
        ("[خ](//example.com/)", "//example.com/"),
        ("[خ](tel:+212522000000)", "tel:+212522000000"),
    ],
)
def test_a_body_for_a_feed_has_no_relative_link(text, href):
    """A feed is read at another address than the page, where relative links would be wrong."""
    assert addresses(rewrite_links(render_markdown(text), online, MEDIA, "articles/x/")) == [href]


def test_ids_are_left_out_of_feeds():
    """Several articles stand in one feed, so the links to footnotes lead to the article's page."""
    html = rewrite_for_feed(render_markdown("أ[^1]\n\n## ب\n\n[^1]: ج"), online, MEDIA, "articles/x/")
    assert " id=" not in html
    assert addresses(html) == [f"https://example.org/news/articles/x/#{name}" for name in ("fn:1", "fnref:1")]
    assert rewrite_for_feed("<h2>id=1</h2>", online, MEDIA, "articles/x/") == "<h2>id=1</h2>"


def test_the_alignment_of_cells_is_a_class_on_pages():
    """There the attribute is not valid, and right is where a line starts; text that looks like it stays."""
    html = rewrite_for_page('<td colspan="2" align="right">a align="left"</td><th align="center">', PAGE, MEDIA)
    assert html == '<td colspan="2" class="start">a align="left"</td><th class="center">'


@pytest.mark.parametrize(
    ("href", "lost"),
    [
        ("#أ", False),
        ("#%D8%A3", False),
        ("#", False),
        ("#top", False),
        ("#:~:text=أ", False),
        ("#comment-5", False),
        ("#ب", True),
        ("/articles/خبر/#x", False),
        ("/articles/خبر#y", True),
        ("/articles/%D8%AE%D8%A8%D8%B1/index.html#y", True),
        ("/articles/خبر/source/#y", False),
        ("/غائب/#y", False),
        ("https://example.com/#y", False),
    ],
)
def test_a_link_to_a_place_that_nothing_answers_is_reported(href, lost):
    """Places on the same page and on other articles are checked, in any spelling; a dead page is another warning."""
    html = render_markdown(f"# أ\n\n[ب]({href})")
    ids = {PAGE: ids_of(html), "articles/خبر/": ("x",)}
    found = (*lost_places(html), *unresolved_places(inner_links(html), PAGE, ids))
    assert found == ((href,) if lost else ())


@pytest.mark.parametrize(
    ("href", "known"),
    [
        ("/about/", True),
        ("/about", True),
        ("/about/?a=1#b", True),
        ("/", True),
        ("/feed.xml", True),
        ("../خبر/", True),
        ("../../about/", True),
        ("source/", True),
        ("./", True),
        ("../%D8%AE%D8%A8%D8%B1/", True),
        ("/articles/آخر/", True),
        ("/articles/ا\u0653خر/", True),
        ("/abuot/", False),
        ("/articles", False),
        ("/feed.xml/", False),
        ("about/", False),
        ("../غائب/", False),
        ("/%C7%E1%E3/", False),
        ("/\\example.org/", False),
    ],
)
def test_a_broken_link_is_reported(href, known):
    """The editor is warned of every link within the site that leads to no page, once per spelling."""
    site = {"", "about/", "feed.xml", "articles/خبر/", "articles/آخر/", PAGE, f"{PAGE}source/"}
    html = sanitise(f'<p><a href="{href}">رابط</a> <a href="{href}">مرة أخرى</a></p>')
    assert unresolved_links(inner_links(html), PAGE, site.__contains__) == (() if known else (href,))


@pytest.mark.parametrize(
    "text",
    [
        "نص",
        "![](/غائب.jpg)",
        "[خ](#أعلى)",
        "[خ](?a=1)",
        "[خ]()",
        "[خ](media/غائب.pdf)",
        "[خ](/media/غائب.pdf)",
        "[خ](https://example.org/x/)",
        "[خ](//example.org/x/)",
        "[خ](mailto:a@example.org)",
    ],
)
def test_links_to_files_and_other_sites_are_not_checked(text):
    """Files are checked as media, and other sites are not checked."""
    assert unresolved_links(inner_links(render_markdown(text)), PAGE, lambda _: False) == ()


def test_broken_links_are_reported_in_order():
    """Links are reported as they are written, so that an editor finds them."""
    html = render_markdown("[a](/ب/?x=1&y=2) [b](/ا/) [c](/ب/?x=1&y=2)")
    assert unresolved_links(inner_links(html), PAGE, lambda _: False) == ("/ب/?x=1&y=2", "/ا/")


ADDRESS = st.text(alphabet="/.:#?%2eFm&\"'<>\\ \tم[", max_size=12) | st.sampled_from(sorted(MEDIA))


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(['<img src="', '<a href="']), ADDRESS), max_size=4))
def test_any_body_can_be_rewritten(tags):
    """With any address: no failure, no additional tag or attribute, and the text stays."""
    written = "".join(f'{opening}{address.replace(chr(34), "&quot;")}">' for opening, address in tags)
    html = sanitise(f"<p>قبل {written} بعد</p>")
    for result in (rewrite_links(html, here, MEDIA), rewrite_links(html, online, MEDIA, PAGE)):
        assert len(addresses(result)) == len(addresses(html))
        assert sanitise(result).count("<") == html.count("<")
        assert "قبل" in result
    unresolved_links(inner_links(html), PAGE, lambda _: False)


@settings(deadline=None)
@given(st.lists(st.sampled_from(["[خ](/about/)", "![](سوق.jpg)", "[ت](media/تقرير.pdf)", "نص"]), max_size=5))
def test_rewriting_an_absolute_body_again_changes_nothing(parts):
    """An absolute result contains nothing that depends on a page."""
    once = rewrite_links(render_markdown("\n\n".join(parts)), online, MEDIA, PAGE)
    assert rewrite_links(once, online, MEDIA, PAGE) == once


def test_a_text_offers_smaller_pictures_and_loads_the_first_at_once():
    """Without a picture above the text it is the largest thing that a reader waits for."""
    sizes = (Variant("media/سوق-400.1.webp", 400, 300),)
    media = {"سوق.jpg": replace(MEDIA["سوق.jpg"], webp=sizes)}
    html = sanitise('<img src="سوق.jpg" alt=""><img src="سوق.jpg" alt="">')
    first, second = rewrite_for_page(html, PAGE, media, is_led_by_picture=False).split("</picture>")[:2]
    assert first.startswith('<picture><source type="image/webp" srcset="')
    assert 'fetchpriority="high"' in first
    assert 'loading="lazy"' in second
    assert "<picture>" not in rewrite_links(html, here, media)
