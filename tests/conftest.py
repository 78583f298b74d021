"""Fixtures that tests of several modules share."""

import json
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import is_hypothesis_test

from disk_clock import wait_for_tick
from effort import seed, set_effort
from newsgen.build import file_changes
from newsgen.build.search import engine
from newsgen.cli.entry import main
from shared_work import compile_templates_once, read_newsgen_once

ARTICLE = """أعلنت الجماعة الحضرية اليوم افتتاح المكتبة العمومية الجديدة وسط المدينة، بعد أشغال دامت سنتين كاملتين.

وقال رئيس الجماعة إن المكتبة ستفتح أبوابها طيلة أيام الأسبوع، وإن ولوجها سيكون بالمجان لفائدة التلاميذ والطلبة.
"""


@dataclass
class Built:
    """The outcome of a run of the command line."""

    code: int
    report: dict[str, Any]
    stdout: str
    stderr: str


@dataclass
class Project:
    """A small project in a folder of its own."""

    root: Path
    capfd: pytest.CaptureFixture[str]

    def write(self, path: str, content: str | bytes) -> Path:
        """Write a file of the project; text is UTF-8."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    def build(self, *options: str) -> Built:
        """Run `newsgen build` and read its report."""
        if file_changes.FINE_CLOCK_NS == 0:
            wait_for_tick(self.root.parent)  # an edit after this build has another date than one before it
        report = self.root.parent / "report.json"
        report.unlink(missing_ok=True)
        built = self.run("build", "--root", str(self.root), "--report", str(report), *options)
        built.report = json.loads(report.read_text(encoding="utf-8")) if report.exists() else {}
        return built

    def run(self, *arguments: str) -> Built:
        """Run a command of newsgen in this process."""
        self.capfd.readouterr()
        code = main(arguments)
        out, err = self.capfd.readouterr()
        return Built(code, {}, out, err)

    @property
    def site(self) -> Path:
        """The output folder."""
        return self.root / "site"

    def read(self, path: str) -> str:
        """Return a published file as text."""
        return (self.site / path).read_text(encoding="utf-8")

    def files(self) -> dict[str, bytes]:
        """Return every published file by its path."""
        found = (file for file in sorted(self.site.rglob("*")) if file.is_file())
        return {file.relative_to(self.site).as_posix(): file.read_bytes() for file in found}


@pytest.fixture
def project(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Project:
    """Make a project with empty folders seeds/ and content/, and with system fonts, which make builds faster."""
    project = Project(tmp_path / "project", capfd)
    (project.root / "seeds").mkdir(parents=True)
    project.write("content/site.yml", "font: system\n")
    return project


@pytest.fixture
def article_project(project: Project) -> Project:
    """Make a project with one captured article, seeds/library.txt."""
    project.write("seeds/library.txt", ARTICLE)
    return project


@pytest.fixture
def fine_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Accept the stamps of files of any age; return a function that sets the minimum age in nanoseconds."""

    def set_age(nanoseconds: int) -> None:
        monkeypatch.setattr(file_changes, "COARSE_CLOCK_NS", nanoseconds)
        monkeypatch.setattr(file_changes, "FINE_CLOCK_NS", nanoseconds)

    set_age(0)
    return set_age


@pytest.fixture
def one_item_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put each item into a batch of its own, so that workers share even a small project."""
    monkeypatch.setattr("newsgen.workers.batches.BATCH_SIZE", 1)


@pytest.fixture(scope="session", autouse=True)
def _loopback_only() -> Iterator[None]:
    """Fail a test that connects to another machine."""
    connect = socket.socket.connect

    def connect_here(one: socket.socket, address: Any) -> None:
        host = address[0] if one.family in {socket.AF_INET, socket.AF_INET6} else "localhost"
        assert host in {"localhost", "::1"} or host.startswith("127."), f"a test connects to {host}"
        connect(one, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect_here)
        yield


@pytest.fixture(scope="session", autouse=True)
def _search_on_request() -> Iterator[None]:
    """Build a search only for sites that ask for it, because an index takes a tenth of a second."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "BY_DEFAULT", False)
        yield


@pytest.fixture(scope="session", autouse=True)
def _shared_work() -> Iterator[None]:
    """Read newsgen itself, and compile each template, once for all tests of this process."""
    with pytest.MonkeyPatch.context() as patch:
        read_newsgen_once(patch)
        compile_templates_once(patch)
        yield


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    """Add options for a longer run and for rewriting the golden files; a run that rewrites them fails."""
    parser.addoption("--rewrite-golden", action="store_true", help="rewrite what tests/golden expects")
    parser.addoption("--thorough", action="store_true", help="try many more examples, which vary; takes minutes")
    if not pluginmanager.hasplugin("xdist"):  # with `-p no:xdist` all tests run in one process, as with `-n 0`
        for name in ("--numprocesses", "--dist"):
            parser.addoption(name, help="ignored without pytest-xdist")


def pytest_configure(config: pytest.Config) -> None:
    """Set the number of examples for the tests."""
    set_effort(thorough=config.getoption("--thorough"))


def pytest_report_header(config: pytest.Config) -> list[str]:
    """Print the seed with which a long run can be repeated."""
    return [f"NEWSGEN_SEED={seed()}"] if config.getoption("--thorough") else []


@pytest.hookimpl(tryfirst=True)  # before `-m law` selects tests
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every property-based test as a law."""
    for item in items:
        if isinstance(item, pytest.Function) and is_hypothesis_test(item.obj):
            item.add_marker("law")
