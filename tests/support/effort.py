"""Set the number of examples: few, the same in each run, or many random ones with `--thorough`."""

import os
import random

from hypothesis import HealthCheck, settings

USUAL, THOROUGH = 30, 200
"""Examples that Hypothesis tries for a test that does not ask for more or fewer."""


def set_effort(*, thorough: bool) -> None:
    """Load the profile of Hypothesis; this must happen before the tests are imported."""
    is_repeatable = not thorough or "NEWSGEN_SEED" in os.environ
    usual = settings(
        deadline=None,  # a busy machine may be slow
        suppress_health_check=[HealthCheck.too_slow],
        print_blob=True,
        derandomize=is_repeatable,  # so that two runs use the same examples
        max_examples=THOROUGH if thorough else USUAL,
    )
    settings.register_profile("newsgen", usual)
    settings.load_profile("newsgen")
    if thorough:
        os.environ.setdefault("NEWSGEN_SEED", str(random.randrange(10**6)))  # workers inherit it


def seed() -> int:
    """Return the seed of the tests that draw random numbers; `NEWSGEN_SEED` repeats a run, of Hypothesis too."""
    return int(os.environ.get("NEWSGEN_SEED", "0"))


def examples(number: int) -> int:
    """Return the number of examples for a test that asks for *number* instead of the usual hundred."""
    return max(number * settings.default.max_examples // 100, 5)


def times(variable: str, usual: int, thorough: int) -> int:
    """Return the environment *variable* as a number; if it is not set, *usual*, or *thorough* with `--thorough`."""
    return int(os.environ.get(variable) or (thorough if settings.default.max_examples == THOROUGH else usual))
