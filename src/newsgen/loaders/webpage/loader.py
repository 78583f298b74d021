"""Load a saved web page (.html) into an Article."""

from datetime import date

from newsgen.errors import SourceError
from newsgen.filesystem import file_stem, sha256
from newsgen.formats.sanitise import plain_blocks
from newsgen.loaders.capture.lines import MAX_HEADLINE, is_prose
from newsgen.loaders.sources import MAX_PAGE_BYTES, Source
from newsgen.loaders.webpage.body import find_body
from newsgen.loaders.webpage.cleanup import clean_body
from newsgen.loaders.webpage.comments.form import extract_form
from newsgen.loaders.webpage.comments.numbered import extract_comments
from newsgen.loaders.webpage.dom import Element, HostilePageError, absolute_url, drop_invisible, parse_page
from newsgen.loaders.webpage.facts.dates import Dating, is_after, published_at, updated_at
from newsgen.loaders.webpage.facts.headline import headline_element, headline_of
from newsgen.loaders.webpage.metadata import (
    authors_of_page,
    image_of_page,
    language_of_page,
    own_url,
    section_of_page,
    site_name,
    summary_of_page,
    tags_of_page,
)
from newsgen.loaders.webpage.rejection import list_reason, missing_text_reason, unreadable_reason
from newsgen.loaders.webpage.related import extract_related
from newsgen.loaders.webpage.structured_data import PageData, read_page_data
from newsgen.model.article import Article, Confidence, Evidence, UnknownDateWarning
from newsgen.text.arabic import count_letters, shorten
from newsgen.text.dates import Moment, day_of
from newsgen.text.encodings import Decoded, UndecodableError, decode_page
from newsgen.text.languages import foreign_language

_REMEDY = "save the page again, or move the file away"
_SHORT_TEXT = 200


class NotAnArticleError(SourceError):
    """A web page can be parsed but does not contain an article."""


def load_webpage(source: Source, data: bytes) -> Article:
    """Load a web page in seeds/ as an article; raises the errors of `read_webpage`."""
    return read_webpage(data, source.path)


def read_webpage(
    data: bytes, source: str, *, url: str | None = None, charset: str | None = None, captured: date | None = None
) -> Article:
    """Read an article from a web page's bytes; *source* is its path, for the record and for errors.

    *url* is the URL from which it was fetched, *charset* the encoding that HTTP declared, *captured* the date of the
    capture. Raises NotAnArticleError if the page does not contain an article, SourceError if it is broken or hostile,
    and ConfigError if a library for web pages is not installed.
    """
    if len(data) > MAX_PAGE_BYTES:
        raise SourceError(source, f"holds {len(data):,} bytes, more than the limit of {MAX_PAGE_BYTES:,}", _REMEDY)
    try:
        decoded = decode_page(data, charset)
        root = parse_page(decoded.text)
        _refuse("is empty" if root is None else None, source)
        return _read(root, decoded, data, source, (url, captured))
    except UndecodableError as error:
        raise SourceError(source, f"holds {error}", _REMEDY, error.line) from None
    except HostilePageError as error:
        raise SourceError(source, f"holds {error}", _REMEDY) from None
    except (ValueError, RecursionError) as error:  # lxml may refuse some characters only when it writes them
        raise SourceError(source, f"cannot be parsed ({error})", _REMEDY) from None


def _read(
    root: Element, decoded: Decoded, data: bytes, source: str, fetched: tuple[str | None, date | None]
) -> Article:
    """Read the parts of the web page; form, comments and related news are removed before the text is searched."""
    page_data = read_page_data(root)
    drop_invisible(root)
    _refuse(unreadable_reason(root), source)
    url = own_url(page_data, root, fetched[0])
    base = _base(root, url or fetched[0])
    form = extract_form(root)
    comments = extract_comments(root, base)
    headline = headline_of(page_data, root)
    heading = headline_element(root, headline)
    authors = authors_of_page(page_data, root, heading)
    related = extract_related(root, base)
    dating = _dating(page_data, root, heading, url, fetched[1])
    updated = updated_at(page_data, dating.moment)
    image = image_of_page(page_data, root, base)
    section = section_of_page(page_data, root)
    tags = tags_of_page(page_data, root, headline)
    summary = summary_of_page(page_data, root, headline)
    _refuse(list_reason(page_data, root), source)
    days = {day_of(moment) for moment in (dating.moment, updated) if moment}
    cleaned = clean_body(find_body(root, page_data, summary), headline, authors, base, days)
    body_html = cleaned.html
    body = plain_blocks(body_html)
    _refuse(missing_text_reason(page_data, root, body), source)
    digest = sha256(data)
    confidence, warnings = _confidence(page_data, body, dating.moment)
    return Article(
        id=file_stem(source),
        source=source,
        sha256=digest,
        encoding=decoded.encoding,
        confidence="medium" if dating.doubts and confidence == "high" else confidence,
        headline=headline or shorten(body[0], MAX_HEADLINE),
        headline_origin="markup" if headline else "derived",
        authors=authors,
        published=dating.moment,
        updated=updated,
        section=section,
        tags=tags,
        source_url=url,
        source_name=site_name(page_data, url),
        captured=fetched[1],
        lang=foreign_language(body, language_of_page(page_data, root)),
        body=body,
        body_html=body_html,
        related=related,
        comment_form=form,
        comments=comments,
        summary=summary,
        image=image,
        warnings=(*filter(None, [decoded.warning]), *warnings, *dating.doubts, *cleaned.warnings),
        evidence=(Evidence(source, digest, decoded.encoding),),
    )


def _refuse(reason: str | None, source: str) -> None:
    """Raise NotAnArticleError if there is a *reason* why the web page to load is not an article."""
    if reason:
        raise NotAnArticleError(source, reason, "no action is needed, unless the page of the article can be saved")


def _base(root: Element, url: str | None) -> str | None:
    """Return the URL to which the links of the web page are relative: its base element, else *url*."""
    base = next((href for e in root.iter("base") if (href := e.get("href"))), None)
    return (absolute_url(base, url) if base else None) or url


def _dating(
    page_data: PageData, root: Element, headline: Element | None, url: str | None, captured: date | None
) -> Dating:
    """Return when the web page was published; without a date if it would be after the capture."""
    found = published_at(page_data, root, headline, url)
    if found.moment is None or not captured or not is_after(found.moment, captured):
        return found
    return Dating(None, (f"its date {found.moment} is after its capture and is left out; check its date",))


def _confidence(page_data: PageData, body: tuple[str, ...], published: Moment | None) -> tuple[Confidence, list[str]]:
    """Return the confidence that *body* of a web page is the article, with a warning for each doubt."""
    warnings: list[str] = []
    if published is None:
        warnings.append(UnknownDateWarning.because("the page has no date that can be read"))
    paragraphs = [text for text in body if is_prose(text)]
    if sum(map(count_letters, paragraphs)) < _SHORT_TEXT:
        warnings.append("the page has hardly any paragraphs and may not be an article")
        return ("medium" if page_data.article else "low"), warnings
    return "medium" if warnings else "high", warnings
