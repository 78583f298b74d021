"""Check style sheets: the direction comes from HTML, sides are logical, and Arabic letters are left as they are."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple


class StyleFault(NamedTuple):
    """A declaration of a style sheet that does not suit Arabic."""

    declaration: str
    offset: int
    found: str
    remedy: str


_COMMENT_OR_TEXT = re.compile(
    r"/\*[^*]*+(?:\*(?!/)[^*]*+)*+(?:\*/|\Z)|\"(?:[^\"\\\n]|\\.)*+\"|'(?:[^'\\\n]|\\.)*+'|url\([^)]{0,2000}+\)",
    re.DOTALL,
)
_DECLARATION = re.compile(r"(?<![\w-])([a-z-]{2,60})\s{0,20}:\s{0,20}([^;{}]{1,200})", re.IGNORECASE)
_PHYSICAL = re.compile(
    r"(?:scroll-)?(?:margin|padding)-(?:left|right)|border-(?:left|right)(?:-.+)?|border-(?:top|bottom)-(?:left|right)-radius"
    r"|left|right"
)
_SIDES = frozenset(("text-align", "text-align-last", "float", "clear", "caption-side"))
_SLANTED = re.compile(r"(?<![\w-])(?:italic|oblique)(?![\w-])")
_NOTHING = frozenset("0 normal initial inherit unset revert 0px 0em 0rem".split())


def style_faults(css: str) -> Iterator[StyleFault]:
    """Yield the declarations of a style sheet that its Arabic pages should not have."""
    plain = _COMMENT_OR_TEXT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), css)
    for match in _DECLARATION.finditer(plain):
        name, value = match[1].lower(), match[2].strip().lower().removesuffix("!important").strip()
        fault = _fault(name, value)
        if fault:
            yield StyleFault(f"{name}: {value}", match.start(), *fault)


def _fault(name: str, value: str) -> tuple[str, str] | None:
    """Return what is wrong with a declaration, and the remedy; None if nothing is."""
    if name == "direction" or (name == "unicode-bidi" and value != "plaintext"):  # each line follows its own letters
        return _DIRECTION
    if _PHYSICAL.fullmatch(name):
        return "names a side of the screen", "use the logical property, such as margin-inline-start or inset-inline-end"
    if name in _SIDES and value in {"left", "right"}:
        return "names a side of the screen", "use start or end, or inline-start or inline-end"
    return next((rule[1:] for rule in _LETTERS if rule[0](name, value)), None)


_DIRECTION = (
    "sets the direction in CSS, where machines that read the page do not see it",
    "use the attribute dir in HTML",
)
_LETTERS: tuple[tuple[Callable[[str, str], bool], str, str], ...] = (
    (
        lambda name, value: name == "letter-spacing" and value not in _NOTHING,
        "pulls the joined letters of Arabic apart",
        "leave letter-spacing out",
    ),
    (
        lambda name, value: name in {"font", "font-style"} and _SLANTED.search(value) is not None,
        "slants letters, which Arabic does not do",
        "use font-style: normal, and mark emphasis by weight",
    ),
    (
        lambda name, value: name in {"text-align", "text-align-last"} and value == "justify",
        "justifies text, but browsers cannot lengthen Arabic words",
        "use text-align: start",
    ),
)
"""Whether a declaration harms Arabic letters, what it does, and the remedy."""
