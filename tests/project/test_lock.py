"""The README's commands install exact versions, and GitHub tests the newest ones."""

import re
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, distribution

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from folders import REPOSITORY

PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS = PROJECT["project"]["optional-dependencies"]
BUILD = [*PROJECT["build-system"]["requires"], "editables"]
LINES = (REPOSITORY / ".ci" / "constraints.txt").read_text(encoding="utf-8").splitlines()
LOCKED = {
    canonicalize_name(name): version for name, _, version in (line.partition("==") for line in LINES if line[0] != "#")
}
WORKFLOWS = sorted((REPOSITORY / ".github" / "workflows").glob("*.yml"))


def own_requirements():
    """Return the requirements in pyproject.toml: those of newsgen, its extras and its build."""
    texts = [*PROJECT["project"]["dependencies"], *(text for extra in EXTRAS.values() for text in extra), *BUILD]
    return [found for found in map(Requirement, texts) if found.name != "newsgen"]


def all_requirements():
    """Yield the direct and indirect requirements of newsgen, its extras and its build.

    A package whose installed version differs from the locked one is skipped, because its requirements may differ too.
    """
    left, seen = own_requirements(), set()
    while left:
        wanted = left.pop()
        yield wanted
        for extra in {"", *wanted.extras}:
            key = canonicalize_name(wanted.name), extra
            if key not in seen:
                seen.add(key)
                left += needs_of(*key)


def needs_of(name, extra):
    """Return the requirements of the locked version of a package on this system; none if it is not installed."""
    try:
        installed = distribution(name)
    except PackageNotFoundError:
        return []
    needs = map(Requirement, installed.requires or []) if installed.version == LOCKED.get(name) else ()
    return [need for need in needs if not need.marker or need.marker.evaluate({"extra": extra})]


def test_every_line_of_the_lock_is_an_exact_version():
    """A range would allow new releases."""
    lines = [line for line in LINES if not line.startswith("#")]
    assert [line for line in lines if not re.fullmatch(r"[\w.-]+==[\w.+!]+", line)] == []
    assert len(LOCKED) == len(lines)


def test_the_lock_names_everything_that_is_installed():
    """Of a package that is not in the lock, pip would install the newest release."""
    assert {canonicalize_name(wanted.name) for wanted in all_requirements()} - set(LOCKED) == set()


@pytest.mark.parametrize("wanted", own_requirements(), ids=str)
def test_a_locked_version_is_one_that_newsgen_allows(wanted):
    """Otherwise pip would refuse to install newsgen with the lock."""
    assert wanted.specifier.contains(LOCKED[canonicalize_name(wanted.name)])


def test_every_locked_version_installs_on_any_python_3_11():
    """Debian 12 has 3.11.2, which a package that needs a correction of Python's own may refuse."""
    refusing = []
    for name, version in LOCKED.items():
        try:
            found = distribution(name)
        except PackageNotFoundError:
            continue
        if found.version == version and "3.11.0" not in SpecifierSet(found.metadata.get("Requires-Python") or ""):
            refusing.append(name)
    assert refusing == []


@pytest.mark.parametrize("wanted", own_requirements(), ids=str)
def test_newsgen_itself_is_open_to_newer_versions(wanted):
    """A requirement may have a lower bound, but no upper bound."""
    assert {each.operator for each in wanted.specifier} <= {">="}
    assert wanted.specifier or wanted.name == "editables"


def test_every_command_of_the_readme_that_installs_uses_the_lock():
    """It is used for newsgen's libraries and, with old and new versions of pip, for its build requirements."""
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"^.*\bpip install\b.*$", readme, re.MULTILINE)
    lock = "PIP_CONSTRAINT=.ci/constraints.txt PIP_BUILD_CONSTRAINT=.ci/constraints.txt .venv/bin/pip install "
    assert len(commands) == 4
    assert [command for command in commands if lock not in command] == []


def test_the_lock_says_how_it_is_made():
    """The command is the one that the README names."""
    command = "python3.11 .ci/lock.py"
    assert f"# Written by: {command}" in LINES
    assert command in (REPOSITORY / "README.md").read_text(encoding="utf-8").splitlines()


def test_github_tests_what_is_locked_and_what_is_newest():
    """The tests with the newest releases run on every supported Python."""
    jobs = {file.stem: yaml.safe_load(file.read_text(encoding="utf-8"))["jobs"] for file in WORKFLOWS}
    assert set(jobs) == {"locked", "newest"}
    assert "bash .ci/run" in steps_of(jobs["locked"])
    newest = jobs["newest"]["test"]
    assert newest["strategy"]["matrix"]["python"] == ["3.11", "3.12", "3.13", "3.14"]
    assert "--upgrade" in steps_of(jobs["newest"])
    assert "constraints" not in steps_of(jobs["newest"])


def steps_of(jobs):
    """Return all shell commands of some jobs."""
    return "\n".join(step.get("run", "") for job in jobs.values() for step in job["steps"])


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_a_workflow_may_only_read(file):
    """It needs no token that writes, and its actions keep to one major version."""
    workflow = yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)
    assert workflow["permissions"] == {"contents": "read"}
    assert workflow["on"]
    used = [step["uses"] for job in workflow["jobs"].values() for step in job["steps"] if "uses" in step]
    assert [action for action in used if not re.fullmatch(r"actions/[\w-]+@v\d+", action)] == []


def test_the_oldest_python_is_the_one_that_locks():
    """The newest releases for it work on newer Pythons too; the reverse does not hold."""
    assert PROJECT["project"]["requires-python"] == ">=3.11"
    assert sys.version_info >= (3, 11)
    assert "OLDEST = (3, 11)" in (REPOSITORY / ".ci" / "lock.py").read_text(encoding="utf-8")
