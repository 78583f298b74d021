"""Load a saved web page (.html) into an Article."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from newsgen.errors import SourceError
from newsgen.filesystem import file_stem, sha256
from newsgen.formats.sanitise import plain_blocks
from newsgen.loaders.capture.lines import MAX_HEADLINE, is_prose
from newsgen.loaders.sources import MAX_PAGE_BYTES, Source
from newsgen.loaders.webpage.body.cleanup import clean_body
from newsgen.loaders.webpage.body.witnesses import find_body
from newsgen.loaders.webpage.comments.form import extract_form
from newsgen.loaders.webpage.comments.numbered import extract_comments
from newsgen.loaders.webpage.dom import Element, HostilePageError, absolute_url, drop_invisible, parse_page
from newsgen.loaders.webpage.facts.dates import Dating, is_after, published_at, updated_at
from newsgen.loaders.webpage.facts.headline import headline_element, headline_of
from newsgen.loaders.webpage.metadata import (
    authors_of_page,
    declared_urls,
    image_of_page,
    language_of_page,
    own_url,
    section_of_page,
    site_name,
    summary_of_page,
    tags_of_page,
)
from newsgen.loaders.webpage.pictures.candidates import AtHand
from newsgen.loaders.webpage.pictures.films import link_films
from newsgen.loaders.webpage.pictures.once import shown_once, without_lost
from newsgen.loaders.webpage.pictures.settle import settle_pictures
from newsgen.loaders.webpage.provenance import Provenance, find_provenance
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


def _nothing_at_hand(_address: str) -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class _Fetched:
    """What is known of a page beside its bytes."""

    url: str | None
    at_hand: AtHand


class NotAnArticleError(SourceError):
    """A web page can be parsed but does not contain an article."""


def load_webpage(source: Source, data: bytes) -> Article:
    """Load a web page in seeds/ as an article; raises the errors of `read_webpage`."""
    return read_webpage(data, source.path)


def read_webpage(  # noqa: PLR0913 - what is known beside the bytes has usual values
    data: bytes,
    source: str,
    *,
    url: str | None = None,
    charset: str | None = None,
    captured: date | None = None,
    at_hand: AtHand = _nothing_at_hand,
) -> Article:
    """Read an article from a web page's bytes; *source* is its path, for the record and for errors.

    *url* is the URL from which it was fetched, *charset* the encoding that HTTP declared, *captured* the date of the
    capture. *at_hand* tells which pictures the capture contains; these are preferred to others. Raises
    NotAnArticleError if the page does not contain an article, SourceError if it is broken or hostile, and ConfigError
    if a library for web pages is not installed.
    """
    if len(data) > MAX_PAGE_BYTES:
        raise SourceError(source, f"holds {len(data):,} bytes, more than the limit of {MAX_PAGE_BYTES:,}", _REMEDY)
    try:
        decoded = decode_page(data, charset)
        root = parse_page(decoded.text)
        _refuse("is empty" if root is None else None, source)
        page = _prepare(root, decoded, _Fetched(url, at_hand))
        return _read(page, Evidence(source, sha256(data), decoded.encoding), captured or page.saved.captured)
    except UndecodableError as error:
        raise SourceError(source, f"holds {error}", _REMEDY, error.line) from None
    except HostilePageError as error:
        raise SourceError(source, f"holds {error}", _REMEDY) from None
    except (ValueError, RecursionError) as error:  # lxml may refuse some characters only when it writes them
        raise SourceError(source, f"cannot be parsed ({error})", _REMEDY) from None


@dataclass(frozen=True, slots=True)
class _Page:
    """A web page whose pictures and films have their addresses."""

    root: Element
    data: PageData
    url: str | None
    """The URL at which it was published."""
    base: str | None
    """The URL to which its links are relative."""
    saved: Provenance
    doubts: tuple[str, ...]
    """Warnings about its encoding, its URL and its films."""


def _prepare(root: Element, decoded: Decoded, fetched: _Fetched) -> _Page:
    """Find where a web page was published, and give its pictures and films their addresses; changes *root*."""
    saved = find_provenance(decoded.text, root, fetched.url)
    data = read_page_data(root)
    base = _base(root, saved.url)
    declared = declared_urls(data, root, base)
    url, doubt = own_url(declared, saved.url)
    base = base or _base(root, next(filter(None, (url, *declared)), None))
    settle_pictures(root, base, fetched.at_hand)
    film_doubts = link_films(root, base)
    drop_invisible(root)
    return _Page(root, data, url, base, saved, (*filter(None, [decoded.warning, doubt]), *film_doubts))


def _read(page: _Page, evidence: Evidence, captured: date | None) -> Article:
    """Read the parts of a web page; form, comments and related news are removed before the text is searched."""
    root, data, base, source = page.root, page.data, page.base, evidence.source
    _refuse(unreadable_reason(root), source)
    form = extract_form(root)
    comments = extract_comments(root, base)
    headline = headline_of(data, root)
    heading = headline_element(root, headline)
    authors = authors_of_page(data, root, heading)
    related = extract_related(root, base)
    dating = _dating(page, heading, captured)
    article = Article(
        id=file_stem(source),
        source=source,
        sha256=evidence.sha256,
        encoding=evidence.encoding,
        confidence="high",
        headline=headline,
        headline_origin="markup",
        authors=authors,
        published=dating.moment,
        updated=updated_at(data, dating.moment),
        section=section_of_page(data, root),
        tags=tags_of_page(data, root, headline),
        source_url=page.url,
        source_name=site_name(data, page.url),
        captured=captured,
        archived_url=page.saved.archived_url,
        related=related,
        comment_form=form,
        comments=comments,
        summary=summary_of_page(data, root, headline),
        image=image_of_page(data, root, base, heading),
        evidence=(evidence,),
    )
    _refuse(list_reason(data, root), source)
    return _with_text(article, page, heading, dating.doubts)


def _with_text(article: Article, page: _Page, heading: Element | None, date_doubts: tuple[str, ...]) -> Article:
    """Return *article* with the text of its web page, which *heading* begins, and with the warnings about both."""
    days = {day_of(moment) for moment in (article.published, article.updated) if moment}
    found = find_body(page.root, page.data, heading, article.summary)
    cleaned = clean_body(found.html, article.headline, article.authors, page.base, days)
    body_html, lost = without_lost(cleaned.html)
    body_html, image = shown_once(body_html, article.image)
    body = plain_blocks(body_html)
    _refuse(missing_text_reason(page.data, page.root, body), article.source)
    doubts = (*page.doubts, *found.doubts, *date_doubts, *filter(None, [lost]), *cleaned.warnings)
    confidence, warnings = _confidence(page.data, body, article.published, doubts)
    return replace(
        article,
        confidence=confidence,
        headline=article.headline or shorten(body[0], MAX_HEADLINE),
        headline_origin="markup" if article.headline else "derived",
        lang=foreign_language(body, language_of_page(page.data, page.root)),
        body=body,
        body_html=body_html,
        image=image,
        warnings=tuple(warnings),
    )


def _refuse(reason: str | None, source: str) -> None:
    """Raise NotAnArticleError if there is a *reason* why the web page to load is not an article."""
    if reason:
        raise NotAnArticleError(source, reason, "no action is needed, unless the page of the article can be saved")


def _base(root: Element, url: str | None) -> str | None:
    """Return the URL to which the links of the web page are relative: its base element, else *url*."""
    base = next((href for e in root.iter("base") if (href := e.get("href"))), None)
    return (absolute_url(base, url) if base else None) or url


def _dating(page: _Page, headline: Element | None, captured: date | None) -> Dating:
    """Return when the web page was published; without a date if it would be after the capture."""
    found = published_at(page.data, page.root, headline, page.url)
    if found.moment is None or not captured or not is_after(found.moment, captured):
        return found
    return Dating(None, (f"its date {found.moment} is after its capture and is left out; check its date",))


def _confidence(
    page_data: PageData, body: tuple[str, ...], published: Moment | None, doubts: Iterable[str]
) -> tuple[Confidence, list[str]]:
    """Return the confidence that *body* of a web page is the article, with a warning for each doubt."""
    warnings = list(doubts)
    if published is None:
        warnings.append(UnknownDateWarning.because("the page has no date that can be read"))
    paragraphs = [text for text in body if is_prose(text)]
    if sum(map(count_letters, paragraphs)) < _SHORT_TEXT:
        warnings.append("the page has hardly any paragraphs and may not be an article")
        return ("medium" if page_data.article else "low"), warnings
    return "medium" if warnings else "high", warnings
