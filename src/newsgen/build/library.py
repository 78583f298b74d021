"""Sources as read, cached; articles on demand."""

import secrets
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain
from pathlib import Path
from typing import Any

from newsgen.build.cache import FAULTS, Cache, DamagedError, connect, deserialise, serialise
from newsgen.build.file_changes import UNKNOWN, paths_in, stamps_of
from newsgen.errors import SourceError
from newsgen.loaders.load import Loaded, claimed, load
from newsgen.loaders.sources import FOLDERS, Kind, Source, comment_folders, comments_on, folder_of
from newsgen.model.article import Article, StandalonePage
from newsgen.model.article_meta import ArticleMeta, digest_of, meta_of
from newsgen.workers import Start, in_batches

LoadedMeta = Loaded[ArticleMeta | StandalonePage]
"""What became of one source, without its text."""


class Library:
    """The sources of the project below *root*, as they were read."""

    def __init__(self, root: Path, cache: Cache) -> None:
        """Keep in *cache* what is read."""
        self._root = root
        self._cache = cache

    @cached_property
    def _shelved(self) -> dict[str, tuple[str, bytes]]:
        """What is known of each source, by its path."""
        rows = self._cache.rows("SELECT path, stamps, brief FROM sources", (str, str, bytes))
        return {path: (stamps, meta) for path, stamps, meta in rows}

    @cached_property
    def _commented(self) -> frozenset[str]:
        """The ids of articles that have a folder of comments."""
        return frozenset(comment_folders(self._root))

    def load(self, sources: Sequence[Source], start: Start) -> Iterator[LoadedMeta]:
        """Yield what is known of *sources*, in their order; those that changed are read anew."""
        recalled = {source.path: self._recall(source) for source in sources}
        changed = [source for source in sources if recalled[source.path] is None]
        read = self.read(changed, start)
        for source in sources:
            yield recalled[source.path] or next(read)
        yield from read  # nothing is left of it, but what was read is kept only at its end

    def read(self, sources: Sequence[Source], start: Start) -> Iterator[LoadedMeta]:
        """Yield what is in *sources*, in their order; all are read anew."""
        with self._cache.together():
            for batch in in_batches(start, partial(_read, self._root), sources):
                yield from self._keep(batch)

    def known(self, source: str) -> ArticleMeta | None:
        """Return what was read last of the article at the path *source*."""
        rows = self._cache.rows("SELECT brief FROM sources WHERE path = ?", (bytes,), (source,))
        try:
            record = deserialise(rows[0][0]) if rows else None
        except DamagedError:
            return None
        return record if isinstance(record, ArticleMeta) else None

    def forget_others(self, sources: Iterable[Source]) -> None:
        """Keep nothing but what belongs to *sources*."""
        gone = [(path,) for path in self._shelved.keys() - {source.path for source in sources}]
        if gone:
            with self._cache.together():
                self._cache.write("DELETE FROM sources WHERE path = ?", gone)
                self._cache.write("DELETE FROM texts WHERE path = ?", gone)
                self._mark()

    def _mark(self) -> None:
        """Note that the cache holds other sources than before."""
        self._cache.remember("sources", secrets.token_hex(8))

    def articles(self, metas: Iterable[ArticleMeta]) -> "LazyArticles":
        """Return the articles that *briefs* tell of."""
        return LazyArticles(self._root, self._cache.file, {meta.id: meta for meta in metas})

    def _recall(self, source: Source) -> LoadedMeta | None:
        stamps, meta = self._shelved.get(source.path, (UNKNOWN, b""))
        if stamps == UNKNOWN or stamps != stamps_of(self._root, paths_in(stamps)):
            return None
        try:
            known = _known(source, deserialise(meta))
        except DamagedError:
            return None
        return None if self._has_first_comments(known, stamps) else known

    def _has_first_comments(self, known: LoadedMeta, stamps: str) -> bool:
        """Tell whether there was no comment on an article when its source was read, and now there is one."""
        commented = self._commented and self._commented.intersection(known.ids)
        return any(folder_of(key) not in paths_in(stamps) for key in commented)

    def _keep(self, readings: Sequence["_Reading"]) -> Iterator[LoadedMeta]:
        sound = [one for one in readings if one.meta]
        self._cache.write("REPLACE INTO sources VALUES (?, ?, ?)", ((o.source.path, o.stamps, o.meta) for o in sound))
        self._mark()
        texts = ((o.source.path, o.digest, o.text) for o in sound if o.text)
        self._cache.write("REPLACE INTO texts VALUES (?, ?, ?)", texts)
        for one in readings:
            yield one.failed or _known(one.source, deserialise(one.meta))


@dataclass(frozen=True, slots=True)
class LazyArticles(Mapping[str, Article]):
    """Articles, each read when it is asked for: their texts are never all in memory."""

    root: Path
    cache: Path
    """The file; where it fails, sources are read anew."""
    metas: Mapping[str, ArticleMeta]
    """By id."""

    def __getitem__(self, key: str) -> Article:
        """Read the article of an id."""
        meta = self.metas[key]
        with open_texts(self.root, self.cache) as lend:
            return lend(meta.source, meta.digest)

    def __iter__(self) -> Iterator[str]:
        """Go through the ids."""
        return iter(self.metas)

    def __len__(self) -> int:
        """Count the articles."""
        return len(self.metas)


Lend = Callable[[str, str], Article]
"""Returns the article of a source, by its path and the digest of its brief."""


@contextmanager
def open_texts(root: Path, cache: Path) -> Iterator[Lend]:
    """Give what lends the texts of the project below *root*: from the *cache*, else from the sources themselves.

    It raises SourceError where a source has changed since its brief was made.
    """
    try:
        connection = connect(cache, read_only=True)
    except FAULTS:
        connection = None

    def lend(path: str, digest: str) -> Article:
        found = _kept(connection, path, digest) if connection else None
        return found or _read_again(root, path, digest)

    try:
        yield lend
    finally:
        if connection:
            connection.close()


def _kept(connection: sqlite3.Connection, path: str, digest: str) -> Article | None:
    query = "SELECT article FROM texts WHERE path = ? AND digest = ?"
    try:
        row = connection.execute(query, (path, digest)).fetchone()
        article = deserialise(row[0]) if row and isinstance(row[0], bytes) else None
    except (*FAULTS, DamagedError):
        return None
    return article if isinstance(article, Article) else None


def _read_again(root: Path, path: str, digest: str) -> Article:
    kinds: tuple[Kind, ...] = ("article", "capture")
    for kind in kinds:
        if path.startswith(f"{FOLDERS[kind][0]}/"):
            record = load(Source(path, kind, root)).record
            if isinstance(record, Article) and digest_of(record) == digest:
                return record
    raise SourceError(path, "changed while the site was being built", "build again")


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a worker read of one source."""

    source: Source
    stamps: str
    meta: bytes
    """Sealed; empty for a source in error, of which nothing is kept."""
    text: bytes
    """The article, sealed; empty for a page, whose brief is the whole of it."""
    digest: str
    failed: LoadedMeta | None


def _read(root: Path, sources: Sequence[Source]) -> list[_Reading]:
    """Read *sources*: what a worker does."""
    return [_reading(root, source) for source in sources]


def _reading(root: Path, source: Source) -> _Reading:
    now = time.time_ns()
    before = stamps_of(root, [source.path], now)
    loaded = load(source)
    record = loaded.record
    if record is None:
        failed: LoadedMeta = Loaded(source, None, loaded.errors, loaded.captures, loaded.ids)
        return _Reading(source, UNKNOWN, b"", b"", "", failed)
    others = [*loaded.captures, *chain.from_iterable(comments_on(root, key) for key in loaded.ids)]
    after = stamps_of(root, others, now)
    stamps = "\n".join(filter(None, [before, after])) if before and (after or not others) else UNKNOWN
    if isinstance(record, StandalonePage):
        return _Reading(source, stamps, serialise(record), b"", "", None)
    meta = meta_of(record)
    return _Reading(source, stamps, serialise(meta), serialise(record), meta.digest, None)


def _known(source: Source, record: Any) -> LoadedMeta:
    if isinstance(record, ArticleMeta) and record.source == source.path:
        return Loaded(source, record, (), claimed(source, record.evidence), (record.id,))
    if isinstance(record, StandalonePage) and record.source == source.path:
        return Loaded(source, record, (), record.captures)
    raise DamagedError
