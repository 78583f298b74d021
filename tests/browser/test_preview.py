"""A saved edit appears in the browser without reloading by hand, and so does an error, which goes when it is mended."""

from threading import Thread

import pytest

from newsgen.build import file_changes
from newsgen.build.preview.edited import EditedArticle
from newsgen.errors import SourceError
from newsgen.serve.run import Address, serving
from previews import Printed, make_project, make_session, write_article
from requirements import modules

FIRST = "categories: [مجتمع]\ntags: [بحر]\n"


@pytest.fixture(scope="module")
def preview(tmp_path_factory):
    """Preview a small project; return its session and the address of an article."""
    modules("watchfiles")
    root = make_project(tmp_path_factory.mktemp("previewed") / "project", "base_url: https://example.org/base/\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(file_changes, "FINE_CLOCK_NS", 0)
        patch.setattr(file_changes, "COARSE_CLOCK_NS", 0)
        session = make_session(root, Printed())
        with serving(session, Address("127.0.0.1", 0)) as server:
            watching = Thread(target=session.watch, daemon=True)
            watching.start()
            yield session, f"{server.url}articles/a3/"
        watching.join()
        session.builder.join()  # a test that forks while a build runs in a thread may hang


@pytest.fixture
def page(chromium):
    """Open a page of the width of a telephone."""
    context = chromium.new_context(viewport={"width": 360, "height": 800})
    context.set_default_timeout(60_000)  # a busy machine may be slow
    yield context.new_page()
    context.close()


def test_an_edit_and_an_error_appear_by_themselves(preview, page):
    """The page that was opened before the first build, too; no request fails, and no script does."""
    session, url = preview
    faults = []
    page.on("pageerror", lambda fault: faults.append(fault))  # noqa: PLW0108 - Playwright marks its handlers
    page.goto(url)
    page.wait_for_selector("h1:text-is('خبر 3')")
    write_article(session.root, 3, FIRST, "سطر جديد.", headline="عنوان آخر")
    page.wait_for_selector("h1:text-is('عنوان آخر')")
    assert page.locator("text=سطر جديد.").is_visible()
    write_article(session.root, 3, f"{FIRST}date: الثلاثاء\n")
    page.wait_for_selector("#newsgen-preview .errors:has-text('content/articles/a3.md:7')")
    write_article(session.root, 3, FIRST, "سطر مصحح.")
    page.wait_for_selector("text=سطر مصحح.")
    page.wait_for_selector("#newsgen-preview .errors", state="detached")
    assert faults == []


def test_the_marks_of_a_preview_are_accessible(preview, page, judge):
    """The mark of a draft and the list of errors, in both colour schemes; the page shows them without a script."""
    session, url = preview
    url = url.replace("a3", "a6")
    page.goto(url)
    page.wait_for_selector(".draft")  # the site is built
    page = page.context.new_page()  # the other one may be loading again
    page.route("**/.newsgen/*", lambda route: route.abort())
    error = SourceError("content/articles/a3.md", "date 'الثلاثاء' cannot be read", "write it like 2011-01-25", 3)
    session.preview.show_edited(EditedArticle("content/articles/a3.md", errors=(error,)), session.edit + 1)
    page.goto(url)
    assert page.locator(".draft").is_visible()
    assert page.locator(".errors").is_visible()
    assert judge(page) == []
    page.emulate_media(color_scheme="dark")
    assert judge(page, only_colours=True) == []
