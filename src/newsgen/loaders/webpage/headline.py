"""Find the headline of a web page, without the newspaper's name that titles add to it."""

import re
from collections.abc import Iterable

from newsgen.loaders.webpage.dom import Element, class_and_id, one_line, text_of
from newsgen.loaders.webpage.structured_data import PageData, names_in
from newsgen.text.arabic import title_key

_SEPARATOR = re.compile(r"\s+[-–—|•·»:ـ/]+\s+|\s*[|»]\s*")
_NOT_HEADLINE = re.compile(r"logo|site-?title|brand|widget|sidebar|comment|related")
_NAMES = ("og:title", "twitter:title", "dc.title", "dcterms.title", "citation_title", "parsely-title", "sailthru.title")
_MAX_LENGTH = 400
_MIN_LENGTH = 4
_MIN_PART, _MAX_PARTS = 15, 4
_MAX_SITE_NAME = 45


def headline_of(data: PageData, root: Element) -> str:
    """Return the headline of a web page; "" if the page has no title at all."""
    names = site_name_keys(data)
    declared = names_in(data.article.get("headline")) or names_in(data.article.get("name"))
    title = next((text for e in root.iter("title") if (text := text_of(e))), "")
    headings = filter(_is_main, root.iter("h1"))
    printed = [text for e in headings if _MIN_LENGTH <= len(text := text_of(e)) <= _MAX_LENGTH]
    given = [one_line(text) for text in (*declared, *data.prop("headline"), *data.meta(*_NAMES), title) if text.strip()]
    for heading in printed:  # prefer what readers saw, if a title confirms it
        if any(title_key(heading) in {title_key(text), title_key(bare_title(text, names))} for text in given):
            return heading
    if given == [title] and printed and len(printed[0]) > len(bare_title(title, names)):
        return printed[0]  # the window title may be only the newspaper's name
    parts = sorted((part for text in given for part in _SEPARATOR.split(text)), key=len, reverse=True)
    for part in parts[:_MAX_PARTS]:
        if len(part) >= _MIN_PART and title_key(part) not in names and headline_element(root, part) is not None:
            return part.strip()
    for text in given:
        bare = _printed_start(text, printed) or bare_title(text, names)
        if title_key(bare) and title_key(bare) not in names:
            return bare[:_MAX_LENGTH]
    return next(iter(printed), "") or (given[0][:_MAX_LENGTH] if given else "")


def _is_main(heading: Element) -> bool:
    """Return whether *heading* is neither a logo of the site nor in a side block."""
    blocks = [heading, *heading.iterancestors()][:3]
    return not any(_NOT_HEADLINE.search(class_and_id(e)) for e in blocks if e.tag not in {"body", "html"})


def headline_element(root: Element, headline: str) -> Element | None:
    """Return the element that shows the *headline*: a heading, else the first element with only these words.

    None if no element shows it.
    """
    key = title_key(headline)
    for kind in ("h1", "h2", "h3", "*"):
        for element in root.iter(kind):
            if element.tag in {"title", "meta", "head", "html", "body"} or (kind == "*" and len(element)):
                continue
            if (element.text or len(element)) and title_key(text_of(element)) == key:
                return element
    return None


def site_name_keys(data: PageData) -> frozenset[str]:
    """Return the title keys of the newspaper's names that the page declares."""
    return frozenset(filter(None, map(title_key, declared_site_names(data))))


def declared_site_names(data: PageData) -> list[str]:
    """Return the newspaper's names that the page declares, the most reliable first."""
    publisher = names_in(data.article.get("publisher"))
    inside = [one_line(text_of(e)) for p in data.props.get("publisher", ()) for e in p.xpath(".//*[@itemprop='name']")]
    return [*data.meta("og:site_name"), *publisher, *data.meta("application-name"), *inside]


def bare_title(title: str, names: Iterable[str]) -> str:
    """Return a window *title* without the newspaper's name and section at its end or its start.

    *names* are the title keys of the newspaper's names.
    """
    parts = _SEPARATOR.split(title)
    if len(parts) == 1:
        return title.strip()
    last = title.rfind(parts[-1])
    rest = title[:last].rstrip(" -–—|•·»:ـ/")
    head = _SEPARATOR.split(rest)
    if title_key(parts[-1]) in names:
        return bare_title(rest, ()) if len(head) > 1 and len(head[-1]) <= _MAX_SITE_NAME < len(head[0]) else rest
    if title_key(parts[0]) in names:
        return title[title.find(parts[1], len(parts[0])) :].strip()
    is_name = len(parts[-1]) <= _MAX_SITE_NAME and len(parts[-1].split()) <= 6  # noqa: PLR2004 - a name has few words
    return rest if is_name and len(rest) > len(parts[-1]) else title.strip()


def _printed_start(title: str, printed: Iterable[str]) -> str:
    """Return the heading on the page with which a longer *title* begins; "" if there is none."""
    return next((text for text in printed if len(text) > 10 and title_key(title).startswith(title_key(text))), "")  # noqa: PLR2004
