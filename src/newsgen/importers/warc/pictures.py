"""Find the pictures of a web archive by their URLs, without holding them in memory."""

import hashlib
import re
import tempfile
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import IO, TYPE_CHECKING, BinaryIO, cast

from newsgen.errors import UnreadableError
from newsgen.importers.items import ImportedItem
from newsgen.importers.remote_files import AnyFile
from newsgen.importers.saved_pages.pictures import with_pictures
from newsgen.importers.warc.chunks import Buffer
from newsgen.importers.warc.headers import read_http_headers
from newsgen.importers.warc.http_bodies import decode_body
from newsgen.importers.warc.pages import HEAD_BYTES, MAX_BLOCK_BYTES, matches_digest, media_of, other_kind
from newsgen.importers.warc.provenance import origin_of
from newsgen.importers.warc.records import Record, records
from newsgen.importers.warc.volumes import Region, Volume, open_part
from newsgen.importers.warc.wacz import READ_ERRORS, volumes
from newsgen.importers.warc.zstandard import ZstandardError
from newsgen.importers.warc.zstd_frames import read_dictionary
from newsgen.text.web_addresses import url_key

if TYPE_CHECKING:
    from newsgen.importers.warc.zstandard import Dictionary

MAX_PICTURES = 1_000_000
"""Captures of pictures that are indexed; each costs about 60 bytes of memory."""
MAX_COPIED_BYTES = 4 * 2**30
"""Bytes of pictures that are copied to a temporary file, because they are compressed together with others."""
_KEY_BYTES, _TIME_BYTES, _VOLUME_BYTES, _OFFSET_BYTES = 8, 4, 3, 8
_PLACE = _KEY_BYTES + _TIME_BYTES
_ENTRY_BYTES = _PLACE + _VOLUME_BYTES + _OFFSET_BYTES
_COPIED = 0xFFFFFF
"""In place of the number of a volume: the picture was copied."""
_REVISIT = b"\xff\xff\xfe"
"""The same: in place of the offset stands the key under which the picture is."""
_MAX_VOLUMES = 0xFFFFF0
_MAX_COMPARED, _MAX_CAPTURES = 1000, 10
"""Captures of one picture that are compared by time, and those next to the page that are tried."""
_PICTURE_NAME = re.compile(r"\.(?:avif|gif|jpe?g|png|webp)$", re.IGNORECASE)
_SIZE = re.compile(r"-\d{2,4}x\d{2,4}(?=\.\w+$)")
"""What WordPress writes into the name of a picture in another size; others write sizes after a question mark."""
_SMALL = re.compile(r"-\d{2}x\d|-[12]\d\dx\d|x\d{2}\.\w+$")
"""The name of a picture in a size for lists, which must not stand for the large one."""


@dataclass(frozen=True, slots=True)
class PictureMap:
    """Where the pictures of a file are, if none had to be copied; other processes can be given it."""

    entries: bytes = b""
    regions: tuple[Region, ...] = ()


class PictureIndex:
    """The places of all pictures in the archives of a file; they are looked up when the first page wants one."""

    def __init__(self, file: AnyFile, known: PictureMap | None = None) -> None:
        """Prepare to look up the pictures of the input *file*; if they are *known*, they are not looked for."""
        self._path = file
        self._known = known
        self._closing = ExitStack()
        self._file: BinaryIO | None = None
        self._copies: IO[bytes] | None = None
        self._regions: list[Region | None] = []
        self._entries: list[bytes] = []
        """For each picture a digest of its URL, its time and its place; sorted, and smaller than tuples would be."""
        self._dictionary: tuple[int, Dictionary | None] | None = None
        self.is_full = False
        """Whether some pictures are not indexed, because there are too many."""

    def close(self) -> None:
        """Close the files of the index."""
        self._closing.close()

    def put_into(self, item: ImportedItem) -> ImportedItem:
        """Return *item* with those pictures of its text that the archive contains as files of the project."""
        missing: list[str] = []

        def lookup(url: str) -> bytes | None:
            picture = self.find(url, item.article.captured)
            missing.extend([] if picture else [url])
            return picture

        found = with_pictures(item, lookup)
        if not self.is_full or not missing:
            return found
        warning = "the archive has too many pictures to take all of them out of it"
        return replace(found, article=replace(found.article, warnings=(*found.article.warnings, warning)))

    def find(self, url: str, captured: object = None) -> bytes | None:
        """Return the picture that was fetched from *url*, the capture next to the time *captured*; None if none."""
        found = (self._nearest(key, _minutes(captured)) for key in self._keys(url))
        return next((picture for picture in found if picture), None)

    def at_hand(self, url: str) -> str | None:
        """Return *url* if the archive has a picture that was fetched from it, in the same size; else None."""
        is_known = any(self._captures(key) for key in self._keys(url)[:1])
        return url if is_known else None

    def _keys(self, url: str) -> tuple[bytes, ...]:
        """Return the keys under which the picture at *url* may be; they can be looked up from then on."""
        keys = _url_keys(url)
        if keys and self._file is None:
            self._read()
        return keys

    def _captures(self, key: bytes) -> list[bytes]:
        """Return the entries of the captures of a picture."""
        begin = bisect_left(self._entries, key)
        end = bisect_left(self._entries, key + b"\xff" * _ENTRY_BYTES)
        return self._entries[begin : min(end, begin + _MAX_COMPARED)]

    def _read(self) -> None:
        """Index all pictures of the file; what is damaged is reported when its pages are read."""
        self._file = self._closing.enter_context(self._path.open("rb"))
        if self._known:
            every = self._known.entries
            self._entries = [every[at : at + _ENTRY_BYTES] for at in range(0, len(every), _ENTRY_BYTES)]
            self._regions = list(self._known.regions)
            return
        with suppress(*READ_ERRORS):
            archives = (found for found in volumes(self._file) if isinstance(found, Volume))
            for number, volume in enumerate(islice(archives, _MAX_VOLUMES)):
                self._regions.append(volume.region)
                with suppress(UnreadableError, *READ_ERRORS), closing(volume.open()) as stream:
                    for record in records(stream, seekable=not volume.name):
                        if isinstance(record, Record) and not self.is_full:
                            self.add(record, number, volume)
        self._entries.sort()

    def known(self, regions: Iterable[Region]) -> PictureMap:
        """Return where the pictures are that were added, from archives at these *regions*."""
        return PictureMap(b"".join(sorted(self._entries)), tuple(regions))

    @property
    def size(self) -> int:
        """The number of bytes of the picture map."""
        return len(self._entries) * _ENTRY_BYTES

    def add(self, record: Record, number: int, volume: Volume) -> None:
        """Add *record* of the archive with this *number* to the index if it is a picture."""
        if not _is_picture(record):
            return
        time = _minutes(origin_of(record.url, record.headers.get("warc-date", "")).captured)
        keys = _url_keys(record.url)
        places = list(_revisited(record))
        if record.kind != "revisit":
            keys = *keys, *_payload_keys(record)
            places = [place] if (place := self._place(record, number, volume)) else []
        self._entries += [key + time.to_bytes(_TIME_BYTES) + place for key in keys for place in places]
        self.is_full = self.is_full or len(self._entries) >= MAX_PICTURES

    def _place(self, record: Record, number: int, volume: Volume) -> bytes | None:
        """Return where the picture in *record* can be read, after copying it if needed; None if nowhere."""
        at = record.offset if volume.region else None
        if at is None:
            number, at = _COPIED, self._copy(record)
        return None if at is None else number.to_bytes(_VOLUME_BYTES) + at.to_bytes(_OFFSET_BYTES)

    def _copy(self, record: Record) -> int | None:
        """Copy the picture in *record* to the temporary file, after its size; return where, or None if it cannot be."""
        picture = _picture_of(record)
        if not picture:
            return None
        if self._copies is None:
            self._copies = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the index
            self._closing.callback(self._copies.close)
        at = self._copies.seek(0, 2)
        if at + len(picture) > MAX_COPIED_BYTES:
            self.is_full = True
            return None
        self._copies.write(len(picture).to_bytes(4) + picture)
        return at

    def _nearest(self, key: bytes, time: int, *, revisits: bool = True) -> bytes | None:
        """Return the picture under *key* that was captured next to *time*, or that a revisit names; None if none."""
        captures = [(entry[_KEY_BYTES:_PLACE], entry[_PLACE:]) for entry in self._captures(key)]
        captures.sort(key=lambda capture: abs(int.from_bytes(capture[0]) - time))
        places = [place for _, place in captures if revisits or not place.startswith(_REVISIT)]
        pictures = (self._picture_at(place, key, time) for place in places[:_MAX_CAPTURES])
        return next((picture for picture in pictures if picture), None)

    def _picture_at(self, place: bytes, key: bytes, time: int) -> bytes | None:
        if place.startswith(_REVISIT):
            return self._nearest(place[_VOLUME_BYTES:], time, revisits=False)
        number, at = int.from_bytes(place[:_VOLUME_BYTES]), int.from_bytes(place[_VOLUME_BYTES:])
        if number == _COPIED:
            copies = cast("IO[bytes]", self._copies)
            copies.seek(at)
            return copies.read(int.from_bytes(copies.read(4)))
        region, file = cast("Region", self._regions[number]), cast("BinaryIO", self._file)
        with suppress(UnreadableError, *READ_ERRORS), closing(open_part(file, region, at)) as part:
            record = next(records(part, seekable=False, dictionary=self._dictionary_of(number, region)), None)
            if isinstance(record, Record) and key in (*_url_keys(record.url), *_payload_keys(record)):
                return _picture_of(record)
        return None

    def _dictionary_of(self, number: int, region: Region) -> "Dictionary | None":
        """Return the dictionary at the beginning of an archive in Zstandard; that of the last archive is kept."""
        if self._dictionary is None or self._dictionary[0] != number:
            self._dictionary = number, dictionary_of(cast("BinaryIO", self._file), region)
        return self._dictionary[1]


def dictionary_of(file: BinaryIO, region: Region) -> "Dictionary | None":
    """Return the dictionary at the beginning of the archive in a *region* of *file*; None if it has none."""
    with suppress(ZstandardError), closing(open_part(file, region)) as part:
        return read_dictionary(Buffer(part))
    return None


def _url_keys(url: str) -> tuple[bytes, ...]:
    """Return the digests under which a picture is looked up: of its *url*, then of the picture in any size.

    All spellings of a URL have the same, and so has the URL at which a public archive shows it.
    """
    key = url_key(origin_of(url, "").url or "")
    if key is None:
        return ()
    path = key.partition("?")[0]
    any_size = _SIZE.sub("", path) if _PICTURE_NAME.search(path) and not _SMALL.search(path) else key
    return tuple(map(_digest, dict.fromkeys((key, any_size))))


def _payload_keys(record: Record) -> Iterable[bytes]:
    """Return the digest by which revisits refer to the bytes of *record*, if the archive has it."""
    declared = record.headers.get("warc-payload-digest")
    return (_digest(f"digest {declared}"),) if declared else ()


def _revisited(record: Record) -> Iterator[bytes]:
    """Yield the places of what *record* says was unchanged, if it is a revisit: a digest, then the URL it names."""
    other = record.headers.get("warc-refers-to-target-uri", record.url)
    for key in (*_payload_keys(record), *_url_keys(other)[:1]) if record.kind == "revisit" else ():
        yield _REVISIT + key


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=_KEY_BYTES).digest()


def _minutes(time: object) -> int:
    return max(0, int(time.timestamp()) // 60) if isinstance(time, datetime) else 0


def _is_picture(record: Record) -> bool:
    """Return whether *record* has a picture, or says that one was unchanged."""
    kind = other_kind(record)
    if kind in {"images", "other files"}:
        return kind == "images" or _is_picture_name(record)
    if record.kind != "revisit":
        return False
    media = media_of(read_http_headers(record.head(HEAD_BYTES))[1]) if kind else ""
    return media.startswith("image/") or (not media and _is_picture_name(record))


def _is_picture_name(record: Record) -> bool:
    return _PICTURE_NAME.search(record.url.partition("?")[0]) is not None


def _picture_of(record: Record) -> bytes | None:
    """Return the bytes of the picture in *record*; None if they are damaged or cannot be read."""
    block = record.block(MAX_BLOCK_BYTES)
    if block is None or record.faults or "warc-truncated" in record.headers:
        return None
    is_http = record.kind == "response"
    _, headers, start = read_http_headers(block) if is_http else (200, {}, 0)
    try:
        body, notes = decode_body(block[start:], headers)
    except UnreadableError:
        return None
    is_intact = matches_digest(record.headers.get("warc-payload-digest"), (block[start:], body))
    return None if notes or is_intact is False else body
