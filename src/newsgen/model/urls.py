"""Every URL and output path of the site is spelled here.

An address here is a path below the site, in Unicode, without a leading slash: "" is the home page,
"articles/<slug>/" an article. A page's address ends in "/", a file's in its name.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote, unquote_to_bytes


class Link(NamedTuple):
    """A title with the address it leads to; a tuple, for ten thousand of them are compared at every build."""

    title: str
    url: str | None
    """An address of this site, or in a menu that of another; None leads nowhere."""


HOME = ""
NOT_FOUND = "404.html"
RESERVED = frozenset("articles sections tags authors sources archive assets page media search pagefind feed".split())
"""First segments that belong to newsgen: no written page may take them."""
DEFAULT_PERMALINK = "articles/{slug}/"
MAX_SEGMENT_BYTES = 255
"""What the name of a file or folder may have on every disk."""
MAX_ADDRESS_BYTES = 1000

RSS, JSON_FEED, ROBOTS, RECORDS, REDIRECTS = "rss.xml", "feed.json", "robots.txt", "archive.jsonl", "_redirects"
SITEMAP = "sitemap.xml"
_OWN_FILE = re.compile(
    r"(?:feed|rss|sitemap(-[0-9]+)?)\.xml|feed\.json|archive\.jsonl|(?:404|index)\.html"
    r"|robots\.txt|favicon\.ico|cname|_headers|_redirects"
)
"""Files at the top that newsgen writes, or that a host reads in its own way."""
_HOST = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//[^/?#]*", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_SAFE = "/-._~!$&'()*+,;=:@"
_REMEMBERED = 16_384
"""Addresses whose spelling is remembered: those of the menu and of terms are on every page."""
_JOINERS = dict.fromkeys(map(ord, "\u200c\u200d"))
"""They are invisible, and shape the words of Persian and other addresses."""
_WITH_MEANING = re.compile(r"[\x00-,:-@\[-^`{-}\x7f]")
"""ASCII that is neither letter nor digit nor harmless."""
_UNFIT = re.compile(r"""[\x00-\x20"<>\\^`{|}\[\]\x7f]|%(?![0-9A-Fa-f]{2})""")


def slug_of(article: str) -> str:
    """Return the slug in the address of an article."""
    return article.removesuffix("/").rpartition("/")[2]


def ledger_url(article: str) -> str:
    """Return the address of the page that shows the capture of the article at *article*."""
    return f"{article}source/"


def capture_url(article: str, number: int = 0) -> str:
    """Return the address of the capture's own bytes; *number* counts further versions."""
    return f"{article}source-{number + 1}.txt" if number else f"{article}source.txt"


def page_url(name: str) -> str:
    """Return the address of a written page."""
    return f"{name}/"


ARCHIVE = "archive/"
"""The index of years and months."""
UNDATED = "archive/undated/"
TERM_RESERVED = ("page", "letter", "undated", "feed")
"""Last segments that no section, tag, author or newspaper may have: an index may need them for itself."""


def year_url(year: int) -> str:
    """Return the address of the list of a year's articles."""
    return f"{ARCHIVE}{year:04}/"


def month_url(year: int, month: int) -> str:
    """Return the address of the list of a month's articles."""
    return f"{ARCHIVE}{year:04}/{month:02}/"


def index_url(kind: str) -> str:
    """Return the address of the index of all terms of a *kind*, such as "sections"."""
    return f"{kind}/"


def letter_url(kind: str, letter: str) -> str:
    """Return the address of that part of a long index where terms begin with *letter*; "" for digits and signs."""
    return f"{kind}/letter/{letter or '0-9'}/"


def term_url(kind: str, segment: str) -> str:
    """Return the address of the list of a term's articles."""
    return f"{kind}/{segment}/"


def numbered_url(first: str, number: int) -> str:
    """Return the address of a further page of the list at *first*."""
    return f"{first}page/{number}/"


def undated_url(first: str) -> str:
    """Return the address at which the list at *first* shows all its undated articles."""
    return f"{first}undated/"


def feed_url(first: str) -> str:
    """Return the address of the Atom feed of the list at *first*."""
    return f"{first}feed.xml"


class QueryError(ValueError):
    """An address asks for more than a path, and a static host serves paths alone."""


def alias_url(text: str) -> str:
    """Return the address below this site that *text*, a path or a full address elsewhere, stands for.

    Percent-encoded UTF-8 is decoded and a fragment dropped. A name that ends in .html or .htm is a file,
    everything else a folder, with a slash at its end. Raises ValueError with what is wrong, as words to
    follow the text ("holds a backslash"): QueryError for a query.
    """
    text, hosts = _HOST.subn("", text.strip(), count=1) if _HOST.match(text.strip()) else (text.strip(), 0)
    if not hosts and _SCHEME.match(text):
        raise ValueError("is no path")
    path, query_sign, query = text.partition("#")[0].partition("?")
    if query_sign:
        raise QueryError(f"has a query, and a static host cannot serve ?{query}")
    path = "/" + _decoded(path)
    path = path.removesuffix("index.html") if path.endswith("/index.html") else path
    names = list(filter(None, path.split("/")))
    is_file = path.lower().endswith((".html", ".htm"))
    finding = next(_findings(names, folders=names[:-1] if is_file else names), None)
    if finding:
        raise ValueError(finding)
    return "/".join(names) + "/" * (not is_file)


def _decoded(path: str) -> str:
    try:
        return unquote_to_bytes(path).decode() if "%" in path else path
    except UnicodeError:
        raise ValueError("is not percent-encoded UTF-8") from None


def _findings(names: list[str], folders: list[str]) -> Iterator[str]:
    """Yield why the segments *names*, of which *folders* are folders, can be no address."""
    path = "/".join(names)
    if not names:
        yield "is the home page"
    if "." in names or ".." in names:
        yield "leads out of the site, or has a dot for a part"
    if "\\" in path:
        yield "holds a backslash"
    if not path.translate(_JOINERS).isprintable():
        yield "holds an invisible character"
    if "index.html" in map(str.lower, folders):
        yield "has index.html for a folder"
    yield from too_long(names)


def too_long(names: list[str]) -> Iterator[str]:
    """Yield what is wrong with the length of a path of these *names*."""
    sizes = [len(name.encode(errors="replace")) for name in names]
    if max(sizes, default=0) > MAX_SEGMENT_BYTES:
        yield f"has a part of more than {MAX_SEGMENT_BYTES} bytes"
    if sum(sizes) + len(sizes) > MAX_ADDRESS_BYTES:
        yield f"has more than {MAX_ADDRESS_BYTES} bytes"


def same_place(address: str) -> str:
    """Return the key under which addresses are one: on a disk that tells neither capitals nor NFD from NFC."""
    key = address.casefold()
    if key != address or not unicodedata.is_normalized("NFC", address):
        key = unicodedata.normalize("NFC", unicodedata.normalize("NFD", address).casefold())
    key = key.rstrip("/")
    return HOME if key == "index.html" else key.removesuffix("/index.html")


def is_reserved(address: str) -> bool:
    """Tell an address that newsgen's own pages need, or a host for its own files."""
    place = same_place(address)
    first = place.partition("/")[0]
    own = first in RESERVED and first != "articles"
    return own or place in {HOME, "articles"} or first.startswith(".") or bool(_OWN_FILE.fullmatch(first))


def sitemap_url(number: int) -> str:
    """Return the address of a part of the sitemap."""
    return f"sitemap-{number}.xml"


def output_path(url: str) -> str:
    """Return the file below the output folder that a server sends for *url*."""
    return f"{url}index.html" if url.endswith("/") or not url else url


def relative(url: str, page: str) -> str:
    """Return the link to *url* for a reader of *page*, so that the site works below any path."""
    return to_home(page) + quote_path(url) or "./"


def to_home(page: str) -> str:
    """Return what leads from *page* to the home page."""
    return "../" * page.count("/")


def absolute(url: str, base_url: str) -> str:
    """Return *url* in full, percent-encoded."""
    return base_url + _encoded(url)


@lru_cache(maxsize=_REMEMBERED)
def _encoded(url: str) -> str:
    return quote(url, safe=_SAFE)


@lru_cache(maxsize=_REMEMBERED)
def quote_path(url: str) -> str:
    """Return *url* fit for an href: Arabic letters stay readable, ASCII that has a meaning is encoded."""
    return _WITH_MEANING.sub(lambda match: quote(match[0], safe=""), url)


def outside(url: str) -> str:
    """Return an address that somebody else spelled, with what no href may hold percent-encoded."""
    place, hash_sign, fragment = url.partition("#")
    return _UNFIT.sub(lambda match: quote(match[0], safe=""), place + hash_sign + fragment.replace("#", "%23"))
