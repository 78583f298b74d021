"""Keep the records of sources in the cache, many in one block, because they are read ten times as fast together."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from typing import Any

from newsgen.build.cache import Cache, DamagedError, deserialise, serialise

BLOCK_SIZE = 50
"""The most records in a block; a worker reads and serialises as many at a time."""


class StoredRecords:
    """The records of all sources, the metadata of articles and whole pages, as the last builds read them."""

    def __init__(self, cache: Cache) -> None:
        """Read from *cache* which sources have records; a record itself is read when it is needed."""
        self._cache = cache
        rows = cache.rows("SELECT path, stamps, block, place FROM sources", (str, str, int, int))
        self.stamps: dict[str, str] = {path: stamps for path, stamps, _, _ in rows}
        """By the path of each source: the stamps of its files when they were read."""
        self._places = {path: (block, place) for path, _, block, place in rows if block > 0 <= place < BLOCK_SIZE}
        self._blocks: dict[int, list[Any]] = {}
        """The blocks that were needed."""
        self._last = max((block for block, _ in self._places.values()), default=0)

    def record(self, source: str) -> Any:
        """Return the stored record of a *source*; None if it is missing or damaged."""
        block, place = self._places.get(source, (0, -1))
        records = self._block(block)
        return records[place] if 0 <= place < len(records) else None

    def add(self, stamps: Mapping[str, str], records: list[Any], serialised: bytes) -> None:
        """Store the *records* of sources, given the stamps of each and all records *serialised*, in one order."""
        added = dict(zip(stamps, records, strict=True))
        if len(added) == BLOCK_SIZE and self._places.keys().isdisjoint(added):
            self._last += 1
            self._cache.write("REPLACE INTO blocks VALUES (?, ?)", [(self._last, serialised)])
            self._places |= {path: (self._last, place) for place, path in enumerate(added)}
        else:
            self._places |= dict(self._free_places(added.keys() - self._places.keys()))
            self._change({path: (self._places[path], record) for path, record in added.items()})
        rows = ((path, one, *self._places[path]) for path, one in stamps.items())
        self._cache.write("REPLACE INTO sources VALUES (?, ?, ?, ?)", rows)

    def remove(self, sources: Collection[str]) -> None:
        """Remove the stored records of *sources*."""
        self._change({path: (self._places.pop(path), None) for path in sources if path in self._places})
        self._cache.write("DELETE FROM sources WHERE path = ?", ((path,) for path in sources))

    def _free_places(self, sources: Collection[str]) -> Iterator[tuple[str, tuple[int, int]]]:
        """Yield a free place for the record of each of *sources*, in the last block or in a new one."""
        in_last = (place for block, place in self._places.values() if block == self._last)
        used = max(in_last, default=BLOCK_SIZE - 1) + 1
        for source in sorted(sources):
            if used >= BLOCK_SIZE:
                self._last, used = self._last + 1, 0
            yield source, (self._last, used)
            used += 1

    def _change(self, records: Mapping[str, tuple[tuple[int, int], Any]]) -> None:
        """Write the blocks of *records*, given the place and the new record of each; None stands for none."""
        changed: dict[int, list[Any]] = {}
        for (block, place), record in records.values():
            block_records = changed.setdefault(block, self._block(block))
            block_records += [None] * (place + 1 - len(block_records))
            block_records[place] = record
        rows = ((block, serialise(block_records)) for block, block_records in changed.items() if any(block_records))
        self._cache.write("REPLACE INTO blocks VALUES (?, ?)", rows)
        empty = [(block,) for block, block_records in changed.items() if not any(block_records)]
        self._cache.write("DELETE FROM blocks WHERE number = ?", empty)

    def _block(self, number: int) -> list[Any]:
        """Return the records in a stored block; empty if it is missing or damaged."""
        if number not in self._blocks:
            self._blocks[number] = []
            rows = self._cache.rows("SELECT records FROM blocks WHERE number = ?", (bytes,), (number,))
            with suppress(DamagedError):
                records = deserialise(rows[0][0]) if rows else []
                self._blocks[number] = records if isinstance(records, list) else []
        return self._blocks[number]
