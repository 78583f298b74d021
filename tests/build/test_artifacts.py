"""Only files that are out of date are written again, also after errors and interrupted builds."""

import shutil

import pytest

from newsgen.build.output import OutputTransaction
from sample_pictures import png

ARTICLE = "---\ntitle: {title}\ndate: 2022-0{month}-11\ntags: [ماء]\n---\n{opening}\n\n{end}\n"
OPENING = "فتح الميناء أبوابه صباح اليوم أمام السفن التي كانت تنتظر في عرض البحر منذ أسبوع كامل بسبب الضباب. " * 3


def write(project, number, title="خبر", opening=OPENING, end="نهاية"):
    """Write an article."""
    text = ARTICLE.format(title=f"{title} {number}", month=number, opening=opening, end=end)
    project.write(f"content/articles/a{number}.md", text)


@pytest.fixture
def builder(project):
    """Build a project with five articles and a full feed; return a function that builds and returns the changes."""
    settings = "base_url: https://example.org/\nfeed_content: full\nfeed_items: 2\nrelated: 0\n"
    project.write("content/site.yml", f"font: system\n{settings}")
    for number in range(1, 6):
        write(project, number)
    assert project.build().code == 0

    def changed(*options):
        before = {path: (project.site / path).stat() for path in project.files()}
        built = project.build(*options)
        assert built.code == 0, built.stderr
        after = {path: (project.site / path).stat() for path in project.files()}
        written = {path for path, stat in after.items() if path not in before or before[path].st_ino != stat.st_ino}
        assert built.report["written"] == len(written - {".newsgen-files"})
        return written - {".newsgen-files", "receipt.json"}  # the receipt changes with every file

    return changed


def test_editing_a_body_rewrites_one_page(project, builder):
    """Lists and sidebars show cards, so only the article's own page depends on its body."""
    write(project, 1, end="نهاية أخرى")
    assert builder() == {"articles/خبر-1/index.html"}


def test_editing_a_body_in_the_full_feed_rewrites_the_feeds(project, builder):
    """A full feed contains the bodies of the newest articles."""
    write(project, 5, end="نهاية أخرى")
    assert builder() == {"articles/خبر-5/index.html", "feed.xml", "rss.xml", "feed.json"}


def test_editing_a_headline_rewrites_the_pages_that_show_it(project, builder):
    """The article's own page, those of its neighbours and the lists change; the URL stays the same."""
    write(project, 3, title="عنوان آخر")
    written = builder()
    assert {"articles/خبر-3/index.html", "articles/خبر-2/index.html", "articles/خبر-4/index.html"} <= written
    assert {"index.html", "tags/ماء/index.html", "archive/2022/03/index.html"} <= written
    assert not {"feed.xml", "archive/2022/05/index.html", "404.html"} & written


@pytest.mark.parametrize("name", ["home.html", "labels.yml", "logo.svg", "parts/menu.html"])
def test_the_theme_is_part_of_every_page(project, builder, name):
    """A change of any file that a template includes, also in a folder or behind a link, rebuilds the pages."""
    project.write("shared/menu.html", "1")
    (project.root / "templates").mkdir()
    (project.root / "templates/parts").symlink_to("../shared")
    parts = '{% include "logo.svg" %}{% include "parts/menu.html" %}'
    files = {
        "home.html": '{% extends "shipped/home.html" %}{% block footer %}1{% endblock %}',
        "labels.yml": "home: البيت 1",
        "logo.svg": "<svg>1</svg>",
        "base.html": f'{{% extends "shipped/base.html" %}}{{% block masthead %}}{parts}{{% endblock %}}',
    }
    for file, text in files.items():
        project.write(f"templates/{file}", text)
    builder()
    assert builder() == set()
    project.write(f"templates/{name}", files.get(name, "1").replace("1", "2"))
    assert {"index.html", "404.html"} & builder()
    clean = project.root.parent / "clean"
    shutil.copytree(project.root, clean, ignore=shutil.ignore_patterns("site", ".newsgen"), symlinks=True)
    project.run("build", "--root", str(clean))
    assert {path: (clean / "site" / path).read_bytes() for path in project.files()} == project.files()


def test_a_template_that_is_edited_during_a_build_is_seen_by_the_next(project, builder, monkeypatch):
    """Pages of the old template are not taken for pages of the new one."""
    project.write("templates/404.html", "قبل")
    with monkeypatch.context() as patch:
        assign = vars(__import__("newsgen.build.pipeline", fromlist=["pipeline"]))["assign_addresses"]

        def meanwhile(*arguments):
            project.write("templates/404.html", "بعد")
            return assign(*arguments)

        patch.setattr("newsgen.build.pipeline.assign_addresses", meanwhile)
        builder()
    assert project.read("404.html").strip() == "قبل"
    builder()
    assert project.read("404.html").strip() == "بعد"


@pytest.mark.usefixtures("one_item_batches")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_one_mistake_in_a_template_is_reported_once_by_all_workers(project, builder, jobs):
    """The other pages are discarded: nothing is published and no digest is recorded."""
    before = project.files()
    project.write("templates/sidebar.html", "{{ مجهول }}")
    built = project.build("--jobs", jobs)
    assert (built.code, len(built.report["errors"])) == (1, 1)
    assert project.files() == before
    (project.root / "templates/sidebar.html").unlink()
    assert builder("--jobs", jobs) == set()


@pytest.mark.parametrize("moves", [0, 1, 5])
def test_a_build_that_is_killed_among_its_renames_leaves_no_stale_digest(project, builder, monkeypatch, moves):
    """Files that it had replaced are rendered again, even if the edit was reverted."""
    before, left = project.files(), iter(range(moves))
    move = vars(OutputTransaction)["move"]

    def move_or_die(transaction, path):
        if next(left, None) is None:
            raise ZeroDivisionError
        move(transaction, path)

    project.write("templates/labels.yml", "home: البيت\n")
    with monkeypatch.context() as patch:
        patch.setattr(OutputTransaction, "move", move_or_die)
        with pytest.raises(ZeroDivisionError):
            project.build()
    assert sum(data != before.get(path) for path, data in project.files().items()) == moves
    (project.root / "templates/labels.yml").unlink()
    assert len(builder() & before.keys()) == moves
    assert project.files() == before


@pytest.mark.usefixtures("one_item_batches")
@pytest.mark.parametrize("jobs", ["2"])
def test_a_file_with_the_same_content_is_not_written(project, builder, jobs):
    """Without a cache every page is rendered, but only changed files are written."""
    assert builder("--clean", "--jobs", jobs) == set()
    shutil.rmtree(project.root / ".newsgen")
    assert builder("--jobs", jobs) == set()


@pytest.mark.usefixtures("one_item_batches")
@pytest.mark.parametrize("jobs", ["2"])
def test_only_files_altered_by_hand_are_written_again(project, builder, jobs):
    """A page, a style sheet or a feed may have been deleted, altered or replaced."""
    good = project.files()
    (style,) = [path for path in good if path.endswith(".css")]
    (project.site / "index.html").unlink()
    (project.site / style).write_bytes(b"p{}")
    (project.site / "feed.xml").unlink()
    (project.site / "feed.xml").symlink_to("rss.xml")
    shutil.rmtree(project.site / "tags")
    assert builder("--jobs", jobs) == {"index.html", style, "feed.xml", *(path for path in good if path[:5] == "tags/")}
    assert project.files() == good


def test_a_picture_with_new_content_gets_a_new_url(project, builder):
    """The page and the feeds that show it change with it, and the old file is removed."""
    project.write("content/media/boat.png", png(grey=9))
    write(project, 1, end="![قارب](boat.png)")
    builder()
    project.write("content/media/boat.png", png())
    written = builder()
    assert "articles/خبر-1/index.html" in written
    assert len([path for path in written if path.startswith("media/")]) == 1
    assert len(written) == 2
