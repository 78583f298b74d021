"""Turn the header of another generator into front matter with newsgen's keys."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from newsgen.formats.yaml_fields import Fields
from newsgen.formats.yaml_lines import Entry
from newsgen.importers.generators.detection import Site
from newsgen.importers.generators.headers import Header
from newsgen.importers.generators.values import moment_of, text_of, texts_of, zone_of
from newsgen.loaders.front_matter import read_keys
from newsgen.loaders.front_matter_keys import (
    EXPIRY_KEYS,
    FOREIGN_KEYS,
    LIFTED,
    OWN_KEYS,
    PUBLISH_KEYS,
    normal_key,
)
from newsgen.loaders.publication import Publication, flag_of

ADDRESS_KEYS = ("url", "permalink")
ALIAS_KEYS = frozenset(("aliases", "alias", "redirectfrom", "redirects"))
_TARGET_KEYS = frozenset(("redirectto", "redirect"))
_DATE_KEYS = frozenset(
    {"date", "updated", "created", "createdat", *PUBLISH_KEYS, *EXPIRY_KEYS}
    | {key for key, own in FOREIGN_KEYS.items() if own == "updated"}
)
_TERM_KEYS = frozenset(("tags", "tag", "categories", "category", "keywords", "section"))
_NAME_KEYS = frozenset(("author", "authors", "creator", "byline"))
_PICTURE_IN_HEADER = ("image", "teaser", "overlay_image")
"""What Minimal Mistakes, a theme of Jekyll, has below `header:`."""
_COLLECTIONS = frozenset("post posts blog all nav".split())
"""Tags by which Eleventy collects all articles of a site."""
HOLDING_TAGS = frozenset(("draft", "private"))
"""Tags by which Nikola holds an article back."""
_PASSED = frozenset("lang robots rights comment_post_ID source_name source_url".split())
"""Keys of newsgen that mean the same for every generator, and are written as they are."""
_READ = frozenset(
    "title date updated slug author authors categories category tags description summary aliases image comments".split()
)
"""Keys whose values the imported article has."""
_NOT_COPIED = ("capture", "versions", "container")
_MAX_KEY_LETTERS = 200
"""YAML allows a key a thousand characters, as it is written."""


@dataclass(slots=True)
class FrontMatter:
    """A header with newsgen's keys, with the warnings about it."""

    fields: Fields
    publication: Publication
    site: Site
    written: Mapping[str, Any]
    """The header's values by their keys as written."""
    is_doubtful: bool
    """Whether a key that cannot be read might hold the article back."""
    addresses: tuple[tuple[str, str], ...] = ()
    """The keys that give the article's own address, with their values."""
    aliases: tuple[str, ...] = ()
    warnings: list[str] = field(default_factory=list)
    kept: dict[str, Any] = field(default_factory=dict)
    """Values that newsgen cannot use by their keys; they are written below `old:`."""

    def set_aside(self, key: str, found: str, value: Any = None) -> None:
        """Keep the value of *key* below `old:`, with a warning that says what was *found*."""
        entry = self.fields.entries.get(key)
        self.kept[key] = plain(value if value is not None else entry.value if entry else None)
        self.warn(key, found)

    def warn(self, key: str, found: str) -> None:
        """Add a warning about the front matter's *key*."""
        entry = self.fields.entries.get(key)
        self.warnings.append(f"line {entry.line}: {found}" if entry else found)

    @property
    def has_title(self) -> bool:
        """Whether the header names a title."""
        return bool(self.fields.text("title"))

    def by_normal_key(self) -> dict[str, Any]:
        """Return the values of the header by the normal forms of their keys, for patterns of addresses."""
        return {normal_key(key): value for key, value in self.written.items()}

    def all_warnings(self) -> tuple[str, ...]:
        """Return all warnings about the front matter."""
        errors = (f"line {error.line}: {error.found}; {error.remedy}" for error in self.fields.errors)
        return tuple(dict.fromkeys((*self.fields.warnings, *errors, *self.warnings)))


def read_front_matter(header: Header, inherited: Mapping[str, Any], site: Site, path: str) -> FrontMatter:
    """Read *header* of the file *path*, with *inherited* values for keys that it does not have."""
    values = _flat({key: value for key, value in header.values.items() if value is not None}, inherited)
    own = {normal_key(key): key for key in values}
    prepared: dict[str, Entry] = {}
    front = FrontMatter(Fields(path, prepared), Publication(), site, values, is_doubtful=False)
    for key, value in values.items():
        name = normal_key(key)
        if name in ADDRESS_KEYS and isinstance(value, str) and flag_of(value) is not False:
            front.addresses += ((key, value),)
        elif name in ALIAS_KEYS:
            front.aliases += texts_of(value)
        else:
            for one in _prepared(name, value, front):
                prepared[key] = _entry(one, header.line_of(key))
    picture = _picture_in_header(values.get("header")) if "image" not in own else None
    if picture:
        prepared["image"] = Entry(picture, header.line_of("header"))
    front.publication = read_keys(front.fields)
    front.is_doubtful = bool(front.fields.errors)
    target = next(filter(None, (text_of(values[own[name]]) for name in _TARGET_KEYS & own.keys())), None)
    if target:
        front.publication = replace(front.publication, draft=True)
        front.warnings.append(f"only led to {target}; write a link to that page")
    return front


def _flat(values: Mapping[str, Any], inherited: Mapping[str, Any]) -> dict[str, Any]:
    """Return *values* with those inside `params`, `extra` and `taxonomies` beside them, then those *inherited*."""
    flat = {key: value for key, value in values.items() if not _is_lifted(key, value)}
    inner = [value for key, value in values.items() if _is_lifted(key, value)]
    names = set(map(normal_key, flat))
    for more in (*inner, inherited):
        added = {str(key): value for key, value in more.items() if normal_key(str(key)) not in names}
        flat |= added
        names |= set(map(normal_key, added))
    return flat


def _is_lifted(key: str, value: Any) -> bool:
    return isinstance(value, Mapping) and normal_key(key) in LIFTED


def _prepared(name: str, value: Any, front: FrontMatter) -> Iterator[Any]:
    """Yield the *value* under a key with the normal form *name* as newsgen writes it; nothing if it is set aside."""
    site = front.site
    if name in _DATE_KEYS:
        yield _date(value, front.site)
    elif name in _TERM_KEYS:
        yield _terms(name, value, site)
    elif name in _NAME_KEYS:
        yield list(texts_of(value, "[،,;]"))
    elif name == "comments" and isinstance(value, Mapping | list):
        front.kept["comments"] = plain(value)
    else:
        yield value


def _date(value: Any, site: Site) -> Any:
    """Return a date of the header with the site's zone, spelled as newsgen reads it; as it is if it is not readable."""
    try:
        return moment_of(value, zone_of(site.setting("timezone"))) or value
    except (ValueError, OverflowError):
        return value


def _terms(name: str, value: Any, site: Site) -> list[str]:
    if site.generator == "hexo" and isinstance(value, list):
        value = [part for item in value for part in (item if isinstance(item, list) else [item])]
    tags = texts_of(value, _separator(name, site))
    return [tag for tag in tags if not (site.generator == "eleventy" and name == "tags" and tag in _COLLECTIONS)]


def _separator(name: str, site: Site) -> str | None:
    """Return the pattern that divides a text of several terms, as the site's generator divides it."""
    if site.generator in {"pelican", "nikola"}:
        return "[,;]"
    if site.generator == "jekyll" and name in {"tags", "categories"}:
        return r"\s*,\s*|\s+"
    return "[،,]" if site.generator in {"newsgen", "markdown"} or name == "keywords" else None


def _picture_in_header(value: Any) -> str | None:
    return (
        next(filter(None, map(text_of, map(value.get, _PICTURE_IN_HEADER))), None) if isinstance(value, dict) else None
    )


def _entry(value: Any, line: int) -> Entry:
    """Return *value* as YAML would have it here, with the *line* of its key."""
    if isinstance(value, Mapping):
        inner = {str(key): _entry(one, line) for key, one in value.items()}
        return Entry({key: entry.value for key, entry in inner.items()}, line, inner)
    if isinstance(value, list | tuple):
        return Entry([_entry(item, line).value for item in value], line)
    if isinstance(value, bool):
        return Entry("true" if value else "false", line)
    return Entry(value.isoformat() if isinstance(value, date) else None if value is None else str(value), line)


def holds_back(front: FrontMatter) -> bool:
    """Return whether the article was not public, or may not have been, whatever the day."""
    tags = {tag.lower() for tag in front.fields.texts("tags")} if front.site.generator == "nikola" else set()
    return front.publication.draft or front.is_doubtful or not tags.isdisjoint(HOLDING_TAGS)


def further_keys(front: FrontMatter) -> dict[str, Any]:
    """Return the front matter that the article does not have as its metadata, with values to be written."""
    found: dict[str, Any] = {}
    for key, entry in front.fields.entries.items():
        if key in _READ or key == "draft":
            continue
        value = plain(front.written.get(key, entry.value))
        if value in (None, "", [], {}):
            continue
        if _has_long_key({key: value}):
            front.warn(key, f"{key[:40]!r} is left out, for a key in it is too long for YAML; its original keeps it")
        elif key in _NOT_COPIED and front.site.generator == "newsgen":
            front.warn(key, f"{key} {value!r} is not copied; put it into seeds/ and name it under `versions:`")
        elif _is_free(key, entry, front.site):
            found[key] = value
        else:
            front.kept[key] = value
    return {**found, "old": front.kept} if front.kept else found


def _has_long_key(value: Any) -> bool:
    """Return whether a mapping in *value* has a key that no YAML parser would read back."""
    if isinstance(value, Mapping):
        return any(len(key) > _MAX_KEY_LETTERS or _has_long_key(inner) for key, inner in value.items())
    return isinstance(value, list) and any(map(_has_long_key, value))


def _is_free(key: str, entry: Entry, site: Site) -> bool:
    """Return whether a build reads *key* without an error, and as what it is."""
    name = normal_key(key)
    if name in OWN_KEYS:
        return key in _PASSED or (site.generator == "newsgen" and key not in _NOT_COPIED and key != "id")
    if name in FOREIGN_KEYS:  # of several keys that mean the same, one was read
        return False
    alone = Fields("", {key: entry})
    read_keys(alone)
    return not alone.errors


def plain(value: Any) -> Any:
    """Return *value* with types that front matter has; texts that are flags or whole numbers become those."""
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value if item is not None]
    if value is None or isinstance(value, bool | int | date):
        return value
    text = value.strip() if isinstance(value, str) else str(value)
    if text in {"true", "false"}:
        return text == "true"
    return int(text) if re.fullmatch(r"0|-?[1-9]\d{0,14}", text) else text
