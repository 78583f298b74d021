"""A full or read-only disk is an error in one line, and the published site stays as it was."""

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
    """Mount a small disk at *folder*; skip the test if that is not permitted."""
    folder.mkdir(exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "newsgen-test", folder]
    if not shutil.which("mount") or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("only the superuser can mount a small disk")
    try:
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


def remount(folder, how):
    """Remount the disk at *folder* with other options."""
    subprocess.run(["mount", "-o", f"remount,{how}", folder], check=True)


@pytest.fixture
def small(project):
    """Make a project with a small site."""
    project.write("content/articles/a.md", ARTICLE.format("خبر", "نص"))
    return project


def grow(project):
    """Make the site of *project* large."""
    for number in range(9):
        project.write(f"content/articles/b{number}.md", ARTICLE.format(f"خبر {number}", LONG))
    project.write("templates/labels.yml", "home: البيت\n")


def clean(project, tmp_path):
    """Return the site that a clean build on another disk produces."""
    shutil.copytree(project.root, tmp_path / "clean", ignore=shutil.ignore_patterns("site", ".newsgen"))
    assert project.run("build", "--root", str(tmp_path / "clean")).code == 0
    site = tmp_path / "clean/site"
    return {file.relative_to(site).as_posix(): file.read_bytes() for file in site.rglob("*") if file.is_file()}


@pytest.mark.usefixtures("one_item_batches")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_full_disk_leaves_the_site_as_it_was(small, tmp_path, jobs):
    """The failure may be in this process or in a worker; once space is freed, the next build equals a clean one."""
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
def test_a_full_disk_for_the_cache_is_not_an_error(small, tmp_path, size):
    """There is one note, and the site is right; once there is space, the note is gone."""
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
def test_a_read_only_disk_leaves_the_site_as_it_was(small, place):
    """One error names the folder; if the address book cannot be written, no page is published at a new URL."""
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


def test_an_output_folder_that_is_a_mounted_disk_stays(small):
    """A failed build does not remove the mount point."""
    with disk(small.site, "200k"):
        grow(small)
        assert small.build().code == 1
        assert list(small.site.iterdir()) == []
