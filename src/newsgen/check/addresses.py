"""Find the addresses in the tags of a page and in CSS."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from newsgen.check.html_scanner import StartTag

_META = frozenset("og:image og:image:url og:image:secure_url og:url og:video og:audio twitter:image".split())
_CSS_COMMENT = re.compile(r"/\*[^*]*+(?:\*(?!/)[^*]*+|)*+(?:\*/|\Z)")
_CSS_URL = re.compile(
    r"""url\(\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'()]*+))|@import\s++(?:"([^"]*+)"|'([^']*+)')""", re.IGNORECASE
)
_CANDIDATE = re.compile(r"[\s,]*+(\S++)([^,]*+)")
_REFRESH = re.compile(r"\s*+[\d.]++\s*+[;,]?+\s*+(?>url\s*+=\s*+|)(\S.*)?", re.IGNORECASE | re.DOTALL)


class Link(NamedTuple):
    """An address in a page or a style sheet."""

    url: str
    """As written, without character references and white space around it."""
    element: str
    """The element and its attribute, such as "a href" or "link rel=icon href"; "style" for CSS."""
    line: int
    """The first line with the same address in the same element and attribute."""


def addresses_of(tag: StartTag) -> Iterator[tuple[str, str]]:
    """Yield the element with its attribute, and the address, for each address in a *tag*."""
    name, attributes = tag.name, tag.attributes
    if name == "link":
        name = f"link rel={attributes.get('rel', '').lower()}"
    for attribute, value in attributes.items():
        reader = _READERS.get(attribute)
        if reader and name != "base":
            for url in reader(value):
                yield f"{name} {attribute}", url
    if name == "meta" and "content" in attributes:
        kind = attributes.get("property") or attributes.get("name") or ""
        if kind in _META:
            yield f"meta {kind}", attributes["content"].strip()
    if name == "style":
        for url in css_urls(tag.text):
            yield "style", url


def _one(value: str) -> tuple[str]:
    return (value.strip(),)


def candidates(srcset: str) -> Iterator[str]:
    """Yield the addresses in the value of a `srcset`; a comma ends an address only before white space."""
    position = 0
    while match := _CANDIDATE.match(srcset, position):
        url = match[1]
        if url.endswith(","):
            position = match.end(1)
            url = url.rstrip(",")
        else:
            position = match.end()
        yield url


def css_urls(css: str) -> Iterator[str]:
    """Yield the addresses in CSS, without comments and data."""
    if "url(" not in css and "@import" not in css:  # also most values of `style`
        return
    for match in _CSS_URL.finditer(_CSS_COMMENT.sub("", css)):
        url = next(filter(None, match.groups()), "")
        if url:
            yield url.strip()


def refresh_target(content: str) -> str | None:
    """Return the address in the value of a refresh, "" for the page itself; None if there is no refresh."""
    match = _REFRESH.fullmatch(content)
    if not match:
        return None
    target = (match[1] or "").strip()
    return target[1:].partition(target[0])[0] if target[:1] in {'"', "'"} else target


_READERS: dict[str, Callable[[str], Iterable[str]]] = {
    **dict.fromkeys("href src poster action formaction data xlink:href".split(), _one),
    **dict.fromkeys(("srcset", "imagesrcset"), candidates),
    "style": css_urls,
}
"""How the addresses in an attribute are found, by its name."""
