"""Recognise the headers of files that do not begin with YAML front matter, to say what to do about them."""

import re
from typing import NamedTuple


class ForeignHeader(NamedTuple):
    """What a file begins with instead of front matter."""

    line: int
    found: str
    remedy: str


_IMPORT = "run `newsgen import FOLDER` to convert the files of another generator"
_REWRITE = "or write the header as YAML between two lines ---"
_SHAPES = (
    (r"\+\+\+", "has TOML front matter (+++)", f"{_IMPORT}, {_REWRITE}"),
    (r"\{\s*$|\{\s*[\"']", "has JSON front matter ({)", f"{_IMPORT}, {_REWRITE}"),
    (r"---\s*(?:json|toml|js|javascript|yaml)\b", "names the format of its front matter", f"{_IMPORT}, {_REWRITE}"),
    (r"(?:<!--\s*)?\.\.\s+\w+:", "has a header of Nikola (.. title: …)", f"{_IMPORT}, {_REWRITE}"),
    (r"[-\u2010-\u2015\u2212\u0640_=*]{2,}\s*$", "begins with a line that is not exactly ---", "write three hyphens"),
    (r"[ \t]+---\s*$", "has a space before its first ---", "delete the space"),
    (r"\w[\w -]{0,40}:(?!//)", "has a header without lines ---", f"write a line --- before and after it, or {_IMPORT}"),
)
_PATTERNS = [(re.compile(pattern), found, remedy) for pattern, found, remedy in _SHAPES]


def foreign_header(text: str) -> ForeignHeader | None:
    """Return what the first line with text of a file shows of another header; None if it is only text."""
    for number, line in enumerate(text[:10_000].split("\n"), 1):
        if line.strip() in {"", "<!--"}:
            continue
        for pattern, found, remedy in _PATTERNS:
            if pattern.match(line):
                return ForeignHeader(number, found, remedy)
        return None
    return None
