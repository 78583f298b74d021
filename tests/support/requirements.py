"""Check for programs and packages that some tests need; if one is missing, they are skipped, or fail in CI."""

import os
import shutil
from importlib.util import find_spec

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def need(what, there):
    """Return *there*, the result of the search for *what*; if it is empty, skip the test, or fail in CI."""
    if there:
        return there
    if os.environ.get("CI"):
        pytest.fail(f"CI must have {what}")
    pytest.skip(f"{what} is not installed")


def modules(*names):
    """Require the Python packages with these names."""
    for name in names:
        need(f"the Python package {name}", find_spec(name))


def browser():
    """Return the path of Chromium."""
    modules("playwright")
    return need("Chromium", next(filter(None, map(shutil.which, BROWSERS)), None))


def java():
    """Return the path of Java."""
    return need("Java", shutil.which("java"))


def program(name):
    """Return the path of the program *name*."""
    return need(f"the program {name}", shutil.which(name))
