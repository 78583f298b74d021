"""Find the shortcodes of a WordPress text, their settings, and which end tag belongs to which."""

import re
from collections import Counter
from dataclasses import dataclass
from html import unescape

_IN_QUOTES = r"""\s*+(?:"[^"]{0,200000}+"|'[^']{0,200000}+')"""
CODE = re.compile(
    rf"""
    \[ (?P<before>\[?) (?P<slash>/?) (?P<name>_{{0,3}}[A-Za-z][\w-]{{0,60}})
    (?P<written> (?: [\s=] (?: [^\[\]"'=]++ | ={_IN_QUOTES} | =(?!{_IN_QUOTES}) | ["'] ){{0,2000}} )? )
    \] (?P<after>\]?)
    """,
    re.VERBOSE | re.ASCII,
)
"""Matches a tag of a shortcode; a value in quotes may hold brackets."""
_SETTING = re.compile(
    r"""([\w-]+)\s*=\s*(?:"([^"]*)"|[“”″]([^"“”″]*)["“”″]|'([^']*)'|([^\s"']+))|["']?([^\s"']+)["']?"""
)
_ENTITY_QUOTES = re.compile(r"&(?:quot|\#0?34|\#822[01]|\#8243|\#x22|[lr]dquo);")


@dataclass(slots=True)
class Tag:
    """A tag of what may be a shortcode."""

    match: re.Match[str]
    name: str
    is_end: bool
    partner: int | None = None
    """The position of its end tag, or of its start tag, among all tags; None if it has none."""

    @property
    def written(self) -> str:
        """What the tag has after its name."""
        return self.match["written"]

    @property
    def is_escaped(self) -> bool:
        """Whether doubled brackets say that the tag is text."""
        return bool(self.match["before"] and self.match["after"])


def find_tags(text: str) -> list[Tag]:
    """Return all tags of shortcodes in *text*, each with its partner; a tag that is never closed encloses nothing."""
    tags: list[Tag] = []
    open_tags: list[int] = []
    count: Counter[str] = Counter()
    for match in CODE.finditer(text):
        tag = Tag(match, match["name"], bool(match["slash"]))
        tags.append(tag)
        if tag.is_escaped:
            continue
        if not tag.is_end:
            if not tag.written.rstrip().endswith("/"):
                open_tags.append(len(tags) - 1)
                count[tag.name] += 1
        elif count[tag.name]:
            while (place := open_tags.pop()) is not None and tags[place].name != tag.name:
                count[tags[place].name] -= 1
            count[tag.name] -= 1
            tag.partner, tags[place].partner = place, len(tags) - 1
    return tags


def read_settings(written: str) -> dict[str, str]:
    """Return the settings of a shortcode by name; a value without a name has the name ""."""
    if '="' not in written and "='" not in written:
        written = _ENTITY_QUOTES.sub('"', written)
    settings: dict[str, str] = {}
    for name, *values, alone in _SETTING.findall(written.rstrip().removesuffix("/").lstrip("=")):
        settings.setdefault(name.lower(), unescape("".join(values) or alone))
    return settings
