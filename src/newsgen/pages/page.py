"""Define the two kinds of output that a build produces, HTML pages and other files, and the plan of a page."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

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
    is_independent: bool = False
    """Whether its content depends on nothing but its address and its inputs."""

    @classmethod
    def of(cls, url: str, data: bytes) -> Self:
        """Return a file of the site, not a page, whose content is *data*."""
        return cls(url, (hashlib.blake2b(data, digest_size=16).hexdigest(),), lambda: data)


class TextKey(NamedTuple):
    """Identifies the text of an article, which is read when the page that shows it is rendered."""

    article: str
    """The id of the article."""
    source: str
    digest: str
    """As in `ArticleMeta`."""

    @classmethod
    def of(cls, meta: ArticleMeta) -> Self:
        """Return the key of the text of the article that a page shows."""
        return cls(meta.id, meta.source, meta.digest)


@pickle_by_fields
@dataclass(frozen=True, slots=True)
class Page:
    """One HTML page; what every page receives is in `SharedContext`, not in its context."""

    url: str
    template: str
    context: Mapping[str, Any]
    text: TextKey | None = None
    """The text that the page shows; None if it shows no article."""


class PagePlan(NamedTuple):
    """A page that the site has; its context is made only if the page is out of date."""

    url: str
    template: str
    inputs: bytes
    """The fingerprint of all that it shows, except what every page receives: equal ones mean equal pages."""
    context: Callable[[], Mapping[str, Any]]
    text: TextKey | None = None
    """As in `Page`."""
    day: int = 0
    """The day, as an ordinal, of the first article that it lists; 0 if it lists none."""

    def page(self) -> Page:
        """Return the planned page."""
        return Page(self.url, self.template, self.context(), self.text)
