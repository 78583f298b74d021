"""HTML and plain text to Markdown."""

import re
from collections.abc import Callable, Iterator, Sequence
from html import unescape
from itertools import groupby

from newsgen.formats.html_tree import Element, Outline, Part, blocks_of, fold_white, outline, parse, serialise
from newsgen.formats.markdown_to_html import UnreadableTextError, render_markdown
from newsgen.text.arabic import clean

_WITHIN = re.compile(
    r"""
    (?P<marks> \\ (?=[\\`*_{}\[\]()>#+\-.!|])    # before another character it is only itself
             | `
             | \* (?=[^*\n]*\*)                  # one alone in its paragraph emphasises nothing
             | (?<![^\W_]) _ | _ (?![^\W_])      # nor does one within a word
    )
  | (?P<link> (?<=\]) \( )
  | < (?=\S)
  | & (?=\#|\w+;)
    """,
    re.VERBOSE,
)
_SIGNS = re.compile(r"[\\`*_<&]|\]\(")
"""One of these is in all of them; most texts have none, and are told at a glance."""
_AT_START = re.compile(
    r"""
    ^ (?: (?P<marks> >
                   | \# (?=\#{0,5}[ ])
                   | [-+*] (?=[ ])
                   | \* (?=\[)                   # an abbreviation
                   | - (?=-*[ ]{0,2}-[ -]*$)     # a rule across the page
                   | \[ (?=[^\[\]\n]*\]:)        # what a link refers to
          )
        | (?P<number> \d+) \. (?=[ ])
        | : (?=[ ])
        | ~ (?=~~)
        | [^\S\n]
      )
    """,
    re.VERBOSE | re.MULTILINE,
)
_ENTITIES = {"<": "&lt;", "&": "&amp;", "\u00a0": "&nbsp;"}
_MAX_BRACKETS = 200
"""More that may stay open are refused, be there a backslash before them or not."""


def markdown_of_text(paragraphs: Sequence[str]) -> str:
    """Return *paragraphs* as Markdown: each is one paragraph on one line, blank ones are left out."""
    text = "\n\n".join(line for paragraph in paragraphs if (line := fold_white(clean(paragraph))).strip())
    if _SIGNS.search(text):
        text = _WITHIN.sub(_escaped, text)
    text = "\n\n".join(map(escape_edges, text.split("\n\n")))
    return text.replace("[", "&#91;") if text.count("[") > _MAX_BRACKETS else text


def escape_edges(text: str) -> str:
    """Return *text* without meaning in how its lines begin, and with all its white space at both ends."""
    if not text[:1].isalpha() or "\n" in text:
        text = _AT_START.sub(_escaped, text)
    return f"{text[:-1]}{_entity(text[-1])}" if text[-1:].isspace() else text


def _escaped(match: re.Match[str]) -> str:
    kind, sign = match.lastgroup, match.group()
    if kind == "number":
        return sign[:-1] + "\\."
    return "\\" + sign if kind else _entity(sign)


def _entity(sign: str) -> str:
    return _ENTITIES.get(sign) or f"&#{ord(sign)};"


_PARAGRAPH = re.compile("<p>([^<]*)</p>")
_PARAGRAPHS = re.compile(rf"\s*(?:{_PARAGRAPH.pattern}\s*)*+")
_INLINE_SIGNS = re.compile(r"(?P<marks>[\\`*\[\]]|(?<![^\W_])_|_(?![^\W_])|!$)|<(?! )|&(?=\#|\w+;)")
"""Beside marks that mean something, others may come to mean something too."""
_WHITE = re.compile(r"[ \t\r\n]+")
_EDGES = re.compile(r"(\s*)(.*?)(\s*)", re.DOTALL)
_BREAKS = re.compile(r" *<br>(?: *<br>)* *")
_PLAIN_ADDRESS = re.compile(r"[^\s\\`<>\"()\[\]]+")
_LINK = re.compile(r' href="(?P<address>[^"]*)"(?: title="(?P<title>[^"\\`&]*)")?')
_PICTURE = re.compile(r' (?:alt="(?P<alt>[^"]*)" )?src="(?P<address>[^"]*)"(?: alt="(?P<alt_after>[^"]*)")?')
_PLAIN_CODE = re.compile(r"[^\s`](?:[^\n`]*[^\s`])?")
_START = re.compile(' start="([0-9]+)"')
_ADDRESS = re.compile('(?:href|src)="([^"]*)"')
_EMPHASIS = {"em": "*", "i": "*", "strong": "**", "b": "**"}
_LISTS = {"ul", "ol"}
_NO_LIST_AGAIN = "<!-- -->"
"""Markdown would take two lists, or two quotes, that follow each other for one."""
_CLOSING, _ESCAPED = re.compile("(?<= )(?=#+$)"), r"\\"
"""Signs at the end of a heading that would be taken for its frame."""
_INDENT = "    "


class _UnsayableError(ValueError):
    """Markdown has no words for it."""


def markdown_of_html(html: str) -> str:
    """Return sanitised *html* as Markdown that our own renderer turns into the same texts, links and blocks."""
    if _PARAGRAPHS.fullmatch(html):
        return markdown_of_text([unescape(text) for text in _PARAGRAPH.findall(html)])
    written: list[str] = []
    before = ""
    for block in blocks_of(parse(html)):
        if (before in _LISTS and block.tag in _LISTS) or before == block.tag == "blockquote":
            written.append(_NO_LIST_AGAIN)
        written.append(_faithful(block))
        before = block.tag
    return "\n\n".join(filter(None, written))


def _faithful(block: Element) -> str:
    """Return *block* as Markdown, as HTML, or as its mere texts: the first of them that is read as *block*."""
    if block.tag == "p" and not block.attributes and all(isinstance(part, str) for part in block.parts):
        return markdown_of_text(["".join(map(str, block.parts))])
    wanted = outline(serialise(block))
    for write in (_block, serialise):
        markdown = _attempt(write, block)
        if markdown and _is_read_as(wanted, markdown):
            return markdown
    return _bare(wanted)


def _attempt(write: Callable[[Element], str], block: Element) -> str | None:
    try:
        return write(block)
    except _UnsayableError:
        return None


def _is_read_as(wanted: Outline, markdown: str) -> bool:
    try:
        return outline(render_markdown(markdown)) == wanted
    except UnreadableTextError:
        return False


def _bare(told: Outline) -> str:
    """Return the texts, and then the addresses, of what can be said in no other way."""
    addresses = (unescape(address) for tag in told.tags for address in _ADDRESS.findall(tag))
    return markdown_of_text([*told.texts, *addresses])


def _block(block: Element) -> str:
    if block.tag in _LISTS:
        return _list(block)
    write = _WRITERS.get(block.tag)
    if not write or block.attributes:
        raise _UnsayableError
    return write(block)


def _paragraph(block: Element) -> str:
    return escape_edges(_line(block.parts, "  \n"))


def _heading(block: Element) -> str:
    text = _line(block.parts, "<br>")
    return f"{'#' * int(block.tag[1])} {_CLOSING.sub(_ESCAPED, text)}"


def _quote(block: Element) -> str:
    lines = _together(block.parts).split("\n")
    return "\n".join(f"> {line}" if line else ">" for line in lines)


def _together(parts: Sequence[Part]) -> str:
    return "\n\n".join(map(_block, blocks_of(parts)))


def _list(block: Element) -> str:
    start = _START.fullmatch(block.attributes)
    if (block.attributes and not start) or not all(_is_item(part) for part in block.parts):
        raise _UnsayableError
    items = [list(blocks_of(part.parts)) for part in block.parts if isinstance(part, Element)]
    tight = all(inner.tag in _LISTS for item in items for inner in item[1:])
    first = int(start[1]) if start else 1
    marks = (f"{number}. " if block.tag == "ol" else "- " for number in range(first, first + len(items)))
    between = "\n" if tight else "\n\n"
    return between.join(
        mark + _indented(between.join(map(_block, item))) for mark, item in zip(marks, items, strict=True)
    )


def _is_item(part: Part) -> bool:
    return part.isspace() if isinstance(part, str) else part.tag == "li" and not part.attributes


def _indented(text: str) -> str:
    """Return *text* with all its lines but the first under the text of an item."""
    return re.sub(r"\n(?!\n)", f"\n{_INDENT}", text)


def _code_block(block: Element) -> str:
    match block.parts:
        case [Element(tag="code", attributes="", parts=parts)]:
            code = _letters(parts)
        case parts:
            code = _letters(parts)
    fence = "`" * (max(map(len, re.findall("`{3,}", code)), default=2) + 1)
    return "\n".join((fence, code.removesuffix("\n"), fence))


def _letters(parts: Sequence[Part]) -> str:
    if not all(isinstance(part, str) for part in parts):
        raise _UnsayableError
    return "".join(map(str, parts))


def _line(parts: Sequence[Part], line_break: str) -> str:
    """Return what lies within a block as one line, but for its breaks."""
    text = _inline(parts).strip(" ").removeprefix("<br>").strip(" ")

    def broken(match: re.Match[str]) -> str:
        return "<br>" * (match.group().count("<br>") - 1) + line_break if match.end() < len(text) else ""

    return _BREAKS.sub(broken, text)


def _inline(parts: Sequence[Part], mark: str = "") -> str:
    return "".join(_escaped_inline(part) if isinstance(part, str) else _element(part, mark) for part in _joined(parts))


def _joined(parts: Sequence[Part]) -> Iterator[Part]:
    """Yield *parts* with texts that meet each other as one: signs in both may mean something together."""
    for is_text, run in groupby(parts, key=lambda part: isinstance(part, str)):
        if is_text:
            yield "".join(map(str, run))
        else:
            yield from run


def _escaped_inline(text: str) -> str:
    return _INLINE_SIGNS.sub(_escaped_sign, _WHITE.sub(" ", text))


def _escaped_sign(match: re.Match[str]) -> str:
    return "\\" + match.group() if match["marks"] else {"<": "&lt;", "&": "&amp;"}[match.group()]


def _element(element: Element, mark: str) -> str:
    """Return an element within a line; *mark* is what emphasises the line that it stands in."""
    tag = element.tag
    if element.is_block:
        raise _UnsayableError
    if tag in _EMPHASIS and not element.attributes and not mark:
        return _emphasised(_EMPHASIS[tag], element)
    if tag == "a" and (link := _LINK.fullmatch(element.attributes)) and _is_plain(link):
        return f"[{_inline(element.parts, mark)}]({_target(link)})"
    if tag == "img":
        return _picture(element)
    if tag == "code" and not element.attributes and _is_plain_code(element.parts):
        return f"`{element.parts[0]}`"
    return "<br>" if tag == "br" else _tagged(element, mark)


def _emphasised(mark: str, element: Element) -> str:
    """Return an emphasis with white space outside, for within the marks it would undo them."""
    space, text, more_space = _EDGES.fullmatch(_inline(element.parts, mark)).groups()  # type: ignore[union-attr]
    return f"{space}{mark}{text}{mark}{more_space}" if text else space


def _tagged(element: Element, mark: str) -> str:
    return f"<{element.tag}{element.attributes}>{_inline(element.parts, mark)}</{element.tag}>"


def _picture(element: Element) -> str:
    picture = _PICTURE.fullmatch(element.attributes)
    if not picture or not _is_plain(picture):
        return serialise(element)
    alt = unescape(picture["alt"] or picture["alt_after"] or "")
    return f"![{_escaped_inline(alt)}]({_target(picture)})"


def _is_plain(link: re.Match[str]) -> bool:
    return bool(_PLAIN_ADDRESS.fullmatch(unescape(link["address"])))


def _target(link: re.Match[str]) -> str:
    address = re.sub(r"&(?=#|\w+;)", "&amp;", unescape(link["address"]))
    title = link.groupdict().get("title")
    return f'{address} "{title}"' if title else address


def _is_plain_code(parts: Sequence[Part]) -> bool:
    return len(parts) == 1 and isinstance(parts[0], str) and bool(_PLAIN_CODE.fullmatch(parts[0]))


_WRITERS: dict[str, Callable[[Element], str]] = {
    "p": _paragraph,
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _heading),
    "blockquote": _quote,
    "pre": _code_block,
    "hr": lambda _: "---",
}
