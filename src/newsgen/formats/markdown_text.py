"""Write plain paragraphs as Markdown that says exactly them, with as few marks as can be."""

import re
from collections.abc import Sequence

from newsgen.text.arabic import clean

_WHITE = re.compile(r"[ \t\r\n]+")
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


def fold_white(text: str) -> str:
    """Return *text* on one line, as a browser shows it."""
    if "  " in text or not text.isprintable():
        text = _WHITE.sub(" ", text).encode("utf-8", "replace").decode()  # half of a character is none
    return text.strip(" ")


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
