"""Draw the pictures that social networks show of articles without one: the headline and the name of the site."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from newsgen.errors import install_extra
from newsgen.filesystem import sha256
from newsgen.model.config import Config
from newsgen.pages.sharing.share_links import SOCIAL_SIZE
from newsgen.text.arabic import one_line
from newsgen.text.direction import direction_of
from newsgen.theme.fonts import find_font

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

_DESIGN = 1
"""The number of this design; a change of what this module draws needs another one."""
_PAPER, _INK, _ACCENT = (253, 252, 249), (28, 27, 25), (122, 31, 31)
_LEVELS = 128
"""The shades between paper and a colour: the first half of the palette leads to ink, the second to the accent."""
_MARGIN = 76
_BAND = 150
"""The height of the band at the top with the name of the site; in it, and in the bar, the second half is used."""
_BAR = 14
_SITE_SIZE = 44
_SIZES = range(96, 47, -4)
"""Sizes of the headline in pixels: the largest that fits is taken."""
_MAX_LINES = 4
_LINE_HEIGHT = 1.45
_BOLDEST = 700


@dataclass(frozen=True, slots=True)
class SocialLook:
    """All that the pictures of one site show beside the headlines."""

    site: str
    font: Path
    digest: str
    """Identifies the look and the libraries that draw it."""


def social_look(config: Config) -> tuple[SocialLook | None, str | None]:
    """Return the look of the site's social pictures, or None and, if they are wanted, a warning that says why."""
    if not config.social_pictures or not config.base_url:
        return None, None
    versions = _versions()
    if isinstance(versions, str):
        return None, f"social pictures are left out because {versions}"
    font = find_font("noto-naskh-arabic")
    if font is None:
        return None, f"social pictures are left out because their font is not installed; {install_extra('images')}"
    site = one_line(config.title)
    parts = (_DESIGN, SOCIAL_SIZE, site, sha256(font.read_bytes()), versions)
    return SocialLook(site, font, sha256(repr(parts).encode(errors="replace"))), None


def _versions() -> tuple[str | None, ...] | str:
    """Return the versions of the libraries that draw pictures, or what is missing and what to do."""
    try:
        from PIL import __version__, features  # noqa: PLC0415 - 50 ms, and few sites have social pictures
    except ImportError:
        return f"the extra `images` is not installed; {install_extra('images')}"
    if not features.check("raqm"):
        return "Pillow cannot set Arabic without FriBiDi; install it (Debian: apt-get install libfribidi0)"
    return (__version__, *map(features.version, ("raqm", "fribidi", "harfbuzz", "freetype2", "zlib")))


def draw(look: SocialLook, headline: str) -> bytes:
    """Return the picture of an article with this *headline*, as PNG."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 - as said above

    width, height = SOCIAL_SIZE
    image = Image.new("L", SOCIAL_SIZE, 0)
    canvas = ImageDraw.Draw(image)
    canvas.rectangle((0, 0, width, _BAND), fill=_LEVELS)
    canvas.rectangle((0, 0, width, _BAR), fill=2 * _LEVELS - 1)
    site_lines, site_font = _fit(look, look.site, [_SITE_SIZE, _SITE_SIZE - 8], 1)
    _write(canvas, site_lines, site_font, (_BAR + _BAND) // 2, 2 * _LEVELS - 1)
    for top in (_BAND, _BAND + 8):
        canvas.rectangle((_MARGIN, top, width - _MARGIN, top + 2), fill=_LEVELS // 3)
    lines, font = _fit(look, headline, _SIZES, _MAX_LINES)
    _write(canvas, lines, font, (_BAND + 8 + height) // 2, _LEVELS - 1)
    image.putpalette(_palette())
    output = BytesIO()
    image.save(output, "PNG")
    return output.getvalue()


@lru_cache(maxsize=1)
def _palette() -> list[int]:
    """Return the colours of the picture: two ramps that begin with paper."""
    shades = [
        round(paper + (end - paper) * level / (_LEVELS - 1))
        for colour in (_INK, _ACCENT)
        for level in range(_LEVELS)
        for paper, end in zip(_PAPER, colour, strict=True)
    ]
    return shades


def _fit(look: SocialLook, text: str, sizes: Sequence[int], most: int) -> tuple[list[str], "FreeTypeFont"]:
    """Return *text* in at most *most* lines, with the font in the largest of *sizes* in which all of it fits.

    If it fits in none, it is cut in the smallest one, and ends with an ellipsis.
    """
    text = _shown(look, text)
    for size in sizes:
        font = _font(look.font, size)
        lines = list(_lines(text, font))
        if len(lines) <= most and (most == 1 or len(lines) * size * _LINE_HEIGHT <= SOCIAL_SIZE[1] - _BAND - _MARGIN):
            return lines, font
    last = lines[most - 1] if len(lines) >= most else ""
    while last and _width(f"{last}…", font, text) > _room():
        last = last[:-1].rstrip()
    return [*lines[: most - 1], f"{last}…"], font


def _lines(text: str, font: "FreeTypeFont") -> Iterator[str]:
    """Yield *text* in lines that are as wide as the picture allows; a longer word is broken."""
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if _width(longer, font, text) <= _room():
            line = longer
            continue
        if line:
            yield line
        while _width(word, font, text) > _room():
            end = next(
                end for end in range(len(word) - 1, 0, -1) if end == 1 or _width(word[:end], font, text) <= _room()
            )
            yield word[:end]
            word = word[end:]  # noqa: PLW2901 - the rest of it
        line = word
    if line:
        yield line


def _room() -> int:
    return SOCIAL_SIZE[0] - 2 * _MARGIN


def _width(line: str, font: "FreeTypeFont", text: str) -> float:
    return font.getlength(line, direction=direction_of(text) or "rtl", language="ar")


def _write(canvas: "ImageDraw", lines: Sequence[str], font: "FreeTypeFont", middle: int, fill: int) -> None:
    """Write *lines* around the height *middle*, at the side where text of their direction begins."""
    direction = direction_of(" ".join(lines)) or "rtl"
    x, anchor = (SOCIAL_SIZE[0] - _MARGIN, "rm") if direction == "rtl" else (_MARGIN, "lm")
    step = font.size * _LINE_HEIGHT
    for number, line in enumerate(lines):
        y = middle + (number - (len(lines) - 1) / 2) * step
        canvas.text((x, y), line, fill=fill, font=font, anchor=anchor, direction=direction, language="ar")


@lru_cache(maxsize=32)
def _font(file: Path, size: int) -> "FreeTypeFont":
    from PIL import ImageFont  # noqa: PLC0415 - as said above

    font = ImageFont.truetype(str(file), size, layout_engine=ImageFont.Layout.RAQM)
    font.set_variation_by_axes([_BOLDEST])
    return font


def _shown(look: SocialLook, text: str) -> str:
    """Return the part of *text* for which the font has glyphs: an emoji would be an empty box."""
    return " ".join("".join(sign for sign in text if _has_glyph(look.font, sign)).split())


@lru_cache(maxsize=4096)
def _has_glyph(file: Path, sign: str) -> bool:
    """Return whether the font has a glyph for *sign*, which is then not drawn like a character that no font has."""
    font = _font(file, _SITE_SIZE)
    return sign.isspace() or bytes(font.getmask(sign)) != bytes(font.getmask("\U0010fffd"))
