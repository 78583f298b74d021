"""Read the text of a post from the data that a page builder keeps beside its content."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from newsgen.importers.wordpress.builders.elements import Context, Element, element_html, is_form
from newsgen.importers.wordpress.builders.values import (
    is_private,
    looks_like_data,
    readable_pairs,
    structured,
    words_of_key,
)
from newsgen.importers.wordpress.markup import TAG

_MAX_DEPTH = 60
_TYPES = ("widgetType", "elType", "type", "name", "_type", "slug", "module", "class")
"""Where a node may say what it is."""
_PARTS = set(
    "settings options properties original value data content attributes attrs design innerContent desktop".split()
)
"""Entries of a node that hold its settings."""
_CHILDREN = set("elements children items _modules modules widgets rows cols columns blocks tabs".split())
_MEDIA_KEYS = set("id url src alt source size full filename caption title width height sizes".split())
_PLACES = set("id node parent position depth".split())


def data_html(value: object, context: Context, name: str = "", depth: int = 0) -> str:
    """Return the HTML of a page builder's data: elements in elements, each with a type and settings."""
    if depth > _MAX_DEPTH:
        context.warn("has elements of a page builder that are nested too deeply; the innermost are left out")
        return ""
    if isinstance(value, dict) and value and all(isinstance(one, dict) and "parent" in one for one in value.values()):
        value = list(value.values())
    if isinstance(value, list):
        return "".join(data_html(one, context, name, depth + 1) for one in in_order(value))
    if isinstance(value, dict):
        return _node_html(value, context, name, depth)
    return element_html(Element(name, {"text" if isinstance(value, str) else "image": value}), context)


def _node_html(node: dict[object, object], context: Context, name: str, depth: int) -> str:
    """Return the HTML of a node of a page builder's data, an element or one entry of a list in an element."""
    settings: dict[str, object] = {}
    nested: list[tuple[str, object]] = []
    types: list[str] = []
    _read_node(node, settings, nested, types, depth)
    own = types[-1].rpartition("\\")[2] if types else ""
    if is_form(own):
        context.warn(f"has the form {own}, which is left out")
        return ""
    name = own or name
    inner = "".join(_nested_html(key, value, context, name, depth) for key, value in nested)
    return element_html(Element(name, settings, inner, own), context)


def _read_node(
    node: Mapping[object, object],
    settings: dict[str, object],
    nested: list[tuple[str, object]],
    types: list[str],
    depth: int,
) -> None:
    """Sort the entries of a node, and of those that hold its settings: *settings*, *nested* nodes, and its *types*."""
    if any(key in node for key in (*_PARTS, *_CHILDREN)) or depth == 0 or types:
        types += [str(node[key]) for key in reversed(_TYPES) if isinstance(node.get(key), str) and node[key]][-1:]
    for name, entry in node.items():
        key, value = str(name), entry
        if isinstance(value, str) and (data := structured(value)) is not None:
            value = data
        if key in _PLACES or (key in _TYPES and types and entry in types) or key.startswith("__"):
            continue
        if isinstance(value, dict) and key in _PARTS and depth < _MAX_DEPTH and not _is_media(value):
            _read_node(value, settings, nested, types, depth + 1)
        elif isinstance(value, list) or (isinstance(value, dict) and not _is_media(value)):
            nested.append((key, value))
        else:
            settings[key] = value


def _is_media(value: Mapping[object, object]) -> bool:
    """Return whether a node's entry names one file or one address."""
    return any(isinstance(value.get(key), str) for key in ("url", "src")) and not (_CHILDREN | _PARTS) & value.keys()


def _nested_html(key: str, value: object, context: Context, name: str, depth: int) -> str:
    if key in _PARTS | _CHILDREN:
        name_inside = name
    elif is_private(key):
        return ""
    else:
        name_inside = f"{name} {key}".strip()
    entries = value if isinstance(value, list) else [value]
    files = [one for one in entries if isinstance(one, Mapping) and _is_media(one) and one.keys() <= _MEDIA_KEYS]
    if entries and len(files) == len(entries):
        media = ({key: one} for one in files)
        return "".join(element_html(Element(name_inside, one), context) for one in media)
    html = data_html(value, context, name_inside, depth + 1)
    is_list = isinstance(value, list) and "list" in words_of_key(key) and not re.search("<(?!/?p>)", html)
    return _as_list(html) if is_list else html


def _as_list(html: str) -> str:
    items = [text.strip() for text in re.split(r"\n\n|</?p>", html)]
    return "\n\n<ul>" + "".join(f"<li>{text}</li>" for text in items if text) + "</ul>\n\n"


def in_order(nodes: Sequence[object]) -> list[object]:
    """Return a page builder's *nodes* as a tree if they form a flat list in which each names its parent."""
    rows = [node for node in nodes if isinstance(node, dict) and "parent" in node]
    if not rows or len(rows) != len(nodes):
        return list(nodes)
    by_parent: dict[str, list[dict[object, object]]] = {}
    keys = {str(row.get("node") or row.get("id")) for row in rows}
    for row in sorted(rows, key=_position):
        parent = str(row["parent"])
        by_parent.setdefault(parent if parent in keys else "", []).append(row)
    tree = [_with_children(row, by_parent, 0) for row in by_parent.pop("", [])]
    return [*tree, *(row for rows in by_parent.values() for row in rows)]  # the rest name each other as parents


def _position(row: dict[object, object]) -> int:
    place = str(row.get("position", ""))
    return int(place) if place.isdigit() else 0


def _with_children(row: dict[object, object], by_parent: dict[str, list[dict[object, object]]], depth: int) -> object:
    own = by_parent.pop(str(row.get("node") or row.get("id")), []) if depth < _MAX_DEPTH else []
    order = row.get("children")
    if isinstance(order, list):
        places = {str(key): place for place, key in enumerate(order)}
        own = sorted(own, key=lambda child: places.get(str(child.get("id")), len(places)))
    tree = {key: value for key, value in row.items() if key != "parent"}
    return {**tree, "children": [_with_children(child, by_parent, depth + 1) for child in own]}


_BUILDER_KEY = re.compile(
    r"elementor_data|fl_builder_data|bricks_page_content|ct_builder_(?:json|shortcodes)|brizy|tve_updated_post|panels_data"
    r"|cornerstone_data|breakdance_data|dslc_code|themify_builder_settings_json|mfn-page-items|zion\w*elements"
    r"|builder.*(?:data|content|json|shortcodes|layout|elements)|(?:data|content|json)\w*builder|LayoutBuilderCleanData",
    re.IGNORECASE,
)
_NO_TEXT_KEY = re.compile(
    r"css|history|draft|revision|settings$|version|mode$|usage|assets|cache|backup|old_content|oembed|yoast|rank_math"
    r"|seo|meta_?desc|excerpt|summary|^_wp_|^footnotes$|menu|slider_data|schema|json_ld",
    re.IGNORECASE,
)
_MIN_TEXT = 80


@lru_cache(maxsize=4096)
def is_builder_key(key: str) -> bool:
    """Return whether the custom field *key* holds the data of a page builder."""
    if re.fullmatch(r".*builder_settings_json", key):
        return True
    return bool(_BUILDER_KEY.search(key)) and not _NO_TEXT_KEY.search(key)


def builder_text(value: str, context: Context) -> str:
    """Return the HTML of a custom field that holds the text of a post: data, shortcodes or HTML; "" if it has none."""
    data = structured(value)
    if data is not None:
        return data_html(data, context)
    if looks_like_data(value):
        return data_html(readable_pairs(value), context)
    return context.convert(value) if TAG.search(value) or "[" in value else ""


def is_damaged(value: str) -> bool:
    """Return whether the data in a custom field cannot be read whole."""
    return looks_like_data(value) and structured(value) is None


def may_hold_text(key: str, value: str) -> bool:
    """Return whether a custom field of a post without content may be where a plugin keeps its text."""
    if len(value) < _MIN_TEXT or _NO_TEXT_KEY.search(key) or is_private(key.lstrip("_")):
        return False
    return "</p>" in value or "\n\n" in value or structured(value) is not None
