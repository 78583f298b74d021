"""Drop what a build would refuse."""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date
from html import escape, unescape
from urllib.parse import urljoin

from newsgen.model.article import Article, Comment
from newsgen.model.body_links import REFERENCE, has_references
from newsgen.text.arabic import clean
from newsgen.text.dates import parse_date
from newsgen.text.web_addresses import is_url

_SCHEMES = ("http", "https", "mailto", "tel")
_BARE = re.compile(r"<a>((?:(?!<a[ >]).)*?)</a>", re.DOTALL)
_ALT = re.compile(' alt="([^"]*)"')


def resolve_addresses(html: str, base: str | None, own: Collection[str]) -> str:
    """Return sanitised *html* whose links and pictures have whole addresses, relative ones below *base*.

    A picture without one leaves its description, a link its words. The pictures that are the project's *own* stay.
    """
    if not has_references(html):
        return html

    def settle(match: re.Match[str]) -> str:
        written = unescape(match["address"])
        if written in own or written.lower().startswith(("mailto:", "tel:")):
            return match[0]
        whole = _joined(base, written)
        if whole is None:
            return "".join(_ALT.findall(match[0])) if match["img"] else "<a>"
        before, after = match.start("address") - match.start(), match.end("address") - match.start()
        return f"{match[0][:before]}{escape(whole)}{match[0][after:]}"

    return _BARE.sub(r"\1", REFERENCE.sub(settle, html))


def _joined(base: str | None, written: str) -> str | None:
    """Return the whole address that *written* means on a page at *base*; None where it means none."""
    if written.startswith("#"):
        return None  # the names of places within a text are gone
    try:
        whole = urljoin(base or "", written.strip())
    except ValueError:
        return None
    return whole if is_url(whole, _SCHEMES) else None


def drop_invalid(article: Article, pictures: Collection[str] = ()) -> Article:
    """Return *article* with only those dates and addresses that a build reads; of each other it warns.

    Its text shows *pictures* of the project, and others from the web.
    """
    html = article.body_html
    image = article.image
    links = tuple(replace(link, title=_line(link.title), url=_address(link.url)) for link in article.related.links)
    return replace(
        article,
        published=_moment(article.published),
        updated=_moment(article.updated),
        captured=_moment(article.captured),
        body_html=html and resolve_addresses(html, _address(article.source_url), pictures),
        source_url=_address(article.source_url),
        archived_url=_address(article.archived_url),
        authors=_lines(article.authors),
        tags=_lines(article.tags),
        section=_line(article.section or "") or None,
        related=replace(article.related, links=tuple(link for link in links if link.title)),
        image=image if image and is_url(image.src) else None,
        comments=tuple(map(_sound_comment, filter(_has_text, article.comments))),
        warnings=(*article.warnings, *_doubts(article)),
    )


def _doubts(article: Article) -> Iterator[str]:
    """Yield what is left out of *article*."""
    for moment in (article.published, article.updated, article.captured):
        if moment != _moment(moment):
            yield f"its date {moment} cannot be right, and is left out"
    for url in (article.source_url, article.archived_url, article.image.src if article.image else None):
        if url != _address(url):
            yield f"holds {url!r}, which is no address, and is left out"


def _has_text(comment: Comment) -> bool:
    return bool(clean(comment.text).strip())


def _sound_comment(comment: Comment) -> Comment:
    author = _line(comment.author or "") or None
    return replace(comment, author=author, published=_moment(comment.published), url=_address(comment.url))


def _moment(moment: date | None) -> date | None:
    try:
        return parse_date(moment.isoformat()) if moment else None
    except ValueError:
        return None


def _address(url: str | None) -> str | None:
    return url if url and is_url(url) else None


def _lines(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(filter(None, map(_line, texts)))


def _line(text: str) -> str:
    return " ".join(clean(text).split())
