"""The URL that an article asks for."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from newsgen.model.article_meta import ArticleMeta
from newsgen.model.urls import MAX_ADDRESS_BYTES, is_reserved, same_place, too_long
from newsgen.text.arabic import MAX_SLUG_BYTES, cut_slug, slug

_WITHOUT_SECTION = "uncategorized"
_PLACEHOLDER = re.compile(r"\{([^{}/]*)\}")
_DATES = re.compile(r"\{(?:year|month|day)\}(?:[^{}]*\{(?:year|month|day)\})*")
_UNDATED = "undated"
_LONGEST = {**dict.fromkeys(("slug", "section", "id"), MAX_SLUG_BYTES), **dict.fromkeys(("year", "month", "day"), 7)}
"""The placeholders of a permalink, and how many bytes each may become: a date can be "undated"."""
_PATTERN_SEGMENT = re.compile(r"(?!\.)(?:\{[^{}/]*\}|[\w.~-])+")


@dataclass(frozen=True, slots=True)
class Permalink:
    """The *pattern* of new addresses, one that `check_permalink` finds good."""

    pattern: str

    def is_chosen(self, article: ArticleMeta) -> bool:
        """Tell whether an editor chose the slug that the pattern asks for."""
        return bool(article.slug) and "{slug}" in self.pattern

    def url(self, article: ArticleMeta, *, apart: bool = False) -> str:
        """Return the address that *article* wants, or the one that tells it *apart* from its twins."""
        around = _around_slug(self.pattern)
        if around:
            name = article.slug or derived_slug(article)
            return f"{around[0]}{with_digest(name, article.id) if apart else name}{around[1]}"
        parts = {}
        if "{slug}" in self.pattern:
            parts["slug"] = article.slug or derived_slug(article)
        if "{id}" in self.pattern:
            parts["id"] = slug(article.id) or _digest(article.id)
        if apart:
            name = "slug" if "slug" in parts else "id"
            parts[name] = with_digest(parts[name], article.id)
        if "{section}" in self.pattern:
            parts["section"] = self._section(article.section or "")
        day = article.published
        if day:
            parts |= {"year": f"{day.year:04}", "month": f"{day.month:02}", "day": f"{day.day:02}"}
        return permalink_url(self.pattern, parts)

    def _section(self, section: str) -> str:
        """Return a section as a segment; one at the site's top that is newsgen's own name gets digits."""
        name = slug(section) or _WITHOUT_SECTION
        is_first = self.pattern.lstrip("/").startswith("{section}/")
        return with_digest(name, name) if is_first and is_reserved(f"{name}/x/") else name

    def is_left(self, address: str, article: ArticleMeta) -> bool:
        """Tell whether an editor chose another slug for *article* than the one in its *address*.

        What stands beside the slug in its segment does not count: a corrected date is no chosen move.
        """
        if not article.slug or not self.is_chosen(article) or self._is_plainly_in(article.slug, address):
            return False
        pattern, names = self.pattern.strip("/").split("/"), same_place(address).split("/")
        name, place = same_place(article.slug), next(n for n, part in enumerate(pattern) if "{slug}" in part)
        wanted = same_place(self.url(article)).split("/")
        if len(names) == len(wanted):  # a section may be named like the slug
            names = [n for i, n in enumerate(names) if i == place or n != wanted[i]]
        if name in names:
            return False
        before, _, after = pattern[place].partition("{slug}")
        spelled = re.compile(_beside(before) + re.escape(name) + _beside(after))
        return not any(map(spelled.fullmatch, names))

    def _is_plainly_in(self, name: str, address: str) -> bool:
        """Tell whether a slug stands as it is in that part of an *address* which the pattern has for it."""
        names, place = address.split("/"), _place_of_slug(self.pattern)
        return names[place : place + 1] == [name] and ".htm" not in address


@cache
def _place_of_slug(pattern: str) -> int:
    """Return which part of a permalink is the slug alone; beyond every address where none is."""
    parts = pattern.strip("/").split("/")
    return parts.index("{slug}") if "{slug}" in parts else MAX_ADDRESS_BYTES


@cache
def _around_slug(pattern: str) -> tuple[str, str] | None:
    """Return what stands before and after the slug in a permalink that asks for nothing else; None for all others."""
    before, slug_, after = f"{pattern.strip('/')}/".partition("{slug}")
    is_alone = slug_ and "{" not in before + after
    return (before, after) if is_alone and before + slug_ + after == f"{_without_dates(pattern)}/" else None


def _beside(text: str) -> str:
    """Return a regular expression for all that *text*, beside the slug of a pattern, can have become."""
    literals = [re.escape(same_place(literal)) for literal in re.split(r"\{.*\}", text)]
    only_dates = not re.search(r"\{(?:section|id)\}", text)
    return (r"(?:undated|[\W\d_]+)" if only_dates else ".+").join(literals)


def permalink_url(pattern: str, parts: Mapping[str, str]) -> str:
    """Return *pattern* with its placeholders replaced by *parts*, as the address of a page.

    Without a year among the parts its segments of date placeholders become one segment: undated.
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
    """Return what is wrong with a permalink, slashes at its ends apart, as words to follow it; None: it is good."""
    segments = pattern.strip("/").split("/")
    names = _PLACEHOLDER.findall(pattern)
    longest = [_PLACEHOLDER.sub(lambda match: "x" * _LONGEST.get(match[1], 0), segment) for segment in segments]
    return next(_permalink_findings(segments, names, longest), None)


def _permalink_findings(segments: list[str], names: list[str], longest: list[str]) -> Iterator[str]:
    yield from (f"has an unknown {{{name}}}" for name in names if name not in _LONGEST)
    if any(segment.count("{") != segment.count("}") for segment in segments):
        yield "has a brace that is not closed"
    if {"slug", "id"}.isdisjoint(names):
        yield "has no {slug} and no {id}"
    if len(segments) > 8:  # noqa: PLR2004 - deep enough for all of its placeholders
        yield "has more than 8 parts"
    if not all(map(_PATTERN_SEGMENT.fullmatch, segments)):
        yield "has a part that is empty, begins with a dot, or holds other signs than letters, digits and -._~"
    if "{" not in segments[0] and is_reserved(f"{segments[0]}/x/"):
        yield "begins with a folder of newsgen's own pages"
    if any(segment.lower().endswith((".html", ".htm")) for segment in segments):
        yield "names a file, and an article is a folder"
    yield from too_long(longest)


def derived_slug(article: ArticleMeta) -> str:
    """Return the slug of the headline, else of the id, else digits of the id's digest; never empty."""
    return slug(article.headline) or slug(article.id) or _digest(article.id)


def with_digest(name: str, key: str) -> str:
    """Return the slug *name* told apart from its twins by its *key* (an id), within the longest slug."""
    digest = _digest(key)
    return f"{cut_slug(name, MAX_SLUG_BYTES - len(digest) - 1)}-{digest}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]
