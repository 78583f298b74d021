"""The footnotes of WordPress's editor: a block marks their place, and their words are kept beside the text."""

import json
import re

_PLACE = re.compile(r"<!--\s*wp:footnotes\s[^>]*-->")


def with_footnotes(content: str, notes: str) -> str:
    """Return *content* with its foot*notes*, JSON, as a list where their block stands, or at its end."""
    try:
        rows = json.loads(notes)
    except (ValueError, RecursionError):
        return content
    words = [row.get("content") for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    items = "".join(f"<li>{text}</li>" for text in words if isinstance(text, str) and text.strip())
    if not items:
        return content
    place = _PLACE.search(content)
    before, after = (content[: place.start()], content[place.end() :]) if place else (content, "")
    return f"{before}\n\n<ol>{items}</ol>\n\n{after}"
