"""Random imports and edits in any order: no original is lost and no edit is overwritten."""

import json
import random
from hashlib import sha256
from pathlib import Path

import pytest

from effort import seed, times
from newsgen.cli.entry import main
from newsgen.importers.intake.import_log import IMPORT_LOG, read_log
from newsgen.importers.intake.review import REVIEW
from sample_articles import Story, archive, export

STEPS = times("NEWSGEN_STEPS", 15, 30)
"""Number of imports, with edits between them; `NEWSGEN_STEPS=1000 NEWSGEN_SEED=1` is a long run with other choices."""
SEED = seed()
pytestmark = pytest.mark.law


class RandomProject:
    """A project and a folder of inputs, with random edits of both."""

    def __init__(self, folder: Path, seed: str):
        """Fill the folder of inputs with some stories, most of them in several forms."""
        self.chance = random.Random(f"{seed} {SEED}")
        self.root, self.inputs = folder / "project", folder / "in"
        self.report = folder / "report.json"
        self.editions = dict.fromkeys(range(1, 9), 1)
        self.edited: set[str] = set()
        self.trash: dict[str, bytes] = {}
        self.history: list[str] = []
        self.originals: set[bytes] = set()
        for place in (self.root, self.inputs):
            place.mkdir(parents=True)
        for number in self.editions:
            self.save(number)

    def save(self, number: int) -> None:
        """Write the current edition of a story to the folder of inputs, in most of its forms."""
        story = Story(number, edition=self.editions[number])
        page = story.page(remark=f"edition {story.edition}")
        forms = {
            f"copied-{number}.txt": story.text(),
            f"saved-{number}.html": story.page(),
            f"crawl-{number % 2}-{story.edition}.warc.gz": archive(
                (story.url, page, f"2015-01-0{story.edition}T00:00:00Z")
            ),
            f"export-{number % 3}.xml": export(story, pages=(f"من نحن {number % 3}",)),
        }
        self.originals |= {story.text(), story.page(), page}
        for count, (name, data) in enumerate(forms.items()):
            if (number + count) % 3:
                (self.inputs / name).write_bytes(data)

    def tree(self) -> dict[str, bytes]:
        """Return the files of content/ and seeds/."""
        files = (file for top in ("content", "seeds") for file in (self.root / top).rglob("*") if file.is_file())
        return {file.relative_to(self.root).as_posix(): file.read_bytes() for file in files}

    def run(self, paths, *options: str):
        """Import *paths*; return the exit code and the report."""
        arguments = [*map(str, paths), "--root", str(self.root), "--report", str(self.report)]
        code = main(["import", *arguments, *options])
        return code, json.loads(self.report.read_text(encoding="utf-8"))

    def is_valid(self) -> bool:
        """Return whether the project builds without errors."""
        return main(["build", "--root", str(self.root), "--output", str(self.root / "site")]) == 0

    def written(self) -> list[str]:
        """Return the paths of all Markdown files."""
        return [path for path in self.tree() if path.endswith(".md")]

    def edit(self) -> None:
        """Append a line to a random article."""
        if paths := self.written():
            path = self.chance.choice(paths)
            (self.root / path).write_bytes((self.root / path).read_bytes() + "\nزيادة من المحرر.\n".encode())
            self.edited.add(path)

    def delete(self) -> None:
        """Delete a random article, and remember it for `restore`."""
        if paths := self.written():
            path = self.chance.choice(paths)
            self.trash[path] = (self.root / path).read_bytes()
            (self.root / path).unlink()

    def delete_evidence(self) -> None:
        """Delete a random original, and remember it for `restore`."""
        if paths := [path for path in self.tree() if path.startswith("seeds/")]:
            path = self.chance.choice(paths)
            self.trash[path] = (self.root / path).read_bytes()
            (self.root / path).unlink()

    def rename(self) -> None:
        """Rename the file of a random article."""
        if paths := [path for path in self.written() if path.startswith("content/articles/")]:
            path = self.chance.choice(paths)
            other = f"content/articles/renamed-{self.chance.randrange(10**6)}.md"
            (self.root / path).rename(self.root / other)
            self.edited |= {path, other}

    def restore(self) -> None:
        """Put back the deleted files whose paths are still free."""
        for path in [path for path in self.trash if not (self.root / path).exists()]:
            (self.root / path).write_bytes(self.trash.pop(path))

    def put_capture(self) -> None:
        """Add a text capture to seeds/ by hand."""
        number = self.chance.choice(list(self.editions))
        file = self.root / f"seeds/by-hand-{number}.txt"
        if not file.exists():
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(Story(number, edition=self.editions[number]).text())

    def correct(self) -> None:
        """Write a corrected edition of a random story to the folder of inputs."""
        number = self.chance.choice(list(self.editions))
        self.editions[number] = min(self.editions[number] + 1, 9)
        self.save(number)

    def edit_randomly(self) -> None:
        """Do one random edit."""
        action = self.chance.choice(
            [self.edit, self.delete, self.delete_evidence, self.rename, self.restore, self.put_capture, self.correct]
        )
        self.history.append(action.__name__)
        action()

    def sample_inputs(self) -> list[Path]:
        """Return a random sample of the inputs in random order, or the whole folder."""
        files = sorted(self.inputs.iterdir())
        if self.chance.random() < 0.3:
            return [self.inputs]
        return self.chance.sample(files, self.chance.randint(1, len(files)))


def outcomes(report):
    """Return the outcome of each input in a report."""
    return [
        {key: one[key] for key in ("input", "place", "became", "why", "article", "evidence")}
        for one in report["inputs"]
    ]


def check_import(project: RandomProject, paths: list[Path]) -> None:
    """Import *paths* and assert that all laws hold."""
    before, was_valid = project.tree(), project.is_valid()
    before = project.tree()
    project.history.append(f"import {[path.name for path in paths]}")
    history = "\n".join(project.history[-12:])
    unedited = {
        row.article
        for row in read_log(project.root).rows()
        if before.get(row.article) and sha256(before[row.article]).hexdigest() == row.written
    }
    dry_code, dry = project.run(paths, "--dry-run")
    assert project.tree() == before, history
    code, report = project.run(paths)
    after = project.tree()
    assert (dry_code, outcomes(dry)) == (code, outcomes(report)), history
    changed = {path for path in before if after.get(path) != before[path]}
    assert changed <= {*unedited, IMPORT_LOG, REVIEW}, history
    check_report(project, paths, report, after, history)
    check_log(project, after, history)
    if was_valid:
        assert project.is_valid(), history
        after = project.tree()
    again = project.run(paths)[1]
    assert project.tree() == after, history
    assert (again["imported"], again["written"]) == (0, 0), (history, outcomes(again))


def check_report(project, paths, report, after, history):
    """Assert that the report has each input, and that its originals and articles exist."""
    files = {str(file) for path in paths for file in (path.iterdir() if path.is_dir() else [path])}
    assert {one["input"] for one in report["inputs"]} == files, history
    for one in report["inputs"]:
        assert one["became"] != "refused", (history, one)
        if one["became"] in {"imported", "version"}:
            evidence = after[one["evidence"]]
            assert evidence in project.originals or one["evidence"].endswith(".xml"), (history, one)
            if not one["place"]:
                assert evidence == Path(one["input"]).read_bytes(), (history, one)
            assert one["evidence"].removeprefix("seeds/") in after[one["article"]].decode(), (history, one)


def check_log(project, after, history):
    """Assert that the log is sorted, and has the digest of each file that was not edited."""
    lines = after.get(IMPORT_LOG, b"").decode().splitlines()
    rows = list(read_log(project.root).rows())
    assert lines == [row.line.rstrip("\n") for row in rows], history
    for row in rows:
        if row.article in after and row.article not in project.edited:
            assert sha256(after[row.article]).hexdigest() == row.written, (history, row)
    assert not [path for path in after if path.endswith(".new")], history


def test_no_original_is_lost_and_no_edit_is_overwritten(tmp_path):
    """A dry run predicts the outcomes, edits are kept, every input is reported, and a second import changes nothing."""
    project = RandomProject(tmp_path, "laws")
    for _ in range(STEPS):
        for _ in range(project.chance.randint(0, 2)):
            project.edit_randomly()
        check_import(project, project.sample_inputs())


@pytest.mark.parametrize("seed", range(3))
def test_one_import_and_two_imports_give_the_same_articles(tmp_path, seed):
    """Importing the files in two parts gives the same originals and as many articles."""
    found = []
    for goes in (1, 2):
        project = RandomProject(tmp_path / str(goes), f"goes {seed}")
        files = sorted(project.inputs.iterdir())
        project.chance.shuffle(files)
        cut = len(files) if goes == 1 else project.chance.randrange(len(files))
        for part in (files[:cut], files[cut:]):
            if part:
                assert project.run(part)[0] == 0
        evidence = sorted(data for path, data in project.tree().items() if path.startswith("seeds/"))
        found.append((evidence, len(project.written())))
    assert found[0] == found[1]
