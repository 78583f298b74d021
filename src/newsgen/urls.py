"""Spell addresses and output paths: the only place that does.

An address here is a path below the site, in Unicode, without a leading slash: "" is the home page,
"articles/<slug>/" an article. A page's address ends in "/", a file's in its name.
"""

import re
from urllib.parse import quote

HOME = ""
NOT_FOUND = "404.html"
RESERVED = frozenset("articles sections tags authors sources archive assets page media search pagefind feed".split())
"""First segments that belong to newsgen: no written page may take them."""

_SAFE = "/-._~!$&'()*+,;=:@"
_UNFIT = re.compile(r"""[\x00-\x20"<>\\^`{|}\[\]\x7f]|%(?![0-9A-Fa-f]{2})""")


def article_url(slug: str) -> str:
    """Return the address of an article."""
    return f"articles/{slug}/"


def slug_of(article: str) -> str:
    """Return the slug in the address of an article."""
    return article.removeprefix("articles/").removesuffix("/")


def ledger_url(article: str) -> str:
    """Return the address of the page that shows the capture of the article at *article*."""
    return f"{article}source/"


def capture_url(article: str, number: int = 0) -> str:
    """Return the address of the capture's own bytes; *number* counts further versions."""
    return f"{article}source-{number + 1}.txt" if number else f"{article}source.txt"


def page_url(name: str) -> str:
    """Return the address of a written page."""
    return f"{name}/"


def output_path(url: str) -> str:
    """Return the file below the output folder that a server sends for *url*."""
    return f"{url}index.html" if url.endswith("/") or not url else url


def relative(url: str, page: str) -> str:
    """Return the link to *url* for a reader of *page*, so that the site works below any path."""
    return quote_path("../" * page.count("/") + url) or "./"


def absolute(url: str, base_url: str) -> str:
    """Return *url* in full, percent-encoded."""
    return base_url + quote(url, safe=_SAFE)


def quote_path(url: str) -> str:
    """Return *url* fit for an href: Arabic letters stay readable, ASCII that has a meaning is encoded."""
    return "".join(c if not c.isascii() or c.isalnum() or c in "/-._~" else quote(c, safe="") for c in url)


def outside(url: str) -> str:
    """Return an address that somebody else spelled, with what no href may hold percent-encoded."""
    place, hash_sign, fragment = url.partition("#")
    return _UNFIT.sub(lambda match: quote(match[0], safe=""), place + hash_sign + fragment.replace("#", "%23"))
