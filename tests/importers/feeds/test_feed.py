"""A feed in RSS or Atom gives articles, and drafts where it has only excerpts."""

import gzip
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from newsgen.errors import NewsgenError
from newsgen.importers.feeds.feed import import_feed
from newsgen.importers.items import ImportedItem, Note, Skipped
from newsgen.model.article import Image

LONG = "أعلنت بلدية المرفأ صباح اليوم افتتاح الحديقة العمومية الكبرى بعد أشغال دامت سنتين. " * 8
RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>جريدة المرفأ</title><link>https://marfa.example/</link>
<atom:link href="https://marfa.example/feed/" rel="self" type="application/rss+xml"/>
{}
</channel></rss>
"""
ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>جريدة المرفأ</title><link href="https://marfa.example/"/>
<link rel="self" href="https://marfa.example/atom.xml"/><author><name>هيئة التحرير</name></author>
{}
</feed>
"""
RDF = """<?xml version="1.0" encoding="{encoding}"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://marfa.example/"><title>المرفأ</title>
<link>https://marfa.example/</link><items><rdf:Seq><rdf:li rdf:resource="https://marfa.example/1"/></rdf:Seq></items></channel>
<item rdf:about="https://marfa.example/1"><title>خبر أول</title><link>https://marfa.example/1</link>
<description>{text}</description><dc:date>2004-05-01T10:00:00+01:00</dc:date><dc:creator>ليلى</dc:creator></item>
</rdf:RDF>
"""


def an_item(number=1, text=LONG, fields="", *, content=True):
    """Return one item of RSS."""
    body = f"<content:encoded><![CDATA[<p>{text}</p>]]></content:encoded>" if content else ""
    summary = "" if content else f"<description>{text}</description>"
    return (
        f"<item><title>خبر {number}</title><link>https://marfa.example/{number}/</link>"
        f"<guid isPermaLink='false'>tag:{number}</guid>{summary}{fields}{body}</item>"
    )


@pytest.fixture
def read(tmp_path):
    """Return a function that imports a feed with the given text."""

    def read(data, name="feed.xml"):
        (tmp_path / name).write_bytes(data if isinstance(data, bytes) else data.encode())
        return list(import_feed(tmp_path / name, name))

    return read


def articles(found):
    """Return the articles among the findings."""
    return [one.article for one in found if isinstance(one, ImportedItem)]


def test_an_item_of_rss_is_an_article(read):
    """Its first category is the section, as in WordPress, and the others are tags."""
    fields = (
        "<category>مدينة</category><category><![CDATA[بيئة & ماء]]></category><dc:creator>كريم الساحلي</dc:creator>"
        "<pubDate>Thu, 17 May 2012 11:43:00 +0100</pubDate><description>ملخص</description>"
    )
    (found,) = read(RSS.format(an_item(fields=fields)))
    article = found.article
    assert (article.headline, article.authors, article.section, article.tags) == (
        "خبر 1",
        ("كريم الساحلي",),
        "مدينة",
        ("بيئة & ماء",),
    )
    assert article.published == datetime(2012, 5, 17, 11, 43, tzinfo=timezone(timedelta(hours=1)))
    assert (article.source_url, article.source_name) == ("https://marfa.example/1/", "جريدة المرفأ")
    assert (article.draft, article.aliases, article.body) == (False, (), (LONG.strip(),))
    assert found.original.startswith(b"<item>")
    assert found.original.endswith(b"</item>")
    assert (found.suffix, found.place) == (".xml", "item 1, line 6")


def test_an_entry_of_atom_is_an_article(read):
    """Its content may be escaped HTML, elements of XHTML or plain text; the feed's author is its author."""
    entry = (
        '<entry><id>urn:{0}</id><title type="html">خبر &lt;b&gt;{0}&lt;/b&gt;</title>'
        "<updated>2020-01-02T03:04:05Z</updated>"
        '<link rel="alternate" href="https://marfa.example/{0}"/><category term="x" label="مدينة"/>'
        '<content type="{1}">{2}</content></entry>'
    )
    xhtml = f'<div xmlns="http://www.w3.org/1999/xhtml"><p>{LONG}</p><ul><li>بند<br/>ثان</li></ul></div>'
    found = articles(
        read(
            ATOM.format(
                entry.format(1, "html", f"&lt;p&gt;{LONG}&lt;/p&gt;")
                + entry.format(2, "xhtml", xhtml)
                + entry.format(3, "text", f"1 &lt; 2 {LONG}")
            )
        )
    )
    assert [one.headline for one in found] == ["خبر 1", "خبر 2", "خبر 3"]
    assert found[0].body == (LONG.strip(),)
    assert found[1].body == (LONG.strip(), "بند ثان")
    assert found[2].body == (f"1 < 2 {LONG}".strip(),)
    assert found[0].published == datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert (found[0].updated, found[0].authors, found[0].section) == (None, ("هيئة التحرير",), "مدينة")


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1256"])
def test_a_feed_of_rss_1_is_read_in_its_encoding(read, encoding):
    """A long description is a whole text."""
    (article,) = articles(read(RDF.format(encoding=encoding, text=LONG).encode(encoding)))
    assert (article.headline, article.authors, article.encoding) == ("خبر أول", ("ليلى",), encoding)
    assert article.published == datetime(2004, 5, 1, 10, tzinfo=timezone(timedelta(hours=1)))
    assert (article.draft, article.source_name) == (False, "المرفأ")


@pytest.mark.parametrize(
    ("item", "is_draft"),
    [
        (an_item(text="خبر عاجل من المرفأ.", content=True), False),
        (an_item(text="بداية الخبر من المرفأ…", content=True), True),
        (an_item(text=f"{LONG} [&#8230;]", content=True), True),
        (an_item(text=f"{LONG} قال المتحدث…", content=True), False),
        (an_item(text="خبر قصير من المرفأ.", content=False), True),
        (an_item(text=LONG, content=False), False),
        (an_item(text=f"{LONG} &lt;a href='https://marfa.example/1/'&gt;اقرأ المزيد&lt;/a&gt;", content=False), True),
        (an_item(text="بداية <a href='https://marfa.example/1/?utm_source=rss'>المزيد</a>", content=True), True),
    ],
)
def test_an_excerpt_is_a_draft_and_the_feed_is_named(read, item, is_draft):
    """A content is whole unless it says itself that it is cut; a description only if it is long."""
    found = read(RSS.format(item))
    assert [one.draft for one in articles(found)] == [is_draft]
    notes = [one.text for one in found if isinstance(one, Note)]
    assert [text.startswith("feed.xml: holds only excerpts of all its articles") for text in notes] == [True] * is_draft


def test_the_line_that_wordpress_adds_is_left_out_with_a_warning(read):
    """It names the article and the site; another last paragraph with links stays."""
    own, site = "<a href='https://marfa.example/1/'>خبر 1</a>", "<a href='https://marfa.example'>المرفأ</a>"
    found = articles(
        read(
            RSS.format(
                an_item(1, f"{LONG}</p><p>ظهرت المقالة {own} أولا على {site}.")
                + an_item(2, f"{LONG}</p><p>انظر {own} و{site}.")
            )
        )
    )
    assert found[0].body == (LONG.strip(),)
    assert any("names the article and its site" in text for text in found[0].warnings)
    assert found[1].body[-1] == "انظر خبر 1 والمرفأ."


def test_pictures_and_sounds_beside_the_text_are_kept(read):
    """The first picture that the text does not show is the article's; a sound becomes a link."""
    fields = (
        '<media:content url="https://marfa.example/a.jpg" medium="image">'
        "<media:title>الباب</media:title></media:content>"
        '<enclosure url="https://marfa.example/a.mp3" type="audio/mpeg" length="1"/>'
    )
    shown = fields.replace("a.jpg", "b.jpg")
    text = f"{LONG}<img src='https://marfa.example/b.jpg'><img src='https://stat.example/p.gif' width='1' height='1'>"
    first, second = articles(read(RSS.format(an_item(1, fields=fields) + an_item(2, text, shown))))
    assert first.image == Image("https://marfa.example/a.jpg", "", "الباب")
    assert '<a href="https://marfa.example/a.mp3"' in first.body_html
    assert second.image is None
    assert second.body_html.count("<img") == 1


def test_a_damaged_item_does_not_affect_the_next(read):
    """Errors have the line in the file; what follows the damage is imported."""
    items = [an_item(1), an_item(2).replace("</title>", "</titel>"), an_item(3)]
    found = read(RSS.format("\n".join(items)))
    assert [one.headline for one in articles(found)] == ["خبر 1", "خبر 3"]
    (error,) = [one for one in found if isinstance(one, NewsgenError)]
    assert (error.line, "item 2, from line 7 on" in error.found) == (7, True)


@pytest.mark.parametrize("end", ["", "<item><title>مقط", "</channel>"])
def test_a_cut_feed_is_an_error_after_its_articles(read, end):
    """What was downloaded is imported."""
    found = read(RSS.format(an_item(1)).partition("\n</channel>")[0] + end)
    assert [one.headline for one in articles(found)] == ["خبر 1"]
    (error,) = [one for one in found if isinstance(one, NewsgenError)]
    assert "is cut off after item 1" in error.found or "without its end" in error.found


def test_a_feed_without_articles_says_so(read):
    """It is no error."""
    assert read(RSS.format("")) == [Skipped("", "is a feed without articles")]


def test_a_document_type_without_entities_is_read(read):
    """RSS 0.91 has one; it is never loaded."""
    data = RSS.format(an_item()).replace(
        "<rss", '<!DOCTYPE rss PUBLIC "-//Netscape//DTD 0.91//EN" "http://x.example/d">\n<rss'
    )
    assert len(articles(read(data))) == 1


@pytest.mark.parametrize(
    "bomb", ["<!DOCTYPE rss [<!ENTITY a 'b'>]>", '<!DOCTYPE rss [<!ENTITY % x SYSTEM "file:///etc/passwd">%x;]>']
)
def test_a_document_type_with_entities_is_refused(read, bomb):
    """No entity is ever expanded."""
    (error,) = read(RSS.format(an_item()).replace("<rss", f"{bomb}\n<rss"))
    assert "DOCTYPE" in error.found


def test_a_deeply_nested_item_is_bounded(read):
    """Neither the parser nor the sanitiser runs away; the text is kept."""
    found = read(RSS.format(an_item(1, "<div>" * 5000 + LONG) + an_item(2)))
    assert [one.headline for one in articles(found)] == ["خبر 1", "خبر 2"]
    assert LONG.strip() in articles(found)[0].body


def test_usual_prefixes_need_no_declaration(read):
    """Feeds that a program pasted together often forget them."""
    data = RSS.format(an_item()).replace(' xmlns:content="http://purl.org/rss/1.0/modules/content/"', "")
    assert len(articles(read(data))) == 1


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2012-05-17T11:43:00.123Z", datetime(2012, 5, 17, 11, 43, tzinfo=UTC)),
        ("Thu, 17 May 2012 11:43:00 GMT", datetime(2012, 5, 17, 11, 43, tzinfo=UTC)),
        ("17 ماي 2012", date(2012, 5, 17)),
        ("قريبا", None),
    ],
)
def test_dates_are_read_as_feeds_write_them(read, words, expected):
    """In ISO 8601, in RFC 822, or as a newspaper prints them."""
    (article,) = articles(read(RSS.format(an_item(fields=f"<pubDate>{words}</pubDate>"))))
    assert article.published == expected


def test_a_compressed_feed_is_read(read):
    """A damaged one is an error."""
    data = gzip.compress(RSS.format(an_item()).encode())
    assert len(articles(read(data, "feed.xml.gz"))) == 1
    assert any("damaged" in one.found for one in read(data[:-20], "feed.xml.gz") if isinstance(one, NewsgenError))


@pytest.mark.parametrize("damage", ["&#xD800;", "&#0;", "\ufffe", "<b>", "&nbsp;", "]]>", "<tp:><x/></tp:>"])
def test_a_damaged_head_costs_no_article(read, damage):
    """At most the name of the newspaper is lost."""
    data = RSS.format(an_item()).replace("جريدة المرفأ", f"جريدة {damage} المرفأ")
    assert [one.headline for one in articles(read(data))] == ["خبر 1"]


def test_entities_of_html_and_bare_signs_are_read_as_in_html(read):
    """Feeds that programs paste together have them; a warning says so, and CDATA is not changed."""
    item = an_item().replace("خبر 1", "خبر&nbsp;&laquo;1&raquo; & 2 &lt; 3").replace("/1/", "/?a=1&b=2")
    (article,) = articles(read(RSS.format(item.replace("<p>", "<p>&amp;amp; a&b "))))
    assert article.headline == "خبر\u00a0«1» & 2 < 3"
    assert article.source_url == "https://marfa.example/?a=1&b=2"
    assert article.body == (f"&amp; a&b {LONG.strip()}",)
    assert article.warnings[0] == "has & signs that are not valid XML; they are read as in HTML"


def test_control_characters_are_left_out_with_a_warning(read):
    """XML does not allow them."""
    (article,) = articles(read(RSS.format(an_item(2, f"{LONG}\x0b\x01"))))
    assert article.warnings == ("has 2 control characters, which are left out",)


def test_the_more_exact_of_two_elements_counts_whatever_their_order(read):
    """A feed may have a summary before its content, and the date of a change before that of publication."""
    entry = (
        f'<entry><title>خبر</title><summary>ملخص</summary><content type="html">{LONG}</content>'
        "<updated>2021-01-01T00:00:00Z</updated><published>2020-01-01T00:00:00Z</published></entry>"
    )
    (article,) = articles(read(ATOM.format(entry)))
    assert article.body == (LONG.strip(),)
    assert (article.published.year, article.updated.year) == (2020, 2021)
