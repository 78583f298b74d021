"""The paragraphs of a post: WordPress stores blank lines and makes them when it shows the page."""

import re
from collections.abc import Iterator

from newsgen.importers.wordpress.markup import TAG

_FLOW = set("article aside blockquote center fieldset footer form header main nav section".split())
_LINES = set("address caption dt figcaption h1 h2 h3 h4 h5 h6 legend p summary".split())
_STRUCTURE = set("colgroup dl hr menu ol table tbody tfoot thead tr ul".split())
_BOXES = set("dd details div figure li td th".split())
_BLOCKS = _FLOW | _LINES | _STRUCTURE | _BOXES | {"pre"}
_PRE_END = re.compile(r"</pre\s*>", re.IGNORECASE)
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")
_CLASSIC_BREAKS = re.compile(r"\n[ \t]*\n\s*|<br ?/?>\s*(?:<br ?/?>\s*)++", re.IGNORECASE)
"""In classic text two <br> are a blank line."""
_MAX_OPEN = 200


def paragraphs(text: str, *, breaks: bool) -> str:
    """Return *text*, tidy HTML, with its blank lines as paragraphs and, with *breaks*, its line ends as <br>.

    What is marked up as a block stays alone, and <pre> is not touched.
    """
    return "".join(_pieces(text, breaks=breaks))


def _pieces(text: str, *, breaks: bool) -> Iterator[str]:
    open_blocks: list[str] = []
    start = at = 0
    while tag := TAG.search(text, at):
        at = tag.end()
        name = tag[1].lower()
        if name not in _BLOCKS:
            continue
        yield _run(text[start : tag.start()], open_blocks, breaks=breaks)
        opens = tag[0][1] != "/"
        if name == "pre" and opens:
            end = _PRE_END.search(text, at)
            at = end.end() if end else len(text)
        else:
            _step(open_blocks, name, opens=opens)
        yield text[tag.start() : at]
        start = at
    yield _run(text[start:], open_blocks, breaks=breaks)


def _step(open_blocks: list[str], name: str, *, opens: bool) -> None:
    """Keep account of which blocks are open; a <p> or <li> that nobody closed ends where the next begins."""
    if name == "hr":
        return
    if opens and open_blocks[-1:] != [name] and len(open_blocks) < _MAX_OPEN:
        open_blocks.append(name)
    elif not opens and name in open_blocks:
        while open_blocks.pop() != name:
            pass


def _run(text: str, open_blocks: list[str], *, breaks: bool) -> str:
    """Return a run of text between two blocks, as paragraphs where its place may hold them."""
    stripped = text.strip()
    block = open_blocks[-1] if open_blocks else ""
    if not stripped or block in _STRUCTURE:
        return text
    parts = _BLANK_LINES.split(stripped)
    if breaks:
        parts = [_with_breaks(part) for part in _CLASSIC_BREAKS.split(stripped) if part]
    if block in _LINES:
        return ("</p>\n<p>" if block == "p" else "<br>\n").join(parts)
    if block in _BOXES and len(parts) == 1:
        return parts[0]
    return "".join(f"\n<p>{part}</p>\n" for part in parts)


def _with_breaks(part: str) -> str:
    lines = [line.strip(" \t") for line in part.split("\n")]
    return "\n".join(
        [line if line.endswith(("<br>", "<br/>", "<br />")) else f"{line}<br>" for line in lines[:-1]] + lines[-1:]
    )
