"""The SQLite cache."""

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
_APPLICATION = 0x6E657773  # "news", by which SQLite tells whose file it is
_CHECKSUM = 4  # bytes
_TABLES = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE sources (path TEXT PRIMARY KEY, stamps TEXT NOT NULL, brief BLOB NOT NULL);
CREATE TABLE texts (path TEXT PRIMARY KEY, digest TEXT NOT NULL, article BLOB NOT NULL);
CREATE TABLE files (
  site TEXT, path TEXT, digest BLOB NOT NULL, stamp TEXT NOT NULL, article TEXT, PRIMARY KEY (site, path)
) WITHOUT ROWID;
CREATE INDEX files_of_article ON files (site, article);
CREATE TABLE pages (site TEXT, path TEXT, digest BLOB NOT NULL, page BLOB NOT NULL, PRIMARY KEY (site, path));
"""
_OTHERS = {("datetime", name) for name in ("date", "datetime", "timedelta", "timezone")} | {
    (type(Path()).__module__, "PosixPath")
}


FAULTS = (sqlite3.Error, UnicodeError)
"""What SQLite raises; its messages may quote bytes of the file that are no text."""


class DamagedError(ValueError):
    """What the cache holds is not what was put there."""


class Cache:
    """An open cache; one that is lost reads as empty, and forgets what is written."""

    def __init__(self, folder: Path, environment: bytes, say: Callable[[str], None], *, anew: bool = False) -> None:
        """Open the cache in *folder*, for results of *environment*: newsgen's code, and the versions of libraries.

        One that is damaged, foreign or of another environment is thrown away, which is told by *say*;
        with *anew* any is.
        """
        self.file = folder / FILE
        self._say = say
        self._connection: sqlite3.Connection | None = None
        if anew:
            self.forget()
        fault = self._open(environment)
        if fault:
            self.forget()
            if self._open(environment) is None:
                fault += "; it was thrown away, and is built anew"
            say(f"{self.file.parent.name}/{FILE} {fault}")

    def _open(self, environment: bytes) -> str | None:
        """Open or create the file; return what is wrong with the one that is there."""
        try:
            is_new = not self.file.exists() or self.file.stat().st_size == 0
            connection = connect(self.file)
        except (OSError, *FAULTS) as error:
            return f"cannot be opened ({error})"
        try:
            if is_new:
                connection.executescript(f"PRAGMA application_id = {_APPLICATION}; BEGIN; {_TABLES}")
                connection.execute("INSERT INTO facts VALUES ('environment', ?)", (environment,))
                connection.execute("COMMIT")
            fault = _fault(connection, environment)
        except FAULTS as error:
            fault = f"is damaged ({error})"
        if fault:
            connection.close()
        else:
            self._connection = connection
        return fault

    def forget(self) -> None:
        """Throw the cache away."""
        self.close()
        for file in (self.file, self.file.with_name(f"{FILE}-journal")):
            with suppress(OSError):
                file.unlink(missing_ok=True)

    def close(self) -> None:
        """Close the file."""
        if self._connection:
            self._connection.close()
        self._connection = None

    def rows(self, query: str, kinds: tuple[type, ...], values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return the rows that *query* finds, whose values are of these *kinds*; none where the cache is lost."""
        if self._connection is None:
            return []
        try:
            rows = self._connection.execute(query, values).fetchall()
            if any(tuple(map(type, row)) != kinds for row in rows):
                raise sqlite3.DatabaseError("a value is of the wrong type")
        except FAULTS as error:
            self._lose(error)
            return []
        return rows

    def fact(self, name: str) -> Any:
        """Return what was remembered under *name*; None where nothing was, or where it is damaged."""
        rows = self.rows("SELECT value FROM facts WHERE name = ?", (bytes,), (name,))
        try:
            return unseal(rows[0][0]) if rows else None
        except DamagedError:
            return None

    def remember(self, name: str, value: Any) -> None:
        """Keep *value*, which can be sealed, under *name*."""
        self.write("REPLACE INTO facts VALUES (?, ?)", [(name, seal(value))])

    def write(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run *statement* for each of *rows*."""
        if self._connection is not None:
            try:
                self._connection.executemany(statement, rows)
            except FAULTS as error:
                self._lose(error)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Write what is written here at once or, where the build dies, not at all."""
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
            except FAULTS as error:
                self._lose(error)

    def _lose(self, error: Exception) -> None:
        self._say(f"{self.file.parent.name}/{FILE} is of no use ({error}); the next build makes a new one")
        self.forget()


def connect(file: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """Return a connection to the cache in *file*."""
    mode = "ro" if read_only else "rwc"
    connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None)
    # A killed build leaves a whole cache; after a power cut it may be damaged, and is thrown away.
    try:
        connection.execute("PRAGMA synchronous = OFF")
    except FAULTS:
        connection.close()
        raise
    return connection


def _fault(connection: sqlite3.Connection, environment: bytes) -> str | None:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if application != _APPLICATION:
        return "is not newsgen's"
    rows = connection.execute("SELECT value FROM facts WHERE name = 'environment'").fetchall()
    return None if rows == [(environment,)] else "is of another version of newsgen or of its libraries"


def seal(value: Any) -> bytes:
    """Return *value* (records, tuples, dates, text, numbers) as bytes that show whether they were damaged."""
    data = pickle.dumps(value, protocol=5)
    return zlib.crc32(data).to_bytes(_CHECKSUM, "big") + data


def unseal(sealed: bytes) -> Any:
    """Return the value in *sealed*; raise DamagedError where it is not what `seal` made."""
    checksum, data = sealed[:_CHECKSUM], sealed[_CHECKSUM:]
    if zlib.crc32(data).to_bytes(_CHECKSUM, "big") != checksum:
        raise DamagedError
    try:
        return _Unpickler(BytesIO(data)).load()
    except Exception as error:  # a pickle that `seal` did not make can raise anything
        raise DamagedError from error


class _Unpickler(pickle.Unpickler):
    """Make records and nothing else: the file may have come from somebody else, and a pickle can run anything."""

    def find_class(self, module: str, name: str) -> Any:
        """Return the class of a record, a date or a path."""
        if "." not in name and ((module, name) in _OTHERS or module.startswith("newsgen.")):
            found = super().find_class(module, name)
            if (module, name) in _OTHERS or (_is_record(found) and found.__module__ == module):
                return found
        raise DamagedError


def _is_record(found: Any) -> bool:
    return isinstance(found, type) and (dataclasses.is_dataclass(found) or issubclass(found, tuple | Enum))
