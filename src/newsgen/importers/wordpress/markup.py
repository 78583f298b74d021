"""Clean up HTML as WordPress stores it: fragments with comments, scripts and unescaped signs."""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape

from newsgen.text.arabic import clean

TAG = re.compile(r"""</?([A-Za-z][^\s/<>]*+)[^<>=]*+(?:=(?:(?!\s*["'])|\s*+(?:"[^"]*+"|'[^']*+'))[^<>=]*+){0,10000}>""")
"""A complete tag; one whose quote stays open does not match, because a browser would take the rest as its value."""
_TAG_OR_SIGN = re.compile(f"{TAG.pattern}|<")
_ATTRIBUTE = re.compile(r"""\s([\w-]+)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""")
_SCRIPT = re.compile(r"<(script|style)\b", re.IGNORECASE)
_SCRIPT_ENDS = {name: re.compile(f"</{name}[^<>]*>", re.IGNORECASE) for name in ("script", "style")}
_HIDING_ELEMENTS = set(
    "script style template noscript noembed noframes plaintext xmp textarea title select option optgroup frameset frame"
    " html head body svg math".split()
)
"""Elements in which a parser ignores or drops HTML; their tags are removed and their text is kept."""
_NOT_NESTING = set("area base br col hr img input link meta param source track wbr p li dt dd td th tr option".split())
_MAX_DEPTH = 200
_BREAK = re.compile(r"<br[^<>]*>|</(?:p|div|li|blockquote|h[1-6]|tr)[^<>]*>", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\n]+")


def split_comments(text: str) -> Iterator[tuple[str, str]]:
    """Yield each part of WordPress markup with the comment after it; an unclosed comment is text."""
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        yield text[at:start], text[start + 4 : end]
        at = end + 3
    yield text[at:], ""


def strip_scripts(text: str) -> tuple[str, bool]:
    """Return WordPress markup without scripts and styles, and whether it had a script."""
    kept, at, scripts = [], 0, False
    while (start := _SCRIPT.search(text, at)) and (end := _SCRIPT_ENDS[start[1].lower()].search(text, start.end())):
        kept.append(text[at : start.start()])
        at, scripts = end.end(), scripts or start[1].lower() == "script"
    return "".join(kept) + text[at:], scripts


def normalise_tags(text: str) -> str:
    """Return WordPress markup with each tag on one line, every other < escaped, and no tags that hide text."""
    return _TAG_OR_SIGN.sub(_normalise_tag, text) if "<" in text else text


def _normalise_tag(match: re.Match[str]) -> str:
    if not match[1]:
        return "&lt;"
    return "" if match[1].lower() in _HIDING_ELEMENTS else match[0].replace("\n", " ")


def attributes(tag: str) -> dict[str, str]:
    """Return the attributes of *tag* in WordPress markup by lower-case names."""
    return {name.lower(): unescape(value.strip("\"'")).strip() for name, value in _ATTRIBUTE.findall(tag)}


def is_too_deep(text: str) -> bool:
    """Return whether the elements of WordPress markup are nested too deeply to be parsed fast."""
    open_tags: Counter[str] = Counter()
    level = 0
    for match in TAG.finditer(text):
        name = match[1].lower()
        if name in _NOT_NESTING:
            continue
        step = -1 if match[0][1] == "/" else 1
        if step > 0 or open_tags[name]:
            open_tags[name] += step
            level += step
        if level > _MAX_DEPTH:
            return True
    return False


def strip_tags(text: str) -> str:
    """Return WordPress markup without its tags, with line ends between blocks."""
    return TAG.sub("", _BREAK.sub("\n", text)) if "<" in text else text


def plain_text(text: str) -> str:
    """Return a line of WordPress markup, such as a title, as plain text."""
    return _BLANKS.sub(" ", clean(unescape(strip_tags(text)))).strip(" \u00a0")


def plain_text_lines(text: str) -> str:
    """Return some WordPress markup, such as a comment, as plain text without blank lines."""
    lines = clean(unescape(strip_tags("".join(part for part, _ in split_comments(text))))).split("\n")
    return "\n".join(filter(None, (line.strip() for line in lines)))


_FLOW = set("article aside blockquote center fieldset footer form header main nav section".split())
_LINES = set("address caption dt figcaption h1 h2 h3 h4 h5 h6 legend p summary".split())
_STRUCTURE = set("colgroup dl hr menu ol table tbody tfoot thead tr ul".split())
_BOXES = set("dd details div figure li td th".split())
_BLOCKS = _FLOW | _LINES | _STRUCTURE | _BOXES | {"pre"}
_PRE_END = re.compile(r"</pre\s*>", re.IGNORECASE)
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")
_CLASSIC_BREAKS = re.compile(r"\n[ \t]*\n\s*|<br ?/?>\s*+(?:<br ?/?>\s*+){1,10000}", re.IGNORECASE)
"""The ends of paragraphs in classic text, where two <br> are a blank line too."""
_MAX_OPEN_BLOCKS = 200


def add_paragraphs(text: str, *, breaks: bool) -> str:
    """Return normalised WordPress markup with paragraphs for blank lines and, if *breaks*, <br> for line ends.

    Block elements are not put into paragraphs, and <pre> is not changed.
    """
    return "".join(_paragraph_pieces(text, breaks=breaks))


def _paragraph_pieces(text: str, *, breaks: bool) -> Iterator[str]:
    open_blocks: list[str] = []
    start = at = 0
    while tag := TAG.search(text, at):
        at = tag.end()
        name = tag[1].lower()
        if name not in _BLOCKS:
            continue
        yield _as_paragraphs(text[start : tag.start()], open_blocks, breaks=breaks)
        opens = tag[0][1] != "/"
        if name == "pre" and opens:
            end = _PRE_END.search(text, at)
            at = end.end() if end else len(text)
        else:
            _track_block(open_blocks, name, opens=opens)
        yield text[tag.start() : at]
        start = at
    yield _as_paragraphs(text[start:], open_blocks, breaks=breaks)


def _track_block(open_blocks: list[str], name: str, *, opens: bool) -> None:
    """Update the stack of open blocks of WordPress markup; an unclosed <p> or <li> ends where the next begins."""
    if name == "hr":
        return
    if opens and open_blocks[-1:] != [name] and len(open_blocks) < _MAX_OPEN_BLOCKS:
        open_blocks.append(name)
    elif not opens and name in open_blocks:
        while open_blocks.pop() != name:
            pass


def _as_paragraphs(text: str, open_blocks: list[str], *, breaks: bool) -> str:
    """Return WordPress markup between two block tags, as paragraphs if the open block may contain them."""
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
    *lines, last = (line.strip(" \t") for line in part.split("\n"))
    broken = (line if line.endswith(("<br>", "<br/>", "<br />")) else f"{line}<br>" for line in lines)
    return "\n".join([*broken, last])
