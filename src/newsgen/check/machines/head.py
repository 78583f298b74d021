"""Read what the head of a page says to machines."""

import re
from functools import lru_cache
from typing import NamedTuple

from newsgen.check.html_scanner import parse_tag, rich_tags

_END = re.compile(r"</head[\s>]|<body[\s>]", re.IGNORECASE)

_READ = re.compile(r"<(?:meta|script)[\s/>]", re.IGNORECASE)


class Meta(NamedTuple):
    """A <meta> element with a property or a name."""

    name: str
    content: str
    line: int


class Head(NamedTuple):
    """The head of a page."""

    metas: tuple[Meta, ...]
    data: tuple[tuple[str, int], ...]
    """The text of each <script> of JSON-LD, with its line."""

    def first(self, name: str) -> Meta | None:
        """Return the first <meta> of a *name*; None if there is none."""
        return next((one for one in self.metas if one.name == name), None)

    @property
    def is_article(self) -> bool:
        """Whether the page says that it is an article."""
        kind = self.first("og:type")
        return kind is not None and kind.content == "article"


@lru_cache(maxsize=1)
def head_of(html: str) -> Head:
    """Return what the head of a page says; kept for the next check of the same page."""
    metas: list[Meta] = []
    data: list[tuple[str, int]] = []
    end = _END.search(html)
    for source, position in rich_tags(html[: end.start()] if end else html):
        tag = parse_tag(source, html.count("\n", 0, position) + 1) if _READ.match(source) else None
        if tag is None:
            continue
        if tag.name == "meta":
            name = tag.attributes.get("property") or tag.attributes.get("name")
            if name:
                metas.append(Meta(name, tag.attributes.get("content", ""), tag.line))
        elif tag.attributes.get("type", "").lower() == "application/ld+json":
            data.append((tag.text, tag.line))
    return Head(tuple(metas), tuple(data))
