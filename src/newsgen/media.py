"""The pictures and files of content/media/, under names that change with their content."""

import hashlib
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from html import unescape
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Literal
from urllib.parse import quote, unquote

import imagesize  # type: ignore[import-untyped]

from newsgen.arabic import BIDI_CONTROLS, clean, slug
from newsgen.article import Article, WrittenPage
from newsgen.errors import NewsgenError, SourceError

FOLDER = "content/media"
PICTURES = frozenset("avif gif jpeg jpg png webp".split())
FILES = PICTURES | frozenset(
    "csv doc docx epub m4a mp3 mp4 odp ods odt ogg opus pdf ppt pptx rtf tsv txt wav webm xls xlsx zip".split()
)
"""What a link may publish. Never html, svg, xml or js: opened by themselves they run scripts as this site."""
REFERENCE = re.compile(
    r'<(?:(?P<img>img)|a)(?P<before>(?: [a-z]+="[^"]*")*?)'
    r' (?(img)src|href)="(?P<address>[^"]*)"(?P<after>(?: [a-z]+="[^"]*")*)>'
)
"""A picture or a link in sanitised HTML; its address is escaped as HTML."""
ELSEWHERE = re.compile(r"//|[A-Za-z][A-Za-z0-9+.-]*:")
"""How an address begins that says its scheme or its host."""

_OWN_FOLDER = re.compile("^(?:content/)?media/")
_LINKED = re.compile(r"\s*(?:\./)?/?(?:content/)?media/")
_BIDI = dict.fromkeys(map(ord, BIDI_CONTROLS))
_UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f\\\ud800-\udfff]")
_OPENING = re.compile(rb"\xff\xd8\xff|\x89PNG\r\n\x1a\n|GIF8[79]a|RIFF.{4}WEBP|.{4}ftyp.{0,44}avi[fs]", re.DOTALL)
"""How the pictures begin that browsers show; imagesize measures others too."""
_UNREADABLE = "make it a readable file"
_GUESSES = 10
"""After so many missing files no similar names are looked for: this is no slip of the keyboard, and it takes long."""


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A picture or a file that the site publishes."""

    url: str
    """Its address, which holds ten digits of its SHA-256."""
    width: int | None
    """Pixels, as the picture is shown: a photo that its camera held upright counts as upright."""
    height: int | None
    path: str
    """Below the root, with forward slashes, as the disk spells it."""


@dataclass(frozen=True, slots=True)
class Media:
    """The files that articles and pages show or link, and what stands in their way."""

    items: Mapping[str, MediaFile]
    """By `media_name`, sorted; those that only a source in error wants are not here."""
    errors: tuple[NewsgenError, ...] = ()
    """One for each spelling in each source, at the line where it is first written."""

    def files(self, root: Path) -> Iterator[tuple[str, Path]]:
        """Yield address and file, below *root*, of all that is published, each address once."""
        for url, path in {file.url: file.path for file in self.items.values()}.items():
            yield url, root / path


def media_name(written: str) -> str | None:
    """Return the path below content/media/ that the address of a picture means; None for one elsewhere.

    `a.jpg`, `media/a.jpg`, `/media/a.jpg` and `content/media/a.jpg` are one name, in NFC, without query,
    fragment, percent-encoding and bidi marks. Nothing says that it is there, nor that it is a sound name.
    """
    place = written.strip()
    if ELSEWHERE.match(place):
        return None
    path = unquote(re.split("[?#]", place, maxsplit=1)[0], errors="surrogateescape").translate(_BIDI)
    parts = "/".join(part for part in path.split("/") if part not in {"", "."})
    return _key(_OWN_FOLDER.sub("", parts))


def linked_name(written: str) -> str | None:
    """Return the path below content/media/ that a link means; None unless it begins with that folder's name."""
    return media_name(written) if _LINKED.match(written) else None


def find_media(articles: Iterable[Article], pages: Iterable[WrittenPage], root: Path) -> Media:
    """Collect, once each, the files below *root* that *articles* and *pages* show or link."""
    records: Iterator[Article | WrittenPage] = chain(articles, pages)
    references = [reference for record in records for reference in dict.fromkeys(_references(record))]
    shelf = _Shelf(root)
    errors: list[NewsgenError] = []
    for one in references:
        try:
            shelf.take(one)
        except SourceError as fault:
            found = f"names the {one.kind} {one.written!r}, which {fault.found}"
            errors.append(SourceError(one.source, found, fault.remedy, _line(root / one.source, one.written)))
    failed = {error.path for error in errors}  # they are not published, nor is what they alone show
    names = sorted({one.name for one in references if one.source not in failed})
    return Media({name: shelf.files[name] for name in names}, tuple(errors))


@dataclass(frozen=True, slots=True)
class _Reference:
    """A file that a source shows or links."""

    source: str
    kind: Literal["picture", "file"]
    written: str
    name: str


def _references(record: Article | WrittenPage) -> Iterator[_Reference]:
    """Yield the files that *record* names; what lies elsewhere on the web is none of them."""
    image = record.image.src if isinstance(record, Article) and record.image else None
    if image is not None and not image.lower().startswith(("http://", "https://", "//")):
        yield _Reference(record.source, "picture", image, media_name(image) or "")
    for match in REFERENCE.finditer(record.body_html or ""):
        written = unescape(match["address"])
        name = media_name(written) if match["img"] else linked_name(written)
        if name is not None:
            yield _Reference(record.source, "picture" if match["img"] else "file", written, name)


def _line(file: Path, written: str) -> int | None:
    """Return the line of the source *file* that first says *written*, whatever entities and escapes it uses."""
    try:
        text = clean(unescape(file.read_text(encoding="utf-8", errors="replace"))).replace("\\", "")
    except OSError:
        return None
    word = re.escape(written.strip().replace("\\", ""))
    found = re.search(rf"(?<![\w/%.-]){word}(?![\w%])", text)
    return text.count("\n", 0, found.start()) + 1 if found else None


class _Shelf:
    """The folder content/media/ as it lies on the disk: looked through once, each file read once."""

    def __init__(self, root: Path) -> None:
        self.files: dict[str, MediaFile] = {}
        """What was taken from it, by name."""
        self._root = root
        self._home = os.path.realpath(root / FOLDER)
        self._guesses = _GUESSES

    def take(self, wanted: _Reference) -> None:
        """Add the file that is *wanted*; raise SourceError, which says of it why not."""
        name, endings = wanted.name, PICTURES if wanted.kind == "picture" else FILES
        if not name:
            raise _fault("is no address of a file", "name one below content/media/, or write https://…")
        if ".." in name.split("/"):
            raise _fault("leads out of content/media/", "put the file there, and write its path below that folder")
        if _UNFIT.search(name):
            raise _fault("holds a backslash or a control character", "write / between folders, or rename the file")
        if _ending(name) not in endings:
            raise _fault("is of no kind that is published here", f"use one of {', '.join(sorted(endings))}")
        if name not in self._paths:
            raise _fault("is not in content/media/", f"put the file there, or mend its name{self._hint(wanted)}")
        if name not in self.files:
            self.files[name] = self._read(name, self._paths[name])

    @cached_property
    def _paths(self) -> dict[str, str]:
        """Return the path of all that is there, by name; of twins the one that is spelled like its name.

        Linked folders are not entered. Nothing in here is called "..".
        """
        found = []
        for folder, folders, files in os.walk(self._home):
            place = os.path.relpath(folder, self._home)
            found += [os.path.normpath(f"{place}/{entry}") for entry in (*folders, *files)]
        twins = sorted(found, key=lambda path: (path == _key(path), path))
        return {_key(path): f"{FOLDER}/{path}" for path in twins}

    def _hint(self, wanted: _Reference) -> str:
        """Ask for the name that is most like the *wanted* one, wherever it lies; "" where none is."""
        self._guesses -= 1
        if self._guesses < 0:
            return ""
        nearer = sorted(self._paths, key=lambda name: (len(os.path.commonpath([name, wanted.name])), name))
        fit = [name for name in nearer if _ending(name) in FILES and not _UNFIT.search(name)]
        names = {PurePosixPath(name).name.casefold(): name for name in fit}
        like = get_close_matches(PurePosixPath(wanted.name).name.casefold(), names, 1)
        if not like:
            return ""
        spelled = re.sub("[%?#]", lambda sign: quote(sign[0]), names[like[0]])
        return f"; did you mean {'media/' if wanted.kind == 'file' else ''}{spelled}?"

    def _read(self, name: str, path: str) -> MediaFile:
        file = Path(os.path.realpath(self._root / path))
        try:
            if not file.is_relative_to(self._home):
                raise _fault("is a link that leads out of content/media/", "put the file itself there")
            if not file.is_file():
                raise _fault("is no file", "put a file in its place")
            with file.open("rb") as stream:
                size = _size(stream) if _ending(name) in PICTURES else (None, None)
                stream.seek(0)
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError as error:
            raise _fault(f"cannot be read ({error.strerror})", _UNREADABLE) from None
        return MediaFile(_url(name, digest), size[0], size[1], path)


def _size(stream: BinaryIO) -> tuple[int, int]:
    """Return width and height of a picture; raise where the bytes hold none."""
    if _OPENING.match(stream.read(64)):
        stream.seek(0)
        width, height = imagesize.get(stream)
        if width > 0 and height > 0:
            return width, height
    raise _fault("holds no picture", "put a picture in its place that browsers show")


def _url(name: str, digest: str) -> str:
    """Return the address of the file *name*, whose bytes have the SHA-256 *digest*."""
    path = PurePosixPath(name)
    folders = filter(None, map(slug, path.parent.parts))
    return "/".join(["media", *folders, f"{slug(path.stem) or 'file'}.{digest[:10]}.{_ending(name)}"])


def _key(name: str) -> str:
    """Return the form in which spellings of one file name are the same: composed, without bidi marks."""
    return unicodedata.normalize("NFC", name.translate(_BIDI))


def _ending(name: str) -> str:
    return PurePosixPath(name).suffix[1:].lower()


def _fault(found: str, remedy: str) -> SourceError:
    return SourceError(FOLDER, found, remedy)
