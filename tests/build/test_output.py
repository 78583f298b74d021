"""A site is published whole or not at all, and files that newsgen did not write are never touched."""

import errno
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from newsgen.build.output import MANIFEST, OutputTransaction
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


def stage(transaction, path, data):
    """Stage one file of a site."""
    stamp = transaction.claim(path)
    is_staged = transaction.open_staging().write(path, data, is_published=stamp is not None).is_staged
    transaction.add(path, is_staged=is_staged)


def publish(output, files):
    """Publish *files*; return the changes."""
    with OutputTransaction(output) as transaction:
        for path, data in files.items():
            stage(transaction, path, data)
        transaction.commit()
    return transaction.changes


def put(folder, files):
    """Write foreign *files*."""
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)


def everything(folder):
    """Return the content, the link target or None (for a folder) of every entry below *folder*."""
    found = {}
    for entry in sorted(folder.rglob("*")):
        name = entry.relative_to(folder).as_posix()
        found[name] = str(entry.readlink()) if entry.is_symlink() else None if entry.is_dir() else entry.read_bytes()
    return found


def files_of(folder):
    """Return the content of each file by its path, without the manifest."""
    return {name: data for name, data in everything(folder).items() if isinstance(data, bytes) and name != MANIFEST}


def refused(output, files):
    """Publish *files*, which must fail and leave the folder unchanged; return the errors as lines."""
    before = everything(output)
    with pytest.raises(Problems) as caught:
        publish(output, files)
    assert everything(output) == before
    return [str(error) for error in caught.value.errors]


def test_published_files_are_in_the_manifest(tmp_path):
    """The manifest lists every file, sorted, but not itself."""
    output = tmp_path / "public" / "site"
    assert publish(output, OLD) == Changes(written=len(OLD))
    assert files_of(output) == OLD
    assert (output / MANIFEST).read_text() == "".join(f"{path}\n" for path in sorted(OLD))
    assert not (output / STAGING).exists()


def test_publishing_the_same_writes_nothing(tmp_path):
    """Not even the manifest is written."""
    publish(tmp_path, OLD)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    assert publish(tmp_path, OLD) == Changes(unchanged=len(OLD))
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()} == before


def test_a_new_site_replaces_the_old_one(tmp_path):
    """Changed files are written, obsolete ones are removed with their folders, and foreign files stay."""
    publish(tmp_path, OLD)
    put(tmp_path, FOREIGN)
    assert publish(tmp_path, NEW) == Changes(written=len(NEW) - 1, unchanged=1, removed=6)
    assert files_of(tmp_path) == NEW | FOREIGN
    assert not (tmp_path / "articles" / "b" / "source").exists()


def test_a_file_that_was_tampered_with_is_restored(tmp_path):
    """Files in the manifest may be replaced."""
    publish(tmp_path, OLD)
    (tmp_path / "index.html").write_bytes(b"tampered")
    (tmp_path / "404.html").unlink()
    (tmp_path / "404.html").symlink_to("index.html")
    assert publish(tmp_path, OLD) == Changes(written=2, unchanged=len(OLD) - 2)
    assert files_of(tmp_path) == OLD


def test_a_file_that_was_removed_by_hand_is_not_an_error(tmp_path):
    """An obsolete page and its folder may be missing already."""
    publish(tmp_path, OLD)
    (tmp_path / "articles/b/source/index.html").unlink()
    (tmp_path / "articles/b/source").rmdir()
    assert publish(tmp_path, NEW).removed == 5
    assert files_of(tmp_path) == NEW


NAMES = ["أ", "ب", "أ/ج", "أ/ج/د", "أ/هـ", "ب/ج", "ب/ج/د"]


def prefix_free(names):
    """Return those of *names* that can all be files at the same time."""
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
    """After any builds the output equals a clean build; foreign files stay."""
    output, clean = tmp_path_factory.mktemp("site"), tmp_path_factory.mktemp("clean")
    for folder in (output, clean):
        put(folder, FOREIGN)
    for files in sets:
        publish(output, files)
    publish(clean, sets[-1])
    assert everything(output) == everything(clean)


def die_at(step, output, files):
    """Publish in a child process that is killed before its *step*th change; return whether it was killed."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0
    steps = iter(range(step))
    for name in ("replace", "unlink", "rmdir", "mkdir"):
        setattr(os, name, dying(getattr(os, name), steps))
    try:
        publish(output, files)
    finally:
        os._exit(0)
    return None


def dying(do, steps):
    """Return the function *do*, but killing the process once *steps* are used up."""

    def do_or_die(*arguments, **options):
        if next(steps, None) is None:
            os._exit(9)
        return do(*arguments, **options)

    return do_or_die


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.parametrize("then", [OLD, NEW], ids=["reverted", "continued"])
def test_a_kill_at_any_step_leaves_whole_files_and_the_next_build_finishes(tmp_path, then):
    """At any time each file is the old or the new one, all are in the manifest, and no foreign file is lost."""
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
        assert set(whole) <= {*(output / MANIFEST).read_text().split("\n"), *FOREIGN}
        publish(output, then)
        assert everything(output) == everything(clean)
        step += 1
    assert step > len(NEW)


def test_the_manifest_is_extended_before_the_first_rename(tmp_path, monkeypatch):
    """After a killed build the manifest lists the old files and the new ones."""
    publish(tmp_path, OLD)
    monkeypatch.setattr(OutputTransaction, "move", lambda *_: os.strerror(1 / 0))
    with pytest.raises(ZeroDivisionError):
        publish(tmp_path, NEW)
    assert (tmp_path / MANIFEST).read_text().split() == sorted(OLD | NEW)


def test_old_files_are_removed_last(tmp_path, monkeypatch):
    """Files are removed only when all new ones are in place, so that no page lacks its style sheet."""
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
    """A full disk or a missing permission is noticed before anything is moved."""
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
    """Stage one file and raise *stop*."""
    with OutputTransaction(output) as transaction:
        stage(transaction, "index.html", b"new")
        raise stop


@pytest.mark.parametrize("stop", [KeyboardInterrupt, ZeroDivisionError])
@pytest.mark.parametrize("published", [True, False])
def test_an_interrupted_build_leaves_the_site_as_it_was(tmp_path, stop, published):
    """After Ctrl-C or a bug, neither the staging folder nor new folders remain."""
    output = tmp_path / "public" / "site"
    if published:
        publish(output, OLD)
    before = everything(tmp_path)
    with pytest.raises(stop):
        stop_building(output, stop)
    assert everything(tmp_path) == before


def test_an_empty_foreign_folder_stays(tmp_path):
    """An empty mounted disk is not removed after a failed build."""
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
    """It is neither replaced nor removed, even with the same content; the error says what to do."""
    put(tmp_path, theirs)
    (error,) = refused(tmp_path, NEW)
    place = tmp_path / next(iter(theirs)).removesuffix("/theirs.txt")
    found = "is in the way and was not written by newsgen"
    assert error == f"{place}: {found}; move it away, or choose another folder with --output"


def test_an_empty_foreign_folder_in_the_way_is_an_error(tmp_path):
    """A file cannot replace a folder; this is noticed before anything is moved."""
    (tmp_path / "index.html").mkdir()
    assert len(refused(tmp_path, NEW)) == 1


def test_a_published_folder_with_a_foreign_file_cannot_become_a_file(tmp_path):
    """The same holds for a folder with an empty foreign folder in it."""
    publish(tmp_path, OLD)
    put(tmp_path, {"folder/x/theirs.txt": b"theirs"})
    assert refused(tmp_path, NEW)[0].startswith(f"{tmp_path / 'folder'}: is in the way")
    (tmp_path / "folder/x/theirs.txt").unlink()
    (tmp_path / "folder/theirs").mkdir()
    assert refused(tmp_path, NEW)[0].startswith(f"{tmp_path / 'folder'}: is in the way")


def test_all_obstacles_are_reported_once(tmp_path):
    """A file in the way of many pages is a single obstacle."""
    put(tmp_path, {"articles": b"theirs", "index.html": b"theirs"})
    assert len(refused(tmp_path, NEW)) == 2


@pytest.mark.parametrize("target", ["inside", "outside", "nowhere"])
@pytest.mark.parametrize("name", ["articles", "articles/a", "index.html"])
def test_a_foreign_link_in_the_way_is_an_error(tmp_path, name, target):
    """Nothing is written through a link, whether it leads inside, outside or nowhere."""
    output, outside = tmp_path / "site", tmp_path / "outside"
    for folder in (output / "inside", outside):
        folder.mkdir(parents=True)
    (output / name).parent.mkdir(exist_ok=True)
    (output / name).symlink_to({"inside": output / "inside", "outside": outside}.get(target, "nowhere"))
    assert refused(output, NEW) != []
    assert list(outside.iterdir()) == []


def test_a_link_that_replaced_a_published_folder_is_not_followed(tmp_path):
    """Old pages behind the link are not removed."""
    output, outside = tmp_path / "site", tmp_path / "outside"
    publish(output, OLD)
    (output / "articles/b").rename(outside)
    (output / "articles/b").symlink_to(outside)
    publish(output, NEW)
    assert files_of(outside) == {"index.html": b"b leaves", "source/index.html": b"b leaves"}


def test_a_folder_that_replaced_a_published_file_stays(tmp_path):
    """It is a foreign folder, because newsgen did not create it."""
    publish(tmp_path, {"a.html": b"", "b.html": b""})
    (tmp_path / "a.html").unlink()
    put(tmp_path, {"a.html/theirs.txt": b"theirs"})
    publish(tmp_path, {"b.html": b""})
    assert files_of(tmp_path) == {"a.html/theirs.txt": b"theirs", "b.html": b""}


@pytest.mark.parametrize(
    "line",
    [
        "../theirs.txt", "/etc/passwd", "{outside}/theirs.txt", "articles/../../theirs.txt", "..", ".", "/",
        "./index.html", "articles//a/index.html", "articles/", MANIFEST, f"{STAGING}/x", "link/theirs.txt", "loop/x",
        "articles", "x\0y", "\udcff", "a" * 300, "a" * 300 + "/b",
    ],
)  # fmt: skip
def test_a_hostile_manifest_removes_nothing_outside_the_output(tmp_path, line):
    """A manifest that was edited, merged or forged cannot lead out of the folder or harm the site."""
    output, outside = tmp_path / "site", tmp_path / "outside"
    outside.mkdir()
    for file in (outside / "theirs.txt", tmp_path / "theirs.txt"):
        file.write_bytes(b"theirs")
    publish(output, OLD)
    (output / "link").symlink_to(outside)
    (output / "loop").symlink_to("loop")
    with (output / MANIFEST).open("ab") as file:
        file.write(line.format(outside=outside).encode(errors="surrogateescape") + b"\n")
    publish(output, NEW)
    assert files_of(output) == NEW
    assert (output / MANIFEST).read_text().split() == sorted(NEW)
    assert (outside / "theirs.txt").read_bytes() == (tmp_path / "theirs.txt").read_bytes() == b"theirs"
    assert (output / "link").is_symlink()


def test_a_manifest_that_is_a_link_is_replaced_not_followed(tmp_path):
    """Nothing is written to the target of the link."""
    output, outside = tmp_path / "site", tmp_path / "theirs.txt"
    outside.write_bytes(b"theirs\n")
    output.mkdir()
    (output / MANIFEST).symlink_to(outside)
    publish(output, OLD)
    assert outside.read_bytes() == b"theirs\n"
    assert not (output / MANIFEST).is_symlink()


@pytest.mark.parametrize("kind", ["folder", "file", "link"])
def test_a_stale_staging_folder_is_cleared(tmp_path, kind):
    """Files of a killed build are not published, and a link instead of the folder is not followed."""
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
    """There is a file at the path of the output folder or of a parent folder."""
    (tmp_path / "site").write_bytes(b"theirs")
    with pytest.raises(OutputError) as caught:
        publish(tmp_path / name, OLD)
    assert os.strerror(errno.ENOTDIR) in caught.value.found
    assert caught.value.remedy == "move the file at this path away"
    assert (tmp_path / "site").read_bytes() == b"theirs"


def test_a_manifest_that_cannot_be_read_is_an_error(tmp_path):
    """Without the manifest it is unknown which files newsgen wrote."""
    (tmp_path / MANIFEST).mkdir()
    with pytest.raises(OutputError, match=os.strerror(errno.EISDIR)):
        publish(tmp_path, OLD)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_an_output_without_permission_is_an_error(tmp_path):
    """The remedy is to make the folder writable."""
    (tmp_path / "site").mkdir(mode=0o500)
    with pytest.raises(OutputError, match="make the folder writable"):
        publish(tmp_path / "site", OLD)


@pytest.mark.parametrize(
    "path", ["", ".", "..", "../x", "/x", "a/../b", "a//b", "a/", "./a", "a\0b", "a\nb", MANIFEST, STAGING]
)
def test_no_page_can_name_a_path_outside(tmp_path, path):
    """URLs are safe by construction, so an unsafe one is a bug."""
    with OutputTransaction(tmp_path) as transaction, pytest.raises(RuntimeError):
        stage(transaction, path, b"")


def test_no_two_pages_share_a_path(tmp_path):
    """One page would silently overwrite the other."""
    with OutputTransaction(tmp_path) as transaction:
        stage(transaction, "a", b"1")
        with pytest.raises(RuntimeError):
            stage(transaction, "a", b"2")


def test_work_that_is_done_twice_leaves_the_same_file(tmp_path):
    """A file that another process has staged with the same content is never cut off; another content replaces it."""
    staging = OutputTransaction(tmp_path).open_staging()
    for content in (b"a long text", b"short", b"", b"longer"):
        first = staging.write("a/x.html", content, is_published=False)
        with (tmp_path / STAGING / "a/x.html").open("rb") as seen:
            again = staging.write("a/x.html", content, is_published=False)
            assert seen.read() == content
        assert first.sha256 == again.sha256


def test_a_worker_that_is_late_leaves_nothing(tmp_path):
    """The staging folder is gone when a build has failed, and only the next one creates it again."""
    output = tmp_path / "site"
    with OutputTransaction(output) as transaction:
        staging = transaction.open_staging()
    with pytest.raises(OutputError):
        staging.write("a/b/x.html", b"late", is_published=False)
    assert not output.exists()
