"""Find the pictures and files of content/media/ that articles use, and give them hashed names."""

import hashlib
import os
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property, partial
from html import unescape
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from urllib.parse import quote, urljoin

from newsgen.errors import NewsgenError, SourceError, UnreadableError
from newsgen.formats.embeds.players import FILMS, SOUNDS
from newsgen.formats.pictures import avif
from newsgen.formats.pictures.credits import TURNED
from newsgen.formats.pictures.published import credits_in, published
from newsgen.formats.pictures.svg import is_svg, size_of
from newsgen.model.article import Article
from newsgen.model.article_meta import ArticleMeta
from newsgen.model.body_links import MediaReference, linked_name, media_name, name_key
from newsgen.model.config import MEDIA_FOLDER, SITE_FILE, Config
from newsgen.model.pictures import CardPicture, MediaFile
from newsgen.model.urls import absolute, encode_external_url
from newsgen.pages.page import File
from newsgen.text.arabic import clean, slug

PICTURE_EXTENSIONS = frozenset("avif gif jpeg jpg png webp".split())
FILE_EXTENSIONS = (
    PICTURE_EXTENSIONS
    | FILMS
    | SOUNDS
    | frozenset("csv doc docx epub odp ods odt pdf ppt pptx rtf srt tsv txt vtt xls xlsx zip".split())
)
"""What a link may publish. Never html, xml or js: opened directly, they run scripts as this site."""
_SHOWN_EXTENSIONS = PICTURE_EXTENSIONS | {"svg"}
"""What an article may show. An SVG picture is published without what could run scripts."""
OTHER_FILES = frozenset({"robots.txt", "source.txt"})
"""Files of the site, with extensions of media files, that links may mean."""
_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\\\ud800-\udfff]")
_SIGNATURE = re.compile(rb"\xff\xd8\xff|\x89PNG\r\n\x1a\n|GIF8[79]a|RIFF.{4}WEBP|.{4}ftyp.{0,44}avi[fs]", re.DOTALL)
"""How pictures begin that browsers show; imagesize also measures others."""
_SUFFIXES = {b"\xff\xd8": "jpg", b"\x89": "png", b"GIF": "gif", b"RIFF": "webp", b"": "avif"}
"""Of pictures with these signatures, by their first bytes."""
_FORMER = re.compile(r"\s*(?:\.\.)?/")
"""Begins an address that names a folder of a former site."""
_UP = re.compile(r"^(?:\.\./)+")
_CARD_WIDTH = 800
_NARROWEST, _FLATTEST, _TALLEST = 300, 3, 0.6
"""A picture of a text that lists show has at least this width, and a proportion between these: it is no icon."""
_MAX_HINTS = 10
"""After so many missing files no similar names are searched: these are not typing errors, and a search is slow."""


@dataclass(frozen=True, slots=True)
class Media:
    """The files that articles and pages show or link, and the errors in their references."""

    items: Mapping[str, MediaFile]
    """By `media_name`, sorted; without files that only sources with errors use."""
    errors: tuple[NewsgenError, ...] = ()
    """One for each spelling in each source, at the line of its first use."""
    names: tuple[str, ...] = ()
    """All files in content/media/, also those that nothing uses; empty if they were not needed."""
    shown: frozenset[str] = frozenset()
    """The names of the items that a page shows as pictures; others are only linked."""

    def of(self, references: Sequence[MediaReference]) -> dict[str, MediaFile]:
        """Return the files that *references* mean, by `media_name`."""
        return {ref.name: self.items[ref.name] for ref in references if ref.name in self.items}

    def remedy(self, link: str) -> str | None:
        """Return what to do about a *link* in a body that leads to no page; None if it does not name a file."""
        name = media_name(link)
        if not name or _extension(name) not in FILE_EXTENSIONS:
            return None
        near = _nearest(name, self.names)
        return "put the file into content/media/" + (f", or write /media/{near}" if near else "")

    def files(self, root: Path) -> Iterator[File]:
        """Yield the published media files, each address once; the digest in it makes further inputs unnecessary."""
        for file in {file.url: file for file in self.items.values()}.values():
            read = partial(published_file if file.is_rewritten else Path, root / file.path)
            yield File(file.url, (), read, is_independent=True)


def find_media(
    references: Sequence[MediaReference],
    root: Path,
    pages: Collection[str] = (),
    unchanged: Callable[[str], MediaFile | None] = lambda _: None,
) -> Media:
    """Collect the media files below *root* that *references* name, each once.

    A link that has the address of one of *pages* means that page and not a file. *unchanged* returns the file at a
    path below *root* if it is known and need not be read.
    """
    folder = _MediaFolder(root, unchanged)
    errors: list[NewsgenError] = []
    for ref in references:
        try:
            if ref.kind != "link" or folder.may_mean_file(ref, pages):
                folder.add(ref)
        except SourceError as error:
            found = f"names the {ref.kind} {ref.written!r}, which {error.found}"
            errors.append(SourceError(ref.source, found, error.remedy, line_of(root / ref.source, ref.written)))
    failed = {error.path for error in errors}  # not published, so files that only they show are not either
    names = sorted({ref.name for ref in references if ref.source not in failed and ref.name in folder.files})
    pictures = (ref.name for ref in references if ref.kind == "picture" and ref.source != SITE_FILE)
    shown = frozenset(pictures).intersection(names)
    return Media({name: folder.files[name] for name in names}, tuple(errors), folder.names, shown)


def site_pictures(config: Config) -> list[MediaReference]:
    """Return the references to media that the site's settings make: the logo and the picture for shared links."""
    names = filter(None, dict.fromkeys((config.logo, config.social_image)))
    return [MediaReference(SITE_FILE, "picture", name, name_key(name)) for name in names]


def site_picture(name: str | None, media: Media) -> MediaFile | None:
    """Return the file in *media* of a picture that the settings *name*; None if there is none."""
    return media.items.get(name_key(name)) if name else None


def line_of(file: Path, written: str) -> int | None:
    """Return the first line of *file* with a reference as *written*, even escaped; None if it is not found."""
    try:
        text = clean(unescape(file.read_text(encoding="utf-8", errors="replace"))).replace("\\", "")
    except OSError:
        return None
    word = rf"(?<![\w/%.-]){re.escape(written.strip().replace(chr(92), ''))}(?![\w%])"
    in_link = re.search(rf"(?<=[(<\"'=]){word}", text) if written.startswith("#") else None  # #خبر may be a hashtag
    found = in_link or re.search(word, text)
    return text.count("\n", 0, found.start()) + 1 if found else None


class _MediaFolder:
    """The folder content/media/ on the disk, which is scanned once; each of its files is read once."""

    def __init__(self, root: Path, unchanged: Callable[[str], MediaFile | None]) -> None:
        self.files: dict[str, MediaFile] = {}
        """The files that were added, by name."""
        self._root = root
        self._unchanged = unchanged
        self._folder = os.path.realpath(root / MEDIA_FOLDER)
        self._hints_left = _MAX_HINTS

    def add(self, reference: MediaReference) -> None:
        """Add the media file that *reference* names; raise SourceError if it cannot be published."""
        name = reference.name
        extensions = _SHOWN_EXTENSIONS if reference.kind == "picture" else FILE_EXTENSIONS
        path = self._path(reference)
        if not name:
            raise _error("is not the address of a file", "name a file below content/media/, or write https://…")
        if path is None and ".." in name.split("/"):
            raise _error("leads out of content/media/", "put the file there, and write its path below that folder")
        if _FORBIDDEN.search(name):
            raise _error("contains a backslash or a control character", "write / between folders, or rename the file")
        if _extension(name) not in extensions:
            raise _error("is not of a type that can be published", f"use one of {', '.join(sorted(extensions))}")
        if path is None:
            raise _error("is not in content/media/", f"put the file there, or correct its name{self._hint(reference)}")
        if name not in self.files:
            self.files[name] = self._read(path, self._paths[path])

    def may_mean_file(self, link: MediaReference, pages: Collection[str]) -> bool:
        """Return whether a *link* names a media file, and none of the *pages* has its address."""
        is_page = link.name in pages or f"{link.name}/" in pages
        return not is_page and _extension(link.name) in FILE_EXTENSIONS and self._path(link) is not None

    def _path(self, reference: MediaReference) -> str | None:
        """Return the name of the media file that *reference* means; None if it is not there.

        An address of a former site, like /uploads/a.png or ../images/a.png, means the only file that it ends with,
        or that ends with it.
        """
        if reference.name in self._paths or not _FORMER.match(reference.written) or linked_name(reference.written):
            return reference.name if reference.name in self._paths else None
        name = _UP.sub("", reference.name)
        same = self._by_last_part.get(name.rpartition("/")[2], ())
        found = [path for path in same if f"/{path}".endswith(f"/{name}") or f"/{name}".endswith(f"/{path}")]
        return found[0] if len(found) == 1 else None

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all media files, if they were needed."""
        return tuple(self._paths) if "_paths" in vars(self) else ()

    @cached_property
    def _by_last_part(self) -> dict[str, list[str]]:
        """Return the names of all media files by the last part of each."""
        found: dict[str, list[str]] = defaultdict(list)
        for name in self._paths:
            found[name.rpartition("/")[2]].append(name)
        return found

    @cached_property
    def _paths(self) -> dict[str, str]:
        """Return the paths of all media files and folders by name; of two with one name, the path spelled like it.

        Linked folders are not entered. No path contains "..".
        """
        found = []
        for folder, folders, files in os.walk(self._folder):
            parent = os.path.relpath(folder, self._folder)
            found += [os.path.normpath(f"{parent}/{entry}") for entry in (*folders, *files)]
        last_wins = sorted(found, key=lambda path: (path == name_key(path), path))
        return {name_key(path): f"{MEDIA_FOLDER}/{path}" for path in last_wins}

    def _hint(self, reference: MediaReference) -> str:
        """Return a question that suggests the media file of the most similar name, in any folder; "" if none is."""
        self._hints_left -= 1
        if self._hints_left < 0:
            return ""
        near = _nearest(reference.name, self._paths)
        return f"; did you mean {'media/' if reference.kind == 'file' else ''}{near}?" if near else ""

    def _read(self, name: str, path: str) -> MediaFile:
        file = Path(os.path.realpath(self._root / path))
        try:
            if not file.is_relative_to(self._folder):
                raise _error("is a symbolic link that leads out of content/media/", "put the file itself there")
            if not file.is_file():
                raise _error("is not a file", "put a file in its place")
            known = self._unchanged(path)
            if known is not None:
                return known
            if _extension(name) in _SHOWN_EXTENSIONS:
                return _picture_file(name, path, file.read_bytes())
            with file.open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError as error:
            raise _error(f"cannot be read ({error.strerror})", "make it a readable file") from None
        return MediaFile(_hashed_url(name, digest), None, None, path, digest)


def _picture_file(name: str, path: str, data: bytes) -> MediaFile:
    """Return the picture *name* with the content *data*; raise SourceError if it is not one that browsers show."""
    try:
        shown = published(data)
    except UnreadableError as error:
        raise _error(str(error), "put another picture in its place") from None
    is_drawing = _extension(name) == "svg"
    if is_drawing and not is_svg(shown):
        raise _not_a_picture()
    width, height = size_of(shown) if is_drawing else _size(BytesIO(shown))
    if not shown.startswith(b"\xff\xd8") and credits_in(shown).orientation in TURNED:  # imagesize turns a JPEG alone
        width, height = height, width
    digest = hashlib.sha256(shown).hexdigest()
    return MediaFile(_hashed_url(name, digest), width, height, path, digest, shown != data)


def published_file(file: Path) -> bytes:
    """Return the bytes that the site publishes of the picture in *file*, a media file that is rewritten."""
    try:
        return published(file.read_bytes())
    except (OSError, UnreadableError):
        raise SourceError(str(file), "changed while the site was being built", "build again") from None


def _nearest(name: str, names: Iterable[str]) -> str | None:
    """Return the media file of the most similar *name* among *names*, in any folder, as a link writes it."""
    nearest = sorted(names, key=lambda other: (len(os.path.commonpath([other, name])), other))
    valid = [other for other in nearest if _extension(other) in FILE_EXTENSIONS and not _FORBIDDEN.search(other)]
    by_last_part = {PurePosixPath(other).name.casefold(): other for other in valid}
    similar = get_close_matches(PurePosixPath(name).name.casefold(), by_last_part, 1)
    return re.sub("[%?#]", lambda sign: quote(sign[0]), by_last_part[similar[0]]) if similar else None


def is_picture(file: Path) -> bool:
    """Return whether a media *file* is a picture that browsers show, by its content and by its extension."""
    try:
        with file.open("rb") as stream:
            return file.suffix[1:].lower() in PICTURE_EXTENSIONS and bool(_size(stream))
    except (OSError, SourceError):
        return False


@dataclass(frozen=True, slots=True)
class Measured:
    """The true type and the size in pixels of a picture."""

    suffix: str
    width: int
    height: int


def measure_picture(data: bytes) -> Measured | None:
    """Return the type and size of the media file *data*; None unless it is a picture that browsers show."""
    try:
        width, height = _size(BytesIO(data))
    except (SourceError, ValueError):
        return None
    suffix = next(suffix for start, suffix in _SUFFIXES.items() if data.startswith(start) or not start)
    return Measured(suffix, width, height)


def _size(stream: BinaryIO) -> tuple[int, int]:
    """Return width and height of a media file in pixels; raise SourceError if the bytes are not a picture."""
    import imagesize  # type: ignore[import-untyped]  # noqa: PLC0415 - it loads slowly, and few sites have pictures

    if _SIGNATURE.match(stream.read(64)):
        stream.seek(0)
        width, height = imagesize.get(stream)
        if width > 0 and height > 0:
            return width, height
        stream.seek(0)
        size = avif.size_of(stream.read())  # imagesize reads none that has metadata
        if size:
            return size
    raise _not_a_picture()


def _not_a_picture() -> SourceError:
    return _error("is not a picture that browsers show", "put a picture in its place")


def _hashed_url(name: str, digest: str) -> str:
    """Return the address of the media file *name*, whose SHA-256 is *digest*."""
    path = PurePosixPath(name)
    folders = filter(None, map(slug, path.parent.parts))
    return "/".join(["media", *folders, f"{slug(path.stem) or 'file'}.{digest[:10]}.{_extension(name)}"])


def _extension(name: str) -> str:
    return PurePosixPath(name).suffix[1:].lower()


def _error(found: str, remedy: str) -> SourceError:
    return SourceError(MEDIA_FOLDER, found, remedy)


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture that an editor gave an article: a file of the site, or a URL elsewhere."""

    file: MediaFile | None
    src: str
    alt: str
    caption: str | None
    credit: str | None

    def address(self, base_url: str | None) -> str | None:
        """Return the absolute URL of the picture in media; None for a file of a site without `base_url`."""
        if self.file is None:
            return encode_external_url(urljoin(base_url or "https:", self.src))
        return absolute(self.file.fallback.url, base_url) if base_url else None


def picture_of(article: Article | ArticleMeta, media: Mapping[str, MediaFile]) -> Picture | None:
    """Return the picture of *article* among the media; None if it has none."""
    image = article.image
    if image is None:
        return None
    name = media_name(image.src)
    file = media.get(name) if name else None
    return Picture(file, image.src, image.alt, image.caption, image.credit)


def card_pictures(metas: Iterable[ArticleMeta], media: Mapping[str, MediaFile]) -> dict[str, CardPicture]:
    """Return the pictures that lists show of articles among the *media*, by the ids of the articles.

    It is the picture that an editor gave the article, else the first in its text that is not an icon. A picture on
    another site is not shown: a list would have readers' browsers ask twenty strangers, of whom many are gone.
    """
    found = {}
    for meta in metas:
        if meta.image or meta.references:
            picture = _card_picture(meta, media)
            if picture:
                found[meta.id] = picture
    return found


def _card_picture(meta: ArticleMeta, media: Mapping[str, MediaFile]) -> CardPicture | None:
    own = picture_of(meta, media)
    if own and own.file:
        return _as_card_picture(own.file, own.alt)
    for reference in meta.references:
        file = media.get(reference.name) if reference.kind == "picture" else None
        if file and file.width and file.height and file.width >= _NARROWEST:
            proportion = file.width / file.height
            if _TALLEST <= proportion <= _FLATTEST:
                return _as_card_picture(file, "")
    return None


def _as_card_picture(file: MediaFile, alt: str) -> CardPicture:
    """Return a *file* of the media as lists show it."""
    shown = next((size for size in file.sizes if size.width >= _CARD_WIDTH), file.fallback)
    webp = file.webp or (file.sizes if _extension(file.url) == "webp" else ())
    return CardPicture(shown.url, shown.width, shown.height, alt, webp)
