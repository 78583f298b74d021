"""Add to a served page what only a preview has: the mark of a draft, the errors of the build, and its reloading."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from html import escape

from newsgen.errors import NewsgenError, printable
from newsgen.model.urls import quote_path

EVENTS = "/.newsgen/events"
"""The address of the signal to reload; no page of a site has one that begins with a dot."""
SCRIPT = "/.newsgen/reload.js"

_MOST_ERRORS = 50
"""Errors that a page shows; the terminal has them all."""

STYLE = """
#newsgen-preview, #newsgen-preview * { all: revert; box-sizing: border-box; }
#newsgen-preview { font: 1rem/1.6 system-ui, sans-serif; color-scheme: light dark; --ink: #1c1c1c; --paper: #fff7f5;
  --edge: #b3261e; --draft: #fff1c2; --draft-ink: #4a3500; --draft-edge: #b98900; }
@media (prefers-color-scheme: dark) {
  #newsgen-preview { --ink: #f3e9e7; --paper: #2b1715; --edge: #ff8a80; --draft: #3d2f00; --draft-ink: #ffe9a8;
    --draft-edge: #d9a400; }
}
#newsgen-preview .draft { position: fixed; z-index: 2147483646; inset-block-end: .75rem; inset-inline-start: .75rem;
  margin: 0; padding: .15rem .9rem; border: 1px solid var(--draft-edge); border-radius: 2rem; background: var(--draft);
  color: var(--draft-ink); font-weight: 700; box-shadow: 0 1px 6px rgb(0 0 0 / .3); }
#newsgen-preview .errors { position: fixed; z-index: 2147483647; inset: 0 0 auto; max-block-size: 70vh; overflow: auto;
  padding: .75rem 1rem 1rem; background: var(--paper); color: var(--ink); border-block-end: .25rem solid var(--edge);
  box-shadow: 0 2px 12px rgb(0 0 0 / .35); }
#newsgen-preview .errors > * { max-inline-size: 60rem; margin-inline: auto; }
#newsgen-preview h2 { margin-block: 0 .5rem; font-size: 1.15rem; color: var(--edge); }
#newsgen-preview ol { margin-block: 0; padding-inline-start: 1.5rem; direction: ltr; text-align: left; }
#newsgen-preview li { margin-block: .4rem; overflow-wrap: anywhere; }
#newsgen-preview .place { font-family: ui-monospace, monospace; font-weight: 700; unicode-bidi: isolate; }
#newsgen-preview .remedy { display: block; }
@media print {
  #newsgen-preview .draft { position: static; box-shadow: none; }
  #newsgen-preview .errors { display: none; }
}
"""

RELOAD = """"use strict";
(() => {
  const { version } = document.currentScript.dataset;
  let source = null;
  const stop = () => { source?.close(); source = null; };
  const listen = () => {
    if (source || document.hidden) return;
    const query = new URLSearchParams({ page: location.pathname, version });
    source = new EventSource("EVENTS?" + query);
    source.onmessage = () => { stop(); location.reload(); };
    source.onerror = () => { if (source?.readyState === EventSource.CLOSED) { stop(); setTimeout(listen, 1000); } };
  };
  document.addEventListener("visibilitychange", () => document.hidden ? stop() : listen());
  addEventListener("pagehide", stop);
  addEventListener("pageshow", listen);
  listen();
})();
""".replace("EVENTS", EVENTS)
"""Waits for the signal while the page is visible, as a browser opens only six connections to one server."""


def with_inserts(
    html: bytes, labels: Mapping[str, str], errors: Sequence[NewsgenError], drafts: Iterable[str], *, is_draft: bool
) -> bytes:
    """Return the page *html* with *errors* in front of its end, and with the mark of a draft, if it *is_draft*.

    Links to *drafts*, given by their addresses, are marked too.
    """
    rules = _rules_for_links(html, drafts, labels["draft"])
    parts = [_draft_mark(labels)] if is_draft else []
    parts += [_error_list(errors, labels)] if errors else []
    style = rules + (STYLE if parts else "")
    if not style:
        return html
    made = f'<div id="newsgen-preview" lang="ar" dir="rtl"><style>{style}</style>{"".join(parts)}</div>\n'
    return _before_end(html, made.encode())


def _rules_for_links(html: bytes, drafts: Iterable[str], word: str) -> str:
    """Return the style by which links of *html* to *drafts* are followed by a *word*; "" if there are none."""
    linked = [path for path in map(quote_path, drafts) if path and f'{path}"'.encode() in html]
    if not linked:
        return ""
    links = ", ".join(f"a[href$={_css_string(path)}]::after" for path in linked)
    return f"{links} {{ content: {_css_string(word)}; {_LINK_STYLE} }}\n"


_LINK_STYLE = (
    "display: inline-block; margin-inline-start: .4em; padding: 0 .5em; border: 1px solid #b98900;"
    " border-radius: 1em; background: #fff1c2; color: #4a3500; font: 700 .75rem/1.5 system-ui, sans-serif;"
)


def _css_string(text: str) -> str:
    """Return *text* as a string of a style sheet inside an HTML page."""
    return '"' + "".join(f"\\{ord(c):x} " if c in '"\\<&' or not c.isprintable() else c for c in text) + '"'


def with_reload(html: bytes, version: str) -> bytes:
    """Return the page *html* with the script that loads it again when its *version* is another one."""
    return _before_end(html, f'<script src="{SCRIPT}" data-version="{version}"></script>\n'.encode())


def version_of(html: bytes, salt: str = "") -> str:
    """Return what tells two versions of a page apart; *salt* is anything else that differs between them."""
    return hashlib.blake2b(html + salt.encode(), digest_size=8).hexdigest()


def page_of(title: str) -> bytes:
    """Return a page that says only *title*, for when the site has none to show."""
    text = escape(title)
    return (
        f'<!DOCTYPE html>\n<html lang="ar" dir="rtl">\n<head>\n<meta charset="utf-8">\n<title>{text}</title>\n'
        '<meta name="viewport" content="width=device-width">\n<meta name="color-scheme" content="light dark">\n'
        "<style>body { font: 1.25rem/1.7 system-ui, sans-serif; margin: 0; min-height: 100vh; display: grid;"
        f" place-items: center }}</style>\n</head>\n<body>\n<main><h1>{text}</h1></main>\n</body>\n</html>\n"
    ).encode()


def _before_end(html: bytes, added: bytes) -> bytes:
    place = html.lower().rfind(b"</body>")
    return html + added if place < 0 else html[:place] + added + html[place:]


def _draft_mark(labels: Mapping[str, str]) -> str:
    text = escape(labels["draft"])
    return f'<aside aria-label="{escape(labels["preview"])}"><p class="draft">{text}</p></aside>'


def _error_list(errors: Sequence[NewsgenError], labels: Mapping[str, str]) -> str:
    title = escape(labels["preview_errors"])
    items = "".join(map(_error_item, errors[:_MOST_ERRORS]))
    more = len(errors) - _MOST_ERRORS
    rest = f'<p lang="en" dir="ltr">{more} more; see the terminal</p>' if more > 0 else ""
    return (
        f'<section class="errors" role="alert" aria-label="{title}"><h2>{title}</h2>'
        f'<ol lang="en" dir="ltr">{items}</ol>{rest}</section>'
    )


def _error_item(error: NewsgenError) -> str:
    place = f"{error.path}:{error.line}" if error.line else error.path
    named = f'<bdi class="place">{_shown(place)}</bdi> ' if place else ""
    return f'<li>{named}<bdi>{_shown(error.found)}</bdi> <bdi class="remedy">{_shown(error.remedy)}</bdi></li>'


def _shown(text: str) -> str:
    return escape(printable(text))
