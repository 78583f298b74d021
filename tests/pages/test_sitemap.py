import re
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import chain
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from folders import TESTS
from newsgen.archive.assemble import Archive
from newsgen.archive.taxonomies import Taxonomy, Terms
from newsgen.model.article import StandalonePage
from newsgen.model.article_meta import Card, meta_of
from newsgen.pages.sitemap import MAX_URLS, URL_LENGTH_LIMIT, robots_file, sitemap_files
from requirements import modules
from sample_records import CONFIG, an_archive, an_article

SCHEMAS = TESTS / "schemas"
SITE = "https://archive.example.org/news/"
CONFIG = replace(CONFIG, base_url=SITE)
ABOUT = StandalonePage("عن-الأرشيف", "content/pages/عن-الأرشيف.md", "عن الأرشيف", "")


def files(*articles, pages=(), config=CONFIG, limit=MAX_URLS):
    """Return the sitemap of a site by address."""
    return dict(sitemap_files(an_archive(*articles, pages=pages, config=config), config, limit))


def locs(data):
    """Return the addresses in a sitemap, as they are written."""
    return re.findall("<loc>(.*?)</loc>", data.decode())


def paths(data):
    """Return the addresses in a sitemap below the site, decoded."""
    return [unquote(loc).removeprefix(SITE) for loc in locs(data)]


def test_a_sitemap_names_every_canonical_page():
    """Home, standalone pages, lists and indexes come first, then undated articles, then dated ones, oldest first."""
    known = {"section": "اقتصاد", "tags": ("أسواق",), "authors": ("سعاد المريني",), "source_name": "جريدة المدينة"}
    articles = [
        an_article("جديد", published=date(2023, 3, 7), **known),
        an_article("قديم", published=date(2011, 1, 25)),
        an_article("بلا-تاريخ"),
    ]
    assert paths(files(*articles, pages=(ABOUT,))["sitemap.xml"]) == [
        "",
        "عن-الأرشيف/",
        "archive/",
        "archive/2023/",
        "archive/2011/",
        "archive/2023/03/",
        "archive/2011/01/",
        "archive/undated/",
        "sections/",
        "sections/اقتصاد/",
        "tags/",
        "tags/أسواق/",
        "authors/",
        "authors/سعاد-المريني/",
        "sources/",
        "sources/جريدة-المدينة/",
        "articles/بلا-تاريخ/",
        "articles/قديم/",
        "articles/جديد/",
    ]


def test_an_empty_site_has_a_home_page():
    """Its sitemap has only the home page."""
    assert paths(files()["sitemap.xml"]) == [""]


def test_a_sitemap_names_only_published_pages(project):
    """An index of names without a letter is not published, and every address in the sitemap is."""
    project.write("content/site.yml", f"font: system\nbase_url: {SITE}\n")
    project.write("content/articles/a.md", "---\ntitle: خبر\ntags: ['!!!']\nauthor: سعاد\n---\nنص\n")
    assert project.build().code == 0
    named = re.findall("<loc>(.*?)</loc>", project.read("sitemap.xml"))
    files = project.files()
    assert [url for url in named if f"{unquote(url.removeprefix(SITE))}index.html" not in files] == []
    assert f"{SITE}authors/" in named


def test_a_site_without_base_url_has_no_sitemap():
    """The standard allows only absolute URLs."""
    assert files(an_article(), config=replace(CONFIG, base_url=None)) == {}


@pytest.mark.parametrize(
    ("parts", "named"),
    [
        ({}, True),
        ({"robots": "nofollow"}, True),
        ({"robots": "noindex"}, False),
        ({"canonical": "source", "source_url": "https://newspaper.example.org/1"}, False),
        ({"canonical": "source"}, True),
    ],
)
def test_an_article_that_is_not_indexed_here_is_left_out(parts, named):
    """Its editor excludes it with `robots`, or says that the newspaper's page is the canonical one."""
    assert ("articles/a/" in paths(files(an_article("a", **parts))["sitemap.xml"])) == named


@pytest.mark.parametrize(
    ("published", "updated", "lastmod"),
    [
        (None, None, None),
        (date(2023, 3, 7), None, "2023-03-07"),
        (date(2023, 3, 7), date(2023, 3, 9), "2023-03-09"),
        (None, date(2023, 3, 9), "2023-03-09"),
        (datetime(2023, 3, 7, 9, 30, tzinfo=UTC), None, "2023-03-07T09:30:00+00:00"),
        (datetime(2023, 3, 7, 9, 30), None, "2023-03-07"),  # noqa: DTZ001 - as newspapers print
    ],
)
def test_the_last_change_is_given_if_it_is_known(published, updated, lastmod):
    """It is a day, or a time if the zone is known; lists have none."""
    data = files(an_article("a", published=published, updated=updated))["sitemap.xml"].decode()
    assert re.findall("<lastmod>(.*?)</lastmod>", data) == ([lastmod] if lastmod else [])


def many(count):
    """Return dated articles, the oldest first."""
    return [an_article(f"a{n:03}", published=date(2011, 1, 1 + n)) for n in range(count)]


def test_a_long_sitemap_is_divided_into_parts():
    """The index names the parts in order; together they have the URLs of one file, and none is too long."""
    articles = [*many(7), an_article("بلا-تاريخ")]
    written = files(*articles, limit=3)
    assert paths(written["sitemap.xml"]) == list(written)[1:] == [f"sitemap-{n}.xml" for n in range(1, 6)]
    parts = [paths(written[url]) for url in list(written)[1:]]
    assert list(chain.from_iterable(parts)) == paths(files(*articles)["sitemap.xml"])
    assert [len(part) for part in parts] == [3, 3, 3, 3, 1]


def test_a_new_article_changes_only_the_last_part():
    """Lists have parts of their own, so that a new month does not move articles."""
    before, after = files(*many(7), limit=4), files(*many(8), limit=4)
    assert [url for url in after if before[url] != after[url]] == ["sitemap-3.xml"]
    other_month = an_article("b", published=date(2012, 5, 1), section="اقتصاد")
    after = files(*many(7), other_month, limit=8)
    before = files(*many(7), limit=8)
    assert [url for url in before if before[url] != after[url]] == ["sitemap-1.xml", "sitemap-2.xml"]


def cheap_archive(count):
    """Return an archive of undated articles that share all but their addresses."""
    meta = meta_of(an_article("a", slug=None))
    cards = tuple(Card("a", f"articles/{n}/", "خبر", None, None, None, "") for n in range(count))
    terms = Terms(dict.fromkeys(Taxonomy, ()), {}, {}, ())
    return Archive(cards, {"a": meta}, {}, {}, terms, (), {}, {}, {})


@pytest.mark.parametrize(("articles", "sizes"), [(MAX_URLS - 3, [MAX_URLS]), (MAX_URLS - 2, [MAX_URLS, 1])])
def test_the_limit_of_urls_is_exact(articles, sizes):
    """45,000 URLs are one file, one more makes two and an index; home and two lists are counted."""
    written = dict(sitemap_files(cheap_archive(articles), CONFIG))
    index = written.pop("sitemap.xml") if len(written) > 1 else b""
    assert [len(locs(data)) for data in written.values()] == sizes
    assert len(locs(index)) == (len(sizes) if len(sizes) > 1 else 0)


def test_a_url_that_is_too_long_is_left_out():
    """A search engine would reject the whole file because of this URL."""
    base = "https://archive.example.org/" + "a" * (URL_LENGTH_LIMIT - 50) + "/"
    found = files(an_article("a" * 30), config=replace(CONFIG, base_url=base))["sitemap.xml"]
    assert max(map(len, locs(found))) < URL_LENGTH_LIMIT
    assert [loc.removeprefix(base) for loc in locs(found)] == ["", "archive/", "archive/undated/"]


@pytest.mark.parametrize("limit", [3, MAX_URLS])
def test_a_sitemap_passes_its_schema(limit):
    """The files and their index are valid with Arabic addresses and with characters that XML must escape."""
    modules("lxml")
    from lxml import etree  # noqa: PLC0415

    article = an_article("سوق", published=datetime(2023, 3, 7, 9, 30, tzinfo=UTC), tags=("أ&ب", "<ج>"))
    config = replace(CONFIG, base_url="https://archive.example.org/a&b's/")
    kinds = {"urlset": "sitemap.xsd", "sitemapindex": "siteindex.xsd"}
    schemas = {root: etree.XMLSchema(etree.parse(SCHEMAS / name)) for root, name in kinds.items()}
    for data in files(article, *many(3), pages=(ABOUT,), config=config, limit=limit).values():
        root = etree.fromstring(data)
        schemas[etree.QName(root).localname].assertValid(root)
        assert all(loc.isascii() for loc in locs(data))
        assert data.endswith(b">\n")


@settings(deadline=None, max_examples=examples(50))
@given(st.lists(st.sampled_from(range(1, 29)), unique=True, max_size=12), st.integers(1, 9))
def test_parts_contain_every_url_once(days, limit):
    """For any size of the parts, every URL is in exactly one of them."""
    articles = [an_article(f"a{day}", published=date(2022, 2, day)) for day in days]
    written = files(*articles, limit=limit)
    whole = locs(files(*articles)["sitemap.xml"])
    parts = [locs(data) for url, data in written.items() if url != "sitemap.xml" or len(written) == 1]
    assert list(chain.from_iterable(parts)) == whole
    assert max(map(len, parts)) <= max(limit, 1)


@pytest.mark.parametrize(
    ("base_url", "text"),
    [
        (None, "User-agent: *\nAllow: /\n"),
        (SITE, f"User-agent: *\nAllow: /\n\nSitemap: {SITE}sitemap.xml\n"),
    ],
)
def test_robots_may_read_everything(base_url, text):
    """They also find the address of the sitemap, if there is one."""
    assert robots_file(replace(CONFIG, base_url=base_url)) == ("robots.txt", text.encode())
