"""Name the authors of a WordPress post as its readers saw them, guests among them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from newsgen.importers.wordpress.builders.values import words_of_key
from newsgen.importers.wordpress.items import Item
from newsgen.importers.wordpress.markup import plain_text

_GENERIC_AUTHORS = {"admin", "administrator", "root", "webmaster", "wordpress"}
_NAME_FIELD = re.compile(
    r"_*(?:guest|custom|post|article|ppma)[-_]?authors?(?:[-_]?names?)?"
    r"|_*author[-_]names?|_*by[-_]?line"
)
_RECORD_FIELD = re.compile(r"_*(?:molongui|guest)\w*author\w*|_*(?:main|guest)\w*author\w*id")
"""A custom field that names the number of a guest's item."""
_DISPLAY_NAME = re.compile(r"_*\w*[-_]?display[-_]name|_*author[-_]name|_*full[-_]name")
_LOGIN = re.compile(r"_*\w*[-_]?(?:user[-_]login|linked[-_]account|user[-_]nicename|slug)")
_MAX_NAME = 80


def is_author_type(kind: str) -> bool:
    """Return whether items of this type are authors, as plugins for guests keep them."""
    words = words_of_key(kind)
    return "author" in words[-1:] or any("author" in word and "guest" in word for word in words)


@dataclass(slots=True)
class AuthorNames:
    """The displayed names of all authors of a site, by what posts may call them."""

    _names: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, *keys: str) -> None:
        """Add the displayed *name* of the author that posts call by *keys*: logins, slugs and numbers."""
        for key in filter(None, map(_key, keys)):
            if name:
                self._names.setdefault(key, name)

    def add_record(self, item: Item) -> None:
        """Add a guest, from the *item* in which a plugin keeps it."""
        shown = next((value for key, value in item.meta if value and _DISPLAY_NAME.fullmatch(key)), "")
        logins = [value for key, value in item.meta if _LOGIN.fullmatch(key)]
        number = item.get("wp:post_id")
        self.add(plain_text(shown or item.get("title")), item.get("wp:post_name"), f"guest-{number}", *logins)
        self.add(plain_text(shown or item.get("title")), f"#{number}")

    def get(self, *keys: str) -> str:
        """Return the displayed name of the author whom one of *keys* names; "" if none does."""
        return next((name for key in keys if (name := self._names.get(_key(key), ""))), "")


def _key(name: str) -> str:
    """Return what the spellings of an author's login and slug have in common."""
    return re.sub(r"[\s._@-]+", "-", name.strip().lower().removeprefix("cap-"))


def authors_of(item: Item, names: AuthorNames) -> tuple[str, ...]:
    """Return the displayed names of the authors of a WordPress post; a plugin may let it have several."""
    found = list(_named_by_terms(item, names)) or list(_named_by_fields(item, names))
    if not found:
        login = item.get("dc:creator")
        found = [names.get(login) or plain_text(login)]
    return tuple(dict.fromkeys(name for name in found if name and name.lower() not in _GENERIC_AUTHORS))


def _named_by_terms(item: Item, names: AuthorNames) -> Iterator[str]:
    for taxonomy, slug, name in item.terms:
        if taxonomy == "author" or (taxonomy.endswith("author") and taxonomy.isascii()):
            yield names.get(slug, name) or plain_text(name)


def _named_by_fields(item: Item, names: AuthorNames) -> Iterator[str]:
    """Yield the names of guests in the custom fields of a post."""
    for key, value in item.meta:
        if "author" not in key and "line" not in key:
            continue
        if _RECORD_FIELD.fullmatch(key) and (found := names.get(value, f"#{value}")):
            yield found
        elif _NAME_FIELD.fullmatch(key) and (name := plain_text(value)) and _is_name(name):
            yield from (part.strip() for part in re.split(r"\s*[,،]\s*", name) if part.strip())


def _is_name(text: str) -> bool:
    return len(text) <= _MAX_NAME and not re.search(r"\d|://|[{}\[\]<>=|]", text)
