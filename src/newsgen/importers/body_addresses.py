"""Settle the addresses in an imported body: what was relative to the old site leads to it still, or nowhere."""

import re
from collections.abc import Collection
from html import escape, unescape
from urllib.parse import urljoin

from newsgen.formats.yaml_fields import is_url
from newsgen.model.body_links import REFERENCE, has_references

_SCHEMES = ("http", "https", "mailto", "tel")
_BARE = re.compile(r"<a>((?:(?!<a[ >]).)*?)</a>", re.DOTALL)
_ALT = re.compile(' alt="([^"]*)"')


def settle_addresses(html: str, base: str | None, own: Collection[str]) -> str:
    """Return sanitised *html* whose links and pictures have whole addresses, relative ones below *base*.

    A picture without one leaves its description, a link its words. The pictures that are the project's *own* stay.
    """
    if not has_references(html):
        return html

    def settle(match: re.Match[str]) -> str:
        written = unescape(match["address"])
        if written in own or written.lower().startswith(("mailto:", "tel:")):
            return match[0]
        whole = _joined(base, written)
        if whole is None:
            return "".join(_ALT.findall(match[0])) if match["img"] else "<a>"
        before, after = match.start("address") - match.start(), match.end("address") - match.start()
        return f"{match[0][:before]}{escape(whole)}{match[0][after:]}"

    return _BARE.sub(r"\1", REFERENCE.sub(settle, html))


def _joined(base: str | None, written: str) -> str | None:
    """Return the whole address that *written* means on a page at *base*; None where it means none."""
    if written.startswith("#"):
        return None  # the names of places within a text are gone
    try:
        whole = urljoin(base or "", written.strip())
    except ValueError:
        return None
    return whole if is_url(whole, _SCHEMES) else None
