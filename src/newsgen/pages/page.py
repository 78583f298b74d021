"""Define the two kinds of output that a build produces: HTML pages and other files."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from newsgen.filesystem import Content
from newsgen.model.article_meta import ArticleMeta
from newsgen.model.pickling import pickle_by_fields


@dataclass(frozen=True, slots=True)
class File:
    """A file that is not an HTML page."""

    url: str
    inputs: tuple[Any, ...]
    """Everything that its content depends on, except the site's settings, on which every file depends."""
    content: Callable[[], Content]

    @classmethod
    def of(cls, url: str, data: bytes) -> Self:
        """Return a file of the site, not a page, whose content is *data*."""
        return cls(url, (hashlib.blake2b(data, digest_size=16).hexdigest(),), lambda: data)


@pickle_by_fields
@dataclass(frozen=True, slots=True)
class Page:
    """One HTML page; what every page receives is in `SharedContext`, not in its context."""

    url: str
    template: str
    context: Mapping[str, Any]
    meta: ArticleMeta | None = None
    """The metadata of the article that the page shows, which is read when the page is rendered."""
