"""Read a plain list of old addresses: one on a line, or in the first column of a table that has them."""

import re
import zlib
from collections.abc import Iterator
from pathlib import Path

from newsgen.check.old.old_address import READ_ERRORS, OldAddress, blocks, open_file, unreadable

_ADDRESS = re.compile(r'(?:^|[\s,;"])(https?://[^\s",;<>]{1,4000}|/[^\s",;<>]{0,4000})(?=$|[\s",;])', re.IGNORECASE)


def is_list(head: bytes) -> bool:
    """Return whether a file that starts with *head* is a list with an address on its first lines."""
    lines = [line for line in head.decode("utf-8", "replace").lstrip("\ufeff").splitlines()[:20] if line.strip()]
    return any(_ADDRESS.search(line) for line in lines)


def read_list(file: Path) -> Iterator[OldAddress]:
    """Yield the first address on each line of *file*; lines without one, such as a heading, are passed over."""
    try:
        with open_file(file) as stream:
            for block in blocks(stream):
                for line in block.decode("utf-8", "replace").lstrip("\ufeff").splitlines():
                    found = None if line.lstrip().startswith("#") else _ADDRESS.search(line)
                    if found:
                        yield OldAddress(found[1])
    except (*READ_ERRORS, zlib.error) as error:
        raise unreadable(file, error) from None
