"""Importing a site of another generator keeps the laws of every import."""

import json
import random
import shutil

import pytest

from effort import seed, times
from generator_sites import SAMPLES
from newsgen.cli.entry import main
from newsgen.importers.intake.import_log import IMPORT_LOG
from newsgen.importers.intake.project_files import ProjectFiles
from newsgen.importers.intake.review import REVIEW

pytestmark = pytest.mark.law
SEED = seed()
STOPS = times("NEWSGEN_STOPS", 4, 30)
"""Number of files after which an import of each site is stopped, drawn at random."""


def run(root, *arguments):
    """Run an import; return the exit code and the report."""
    report = root.parent / "report.json"
    code = main(["import", *map(str, arguments), "--root", str(root), "--report", str(report)])
    return code, json.loads(report.read_text(encoding="utf-8"))


def tree(root):
    """Return the files of content/ and seeds/."""
    files = (file for top in ("content", "seeds") for file in (root / top).rglob("*") if file.is_file())
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in files}


@pytest.fixture(params=SAMPLES)
def site(request, tmp_path):
    """Write the sample site of one generator."""
    return SAMPLES[request.param].write(tmp_path / "old")


@pytest.fixture
def root(tmp_path):
    (tmp_path / "project").mkdir()
    return tmp_path / "project"


def outcomes(report):
    return [(one["place"], one["became"], one["article"], one["warnings"]) for one in report["inputs"]]


def test_a_second_import_changes_nothing(site, root):
    """A dry run predicts the first; neither writes to the site."""
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    _, dry = run(root, site, "--dry-run")
    assert tree(root) == {}
    code, report = run(root, site)
    assert (code, outcomes(dry), dry["imported"]) == (0, outcomes(report), report["imported"])
    after = tree(root)
    again = run(root, site)[1]
    assert (again["imported"], again["written"], again["unchanged"]) == (0, 0, report["imported"])
    assert tree(root) == after
    assert {path: path.read_bytes() for path in site.rglob("*") if path.is_file()} == before


def test_every_original_is_kept(site, root):
    """Byte for byte; nothing of an original is only in what newsgen made of it."""
    report = run(root, site)[1]
    for one in report["inputs"]:
        if one["became"] == "imported":
            original = (root / one["evidence"]).read_bytes()
            assert original.endswith((site / one["place"]).read_bytes())


def test_a_stopped_import_is_completed_by_the_next_one(site, tmp_path, monkeypatch):
    """The files are the same as without a stop, at whatever file it was."""
    whole, root = tmp_path / "whole", tmp_path / "project"
    whole.mkdir()
    run(whole, site)
    expected, written = tree(whole), run(whole, site, "--dry-run")[1]
    assert written["written"] == 0
    write = ProjectFiles.write
    files = len(expected.keys() - {IMPORT_LOG, REVIEW})
    for stop in random.Random(SEED).sample(range(files), min(STOPS, files)):
        left = [stop]

        def stopping(self, path, data, left=left):
            if not left[0]:
                raise KeyboardInterrupt
            left[0] -= 1
            write(self, path, data)

        shutil.rmtree(root, ignore_errors=True)
        root.mkdir()
        monkeypatch.setattr(ProjectFiles, "write", stopping)
        assert main(["import", str(site), "--root", str(root)]) == 130
        monkeypatch.setattr(ProjectFiles, "write", write)
        assert run(root, site)[0] == 0
        assert tree(root) == expected


@pytest.mark.parametrize("name", SAMPLES)
def test_what_was_imported_comes_out_equal_elsewhere(name, tmp_path):
    """The content of one project, imported into another, has the same titles, dates, names, terms and texts."""
    site = SAMPLES[name].write(tmp_path / "old")
    first, second = tmp_path / "first", tmp_path / "second"
    for root, source in ((first, site), (second, first)):
        root.mkdir()
        assert run(root, source)[0] == 0
    one, other = articles(first), articles(second)
    assert one.keys() == other.keys()
    for path in one:
        assert other[path] == one[path]


def articles(root):
    """Return the lines of the front matter and the text of each article, without those that import adds."""
    files = (root / "content/articles").glob("*.md")
    added = ("aliases:", "capture:", "- /", '- "/')
    return {
        file.name: [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith(added)]
        for file in files
    }
