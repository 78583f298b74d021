"""Import a feed in RSS or Atom: its articles, and those of which it has only an excerpt as drafts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from newsgen.errors import SourceError
from newsgen.importers.exported_posts import Post, item_of, slug_in
from newsgen.importers.feeds.entries import author_names, children, html_of, line, link, text, time
from newsgen.importers.feeds.reader import Element, FeedReader, RawEntry, open_feed
from newsgen.importers.items import Finding, ImportedItem, Note, Skipped
from newsgen.importers.wordpress.markup import plain_text
from newsgen.importers.wordpress.splitter import READ_ERRORS
from newsgen.model.article import Image
from newsgen.text.arabic import count_letters
from newsgen.text.web_addresses import host_of, is_url, url_key

_REMEDY = "get the feed again, or repair the file"
_EXCERPT = "is only an excerpt in the feed"
_MIN_LETTERS = 400
"""A description with fewer letters is taken as an excerpt; the longest excerpts of WordPress have about 350."""
_LONG = 1000
"""A text with more letters is no excerpt, though it ends with dots or a link to its own page."""
_CUT_OFF = re.compile(r"[\[(]\s*(?:…|\.{3})\s*[\])]\s*$")
_DOTS = re.compile(r"(?:…|\.{3})\s*$")
_LINK = re.compile(r"""<a\s[^<>]*?href\s*=\s*["']([^"']+)["'][^<>]*>(.*?)</a>""", re.IGNORECASE | re.DOTALL)
_MAX_LAST_LINE = 600


def import_feed(file: Path, name: str) -> Iterator[Finding]:
    """Yield the findings of the feed *file*, called *name* in messages, item by item."""
    excerpts = total = 0
    try:
        with open_feed(file) as stream:
            reader = FeedReader(stream, name, _REMEDY)
            for entry in reader.read():
                if isinstance(entry, SourceError):
                    yield entry
                    continue
                post = _read_post(entry, reader)
                found = item_of(post, name, reader.wrapper.encoding)
                total += isinstance(found, ImportedItem)
                excerpts += isinstance(found, ImportedItem) and post.draft == _EXCERPT
                yield found
            if not reader.number and reader.head.elements:
                yield Skipped("", "is a feed without articles")
    except READ_ERRORS as error:
        yield SourceError(name, f"is compressed and damaged ({error})", "get the file again")
    except OSError as error:
        yield SourceError.unreadable(name, error, "make the file readable")
    if excerpts:
        share = "all its articles" if excerpts == total else f"{excerpts} of its {total} articles"
        text = f"{name}: holds only excerpts of {share}; they are drafts: write their texts, or import the saved pages"
        yield Note(text, is_warning=True)


@dataclass(frozen=True, slots=True)
class _Text:
    html: str
    is_excerpt: bool
    warnings: tuple[str, ...] = ()


def _read_post(entry: RawEntry, reader: FeedReader) -> Post:
    """Return the article of a feed in *entry*."""
    element, head = entry.element, tuple(reader.head.elements)
    guid = text(element, "id", "guid")
    address = text(element, "?:origLink") or link(element) or (guid if is_url(guid) else "")
    body = _text_of(element, address)
    published = time(element, "published", "issued", "pubDate", "dc:date", "date", "dc:created")
    updated = time(element, "updated", "modified", "dc:modified")
    categories = list(dict.fromkeys(_categories(element)))
    return Post(
        original=entry.data,
        suffix=".xml",
        place=entry.place,
        title=line(element, "title", "media:title"),
        html=body.html + _enclosures(element, body.html),
        key=f"feed {link(head)} {guid}" if guid else "",
        link=address,
        slug=slug_in(address) if is_url(address) else "",
        authors=author_names(element) or author_names(head),
        published=published or updated,
        updated=updated if published else None,
        section=next(iter(categories), None),
        tags=tuple(categories[1:]),
        source_name=next((line(source, "title") for source in children(element, "source") if len(source)), "")
        or line(head, "title"),
        image=_image(element, body.html),
        draft=_EXCERPT if body.is_excerpt else "",
        warnings=(*entry.warnings, *body.warnings),
    )


def _text_of(element: Element, address: str) -> _Text:
    """Return the text of an item of a feed, and whether it is only the beginning of its article.

    What is given as its content is a whole text, however short, unless it says itself that it is cut off. A
    description is an excerpt if it is short.
    """
    content = _longest(element, "content:encoded", "content", "xhtml:body", "xhtml:div")
    summary = _longest(element, "description", "summary", "media:description")
    is_content = _letters(content) >= min(_letters(summary), _MIN_LETTERS)
    html, warnings = _without_feed_line(content if is_content else summary, address)
    letters, words = _letters(html), plain_text(html)
    ends_early = bool(_DOTS.search(words)) or _ends_with_link(html, address)
    is_cut = bool(_CUT_OFF.search(words)) or (ends_early and letters < (_MIN_LETTERS if is_content else _LONG))
    return _Text(html, letters > 0 and (is_cut or not (is_content or letters >= _MIN_LETTERS)), warnings)


def _longest(element: Element, *names: str) -> str:
    """Return the longest HTML that an item of a feed has under one of *names*."""
    return max(map(html_of, children(element, *names)), key=len, default="").strip()


def _letters(html: str) -> int:
    return count_letters(plain_text(html))


def _ends_with_link(html: str, address: str) -> bool:
    """Return whether a feed's *html* ends with a link to its own page, such as "read more"."""
    links = list(_LINK.finditer(html))
    if not links or not address or plain_text(html[links[-1].end() :]):
        return False
    return url_key(links[-1][1]) == url_key(address)


def _without_feed_line(html: str, address: str) -> tuple[str, tuple[str, ...]]:
    """Return a feed's *html* without a last paragraph that WordPress adds: a link to its page and one to its site."""
    start = html.rfind("<p")
    last = html[start:]
    links = [] if start < 0 or len(last) > _MAX_LAST_LINE + len(address) * 2 else _LINK.findall(last)
    key = url_key(address)
    if len(links) != 2 or not key or url_key(links[0][0]) != key:  # noqa: PLR2004 - the article and its site
        return html, ()
    site = links[1][0]
    if host_of(site) != host_of(address) or url_key(site) == key:
        return html, ()
    return html[:start], ("ends with a line that names the article and its site, which is left out",)


def _categories(element: Element) -> Iterator[str]:
    """Yield the categories of an item of a feed."""
    for child in children(element, "category", "dc:subject"):
        if name := plain_text(child.get("label") or child.get("term") or child.text or ""):
            yield name


def _media(element: Element) -> Iterator[tuple[str, str, str]]:
    """Yield address, type and title of each file that an item of a feed names beside its text."""
    groups = list(children(element, "media:group"))
    for parent in (element, *groups):
        for child in children(parent, "media:content", "enclosure", "link"):
            address = (child.get("url") or child.get("href") or "").strip()
            is_file = not child.tag.endswith("link") or child.get("rel") == "enclosure"
            kind = child.get("type") or child.get("medium") or ""
            if address and is_file:
                yield address, kind, line(child, "media:title", "media:description")
        for child in children(parent, "media:thumbnail", "itunes:image"):
            yield (child.get("url") or child.get("href") or "").strip(), "image", ""


def _image(element: Element, html: str) -> Image | None:
    """Return the picture that a feed names beside the text of an item; None if the text shows it."""
    pictures = (found for found in _media(element) if found[1].startswith("image") and is_url(found[0]))
    address, _, title = next(pictures, ("", "", ""))
    is_shown = escape(address) in html or address in html
    return Image(address, "", title or None) if address and not is_shown else None


def _enclosures(element: Element, html: str) -> str:
    """Return links to the films and sounds that a feed names beside the text of an item."""
    found: dict[str, str] = {}
    for address, kind, title in _media(element):
        if kind.startswith(("audio", "video")) and is_url(address) and address not in html:
            found.setdefault(address, title)
    return "".join(f'<p><a href="{escape(url)}">{escape(title or url)}</a></p>' for url, title in found.items())
