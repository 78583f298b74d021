"""Read the comments in a WordPress export with the importer of its articles."""

import re
from collections.abc import Iterator
from pathlib import Path

from newsgen.errors import NewsgenError
from newsgen.importers.comments.submissions import Finding, Submission
from newsgen.importers.items import ImportedItem, Note
from newsgen.importers.wordpress.export import import_wxr

_ADDRESSES = re.compile(rb"<wp:comment_(id|author_email)>\s{0,99}(?:<!\[CDATA\[)?([^<\]]{1,300})")
"""Matches the number of a comment and, before its text, the address of its sender, which no article has."""
_STATES = {"spam": "WordPress has it as spam", "trash": "WordPress has it in its trash"}


def read_wxr(file: Path, name: str) -> Iterator[Finding]:
    """Yield the comments in the WordPress export *file*, called *name* in messages, and what is damaged in it."""
    for item in import_wxr(file, name):
        if isinstance(item, ImportedItem):
            yield from _comments(item)
        elif isinstance(item, NewsgenError | Note):
            yield item


def _comments(item: ImportedItem) -> Iterator[Submission]:
    article = item.article
    number = str(dict(article.extra).get("comment_post_ID", ""))
    targets = tuple(filter(None, (article.source_url, *(f"/{alias}" for alias in article.aliases), number)))
    emails = _emails(item.original) if article.comments else {}
    for comment in article.comments:
        yield Submission(
            comment.text,
            f"{item.place}, comment {comment.id}",
            author=comment.author or "",
            email=emails.get(comment.id or "", ""),
            url=comment.url or "",
            date=comment.published,
            targets=targets,
            headline=article.headline,
            id=comment.id or "",
            parent=comment.parent or "",
            state=comment.state,
            reason=_STATES.get(comment.state, ""),
        )


def _emails(original: bytes) -> dict[str, str]:
    """Return the e-mail addresses of the senders of comments in the item of a WordPress export, by their numbers."""
    emails: dict[str, str] = {}
    number = ""
    for found in _ADDRESSES.finditer(original):
        text = found[2].decode("utf-8", "replace").strip()
        if found[1] == b"id":
            number = text
        else:
            emails.setdefault(number, text)
    return emails
