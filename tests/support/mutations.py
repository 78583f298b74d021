"""Change files at random, byte by byte and by what their formats are made of."""

import contextlib
import gzip
import io
import json
import plistlib
import random
import re
import zipfile
import zlib
from collections.abc import Callable, Sequence
from typing import Any

HOSTILE = (
    "javascript:alert(1)",
    "http://[",
    "http://a:99999/x",
    "file:///etc/passwd",
    "//x",
    "data:text/html,<script>x</script>",
    "https://a.example/" + "x" * 5000,
    "../" * 50 + "etc/passwd",
    "<script>alert('fuzz')</script>",
    "\u202e\u200f\u0000\ufffe",
    "\ud800",
    "' \" > & ]]> --> ${x} {{ x }} {% x %}",
    "---\ntitle: x\n---",
    "٩" * 400,
    "-1",
    "1e999",
    "9" * 5000,
    "NaN",
    "0000-00-00 00:00:00",
    "9999-12-31T23:59:60+99:99",
    "2014-02-30",
    "",
    " ",
    "\n",
    "null",
    "a" * 100_000,
    "خبر " * 20_000,
)
"""Texts that break careless programs."""
ENCODINGS = (
    "utf-16",
    "utf-16-le",
    "utf-8-sig",
    "utf-32",
    "windows-1256",
    "iso-8859-6",
    "windows-1252",
    "cp864",
    "cp720",
)

Change = Callable[[random.Random, bytes], bytes]


def mutated(chance: random.Random, data: bytes, others: Sequence[bytes]) -> tuple[bytes, str]:
    """Return *data* after one to three random changes, and their names; *others* are files to splice into it."""
    names = []
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        change = chance.choice(_CHANGES)
        if change is None:
            names.append("splice")
            data = _splice(chance, data, chance.choice(others))
        else:
            names.append(change.__name__.strip("_"))
            data = change(chance, data)
    return data, "+".join(names)


def _place(chance: random.Random, data: bytes) -> int:
    return chance.randint(0, len(data))


def _span(chance: random.Random, data: bytes) -> tuple[int, int]:
    start = _place(chance, data)
    return start, min(len(data), start + int(chance.expovariate(1 / 200)) + 1)


def _splice(chance: random.Random, data: bytes, other: bytes) -> bytes:
    """Put a part of another file into a file, or append it."""
    (start, end), at = (sorted((_place(chance, other), _place(chance, other)))), _place(chance, data)
    return chance.choice(
        (data[:at] + other[start:end] + data[at:], data + other, other + data, data[:at] + other[start:])
    )


def _flip(chance: random.Random, data: bytes) -> bytes:
    out = bytearray(data)
    for _ in range(chance.choice((1, 2, 10, 200)) if out else 0):
        out[chance.randrange(len(out))] = chance.choice((chance.randrange(256), 0, 10, 13, 34, 38, 60, 62, 255))
    return bytes(out)


def _truncate(chance: random.Random, data: bytes) -> bytes:
    at = _place(chance, data)
    return data[:at] if chance.random() < 0.7 else data[at:]


def _remove(chance: random.Random, data: bytes) -> bytes:
    start, end = _span(chance, data)
    return data[:start] + data[end:]


def _repeat(chance: random.Random, data: bytes) -> bytes:
    start, end = _span(chance, data)
    times = min(chance.choice((2, 3, 100, 3000)), 300_000 // max(end - start, 1) + 1)
    return data[:start] + data[start:end] * times + data[end:]


def _insert(chance: random.Random, data: bytes) -> bytes:
    at = _place(chance, data)
    text = chance.choice(HOSTILE).encode("utf-8", "surrogatepass")
    return data[:at] + chance.choice((text, bytes(chance.randrange(256) for _ in range(20)), b"\0" * 100)) + data[at:]


def _recode(chance: random.Random, data: bytes) -> bytes:
    """Write the text of a file in another encoding, of which the file says nothing."""
    text = data.decode("utf-8", "replace")
    return text.encode(chance.choice(ENCODINGS), chance.choice(("replace", "ignore", "xmlcharrefreplace")))


def _line_ends(chance: random.Random, data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n").replace(b"\n", chance.choice((b"\r\n", b"\r", b"\n\n", b" ", b"\xe2\x80\xa8")))


_TAG = re.compile(rb"<[^<>]{1,300}>")
_VALUE = re.compile(rb"""(?<==)("[^"]*"|'[^']*'|[^\s"'<>]+)|(?<=: )[^\r\n]+|(?<=>)[^<>]+(?=<)""")
_HOSTILE_TAGS = (
    *(b"<div>" * 3000, b"<script>alert('fuzz')</script>", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<template>", b"<p>"),
    *(b"<style>", b"<iframe src='//x'>", b"<svg onload=x>", b"<base href='http://[x'>", b"<table>" * 200, b"</html>"),
    b"<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;&b;&b;'>]>&c;",
)


def _tags(chance: random.Random, data: bytes) -> bytes:
    """Remove, double, swap or replace tags of a page or an XML file."""
    found = list(_TAG.finditer(data))
    if not found:
        return _insert(chance, data)
    one, other = chance.choice(found), chance.choice(found)
    new = chance.choice((b"", one[0] * 2, one[0] * 2000, other[0], one[0][:-1], chance.choice(_HOSTILE_TAGS)))
    return data[: one.start()] + new + data[one.end() :]


def _values(chance: random.Random, data: bytes) -> bytes:
    """Replace values of attributes, headers and elements by hostile ones."""
    found = list(_VALUE.finditer(data))
    for match in sorted(chance.sample(found, min(len(found), chance.choice((1, 1, 3, 20)))), key=lambda m: -m.start()):
        text = chance.choice(HOSTILE).encode("utf-8", "surrogatepass")
        new = chance.choice((text, b'"' + text + b'"', chance.choice(found)[0]))
        data = data[: match.start()] + new + data[match.end() :]
    return data


def _numbers(chance: random.Random, data: bytes) -> bytes:
    found = list(re.finditer(rb"\d+", data))
    for match in sorted(chance.sample(found, min(len(found), 3)), key=lambda m: -m.start()):
        new = chance.choice((b"0", b"-1", b"1", b"9" * 30, b"4294967296", b"1.5", b"", b"00", b"9" * 5000))
        data = data[: match.start()] + new + data[match.end() :]
    return data


def _json(chance: random.Random, data: bytes) -> bytes:
    """Change a value of a JSON file, or of the data for machines in a page."""
    script = re.search(rb"<script[^>]*ld\+json[^>]*>(.*?)</script>", data, re.DOTALL)
    start, end = script.span(1) if script else (0, len(data))
    try:
        value = json.loads(data[start:end])
    except (ValueError, RecursionError):
        return _values(chance, data)
    new = json.dumps(_other_value(chance, value), ensure_ascii=chance.random() < 0.5)
    return data[:start] + new.encode("utf-8", "surrogatepass") + data[end:]


def _other_value(chance: random.Random, value: Any) -> Any:
    """Return a nested *value* with one of its values replaced."""
    if isinstance(value, dict) and value and chance.random() < 0.9:
        key = chance.choice(list(value))
        if chance.random() < 0.1:
            return {name: one for name, one in value.items() if name != key}
        return value | {key: _other_value(chance, value[key])}
    if isinstance(value, list) and value and chance.random() < 0.9:
        place = chance.randrange(len(value))
        return [*value[:place], _other_value(chance, value[place]), *value[place + 1 :]]
    deep: Any = "x"
    for _ in range(chance.choice((3, 400))):
        deep = [deep] if chance.random() < 0.5 else {"@graph": deep}
    return chance.choice((None, True, [], {}, 0, -1, 10**400, 1.5, [value] * 3, {"@value": value}, deep, *HOSTILE[:-2]))


def _gzip(chance: random.Random, data: bytes) -> bytes:
    """Change what is in a gzip file; change another file into one."""
    try:
        inner = gzip.decompress(data)
    except (OSError, EOFError, zlib.error):
        return gzip.compress(data)[: chance.choice((None, -1, -9, 20))]
    return gzip.compress(chance.choice((_flip, _truncate, _values, _numbers, _tags, _repeat))(chance, inner))


def _zip(chance: random.Random, data: bytes) -> bytes:
    """Change the members of a zip file or their names; change another file into one."""
    members = {"x.html": data}
    with (
        contextlib.suppress(
            zipfile.BadZipFile, OSError, ValueError, EOFError, zlib.error, NotImplementedError, RuntimeError
        ),
        zipfile.ZipFile(io.BytesIO(data)) as archive,
    ):
        members = {info.filename: archive.read(info) for info in archive.infolist()[:50]}
    out = io.BytesIO()
    chosen = chance.choice(list(members)) if members else ""
    with zipfile.ZipFile(out, "w", chance.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as archive:
        for name, content in members.items():
            change = chance.choice((_flip, _truncate, _values, _numbers, _json, _recode, _gzip, _nothing, _bomb))
            hostile = chance.choice(
                ("../x.html", "/x", "posts/" + "x" * 300, "a\\b", " ", "posts.csv", f"{name}/", "خبر.html")
            )
            is_renamed = name == chosen and chance.random() < 0.3
            archive.writestr(hostile if is_renamed else name, change(chance, content) if name == chosen else content)
    return out.getvalue()


def _nothing(_: random.Random, data: bytes) -> bytes:
    return data


def _bomb(_: random.Random, data: bytes) -> bytes:
    return data + b" " * 30_000_000


def _plist(chance: random.Random, data: bytes) -> bytes:
    """Change a value of a property list, such as a page that Safari saved."""
    try:
        value = plistlib.loads(data)
    except Exception:  # noqa: BLE001 - plistlib raises whatever its input makes of it
        return _flip(chance, data)
    try:
        return plistlib.dumps(_other_value(chance, value), fmt=chance.choice((plistlib.FMT_BINARY, plistlib.FMT_XML)))
    except (TypeError, OverflowError, ValueError, RecursionError):
        return _flip(chance, data)


_CHANGES: tuple[Change | None, ...] = (
    *(None, _flip, _truncate, _remove, _repeat, _insert, _recode, _line_ends, _tags, _tags, _tags),
    *(_values, _values, _values, _numbers, _numbers, _json, _json, _gzip, _zip, _plist),
)
"""None stands for `_splice`, which needs another file."""
SUFFIXES = tuple(
    ".txt .html .htm .xml .md .json .csv .zip .mhtml .mht .webarchive .warc .warc.gz .arc .wacz .warc.zst .atom .rss"
    " .gz .pdf .docx .HTML .bin".split()
)
NAMES = (
    "خبر",
    "a b",
    "-rf",
    "x" * 240,
    "index",
    "..x",
    "a\u202eb",
    "con",
    "a'b\"c",
    "%2e%2e",
    "a\nb",
    "e\u0301",
    "article",
)


def other_name(chance: random.Random, name: str) -> str:
    """Return a file *name* with a wrong suffix, a hostile stem, or both."""
    stem, dot, suffix = name.partition(".")
    stem = chance.choice((stem, stem, chance.choice(NAMES)))
    return f"{stem}{chance.choice((dot + suffix, chance.choice(SUFFIXES), ''))}"
