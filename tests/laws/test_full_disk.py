"""A disk that is full or may only be read is an error in one line, and what was published stays."""

import errno
import os
import shutil
import subprocess
from contextlib import contextmanager

import pytest

ARTICLE = "---\ntitle: {}\ntags: [ماء]\n---\n{}\n"
LONG = "فتح الميناء أبوابه صباح اليوم أمام السفن التي كانت تنتظر في عرض البحر.\n\n" * 100
NO_CACHE = ".newsgen/cache.sqlite "


@contextmanager
def disk(folder, size):
    """Put a small disk in the place of *folder*; where that is not allowed, skip."""
    folder.mkdir(exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "newsgen-test", folder]
    if not shutil.which("mount") or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("to mount a small disk is the superuser's")
    try:
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


def remount(folder, how):
    """Change the disk at *folder*."""
    subprocess.run(["mount", "-o", f"remount,{how}", folder], check=True)


@pytest.fixture
def small(project):
    """Make a project whose site is small."""
    project.write("content/articles/a.md", ARTICLE.format("خبر", "نص"))
    return project


def grow(project):
    """Make its site a large one."""
    for number in range(9):
        project.write(f"content/articles/b{number}.md", ARTICLE.format(f"خبر {number}", LONG))
    project.write("templates/labels.yml", "home: البيت\n")


def clean(project, tmp_path):
    """Return the site as a clean build on another disk makes it."""
    shutil.copytree(project.root, tmp_path / "clean", ignore=shutil.ignore_patterns("site", ".newsgen"))
    assert project.run("build", "--root", str(tmp_path / "clean")).code == 0
    site = tmp_path / "clean/site"
    return {file.relative_to(site).as_posix(): file.read_bytes() for file in site.rglob("*") if file.is_file()}


@pytest.mark.usefixtures("one_item_batches")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_full_disk_leaves_the_site_as_it_was(small, tmp_path, jobs):
    """Whoever meets it, this process or a worker; with some space freed the next build is as a clean one."""
    with disk(small.site, "200k"):
        assert small.build("--jobs", jobs).code == 0
        before = small.files()
        grow(small)
        built = small.build("--jobs", jobs)
        assert built.code == 1
        (error,) = built.report["errors"]
        assert error["found"] == f"cannot be written ({os.strerror(errno.ENOSPC)})"
        assert error["remedy"] == "free some space"
        assert "nothing was published" in built.stderr
        assert "Traceback" not in built.stderr
        assert small.files() == before
        assert not (small.site / ".newsgen-staging").exists()
        remount(small.site, "size=4m")
        assert small.build("--jobs", jobs).code == 0
        assert small.files() == clean(small, tmp_path)


@pytest.mark.parametrize("size", ["4k", "40k"])
def test_a_full_disk_for_the_cache_is_no_error(small, tmp_path, size):
    """One line says so, and the site is right; so it is with more space."""
    with disk(small.root / ".newsgen", size):
        small.build()
        grow(small)
        built = small.build()
        assert built.code == 0
        assert len([note for note in built.report["notes"] if note.startswith(NO_CACHE)]) == 1
        assert small.files() == clean(small, tmp_path)
        remount(small.root / ".newsgen", "size=4m")
        again = small.build()
        assert (again.code, again.report["written"]) == (0, 0)
        assert [note for note in small.build().report["notes"] if note.startswith(NO_CACHE)] == []


@pytest.mark.parametrize("place", ["site", "content", ".newsgen"])
def test_a_disk_that_may_only_be_read_leaves_the_site_as_it_was(small, place):
    """One line names the place; where the address book cannot be written, nothing goes out under a new address."""
    shutil.move(small.root / "content", small.root / "kept")
    with disk(small.root / place, "1m"):
        shutil.copytree(small.root / "kept", small.root / "content", dirs_exist_ok=True)
        assert small.build().code == 0
        before = small.files()
        grow(small)
        remount(small.root / place, "ro")
        built = small.build()
        assert built.code == 1
        (error,) = built.report["errors"]
        assert os.strerror(errno.EROFS) in error["found"]
        assert place in error["path"]
        assert "Traceback" not in built.stderr
        assert small.files() == before
        assert not (small.site / ".newsgen-staging").exists()
        remount(small.root / place, "rw")
        assert small.build().code == 0
        assert small.files() != before


def test_a_disk_of_its_own_for_the_output_stays_where_it_is(small):
    """Its folder is no folder of newsgen's, even when a build fails."""
    with disk(small.site, "200k"):
        grow(small)
        assert small.build().code == 1
        assert list(small.site.iterdir()) == []
