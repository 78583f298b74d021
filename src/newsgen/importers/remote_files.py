"""Read the objects of an S3-compatible store like files on disk."""

import errno
import io
import os
import re
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, Literal, NamedTuple, cast

from newsgen.errors import ConfigError, install_extra
from newsgen.filesystem import is_utf8
from newsgen.importers.object_store import EXISTING, SCHEME, Range, StoreError, call, get, get_at_once
from newsgen.text.credentials import hide_credentials, secrets_of

_BUCKET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,254}")
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_FIRST_BYTES, _MOST_BYTES = 64 * 1024, 8 * 1024 * 1024
"""Bytes of the first request after a jump, enough to detect a kind, and of a request of a reader that goes straight on:
each one in sequence asks for twice as many as the last."""
_MOST_HEADS = 512
"""Number of files whose first bytes are kept, which is that of a batch of articles or more."""


class _Stat(NamedTuple):
    st_size: int


class _Named:
    """What a file and a folder in a store share: a name in the way of `Path`."""

    __slots__ = ()
    bucket: str
    key: str

    def __str__(self) -> str:
        """Return the URL, which is written as the store spells the name, without escapes."""
        return f"{SCHEME}{self.bucket}/{self.key}"

    @property
    def name(self) -> str:
        """The last part of the name, which is the name of a file in a folder."""
        return self.key.removesuffix("/").rpartition("/")[2] if self.key else self.bucket

    @property
    def suffix(self) -> str:
        """The extension of the name with its dot, or ""."""
        return PurePosixPath(self.name).suffix

    @property
    def suffixes(self) -> list[str]:
        """The extensions of the name."""
        return PurePosixPath(self.name).suffixes

    @property
    def stem(self) -> str:
        """The name without its extension."""
        return PurePosixPath(self.name).stem

    def is_symlink(self) -> bool:
        """Return False: a store has no links."""
        return False


@dataclass(frozen=True, slots=True)
class RemoteFile(_Named):
    """An object in a bucket."""

    bucket: str
    key: str
    size: int = 0
    etag: str = field(default="", compare=False)
    """What the store calls these bytes of the object; "" if it is not known."""

    def is_dir(self) -> bool:
        """Return False: the object is a file."""
        return False

    def stat(self) -> _Stat:
        """Return the size of the object, as the listing of the store gives it."""
        return _Stat(self.size)

    def range(self, start: int, count: int) -> Range:
        """Return *count* bytes of the object from *start*, to ask for."""
        return Range(self.bucket, self.key, self.etag, start, count)

    def open(self, mode: Literal["rb"] = "rb") -> BinaryIO:  # noqa: ARG002 - as of a path
        """Open the object to read; nothing is asked of the store until the first read. Reading raises StoreError."""
        return cast("BinaryIO", io.BufferedReader(_Reader(self), _FIRST_BYTES))


@dataclass(frozen=True, slots=True)
class RemoteFolder(_Named):
    """The objects whose names begin with a key, which ends with a slash or is empty."""

    bucket: str
    key: str

    def is_dir(self) -> bool:
        """Return True: other objects are below it."""
        return True

    def iterdir(self) -> "Iterator[RemoteFile | RemoteFolder]":
        """Yield the files and folders in the folder, without objects that only stand for a folder; StoreError."""
        for page in _pages(self.bucket, self.key, Delimiter="/"):
            for one in page.get("Contents", ()):
                if not (one["Key"].endswith("/") and one["Size"] == 0):
                    yield _file(self.bucket, one)
            for one in page.get("CommonPrefixes", ()):
                yield RemoteFolder(self.bucket, one["Prefix"])

    def file(self, path: str) -> RemoteFile | None:
        """Return the file at a *path* below the folder, or None; raise StoreError."""
        return _exact(self.bucket, self.key + path)


RemotePlace = RemoteFile | RemoteFolder
AnyFile = Path | RemoteFile
"""A file to import, which is read through `open`."""


def is_remote(text: str) -> bool:
    """Return whether an argument is a URL, not a path; a path with two slashes in it can be written like ./a://b."""
    return bool(_URL.match(text))


def locate(url: str) -> RemotePlace:
    """Return the object or the folder at *url*; raise ConfigError if there is none or the store cannot be asked."""
    shown = hide_credentials(url, secrets_of(os.environ))
    if not url.lower().startswith(SCHEME):
        raise ConfigError(shown, "is not a URL that newsgen reads", "write s3://BUCKET/NAME, or download the file")
    if not is_utf8(url):
        raise ConfigError(shown, "is not UTF-8, as all names in a store are", EXISTING)
    bucket, _, key = url[len(SCHEME) :].partition("/")
    if not _BUCKET.fullmatch(bucket):
        remedy = "write it like s3://BUCKET/NAME, with the endpoint and the credentials in AWS_ variables"
        raise ConfigError(shown, "does not begin with the name of a bucket", remedy)
    try:
        found = _find(bucket, key)
    except ModuleNotFoundError as error:
        raise ConfigError(shown, f"needs {error.name}, which is not installed", install_extra("cluster")) from None
    except StoreError as error:
        raise ConfigError(shown, error.found, error.remedy) from None
    if found is None:
        raise ConfigError(shown, "does not exist", EXISTING)
    return found


def _find(bucket: str, key: str) -> RemotePlace | None:
    """Return the object *key*, or else the folder of this name if an object is in it; None if there is neither."""
    if key and not key.endswith("/") and (file := _exact(bucket, key)):
        return file
    prefix = key if not key or key.endswith("/") else f"{key}/"
    page = next(_pages(bucket, prefix, MaxKeys=1))
    return RemoteFolder(bucket, prefix) if page.get("Contents") or not key else None


def _exact(bucket: str, key: str) -> RemoteFile | None:
    """Return the object *key*, or None; it sorts before all others whose names begin with its name."""
    try:
        page = next(_pages(bucket, key, MaxKeys=1))
    except StoreError as error:
        if error.code not in {"AccessDenied", "403"}:
            raise
        return _head(bucket, key, error)  # a public bucket may be read, but not listed
    return next((_file(bucket, one) for one in page.get("Contents", ()) if one["Key"] == key), None)


def _head(bucket: str, key: str, refused: StoreError) -> RemoteFile | None:
    try:
        found = call("head_object", Bucket=bucket, Key=key)
    except StoreError:
        raise refused from None
    return RemoteFile(bucket, key, found["ContentLength"], found.get("ETag", ""))


def _file(bucket: str, listed: dict[str, Any]) -> RemoteFile:
    return RemoteFile(bucket, listed["Key"], listed["Size"], listed.get("ETag", ""))


def _pages(bucket: str, prefix: str, **options: Any) -> Iterator[dict[str, Any]]:
    """Yield the pages of the list of objects that begin with *prefix*, in the order of their names."""
    token: dict[str, str] = {}
    while True:
        page = call("list_objects_v2", Bucket=bucket, Prefix=prefix, **options, **token)
        yield page
        if not page.get("IsTruncated"):
            return
        token = {"ContinuationToken": page["NextContinuationToken"]}


class _Reader(io.RawIOBase):
    """Reads an object by ranges, which grow while it is read straight on."""

    def __init__(self, file: RemoteFile) -> None:
        self._file = file
        self._at = 0
        self._start, self._block = 0, b""
        """Offset and bytes of the range that is in memory."""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        at = offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._file.size}[whence]
        if at < 0:
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        self._at = at
        return at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: "memoryview", /) -> int:  # type: ignore[override]
        if not self._start <= self._at < self._start + len(self._block):
            self._fetch()
        begin = self._at - self._start
        piece = memoryview(self._block)[begin : begin + len(buffer)]
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def _fetch(self) -> None:
        """Get the range at which reading goes on."""
        goes_on = self._block and self._at == self._start + len(self._block)
        wanted = min(2 * len(self._block), _MOST_BYTES) if goes_on else _FIRST_BYTES
        count = max(0, min(wanted, self._file.size - self._at))
        self._block = b""  # before the next one is in memory
        head = None if self._at else _heads.get((self._file, self._file.etag))
        self._block = head or (get(self._file.range(self._at, count)) if count else b"")
        self._start = self._at


_heads: "OrderedDict[tuple[RemoteFile, str], bytes]" = OrderedDict()
"""The first bytes of the files that were last fetched ahead; a worker that is forked later inherits them."""


def fetch_heads(files: Iterable[RemoteFile]) -> None:
    """Get the first bytes of *files* at the same time, because waiting for one after another takes most of the time."""
    wanted = [file for file in files if file.size and file.etag and (file, file.etag) not in _heads]
    heads = get_at_once([file.range(0, min(file.size, _FIRST_BYTES)) for file in wanted])
    _heads.update({(file, file.etag): head for file, head in zip(wanted, heads, strict=True) if head})
    while len(_heads) > _MOST_HEADS:
        _heads.popitem(last=False)
