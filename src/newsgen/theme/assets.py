"""Collect the static files of the site, and give them hashed names."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from newsgen.errors import TemplateError, install_extra
from newsgen.model.colours import HUES, by_night
from newsgen.model.config import SYSTEM_FONT, Config, own_colours
from newsgen.text.search.words import tables
from newsgen.theme.fonts import WebFont, web_font
from newsgen.theme.style_sheets import compact

FOLDER = "assets"
STYLE = "style.css"
OWN_STYLE = "own.css"
"""A project's rules, which are added to the end of the style sheet, so that pages load one file."""
FONT = "font.woff2"
SEARCH_WORDS = "search-words.json"
"""The lists of words with which the search page makes the keys of a query."""
SEARCH_ASSETS = ("search.js", "search-index.js", "search.css")
"""The theme's assets that only the search page uses."""
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
    if config.search:
        found[SEARCH_WORDS] = json.dumps(tables(), ensure_ascii=False, sort_keys=True).encode()
    else:
        found = {name: data for name, data in found.items() if name not in SEARCH_ASSETS}
    own = _own_colours(config).encode() + found.pop(OWN_STYLE, b"")
    if own:
        found[STYLE] = found.get(STYLE, b"") + own  # last, so that it wins
    if STYLE in found:
        found[STYLE] = compact(found[STYLE].decode(errors="surrogateescape")).encode(errors="surrogateescape")
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


def _font_face(font: WebFont, file: str) -> str:
    lightest, boldest = font.weights
    return (
        f'@font-face{{font-family:"{font.family}";src:url("{file}") format("woff2");'
        f"font-weight:{lightest} {boldest};font-display:swap;unicode-range:{font.unicode_range}}}\n"
        f':root{{--font:"{font.family}",var(--system-font)}}\n'
    )


def _own_colours(config: Config) -> str:
    """Return the part of the style asset with the site's own accent and section colours, by day and by night."""
    numbered = enumerate(own_colours(config.sections), start=len(HUES) + 1)
    rules = [(f".s{number}", "--hue", colour) for number, colour in numbered]
    if config.accent:
        rules.append((":root", "--accent", config.accent))
    return "".join(f"{where}{{{name}:light-dark({colour},{by_night(colour)})}}" for where, name, colour in rules)


def _missing_font_warning(config: Config) -> str:
    return (
        f"the web font {config.font} is left out because the extra `fonts` is not installed, so pages use the reader's"
        " own fonts; write font: system in content/site.yml, or " + install_extra("fonts")
    )
