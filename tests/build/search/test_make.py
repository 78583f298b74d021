"""The index of the search is a part of the site like its pages: complete, current and made only when it must be."""

import json
import shutil
from contextlib import suppress

import pytest

from newsgen.archive import shards
from newsgen.build.search import engine, make

ARTICLE = """---
title: {title}
date: {date}
categories: [{section}]
author: سعيد الناصري
---

أعلنت الجماعة {word} اليوم افتتاح المكتبة العمومية الجديدة وسط المدينة.
"""

NEWEST = ARTICLE.format(title="جديد", date="2021-01-01", section="مجتمع", word="الرباط")


@pytest.fixture
def searched(project):
    """Make a project of three articles whose site has a search."""
    project.write("content/site.yml", "font: system\nsearch: true\n")
    for number, word in enumerate(["الحضرية", "القروية", "الجبلية"], start=1):
        text = ARTICLE.format(title=f"مقال {word}", date=f"2020-0{number}-01", section="مجتمع", word=word)
        project.write(f"content/articles/a{number}.md", text)
    return project


def index_of(files):
    """Return those of a site's *files* that are in the folder of the search."""
    return {path: data for path, data in files.items() if path.startswith("search/")}


def test_a_site_has_a_search(searched):
    """The page, the box on every other page, and the index are published together."""
    assert searched.build().code == 0
    files = index_of(searched.files())
    assert {"search/index.html", "search/1/pagefind.js", "search/1/pagefind-entry.json"} <= files.keys()
    assert json.loads(files["search/1/pagefind-entry.json"])["languages"]["q1"]["page_count"] == 3
    assert 'action="search/"' in searched.read("index.html")
    assert "pagefind-ui" not in str(files.keys())


def test_a_site_without_search_has_no_trace_of_it(searched):
    """It has neither page nor box nor index nor script, also after it had them."""
    searched.build()
    searched.write("content/site.yml", "font: system\nsearch: false\n")
    assert searched.build().code == 0
    assert not any("search" in path for path in searched.files())
    assert 'role="search"' not in searched.read("index.html")


def test_a_missing_extra_is_said(searched, monkeypatch):
    """A site that wants a search without the engine is built without it."""
    monkeypatch.setattr(engine, "installed", lambda: None)
    built = searched.build()
    assert built.code == 0
    assert any("newsgen[search]" in warning for warning in built.report["warnings"])
    assert not (searched.site / "search").exists()


def test_a_wrong_setting_is_an_error(searched):
    """A word other than true and false is not understood as one of them."""
    searched.write("content/site.yml", "search: maybe\n")
    assert searched.build().code == 2


def test_a_second_build_writes_nothing(searched):
    """An index of which nothing changed is not made again."""
    searched.build()
    assert searched.build().report["written"] == 0


def test_an_edited_body_is_found(searched):
    """An incremental build is a clean build of the same content, index included."""
    searched.build()
    file = searched.root / "content/articles/a2.md"
    file.write_text(file.read_text().replace("المكتبة", "الخزانة"))
    assert searched.build().code == 0
    incremental = searched.files()
    shutil.rmtree(searched.site)
    shutil.rmtree(searched.root / ".newsgen")
    searched.build()
    assert searched.files() == incremental


def test_an_index_that_was_removed_from_the_site_is_published_again(searched):
    """The store of indexes makes up for a loss in the site, and the site for a loss in the store."""
    searched.build()
    whole = searched.files()
    shutil.rmtree(searched.site / "search/1")
    assert searched.build().code == 0
    assert searched.files() == whole


def _lose(file):
    file.unlink()


def _cut(file):
    file.write_bytes(file.read_bytes()[:-5])


def _change(file):
    file.write_bytes(bytes(len(file.read_bytes())))


@pytest.mark.parametrize("harm", [_lose, _cut])
@pytest.mark.parametrize("pattern", ["*.pf_meta", "*.pf_index", "files.json", "words.txt"])
def test_a_damaged_store_is_made_again(searched, pattern, harm):
    """What is kept between builds may be lost or cut off at any time."""
    searched.build()
    whole = searched.files()
    for file in (searched.root / ".newsgen/search").rglob(pattern):
        harm(file)
    shutil.rmtree(searched.site)
    assert searched.build().code == 0
    assert searched.files() == whole


def test_a_changed_store_is_not_published(searched):
    """A disk that returns other bytes than were written would make a search that finds nothing."""
    searched.build()
    for file in (searched.root / ".newsgen/search").rglob("*.pf_index"):
        _change(file)
    shutil.rmtree(searched.site)
    built = searched.build()
    assert built.code == 1
    assert "delete the folder" in built.stderr
    shutil.rmtree(searched.root / ".newsgen/search")
    assert searched.build().code == 0


@pytest.mark.parametrize("harm", [_lose, _cut, _change])
def test_a_damaged_index_of_the_site_is_published_again(searched, harm):
    """A published file that is not what newsgen wrote is written again, if a build looks at every file."""
    searched.build()
    whole = searched.files()
    for file in (searched.site / "search").rglob("*.pf_*"):
        harm(file)
    assert searched.build("--clean").code == 0
    assert searched.files() == whole


def test_another_pagefind_makes_another_index(searched, monkeypatch, tmp_path):
    """The program for browsers reads only the files of its own version."""
    searched.build()
    (before,) = (searched.root / ".newsgen/search").iterdir()
    another = tmp_path / "another/pagefind_bin-9.9.9.dist-info"
    another.mkdir(parents=True)
    (another / "METADATA").write_text("Name: pagefind_bin\nVersion: 9.9.9\n")
    monkeypatch.syspath_prepend(another.parent)
    assert searched.build().code == 0
    (after,) = (searched.root / ".newsgen/search").iterdir()
    assert after.name != before.name


def test_a_build_that_dies_while_it_indexes_leaves_nothing_behind(searched, monkeypatch):
    """The next build is whole, and clears what was begun."""
    searched.build()
    before = searched.files()
    searched.write("content/articles/a4.md", NEWEST)

    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(make, "write_index", killed)
        with suppress(KeyboardInterrupt):
            searched.build()
    assert searched.files() == before
    (searched.root / ".newsgen/search/.new-left/index").mkdir(parents=True)
    assert searched.build().code == 0
    incremental = searched.files()
    assert len(list((searched.root / ".newsgen/search").iterdir())) == 1
    shutil.rmtree(searched.root / ".newsgen")
    shutil.rmtree(searched.site)
    searched.build()
    assert searched.files() == incremental


@pytest.mark.usefixtures("one_item_batches")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_incremental_build_is_a_clean_build(searched, monkeypatch, jobs):
    """After articles were added, edited, deleted and retitled, at any number of workers and shards."""
    monkeypatch.setattr(shards, "MOST_ARTICLES", 2)
    articles = searched.root / "content/articles"
    searched.build("--jobs", jobs)
    searched.write("content/articles/a4.md", NEWEST)
    searched.build("--jobs", jobs)
    edited = articles / "a2.md"
    edited.write_text(edited.read_text().replace("المكتبة", "الخزانة"))
    searched.build("--jobs", jobs)
    (articles / "a1.md").unlink()
    searched.build("--jobs", jobs)
    retitled = articles / "a3.md"
    retitled.write_text(retitled.read_text().replace("title: مقال", "title: خبر"))
    assert searched.build("--jobs", jobs).code == 0
    incremental = searched.files()
    shutil.rmtree(searched.site)
    shutil.rmtree(searched.root / ".newsgen")
    assert searched.build().code == 0
    assert searched.files() == incremental


def test_a_new_article_changes_the_last_shard_alone(searched, monkeypatch):
    """A large archive is indexed in parts, the oldest first."""
    monkeypatch.setattr(shards, "MOST_ARTICLES", 2)
    searched.build()
    before = searched.files()
    searched.write("content/articles/a4.md", NEWEST)
    searched.build()
    after = searched.files()
    assert {path: data for path, data in after.items() if path.startswith("search/1/")}.items() <= before.items()
    assert {path.split("/")[1] for path in index_of(after) if after[path] != before.get(path)} == {
        "2",
        "index.html",  # which offers the new year
    }


def test_an_engine_that_fails_leaves_the_site_as_it_was(searched, monkeypatch, tmp_path):
    """A site with an index that does not belong to it would be worse than an old one."""
    searched.build()
    before = searched.files()
    broken = tmp_path / "pagefind"
    broken.write_text("#!/bin/sh\nexit 3\n")
    broken.chmod(0o755)
    monkeypatch.setattr(engine, "executable", lambda: broken)
    searched.write("content/articles/a4.md", NEWEST)
    built = searched.build()
    assert built.code == 1
    assert "search: false" in built.stderr
    assert searched.files() == before


def test_an_empty_archive_has_an_empty_search(project):
    """It is a site too, and its first article makes the first index."""
    project.write("content/site.yml", "font: system\nsearch: true\n")
    assert project.build().code == 0
    assert list(index_of(project.files())) == ["search/index.html"]
    project.write("content/articles/a4.md", NEWEST)
    assert project.build().code == 0
    assert "search/1/pagefind-entry.json" in project.files()
