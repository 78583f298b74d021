"""The comments of a WordPress export; no e-mail address and no IP address leaves it."""

from collections.abc import Iterable
from typing import Literal

from newsgen.formats.yaml_fields import is_url
from newsgen.importers.wordpress.dates import greenwich
from newsgen.importers.wordpress.markup import plain, plain_lines
from newsgen.model.article import Comment

_PUBLIC = {"", "comment", "pingback", "trackback", "webmention", "review"}
"""Kinds of comments; the others are notes of editors and of programs."""
_State = Literal["approved", "pending", "spam", "trash"]
_STATES: dict[str, _State] = {
    **dict.fromkeys(("1", "approve", "approved"), "approved"),
    "spam": "spam",
    **dict.fromkeys(("trash", "post-trashed"), "trash"),
}


def read_comments(rows: Iterable[dict[str, str]]) -> tuple[tuple[Comment, ...], list[str]]:
    """Return the comments of visitors, and the kinds of those that are no visitors'."""
    comments: list[Comment] = []
    others: dict[str, None] = {}
    for row in rows:
        values = {name.removeprefix("wp:comment_"): value.strip() for name, value in row.items()}
        kind = values.get("type", "")
        if kind in _PUBLIC:
            comments.append(_comment(values))
        else:
            others[kind] = None
    return tuple(comments), list(others)


def _comment(values: dict[str, str]) -> Comment:
    url = values.get("author_url", "")
    parent = values.get("parent", "")
    return Comment(
        author=plain(values.get("author", "")) or None,
        published=greenwich(values.get("date_gmt", ""), values.get("date", "")),
        text=plain_lines(values.get("content", "")),
        id=values.get("id") or None,
        parent=parent if parent not in {"", "0"} else None,
        url=url if is_url(url) else None,
        state=_STATES.get(values.get("approved", ""), "pending"),
    )
