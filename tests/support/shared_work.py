"""Share results that take long to compute, and that no test changes, between all processes of a test run."""

import fcntl
import os
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
import pytest

import newsgen
from folders import REPOSITORY
from newsgen.build import file_changes, incremental, pipeline
from newsgen.errors import NewsgenError
from newsgen.theme import assets
from newsgen.theme.theme import Theme


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return the folder *name* of this run, which *make* fills once, in this process or in another."""
    base = factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, done = shared / name, shared / f"{name}.done"
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.lockf(lock, fcntl.LOCK_EX)  # the kernel releases it if its process dies
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)  # left by a process that failed
            folder.mkdir()
            make(folder)
            done.touch()
    return folder


def compile_templates_once(patch: pytest.MonkeyPatch) -> None:
    """Parse, check and compile each template only once in this process, even if many sites are built from it.

    The shipped theme takes five times as long as the rest of a small build. Nobody changes a tree that was parsed.
    """
    patch.setattr(pipeline, "check_templates", _checked_once(pipeline.check_templates))
    for name in ("_parse", "compile"):
        patch.setattr(jinja2.Environment, name, _made_once_of_a_template(getattr(jinja2.Environment, name)))


def read_newsgen_once(patch: pytest.MonkeyPatch) -> None:
    """Read newsgen's own code, templates and style sheet only once in this process, because no test changes them."""
    digest_of_files, known = file_changes.digest_of_files, cache(file_changes.digest_of_files)
    kept = {Path(newsgen.__file__).parent, REPOSITORY / "templates"}

    def digest(folder: Path, ending: str = "") -> bytes:
        return (known if folder in kept else digest_of_files)(folder, ending)

    patch.setattr(file_changes, "digest_of_files", digest)
    patch.setattr(incremental, "digest_of_files", digest)
    patch.setattr(assets, "compact", cache(assets.compact))


def _made_once_of_a_template(make: Callable[..., Any]) -> Callable[..., Any]:
    """Return a method of an environment of Jinja2 that remembers what *make* made of a template."""
    made: dict[object, Any] = {}

    def remember(environment: jinja2.Environment, source: str, name: Any = None, filename: Any = None) -> Any:
        key = source, name, filename, _folded_in(environment)
        if key not in made:
            made[key] = make(environment, source, name, filename)
        return made[key]

    return remember


def _folded_in(environment: jinja2.Environment) -> tuple[object, ...]:
    """Return a key for the filters of a site, because compiled templates contain their results for constants."""
    functions = ((name, do) for name, do in environment.filters.items() if hasattr(do, "__code__"))
    return tuple((name, do.__code__, *filter(_is_text, map(_content, do.__closure__ or ()))) for name, do in functions)


def _content(cell: Any) -> object:
    return cell.cell_contents


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _checked_once(check: Callable[[Theme], list[NewsgenError]]) -> Callable[[Theme], list[NewsgenError]]:
    """Return *check*, which takes half of the time of a clean build, with its results for the same templates kept."""
    known: dict[tuple[object, ...], list[NewsgenError]] = {}

    def check_once(theme: Theme) -> list[NewsgenError]:
        key = theme.templates, theme.locale
        if key not in known:
            known[key] = check(theme)
        return list(known[key])

    return check_once
