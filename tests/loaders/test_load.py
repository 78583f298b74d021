"""Loading an ordinary article or a capture does not import what it does not need."""

import subprocess
import sys

import pytest

from newsgen.loaders.load import load
from newsgen.loaders.sources import Source
from newsgen.model.article import Article

ARTICLE = """---
title: "افتتاح \\"المكتبة\\" العمومية"
date: 2022-07-18T08:00:00Z
tags: [ثقافة, "كتب، قراءة"]
---

فقرة أولى فيها 3 أرقام.

- بند
"""
SLOW = ("markdown", "nh3", "yaml", "charset_normalizer", "zoneinfo")


@pytest.mark.parametrize(
    ("kind", "name", "slow"),
    [
        ("article", "خبر.md", (*SLOW, "newsgen.loaders.capture.loader")),
        ("capture", "خبر.txt", (*SLOW, "newsgen.loaders.markdown", "newsgen.formats.yaml_fields")),
    ],
)
def test_an_ordinary_source_is_loaded_without_slow_libraries(tmp_path, kind, name, slow):
    """Importing any of them takes longer than loading a hundred articles."""
    (tmp_path / name).write_text(ARTICLE, encoding="utf-8")
    code = (
        "import sys; from pathlib import Path; from newsgen.loaders.load import load\n"
        "from newsgen.loaders.sources import Source\n"
        f"assert load(Source({name!r}, {kind!r}, Path({str(tmp_path)!r}))).record.body\n"
        f"print(*(name for name in {slow} if name in sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == []


def test_the_fast_and_the_full_parser_make_the_same_record(tmp_path):
    """An entity sends the text to the Markdown converter, and a complex key the front matter to the YAML parser."""
    (tmp_path / "خبر.md").write_text(ARTICLE, encoding="utf-8")
    odd = ARTICLE.replace("date:", "? date\n:").replace("أرقام.", "أرقام&#46;")
    (tmp_path / "آخر.md").write_text(odd, encoding="utf-8")
    plain, other = (load(Source(f"{name}.md", "article", tmp_path)).record for name in ("خبر", "آخر"))
    assert isinstance(plain, Article)
    assert isinstance(other, Article)
    assert (plain.headline, plain.published, plain.tags) == (other.headline, other.published, other.tags)
    assert (plain.body, plain.body_html) == (other.body, other.body_html)
    assert plain.tags == ("ثقافة", "كتب", "قراءة")
