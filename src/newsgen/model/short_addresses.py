"""Make the short address of an article, which leads to it and which citations print."""

import re

from newsgen.model.permalinks import with_digest
from newsgen.model.urls import alias_url
from newsgen.text.arabic import slug

_FOLDER = "a/"
_PLAIN = re.compile("[0-9a-z\u0621-\u064a\u0660-\u0669_-]{1,100}")
"""Matches an id that can be part of an address as it is, as nearly all can."""


def short_url(key: str) -> str:
    """Return the short address of the article whose id is *key*: it follows from the id alone, and so never changes.

    An id that cannot be a part of an address, such as one with a slash, is replaced by a slug with its digest; so is
    one with capitals, because another may differ from it by them alone.
    """
    address = f"{_FOLDER}{key}/"
    if _PLAIN.fullmatch(key):
        return address
    try:
        is_valid = "/" not in key and key == key.casefold() and key.strip(" .") == key and alias_url(address) == address
    except ValueError:
        is_valid = False
    return address if is_valid else f"{_FOLDER}{with_digest(slug(key) or 'id', key)}/"
