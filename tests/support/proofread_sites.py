"""Build a small site from Markdown and from captures, for the checks of texts and of what machines read."""

import re

from newsgen.cli.entry import main
from shared_work import made_once

BASE_URL = "https://example.org/أخبار/"
ENCODED = "https://example.org/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/"
WRITTEN, CAPTURED = "articles/library/index.html", "articles/harbour/index.html"
"""The page of an article that an editor wrote, and of one that shows a capture."""
LEDGER, SOURCE = "articles/harbour/source/index.html", "articles/harbour/source.txt"
MARKDOWN = """---
title: المكتبة الجديدة تفتح أبوابها
date: 2022-07-18
updated: 2022-07-19
slug: library
category: مجتمع
description: افتتاح المكتبة بعد سنتين من الأشغال.
aliases: [old/library]
---
أعلنت الجماعة الحضرية اليوم أن أشغال المكتبة انتهت بعد سنتين كاملتين، ورقمها +212 522 123456 للاستفسار.

## موعد الافتتاح

وقال رئيس الجماعة إن **السكان** ينتظرون هذا المشروع، وإن الدخول مجاني، راجع www.example.org لمن شاء.
"""
CAPTURE = """الميناء يستعد لموسم الصيد الجديد

أكدت إدارة الميناء أن موسم الصيد سيبدأ في الأسبوع المقبل، وأن السفن جاهزة للخروج إلى البحر منذ أيام عديدة.

وأضافت أن الأسعار ستبقى كما كانت في السنة الماضية، وأن السوق سيفتح أبوابه كل يوم من الصباح إلى المساء.\u200f

أخبار ذات صلة
المكتبة الجديدة تفتح أبوابها
"""


def proofread_project(factory):
    """Return a project of three articles with its finished site, which no test changes."""
    return made_once(factory, "proofread-project", _build)


def _build(root):
    articles, seeds = root / "content" / "articles", root / "seeds"
    articles.mkdir(parents=True)
    seeds.mkdir()
    (root / "content" / "site.yml").write_text(f"base_url: {BASE_URL}\nsearch: no\n", encoding="utf-8")
    (articles / "library.md").write_text(MARKDOWN, encoding="utf-8")
    shown = "---\ncapture: harbour.txt\nslug: harbour\ndate: 2022-07-17\n---\n"
    (articles / "harbour.md").write_text(shown, encoding="utf-8")
    (seeds / "harbour.txt").write_text(CAPTURE, encoding="utf-8")
    train = (
        "القطار يصل إلى المدينة\n\n" + "وصل القطار الجديد إلى المدينة بعد انتظار طويل من السكان والزوار، " * 3 + "\n"
    )
    (seeds / "train.txt").write_text(train, encoding="utf-8")
    assert main(["build", "--root", str(root)]) == 0


def edit(file, pattern, replacement):
    """Replace the first text in *file* that matches *pattern*."""
    text = file.read_text(encoding="utf-8")
    changed, number = re.subn(pattern, lambda _: replacement, text, count=1)
    assert number, f"{pattern} is not in {file}"
    file.write_text(changed, encoding="utf-8")
