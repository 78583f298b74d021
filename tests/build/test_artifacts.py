"""Only what is not what it was is made again, and no error or death vouches for what is not there."""

import shutil

import pytest

from folders import RICH
from newsgen.build.output import Publication

ARTICLE = "---\ntitle: {title}\ndate: 2022-0{month}-11\ntags: [ماء]\n---\n{opening}\n\n{end}\n"
OPENING = "فتح الميناء أبوابه صباح اليوم أمام السفن التي كانت تنتظر في عرض البحر منذ أسبوع كامل بسبب الضباب. " * 3


def write(project, number, title="خبر", opening=OPENING, end="نهاية"):
    """Write an article."""
    text = ARTICLE.format(title=f"{title} {number}", month=number, opening=opening, end=end)
    project.write(f"content/articles/a{number}.md", text)


@pytest.fixture
def press(project):
    """Build a project with five articles and a full feed; return what builds it again and tells what changed."""
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
        return written - {".newsgen-files"}

    return changed


def test_editing_a_body_rewrites_one_page(project, press):
    """Lists and sidebars show cards, so only the article's own page depends on its body."""
    write(project, 1, end="نهاية أخرى")
    assert press() == {"articles/خبر-1/index.html"}


def test_editing_a_body_in_the_full_feed_rewrites_the_feeds(project, press):
    """They hold the newest texts."""
    write(project, 5, end="نهاية أخرى")
    assert press() == {"articles/خبر-5/index.html", "feed.xml", "rss.xml", "feed.json"}


def test_editing_a_headline_rewrites_where_it_is_shown(project, press):
    """Its own page, those of its neighbours, and lists; the address stays."""
    write(project, 3, title="عنوان آخر")
    written = press()
    assert {"articles/خبر-3/index.html", "articles/خبر-2/index.html", "articles/خبر-4/index.html"} <= written
    assert {"index.html", "tags/ماء/index.html", "archive/2022/03/index.html"} <= written
    assert not {"feed.xml", "archive/2022/05/index.html", "404.html"} & written


@pytest.mark.parametrize("name", ["home.html", "labels.yml", "logo.svg", "parts/menu.html"])
def test_the_theme_is_part_of_every_page(project, press, name):
    """A file that it includes, whatever its name, in a folder or behind a link."""
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
    press()
    assert press() == set()
    project.write(f"templates/{name}", files.get(name, "1").replace("1", "2"))
    assert {"index.html", "404.html"} & press()
    clean = project.root.parent / "clean"
    shutil.copytree(project.root, clean, ignore=shutil.ignore_patterns("site", ".newsgen"), symlinks=True)
    project.run("build", "--root", str(clean))
    assert {path: (clean / "site" / path).read_bytes() for path in project.files()} == project.files()


def test_a_template_that_is_edited_during_a_build_is_seen_by_the_next(project, press, monkeypatch):
    """Pages of the old one are not taken for pages of the new one."""
    project.write("templates/404.html", "قبل")
    with monkeypatch.context() as patch:
        give = vars(__import__("newsgen.build.pipeline", fromlist=["pipeline"]))["give_addresses"]

        def meanwhile(*arguments):
            project.write("templates/404.html", "بعد")
            return give(*arguments)

        patch.setattr("newsgen.build.pipeline.give_addresses", meanwhile)
        press()
    assert project.read("404.html").strip() == "قبل"
    press()
    assert project.read("404.html").strip() == "بعد"


@pytest.mark.usefixtures("one_item_batches")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_one_mistake_in_a_template_is_told_once_by_all_workers(project, press, jobs):
    """And what was made of the rest is thrown away: nothing is published, nothing vouched for."""
    before = project.files()
    project.write("templates/sidebar.html", "{{ مجهول }}")
    built = project.build("--jobs", jobs)
    assert (built.code, len(built.report["errors"])) == (1, 1)
    assert project.files() == before
    (project.root / "templates/sidebar.html").unlink()
    assert press("--jobs", jobs) == set()


@pytest.mark.parametrize("moves", [0, 1, 5])
def test_a_build_that_dies_among_its_renames_vouches_for_nothing(project, press, monkeypatch, moves):
    """Even where the edit is taken back: what stands there is made anew."""
    before, left = project.files(), iter(range(moves))
    move = vars(Publication)["_move"]

    def mortal(publication, path):
        if next(left, None) is None:
            raise ZeroDivisionError
        move(publication, path)

    project.write("templates/labels.yml", "home: البيت\n")
    with monkeypatch.context() as patch:
        patch.setattr(Publication, "_move", mortal)
        with pytest.raises(ZeroDivisionError):
            project.build()
    assert sum(data != before.get(path) for path, data in project.files().items()) == moves
    (project.root / "templates/labels.yml").unlink()
    assert len(press() & before.keys()) == moves
    assert project.files() == before


@pytest.mark.usefixtures("one_item_batches")
@pytest.mark.parametrize("jobs", ["2"])
def test_what_is_there_with_the_same_content_is_not_written(project, press, jobs):
    """Without a cache every page is rendered, and none that is the same is touched."""
    assert press("--clean", "--jobs", jobs) == set()
    shutil.rmtree(project.root / ".newsgen")
    assert press("--jobs", jobs) == set()


@pytest.mark.usefixtures("one_item_batches")
@pytest.mark.parametrize("jobs", ["2"])
def test_what_was_altered_by_hand_is_mended_alone(project, press, jobs):
    """A page, a style sheet and a feed; deleted, altered or replaced."""
    good = project.files()
    (style,) = [path for path in good if path.endswith(".css")]
    (project.site / "index.html").unlink()
    (project.site / style).write_bytes(b"p{}")
    (project.site / "feed.xml").unlink()
    (project.site / "feed.xml").symlink_to("rss.xml")
    shutil.rmtree(project.site / "tags")
    assert press("--jobs", jobs) == {"index.html", style, "feed.xml", *(path for path in good if path[:5] == "tags/")}
    assert project.files() == good


def test_a_picture_that_changes_in_its_place_gets_a_new_address(project, press):
    """On the page that shows it, and in the feeds; the old file leaves."""
    picture = (RICH / "content/media/boat.png").read_bytes()
    project.write("content/media/boat.png", picture)
    write(project, 1, end="![قارب](boat.png)")
    press()
    project.write("content/media/boat.png", picture + b"x")
    written = press()
    assert "articles/خبر-1/index.html" in written
    assert len([path for path in written if path.startswith("media/")]) == 1
    assert len(written) == 2
