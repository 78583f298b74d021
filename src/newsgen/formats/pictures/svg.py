"""Make an SVG picture harmless: it keeps shapes, text and colours, and loses scripts, links and other files."""

import re
from typing import Any, NamedTuple
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from newsgen.errors import UnreadableError

SVG, XLINK, XML = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink", "http://www.w3.org/XML/1998/namespace"
_SEPARATOR = " "
_ELEMENTS = frozenset(
    "svg g defs symbol use title desc switch path rect circle ellipse line polyline polygon text tspan textPath image"
    " marker clipPath mask pattern linearGradient radialGradient stop style filter feBlend feColorMatrix"
    " feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow"
    " feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology feOffset fePointLight"
    " feSpecularLighting feSpotLight feTile feTurbulence".split()
)
_UNWRAPPED = frozenset({"a"})
"""Elements that go, but not what is in them."""
_BOM = b"\xef\xbb\xbf"
_FOREIGN_CSS = re.compile(r"@|\\|//|expression|image-set|cross-fade|src\(|url\(\s*[\"']?\s*(?!#)[^)]", re.IGNORECASE)
"""Style that loads something, or may be written so that this is not seen."""
_DATA = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*\Z")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*\Z")
_LENGTH = re.compile(r"\s*([0-9]*\.?[0-9]+)(?:px)?\s*\Z")
_DEFAULT_SIZE = (300, 150)
_MAX_DEPTH = 200
_MAX_BYTES = 5_000_000
_MAX_START = 20_000
"""Bytes in which its first element must begin; comments and declarations come before."""


def is_svg(data: bytes) -> bool:
    """Return whether *data* begins as an SVG picture does."""
    start = data[:_MAX_START].removeprefix(_BOM).lstrip()
    return start.startswith(b"<") and b"<svg" in start


def sanitised(data: bytes) -> bytes:
    """Return the SVG picture *data* without what can run scripts, lead elsewhere or load other files.

    Raises UnreadableError if it is not well-formed, declares entities, or is too deep or too large.
    """
    if len(data) > _MAX_BYTES:
        raise UnreadableError("is an SVG picture of more than 5 MB")
    writer = _Writer()
    parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
    parser.buffer_text = True
    parser.StartElementHandler = writer.start
    parser.EndElementHandler = writer.end
    parser.CharacterDataHandler = writer.text
    parser.EntityDeclHandler = _refuse_entity
    try:
        parser.Parse(data, True)  # noqa: FBT003 - the library's
    except (expat.ExpatError, ValueError, LookupError):  # the latter two for encodings
        raise UnreadableError("is not a well-formed SVG picture") from None
    return "".join(writer.parts).encode(errors="xmlcharrefreplace") + b"\n"


def size_of(data: bytes) -> tuple[int, int]:
    """Return width and height of a sanitised SVG picture in pixels, as browsers show it."""
    head = data[: data.find(b">") + 1].decode()
    values = dict(re.findall(r' (width|height|viewBox)="([^"]*)"', head))
    given = [_LENGTH.match(values.get(name, "")) for name in ("width", "height")]
    view = re.split(r"[\s,]+", values.get("viewBox", "").strip())[2:4]
    try:
        box = [float(side) for side in view] if len(view) == 2 else []  # noqa: PLR2004 - two sides
    except ValueError:
        box = []
    sides = [float(one[1]) if one else None for one in given]
    if None not in sides:
        return _whole(sides)
    if len(box) < 2 or min(box) <= 0:  # noqa: PLR2004 - two sides
        return _DEFAULT_SIZE
    if sides[0] is not None:
        return _whole([sides[0], sides[0] * box[1] / box[0]])
    return _whole([sides[1] * box[0] / box[1], sides[1]] if sides[1] is not None else box)


def _whole(sides: list[Any]) -> tuple[int, int]:
    width, height = (max(1, min(round(side), 100_000)) for side in sides)
    return width, height


def _refuse_entity(*_: object) -> None:
    raise UnreadableError("is an SVG picture that declares entities")


class _Open(NamedTuple):
    """An element of the picture that has begun and not ended."""

    name: str
    is_written: bool
    is_left_out: bool
    """With all that is in it."""


class _Writer:
    """Writes an SVG picture without what is not allowed, while it is parsed."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self._open: list[_Open] = []
        self._left_out = 0
        """How many of the elements around are left out with all that is in them."""
        self._style: list[str] = []
        """What has been read of a style sheet, which is judged as a whole."""

    def start(self, full_name: str, attributes: dict[str, str]) -> None:
        """Begin an element of the SVG picture."""
        if len(self._open) >= _MAX_DEPTH:
            raise UnreadableError("is an SVG picture of more than 200 levels")
        space, _, name = full_name.rpartition(_SEPARATOR)
        is_known = space == SVG and name in _ELEMENTS
        if not self._open and not (is_known and name == "svg"):
            raise UnreadableError("is not an SVG picture")
        is_left_out = not is_known and not (space == SVG and name in _UNWRAPPED)
        self._left_out += is_left_out
        is_written = is_known and not self._left_out
        self._open.append(_Open(name, is_written, is_left_out))
        if is_written:
            allowed = "".join(_attribute(name, key, value) for key, value in attributes.items())
            spaces = f' xmlns="{SVG}" xmlns:xlink="{XLINK}"' if len(self._open) == 1 else ""
            self.parts.append(f"<{name}{spaces}{allowed}>")

    def end(self, _: str) -> None:
        """End an element of the SVG picture."""
        name, is_written, is_left_out = self._open.pop()
        self._left_out -= is_left_out
        if name == "style":
            style = "".join(self._style)
            self._style.clear()
            self.parts.append("" if _FOREIGN_CSS.search(style) else escape(style))
        if is_written:
            self.parts.append(f"</{name}>")

    def text(self, text: str) -> None:
        """Write a text of the SVG picture; style that could load something is left out when it ends."""
        if self._left_out:
            return
        if self._open[-1].name == "style":
            self._style.append(text)
        else:
            self.parts.append(escape(text))


def _attribute(element: str, full_name: str, value: str) -> str:
    """Return an attribute of an *element* as it is written; "" if it could run scripts or load other files."""
    space, _, name = full_name.rpartition(_SEPARATOR)
    if space not in {"", XLINK, XML} or not _NAME.match(name) or name.lower().startswith("on"):
        return ""
    if name == "href":
        is_inside = value.strip().startswith("#") or (element == "image" and _DATA.match(value.strip()))
        return f" {'xlink:' if space == XLINK else ''}href={quoteattr(value)}" if is_inside else ""
    if space == XLINK or name in {"base", "src", "from", "to", "values"} or _FOREIGN_CSS.search(_shown(value)):
        return ""
    return f" {'xml:' if space == XML else ''}{name}={_quoted(value)}"


def _shown(value: str) -> str:
    """Return an attribute's *value* if it is style or may be; texts may contain an @."""
    return value if ":" in value or "(" in value or "\\" in value else ""


def _quoted(value: str) -> str:
    return f'"{escape(value, {chr(34): "&quot;"})}"'
