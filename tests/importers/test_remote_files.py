"""What lies in an S3-compatible store is imported as from a folder, to the byte."""

import json
import os
import pickle
import random
import sys
from pathlib import Path

import pytest

import buckets
from generator_sites import PNG
from import_samples import samples
from newsgen.cli.entry import main
from newsgen.importers import object_store, remote_files
from newsgen.importers.remote_files import locate
from open_stores import open_store
from requirements import modules
from sample_articles import Story, archive
from warc_samples import record

EXPORTS = Path(__file__).parent / "exports"
WHEN = "2015-01-02T00:00:00Z"
EVIL = "s3://open/evil/"


_connections = []


def connect_again(monkeypatch):
    """Make newsgen read the environment again; connections stay open until the end, when the library closes them."""
    _connections.append({})
    monkeypatch.setattr(object_store, "_systems", _connections[-1])


@pytest.fixture(scope="module")
def store():
    """Return a client of a store, to which the environment leads."""
    modules("s3fs")
    with buckets.bucket_server() as (url, credentials), pytest.MonkeyPatch.context() as patch:
        for name, value in {**credentials, "AWS_ENDPOINT_URL": url}.items():
            patch.setenv(name, value)
        yield buckets.client(url, credentials)


@pytest.fixture
def public(monkeypatch):
    """Return a store that everybody may read, to which an environment without credentials leads."""
    modules("s3fs", "boto3")
    with open_store() as found:
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            monkeypatch.delenv(name)
        for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
            monkeypatch.setenv(name, os.devnull)
        monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        monkeypatch.setenv("AWS_ENDPOINT_URL", found.url)
        connect_again(monkeypatch)
        yield found


@pytest.fixture
def run(tmp_path, capfd):
    """Return a function that imports into a project; it returns the exit code, what was printed, and the report."""

    def run(*arguments, project="project"):
        root, report = tmp_path / project, tmp_path / "report.json"
        root.mkdir(exist_ok=True)
        report.write_text("null")
        code = main(["import", *map(str, arguments), "--root", str(root), "--report", str(report)])
        return code, capfd.readouterr().err, json.loads(report.read_text(encoding="utf-8"))

    return run


def tree(root):
    """Return all files of a project except the cache."""
    files = (file for file in root.rglob("*") if file.is_file() and ".newsgen" not in file.parts)
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in files}


def mixed_folder(folder):
    """Fill a *folder* with files of all kinds, pictures beside pages and exports, and what is not imported."""
    files = {path: data for one in samples() if one.kind in _KINDS for path, data in one.files.items()}
    ghost = json.dumps({"db": [{"data": {"posts": [_ghost_post()]}}]}).encode()
    files |= {
        "ghost/g.json": ghost,
        "ghost/content/images/a b.png": PNG,
        ".hidden.txt": b"x",
        "crawl/config.yml": b"a: 1",
    }
    files |= {"صفحة.txt": Story(7).text(), "crawl/x::y?versionId=3 #%41.txt": Story(8).text()}
    files |= {
        f"{export}/{path}": data for export in ("medium", "substack") for path, data in tree(EXPORTS / export).items()
    }
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)


_KINDS = set("text html wxr warc wacz blogger rss ghost medium substack mhtml webarchive".split())


def _ghost_post():
    html = '<p>افتتح رئيس الجماعة المكتبة الجديدة وسط المدينة.</p><img src="/content/images/a%20b.png" alt="صورة">'
    return {"id": "1", "title": "المكتبة", "slug": "maktaba", "html": html, "status": "published"}


def test_a_store_gives_the_project_that_a_folder_gives(public, run, tmp_path):
    """Every kind, pictures beside pages and exports, and the log: all is as if the objects were files on disk."""
    mixed_folder(tmp_path / "in")
    public.objects |= {f"all/{path}": data for path, data in tree(tmp_path / "in").items()}
    near = run(tmp_path / "in", project="near")
    far = run("s3://open/all/", project="far")
    assert tree(tmp_path / "far") == tree(tmp_path / "near")
    assert len(tree(tmp_path / "near")) > 30
    assert far[0] == near[0]

    def outcomes(report, place):
        return [(one["input"].removeprefix(f"{place}/"), one["became"], one["place"]) for one in report["inputs"]]

    assert outcomes(far[2], "s3://open/all") == outcomes(near[2], tmp_path / "in")
    before = tree(tmp_path / "far")
    code, _, report = run("s3://open/all", project="far")
    assert (code, report["imported"], report["written"], tree(tmp_path / "far")) == (far[0], 0, 0, before)


def test_an_archive_is_read_by_ranges_and_without_a_copy(store):
    """A reader that jumps gets a little, and one that goes on gets more at a time."""
    data = random.Random(1).randbytes(3_000_000)
    store.put_object(Bucket="archive", Key="ranges/x.warc", Body=data)
    file = pickle.loads(pickle.dumps(locate("s3://archive/ranges/x.warc")))
    assert (file.name, file.suffix, file.stat().st_size) == ("x.warc", ".warc", len(data))
    with file.open("rb") as stream:
        assert stream.read(10) == data[:10]
        assert stream.seek(-7, 2) == len(data) - 7
        assert stream.read() == data[-7:]
        stream.seek(1_000_000)
        assert b"".join(iter(lambda: stream.read(70_001), b"")) == data[1_000_000:]
    store.put_object(Bucket="archive", Key="ranges/x.warc", Body=data[::-1])
    with file.open("rb") as stream, pytest.raises(object_store.StoreError, match="replaced meanwhile"):
        stream.read()


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("s3://archive/nothing/here", "does not exist; name an existing object"),
        ("s3://other/x.warc", "NoSuchBucket"),
        ("s3:///x.warc", "does not begin with the name of a bucket"),
        ("s3://key:geheim@archive/x", "does not begin with the name of a bucket"),
        ("https://example.org/x.warc", "is not a URL that newsgen reads"),
    ],
)
@pytest.mark.usefixtures("store")
def test_a_url_that_names_nothing_is_wrong_usage(run, url, message):
    """It is like a path that does not exist; nothing is imported, and no password is printed."""
    code, printed, _ = run(url)
    assert code == 2
    assert message in printed
    assert "geheim" not in printed


@pytest.mark.parametrize(
    ("name", "value", "remedy"),
    [
        ("AWS_SECRET_ACCESS_KEY", "wrong", "correct the secret access key"),
        ("AWS_ACCESS_KEY_ID", "unknown", "correct the access key id"),
        ("AWS_PROFILE", "nobody", "correct AWS_PROFILE"),
        ("AWS_ENDPOINT_URL", "http://127.0.0.1:9", "correct AWS_ENDPOINT_URL"),
    ],
)
@pytest.mark.usefixtures("store")
def test_a_store_that_cannot_be_read_is_wrong_configuration(run, monkeypatch, name, value, remedy):
    """The message says what to correct."""
    connect_again(monkeypatch)
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    monkeypatch.setenv(name, value)
    code, printed, _ = run("s3://archive/x")
    assert code == 2
    assert "s3://archive/x: cannot be read (" in printed
    assert remedy in printed


def test_without_the_extra_the_message_names_it(run, monkeypatch):
    """Other imports do not need the library."""
    monkeypatch.setitem(sys.modules, "s3fs", None)
    connect_again(monkeypatch)
    code, printed, _ = run("s3://archive/x")
    assert code == 2
    assert "needs s3fs, which is not installed; install newsgen with its extra `cluster`" in printed


def test_a_public_bucket_needs_no_credentials(public, run):
    """It is read as by anybody."""
    public.objects["خبر.txt"] = Story(3).text()
    code, _, report = run("s3://open/خبر.txt")
    assert (code, report["imported"]) == (0, 1)


def test_small_objects_are_asked_for_once(public, run):
    """Their first bytes, which decide their kind, are fetched together and kept until they are imported."""
    public.objects |= {f"t/{number}.txt": Story(number).text() for number in range(20)}
    code, _, report = run("s3://open/t/")
    assert (code, report["imported"]) == (0, 20)
    assert public.requests <= 20 + 3


def test_a_connection_that_breaks_is_tried_again(public, run):
    """One fault loses nothing."""
    public.objects["x.warc.gz"] = archive(*((story.url, story.page(), WHEN) for story in map(Story, range(3))))
    public.breaks_after, public.faults = 100, 1
    code, _, report = run("s3://open/x.warc.gz")
    assert (code, report["imported"], public.faults) == (0, 3, 0)


def test_an_archive_that_cannot_be_read_on_is_an_error_that_a_second_import_mends(public, run, monkeypatch, tmp_path):
    """Nothing is lost: the project is then what it would have been."""
    monkeypatch.setattr(object_store, "_PAUSES", (0, 0))
    monkeypatch.setattr(remote_files, "_FIRST_BYTES", 2000)
    monkeypatch.setattr("newsgen.importers.run.LARGE_BYTES", 1000)  # so that another process reads it
    data = b"".join(record(story.url, story.page().ljust(30_000)) for story in map(Story, range(8)))
    public.objects |= {"a/1.txt": Story(50).text(), "a/x.warc": data}
    assert run("s3://open/a/", project="whole")[0] == 0
    public.breaks_after, public.spared, public.faults = len(data) - 1, 1, 1000  # its digest is not among them
    code, printed, report = run("s3://open/a/")
    assert (code, 1 < report["imported"] < 9) == (1, True)
    assert "s3://open/a/x.warc: cannot be read" in printed
    assert "run the same import again" in printed
    public.breaks_after = None
    assert run("s3://open/a/")[0] == 0
    assert tree(tmp_path / "project") == tree(tmp_path / "whole")


def test_markdown_in_a_store_is_refused_with_a_remedy(store, run):
    """Sites of Markdown link to files beside them; the rest of the folder is imported, and the exit code says so."""
    for key, data in {
        "notes/a.md": b"# x",
        "notes/b.txt": Story(9).text(),
        "notes/hugo/config.toml": b'baseURL = "x"',
        "notes/hugo/content/a.md": b"# x",
        "notes/hugo/layouts/x.html": b"<html>",
    }.items():
        store.put_object(Bucket="archive", Key=key, Body=data)
    code, printed, report = run("s3://archive/notes/")
    assert (code, report["imported"]) == (1, 1)
    assert "s3://archive/notes/: contains Markdown files (1), which newsgen does not read from a store" in printed
    assert "aws s3 sync s3://archive/notes/hugo/ FOLDER" in printed
    assert [one["became"] for one in report["inputs"]] == ["imported", "refused", "refused"] or report["inputs"]
    assert run("s3://archive/notes/a.md")[0] == 1


def test_hostile_names_write_nothing_outside_and_are_printed_safely(public, run, tmp_path, monkeypatch):
    """A name may hold anything: the way out of a folder, controls, marks of direction, more than a disk takes."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    ways_out = '<article><img src="../../../secret.png"><img src="a/../x.png">'
    page = Story(20).page().decode().replace("<article>", ways_out)
    names = ["../../../up.txt", "a\x1b[31m\u202e\u200f.txt", "line\nbreak\t.txt", f"{'س' * 400}.txt", "...", "..txt"]
    for number, name in enumerate(names):
        public.objects[f"evil/{name}"] = Story(30 + number).text()
    public.objects |= {"evil/p/page.html": page.encode(), "secret.png": PNG}
    code, printed, report = run(EVIL)
    assert code == 0, printed
    assert report["imported"] == 4
    assert {path.name for path in tmp_path.iterdir()} == {"project", "report.json", "tmp"}
    assert list((tmp_path / "tmp").iterdir()) == []
    assert all(line.isprintable() for line in printed.splitlines())
    assert run(EVIL + "../../../up.txt")[0] == 0
    assert not (tmp_path / "up.txt").exists()
    assert PNG not in tree(tmp_path / "project").values()
