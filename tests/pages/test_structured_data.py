import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from html import unescape
from importlib import import_module

import pytest

from newsgen.model.article import Article
from newsgen.model.article_meta import Card
from newsgen.model.config import Config
from newsgen.pages.structured_data import canonical, citation, citation_tags, json_ld, language_tag, open_graph
from requirements import modules

BASE = "https://archive.example.org/news/"
HERE = BASE + "articles/%D8%B3%D9%88%D9%82/"
SOURCE = "https://newspaper.example.org/2023/market.html"


@pytest.fixture
def article():
    """Make an article with a value in every field."""
    return Article(
        id="market",
        source="content/articles/market.md",
        sha256="0" * 64,
        encoding="utf-8",
        confidence="high",
        headline="سوق الجملة يفتح أبوابه",
        headline_origin="front_matter",
        authors=("سعاد المريني", "يوسف بناني"),
        published=datetime(2023, 3, 7, 9, 30, tzinfo=UTC),
        updated=date(2023, 3, 9),
        section="اقتصاد",
        tags=("أسواق", "فلاحة"),
        source_url=SOURCE,
        source_name="جريدة المدينة",
        body=("فتح السوق أبوابه.",),
    )


@pytest.fixture
def unknown(article):
    """Make the same article with only its text known."""
    nothing = {"authors": (), "published": None, "updated": None, "section": None, "tags": ()}
    return replace(article, source_url=None, source_name=None, **nothing)


@pytest.fixture
def card(article):
    """Return the card of the article."""
    return Card("market", "articles/سوق/", article.headline, article.published, None, None, "فتح السوق أبوابه.")


@pytest.fixture
def config(tmp_path):
    """Return the settings of a site with base_url."""
    return Config(tmp_path, tmp_path / "site", title="أرشيف المدينة", base_url=BASE)


@pytest.fixture
def nowhere(config):
    """Return the settings of a site without base_url."""
    return replace(config, base_url=None)


@pytest.fixture
def about(article, card, config):
    """Return the arguments from which every tag is made."""
    return article, card, config


# JSON-LD


@pytest.mark.parametrize("known", ["article", "unknown"])
@pytest.mark.parametrize("site", ["config", "nowhere"])
def test_only_members_of_schema_org_are_written(known, site, card, request):
    """NewsArticle, its authors and its publisher have only members that schema.org defines."""
    modules("schema_org")
    written = json_ld(request.getfixturevalue(known), card, request.getfixturevalue(site))
    assert written.pop("@context") == "https://schema.org"
    for thing in (written, *written.get("author", []), *filter(None, [written.get("publisher")])):
        assert thing.keys() <= members(thing["@type"])


def members(kind):
    """Return the names of the members that schema.org defines for a *kind* of thing."""
    module = import_module(f"schema_org.models.{re.sub('(?<=.)(?=[A-Z])', '_', kind).lower()}")
    return {field.alias or name for name, field in getattr(module, kind).model_fields.items()}


def test_every_known_field_is_written(article, card, config):
    """JSON-LD contains the whole record of an article."""
    assert json_ld(article, card, config) == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "سوق الجملة يفتح أبوابه",
        "description": "فتح السوق أبوابه.",
        "inLanguage": "ar",
        "articleSection": "اقتصاد",
        "keywords": ["أسواق", "فلاحة"],
        "datePublished": "2023-03-07T09:30:00+00:00",
        "dateModified": "2023-03-09",
        "author": [{"@type": "Person", "name": "سعاد المريني"}, {"@type": "Person", "name": "يوسف بناني"}],
        "publisher": {"@type": "NewsMediaOrganization", "name": "جريدة المدينة"},
        "url": SOURCE,
        "mainEntityOfPage": HERE,
        "archivedAt": HERE,
        "isAccessibleForFree": True,
    }


def test_unknown_fields_are_left_out(unknown, card, nowhere):
    """They are left out, and not written as empty values."""
    written = json_ld(unknown, card, nowhere)
    assert written.keys() == {"@context", "@type", "headline", "description", "inLanguage", "isAccessibleForFree"}
    assert all(written.values())


@pytest.mark.parametrize("known", ["article", "unknown"])
def test_the_archive_is_never_the_publisher(known, card, config, request):
    """The newspaper is the publisher; if it is unknown, there is no publisher."""
    found = request.getfixturevalue(known)
    written = json_ld(found, card, config)
    assert written.get("publisher", {}).get("name") == found.source_name
    assert config.title not in json.dumps(written, ensure_ascii=False)
    assert written["archivedAt"] == HERE


def test_a_site_without_base_url_has_no_urls_of_its_own(article, card, nowhere):
    """Absolute URLs of the archive need its base_url."""
    assert {"archivedAt", "mainEntityOfPage"}.isdisjoint(json_ld(article, card, nowhere))
    assert "og:url" not in dict(open_graph(article, card, nowhere))
    assert canonical(article, card, nowhere) is None


def test_a_long_headline_is_cut_for_search_engines(article, card, config):
    """Search engines take 110 characters of a headline, and a cut one ends with an ellipsis."""
    written = json_ld(replace(article, headline="كلمة " * 100), card, config)["headline"]
    assert len(written) <= 110
    assert written.endswith("كلمة…")


@pytest.mark.parametrize(
    "headline", ["</script><script>alert(1)</script>", "<!-- <script>", "]]>", "' \" & \\ \u2028", "</SCRIPT >"]
)
def test_no_headline_ends_the_script(project, headline):
    """With any headline JSON-LD is one script, and the headline can be read back from it."""
    project.write("content/articles/a.md", f"---\ntitle: {json.dumps(headline)}\n---\nنص المقال هنا.\n")
    assert project.build().code == 0
    (page,) = project.site.glob("articles/*/index.html")
    scripts = re.findall(r"<script[^>]*>(.*?)</script", page.read_text(encoding="utf-8"), re.DOTALL | re.IGNORECASE)
    assert [json.loads(script)["headline"] for script in scripts] == [" ".join(headline.split())]


# Open Graph, citation tags, canonical


def test_open_graph_has_what_a_shared_link_shows(article, card, config):
    """A shared link shows the headline, the site and the newspaper's dates."""
    assert open_graph(article, card, config) == [
        ("og:type", "article"),
        ("og:title", "سوق الجملة يفتح أبوابه"),
        ("og:description", "فتح السوق أبوابه."),
        ("og:site_name", "أرشيف المدينة"),
        ("og:locale", "ar_MA"),
        ("og:url", HERE),
        ("article:published_time", "2023-03-07T09:30:00+00:00"),
        ("article:modified_time", "2023-03-09"),
        ("article:section", "اقتصاد"),
        ("article:tag", "أسواق"),
        ("article:tag", "فلاحة"),
    ]


def test_a_shared_latin_headline_stays_right_to_left(article, card, config):
    """A title that starts with a Latin word gets an RLM before it."""
    shared = dict(open_graph(replace(article, headline="Reuters: نمو"), card, config))
    assert shared["og:title"] == "\u200fReuters: نمو"


@pytest.mark.parametrize(
    ("language", "country", "tag"), [("ar", "MA", "ar-MA"), ("ar-EG", "MA", "ar-EG"), ("fr", "TN", "fr-TN")]
)
def test_page_and_open_graph_have_one_language_tag(about, language, country, tag):
    """<html lang> and Open Graph name the same language."""
    article, card, config = about
    config = replace(config, language=language, country=country)
    assert language_tag(config) == tag
    assert dict(open_graph(article, card, config))["og:locale"] == tag.replace("-", "_")


def test_citation_tags_name_the_newspaper(article, card, config):
    """A reference manager finds the newspaper, the day and each author of the article."""
    assert citation_tags(article, card, config) == [
        ("citation_title", "سوق الجملة يفتح أبوابه"),
        ("citation_author", "سعاد المريني"),
        ("citation_author", "يوسف بناني"),
        ("citation_publication_date", "2023/03/07"),
        ("citation_journal_title", "جريدة المدينة"),
        ("citation_publisher", "جريدة المدينة"),
        ("citation_language", "ar"),
        ("citation_public_url", HERE),
    ]


def test_the_archive_never_replaces_an_unknown_newspaper(unknown, card, config):
    """Unknown fields are left out, and the archive is not used in their place."""
    names = [name for name, _ in citation_tags(unknown, card, config)]
    assert names == ["citation_title", "citation_language", "citation_public_url"]


@pytest.mark.parametrize(
    ("choice", "source_url", "address"),
    [("self", SOURCE, HERE), ("source", SOURCE, SOURCE), ("source", None, HERE), ("self", None, HERE)],
)
def test_an_editor_chooses_the_canonical_url(about, choice, source_url, address):
    """`canonical: source` sends search engines to the newspaper if its URL is known."""
    article, card, config = about
    assert canonical(replace(article, canonical=choice, source_url=source_url), card, config) == address


# Citations for readers


def test_a_citation_has_what_a_footnote_needs(article, card, config):
    """It has authors, headline, newspaper, day, archive and the short address, which never changes."""
    assert citation(article, card, config) == (
        "سعاد المريني، يوسف بناني، «سوق الجملة يفتح أبوابه»، جريدة المدينة، 7 مارس 2023، محفوظ في أرشيف المدينة، "
        "https://archive.example.org/news/a/market/"
    )


def test_a_site_without_short_addresses_cites_the_full_one(article, card, config):
    """Its Arabic letters stay readable."""
    cited = citation(article, card, replace(config, short_addresses=False))
    assert cited.endswith("، https://archive.example.org/news/articles/سوق/")


def test_a_citation_of_an_unknown_source_says_that_it_has_no_date(unknown, card, nowhere):
    """Neither a date nor a URL is invented."""
    assert citation(unknown, card, nowhere) == "«سوق الجملة يفتح أبوابه»، بلا تاريخ، محفوظ في أرشيف المدينة"


def test_the_head_of_a_page_has_all_metadata(project):
    """The metadata tested here are in the head of the built page, escaped and readable."""
    project.write("content/site.yml", f"title: أرشيف المدينة\nbase_url: {BASE}\nfont: system\n")
    front = f'title: سوق "الجملة" & <b>\nslug: سوق\nsource_name: جريدة المدينة\nsource_url: {SOURCE}\nauthor: سعاد\n'
    project.write("content/articles/market.md", f"---\n{front}---\nفتح السوق أبوابه.\n")
    assert project.build().code == 0
    head = project.read("articles/سوق/index.html").partition("<body")[0]
    metas = {
        name: unescape(value) for name, value in re.findall(r'<meta (?:name|property)="(.*?)" content="(.*?)">', head)
    }
    assert metas["og:title"] == metas["citation_title"] == 'سوق "الجملة" & <b>'
    assert metas["description"] == "فتح السوق أبوابه."
    assert metas["author"] == "سعاد"
    assert f'<link rel="canonical" href="{HERE}">' in head
