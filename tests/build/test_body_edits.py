"""Where nothing but texts has changed, the few pages that show them are rendered, and nothing is planned anew."""

import shutil
import sqlite3

import pytest

from newsgen.build import pipeline

SUBJECTS = ["ماء وبحر وسفينة وميناء", "قطار وسكة ومحطة وسفر", "مدرسة وتلميذ ومعلم ودرس"]


@pytest.fixture
def archive(project, fine_clock):  # noqa: ARG001 - stamps count at once
    """Make an archive of twelve articles on three subjects, built; no file is too young for its stamp."""
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


def planned_anew(project, monkeypatch):
    """Build; tell whether all was planned anew, and return what was written."""
    plans = []
    build = pipeline.build
    with monkeypatch.context() as patch:
        patch.setattr("newsgen.build.pipeline.build", lambda *given: (plans.append(1), build(*given))[1])
        built = project.build()
    assert built.code == 0
    return bool(plans), built.report["written"]


def is_clean(project):
    """Tell whether the site is what a clean build makes of the same content."""
    clean = project.root.with_name("clean")
    shutil.rmtree(clean, ignore_errors=True)
    shutil.copytree(project.root, clean, ignore=shutil.ignore_patterns("site", ".newsgen"))
    assert project.run("build", "--root", str(clean)).code == 0
    site = {file.relative_to(clean / "site").as_posix(): file for file in (clean / "site").rglob("*") if file.is_file()}
    return project.files() == {path: file.read_bytes() for path, file in site.items()}


def test_a_new_end_is_rendered_and_nothing_planned(archive, monkeypatch):
    """The words are on the article's page alone."""
    write(archive, 4, SUBJECTS[1], "نهاية.\n\n12 34.")
    assert planned_anew(archive, monkeypatch) == (False, 1)
    assert "12 34." in archive.read("articles/a4/index.html")
    assert is_clean(archive)


def test_another_subject_reaches_what_is_related_and_no_further(archive, monkeypatch):
    """The article leaves the lists of those that it was related to, and enters others."""
    write(archive, 4, SUBJECTS[2])
    anew, written = planned_anew(archive, monkeypatch)
    assert not anew
    assert 1 < written < 12
    assert is_clean(archive)


@pytest.mark.parametrize("more", ["feed_content: full", "publish_records: true"])
def test_what_shows_texts_elsewhere_is_planned_anew(archive, monkeypatch, more):
    """Full feeds and the file of records hold every text."""
    settings(archive, more)
    archive.build()
    write(archive, 11, SUBJECTS[2], "نهاية أخرى.")
    anew, written = planned_anew(archive, monkeypatch)
    assert anew
    assert written > 1
    assert is_clean(archive)


def test_a_changed_capture_is_planned_anew(archive, monkeypatch):
    """Its ledger and its file change with it."""
    file = archive.root / "seeds/capture.txt"
    file.write_text(file.read_text(encoding="utf-8") + "\nسطر أخير يقول ما لم يقل من قبل.\n", encoding="utf-8")
    assert planned_anew(archive, monkeypatch)[0]
    assert is_clean(archive)


def test_a_lost_plan_is_made_again(archive, monkeypatch):
    """What the cache does not have is no page that does not exist."""
    connection = sqlite3.connect(archive.root / ".newsgen/cache.sqlite")
    with connection:
        connection.execute("DELETE FROM pages")
    connection.close()
    write(archive, 4, SUBJECTS[1], "نهاية أخرى.")
    assert planned_anew(archive, monkeypatch)[0]
    assert is_clean(archive)


def test_an_output_that_was_touched_is_mended(archive, monkeypatch):
    """A page that somebody altered or removed is not passed over for an edit elsewhere."""
    (archive.site / "articles/a7/index.html").write_text("?", encoding="utf-8")
    (archive.site / "tags/index.html").unlink(missing_ok=True)
    write(archive, 4, SUBJECTS[1], "نهاية أخرى.")
    assert planned_anew(archive, monkeypatch)[0]
    assert is_clean(archive)
