"""Convert the text of Ghost's editor, which is JSON in the form of Lexical, to HTML."""

import json
from collections.abc import Callable, Mapping
from html import escape
from typing import Any

Node = Mapping[str, Any]
_MAX_DEPTH = 60
_FORMATS = ((1, "strong"), (2, "em"), (4, "s"), (8, "u"), (16, "code"), (32, "sub"), (64, "sup"))
"""Bits of the format of a text, and the elements that they mean."""
_NOT_SHOWN = {"paywall", "email", "email-cta", "signup", "root", "transistor", "call-to-action"}


def html_of_lexical(source: str) -> tuple[str, list[str]]:
    """Return the text that *source* describes as HTML, and warnings about the cards that are left out."""
    try:
        root = json.loads(source).get("root")
    except (ValueError, AttributeError, RecursionError):
        return "", ["has a text that is not valid JSON; it is left out"]
    unknown: dict[str, None] = {}
    html = _children(root, unknown, 0) if isinstance(root, dict) else ""
    return html, [f"has a card of the unknown type {kind!r}, which is left out" for kind in unknown]


def _children(node: Node, unknown: dict[str, None], depth: int) -> str:
    """Return the nodes within a *node* of Lexical as HTML; those nested too deeply are left out with a warning."""
    inner = node.get("children")
    nodes = [child for child in inner if isinstance(child, dict)] if isinstance(inner, list) else []
    if depth > _MAX_DEPTH and nodes:
        unknown["nested too deeply"] = None
        return ""
    return "".join(_html(child, unknown, depth + 1) for child in nodes)


def _html(node: Node, unknown: dict[str, None], depth: int) -> str:
    kind = str(node.get("type") or "").removeprefix("extended-")
    if kind == "text":
        return _formatted(node)
    if card := CARDS.get(kind):
        return card(node)
    inner = _children(node, unknown, depth)
    if kind in {"link", "autolink"}:
        return f'<a href="{escape(value(node, "url"))}">{inner}</a>'
    if tag := _tag(kind, node):
        return f"<{tag}>{inner}</{tag}>"
    if kind == "linebreak":
        return "<br>"
    if not inner and kind not in _NOT_SHOWN:
        unknown[kind] = None
    return inner


def _tag(kind: str, node: Node) -> str:
    """Return the element that a node of Lexical of this *kind* is; "" if it is none."""
    if kind == "heading":
        tag = value(node, "tag")
        return tag if tag in {"h1", "h2", "h3", "h4", "h5", "h6"} else "h2"
    if kind == "list":
        return "ol" if node.get("listType") == "number" or node.get("tag") == "ol" else "ul"
    return {"paragraph": "p", "quote": "blockquote", "aside": "blockquote", "listitem": "li"}.get(kind, "")


def _formatted(node: Node) -> str:
    html = escape(value(node, "text"), quote=False)
    written = node.get("format")
    bits = written if isinstance(written, int) else 0
    for bit, tag in _FORMATS:
        if bits & bit and html:
            html = f"<{tag}>{html}</{tag}>"
    return html


def value(node: Node, name: str) -> str:
    """Return the text under *name* in a card of Ghost; "" if there is none."""
    found = node.get(name)
    return found if isinstance(found, str) else ""


def _figure(inner: str, caption: str) -> str:
    return f"<figure>{inner}<figcaption>{caption}</figcaption></figure>" if caption else f"<figure>{inner}</figure>"


def _picture(node: Node) -> str:
    picture = (
        f'<img src="{escape(value(node, "src"))}" alt="{escape(value(node, "alt"))}">' if value(node, "src") else ""
    )
    return _figure(picture, value(node, "caption")) if picture else ""


def _gallery(node: Node) -> str:
    images = node.get("images")
    rows = [row for row in images if isinstance(row, dict)] if isinstance(images, list) else []
    pictures = (f'<img src="{escape(value(row, "src"))}" alt="{escape(value(row, "alt"))}">' for row in rows)
    return _figure("".join(pictures), value(node, "caption"))


def _link(*names: str) -> Callable[[Node], str]:
    """Return the function that turns a card into a link to its file or page; *names* are those of its titles."""

    def card(node: Node) -> str:
        address = value(node, "url") or value(node, "src") or value(node, "buttonUrl") or value(node, "href")
        metadata = node.get("metadata")
        sources = [node, metadata] if isinstance(metadata, dict) else [node]
        titles = (value(source, name) for name in names for source in sources)
        title = next(filter(None, titles), "")
        return f'<p><a href="{escape(address)}">{escape(title or address, quote=False)}</a></p>' if address else ""

    return card


def _embed(node: Node) -> str:
    html = value(node, "html")
    return html if "src=" in html or "blockquote" in html else _link("title")(node)


def _code(node: Node) -> str:
    return f"<pre><code>{escape(value(node, 'code'), quote=False)}</code></pre>"


def _markdown(node: Node) -> str:
    from newsgen.formats.markdown_to_html import render_markdown  # noqa: PLC0415 - slow to import

    return render_markdown(value(node, "markdown"))


CARDS: Mapping[str, Callable[[Node], str]] = {
    "image": _picture,
    "gallery": _gallery,
    "embed": _embed,
    "bookmark": _link("title"),
    "button": _link("buttonText"),
    "video": _link("caption", "fileName"),
    "audio": _link("title"),
    "file": _link("fileTitle", "fileName"),
    "html": lambda node: value(node, "html"),
    "markdown": _markdown,
    "codeblock": _code,
    "code": _code,
    "horizontalrule": lambda _: "<hr>",
    "hr": lambda _: "<hr>",
    "callout": lambda node: f"<blockquote>{value(node, 'calloutText')}</blockquote>",
    "toggle": lambda node: f"<h3>{value(node, 'heading')}</h3>{value(node, 'content')}",
    "header": lambda node: (
        f"<h2>{value(node, 'header') or value(node, 'heading')}</h2><p>{value(node, 'subheader')}</p>"
    ),
}
"""The cards of Ghost's editors by their types, as HTML."""
