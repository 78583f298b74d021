"""Compute digests of values, by which a build decides whether a page must be rendered again."""

import hashlib
import json
import marshal
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import Any

from newsgen.model.article_meta import Card

SIZE = 16
"""The length of a digest in bytes."""
_WITHOUT_REFERENCES = 2
"""The `marshal` version that writes equal values to equal bytes, whether or not they are the same object."""


class Fingerprints:
    """Digests of records, tuples, mappings, dates, text and numbers; different values have different digests."""

    def __init__(self) -> None:
        """Start with an empty cache of the fingerprints of cards, for one build."""
        self._cards: dict[str, str] = {}
        self._encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, default=self._encodable).encode

    def of(self, *values: Any) -> bytes:
        """Return the fingerprint of *values*, SIZE bytes; raise TypeError for a value of another type such as a set."""
        return hashlib.blake2b(self._encode(values).encode(errors="surrogatepass"), digest_size=SIZE).digest()

    def _encodable(self, value: Any) -> Any:
        kind: Any = type(value)
        if kind is Card:  # the same card is shown on a dozen pages
            return self._card(value)
        values_of = _fields_of(kind)
        if values_of:
            return kind.__name__, values_of(value)
        if isinstance(value, date | Path | Enum):
            return kind.__name__, str(value)
        if isinstance(value, Mapping):
            return dict(value)
        if isinstance(value, bytes):
            return "bytes", value.hex()
        raise TypeError(kind)

    def _card(self, card: Card) -> str:
        known = self._cards.get(card.id)
        if known is None:
            day = str(card.published) if card.published else None
            parts = (card.id, card.url, card.headline, day, card.section, card.source_name, card.summary, card.lang)
            known = self._cards[card.id] = hashlib.blake2b(
                marshal.dumps(parts, _WITHOUT_REFERENCES), digest_size=SIZE
            ).hexdigest()
        return known


@cache
def _fields_of(kind: Any) -> Callable[[Any], Any] | None:
    """Return the function that lists a record's fields for a fingerprint; None if *kind* is not a dataclass."""
    return attrgetter(*(field.name for field in fields(kind))) if is_dataclass(kind) else None
