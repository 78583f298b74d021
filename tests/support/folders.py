"""Paths in the repository that tests read."""

from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
TESTS = REPOSITORY / "tests"
TEMPLATES = REPOSITORY / "templates"
GOLDEN = TESTS / "golden"
SITES = TESTS / "sites"
RICH = SITES / "rich"
"""A small project that uses every feature."""
