"""Make the HTML of a writer safe, and fit it into a page that has its own h1."""

import re
from html.parser import HTMLParser

import nh3

_TAGS = set(
    "a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure"
    " h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub summary sup table"
    " tbody td tfoot th thead time tr u ul var".split()
)
_ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "bdi": {"dir"},
    "bdo": {"dir"},
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
_HEADING = re.compile(r"<(/?)h([1-6])>")
_UNDESCRIBED = re.compile(r"<img(?![^>]*\salt=)")
_BLOCKS = {
    "p",
    "li",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "pre",
    "td",
    "th",
    "dd",
    "dt",
    "figcaption",
    "summary",
}


def sanitise(html: str) -> str:
    """Return *html* without scripts, handlers, styles and addresses that run code.

    Headings start at h2 and skip no level: the page's headline is its h1. Images without a
    description get an empty one.
    """
    clean = nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener",
        attribute_filter=_attribute,
    )
    return _UNDESCRIBED.sub('<img alt=""', _step_headings(clean))


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Drop values that a validator refuses: directions, languages and numbers of no known form."""
    if name == "dir" and value not in {"ltr", "rtl"}:
        return None
    if name == "lang" and not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", value):
        return None
    if name in {"width", "height", "colspan", "rowspan", "start", "value"} and not re.fullmatch(r"\d{1,5}", value):
        return None
    if tag == "th" and name == "scope" and value not in {"row", "col", "rowgroup", "colgroup"}:
        return None
    return value


def _step_headings(html: str) -> str:
    """Renumber the headings so that each is at most one level below the one before it."""
    parts = _HEADING.split(html)  # text, slash, level, text, slash, level, ...
    out, level, depth = [parts[0]], 1, 1
    for slash, written, text in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        if not slash:
            depth = level = max(2, min(int(written), level + 1))
        out += [f"<{slash}h{depth}>", text]
    return "".join(out)


def plain_blocks(html: str) -> tuple[str, ...]:
    """Return the plain text of each paragraph, heading, list item and cell of sanitised *html*."""
    reader = _BlockReader()
    reader.feed(html)
    reader.close()
    reader.end_block()
    return tuple(reader.blocks)


class _BlockReader(HTMLParser):
    """Collect text between the borders of blocks."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = []
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - the base class's signature
        if tag in _BLOCKS:
            self.end_block()
        elif tag == "br":
            self._text.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.end_block()

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def end_block(self) -> None:
        """Close the block that is being read."""
        text = re.sub(r"[ \t\r\n]+", " ", "".join(self._text)).strip(" ")
        self._text.clear()
        if text:
            self.blocks.append(text)
