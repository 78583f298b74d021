"""Collect what a web page says of itself to machines: JSON-LD, meta elements, microdata."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from newsgen.loaders.webpage.dom import Element, one_line, text_of

_KINDS = re.compile(
    r"(?:News|Report|Blog|Opinion|Review|Analysis|Live|Scholarly|Social|Tech|Satirical)?\w*(?:Article|Posting)$"
)
_LIST_KINDS = {"CollectionPage", "ItemList", "SearchResultsPage"}
_MOST_NODES = 2000
_MOST_JSON = 2_000_000
_TRAILING_COMMA = re.compile(r",\s*([}\]])")
_CDATA = re.compile(r"^\s*(?://)?\s*(?:<!\[CDATA\[|<!--)|(?://)?\s*(?:\]\]>|-->)\s*;?\s*$")


@dataclass(frozen=True, slots=True)
class PageData:
    """What a page says of itself, under the names it uses."""

    article: dict[str, Any]
    """The article of its JSON-LD; empty where there is none."""
    metas: dict[str, list[str]]
    """The contents of meta elements under their name or property, in small letters."""
    props: dict[str, list[Element]]
    """The elements of microdata under their itemprop."""
    crumbs: tuple[str, ...] = ()
    """The names on the trail of links from the home page, as JSON-LD has it."""
    is_list: bool = False
    """Whether JSON-LD calls the page a list."""
    has_scripts: bool = False

    def meta(self, *names: str) -> Iterator[str]:
        """Yield what the page says under each of *names*, in their order."""
        for name in names:
            yield from self.metas.get(name, ())

    def prop(self, *names: str) -> Iterator[str]:
        """Yield what microdata says under each of *names*: a content, a datetime, else the text."""
        for name in names:
            for element in self.props.get(name, ()):
                yield one_line(element.get("content") or element.get("datetime") or text_of(element))


def read_page_data(root: Element) -> PageData:
    """Return what the page *root* says of itself; ask before scripts are dropped."""
    nodes = list(_nodes(root))
    article = max((n for n in nodes if _is_article(n)), key=len, default={})
    metas: dict[str, list[str]] = {}
    for element in root.xpath("//meta[@content] | //*[@property and @content]"):  # RDFa says the same elsewhere
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = one_line(element.get("content") or "")
        if name and content:
            metas.setdefault(name.strip().lower().replace("dc:", "dc."), []).append(content)
    props: dict[str, list[Element]] = {}
    for element in root.xpath("//*[@itemprop]"):
        for name in element.get("itemprop").split():
            props.setdefault(name, []).append(element)
    kinds = {kind for node in nodes for kind in _kinds(node)}
    is_list = not article and bool(kinds & _LIST_KINDS)
    return PageData(article, metas, props, _crumbs(nodes), is_list, has_scripts=any(True for _ in root.iter("script")))


def _nodes(root: Element) -> Iterator[dict[str, Any]]:
    """Yield the objects of JSON-LD at the top, in arrays and in @graph; broken JSON holds none."""
    waiting: list[Any] = []
    for script in root.iter("script"):
        text = script.text or ""
        if "ld+json" in (script.get("type") or "").lower() and len(text) < _MOST_JSON:
            waiting.append(_read_json(text))
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting = node + waiting
        elif isinstance(node, dict):
            yield node
            waiting = [node[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in node] + waiting


def _read_json(text: str) -> Any:
    """Return what *text* holds, with line ends inside strings and commas before brackets; None where it is broken."""
    text = _CDATA.sub("", text).strip().rstrip(";")
    for attempt in (text, _TRAILING_COMMA.sub(r"\1", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _kinds(node: dict[str, Any]) -> list[str]:
    kinds = node.get("@type")
    return [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]


def _is_article(node: dict[str, Any]) -> bool:
    return any(_KINDS.fullmatch(kind.rpartition("/")[2]) for kind in _kinds(node))


def _crumbs(nodes: list[dict[str, Any]]) -> tuple[str, ...]:
    for node in nodes:
        items = node.get("itemListElement")
        if "BreadcrumbList" in _kinds(node) and isinstance(items, list):
            return tuple(filter(None, (next(iter(names_in(item)), "") for item in items)))
    return ()


def names_in(value: Any) -> list[str]:
    """Return the names in a *value* of JSON-LD: a text, an object with a name, or an array of them."""
    if isinstance(value, str):
        return [one_line(value)] if value.strip() else []
    if isinstance(value, list):
        return [name for one in value[:50] if not isinstance(one, list) for name in names_in(one)]
    if isinstance(value, dict):
        named = value.get("name") or value.get("item") or value.get("headline")
        return names_in(named) if named is not value and not isinstance(named, list) else []
    return []


def urls_in(value: Any) -> list[str]:
    """Return the addresses in a *value* of JSON-LD: a text, an object with a url, or an array of them."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [url for one in value[:50] if not isinstance(one, list) for url in urls_in(one)]
    if isinstance(value, dict):
        found = value.get("url") or value.get("contentUrl") or value.get("@id")
        return [found] if isinstance(found, str) else []
    return []
