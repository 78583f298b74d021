"""Content/comments/*/*.yml."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from newsgen.errors import NewsgenError, Problems, SourceError, printable
from newsgen.filesystem import read_file, read_utf8, stem_of
from newsgen.formats.yaml_fields import Fields, read_mapping
from newsgen.loaders.sources import comments_on
from newsgen.model.article import Article, Comment

ENDING = ".yml"
_STATES = ("approved", "pending", "spam", "trash")
_NEVER = datetime.max.replace(tzinfo=UTC)


def with_comments(article: Article, root: Path) -> Article:
    """Return *article* with the approved ones of its comments in the project below *root*, after the captured ones.

    A captured comment that is a file too, whatever its state, is what the file says. Raises Problems with all
    that is wrong in the files.
    """
    comments, warnings = read_comment_files(root, comments_on(root, article.id)[1:])
    known = {_words(comment) for comment in comments}
    captured = (comment for comment in article.comments if _words(comment) not in known)
    approved = (comment for comment in comments if comment.state == "approved" and comment.text)
    return replace(article, comments=(*captured, *approved), warnings=(*article.warnings, *warnings))


def read_comment_files(root: Path, paths: list[str]) -> tuple[list[Comment], list[str]]:
    """Return the comments in the files at *paths* below *root*, oldest first and undated last, with warnings."""
    comments: list[Comment] = []
    warnings: list[str] = []
    errors: list[NewsgenError] = []
    for path in paths:
        if not path.endswith(ENDING):
            warnings.append(f"{path}: left alone, newsgen reads {ENDING} files here")
            continue
        try:
            fields = read_mapping(_text_of(root, path), path)
            comments.append(_comment(fields))
        except SourceError as error:
            errors.append(error)
            continue
        errors += fields.errors
        warnings += [f"{path}: {text}" for text in fields.warnings]
        if not comments[-1].text:
            warnings.append(f"{path}: has no text; it is left out")
    if errors:
        raise Problems(errors)
    return sorted(comments, key=_age), warnings


def comment_entries(comment: Comment) -> dict[str, str | None]:
    """Return what a file holds of *comment*: reading it under the name of its id gives the same comment."""
    return {
        "author": comment.author,
        "date": comment.published.isoformat() if comment.published else None,
        "url": comment.url,
        "parent": comment.parent,
        "state": comment.state,
        "text": comment.text,
    }


def _text_of(root: Path, path: str) -> str:
    if not path.rpartition("/")[2].isprintable():
        raise SourceError(printable(path), "has a name with invisible characters", "rename the file")
    try:
        data = read_file(root / path)
    except OSError as error:
        found = f"cannot be read ({error.strerror})"
        raise SourceError(path, found, "make it a readable file, or move it away") from None
    return read_utf8(data, path)


def _comment(fields: Fields) -> Comment:
    state: Any = fields.choice("state", _STATES)
    return Comment(
        author=fields.text("author"),
        published=fields.moment("date"),
        text=_lines(fields),
        id=stem_of(fields.path),
        parent=fields.text("parent"),
        url=fields.url("url"),
        state=state or "approved",
    )


def _lines(fields: Fields) -> str:
    """Return the words of a comment; its lines stay lines."""
    value = fields.value("text")
    if value is not None and not isinstance(value, str):
        fields.fail("text", "text is no text", "write the words of the comment after text:")
        return ""
    return (value or "").strip()


def _words(comment: Comment) -> tuple[str | None, str]:
    """Return who said what: two comments that have this in common are one."""
    return comment.author, " ".join(comment.text.split())


def _age(comment: Comment) -> tuple[datetime, str]:
    """Return the key that sorts comments; where nothing else is said, a time is UTC's."""
    return _moment(comment.published), comment.id or ""


def _moment(value: date | None) -> datetime:
    if value is None:
        return _NEVER
    if not isinstance(value, datetime):
        value = datetime.combine(value, time.min)
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value
