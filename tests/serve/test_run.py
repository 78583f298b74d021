"""An edit shows at once, then the build makes what every build makes."""

import time

import pytest

from newsgen.errors import ConfigError
from newsgen.serve import builder
from newsgen.serve.run import Address, serving
from previews import Printed, fetch, make_project, make_session, version_in, wait_for_reload, write, write_article

ARTICLE = "content/articles/a3.md"
PAGE = "/base/articles/a3/"
CLASS = 'class="errors"'


@pytest.fixture
def session(project, fine_clock, monkeypatch):  # noqa: ARG001 - stamps count at once
    """Serve the preview of a project whose first build has ended."""
    monkeypatch.setattr(builder, "QUIET", 0.02)
    make_project(project.root, "base_url: https://example.org/base/\n")
    printed = Printed()
    session = make_session(project.root, printed)
    session.printed = printed
    with serving(session, Address("127.0.0.1", 0)) as server:
        wait_for_builds(session, 1)
        session.url = server.url
        yield session
    session.builder.join()  # a test that forks while a build runs in a thread may hang


def wait_for_builds(session, number):
    """Wait until so many builds have ended."""
    while len(session.printed.reports()) < number and session.builder.fault is None:
        time.sleep(0.005)
    assert session.builder.fault is None


def page(session, path=PAGE):
    """Return a served page."""
    return fetch(session.url, path)[2].decode()


def test_an_edit_is_served_before_and_after_its_build(session, project):
    """The final state equals that of a build, byte for byte, and the browser is told once if nothing more changed."""
    version = version_in(page(session).encode())
    write_article(session.root, 3, "categories: [مجتمع]\ntags: [بحر]\n", "سطر جديد.", headline="عنوان آخر")
    session.show(frozenset([ARTICLE]))
    wait_for_reload(session.url, PAGE, version)
    shown = page(session)
    assert ("سطر جديد." in shown, "عنوان آخر" in shown) == (True, True)
    wait_for_builds(session, 2)
    assert "عنوان آخر" in page(session, "/base/")
    assert project.build("--drafts").code == 0
    files = {one.relative_to(project.site) for one in project.site.rglob("*") if one.is_file()}
    preview = session.preview.folder
    assert {one.relative_to(preview) for one in preview.rglob("*") if one.is_file()} == files
    assert all((preview / path).read_bytes() == (project.site / path).read_bytes() for path in files)


def test_an_error_is_shown_until_it_is_mended(session):
    """With file, line, finding and remedy, above the last state without errors."""
    write_article(session.root, 3, "date: الثلاثاء\n")
    session.show(frozenset([ARTICLE]))
    for builds in (1, 2):
        wait_for_builds(session, builds)
        shown = page(session, "/base/")
        assert f"{ARTICLE}:5" in shown
        assert "خبر 3" in shown
    write_article(session.root, 3, "", "سطر جديد.")
    session.show(frozenset([ARTICLE]))
    shown = page(session)
    assert (CLASS in shown, "سطر جديد." in shown) == (False, True)
    wait_for_builds(session, 3)
    assert CLASS not in page(session)


def test_settings_and_words_are_followed(session):
    """The path of the site and the mark of drafts; the site itself has no mark."""
    assert ">مسودة<" in page(session, "/base/articles/a6/")
    write(session.root, "content/site.yml", "font: system\nbase_url: https://example.org/\n")
    write(session.root, "templates/labels.yml", "draft: غير منشور\n")
    session.show(frozenset(["content/site.yml"]))
    wait_for_builds(session, 2)
    assert ">غير منشور<" in page(session, "/articles/a6/")
    assert b"newsgen-preview" not in (session.preview.folder / "articles/a6/index.html").read_bytes()


def test_a_root_that_is_no_project_is_an_error(tmp_path):
    """As for every command."""
    with pytest.raises(ConfigError, match="holds neither seeds/ nor content/"):
        make_session(tmp_path, [])
