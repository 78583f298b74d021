"""Find the headline of a web page, without the newspaper's name that titles add to it."""

import re
from collections.abc import Iterable, Iterator

from newsgen.loaders.capture.header_lines import header_role
from newsgen.loaders.capture.lines import is_prose
from newsgen.loaders.capture.markers import find_marker
from newsgen.loaders.webpage.dom import Element, class_and_id, host_of, label_of, own_text, plain_text, text_of
from newsgen.loaders.webpage.facts.places import beside_article, is_comment
from newsgen.loaders.webpage.structured_data import PageData, names_in
from newsgen.text.arabic import title_key

_SEPARATOR = re.compile(r"\s+[-–—|•·»«›‹:ـ~/\\]+\s+|\s*(?:\||::|·)\s*")
_COLON = re.compile(r"\s*[:：]\s+")
_NOT_HEADLINE = re.compile(r"logo|site-?title|brand|widget|sidebar|comment|related")
_MARKED = re.compile(
    r"(?:^|[\s_-])(?:(?:entry|post|article|story|news|single|content|node|details?|tdb)[-_]*(?:main[-_]*)?"
    r"(?:title|headline|heading)|headline|p-name)(?=$|[\s_-])"
)
"""Classes of headlines in themes, in hAtom and in microformats."""
_NAMES = ("og:title", "twitter:title", "dc.title", "dcterms.title", "citation_title", "parsely-title", "sailthru.title")
_HOME = re.compile(r"(?:(?:https?:)?//[^/?#]+/?|\.?/)(?:[a-z]{2}/?|index\.\w+|home/?)?|index\.\w+", re.IGNORECASE)
_HOME_LABELS = frozenset(map(title_key, ("الرئيسية", "الصفحة الرئيسية", "الصفحه الرئيسيه", "home", "accueil", "عودة")))
_FEED = re.compile(
    r"\s*(?:[-–—|»:]+|&raquo;)\s*(?:Atom|RSS|Feed|الخلاصة|خلاصة\b.*|Flux|تغذية|التغذية).*$", re.IGNORECASE
)
_HEADINGS = ("h2", "h3", "h4")
_MAX_LENGTH, _MAX_LINE = 400, 200
_MIN_LENGTH = 4
_MIN_PART, _MAX_PARTS = 15, 12
_MAX_SITE_NAME = 45
_LONG_OPENING = 40
"""In characters. A title with fewer of them is not taken for the beginning of a longer headline."""


def headline_of(data: PageData, root: Element) -> str:
    """Return the headline of a web page; "" if it has no title at all, or only that of its site."""
    declared = names_in(data.article.get("headline")) or names_in(data.article.get("name"))
    title = next((text for e in root.iter("title") if (text := label_of(e))), "")
    stated = [*declared, *data.prop("headline")]
    names = site_name_keys(data, root) - set(map(title_key, stated))
    given = list(filter(None, (text.strip() for text in (*stated, *data.meta(*_NAMES), title))))
    printed = [text for text in (_printed(root) or _above_text(root)) if title_key(text) not in names]
    for heading in printed:  # prefer what readers saw, if a title confirms it
        if any(_confirms(text, heading, names) for text in given):
            return heading
    if given == [title] and printed and len(printed[0]) > len(bare_title(title, names)):
        return printed[0]  # the window title may be only the newspaper's name
    parts = sorted((part for text in given for part in _parts(text)), key=len, reverse=True)
    for part in parts[:_MAX_PARTS]:
        if len(part) >= _MIN_PART and title_key(part) not in names and any(True for _ in _showing(root, part)):
            return part.strip()
    for text in given:
        bare = _printed_start(text, printed) or bare_title(text, names)
        if title_key(bare) and title_key(bare) not in names:
            return bare[:_MAX_LENGTH]
    return next(iter(printed), "")


def _parts(title: str) -> Iterator[str]:
    """Yield what a *title* may consist of: its parts between separators, and all before and behind each."""
    yield from _SEPARATOR.split(title)
    for separator in (*_SEPARATOR.finditer(title), *_COLON.finditer(title)):
        yield title[: separator.start()]
        yield title[separator.end() :]


def _printed(root: Element) -> list[str]:
    """Return the texts of the page's main headings: its h1 elements, then what its classes call a headline."""
    marked = (e for e in root.iter("h2", "h3", "h4", "div", "span", "p", "a") if _MARKED.search(class_and_id(e)))
    headings = (e for e in (*root.iter("h1"), *marked) if _is_main(e) and not _links_elsewhere(e))
    texts = (label_of(e) for e in headings)
    return list(dict.fromkeys(text for text in texts if _MIN_LENGTH <= len(text) <= _MAX_LENGTH))


def _above_text(root: Element) -> list[str]:
    """Return what may be an old page's headline: the last heading above its first paragraph, else the largest line."""
    headings: list[str] = []
    lines: list[tuple[int, str]] = []
    for element in root.iter(*_HEADINGS, "b", "strong", "font", "p", "td", "div"):
        text = label_of(element)
        if element.tag in {"p", "td", "div", "font"} and is_prose(own_text(element)):
            break
        if not _MIN_PART <= len(text) <= _MAX_LINE or _links_elsewhere(element) or not _is_main(element):
            continue
        if element.tag in _HEADINGS:
            headings.append(text)
        elif element.tag in {"b", "strong", "font"} and header_role(text) is None and not find_marker(text):
            lines.append((_font_size(element), text))
    largest = max((size for size, _ in lines), default=0)
    return headings[-1:] or [text for size, text in lines if size == largest][:1]


def _font_size(line: Element) -> int:
    """Return the size of the letters of a *line*, from 1 to 7, as old pages give it; that of plain text is 3."""
    fonts = (line, *line.iter("font"), *line.iterancestors("font"))
    sizes = (re.fullmatch(r"([+-]?)(\d)", font.get("size") or "") for font in fonts)
    return max((3 + int(size[0]) if size[1] else int(size[2]) for size in sizes if size), default=3)


def _is_main(heading: Element) -> bool:
    """Return whether *heading* is neither a logo of the site nor in a side block."""
    blocks = [heading, *heading.iterancestors()][:3]
    return not any(_NOT_HEADLINE.search(class_and_id(e)) for e in blocks if e.tag not in {"body", "html"})


def _links_elsewhere(heading: Element) -> bool:
    """Return whether a *heading* links to a page that is not this one, as the headline of another article does."""
    own = {link.get("href") for link in heading.getroottree().iter("link") if link.get("rel") == "canonical"}
    links = [e.get("href") or "" for e in (*heading.iter("a"), *heading.iterancestors("a"))]
    return heading.tag != "h1" and any(link not in own and link[:1] not in {"", "#"} for link in links)


def _confirms(given: str, heading: str, names: Iterable[str]) -> bool:
    """Return whether the title *given* is the *heading*, perhaps cut, or perhaps with the newspaper's name."""
    key = title_key(heading)
    keys = {title_key(given), title_key(bare_title(given, names))}
    opening = title_key(given)
    is_cut = given.endswith(("…", "...")) and len(opening) >= _LONG_OPENING
    return key in keys or (is_cut and key.startswith(opening))


def headline_element(root: Element, headline: str) -> Element | None:
    """Return the element that shows the *headline*: a heading, else the first element with only these words.

    One in what seems to be a side block only if there is no other. None if no element shows it, or only a comment.
    """
    is_beside = beside_article(None)
    shown = [e for e in _showing(root, headline) if e.tag == "h1" or not is_comment(e)]
    return next((e for e in shown if e.tag == "h1" or not is_beside(e)), next(iter(shown), None))


def _showing(root: Element, headline: str) -> Iterator[Element]:
    """Yield the elements whose words are those of the *headline*: headings, then the smallest elements."""
    key = title_key(headline)
    for kind in ("h1", "h2", "h3", "*"):
        for element in root.iter(kind):
            if element.tag in {"title", "meta", "head", "html", "body"} or (kind == "*" and len(element)):
                continue
            if (element.text or len(element)) and title_key(text_of(element)) == key:
                yield element


def site_name_keys(data: PageData, root: Element) -> frozenset[str]:
    """Return the title keys of the names of the newspaper: declared, linked to its home page, or those of its feeds."""
    hosts = _own_hosts(data, root)
    linked = (label_of(e) for e in root.iter("a") if _leads_home(e, hosts))
    feeds = (e.get("title") or "" for e in root.iter("link") if (e.get("type") or "").endswith(("rss+xml", "atom+xml")))
    named = [_FEED.sub("", plain_text(title)) for title in feeds if _FEED.search(title)]
    linked_names = (text for text in linked if _MIN_LENGTH <= len(text) <= 2 * _MAX_SITE_NAME)
    keys = map(title_key, (*declared_site_names(data), *linked_names, *named))
    return frozenset(key for key in keys if key and key not in _HOME_LABELS)


def _own_hosts(data: PageData, root: Element) -> set[str]:
    """Return the host of the page, without www, if it declares its own URL."""
    links = (e.get("href") or "" for e in root.iter("link") if (e.get("rel") or "").lower() == "canonical")
    return set(filter(None, map(host_of, (*links, *data.meta("og:url")))))


def _leads_home(link: Element, hosts: set[str]) -> bool:
    """Return whether a *link* of the page leads to the home page of its own site, whose *hosts* are known or not."""
    url = (link.get("href") or "").strip()
    if not url or not _HOME.fullmatch(url):
        return False
    host = host_of(url)
    return not host or host in hosts or (not hosts and any(e.tag in {"h1", "header"} for e in link.iterancestors()))


def declared_site_names(data: PageData) -> list[str]:
    """Return the newspaper's names that the page declares, the most reliable first."""
    publisher = names_in(data.article.get("publisher"))
    inside = [label_of(e) for p in data.props.get("publisher", ()) for e in p.xpath(".//*[@itemprop='name']")]
    return [*data.meta("og:site_name"), *publisher, *data.meta("application-name"), *inside]


def bare_title(title: str, names: Iterable[str]) -> str:
    """Return a window *title* without the newspaper's name and section at its end or its start.

    *names* are the title keys of the newspaper's names.
    """
    parts = _SEPARATOR.split(title)
    if len(parts) == 1:
        return _without_name(title.strip(), names)
    last = title.rfind(parts[-1])
    rest = title[:last].rstrip(" -–—|•·»«›‹:ـ~/\\")
    head = _SEPARATOR.split(rest)
    if title_key(parts[-1]) in names:
        return bare_title(rest, ()) if len(head) > 1 and len(head[-1]) <= _MAX_SITE_NAME < len(head[0]) else rest
    if title_key(parts[0]) in names:
        return title[title.find(parts[1], len(parts[0])) :].strip()
    is_name = len(parts[-1]) <= _MAX_SITE_NAME and len(parts[-1].split()) <= 6  # noqa: PLR2004 - a name has few words
    return rest if is_name and len(rest) > len(parts[-1]) else title.strip()


def _without_name(title: str, names: Iterable[str]) -> str:
    """Return a window *title* without one of the newspaper's *names* before its first colon or after its last one."""
    colons = list(_COLON.finditer(title))
    for colon in colons:
        if title_key(title[: colon.start()]) in names:
            return title[colon.end() :]
    for colon in reversed(colons):
        if title_key(title[colon.end() :]) in names:
            return title[: colon.start()]
    return title


def _printed_start(title: str, printed: Iterable[str]) -> str:
    """Return the heading on the page with which a longer *title* begins; "" if there is none."""
    return next((text for text in printed if len(text) > 10 and title_key(title).startswith(title_key(text))), "")  # noqa: PLR2004
