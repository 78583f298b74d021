"""Decode the entities that are left in a text because it was escaped more than once."""

import re
from html import unescape

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_INLINE_TAG = re.compile(
    r"</?(?:a|b|bdi|br|em|font|i|p|small|span|strong|sub|sup|u|wbr)(?:\s[^<>]*)?/?>", re.IGNORECASE
)
_MOST_TIMES = 4
"""A text that is still escaped after so many times speaks of entities."""


def decode_entities(text: str) -> str:
    """Return *text*, which is no HTML, without entities and without the inline tags that they spelled.

    Only entities that end in a semicolon are decoded: R&D and a=1&copy=2 are no mistakes.
    """
    if "&" not in text:
        return text
    for _ in range(_MOST_TIMES):
        decoded = _ENTITY.sub(lambda entity: unescape(entity[0]), text)
        if decoded == text:
            break
        text = _INLINE_TAG.sub(" ", decoded) if "<" in decoded else decoded
    return text
