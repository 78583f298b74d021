"""Load the sources of a project through the cache, and read the texts of articles on demand."""

import secrets
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain
from pathlib import Path
from typing import Any

import newsgen.loaders.markdown  # noqa: F401 - here, so that not every worker has to import it
from newsgen.build.cache import Cache, DamagedError, deserialise, is_intact, serialise
from newsgen.build.file_changes import UNKNOWN, has_changed, paths_in, stamps_of
from newsgen.build.stored_records import StoredRecords
from newsgen.errors import NewsgenError, SourceError
from newsgen.loaders.load import LoadResult, claimed, load
from newsgen.loaders.sources import (
    COMMENTS_FOLDER,
    REJECTED_FOLDER,
    SOURCE_FOLDERS,
    Source,
    SourceKind,
    comment_folders,
    comment_paths,
    comments_folder,
)
from newsgen.model.article import Article, StandalonePage
from newsgen.model.article_meta import ArticleMeta, digest_of, meta_of
from newsgen.workers.batches import StartWorkers, in_batches

_COMMENTS = (COMMENTS_FOLDER, REJECTED_FOLDER)
LoadedMeta = LoadResult[ArticleMeta | StandalonePage]
"""The result of loading one source, without the text of its article."""


class Library:
    """The sources of the project at *root*, which are read only if they have changed."""

    def __init__(self, root: Path, cache: Cache) -> None:
        """Store in *cache* what the library reads from the sources."""
        self._root = root
        self._cache = cache

    @cached_property
    def _stored(self) -> StoredRecords:
        """The records of the library's sources as the last build read them."""
        return StoredRecords(self._cache)

    @cached_property
    def _commented(self) -> frozenset[str]:
        """The folders of comments, shown or rejected, on the library's articles."""
        return frozenset(
            comments_folder(key, below) for below in _COMMENTS for key in comment_folders(self._root, below)
        )

    def load(self, sources: Sequence[Source], start: StartWorkers) -> Iterator[LoadedMeta]:
        """Yield the library's loaded *sources*, in their order; those that have changed are read again."""
        cached = {source.path: self._recall(source) for source in sources}
        changed = [source for source in sources if cached[source.path] is None]
        read = self.read(changed, start)
        for source in sources:
            yield cached[source.path] or next(read)
        yield from read  # it is empty now, but stores what was read only when it ends

    def read(self, sources: Sequence[Source], start: StartWorkers) -> Iterator[LoadedMeta]:
        """Read *sources* into the library in workers and yield them loaded, in their order."""
        with self._cache.transaction():
            for batch in in_batches(start, partial(read_batch, self._root), sources):
                yield from self._store(batch)

    def last_meta(self, source: str) -> ArticleMeta | None:
        """Return the library's cached metadata of the article at the path *source*; None if it is missing."""
        record = self._stored.record(source)
        return record if isinstance(record, ArticleMeta) else None

    def forget_all_but(self, sources: Iterable[Source]) -> None:
        """Delete everything from the library's cache that does not belong to *sources*."""
        removed = self._stored.stamps.keys() - {source.path for source in sources}
        if removed:
            with self._cache.transaction():
                self._stored.remove(removed)
                self._cache.write("DELETE FROM texts WHERE path = ?", [(path,) for path in removed])
                self._mark_changed()

    def _mark_changed(self) -> None:
        """Record in the library, by a new random value, that the cached sources have changed."""
        self._cache.remember("sources", secrets.token_hex(8))

    def read_text(self, path: str, digest: str) -> bytes:
        """Return the serialised article of the source at *path* in the library, with the metadata of *digest*.

        If the cache has lost it, the source is read again; raises SourceError if that has changed meanwhile.
        """
        rows = self._cache.rows("SELECT article FROM texts WHERE path = ? AND digest = ?", (bytes,), (path, digest))
        return rows[0][0] if rows and is_intact(rows[0][0]) else serialise(_read_again(self._root, path, digest))

    def articles(self, metas: Iterable[ArticleMeta]) -> "LazyArticles":
        """Return the library's articles described by *metas*; each is read when it is accessed."""
        return LazyArticles(self, {meta.id: meta for meta in metas})

    def _recall(self, source: Source) -> LoadedMeta | None:
        stamps = self._stored.stamps.get(source.path, UNKNOWN)
        if has_changed(self._root, source.path, stamps):
            return None
        try:
            loaded = _loaded(source, self._stored.record(source.path))
        except DamagedError:
            return None
        return None if self._has_first_comments(loaded, stamps) else loaded

    def _has_first_comments(self, loaded: LoadedMeta, stamps: str) -> bool:
        """Return whether the library's article has comments now, but had none when its source was read."""
        folders = (comments_folder(key, below) for key in loaded.ids for below in _COMMENTS)
        return bool(self._commented) and any(
            folder in self._commented and folder not in paths_in(stamps) for folder in folders
        )

    def _store(self, batch: "_ReadBatch") -> Iterator[LoadedMeta]:
        records: list[Any] = deserialise(batch.records)
        valid = [one for one in batch.results if one.failed is None]
        self._stored.add({one.source.path: one.stamps for one in valid}, records, batch.records)
        self._mark_changed()
        texts = ((one.source.path, one.digest, one.text) for one in valid if one.text)
        self._cache.write("REPLACE INTO texts VALUES (?, ?, ?)", texts)
        read = iter(records)
        for one in batch.results:
            yield one.failed or _loaded(one.source, next(read))


@dataclass(frozen=True, slots=True)
class LazyArticles(Mapping[str, Article]):
    """Articles by id, each read when it is accessed, so that their texts are never all in memory."""

    library: Library
    metas: Mapping[str, ArticleMeta]
    """By id."""

    def __getitem__(self, key: str) -> Article:
        """Return the library's article with the id *key*; raise SourceError if its source has changed meanwhile."""
        meta = self.metas[key]
        return article_of(self.library.read_text(meta.source, meta.digest))

    def __iter__(self) -> Iterator[str]:
        """Iterate over the ids of the library's articles."""
        return iter(self.metas)

    def __len__(self) -> int:
        """Return the number of the library's articles."""
        return len(self.metas)


def article_of(text: bytes) -> Article:
    """Return the article that was serialised as *text*; raise NewsgenError if somebody has put something else there."""
    try:
        article = deserialise(text)
    except DamagedError:
        article = None
    if not isinstance(article, Article):
        raise NewsgenError("", "the cache holds a text that newsgen did not write", "build again with --clean")
    return article


def _read_again(root: Path, path: str, digest: str) -> Article:
    kinds: tuple[SourceKind, ...] = ("article", "capture")
    for kind in kinds:
        if path.startswith(f"{SOURCE_FOLDERS[kind][0]}/"):
            record = load(Source(path, kind, root)).record
            if isinstance(record, Article) and digest_of(record) == digest:
                return record
    raise SourceError(path, "changed while the site was being built", "build again")


@dataclass(frozen=True, slots=True)
class _ReadResult:
    """What a worker read from one source, beside the record that the cache keeps of it."""

    source: Source
    stamps: str
    text: bytes
    """The serialised article; empty for a standalone page, whose record holds it whole."""
    digest: str
    failed: LoadedMeta | None
    """The errors of the source; None if it has none."""


@dataclass(frozen=True, slots=True)
class _ReadBatch:
    """What a worker read from a batch of sources."""

    results: list[_ReadResult]
    records: bytes
    """The serialised records, metadata of articles and whole pages, of the sources without errors, in order."""


def read_batch(root: Path, sources: Sequence[Source]) -> _ReadBatch:
    """Read *sources* for the library; runs in a worker."""
    results, records = zip(*(_read_source(root, source) for source in sources), strict=True)
    return _ReadBatch(list(results), serialise([record for record in records if record]))


def _read_source(root: Path, source: Source) -> tuple[_ReadResult, ArticleMeta | StandalonePage | None]:
    now = time.time_ns()
    source_stamps = stamps_of(root, [source.path], now)
    loaded = load(source)
    record = loaded.record
    if record is None:
        failed: LoadedMeta = LoadResult(source, None, loaded.errors, loaded.captures, loaded.ids)
        return _ReadResult(source, UNKNOWN, b"", "", failed), None
    comments = (comment_paths(root, key, below) for key in loaded.ids for below in _COMMENTS)
    other_files = [*loaded.captures, *chain.from_iterable(comments)]
    other_stamps = stamps_of(root, other_files, now)
    is_known = source_stamps and (other_stamps or not other_files)
    stamps = "\n".join(filter(None, [source_stamps, other_stamps])) if is_known else UNKNOWN
    if isinstance(record, StandalonePage):
        return _ReadResult(source, stamps, b"", "", None), record
    meta = meta_of(record)
    return _ReadResult(source, stamps, serialise(record), meta.digest, None), meta


def _loaded(source: Source, record: Any) -> LoadedMeta:
    if isinstance(record, ArticleMeta) and record.source == source.path:
        return LoadResult(source, record, (), claimed(source, record.evidence), (record.id,))
    if isinstance(record, StandalonePage) and record.source == source.path:
        return LoadResult(source, record, (), record.captures)
    raise DamagedError
