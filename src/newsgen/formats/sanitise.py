"""Safe HTML (nh3)."""

import re
from html import unescape

import nh3

from newsgen.text.arabic import clean

_TAGS = set(
    "a abbr b bdi blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure"
    " h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub summary sup table"
    " tbody td tfoot th thead time tr u ul var".split()
)
_ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "bdi": {"dir"},
    "blockquote": {"cite"},
    "del": {"datetime"},
    "img": {"src", "alt", "width", "height"},
    "ins": {"datetime"},
    "li": {"value"},
    "ol": {"start", "reversed"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
    "*": {"lang"},
}
_SCHEMES = {"http", "https", "mailto", "tel"}
_SCHEME = re.compile(r"([^/?#]*?):")
_VALUES = {
    "dir": re.compile("ltr|rtl"),
    "lang": re.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*"),
    "scope": re.compile("(row|col)(group)?"),
    "datetime": re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)?)?", re.ASCII),
    **dict.fromkeys(("width", "height", "colspan", "rowspan", "start", "value"), re.compile("[0-9]{1,5}")),
}
"""What a validator accepts; other values go, with their attribute."""
_TAG = re.compile(r'<(?P<slash>/?)(?P<name>[a-z0-9]+)(?P<rest>[^>"]*(?:"[^"]*"[^>"]*)*)>')
_ALT = re.compile(' alt="([^"]*)"')
_EMPTY_HEADING = re.compile(r"<(h[1-6])[^>]*>(?:\s|&nbsp;)*</\1>")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLANKS = re.compile(r"[ \t\r\n]+")
_VOID = {"br", "col", "hr", "img"}
_INLINE = set(
    "a abbr b bdi cite code del dfn em i img ins kbd mark q rp rt ruby s samp small span strong sub sup time u var"
    .split()
)  # fmt: skip


def sanitise(html: str) -> str:
    """Return *html* without scripts, handlers, styles, addresses that run code, and invisible controls.

    Headings start at h2 and skip no level: the page's headline is its h1. Images without a
    description get an empty one.
    """
    safe = nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel="noopener",
        attribute_filter=_attribute,
    )
    return _fit(clean(safe))


def _attribute(tag: str, name: str, value: str) -> str | None:  # noqa: ARG001 - nh3's signature
    """Drop addresses that run code, whatever hides their scheme, and values of no known form."""
    if name in {"href", "src", "cite"}:
        scheme = _SCHEME.match("".join(c for c in value if c.isprintable() and not c.isspace()))
        return None if scheme and scheme[1].lower() not in _SCHEMES else value
    known = _VALUES.get(name)
    return None if known and not known.fullmatch(value) else value


def _fit(html: str) -> str:
    """Renumber the headings by their place in the outline, from h2; describe images."""
    outline: list[int] = []
    opened = [2]

    def mend(match: re.Match[str]) -> str:
        slash, name, rest = match.group("slash", "name", "rest")
        if name == "a" and not _has(rest, "href"):  # its address ran code, and a link to nowhere has no rel
            return match.group().replace(' rel="noopener"', "")
        if name == "img" and not _has(rest, "alt"):
            return f'<img alt=""{rest}>'
        if name not in _HEADINGS:
            return match.group()
        if slash:
            return f"</h{opened.pop()}>"
        while outline and outline[-1] >= int(name[1]):
            outline.pop()
        outline.append(int(name[1]))
        opened.append(min(len(outline) + 1, 6))
        return f"<h{opened[-1]}{rest}>"

    if "<img" in html:
        html = _TAG.sub(_shown_picture, html)  # a heading that held nothing else is empty then
    return _TAG.sub(mend, _EMPTY_HEADING.sub("", html))


def _shown_picture(match: re.Match[str]) -> str:
    """Return a tag as it is, but for a picture whose address ran code: what that says of itself stays."""
    if match["name"] == "img" and not _has(match["rest"], "src"):
        return "".join(_ALT.findall(match["rest"]))
    return match.group()


def _has(attributes: str, name: str) -> bool:
    """Tell whether *name* is among the *attributes* of a tag, and not part of a value."""
    return f" {name}=" in re.sub('"[^"]*"', "", attributes)


def depth(html: str) -> int:
    """Return how many elements of sanitised *html* lie within each other, at most."""
    level = deepest = 0
    for match in _TAG.finditer(html):
        if match["name"] not in _VOID:
            level += -1 if match["slash"] else 1
            deepest = max(deepest, level)
    return deepest


def plain_blocks(html: str) -> tuple[str, ...]:
    """Return the plain text of each paragraph, heading, list item and cell of sanitised *html*."""
    if html.count("<p>") == html.count("</p>") == html.count("<") / 2:  # most texts: paragraphs of mere words
        parted = html.replace("</p>", "<p>")
    else:
        parted = _TAG.sub(_border, html)
    return tuple(filter(None, map(_on_one_line, map(unescape, parted.split("<p>")))))


def _on_one_line(text: str) -> str:
    if "  " in text or not text.isprintable():
        text = _BLANKS.sub(" ", text)
    return text.strip(" ")


def _border(match: re.Match[str]) -> str:
    """Return what stands for a tag between words: nothing, a space, or the border of a block."""
    name = match["name"]
    return "" if name in _INLINE else " " if name == "br" else "<p>"
