"""A preview is built with drafts into a folder of its own, and leaves everything else as it was."""

import pytest

from newsgen.build.preview.build import SMALL_SITE, PreviewOptions, build_preview, preview_folder, preview_labels
from newsgen.build.search import engine
from previews import NOW, make_project, write, write_article
from requirements import modules


@pytest.fixture(autouse=True)
def _fine_clock(fine_clock):
    """Let stamps count at once."""


def build(root, *, is_first=False, **options):
    """Build the preview of the project at *root*."""
    return build_preview(root, PreviewOptions(**options), NOW, lambda items, *_: items, is_first=is_first)


def files(folder):
    """Return the bytes of all files in *folder*, by path."""
    return {one.relative_to(folder).as_posix(): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def test_a_preview_touches_neither_the_site_nor_the_address_book(project):
    """Both outputs have a build state each, and the preview, which is inside .newsgen, is no source."""
    make_project(project.root)
    assert project.build().code == 0
    site, book = files(project.site), (project.root / "content/addresses.tsv").read_bytes()
    report = build(project.root)
    assert (report.errors, report.articles, report.shown_drafts) == ([], 7, ("articles/a6/",))
    again = build(project.root)
    assert (again.changes.written, again.shown_drafts) == (0, ("articles/a6/",))
    assert (files(project.site), (project.root / "content/addresses.tsv").read_bytes()) == (site, book)
    assert project.build().report["written"] == 0


def test_a_preview_equals_a_build_with_drafts(project):
    """After edits too: it is built as every other site is."""
    make_project(project.root)
    build(project.root)
    write_article(project.root, 3, body="سطر جديد.")
    write_article(project.root, 4, headline="عنوان آخر")
    write(project.root, "content/pages/about.md", "---\ntitle: حول\ndraft: true\n---\nنص.\n")
    assert build(project.root).shown_drafts == ("articles/a6/", "about/")
    assert project.build("--drafts").code == 0
    assert files(preview_folder(project.root)) == files(project.site)
    assert build(project.root, drafts=False).shown_drafts == ()


def test_errors_are_reported(project):
    """All errors are in the report, and none is raised."""
    assert build(project.root / "none").errors[0].found == "is not a folder"
    write(project.root, "content/articles/a.md", "---\ndate: الثلاثاء\n---\nنص.\n")
    write(project.root, "content/site.yml", "titel: أرشيف\n")
    assert {error.path for error in build(project.root).errors} == {"content/articles/a.md", "content/site.yml"}
    assert not preview_folder(project.root).exists()


def test_the_words_of_a_preview_are_those_of_the_project(project):
    """A project may change them; errors in its words leave newsgen's own."""
    write(project.root, "templates/labels.yml", "draft: غير منشور\n")
    assert preview_labels(project.root)["draft"] == "غير منشور"
    write(project.root, "templates/labels.yml", "draft: [\n")
    assert preview_labels(project.root)["draft"] == "مسودة"


@pytest.mark.parametrize("case", [(SMALL_SITE, False, True), (1, False, False), (1, True, True)])
def test_the_search_is_indexed_once(project, monkeypatch, case):
    """At the start, if the site is small or the user asks; an edit keeps that index, which can take minutes."""
    modules("pagefind_bin")
    most, asked, indexed = case
    monkeypatch.setattr("newsgen.build.preview.build.SMALL_SITE", most)
    make_project(project.root, "search: true\n", 3)
    build(project.root, is_first=True, search=asked)
    index = files(preview_folder(project.root) / "search")
    assert ("1/pagefind-entry.json" in index, "index.html" in index) == (indexed, True)
    monkeypatch.setattr(engine, "write_index", None)
    write_article(project.root, 1, body="كلمة جديدة.", headline="عنوان آخر")
    assert build(project.root, search=asked).errors == []
    assert files(preview_folder(project.root) / "search") == index
