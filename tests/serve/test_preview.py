"""A preview shows the built site, edits that no build has seen, and errors until they are mended."""

import pytest

from newsgen.build.preview.edited import EditedArticle
from newsgen.build.report import Changes, Report
from newsgen.errors import SourceError
from newsgen.serve.preview import Preview
from previews import write

WORDS = {
    "draft": "مسودة",
    "preview": "معاينة",
    "preview_errors": "أخطاء",
    "preview_failed": "فشل",
    "preview_waits": "انتظر",
}
ERROR = SourceError("content/articles/a.md", "is wrong", "mend it", 3)
PAGE = ["articles", "a", ""]


@pytest.fixture
def preview(tmp_path):
    """Make a preview of a site with one article."""
    write(tmp_path, "articles/a/index.html", "<body><p>قديم</p></body>")
    write(tmp_path, "404.html", "<body>لا صفحة</body>")
    write(tmp_path, "feed.xml", "<feed/>")
    (tmp_path / "source.txt").write_bytes("خبر".encode("cp1256"))
    return Preview(tmp_path, WORDS)


def edited(text, **more):
    """Return the article after an edit to *text*."""
    pages = {"articles/a/index.html": f"<body>{text}</body>".encode()}
    return EditedArticle("content/articles/a.md", pages, "articles/a/", **more)


def built(*errors, **more):
    """Return the report of a build."""
    changes = Changes() if errors else Changes(unchanged=3)
    return Report(errors=list(errors), changes=changes, **more)


def shown(preview):
    """Return the text of the article's page."""
    return preview.answer(PAGE).body.decode()


def test_an_edit_is_shown_until_a_build_has_seen_it(preview):
    """A build that began before it does not end it."""
    preview.show_edited(edited("جديد"), 2)
    assert "جديد" in shown(preview)
    preview.show_built(built(), 1, WORDS)
    assert "جديد" in shown(preview)
    preview.show_built(built(ERROR), 2, WORDS)
    assert "جديد" in shown(preview)
    preview.show_built(built(), 2, WORDS)
    assert "قديم" in shown(preview)


def test_errors_are_shown_on_every_page_until_they_are_mended(preview):
    """An edit without errors ends those of its file at once; a build decides about all."""
    preview.show_built(built(ERROR, SourceError("b.md", "is wrong too", "mend it")), 1, WORDS)
    assert "a.md:3" in preview.answer(["none", ""]).body.decode()
    preview.show_edited(edited("جديد"), 2)
    assert ("a.md:3" in shown(preview), "b.md" in shown(preview)) == (False, True)
    preview.show_edited(EditedArticle("content/articles/a.md", errors=(ERROR,)), 3)
    preview.show_built(built(), 2, WORDS)
    assert "a.md:3" in shown(preview), "the build had not seen the last edit"
    preview.show_built(built(), 3, WORDS)
    assert "newsgen-preview" not in shown(preview)


def test_drafts_are_marked(preview):
    """On their own pages and those below them, as soon as they are drafts."""
    preview.show_edited(edited("جديد", is_draft=True), 1)
    assert "مسودة" in shown(preview)
    preview.show_built(built(shown_drafts=("articles/a/",)), 1, WORDS)
    assert ["مسودة" in preview.answer(path).body.decode() for path in (PAGE, ["404.html"])] == [True, False]
    preview.show_edited(edited("جديد"), 2)
    assert "مسودة" not in shown(preview)


def test_a_version_follows_what_is_seen(preview):
    """Another page, a mark or an error is another version, and ends the wait for one."""
    versions = [preview.answer(PAGE).version]
    assert not preview.wait_for_another(PAGE, versions[0], 0)
    for change in (edited("جديد"), edited("جديد", is_draft=True), edited("جديد", is_complete=False)):
        preview.show_edited(change, 1)
        assert preview.wait_for_another(PAGE, versions[-1], 0)
        versions.append(preview.answer(PAGE).version)
    assert len(set(versions)) == 4


def test_other_answers(preview):
    """A file is sent as it is, an address without its last slash is completed, and others are not found."""
    answers = [preview.answer(path.split("/")) for path in ("feed.xml", "articles/a", "articles", "none", "source.txt")]
    assert [answer.status for answer in answers] == [200, 301, 404, 404, 200]
    assert (answers[0].type, answers[4].type) == ("application/atom+xml; charset=utf-8", "text/plain")
    assert answers[1].location == "./a/"
    assert "لا صفحة" in answers[3].body.decode()


def test_before_the_first_build_a_page_says_so(tmp_path):
    """And afterwards why there is none."""
    preview = Preview(tmp_path / "none", WORDS)
    waiting = preview.answer([""])
    assert (waiting.status, "انتظر" in waiting.body.decode()) == (503, True)
    preview.show_built(built(ERROR), 0, WORDS)
    failed = preview.answer([""])
    assert (failed.status, "فشل" in failed.body.decode(), "a.md:3" in failed.body.decode()) == (500, True, True)
