"""Isolate left-to-right parts of Arabic text in HTML, and show invisible characters by name."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from html import escape

from markupsafe import Markup

from newsgen.text.arabic import BIDI_CONTROLS
from newsgen.text.direction import direction_of, has_left_to_right, has_right_to_left

_LONGEST_UNBROKEN = 20
_SIGN = r"(?: (?<![0-9][ ]) (?: (?: (?<![^\s(\[{«“\"'،:/>]) | (?<=\sو) ) - | (?<![\w.,)%+−-])[+−] ) )"
"""A sign before a number; a hyphen after a word (but و) or another number joins the two."""
LEFT_TO_RIGHT = re.compile(
    rf"""
    (?P<url> (?:https?://|www\.) (?: [^\s<>"'()«»“”‘’„‚\[\]{{}}|…،؛] | \([^\s<>"'()«»“”‘’،؛]*\) )+ )
  | (?a: (?P<mail> (?<![\w.+-])[\w.+-]+@(?:[\w-]+(?:\.[\w-]+)+|…) )  # the host may be hidden
  | (?P<handle> (?<![\w@])@[\w.]{{2,30}}(?:@[\w.-]{{1,60}})? )
  | (?P<price> {_SIGN}?[$€£][ \u00a0]?\d[\d.,]* | (?<![\w.,]){_SIGN}?\d[\d.,]*[ \u00a0]?[$€£] )
  | (?P<phone> (?<![\w.,/+-]) (?!\d\d(?P<gap>[ .-])\d\d(?P=gap)\d{{4}}(?!\d))  # 05-10-2022 is a day
      (?: (?:\+|00)\d(?:[ \u00a0().-]{{0,2}}\d){{6,14}}
        | (?=(?:[ \u00a0.-]?\d){{9}}) 0\d{{1,4}}(?:[ \u00a0.-]\d{{2,4}}){{2,5}}
        | 0\d[ \u00a0.-]?\d{{3}}[ \u00a0.-]?\d{{3}}
        | 0\d{{8,10}} ) (?!\w) )
  | (?P<number> {_SIGN}\d[\d.,]*+ (?![-–−/]\d) (?: [ \u00a0]?[%‰٪] | °[CF]? )? (?!\w) )
  | (?P<signs> (?<!\w)[A-Za-z](?:\w{{0,30}}\+{{1,2}}|\#)(?!\w) ) )
    """,
    re.VERBOSE,
)
_FIRST = re.compile("[A-Za-z0-9_.+@$€£−-]")
"""Every match of `LEFT_TO_RIGHT` begins with one of these."""
_SIGNS = "@+#$€£"
_FIRST_WITHOUT_SIGNS = re.compile("[hw0−-]")
"""Every match in a text without any of `_SIGNS` begins with one of these; plain numbers and words are no matches."""
_ZERO = re.compile("0(?=[0-9])(?<![A-Za-z0-9_.,/+-]0)")
_MINUS = re.compile(r"-(?=[0-9$€£])(?<![^\s(\[{«“\"'،:/>;و]-)")
_MAX_CACHED = 100
"""Characters of a text that may be a headline or a name, which several pages show."""
_CACHE_SIZE = 16_384
"""Number of such texts in the cache, which takes 5 MB."""
_TRAILING_PUNCTUATION = ".,،؛:!؟?"
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
_NAMES = {
    "\ufeff": "BOM", "\u200e": "LRM", "\u200f": "RLM", "\u061c": "ALM", "\u202a": "LRE", "\u202b": "RLE",
    "\u202c": "PDF", "\u202d": "LRO", "\u202e": "RLO", "\u2066": "LRI", "\u2067": "RLI", "\u2068": "FSI",
    "\u2069": "PDI", "\u200b": "ZWSP", "\u00ad": "SHY", "\u2060": "WJ",
}  # fmt: skip


def may_have_left_to_right(text: str) -> bool:
    """Return whether *text*, or HTML, may have a part that `isolate` isolates; most Arabic texts have none.

    To look for single characters is ten times as fast as a regular expression that begins with one of several.
    """
    return (
        "@" in text or "+" in text or "#" in text or "$" in text or "€" in text or "£" in text or "−" in text
        or ("h" in text and "http" in text) or ("w" in text and "www." in text)
        or _ZERO.search(text) is not None or _MINUS.search(text) is not None
    )  # fmt: skip


def isolate(text: str) -> Markup:
    """Return escaped *text* with its left-to-right parts isolated, so that they keep their order.

    These are URLs, e-mail addresses, handles, prices, phone numbers, signed numbers and names like C++. Scores, dates
    and year ranges are readable as they are. A text without a right-to-left letter is isolated as a whole.
    """
    return _isolate_cached(text) if len(text) <= _MAX_CACHED else Markup(_isolate(text))  # noqa: S704 - it is escaped


@lru_cache(_CACHE_SIZE)
def _isolate_cached(text: str) -> Markup:
    return Markup(_isolate(text))  # noqa: S704 - it is escaped


_PLAIN_WORDS = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)*")
"""Matches a text of letters alone, which keeps its order among others."""


def _isolate(text: str) -> str:
    if direction_of(text) == "ltr" and not _PLAIN_WORDS.fullmatch(text):
        return keep_together(f"<bdi {_attributes(text)}>{_escaped(text)}</bdi>")
    return keep_together(isolate_parts(text))


def block(text: str, tag: str, around: str = "rtl") -> Markup:
    """Return an element *tag* with escaped *text*, isolated, or running left to right if all its letters do.

    *around* is the direction of what contains it.
    """
    if around == "ltr":
        own = ' dir="rtl"' if has_right_to_left(text) and not has_left_to_right(text) else ""
        return Markup(f"<{tag}{own}>{_escaped(text)}</{tag}>")  # noqa: S704 - the same
    return Markup(keep_together(block_html(text, tag)))  # noqa: S704 - it is escaped


def block_html(text: str, tag: str) -> str:
    """Return what `block` does in a text from right to left, but without `keep_together`."""
    if direction_of(text) == "ltr":
        return f'<{tag} dir="ltr">{_escaped(text)}</{tag}>'
    return f"<{tag}>{isolate_parts(text)}</{tag}>"


def isolate_parts(text: str) -> str:
    """Return escaped *text*, which is right to left, with its left-to-right parts isolated."""
    if not may_have_left_to_right(text):
        return _escaped(text)
    out, end = [], 0
    for match in _left_to_right(text):
        found = match.group().rstrip(_TRAILING_PUNCTUATION)
        out += [_escaped(text[end : match.start()]), f"<bdi {_attributes(found)}>", _escaped(found), "</bdi>"]
        end = match.start() + len(found)
    return "".join([*out, _escaped(text[end:])])


def isolate_in_text(text: str) -> str:
    """Return *text*, which is right to left and no HTML, with the parts that `isolate` isolates between bidi marks."""
    out, end = [], 0
    for match in _left_to_right(text):
        found = match.group().rstrip(_TRAILING_PUNCTUATION)
        out += [text[end : match.start()], "\u2066", found, "\u2069"]
        end = match.start() + len(found)
    return "".join([*out, text[end:]])


def _escaped(text: str) -> str:
    return escape(text, quote=False)


def _attributes(part: str) -> str:
    """Return the attributes of an isolated *part*; a long one may be broken into lines."""
    return 'dir="ltr" class="long"' if len(part) > _LONGEST_UNBROKEN else 'dir="ltr"'


_WORD = r"[^\s<«»“”]{1,12}"
_AFTER_OPENING = rf'[ \n]+(?:<bdi dir="ltr">[^<]*</bdi>(?:{_WORD})?|{_WORD})(?![^\s<«»“”])'
_OPENINGS = [(quote, re.compile(quote + _AFTER_OPENING)) for quote in "«“"]
"""An opening quotation mark, the spaces after it, and the next word, if it fits on a phone in large letters."""
_CLOSINGS = [(quote, re.compile(f"{quote}(?<=[ \n]{quote})"), re.compile(f"(?<![ \n])[ \n]+{quote}")) for quote in "»”"]
"""A closing one, the pattern that finds it after a space, and the slower one that also matches the spaces."""


def has_spaced_quotes(html: str) -> bool:
    """Return whether `keep_together` changes *html*."""
    openings, closings = (opening for _, opening in _OPENINGS), (after_space for _, after_space, _ in _CLOSINGS)
    return any(pattern.search(html) for pattern in (*openings, *closings))


def keep_together(html: str) -> str:
    """Return *html* without breaks of lines after « and before », even if the writer put spaces there."""
    for quote, opening in _OPENINGS:
        if quote in html:
            html = opening.sub(_together, html)
    for quote, after_space, with_spaces in _CLOSINGS:
        if quote not in html or after_space.search(html) is None:
            continue
        if f"  {quote}" in html or f"\n{quote}" in html:
            html = with_spaces.sub(_together, html)
        else:  # the same, but faster
            html = html.replace(f" {quote}", f'<span class="whole"> {quote}</span>')
    return html


def _together(match: re.Match[str]) -> str:
    return f'<span class="whole">{match[0]}</span>'


def _left_to_right(text: str) -> Iterator[re.Match[str]]:
    """Yield the matches of `_LEFT_TO_RIGHT.finditer`, faster in Arabic text, by searching for first characters."""
    pattern = _FIRST if any(sign in text for sign in _SIGNS) else _FIRST_WITHOUT_SIGNS
    first = pattern.search(text)
    while first:
        match = LEFT_TO_RIGHT.match(text, first.start())
        if match:
            yield match
        first = pattern.search(text, (match or first).end())


def show_invisible(text: str) -> Markup:
    """Return *text* as from `isolate`, with every invisible character, such as a bidi mark, shown by its name."""
    if text.isprintable():
        return isolate(text)
    out, end = [], 0
    for match in _INVISIBLE.finditer(text):
        name = _NAMES.get(match.group(), f"U+{ord(match.group()):04X}")
        out += [isolate_parts(text[end : match.start()]), f'<bdi dir="ltr" class="invisible">{name}</bdi>']
        end = match.end()
    return Markup("".join([*out, isolate_parts(text[end:])]))  # noqa: S704 - every part is escaped


def isolate_path(path: str) -> Markup:
    """Return the escaped *path* of a file, to be shown from left to right, with its names in Arabic isolated.

    Otherwise the digest after an Arabic name would be torn apart, if it begins with a digit.
    """
    if path.isascii():
        return Markup(_escaped(path))  # noqa: S704 - it is escaped
    parts = (re.fullmatch(r"(.+?)(\.\w+)?", part, re.DOTALL | re.ASCII) for part in path.split("/"))
    names = (f"<bdi>{_escaped(part[1])}</bdi>{part[2] or ''}" if part else "" for part in parts)
    return Markup("/".join(names))  # noqa: S704 - every part is escaped


def title_text(text: str) -> str:
    """Return *text* for a title bar or shared card, after an RLM if its first letter is Latin and would flip bidi."""
    if not has_right_to_left(text):
        return text
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in {"L", "R", "AL"}:
            return "\u200f" + text if direction == "L" else text
    return text
