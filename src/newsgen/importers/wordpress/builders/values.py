"""Tell what a setting of a page builder's element is by its key and value: text, picture, film, link or design."""

import binascii
import json
import re
from base64 import b64decode
from functools import lru_cache
from html import unescape
from urllib.parse import unquote

from newsgen.formats.embeds.players import file_kind, player_of
from newsgen.importers.wordpress.builders.php_serialised import is_serialised, read_serialised
from newsgen.importers.wordpress.markup import TAG
from newsgen.text.web_addresses import is_url

_BASE64 = re.compile(r"(?:#E-8_)?([A-Za-z0-9+/_-]{12,}={0,2})", re.ASCII)
_MIN_BLOB = 40
_BLOB = re.compile(r"(?=[^\s]*[A-Z])(?=[^\s]*[a-z])(?=[^\s]*[0-9])[A-Za-z0-9+/=]+", re.ASCII)
_DYNAMIC_DATA = re.compile(r"@ET-DC@[A-Za-z0-9+/=]*@?")
"""Where Divi puts data that it takes from elsewhere when a page is shown."""
_ESCAPED = re.compile(r"%(?:[2-7][0-9A-Fa-f]|[CDcd][0-9A-Fa-f]%[89ABab][0-9A-Fa-f])")
_BUILDER_SIGNS = {"``": '"', "`{`": "[", "`}`": "]", "%22": '"', "%91": "[", "%93": "]"}
"""How WPBakery and Divi write signs that would end a setting or its shortcode."""
_BUILDER_SIGN = re.compile("|".join(map(re.escape, _BUILDER_SIGNS)))
_JSON_START = re.compile(r'\s*(?:\[\s*[\[{"\]]|\{\s*["}]|"[\[{]|[\[{]\s*\\")')
_JSON_PAIR = re.compile(r'"([\w-]{1,60})"\s?:\s?"([^"\\]*+(?:\\.[^"\\]*+){0,100000})(?:"|\\?$)', re.DOTALL)
_CUT_ESCAPE = re.compile(r"\\u[0-9A-Fa-f]{0,3}$")
_SERIALISED_PAIR = re.compile(r's:\d+:"([\w-]{1,60})";s:\d+:"(.*?)";(?=s:|}|$)', re.DOTALL)
_PICTURE = re.compile(r"(?:https?:)?/[^\s\"'<>]+\.(?:jpe?g|png|gif|webp|avif|bmp|svg|tiff?)(?:[?#]\S*)?", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?:)?//[^\s\"'<>]+|/[\w%-][^\s\"'<>]*")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_a-zA-Z]+|\d+")
_LETTERS = re.compile(r"[^\W\d_]")
_FOREIGN_LETTERS = re.compile(r"(?![\u0000-\u024f])[^\W\d_]")
_PROSE = re.compile(r"(?:[^\W\d_][\w'’-]*[,.!?:]?\s+){4}[^\W\d_]\S*")
_CODE_SIGNS = re.compile(r"[{};]|\bfunction\b|=>|\d(?:px|em|rem|vh)\b|!important")
_SWITCHES = set("yes no on off true false none default inherit auto center left right top bottom full custom".split())
_MAX_LAYERS = 4


def base64_text(value: str) -> str | None:
    """Return the text that *value* is the Base64 of, also where it was URL-encoded before; None if it is no Base64."""
    found = _BASE64.fullmatch("".join(value.split())) if value.isascii() and " " not in value.strip() else None
    if not found:
        return None
    digits = found[1].rstrip("=").replace("-", "+").replace("_", "/")
    try:
        text = b64decode(digits + "=" * (-len(digits) % 4)).decode()
    except (binascii.Error, ValueError):
        return None
    text = unquote(text) if "%" in text else text
    return text if text and all(sign.isprintable() or sign in "\n\r\t" for sign in text) else None


def is_blob(value: str) -> bool:
    """Return whether a builder's *value* is data for a computer in Base64, which can be no text."""
    word = value.strip()
    return len(word) >= _MIN_BLOB and word.isascii() and not is_url(word) and bool(_BLOB.fullmatch(word))


def without_dynamic_data(text: str) -> str:
    """Return *text* without the Base64 by which a builder names data of other places."""
    return _DYNAMIC_DATA.sub("", text) if "@ET-DC@" in text else text


def decoded(value: str) -> str:
    """Return the text that a builder's *value* stands for, without the ways in which builders escape it."""
    for _ in range(_MAX_LAYERS):
        inner = base64_text(value)
        if inner is None:
            break
        value = inner
    if "`" in value or ("%" in value and not _ADDRESS.fullmatch(value.strip())):
        value = _BUILDER_SIGN.sub(lambda sign: _BUILDER_SIGNS[sign[0]], value)
    if len(_ESCAPED.findall(value)) > 1 and " " not in value.strip() and not _ADDRESS.fullmatch(value.strip()):
        value = unquote(value, errors="replace")
    return unescape(value) if "&" in value and not TAG.search(value) else value


def structured(value: str) -> dict[object, object] | list[object] | None:
    """Return the data that *value* holds as JSON or serialised by PHP, perhaps escaped once more; None if none."""
    for _ in range(_MAX_LAYERS):
        found = _parsed(value)
        if isinstance(found, dict | list):
            return found
        if not isinstance(found, str):
            return None
        value = found
    return None


def looks_like_data(value: str) -> bool:
    """Return whether *value* starts like JSON or a value that PHP serialised."""
    return is_serialised(value) or bool(_JSON_START.match(value))


def readable_pairs(value: str) -> list[object]:
    """Return the keys with texts that can still be read in damaged data, each as a mapping of its own."""
    found = _JSON_PAIR.findall(value) or _SERIALISED_PAIR.findall(value)
    return [{key: _unescaped(text)} for key, text in found]


def _unescaped(text: str) -> str:
    try:
        return str(json.loads(f'"{_CUT_ESCAPE.sub("", text)}"', strict=False))
    except ValueError:
        return text


def _parsed(value: str) -> object:
    """Return the data of one layer of *value*, or the text inside that layer; None if it holds no data."""
    if is_serialised(value):
        try:
            return read_serialised(value)
        except ValueError:
            return None
    if not _JSON_START.match(value):
        text = decoded(value)
        return text if text != value else None
    for text in (value, re.sub(r"\\(.)", r"\1", value, flags=re.DOTALL), unescape(value)):
        try:
            return json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


@lru_cache(maxsize=4096)
def words_of_key(key: str) -> tuple[str, ...]:
    """Return the words of a setting's *key* or an element's name in lower case: buttonText, button_text."""
    return tuple(word.lower() for word in _WORD.findall(key))


def is_picture(value: str) -> bool:
    """Return whether a setting's *value* is the address of a picture."""
    return bool(_PICTURE.fullmatch(value))


def is_address(value: str) -> bool:
    """Return whether a setting's *value* is an address."""
    return bool(_ADDRESS.fullmatch(value)) and (value.startswith("/") or is_url(value))


def is_film(value: str) -> bool:
    """Return whether a setting's *value* is the address of a film or a sound, on its site or as a file."""
    if not is_address(value):
        return False
    player = player_of(value)
    return bool(player and player.is_exact) or file_kind(value) is not None


_TEXT_WORDS = set(
    "text title heading headline head subtitle subheading content editor html caption description desc body label quote"
    " name job position excerpt message paragraph answer question author cite citation intro lead summary p h1 h2 h3 h4"
    " h5 h6 header footer prefix suffix tooltip term value wysiwyg copy".split()
)
_HEADING_WORDS = set("title heading headline subtitle subheading question h1 h2 h3 h4 h5 h6".split())
_DESIGN_WORDS = set(
    "css class classes admin style styles color font family animation icon align size width height margin padding"
    " script js shadow border transition position background gradient tag selector target rel slug template type layout"
    " placeholder date format breakpoint order orderby ratio easing effect unit anchor version nonce email recipient"
    " hash sign sha256 hover query sql php info grids cells".split()
)
_ALT_WORDS = {"alt"}


def is_private(key: str) -> bool:
    """Return whether a setting is named for the builder and not for readers, such as a label in its editor."""
    words = words_of_key(key)
    return key.startswith("_") or (bool(words) and (words[-1] in _DESIGN_WORDS or "admin" in words))


def is_heading_key(key: str) -> bool:
    """Return whether a setting with this *key* is a heading."""
    words = [word for word in words_of_key(key) if word not in {"text", "content"} and not word.isdigit()]
    return bool(_HEADING_WORDS & set(words[-1:]))


def is_alt_key(key: str) -> bool:
    """Return whether a setting with this *key* describes a picture."""
    return bool(_ALT_WORDS & set(words_of_key(key)))


def is_text(key: str, value: str) -> bool:
    """Return whether the *value* of a setting is text for readers: its key says so, or it is prose."""
    if not _LETTERS.search(value) or value.strip().lower() in _SWITCHES or is_address(value.strip()) or is_blob(value):
        return False
    if is_private(key):
        return False
    words = [word for word in words_of_key(key) if not word.isdigit()]
    if words and words[-1] in _TEXT_WORDS:
        return not _CODE_SIGNS.search(value) or bool(_FOREIGN_LETTERS.search(value)) or bool(TAG.search(value))
    if _FOREIGN_LETTERS.search(value):
        return True
    is_html = TAG.search(value) and _LETTERS.search(TAG.sub("", value))
    return bool(is_html) or (bool(_PROSE.search(value)) and not _CODE_SIGNS.search(value))


def looks_like_code(text: str) -> bool:
    """Return whether *text* without markup is CSS or a program."""
    return bool(_CODE_SIGNS.search(text)) and not _FOREIGN_LETTERS.search(text)
