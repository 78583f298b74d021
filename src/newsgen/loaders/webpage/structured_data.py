"""Collect the structured data of a web page: JSON-LD, meta elements and microdata."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from newsgen.loaders.webpage.dom import Element, label_of, plain_text, text_of
from newsgen.text.arabic import title_key

_KINDS = re.compile(
    r"(?:News|Report|Blog|Opinion|Review|Analysis|Live|Scholarly|Social|Tech|Satirical)?\w*(?:Article|Posting)$"
)
_LIST_KINDS = {"CollectionPage", "ItemList", "SearchResultsPage"}
_REFERRING = {"author", "creator", "image", "publisher", "thumbnail"}
"""What an article may tell by the @id of an object alone."""
_MAX_NODES = 2000
_MAX_JSON = 2_000_000
_TRAILING_COMMA = re.compile(r",\s*([}\]])")
_CDATA = re.compile(r"^\s*(?://)?\s*(?:<!\[CDATA\[|<!--)|(?://)?\s*(?:\]\]>|-->)\s*;?\s*$")


@dataclass(frozen=True, slots=True)
class PageData:
    """The structured data of a page, under the names that the page uses."""

    article: dict[str, Any]
    """The JSON-LD object of the article; empty if there is none."""
    webpage: dict[str, Any]
    """The JSON-LD object of the page itself; empty if there is none."""
    metas: dict[str, list[str]]
    """The contents of meta elements by their name or property, in lower case."""
    props: dict[str, list[Element]]
    """The elements of microdata by their itemprop."""
    breadcrumbs: tuple[str, ...] = ()
    """The names in the breadcrumb list of JSON-LD, from the home page on."""
    is_list: bool = False
    """Whether JSON-LD calls the page a list."""
    has_scripts: bool = False
    """Whether the page has any script element."""

    def meta(self, *names: str) -> Iterator[str]:
        """Yield the contents of the page's meta elements with each of *names*, in their order."""
        for name in names:
            yield from self.metas.get(name, ())

    def prop(self, *names: str) -> Iterator[str]:
        """Yield the page's microdata for each of *names*: the content or datetime attribute, else the text."""
        for name in names:
            for element in self.props.get(name, ()):
                yield plain_text(element.get("content") or element.get("datetime") or text_of(element))


def read_page_data(root: Element) -> PageData:
    """Return the structured data of the page *root*; must be called before scripts are removed."""
    nodes = list(_nodes(root))
    metas: dict[str, list[str]] = {}
    for element in root.xpath("//meta[@content] | //*[@property and @content]"):  # RDFa puts it on other elements
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = plain_text(element.get("content") or "")
        if name and content:
            metas.setdefault(name.strip().lower().replace("dc:", "dc."), []).append(content)
    props: dict[str, list[Element]] = {}
    for element in root.xpath("//*[@itemprop]"):
        for name in element.get("itemprop").split():
            props.setdefault(name, []).append(element)
    titles = {*metas.get("og:title", ()), *map(label_of, root.iter("title", "h1"))}
    article = max(filter(_is_article, nodes), key=lambda node: (_is_titled(node, titles), len(node)), default={})
    article = _with_references(article, nodes)
    webpage = next((node for node in nodes if "WebPage" in _kinds(node)), {})
    kinds = {kind for node in nodes for kind in _kinds(node)}
    is_list = not article and bool(kinds & _LIST_KINDS)
    return PageData(
        article, webpage, metas, props, _breadcrumbs(nodes), is_list, has_scripts=any(True for _ in root.iter("script"))
    )


def _nodes(root: Element) -> Iterator[dict[str, Any]]:
    """Yield the JSON-LD objects at the top level, in arrays, in @graph and as main entity; skip broken JSON."""
    waiting: list[Any] = []
    for script in root.iter("script"):
        text = script.text or ""
        if "ld+json" in (script.get("type") or "").lower() and len(text) < _MAX_JSON:
            waiting.append(_read_json(text))
    for _ in range(_MAX_NODES):
        if not waiting:
            return
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting = node + waiting
        elif isinstance(node, dict):
            yield node
            waiting = [node[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in node] + waiting


def _read_json(text: str) -> Any:
    """Parse a page's JSON-LD, perhaps with line breaks in strings and commas before brackets; None if it is broken."""
    text = _CDATA.sub("", text).strip().rstrip(";")
    for attempt in (text, _TRAILING_COMMA.sub(r"\1", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _with_references(article: dict[str, Any], nodes: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the JSON-LD *article* with the objects to which it refers by their @id, anywhere among *nodes*."""
    named: dict[str, dict[str, Any]] = {}
    waiting: list[Any] = list(nodes)
    for _ in range(_MAX_NODES):
        if not waiting:
            break
        node = waiting.pop(0)
        if isinstance(node, dict) and isinstance(node.get("@id"), str) and len(node) > 1:
            for key in (node["@id"], "#" + node["@id"].partition("#")[2]):
                named[key] = max(named.get(key, node), node, key=len)
        waiting += node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()

    def resolved(value: Any, *, is_name: bool) -> Any:
        if isinstance(value, list):
            return [resolved(item, is_name=is_name) for item in value if not isinstance(item, list)]
        if isinstance(value, dict):
            key = value.get("@id")
            return {**named.get(key, {}), **value} if isinstance(key, str) else value
        return named.get(value, value) if is_name and isinstance(value, str) else value

    return {key: resolved(value, is_name=key in _REFERRING) for key, value in article.items()} if named else article


def _kinds(node: dict[str, Any]) -> list[str]:
    kinds = node.get("@type")
    return [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]


def _is_article(node: dict[str, Any]) -> bool:
    return any(_KINDS.fullmatch(kind.rpartition("/")[2]) for kind in _kinds(node))


def _is_titled(node: dict[str, Any], titles: Iterable[str]) -> bool:
    """Return whether the headline of a JSON-LD article is one of the page's *titles*, or begins it."""
    keys = [title_key(name) for name in (*names_in(node.get("headline")), *names_in(node.get("name")))]
    return any(key and title_key(title).startswith(key) for key in keys for title in titles)


def _breadcrumbs(nodes: list[dict[str, Any]]) -> tuple[str, ...]:
    """Return the names in the first breadcrumb list of a page's JSON-LD; empty if there is none."""
    for node in nodes:
        items = node.get("itemListElement")
        if "BreadcrumbList" in _kinds(node) and isinstance(items, list):
            return tuple(filter(None, (next(iter(names_in(item)), "") for item in items)))
    return ()


def names_in(value: Any) -> list[str]:
    """Return the names in a JSON-LD *value*: a string, an object with a name, or an array of these."""
    if isinstance(value, str):
        return [plain_text(value)] if value.strip() else []
    if isinstance(value, list):
        return [name for item in value[:50] if not isinstance(item, list) for name in names_in(item)]
    if isinstance(value, dict):
        named = value.get("name") or value.get("item") or value.get("headline")
        return names_in(named) if named is not value and not isinstance(named, list) else []
    return []


def urls_in(value: Any, *, ids: bool = False) -> list[str]:
    """Return the URLs in a JSON-LD *value*: a string, an object with a url, or an array of these.

    An @id, which only names an object, counts with *ids*: that of a page is usually its address.
    """
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [url for item in value[:50] if not isinstance(item, list) for url in urls_in(item, ids=ids)]
    if isinstance(value, dict):
        found = value.get("contentUrl") or value.get("url") or (value.get("@id") if ids else None)
        return urls_in(found, ids=ids) if not isinstance(found, dict) else []
    return []
