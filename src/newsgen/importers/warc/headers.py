"""Parse the headers of archive records and of the HTTP responses in them, with the parser of warcio."""

import re
from collections.abc import Callable
from importlib.util import find_spec
from io import BytesIO
from typing import Any

MAX_HEADER_BYTES = 256 * 1024
"""Bytes of headers that one record or response may have: a hundred times the usual size."""
_ARC_HEADER = (
    rb"(?P<url>[a-z][a-z0-9.+-]{1,15}:[^\r\n]{1,8192}) (?P<ip>[0-9A-Fa-f.:]{1,45}|-) (?P<date>\d{8,14}) (?P<type>\S+)"
)
RECORD_START = re.compile(rb"WARC/\d\.\d{1,2}\r?\n|" + _ARC_HEADER + rb" (?P<length>\d{1,15})\r?\n")
"""The first line of a WARC record, or the single header line of an ARC record."""
WARC_START = re.compile(rb"WARC/\d\.\d{1,2}\r?\n")
"""The first line of a WARC record; it may be inside a line if the record before it was cut off."""
ARC_START = re.compile(rb"\n(?=" + _ARC_HEADER + rb" \d{1,15}\r?\n)")
MAX_START_BYTES = 9 * 1024
"""Bytes of the longest line that can start a record."""

Headers = dict[str, str]
"""Values by lower-case names; the first value counts if a header is repeated."""


class HeadersError(Exception):
    """The headers exceed `MAX_HEADER_BYTES`."""


class _Lines:
    """A line reader for warcio that stops at `MAX_HEADER_BYTES`."""

    def __init__(self, readline: Callable[[], bytes]) -> None:
        self._readline = readline
        self._left = MAX_HEADER_BYTES

    def readline(self) -> bytes:
        line = self._readline()
        self._left -= len(line)
        if self._left < 0:
            raise HeadersError
        return line


def can_read_archives() -> bool:
    """Return whether warcio, which parses the headers of WARC records, is installed."""
    return find_spec("warcio") is not None


def read_record_headers(first_line: bytes, readline: Callable[[], bytes]) -> Headers:
    """Return the headers of the record whose *first_line* was read; ARC headers get their WARC names."""
    match = RECORD_START.match(first_line)
    if match is None or match["url"] is None:
        return _parsed(readline, first_line)[1]
    url, date, media, length = (match[part].decode("utf-8", "replace") for part in ("url", "date", "type", "length"))
    kind = "warcinfo" if url.startswith("filedesc:") else "response"
    return {
        "warc-type": kind, "warc-target-uri": url, "warc-date": date, "content-type": media, "content-length": length
    }  # fmt: skip


def read_http_headers(block: bytes) -> tuple[int, Headers, int]:
    """Return the status, headers and body offset of an HTTP response; the status is 0 if it is unreadable."""
    if not block.startswith(b"HTTP/"):
        return 200, {}, 0
    stream = BytesIO(block)
    try:
        line, headers = _parsed(stream.readline, None)
    except HeadersError:
        return 0, {}, 0
    status = re.match(r"\d{3}\b", line, re.ASCII)
    return int(status[0]) if status else 0, headers, stream.tell()


def _parsed(readline: Callable[[], bytes], first_line: bytes | None) -> tuple[str, Headers]:
    from warcio.statusandheaders import StatusAndHeadersParser  # type: ignore[import-untyped]  # noqa: PLC0415 - an extra

    parser = StatusAndHeadersParser(["WARC/", "HTTP/"], verify=False)
    parsed: Any = parser.parse(_Lines(readline), first_line)
    headers: Headers = {}
    for name, value in parsed.headers:
        headers.setdefault(name.lower(), value.strip())
    return parsed.statusline, headers
