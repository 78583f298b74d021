"""Compare the text found on a web page with other readings of it: its metadata, and the library trafilatura."""

import logging
import re
from dataclasses import dataclass

from newsgen.formats.sanitise import plain_blocks, sanitise
from newsgen.loaders.webpage.body.text import PageText, find_text, html_of
from newsgen.loaders.webpage.dom import Element, as_html, missing_extra, one_line
from newsgen.loaders.webpage.structured_data import PageData
from newsgen.text.arabic import count_letters, title_key

_DIFFERENCE = 0.1
"""Share of a text's letters that another reading may have more before that is told."""
_SHARED_WORDS = 1 / 3
_SHORT_TEXT = 250
_MIN_KEY = 20


@dataclass(frozen=True, slots=True)
class Body:
    """The body of a web page's article."""

    html: str
    """Sanitised HTML; "" if none was found."""
    doubts: tuple[str, ...] = ()
    """Why the text may not be whole, in words of a warning."""


def find_body(root: Element, data: PageData, headline: Element | None, summary: str | None) -> Body:
    """Return the body of the article on the page *root*, compared with other readings; changes *root*.

    *headline* is the element that shows the headline, *summary* the description of the article. Raises ConfigError if
    trafilatura is not installed.
    """
    declared = _declared_text(data)
    peer = _peer_reading(root)
    page = find_text(root, headline, summary, declared)
    found = page.letters
    missing = _missing_from(page, peer)
    html = html_of(page)
    if declared and found and _is_another_text(page, declared):
        return Body(html, ("its metadata give a text that the page does not show; compare the article with its page",))
    if count_letters(declared) > max(_SHORT_TEXT, (1 + _DIFFERENCE) * found):
        more = count_letters(declared) - found
        doubt = f"its metadata have {more:,} letters of text more than the page shows; the text is taken from there"
        return Body(_html_of_text(data.article["articleBody"]), (doubt,) if found else ())
    if missing > max(_DIFFERENCE * found, _MIN_KEY):
        doubt = f"another reading of the page has {missing:,} letters of text more; compare the article with its page"
        return Body(html if found >= missing else peer, (doubt,))
    return Body(html)


def _declared_text(data: PageData) -> str:
    """Return the plain text that a page's JSON-LD gives as its article; "" if there is none."""
    declared = data.article.get("articleBody")
    return " ".join(plain_blocks(_html_of_text(declared))) if isinstance(declared, str) else ""


def _is_another_text(page: PageText, declared: str) -> bool:
    """Return whether the *declared* text has so few words of the *page* that it is about something else."""
    words = {word for block in page.chosen for word in block.key.split()}
    return len(words & set(title_key(declared).split())) < _SHARED_WORDS * len(words)


def _missing_from(page: PageText, peer: str) -> int:
    """Return the number of letters of the paragraphs that *peer*, another reading of the page, has beyond the text."""
    words = title_key(" ".join(plain_blocks(peer)))
    return sum(block.letters for block in page.left_out() if len(block.key) >= _MIN_KEY and block.key in words)


def _peer_reading(root: Element) -> str:
    """Return the text that trafilatura finds on the page *root*, as sanitised HTML; "" if it fails."""
    try:
        from trafilatura import extract  # noqa: PLC0415 - slow to import, and a build without pages needs none
    except ImportError:
        raise missing_extra("trafilatura") from None
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        found = extract(
            as_html(root),
            output_format="html",
            favor_recall=True,
            include_comments=False,
            include_tables=True,
            deduplicate=False,
        )
    except Exception:  # noqa: BLE001 - a page may make it raise any exception; there is one witness less then
        return ""
    return sanitise(found or "")


def _html_of_text(text: str) -> str:
    """Return the articleBody of JSON-LD, which may contain tags, as sanitised HTML."""
    if "<p" in text or "<br" in text:
        return sanitise(text)
    lines = filter(None, map(one_line, re.split(r"[\r\n]+", text)))
    return sanitise("".join(f"<p>{line.replace('&', '&amp;').replace('<', '&lt;')}</p>" for line in lines))
