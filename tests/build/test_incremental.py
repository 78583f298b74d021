"""A build without changes does no work, but reports the same warnings as a full build."""

import os
import shutil
from pathlib import Path

import pytest

from folders import RICH

CAPTURED = "أعلنت الجماعة الحضرية اليوم افتتاح المكتبة العمومية الجديدة وسط المدينة، بعد أشغال دامت سنتين.\n" * 2
FILES = {
    "content/site.yml": "font: system\nnavigation:\n  - {title: لا شيء, url: nowhere/}\n",
    "content/articles/a.md": "---\ntitle: خبر\n---\nنص\n\n![قارب](boat.png)\n",
    "content/articles/b.md": "---\ntitle: خبر آخر\ncapture: y.txt\n---\n",
    "content/comments/a/1.yml": "text: قول\n",
    "content/pages/about.md": "---\ntitle: من نحن\n---\nنص\n",
    "content/notes.txt": "لا يقرأ",
    "content/articles/notes.txt": "لا يقرأ",
    "seeds/x.txt": CAPTURED,
    "seeds/y.txt": CAPTURED,
    "templates/labels.yml": "home: البيت\n",
    "templates/404.html": "لا شيء",
    "templates/assets/style.css": "p{}",
    "README": "",
}
SIZED = (RICH / "content/media/boat.png").read_bytes()


@pytest.fixture
def built(project, fine_clock):  # noqa: ARG001 - stamps count at once
    """Build a project with all kinds of input; files have stamps as soon as they are written."""
    for path, text in FILES.items():
        project.write(path, text)
    project.write("content/media/boat.png", SIZED)
    assert project.build("--jobs", "1").code == 0
    return project


@pytest.fixture
def pipeline(monkeypatch):
    """Count the full builds."""
    from newsgen.build import pipeline  # noqa: PLC0415

    builds, build = [], pipeline.build

    def counted(*arguments):
        builds.append(1)
        return build(*arguments)

    monkeypatch.setattr("newsgen.build.pipeline.build", counted)
    return builds


def same(one, other):
    """Return whether two builds report the same about the content."""
    return {key: one.report[key] for key in ("articles", "pages", "warnings", "errors")} == {
        key: other.report[key] for key in ("articles", "pages", "warnings", "errors")
    }


def test_a_build_without_changes_does_nothing(built, pipeline):
    """All warnings are reported again."""
    again = built.build("--jobs", "1")
    assert pipeline == []
    clean = built.build("--clean", "--jobs", "1")
    assert pipeline == [1]
    assert same(again, clean)
    assert len(again.report["warnings"]) > 2
    assert again.report["unchanged"] == clean.report["unchanged"]
    assert (again.report["written"], again.report["removed"], again.report["notes"]) == (0, 0, [])


def write(path, content):
    def change(root):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content.encode() if isinstance(content, str) else content)

    return change


def edit_unseen(path, old, new):
    def change(root):
        before, data = (root / path).stat(), (root / path).read_bytes()
        (root / path).write_bytes(data.replace(old.encode(), new.encode()))
        os.utime(root / path, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert (root / path).stat().st_size == before.st_size

    return change


def rename(path, new):
    return lambda root: (root / path).rename(root / new)


def delete(path):
    return lambda root: (root / path).unlink()


CHANGES = {
    "an article": write("content/articles/a.md", "---\ntitle: خبر\n---\nنص آخر\n"),
    "an article, unseen": edit_unseen("content/articles/a.md", "نص", "لص"),
    "a new article": write("content/articles/c.md", "---\ntitle: ثالث\n---\nنص\n"),
    "an article that leaves": delete("content/articles/a.md"),
    "an article of another name": rename("content/articles/a.md", "content/articles/d.md"),
    "a capture": write("seeds/x.txt", CAPTURED * 2),
    "a claimed capture": write("seeds/y.txt", CAPTURED * 2),
    "a new capture": write("seeds/z.txt", CAPTURED * 3),
    "a capture that leaves": delete("seeds/x.txt"),
    "an article that leaves its capture": delete("content/articles/b.md"),
    "a first comment": write("content/comments/y/1.yml", "text: قول\n"),
    "a first comment on a capture": write("content/comments/x/1.yml", "text: قول\n"),
    "comments that are given to another": rename("content/comments/a", "content/comments/x"),
    "a folder of comments": lambda root: (root / "content/comments/x").mkdir(),
    "an article that leaves its comments": delete("content/articles/a.md"),
    "an article that claims a capture": write("content/articles/a.md", "---\ntitle: خبر\ncapture: x.txt\n---\nنص\n"),
    "a page": write("content/pages/about.md", "---\ntitle: من نحن\n---\nنص آخر\n"),
    "a setting": write("content/site.yml", "font: system\ntitle: جريدة\n"),
    "a picture, unseen": edit_unseen("content/media/boat.png", "IEND", "IENO"),
    "a picture that leaves": delete("content/media/boat.png"),
    "a label": write("templates/labels.yml", "home: الدار\n"),
    "a template, unseen": edit_unseen("templates/404.html", "لا", "ما"),
    "a new template": write("templates/home.html", '{% extends "shipped/home.html" %}{% block footer %}{% endblock %}'),
    "an asset": write("templates/assets/style.css", "q{}"),
    "a new asset": write("templates/assets/x.js", ""),
    "a file that newsgen does not read": write("content/articles/more.txt", ""),
    "the address book": write("content/addresses.tsv", "a\t/articles/a/\n"),
    "no address book": delete("content/addresses.tsv"),
    "a published page": write("site/index.html", "theirs"),
    "a published page that is gone": delete("site/404.html"),
    "the list of published files": delete("site/.newsgen-files"),
    "a line less in it": lambda root: write("site/.newsgen-files", (root / "site/.newsgen-files").read_text()[5:])(
        root
    ),
    "no cache": delete(".newsgen/cache.sqlite"),
}


COMMENTS = {
    "a comment": write("content/comments/a/1.yml", "text: قول آخر\n"),
    "a comment, unseen": edit_unseen("content/comments/a/1.yml", "قول", "فول"),
    "a new comment": write("content/comments/a/2.yml", "text: قول\n"),
    "a comment that leaves": delete("content/comments/a/1.yml"),
    "a comment of another name": rename("content/comments/a/1.yml", "content/comments/a/2.yml"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_of_any_input_is_noticed(built, pipeline, change, tmp_path):
    """A full build is made, and the site equals a clean build."""
    make_and_compare(built, change, tmp_path / "clean", lambda: pipeline == [1])


@pytest.mark.parametrize("change", COMMENTS.values(), ids=COMMENTS)
def test_a_changed_comment_renders_one_page(built, pipeline, change, tmp_path):
    """A comment is shown only on the page of its article."""
    make_and_compare(built, change, tmp_path / "clean", lambda: pipeline == [])


def make_and_compare(built, change, clean, is_as_expected):
    """Build again after a *change*, and compare with a clean build in the folder *clean*."""
    change(built.root)
    shutil.copytree(built.root, clean, ignore=shutil.ignore_patterns("site", ".newsgen"), symlinks=True)
    one = built.build("--jobs", "1")
    assert is_as_expected()
    if one.code == 0:
        assert same(one, built.build("--root", str(clean)))
        files = {path: (clean / "site" / path).read_bytes() for path in built.files()}
        assert files == built.files()
        assert len(files) == sum(file.is_file() for file in (clean / "site").rglob("*"))
        assert (clean / "content/addresses.tsv").read_bytes() == (built.root / "content/addresses.tsv").read_bytes()
    else:
        assert "nothing was published" in one.stderr


OTHERS = {
    "a file beside": write("README", "x"),
    "a hidden file": write("content/articles/.a.md.swp", "x"),
    "a note": write("content/notes.txt", "x"),
    "a foreign file in the output": write("site/CNAME", "example.org"),
    "a folder in the output": lambda root: (root / "site/empty").mkdir(),
    "a file that is only looked at": lambda root: (root / "content/articles/a.md").read_bytes(),
    "an old template with another time": lambda root: os.utime(root / "templates/404.html", (0, 0)),
    "a staging that somebody left": write("site/.newsgen-staging/index.html", "stale"),
}


def test_other_files_do_not_count(built, pipeline):
    """They cause no build, but the staging folder of a killed build is cleared."""
    for name, change in OTHERS.items():
        change(built.root)
        assert built.build("--jobs", "1").report["written"] == 0, name
        assert pipeline == [], name
        assert not (built.root / "site/.newsgen-staging").exists()


@pytest.mark.parametrize("options", [["--drafts"], ["--date", "2020-01-01"], ["--keep-going"]], ids=" ".join)
def test_the_options_of_a_build_count(built, pipeline, options):
    """A build with the same options as the last one does nothing."""
    built.build(*options)
    built.build(*options)
    assert pipeline == [1]


def test_two_outputs_of_one_project_are_independent(built, pipeline):
    """Each equals a clean build, in any order of builds."""
    drafts = str(built.root.parent / "drafts")
    built.build("--drafts", "--output", drafts)
    built.write("content/articles/c.md", "---\ntitle: ثالث\n---\nنص\n")
    built.write("content/articles/d.md", "---\ntitle: رابع\ndraft: true\n---\nنص\n")
    built.build("--drafts", "--output", drafts)
    assert Path(drafts, "articles/رابع/index.html").exists()
    built.build()
    assert (built.site / "articles/ثالث/index.html").exists()
    assert not (built.site / "articles/رابع").exists()
    assert len(pipeline) == 3
    for _ in range(2):
        built.build("--drafts", "--output", drafts)
        built.build()
    assert len(pipeline) == 4, "the address book is another, then it is the same"


def test_a_failed_build_is_not_recorded(built, pipeline):
    """Its errors are reported again; once they are corrected, the site is as before."""
    article = built.root / "content/articles/a.md"
    good, before = article.read_bytes(), built.files()
    built.write("content/articles/a.md", "---\ntitle: 'خبر\n---\n")
    for _ in range(2):
        assert len(built.build().report["errors"]) == 1
    assert len(pipeline) == 2
    article.write_bytes(good)
    assert (built.build().code, built.build().code, built.files() == before) == (0, 0, True)
    assert len(pipeline) == 3


def test_a_site_with_errors_is_built_each_time(built, pipeline):
    """Errors are reported by every build, also with --keep-going."""
    built.write("content/articles/c.md", "---\ntitle: 'خبر\n---\n")
    for _ in range(2):
        assert built.build("--keep-going").code == 1
    assert len(pipeline) == 2


@pytest.mark.parametrize("path", ["content/articles/a.md", "seeds/x.txt", "seeds/y.txt", "content/media/boat.png"])
def test_a_file_that_has_just_been_written_is_read_again(built, pipeline, fine_clock, path):
    """It may change again before the clock of the file system advances."""
    fine_clock(10**12)
    for _ in range(2):
        built.write(path, (built.root / path).read_bytes())
        assert built.build().report["written"] == 0
    assert len(pipeline) == 2
    fine_clock(0)
    for _ in range(2):
        assert built.build().report["written"] == 0
    assert len(pipeline) == 3


def test_a_project_can_be_moved_or_copied(built, tmp_path):
    """Its cache moves with it, and every published file stays the same."""
    before = built.files()
    moved = built.root.rename(tmp_path / "moved")
    copied = shutil.copytree(moved, tmp_path / "copied", symlinks=True)
    for root in (moved, copied):
        again = built.build("--root", str(root))
        assert (again.code, again.report["written"], again.report["notes"]) == (0, 0, [])
        assert {path: (root / "site" / path).read_bytes() for path in before} == before


def test_two_projects_with_one_output_are_independent(built, tmp_path):
    """Each publishes its own site, because published files are recognised by stamps, not by names."""
    www = tmp_path / "www"
    other = shutil.copytree(built.root, tmp_path / "other", symlinks=True)
    (other / "content/articles/a.md").write_text("---\ntitle: خبر\n---\nنص آخر\n", encoding="utf-8")
    for root, text in [(built.root, "نص"), (other, "نص آخر")] * 2:
        assert built.build("--root", str(root), "--output", str(www)).code == 0
        assert f"<p>{text}</p>" in (www / "articles/خبر/index.html").read_text(encoding="utf-8")


def test_an_output_whose_name_is_not_text_can_be_built(built, tmp_path):
    """File names are bytes and need not be valid text."""
    output = tmp_path / "\udcff"
    first, second = (built.build("--output", str(output)) for _ in range(2))
    assert (first.code, first.report["written"] > 0) == (0, True)
    assert (second.code, second.report["written"], second.report["notes"]) == (0, 0, [])


def test_an_edit_while_a_site_is_built_is_seen_by_the_next_build(built, monkeypatch):
    """The build may show the old or the new state of each file; the next build shows the new one."""
    from newsgen.build import pipeline  # noqa: PLC0415

    assign = pipeline.assign_addresses

    def meanwhile(*arguments):
        built.write("content/articles/a.md", "---\ntitle: خبر\n---\nنص آخر\n")
        built.write("content/site.yml", "font: system\ntitle: جريدة\n")
        built.write("templates/labels.yml", "home: الدار\n")
        built.write("content/media/boat.png", SIZED + b"x")
        return assign(*arguments)

    built.write("content/pages/about.md", "---\ntitle: عنا\n---\nنص\n")
    with monkeypatch.context() as patch:
        patch.setattr("newsgen.build.pipeline.assign_addresses", meanwhile)
        built.build("--jobs", "1")
    built.build("--jobs", "1")
    incremental = built.files()
    built.build("--clean", "--jobs", "1")
    assert built.files() == incremental
    assert "نص آخر" in built.read("articles/خبر/index.html")
