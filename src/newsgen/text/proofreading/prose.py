"""Tell the prose of an editor's Markdown from what only machines read: code, addresses, tags and shortcodes."""

import re

HIDDEN = "\ufffc"
"""Stands for each character that is not prose, so that places in the text stay the same."""
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n.*?^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_NOT_PROSE = re.compile(
    r"""
    ^[ ]{0,3}(?P<fence>`{3,}+|~{3,}+)[^\n]*+\n .*? (?:^[ ]{0,3}(?P=fence)[`~]*+[ \t]*+$|\Z)  # fenced code
  | ^(?:[ ]{4,}|[ ]{0,3}\t)[^\n]*                                     # indented code
  | (?<!`)(?P<tick>`++)(?:(?!\n[ \t]*\n).){0,2000}?(?<!`)(?P=tick)(?!`)     # inline code
  | <!--.*?(?:-->|\Z)
  | <(?P<raw>script|style|pre|code|kbd|samp|textarea|math|svg)\b.*?(?:</(?P=raw)\s*>|\Z)
  | </?[A-Za-z](?:[^<>"']++|"[^"]{0,2000}+"|'[^']{0,2000}+'){0,200}+>                  # a tag with its attributes
  | <[A-Za-z][A-Za-z0-9+.-]{0,20}+:[^<>\s]{0,2000}+>                                 # an address in angle brackets
  | \{\{.{0,200}?\}\} | \{%.{0,200}?%\}                                  # shortcodes of Hugo, Jekyll and Eleventy
  | \{[:.\#][^}\n]*\}                                                  # attributes of Markdown
  | \[/?[A-Za-z][\w-]*(?:[ \t]+[^\]\n]{0,300}=[^\]\n]{0,300})?/?\](?![(\[])              # shortcodes of WordPress
  | (?<=\])\((?:[^()\n]++|\([^()\n]*+\))*+\)                               # where a link leads, and its title
  | ^[ ]{0,3}\[[^\]\n]+\]:[^\n]*                                       # a definition of a link or footnote
  | (?<![\w+.-])(?:[A-Za-z][A-Za-z0-9+.-]{0,20}+://|www\.)[^\s<>"'«»“”،؛]+
  | (?<![\w.+-])[\w.+-]{1,64}+@[\w-]++(?:\.[\w-]++)++
  | \$\$.{0,1000}?\$\$ | \\\(.{0,500}?\\\) | \\\[.{0,500}?\\\]                            # formulas
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE | re.IGNORECASE,
)
_TITLE = re.compile(r"^title[ \t]*:[ \t]*(.*)$", re.MULTILINE | re.IGNORECASE)
_LONGEST = 2_000_000
"""Characters; a longer text is no prose that somebody wrote."""


def front_matter_end(markdown: str) -> int:
    """Return where the text of *markdown* begins, behind its front matter."""
    found = _FRONT_MATTER.match(markdown)
    return found.end() if found else 0


def prose_of(markdown: str) -> str:
    """Return *markdown* with `HIDDEN` for every character that is not prose of its text, except for line ends."""
    if len(markdown) > _LONGEST:
        return ""
    start = front_matter_end(markdown)
    return _hidden(markdown[:start]) + _NOT_PROSE.sub(lambda match: _hidden(match[0]), markdown[start:])


def _hidden(text: str) -> str:
    return "\n".join(HIDDEN * len(line) for line in text.split("\n"))


def title_of(markdown: str) -> tuple[str, int] | None:
    """Return the title in the front matter of *markdown*, as written, and where it begins; None if it has none."""
    found = _TITLE.search(markdown, 0, front_matter_end(markdown))
    return (found[1], found.start(1)) if found else None
