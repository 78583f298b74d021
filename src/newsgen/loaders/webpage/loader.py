"""Load a saved web page (.html) into an Article."""

from collections.abc import Iterable
from dataclasses import dataclass
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
from newsgen.loaders.webpage.provenance import find_provenance
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
    captured: date | None
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
        return _read(root, decoded, data, source, _Fetched(url, captured, at_hand))
    except UndecodableError as error:
        raise SourceError(source, f"holds {error}", _REMEDY, error.line) from None
    except HostilePageError as error:
        raise SourceError(source, f"holds {error}", _REMEDY) from None
    except (ValueError, RecursionError) as error:  # lxml may refuse some characters only when it writes them
        raise SourceError(source, f"cannot be parsed ({error})", _REMEDY) from None


def _read(root: Element, decoded: Decoded, data: bytes, source: str, fetched: _Fetched) -> Article:
    """Read the parts of the web page; form, comments and related news are removed before the text is searched."""
    saved = find_provenance(decoded.text, root, fetched.url)
    page_data = read_page_data(root)
    base = _base(root, saved.url)
    declared = declared_urls(page_data, root, base)
    url, doubt = own_url(declared, saved.url)
    base = base or _base(root, next(filter(None, (url, *declared)), None))
    captured = fetched.captured or saved.captured
    settle_pictures(root, base, fetched.at_hand)
    film_doubts = link_films(root, base)
    drop_invisible(root)
    _refuse(unreadable_reason(root), source)
    form = extract_form(root)
    comments = extract_comments(root, base)
    headline = headline_of(page_data, root)
    heading = headline_element(root, headline)
    authors = authors_of_page(page_data, root, heading)
    related = extract_related(root, base)
    dating = _dating(page_data, root, heading, url, captured)
    updated = updated_at(page_data, dating.moment)
    image = image_of_page(page_data, root, base, heading)
    section = section_of_page(page_data, root)
    tags = tags_of_page(page_data, root, headline)
    summary = summary_of_page(page_data, root, headline)
    _refuse(list_reason(page_data, root), source)
    days = {day_of(moment) for moment in (dating.moment, updated) if moment}
    found = find_body(root, page_data, heading, summary)
    cleaned = clean_body(found.html, headline, authors, base, days)
    body_html, lost = without_lost(cleaned.html)
    body_html, image = shown_once(body_html, image)
    body = plain_blocks(body_html)
    _refuse(missing_text_reason(page_data, root, body), source)
    digest = sha256(data)
    confidence, warnings = _confidence(page_data, body, dating.moment, found.doubts)
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
        captured=captured,
        archived_url=saved.archived_url,
        lang=foreign_language(body, language_of_page(page_data, root)),
        body=body,
        body_html=body_html,
        related=related,
        comment_form=form,
        comments=comments,
        summary=summary,
        image=image,
        warnings=(
            *filter(None, [decoded.warning, doubt, lost]),
            *(*film_doubts, *warnings, *dating.doubts, *cleaned.warnings),
        ),
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
