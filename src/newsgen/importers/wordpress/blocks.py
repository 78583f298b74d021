"""Read a WordPress post that was written in blocks, some of which hold their content in settings or elsewhere."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from newsgen.importers.wordpress.builders.figures import link
from newsgen.importers.wordpress.markup import split_comments

_BLOCK = re.compile(
    r"\s*+(?P<end>/?)wp:(?P<name>[a-z][a-z0-9/_-]*+)\s*+(?P<settings>\{.*\})?\s*+(?P<alone>/?)\s*+", re.DOTALL
)
_CLASSIC_BLOCKS = {"freeform", "core/freeform", "shortcode"}
"""Blocks whose text has paragraphs separated by blank lines."""
_EMPTY_BLOCKS = {"more", "nextpage", "separator", "spacer", "page-break"}
_EMBEDS = re.compile(r"(?:core-)?embed(?:/[\w-]+)?")


@dataclass(slots=True)
class BlockReader:
    """Separates the text of a post that was written in blocks from classic text."""

    content: str
    html_of_data: Callable[[str, dict[str, object]], str]
    """Returns the HTML of the settings of a plugin's block, by its name."""
    dynamic: dict[str, None] = field(default_factory=dict)
    """Names of the blocks without text, which WordPress filled in when a page was shown, in their order."""
    _lines: set[str] = field(default_factory=set)

    def segments(self) -> Iterator[tuple[bool, str]]:
        """Yield segments of a WordPress body without comments, each with whether it was written in blocks."""
        for in_blocks, parts in groupby(self._parts(), key=lambda part: part[0]):
            yield in_blocks, "".join(text for _, text in parts)

    def _parts(self) -> Iterator[tuple[bool, str]]:
        depth = 0
        for text, comment in split_comments(self.content):
            if text:
                yield depth > 0, text
            if comment.strip() == "nextpage":
                yield depth > 0, "\n\n"
            block = _BLOCK.fullmatch(comment) if "wp:" in comment else None
            if not block or block["name"] in _CLASSIC_BLOCKS:
                continue
            if block["end"]:
                depth = max(0, depth - 1)
                continue
            depth += not block["alone"]
            shown = self._html_of_settings(block)
            if shown:
                yield depth > 0, shown

    def _html_of_settings(self, block: re.Match[str]) -> str:
        """Return the HTML for a WordPress block whose content is only in its settings; "" for other blocks."""
        name, settings = block["name"], _settings(block["settings"])
        url, words = settings.get("url"), settings.get("label") or settings.get("content")
        if not block["alone"]:
            is_missing = isinstance(url, str) and _EMBEDS.fullmatch(name) and not self._has_line(url)
            return f"<p>{link(str(url))}</p>" if is_missing else ""
        if isinstance(url, str) and url.startswith(("http://", "https://")):
            return f"<p>{link(url, words if isinstance(words, str) else '')}</p>"
        if "/" in name and (html := self.html_of_data(name, settings)):
            return html
        if name not in _EMPTY_BLOCKS:
            self.dynamic[name] = None
        return ""

    def _has_line(self, url: str) -> bool:
        """Return whether *url*, that of an embed, is also a line of the WordPress body, as it should be."""
        if not self._lines:
            self._lines.update(self.content.replace("&amp;", "&").split("\n"))
        return url in self._lines


def _settings(text: str | None) -> dict[str, object]:
    try:
        settings = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return settings if isinstance(settings, dict) else {}


_FOOTNOTES_BLOCK = re.compile(r"<!--\s*wp:footnotes\s[^>]*-->")


def insert_footnotes(content: str, notes: str) -> str:
    """Return a WordPress body with its *notes*, JSON, as a list in place of the footnotes block or at the end."""
    try:
        rows = json.loads(notes)
    except (ValueError, RecursionError):
        return content
    words = [row.get("content") for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    items = "".join(f"<li>{text}</li>" for text in words if isinstance(text, str) and text.strip())
    if not items:
        return content
    place = _FOOTNOTES_BLOCK.search(content)
    before, after = (content[: place.start()], content[place.end() :]) if place else (content, "")
    return f"{before}\n\n<ol>{items}</ol>\n\n{after}"


_SHARED_BLOCK = re.compile(
    r"<!--\s*wp:(?:core/)?block\s*(\{[^<>]*\})\s*(?:/-->|-->\s*<!--\s*/wp:(?:core/)?block\s*-->)"
)


def insert_shared_blocks(content: str, text_of: Callable[[str, dict[str, object]], str]) -> str:
    """Return a WordPress body with the text of each reusable block or synced pattern in the place of its number.

    *text_of* returns the text for a number and all settings of the block that names it.
    """
    if '"ref"' not in content:
        return content

    def insert(block: re.Match[str]) -> str:
        settings = _settings(block[1])
        return text_of(str(settings.get("ref") or ""), settings)

    return _SHARED_BLOCK.sub(insert, content)
