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
from newsgen.archive.taxonomies import Kind, Terms
from newsgen.model.article import WrittenPage
from newsgen.model.article_meta import Card, brief_of
from newsgen.pages.sitemap import LONGEST, MOST, robots_file, sitemap_files
from requirements import modules
from sample_records import CONFIG, an_archive, an_article

SCHEMAS = TESTS / "schemas"
SITE = "https://archive.example.org/news/"
CONFIG = replace(CONFIG, base_url=SITE)
ABOUT = WrittenPage("عن-الأرشيف", "content/pages/عن-الأرشيف.md", "عن الأرشيف", "")


def files(*articles, pages=(), config=CONFIG, most=MOST):
    """Return the sitemap of a site by address."""
    return dict(sitemap_files(an_archive(*articles, pages=pages, config=config), config, most))


def locs(data):
    """Return the addresses in a sitemap, as they are written."""
    return re.findall("<loc>(.*?)</loc>", data.decode())


def paths(data):
    """Return the addresses in a sitemap below the site, decoded."""
    return [unquote(loc).removeprefix(SITE) for loc in locs(data)]


def test_a_sitemap_names_every_page_that_stands_for_itself():
    """Home, written pages, lists and indexes, then undated articles, then dated ones, the oldest first."""
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
    """And nothing else that a search engine could visit."""
    assert paths(files()["sitemap.xml"]) == [""]


def test_a_sitemap_names_no_page_that_is_not_there(project):
    """An index of names without a letter is not published, and every address in the sitemap is."""
    project.write("content/site.yml", f"font: system\nbase_url: {SITE}\n")
    project.write("content/articles/a.md", "---\ntitle: خبر\ntags: ['!!!']\nauthor: سعاد\n---\nنص\n")
    assert project.build().code == 0
    named = re.findall("<loc>(.*?)</loc>", project.read("sitemap.xml"))
    files = project.files()
    assert [url for url in named if f"{unquote(url.removeprefix(SITE))}index.html" not in files] == []
    assert f"{SITE}authors/" in named


def test_without_its_address_a_site_has_no_sitemap():
    """The standard knows full addresses alone."""
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
def test_an_article_that_shall_not_be_found_here_is_not_named(parts, named):
    """Because its editor says so, or says that the newspaper's page is the canonical one."""
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
def test_the_last_change_is_told_where_it_is_known(published, updated, lastmod):
    """As a day, or as a moment where the zone is known; never of a list."""
    data = files(an_article("a", published=published, updated=updated))["sitemap.xml"].decode()
    assert re.findall("<lastmod>(.*?)</lastmod>", data) == ([lastmod] if lastmod else [])


def many(count):
    """Return dated articles, the oldest first."""
    return [an_article(f"a{n:03}", published=date(2011, 1, 1 + n)) for n in range(count)]


def test_a_long_sitemap_comes_in_parts():
    """The index names them in order; together they name what one file would, and none is too long."""
    articles = [*many(7), an_article("بلا-تاريخ")]
    written = files(*articles, most=3)
    assert paths(written["sitemap.xml"]) == list(written)[1:] == [f"sitemap-{n}.xml" for n in range(1, 6)]
    parts = [paths(written[url]) for url in list(written)[1:]]
    assert list(chain.from_iterable(parts)) == paths(files(*articles)["sitemap.xml"])
    assert [len(part) for part in parts] == [3, 3, 3, 3, 1]


def test_a_new_article_changes_the_last_part_alone():
    """Lists have parts of their own, so that a new month moves no article."""
    before, after = files(*many(7), most=4), files(*many(8), most=4)
    assert [url for url in after if before[url] != after[url]] == ["sitemap-3.xml"]
    other_month = an_article("b", published=date(2012, 5, 1), section="اقتصاد")
    after = files(*many(7), other_month, most=8)
    before = files(*many(7), most=8)
    assert [url for url in before if before[url] != after[url]] == ["sitemap-1.xml", "sitemap-2.xml"]


def cheap_archive(count):
    """Return an archive of undated articles that share all but their addresses."""
    brief = brief_of(an_article("a", slug=None))
    cards = tuple(Card("a", f"articles/{n}/", "خبر", None, None, None, "") for n in range(count))
    terms = Terms(dict.fromkeys(Kind, ()), {}, {}, ())
    return Archive(cards, {"a": brief}, {}, {}, terms, (), {}, {})


@pytest.mark.parametrize(("articles", "sizes"), [(MOST - 3, [MOST]), (MOST - 2, [MOST, 1])])
def test_the_standard_is_kept_at_its_border(articles, sizes):
    """45,000 addresses are one file, one more makes two and an index; home and two lists count."""
    written = dict(sitemap_files(cheap_archive(articles), CONFIG))
    index = written.pop("sitemap.xml") if len(written) > 1 else b""
    assert [len(locs(data)) for data in written.values()] == sizes
    assert len(locs(index)) == (len(sizes) if len(sizes) > 1 else 0)


def test_an_address_that_the_standard_refuses_is_left_out():
    """A search engine would refuse the whole file."""
    base = "https://archive.example.org/" + "a" * (LONGEST - 50) + "/"
    found = files(an_article("a" * 30), config=replace(CONFIG, base_url=base))["sitemap.xml"]
    assert max(map(len, locs(found))) < LONGEST
    assert [loc.removeprefix(base) for loc in locs(found)] == ["", "archive/", "archive/undated/"]


@pytest.mark.parametrize("most", [3, MOST])
def test_a_sitemap_passes_its_schema(most):
    """The files and their index, with Arabic addresses and with signs that XML needs escaped."""
    modules("lxml")
    from lxml import etree  # noqa: PLC0415

    article = an_article("سوق", published=datetime(2023, 3, 7, 9, 30, tzinfo=UTC), tags=("أ&ب", "<ج>"))
    config = replace(CONFIG, base_url="https://archive.example.org/a&b's/")
    kinds = {"urlset": "sitemap.xsd", "sitemapindex": "siteindex.xsd"}
    schemas = {root: etree.XMLSchema(etree.parse(SCHEMAS / name)) for root, name in kinds.items()}
    for data in files(article, *many(3), pages=(ABOUT,), config=config, most=most).values():
        root = etree.fromstring(data)
        schemas[etree.QName(root).localname].assertValid(root)
        assert all(loc.isascii() for loc in locs(data))
        assert data.endswith(b">\n")


@settings(deadline=None, max_examples=examples(50))
@given(st.lists(st.sampled_from(range(1, 29)), unique=True, max_size=12), st.integers(1, 9))
def test_parts_lose_nothing(days, most):
    """Whatever their size, every address is in one of them, once."""
    articles = [an_article(f"a{day}", published=date(2022, 2, day)) for day in days]
    written = files(*articles, most=most)
    whole = locs(files(*articles)["sitemap.xml"])
    parts = [locs(data) for url, data in written.items() if url != "sitemap.xml" or len(written) == 1]
    assert list(chain.from_iterable(parts)) == whole
    assert max(map(len, parts)) <= max(most, 1)


@pytest.mark.parametrize(
    ("base_url", "text"),
    [
        (None, "User-agent: *\nAllow: /\n"),
        (SITE, f"User-agent: *\nAllow: /\n\nSitemap: {SITE}sitemap.xml\n"),
    ],
)
def test_robots_may_read_everything(base_url, text):
    """And are told where the sitemap is, if there is one."""
    assert robots_file(replace(CONFIG, base_url=base_url)) == ("robots.txt", text.encode())
