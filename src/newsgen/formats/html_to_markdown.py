"""Convert HTML and plain text to Markdown that our own converter reads back as the same content."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from html import unescape
from itertools import groupby

from newsgen.errors import UnreadableError
from newsgen.formats.html_tree import WHITE_SPACE, Element, Part, blocks_of, fold_white_space, outline, parse, serialise
from newsgen.formats.markdown_to_html import MAX_OPEN_BRACKETS, render_markdown, show_players
from newsgen.text.arabic import clean

_INLINE_MARKUP = re.compile(
    r"""
    (?P<marks> \\ (?=[!-/:-@\[-`{-~\s])           # before other characters it is literal
             | `
             | ~ (?=~)
             | \[ (?=\^)                          # a footnote
             | \* (?=[^*\n]*\*)                  # one alone in its paragraph emphasises nothing
             | (?<![^\W_]) _ | _ (?![^\W_])      # nor does one within a word
    )
  | (?P<link> (?<=\]) \( )
  | < (?=\S)
  | & (?=\#|\w+;)
    """,
    re.VERBOSE,
)
_SIGNS = re.compile(r"[\\`*_<&]|\]\(|~~|\[\^")
"""All inline markup contains one of these; most texts contain none, which is fast to see."""
_LINE_START_MARKUP = re.compile(
    r"""
    ^ (?: (?P<marks> >
                   | \# (?=\#{0,5}[ ])
                   | [-+*] (?=[ ]|$)
                   | \* (?=\[)                   # an abbreviation
                   | - (?=-*[ ]{0,2}-[ -]*$)     # a horizontal rule
                   | \[ (?=[^\[\]\n]*\]:)        # the target of a link
          )
        | (?P<number> \d+ [.)]) (?=[ ])
        | : (?=[ ])
        | ~ (?=~~)
        | [^\S\n]
      )
    """,
    re.VERBOSE | re.MULTILINE,
)
_ENTITIES = {"<": "&lt;", "&": "&amp;", "\u00a0": "&nbsp;"}


def markdown_of_text(paragraphs: Sequence[str]) -> str:
    """Convert *paragraphs* of plain text to Markdown, each on one line, without blank ones."""
    text = "\n\n".join(line for paragraph in paragraphs if (line := fold_white_space(clean(paragraph))).strip())
    if _SIGNS.search(text):
        text = _INLINE_MARKUP.sub(_escaped, text)
    text = "\n\n".join(map(escape_edges, text.split("\n\n")))
    # the converter counts brackets even after backslashes
    return text.replace("[", "&#91;") if text.count("[") > MAX_OPEN_BRACKETS else text


def escape_edges(text: str) -> str:
    """Return *text* for Markdown: markup at the beginning of its lines escaped, white space at both ends preserved."""
    if not text[:1].isalpha() or "\n" in text:
        text = _LINE_START_MARKUP.sub(_escaped, text)
    return f"{text[:-1]}{_entity(text[-1])}" if text[-1:].isspace() else text


def _escaped(match: re.Match[str]) -> str:
    kind, sign = match.lastgroup, match.group()
    if kind == "number":
        return f"{sign[:-1]}\\{sign[-1]}"
    return "\\" + sign if kind else _entity(sign)


def _entity(sign: str) -> str:
    return _ENTITIES.get(sign) or f"&#{ord(sign)};"


_PARAGRAPH = re.compile("<p>([^<]*)</p>")
_PARAGRAPHS = re.compile(r"\s*+(?:<p>[^<]*+</p>\s*+){0,20000}")
_INLINE_SIGNS = re.compile(r"(?P<marks>[\\`*\[\]]|~(?=~)|(?<![^\W_])_|_(?![^\W_])|!$)|<(?! )|&(?=\#|\w+;)")
"""Signs that are escaped in inline text, more of them than in plain text, because markup around them changes them."""
_EDGES = re.compile(r"(\s*)(.*?)(\s*)", re.DOTALL)
_BREAKS = re.compile(r" *<br>(?: *<br>)* *")
_PLAIN_URL = re.compile(r"[^\s\\`<>\"()\[\]]+")
_LINK = re.compile(r' href="(?P<url>[^"]*)"(?: title="(?P<title>[^"\\`&]*)")?')
_PICTURE = re.compile(r' (?:alt="(?P<alt>[^"]*)" )?src="(?P<url>[^"]*)"(?: alt="(?P<alt_after>[^"]*)")?')
_PLAIN_CODE = re.compile(r"[^\s`](?:[^\n`]*[^\s`])?")
_START = re.compile(' start="([0-9]+)"')
_URL = re.compile('(?:href|src)="([^"]*)"')
_EMPHASIS = {"em": "*", "i": "*", "strong": "**", "b": "**"}
_LIST_TAGS = {"ul", "ol"}
_LINE_IN_ITEM = re.compile(r"\n(?!\n)")
"""Matches before the further lines of a list item, which are indented."""
_BLOCK_SEPARATOR = "<!-- -->"
"""A comment between two adjacent lists or quotes, which Markdown would join."""
_CLOSING_HASHES = re.compile("(?<= )(?=#+$)")
"""Matches the place before # signs at the end of a heading, which Markdown would remove."""


class _NotInMarkdownError(ValueError):
    """Markdown cannot express the element."""


def markdown_of_html(html: str) -> str:
    """Return sanitised *html* as Markdown that our own converter turns into the same texts, links and blocks."""
    if _PARAGRAPHS.fullmatch(html):
        return markdown_of_text([unescape(text) for text in _PARAGRAPH.findall(html)])
    blocks = list(blocks_of(parse(html)))
    paragraphs = iter(_checked_paragraphs([block for block in blocks if _is_marked_paragraph(block)]))
    written: list[str] = []
    previous = ""
    for block in blocks:
        if (previous in _LIST_TAGS and block.tag in _LIST_TAGS) or previous == block.tag == "blockquote":
            written.append(_BLOCK_SEPARATOR)
        written.append((_is_marked_paragraph(block) and next(paragraphs, "")) or _checked_block(block))
        previous = block.tag
    return "\n\n".join(filter(None, written))


def _is_marked_paragraph(block: Element) -> bool:
    return block.tag == "p" and not block.attributes and any(isinstance(part, Element) for part in block.parts)


def _checked_paragraphs(blocks: Sequence[Element]) -> list[str]:
    """Convert paragraphs to Markdown that reads back as all of them; [] if one does not, or there is only one.

    Reading back takes most of the time, and a text hardly longer than one paragraph's.
    """
    if len(blocks) < 2:  # noqa: PLR2004 - one is checked by itself
        return []
    with suppress(_NotInMarkdownError, UnreadableError):
        written = [_paragraph(block) for block in blocks]
        wanted = outline(show_players("\n".join(map(serialise, blocks))))
        if all(written) and outline(render_markdown("\n\n".join(written))) == wanted:
            return written
    return []


def _checked_block(block: Element) -> str:
    """Convert *block* to Markdown or HTML, the first that reads back as *block*, else to its texts and URLs."""
    if block.tag == "p" and not block.attributes and all(isinstance(part, str) for part in block.parts):
        return markdown_of_text(["".join(map(str, block.parts))])
    wanted = outline(show_players(serialise(block)))
    for write in (_block, serialise):
        with suppress(_NotInMarkdownError, UnreadableError):
            markdown = write(block)
            if markdown and outline(render_markdown(markdown)) == wanted:
                return markdown
    urls = (unescape(url) for tag in wanted.tags for url in _URL.findall(tag))
    return markdown_of_text([*wanted.texts, *urls])


def _block(block: Element) -> str:
    if block.tag in _LIST_TAGS:
        return _list(block)
    write = _WRITERS.get(block.tag)
    if not write or block.attributes:
        raise _NotInMarkdownError
    return write(block)


def _paragraph(block: Element) -> str:
    return escape_edges(_line(block.parts, "  \n"))


def _heading(block: Element) -> str:
    text = _line(block.parts, "<br>")
    return "#" * int(block.tag[1]) + " " + _CLOSING_HASHES.sub(r"\\", text)


def _quote(block: Element) -> str:
    lines = "\n\n".join(map(_block, blocks_of(block.parts))).split("\n")
    return "\n".join(f"> {line}" if line else ">" for line in lines)


def _list(block: Element) -> str:
    start = _START.fullmatch(block.attributes)
    if (block.attributes and not start) or not all(_is_item(part) for part in block.parts):
        raise _NotInMarkdownError
    items = [list(blocks_of(part.parts)) for part in block.parts if isinstance(part, Element)]
    tight = all(inner.tag in _LIST_TAGS for item in items for inner in item[1:])
    first = int(start[1]) if start else 1
    marks = (f"{number}. " if block.tag == "ol" else "- " for number in range(first, first + len(items)))
    between = "\n" if tight else "\n\n"
    texts = (between.join(map(_block, item)) for item in items)
    return between.join(
        mark + _LINE_IN_ITEM.sub("\n" + " " * max(4, len(mark)), text) for mark, text in zip(marks, texts, strict=True)
    )


def _is_item(part: Part) -> bool:
    return part.isspace() if isinstance(part, str) else part.tag == "li" and not part.attributes


def _code_block(block: Element) -> str:
    parts = block.parts
    match parts:
        case [Element(tag="code", attributes="", parts=inner)]:
            parts = inner
    if not all(isinstance(part, str) for part in parts):
        raise _NotInMarkdownError
    code = "".join(map(str, parts))
    fence = "`" * (max(map(len, re.findall("`{3,}", code)), default=2) + 1)
    return "\n".join((fence, code.removesuffix("\n"), fence))


def _line(parts: Sequence[Part], line_break: str) -> str:
    """Convert the inline *parts* of an HTML block to a Markdown line, with *line_break* for each run's last break."""
    text = _inline(parts).strip(" ").removeprefix("<br>").strip(" ")

    def replaced(match: re.Match[str]) -> str:
        return "<br>" * (match.group().count("<br>") - 1) + line_break if match.end() < len(text) else ""

    return _BREAKS.sub(replaced, text)


def _inline(parts: Sequence[Part], mark: str = "") -> str:
    joined = _with_joined_texts(parts)
    return "".join(_escaped_inline(part) if isinstance(part, str) else _element(part, mark) for part in joined)


def _with_joined_texts(parts: Sequence[Part]) -> Iterator[Part]:
    """Yield HTML *parts* with adjacent texts joined: signs in two of them may be Markdown together."""
    for is_text, run in groupby(parts, key=lambda part: isinstance(part, str)):
        if is_text:
            yield "".join(map(str, run))
        else:
            yield from run


def _escaped_inline(text: str) -> str:
    return _INLINE_SIGNS.sub(_escaped, WHITE_SPACE.sub(" ", text))


def _element(element: Element, mark: str) -> str:
    """Convert an inline HTML element to Markdown; *mark* is the sign of the emphasis that it is in, or ""."""
    tag = element.tag
    if element.is_block:
        raise _NotInMarkdownError
    if tag in _EMPHASIS and not element.attributes and not mark:
        return _emphasised(_EMPHASIS[tag], element)
    if tag == "a" and (link := _LINK.fullmatch(element.attributes)) and _is_plain(link):
        return f"[{_inline(element.parts, mark)}]({_target(link)})"
    if tag == "img":
        return _picture(element)
    if tag == "code" and not element.attributes and _is_plain_code(element.parts):
        return f"`{element.parts[0]}`"
    return "<br>" if tag == "br" else f"<{tag}{element.attributes}>{_inline(element.parts, mark)}</{tag}>"


def _emphasised(mark: str, element: Element) -> str:
    """Convert an emphasis to Markdown with its white space outside the marks, which would else not be read as marks."""
    space, text, more_space = _EDGES.fullmatch(_inline(element.parts, mark)).groups()  # type: ignore[union-attr]
    return f"{space}{mark}{text}{mark}{more_space}" if text else space


def _picture(element: Element) -> str:
    picture = _PICTURE.fullmatch(element.attributes)
    if not picture or not _is_plain(picture):
        return serialise(element)
    alt = unescape(picture["alt"] or picture["alt_after"] or "")
    return f"![{_escaped_inline(alt)}]({_target(picture)})"


def _is_plain(link: re.Match[str]) -> bool:
    return bool(_PLAIN_URL.fullmatch(unescape(link["url"])))


def _target(link: re.Match[str]) -> str:
    url = re.sub(r"&(?=#|\w+;)", "&amp;", unescape(link["url"]))
    title = link.groupdict().get("title")
    return f'{url} "{title}"' if title else url


def _is_plain_code(parts: Sequence[Part]) -> bool:
    return len(parts) == 1 and isinstance(parts[0], str) and bool(_PLAIN_CODE.fullmatch(parts[0]))


_WRITERS: dict[str, Callable[[Element], str]] = {
    "p": _paragraph,
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _heading),
    "blockquote": _quote,
    "pre": _code_block,
    "hr": lambda _: "---",
}
