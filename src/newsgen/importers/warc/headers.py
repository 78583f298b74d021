"""Read the headers of web archives and of the HTTP answers in them; warcio knows their grammar."""

import re
from collections.abc import Callable
from importlib.util import find_spec
from io import BytesIO
from typing import Any

HEADERS_LIMIT = 256 * 1024
"""Bytes of headers that one record or one answer may have: a hundred times what is usual."""
_ARC = (
    rb"(?P<url>[a-z][a-z0-9.+-]{1,15}:[^\r\n]{1,8192}) (?P<ip>[0-9A-Fa-f.:]{1,45}|-) (?P<date>\d{8,14}) (?P<type>\S+)"
)
_START = rb"WARC/\d\.\d{1,2}\r?\n|" + _ARC + rb" (?P<length>\d{1,15})\r?\n"
RECORD_START = re.compile(_START)
"""The first line of a record of a WARC, or the only line of headers of an ARC's."""
WARC_START = re.compile(rb"WARC/\d\.\d{1,2}\r?\n")
"""It may stand within a line, where what came before it was cut off."""
ARC_START = re.compile(rb"\n(?=" + _ARC + rb" \d{1,15}\r?\n)")
LONGEST_START = 9 * 1024
"""Bytes of the longest line that begins a record."""

Headers = dict[str, str]
"""By their names in small letters; of a repeated one the first, as for servers."""


class TooLongError(Exception):
    """Headers go on without an end."""


class _Lines:
    """Lines for warcio, as many as headers may have."""

    def __init__(self, readline: Callable[[], bytes]) -> None:
        self._readline = readline
        self._left = HEADERS_LIMIT

    def readline(self) -> bytes:
        line = self._readline()
        self._left -= len(line)
        if self._left < 0:
            raise TooLongError
        return line


def can_read_archives() -> bool:
    """Whether the library is installed."""
    return find_spec("warcio") is not None


def read_record_headers(first: bytes, readline: Callable[[], bytes]) -> Headers:
    """Return the headers of the record whose *first* line was read; ARC's under their names in WARC."""
    arc = RECORD_START.match(first)
    if arc is None or arc["url"] is None:
        return _parsed(_Lines(readline), first)[1]
    url, date, media, length = (arc[part].decode("utf-8", "replace") for part in ("url", "date", "type", "length"))
    kind = "warcinfo" if url.startswith("filedesc:") else "response"
    return {
        "warc-type": kind, "warc-target-uri": url, "warc-date": date, "content-type": media, "content-length": length
    }  # fmt: skip


def read_http_headers(block: bytes) -> tuple[int, Headers, int]:
    """Return status, headers and where the body begins of an HTTP answer; status 0 is none that can be read."""
    if not block.startswith(b"HTTP/"):
        return 200, {}, 0
    stream = BytesIO(block)
    try:
        line, headers = _parsed(_Lines(stream.readline), None)
    except TooLongError:
        return 0, {}, 0
    status = re.match(r"\d{3}\b", line, re.ASCII)
    return int(status[0]) if status else 0, headers, stream.tell()


def _parsed(lines: _Lines, first: bytes | None) -> tuple[str, Headers]:
    from warcio.statusandheaders import (  # type: ignore[import-untyped]  # noqa: PLC0415 - an extra, and slow to load
        StatusAndHeadersParser,
    )

    parsed: Any = StatusAndHeadersParser(["WARC/", "HTTP/"], verify=False).parse(lines, first)
    headers: Headers = {}
    for name, value in parsed.headers:
        headers.setdefault(name.lower(), value.strip())
    return parsed.statusline, headers
