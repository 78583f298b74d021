"""Know the keys of front matter: newsgen's own, and what other generators call the same."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from newsgen.text.spelling import edits_between

KEYS = frozenset(
    "title date updated slug author authors categories category tags description summary draft aliases image comments"
    " id capture versions related related_heading comment_form comment_post_ID container source_url source_name"
    " captured lang archived_url rights canonical robots featured".split()
)
"""The keys that newsgen's documentation names."""

LIFTED = frozenset({"params", "extra", "taxonomies"})
"""Keys of Hugo and Zola, whose inner keys count as if they were written without them."""

_SAME_AS = {
    "updated": "lastmod modified last_modified last_modified_at modified_at date_modified modified_date updated_at"
    " update_date date_updated updated_date",
    "tags": "tag keywords keyword",
    "categories": "section",
    "author": "creator",
    "description": "excerpt custom_excerpt",
    "image": "cover cover_image featured_image feature_image featured thumbnail thumb banner images og_image"
    " social_image hero hero_image teaser_image header_image",
    "aliases": "alias redirect_from url permalink",
    "robots": "noindex",
}
"""What other generators and their themes call a key of newsgen; the first of several counts."""

PUBLISH_DATE = (
    "publish_date pub_date publication_date published_date date_published published_at published_on publish_at"
    " publish_on publish_from publish_after publish_time scheduled scheduled_for scheduled_at schedule_date"
    " scheduled_date go_live go_live_date embargo embargo_date embargo_until embargoed_until"
)
"""Keys for the moment from which an article is public; newsgen has none of its own."""
EXPIRY_DATE = (
    "expiry_date expire_date expiration_date date_expires expires expire expiry expiration expires_at expires_on"
    " expire_at expire_on unpublish unpublish_date unpublish_at unpublish_on publish_until visible_until"
)
"""Keys for the moment from which an article is no longer public."""
_HARMLESS = frozenset(
    "build built builder coverage craft created daft data day drift graft guild hike index layout listed lists live"
    " name ogdescription page pages passport pirate place privacy projected public publication publishedby publishedin"
    " publisher publishers publishing rate render right schedule series session state states stats statue statute type"
    " unlimited updatedby version weight".split()
)
"""Words that are keys for themselves, however near they are to another key."""

_SEPARATORS = re.compile(r"[\s_.-]+")
_SHORT, _MIDDLE, _LONG = 4, 7, 8
"""Letters of a key: in a short one a wrong letter makes another word, in a long one two mistakes are seen."""
_MOST = 2
"""A key with more mistakes is another key."""


def normal_key(key: str) -> str:
    """Return the form of a front matter *key* that is the same for `Source-URL`, `source_url` and `sourceUrl`."""
    if key.isascii() and key.isalpha() and key.islower():
        return key
    letters = unicodedata.normalize("NFKC", key).casefold()
    return _SEPARATORS.sub("", "".join(c for c in letters if unicodedata.category(c) != "Cf"))


def _named(names: Iterable[str]) -> dict[str, str]:
    return {normal_key(name): name for name in names}


OWN_KEYS = _named(KEYS)
"""newsgen's own keys by their normal forms."""
FOREIGN_KEYS = {normal_key(name): key for key, names in _SAME_AS.items() for name in names.split()}
"""The key of newsgen for a key of another generator, given in its normal form."""
PUBLISH_KEYS, EXPIRY_KEYS = _named(PUBLISH_DATE.split()), _named(EXPIRY_DATE.split())


SPELLINGS = (
    OWN_KEYS | _named(name for names in _SAME_AS.values() for name in names.split()) | PUBLISH_KEYS | EXPIRY_KEYS
)
"""All known keys as their generators write them, by their normal forms."""


@lru_cache(4096)
def nearest_key(key: str, known: frozenset[str], most: int = 0) -> tuple[int, str] | None:
    """Return the one of the *known* keys that an unknown *key* probably means, after the number of mistakes in it.

    All keys are given in their normal forms. More than one mistake is seen only in long words, unless *most* says how
    many, and in words of four letters a wrong letter is none: `data` is not `date`. None if the key means itself.
    """
    if key in _HARMLESS or not key.isascii():
        return None
    close = (other for other in known if abs(len(other) - len(key)) <= _MOST)
    edits, _, other = min(((edits_between(key, one), -len(one), one) for one in close), default=(_MOST + 1, 0, ""))
    return (edits, other) if edits <= (most or _most_edits(key, other)) else None


def _most_edits(key: str, other: str) -> int:
    shorter, longer = sorted((len(key), len(other)))
    if longer < _SHORT:
        return 0
    if shorter == longer == _SHORT:
        return int(sorted(key) == sorted(other))
    return _MOST if shorter >= _LONG or (longer >= _MIDDLE and key[:1] == other[:1]) else 1
