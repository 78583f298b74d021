"""Whatever is imported, in whatever order, and whatever editors do between: nothing is lost, and nothing is theirs."""

import json
import random
from hashlib import sha256
from pathlib import Path

import pytest

from effort import seed, times
from newsgen.cli.entry import main
from newsgen.importers.import_log import BOOK, read_imports
from sample_articles import Story, archive, export

STEPS = times("NEWSGEN_STEPS", 15, 75)
"""What an editor does, and imports; `NEWSGEN_STEPS=1000 NEWSGEN_SEED=1` for a long run with others than the usual."""
SEED = seed()
pytestmark = pytest.mark.law


class Newsroom:
    """A project and a folder of foreign material, with somebody who works on both."""

    def __init__(self, folder: Path, seed: str):
        """Fill the folder with some stories, most of them in several forms."""
        self.chance = random.Random(f"{seed} {SEED}")
        self.root, self.inputs = folder / "project", folder / "in"
        self.report = folder / "report.json"
        self.editions = dict.fromkeys(range(1, 9), 1)
        self.touched: set[str] = set()
        self.trash: dict[str, bytes] = {}
        self.history: list[str] = []
        self.originals: set[bytes] = set()
        for place in (self.root, self.inputs):
            place.mkdir(parents=True)
        for number in self.editions:
            self.save(number)

    def save(self, number: int) -> None:
        """Put a story into the folder as it is now, in the forms that it comes in."""
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

    def builds(self) -> bool:
        """Tell whether the project as it stands is sound."""
        return main(["build", "--root", str(self.root), "--output", str(self.root / "site")]) == 0

    def written(self) -> list[str]:
        """Return the Markdown files that are there."""
        return [path for path in self.tree() if path.endswith(".md")]

    def edit(self) -> None:
        """Change an article."""
        if paths := self.written():
            path = self.chance.choice(paths)
            (self.root / path).write_bytes((self.root / path).read_bytes() + "\nزيادة من المحرر.\n".encode())
            self.touched.add(path)

    def delete(self) -> None:
        """Delete an article, perhaps to put it back later."""
        if paths := self.written():
            path = self.chance.choice(paths)
            self.trash[path] = (self.root / path).read_bytes()
            (self.root / path).unlink()

    def delete_evidence(self) -> None:
        """Delete an original, perhaps to put it back later."""
        if paths := [path for path in self.tree() if path.startswith("seeds/")]:
            path = self.chance.choice(paths)
            self.trash[path] = (self.root / path).read_bytes()
            (self.root / path).unlink()

    def rename(self) -> None:
        """Give the file of an article another name."""
        if paths := [path for path in self.written() if path.startswith("content/articles/")]:
            path = self.chance.choice(paths)
            other = f"content/articles/renamed-{self.chance.randrange(10**6)}.md"
            (self.root / path).rename(self.root / other)
            self.touched |= {path, other}

    def restore(self) -> None:
        """Put back what was deleted, if nothing else has come in its place."""
        for path in [path for path in self.trash if not (self.root / path).exists()]:
            (self.root / path).write_bytes(self.trash.pop(path))

    def put_capture(self) -> None:
        """Put a text into seeds/ by hand."""
        number = self.chance.choice(list(self.editions))
        file = self.root / f"seeds/by-hand-{number}.txt"
        if not file.exists():
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(Story(number, edition=self.editions[number]).text())

    def correct(self) -> None:
        """Let the newspaper correct a story, and save it anew."""
        number = self.chance.choice(list(self.editions))
        self.editions[number] = min(self.editions[number] + 1, 9)
        self.save(number)

    def somehow(self) -> None:
        """Do something, by chance."""
        deed = self.chance.choice(
            [self.edit, self.delete, self.delete_evidence, self.rename, self.restore, self.put_capture, self.correct]
        )
        self.history.append(deed.__name__)
        deed()

    def some_inputs(self) -> list[Path]:
        """Return any of the inputs in any order, or the whole folder."""
        files = sorted(self.inputs.iterdir())
        if self.chance.random() < 0.3:
            return [self.inputs]
        return self.chance.sample(files, self.chance.randint(1, len(files)))


def outcomes(report):
    """Return what a report says of each input."""
    return [
        {key: one[key] for key in ("input", "place", "became", "why", "article", "evidence")}
        for one in report["inputs"]
    ]


def check_import(room: Newsroom, paths: list[Path]) -> None:
    """Import *paths* and assert the laws."""
    before, sound = room.tree(), room.builds()
    before = room.tree()
    room.history.append(f"import {[path.name for path in paths]}")
    history = "\n".join(room.history[-12:])
    ours = {
        row.article
        for row in read_imports(room.root).rows()
        if before.get(row.article) and sha256(before[row.article]).hexdigest() == row.written
    }
    dry_code, dry = room.run(paths, "--dry-run")
    assert room.tree() == before, history
    code, report = room.run(paths)
    after = room.tree()
    assert (dry_code, outcomes(dry)) == (code, outcomes(report)), history
    changed = {path for path in before if after.get(path) != before[path]}
    assert changed <= {*ours, BOOK}, history
    check_report(room, paths, report, after, history)
    check_book(room, after, history)
    if sound:
        assert room.builds(), history
        after = room.tree()
    again = room.run(paths)[1]
    assert room.tree() == after, history
    assert (again["imported"], again["written"]) == (0, 0), (history, outcomes(again))


def check_report(room, paths, report, after, history):
    """Assert that it accounts for each input, and that what was imported is there."""
    files = {str(file) for path in paths for file in (path.iterdir() if path.is_dir() else [path])}
    assert {one["input"] for one in report["inputs"]} == files, history
    for one in report["inputs"]:
        assert one["became"] != "refused", (history, one)
        if one["became"] in {"imported", "version"}:
            evidence = after[one["evidence"]]
            assert evidence in room.originals or one["evidence"].endswith(".xml"), (history, one)
            if not one["place"]:
                assert evidence == Path(one["input"]).read_bytes(), (history, one)
            assert one["evidence"].removeprefix("seeds/") in after[one["article"]].decode(), (history, one)


def check_book(room, after, history):
    """Assert that it is sorted, and says how each file was written that no editor touched."""
    lines = after.get(BOOK, b"").decode().splitlines()
    rows = list(read_imports(room.root).rows())
    assert lines == [row.line.rstrip("\n") for row in rows], history
    for row in rows:
        if row.article in after and row.article not in room.touched:
            assert sha256(after[row.article]).hexdigest() == row.written, (history, row)
    assert not [path for path in after if path.endswith(".new")], history


def test_whatever_is_imported_and_edited_nothing_is_lost_and_nothing_overwritten(tmp_path):
    """A dry run says what comes; an editor's files stay; all is reported; it builds; again changes no byte."""
    room = Newsroom(tmp_path, "laws")
    for _ in range(STEPS):
        for _ in range(room.chance.randint(0, 2)):
            room.somehow()
        check_import(room, room.some_inputs())


@pytest.mark.parametrize("seed", range(3))
def test_one_go_and_two_goes_bring_the_same(tmp_path, seed):
    """The same originals, and as many articles."""
    found = []
    for goes in (1, 2):
        room = Newsroom(tmp_path / str(goes), f"goes {seed}")
        files = sorted(room.inputs.iterdir())
        room.chance.shuffle(files)
        cut = len(files) if goes == 1 else room.chance.randrange(len(files))
        for part in (files[:cut], files[cut:]):
            if part:
                assert room.run(part)[0] == 0
        evidence = sorted(data for path, data in room.tree().items() if path.startswith("seeds/"))
        found.append((evidence, len(room.written())))
    assert found[0] == found[1]
