"""Read the comments that Staticman wrote into the data of a Jekyll or Hugo site, without e-mail addresses."""

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from newsgen.errors import NewsgenError
from newsgen.filesystem import read_utf8
from newsgen.formats.yaml_fields import read_mapping
from newsgen.importers.generators.detection import Site
from newsgen.importers.generators.values import moment_of, text_of
from newsgen.importers.saved_pages.files import read_limited
from newsgen.model.article import Comment
from newsgen.text.web_addresses import is_url

_FOLDERS = {"jekyll": "_data/comments", "hugo": "data/comments"}
_SUFFIXES = (".yml", ".yaml", ".json")


def read_comments(site: Site, names: tuple[str, ...]) -> tuple[tuple[Comment, ...], list[str]]:
    """Return the comments on the article that *site* calls by one of *names*, and a warning for each unreadable one."""
    folder = _FOLDERS.get(site.generator)
    comments: list[Comment] = []
    warnings: list[str] = []
    for name in filter(None, names) if folder else ():
        for file in _files(site.root / str(folder), name):
            shown = file.relative_to(site.root).as_posix()
            try:
                comments.append(_comment(_read(file, shown), file.stem))
            except (NewsgenError, ValueError, RecursionError) as error:
                warnings.append(f"its comment {shown} cannot be read and is left out ({error})")
    return tuple(sorted(comments, key=lambda one: (str(one.published or ""), one.id or ""))), warnings


def _files(folder: Path, name: str) -> Iterator[Path]:
    if "/" in name or name.startswith("."):
        return
    with suppress(OSError, ValueError):
        files = sorted((folder / name).iterdir()) if not (folder / name).is_symlink() else []
        yield from (file for file in files if file.suffix in _SUFFIXES and file.is_file() and not file.is_symlink())


def _read(file: Path, shown: str) -> dict[str, Any]:
    text = read_utf8(read_limited(file, shown), shown)
    if file.suffix == ".json":
        values = json.loads(text)
        return values if isinstance(values, dict) else {}
    text = text.removeprefix("---\n")
    return {key: entry.value for key, entry in read_mapping(text, shown).entries.items()}


def _comment(values: dict[str, Any], stem: str) -> Comment:
    url = text_of(values.get("url") or values.get("website"))
    date = values.get("date")
    is_stamp = str(date).isdecimal()
    text = values.get("message") or values.get("body") or values.get("comment") or ""
    return Comment(
        author=text_of(values.get("name") or values.get("author")),
        published=_from_stamp(int(date)) if is_stamp and date else moment_of(date),
        text=str(text).strip(),
        id=text_of(values.get("_id")) or stem,
        parent=text_of(values.get("replying_to_uid") or values.get("_parent") or values.get("reply_to")),
        url=url if url and is_url(url) else None,
    )


def _from_stamp(seconds: int) -> Any:
    from datetime import UTC, datetime  # noqa: PLC0415

    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError):
        raise ValueError("its date is not plausible") from None
