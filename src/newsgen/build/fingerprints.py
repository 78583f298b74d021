"""Digests of values: what a page shows."""

import dataclasses
import hashlib
import json
import marshal
from collections.abc import Callable, Mapping
from datetime import date
from enum import Enum
from operator import attrgetter
from pathlib import Path
from typing import Any

from newsgen.model.article_meta import Card

SIZE = 16
"""Bytes of a digest."""
_WITHOUT_REFERENCES = 2
"""The format of `marshal` that writes equal values alike, whether they are one object or two."""


class Fingerprints:
    """Digests of values: records, tuples, mappings, dates, text and numbers; two that differ have two."""

    def __init__(self) -> None:
        """Begin a build."""
        self._cards: dict[str, str] = {}
        self._encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, default=self._plain).encode

    def of(self, *values: Any) -> bytes:
        """Return the digest of *values*."""
        return hashlib.blake2b(self._encode(values).encode(errors="surrogatepass"), digest_size=SIZE).digest()

    def _plain(self, value: Any) -> Any:
        kind = type(value)
        if kind is Card:  # it is on a dozen pages
            return self._card(value)
        fields = _FIELDS.get(kind)
        if fields is None and dataclasses.is_dataclass(value):
            fields = _FIELDS[kind] = _fields_of(kind)
        if fields:
            return kind.__name__, fields(value)
        return _other(value)

    def _card(self, card: Card) -> str:
        known = self._cards.get(card.id)
        if known is None:
            day = str(card.published) if card.published else None
            parts = (card.id, card.url, card.headline, day, card.section, card.source_name, card.summary)
            known = self._cards[card.id] = hashlib.blake2b(
                marshal.dumps(parts, _WITHOUT_REFERENCES), digest_size=SIZE
            ).hexdigest()
        return known


def _fields_of(kind: Any) -> Callable[[Any], Any]:
    return attrgetter(*(field.name for field in dataclasses.fields(kind)))


def _other(value: Any) -> Any:
    if isinstance(value, date | Path | Enum):
        return type(value).__name__, str(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, bytes):
        return "bytes", value.hex()
    raise TypeError(type(value))


_FIELDS: dict[type, Callable[[Any], Any]] = {}
