"""Keep the results of a build for the next one in an SQLite file, which may be lost or damaged at any time."""

import dataclasses
import pickle
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from enum import Enum
from io import BytesIO
from pathlib import Path
from typing import Any

FILE = "cache.sqlite"
_APPLICATION_ID = 0x6E657773  # "news"; SQLite stores it in the file to identify the program that owns it
CHECKSUM_SIZE = 4  # bytes
_TABLES = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE sources (path TEXT PRIMARY KEY, stamps TEXT NOT NULL, block INTEGER NOT NULL, place INTEGER NOT NULL);
CREATE TABLE blocks (number INTEGER PRIMARY KEY, records BLOB NOT NULL);
CREATE TABLE texts (path TEXT PRIMARY KEY, digest TEXT NOT NULL, article BLOB NOT NULL);
CREATE TABLE files (
  site TEXT, path TEXT, digest BLOB NOT NULL, stamp TEXT NOT NULL, article TEXT, sha256 BLOB NOT NULL,
  PRIMARY KEY (site, path)
) WITHOUT ROWID;
CREATE INDEX files_of_article ON files (site, article);
CREATE TABLE pages (site TEXT, path TEXT, digest BLOB NOT NULL, page BLOB NOT NULL, PRIMARY KEY (site, path));
"""
_ALLOWED = {("datetime", name) for name in ("date", "datetime", "timedelta", "timezone")} | {
    (type(Path()).__module__, "PosixPath")
}


SQLITE_ERRORS = (sqlite3.Error, UnicodeError)
"""What SQLite raises; UnicodeError, because its messages may quote bytes of the file that are not text."""


class DamagedError(ValueError):
    """A value in the cache is not the value that was stored."""


class Cache:
    """An open cache; after a failure of its file it reads as empty and ignores what is written."""

    def __init__(self, folder: Path, environment: bytes, notify: Callable[[str], None], *, reset: bool = False) -> None:
        """Open the cache in *folder*, for results of *environment*: newsgen's code and the versions of libraries.

        A cache that is damaged, of another program or of another environment is replaced by an empty one, and
        *notify* is called with a message. With *reset* any cache is replaced, without a message.
        """
        self.file = folder / FILE
        self._notify = notify
        self._connection: sqlite3.Connection | None = None
        if reset:
            self.delete()
        fault = self._open(environment)
        if fault:
            self.delete()
            is_rebuilt = self._open(environment) is None
            fault += " and has been rebuilt" if is_rebuilt else "; this build continues without a cache"
            notify(f"{self.file.parent.name}/{FILE} {fault}")

    def _open(self, environment: bytes) -> str | None:
        """Open or create the cache; return what is wrong with an existing file, or None if it can be used."""
        try:
            is_new = not self.file.exists() or self.file.stat().st_size == 0
            connection = connect(self.file)
        except (OSError, *SQLITE_ERRORS) as error:
            return f"could not be opened ({error})"
        try:
            if is_new:
                connection.executescript(f"PRAGMA application_id = {_APPLICATION_ID}; BEGIN; {_TABLES}")
                connection.execute("INSERT INTO facts VALUES ('environment', ?)", (environment,))
                connection.execute("COMMIT")
            fault = _mismatch(connection, environment)
        except SQLITE_ERRORS as error:
            fault = f"was damaged ({error})"
        if fault:
            connection.close()
        else:
            self._connection = connection
        return fault

    def delete(self) -> None:
        """Close the cache and delete its files."""
        self.close()
        for file in (self.file, self.file.with_name(f"{FILE}-journal")):
            with suppress(OSError):
                file.unlink(missing_ok=True)

    def close(self) -> None:
        """Close the cache's file."""
        if self._connection:
            self._connection.close()
        self._connection = None

    def rows(self, query: str, types: tuple[type, ...], values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return the cache's rows that *query* finds; none if it is lost or a value is not of its type in *types*."""
        if self._connection is None:
            return []
        try:
            rows = self._connection.execute(query, values).fetchall()
            if rows and [{*map(type, column)} for column in zip(*rows, strict=True)] != [{one} for one in types]:
                raise sqlite3.DatabaseError("a value is of the wrong type")
        except SQLITE_ERRORS as error:
            self._give_up(error)
            return []
        return rows

    def recall(self, name: str) -> Any:
        """Return the value stored in the cache under *name*; None if it is missing or damaged."""
        rows = self.rows("SELECT value FROM facts WHERE name = ?", (bytes,), (name,))
        try:
            return deserialise(rows[0][0]) if rows else None
        except DamagedError:
            return None

    def remember(self, name: str, value: Any) -> None:
        """Store *value*, of a type that `serialise` accepts, in the cache under *name*."""
        self.write("REPLACE INTO facts VALUES (?, ?)", [(name, serialise(value))])

    def write(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run *statement* on the cache for each of *rows*."""
        if self._connection is not None:
            try:
                self._connection.executemany(statement, rows)
            except SQLITE_ERRORS as error:
                self._give_up(error)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write the block to the cache in one transaction, or nothing if the block raises or the build is killed."""
        self._run("BEGIN")
        try:
            yield
        except BaseException:
            self._run("ROLLBACK")
            raise
        self._run("COMMIT")

    def _run(self, statement: str) -> None:
        if self._connection is not None:
            try:
                self._connection.execute(statement)
            except SQLITE_ERRORS as error:
                self._give_up(error)

    def _give_up(self, error: Exception) -> None:
        self._notify(f"{self.file.parent.name}/{FILE} cannot be used ({error}); the next build creates a new one")
        self.delete()


def connect(file: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """Return a connection to the cache in *file*, in autocommit mode."""
    mode = "ro" if read_only else "rwc"
    connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None)
    # Faster, and a killed build still leaves a valid cache; a cache damaged by a power failure is replaced.
    try:
        connection.execute("PRAGMA synchronous = OFF")
    except SQLITE_ERRORS:
        connection.close()
        raise
    return connection


def _mismatch(connection: sqlite3.Connection, environment: bytes) -> str | None:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if application != _APPLICATION_ID:
        return "was not a cache of newsgen"
    rows = connection.execute("SELECT value FROM facts WHERE name = 'environment'").fetchall()
    return None if rows == [(environment,)] else "was made by another version of newsgen or of its libraries"


def serialise(value: Any) -> bytes:
    """Return *value* (records, tuples, dates, text, numbers) as bytes with a checksum for the cache."""
    return seal(pickle.dumps(value, protocol=5))


def seal(data: bytes) -> bytes:
    """Return *data* for the cache with a checksum before it."""
    return zlib.crc32(data).to_bytes(CHECKSUM_SIZE, "big") + data


def deserialise(serialised: bytes) -> Any:
    """Return the value that `serialise` made into *serialised* for the cache; raise DamagedError if damaged."""
    if not is_intact(serialised):
        raise DamagedError
    try:
        return _Unpickler(BytesIO(serialised[CHECKSUM_SIZE:])).load()
    except Exception as error:  # a pickle that `serialise` did not make can raise anything
        raise DamagedError from error


def is_intact(serialised: bytes) -> bool:
    """Return whether a value in the cache is as `serialise` made it, by its checksum."""
    checksum = zlib.crc32(memoryview(serialised)[CHECKSUM_SIZE:])
    return serialised[:CHECKSUM_SIZE] == checksum.to_bytes(CHECKSUM_SIZE, "big")


class _Unpickler(pickle.Unpickler):
    """Creates only records, dates and paths: the file may come from a stranger, and a pickle can run any code."""

    def find_class(self, module: str, name: str) -> Any:
        """Return the class *name* of *module* in the cache; raise DamagedError unless of a record, a date or a path."""
        return _CLASSES.get((module, name)) or _find_class(self, module, name)


_CLASSES: dict[tuple[str, str], type] = {}
"""The classes that values in the cache may have, as far as they were needed: each value names its classes again."""


def _find_class(unpickler: _Unpickler, module: str, name: str) -> Any:
    if "." not in name and ((module, name) in _ALLOWED or module.startswith("newsgen.")):
        found = super(_Unpickler, unpickler).find_class(module, name)
        if (module, name) in _ALLOWED or (_is_record(found) and found.__module__ == module):
            _CLASSES[module, name] = found
            return found
    raise DamagedError


def _is_record(found: Any) -> bool:
    return isinstance(found, type) and (dataclasses.is_dataclass(found) or issubclass(found, str | tuple | Enum))
