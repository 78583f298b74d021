"""How much the tests try: the same little each time, or much and by other chances with `--thorough`."""

import os
import random

from hypothesis import HealthCheck, settings

USUAL, THOROUGH = 30, 300
"""Examples that Hypothesis tries, where a test does not say that it wants more or fewer."""


def set_effort(*, thorough: bool) -> None:
    """Set it, before the tests are read."""
    usual = settings(
        deadline=None,  # a loaded machine is slow, not wrong
        suppress_health_check=[HealthCheck.too_slow],
        print_blob=True,
        derandomize=not thorough,  # a suite that has passed passes again
        max_examples=THOROUGH if thorough else USUAL,
    )
    settings.register_profile("newsgen", usual)
    settings.load_profile("newsgen")
    if thorough:
        os.environ.setdefault("NEWSGEN_SEED", str(random.randrange(10**6)))  # workers inherit it


def seed() -> int:
    """Return where tests start that try by chance, but for those of Hypothesis: `NEWSGEN_SEED` repeats a run."""
    return int(os.environ.get("NEWSGEN_SEED", "0"))


def examples(number: int) -> int:
    """Return how many examples to try for a test that wants *number* where others want a hundred."""
    return max(number * settings.default.max_examples // 100, 5)


def times(variable: str, usual: int, thorough: int) -> int:
    """Return how often to try: as the environment says, else *usual*, or *thorough* with `--thorough`."""
    return int(os.environ.get(variable) or (thorough if settings.default.max_examples == THOROUGH else usual))
