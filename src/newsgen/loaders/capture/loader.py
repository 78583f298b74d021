"""A pasted page (.txt) to an Article with its ledger."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from itertools import groupby

from newsgen.errors import SourceError
from newsgen.filesystem import sha256
from newsgen.loaders.capture.form_labels import find_form_fields, is_submit_label
from newsgen.loaders.capture.header import authors_of, published_of, section_of
from newsgen.loaders.capture.lines import MAX_HEADLINE, Line, is_menu_item, is_prose, is_short, letters, split_lines
from newsgen.loaders.capture.markers import Mark
from newsgen.loaders.capture.reader_comments import read_comments
from newsgen.loaders.capture.related_titles import split_tags
from newsgen.loaders.capture.roles import assign_roles_in_order
from newsgen.loaders.capture.whole_page import assign_page_roles, is_full_page
from newsgen.loaders.comment_form import complete_form
from newsgen.loaders.sources import Source
from newsgen.model.article import (
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
from newsgen.text.arabic import noise, shorten
from newsgen.text.encodings import UndecodableError, decode

_URL = re.compile(r"https?://[^\s\]>]+")
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
    confidence, doubts = _assign_roles(lines)
    body = [line for line in lines if line.role is Role.BODY]
    _refuse_empty(source, lines, body)
    headlines = _texts(lines, Role.HEADLINE)
    published, date_doubts = published_of(lines)
    ledger = tuple(LedgerLine(line.number, line.role or Role.BOILERPLATE, line.raw) for line in lines)
    digest = sha256(data)
    return Article(
        id=source.stem,
        source=source.path,
        sha256=digest,
        encoding=decoded.encoding,
        confidence=confidence,
        headline=headlines[0] if headlines else _lede_opening(body),
        headline_origin="capture" if headlines else "derived",
        authors=authors_of(lines),
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


def _assign_roles(lines: list[Line]) -> tuple[Confidence, list[str]]:
    """Give every line its role; return how sure that is, and every reason for doubt."""
    if is_full_page(lines):
        named = assign_page_roles(lines)
        body = [line.text for line in lines if line.role is Role.BODY]
        if body:
            found = f"a whole page was captured: {len(body)} of its {len(lines)} lines were taken for the article"
            return "medium" if named and sum(map(is_prose, body)) > 1 else "low", [found]
    for line in lines:
        line.role = None
    assign_roles_in_order(lines)
    return _confidence(lines)


def _confidence(lines: list[Line]) -> tuple[Confidence, list[str]]:
    doubts = []
    body = [line.text for line in lines if line.role is Role.BODY]
    left_out = [line for line in lines if line.role is Role.BOILERPLATE and is_prose(line.text)]
    if left_out:
        doubts.append(f"long lines left out of the body: {len(left_out)}")
    short = _longest_run(map(is_short, body))
    if short >= _MENU_LENGTH:
        doubts.append(f"the body holds {short} short lines in a row: a poem, a list or a menu")
    if not any(map(is_prose, body)):
        doubts.append("no line of the body has the length of a paragraph")
        menu = [line.text for line in lines if line.role in {Role.BODY, Role.NAVIGATION, Role.SECTION}]
        return "low" if _longest_run(map(is_menu_item, menu)) >= _MENU_LENGTH else "medium", doubts
    return "medium" if doubts else "high", doubts


def _longest_run(answers: Iterable[bool]) -> int:
    """Return how many yeses stand in a row, at most."""
    return max((sum(1 for _ in run) for answer, run in groupby(answers) if answer), default=0)


def _refuse_empty(source: Source, lines: list[Line], body: list[Line]) -> None:
    if not any(letters(line.text) for line in lines):
        raise SourceError(source.path, "holds no text", "capture the page again, or delete the file")
    if not any(letters(line.text) for line in body):
        remedy = "capture the page again with its paragraphs"
        raise SourceError(source.path, "holds no article, only markers and menus", remedy, lines[0].number)


def _lede_opening(body: list[Line]) -> str:
    """Return a headline cut from the first line of the text that holds a letter."""
    return shorten(next(line.text for line in body if letters(line.text)), MAX_HEADLINE)


def _texts(lines: Iterable[Line], *roles: Role) -> list[str]:
    return [line.text for line in lines if line.role in roles]


def _section(lines: Iterable[Line]) -> str | None:
    """Return the first section that is named."""
    for line in lines:
        if line.role is Role.SECTION:
            return next(iter(split_tags(line.marker.text)), None) if line.marker else section_of(line.text)
    return None


def _tags(lines: Iterable[Line]) -> tuple[str, ...]:
    texts = [line.marker.text if line.marker else line.text for line in lines if line.role is Role.TAGS]
    return tuple(dict.fromkeys(tag.replace("_", " ") for text in texts for tag in split_tags(text)))


def _related(lines: Iterable[Line]) -> Related:
    headings = [line.text.rstrip(" :") for line in lines if line.role is Role.RELATED_HEADING]
    links: list[RelatedLink] = []
    for line in lines:
        if line.role is Role.RELATED:
            _add_link(links, line.marker.text if line.mark is Mark.READ_ALSO and line.marker else line.text)
    return Related(headings[0] if headings else None, tuple(dict.fromkeys(links)))


def _add_link(links: list[RelatedLink], text: str) -> None:
    """Add the title *text*; an address at its end, or alone on the line under it, is its own."""
    title, url = _part_url(text)
    if url and not title and links and links[-1].url is None:
        links[-1] = RelatedLink(links[-1].title, url)
    else:
        links.append(RelatedLink(title or text, url))


def _part_url(text: str) -> tuple[str, str | None]:
    """Return *text* without the address at its end, and the address."""
    last = text.rsplit(maxsplit=1)[-1]
    url = _URL.search(last)
    if url is None or last[url.end() :].strip(")]>.،"):
        return text, None
    address = url[0].rstrip(".،)")
    closing = len(url[0]) - len(url[0][len(address) :].lstrip(")")) - len(address)
    address += ")" * min(closing, address.count("(") - address.count(")"))  # the others close what the title opened
    return text[: len(text) - len(last) + url.start()].rstrip(" \t\u00a0([<-–—|:"), address


def _comment_form(lines: Iterable[Line]) -> CommentForm | None:
    fields = [line for line in lines if line.role is Role.COMMENT_FIELD]
    labels = [label for line in fields for label in find_form_fields(line.text) or ()]
    submits = [line.text for line in fields if line.mark is Mark.SUBMIT or is_submit_label(line.text)]
    headings = _texts(lines, Role.COMMENT_HEADING)
    return complete_form(headings, _texts(lines, Role.COMMENT_NOTE), labels, submits)


def _comments(lines: Iterable[Line]) -> tuple[Comment, ...]:
    return read_comments([line.text for line in lines if line.role is Role.COMMENT and line.mark is not Mark.COMMENTS])


def _removals(text: str) -> list[str]:
    """Say which invisible characters the record leaves out and the ledger keeps."""
    counts: Counter[str] = noise(text)
    return [f"removed {n} x U+{ord(c):04X} {unicodedata.name(c, 'control byte')}" for c, n in sorted(counts.items())]
