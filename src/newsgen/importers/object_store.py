"""Ask an S3-compatible store for objects and lists of them, and say what is wrong if it does not give them."""

import asyncio
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple

from newsgen.errors import NewsgenError
from newsgen.text.credentials import hide_credentials, secrets_of

SCHEME = "s3://"
_PAUSES = (0.1, 0.5, 2, 0)
"""Seconds after each attempt to get a range if the connection breaks while its bytes arrive."""
_NO_CREDENTIALS = "NoCredentialsError"
_LIBRARIES = ("botocore", "aiobotocore", "aiohttp", "fsspec", "s3fs", "asyncio", "concurrent")
"""Modules whose exceptions mean that the store cannot be read; any other is a bug."""
EXISTING = "name an existing object, or the beginning of its name up to a slash"
_REMEDIES = {
    "NoSuchBucket": "correct the name of the bucket, or set AWS_ENDPOINT_URL to the store that has it",
    "NoSuchKey": EXISTING,
    "404": EXISTING,
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


class Range(NamedTuple):
    """Some bytes of an object."""

    bucket: str
    key: str
    etag: str
    """With it the store refuses to mix the bytes of two objects, if one replaces the other; "" if it is not known."""
    start: int
    length: int

    @property
    def options(self) -> dict[str, str]:
        """What the library is told about it."""
        match = {"IfMatch": self.etag} if self.etag else {}
        return {
            "Bucket": self.bucket,
            "Key": self.key,
            "Range": f"bytes={self.start}-{self.start + self.length - 1}",
            **match,
        }


def get(wanted: Range) -> bytes:
    """Return the bytes of a range; a connection that breaks is tried again. Raises StoreError."""
    place = f"{SCHEME}{wanted.bucket}/{wanted.key}"
    found = f"cannot be read at byte {wanted.start:,} (fewer bytes came than the store lists)"
    failure = StoreError(place, found, _AGAIN)
    for pause in _PAUSES:
        got = call("get_object", **wanted.options)
        try:
            data = _body(got["Body"], place)
        except StoreError as error:
            failure = error
        else:
            if len(data) == wanted.length:
                return data
        time.sleep(pause)
    raise failure


def get_at_once(wanted: Sequence[Range]) -> list[bytes]:
    """Return the bytes of each range, which are asked for at the same time; b"" for one that cannot be had."""
    from fsspec.asyn import sync  # noqa: PLC0415 - as said below

    system = _system()
    found: list[bytes] = sync(system.loop, _all_of, system, wanted)
    return [data if len(data) == one.length else b"" for data, one in zip(found, wanted, strict=True)]


async def _all_of(system: Any, wanted: Sequence[Range]) -> list[bytes]:
    async def one(part: Range) -> bytes:
        with suppress(Exception):  # it is asked for again, and an error is reported then
            got = await system._call_s3("get_object", **part.options)  # noqa: SLF001 - the same without waiting
            return bytes(await _read_and_close(got["Body"]))
        return b""

    return list(await asyncio.gather(*map(one, wanted)))


_systems: dict[int, Any] = {}
"""The connections of this process, by its id. Those of the process that it was forked from are kept, because closing
them here would disturb that process."""


def _system(*, anonymous: bool = False) -> Any:
    """Return the connections of this process; endpoint and credentials are those of the environment, as for boto3."""
    process = os.getpid()
    if anonymous or process not in _systems:
        import s3fs  # noqa: PLC0415 - slow to import, and an extra

        options = {"request_checksum_calculation": "when_required", "response_checksum_validation": "when_required"}
        new = s3fs.S3FileSystem(anon=anonymous, skip_instance_cache=True, config_kwargs=options)
        _systems.setdefault(process, new)  # another thread may have been faster
        if anonymous:
            _systems[process] = new
    return _systems[process]


def call(method: str, **arguments: Any) -> Any:
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
