"""Convert the text of Ghost's former editor, which is JSON in the form of Mobiledoc, to HTML."""

import json
from collections.abc import Sequence
from html import escape
from typing import Any

from newsgen.importers.exports.lexical import CARDS

_MARKUP, _PICTURE, _LIST, _CARD = 1, 2, 3, 10
"""The types of sections."""
_TAGS = set("p h1 h2 h3 h4 h5 h6 blockquote aside pull-quote ul ol".split())
_MARKS = set("a b strong i em code s del u sub sup".split())
_CARD_NAMES = {"card-markdown": "markdown", "image": "image"}


def html_of_mobiledoc(source: str) -> tuple[str, list[str]]:
    """Return the text that *source* describes as HTML, and warnings about what of it is left out."""
    try:
        document = json.loads(source)
        sections = document["sections"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return "", ["has a text that is not valid JSON; it is left out"]
    warnings: dict[str, None] = {}
    parts = []
    for section in sections if isinstance(sections, list) else []:
        try:
            parts.append(_section(section, document, warnings))
        except (TypeError, IndexError, KeyError, ValueError, AttributeError):
            warnings["has a part of its text that cannot be read; it is left out"] = None
    return "".join(parts), list(warnings)


def _section(section: Sequence[Any], document: dict[str, Any], warnings: dict[str, None]) -> str:
    """Return one *section* of a Mobiledoc as HTML."""
    kind = section[0]
    if kind == _CARD:
        name, payload = document["cards"][section[1]][:2]
        card = CARDS.get(_CARD_NAMES.get(name, name))
        if card is None:
            warnings[f"has a card of the unknown type {name!r}, which is left out"] = None
        return card(payload) if card else ""
    if kind == _PICTURE:
        return f'<p><img src="{escape(section[1])}" alt=""></p>'
    tag = section[1] if section[1] in _TAGS else "p"
    tag = "blockquote" if tag in {"aside", "pull-quote"} else tag
    if kind == _LIST:
        return f"<{tag}>{''.join(f'<li>{_markers(item, document)}</li>' for item in section[2])}</{tag}>"
    return f"<{tag}>{_markers(section[2], document)}</{tag}>"


def _markers(markers: Sequence[Any], document: dict[str, Any]) -> str:
    """Return the pieces of text in a section of a Mobiledoc as HTML."""
    html, opened = [], []
    for kind, opening, closing, value in markers:
        for index in opening:
            tag, *attributes = document["markups"][index]
            names = attributes[0] if attributes else []
            address = dict(zip(names[::2], names[1::2], strict=False)).get("href", "")
            tag = tag if tag in _MARKS else "span"
            html.append(f'<a href="{escape(address)}">' if tag == "a" else f"<{tag}>")
            opened.append(tag)
        html.append(escape(value, quote=False) if kind == 0 else _atom(document["atoms"][value]))
        html += (f"</{opened.pop()}>" for _ in range(min(closing, len(opened))))
    return "".join(html)


def _atom(atom: Sequence[Any]) -> str:
    return "<br>" if atom[0] == "soft-return" else escape(str(atom[1] or ""), quote=False)
