"""Tell what an address in a web page says of a picture: whether it is one, its size, and which are the same picture."""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

INSIDE = "https://saved.invalid/"
"""Begins the URLs, which no site has, that stand for the pictures inside or beside a saved page while it is read."""
LOST = f"{INSIDE}unknown/lost.svg"
"""Stands for a picture of which the page does not tell the address."""

_PICTURE = re.compile(r"\.(?:avif|gif|jfif|jpe?g|png|webp)(?::\w+)?(?=$|[?#])", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?:)?/?/?[^\s<>\"'{}\\]+", re.IGNORECASE)
_LIKE_ADDRESS = re.compile(r"(?:https?:/|\.{0,2}/)[^\s<>\"'{}\\]+", re.IGNORECASE)
_NO_ADDRESS = re.compile(r"#|(?:about|javascript|blob|data):", re.IGNORECASE)
_STAND_IN = re.compile(
    r"(?:^|[^a-z])(?:placeholder|blank|spacer|pixel|load(?:ing|er)|lazy\w*|trans(?:parent)?|empty|dummy|clear|gr[ae]y"
    r"|white|no-?(?:image|img|photo)|1x1)(?:[^a-z]|$)",
    re.IGNORECASE,
)
_SIZES = re.compile(
    r"-(?P<suffix>\d{2,4})x\d{2,4}(?=\.\w+$)"
    r"|(?<=[/=])(?:s(?P<blogger>\d{2,4})|w(?P<google>\d{2,4}))(?:-[a-z]\w*)*(?=/|$)"
    r"|(?<=[/,])w_(?P<cloud>\d{2,4})(?=[,/])|(?<=/)(?P<folder>\d{2,4})x\d{2,4}(?=/)"
)
_INSIDE_SIZE = re.compile(rf"{re.escape(INSIDE)}(\d+)x(\d+)/")
_SIZE_QUERIES = {"w", "width", "resize", "fit", "h", "height", "quality", "q", "crop", "ssl", "strip", "dpr", "auto"}
_SIZE_SEGMENT = re.compile(r"(?:[swh]\d{2,4}(?:-[a-z]\w*)*|\d{2,4}x\d{2,4}|[a-z]{1,2}_\w+(?:,[a-z]{1,2}_\w+)*)")
_STYLE = re.compile(r"/styles/[^/]+/public(?=/)")
"""What Drupal puts into the address of a picture in another size."""
_TELLING_FOLDERS = 2
"""So many folders tell a picture from others, whatever the host; a site may have several."""
_SCALED = re.compile(r"(?:-\d{2,4}x\d{2,4}|-scaled|@\dx)(?=\.\w+$)")
_RESIZERS = re.compile(r"/_(?:next|vercel)/image$|/(?:timthumb|thumb|resize\w*)\.(?:php|aspx?)$|^/?$", re.IGNORECASE)
_JOINED = re.compile(r"(?P<size>[\d.]+[wxh]),(?P<next>\S+)")
_SRCSET_CHARACTERS = 20_000


class Candidate(NamedTuple):
    """An address at which a page may have a picture."""

    address: str
    width: int | None = None
    """Pixels; None if unknown."""
    density: float = 1.0
    """Pixels of the picture for one of the page."""


def is_picture_address(text: str) -> bool:
    """Return whether *text* is the address of a picture, by its extension."""
    if not _ADDRESS.fullmatch(text) or _NO_ADDRESS.match(text):
        return False
    return text.startswith(INSIDE) or bool(_PICTURE.search(re.split("[?#]", text)[0]))


def is_like_address(text: str) -> bool:
    """Return whether *text* is an address of anything, from the root of a site or relative to a folder."""
    return bool(_LIKE_ADDRESS.fullmatch(text))


def is_stand_in(address: str) -> bool:
    """Return whether an image with this *address* only stands in for a picture until it is loaded."""
    address = address.strip()
    if not address or _NO_ADDRESS.match(address):
        return True
    size = inside_size(address)
    if address.startswith(INSIDE):
        return size is None or max(size) <= 8  # noqa: PLR2004 - pixels; an icon has more
    return bool(_STAND_IN.search(re.split("[?#]", address)[0].rpartition("/")[2]))


def inside_size(address: str) -> tuple[int, int] | None:
    """Return the size of a picture inside or beside the page, which its *address* tells; None for any other."""
    found = _INSIDE_SIZE.match(address)
    return (int(found[1]), int(found[2])) if found else None


def addresses_in(text: str) -> Iterator[Candidate]:
    """Yield the addresses of pictures in the value of an attribute: an address, a srcset, or JSON with such."""
    text = text.strip()
    if text[:1] in {"{", "["}:
        yield from map(Candidate, _in_json(text))
    elif is_picture_address(text):
        yield Candidate(text, width_in(text))
    elif " " in text or "," in text:
        found = list(srcset(text))
        yield from found if all(is_picture_address(one.address) for one in found) else ()


def _in_json(text: str) -> Iterator[str]:
    try:
        waiting: list[Any] = [json.loads(text)]
    except (ValueError, RecursionError):
        return
    while waiting:
        value = waiting.pop()
        if isinstance(value, str) and is_picture_address(value):
            yield value
        waiting += value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()


def srcset(text: str, width: int | None = None) -> Iterator[Candidate]:
    """Yield the candidates of a srcset; *width* is that of those which tell none."""
    address = ""
    for word in (*_JOINED.sub(r"\g<size>, \g<next>", text[:_SRCSET_CHARACTERS]).split(), ""):
        size = word.rstrip(",") if address else ""
        if address and (re.fullmatch(r"[\d.]+[wxh]", size) or not word):
            if not address.startswith("data:"):
                yield _candidate(address, size, width)
            address = ""
        elif not address or not word[:1].isdecimal():
            if address and not address.startswith("data:"):
                yield _candidate(address, "", width)
            address = word.strip(",")


def _candidate(address: str, size: str, width: int | None) -> Candidate:
    """Return the candidate of a srcset with this *size*, as "800w" or "2x"."""
    number = float(size[:-1]) if re.fullmatch(r"\d+(?:\.\d+)?[wx]", size) else 0
    pixels = int(number) if size.endswith("w") else width_in(address) or width
    return Candidate(address, pixels or None, number if size.endswith("x") and number else 1.0)


def width_in(address: str) -> int | None:
    """Return the width in pixels that the *address* of a picture tells; None if it tells none."""
    if size := inside_size(address):
        return size[0]
    path, _, query = address.partition("?")
    found = _SIZES.search(path)
    if found:
        return int(next(filter(None, found.groups())))
    for name, value in parse_qsl(query):
        if name in {"w", "width", "resize", "fit"} and (number := re.match(r"\d{2,4}(?=\D|$)", value)):
            return int(number[0])
    return None


def inner_address(address: str) -> str:
    """Return the address of the picture that a resizing service of the page's own site is asked for; else *address*."""
    path, _, query = address.partition("?")
    if not _RESIZERS.search(
        urlsplit(path).path if "://" not in path else "/" + path.split("://", 1)[1].partition("/")[2]
    ):
        return address
    inner = next((value for name, value in parse_qsl(query) if name in {"url", "src", "image", "u"}), "")
    return inner if is_like_address(inner) or is_picture_address(inner) else address


def picture_key(address: str) -> str:
    """Return what the addresses of the same picture in several sizes, and on several hosts, share."""
    path, _, query = unquote(address).partition("?")
    path = re.sub(r"^https?://(?:i\d\.wp\.com/|www\.)?|=[swh]\d{2,4}(?:-\w+)*$", "", path.partition("#")[0])
    segments = _STYLE.sub("", path).split("/")
    kept = [one for one in segments[:-1] if not _SIZE_SEGMENT.fullmatch(one)]
    rest = "&".join(sorted(f"{n}={v}" for n, v in parse_qsl(query) if n not in _SIZE_QUERIES))
    name = _SCALED.sub("", segments[-1])
    place = kept[-_TELLING_FOLDERS:] if len(kept) > _TELLING_FOLDERS else kept
    return f"{'/'.join((*place, name))}?{rest if not _PICTURE.search(name) else ''}"
