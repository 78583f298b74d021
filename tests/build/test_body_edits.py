"""If only bodies have changed, the pages that show them are rendered without planning the whole site."""

import shutil
import sqlite3

import pytest

from newsgen.build import pipeline

SUBJECTS = ["ماء وبحر وسفينة وميناء", "قطار وسكة ومحطة وسفر", "مدرسة وتلميذ ومعلم ودرس"]


@pytest.fixture
def archive(project, fine_clock):  # noqa: ARG001 - stamps count at once
    """Build an archive of twelve articles on three subjects; files have stamps as soon as they are written."""
    settings(project, "")
    for number in range(12):
        write(project, number, SUBJECTS[number % 3])
    project.write(
        "seeds/capture.txt", "عنوان الخبر الملتقط\n\n" + "وقال المتحدث إن الأشغال انتهت قبل موعدها بكثير. " * 4
    )
    assert project.build().code == 0
    return project


def settings(project, more):
    """Write the site's settings."""
    project.write("content/site.yml", f"font: system\nbase_url: https://example.org/\nrelated: 2\n{more}")


def write(project, number, subject, end="نهاية."):
    """Write an article."""
    head = f"title: خبر {number}\nslug: a{number}\ndate: 2022-01-{number + 1:02}\ndescription: ملخص\n"
    project.write(f"content/articles/a{number}.md", f"---\n{head}---\nأخبار {subject}.\n\n{end}\n")


def build_and_watch(project, monkeypatch):
    """Build; return whether a full build was made, and how many files were written, without the receipt."""
    full_builds = []
    build = pipeline.build
    with monkeypatch.context() as patch:
        patch.setattr("newsgen.build.pipeline.build", lambda *given: (full_builds.append(1), build(*given))[1])
        built = project.build()
    assert built.code == 0
    return bool(full_builds), built.report["written"] - 1


def is_clean(project):
    """Return whether the site equals a clean build of the same content."""
    clean = project.root.with_name("clean")
    shutil.rmtree(clean, ignore_errors=True)
    shutil.copytree(project.root, clean, ignore=shutil.ignore_patterns("site", ".newsgen"))
    assert project.run("build", "--root", str(clean)).code == 0
    site = {file.relative_to(clean / "site").as_posix(): file for file in (clean / "site").rglob("*") if file.is_file()}
    return project.files() == {path: file.read_bytes() for path, file in site.items()}


def test_an_edit_at_the_end_of_a_body_renders_one_page(archive, monkeypatch):
    """Only the article's own page shows the end of its body."""
    write(archive, 4, SUBJECTS[1], "نهاية.\n\n12 34.")
    assert build_and_watch(archive, monkeypatch) == (False, 1)
    assert "12 34." in archive.read("articles/a4/index.html")
    assert is_clean(archive)


def test_a_new_subject_renders_only_pages_of_related_articles(archive, monkeypatch):
    """The article is removed from the lists of some related articles and added to those of others."""
    write(archive, 4, SUBJECTS[2])
    is_full, written = build_and_watch(archive, monkeypatch)
    assert not is_full
    assert 1 < written < 12
    assert is_clean(archive)


@pytest.mark.parametrize("more", ["feed_content: full", "publish_records: true"])
def test_a_site_that_shows_bodies_elsewhere_needs_a_full_build(archive, monkeypatch, more):
    """Full feeds and the file of records contain the bodies too."""
    settings(archive, more)
    archive.build()
    write(archive, 11, SUBJECTS[2], "نهاية أخرى.")
    is_full, written = build_and_watch(archive, monkeypatch)
    assert is_full
    assert written > 1
    assert is_clean(archive)


def test_a_changed_capture_needs_a_full_build(archive, monkeypatch):
    """The ledger and the published file of the capture change as well."""
    file = archive.root / "seeds/capture.txt"
    file.write_text(file.read_text(encoding="utf-8") + "\nسطر أخير يقول ما لم يقل من قبل.\n", encoding="utf-8")
    assert build_and_watch(archive, monkeypatch)[0]
    assert is_clean(archive)


def test_a_lost_plan_needs_a_full_build(archive, monkeypatch):
    """A page that is missing in the cache still exists on the site."""
    connection = sqlite3.connect(archive.root / ".newsgen/cache.sqlite")
    with connection:
        connection.execute("DELETE FROM pages")
    connection.close()
    write(archive, 4, SUBJECTS[1], "نهاية أخرى.")
    assert build_and_watch(archive, monkeypatch)[0]
    assert is_clean(archive)


def test_an_output_that_was_altered_needs_a_full_build(archive, monkeypatch):
    """A page that was altered or removed by hand is restored, although the edit was in another article."""
    (archive.site / "articles/a7/index.html").write_text("?", encoding="utf-8")
    (archive.site / "tags/index.html").unlink(missing_ok=True)
    write(archive, 4, SUBJECTS[1], "نهاية أخرى.")
    assert build_and_watch(archive, monkeypatch)[0]
    assert is_clean(archive)


def test_a_warning_names_the_line_where_its_link_is_now(archive):
    """An edit of a body or of its front matter moves the lines below it, so the warning is found again."""
    head = "title: خبر\nslug: lost\ndescription: ملخص\n"
    text = "أخبار ماء وبحر [خبر](/articles/غائب/)."
    archive.write("content/articles/lost.md", f"---\n{head}# ملاحظة\n---\n{text}\n")
    assert "content/articles/lost.md: line 7: links to" in archive.build().stderr
    archive.write("content/articles/lost.md", f"---\n{head}---\n{text}\n")
    assert "content/articles/lost.md: line 6: links to" in archive.build().stderr


def test_an_article_that_loses_its_related_ones_shows_its_section(archive):
    """Its page then shows other articles in their place, and gives them up again."""
    lonely = "زعفران وتيزنيت وعسل وأركان"
    for subject in (lonely, SUBJECTS[1], lonely):
        write(archive, 4, subject)
        assert archive.build().code == 0
        assert is_clean(archive)
    assert "من الأرشيف" in archive.read("articles/a4/index.html")
