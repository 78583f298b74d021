"""What publish and expiry dates hold back follows the day of the build, and appears nowhere on the site."""

import shutil
from datetime import UTC, datetime, timedelta, timezone

import pytest

from folders import RICH

TEXT = "نص المقال عن الميناء والسوق.\n"
LATER = "publishDate: 2030-01-02"
ENDS = "expiryDate: 2030-01-03"
SECRET = "سري-للغاية"
HELD = f"""---
title: {SECRET}
id: {SECRET}
slug: {SECRET}
date: 2022-07-05
section: {SECRET}
tags: [{SECRET}]
author: {SECRET}
source_name: {SECRET}
aliases: [/{SECRET}-old/]
image: {SECRET}.png
capture: {SECRET}.txt
WORD
---
نص {SECRET} عن الميناء والسوق.
"""
WORDS = [
    "draft: true", "Draft: true", "published: false", "status: hidden", "unlisted: true", "publishDate: 2099-01-01",
    "expiryDate: 2022-08-01", "darft: true", "draft:", "password: سر",
]  # fmt: skip


@pytest.fixture
def clock(monkeypatch):
    """Return a function that sets the present moment."""

    def set_to(moment):
        monkeypatch.setattr("newsgen.cli.build.current_moment", lambda: moment)

    return set_to


def at(day, hour=12):
    """Return an hour of a day of January 2030."""
    return datetime(2030, 1, day, hour, tzinfo=UTC)


def titles(project):
    """Return the names of the published articles and pages."""
    return {path.split("/")[-2] for path in project.files() if path.endswith(("أول/index.html", "ثان/index.html"))}


@pytest.fixture
def dated(project, clock, fine_clock):  # noqa: ARG001 - stamps count at once
    """Build a project on 1 January, with an article that appears on the 2nd and a page that expires on the 3rd."""
    project.write("content/site.yml", "timezone: Asia/Baghdad\npublish_records: true\n")
    project.write("content/articles/أول.md", f"---\ntitle: أول\ndate: 2022-07-05\n{LATER}\n---\n{TEXT}")
    project.write("content/articles/خبر.md", f"---\ntitle: خبر\ndate: 2022-07-05\n---\n{TEXT}")
    project.write("content/pages/ثان.md", f"---\ntitle: ثان\n{ENDS}\n---\n{TEXT}")
    clock(at(1))
    project.build("--jobs", "1")
    return project


@pytest.mark.parametrize(
    ("moment", "published"),
    [
        (at(1, 20), {"ثان"}),
        (at(1, 21), {"أول", "ثان"}),
        (at(2), {"أول", "ثان"}),
        (at(2, 21), {"أول"}),
        (at(3), {"أول"}),
        (datetime(2030, 1, 2, 0, 30, tzinfo=timezone(timedelta(hours=9))), {"ثان"}),
    ],
)
def test_a_build_at_another_moment_is_a_clean_build(dated, clock, tmp_path, moment, published):
    """A day begins in the site's time zone; the same files built later give what a clean build gives then."""
    clock(moment)
    built = dated.build("--jobs", "1")
    clean = tmp_path / "clean"
    shutil.copytree(dated.root, clean, ignore=shutil.ignore_patterns("site", ".newsgen"))
    fresh = dated.build("--jobs", "1", "--root", str(clean))
    assert built.report["warnings"] == fresh.report["warnings"]
    assert titles(dated) == published
    names = {file.relative_to(clean / "site").as_posix() for file in (clean / "site").rglob("*") if file.is_file()}
    assert dated.files() == {name: (clean / "site" / name).read_bytes() for name in sorted(names)}


def test_what_is_held_back_by_date_is_named_with_its_day(dated, clock):
    """The warning says from when or since when, and is repeated by a build that changes nothing."""
    for day, path, words in [(1, "articles/أول.md", "until 2030-01-02"), (4, "pages/ثان.md", "since 2030-01-03")]:
        clock(at(day))
        for built in (dated.build("--jobs", "1"), dated.build("--jobs", "1")):
            assert [text for text in built.report["warnings"] if f"content/{path}: is held back {words}" in text]


def test_a_time_counts_on_its_day(project, clock):
    """An embargo until the evening is not lifted in the morning."""
    project.write("content/articles/أول.md", f"---\ntitle: أول\nembargo: 2030-01-02T18:00:00+01:00\n---\n{TEXT}")
    for hour, published in [(16, set()), (17, {"أول"})]:
        clock(at(2, hour))
        project.build("--jobs", "1")
        assert titles(project) == published


@pytest.mark.parametrize(
    ("day", "published"), [("2030-01-01", {"ثان"}), ("2030-01-02", {"أول", "ثان"}), ("2031-01-01", {"أول"})]
)
def test_the_day_of_the_command_line_counts_instead_of_today(dated, day, published):
    """With --date a build is the same on every day."""
    assert dated.build("--jobs", "1", "--date", day).code == 0
    assert titles(dated) == published


@pytest.mark.parametrize("word", WORDS)
def test_what_is_held_back_appears_nowhere(project, word):
    """Neither a page, a list, a feed, a record, a redirect nor a file has a word of it; its capture is no article."""
    settings = "base_url: https://example.org/\npublish_records: true\nfeed_content: full\n"
    project.write("content/site.yml", settings)
    picture = (RICH / "content/media/boat.png").read_bytes()
    project.write(f"content/media/{SECRET}.png", picture)
    project.write(f"seeds/{SECRET}.txt", f"{SECRET}\n\n{TEXT * 3}")
    project.write("content/articles/خبر.md", f"---\ntitle: خبر\ndate: 2022-07-05\n---\n{TEXT}")
    project.write(f"content/articles/{SECRET}.md", HELD.replace("WORD", word))
    project.write(
        "content/pages/secret.md", f"---\ntitle: {SECRET}\naliases: [/{SECRET}-page/]\n{word}\n---\n{SECRET}\n"
    )
    built = project.build("--keep-going", "--jobs", "1")
    assert built.report["articles"] == 1
    leaks = [name for name, data in project.files().items() if SECRET in name or SECRET.encode() in data]
    assert leaks == []
    assert not any("secret" in name for name in project.files())
    assert not any(name.endswith(".png") for name in project.files())


def test_a_build_says_how_many_drafts_are_held_back(project):
    """It says so each time, and not at all where there are none."""
    project.write("content/articles/خبر.md", f"---\ntitle: خبر\ndate: 2022-07-05\n---\n{TEXT}")
    assert "held back" not in project.build().stderr
    project.write("content/articles/أول.md", f"---\ntitle: أول\nDraft: true\n---\n{TEXT}")
    for _ in range(2):
        built = project.build()
        assert "1 draft is held back; build with --drafts to see it\n" in built.stderr
        assert built.stdout == ""
    project.write("content/pages/ثان.md", f"---\ntitle: ثان\npublished: no\n---\n{TEXT}")
    assert "2 drafts are held back; build with --drafts to see them\n" in project.build().stderr
    assert "held back" not in project.build("--drafts").stderr
    assert titles(project) == {"أول", "ثان"}
