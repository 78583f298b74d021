"""Read who wrote a web page, and where in its newspaper it stood: authors, section, tags, picture, address."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote, urlsplit

from newsgen.loaders.capture.header import byline_of, is_byline
from newsgen.loaders.capture.markers import Mark, find_marker
from newsgen.loaders.webpage.dom import Element, address, names_of, one_line, text_of
from newsgen.loaders.webpage.headline import said_site_names, site_names
from newsgen.loaders.webpage.structured_data import PageData, names_in, urls_in
from newsgen.model.article import Image
from newsgen.text.arabic import fold, title_key

_AUTHORS = ("author", "article:author_name", "dc.creator", "dcterms.creator", "citation_author", "parsely-author",
            "sailthru.author", "twitter:data1", "byl", "article:author")  # fmt: skip
_SECTIONS = (
    "article:section",
    "og:article:section",
    "parsely-section",
    "sailthru.section",
    "cxenseparse:section",
    "section",
)
_TAGS = ("article:tag", "og:article:tag", "parsely-tags", "sailthru.tags", "news_keywords", "keywords")
_NO_AUTHOR = re.compile(
    r"^(?:admin\w*|administrator|root|user\d*|editor|webmaster|wordpress|super user|unknown|guest|null|none"
    r"|المدير|مدير الموقع|مدير|الادارة|ادارة الموقع|المحرر|محرر|التحرير|مشرف|المشرف|ادمن|الادمن|زائر|غير معروف|الكاتب)$"
)
_WRITTEN_BY = re.compile(
    r"^\s*(?:بقلم|بواسطة|بواسطه|كتب(?:ت|ه|ها)?|إعداد|اعداد|الكاتب|by)\s*[:：/-]?\s+", re.IGNORECASE
)
_DEVELOPED = re.compile(r"develop|design|powered|https?:|www\.|\.(?:com|net|org)\b|@", re.IGNORECASE)
_BYLINE = re.compile(r"\b(?:byline|author-name|author_name|entry-author|post-author|article-author|writer|author)\b")
_TAG_LINKS = "//a[contains(concat(' ', @rel, ' '), ' tag ') and not(contains(@rel, 'category'))]"
_SECTION_LINKS = "//a[contains(concat(' ', @rel, ' '), ' category ')]"
_PICTURE_OF_SITE = re.compile(r"logo|default|placeholder|blank|pixel|sharer?\.|no-?image", re.IGNORECASE)
_TAG_SEPARATOR = re.compile(r"[,،;؛|]")
_HOME = {
    title_key(text) for text in ("الرئيسية", "الصفحة الرئيسية", "home", "main", "Uncategorized", "غير مصنف", "غير مصنّف")
}
_LONGEST_NAME, _MOST_TAGS, _LONGEST_TAG = 80, 30, 60


def authors_of_page(data: PageData, root: Element, headline: Element | None) -> tuple[str, ...]:
    """Return the names of people that the page gives as its authors, each once."""
    sites = site_names(data) | _host_names(data)
    for said in (names_in(data.article.get("author")), data.meta(*_AUTHORS), _props(data), _printed(root, headline)):
        names = [name for text in said for name in _names(text, sites)]
        if names:
            return tuple({title_key(name): name for name in names}.values())
    return ()


def _props(data: PageData) -> Iterator[str]:
    """Yield the authors of microdata: their name, where one is marked inside."""
    for element in data.props.get("author", ()):
        inner = element.xpath(".//*[@itemprop='name']")
        yield one_line((inner[0] if inner else element).get("content") or text_of(inner[0] if inner else element))


def _printed(root: Element, headline: Element | None) -> Iterator[str]:
    """Yield the bylines near the *headline*: marked by their element's name, or by their words."""
    for element in root.xpath("//*[contains(@rel, 'author')]"):
        yield text_of(element)
    if headline is None:
        return
    for element in headline.xpath("following::*[not(*) or count(*) < 3][position() <= 30]"):
        text = text_of(element) if _BYLINE.search(names_of(element)) or len(element) == 0 else ""
        if len(text) > _LONGEST_NAME or not text:
            continue
        marker = find_marker(text)
        if marker and marker.mark is Mark.BYLINE:
            yield marker.text
        elif not marker and (is_byline(text) and _WRITTEN_BY.match(text)):
            yield byline_of(text)
        elif _BYLINE.search(names_of(element)):
            yield text


def _names(text: str, sites: Iterable[str]) -> Iterator[str]:
    """Yield the names in a byline as a page gives it; the newspaper itself and its software are none."""
    text = _WRITTEN_BY.sub("", one_line(text)).strip(" ()[]-–—|:،,.")
    if not 2 <= len(text) <= _LONGEST_NAME or _DEVELOPED.search(text) or not any(map(str.isalpha, text)):  # noqa: PLR2004
        return
    if any(title_key(part) in sites for part in re.split(r"\s+[-–—ـ|/]\s+", text)):
        return  # "Abu Dhabi - the paper": nobody
    for name in re.split(r"\s*[،,;]\s*|\s+and\s+", text):
        key = title_key(name)
        of_site = any(f" {key} " in f" {site} " for site in sites)
        if key and not of_site and not _NO_AUTHOR.match(fold(name)) and not name.isdecimal():
            yield name


def _host_names(data: PageData) -> frozenset[str]:
    """Return what the site may be called after its address: "akhbarelyom" writes no article."""
    hosts = (urlsplit(url).hostname or "" for url in _safe(data.meta("og:url", "identifier-url", "og:site_name")))
    return frozenset(part for host in hosts for part in (host, *host.split(".")) if part)


def _safe(urls: Iterable[str]) -> Iterator[str]:
    for url in urls:
        try:
            urlsplit(url)
        except ValueError:
            continue
        yield url


def section_of_page(data: PageData, root: Element) -> str | None:
    """Return the section that the page names; the home page is none."""
    crumbs = [*data.crumbs[:-1], *(text_of(e) for e in root.xpath("//*[contains(@class, 'breadcrumb')]//a")[:6])]
    linked = (text_of(e) for e in root.xpath(_SECTION_LINKS)[:6])
    said = (*names_in(data.article.get("articleSection")), *data.meta(*_SECTIONS), *data.prop("articleSection"))
    for name in (*said, *linked, *crumbs):
        plain = name.strip(" -»›/|")
        if (
            1 < len(plain) <= _LONGEST_TAG
            and title_key(plain) not in _HOME
            and "/" not in plain[1:-1].replace(" / ", "")
        ):
            return plain
    return None


def tags_of_page(data: PageData, root: Element, headline: str) -> tuple[str, ...]:
    """Return the tags, each once: those the page lists, else its keywords; the headline again is none."""
    listed = [text_of(e) for e in root.xpath(_TAG_LINKS)[:_MOST_TAGS]]
    said = listed or names_in(data.article.get("keywords")) or next(
        (list(data.meta(name)) for name in _TAGS if any(data.meta(name))), []
    )  # fmt: skip
    tags: dict[str, str] = {}
    for text in said:
        for part in _TAG_SEPARATOR.split(text):
            tag = part.strip(" #.\"'").replace("_", " ")
            if 1 < len(tag) <= _LONGEST_TAG and title_key(tag) not in {"", title_key(headline)}:
                tags.setdefault(title_key(tag), tag)
    return tuple(tags.values())[:_MOST_TAGS]


def image_of_page(data: PageData, root: Element, base: str | None) -> Image | None:
    """Return the article's picture, with what the page says of it."""
    said = [
        *urls_in(data.article.get("image")),
        *data.meta("og:image:secure_url", "og:image", "twitter:image", "image"),
    ]
    src = next((url for text in said if (url := address(text, base)) and not _PICTURE_OF_SITE.search(url)), None)
    if src is None:
        return None
    name = _file_name(src)
    shown = next((e for e in root.iter("img") if _file_name(e.get("data-src") or e.get("src") or "") == name), None)
    alt = one_line((shown.get("alt") or "") if shown is not None else "") or next(data.meta("og:image:alt"), "")
    return Image(src, alt, _caption(shown))


def _file_name(url: str) -> str:
    return unquote(url.partition("?")[0].rpartition("/")[2])


def _caption(image: Element | None) -> str | None:
    if image is None:
        return None
    figure = next((e for e in image.iterancestors("figure")), None)
    captions = figure.xpath(".//figcaption") if figure is not None else ()
    return (text_of(captions[0]) or None) if captions else None


def own_address(data: PageData, root: Element, url: str | None) -> str | None:
    """Return the address that the page gives itself; of another host only where nothing else is known."""
    links = [e.get("href") for e in root.iter("link") if "canonical" in (e.get("rel") or "").lower().split()]
    said = (
        *links,
        *data.meta("og:url"),
        *urls_in(data.article.get("url")),
        *urls_in(data.article.get("mainEntityOfPage")),
    )
    own = [found for text in said if (found := address(text, url))]
    if url is None:
        return next(iter(own), None)
    paths = (found for found in own if _site(found) == _site(url) and (_path(found) or not _path(url)))
    return next(paths, None) or address(url, None)


def _site(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.").removeprefix("m.")


def _path(url: str) -> str:
    return urlsplit(url).path.strip("/")


def site_name(data: PageData, url: str | None) -> str | None:
    """Return the newspaper's name: as the page says it, else its host."""
    said = said_site_names(data)
    host = _site(url) if url else None
    return next((name for name in said if name and "//" not in name), None) or host or None


def summary_of_page(data: PageData, root: Element, headline: str) -> str | None:
    """Return the description, unless it is the headline, or the site's own."""
    title = title_key(" ".join(text_of(e) for e in root.iter("title")))
    said = (
        *names_in(data.article.get("description")),
        *data.meta("og:description", "twitter:description", "description"),
    )
    keys = " · ".join((*site_names(data), title_key(headline), title))
    return next((text for text in said if title_key(text) not in keys and not text.startswith("http")), None)
