"""Check that a colour can be read on the site's paper, by the contrast that WCAG defines, and find one that can."""

import re
from colorsys import hls_to_rgb, rgb_to_hls
from itertools import chain

HUES = ("red", "green", "violet", "teal", "blue", "amber", "plum", "olive")
"""The names of the section hues; the style sheet defines them as .s1 to .s8, in this order."""
LIGHT_PAPER = ("#fdfcf9", "#f4f0e7")
DARK_PAPER = ("#17171a", "#202024")
"""The backgrounds of text in style.css, --paper and --wash, by day and by night."""
MIN_CONTRAST = 7.0
"""The least contrast of text for WCAG's level AAA."""
_HEX = re.compile("#?([0-9a-f]{6})|#([0-9a-f]{3})")
"""An unquoted # begins a comment in YAML, so six digits may do without it."""
_STEPS = 100
_LINEAR = 0.04045
"""Below it sRGB is linear."""


def parse_colour(text: str) -> str | None:
    """Return a colour like #1D4F91, 1d4f91 or #abc as # and six lower-case digits; None if *text* is not one."""
    match = _HEX.fullmatch(text.lower())
    return match and "#" + (match[1] or "".join(2 * digit for digit in match[2]))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21, as WCAG 2 defines it."""
    darker, lighter = sorted((_luminance(_rgb(one)), _luminance(_rgb(other))))
    return (lighter + 0.05) / (darker + 0.05)


def least_contrast(colour: str, papers: tuple[str, ...] = LIGHT_PAPER) -> float:
    """Return the contrast of text in *colour* on the one of *papers* on which it is hardest to read."""
    return min(contrast(colour, paper) for paper in papers)


def by_day(colour: str) -> str:
    """Return the colour nearest to *colour*, itself or darker, that can be read on light paper."""
    return _nearest_readable(colour, 0.0, LIGHT_PAPER)


def by_night(colour: str) -> str:
    """Return the colour nearest to *colour*, itself or lighter, that can be read on dark paper."""
    return _nearest_readable(colour, 1.0, DARK_PAPER)


def _nearest_readable(colour: str, end: float, papers: tuple[str, ...]) -> str:
    """Return the first colour with enough contrast on the way from *colour* to the lightness *end*."""
    hue, lightness, saturation = rgb_to_hls(*(part / 255 for part in _rgb(colour)))
    steps = (lightness + (end - lightness) * step / _STEPS for step in range(1, _STEPS + 1))
    lighter = (_written(hls_to_rgb(hue, step, saturation)) for step in steps)
    return next(one for one in chain([colour], lighter) if least_contrast(one, papers) >= MIN_CONTRAST)


def _written(shares: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(255 * share):02x}" for share in shares)


def _rgb(colour: str) -> tuple[int, int, int]:
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return red, green, blue


def _luminance(rgb: tuple[int, int, int]) -> float:
    """Return the relative luminance of a colour in sRGB."""
    shares = [part / 255 for part in rgb]
    red, green, blue = (share / 12.92 if share <= _LINEAR else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
