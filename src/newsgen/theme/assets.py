"""Collect the static files of the site, and give them hashed names."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from newsgen.errors import TemplateError, install_extra
from newsgen.model.config import SYSTEM_FONT, Config
from newsgen.theme.fonts import WebFont, web_font

FOLDER = "assets"
STYLE = "style.css"
FONT = "font.woff2"
LICENSE = "font-license.txt"


@dataclass(frozen=True, slots=True)
class Assets:
    """The static files, and their addresses for templates."""

    files: Mapping[str, bytes]
    """Content by address."""
    urls: Mapping[str, str]
    """Address by the name that templates use, such as `style.css`; without `font.woff2` if there is no web font."""
    warnings: tuple[str, ...] = ()
    errors: tuple[TemplateError, ...] = ()


def find_assets(config: Config, folders: Iterable[Path]) -> Assets:
    """Collect the assets below *folders* (of templates; the first wins) and the web font of the site."""
    errors: list[TemplateError] = []
    found = dict(_read_assets(folders, errors))
    font = None if config.font == SYSTEM_FONT else web_font(config.font)
    files: dict[str, bytes] = {}
    urls: dict[str, str] = {}
    if font:
        found[LICENSE] = font.license
        urls[FONT] = _add(files, FONT, font.data)
        found[STYLE] = _font_face(font, PurePosixPath(urls[FONT]).name).encode() + found.get(STYLE, b"")
    if STYLE in found:
        found[STYLE] = compact(found[STYLE])
    for name, data in sorted(found.items()):
        urls[name] = _add(files, name, data)
    warnings = () if font or config.font == SYSTEM_FONT else (_missing_font_warning(config),)
    return Assets(files, urls, warnings, tuple(errors))


def _read_assets(folders: Iterable[Path], errors: list[TemplateError]) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of each asset, those of later folders first; hidden files are skipped."""
    for folder in reversed(list(folders)):
        assets = folder / FOLDER
        for file in sorted(assets.rglob("*")) if assets.is_dir() else ():
            name = file.relative_to(assets).as_posix()
            if not file.is_file() or any(part.startswith(".") for part in PurePosixPath(name).parts):
                continue
            if not name.isprintable():
                errors.append(TemplateError(str(file), "has a name that cannot be part of a URL", "rename the file"))
                continue
            try:
                yield name, file.read_bytes()
            except OSError as error:
                found = f"cannot be read ({error.strerror})"
                errors.append(TemplateError(str(file), found, "make it a readable file"))


def _add(files: dict[str, bytes], name: str, data: bytes) -> str:
    """Add *data* of an asset under its hashed name and return its address."""
    path = PurePosixPath(name)
    digest = hashlib.sha256(data).hexdigest()[:10]
    url = f"{FOLDER}/{path.with_name(f'{path.stem}.{digest}{path.suffix}')}"
    files[url] = data
    return url


_QUOTED = r""""(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|url\([^)"']*\)"""
_COMMENT = r"/\*(?:[^*]|\*(?!/))*\*/"
_BLANKS = rf"(?:\s|{_COMMENT})"
_SPARED = re.compile(
    rf"(?s:({_QUOTED})|{_BLANKS}*(?:;{_BLANKS}*)?(\}}){_BLANKS}*|{_BLANKS}*([{{;,]){_BLANKS}*|(:)\s+|({_BLANKS}+))"
)


def compact(style: bytes) -> bytes:
    """Return an asset that is a *style* sheet without comments and without blanks that mean nothing.

    Every page waits for it, and a seventh of it is for those who edit it. What is quoted is never changed.
    """

    def shorter(match: re.Match[str]) -> str:
        quoted, brace, sign, colon, blanks = match.groups()
        if blanks:
            return " " if re.sub(_COMMENT, "", blanks) else "/**/"  # a comment separates words without being a space
        return quoted or brace or sign or colon

    return _SPARED.sub(shorter, style.decode(errors="surrogateescape")).strip().encode(errors="surrogateescape")


def _font_face(font: WebFont, file: str) -> str:
    lightest, boldest = font.weights
    return (
        f'@font-face{{font-family:"{font.family}";src:url("{file}") format("woff2");'
        f"font-weight:{lightest} {boldest};font-display:swap;unicode-range:{font.unicode_range}}}\n"
        f':root{{--font:"{font.family}",var(--system-font)}}\n'
    )


def _missing_font_warning(config: Config) -> str:
    return (
        f"the web font {config.font} is left out because the extra `fonts` is not installed, so pages use the reader's"
        " own fonts; write font: system in content/site.yml, or " + install_extra("fonts")
    )
