"""Find the markup of other generators that is shown as text, besides their shortcodes."""

import re
from html import unescape

from newsgen.formats.embeds.source import Source

_LEFT_OVER = re.compile(
    r"""
    (?P<wikilink> (?<![!\\\[]) \[\[ [^\[\]\n]{1,200} \]\] (?![(\[:\]]) )
  | ^[ ]{0,3} (?P<admonition> :{3,}[ ]?\{?[a-z]\w*\}? | (?:!!!|\?\?\?\+?)[ ]+[a-z][\w-]*(?=[ ]*(?:"|$)) )
  | (?P<attributes> \{:[ ]?[^{}\n]{1,200}\} | \{[ ]?[.\#][\w-][^{}\n]{0,200}\} )
  | ^[ ]{0,3} (?P<contents> \[TOC\] | \[toc\] | \$\{toc\} | \{\{toc\}\} | @\[toc\] ) [ ]*$
  | ^(?P<module> import[ ][^\n]{1,200}[ ]from[ ]["'][^"'\n]+["'];? | export[ ](?:const|default|let|function)[ ][^\n]+ )
  | \A\s* (?P<matter> (?:---|\+\+\+)[ ]*\n [\w-]+[ ]*[:=] [^\n]*\n )
    """,
    re.VERBOSE | re.MULTILINE | re.ASCII,
)
_WORDS = {
    "wikilink": ("a link between notes", "write [title](/articles/…/)"),
    "admonition": ("the beginning of a box", "write it as a quote, with > before each line"),
    "attributes": ("a list of attributes", "delete it, or write HTML"),
    "contents": ("the place of a table of contents", "delete it"),
    "module": ("a line of JavaScript", "delete it"),
    "matter": ("a second front matter", "move its keys to the top of the file"),
}
_CODE = re.compile(r"<(pre|code)\b.*?</\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_NOT_COMPARED = re.compile(r"[\s\\*_~`-]+")


def note_left_overs(source: Source, html: str) -> None:
    """Note in *source* the markup that sanitised *html* shows as text, outside of code."""
    shown: str | None = None
    for match in _LEFT_OVER.finditer(source.text):
        shown = shown if shown is not None else _key(unescape(_TAG.sub("", _CODE.sub("", html))))
        kind = match.lastgroup or ""
        written = match[kind].strip().partition("\n")[0]
        if _key(match[kind]) in shown:
            name, remedy = _WORDS[kind]
            source.add(source.line_at(match.start(kind)), f"{name} ({written[:60]}) is shown as text", remedy)


def _key(text: str) -> str:
    return _NOT_COMPARED.sub("", text)
