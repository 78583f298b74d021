import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsgen.pages.feed_formats import Feed, FeedEntry, atom, json_feed, rss
from requirements import modules

SITE = "https://archive.example.org/"
CASABLANCA = timezone(timedelta(hours=1))
ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
HOSTILE = [
    "]]> نهاية <![CDATA[",
    "<script>alert('سوق')</script>",
    "الخبز &amp; الزيت & الملح",
    "\"اقتباس\" و'اقتباس'",
    "\u202eمن اليمين\u202c",
    "سطر\u2028وسطر",
]
ENTRY = FeedEntry(
    id="urn:uuid:3d7d7c0e-0f5c-5d0c-9a55-7f3f8c7f2d11",
    url=f"{SITE}articles/%D8%B3%D9%88%D9%82/",
    title="سوق الجملة يفتح أبوابه",
    published=datetime(2023, 3, 7, 9, 30, tzinfo=CASABLANCA),
    updated=None,
    authors=("سعاد المريني", "يوسف بناني"),
    newspaper="جريدة المدينة",
    categories=("اقتصاد", "أسواق"),
    summary="فتح السوق أبوابه.",
    html=None,
    picture=None,
)
FEED = Feed(
    url=f"{SITE}feed.xml",
    type="application/atom+xml",
    title="أرشيف المدينة",
    page=SITE,
    site="أرشيف المدينة",
    description="مقالات محفوظة",
    language="ar-MA",
    entries=(ENTRY,),
)
any_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def feed(**parts):
    """Return a feed of one entry with these parts."""
    return replace(FEED, entries=(replace(ENTRY, **parts),))


def in_atom(one):
    """Return the root element of the feed as Atom."""
    return ET.fromstring(atom(one))


def in_rss(one):
    """Return the channel of the feed as RSS."""
    return ET.fromstring(rss(one)).find("channel")


def in_json(one):
    """Return the feed as parsed JSON."""
    return json.loads(json_feed(one))


@pytest.mark.parametrize("write", [atom, rss])
@pytest.mark.parametrize("text", ["سوق", *HOSTILE])
@pytest.mark.parametrize("html", [None, "<p>فتح السوق <a href='https://example.org/?a=1&amp;b=2'>أبوابه</a>.</p>"])
def test_feed_readers_accept_every_feed(write, text, html):
    """For any text feedparser finds no error in the feed."""
    modules("feedparser")
    import feedparser  # noqa: PLC0415

    one = feed(title=text, summary=text, categories=(text,), authors=(text,), html=html)
    parsed = feedparser.parse(write(one), sanitize_html=False)
    assert parsed.bozo == 0
    assert parsed.feed.title == "أرشيف المدينة"
    assert parsed.entries[0].link == ENTRY.url
    assert parsed.entries[0].id == ENTRY.id
    assert parsed.entries[0].published_parsed[:5] == (2023, 3, 7, 8, 30)
    assert [tag.term for tag in parsed.entries[0].tags] == [text]


def test_atom_has_what_the_standard_requires():
    """A feed and each entry have id, title and updated; the feed names itself and its page."""
    root = in_atom(feed())
    links = {link.get("rel"): (link.get("href"), link.get("type")) for link in root.findall(f"{ATOM}link")}
    assert links == {"self": (FEED.url, FEED.type), "alternate": (SITE, "text/html")}
    for part in (root, root.find(f"{ATOM}entry")):
        assert all(part.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated"))
    assert root.findtext(f"{ATOM}entry/{ATOM}published") == "2023-03-07T09:30:00+01:00"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "ar-MA"


def test_rss_has_what_the_standard_requires():
    """A channel has title, link and description and names itself; a guid is not a link."""
    channel = in_rss(feed())
    assert [channel.findtext(name) for name in ("title", "link", "description", "language")] == [
        "أرشيف المدينة",
        SITE,
        "مقالات محفوظة",
        "ar-MA",
    ]
    assert channel.find(f"{ATOM}link").attrib == {"rel": "self", "type": FEED.type, "href": FEED.url}
    item = channel.find("item")
    assert item.find("guid").attrib == {"isPermaLink": "false"}
    assert item.findtext("guid") == ENTRY.id
    assert item.findtext("pubDate") == "Tue, 07 Mar 2023 09:30:00 +0100"
    assert [name.text for name in item.findall(CREATOR)] == ["سعاد المريني", "يوسف بناني"]
    assert [name.text for name in item.findall("category")] == ["اقتصاد", "أسواق"]


def test_json_feed_has_what_the_standard_requires():
    """A feed has version, title and items, an item has an id and content; empty members are left out."""
    assert in_json(feed(authors=(), categories=())) == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "أرشيف المدينة",
        "home_page_url": SITE,
        "feed_url": FEED.url,
        "description": "مقالات محفوظة",
        "language": "ar-MA",
        "items": [
            {
                "id": ENTRY.id,
                "url": ENTRY.url,
                "title": "سوق الجملة يفتح أبوابه",
                "summary": "فتح السوق أبوابه.",
                "date_published": "2023-03-07T09:30:00+01:00",
                "content_text": "فتح السوق أبوابه.",
            }
        ],
    }


@pytest.mark.parametrize("summary", ["", "فتح السوق أبوابه."])
def test_an_item_of_a_json_feed_has_a_content(summary):
    """The format requires one, even if an article has only a headline."""
    assert in_json(feed(summary=summary))["items"][0]["content_text"] == summary


def test_a_full_feed_has_the_body_in_every_format():
    """The body is HTML, and the summary is there too."""
    html = "<p>فتح السوق أبوابه.</p>"
    one = feed(html=html)
    content = in_atom(one).find(f"{ATOM}entry/{ATOM}content")
    assert (content.get("type"), content.text) == ("html", html)
    assert in_rss(one).findtext(f"item/{CONTENT}") == html
    item = in_json(one)["items"][0]
    assert (item["content_html"], "content_text" in item) == (html, False)
    assert item["summary"] == in_rss(one).findtext("item/description") == "فتح السوق أبوابه."


def test_a_summary_is_text_in_every_format():
    """Only RSS reads a summary as HTML, so it is escaped once more there."""
    one = feed(summary="السعر < 5 & <b>أكثر</b>")
    assert in_atom(one).findtext(f"{ATOM}entry/{ATOM}summary") == "السعر < 5 & <b>أكثر</b>"
    assert in_rss(one).findtext("item/description") == "السعر &lt; 5 &amp; &lt;b&gt;أكثر&lt;/b&gt;"
    assert in_json(one)["items"][0]["summary"] == "السعر < 5 & <b>أكثر</b>"


def test_a_feed_of_summaries_has_no_body():
    """There is neither content in Atom nor content:encoded in RSS."""
    assert in_atom(feed()).find(f"{ATOM}entry/{ATOM}content") is None
    assert in_rss(feed()).find(f"item/{CONTENT}") is None


@pytest.mark.parametrize(
    ("authors", "newspaper", "names"),
    [
        (("سعاد المريني",), "جريدة المدينة", ["سعاد المريني"]),
        ((), "جريدة المدينة", ["جريدة المدينة"]),
        ((), None, []),
    ],
)
def test_the_newspaper_is_the_author_of_an_unsigned_entry_in_atom(authors, newspaper, names):
    """Without an author, Atom would take the archive for the author."""
    found = in_atom(feed(authors=authors, newspaper=newspaper)).findall(f"{ATOM}entry/{ATOM}author/{ATOM}name")
    assert [name.text for name in found] == names


@pytest.mark.parametrize(
    ("picture", "mime"),
    [
        (f"{SITE}media/%D8%B3%D9%88%D9%82.0123456789.jpg", "image/jpeg"),
        (f"{SITE}media/a.0123456789.WEBP", "image/webp"),
        ("https://photos.example.org/42", None),
    ],
)
def test_a_picture_is_in_every_format(picture, mime):
    """Its MIME type is given if the extension of its URL is known."""
    one = feed(picture=picture)
    link = in_atom(one).find(f"{ATOM}entry/{ATOM}link[@rel='enclosure']")
    media = in_rss(one).find("item/{http://search.yahoo.com/mrss/}content")
    assert (link.get("href"), link.get("type")) == (picture, mime)
    assert (media.get("url"), media.get("type")) == (picture, mime)
    assert in_json(one)["items"][0]["image"] == picture


def test_a_feed_changed_when_the_last_of_its_entries_did():
    """A correction of an old article is the latest change; the current time plays no part."""
    corrected = replace(ENTRY, published=datetime(2011, 1, 25, tzinfo=UTC), updated=datetime(2024, 2, 1, tzinfo=UTC))
    one = replace(FEED, entries=(ENTRY, corrected))
    assert in_atom(one).findtext(f"{ATOM}updated") == "2024-02-01T00:00:00+00:00"
    assert in_rss(one).findtext("lastBuildDate") == "Thu, 01 Feb 2024 00:00:00 +0000"
    updated = [entry.findtext(f"{ATOM}updated") for entry in in_atom(one).findall(f"{ATOM}entry")]
    assert updated == ["2023-03-07T09:30:00+01:00", "2024-02-01T00:00:00+00:00"]
    assert [item.get("date_modified") for item in in_json(one)["items"]] == [None, "2024-02-01T00:00:00+00:00"]


@settings(deadline=None)
@given(
    moment=st.datetimes(datetime(1800, 1, 1), datetime(2100, 12, 31)),  # noqa: DTZ001 - the zone is drawn too
    minutes=st.integers(-14 * 60, 14 * 60),
)
def test_dates_are_read_back_unchanged(moment, minutes):
    """RFC 3339 and RFC 822 dates keep the second and the zone."""
    from email.utils import parsedate_to_datetime  # noqa: PLC0415 - an independent reader

    moment = moment.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))
    one = feed(published=moment)
    assert datetime.fromisoformat(in_atom(one).findtext(f"{ATOM}entry/{ATOM}published")) == moment
    assert parsedate_to_datetime(in_rss(one).findtext("item/pubDate")) == moment


@pytest.mark.parametrize(
    "character", ["\x00", "\x08", "\x1a", "\x7f", "\x85", "\x9f", "\ufdd0", "\ufffe", "\U0001ffff"]
)
def test_characters_that_xml_forbids_are_replaced(character):
    """A reader sees that a character is missing, and the feed stays valid."""
    one = feed(title=f"سوق{character}الجملة", categories=(f"أ{character}",))
    assert in_atom(one).findtext(f"{ATOM}entry/{ATOM}title") == "سوق\ufffdالجملة"
    assert in_atom(one).find(f"{ATOM}entry/{ATOM}category").get("term") == "أ\ufffd"
    assert in_rss(one).findtext("item/title") == "سوق\ufffdالجملة"
    assert in_json(one)["items"][0]["title"] in {"سوق\ufffdالجملة", f"سوق{character}الجملة"}


@settings(deadline=None)
@given(text=any_text, html=any_text)
def test_any_text_is_read_back(text, html):
    """Markup in it stays text; only characters that XML forbids are lost, and line ends become line feeds."""
    one = feed(title=text, summary=text, html=html)
    for entry in (in_atom(one).find(f"{ATOM}entry"), in_rss(one).find("item")):
        contents = [(part.text or "") for part in entry if part.tag in {f"{ATOM}content", CONTENT}]
        titles = [(part.text or "") for part in entry if part.tag in {f"{ATOM}title", "title"}]
        assert (titles, contents) == ([in_xml(text)], [in_xml(html)])
    item = in_json(one)["items"][0]
    assert (item.get("title", ""), item["content_html"]) == (replaced(text), replaced(html))


def replaced(text):
    """Return *text* with U+FFFD in place of C1 controls and noncharacters."""
    return "".join("\ufffd" if _is_no_character(ord(character)) else character for character in text)


def _is_no_character(code):
    return code in range(0x7F, 0xA0) or code in range(0xFDD0, 0xFDF0) or code & 0xFFFE == 0xFFFE


def in_xml(text):
    """Return *text* as an XML parser returns it."""
    return re.sub("\r\n?", "\n", re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "\ufffd", replaced(text)))


@pytest.mark.parametrize("write", [atom, rss, json_feed])
def test_a_feed_is_utf_8_and_ends_with_a_line_feed(write):
    """Arabic letters are not escaped, and the same feed gives the same bytes."""
    data = write(FEED)
    assert "سوق الجملة" in data.decode()
    assert data.endswith(b"\n")
    assert not data.endswith(b"\n\n")
    assert data == write(FEED)


@pytest.mark.parametrize("write", [atom, rss])
def test_xml_declares_itself(write):
    """The first line names version and encoding."""
    assert write(FEED).startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<')
