"""Source files are found in their folders, and files that cannot be read are errors."""

import errno
import os
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.errors import ConfigError, SourceError
from newsgen.filesystem import sha256
from newsgen.loaders.sources import Source, check_root, find_source, find_sources


def found(root):
    """Return the paths of the sources, and the errors and warnings as text."""
    sources, errors, warnings = find_sources(root)
    return [source.path for source in sources], [str(error) for error in errors], warnings


def test_each_kind_is_found_in_its_folder_and_below(project):
    """Captures, articles and pages are distinguished by their folders and sorted by their paths."""
    for path in ("seeds/ب.txt", "seeds/2022/أ.TXT", "content/articles/خبر.md", "content/pages/about.md"):
        project.write(path, "x")
    sources, errors, warnings = find_sources(project.root)
    assert [(source.path, source.kind) for source in sources] == [
        ("content/articles/خبر.md", "article"),
        ("content/pages/about.md", "page"),
        ("seeds/2022/أ.TXT", "capture"),
        ("seeds/ب.txt", "capture"),
    ]
    assert (errors, warnings) == ([], [])
    assert [(source.stem, source.suffix) for source in sources][2] == ("أ", ".txt")


@given(name=st.text(st.sampled_from("aخ.ﬀ T"), min_size=1, max_size=6).filter(lambda name: name.strip(". ")))
def test_a_name_is_split_as_pathlib_splits_it(name):
    """A dot at either end of a name does not begin an extension."""
    source, path = Source(f"seeds/x.y/{name}", "capture", Path("/nowhere")), PurePosixPath(name)
    assert (source.stem, source.suffix) == (path.stem, path.suffix.lower())
    assert source.location == str(source.file)


def test_files_that_start_with_a_dot_are_skipped(project):
    """Editors and operating systems create these files."""
    for path in ("seeds/.hidden.txt", "seeds/.git/x.txt", "content/articles/.x.md.swp"):
        project.write(path, "x")
    assert found(project.root) == ([], [], [])


def test_a_file_of_another_kind_is_ignored_with_a_warning(project):
    """A page saved as PDF is not ignored silently."""
    project.write("seeds/خبر.pdf", "x")
    assert found(project.root) == (
        [],
        [],
        ["seeds/خبر.pdf: is ignored because newsgen reads only .txt or .html or .htm files here"],
    )


def test_a_project_may_lack_every_folder(tmp_path):
    """A missing folder contains no sources."""
    assert found(tmp_path) == ([], [], [])


def test_a_name_that_is_not_utf8_is_an_error(project):
    """The name would make a URL that no browser can request."""
    Path(os.fsdecode(os.fsencode(project.root / "seeds") + b"/\xce\xc8.txt")).write_text("x")
    sources, errors, _ = found(project.root)
    assert sources == []
    assert errors == ["seeds/\\udcce\\udcc8.txt: has a name that is not UTF-8; rename the file"]


@pytest.mark.parametrize("name", ["seeds", "content/articles", "content/pages"])
def test_a_file_in_place_of_a_folder_is_an_error(tmp_path, name):
    """An unmounted disk must not look like an archive without articles."""
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("x")
    _, errors, _ = find_sources(tmp_path)
    assert [(str(error), error.exit_code) for error in errors] == [
        (f"{name}: cannot be read ({os.strerror(errno.ENOTDIR)}); make it a readable folder", 2)
    ]


def test_a_broken_link_in_place_of_a_folder_is_an_error(tmp_path):
    """If seeds/ is a link to an unmounted disk, the archive must not look empty either."""
    (tmp_path / "seeds").symlink_to("/nowhere/at/all")
    assert found(tmp_path)[1] == [f"seeds: cannot be read ({os.strerror(errno.ENOENT)}); make it a readable folder"]


def test_a_link_to_a_folder_that_contains_it_is_an_error_once(project):
    """A loop of links is reported once and not followed."""
    project.write("seeds/أ/x.txt", "x")
    (project.root / "seeds/أ/loop").symlink_to("..")
    (project.root / "seeds/b").symlink_to("أ")
    sources, errors, _ = found(project.root)
    assert sources == ["seeds/b/x.txt", "seeds/أ/x.txt"]
    assert len(errors) == 2
    assert all("is a link to a folder that contains it; remove the link" in error for error in errors)


def test_a_link_to_a_file_or_folder_elsewhere_is_read(project, tmp_path):
    """Captures may be stored on another disk."""
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "خبر.txt").write_text("x")
    (project.root / "seeds/store").symlink_to(tmp_path / "store")
    assert found(project.root) == (["seeds/store/خبر.txt"], [], [])


@pytest.mark.parametrize("kind", ["folder", "pipe", "missing", "long", "link"])
def test_a_path_that_is_not_a_readable_file_is_an_error(project, kind):
    """A folder, a pipe or a broken link in place of a file is reported by name, and nothing hangs."""
    path = "seeds/" + ("أ" * 200 if kind == "long" else "خبر") + ".txt"
    file = project.root / path
    if kind == "folder":
        file.mkdir()
    elif kind == "pipe":
        os.mkfifo(file)
    elif kind == "link":
        file.symlink_to("nowhere")
    with pytest.raises(SourceError) as caught:
        Source(path, "capture", project.root).read()
    assert caught.value.path == path
    assert caught.value.found == "is not a file" or caught.value.found.startswith("cannot be read (")
    assert caught.value.remedy


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_without_permission_is_an_error(project):
    """A file that cannot be opened is reported by name."""
    project.write("seeds/خبر.txt", "x").chmod(0)
    with pytest.raises(SourceError, match=os.strerror(errno.EACCES)):
        Source("seeds/خبر.txt", "capture", project.root).read()


@pytest.mark.parametrize("folder", ["seeds", "content"])
def test_a_root_has_seeds_or_content(tmp_path, folder):
    """One of the two folders is enough for a project."""
    (tmp_path / folder).mkdir()
    check_root(tmp_path)


@pytest.mark.parametrize("root", ["missing", "file", "empty", "a" * 300, "file/below"])
def test_any_other_root_is_refused(tmp_path, root):
    """A mistyped --root must not empty a live site."""
    (tmp_path / "file").write_text("x")
    (tmp_path / "empty").mkdir()
    with pytest.raises(ConfigError) as caught:
        check_root(tmp_path / root)
    assert caught.value.path == str(tmp_path / root)
    assert caught.value.remedy == "give the project's folder with --root"


@pytest.mark.parametrize(
    ("start", "name", "expected"),
    [
        (".", "seeds/x.txt", ("seeds/x.txt", "capture")),
        ("seeds", "x.txt", ("seeds/x.txt", "capture")),
        ("seeds/sub", "../x.txt", ("seeds/x.txt", "capture")),
        (".", "./content/articles/../articles/x.md", ("content/articles/x.md", "article")),
        ("content", "pages/x.md", ("content/pages/x.md", "page")),
        (".", "notes.md", ("notes.md", "article")),
    ],
)
def test_one_file_is_a_source_of_the_project_around_it(project, monkeypatch, start, name, expected):
    """Its path does not depend on the working directory."""
    (project.root / "seeds/sub").mkdir()
    monkeypatch.chdir(project.root / start)
    assert find_source(Path(name)) == Source(*expected, project.root)


def test_one_file_outside_a_project_is_a_source_of_its_folder(tmp_path):
    """A capture can be inspected before there is a project."""
    assert find_source(tmp_path / "خبر.txt") == Source("خبر.txt", "capture", tmp_path)


@pytest.mark.parametrize("name", ["خبر.pdf", "خبر", "a" * 300])
def test_one_file_of_another_kind_is_refused(tmp_path, name):
    """Newsgen does not guess the format of a file that it cannot read."""
    with pytest.raises(SourceError, match="is not a file type that newsgen reads"):
        find_source(tmp_path / name)


def test_one_file_whose_name_is_not_utf8_is_refused(tmp_path):
    """The record of the file could not be printed."""
    with pytest.raises(SourceError, match="not UTF-8"):
        find_source(tmp_path / os.fsdecode(b"\xce.txt"))


def test_sha256_is_the_standard_digest():
    """A reader can check a capture with sha256sum."""
    assert sha256(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
