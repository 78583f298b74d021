"""Workers read many web archives at the same time, and the project is what one process makes of them."""

import json
import zipfile
from contextlib import contextmanager

import pytest

from newsgen.cli.entry import main
from newsgen.importers import run
from newsgen.importers.archive_parts import read_archives
from newsgen.importers.inputs import Input
from newsgen.importers.warc.parts import survey
from sample_articles import Story, archive
from saved_samples import article, png
from warc_samples import ARC_HEAD, arc, record, zstd_packed

WHEN = "2015-01-0{}T00:00:00Z"


@pytest.fixture
def folder(tmp_path):
    """Return a folder of archives of several kinds, in part with the same stories, and of other files between them."""
    made = tmp_path / "in"
    made.mkdir()
    stories = [Story(number) for number in range(6)]
    captures = [(story.url, story.page(remark=f"{e}"), WHEN.format(e)) for story in stories[:4] for e in (2, 1, 2)]
    (made / "a.warc.gz").write_bytes(archive(*captures))
    (made / "a.warc.gz.cdx").write_text("CDX N b a m s k r M S V g\n")
    (made / "b.arc").write_bytes(ARC_HEAD + b"".join(arc(each.url, each.page()) for each in stories[2:]))
    (made / "c.html").write_bytes(Story(7).page())
    (made / "d.warc.gz").write_bytes(archive(*captures)[:-20])
    with zipfile.ZipFile(made / "e.wacz", "w") as package:
        package.writestr("archive/one.warc.gz", archive((stories[5].url, stories[5].page(remark="x"), WHEN.format(3))))
    (made / "f.warc").write_bytes(b"no archive")
    shown = record(
        "http://akhbar.example/p.html", article("http://akhbar.example/a.png", "http://akhbar.example/b.png")
    )
    pictures = [
        record(f"http://akhbar.example/{name}.png", png(number), media="image/png") for number, name in enumerate("ab")
    ]
    (made / "g.warc.zst").write_bytes(zstd_packed(pictures[0], shown, shown, pictures[1]))
    return made


def imported(folder, root, monkeypatch, jobs):
    """Import *folder* with workers into a new project; return the exit code, the report and the files."""
    monkeypatch.setattr("newsgen.workers.local.default_jobs", lambda: jobs)
    root.mkdir()
    report = root.parent / f"{root.name}.json"
    monkeypatch.chdir(root)
    code = main(["import", str(folder), "--report", str(report)])
    files = (file for file in root.rglob("*") if file.is_file() and ".newsgen" not in file.parts)
    tree = {file.relative_to(root).as_posix(): file.read_bytes() for file in files}
    return code, json.loads(report.read_text(encoding="utf-8")) | {"seconds": 0}, tree


def test_any_number_of_workers_makes_the_same_project(folder, tmp_path, monkeypatch):
    """The files, and the report with all its messages in their order, do not depend on how the archives were cut."""
    monkeypatch.setattr(survey, "PART_BYTES", 1)
    monkeypatch.setattr(run, "LARGE_BYTES", 0)
    alone = imported(folder, tmp_path / "alone", monkeypatch, 1)
    shared = imported(folder, tmp_path / "shared", monkeypatch, 2)
    assert shared == alone
    became = [one["became"] for one in alone[1]["inputs"]]
    assert {"imported", "version", "unchanged", "skipped", "refused"} == set(became)


def test_archives_are_cut_in_these_tests(folder):
    """Otherwise they would show nothing."""
    inputs = [Input(folder / name, "warc") for name in ("a.warc.gz", "b.arc", "d.warc.gz", "e.wacz", "f.warc")]
    archives = read_archives(inputs, _Late())
    assert [found.findings is not None for found in archives] == [True, True, False, True, False]


def test_small_archives_are_read_in_this_process(folder, tmp_path, monkeypatch):
    """Starting workers would take longer."""
    monkeypatch.setattr(run, "read_archives", None)
    assert imported(folder, tmp_path / "project", monkeypatch, 2)[2]


class _Late:
    """Stands for workers that begin with a batch only when its result is wanted, and notes what they are given."""

    max_pending = 4

    def __init__(self):
        self.given, self.done = [], []

    @contextmanager
    def keep(self):
        yield self

    @contextmanager
    def __call__(self, function):
        yield _Given(self, function)


class _Given:
    max_pending = 4

    def __init__(self, workers, function):
        self.workers, self.function = workers, function

    def submit(self, batch):
        self.workers.given.append((self.function.__name__, batch))
        return _Task(self, batch)


class _Task:
    def __init__(self, given, batch):
        self.given, self.batch = given, batch

    def result(self):
        self.given.workers.done.append(self.batch)
        return self.given.function(self.batch)


def test_results_come_in_order_while_later_files_are_read(tmp_path, monkeypatch):
    """The parts of the next files are with workers before those of the first are taken, and not too many of them."""
    monkeypatch.setattr(survey, "PART_BYTES", 1)
    names = [f"{number}.warc.gz" for number in range(20)]
    for number, name in enumerate(names):
        stories = [Story(2 * number), Story(2 * number + 1)]
        (tmp_path / name).write_bytes(archive(*((each.url, each.page(), WHEN.format(1)) for each in stories)))
    workers = _Late()
    taken = []
    for found in read_archives((Input(tmp_path / name, "warc") for name in names), workers):
        parts = [batch[0] for kind, batch in workers.given if kind == "_read_part"]
        if found.input.file.name == names[0]:
            assert {each.file.name for each in parts} >= set(names[:2])
        assert len(parts) - 2 * len(taken) <= 4
        taken.append((found.input.file.name, [each.item.article.headline for each in found.findings]))
    assert taken == [(name, [Story(2 * n).title, Story(2 * n + 1).title]) for n, name in enumerate(names)]


def test_what_is_not_taken_of_an_archive_does_not_come_with_the_next(folder, monkeypatch):
    """The caller may stop after an error."""
    monkeypatch.setattr(survey, "PART_BYTES", 1)
    inputs = [Input(folder / "a.warc.gz", "warc"), Input(folder / "b.arc", "warc")]
    _, second = read_archives(inputs, _Late())
    assert second.input.file.name == "b.arc"


def test_a_missing_library_is_an_error_of_each_file(folder, monkeypatch):
    """As if it were missing in this process."""
    monkeypatch.setattr("newsgen.importers.warc.parts.reading.read_part", _without_library)
    (found,) = read_archives([Input(folder / "a.warc.gz", "warc")], _Late())
    assert [each.found for each in found.findings] == ["needs lxml, which is not installed"]


def _without_library(_):
    raise ModuleNotFoundError(name="lxml")
