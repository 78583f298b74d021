"""Page and File: what a build produces."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from newsgen.filesystem import Content
from newsgen.model.article_meta import ArticleMeta
from newsgen.model.pickling import by_fields


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


@by_fields
@dataclass(frozen=True, slots=True)
class Page:
    """One HTML page; what every page receives is not in its context, but in `Common`."""

    url: str
    template: str
    context: Mapping[str, Any]
    meta: ArticleMeta | None = None
    """Of the article that the page shows, which is read when the page is rendered."""
