"""Sanitise HTML with nh3, and extract the plain text of its blocks."""

import re
from html import unescape

import nh3

from newsgen.formats.html_tree import HEADINGS, VOID_TAGS, fold_white_space
from newsgen.text.arabic import clean

ALLOWED_TAGS = set(
    "a abbr b bdi blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure"
    " h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub summary sup table"
    " tbody td tfoot th thead time tr u ul var".split()
)
_MEDIA_TAGS = {"audio", "source", "track", "video"}
_ATTRIBUTES = {
    "a": {"href", "title", "class", "aria-label"},
    "abbr": {"title"},
    "blockquote": {"cite"},
    "del": {"datetime"},
    "div": {"class"},
    "figure": {"class"},
    "img": {"src", "alt", "title", "width", "height"},
    "ins": {"datetime"},
    "li": {"value", "class"},
    "ol": {"start", "reversed", "class"},
    "span": {"role", "aria-label"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "scope", "align"},
    "time": {"datetime"},
    "ul": {"class"},
    "*": {"dir", "lang"},
}
_ANCHORS = _ATTRIBUTES | {"a": _ATTRIBUTES["a"] | {"name"}, "*": _ATTRIBUTES["*"] | {"id"}}
"""The attributes of a text whose places can be linked."""
DONE, NOT_DONE, BACK_TO_TEXT = "منجز", "غير منجز", "العودة إلى موضع الحاشية"
"""What screen readers say for the signs of tasks, and before the number of a footnote on the link back to its mark."""
_MEDIA_ATTRIBUTES = {
    "audio": {"controls", "preload", "title"},
    "source": {"src"},
    "track": {"src", "kind", "srclang", "label"},
    "video": {"controls", "preload", "title", "poster", "width", "height"},
}
SCHEMES = {"http", "https", "mailto", "tel"}
_SCHEME = re.compile(r"([^/?#]*?):")
_VALID_VALUES = {
    "dir": re.compile("ltr|rtl|auto"),
    "figure class": re.compile("embed"),
    "controls": re.compile(""),
    "preload": re.compile("none|metadata"),
    "kind": re.compile("subtitles|captions|descriptions|chapters"),
    **dict.fromkeys(("lang", "srclang"), re.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")),
    "scope": re.compile("(row|col)(group)?"),
    "datetime": re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)?)?", re.ASCII),
    "class": re.compile("footnote(-ref|-backref)?|task-list(-item)?"),
    "role": re.compile("img"),
    "aria-label": re.compile(rf"{DONE}|{NOT_DONE}|{BACK_TO_TEXT} \d+(?: \(\d+\))?"),
    "align": re.compile("left|center|right"),
    **dict.fromkeys(("id", "name"), re.compile(r"[^\s\x00-\x1f]{1,200}")),
    **dict.fromkeys(("width", "height", "colspan", "rowspan", "start", "value"), re.compile("[0-9]{1,5}")),
}
"""Values that a validator accepts, of attributes of one element or of all; with another value one is removed."""
_REST = r'(?P<rest>[^>"]*(?:"[^"]*"[^>"]*)*)'
_TAG = re.compile(rf"<(?P<slash>/?)(?P<name>[a-z0-9]+){_REST}>")
_MEDIA_TAG = re.compile(rf"<(?P<slash>/?)(?P<name>video|audio|source|track)\b{_REST}>")
_ALT = re.compile(' alt="([^"]*)"')
_MEDIA_WORDS = re.compile(r"<(video|audio) .*?</\1>", re.DOTALL)
"""What is shown only where a film or a sound cannot be played."""
_EMPTY_HEADING = re.compile(r"<(h[1-6])[^>]*>(?:\s|&nbsp;)*</\1>")
_INLINE = set(
    "a abbr b bdi cite code del dfn em i img ins kbd mark q rp rt ruby s samp small span strong sub sup time u var"
    .split()
)  # fmt: skip


def sanitise(html: str, *, anchors: bool = False, own_media: bool = False) -> str:
    """Return *html* without scripts, handlers, styles, URLs that run code, and invisible controls.

    Headings start at h2, because the page's headline is its h1, and skip no level. Images without a
    description get an empty one. Ids are removed, unless *anchors* says that they will be made unique on the page.
    *own_media* keeps <video> and <audio>, with files of the site itself alone.
    """
    attributes = _ANCHORS if anchors else _ATTRIBUTES
    safe = nh3.clean(
        html,
        tags=ALLOWED_TAGS | _MEDIA_TAGS if own_media else ALLOWED_TAGS,
        attributes=attributes | _MEDIA_ATTRIBUTES if own_media else attributes,
        url_schemes=SCHEMES,
        link_rel="noopener",
        attribute_filter=_filter_attribute,
    )
    return _adapt_to_page(_with_valid_media(clean(safe)) if own_media else clean(safe))


def _filter_attribute(tag: str, name: str, value: str) -> str | None:
    """Return a sanitised attribute's *value*, or None for an invalid URL or one that runs code, even hidden."""
    if name in {"href", "src", "cite", "poster"}:
        scheme = scheme_of(value)
        is_remote = scheme is not None or value.lstrip().startswith(("//", "\\")) or not value.strip()
        return None if scheme not in {None, *SCHEMES} or (is_remote and tag in _MEDIA_TAGS) else value
    value = value.lower() if name == "dir" else value
    valid = _VALID_VALUES.get(f"{tag} {name}") or _VALID_VALUES.get(name)
    return None if valid and not valid.fullmatch(value) else value


def scheme_of(address: str) -> str | None:
    """Return the scheme of an *address* in HTML to sanitise, also one that is disguised; None if it has none."""
    scheme = _SCHEME.match("".join(c for c in address if c.isprintable() and not c.isspace()))
    return scheme[1].lower() if scheme else None


def _with_valid_media(html: str) -> str:
    """Return sanitised *html* with valid films and sounds: none within another, and no file outside of one."""
    parts: list[str] = []
    outermost: list[re.Match[str]] = []
    at = 0
    for tag in _MEDIA_TAG.finditer(html):
        is_file = tag["name"] in {"source", "track"}
        if not outermost:
            parts.append(html[at : tag.start()])
            at = tag.end()
        if tag["slash"]:
            start = outermost.pop()
            if not outermost:
                parts.append(_media_element(start, html[start.end() : tag.start()]))
                at = tag.end()
        elif not is_file:
            outermost.append(tag)
    return "".join([*parts, html[at:]])


def _media_element(start: re.Match[str], inner: str) -> str:
    """Return a sanitised <video> or <audio> that is valid: with controls and files, then words without blocks."""
    files = [tag[0] for tag in _MEDIA_TAG.finditer(inner) if _has(tag["rest"], "src")]
    sources = [file for file in files if file.startswith("<source")]
    tracks = [file for file in files if file.startswith("<track") and _has(file, "kind") and _has(file, "srclang")]
    if not sources:
        return _MEDIA_TAG.sub("", inner)
    words = _TAG.sub(lambda tag: tag[0] if tag["name"] == "a" else "", inner)
    needed = (("controls", ""), ("preload", "none"))
    missing = "".join(f' {name}="{value}"' for name, value in needed if not _has(start["rest"], name))
    tag = start["name"]
    return f"<{tag}{missing}{start['rest']}>{''.join(sources)}{''.join(tracks)}{words}</{tag}>"


def _adapt_to_page(html: str) -> str:
    """Return sanitised *html* with headings numbered by place in the outline, from h2, and valid links and images."""
    outline: list[int] = []
    opened = [2]

    def adapt(match: re.Match[str]) -> str:
        slash, name, rest = match.group("slash", "name", "rest")
        if name == "a" and not _has(rest, "href"):  # its URL was removed, and a link without one may not have rel
            return match.group().replace(' rel="noopener"', "")
        if name == "img" and not _has(rest, "alt"):
            return f'<img alt=""{rest}>'
        if name not in HEADINGS:
            return match.group()
        if slash:
            return f"</h{opened.pop()}>"
        while outline and outline[-1] >= int(name[1]):
            outline.pop()
        outline.append(int(name[1]))
        opened.append(min(len(outline) + 1, 6))
        return f"<h{opened[-1]}{rest}>"

    if "<img" in html:
        html = _TAG.sub(_shown_picture, html)  # a heading that contained nothing else is then empty
    return _TAG.sub(adapt, _EMPTY_HEADING.sub("", html))


def _shown_picture(match: re.Match[str]) -> str:
    """Return a sanitised picture's tag, or only the description of one whose URL was removed."""
    if match["name"] == "img" and not _has(match["rest"], "src"):
        return "".join(_ALT.findall(match["rest"]))
    return match.group()


def _has(attributes: str, name: str) -> bool:
    """Return whether *name* is one of the *attributes* of a tag to sanitise, and not part of a value."""
    return f" {name}=" in re.sub('"[^"]*"', "", attributes)


def depth(html: str) -> int:
    """Return the nesting depth of the elements of sanitised *html*."""
    level = deepest = 0
    for match in _TAG.finditer(html):
        if match["name"] not in VOID_TAGS:
            level += -1 if match["slash"] else 1
            deepest = max(deepest, level)
    return deepest


def plain_blocks(html: str) -> tuple[str, ...]:
    """Return the plain text of each paragraph, heading, list item and cell of sanitised *html*."""
    if html.count("<p>") == html.count("</p>") == html.count("<") / 2:  # most texts: paragraphs without tags
        separated = html.replace("</p>", "<p>")
    else:
        shown = _MEDIA_WORDS.sub(" ", html) if "<video " in html or "<audio " in html else html
        separated = _TAG.sub(_separator, shown)
    return tuple(filter(None, map(fold_white_space, map(unescape, separated.split("<p>")))))


def _separator(match: re.Match[str]) -> str:
    """Return what replaces a tag in plain text: nothing, a space, or `<p>` at the border of a block."""
    name = match["name"]
    return "" if name in _INLINE else " " if name == "br" else "<p>"
