"""The short address of an article, which citations print, leads to it for good."""

import re
from html import unescape
from urllib.parse import unquote

import pytest

ONLINE = "font: system\nbase_url: https://example.org/news/\n"


@pytest.fixture
def write(project):
    """Return a function that writes an article of a site with base_url."""
    project.write("content/site.yml", ONLINE)

    def article(path="a", more="", title="خبر"):
        project.write(f"content/articles/{path}.md", f"---\ntitle: {title}\n{more}---\nنص الخبر.\n")

    return article


def target_of(html):
    """Return the target of a redirect page."""
    return unquote(re.search(r'http-equiv="refresh" content="0; url=([^"]*)"', html)[1])


def test_the_short_address_leads_to_the_article_and_is_cited(project, write):
    """It is a page that redirects; `_redirects` has former addresses alone, because hosts read few of its lines."""
    write("market", "slug: سوق\n")
    assert project.build().code == 0
    page = project.read("a/market/index.html")
    assert target_of(page) == "../../articles/سوق/"
    assert '<link rel="canonical" href="https://example.org/news/articles/%D8%B3%D9%88%D9%82/">' in page
    assert "_redirects" not in project.files()
    cited = re.search('class="cite".*?</div>', project.read("articles/سوق/index.html"))[0]
    assert "https://example.org/news/a/market/" in unescape(re.sub("<[^>]*>", "", cited))


def test_every_id_has_a_short_address(project, write):
    """It keeps spaces and Arabic letters; an id with a slash gets a digest."""
    write("x", "id: خبر أول\nslug: x\n")
    write("y", "id: 2011/01\nslug: y\n")
    assert project.build().code == 0
    assert target_of(project.read("a/خبر أول/index.html")) == "../../articles/x/"
    (other,) = [path for path in project.files() if path.startswith("a/2011-01-")]
    assert target_of(project.read(other)) == "../../articles/y/"


@pytest.mark.parametrize("site", ["font: system\n", f"{ONLINE}short_addresses: no\n"])
def test_a_site_has_short_addresses_only_if_it_has_an_address_and_the_editor_wants_them(project, write, site):
    """Otherwise nothing could cite them, and they would be a file for each article."""
    write("market")
    project.write("content/site.yml", site)
    assert project.build().code == 0
    assert not any(path.startswith("a/") for path in project.files())


def test_an_article_that_is_published_at_its_short_address_needs_no_redirect(project, write):
    """It would redirect to itself."""
    write("market")
    project.write("content/site.yml", f"{ONLINE}permalink: a/{{id}}/\n")
    assert project.build().code == 0
    assert "refresh" not in project.read("a/market/index.html")
    assert "_redirects" not in project.files()


def test_an_article_with_another_headline_or_address_keeps_its_short_address(project, write):
    """It follows from the id alone."""
    write("market", "slug: old\n")
    assert project.build().code == 0
    write("market", "slug: new\n", "عنوان مصحح")
    assert project.build().code == 0
    assert target_of(project.read("a/market/index.html")) == "../../articles/new/"
    assert target_of(project.read("articles/old/index.html")) == "../../articles/new/"


def test_a_renamed_file_keeps_its_former_short_address(project, write):
    """Somebody may have cited it; the address book remembers it, even if the file gets its old name back."""
    folder = project.root / "content/articles"
    write("old", title="خبر قديم العهد")
    assert project.build().code == 0
    folder.joinpath("old.md").rename(folder / "new.md")
    assert project.build().code == 0
    for name in ("old", "new"):
        assert target_of(project.read(f"a/{name}/index.html")) == "../../articles/خبر-قديم-العهد/"
    assert project.root.joinpath("content/addresses.tsv").read_text() == "new\t/articles/خبر-قديم-العهد/\t/a/old/\n"
    folder.joinpath("new.md").rename(folder / "old.md")
    assert project.build().code == 0
    for name in ("old", "new"):
        assert target_of(project.read(f"a/{name}/index.html")) == "../../articles/خبر-قديم-العهد/"


@pytest.mark.parametrize(
    ("path", "text", "finding"),
    [
        ("content/articles/b.md", "title: آخر\naliases: [/a/market/]", "has the alias /a/market/"),
        ("content/pages/b.md", "title: من نحن\naliases: [/A/Market]", "has the alias /A/Market/"),
    ],
)
def test_nothing_else_has_the_short_address_of_an_article(project, write, path, text, finding):
    """An alias or a page that differs only by case is an error that names both, with a remedy."""
    write("market")
    project.write(path, f"---\n{text}\n---\nنص\n")
    built = project.build()
    assert built.code == 1
    (error,) = built.report["errors"]
    assert {path, "content/articles/market.md"} <= {error["path"], error["found"].rpartition(" ")[2]}
    assert error["remedy"]
    assert error["found"] == f"{finding}, which is taken by content/articles/market.md"
    project.write("content/site.yml", f"{ONLINE}short_addresses: no\n")
    assert project.build().code == 0


def test_a_chosen_slug_does_not_take_a_short_address(project, write):
    """With this permalink an article could be published at the short address of another."""
    project.write("content/site.yml", f"{ONLINE}permalink: a/{{slug}}/\n")
    write("market", "slug: one\n")
    write("b", "slug: market\n")
    (error,) = project.build().report["errors"]
    assert error["found"] == "has the address /a/market/, which is taken by content/articles/market.md"


def test_a_derived_slug_gives_way_to_a_short_address(project, write):
    """It gets a digest, as if another article had the same headline."""
    project.write("content/site.yml", f"{ONLINE}permalink: a/{{slug}}/\n")
    write("خبر", title="آخر")
    write("b", title="خبر")
    assert project.build().code == 0
    assert target_of(project.read("a/خبر/index.html")) == "../../a/آخر/"
    assert any(re.fullmatch(r"a/خبر-[0-9a-f]{8}/index\.html", path) for path in project.files())


def test_a_published_address_is_never_taken_by_a_short_one(project, write):
    """The article with the address keeps it, and the one with the id is an error."""
    project.write("content/site.yml", "font: system\npermalink: a/{slug}/\n")
    write("b", title="market")
    assert project.build().code == 0
    project.write("content/site.yml", ONLINE)
    write("market")
    (error,) = project.build().report["errors"]
    assert error["path"] == "content/articles/market.md"
    assert error["found"] == "has the short address /a/market/, which is taken by content/articles/b.md"
    assert "short_addresses" in error["remedy"]


def test_an_alias_may_not_need_a_citation_as_a_folder(project, write):
    """The citation of an article is a file beside its page."""
    write("x", "slug: x\n")
    write("y", "slug: y\naliases: [/articles/x/citation.bib/]\n")
    (error,) = project.build().report["errors"]
    assert "which is taken by content/articles/x.md" in error["found"]
