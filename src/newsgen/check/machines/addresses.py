"""Resolve the absolute addresses that a site gives to machines, and validate their dates."""

from datetime import datetime
from urllib.parse import unquote

from newsgen.check.site import Site
from newsgen.filesystem import nfc
from newsgen.model.urls import output_path

_HOME_PAGE = "index.html"


def base_of(site: Site) -> str | None:
    """Return where a *site* is served: its `base_url`, or what its home page calls its address; None if unknown."""
    if site.inventory.options.base_url:
        return site.inventory.options.base_url
    home = site.pages.get(_HOME_PAGE)
    return home.canonical.text if home and home.canonical and home.canonical.text.endswith("/") else None


def fault_of(url: str, base: str | None, site: Site) -> str | None:
    """Return what is wrong with an absolute *url*, as a phrase that follows it; None if it is right."""
    if not url.startswith(("http://", "https://")):
        return "is not a full address"
    if base is None:
        return None
    path = path_of(url, base)
    if path is None:
        return f"is not below {base}"
    if path not in site.files:
        return "is not in the site"
    page = site.pages.get(path)
    if page and page.is_redirect:
        return "is a redirect"
    return None


def path_of(url: str, base: str) -> str | None:
    """Return the path of the file in the site at the full address *url*; None if it is not below *base*."""
    address = url.partition("#")[0].partition("?")[0]
    if not address.startswith(base):
        address, base = unquote(address), unquote(base)
    return output_path(nfc(unquote(address[len(base) :]))) if address.startswith(base) else None


def parse_time(text: str) -> datetime | None:
    """Return the time that *text* says in the format of RFC 3339, with a zone; None if it is not one."""
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        return None
    return value if value.tzinfo and "T" in text.upper() else None
