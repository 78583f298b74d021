"""Read the text of an article from its page as a reader sees it, and compare texts."""

import re
from html import unescape

_TAG = re.compile(r'<[^<>"]*+(?:"[^"]{0,4000}+"[^<>"]*+){0,100}+>')
_TEXT_START = re.compile(r'<div class="text">|<article class="story[^"<>]*"[^<>]*>|<main\b[^<>]*>')
_ROW = re.compile(
    r'<tr class="[a-z_]+"[^<>]*><th scope="row">([^<]*)</th><td>[^<]*</td><td>'
    r"([^<]*+(?:<(?!/td>)[^<]*+){0,400}+)</td></tr>"
)
_HEADLINE = re.compile(r"<h1\b[^<>]*>")
_SHOWN = 30


def text_of(html: str) -> str:
    """Return the text of *html* as a reader sees it, without bidi isolation and white space."""
    return squeezed(unescape(_TAG.sub("", html)))


def squeezed(text: str) -> str:
    """Return *text* without white space, which HTML does not keep."""
    return "".join(text.split())


def article_text(html: str) -> str | None:
    """Return the text of the article on a page, without its headline and facts; None if the page has no article."""
    found = next((one for one in _TEXT_START.finditer(html) if one[0] == '<div class="text">'), None)
    found = found or _TEXT_START.search(html)
    if found is None:
        return None
    name = found[0][1:].partition(" ")[0].rstrip(">")
    return text_of(html[found.end() : _end_of(name, html, found.end())])


def _end_of(name: str, html: str, start: int) -> int:
    """Return where the element *name* that begins before *start* ends."""
    depth = 1
    for tag in re.finditer(rf"<(/?){name}(?![^\s/>])", html[start:]):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return start + tag.start()
    return len(html)


def headline_of(html: str) -> str | None:
    """Return the headline of a page; None if it has none."""
    found = _HEADLINE.search(html)
    end = html.find("</h1", found.end()) if found else -1
    return text_of(html[found.end() : end]) if found and end >= 0 else None


def ledger_rows(html: str) -> list[tuple[str, str]]:
    """Return the lines of the ledgers on a page: the number as it is printed, and the text."""
    return [(number, text_of(cell)) for number, cell in _ROW.findall(html)]


def difference(published: str, expected: str) -> str:
    """Return in words where a *published* text begins to differ from the *expected* one."""
    place = next(
        (place for place, pair in enumerate(zip(published, expected, strict=False)) if pair[0] != pair[1]),
        min(len(published), len(expected)),
    )
    start = max(0, place - 10)
    shown, wanted = published[start : start + _SHOWN], expected[start : start + _SHOWN]
    return f"has «{shown}» where the record has «{wanted}»"
