"""Drop dates, URLs and pictures that a build would reject; imported pages contain anything."""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, datetime
from html import escape, unescape
from urllib.parse import urljoin

from newsgen.model.article import Article, Comment
from newsgen.model.body_links import REFERENCE, has_references
from newsgen.text.arabic import clean, one_line
from newsgen.text.dates import parse_date
from newsgen.text.web_addresses import is_url

_SCHEMES = ("http", "https", "mailto", "tel")
_EMPTY_LINK = re.compile(r"<a>((?:(?!<a[ >]).)*?)</a>", re.DOTALL)
_ALT = re.compile(' alt="([^"]*)"')


def resolve_addresses(html: str, base: str | None, own_pictures: Collection[str]) -> str:
    """Return sanitised *html* with absolute URLs for its links and pictures; relative ones are resolved against *base*.

    A picture without a valid URL is replaced by its alternative text, a link by its words. *own_pictures*, the
    project's own, keep their addresses.
    """
    if not has_references(html):
        return html

    def resolve(match: re.Match[str]) -> str:
        address = unescape(match["address"])
        if address in own_pictures or address.lower().startswith(("mailto:", "tel:")):
            return match[0]
        absolute = _absolute(base, address)
        if absolute is None:
            return "".join(_ALT.findall(match[0])) if match["img"] else "<a>"
        before, after = match.start("address") - match.start(), match.end("address") - match.start()
        return f"{match[0][:before]}{escape(absolute)}{match[0][after:]}"

    return _EMPTY_LINK.sub(r"\1", REFERENCE.sub(resolve, html))


def _absolute(base: str | None, address: str) -> str | None:
    """Return an imported *address* as an absolute URL, resolved against *base*; None if it is not valid."""
    if address.startswith("#"):
        return None  # sanitising removes the ids that such links lead to
    try:
        absolute = urljoin(base or "", address.strip())
    except ValueError:
        return None
    return absolute if is_url(absolute, _SCHEMES) else None


def drop_invalid(article: Article, pictures: Collection[str] = ()) -> Article:
    """Return the imported *article* without dates and URLs that a build would reject, each with a warning.

    *pictures* are the addresses in its text that name the project's own files.
    """
    html = article.body_html
    image = article.image
    links = [replace(link, title=one_line(link.title), url=_valid_url(link.url)) for link in article.related.links]
    return replace(
        article,
        published=_valid_date(article.published),
        updated=_valid_date(article.updated),
        captured=_valid_date(article.captured),
        body_html=html and resolve_addresses(html, _valid_url(article.source_url), pictures),
        source_url=_valid_url(article.source_url),
        archived_url=_valid_url(article.archived_url),
        authors=_one_lines(article.authors),
        tags=_one_lines(article.tags),
        section=one_line(article.section or "") or None,
        related=replace(article.related, links=tuple(link for link in links if link.title)),
        image=image if image and (is_url(image.src) or image.src in pictures) else None,
        comments=tuple(_valid_comment(comment) for comment in article.comments if clean(comment.text).strip()),
        warnings=(*article.warnings, *_warnings(article, pictures)),
    )


def _warnings(article: Article, pictures: Collection[str]) -> Iterator[str]:
    """Yield a warning for each date or URL that is dropped from the imported *article*; *pictures* are its own."""
    for value in (article.published, article.updated, article.captured):
        if _whole_seconds(value) != _valid_date(value):
            yield f"its date {value} is not plausible and is left out"
    image = article.image.src if article.image and article.image.src not in pictures else None
    for url in (article.source_url, article.archived_url, image):
        if url != _valid_url(url):
            yield f"has {url!r}, which is not a valid URL and is left out"


def _valid_comment(comment: Comment) -> Comment:
    author = one_line(comment.author or "") or None
    return replace(comment, author=author, published=_valid_date(comment.published), url=_valid_url(comment.url))


def _valid_date(value: date | None) -> date | None:
    try:
        whole = _whole_seconds(value)
        return parse_date(whole.isoformat()) if whole else None
    except ValueError:
        return None


def _whole_seconds(value: date | None) -> date | None:
    """Return an imported date or time without the fraction of a second, which front matter cannot have."""
    return value.replace(microsecond=0) if isinstance(value, datetime) else value


def _valid_url(url: str | None) -> str | None:
    return url if url and is_url(url) else None


def _one_lines(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(filter(None, map(one_line, texts)))
