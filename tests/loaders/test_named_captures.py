"""An article may name evidence of any kind: text captures, saved web pages, extracts from exports."""

import sys
from types import ModuleType

import pytest

from newsgen.filesystem import sha256
from newsgen.loaders.load import load
from newsgen.loaders.sources import Source
from newsgen.model.article import Article, Container, Evidence

PAGE = '<!doctype html><html lang="ar"><meta charset="windows-1256"><title>خبر</title><p>نص الصفحة'
ITEM = "<item><title>خبر</title><wp:comment_author_email>x@example.org</wp:comment_author_email></item>"


@pytest.fixture
def loaded(project):
    """Return a function that loads an article from its text, in a project with a page and an extract."""
    project.write("seeds/page.html", PAGE)
    project.write("seeds/item.xml", ITEM)

    def _loaded(text):
        project.write("content/articles/a.md", text)
        return load(Source("content/articles/a.md", "article", project.root))

    return _loaded


@pytest.fixture
def webpage(monkeypatch):
    """Replace the web page loader by one that records the paths it is called with; return that list."""
    paths = []

    def load_webpage(source, data):
        paths.append(source.path)
        capture = Evidence(source.path, sha256(data), "windows-1256")
        return Article(
            id=source.stem,
            source=source.path,
            sha256=sha256(data),
            encoding="windows-1256",
            confidence="medium",
            headline="عنوان الصفحة",
            headline_origin="markup",
            body=("نص الصفحة",),
            body_html="<p>نص الصفحة</p>",
            evidence=(capture,),
        )

    module = ModuleType("newsgen.loaders.webpage.loader")
    monkeypatch.setattr(module, "load_webpage", load_webpage, raising=False)
    monkeypatch.setitem(sys.modules, "newsgen.loaders.webpage.loader", module)
    return paths


def test_a_page_named_by_an_article_with_text_is_only_evidence(loaded, webpage):
    """It is not parsed, so a build does not need an HTML parser for it."""
    record = loaded("---\ntitle: خبر\ncapture: page.html\nversions: [item.xml]\n---\nنص\n").record
    assert webpage == []
    assert (record.id, record.body, record.confidence) == ("page", ("نص",), "high")
    assert record.evidence == (
        Evidence("seeds/page.html", sha256(PAGE.encode()), "windows-1256"),
        Evidence("seeds/item.xml", sha256(ITEM.encode()), "utf-8"),
    )


def test_a_page_named_by_an_article_without_text_is_shown(loaded, webpage):
    """The front matter overrides the page, and further versions are only evidence."""
    record = loaded("---\ncapture: page.html\nversions: [page.html]\ntags: [كتب]\n---\n").record
    assert webpage == ["seeds/page.html"]
    assert (record.headline, record.body_html, record.tags) == ("عنوان الصفحة", "<p>نص الصفحة</p>", ("كتب",))


def test_an_article_that_names_only_an_extract_has_no_text(loaded):
    """Its headline is the title in the front matter."""
    record = loaded("---\ntitle: خبر\ncapture: item.xml\n---\n").record
    assert (record.id, record.headline, record.body, record.body_html) == ("item", "خبر", (), None)


@pytest.mark.parametrize("capture", ["page.html", "item.xml"])
def test_evidence_gives_no_headline(loaded, capture):
    """The front matter must give the title."""
    (error,) = loaded(f"---\ncapture: {capture}\n---\nنص\n").errors
    assert error.found == "has no title"


@pytest.mark.parametrize("name", ["page.html", "page.htm", "item.xml", "old/lib.txt"])
def test_evidence_stays_reserved_by_an_article_that_cannot_be_read(loaded, name):
    """Otherwise a page would be published as an article of its own until the errors are fixed."""
    result = loaded(f"---\ntitle: 'خبر\nversions: [{name}]\n---\n")
    assert result.errors
    assert result.captures == (f"seeds/{name}",)
    assert name.rpartition("/")[2].partition(".")[0] in result.ids


def test_the_container_is_read(loaded):
    """The container is the file from which the capture was extracted, with the place in it."""
    lines = f"container:\n  name: export.xml\n  sha256: {'a' * 64}\n  place: item 12\n"
    assert loaded(f"---\ntitle: خبر\ncapture: item.xml\n{lines}---\n").record.container == Container(
        "export.xml", "a" * 64, "item 12"
    )


@pytest.mark.parametrize(
    ("lines", "line", "found"),
    [
        ("container: export.xml", 3, "container is a text"),
        ("container: [export.xml]", 3, "container is a list"),
        ("container:\n  place: item 12", 3, "container must name a file"),
        ("container:\n  name: export.xml\n  sha256: abc", 5, "must be 64 hexadecimal digits"),
        ("container:\n  name: [a]\n  sha256: abc", 4, "name is a list"),
    ],
)
def test_a_container_of_another_shape_is_an_error(loaded, lines, line, found):
    """The error names the line of the wrong value."""
    error = loaded(f"---\ntitle: خبر\n{lines}\n---\nنص\n").errors[0]
    assert error.line == line
    assert found in error.found


def test_a_page_is_published_as_text_and_an_extract_is_not(project, loaded):
    """The scripts of a page would run on this site, and an extract holds the e-mail addresses of commenters."""
    loaded("---\ntitle: خبر\ncapture: page.html\nversions: [item.xml]\n---\nنص\n")
    built = project.build()
    assert built.code == 0
    assert not any("is ignored" in warning for warning in built.report["warnings"])
    files = project.files()
    assert files["articles/خبر/source.txt"] == PAGE.encode()
    assert not any(b"x@example.org" in data for data in files.values())
    source = project.read("articles/خبر/source/index.html")
    assert "seeds/item.xml" in source
    assert sha256(ITEM.encode()) in source
    assert "<table" not in source
    assert source.count(" download>") == 1


def test_an_extract_that_no_article_names_is_ignored_with_a_warning(project, loaded):
    """It may be an export that should be imported."""
    loaded("---\ntitle: خبر\ncapture: page.html\n---\nنص\n")
    warnings = project.build().report["warnings"]
    assert any(text.startswith("seeds/item.xml: is ignored because no article names it") for text in warnings)
