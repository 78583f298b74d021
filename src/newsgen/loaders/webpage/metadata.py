"""Read the metadata of a web page: authors, section, tags, image, URL, newspaper and summary."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from urllib.parse import unquote, urlsplit

from newsgen.loaders.capture.bylines import byline_of, is_byline
from newsgen.loaders.capture.lines import is_prose
from newsgen.loaders.capture.markers import Mark, find_marker, name_in_byline
from newsgen.loaders.capture.names import is_place
from newsgen.loaders.webpage.dom import Element, absolute_url, class_and_id, label_of, one_line, plain_text, text_of
from newsgen.loaders.webpage.facts.headline import declared_site_names, site_name_keys
from newsgen.loaders.webpage.facts.places import beside_article, is_comment
from newsgen.loaders.webpage.facts.tags import tags_among
from newsgen.loaders.webpage.pictures.addresses import INSIDE, LOST, inner_address, picture_key
from newsgen.loaders.webpage.structured_data import PageData, names_in, urls_in
from newsgen.model.article import Image
from newsgen.text.arabic import fold, title_key
from newsgen.text.date_words import KINDS, MONTHS
from newsgen.text.dates import read_date

_AUTHORS = (
    "author article:author_name dc.creator dcterms.creator citation_author parsely-author sailthru.author"
    " twitter:data1 byl article:author"
).split()
_SECTIONS = "article:section og:article:section parsely-section sailthru.section cxenseparse:section section".split()
_TAGS = ("article:tag", "og:article:tag", "parsely-tags", "sailthru.tags", "news_keywords", "keywords")
_NO_AUTHOR = re.compile(
    r"^(?:admin\w*|administrator|root|user\d*|editor|webmaster|wordpress|super user|unknown|guest|null|none"
    r"|المدير|مدير الموقع|مدير|الادارة|ادارة الموقع|المحرر|محرر|التحرير|مشرف|المشرف|ادمن|الادمن|زائر|غير"
    r" معروف|غير معرف|مجهول|الكاتب|anonymous|staff|blogger)$"
)
_NOT_A_NAME = re.compile(
    r"\b(?:مشاهدة|عرض|جميع|كل|المزيد|أرشيف|الأرشيف|مقالات|مواضيع|مواد|view|see|show|all|posts|articles|archive|more)\b"
    r"|develop|design|powered|https?:|www\.|\.(?:com|net|org)\b|@",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:byline|authors?|writer)(?=$|[\s_-])"
    r"(?![\s_-]+(?:titles?|job|role|bio|description|desc|about|image|img|avatar|photo|box|posts|social|links?|archive)\b)"
)
_DATE_WORDS = {word for name in MONTHS for word in name.split()} | {name for name, kind in KINDS.items() if kind == "W"}
_BEFORE_DATES = {"قبل", "منذ", "at", "on", "in", "um", "am", "le", "في", "يوم", "بتاريخ", "-", "–", "|"}
_NAME_INSIDE = (
    ".//*[contains(concat(' ', @class, ' '), ' fn ')] | .//*[@itemprop='name'] | .//*[contains(@class, 'author-name')]"
)
_TAG_LINKS = "//a[contains(concat(' ', @rel, ' '), ' tag ') and not(contains(@rel, 'category'))]"
_SECTION_LINKS = "//a[contains(concat(' ', @rel, ' '), ' category ')]"
_SITE_IMAGE = re.compile(r"logo|default|placeholder|blank|pixel|sharer?\.|no-?image", re.IGNORECASE)
_NOT_SECTIONS = {
    title_key(text) for text in ("الرئيسية", "الصفحة الرئيسية", "home", "main", "Uncategorized", "غير مصنف", "غير مصنّف")
}
_WIDE = 300
"""Pixels of a picture that leads an article."""
_MAX_NAME, _MAX_SECTION, _MOST_LINKS = 80, 60, 60


def authors_of_page(data: PageData, root: Element, headline: Element | None) -> tuple[str, ...]:
    """Return the names of the people whom the page gives as its authors, each once."""
    sites = site_name_keys(data, root) | _host_names(data)
    for declared in (
        names_in(data.article.get("author")),
        data.meta(*_AUTHORS),
        _microdata_authors(data),
        _printed_bylines(root, headline),
    ):
        names = [name for text in declared for name in _author_names(text, sites)]
        if names:
            return tuple(_without_repeats({title_key(name): name for name in names}))
    return ()


def _without_repeats(names: Mapping[str, str]) -> Iterator[str]:
    """Yield the *names* of authors, given by their title keys, without those that only add words to another one."""
    for key, name in names.items():
        if not any(other != key and f" {other} " in f" {key} " for other in names):
            yield name


def _microdata_authors(data: PageData) -> Iterator[str]:
    """Yield the authors in a page's microdata; the marked name inside an author's element, if there is one."""
    for element in data.props.get("author", ()):
        inner = element.xpath(".//*[@itemprop='name']")
        yield (inner[0] if inner else element).get("content") or label_of(inner[0] if inner else element)


def _printed_bylines(root: Element, headline: Element | None) -> Iterator[str]:
    """Yield the bylines near the *headline*, recognised by the class or id of their element or by their words."""
    is_beside = beside_article(headline)
    for element in root.xpath("//*[contains(@rel, 'author')]"):
        if not is_beside(element) and not is_comment(element):
            yield label_of(element)
    if headline is None:
        return
    for element in headline.xpath("following::*[not(*) or count(*) < 6][position() <= 40]"):
        text = _signature(element)
        if len(text) > _MAX_NAME or not text or is_comment(element) or is_beside(element):
            continue
        marker = find_marker(text)
        if marker and marker.mark is Mark.BYLINE:
            yield marker.text
        elif not marker and is_byline(text) and name_in_byline(text) != text:
            yield byline_of(text)
        elif _BYLINE.search(class_and_id(element)):
            yield text


def _signature(element: Element) -> str:
    """Return the name that is marked inside a byline's *element*, else the text of all of it."""
    named = element.xpath(_NAME_INSIDE)
    return label_of(named[0]) if len(named) == 1 else label_of(element)


def _without_date(text: str) -> str:
    """Return a byline's *text* without the date and time behind the name, or before it."""
    words = text.split()
    number = next((i for i, word in enumerate(words) if any(map(str.isdigit, word))), len(words))
    before = words[:number]
    while before and (fold(before[-1]).strip("،,|-–") in _DATE_WORDS or before[-1] in _BEFORE_DATES):
        before.pop()
    return " ".join(before) or read_date(text).rest


def _author_names(text: str, sites: Iterable[str]) -> Iterator[str]:
    """Yield the names in the byline *text*, except the names of the newspaper (*sites*) and of software."""
    text = _without_date(plain_text(text))
    if name_in_byline(f"{text} س") == "س":
        return  # only a label
    text = name_in_byline(name_in_byline(text)).strip(" ()[]-–—|:،,./")
    if is_place(text) or not 2 <= len(text) <= _MAX_NAME or _NOT_A_NAME.search(text) or not any(map(str.isalpha, text)):  # noqa: PLR2004
        return
    if any(title_key(part) in sites for part in re.split(r"\s+[-–—ـ|/]\s+", text)):
        return  # "Abu Dhabi - the newspaper" names no person
    for name in re.split(r"\s*[،,;]\s*|\s+and\s+", text):
        key = title_key(name)
        is_site = any(f" {key} " in f" {site} " for site in sites)
        if key and not is_site and not _names_nobody(name) and not name.isdecimal():
            yield name


def _names_nobody(name: str) -> bool:
    """Return whether *name* is that of an account, such as admin, perhaps before other words in Arabic letters."""
    folded = fold(name)
    first = folded.partition(" ")[0]
    return bool(_NO_AUTHOR.match(folded) or (first.isascii() and not folded.isascii() and _NO_AUTHOR.match(first)))


def _host_names(data: PageData) -> frozenset[str]:
    """Return the hosts of the page's site and their parts; a name such as "akhbarelyom" is not an author."""
    hosts: list[str] = []
    for url in data.meta("og:url", "identifier-url", "og:site_name"):
        with suppress(ValueError):  # it cannot be parsed
            hosts.append(urlsplit(url).hostname or "")
    return frozenset(part for host in hosts for part in (host, *host.split(".")) if part)


def section_of_page(data: PageData, root: Element) -> str | None:
    """Return the section that the page names, except the home page; None if it names none."""
    breadcrumbs = (label_of(e) for e in root.xpath("//*[contains(@class, 'breadcrumb')]//a")[:6])
    linked = (label_of(e) for e in root.xpath(_SECTION_LINKS)[:6])
    declared = (*names_in(data.article.get("articleSection")), *data.meta(*_SECTIONS), *data.prop("articleSection"))
    for name in (*declared, *linked, *data.breadcrumbs[:-1], *breadcrumbs):
        section = name.strip(" -»›/|")
        is_path = "/" in section[1:-1].replace(" / ", "")
        if 1 < len(section) <= _MAX_SECTION and title_key(section) not in _NOT_SECTIONS and not is_path:
            return section
    return None


def tags_of_page(data: PageData, root: Element, headline: str) -> tuple[str, ...]:
    """Return the tags that the page lists, else its keywords; each once, and without headline and site."""
    listed = [label_of(e) for e in root.xpath(_TAG_LINKS)[:_MOST_LINKS]]
    keywords: Iterator[list[str]] = filter(None, (list(data.meta(name)) for name in _TAGS))
    declared = listed or names_in(data.article.get("keywords")) or next(keywords, [])
    return tags_among(declared, headline, site_name_keys(data, root) | _host_names(data))


def image_of_page(data: PageData, root: Element, base: str | None, headline: Element | None) -> Image | None:
    """Return the image in a page's metadata, else the picture below its *headline*, with the words that it has there.

    A picture that the capture contains is taken for the one of the same name in the metadata.
    """
    metas = data.meta("og:image:secure_url", "og:image", "twitter:image", "image")
    declared = [
        url
        for text in (*urls_in(data.article.get("image")), *metas)
        if (url := absolute_url(inner_address(text), base)) and not _SITE_IMAGE.search(_file_name(url))
    ]
    src = next(iter(declared), None)
    lead = _lead_picture(headline) if headline is not None else None
    images = [e for e in root.iter("img") if src and _is_same_picture(src, e.get("src") or "")]
    image = next(iter(images), lead if not src or _is_inside(lead) else None)
    shown = image.get("src") if image is not None and (not src or _is_inside(image)) else src
    if not shown or shown == LOST:
        return None
    alt = one_line((image.get("alt") or "") if image is not None else "") or next(data.meta("og:image:alt"), "")
    return Image(shown, alt, _caption(image))


def _is_inside(image: Element | None) -> bool:
    return image is not None and (image.get("src") or "").startswith(INSIDE) and image.get("src") != LOST


def _is_same_picture(one: str, other: str) -> bool:
    """Return whether two addresses are those of one picture; of one that is saved beside the page, by their names."""
    same = picture_key(one) == picture_key(other)
    return same or (other.startswith(INSIDE) and _file_name(one) == _file_name(other) != "")


def _lead_picture(headline: Element) -> Element | None:
    """Return the picture between the *headline* of a page and its first paragraph, or directly above the headline."""
    for element in headline.xpath("following::*[self::img or self::p or self::div][position() <= 60]"):
        if element.tag == "img" and not _is_beside(element):
            return element
        if element.tag != "img" and is_prose(text_of(element)) and next(element.iter("img"), None) is None:
            break
    above = headline.xpath("preceding::img")[-1:]
    return next((e for e in above if not _is_beside(e) and (_is_wide(e) or _caption(e))), None)


def _is_beside(image: Element) -> bool:
    """Return whether *image* is in a part of the page beside the article, or is a link without a caption."""
    is_link = any(True for _ in image.iterancestors("a")) and not _caption(image)
    return is_link or any(True for _ in image.iterancestors("nav", "aside", "footer", "li", "form"))


def _is_wide(image: Element) -> bool:
    width = image.get("width") or ""
    return width.isdecimal() and int(width) >= _WIDE


def _file_name(url: str) -> str:
    return unquote(url.partition("?")[0].rpartition("/")[2])


def _caption(image: Element | None) -> str | None:
    if image is None:
        return None
    figure = next((e for e in image.iterancestors("figure")), None)
    captions = figure.xpath(".//figcaption") if figure is not None else ()
    return (text_of(captions[0]) or None) if captions else None


def declared_urls(data: PageData, root: Element, base: str | None) -> list[str]:
    """Return the URLs that the page declares as its own; relative ones are resolved against *base*."""
    links = [e.get("href") for e in root.iter("link") if "canonical" in (e.get("rel") or "").lower().split()]
    stated = (url for key in ("url", "mainEntityOfPage") for url in urls_in(data.article.get(key), ids=True))
    return [found for text in (*links, *data.meta("og:url"), *stated) if (found := absolute_url(text, base))]


def own_url(declared: list[str], saved: str | None) -> tuple[str | None, str | None]:
    """Return the URL of a page, and a warning if the page also declares one on another site.

    It is what the page *declared*, if that is on the site of *saved*, from which the page was fetched or saved, else
    *saved*. A home page, which some sites declare on every page, is not taken.
    """
    pages = [url for url in declared if _names_page(url)]
    saved = absolute_url(saved, None)
    chosen = next((page for page in pages if not saved or _is_same_site(page, saved)), saved)
    other = next((page for page in pages if chosen and not _is_same_site(page, chosen)), None)
    doubt = f"says that it is {other}, and also {chosen}; `source_url` is the latter: correct it if that is wrong"
    return chosen, doubt if other else None


def _is_same_site(one: str, other: str) -> bool:
    first, second = _host(one), _host(other)
    return first == second or first.endswith(f".{second}") or second.endswith(f".{first}")


def _host(url: str) -> str:
    """Return the host of a page's *url* without "www." or "m."."""
    return (urlsplit(url).hostname or "").removeprefix("www.").removeprefix("m.")


def _names_page(url: str) -> bool:
    """Return whether the *url* of a page is not that of a home page."""
    parts = urlsplit(url)
    return bool(parts.path.strip("/") or parts.query)


def site_name(data: PageData, url: str | None) -> str | None:
    """Return the newspaper's name that the page declares, else the host of *url*; None if neither is known."""
    declared = declared_site_names(data)
    host = _host(url) if url else None
    return next((name for name in declared if name and "//" not in name), None) or host or None


def language_of_page(data: PageData, root: Element) -> str | None:
    """Return the language that a page declares for its article, else for itself; None if it declares none."""
    declared = (*names_in(data.article.get("inLanguage")), root.get("lang"), root.get("xml:lang"))
    return next((text for text in (*declared, *data.meta("og:locale", "content-language")) if text), None)


def summary_of_page(data: PageData, root: Element, headline: str) -> str | None:
    """Return a web page's description of its article; None if it repeats only the headline or site's name."""
    title = title_key(" ".join(text_of(e) for e in root.iter("title")))
    metas = data.meta("og:description", "twitter:description", "description")
    declared = (*names_in(data.article.get("description")), *metas)
    keys = " · ".join((*site_name_keys(data, root), title_key(headline), title))
    return next((text for text in declared if title_key(text) not in keys and not text.startswith("http")), None)
