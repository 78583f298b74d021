"""What a post of WordPress shows from elsewhere: films, players and frames become links."""

import re
from urllib.parse import urlsplit

from newsgen.importers.wordpress.markup import TAG, attributes
from newsgen.importers.wordpress.wordpress_media import link

_EMBEDDED = {"iframe", "embed", "object", "video", "audio", "source"}
_ADDRESSES = ("src", "data-src", "data-lazy-src", "data")
_UNUSABLE = ("data:", "javascript:", "about:", "blob:")
_ALONE = re.compile(
    r"(^[ \t]*|<(?:p|div)(?:\s[^<>]*)?>\s*)(https?://[^\s<>\"\[\]]+)(?=[ \t]*(?:$|</(?:p|div)>))", re.MULTILINE
)


def embeds_to_links(text: str) -> tuple[str, list[str]]:
    """Return tidy *text* with a link for each thing embedded, and the hosts that these came from."""
    seen: dict[str, str] = {}

    def linked(match: re.Match[str]) -> str:
        if match[1].lower() not in _EMBEDDED:
            return match[0]
        values = {} if match[0][1] == "/" else attributes(match[0])
        url = next(filter(None, (_usable(values.get(name, "")) for name in _ADDRESSES)), "")
        if not url or url in seen:
            return ""
        seen[url] = _host(url)
        return link(url, values.get("title", ""))

    text = TAG.sub(linked, text) if "<" in text else text
    return text, list(dict.fromkeys(seen.values()))


def _usable(address: str) -> str:
    if address.lower().startswith(_UNUSABLE):
        return ""
    return f"https:{address}" if address.startswith("//") else address


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or "this site"
    except ValueError:
        return "an unreadable address"


def link_lone_addresses(text: str) -> str:
    """Return *text* with a link for each address that stands alone on its line: WordPress showed what it leads to."""
    return _ALONE.sub(lambda match: match[1] + link(match[2].replace("&amp;", "&")), text) if "http" in text else text
