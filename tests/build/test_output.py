"""A site is published whole or not at all, and nothing that newsgen did not write is touched."""

import errno
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from newsgen.build.output import OURS, Publication
from newsgen.build.report import Changes
from newsgen.build.staging import STAGING, write_file
from newsgen.errors import OutputError, Problems

OLD = {
    "index.html": b"old home",
    "404.html": b"same",
    "assets/style.1.css": b"old style",
    "articles/a/index.html": b"old a",
    "articles/b/index.html": b"b leaves",
    "articles/b/source/index.html": b"b leaves",
    "file": b"a file that becomes a folder",
    "folder/x/y": b"a folder that becomes a file",
    "folder/z": b"a folder that becomes a file",
}
NEW = {
    "index.html": b"new home",
    "404.html": b"same",
    "assets/style.2.css": b"new style",
    "articles/a/index.html": b"new a",
    "articles/c/index.html": b"c is new",
    "file/index.html": b"a folder",
    "folder": b"a file",
}
FOREIGN = {"articles/b/theirs.txt": b"theirs", "CNAME": b"example.org"}


def stage(publication, path, data):
    """Prepare one file of a site."""
    stamp = publication.claim(path)
    is_staged, _ = publication.staging.write(path, data, is_ours=stamp is not None)
    publication.count(path, is_staged=is_staged)


def publish(output, files):
    """Publish *files*; return what changed."""
    with Publication(output) as publication:
        for path, data in files.items():
            stage(publication, path, data)
        publication.publish()
    return publication.changes


def put(folder, files):
    """Write somebody else's *files*."""
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)


def everything(folder):
    """Return content, link target or None (a folder) of all that is below *folder*."""
    found = {}
    for entry in sorted(folder.rglob("*")):
        name = entry.relative_to(folder).as_posix()
        found[name] = str(entry.readlink()) if entry.is_symlink() else None if entry.is_dir() else entry.read_bytes()
    return found


def files_of(folder):
    """Return content by path, without newsgen's own list."""
    return {name: data for name, data in everything(folder).items() if isinstance(data, bytes) and name != OURS}


def refused(output, files):
    """Publish what cannot be published; return the errors as lines, the folder must stay as it is."""
    before = everything(output)
    with pytest.raises(Problems) as caught:
        publish(output, files)
    assert everything(output) == before
    return [str(error) for error in caught.value.errors]


def test_what_is_published_is_there_and_listed(tmp_path):
    """The list of ours holds every file, sorted, and is not on itself."""
    output = tmp_path / "public" / "site"
    assert publish(output, OLD) == Changes(written=len(OLD))
    assert files_of(output) == OLD
    assert (output / OURS).read_text() == "".join(f"{path}\n" for path in sorted(OLD))
    assert not (output / STAGING).exists()


def test_publishing_the_same_writes_nothing(tmp_path):
    """Not even the list is touched."""
    publish(tmp_path, OLD)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    assert publish(tmp_path, OLD) == Changes(unchanged=len(OLD))
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()} == before


def test_a_new_site_takes_the_place_of_the_old(tmp_path):
    """Changed files are written, missing ones removed with their folders, foreign ones stay."""
    publish(tmp_path, OLD)
    put(tmp_path, FOREIGN)
    assert publish(tmp_path, NEW) == Changes(written=len(NEW) - 1, unchanged=1, removed=6)
    assert files_of(tmp_path) == NEW | FOREIGN
    assert not (tmp_path / "articles" / "b" / "source").exists()


def test_a_file_that_was_tampered_with_is_mended(tmp_path):
    """What is on the list is newsgen's to replace."""
    publish(tmp_path, OLD)
    (tmp_path / "index.html").write_bytes(b"tampered")
    (tmp_path / "404.html").unlink()
    (tmp_path / "404.html").symlink_to("index.html")
    assert publish(tmp_path, OLD) == Changes(written=2, unchanged=len(OLD) - 2)
    assert files_of(tmp_path) == OLD


def test_what_somebody_removed_by_hand_is_no_error(tmp_path):
    """A page that is gone already cannot be removed, nor its folder."""
    publish(tmp_path, OLD)
    (tmp_path / "articles/b/source/index.html").unlink()
    (tmp_path / "articles/b/source").rmdir()
    assert publish(tmp_path, NEW).removed == 5
    assert files_of(tmp_path) == NEW


NAMES = ["أ", "ب", "أ/ج", "أ/ج/د", "أ/هـ", "ب/ج", "ب/ج/د"]


def prefix_free(names):
    """Keep those of *names* that can be files beside each other."""
    return [name for name in names if not any(other.startswith(f"{name}/") for other in names)]


SETS = st.lists(
    st.lists(st.sampled_from(NAMES), unique=True).map(prefix_free).flatmap(
        lambda names: st.fixed_dictionaries(dict.fromkeys(names, st.sampled_from([b"", b"1", b"2"])))
    ),
    min_size=1,
    max_size=6,
)  # fmt: skip


@settings(deadline=None, max_examples=examples(60))
@given(SETS)
def test_any_sequence_of_sites_leaves_exactly_the_last(tmp_path_factory, sets):
    """A build after any others equals a clean build, beside what is not newsgen's."""
    output, clean = tmp_path_factory.mktemp("site"), tmp_path_factory.mktemp("clean")
    for folder in (output, clean):
        put(folder, FOREIGN)
    for files in sets:
        publish(output, files)
    publish(clean, sets[-1])
    assert everything(output) == everything(clean)


def die_at(step, output, files):
    """Publish in a child process that is killed before its *step*th change to the folder; tell whether it was."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0
    steps = iter(range(step))
    for name in ("replace", "unlink", "rmdir", "mkdir"):
        setattr(os, name, mortal(getattr(os, name), steps))
    try:
        publish(output, files)
    finally:
        os._exit(0)
    return None


def mortal(do, steps):
    """Return *do*, which kills the process once *steps* are used up."""

    def do_or_die(*arguments, **options):
        if next(steps, None) is None:
            os._exit(9)
        return do(*arguments, **options)

    return do_or_die


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.parametrize("then", [OLD, NEW], ids=["reverted", "continued"])
def test_a_kill_at_any_step_leaves_whole_files_and_the_next_build_finishes(tmp_path, then):
    """Between any two renames every file is the old or the new one, all are listed, and nothing is lost of others'."""
    clean = tmp_path / "clean"
    put(clean, FOREIGN)
    publish(clean, then)
    step, killed = 0, True
    while killed:
        output = tmp_path / str(step)
        publish(output, OLD)
        put(output, FOREIGN)
        killed = die_at(step, output, NEW)
        whole = {name: data for name, data in files_of(output).items() if not name.startswith(STAGING)}
        assert all(data in (OLD.get(name), NEW.get(name), FOREIGN.get(name)) for name, data in whole.items())
        assert set(whole) <= {*(output / OURS).read_text().split("\n"), *FOREIGN}
        publish(output, then)
        assert everything(output) == everything(clean)
        step += 1
    assert step > len(NEW)


def test_the_list_is_extended_before_the_first_rename(tmp_path, monkeypatch):
    """A build that dies owns what it left: the old files and the new ones."""
    publish(tmp_path, OLD)
    monkeypatch.setattr(Publication, "_move", lambda *_: os.strerror(1 / 0))
    with pytest.raises(ZeroDivisionError):
        publish(tmp_path, NEW)
    assert (tmp_path / OURS).read_text().split() == sorted(OLD | NEW)


def test_old_files_leave_last(tmp_path, monkeypatch):
    """A page never asks for a style sheet that is gone: removals wait until all is in place."""
    files = {"index.html": b"old", "assets/style.1.css": b"old"}
    publish(tmp_path, files)
    done = []
    for name in ("replace", "unlink"):
        do = getattr(os, name)
        monkeypatch.setattr(
            os, name, lambda *a, do=do, name=name, **k: (done.append((name, str(a[0]))), do(*a, **k))[1]
        )
    publish(tmp_path, {"assets/style.2.css": b"new", "index.html": b"new"})
    steps = [name for name, path in done if path.endswith((".css", ".html"))]
    assert steps == ["replace", "replace", "unlink"]


@pytest.mark.parametrize("failing", [0, 3, len(NEW) - 2])
@pytest.mark.parametrize(
    ("number", "remedy"), [(errno.ENOSPC, "free some space"), (errno.EACCES, "make the folder writable")]
)
def test_an_error_while_staging_leaves_the_site_as_it_was(tmp_path, monkeypatch, failing, number, remedy):
    """A full disk or a forbidden folder is met before anything is moved."""
    publish(tmp_path, OLD)
    before = everything(tmp_path)
    calls = iter(range(failing))

    def write(file, data):
        if next(calls, None) is None:
            raise OSError(number, os.strerror(number), str(file))
        return write_file(file, data)

    monkeypatch.setattr("newsgen.build.staging.write_file", write)
    with pytest.raises(OutputError) as caught:
        publish(tmp_path, NEW)
    assert caught.value.remedy == remedy
    assert everything(tmp_path) == before


def stop_building(output, stop):
    """Begin a site and stop."""
    with Publication(output) as publication:
        stage(publication, "index.html", b"new")
        raise stop


@pytest.mark.parametrize("stop", [KeyboardInterrupt, ZeroDivisionError])
@pytest.mark.parametrize("published", [True, False])
def test_whatever_stops_a_build_leaves_the_site_as_it_was(tmp_path, stop, published):
    """Ctrl-C or a bug: no staging stays, nor folders that were not there."""
    output = tmp_path / "public" / "site"
    if published:
        publish(output, OLD)
    before = everything(tmp_path)
    with pytest.raises(stop):
        stop_building(output, stop)
    assert everything(tmp_path) == before


def test_an_empty_folder_of_somebody_else_stays(tmp_path):
    """A mounted disk that is still empty is not removed because a build failed."""
    (tmp_path / "site").mkdir()
    with pytest.raises(ZeroDivisionError):
        stop_building(tmp_path / "site", ZeroDivisionError)
    assert list((tmp_path / "site").iterdir()) == []


@pytest.mark.parametrize(
    "theirs",
    [
        {"index.html": b"theirs"},
        {"index.html/theirs.txt": b"theirs"},
        {"articles": b"theirs"},
        {"articles/a": b"theirs"},
        {"articles/a/index.html": b"new a"},
    ],
    ids=["file", "folder", "file for folder", "file for inner folder", "same content"],
)
def test_a_foreign_file_in_the_way_is_an_error(tmp_path, theirs):
    """It is neither replaced nor removed, even where it says the same; the error says what to do."""
    put(tmp_path, theirs)
    (error,) = refused(tmp_path, NEW)
    place = tmp_path / next(iter(theirs)).removesuffix("/theirs.txt")
    assert error == f"{place}: is in the way and is not newsgen's; move it away, or choose another --output"


def test_an_empty_foreign_folder_in_the_way_is_an_error(tmp_path):
    """A file cannot be moved over a folder, and that is seen before anything moves."""
    (tmp_path / "index.html").mkdir()
    assert len(refused(tmp_path, NEW)) == 1


def test_a_folder_of_ours_with_a_foreign_file_cannot_become_a_file(tmp_path):
    """Nor one with an empty folder of somebody else's."""
    publish(tmp_path, OLD)
    put(tmp_path, {"folder/x/theirs.txt": b"theirs"})
    assert refused(tmp_path, NEW)[0].startswith(f"{tmp_path / 'folder'}: is in the way")
    (tmp_path / "folder/x/theirs.txt").unlink()
    (tmp_path / "folder/theirs").mkdir()
    assert refused(tmp_path, NEW)[0].startswith(f"{tmp_path / 'folder'}: is in the way")


def test_all_obstacles_are_told_each_once(tmp_path):
    """One look mends them all; a folder in the way of many pages is one obstacle."""
    put(tmp_path, {"articles": b"theirs", "index.html": b"theirs"})
    assert len(refused(tmp_path, NEW)) == 2


@pytest.mark.parametrize("target", ["inside", "outside", "nowhere"])
@pytest.mark.parametrize("name", ["articles", "articles/a", "index.html"])
def test_a_foreign_link_in_the_way_is_an_error(tmp_path, name, target):
    """Nothing is written through a link, wherever it leads."""
    output, outside = tmp_path / "site", tmp_path / "outside"
    for folder in (output / "inside", outside):
        folder.mkdir(parents=True)
    (output / name).parent.mkdir(exist_ok=True)
    (output / name).symlink_to({"inside": output / "inside", "outside": outside}.get(target, "nowhere"))
    assert refused(output, NEW) != []
    assert list(outside.iterdir()) == []


def test_a_link_that_took_the_place_of_a_folder_of_ours_is_not_followed(tmp_path):
    """Old pages behind it are not ours to remove."""
    output, outside = tmp_path / "site", tmp_path / "outside"
    publish(output, OLD)
    (output / "articles/b").rename(outside)
    (output / "articles/b").symlink_to(outside)
    publish(output, NEW)
    assert files_of(outside) == {"index.html": b"b leaves", "source/index.html": b"b leaves"}


def test_a_folder_that_took_the_place_of_a_file_of_ours_stays(tmp_path):
    """Somebody put it there."""
    publish(tmp_path, {"a.html": b"", "b.html": b""})
    (tmp_path / "a.html").unlink()
    put(tmp_path, {"a.html/theirs.txt": b"theirs"})
    publish(tmp_path, {"b.html": b""})
    assert files_of(tmp_path) == {"a.html/theirs.txt": b"theirs", "b.html": b""}


@pytest.mark.parametrize(
    "line",
    [
        "../theirs.txt", "/etc/passwd", "{outside}/theirs.txt", "articles/../../theirs.txt", "..", ".", "/",
        "./index.html", "articles//a/index.html", "articles/", OURS, f"{STAGING}/x", "link/theirs.txt", "loop/x",
        "articles", "x\0y", "\udcff", "a" * 300, "a" * 300 + "/b",
    ],
)  # fmt: skip
def test_a_hostile_list_removes_nothing_that_is_not_below_the_output(tmp_path, line):
    """The list may have been edited, merged or forged: it cannot lead out of the folder, nor harm the site."""
    output, outside = tmp_path / "site", tmp_path / "outside"
    outside.mkdir()
    for file in (outside / "theirs.txt", tmp_path / "theirs.txt"):
        file.write_bytes(b"theirs")
    publish(output, OLD)
    (output / "link").symlink_to(outside)
    (output / "loop").symlink_to("loop")
    with (output / OURS).open("ab") as file:
        file.write(line.format(outside=outside).encode(errors="surrogateescape") + b"\n")
    publish(output, NEW)
    assert files_of(output) == NEW
    assert (output / OURS).read_text().split() == sorted(NEW)
    assert (outside / "theirs.txt").read_bytes() == (tmp_path / "theirs.txt").read_bytes() == b"theirs"
    assert (output / "link").is_symlink()


def test_a_list_that_leads_elsewhere_is_replaced_not_followed(tmp_path):
    """The list is a file of the output folder; a link in its place is not written through."""
    output, outside = tmp_path / "site", tmp_path / "theirs.txt"
    outside.write_bytes(b"theirs\n")
    output.mkdir()
    (output / OURS).symlink_to(outside)
    publish(output, OLD)
    assert outside.read_bytes() == b"theirs\n"
    assert not (output / OURS).is_symlink()


@pytest.mark.parametrize("kind", ["folder", "file", "link"])
def test_a_stale_staging_is_cleared(tmp_path, kind):
    """What a killed build left is not published, and a link there is not followed."""
    output, outside = tmp_path / "site", tmp_path / "outside"
    outside.mkdir()
    put(outside, {"theirs.txt": b"theirs"})
    publish(output, OLD)
    staging = output / STAGING
    if kind == "folder":
        put(staging, {"index.html": b"stale", "stale.html": b"stale"})
    elif kind == "file":
        staging.write_bytes(b"stale")
    else:
        staging.symlink_to(outside)
    publish(output, NEW)
    assert files_of(output) == NEW
    assert files_of(outside) == {"theirs.txt": b"theirs"}


@pytest.mark.parametrize("name", ["site", "site/below", "site/far/below"])
def test_an_output_that_cannot_be_a_folder_is_an_error(tmp_path, name):
    """A file stands where the folder, or one around it, is to be."""
    (tmp_path / "site").write_bytes(b"theirs")
    with pytest.raises(OutputError) as caught:
        publish(tmp_path / name, OLD)
    assert os.strerror(errno.ENOTDIR) in caught.value.found
    assert caught.value.remedy == "move the file away that stands there"
    assert (tmp_path / "site").read_bytes() == b"theirs"


def test_a_list_that_cannot_be_read_is_an_error(tmp_path):
    """Without it nobody knows what is newsgen's."""
    (tmp_path / OURS).mkdir()
    with pytest.raises(OutputError, match=os.strerror(errno.EISDIR)):
        publish(tmp_path, OLD)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_an_output_without_permission_is_an_error(tmp_path):
    """The remedy is to make the folder writable."""
    (tmp_path / "site").mkdir(mode=0o500)
    with pytest.raises(OutputError, match="make the folder writable"):
        publish(tmp_path / "site", OLD)


@pytest.mark.parametrize(
    "path", ["", ".", "..", "../x", "/x", "a/../b", "a//b", "a/", "./a", "a\0b", "a\nb", OURS, STAGING]
)
def test_no_page_can_name_a_path_outside(tmp_path, path):
    """Addresses are safe by construction, and it would be a bug if one were not."""
    with Publication(tmp_path) as publication, pytest.raises(RuntimeError):
        stage(publication, path, b"")


def test_no_two_pages_share_a_path(tmp_path):
    """One would overwrite the other in silence."""
    with Publication(tmp_path) as publication:
        stage(publication, "a", b"1")
        with pytest.raises(RuntimeError):
            stage(publication, "a", b"2")
