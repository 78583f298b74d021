"""Read the sections and tags of a WordPress post, which section is its primary one, and the addresses that follow."""

import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote

from newsgen.importers.wordpress.builders.values import structured
from newsgen.importers.wordpress.items import Category, Item, decode_slug
from newsgen.importers.wordpress.markup import plain_text
from newsgen.model.urls import HomePageError, QueryError, alias_url
from newsgen.text.arabic import fold

_DEFAULT_SECTIONS = {fold(name) for name in ("Uncategorized", "غير مصنف", "بدون تصنيف", "Non classé", "Sin categoría")}
_SECTIONS_AND_TAGS = {"category", "tag", "post_tag"}
_PUBLISHED = {"publish", "future", ""}
_PRIMARY_KEY = re.compile(
    r"primary\w*(?:cat|section)|primary_term_cat|cat\w*_primary|main_?category|category_permalink", re.IGNORECASE
)
_PRIMARY_VALUE = re.compile(r"""primary_cat\w*["']?\s*[;:]\s*(?:s:\d+:)?["']?(?:i:)?(\d+)""", re.IGNORECASE)
"""A primary category within the settings of a theme."""

Categories = Mapping[str, Category]
"""The categories of a site by number."""


def sections_and_tags(item: Item, categories: Categories) -> tuple[list[str], list[str]]:
    """Return the names of a WordPress post's sections, the primary one first, and those of its tags."""
    terms = _terms(item)
    sections = [name for taxonomy, name in terms if taxonomy == "category"]
    primary = primary_category(item, categories)
    if primary:
        sections.sort(key=lambda name: name != primary.name)
    return sections, [name for taxonomy, name in terms if taxonomy != "category"]


def _terms(item: Item) -> list[tuple[str, str]]:
    """Return taxonomy and name of a WordPress item's terms; WXR 1.0 has each twice, once without a taxonomy."""
    terms = [(taxonomy, plain_text(name)) for taxonomy, _, name in item.terms]
    found = dict.fromkeys(term for term in terms if term[0] in _SECTIONS_AND_TAGS)
    if not found:
        found = dict.fromkeys(("category", name) for taxonomy, name in terms if not taxonomy)
    return [(taxonomy, name) for taxonomy, name in found if name and fold(name) not in _DEFAULT_SECTIONS]


def primary_category(item: Item, categories: Categories) -> Category | None:
    """Return the category that a plugin or a theme calls the primary one of a post, if the post has it."""
    if not item.meta:
        return None
    own = {decode_slug(slug): plain_text(name) for taxonomy, slug, name in item.terms if taxonomy == "category"}
    if len(own) < 2:  # noqa: PLR2004 - the only one is the primary one
        return None
    for named in _named_as_primary(item):
        category = categories.get(named)
        slug = category.slug if category else decode_slug(named)
        if slug in own:
            return category or Category(slug, own[slug])
        by_name = next((key for key, name in own.items() if category and name == category.name), None)
        if by_name is not None:
            return category
    return None


def _named_as_primary(item: Item) -> Iterator[str]:
    """Yield the numbers, or the slugs, that custom fields of a post name as its primary category."""
    for key, value in item.meta:
        if _PRIMARY_KEY.search(key):
            yield from _numbers(structured(value) or value.strip())
        elif "primary_cat" in value:
            yield from _PRIMARY_VALUE.findall(value)


def _numbers(value: object) -> Iterator[str]:
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _numbers(one)
    elif isinstance(value, str | int) and value:
        yield str(value)


def primary_warnings(item: Item, categories: Categories) -> list[str]:
    """Return a warning if a post names a primary category of which the export says nothing."""
    if primary_category(item, categories):
        return []
    unknown = [number for number in _named_as_primary(item) if number.isdigit() and number not in categories]
    has_choice = sum(taxonomy == "category" for taxonomy, _, _ in item.terms) > 1
    return [f"has the primary category {unknown[0]}, which the export does not name"] if unknown and has_choice else []


def aliases_of(item: Item, name: str, categories: Categories) -> tuple[tuple[str, ...], list[str]]:
    """Return a published WordPress post's former addresses as paths, and warnings about those that cannot be served.

    *name* is its slug. The address of a post that is filed under a category in an export is that under its first
    category, though readers had that under its primary one: both are returned.
    """
    link = item.get("link")
    if not link or item.get("wp:status") not in _PUBLISHED:
        return (), []
    try:
        permalink = alias_url(link)
        folder, _, last = permalink.rstrip("/").rpartition("/")
        slugs = map(decode_slug, item.meta_values("_wp_old_slug") if name in last else [])
        renamed = [last.replace(name, old.replace("/", "")) for old in slugs]
        ending = permalink[len(folder) + 1 :] if folder else permalink
        moved = _under_primary(item, folder.split("/"), categories)
        under_primary = [alias_url(quote(f"/{moved}/{ending}"))] if moved and moved != folder else []
        places = dict.fromkeys([folder, moved if moved is not None else folder])
        old_addresses = [alias_url(quote(f"/{place}/{old}")) for place in places for old in renamed if old]
    except QueryError:
        return (), ["had an address with a query, which a static host cannot serve; it is left out"]
    except HomePageError:
        return (), []
    except ValueError as error:
        return (), [f"had the address {link!r}, which {error}; it is left out"]
    return tuple(dict.fromkeys([permalink, *under_primary, *old_addresses])), []


def _under_primary(item: Item, folders: Sequence[str], categories: Categories) -> str | None:
    """Return the *folders* of a post's address with its primary category's path for that of another; None if none."""
    primary = primary_category(item, categories)
    if primary is None:
        return None
    by_slug = {category.slug: category for category in categories.values()}
    own = [decode_slug(slug) for taxonomy, slug, _ in item.terms if taxonomy == "category"]
    full = [(_path(by_slug.get(slug) or Category(slug, ""), by_slug), _path(primary, by_slug)) for slug in own]
    short = [([slug], [primary.slug]) for slug in own]
    for path, new in sorted(full, key=lambda pair: -len(pair[0])) + short:
        for start in range(len(folders) - len(path) + 1):
            if list(folders[start : start + len(path)]) == path:
                return "/".join([*folders[:start], *new, *folders[start + len(path) :]])
    return None


def _path(category: Category, by_slug: Mapping[str, Category]) -> list[str]:
    """Return the slugs of a *category* and those above it, the highest first."""
    path = [category.slug]
    while (parent := by_slug.get(category.parent)) and parent.slug not in path:
        path.insert(0, parent.slug)
        category = parent
    return path
