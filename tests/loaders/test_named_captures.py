"""An article may name evidence of any kind: texts, saved pages, extracts of exports."""

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
    """Return what loads an article of this text, beside a page and an extract."""
    project.write("seeds/page.html", PAGE)
    project.write("seeds/item.xml", ITEM)

    def _loaded(text):
        project.write("content/articles/a.md", text)
        return load(Source("content/articles/a.md", "article", project.root))

    return _loaded


@pytest.fixture
def webpage(monkeypatch):
    """Put a loader of pages in the place of the real one; it counts what it is given."""
    asked = []

    def load_webpage(source, data):
        asked.append(source.path)
        proof = Evidence(source.path, sha256(data), "windows-1256")
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
            evidence=(proof,),
        )

    module = ModuleType("newsgen.loaders.webpage.loader")
    monkeypatch.setattr(module, "load_webpage", load_webpage, raising=False)
    monkeypatch.setitem(sys.modules, "newsgen.loaders.webpage.loader", module)
    return asked


def test_a_page_beside_a_text_is_proof_alone(loaded, webpage):
    """It is not parsed: a build needs no parser for it."""
    record = loaded("---\ntitle: خبر\ncapture: page.html\nversions: [item.xml]\n---\nنص\n").record
    assert webpage == []
    assert (record.id, record.body, record.confidence) == ("page", ("نص",), "high")
    assert record.evidence == (
        Evidence("seeds/page.html", sha256(PAGE.encode()), "windows-1256"),
        Evidence("seeds/item.xml", sha256(ITEM.encode()), "utf-8"),
    )


def test_a_page_is_shown_where_there_is_no_text(loaded, webpage):
    """As a captured text is, with what the editor says of it; further versions are proof alone."""
    record = loaded("---\ncapture: page.html\nversions: [page.html]\ntags: [كتب]\n---\n").record
    assert webpage == ["seeds/page.html"]
    assert (record.headline, record.body_html, record.tags) == ("عنوان الصفحة", "<p>نص الصفحة</p>", ("كتب",))


def test_an_extract_without_a_text_is_an_article_without_one(loaded):
    """Its title is the editor's."""
    record = loaded("---\ntitle: خبر\ncapture: item.xml\n---\n").record
    assert (record.id, record.headline, record.body, record.body_html) == ("item", "خبر", (), None)


@pytest.mark.parametrize("capture", ["page.html", "item.xml"])
def test_proof_alone_gives_no_headline(loaded, capture):
    """Somebody has to write it."""
    (error,) = loaded(f"---\ncapture: {capture}\n---\nنص\n").errors
    assert error.found == "has no title"


@pytest.mark.parametrize("name", ["page.html", "page.htm", "item.xml", "old/lib.txt"])
def test_proof_is_claimed_by_an_article_that_cannot_be_read(loaded, name):
    """Else a page would be published by itself until the article is mended."""
    one = loaded(f"---\ntitle: 'خبر\nversions: [{name}]\n---\n")
    assert one.errors
    assert one.captures == (f"seeds/{name}",)
    assert name.rpartition("/")[2].partition(".")[0] in one.ids


def test_the_container_is_read(loaded):
    """What the capture was cut out of, and where."""
    lines = f"container:\n  name: export.xml\n  sha256: {'a' * 64}\n  place: item 12\n"
    assert loaded(f"---\ntitle: خبر\ncapture: item.xml\n{lines}---\n").record.container == Container(
        "export.xml", "a" * 64, "item 12"
    )


@pytest.mark.parametrize(
    ("lines", "line", "found"),
    [
        ("container: export.xml", 3, "container is a text"),
        ("container: [export.xml]", 3, "container is a list"),
        ("container:\n  place: item 12", 3, "container names no file"),
        ("container:\n  name: export.xml\n  sha256: abc", 5, "no 64 hexadecimal digits"),
        ("container:\n  name: [a]\n  sha256: abc", 4, "name is a list"),
    ],
)
def test_a_container_of_another_shape_is_an_error(loaded, lines, line, found):
    """With its line."""
    error = loaded(f"---\ntitle: خبر\n{lines}\n---\nنص\n").errors[0]
    assert error.line == line
    assert found in error.found


def test_a_page_is_published_as_text_and_an_extract_is_not(project, loaded):
    """A page would run its scripts as this site; an extract holds the e-mails of those who wrote comments."""
    loaded("---\ntitle: خبر\ncapture: page.html\nversions: [item.xml]\n---\nنص\n")
    built = project.build()
    assert built.code == 0
    assert not any("left alone" in warning for warning in built.report["warnings"])
    files = project.files()
    assert files["articles/خبر/source.txt"] == PAGE.encode()
    assert not any(b"x@example.org" in data for data in files.values())
    source = project.read("articles/خبر/source/index.html")
    assert "seeds/item.xml" in source
    assert sha256(ITEM.encode()) in source
    assert "<table" not in source
    assert source.count(" download>") == 1


def test_an_extract_that_nobody_names_is_left_alone_and_said(project, loaded):
    """What it is may be imported."""
    loaded("---\ntitle: خبر\ncapture: page.html\n---\nنص\n")
    warnings = project.build().report["warnings"]
    assert any(text.startswith("seeds/item.xml: left alone, no article names it") for text in warnings)
