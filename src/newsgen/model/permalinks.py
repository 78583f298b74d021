"""Make an article's URL from the permalink pattern, and validate the pattern."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from newsgen.model.urls import MAX_ADDRESS_BYTES, is_reserved, place_key, too_long
from newsgen.text.arabic import MAX_SLUG_BYTES, cut_slug, slug

if TYPE_CHECKING:
    from newsgen.model.article_meta import ArticleMeta  # which needs the stemmer, and the configuration does not

_WITHOUT_SECTION = "uncategorized"
_PLACEHOLDER = re.compile(r"\{([^{}/]*)\}")
_DATES = re.compile(r"\{(?:year|month|day)\}(?:[^{}]*\{(?:year|month|day)\})*")
_UNDATED = "undated"
_MAX_BYTES = {**dict.fromkeys(("slug", "section", "id"), MAX_SLUG_BYTES), **dict.fromkeys(("year", "month", "day"), 7)}
"""The placeholders of a permalink, and the most bytes that each can become: a date can become "undated"."""
_PATTERN_SEGMENT = re.compile(r"(?!\.)(?:\{[^{}/]*\}|[\w.~-])+")


@dataclass(frozen=True, slots=True)
class Permalink:
    """The *pattern* of new addresses, which `check_permalink` has found valid."""

    pattern: str

    def uses_chosen_slug(self, article: "ArticleMeta") -> bool:
        """Return whether the permalink pattern gives the article an address with a slug that an editor chose."""
        return bool(article.slug) and "{slug}" in self.pattern

    def url(self, article: "ArticleMeta", *, unique: bool = False) -> str:
        """Return *article*'s address by the permalink; if *unique*, with a digest of its id, which no other has."""
        around = _around_slug(self.pattern)
        if around:
            name = article.slug or derived_slug(article)
            return f"{around[0]}{with_digest(name, article.id) if unique else name}{around[1]}"
        parts = {}
        if "{slug}" in self.pattern:
            parts["slug"] = article.slug or derived_slug(article)
        if "{id}" in self.pattern:
            parts["id"] = slug(article.id) or _digest(article.id)
        if unique:
            name = "slug" if "slug" in parts else "id"
            parts[name] = with_digest(parts[name], article.id)
        if "{section}" in self.pattern:
            parts["section"] = self._section(article.section or "")
        day = article.published
        if day:
            parts |= {"year": f"{day.year:04}", "month": f"{day.month:02}", "day": f"{day.day:02}"}
        return permalink_url(self.pattern, parts)

    def _section(self, section: str) -> str:
        """Return a section as a permalink's segment, with a digest if first and reserved for newsgen's own pages."""
        name = slug(section) or _WITHOUT_SECTION
        is_first = self.pattern.lstrip("/").startswith("{section}/")
        return with_digest(name, name) if is_first and is_reserved(f"{name}/x/") else name

    def slug_differs(self, address: str, article: "ArticleMeta") -> bool:
        """Return whether an editor chose another slug for *article* than the one in its present *address*.

        Other text in the segment of the slug does not count, because a corrected date must not move an article.
        """
        if not article.slug or not self.uses_chosen_slug(article) or self._is_segment_of(article.slug, address):
            return False
        pattern, names = self.pattern.strip("/").split("/"), place_key(address).split("/")
        name, position = place_key(article.slug), next(n for n, part in enumerate(pattern) if "{slug}" in part)
        wanted = place_key(self.url(article)).split("/")
        if len(names) == len(wanted):  # drop the equal parts around the slug: a section may be named like it
            names = [n for i, n in enumerate(names) if i == position or n != wanted[i]]
        if name in names:
            return False
        before, _, after = pattern[position].partition("{slug}")
        segment = re.compile(_filled_text(before) + re.escape(name) + _filled_text(after))
        return not any(map(segment.fullmatch, names))

    def _is_segment_of(self, name: str, address: str) -> bool:
        """Return whether the slug *name* is exactly the segment of *address* that the permalink has for the slug."""
        names, position = address.split("/"), _slug_position(self.pattern)
        return names[position : position + 1] == [name] and ".htm" not in address


@cache
def _slug_position(pattern: str) -> int:
    """Return the index of the permalink's segment that is the slug alone, or one beyond every address."""
    parts = pattern.strip("/").split("/")
    return parts.index("{slug}") if "{slug}" in parts else MAX_ADDRESS_BYTES


@cache
def _around_slug(pattern: str) -> tuple[str, str] | None:
    """Return a permalink's text before and after the slug; None with other placeholders, or if dates change it."""
    before, placeholder, after = f"{pattern.strip('/')}/".partition("{slug}")
    is_alone = placeholder and "{" not in before + after
    return (before, after) if is_alone and before + placeholder + after == f"{_without_dates(pattern)}/" else None


def _filled_text(text: str) -> str:
    """Return a regular expression for *text*, a part of a permalink, with any values of its placeholders."""
    literals = [re.escape(place_key(literal)) for literal in re.split(r"\{.*\}", text)]
    only_dates = not re.search(r"\{(?:section|id)\}", text)
    return (r"(?:undated|[\W\d_]+)" if only_dates else ".+").join(literals)


def permalink_url(pattern: str, parts: Mapping[str, str]) -> str:
    """Return a permalink *pattern* with its placeholders replaced by *parts*, as the address of a page.

    If *parts* has no year, all segments of date placeholders become one segment: undated.
    """
    if "year" not in parts:
        pattern = _without_dates(pattern)
    return _PLACEHOLDER.sub(lambda match: parts[match[1]], pattern.strip("/")) + "/"


@cache
def _without_dates(pattern: str) -> str:
    segments = [_DATES.sub(_UNDATED, segment) for segment in pattern.strip("/").split("/")]
    first = segments.index(_UNDATED) if _UNDATED in segments else 0
    return "/".join(segment for number, segment in enumerate(segments) if number <= first or segment != _UNDATED)


def check_permalink(pattern: str) -> str | None:
    """Return what is wrong with a permalink, worded to follow the pattern in a message; None if it is valid.

    Slashes at its ends are ignored.
    """
    return next(_permalink_findings(pattern.strip("/").split("/")), None)


def _permalink_findings(segments: list[str]) -> Iterator[str]:
    names = _PLACEHOLDER.findall("/".join(segments))
    yield from (f"has an unknown placeholder {{{name}}}" for name in names if name not in _MAX_BYTES)
    if any(segment.count("{") != segment.count("}") for segment in segments):
        yield "has a brace that is not closed"
    if {"slug", "id"}.isdisjoint(names):
        yield "has neither {slug} nor {id}"
    if len(segments) > 8:  # noqa: PLR2004 - deep enough for all of its placeholders
        yield "has more than 8 parts"
    if not all(map(_PATTERN_SEGMENT.fullmatch, segments)):
        yield "has a part that is empty, begins with a dot, or contains characters other than letters, digits and -._~"
    if "{" not in segments[0] and is_reserved(f"{segments[0]}/x/"):
        yield "begins with a folder that is reserved for newsgen's own pages"
    if any(segment.lower().endswith((".html", ".htm")) for segment in segments):
        yield "has a part that ends like the name of a file, but the address of an article is a folder"
    yield from too_long([_PLACEHOLDER.sub(lambda match: "x" * _MAX_BYTES[match[1]], segment) for segment in segments])


def derived_slug(article: "ArticleMeta") -> str:
    """Return the slug in a permalink of the headline, else of the id, else the id's digest; it is never empty."""
    return slug(article.headline) or slug(article.id) or _digest(article.id)


def with_digest(name: str, key: str) -> str:
    """Return a permalink's slug *name* with a digest of *key* (such as an id), cut to the longest length of a slug."""
    digest = _digest(key)
    return f"{cut_slug(name, MAX_SLUG_BYTES - len(digest) - 1)}-{digest}"


def _digest(text: str) -> str:
    """Return eight hexadecimal digits of the digest of *text* for a permalink."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]
