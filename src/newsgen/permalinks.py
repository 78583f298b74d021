"""What address an article wants: the site's permalink, filled with its slug, id, section and date."""

import hashlib
import re
from dataclasses import dataclass

from newsgen.arabic import MAX_SLUG_BYTES, cut_slug, slug
from newsgen.article import Article
from newsgen.urls import is_reserved, permalink_url, same_place

_WITHOUT_SECTION = "uncategorized"


@dataclass(frozen=True, slots=True)
class Permalink:
    """The *pattern* of new addresses, one that `check_permalink` finds good."""

    pattern: str

    def is_chosen(self, article: Article) -> bool:
        """Tell whether an editor chose the slug that the pattern asks for."""
        return bool(article.slug) and "{slug}" in self.pattern

    def url(self, article: Article, *, apart: bool = False) -> str:
        """Return the address that *article* wants, or the one that tells it *apart* from its twins."""
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

    def is_left(self, address: str, article: Article) -> bool:
        """Tell whether an editor chose another slug for *article* than the one in its *address*.

        What stands beside the slug in its segment does not count: a corrected date is no chosen move.
        """
        if not article.slug or not self.is_chosen(article):
            return False
        name, names = same_place(article.slug), same_place(address).split("/")
        if name in names:
            return False
        before, _, after = next(s for s in self.pattern.split("/") if "{slug}" in s).partition("{slug}")
        spelled = re.compile(_beside(before) + re.escape(name) + _beside(after))
        return not any(map(spelled.fullmatch, names))


def _beside(text: str) -> str:
    """Return a regular expression for all that *text*, beside the slug of a pattern, can have become."""
    literals = [re.escape(same_place(literal)) for literal in re.split(r"\{.*\}", text)]
    only_dates = not re.search(r"\{(?:section|id)\}", text)
    return (r"(?:undated|[\W\d_]+)" if only_dates else ".+").join(literals)


def derived_slug(article: Article) -> str:
    """Return the slug of the headline, else of the id, else digits of the id's digest; never empty."""
    return slug(article.headline) or slug(article.id) or _digest(article.id)


def with_digest(name: str, key: str) -> str:
    """Return the slug *name* told apart from its twins by its *key* (an id), within the longest slug."""
    digest = _digest(key)
    return f"{cut_slug(name, MAX_SLUG_BYTES - len(digest) - 1)}-{digest}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]
