"""Read the comments of visitors on a WordPress post, without their e-mail and IP addresses."""

from collections.abc import Iterable
from typing import Literal

from newsgen.importers.wordpress.dates import utc_or_local
from newsgen.importers.wordpress.markup import plain_text, plain_text_lines
from newsgen.model.article import Comment
from newsgen.text.web_addresses import is_url

_VISITOR_TYPES = {"", "comment", "pingback", "trackback", "webmention", "review"}
"""Types of comments that visitors wrote; other types are notes of editors and of plugins."""
_State = Literal["approved", "pending", "spam", "trash"]
_STATES: dict[str, _State] = {
    **dict.fromkeys(("1", "approve", "approved"), "approved"),
    "spam": "spam",
    **dict.fromkeys(("trash", "post-trashed"), "trash"),
}


def read_comments(rows: Iterable[dict[str, str]]) -> tuple[tuple[Comment, ...], list[str]]:
    """Return a WordPress item's comments of visitors, without e-mail and IP addresses, and other types of comments."""
    comments: list[Comment] = []
    other_types: dict[str, None] = {}
    for row in rows:
        values = {name.removeprefix("wp:comment_"): value.strip() for name, value in row.items()}
        kind = values.get("type", "")
        if kind in _VISITOR_TYPES:
            comments.append(_comment(values))
        else:
            other_types[kind] = None
    return tuple(comments), list(other_types)


def _comment(values: dict[str, str]) -> Comment:
    url, parent = values.get("author_url", ""), values.get("parent")
    return Comment(
        author=plain_text(values.get("author", "")) or None,
        published=utc_or_local(values.get("date_gmt", ""), values.get("date", "")),
        text=plain_text_lines(values.get("content", "")),
        id=values.get("id") or None,
        parent=parent if parent and parent != "0" else None,
        url=url if is_url(url) else None,
        state=_STATES.get(values.get("approved", ""), "pending"),
    )
