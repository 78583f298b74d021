"""Pictures and files of content/media/, hashed names."""

import hashlib
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property, partial
from html import unescape
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from urllib.parse import quote, urljoin

from newsgen.errors import NewsgenError, SourceError
from newsgen.model.article import Article
from newsgen.model.article_meta import ArticleMeta
from newsgen.model.body_links import MediaReference, media_name, name_key
from newsgen.model.config import FOLDER
from newsgen.model.urls import absolute, outside
from newsgen.pages.page import File
from newsgen.text.arabic import clean, slug

PICTURES = frozenset("avif gif jpeg jpg png webp".split())
FILES = PICTURES | frozenset(
    "csv doc docx epub m4a mp3 mp4 odp ods odt ogg opus pdf ppt pptx rtf tsv txt wav webm xls xlsx zip".split()
)
"""What a link may publish. Never html, svg, xml or js: opened by themselves they run scripts as this site."""
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

    def files(self, root: Path) -> Iterator[File]:
        """Yield what is published of the files below *root*, each address once; it says what the file holds."""
        for url, path in {file.url: file.path for file in self.items.values()}.items():
            yield File(url, (), partial(Path, root, path))


def find_media(references: Sequence[MediaReference], root: Path) -> Media:
    """Collect, once each, the files below *root* that *references* name."""
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

    def take(self, wanted: MediaReference) -> None:
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
        twins = sorted(found, key=lambda path: (path == name_key(path), path))
        return {name_key(path): f"{FOLDER}/{path}" for path in twins}

    def _hint(self, wanted: MediaReference) -> str:
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


def holds_picture(file: Path) -> bool:
    """Tell a file that browsers show as a picture, and whose name says so."""
    try:
        with file.open("rb") as stream:
            return file.suffix[1:].lower() in PICTURES and bool(_size(stream))
    except (OSError, SourceError):
        return False


def _size(stream: BinaryIO) -> tuple[int, int]:
    """Return width and height of a picture; raise where the bytes hold none."""
    import imagesize  # type: ignore[import-untyped]  # noqa: PLC0415 - it loads slowly, and few sites have pictures

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


def _ending(name: str) -> str:
    return PurePosixPath(name).suffix[1:].lower()


def _fault(found: str, remedy: str) -> SourceError:
    return SourceError(FOLDER, found, remedy)


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture an editor gave an article: a file of the site, or an address elsewhere."""

    file: MediaFile | None
    src: str
    alt: str
    caption: str | None
    credit: str | None

    def address(self, base_url: str | None) -> str | None:
        """Return where the picture is, in full; None where the site does not know its own address."""
        if self.file is None:
            return outside(urljoin(base_url or "https:", self.src))
        return absolute(self.file.url, base_url) if base_url else None


def picture_of(article: Article | ArticleMeta, media: Mapping[str, MediaFile]) -> Picture | None:
    """Return the picture of *article*; None where it has none."""
    image = article.image
    if image is None:
        return None
    name = media_name(image.src)
    file = media.get(name) if name else None
    return Picture(file, image.src, image.alt, image.caption, image.credit)
