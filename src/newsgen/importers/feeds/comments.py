"""Read the comments in an export of Blogger, without e-mail addresses."""

import re
from typing import Literal

from newsgen.importers.feeds.entries import children, html, link, people, text, time
from newsgen.importers.feeds.reader import Element
from newsgen.importers.wordpress.markup import plain_text_lines
from newsgen.model.article import Comment

_State = Literal["approved", "pending", "spam", "trash"]
_STATES: dict[str, _State] = {
    **dict.fromkeys(("", "LIVE"), "approved"),
    **dict.fromkeys(("SPAM", "GHOSTED"), "spam"),
    **dict.fromkeys(("EMPTIED", "SOFT_TRASHED", "TRASHED", "DELETED"), "trash"),
}
_NUMBER = re.compile(r"(\d+)/*$")


def read_comment(element: Element) -> Comment:
    """Return the comment in an entry of Blogger; one whose author or editor took its text away is in the trash."""
    author = next(iter(people(element)), None)
    state = _STATES.get(text(element, "blogger:status").upper(), "pending")
    return Comment(
        author=author.name if author else None,
        published=time(element, "published", "updated"),
        text=plain_text_lines(html(element, "content", "summary")),
        id=_number(text(element, "id")),
        parent=_number(text(element, "blogger:inReplyTo") or link(element, "related")),
        url=author.url if author else None,
        state="trash" if _is_removed(element) else state,
    )


def _number(identity: str) -> str | None:
    """Return the number at the end of an *identity* of Blogger, an id or the address of a comment."""
    number = _NUMBER.search(identity)
    return number[1] if number else None


def _is_removed(element: Element) -> bool:
    """Return whether a comment of Blogger has only the note that it was removed."""
    properties = {child.get("name"): child.get("value") for child in children(element, "gd:extendedProperty")}
    return properties.get("blogger.contentRemoved") == "true"
