"""Write the YAML of front matter and comment files."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from newsgen.text.arabic import clean

_PLAIN = re.compile(
    r"[^\W_](?:[^\x00-\x20\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff:#,\[\]{}\"'`]"
    r"|:(?=[^\s])|[ ](?=[^\s#:]))*"
)
"""Text that needs no quotes anywhere in YAML: it begins with a letter or a digit, and no sign divides it."""
_WORDS = frozenset("null ~ true false yes no on off y n".split())
"""Words that other programs read as YAML values, though newsgen does not."""
_NUMBER = re.compile(r"[\d.,_:+-]+(?:e[\d+-]+)?", re.IGNORECASE)
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:[+-]\d\d:\d\d|Z)?)?")
_UNREADABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
"""Characters that JSON leaves unescaped, and YAML does not accept."""
_KEY = re.compile(r"[A-Za-z_][\w-]{0,99}")


def front_matter(values: Mapping[str, Any]) -> str:
    """Return *values* written as the YAML of front matter, including its fences.

    A value is a text, a flag, a number, a date, a list of texts or of mappings, or a mapping of texts and lists.
    Values that are None or empty are left out. `yaml_fields.read_mapping` reads the same texts back, without the
    characters that `clean` removes.
    """
    return f"---\n{yaml_text(values)}---\n"


def yaml_text(values: Mapping[str, Any]) -> str:
    """Return *values* written as lines of YAML, as in `front_matter`."""
    return "".join(f"{line}\n" for key, value in _non_empty(values) for line in _entry(_key(key), value))


def _non_empty(values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    return ((key, value) for key, value in values.items() if value is not None and value not in ("", [], (), {}))


def _entry(key: str, value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield f"{key}:"
        for name, inner in _non_empty(value):
            yield f"  {_key(name)}: {_inline(inner)}"
    elif isinstance(value, Sequence) and not isinstance(value, str):
        yield from _list(key, value)
    else:
        yield f"{key}: {_scalar(value)}"


def _list(key: str, items: Sequence[Any]) -> Iterator[str]:
    if not any(isinstance(item, Mapping) for item in items) and all(len(str(item)) <= 40 for item in items):  # noqa: PLR2004
        yield f"{key}: {_inline(items)}"
        return
    yield f"{key}:"
    for item in items:
        if isinstance(item, Mapping):
            lines = [f"{_key(name)}: {_inline(inner)}" for name, inner in _non_empty(item)]
            yield from (f"{'  ' if number else '- '}{line}" for number, line in enumerate(lines))
        else:
            yield f"- {_inline(item)}"


def _inline(value: Any) -> str:
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{_key(name)}: {_inline(inner)}' for name, inner in _non_empty(value))}}}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return f"[{', '.join(map(_inline, value))}]"
    return _scalar(value)


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | date):
        return value.isoformat() if isinstance(value, date) else str(value)
    text = clean(str(value))
    plain = _PLAIN.fullmatch(text) and text.lower() not in _WORDS
    if plain and (not _NUMBER.fullmatch(text) or _ISO.fullmatch(text)):
        return text
    return _quoted(text)


def _quoted(text: str) -> str:
    """Return *text* written to YAML in double quotes: a JSON string, with characters that YAML refuses escaped too."""
    return _UNREADABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(text, ensure_ascii=False))


def _key(key: str) -> str:
    return key if _KEY.fullmatch(key) else _quoted(key)
