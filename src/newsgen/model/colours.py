"""Check that a colour can be read on the site's paper, by the contrast that WCAG defines, and find one that can."""

import re

HUES = ("red", "green", "violet", "teal", "blue", "amber", "plum", "olive")
"""The names of the section hues; the style sheet defines them as .s1 to .s8, in this order."""
LIGHT_PAPER = ("#fdfcf9", "#f4f0e7")
DARK_PAPER = ("#17171a", "#202024")
"""The backgrounds of text in style.css, --paper and --wash, by day and by night."""
MIN_CONTRAST = 7.0
"""The least contrast of text for WCAG's level AAA."""
_HEX = re.compile(r"#(?:[0-9a-f]{3}){1,2}")
_BLACK, _WHITE = (0, 0, 0), (255, 255, 255)
_STEPS = 100
_Rgb = tuple[int, int, int]


def parse_colour(text: str) -> str | None:
    """Return a colour like #1d4f91 or #ABC as six lower-case digits; None if *text* is not one."""
    digits = text.lower()
    if not _HEX.fullmatch(digits):
        return None
    return digits if len(digits) > len("#abc") else "#" + "".join(2 * digit for digit in digits[1:])


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21, as WCAG 2 defines it."""
    darker, lighter = sorted((_luminance(_rgb(one)), _luminance(_rgb(other))))
    return (lighter + 0.05) / (darker + 0.05)


def least_contrast(colour: str, papers: tuple[str, ...] = LIGHT_PAPER) -> float:
    """Return the contrast of text in *colour* on the one of *papers* on which it is hardest to read."""
    return min(contrast(colour, paper) for paper in papers)


def by_day(colour: str) -> str:
    """Return the colour nearest to *colour*, itself or darker, that can be read on light paper."""
    return _nearest_readable(colour, _BLACK, LIGHT_PAPER)


def by_night(colour: str) -> str:
    """Return the colour nearest to *colour*, itself or lighter, that can be read on dark paper."""
    return _nearest_readable(colour, _WHITE, DARK_PAPER)


def _nearest_readable(colour: str, towards: _Rgb, papers: tuple[str, ...]) -> str:
    mixed = (_mix(_rgb(colour), towards, step / _STEPS) for step in range(_STEPS + 1))
    return next(one for one in mixed if least_contrast(one, papers) >= MIN_CONTRAST)


def _mix(one: _Rgb, other: _Rgb, share: float) -> str:
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in zip(one, other, strict=True))


def _rgb(colour: str) -> _Rgb:
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return red, green, blue


def _luminance(rgb: _Rgb) -> float:
    """Return the relative luminance of a colour in sRGB."""
    shares = [part / 255 for part in rgb]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
