"""Hold what the items of a WordPress export name by number: its files, and the texts that several posts show."""

import re
import sqlite3
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

_SHARED_TYPES = re.compile(
    r"wp_block|blocks?|.*(?:_|-)blocks?|elementor_library|templatera|fusion_(?:element|template)|et_pb_layout"
    r"|.*(?:template|[_-]layout|[_-]snippet)s?"
)
"""Types of items whose texts are parts of others."""
_MAX_SHARED_BYTES = 32 * 1024 * 1024
"""Compressed bytes of shared texts in memory; no site has as many templates."""


def is_shared_type(kind: str) -> bool:
    """Return whether items of this type are texts that several posts show."""
    return bool(_SHARED_TYPES.fullmatch(kind))


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A file that was uploaded to WordPress."""

    url: str
    title: str = ""
    alt: str = ""
    caption: str = ""


@dataclass(frozen=True, slots=True)
class SharedText:
    """A text that several posts show, such as a reusable block or a template of a page builder."""

    number: str
    content: str
    meta: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class SharedTexts:
    """The shared texts of a site by id and by slug, compressed."""

    _packed: dict[str, bytes] = field(default_factory=dict)
    _numbers: dict[str, str] = field(default_factory=dict)
    """The id for each slug."""
    _size: int = 0

    def add(self, slug: str, text: SharedText) -> None:
        """Add a shared *text*; beyond the limit of memory it is passed over, and its posts will say that it lacks."""
        parts = [text.content, *(part for row in text.meta for part in row)]
        packed = zlib.compress("\0".join(parts).encode("utf-8", "surrogatepass"))
        self._size += len(packed)
        if self._size <= _MAX_SHARED_BYTES:
            self._packed[text.number] = packed
            self._numbers.setdefault(slug, text.number)

    def find(self, name: str) -> SharedText | None:
        """Return the shared text with the id or slug *name*; None if the export does not hold it."""
        number = name if name in self._packed else self._numbers.get(name, "")
        packed = self._packed.get(number)
        if packed is None:
            return None
        content, *meta = zlib.decompress(packed).decode("utf-8", "surrogatepass").split("\0")
        return SharedText(number, content, tuple(zip(meta[::2], meta[1::2], strict=True)))


class MediaLibrary:
    """All files of a site by the ids that posts use, in a temporary file because they may be a million, and texts."""

    def __init__(self) -> None:
        """Create an empty library of files."""
        self._rows = sqlite3.connect("", isolation_level=None)
        self._rows.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -4000;"
            "CREATE TABLE files (number PRIMARY KEY, post, url, title, alt, caption) WITHOUT ROWID;"
            "CREATE TABLE of_post (post, place INTEGER, number, PRIMARY KEY (post, place)) WITHOUT ROWID; BEGIN"
        )
        self._count = 0
        self.texts = SharedTexts()

    def close(self) -> None:
        """Give the temporary file back."""
        self._rows.close()

    def add(self, number: str, post: str, file: MediaFile) -> None:
        """Add *file*, which shortcodes may name, with its id *number* and the id of the *post* it was uploaded for."""
        values = (number, post, file.url, file.title, file.alt, file.caption)
        self._rows.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?)", values)
        if post and post != "0":
            self._rows.execute("INSERT INTO of_post VALUES (?, ?, ?)", (post, self._count, number))
        self._count += 1

    def find(self, numbers: Iterable[str]) -> list[MediaFile]:
        """Return the files of a shortcode with the ids *numbers*, without those that the export does not name."""
        query = "SELECT url, title, alt, caption FROM files WHERE number = ?"
        found = (self._rows.execute(query, (number,)).fetchone() for number in numbers) if self._count else ()
        return [MediaFile(*row) for row in found if row]

    def of_post(self, post: str) -> Sequence[str]:
        """Return the ids of the files that were uploaded for the *post*, in the order of the export."""
        query = "SELECT number FROM of_post WHERE post = ? ORDER BY place"
        return [row[0] for row in self._rows.execute(query, (post,))] if self._count else []
