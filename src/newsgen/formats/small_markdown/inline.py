"""Convert a paragraph of small Markdown to HTML: emphasis, code, links, and nothing else."""

import re
from html import escape
from urllib.parse import quote, urlsplit

from newsgen.formats.bare_addresses import ADDRESS, address_of
from newsgen.text.bidi import isolate_parts, keep_together
from newsgen.text.web_addresses import is_url

LINK_REL = "ugc nofollow noopener"
_URL = r"https?://[^\s()<>\"`\\]*(?:\([^\s()<>\"`\\]*\)[^\s()<>\"`\\]*)*"
_TOKEN = re.compile(
    rf"""
    (?P<escaped> \\[!-/:-@\[-`{{-~] )
  | (?<!`)`(?P<code> [^`]++ )`(?!`)
  | \[ (?P<label> [^\[\]]{{1,300}} ) \] \( (?P<target> {_URL} ) \)
  | < (?P<quoted> {_URL} ) >
  | (?P<address> {ADDRESS.pattern} )
  | (?P<mark> (?<!\*)\*{{1,3}}(?!\*) | (?<!_)_{{1,3}}(?!_) )
    """,
    re.VERBOSE | re.DOTALL,
)
_INVALID = re.compile(r"""[\x00-\x20"<>\\^`{|}\[\]\x7f#]|%(?![0-9A-Fa-f]{2})""")
"""Matches what no part of an address may contain."""
_OPENING, _CLOSING = ("", "<em>", "<strong>", "<strong><em>"), ("", "</em>", "</strong>", "</em></strong>")


def inline_html(text: str) -> str:
    """Return a paragraph of small Markdown as HTML whose left-to-right parts are isolated, with its line breaks."""
    return keep_together("".join(_Inline(text).pieces(links=True))).replace("\n", "<br>\n")


class _Inline:
    """Reads a paragraph of small Markdown from its beginning to its end; a mark without its twin stays text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.out: list[str] = []
        self.open: list[tuple[str, int]] = []
        """The emphasis marks that are open, each kind once, with their places in `out`."""

    def pieces(self, *, links: bool) -> list[str]:
        """Return the paragraph's HTML in pieces; only with *links* are addresses linked."""
        end = 0
        for token in _TOKEN.finditer(self.text):
            made, length = self._piece(token, links=links)
            if made is None:
                continue
            self.out += [isolate_parts(self.text[end : token.start()]), made]
            end = token.start() + length
        return [*self.out, isolate_parts(self.text[end:])]

    def _piece(self, token: re.Match[str], *, links: bool) -> tuple[str | None, int]:
        """Return the HTML of a *token* of the paragraph and the number of its characters; None for plain text."""
        whole = len(token[0])
        if token["escaped"]:
            return _escaped(token[0][1]), whole
        if token["code"]:
            return f"<code>{_escaped(' '.join(token['code'].split()))}</code>", whole
        if token["mark"]:
            return self._emphasis(token), whole
        if not links:
            return None, 0
        if token["address"]:
            return _bare_link(token)
        return self._link(token), whole

    def _link(self, token: re.Match[str]) -> str | None:
        """Return the link that a *token* of the paragraph writes; None if its words name another address."""
        url, label = token["target"] or token["quoted"], token["label"]
        if not is_url(url):
            return None
        if label is None:
            return _anchor(url, isolate_parts(url))
        if not label.strip() or ADDRESS.search(label):  # words that look like an address may lead elsewhere
            return None
        return _anchor(url, "".join(_Inline(label).pieces(links=False)))

    def _emphasis(self, token: re.Match[str]) -> str:
        """Return the tag of an emphasis mark of the paragraph; a mark that opens nothing yet is returned as it is."""
        mark = token[0]
        before, after = self.text[: token.start()][-1:], self.text[token.end() :][:1]
        kinds = [kind for kind, _ in self.open]
        if mark in kinds and before.strip() and not _joins(mark, after):
            place = kinds.index(mark)
            self.out[self.open[place][1]] = _OPENING[len(mark)]
            del self.open[place:]
            return _CLOSING[len(mark)]
        if mark not in kinds and after.strip() and not _joins(mark, before):
            self.open.append((mark, len(self.out) + 1))
        return mark


def _joins(mark: str, neighbour: str) -> bool:
    """Return whether an emphasis *mark* beside *neighbour* belongs to a number or a name such as snake_case."""
    return neighbour.isalnum() if mark[0] == "_" else neighbour.isdecimal()


def _bare_link(token: re.Match[str]) -> tuple[str | None, int]:
    """Return the link of an address that stands in small Markdown, and its length; None for an e-mail address."""
    shown, url = address_of(token)
    if token["mail"] or not is_url(url):
        return None, 0
    return _anchor(url, isolate_parts(shown)), len(shown)


def _anchor(url: str, html: str) -> str:
    return f'<a href="{escape(_href(url))}" rel="{LINK_REL}">{html}</a>'


def _href(url: str) -> str:
    """Return the valid form of a link's *url* in small Markdown, without a user name, which may look like a host."""
    parts = urlsplit(url)
    address, _, fragment = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl().partition("#")
    return "#".join(_INVALID.sub(lambda match: quote(match[0], safe=""), part) for part in (address, fragment) if part)


def _escaped(text: str) -> str:
    return escape(text, quote=False)
