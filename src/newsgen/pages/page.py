"""A file of the site that is no page: its address, what it depends on, and how it is made."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

Content = bytes | Path | Iterable[bytes]
"""What a file holds: bytes, what another file holds, or parts that are never in memory all at once."""


@dataclass(frozen=True, slots=True)
class File:
    """A file that is no HTML page."""

    url: str
    inputs: tuple[Any, ...]
    """All that its content depends on, but for the site's settings, which every file depends on."""
    make: Callable[[], Content]

    @classmethod
    def of(cls, url: str, data: bytes) -> Self:
        """Return a file with the content *data*, which is at hand."""
        return cls(url, (hashlib.blake2b(data, digest_size=16).hexdigest(),), lambda: data)
