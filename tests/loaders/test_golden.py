"""Each golden folder holds an input file and the record or the error that loading it gives."""

import json
from pathlib import Path

import pytest

from folders import GOLDEN
from newsgen.loaders.load import load
from newsgen.loaders.sources import Source, SourceKind
from newsgen.model.article import Article, as_record

KINDS: dict[str, SourceKind] = {".txt": "capture", ".html": "capture", ".md": "article"}
CASES = sorted(input_file.parent for input_file in GOLDEN.glob("*/*/input.*"))
EXPECTATIONS = {"record.json", "error.txt"}


def outcome(case: Path) -> tuple[str, str]:
    """Return the name and the content of the expected file that the input of *case* gives."""
    (file,) = case.glob("input.*")
    loaded = load(Source(file.name, KINDS[file.suffix], case))
    if isinstance(loaded.record, Article):
        return "record.json", json.dumps(as_record(loaded.record), ensure_ascii=False, indent=2) + "\n"
    return "error.txt", "".join(f"{error}\n" for error in loaded.errors)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_an_input_gives_the_record_or_error_beside_it(case, request):
    """Loading the input gives the expected record or error, byte for byte."""
    name, text = outcome(case)
    if request.config.getoption("--rewrite-golden"):
        for other in EXPECTATIONS:
            (case / other).unlink(missing_ok=True)
        (case / name).write_bytes(text.encode())
        pytest.fail(f"{name} was rewritten: look at it, then run again without --rewrite-golden")
    assert {file.name for file in case.iterdir() if file.stem != "input"} == {name}
    assert (case / name).read_bytes().decode() == text
