"""What some tests need beside Python: without it they skip, except in CI, where it must be installed."""

import os
import shutil
from importlib.util import find_spec

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def need(what, there):
    """Return *there*, what was found of *what*; skip where it is nothing, and fail in CI."""
    if there:
        return there
    if os.environ.get("CI"):
        pytest.fail(f"CI must have {what}")
    pytest.skip(f"{what} is not installed")


def modules(*names):
    """Go on where Python packages of these names can be imported."""
    for name in names:
        need(f"the Python package {name}", find_spec(name))


def browser():
    """Return the path of Chromium."""
    modules("playwright")
    return need("Chromium", next(filter(None, map(shutil.which, BROWSERS)), None))


def java():
    """Return the path of Java."""
    return need("Java", shutil.which("java"))
