"""Read the comments that are stored as files, content/comments/<article id>/<comment id>.yml."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from newsgen.errors import NewsgenError, Problems, SourceError, printable
from newsgen.filesystem import file_stem, nfc, read_file, read_utf8
from newsgen.formats.yaml_fields import Fields, read_mapping
from newsgen.loaders.front_matter_keys import nearest_key, normal_key
from newsgen.loaders.publication import doubt_about, flag_of, statement_of
from newsgen.loaders.sources import REJECTED_FOLDER, comment_paths
from newsgen.model.article import Article, Comment
from newsgen.text.dates import as_datetime
from newsgen.text.web_addresses import hide_mail_addresses

ENDING = ".yml"
_STATES = ("approved", "pending", "spam", "trash")


def with_comments(article: Article, root: Path) -> Article:
    """Return *article* with the approved comments from its comment files below *root*, after the captured ones.

    A file replaces the captured comment with the same author and text, in any state, and so does a rejected one.
    Raises Problems with all the errors in the files, and ConfigError if their folder cannot be read.
    """
    comments, warnings = read_comment_files(root, comment_paths(root, article.id)[1:])
    rejected, _ = read_comment_files(root, comment_paths(root, article.id, REJECTED_FOLDER)[1:])
    in_files = {_identity(comment) for comment in (*comments, *rejected)}
    captured = (comment for comment in article.comments if _identity(comment) not in in_files)
    approved = (_published(comment) for comment in comments if comment.state == "approved" and comment.text)
    return replace(article, comments=(*captured, *approved), warnings=(*article.warnings, *warnings))


def _published(comment: Comment) -> Comment:
    """Return the *comment* of a file as the site shows it: Markdown, and without any e-mail address."""
    return replace(
        comment,
        author=comment.author and hide_mail_addresses(comment.author),
        text=hide_mail_addresses(comment.text),
        url=None if comment.url and hide_mail_addresses(comment.url) != comment.url else comment.url,
        is_markdown=True,
    )


def read_comment_files(root: Path, paths: list[str]) -> tuple[list[Comment], list[str]]:
    """Return the comments in the files at *paths* below *root*, oldest first, undated last, with warnings.

    Raises Problems with all the errors in the files.
    """
    comments: list[Comment] = []
    warnings: list[str] = []
    errors: list[NewsgenError] = []
    for path in paths:
        if not path.endswith(ENDING):
            warnings.append(f"{path}: is ignored because newsgen reads only {ENDING} files here")
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
    return sorted(comments, key=_sort_key), warnings


def read_comment(root: Path, path: str) -> tuple[Comment, Fields]:
    """Return the comment in the file at *path* below *root*, and all fields of the file.

    Raises SourceError, or Problems with all the errors in the file.
    """
    fields = read_mapping(_text_of(root, path), path)
    comment = _comment(fields)
    if fields.errors:
        raise Problems(fields.errors)
    return comment, fields


def comment_entries(comment: Comment) -> dict[str, str | None]:
    """Return the entries of the comment file for *comment*; reading it by its id gives the same comment."""
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
        raise SourceError.unreadable(path, error, "make it a readable file, or move it away") from None
    return read_utf8(data, path)


_KEYS = {key: key for key in ("author", "date", "url", "parent", "state", "text", "sender", "reason")} | {
    "status": "state"
}
"""The keys of comment files; `sender` and `reason` are for moderators, and no page shows them."""
_KNOWN = frozenset(_KEYS)


def _rename_keys(fields: Fields) -> None:
    """Give the keys of a comment file their usual spelling; one that may hide the comment in vain is an error."""
    if fields.entries.keys() <= _KNOWN - {"status"}:
        return
    fields.entries = {_KEYS.get(normal_key(key), key): entry for key, entry in fields.entries.items()}
    for key, entry in fields.entries.items():
        nearest = None if key in _KNOWN else nearest_key(normal_key(key), _KNOWN)
        says_hidden = key not in _KNOWN and _may_hide(key, entry.value)
        if says_hidden or (nearest and _KEYS[nearest[1]] == "state"):
            fields.fail(key, f"unknown key {key!r} may mean that the comment is hidden", "write `state: pending`")
        elif nearest:
            fields.warnings.append(f"line {entry.line}: unknown key {key!r} is ignored; did you mean {nearest[1]}?")


def _may_hide(key: str, value: Any) -> bool:
    said = statement_of(key, value) or doubt_about(key, value)
    is_hidden = said is not None and said.kind in {"held", "doubtful"}
    return is_hidden or ("approved" in normal_key(key) and flag_of(value) is not True)


def _comment(fields: Fields) -> Comment:
    _rename_keys(fields)
    state: Any = fields.choice("state", _STATES)
    return Comment(
        author=fields.text("author"),
        published=fields.moment("date"),
        text=_comment_text(fields),
        id=file_stem(fields.path),
        parent=nfc(fields.text("parent") or "") or None,
        url=fields.url("url"),
        state=state or "approved",
    )


def _comment_text(fields: Fields) -> str:
    """Return the text in a comment file with its line breaks."""
    value = fields.value("text")
    if value is not None and not isinstance(value, str):
        fields.fail("text", "text must be a string", "write the words of the comment after text:")
        return ""
    return (value or "").strip()


def _identity(comment: Comment) -> tuple[str | None, str]:
    """Return author and normalised text of a comment file; two comments with one identity are duplicates."""
    return comment.author, " ".join(comment.text.split())


def _sort_key(comment: Comment) -> tuple[datetime, str]:
    """Return the key that sorts comment files by time, then by id; a time without a zone is taken as UTC."""
    return as_datetime(comment.published or date.max, UTC), comment.id or ""
