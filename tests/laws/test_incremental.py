"""After any edits in any order, and after any kills, an incremental build produces the same site as a clean build."""

import pytest

from effort import seed, times
from random_edits.law import EPISODE, WAYS, hold

STEPS = dict(zip(WAYS, (times("NEWSGEN_STEPS", *most) for most in ((18, 60), (4, 14), (5, 14), (3, 8))), strict=True))
"""The number of builds in each way; for thousands of them run tests/bench/edits_law.py."""


@pytest.mark.law
@pytest.mark.parametrize("way", WAYS)
def test_a_build_after_any_edits_is_a_clean_build(tmp_path, way):
    """Site, address book and messages are the same, byte for byte, and building again changes nothing."""
    for first in range(0, STEPS[way], EPISODE):
        hold(tmp_path / f"{first}", f"{seed()}/{first // EPISODE}/{way}", min(EPISODE, STEPS[way] - first), patience=20)
