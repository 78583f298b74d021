"""A cluster makes the bytes of one machine, even if its workers die; when it is lost, the site is as it was."""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from itertools import count

import pytest

from clusters import cluster
from effort import seed, times
from folders import SITES
from newsgen.build.output import MANIFEST
from newsgen.build.staging import STAGING
from newsgen.workers.tickets import FOLDER
from processes import alive
from requirements import modules
from sample_articles import Story, archive, export

modules("distributed")
NEWSGEN = """
import signal
from newsgen.cli import run
signal.signal(signal.SIGINT, signal.default_int_handler)  # it may be ignored when tests start
run()
"""
DEATHS = times("NEWSGEN_DEATHS", 2, 20)
"""Workers that are killed in each of the tests with deaths."""

pytestmark = pytest.mark.law


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch):
    """Give even a small project to several workers."""
    monkeypatch.setattr("newsgen.workers.batches.BATCH_SIZE", 2)
    monkeypatch.setattr("newsgen.workers.cluster.BATCH_FACTOR", 1)


@pytest.fixture(scope="module")
def running():
    """Start a cluster of two workers for all tests of this module."""
    with cluster() as started:
        yield started


@pytest.fixture
def rich(project):
    """Make a project with many kinds of pages."""
    shutil.copytree(SITES / "rich", project.root, dirs_exist_ok=True)
    return project


@pytest.fixture
def material(tmp_path):
    """Return a folder with the same stories as texts, saved pages, an export and several archives."""
    folder = tmp_path / "material"
    folder.mkdir()
    stories = [Story(number) for number in range(9)]
    for story in stories[:4]:
        (folder / f"copied-{story.number}.txt").write_bytes(story.text())
        (folder / f"saved-{story.number}.html").write_bytes(story.page())
    (folder / "export.xml").write_bytes(export(*stories[::3], Story(9), pages=("من نحن",)))
    for number in range(3):
        captures = [(s.url, s.page(remark=f"{number}"), f"2015-01-0{number + 1}T00:00:00Z") for s in stories[number:]]
        (folder / f"crawl-{number}.warc.gz").write_bytes(archive(*captures))
    return folder


def content_of(root):
    """Return the files of a project that are no cache, and those of its site."""
    files = (file for top in ("content", "seeds", "site") for file in (root / top).rglob("*") if file.is_file())
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in files}


def differing(one, other):
    """Return the paths of files that differ."""
    return sorted(path for path in {*one, *other} if one.get(path) != other.get(path))


def test_a_site_from_a_cluster_has_the_bytes_of_a_local_one(rich, running, tmp_path):
    """The first build, those after the edit of a body and of a template, and one in which nothing changed."""
    alone = tmp_path / "alone"
    shutil.copytree(rich.root, alone)
    template = '{% extends "shipped/article.html" %}{% block title %}طبعة ثانية{% endblock %}\n'
    edits = [("content/articles/boats-2.md", ""), ("content/articles/boats-2.md", "تصويب.\n")]
    for path, text in (*edits, ("templates/article.html", template)):
        for root in (rich.root, alone):
            (root / path).parent.mkdir(exist_ok=True)
            with (root / path).open("a", encoding="utf-8") as file:
                file.write(text)
        assert rich.run("build", "--root", str(alone)).code == 0
        built = rich.build("--cluster", running.address)
        assert (built.code, built.report["errors"]) == (0, []), built.stderr
        assert differing(content_of(rich.root), content_of(alone)) == []
    assert rich.build("--cluster", running.address).report["written"] == 0
    assert rich.build().report["written"] == 0


def test_an_import_by_a_cluster_has_the_bytes_of_a_local_one(project, material, running, tmp_path):
    """Near copies are found as if the files had been read one after another."""
    alone = tmp_path / "alone"
    alone.mkdir()
    local = project.run("import", str(material), "--root", str(alone))
    done = project.run("import", str(material), "--root", str(project.root), "--cluster", running.address)
    (project.root / "content/site.yml").unlink()
    assert (local.code, done.code) == (0, 0), done.stderr
    assert "dashboard: " in done.stderr
    assert differing(content_of(project.root), content_of(alone)) == []


def test_deaths_of_workers_change_no_byte_of_a_site(rich, running):
    """Another worker does their work, as often as they die."""
    chance = random.Random(seed())
    assert rich.build("--clean").code == 0
    expected = rich.files()
    running.deaths = 0
    with running.deadly(chance, DEATHS):
        while running.deaths < DEATHS:
            shutil.rmtree(rich.site)
            built = rich.build("--clean", "--cluster", running.address)
            assert built.code == 0, built.stderr
            assert differing(rich.files(), expected) == [], built.stderr


def test_deaths_of_workers_change_no_byte_of_an_import(project, material, running, tmp_path):
    """What a dead worker had read is read again."""
    chance = random.Random(seed())
    (project.root / "content/site.yml").unlink()
    assert project.run("import", str(material), "--root", str(project.root)).code == 0
    expected = content_of(project.root)
    running.deaths = 0
    with running.deadly(chance, DEATHS):
        for number in count():
            root = tmp_path / str(number)
            root.mkdir()
            done = project.run("import", str(material), "--root", str(root), "--cluster", running.address)
            assert done.code == 0, done.stderr
            assert differing(content_of(root), expected) == []
            if running.deaths >= DEATHS:
                break


@contextlib.contextmanager
def dask(*arguments):
    """Run a program of Dask until the end of the context."""
    command = [sys.executable, "-m", "dask", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


def test_a_lost_scheduler_leaves_the_site_as_it_was(rich, tmp_path):
    """The error says so in one line; with a new scheduler the next build does all the work."""
    assert rich.build().code == 0
    before = rich.files()
    rich.write("templates/labels.yml", "home: البيت\n")
    place = tmp_path / "scheduler.json"
    options = ["--scheduler-file", str(place)]
    for is_lost in (True, False):
        place.unlink(missing_ok=True)
        with (
            dask(
                "scheduler", "--host", "127.0.0.1", "--port", "0", "--dashboard-address", "127.0.0.1:0", *options
            ) as scheduler,
            dask("worker", "--nthreads", "1", "--no-dashboard", "--no-nanny", *options),
        ):
            while not place.exists():
                time.sleep(0.05)
            if is_lost:
                threading.Thread(target=_kill_when, args=(scheduler, rich.site / STAGING, rich.root / FOLDER)).start()
            address = next(part for part in place.read_text().split('"') if part.startswith("tcp://"))
            built = rich.build("--cluster", address)
        if is_lost:
            lines = [line for line in built.stderr.splitlines() if not line.startswith("warning")]
            assert [line.partition(":")[0] for line in lines] == ["cluster", "error", "nothing was published"]
            assert "the connection to the cluster was lost, or it has no worker any more; start it again" in lines[1]
            assert built.code == 1
            assert differing(rich.files(), before | {MANIFEST: before[MANIFEST]}) == []
    assert (built.code, built.report["errors"]) == (0, [])
    assert rich.build("--clean").report["written"] == 0


def _kill_when(process, staging, tickets):
    """Kill *process* as soon as workers are given work that they write into *staging*."""
    while not (staging.exists() and tickets.exists() and any(tickets.iterdir())):
        time.sleep(0.001)
    process.kill()


def test_ctrl_c_ends_a_build_on_a_local_cluster(rich):
    """One line says so, the site stays as it was, and no process is left."""
    for number in range(300):
        rich.write(f"content/articles/more-{number}.md", f"---\ntitle: خبر رقم {number}\n---\nنص الخبر رقم {number}.\n")
    command = [sys.executable, "-c", NEWSGEN, "build", "--root", rich.root, "--cluster", "local", "--jobs", "2"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    tickets = rich.root / FOLDER
    while process.poll() is None and not (tickets.is_dir() and any(tickets.iterdir())):
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)
    errors = process.communicate(timeout=60)[1].splitlines()
    assert process.returncode == 130
    assert [line.partition(":")[0].partition(";")[0] for line in errors] == ["cluster", "stopped"]
    assert not rich.site.exists()
    assert alive(process.pid) == []
