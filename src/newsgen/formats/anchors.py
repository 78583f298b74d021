"""Give the headings of a text ids, keep those that its writer chose, and make each unique on its page."""

import re
import unicodedata
from collections import Counter
from html import escape, unescape
from urllib.parse import unquote

from newsgen.text.arabic import slug

RESERVED_ID = re.compile(r"content|(?:form|comment|capture|year|page)-.*|[a-z]+-heading|L[0-9]+", re.DOTALL)
"""Matches the ids of the templates' own elements, which no text may use; `page-…` is for projects' own templates."""
_NAMED = re.compile('<a(?: [a-z-]+="[^"]*")*? name="[^>]*>')
_ID = re.compile(r'(?P<before><[a-z0-9]+(?: [a-z-]+="[^"]*")*?) id="(?P<id>[^"]*)"')
_HEADING = re.compile(r"<(?P<tag>h[1-6])(?P<attributes>[^>]*)>(?P<text>.*?)</(?P=tag)>", re.DOTALL)
_TAG_OR_NOTE = re.compile(r'<sup id="fnref[^>]*>.*?</sup>|<[^>]*>', re.DOTALL)
_LOCAL_LINK = re.compile(' href="#([^"]+)"')
_NAMELESS = "قسم"
"""The id of a heading that has neither letters nor digits."""


def add_anchors(html: str) -> str:
    """Return sanitised *html* in which each heading has an id, and each id is unique and none of the templates'.

    An id that is taken gets a number, a reserved one a word before it. A link to a place in the text whose id
    is spelled otherwise, as other generators spell the ids of headings, is led to the place.
    """
    if "<h" not in html and ' id="' not in html and ' name="' not in html:
        return html
    ids = _Ids()
    html = _NAMED.sub(_with_id_for_name, html)
    html = _ID.sub(lambda match: f'{match["before"]} id="{ids.add(unescape(match["id"]))}"', html)
    html = _HEADING.sub(ids.add_to_heading, html)
    return _LOCAL_LINK.sub(ids.lead, html) if ' href="#' in html else html


def _with_id_for_name(match: re.Match[str]) -> str:
    """Return the tag of a place as HTML of the nineties named it, with an id instead of the name."""
    return re.sub(' name="[^"]*"', "", match[0]) if ' id="' in match[0] else match[0].replace(' name="', ' id="')


class _Ids:
    """The ids of one text."""

    def __init__(self) -> None:
        self.given: dict[str, str] = {}
        """Each id with the one that was wanted."""
        self.numbers: Counter[str] = Counter()

    def add(self, wanted: str) -> str:
        """Return an id as *wanted*, or one like it that is neither reserved nor in use; it is escaped as HTML."""
        allowed = f"text-{wanted}" if RESERVED_ID.fullmatch(wanted) else wanted
        free = allowed
        while free in self.given:
            self.numbers[allowed] += 1
            free = f"{allowed}-{self.numbers[allowed]}"
        self.given[free] = wanted
        return escape(free)

    def add_to_heading(self, match: re.Match[str]) -> str:
        """Return the heading of *match* with an id that is made from its text, if it has none."""
        tag, attributes = match.group("tag", "attributes")
        if ' id="' in attributes:
            return match[0]
        name = slug(unescape(_TAG_OR_NOTE.sub("", match["text"]))) or _NAMELESS
        return f'<{tag} id="{self.add(name)}"{match[0][len(tag) + 1 :]}'

    def lead(self, match: re.Match[str]) -> str:
        """Return the link of *match* to a place in the text, with the place's id if that is spelled otherwise."""
        fragment = unicodedata.normalize("NFC", unquote(unescape(match[1])))
        if fragment in self.given:
            return match[0]
        key = _key(fragment)
        same = [free for free, wanted in self.given.items() if fragment == wanted or (key and key == _key(wanted))]
        return f' href="#{escape(same[0])}"' if same else match[0]


def _key(name: str) -> str:
    """Return the key by which two spellings of an id are equal: with the same letters and digits."""
    return slug(name).replace("-", "")
