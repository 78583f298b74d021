"""Read the objects of an S3-compatible store like files on disk."""

import errno
import io
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, Literal, NamedTuple, cast

from newsgen.errors import ConfigError, NewsgenError, install_extra
from newsgen.filesystem import is_utf8
from newsgen.text.credentials import hide_credentials, secrets_of

SCHEME = "s3://"
_BUCKET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,254}")
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_FIRST_BYTES, _MOST_BYTES = 64 * 1024, 8 * 1024 * 1024
"""Bytes of the first request after a jump, enough to detect a kind, and of a request of a reader that goes straight on:
each one in sequence asks for twice as many as the last."""
_PAUSES = (0.1, 0.5, 2, 0)
"""Seconds after each attempt to get a range if the connection breaks while its bytes arrive."""
_NO_CREDENTIALS = "NoCredentialsError"
_LIBRARIES = ("botocore", "aiobotocore", "aiohttp", "fsspec", "s3fs", "asyncio", "concurrent")
"""Modules whose exceptions mean that the store cannot be read; any other is a bug."""
_EXISTING = "name an existing object, or the beginning of its name up to a slash"
_REMEDIES = {
    "NoSuchBucket": "correct the name of the bucket, or set AWS_ENDPOINT_URL to the store that has it",
    "NoSuchKey": _EXISTING,
    "404": _EXISTING,
    "AccessDenied": "allow these credentials to list the bucket and to get its objects, or set those of another user",
    "403": "allow these credentials to list the bucket and to get its objects, or set those of another user",
    "SignatureDoesNotMatch": "correct the secret access key in the environment or in ~/.aws/credentials",
    "InvalidAccessKeyId": "correct the access key id in the environment or in ~/.aws/credentials",
    "ExpiredToken": "log in again",
    "PermanentRedirect": "set AWS_DEFAULT_REGION to the region of the bucket",
    "PreconditionFailed": "the object was replaced meanwhile; run the same import again",
    "412": "the object was replaced meanwhile; run the same import again",
    "EndpointConnectionError": "correct AWS_ENDPOINT_URL, or try again when the store can be reached",
    "ProfileNotFound": "correct AWS_PROFILE",
}
_AGAIN = "run the same import again"


class StoreError(NewsgenError):
    """A store cannot be read.

    It is not an OSError, because a damaged file is read as far as possible, and a store that fails is asked again.
    """

    code = ""
    """What the store or its library calls the failure."""


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
    """With it the store refuses to mix the bytes of two objects, if one replaces the other while it is read."""

    def is_dir(self) -> bool:
        """Return False: the object is a file."""
        return False

    def stat(self) -> _Stat:
        """Return the size of the object, as the listing of the store gives it."""
        return _Stat(self.size)

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
        raise ConfigError(shown, "is not UTF-8, as all names in a store are", _EXISTING)
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
        raise ConfigError(shown, "does not exist", _EXISTING)
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
        found = _call("head_object", Bucket=bucket, Key=key)
    except StoreError:
        raise refused from None
    return RemoteFile(bucket, key, found["ContentLength"], found.get("ETag", ""))


def _file(bucket: str, listed: dict[str, Any]) -> RemoteFile:
    return RemoteFile(bucket, listed["Key"], listed["Size"], listed.get("ETag", ""))


def _pages(bucket: str, prefix: str, **options: Any) -> Iterator[dict[str, Any]]:
    """Yield the pages of the list of objects that begin with *prefix*, in the order of their names."""
    token: dict[str, str] = {}
    while True:
        page = _call("list_objects_v2", Bucket=bucket, Prefix=prefix, **options, **token)
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
        self._block = _range(self._file, self._at, count) if count else b""
        self._start = self._at


def _range(file: RemoteFile, start: int, count: int) -> bytes:
    """Return *count* bytes of an object from *start*; a connection that breaks is tried again."""
    options = {"Range": f"bytes={start}-{start + count - 1}", **({"IfMatch": file.etag} if file.etag else {})}
    failure = StoreError(str(file), f"cannot be read at byte {start:,} (fewer bytes came than the store lists)", _AGAIN)
    for pause in _PAUSES:
        got = _call("get_object", Bucket=file.bucket, Key=file.key, **options)
        try:
            data = _body(got["Body"], str(file))
        except StoreError as error:
            failure = error
        else:
            if len(data) == count:
                return data
        time.sleep(pause)
    raise failure


_systems: dict[int, Any] = {}
"""The connections of this process, by its id. Those of the process that it was forked from are kept, because closing
them here would disturb that process."""


def _system(*, anonymous: bool = False) -> Any:
    """Return the connections of this process; endpoint and credentials are those of the environment, as for boto3."""
    known = _systems.get(os.getpid())
    if known is None or anonymous:
        import s3fs  # noqa: PLC0415 - slow to import, and an extra

        options = {"request_checksum_calculation": "when_required", "response_checksum_validation": "when_required"}
        known = s3fs.S3FileSystem(anon=anonymous, skip_instance_cache=True, config_kwargs=options)
        _systems[os.getpid()] = known
    return known


def _call(method: str, **arguments: Any) -> Any:
    """Call a *method* of the store; without any credentials it is asked as by the public. Raises StoreError.

    The library repeats a call that a busy store or the network made fail.
    """
    place = f"{SCHEME}{arguments['Bucket']}/{arguments.get('Key', arguments.get('Prefix', ''))}"
    try:
        with _errors(place):
            return _system().call_s3(method, **arguments)
    except StoreError as error:
        if error.code != _NO_CREDENTIALS:
            raise
    with _errors(place, "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, because the bucket is not public"):
        return _system(anonymous=True).call_s3(method, **arguments)


def _body(stream: Any, place: str) -> bytes:
    """Return the bytes that a *stream* of the store brings of the object at the URL *place*."""
    from fsspec.asyn import sync  # noqa: PLC0415 - as said above

    with _errors(place):
        data: bytes = sync(_system().loop, _read_and_close, stream)
        return data


async def _read_and_close(stream: Any) -> Any:
    """Read a *stream*, and give its connection back even if it breaks."""
    try:
        return await stream.read()
    finally:
        stream.close()


@contextmanager
def _errors(place: str, refused: str | None = None) -> Iterator[None]:
    """Raise what the libraries raise as StoreError about *place*; *refused* is the remedy if access is refused."""
    try:
        yield
    except Exception as error:
        cause = error.__cause__ or error
        if not isinstance(error, OSError) and not type(cause).__module__.startswith(_LIBRARIES):
            raise
        code, words = _code_and_words(cause)
        remedy = refused if refused and isinstance(error, PermissionError) else _REMEDIES.get(code, _AGAIN)
        found = hide_credentials(" ".join(words.split()), secrets_of(os.environ))
        failure = StoreError(place, f"cannot be read ({found})", remedy)
        failure.code = code
        raise failure from None


def _code_and_words(error: BaseException) -> tuple[str, str]:
    """Return the code of a library's *error*, and what it says."""
    told = getattr(error, "response", None)
    told = told.get("Error", {}) if isinstance(told, dict) else {}
    if not told:
        return type(error).__name__, str(error) or type(error).__name__
    code, message = str(told.get("Code", "")), str(told.get("Message", ""))
    return code, f"{code}: {message}" if message else code
