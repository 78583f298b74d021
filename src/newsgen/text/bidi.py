"""Isolate left-to-right parts of Arabic text in HTML, and show invisible characters by name."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from html import escape, unescape

from markupsafe import Markup

from newsgen.text.arabic import BIDI_CONTROLS

_LONGEST_UNBROKEN = 20
LEFT_TO_RIGHT = re.compile(
    r"""
    (?P<url> (?:https?://|www\.) (?: [^\s<>"'()«»“”‘’„‚\[\]{}|…،؛] | \([^\s<>"'()«»“”‘’،؛]*\) )+ )
  | (?a: (?P<mail> (?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+ )
  | (?P<handle> (?<![\w@])@[\w.]{2,30}(?:@[\w.-]{1,60})? )
  | (?P<price> [$€£][ \u00a0]?\d[\d.,]* | (?<![\w.,])\d[\d.,]*[ \u00a0]?[$€£] )
  | (?P<phone> (?<![\w.,/+-]) (?!\d\d(?P<gap>[ .-])\d\d(?P=gap)\d{4}(?!\d))  # 05-10-2022 is a day
      (?: (?:\+|00)\d(?:[ \u00a0().-]{0,2}\d){6,14}
        | (?=(?:[ \u00a0.-]?\d){9}) 0\d{1,4}(?:[ \u00a0.-]\d{2,4}){2,5}
        | 0\d[ \u00a0.-]?\d{3}[ \u00a0.-]?\d{3}
        | 0\d{8,10} ) (?!\w) )
  | (?P<signs> (?<!\w)[A-Za-z](?:\w{0,30}\+{1,2}|\#)(?!\w) ) )
    """,
    re.VERBOSE,
)
_FIRST = re.compile("[A-Za-z0-9_.+@$€£-]")
"""Every match of `_LEFT_TO_RIGHT` begins with one of these."""
_HINTS = r"@|\$|€|£|\+|\#|://|www\.|0(?=[0-9])(?<![A-Za-z0-9_.,/+-]0)"
"""Every match contains one of these, most Arabic text none. Each begins with a fixed letter or sign, which is fast."""
_CHANGED = re.compile(f"{_HINTS}|&|<|>")
"""Every text that `isolate` changes contains one of these."""
_MAX_CACHED = 100
"""Characters of a text that may be a headline or a name, which several pages show."""
_CACHE_SIZE = 16_384
"""Number of such texts in the cache, which takes 5 MB."""
_TRAILING_PUNCTUATION = ".,،؛:!؟?"
TAG = re.compile(r'(<[^<>"]*(?:"[^"]*"[^>"]*)*>)')
_TAG_NAME = re.compile(r"</?([a-z0-9]+)")
_CODE_TAGS = {"pre", "code", "kbd", "samp"}
_ADDED_ATTRIBUTES = {**dict.fromkeys(_CODE_TAGS, ' dir="ltr"'), "table": ' tabindex="0"'}
"""Attributes added to tags: code runs left to right, and a wide table can be scrolled by keyboard."""
NONCHARACTERS = "\ufdd0-\ufdef" + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
"""Code points that no text may contain, for use inside a character class of a regular expression."""
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u180e\u200b\u2028\u2029\u2060-\u206f\ufeff\ufff9-\ufffb"
    + BIDI_CONTROLS
    + "\U000e0000-\U000e007f"
    + NONCHARACTERS
    + "]"
)
"""Controls, and characters that no font shows. Joiners are not among them, because they shape words."""
_BIDI_CONTROL = re.compile(f"[{BIDI_CONTROLS}]")
_CHANGED_TAGS = f"<(?=/?(?:{'|'.join(_ADDED_ATTRIBUTES)})(?![a-z0-9]))"
_CHANGED_HTML = re.compile("|".join([_HINTS, "&(?!(?:amp|lt|gt);)", _CHANGED_TAGS, *BIDI_CONTROLS]))
"""All sanitised HTML that `isolate_html` changes contains one of these; most bodies are plain paragraphs."""
_NAMES = {
    "\ufeff": "BOM", "\u200e": "LRM", "\u200f": "RLM", "\u061c": "ALM", "\u202a": "LRE", "\u202b": "RLE",
    "\u202c": "PDF", "\u202d": "LRO", "\u202e": "RLO", "\u2066": "LRI", "\u2067": "RLI", "\u2068": "FSI",
    "\u2069": "PDI", "\u200b": "ZWSP", "\u00ad": "SHY", "\u2060": "WJ",
}  # fmt: skip


def isolate(text: str) -> Markup:
    """Return escaped *text* with its left-to-right parts isolated, so that they keep their order.

    These are URLs, e-mail addresses, handles, prices, phone numbers and names like C++. Scores, dates and year
    ranges are readable as they are.
    """
    return _isolate_cached(text) if len(text) <= _MAX_CACHED else Markup(_isolate(text))  # noqa: S704 - it is escaped


@lru_cache(_CACHE_SIZE)
def _isolate_cached(text: str) -> Markup:
    return Markup(_isolate(text))  # noqa: S704 - it is escaped


def isolate_html(html: str) -> Markup:
    """Return sanitised *html* with its text isolated as by `isolate`, and code running left to right as a whole."""
    if not _CHANGED_HTML.search(html):
        return Markup(html)  # noqa: S704 - sanitised by its loader
    out, depth = [], 0
    for part in TAG.split(html):
        tag = _TAG_NAME.match(part)
        if tag:
            is_end_tag = part.startswith("</")
            depth += (-1 if is_end_tag else 1) if tag[1] in _CODE_TAGS else 0
            added = "" if is_end_tag else _ADDED_ATTRIBUTES.get(tag[1], "")
            out.append(part[: tag.end()] + added + part[tag.end() :])
        else:
            text = _BIDI_CONTROL.sub("", unescape(part))
            out.append(escape(text, quote=False) if depth else _isolate(text))
    return Markup("".join(out))  # noqa: S704 - sanitised by its loader


def _isolate(text: str) -> str:
    if not _CHANGED.search(text):
        return text
    out, end = [], 0
    for match in _left_to_right(text):
        found = match.group().rstrip(_TRAILING_PUNCTUATION)
        long = ' class="long"' if len(found) > _LONGEST_UNBROKEN else ""
        before, part = escape(text[end : match.start()], quote=False), escape(found, quote=False)
        out += [before, f'<bdi dir="ltr"{long}>', part, "</bdi>"]
        end = match.start() + len(found)
    return "".join([*out, escape(text[end:], quote=False)])


def _left_to_right(text: str) -> Iterator[re.Match[str]]:
    """Yield the matches of `_LEFT_TO_RIGHT.finditer`, faster in Arabic text, by searching for first characters."""
    first = _FIRST.search(text)
    while first:
        match = LEFT_TO_RIGHT.match(text, first.start())
        if match:
            yield match
        first = _FIRST.search(text, (match or first).end())


def show_invisible(text: str) -> Markup:
    """Return *text* as from `isolate`, with every invisible character, such as a bidi mark, shown by its name."""
    if text.isprintable():
        return isolate(text)
    out, end = [], 0
    for match in _INVISIBLE.finditer(text):
        name = _NAMES.get(match.group(), f"U+{ord(match.group()):04X}")
        out += [_isolate(text[end : match.start()]), f'<bdi dir="ltr" class="invisible">{name}</bdi>']
        end = match.end()
    return Markup("".join([*out, _isolate(text[end:])]))  # noqa: S704 - every part is escaped


def title_text(text: str) -> str:
    """Return *text* for a title bar or shared card, after an RLM if its first letter is Latin and would flip bidi."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in {"L", "R", "AL"}:
            return "\u200f" + text if direction == "L" else text
    return text
