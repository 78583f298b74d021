"""Recognise a page's furniture among the blocks of its text: date lines, invitations to follow, counters, notices."""

import re
from collections.abc import Collection, Sequence
from datetime import date
from enum import Enum, auto

from newsgen.loaders.capture.header_lines import is_caption, is_date_line, is_notice
from newsgen.loaders.capture.lines import ends_in_full_stop, is_legal, is_prose, letters
from newsgen.loaders.capture.markers import Mark, find_marker, inline_title, is_follow_line
from newsgen.loaders.webpage.dom import Element, host_of, text_of
from newsgen.text.arabic import fold, line_key
from newsgen.text.dates import day_of, read_date

_FOLLOW_HOSTS = re.compile(
    r"(?:^|\.)(?:news\.google\.[a-z.]+|google\.com|t\.me|telegram\.(?:me|org)|wa\.me|whatsapp\.com|facebook\.com|fb\.com"
    r"|fb\.me|m\.me|twitter\.com|x\.com|instagram\.com|youtube\.com|youtu\.be|tiktok\.com|snapchat\.com|linkedin\.com"
    r"|threads\.net|nabd\.com|nabdapp\.com|play\.google\.com|apps\.apple\.com|itunes\.apple\.com|viber\.com|pinterest\.com)$"
)
_SHARE_URL = re.compile(
    r"sharer|share\?|/share|intent/|/send\?|[?&](?:text|url|u|body)=https?(?::|%3a)|^mailto:\?|pin/create|javascript:.*(?:print|share)",
    re.IGNORECASE,
)
_STAMP_WORDS = frozenset(
    "تم نشر نشرت نشره نشرها النشر تحديث التحديث تعديل التعديل حدث اخر حرر حررت ادرج ادرجت اضيف اضيفت كتب"
    " كتبت تاريخ بتاريخ"
    " وقت الساعة بواسطة من طرف في علي published posted updated last on at modified date".split()
)
_FONT_SIZES = re.compile(r"(?:[AaTت]\s?[+−–-]?\s*){1,5}")
_FEW_WORDS = 3
_LINKED = 0.6
"""The share of a block's letters that are in links, from which on it is a row of links."""


class Place(Enum):
    """Where a block stands in a text."""

    ABOVE = auto()
    """Above the first paragraph."""
    INSIDE = auto()
    BELOW = auto()
    """Below the last paragraph."""


def places_of(blocks: Sequence[Element]) -> list[Place]:
    """Return where each of a text's *blocks* stands; all stand above if there is no paragraph."""
    prose = [i for i, block in enumerate(blocks) if is_prose(text_of(block)) and _linked_share(block) < _LINKED]
    first, last = (prose[0], prose[-1]) if prose else (len(blocks), len(blocks))
    return [Place.ABOVE if i < first else Place.BELOW if i > last else Place.INSIDE for i in range(len(blocks))]


def is_furniture(block: Element, text: str, place: Place, days: Collection[date]) -> bool:
    """Return whether a *block* with this *text* is furniture; *days* are those of publication and of the last change.

    A sentence inside the text is none, with whatever word it begins.
    """
    if _is_invitation(block, text, place) or _is_teaser(block, text):
        return True
    if place is Place.INSIDE or block.tag in {"h2", "h3", "blockquote", "pre", "td"}:
        return False
    return (
        is_notice(text)
        or bool(_FONT_SIZES.fullmatch(text))
        or _is_stamp(text, days)
        or (place is Place.BELOW and is_legal(text) and not is_prose(text))
    )


def is_share_link(link: Element) -> bool:
    """Return whether a *link* of a text shares the article, and shows only an icon or a name of a network."""
    shown = text_of(link)
    label = shown or " ".join(image.get("alt") or "" for image in link.iter("img"))
    is_share = bool(_SHARE_URL.search(link.get("href") or "")) or (not shown and find_mark(label) is Mark.SHARE)
    return is_share and len(label.split()) <= _FEW_WORDS


def find_mark(text: str) -> Mark | None:
    """Return the kind of the marker that *text* of a block is, without words such as "share on" before a network."""
    marker = find_marker(re.sub(r"(?i)^share (?:on|via|to)\s+", "", text))
    return marker.mark if marker else None


def _linked_share(block: Element, hosts: re.Pattern[str] | None = None) -> float:
    """Return the share of the letters of *block* that are in links, or in links to *hosts*."""
    links = (a for a in block.iter("a") if hosts is None or hosts.search(host_of(a.get("href") or "")))
    return sum(letters(text_of(a)) for a in links) / (letters(text_of(block)) or 1)


def _is_invitation(block: Element, text: str, place: Place) -> bool:
    """Return whether a *block* only invites to follow the newspaper, by its links, or at an edge by its words."""
    if block.tag == "blockquote" or not is_follow_line(text):
        return False
    leads_away = any(_FOLLOW_HOSTS.search(host_of(a.get("href") or "")) for a in block.iter("a"))
    if _linked_share(block, _FOLLOW_HOSTS) >= _LINKED:
        return True
    if is_prose(text):
        return False
    return leads_away or (place is not Place.INSIDE and not ends_in_full_stop(text))


def _is_teaser(block: Element, text: str) -> bool:
    """Return whether a *block* is "read also" with the linked title of another article."""
    return inline_title(text) is not None and _linked_share(block) >= _LINKED


def _is_stamp(text: str, days: Collection[date]) -> bool:
    """Return whether *text* says when the article was published or changed."""
    if not is_date_line(text) or is_caption(text):
        return False
    reading = read_date(text)
    rest = [word for word in fold(reading.rest).split() if word not in _STAMP_WORDS and any(map(str.isalpha, word))]
    if not rest and (not reading.rest or not _STAMP_WORDS.isdisjoint(fold(text).split())):
        return reading.value is None or bool(reading.rest) or _is_labelled(text) or day_of(reading.value) in days
    return reading.value is not None and day_of(reading.value) in days and len(rest) <= _FEW_WORDS


def _is_labelled(text: str) -> bool:
    return not _STAMP_WORDS.isdisjoint(line_key(text).replace(":", " ").split()[:2])
