"""A saved page (.html) to an Article."""

from datetime import date

from newsgen.errors import SourceError
from newsgen.filesystem import sha256, stem_of
from newsgen.formats.sanitise import plain_blocks
from newsgen.loaders.capture.lines import MAX_HEADLINE, is_prose
from newsgen.loaders.sources import Source
from newsgen.loaders.webpage.body import find_body
from newsgen.loaders.webpage.cleanup import tidy
from newsgen.loaders.webpage.comments import take_comments, take_form
from newsgen.loaders.webpage.dates import is_after, published_at, searched_date, updated_at
from newsgen.loaders.webpage.dom import Element, HostileError, address, as_html, drop_unseen, parse_page
from newsgen.loaders.webpage.headline import headline_element, headline_of
from newsgen.loaders.webpage.metadata import (
    authors_of_page,
    image_of_page,
    own_address,
    section_of_page,
    site_name,
    summary_of_page,
    tags_of_page,
)
from newsgen.loaders.webpage.rejection import no_text, not_for_readers, not_listed
from newsgen.loaders.webpage.related import take_related
from newsgen.loaders.webpage.structured_data import PageData, read_page_data
from newsgen.model.article import Article, Confidence, Evidence
from newsgen.text.arabic import letters, shorten
from newsgen.text.dates import Moment
from newsgen.text.encodings import Decoded, UndecodableError, decode_page

MAX_BYTES = 20_000_000
_REMEDY = "save the page again, or move the file away"
_SHORT_TEXT = 200
_DATE_REMEDY = "add content/articles/<id>.md with `capture:` and `date:`"


class NotAnArticleError(SourceError):
    """A web page that is sound and holds no article."""


def load_webpage(source: Source, data: bytes) -> Article:
    """Read a page in seeds/ that is an article by itself."""
    return read_webpage(data, source.path)


def read_webpage(
    data: bytes, source: str, *, url: str | None = None, charset: str | None = None, captured: date | None = None
) -> Article:
    """Read a page; *url* is where it was fetched from, *charset* what HTTP declared, *captured* when that was.

    Raises NotAnArticleError where the page is none, and SourceError where it is broken or hostile.
    """
    if len(data) > MAX_BYTES:
        raise SourceError(source, f"holds {len(data):,} bytes, more than a page of text", _REMEDY)
    try:
        decoded = decode_page(data, charset)
        root = parse_page(decoded.text)
        _refuse("is empty" if root is None else None, source)
        return _read(root, decoded, data, source, (url, captured))
    except UndecodableError as error:
        raise SourceError(source, f"holds {error}", _REMEDY, error.line) from None
    except HostileError as error:
        raise SourceError(source, f"holds {error}", _REMEDY) from None
    except (ValueError, RecursionError) as error:  # lxml's: it refuses what it read, character by character
        raise SourceError(source, f"cannot be taken apart ({error})", _REMEDY) from None


def _read(
    root: Element, decoded: Decoded, data: bytes, source: str, fetched: tuple[str | None, date | None]
) -> Article:
    """Take the page apart: what belongs to others leaves the tree before the text is looked for."""
    said = read_page_data(root)
    drop_unseen(root)
    _refuse(not_for_readers(root), source)
    url = own_address(said, root, fetched[0])
    base = _base(root, url or fetched[0])
    form = take_form(root)
    comments = take_comments(root, base)
    headline = headline_of(said, root)
    place = headline_element(root, headline)
    authors = authors_of_page(said, root, place)
    published = _published(said, root, place, url, fetched[1])
    image, section, tags = (
        image_of_page(said, root, base),
        section_of_page(said, root),
        tags_of_page(said, root, headline),
    )
    summary = summary_of_page(said, root, headline)
    related = take_related(root, base)
    _refuse(not_listed(said, root), source)
    body_html = tidy(find_body(root, said, summary), headline, authors, base)
    body = plain_blocks(body_html)
    _refuse(no_text(said, root, body), source)
    digest = sha256(data)
    confidence, doubts = _confidence(said, body, published)
    return Article(
        id=stem_of(source),
        source=source,
        sha256=digest,
        encoding=decoded.encoding,
        confidence=confidence,
        headline=headline or shorten(body[0], MAX_HEADLINE),
        headline_origin="markup" if headline else "derived",
        authors=authors,
        published=published,
        updated=updated_at(said, published),
        section=section,
        tags=tags,
        source_url=url,
        source_name=site_name(said, url),
        captured=fetched[1],
        body=body,
        body_html=body_html,
        related=related,
        comment_form=form,
        comments=comments,
        summary=summary,
        image=image,
        warnings=(*filter(None, [decoded.warning]), *doubts),
        evidence=(Evidence(source, digest, decoded.encoding),),
    )


def _refuse(why: str | None, source: str) -> None:
    if why:
        raise NotAnArticleError(source, why, "nothing is to be done, unless the article itself can be saved")


def _base(root: Element, url: str | None) -> str | None:
    """Return what the page's own addresses are relative to."""
    said = next((href for e in root.iter("base") if (href := e.get("href"))), None)
    return (address(said, url) if said else None) or url


def _published(
    said: PageData, root: Element, headline: Element | None, url: str | None, captured: date | None
) -> Moment | None:
    """Return when the page was published: what it says, else what a search of it finds; never after its capture."""
    found = published_at(said, root, headline, url) or searched_date(as_html(root))
    return None if found is None or (captured and is_after(found, captured)) else found


def _confidence(said: PageData, body: tuple[str, ...], published: Moment | None) -> tuple[Confidence, list[str]]:
    doubts = []
    if published is None:
        doubts.append(f"the page says no date that can be read; {_DATE_REMEDY}")
    paragraphs = [text for text in body if is_prose(text)]
    if sum(map(letters, paragraphs)) < _SHORT_TEXT:
        doubts.append("hardly a paragraph was found: the page may be no article")
        return ("medium" if said.article else "low"), doubts
    return "medium" if doubts else "high", doubts
