"""Render a page to the bytes of its HTML."""

import functools
import re
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import escape

from newsgen.errors import NewsgenError
from newsgen.model.urls import NOT_FOUND, quote_path, to_home
from newsgen.pages.page import Page
from newsgen.text.bidi import NONCHARACTERS
from newsgen.text.date_format import Locale
from newsgen.theme.theme import START, Theme, template_folders

if TYPE_CHECKING:
    from newsgen.theme.filling.templates import Templates


_FORBIDDEN = re.compile(f"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f{NONCHARACTERS}]")
"""Characters that make an HTML page invalid."""
_CONTROLS = tuple(bytes([byte]) for byte in (*range(0x09), 0x0B, *range(0x0E, 0x20), 0x7F))
_SEQUENCES = {
    pattern[:1]: re.compile(pattern) for pattern in (b"\xc2[\x80-\x9f]", b"\xef\xb7[\x90-\xaf]", b"\xbf[\xbe\xbf]")
}
"""By first byte: in UTF-8 a forbidden character contains a control or one of these, and bytes are found fast."""


def clear_template_cache() -> None:
    """Forget the templates loaded to render, which may have changed since this process's last build."""
    _templates.cache_clear()


def check_templates(theme: Theme) -> list[NewsgenError]:
    """Return the syntax errors of every template before pages are rendered."""
    return _templates(theme.root, theme.locale, theme.templates).check()


def render(page: Page, theme: Theme) -> bytes:
    """Return the HTML of *page*, as UTF-8.

    Raises TemplateError if a template is missing, is broken, or uses a name that the page does not provide.
    """
    templates = _templates(theme.root, theme.locale, theme.templates)
    html = templates.render(page.template, {**page.context, "url": page.url, **_links(page.url, theme)}, theme.assets)
    return _encode(f"{html}\n")


@functools.lru_cache(maxsize=4)
def _templates(root: Path, locale: Locale, digests: str) -> "Templates":  # noqa: ARG001 - a worker outlives a build
    from newsgen.theme.filling.templates import Templates  # noqa: PLC0415 - Jinja2 takes 20 ms, and some builds render nothing

    return Templates(root, template_folders(root), locale)


def _links(page: str, theme: Theme) -> dict[str, object]:
    """Return the functions with which a template makes links from *page*."""
    start = theme.not_found_prefix if page == NOT_FOUND else to_home(page)

    def link(url: str) -> str:
        return start + quote_path(url) or "./"

    def asset(name: str) -> str | None:
        return link(theme.assets[name]) if name in theme.assets else None

    return {"link": link, "asset": asset, START: str(escape(start))}


def _encode(html: str) -> bytes:
    """Return the rendered *html* as UTF-8, with U+FFFD in place of characters that HTML forbids."""
    data = html.encode()
    if any(map(data.__contains__, _CONTROLS)) or any(byte in data and p.search(data) for byte, p in _SEQUENCES.items()):
        return _FORBIDDEN.sub("\ufffd", html).encode()
    return data
