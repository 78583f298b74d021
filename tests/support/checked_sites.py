"""Build a small site for checks of finished sites, and break it in known ways."""

import re
import shutil
from pathlib import Path

import pytest

from newsgen.check.finding import Finding
from newsgen.cli.entry import main
from shared_work import made_once

BASE_URL = "https://example.org/news/"
FIRST, SECOND, THIRD = (f"articles/{name}/index.html" for name in ("المكتبة", "الميناء", "القطار"))
"""The pages of the articles."""
OLD = "old/library/index.html"
"""The redirect page of the first article's former address."""
_ARTICLE = """---
title: {title}
date: 2022-07-1{number}
slug: {slug}
category: مجتمع
description: هذا وصف المقال رقم {number} في سطر واحد.
{more}---
أعلنت الجماعة الحضرية اليوم أن أشغال {title} انتهت بعد سنتين كاملتين، وأن الافتتاح سيكون قريبا.

وقال رئيس الجماعة إن السكان ينتظرون هذا المشروع منذ زمن، وإن الدخول سيكون بالمجان للجميع في الأسبوع الأول.
"""


def checked_project(factory: pytest.TempPathFactory) -> Path:
    """Return a project of three articles with its finished site, which no test changes."""
    return made_once(factory, "checked-project", _build)


def _build(root: Path) -> None:
    articles = root / "content" / "articles"
    articles.mkdir(parents=True)
    (root / "content" / "site.yml").write_text(f"base_url: {BASE_URL}\nsearch: no\n", encoding="utf-8")
    for number, page in enumerate((FIRST, SECOND, THIRD)):
        slug = page.split("/")[1]
        text = _ARTICLE.format(
            title=f"{slug} الجديدة",
            number=number,
            slug=slug,
            more="" if number else "aliases: [old/library, old/books]\n",
        )
        (articles / f"{number}.md").write_text(text, encoding="utf-8")
    assert main(["build", "--root", str(root)]) == 0


def copy_of(project: Path, folder: Path) -> Path:
    """Return a copy of *project* in *folder*, to be broken."""
    shutil.copytree(project, folder, dirs_exist_ok=True)
    return folder


def insert(site: Path, page: str, html: str) -> int:
    """Insert *html* at the end of the main part of a *page*; return its line."""
    text = (site / page).read_text(encoding="utf-8")
    before, after = text.split("</main>")
    (site / page).write_text(f"{before}{html}\n</main>{after}", encoding="utf-8")
    return before.count("\n") + 1


def change(site: Path, page: str, pattern: str, replacement: str) -> None:
    """Replace the first text in a *page* that matches *pattern*."""
    text = (site / page).read_text(encoding="utf-8")
    changed, number = re.subn(pattern, lambda _: replacement, text, count=1)
    assert number, f"{pattern} is not in {page}"
    (site / page).write_text(changed, encoding="utf-8")


def add_page(site: Path, path: str, body: str = "", head: str | None = None) -> None:
    """Add a page to the site, with a title and a description of its own unless *head* has others."""
    file = site / path
    file.parent.mkdir(parents=True, exist_ok=True)
    own = f'<title>صفحة {path}</title>\n<meta name="description" content="وصف {path}">'
    text = f'<!doctype html>\n<html lang="ar" dir="rtl">\n{own if head is None else head}\n<main>\n{body}\n</main>\n'
    file.write_text(text, encoding="utf-8")


def shown(findings: list[Finding]) -> set[tuple[str, str, str]]:
    """Return the check, the file and the finding of each of *findings*."""
    return {(one.check, one.file, f"{one.place} {one.found}".strip()) for one in findings}
