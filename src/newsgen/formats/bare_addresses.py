"""Find the web and e-mail addresses that stand in a text without any markup."""

import re

_END = r"\s<>\"'`()«»“”‘’„‚\[\]{}|\\^*…،؛؟۔" + "\x02\x03"
"""Characters that no address contains; it ends before them. The last two are marks of the Markdown converter."""
_REFERENCE = r"&(?:\#|(?:nbsp|lt|gt|quot);|\w+;(?![\w/=&?%]))"
"""A character that is written as an entity, and not only an ampersand before the next part of a query."""
ADDRESS = re.compile(
    rf"""
    (?<![A-Za-z0-9_./@=&%+-])
    (?: (?: https?:// | (?P<www>www\.) )
        (?: [A-Za-z0-9][A-Za-z0-9-]*(?:\.[A-Za-z0-9-]+)+    # a name in Latin letters ends where an Arabic word begins
          | [^\W_](?:[\w-]*\w)?(?:\.\w(?:[\w-]*\w)?)+ )
        (?: :[0-9]{{1,5}} )?
        (?: [/?#] (?: (?!{_REFERENCE}) [^{_END}] | \( [^{_END}]* \) )* )?
      | (?P<mail> [A-Za-z0-9] [A-Za-z0-9_.+-]* @ (?:[A-Za-z0-9-]+\.)+ [A-Za-z]{{2,}} (?![\w@]) )
    )
    """,
    re.VERBOSE,
)
_AFTER = ".,:;!?_~"
"""Punctuation that belongs to the sentence, not to the address at its end."""


def may_have_address(text: str) -> bool:
    """Return whether *text* may contain an address; most texts do not, which is fast to see."""
    return "@" in text or (("h" in text or "w" in text) and ("://" in text or "www." in text))  # one letter is fast


def address_of(match: re.Match[str]) -> tuple[str, str]:
    """Return the address that a match of `ADDRESS` shows, and the URL that it means."""
    shown = match.group().rstrip(_AFTER)
    return shown, f"mailto:{shown}" if match["mail"] else f"https://{shown}" if match["www"] else shown


def link_addresses(text: str) -> str:
    """Return *text* as HTML with its addresses as links, as the sanitiser writes them."""
    out, end = [], 0
    for match in ADDRESS.finditer(text):
        shown, url = address_of(match)
        out += [escape(text[end : match.start()]), f'<a href="{escape(url)}" rel="noopener">{escape(shown)}</a>']
        end = match.start() + len(shown)
    return "".join([*out, escape(text[end:])])


def escape(text: str) -> str:
    """Return *text*, in which no tag begins, as HTML."""
    return text.replace("&", "&amp;").replace(">", "&gt;")
