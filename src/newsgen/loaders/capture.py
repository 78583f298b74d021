"""Load a captured page, as plain text, into a record that accounts for every line of it."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from newsgen.arabic import letters, noise, shorten
from newsgen.article import (
    Article,
    Comment,
    CommentForm,
    Confidence,
    Evidence,
    LedgerLine,
    Related,
    RelatedLink,
    Role,
)
from newsgen.dates import Moment, read_date
from newsgen.errors import SourceError
from newsgen.loaders.comment_form import complete_form
from newsgen.loaders.decoding import UndecodableError, decode
from newsgen.loaders.full_page import is_full_page, settle_page
from newsgen.loaders.header import byline_of, section_of
from newsgen.loaders.layout import settle_plain
from newsgen.loaders.lines import MAX_HEADLINE, Line, is_prose, is_short, split_lines
from newsgen.loaders.markers import Mark, find_form_fields
from newsgen.loaders.visitors import read_comments
from newsgen.sources import Source, sha256

_TRAILING_URL = re.compile(r"^(?P<title>.*?)\s*[(\[<]?(?P<url>https?://[^\s)\]>]+)[)\]>]?$")
_TAG_SEPARATOR = re.compile(r"\s*[،,#|•]\s*")
_MENU_LENGTH = 8


def load_capture(source: Source, data: bytes) -> Article:
    """Read a capture.

    Raises SourceError where the bytes are no text, or the text holds no line of an article.
    """
    try:
        decoded = decode(data)
    except UndecodableError as error:
        remedy = "save the page again as UTF-8 text, or move the file out of seeds/"
        raise SourceError(source.path, f"holds {error}", remedy, error.line) from None
    lines = split_lines(decoded.text)
    confidence, doubts = _settle(lines)
    body = [line for line in lines if line.role is Role.BODY]
    _refuse_empty(source, lines, body)
    headlines = _texts(lines, Role.HEADLINE)
    published, date_doubts = _published(lines)
    ledger = tuple(LedgerLine(line.number, line.role or Role.BOILERPLATE, line.raw) for line in lines)
    digest = sha256(data)
    return Article(
        id=source.stem,
        source=source.path,
        sha256=digest,
        encoding=decoded.encoding,
        confidence=confidence,
        headline=headlines[0] if headlines else shorten(body[0].text, MAX_HEADLINE),
        headline_origin="capture" if headlines else "derived",
        authors=_authors(lines),
        published=published,
        section=_section(lines),
        tags=_tags(lines),
        body=tuple(line.text for line in body),
        related=_related(lines),
        comment_form=_comment_form(lines),
        comments=_comments(lines),
        warnings=(*filter(None, [decoded.warning]), *doubts, *date_doubts, *_removals(decoded.text)),
        evidence=(Evidence(source.path, digest, decoded.encoding, ledger),),
    )


def _settle(lines: list[Line]) -> tuple[Confidence, list[str]]:
    """Give every line its role; return how sure that is, and every reason for doubt."""
    if is_full_page(lines):
        named = settle_page(lines)
        body = [line.text for line in lines if line.role is Role.BODY]
        if body:
            found = f"a whole page was captured: {len(body)} of its {len(lines)} lines were taken for the article"
            return "medium" if named and sum(map(is_prose, body)) > 1 else "low", [found]
    for line in lines:
        line.role = None
    settle_plain(lines)
    return _confidence(lines)


def _confidence(lines: list[Line]) -> tuple[Confidence, list[str]]:
    doubts = []
    body = [line.text for line in lines if line.role is Role.BODY]
    left_out = [line for line in lines if line.role is Role.BOILERPLATE and is_prose(line.text)]
    if left_out:
        doubts.append(f"{len(left_out)} long lines after the comment form were left out of the body")
    menu = _longest_menu(body)
    if menu >= _MENU_LENGTH:
        doubts.append(f"the body holds {menu} short lines in a row: a list, or a menu")
    if not any(map(is_prose, body)):
        doubts.append("no line of the body has the length of a paragraph")
        return "low" if menu >= _MENU_LENGTH else "medium", doubts
    return "medium" if doubts else "high", doubts


def _longest_menu(texts: Sequence[str]) -> int:
    """Return the length of the longest run of short lines."""
    longest = run = 0
    for text in texts:
        run = run + 1 if is_short(text) else 0
        longest = max(longest, run)
    return longest


def _refuse_empty(source: Source, lines: list[Line], body: list[Line]) -> None:
    if not any(letters(line.text) for line in lines):
        raise SourceError(source.path, "holds no text", "capture the page again, or delete the file")
    if not any(letters(line.text) for line in body):
        remedy = "capture the page again with its paragraphs"
        raise SourceError(source.path, "holds no article, only markers and menus", remedy, lines[0].number)


def _texts(lines: Iterable[Line], *roles: Role) -> list[str]:
    return [line.text for line in lines if line.role in roles]


def _payload(line: Line) -> str:
    """Return what a labelled line says after its label; the whole line where it has no label."""
    return line.marker.text if line.marker else line.text


def _authors(lines: Iterable[Line]) -> tuple[str, ...]:
    names = [line.marker.text if line.marker else byline_of(line.text) for line in lines if line.role is Role.BYLINE]
    return tuple(dict.fromkeys(name for name in names if name))


def _section(lines: Iterable[Line]) -> str | None:
    for line in lines:
        if line.role is Role.SECTION:
            return line.marker.text if line.marker else section_of(line.text)
    return None


def _tags(lines: Iterable[Line]) -> tuple[str, ...]:
    parts = [part for line in lines if line.role is Role.TAGS for part in _TAG_SEPARATOR.split(_payload(line))]
    return tuple(dict.fromkeys(part.strip(" .:").replace("_", " ") for part in parts if letters(part)))


def _published(lines: Iterable[Line]) -> tuple[Moment | None, list[str]]:
    """Return the first readable date among the date lines, or a warning with a remedy for each other."""
    doubts = []
    for line in lines:
        if line.role is Role.DATE:
            reading = read_date(line.text)
            if reading.value:
                return reading.value, []
            why = reading.problem or "no date"
            remedy = "add content/articles/<id>.md with `capture:` and `date:`"
            doubts.append(f"line {line.number}: the date {line.text!r} cannot be read ({why}); {remedy}")
    return None, doubts


def _related(lines: Iterable[Line]) -> Related:
    headings = [line.text.rstrip(" :") for line in lines if line.role is Role.RELATED_HEADING]
    links: list[RelatedLink] = []
    for line in lines:
        if line.role is Role.RELATED:
            _add_link(links, line.marker.text if line.mark is Mark.READ_ALSO and line.marker else line.text)
    return Related(headings[0] if headings else None, tuple(dict.fromkeys(links)))


def _add_link(links: list[RelatedLink], text: str) -> None:
    """Add the title *text*; an address at its end, or alone on the line under it, is its own."""
    match = _TRAILING_URL.match(text)
    title = match["title"].strip(" -–—|:") if match else text
    if match and not title and links and links[-1].url is None:
        links[-1] = RelatedLink(links[-1].title, match["url"])
    else:
        links.append(RelatedLink(title or text, match["url"] if match else None))


def _comment_form(lines: Iterable[Line]) -> CommentForm | None:
    fields = [line for line in lines if line.role is Role.COMMENT_FIELD]
    labels = [label for line in fields for label in find_form_fields(line.text) or ()]
    submits = [line.text for line in fields if line.mark is Mark.SUBMIT]
    headings = _texts(lines, Role.COMMENT_HEADING)
    return complete_form(headings, _texts(lines, Role.COMMENT_NOTE), labels, submits)


def _comments(lines: Iterable[Line]) -> tuple[Comment, ...]:
    written = [line.text for line in lines if line.role is Role.COMMENT and not line.marker]
    return read_comments(written)


def _removals(text: str) -> list[str]:
    """Say which invisible characters the record leaves out and the ledger keeps."""
    counts: Counter[str] = noise(text)
    return [f"removed {n} x U+{ord(c):04X} {unicodedata.name(c, 'control byte')}" for c, n in sorted(counts.items())]
