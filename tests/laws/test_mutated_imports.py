"""Files of every kind, changed at random, are imported without a traceback, and nothing in them is lost in silence."""

import pytest

from effort import times
from fuzz_imports import Passages, case_of, run_case
from import_laws import breaks
from import_samples import samples

CASES = times("NEWSGEN_CASES", 15, 15)
"""Changed files, the same in each run; `tests/bench/fuzz_imports.py` tries others for as long as one likes."""
SEED = 0
PARTS = 6


@pytest.mark.law
@pytest.mark.parametrize("part", range(PARTS))
def test_changed_files_keep_the_laws_of_every_import(tmp_path, part):
    """Each is in the report, the project builds, and importing it again changes nothing."""
    pool = samples()
    passages = Passages(tmp_path / "plain")
    for number in range(part, CASES, PARTS):
        case = case_of(SEED, number, pool)
        builds = number // PARTS % 4 == 0
        found = run_case(case.files, tmp_path / "case", passages.of(case.base), builds=builds)
        assert found == [], f"tests/bench/fuzz_imports.py --seed {SEED} --case {number}: {case.origin}"


@pytest.mark.parametrize("sample", samples()[:40], ids=lambda sample: f"{sample.kind} {sample.name}")
def test_unchanged_files_keep_them_too(tmp_path, sample):
    """Every kind that people import, as it is exported or saved."""
    assert breaks(sample.files, tmp_path, set(), builds=True) == []
