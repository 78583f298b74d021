"""Read the access log of a web server, in the common or the combined format, and count how often pages were read."""

import re
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from newsgen.check.old.old_address import READ_ERRORS, OldAddress, blocks, is_page, open_file, unreadable

_REQUEST = re.compile(rb'"GET ([^\s"]{1,2000}) HTTP/[\d.]{1,3}" (?:200|301|304) ')
_ANY_REQUEST = re.compile(rb'^\S+ \S.* \[[^\]\n]{8,40}\] "[^"\n]*" \d{3} (?:\d+|-)', re.MULTILINE)
MAX_ADDRESSES = 1_000_000
"""Different addresses that are counted at a time; beyond them, those that were asked for once are forgotten."""


def is_log(head: bytes) -> bool:
    """Return whether a file that starts with *head* is an access log."""
    return _ANY_REQUEST.search(head) is not None


def read_log(file: Path) -> Iterator[OldAddress]:
    """Yield each page that was asked for and answered, with the number of its requests, the most frequent first.

    The file is read in blocks, because it may be larger than the memory.
    """
    counts: Counter[bytes] = Counter()
    try:
        with open_file(file) as stream:
            for block in blocks(stream):
                counts.update(_REQUEST.findall(block))
                if len(counts) > MAX_ADDRESSES:
                    counts = Counter({address: hits for address, hits in counts.items() if hits > 1})
    except (*READ_ERRORS, zlib.error) as error:
        raise unreadable(file, error) from None
    pages: Counter[str] = Counter()
    for address, hits in counts.items():
        url = _text(address)
        if is_page(url):
            pages[url] += hits
    for url, hits in sorted(pages.items(), key=lambda one: (-one[1], one[0])):
        yield OldAddress(url, hits)


_ESCAPED = re.compile(rb"\\x([0-9a-fA-F]{2})")


def _text(address: bytes) -> str:
    r"""Return an address of the log as text; servers write bytes that are not ASCII as \xd8."""
    return _ESCAPED.sub(lambda match: b"%" + match[1], address).decode("utf-8", "replace")
