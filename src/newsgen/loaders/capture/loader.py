"""Load a plain-text capture of a news page (.txt) into an Article with a ledger of its lines."""

import re
import unicodedata
from collections.abc import Iterable

from newsgen.errors import SourceError
from newsgen.filesystem import sha256
from newsgen.loaders.capture.bylines import authors_of, published_of
from newsgen.loaders.capture.confidence import confidence_in, lowered, missed_date
from newsgen.loaders.capture.header_lines import section_of
from newsgen.loaders.capture.lines import (
    MAX_HEADLINE,
    Line,
    is_prose,
    letters,
    split_lines,
)
from newsgen.loaders.capture.markers import Mark
from newsgen.loaders.capture.reader_comments import doubt_about, read_comments
from newsgen.loaders.capture.related_titles import split_tags
from newsgen.loaders.capture.roles import assign_roles_in_order
from newsgen.loaders.capture.whole_page import assign_page_roles, is_full_page
from newsgen.loaders.comment_form import complete_form
from newsgen.loaders.form_labels import find_form_fields, is_submit_label
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
from newsgen.text.arabic import count_removed, shorten
from newsgen.text.encodings import UndecodableError, decode
from newsgen.text.languages import foreign_language

_URL = re.compile(r"https?://[^\s\]>]+")


def load_capture(source: Source, data: bytes) -> Article:
    """Load a text capture; the role of every line is recorded in the ledger.

    Raises SourceError if the bytes are not text, or the text does not contain any line of an article.
    """
    try:
        decoded = decode(data)
    except UndecodableError as error:
        remedy = "save the page again as UTF-8 text, or move the file out of seeds/"
        raise SourceError(source.path, f"holds {error}", remedy, error.line) from None
    lines = split_lines(decoded.text)
    confidence, warnings = _assign_roles(lines, source.stem)
    body = [line for line in lines if line.role is Role.BODY]
    _refuse_empty(source, lines, body)
    headlines = _texts(lines, Role.HEADLINE)
    published, date_warnings = published_of(lines)
    if published is None and not date_warnings and (missed := missed_date(lines)):
        confidence, date_warnings = lowered(confidence), [missed]
    comments, doubt = _comments(lines)
    if doubt:
        confidence, warnings = lowered(confidence), [*warnings, doubt]
    ledger = tuple(LedgerLine(line.number, line.role or Role.BOILERPLATE, line.raw) for line in lines)
    digest = sha256(data)
    return Article(
        id=source.stem,
        source=source.path,
        sha256=digest,
        encoding=decoded.encoding,
        confidence=confidence,
        headline=headlines[0] if headlines else _derived_headline(body),
        headline_origin="capture" if headlines else "derived",
        authors=authors_of(lines),
        published=published,
        section=_section(lines),
        tags=_tags(lines),
        standfirst=" ".join(line.text for line in lines if line.is_standfirst) or None,
        lang=foreign_language([line.text for line in body]),
        body=tuple(line.text for line in body),
        related=_related(lines),
        comment_form=_comment_form(lines),
        comments=comments,
        warnings=(*filter(None, [decoded.warning]), *warnings, *date_warnings, *_removals(decoded.text)),
        evidence=(Evidence(source.path, digest, decoded.encoding, ledger),),
    )


def _comments(lines: Iterable[Line]) -> tuple[tuple[Comment, ...], str | None]:
    """Return the comments in captured *lines*, and why it is doubtful whose is whose; None if it is not."""
    thread = [line for line in lines if line.role is Role.COMMENT and line.mark is not Mark.COMMENTS]
    texts = [line.text for line in thread]
    doubt = doubt_about(texts)
    return read_comments(texts), f"line {thread[0].number}: {doubt}; compare them with the capture" if doubt else None


def _assign_roles(lines: list[Line], stem: str) -> tuple[Confidence, list[str]]:
    """Assign a role to every line of the capture; return the confidence in it, with a warning for each doubt."""
    if is_full_page(lines):
        is_named = assign_page_roles(lines, stem)
        body = _texts(lines, Role.BODY)
        if body:
            found = f"the capture is a whole page; {len(body)} of its {len(lines)} lines were taken as the article"
            return "medium" if is_named and sum(map(is_prose, body)) > 1 else "low", [found]
    for line in lines:
        line.role = None
    doubts = assign_roles_in_order(lines, stem)
    return confidence_in(lines, doubts)


def _refuse_empty(source: Source, lines: list[Line], body: list[Line]) -> None:
    """Raise SourceError if a capture's *lines*, or the *body* among them, have no letters."""
    if not any(letters(line.text) for line in lines):
        raise SourceError(source.path, "holds no text", "capture the page again, or delete the file")
    if not any(letters(line.text) for line in body):
        remedy = "capture the page again with its paragraphs"
        raise SourceError(source.path, "holds no article, only markers and menus", remedy, lines[0].number)


def _derived_headline(body: list[Line]) -> str:
    """Return a headline cut from the first line of a captured body that contains a letter."""
    return shorten(next(line.text for line in body if letters(line.text)), MAX_HEADLINE)


def _texts(lines: Iterable[Line], role: Role) -> list[str]:
    return [line.text for line in lines if line.role is role]


def _section(lines: Iterable[Line]) -> str | None:
    """Return the first section that a captured line names; None if no line does."""
    for line in lines:
        if line.role is Role.SECTION:
            return next(iter(split_tags(line.marker.text)), None) if line.marker else section_of(line.text)
    return None


def _tags(lines: Iterable[Line]) -> tuple[str, ...]:
    texts = [line.marker.text if line.marker else line.text for line in lines if line.role is Role.TAGS]
    return tuple(dict.fromkeys(tag.replace("_", " ") for text in texts for tag in split_tags(text)))


def _related(lines: Iterable[Line]) -> Related:
    headings = _texts(lines, Role.RELATED_HEADING)
    links: list[RelatedLink] = []
    for line in lines:
        if line.role is Role.RELATED:
            _add_link(links, line.marker.text if line.mark is Mark.READ_ALSO and line.marker else line.text)
    return Related(headings[0].rstrip(" :") if headings else None, tuple(dict.fromkeys(links)))


def _add_link(links: list[RelatedLink], text: str) -> None:
    """Add a captured title with the URL at its end; a line that is only a URL belongs to the title above it."""
    title, url = _split_url(text)
    if url and not title and links and links[-1].url is None:
        links[-1] = RelatedLink(links[-1].title, url)
    else:
        links.append(RelatedLink(title or text, url))


def _split_url(text: str) -> tuple[str, str | None]:
    """Return a captured title without the URL at its end, and the URL; None if it does not end with one."""
    last = text.rsplit(maxsplit=1)[-1]
    url = _URL.search(last)
    if url is None or last[url.end() :].strip(")]>.،"):
        return text, None
    address = url[0].rstrip(".،)")
    closing = len(url[0]) - len(url[0][len(address) :].lstrip(")")) - len(address)
    address += ")" * min(closing, address.count("(") - address.count(")"))  # the rest belong to the title's brackets
    return text[: len(text) - len(last) + url.start()].rstrip(" \t\u00a0([<-–—|:"), address


def _comment_form(lines: Iterable[Line]) -> CommentForm | None:
    fields = [line for line in lines if line.role is Role.COMMENT_FIELD]
    labels = [label for line in fields for label in find_form_fields(line.text) or ()]
    submits = [line.text for line in fields if line.mark is Mark.SUBMIT or is_submit_label(line.text)]
    headings = _texts(lines, Role.COMMENT_HEADING)
    return complete_form(headings, _texts(lines, Role.COMMENT_NOTE), labels, submits)


def _removals(text: str) -> list[str]:
    """Return a warning for each kind of invisible character left out of a capture's record; the ledger keeps it."""
    counts = sorted(count_removed(text).items())
    return [f"removed {n} x U+{ord(c):04X} {unicodedata.name(c, 'control byte')}" for c, n in counts]
