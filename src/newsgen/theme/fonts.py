"""Make the web font of a site: a subset of an installed font, cached for the user."""

import os
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from newsgen.filesystem import replace_file, sha256

# A fixed list instead of the characters in use, so that new articles do not change the font in readers' caches.
# It covers 99.97 % of the characters of 12,000 real articles; more characters would make the font larger.
CHARACTERS = frozenset(
    "".join(map(chr, range(0x20, 0x7F)))  # ASCII
    + "ءآأؤإئابةتثجحخدذرزسشصضطظعغـفقكلمنهوىيٱ٠١٢٣٤٥٦٧٨٩"
    + "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670"  # tanwin, harakat, shadda, sukun, small alef
    + "\u0653\u0654\u0655"  # madda and hamza as marks, for decomposed text
    + "،؛؟٪٫٬﴾﴿«»“”‘’…–—•·©\u00a0"
    + "\u200c\u200d\u200e\u200f\u061c"  # joiners and direction marks occur inside words
    + "پچڤگڭڨی"  # names and loan words
    + "ﻵﻶﻷﻸﻹﻺﻻﻼ"  # lam-alef as older systems typed it, inside ordinary words
    + "éèêàâçôîû"
)

_OPTIONS: dict[str, Any] = {
    "flavor": "woff2",
    "recalc_timestamp": False,
    "harfbuzz_repacker": False,  # it may or may not be installed, and would change the bytes
}


@dataclass(frozen=True, slots=True)
class WebFont:
    """A subset web font, ready to be served."""

    family: str  # its name in CSS
    data: bytes  # woff2
    weights: tuple[int, int]  # the range of the variable weight, for font-weight in @font-face
    license: bytes  # the SIL Open Font License, which must be served with the font
    unicode_range: str  # the characters that it contains, for @font-face: "U+20-7E, U+A0, …"


@dataclass(frozen=True, slots=True)
class FontFile:
    """Where an installed package keeps a font, and which of its weights are served."""

    family: str
    package: str  # the distribution, by its name on PyPI
    path: str  # the font's file, as the distribution lists it
    weights: tuple[int, int]  # the part of the weight axis that is kept; every other axis is fixed at its default


FONTS: dict[str, FontFile] = {
    "noto-naskh-arabic": FontFile(
        "Noto Naskh Arabic", "pylopdf-fonts-ar", "pylopdf_fonts_ar/NotoNaskhArabic-Variable.ttf", (400, 700)
    ),
}
"""By the values of the setting `font` in site.yml."""


def web_font(name: str) -> WebFont | None:
    """Return the font called *name*; None if the extra `fonts` is not installed completely."""
    source = FONTS[name]
    installed = _find_installed(source)
    if installed is None:
        return None
    original, license_text, tools = installed
    # the name in the cache depends on everything that could change the bytes
    settings = sha256(original), source.weights, tools, sorted(CHARACTERS), _OPTIONS
    digest = sha256(repr(settings).encode())
    data = _read_cached(digest)
    if data is None:
        data = _subset(original, source.weights)
        _write_cached(digest, data)
    present = CHARACTERS - set(_private_data(data).decode())
    return WebFont(source.family, data, source.weights, license_text, _unicode_range(present))


def find_font(name: str) -> Path | None:
    """Return the file of the original of the web font called *name*; None if its package is not installed."""
    from importlib.metadata import PackageNotFoundError, distribution  # noqa: PLC0415 - 15 ms

    source = FONTS[name]
    try:
        file = Path(str(distribution(source.package).locate_file(source.path)))
    except PackageNotFoundError:
        return None
    return file if file.is_file() else None


def user_cache() -> Path:
    """Return the folder where the web font is cached, of files that can be made again; it may not exist yet."""
    given = os.environ.get("XDG_CACHE_HOME", "")
    base = Path(given) if Path(given).is_absolute() else Path.home() / ".cache"  # XDG ignores relative paths
    return base / "newsgen"


def _find_installed(source: FontFile) -> tuple[bytes, bytes, tuple[str, str]] | None:
    """Return the font's bytes, its license and the versions of the tools, importing none; None if any is missing."""
    from importlib.metadata import PackageNotFoundError, distribution, version  # noqa: PLC0415 - 15 ms

    try:
        tools = version("fonttools"), version("brotli")
        package = distribution(source.package)
        original = Path(str(package.locate_file(source.path))).read_bytes()
    except (PackageNotFoundError, FileNotFoundError):
        return None
    license_text = package.read_text("licenses/LICENSE")
    return (original, license_text.encode(), tools) if license_text else None


def _subset(original: bytes, weights: tuple[int, int]) -> bytes:
    """Return the font *original* as woff2 with only CHARACTERS and *weights*, with the same shaping.

    Its private data lists the CHARACTERS that it lacks, so that they are known when it is read from the cache.
    """
    from fontTools import subset  # type: ignore[import-untyped]  # noqa: PLC0415 - 0.2 s
    from fontTools.ttLib.woff2 import WOFF2FlavorData  # type: ignore[import-untyped]  # noqa: PLC0415

    options = subset.Options(**_OPTIONS)
    output = BytesIO()
    with subset.load_font(BytesIO(original), options) as font:
        lacking = CHARACTERS - set(map(chr, font.getBestCmap()))
        subsetter = subset.Subsetter(options)
        subsetter.populate(text="".join(CHARACTERS))
        subsetter.subset(font)
        _limit_axes(font, weights)
        font.flavorData = WOFF2FlavorData()
        font.flavorData.privData = "".join(sorted(lacking)).encode()
        subset.save_font(font, output, options)
    return output.getvalue()


def _limit_axes(font: Any, weights: tuple[int, int]) -> None:
    """Limit the variable *font* to *weights*; do nothing if it has exactly those."""
    axes = font["fvar"].axes if "fvar" in font else []
    wanted = {axis.axisTag: (axis.defaultValue, axis.defaultValue) for axis in axes} | {"wght": weights}
    if axes and wanted != {axis.axisTag: (axis.minValue, axis.maxValue) for axis in axes}:
        from fontTools.varLib import instancer  # type: ignore[import-untyped]  # noqa: PLC0415

        instancer.instantiateVariableFont(font, wanted, inplace=True)


def _read_cached(digest: str) -> bytes | None:
    """Return the cached font named *digest*; None if it is missing or incomplete."""
    with suppress(OSError, RuntimeError):  # Path.home() raises the latter for a user without a home
        data = (user_cache() / "fonts" / f"{digest}.woff2").read_bytes()
        if data[:4] == b"wOF2" and int.from_bytes(data[8:12], "big") == len(data):
            return data
    return None


def _write_cached(digest: str, data: bytes) -> None:
    """Cache *data* of the web font for the next build; if that fails, the next build is only slower."""
    with suppress(OSError, RuntimeError):
        replace_file(user_cache() / "fonts" / f"{digest}.woff2", data)


def _private_data(woff2: bytes) -> bytes:
    """Return the private data block of a woff2 file."""
    start, length = int.from_bytes(woff2[40:44], "big"), int.from_bytes(woff2[44:48], "big")
    return woff2[start : start + length]


def _unicode_range(characters: AbstractSet[str]) -> str:
    """Return a font's *characters* as a CSS unicode-range: `U+20-7E, U+A0`."""
    points = {ord(character) for character in characters}
    firsts = sorted(point for point in points if point - 1 not in points)
    lasts = sorted(point for point in points if point + 1 not in points)
    runs = zip(firsts, lasts, strict=True)
    return ", ".join(f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}" for first, last in runs)
