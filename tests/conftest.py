"""Fixtures that tests of several modules share."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from newsgen.cli.entry import main

ARTICLE = """أعلنت الجماعة الحضرية اليوم افتتاح المكتبة العمومية الجديدة وسط المدينة، بعد أشغال دامت سنتين كاملتين.

وقال رئيس الجماعة إن المكتبة ستفتح أبوابها طيلة أيام الأسبوع، وإن ولوجها سيكون بالمجان لفائدة التلاميذ والطلبة.
"""


@dataclass
class Built:
    """What a run of the command line did."""

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
    """Make an empty project: seeds/ and content/ without a file; fonts are the system's, which builds faster."""
    project = Project(tmp_path / "project", capfd)
    (project.root / "seeds").mkdir(parents=True)
    project.write("content/site.yml", "font: system\n")
    return project


@pytest.fixture
def article_project(project: Project) -> Project:
    """Make a project with one captured article, seeds/library.txt."""
    project.write("seeds/library.txt", ARTICLE)
    return project


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer to rewrite the golden files; a run that does so fails."""
    parser.addoption("--rewrite-golden", action="store_true", help="rewrite what tests/golden expects")
