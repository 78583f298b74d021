"""Share results that take long to compute, and that no test changes, between all processes of a test run."""

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jinja2
import pytest


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
    """Make Jinja2 compile each template only once in this process, even if many sites are built from it.

    Compiling the shipped theme takes five times as long as the rest of a small build.
    """
    compile_template, compiled = jinja2.Environment.compile, {}

    def compile_once(environment: jinja2.Environment, source: str, name: Any = None, filename: Any = None) -> Any:
        key = source, name, filename, _folded_in(environment)
        if key not in compiled:
            compiled[key] = compile_template(environment, source, name, filename)
        return compiled[key]

    patch.setattr(jinja2.Environment, "compile", compile_once)


def _folded_in(environment: jinja2.Environment) -> tuple[object, ...]:
    """Return a key for the filters of a site, because compiled templates contain their results for constants."""
    functions = ((name, do) for name, do in environment.filters.items() if hasattr(do, "__code__"))
    return tuple((name, do.__code__, *filter(_is_text, map(_content, do.__closure__ or ()))) for name, do in functions)


def _content(cell: Any) -> object:
    return cell.cell_contents


def _is_text(value: object) -> bool:
    return isinstance(value, str)
