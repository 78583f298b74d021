"""Make exports of comments as services write them, and import them into a small project."""

import csv
import io
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from newsgen.cli.entry import main

ARTICLE = """---
title: "{headline}"
date: 2022-07-05
source_url: {url}
comment_post_ID: 417
aliases: [/2022/07/library/]
---

أعلنت الجماعة الحضرية اليوم افتتاح المكتبة العمومية الجديدة وسط المدينة، بعد أشغال دامت سنتين كاملتين.
"""
HEADLINE = "افتتاح المكتبة العمومية الجديدة"
URL = "https://www.hespress.com/library-12345.html"


@dataclass
class Comments:
    """A project with one article, and the command `newsgen comments` in it."""

    root: Path
    reports: list[dict[str, Any]] = field(default_factory=list)

    def export(self, name: str, content: str | bytes) -> Path:
        """Write an export beside the project."""
        file = self.root.parent / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    def run(self, *arguments: Any) -> int:
        """Run `newsgen comments` with *arguments*, and keep the report."""
        report = self.root.parent / "report.json"
        report.unlink(missing_ok=True)
        code = main(["comments", *map(str, arguments), "--root", str(self.root), "--report", str(report)])
        self.reports.append(json.loads(report.read_text(encoding="utf-8")) if report.exists() else {})
        return code

    def take(self, name: str, content: str | bytes, *options: Any) -> dict[str, Any]:
        """Import an export with this *content*; return the report."""
        self.run("import", self.export(name, content), *options)
        return self.report

    @property
    def report(self) -> dict[str, Any]:
        """The report of the last command."""
        return self.reports[-1]

    @property
    def errors(self) -> list[tuple[int | None, str]]:
        """Line and finding of each error of the last command."""
        return [(error["line"], error["found"]) for error in self.report["errors"]]

    def files(self, below: str = "comments") -> dict[str, dict[str, Any]]:
        """Return the comment files of the project, or the rejected ones, by `article/comment`."""
        folder = self.root / "content" / below
        found = sorted(folder.rglob("*.yml"))
        return {f"{file.parent.name}/{file.stem}": yaml.safe_load(file.read_text(encoding="utf-8")) for file in found}

    def rejected(self) -> dict[str, dict[str, Any]]:
        """Return the rejected comments of the project."""
        return self.files("comments-rejected")

    def tree(self) -> dict[str, bytes]:
        """Return all files of the project's content."""
        files = (file for file in (self.root / "content").rglob("*") if file.is_file())
        return {file.relative_to(self.root).as_posix(): file.read_bytes() for file in files}


def make_comments(folder: Path) -> Comments:
    """Make a project with one article, a17, below *folder*."""
    root = folder / "project"
    (root / "content" / "articles").mkdir(parents=True)
    article = ARTICLE.format(headline=HEADLINE, url=URL)
    (root / "content" / "articles" / "a17.md").write_text(article, encoding="utf-8")
    return Comments(root)


def as_csv(rows: list[dict[str, str]], **options: Any) -> str:
    """Return *rows* as a form service exports them."""
    stream = io.StringIO(newline="")
    names = list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.DictWriter(stream, names, restval="", **options)
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def a_row(number: int = 1, **fields: str) -> dict[str, str]:
    """Return one submission of the form as Netlify exports it."""
    return {
        "author": f"قارئ {number}",
        "email": f"reader{number}@example.org",
        "url": "",
        "comment": f"هذا هو التعليق رقم {number} على الخبر.",
        "article": "a17",
        "created_at": f"2024-01-{number:02} 12:30:00 UTC",
    } | fields
