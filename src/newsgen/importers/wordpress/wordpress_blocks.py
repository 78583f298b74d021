"""The blocks of WordPress's editor: HTML between comments that say what it is."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from newsgen.importers.wordpress.markup import split_comments
from newsgen.importers.wordpress.wordpress_media import link

_BLOCK = re.compile(
    r"\s*+(?P<end>/?)wp:(?P<name>[a-z][a-z0-9/_-]*+)\s*+(?P<settings>\{.*\})?\s*+(?P<alone>/?)\s*+", re.DOTALL
)
_CLASSIC = {"freeform", "core/freeform", "shortcode"}
"""Blocks whose text has paragraphs by its blank lines."""
_WORDLESS = {"more", "nextpage", "separator", "spacer", "page-break"}
_EMBEDS = re.compile(r"(?:core-)?embed(?:/[\w-]+)?")


@dataclass(slots=True)
class Blocks:
    """What of a post is in blocks, and what is not."""

    content: str
    dynamic: dict[str, None] = field(default_factory=dict)
    """Names of the blocks that hold no text: WordPress filled them in for each reader."""
    _lines: set[str] = field(default_factory=set)

    def stretches(self) -> Iterator[tuple[bool, str]]:
        """Yield the text without comments, in stretches, and whether each was written in blocks."""
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
            if not block or block["name"] in _CLASSIC:
                continue
            if block["end"]:
                depth = max(0, depth - 1)
                continue
            depth += not block["alone"]
            shown = self._shown(block)
            if shown:
                yield depth > 0, shown

    def _shown(self, block: re.Match[str]) -> str:
        """Return what the settings of a block alone say, as HTML."""
        name, settings = block["name"], _settings(block["settings"])
        url, words = settings.get("url"), settings.get("label") or settings.get("content")
        is_embed = bool(_EMBEDS.fullmatch(name))
        if not block["alone"]:
            missing = is_embed and isinstance(url, str) and not self._says(url)
            return f"<p>{link(url)}</p>" if missing and isinstance(url, str) else ""
        if isinstance(url, str) and url.startswith(("http://", "https://")):
            return f"<p>{link(url, words if isinstance(words, str) else '')}</p>"
        if name not in _WORDLESS:
            self.dynamic[name] = None
        return ""

    def _says(self, url: str) -> bool:
        """Tell whether the address of an embed stands on a line of the text too, as it should."""
        if not self._lines:
            self._lines.update(self.content.replace("&amp;", "&").split("\n"))
        return url in self._lines


def _settings(text: str | None) -> dict[str, object]:
    try:
        settings = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return settings if isinstance(settings, dict) else {}
