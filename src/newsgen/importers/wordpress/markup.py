"""HTML as WordPress stores it: half a page, with comments, scripts and stray signs in it."""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape

from newsgen.text.arabic import clean

TAG = re.compile(r"""</?([A-Za-z][^\s/<>]*+)(?:[^<>=]|=(?!\s*["'])|=\s*(?:"[^"]*"|'[^']*'))*+>""")
"""A tag up to the > that ends it; where a quote stays open there is none, and a browser would swallow the rest."""
_TAG_OR_SIGN = re.compile(f"{TAG.pattern}|<")
_ATTRIBUTE = re.compile(r"""\s([\w-]+)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""")
_SCRIPT = re.compile(r"<(script|style)\b", re.IGNORECASE)
_SCRIPT_ENDS = {name: re.compile(f"</{name}[^<>]*>", re.IGNORECASE) for name in ("script", "style")}
_OPAQUE = set(
    "script style template noscript noembed noframes plaintext xmp textarea title select option optgroup frameset frame"
    " html head body svg math".split()
)
"""Inside them a parser reads no HTML, or drops it: their tags go, and their text stays."""
_NOT_NESTING = set("area base br col hr img input link meta param source track wbr p li dt dd td th tr option".split())
_MAX_DEPTH = 200
_BREAK = re.compile(r"<br[^<>]*>|</(?:p|div|li|blockquote|h[1-6]|tr)[^<>]*>", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\n]+")


def split_comments(text: str) -> Iterator[tuple[str, str]]:
    """Yield each stretch of *text* with the comment that ends it; one that stays open is text."""
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        yield text[at:start], text[start + 4 : end]
        at = end + 3
    yield text[at:], ""


def without_scripts(text: str) -> tuple[str, bool]:
    """Return *text* without scripts and styles, and whether there was a script."""
    kept, at, scripts = [], 0, False
    while (start := _SCRIPT.search(text, at)) and (end := _SCRIPT_ENDS[start[1].lower()].search(text, start.end())):
        kept.append(text[at : start.start()])
        at, scripts = end.end(), scripts or start[1].lower() == "script"
    return "".join(kept) + text[at:], scripts


def tidy(text: str) -> str:
    """Return *text* with each tag on one line, every other < as a sign, and no tag that hides text."""
    return _TAG_OR_SIGN.sub(_tidied, text) if "<" in text else text


def _tidied(match: re.Match[str]) -> str:
    if not match[1]:
        return "&lt;"
    return "" if match[1].lower() in _OPAQUE else match[0].replace("\n", " ")


def attributes(tag: str) -> dict[str, str]:
    """Return the attributes of a *tag*, their names in small letters."""
    return {name.lower(): unescape(value.strip("\"'")).strip() for name, value in _ATTRIBUTE.findall(tag)}


def too_deep(text: str) -> bool:
    """Tell HTML whose elements lie so deep in each other that nobody wrote it, and no parser is quick with it."""
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


def without_tags(text: str) -> str:
    """Return *text* without its tags, the words of neighbouring blocks apart."""
    return TAG.sub("", _BREAK.sub("\n", text)) if "<" in text else text


def plain(text: str) -> str:
    """Return a line of HTML, such as a title, as plain text."""
    return _BLANKS.sub(" ", clean(unescape(without_tags(text)))).strip(" \u00a0")


def plain_lines(text: str) -> str:
    """Return a piece of HTML, such as a comment, as plain text, a line for each of its lines that is not blank."""
    lines = clean(unescape(without_tags("".join(part for part, _ in split_comments(text))))).split("\n")
    return "\n".join(filter(None, (line.strip() for line in lines)))


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
