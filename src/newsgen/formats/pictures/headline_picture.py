"""Draw a headline below the name of its site as a picture, with Pillow, which may be missing."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from newsgen.errors import UnreadableError, install_extra
from newsgen.text.bidi import isolate_in_text
from newsgen.text.direction import direction_of

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

WIDTH, HEIGHT = 1200, 630
"""The size in pixels that social networks show whole."""
MAX_LINES = 4
_RECIPE = 1
"""Changes when other bytes are made of the same text by the same libraries."""
_PAPER, _INK, _ACCENT = (253, 252, 249), (28, 27, 25), (122, 31, 31)
_SHADES = 128
"""The shades between paper and a colour: the first half of the palette leads to ink, the second to the accent."""
_MARGIN = 80
_BAND = 150
"""The height of the band at the top, which has the name of the site in the accent's half of the palette."""
_BAR = 14
_RULES = (_BAND, _BAND + 8)
_LARGEST = 96
"""The headline's largest size, in which its words are measured."""
_LINE_HEIGHT = 1.4
_BOLD = 700
_ROOM = WIDTH - 2 * _MARGIN
_HINTING = 1.01
"""How much wider a text can be than its size says, because letters are fitted to pixels."""

_SPACES_IN_QUOTES = re.compile("(?<=[«“]) | (?=[»”])")
"""Where no line may be broken, although some writers put a space there."""


class _Place(NamedTuple):
    """Where a text stands, and how it is set there."""

    top: int
    bottom: int
    sizes: Sequence[int]
    """Largest first."""
    most: int
    """The most lines that it may take."""
    shade: int
    """Of the palette."""


_SITE = _Place(_BAR, _BAND, (46, 40, 34, 28), 1, 2 * _SHADES - 1)
_HEADLINE = _Place(_RULES[-1], HEIGHT, range(_LARGEST, 51, -4), MAX_LINES, _SHADES - 1)


@dataclass(frozen=True, slots=True)
class Look:
    """What the pictures of one site show beside the headlines."""

    site: str
    font: Path
    """A font file with Arabic letters and an axis of weight."""


def recipe() -> str:
    """Return what decides the bytes of pictures: the versions of the libraries; raise UnreadableError without them."""
    if find_spec("PIL") is None:
        raise UnreadableError(f"the extra `images` is not installed; {install_extra('images')}")
    from PIL import __version__, features  # noqa: PLC0415 - 50 ms, and few sites draw headlines

    if not features.check("raqm"):
        found = "Pillow cannot set Arabic without the library FriBidi"
        raise UnreadableError(f"{found}; install that, on Debian by: apt-get install libfribidi0")
    parts = [features.version(name) for name in ("raqm", "fribidi", "harfbuzz", "freetype2", "zlib")]
    return " ".join([str(_RECIPE), __version__, *map(str, parts)])


def draw(look: Look, headline: str) -> bytes:
    """Return the picture of a *headline* as PNG; letters are joined, and run in the headline's own direction."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 - as above

    image = Image.new("L", (WIDTH, HEIGHT), 0)
    canvas = ImageDraw.Draw(image)
    canvas.rectangle((0, 0, WIDTH, _BAND), fill=_SHADES)
    canvas.rectangle((0, 0, WIDTH, _BAR), fill=_SITE.shade)
    _write(canvas, look, look.site, _SITE)
    for top in _RULES:
        canvas.rectangle((_MARGIN, top, WIDTH - _MARGIN, top + 2), fill=_SHADES // 4)
    _write(canvas, look, headline, _HEADLINE)
    image.putpalette(_palette())
    output = BytesIO()
    image.save(output, "PNG")
    return output.getvalue()


@lru_cache(maxsize=1)
def _palette() -> list[int]:
    """Return the red, green and blue of each colour of the picture: two ramps that begin with paper."""
    return [
        round(paper + (end - paper) * shade / (_SHADES - 1))
        for colour in (_INK, _ACCENT)
        for shade in range(_SHADES)
        for paper, end in zip(_PAPER, colour, strict=True)
    ]


def _write(canvas: "ImageDraw", look: Look, text: str, place: _Place) -> None:
    """Write *text* in the middle of its *place*, at the side where its direction begins."""
    text = " ".join("".join(sign for sign in text if _has_glyph(look.font, sign)).split())
    direction = direction_of(text) or "rtl"
    size, lines = _fit(text, _Measure(look.font, direction), place)
    x, anchor = (WIDTH - _MARGIN, "rm") if direction == "rtl" else (_MARGIN, "lm")
    middle = (place.top + place.bottom) / 2
    for number, line in enumerate(lines):
        y = middle + (number - (len(lines) - 1) / 2) * size * _LINE_HEIGHT
        font = _font(look.font, size)
        shown = isolate_in_text(line) if direction == "rtl" else line
        canvas.text((x, y), shown, fill=place.shade, font=font, anchor=anchor, direction=direction, language="ar")


@dataclass(frozen=True, slots=True)
class _Measure:
    """Measures text in a font, in the direction of the whole text."""

    font: Path
    direction: str

    def __call__(self, text: str) -> float:
        """Return the width of *text* in the headline's largest size."""
        width: float = _font(self.font, _LARGEST).getlength(text, direction=self.direction, language="ar")
        return width * _HINTING


def _fit(text: str, measure: "_Measure", place: _Place) -> tuple[int, list[str]]:
    """Return the largest size in which *text* fits into its *place*, and its lines there, about equally long.

    A word that is too long for a line of the smallest size is broken there. If the text is too long even then, it is
    cut after a word, and ends with an ellipsis.
    """
    smallest = _ROOM * _LARGEST / place.sizes[-1]
    words = [
        part for word in _SPACES_IN_QUOTES.sub("\u00a0", text).split(" ") for part in _broken(word, measure, smallest)
    ]
    widths = list(map(measure, words))
    space = measure("ا ا") - measure("اا")
    for size in place.sizes:
        room = _ROOM * _LARGEST / size
        ends = _line_ends(widths, space, room)
        is_high = len(ends) * size * _LINE_HEIGHT > place.bottom - place.top - _MARGIN // 2
        if len(ends) <= place.most and not is_high and max(widths) <= room:
            return size, _joined(words, _balanced(widths, space, room, ends))
    lines = _joined(words, _line_ends(widths, space, smallest)[: place.most])
    while measure(f"{lines[-1]}…") > smallest:
        lines[-1] = lines[-1].rpartition(" ")[0] or lines[-1][:-1]
    return place.sizes[-1], [*lines[:-1], f"{lines[-1]}…"]


def _broken(word: str, measure: "_Measure", room: float) -> Iterator[str]:
    """Yield *word* in parts that each fit into a line."""
    while measure(word) > room:
        end = next(end for end in range(len(word) - 1, 0, -1) if end == 1 or measure(word[:end]) <= room)
        yield word[:end]
        word = word[end:]
    yield word


def _line_ends(widths: Sequence[float], space: float, room: float) -> list[int]:
    """Return after which word each line ends, if as many words as possible go into each."""
    ends, used = [], 0.0
    for number, width in enumerate(widths):
        if used and used + space + width > room:
            ends.append(number)
            used = 0.0
        used += width + (space if used else 0)
    return [*ends, len(widths)]


def _balanced(widths: Sequence[float], space: float, room: float, ends: list[int]) -> list[int]:
    """Return the ends of as many lines as *ends* has, in the narrowest room, so that the last is no single word."""
    narrower = room
    while narrower > max(widths, default=0):
        found = _line_ends(widths, space, narrower)
        if len(found) > len(ends):
            break
        ends, narrower = found, narrower - _LARGEST / 4
    return ends


def _joined(words: Sequence[str], ends: Sequence[int]) -> list[str]:
    return [" ".join(words[start:end]) for start, end in pairwise([0, *ends])]


@lru_cache(maxsize=32)
def _font(file: Path, size: int) -> "FreeTypeFont":
    from PIL import ImageFont  # noqa: PLC0415 - as above

    font = ImageFont.truetype(str(file), size, layout_engine=ImageFont.Layout.RAQM)
    font.set_variation_by_axes([_BOLD])
    return font


@lru_cache(maxsize=4096)
def _has_glyph(file: Path, sign: str) -> bool:
    """Return whether the font can draw *sign*: an emoji would be the empty box that it draws of what it lacks."""
    font = _font(file, _SITE.sizes[-1])
    return sign.isspace() or bytes(font.getmask(sign)) != bytes(font.getmask("\U0010fffd"))
