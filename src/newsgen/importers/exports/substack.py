"""Import an export of Substack: a table of its posts, and a file of HTML for each of them."""

import csv
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path, PurePosixPath

from newsgen.errors import SourceError
from newsgen.importers.exported_posts import Post, item_of
from newsgen.importers.exports.cards import plain_cards
from newsgen.importers.exports.files import is_zip, read_member, zip_names
from newsgen.importers.items import Finding, Skipped
from newsgen.importers.saved_pages.files import read_limited
from newsgen.text.arabic import one_line
from newsgen.text.encodings import UndecodableError, decode_page
from newsgen.text.web_addresses import is_url

TABLE = "posts.csv"
_REMEDY = "export it again from Substack (Settings, Export), or repair the file"
_READERS = {
    "only_paid": "was only for paying readers",
    "founding": "was only for paying readers",
    "only_free": "was only for subscribers",
}
_NOT_POSTS = {"thread": "is a thread of comments, not an article", "restack": "repeats a post of another newsletter"}
_ID = re.compile(r"(\d+)(?:\.(.*))?")
csv.field_size_limit(10_000_000)


@dataclass(frozen=True, slots=True)
class _Texts:
    """The files of an export with the texts of its posts."""

    names: Mapping[str, str]
    """The name of each file by its stem, which is the id of its post."""
    read: Callable[[str], bytes]
    """Returns the bytes of the file with a name, or raises SourceError."""

    def name_for(self, post: str) -> str | None:
        """Return the name of the file for the *post* with this id; None if the export has none."""
        number = post.partition(".")[0]
        return self.names.get(post) or next(
            (name for stem, name in self.names.items() if number and stem.partition(".")[0] == number), None
        )


def import_substack(file: Path, name: str) -> Iterator[Finding]:
    """Yield the findings of the table or the zip *file*, called *name* in messages, post by post."""
    try:
        table, texts = _of_zip(file, name) if is_zip(file) else _of_folder(file, name)
        used: set[str] = set()
        yield from _findings(table, texts, name, used)
        for text in sorted(set(texts.names.values()) - used):
            yield Skipped(text, f"is not in {TABLE}, so neither its title nor its date is known")
    except SourceError as error:
        yield error


def _of_folder(file: Path, name: str) -> tuple[bytes, _Texts]:
    """Return the table *file* of an export of Substack that is a folder, and the texts beside it."""
    folder = file.parent / "posts"
    try:
        names = [entry.name for entry in folder.iterdir() if entry.suffix.lower() == ".html" and entry.is_file()]
    except OSError as error:
        raise SourceError.unreadable(str(folder), error, "keep the folder posts beside the table") from None
    by_stem = {PurePosixPath(inner).stem: f"posts/{inner}" for inner in names}
    return read_limited(file, name), _Texts(by_stem, lambda inner: read_limited(file.parent / inner, inner))


def _of_zip(file: Path, name: str) -> tuple[bytes, _Texts]:
    """Return the table and the texts of an export of Substack that is a zip *file*."""
    names = zip_names(file)
    table = next((inner for inner in names if PurePosixPath(inner).name == TABLE), None)
    if table is None:
        raise SourceError(name, f"has no {TABLE}, or is a damaged zip file", "get the file again, or unpack it")
    folder = PurePosixPath(table).parent / "posts"
    texts = [inner for inner in names if PurePosixPath(inner).parent == folder and inner.lower().endswith(".html")]
    by_stem = {PurePosixPath(inner).stem: inner for inner in texts}
    return read_member(file, table, name), _Texts(by_stem, lambda inner: read_member(file, inner, name))


def _findings(table: bytes, texts: _Texts, name: str, used: set[str]) -> Iterator[Finding]:
    """Yield what each row of the *table* of Substack is; add the names of the texts that it names to *used*."""
    rows = csv.DictReader(_decoded(table).splitlines(keepends=True), strict=True)
    number, line = 0, 2
    while True:
        try:
            row = next(rows, None)
        except csv.Error as error:
            yield SourceError(name, f"is not a valid table after row {number} ({error})", _REMEDY, rows.reader.line_num)
            return
        if row is None:
            return
        number += 1
        values = {
            key: (value or "").strip() for key, value in row.items() if isinstance(key, str) and isinstance(value, str)
        }
        yield _finding_of(values, (number, line), texts, name, used)
        line = rows.line_num + 1


def _decoded(table: bytes) -> str:
    """Return the *table* of Substack as text, with U+FFFD for bytes that are no text; their rows are errors."""
    try:
        return decode_page(table).text
    except UndecodableError:
        return table.decode("utf-8-sig", "replace")


def _finding_of(values: dict[str, str], at: tuple[int, int], texts: _Texts, name: str, used: set[str]) -> Finding:
    """Return what the row with these *values* of the table of Substack is; it is *at* a number and a line."""
    place = f"row {at[0]}, line {at[1]}"
    file = texts.name_for(values.get("post_id", ""))
    used.update([file] if file else [])
    if why := _NOT_POSTS.get(values.get("type", "")):
        return Skipped(place, why)
    if not values.get("post_id"):
        return Skipped(place, "has no post_id")
    if "\ufffd" in "".join(values.values()):
        return SourceError(name, f"has row {at[0]}, which is not valid UTF-8", _REMEDY, at[1])
    try:
        html = decode_page(texts.read(file)).text if file else ""
    except SourceError as error:
        return error
    except UndecodableError as error:
        return SourceError(str(file), f"has {error}", _REMEDY, error.line)
    return item_of(_read_post(values, html, place, has_text=file is not None), name)


def _read_post(values: dict[str, str], html: str, place: str, *, has_text: bool) -> Post:
    """Return the post of Substack with these *values* in the table and the text *html*."""
    key = _ID.fullmatch(values["post_id"])
    slug = (key[2] or "") if key else ""
    is_public = values.get("is_published", "").lower() == "true"
    draft = _READERS.get(values.get("audience", ""), "") if is_public else "is a draft"
    missing = () if has_text else ("has no file in posts/, so its text is missing",)
    text, lost = plain_cards(html)
    return Post(
        original=json.dumps({"row": values, "html": html}, ensure_ascii=False, indent=1).encode("utf-8", "replace")
        + b"\n",
        suffix=".json",
        place=place,
        title=one_line(values.get("title", "")),
        html=text + _recording(values.get("podcast_url", "")),
        key=f"substack {key[1]}" if key else "",
        kind="page" if values.get("type") == "page" else "article",
        slug=slug,
        aliases=(f"/p/{slug}/",) if slug and not draft else (),
        published=_time(values.get("post_date", "")),
        summary=one_line(values.get("subtitle", "")),
        draft=draft,
        warnings=(*missing, *lost),
    )


def _recording(address: str) -> str:
    """Return a link to the recording of a podcast of Substack; "" if there is none."""
    return f'<p><a href="{escape(address)}">{escape(address)}</a></p>' if is_url(address) else ""


def _time(words: str) -> datetime | None:
    try:
        return datetime.fromisoformat(words).replace(microsecond=0)
    except ValueError:
        return None
