import re
from urllib.parse import unquote

import pytest

from newsgen.pages.hosts.redirects import MAX_LINES, line_limit_warning, redirect_pages, redirects_file
from sample_records import a_site, an_article

MD = "---\ntitle: {title}\ndate: 2022-07-18\n{more}---\nنص الخبر.\n"
OLD = "/2011/01/25/%d9%83%d9%88%d8%ae%d8%a7%d9%81%d9%8a/"


@pytest.fixture
def write(project):
    """Return a function that writes an article of the project."""

    def article(name="a", title="كوخافي يزور المغرب", more=""):
        project.write(f"content/articles/{name}.md", MD.format(title=title, more=more))

    return article


def target_of(html):
    """Return the target of a redirect page."""
    return unquote(re.search(r'http-equiv="refresh" content="0; url=([^"]*)"', html)[1])


@pytest.mark.parametrize(
    ("alias", "path", "target"),
    [
        (OLD, "2011/01/25/كوخافي/index.html", "../../../../articles/خبر/"),
        ("/2011/01/%D9%83.html", "2011/01/ك.html", "../../articles/خبر/"),
        ("https://old.example.org/archives/17", "archives/17/index.html", "../../articles/خبر/"),
        ("index.php/news", "index.php/news/index.html", "../../articles/خبر/"),
        ("/articles/old/", "articles/old/index.html", "../../articles/خبر/"),
        ("/a b&'<c>/", "a b&'<c>/index.html", "../articles/خبر/"),
    ],
)
def test_an_alias_is_a_page_that_redirects_to_the_article(project, write, alias, path, target):
    """Percent-encoded WordPress paths, with or without .html, become files that any host serves."""
    write(title="خبر", more=f"aliases: [{alias!r}]\n" if "'" not in alias else f'aliases: ["{alias}"]\n')
    assert project.build().code == 0
    html = project.read(path)
    assert target_of(html) == target
    assert re.search(r'<link rel="canonical" href="([^"]*)"', html)


def test_a_redirect_page_names_the_absolute_canonical_url(project, write):
    """With base_url it is absolute, so that search engines replace the old address."""
    project.write("content/site.yml", "font: system\nbase_url: https://example.org/n/\n")
    write(title="خبر", more="aliases: [old.html]\n")
    assert project.build().code == 0
    assert '<link rel="canonical" href="https://example.org/n/articles/%D8%AE%D8%A8%D8%B1/">' in project.read(
        "old.html"
    )
    assert project.read("_redirects") == "/n/old.html /n/articles/%D8%AE%D8%A8%D8%B1/ 301\n"


@pytest.mark.parametrize(("alias", "line"), [("/*", "/%2A/"), ("/2011/:x/", "/2011/%3Ax/"), ("/a b/", "/a%20b/")])
def test_an_alias_is_never_a_pattern_for_hosts(project, write, alias, line):
    """In `_redirects`, * and :x would match every page of the site."""
    write(title="خبر", more=f'aliases: ["{alias}"]\n')
    assert project.build().code == 0
    assert project.read("_redirects").split()[0] == line


def test_an_alias_with_a_query_is_left_out_with_a_warning(project, write):
    """A static host serves only paths, so ?p=123 is left out; the article is still published."""
    write(title="خبر", more='aliases: ["/?p=123", "/old/"]\n')
    built = project.build()
    assert built.code == 0
    assert [text for text in built.report["warnings"] if "?p=123" in text]
    assert "old/index.html" in project.files()


@pytest.mark.parametrize(
    "alias",
    [
        "../x/",
        "/a/../../x/",
        "/%2e%2e/x/",
        "/",
        "a\\\\b",
        "/%ff/",
        "/" + "خ" * 128 + "/",
        "/sections/",
        "/feed.xml",
        "/about/",
    ],
)
def test_an_invalid_alias_is_an_error(project, write, alias):
    """It leaves the site, is not text, is too long for a file or is taken; the error has file and remedy."""
    project.write("content/pages/about.md", "---\ntitle: من نحن\n---\nنحن.\n")
    write(title="خبر", more=f'aliases: ["{alias}"]\n')
    built = project.build()
    assert built.code == 1
    (error,) = built.report["errors"]
    assert error["path"] == "content/articles/a.md"
    assert error["remedy"]


def test_aliases_in_a_cycle_are_an_error_that_names_both(project, write):
    """Each alias is the address of the other article."""
    write("a", "خبر أول", "slug: one\naliases: [/articles/two/]\n")
    write("b", "خبر ثان", "slug: two\naliases: [/articles/one/]\n")
    built = project.build()
    assert built.code == 1
    assert "content/articles/a.md" in built.stderr
    assert "content/articles/b.md" in built.stderr


def test_an_alias_that_is_the_articles_own_address_is_ignored(project, write):
    """It would redirect to itself."""
    write(title="خبر", more="aliases: [/articles/خبر/, /articles/خبر]\n")
    assert project.build().code == 0
    assert "_redirects" not in project.files()


def test_a_site_without_redirects_has_no_redirects_file():
    """An empty `_redirects` is not written."""
    assert list(redirects_file(a_site(an_article()), "/")) == []


def test_redirect_pages_show_the_headline_of_the_article():
    """A reader whose browser does not redirect sees the target."""
    (planned,) = redirect_pages(a_site(an_article(aliases=("old/",))))
    page = planned.page()
    assert (page.url, page.context["target"], page.context["title"]) == ("old/", "articles/harbour/", "الميناء يفتح")


@pytest.mark.parametrize(("count", "warns"), [(MAX_LINES, False), (MAX_LINES + 1, True)])
def test_a_long_list_of_redirects_is_a_warning(count, warns):
    """Some hosts read only the first 2,000 lines."""
    assert bool(line_limit_warning({str(number): "" for number in range(count)})) is warns


# The address book, from build to build


def test_a_corrected_headline_keeps_its_address(project, write):
    """A published address never changes by itself."""
    write(title="كوخافي يزور المغرب")
    assert project.build().code == 0
    book = project.root.joinpath("content/addresses.tsv").read_text(encoding="utf-8")
    assert book == "a\t/articles/كوخافي-يزور-المغرب/\n"
    write(title="كوخافي يزور الرباط", more="categories: [سياسة]\n")
    assert project.build().code == 0
    assert "كوخافي يزور الرباط" in project.read("articles/كوخافي-يزور-المغرب/index.html")
    assert project.root.joinpath("content/addresses.tsv").read_text(encoding="utf-8") == book


def test_a_move_that_an_editor_chose_leaves_a_permanent_redirect(project, write):
    """The address book keeps the old address, and a second build changes nothing."""
    write(title="خبر")
    assert project.build().code == 0
    write(title="خبر", more="slug: نبأ\n")
    assert project.build().code == 0
    assert target_of(project.read("articles/خبر/index.html")) == "../../articles/نبأ/"
    assert project.read("_redirects") == "/articles/%D8%AE%D8%A8%D8%B1/ /articles/%D9%86%D8%A8%D8%A3/ 301\n"
    before = project.files()
    again = project.build()
    assert (again.report["written"], again.report["removed"], again.report["notes"]) == (0, 0, [])
    assert project.files() == before
    write(title="خبر", more="slug: خبر\n")
    assert project.build().code == 0
    assert target_of(project.read("articles/نبأ/index.html")) == "../../articles/خبر/"


def test_a_renamed_file_keeps_its_address(project, write):
    """The new id takes over the line of the id that vanished."""
    write("a", "خبر قديم العهد")
    assert project.build().code == 0
    project.root.joinpath("content/articles/a.md").rename(project.root / "content/articles/b.md")
    built = project.build()
    assert (built.code, built.report["written"]) == (0, 1)  # the receipt, which names the source
    assert project.root.joinpath("content/addresses.tsv").read_text() == "b\t/articles/خبر-قديم-العهد/\n"


def test_a_vanished_article_keeps_its_line_with_a_warning(project, write):
    """Its address stays reserved until an editor releases it."""
    write("a", "خبر أول")
    write("b", "خبر ثان")
    assert project.build().code == 0
    project.root.joinpath("content/articles/a.md").unlink()
    built = project.build()
    assert built.code == 0
    found = "content/addresses.tsv: the source of a is gone"
    assert [text for text in built.report["warnings"] if text.startswith(found)]
    assert len(project.root.joinpath("content/addresses.tsv").read_text().splitlines()) == 2


def test_a_build_with_drafts_does_not_write_the_address_book(project, write):
    """A preview reserves no addresses."""
    write("a", "خبر أول")
    write("b", "خبر ثان", "draft: true\n")
    assert project.build("--drafts").code == 0
    assert not project.root.joinpath("content/addresses.tsv").exists()


def test_a_failed_build_does_not_write_the_address_book(project, write):
    """Only published articles have an address."""
    write("a", "خبر أول")
    write("b", "خبر ثان", "date: قريبا\n")
    assert project.build().code == 1
    assert not project.root.joinpath("content/addresses.tsv").exists()


def test_an_article_with_errors_keeps_its_address(project, write):
    """With --keep-going it is not published, and no other article takes its address meanwhile."""
    write("a", "خبر أول")
    assert project.build().code == 0
    write("a", "خبر أول", "date: قريبا\n")
    write("b", "خبر أول")
    assert project.build("--keep-going").code == 1
    book = project.root.joinpath("content/addresses.tsv").read_text(encoding="utf-8").splitlines()
    assert book[0] == "a\t/articles/خبر-أول/"
    assert book[1].startswith("b\t/articles/خبر-أول-")


@pytest.mark.parametrize(
    ("book", "line", "found"),
    [
        ("a /articles/x/\n", 1, "tab"),
        ("a\t/articles/x/\na\t/articles/y/\n", 2, "line"),
        ("a\t/articles/x/\nb\t/articles/x/\n", 2, "line"),
        ("<<<<<<< HEAD\na\t/articles/x/\n=======\na\t/articles/y/\n>>>>>>> b\n", 1, "merge"),
        ("a\t/../x/\n", 1, "site"),
    ],
)
def test_a_broken_address_book_stops_the_build(project, write, book, line, found):
    """The law holds with --keep-going too, because articles could get wrong addresses."""
    write()
    assert project.build().code == 0
    before = project.files()
    project.write("content/addresses.tsv", book)
    built = project.build("--keep-going")
    assert built.code == 1
    error = built.report["errors"][0]
    assert (error["path"], error["line"]) == ("content/addresses.tsv", line)
    assert found in error["found"]
    assert project.files() == before
    assert project.root.joinpath("content/addresses.tsv").read_text(encoding="utf-8") == book


def test_a_changed_permalink_applies_to_new_articles_only(project, write):
    """Published articles keep their addresses."""
    write("a", "خبر أول")
    assert project.build().code == 0
    project.write("content/site.yml", "font: system\npermalink: '{year}/{month}/{slug}/'\n")
    write("b", "خبر ثان")
    write("c", "خبر ثالث")
    project.write("content/articles/c.md", "---\ntitle: خبر ثالث\n---\nنص.\n")
    assert project.build().code == 0
    files = project.files()
    for path in ("articles/خبر-أول", "2022/07/خبر-ثان", "undated/خبر-ثالث"):
        assert f"{path}/index.html" in files


def test_joining_captures_keeps_both_addresses(project):
    """The article keeps the address of its file, and the addresses of both captures redirect to it."""
    texts = {"one": "خبر أول من المدينة", "two": "خبر ثان من المدينة"}
    for key, headline in texts.items():
        body = "فقرة طويلة من نص المقال الملتقط تقول ما جرى في المدينة اليوم، وتذكر أسماء الحاضرين.\n\n"
        project.write(f"seeds/{key}.txt", f"{headline}\n\n{body * 2}")
    project.write("content/articles/z.md", "---\ntitle: خبر ثالث\n---\nنص\n")
    assert project.build().code == 0
    project.write("content/articles/z.md", "---\nid: n\ntitle: جامع\ncapture: one.txt\nversions: [two.txt]\n---\n")
    assert project.build().code == 0
    assert "جامع" in project.read("articles/خبر-ثالث/index.html")
    for headline in texts.values():
        assert (
            target_of(project.read(f"articles/{headline.replace(' ', '-')}/index.html")) == "../../articles/خبر-ثالث/"
        )


@pytest.mark.parametrize("broken", ["tags: [[\n", "date: قريبا\n"])
def test_a_renamed_file_keeps_its_address_despite_errors_elsewhere(project, write, broken):
    """The law holds with --keep-going too, because a new address would remain after the error is corrected."""
    write("a", "خبر قديم العهد")
    assert project.build().code == 0
    project.root.joinpath("content/articles/a.md").rename(project.root / "content/articles/b.md")
    write("c", "خبر آخر", broken)
    assert project.build("--keep-going").code == 1
    assert project.root.joinpath("content/addresses.tsv").read_text() == "b\t/articles/خبر-قديم-العهد/\n"


def test_no_other_source_takes_the_address_of_an_article_with_errors(project, write):
    """Neither the capture that its front matter names in any spelling nor another file with its id takes it."""
    project.write("seeds/one.txt", f"خبر من المدينة\n\n{'فقرة طويلة من نص المقال الملتقط تقول ما جرى. ' * 3}\n")
    write("a", "محرر", "capture : one.txt\n")
    write("x", "خبر آخر", "id: n\n")
    assert project.build().code == 0
    before = project.root.joinpath("content/addresses.tsv").read_text()
    write("a", "محرر", "capture : one.txt\ntags: [[\n")
    write("x", "خبر آخر", "id: n\ndate: قريبا\n")
    write("n", "غيره")
    built = project.build("--keep-going")
    assert (built.code, built.report["articles"]) == (1, 0)
    assert [error["path"] for error in built.report["errors"] if "has the same id 'n'" in error["found"]] == [
        "content/articles/n.md"
    ]
    assert project.root.joinpath("content/addresses.tsv").read_text() == before


def test_a_standalone_page_has_aliases_too(project):
    """Pages of the old site may have been below others."""
    project.write(
        "content/pages/about.md", "---\ntitle: من نحن\naliases: [/parent/child/, /about/, /old.html]\n---\nنص\n"
    )
    assert project.build().code == 0
    assert 'href="../../about/"' in project.read("parent/child/index.html")
    assert "من نحن" in project.read("parent/child/index.html")
    assert 'href="about/"' in project.read("old.html")
    assert project.read("_redirects").splitlines() == ["/old.html /about/ 301", "/parent/child/ /about/ 301"]


@pytest.mark.parametrize(
    ("alias", "owner"),
    [
        ("/team/", "content/pages/team.md"),
        ("/articles/خبر/", "content/articles/a.md"),
        ("/old/", "content/articles/a.md"),
    ],
)
def test_an_alias_of_a_page_that_is_taken_is_an_error_that_names_both(project, alias, owner):
    """The address may belong to a page, an article or another alias."""
    project.write("content/articles/a.md", "---\ntitle: خبر\nslug: خبر\naliases: [/old/]\n---\nنص\n")
    project.write("content/pages/team.md", "---\ntitle: الفريق\n---\nنص\n")
    project.write("content/pages/about.md", f"---\ntitle: من نحن\naliases: [{alias}]\n---\nنص\n")
    (error,) = project.build().report["errors"]
    assert error["path"] == "content/pages/about.md"
    assert error["found"] == f"has the alias {alias}, which is taken by {owner}"


def test_an_invalid_alias_of_a_page_is_an_error(project):
    """The error names its line."""
    project.write("content/pages/about.md", "---\ntitle: من نحن\naliases: ['/a\\b/']\n---\nنص\n")
    (error,) = project.build().report["errors"]
    assert (error["path"], error["line"]) == ("content/pages/about.md", 3)
