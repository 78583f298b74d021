"""The pages of an edited article are rendered before a build, and are what the build makes of them."""

import re

import pytest

from newsgen.build import file_changes
from newsgen.build.preview.build import PreviewOptions, build_preview, preview_folder
from newsgen.build.preview.edited import EditedPages
from previews import NOW, make_project, write, write_article

ARTICLE = "content/articles/a3.md"
FILED = "categories: [مجتمع]\ntags: [بحر]\n"
PAGE = "articles/a3/index.html"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Build the preview of a project once; return its folder, a function that builds it again, and its pages."""
    root = make_project(tmp_path_factory.mktemp("edited") / "project", "base_url: https://example.org/\n")
    write(root, "seeds/kept.txt", "عنوان الخبر الملتقط\n\n" + "وقال المتحدث إن الأشغال انتهت قبل موعدها بكثير. " * 4)

    def build():
        report = build_preview(root, PreviewOptions(), NOW, lambda items, *_: items)
        pages.refresh()
        return report

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(file_changes, "FINE_CLOCK_NS", 0)
        patch.setattr(file_changes, "COARSE_CLOCK_NS", 0)
        pages = EditedPages(root, preview_folder(root), drafts=True)
        assert build().errors == []
        yield root, build, pages


EDITS = {
    "body": {"head": FILED, "body": "سطر جديد."},
    "headline": {"head": FILED, "headline": "عنوان آخر"},
    "section and tags": {"head": "categories: [رياضة]\ntags: [بحر, كرة]\n"},
    "author, language and summary": {"head": f"{FILED}author: ليلى\nlang: fr\ndescription: ملخص\n"},
    "draft": {"head": f"{FILED}draft: true\n"},
}


OF_OTHERS = re.compile(r'\s*<nav.*?</nav>\s*|\s+|<body class="[^"]*">', re.DOTALL)
"""What follows from other articles too: menus, neighbours, and the number of a section's colour."""


def of_itself(page):
    """Return what a page shows of its own article, its text and its terms."""
    return OF_OTHERS.sub("", page.decode())


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_an_edited_article_is_shown_as_the_build_will_make_it(built, edit):
    """Whatever was edited in it, body, headline or front matter; only menus and neighbours may have to follow."""
    root, build, pages = built
    write_article(root, 3, **edit)
    edited = pages.render(ARTICLE, NOW)
    assert (edited.url, edited.errors, edited.is_draft) == ("articles/a3/", (), "draft" in edit["head"])
    report = build()
    made = (preview_folder(root) / PAGE).read_bytes()
    assert of_itself(edited.pages[PAGE]) == of_itself(made)
    assert edit["head"] != FILED or edited.pages == {PAGE: made}
    assert ("articles/a3/" in report.shown_drafts) == edited.is_draft


def test_a_second_edit_is_rendered_from_what_the_last_build_kept(built):
    """The build of the first one may be running, and what it has stored belongs to no finished site."""
    root, build, pages = built
    write_article(root, 3, "tags: [سماء]\n", "أول.")
    first = pages.render(ARTICLE, NOW).pages[PAGE].decode()
    write_article(root, 3, "tags: [سماء]\n", "ثان.")
    second = pages.render(ARTICLE, NOW).pages[PAGE].decode()
    assert ("أول." in first, "سماء" in first) == ("ثان." in second, "سماء" in second) == (True, True)
    build()
    assert of_itself(second.encode()) == of_itself((preview_folder(root) / PAGE).read_bytes())


def test_an_error_in_an_edited_article_is_found_at_once(built):
    """With its line, as a build reports it."""
    root, build, pages = built
    write_article(root, 4, "date: الثلاثاء\n")
    (error,) = pages.render("content/articles/a4.md", NOW).errors
    assert (error.path, error.line) == ("content/articles/a4.md", 5)
    assert error in build().errors
    write_article(root, 4, "image: {src: none.png, alt: صورة}\n")
    (error,) = pages.render("content/articles/a4.md", NOW).errors
    assert error in build().errors
    write_article(root, 4, FILED)
    assert build().errors == []


def test_a_capture_and_a_comment_belong_to_an_article(built):
    """An edit of one shows on the article's pages: a capture has also one with its lines."""
    root, build, pages = built
    write(root, "content/comments/a2/1.yml", "id: c1\nauthor: ليلى\ntext: أول تعليق\nstate: approved\n")
    build()
    write(root, "content/comments/a2/1.yml", "id: c1\nauthor: ليلى\ntext: تعليق معدل\nstate: approved\n")
    (page,) = pages.render("content/comments/a2/1.yml", NOW).pages.values()
    assert "تعليق معدل" in page.decode()
    text = "عنوان الخبر الملتقط\n\n" + "وقال المتحدث إن الأشغال توقفت قبل موعدها بكثير. " * 4
    write(root, "seeds/kept.txt", text)
    shown = pages.render("seeds/kept.txt", NOW).pages
    assert len(shown) == 2
    build()
    assert shown == {path: (preview_folder(root) / path).read_bytes() for path in shown}


def test_what_only_a_build_can_tell_is_left_to_it(built):
    """A new article, one that vanished or expired, one with another id, and any other file."""
    root, build, pages = built
    write(root, "content/articles/new.md", "---\ntitle: خبر\n---\nنص.\n")
    (root / "content/articles/a5.md").rename(root / "content/articles/a5")
    write_article(root, 1, f"{FILED}id: another\n")
    write_article(root, 2, f"{FILED}expiryDate: 2023-01-01\n")
    paths = ["articles/new.md", "articles/a5.md", "articles/a1.md", "articles/a2.md", "site.yml", "none"]
    assert [pages.render(f"content/{path}", NOW) for path in paths] == [None] * 6
    (root / "content/articles/new.md").unlink()
    (root / "content/articles/a5").rename(root / "content/articles/a5.md")
    for number in (1, 2):
        write_article(root, number, FILED)
    assert build().errors == []


def test_without_a_finished_build_nothing_is_rendered(tmp_path):
    """The cache may be missing, damaged or another version's; the preview then waits for the build."""
    pages = EditedPages(tmp_path, preview_folder(tmp_path), drafts=True)
    pages.refresh()
    assert pages.render(ARTICLE, NOW) is None
    (tmp_path / ".newsgen").mkdir()
    (tmp_path / ".newsgen/cache.sqlite").write_bytes(b"damaged" * 1000)
    pages.refresh()
    assert pages.render(ARTICLE, NOW) is None
