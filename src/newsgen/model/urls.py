"""Build every URL and output path of the site, and parse and compare addresses.

An address is a path below the site, in Unicode, without a leading slash: "" is the home page, and
"articles/<slug>/" is an article. The address of a page ends in "/", that of a file in the file's name.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

from newsgen.filesystem import nfc
from newsgen.text.web_addresses import decoded_segment


class Link(NamedTuple):
    """A title with the address that it links to; a tuple, because ten thousand of them are compared at every build."""

    title: str
    url: str | None
    """An address of this site, or in a menu also of another site; None if the title is not a link."""


HOME = ""
NOT_FOUND = "404.html"
RESERVED = frozenset("articles sections tags authors sources archive assets page media search pagefind feed".split())
"""First segments that are reserved for newsgen: no standalone page may use them."""
DEFAULT_PERMALINK = "articles/{slug}/"
MAX_SEGMENT_BYTES = 255
"""The longest name of a file or folder that every file system accepts."""
MAX_ADDRESS_BYTES = 1000

RSS, JSON_FEED, ROBOTS, RECORDS = "rss.xml", "feed.json", "robots.txt", "archive.jsonl"
REDIRECTS, HEADERS = "_redirects", "_headers"
SITEMAP = "sitemap.xml"
_OWN_FILE = re.compile(
    r"(?:feed|rss|sitemap(-[0-9]+)?)\.xml|(?:feed|receipt)\.json|archive\.jsonl|(?:404|index)\.html"
    r"|robots\.txt|favicon\.ico|cname|_headers|_redirects"
)
"""Matches files at the top of the site that newsgen writes, or that a host treats specially; in lower case."""
_HOST = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//[^/?#]*", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_SAFE = "/-._~!$&'()*+,;=:@"
_CACHE_SIZE = 16_384
"""Addresses whose encoded form is cached: those of the menu and of terms are on every page."""
_WITHOUT_JOINERS = dict.fromkeys(map(ord, "\u200c\u200d"))
"""Removes the joiners, which are invisible but valid: they shape words of Persian and other languages."""
_SPECIAL_ASCII = re.compile(r"[\x00-,:-@\[-^`{-}\x7f]")
"""Matches ASCII that has a meaning in a URL or in HTML, or that is not printable."""
_NEEDS_ENCODING = re.compile("[^A-Za-z0-9_.~-]+")
_PLAIN_IN_HREF = r"""[^\x00-\x20"#<>\\^`{|}\[\]\x7f%]*"""
_VALID_HREF = re.compile(f"{_PLAIN_IN_HREF}(?:%[0-9A-Fa-f]{{2}}{_PLAIN_IN_HREF})*")
"""Matches most URLs as a whole, and takes half the time of a search for what is invalid in them."""
_INVALID_IN_HREF = re.compile(r"""[\x00-\x20"<>\\^`{|}\[\]\x7f]|%(?![0-9A-Fa-f]{2})""")


def slug_of(article: str) -> str:
    """Return the last segment of the URL of an article."""
    return article.removesuffix("/").rpartition("/")[2]


def ledger_url(article: str) -> str:
    """Return the address of the page that shows the capture of the article at the address *article*."""
    return f"{article}source/"


def capture_url(article: str, number: int = 0) -> str:
    """Return the address of the unchanged capture; *number* is 0 for the published one, then counts its versions."""
    return f"{article}source-{number + 1}.txt" if number else f"{article}source.txt"


def citation_url(article: str, extension: str) -> str:
    """Return the address of the file with the citation of the article at the address *article*, in one format."""
    return f"{article}citation.{extension}"


def social_url(digest: str) -> str:
    """Return the address of the picture for shared links that has this *digest* of all that it shows."""
    return f"assets/social/{digest}.png"


NAMED_BY_DIGEST = re.compile(r"[./][0-9a-f]{10,64}(\.[A-Za-z0-9]{1,8})$")
"""Matches the end of the address of a file whose name has a digest, and so never changes; the group is its ending."""
SEARCH = "search/"
"""The address of the page that searches the site, and of the folder with its index."""


CORRECTIONS = "corrections/"
"""The address of the list of corrections and withdrawals; an editor's page of this name shows it too."""


def index_file_url(shard: int, path: str) -> str:
    """Return the address of a file of a *shard* of the index for the search."""
    return f"{SEARCH}{shard}/{path}"


def page_url(name: str) -> str:
    """Return the address of a standalone page."""
    return f"{name}/"


ARCHIVE = "archive/"
"""The address of the index of years and months."""
UNDATED = "archive/undated/"
TERM_RESERVED = ("page", "letter", "undated", "feed")
"""Last segments that no section, tag, author or newspaper may have, because the index itself may need them."""


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
    """Return the address of the part of a long index whose terms begin with *letter*, "" for digits and signs."""
    return f"{kind}/letter/{letter or '0-9'}/"


def term_url(kind: str, segment: str) -> str:
    """Return the address of the list of a term's articles."""
    return f"{kind}/{segment}/"


def numbered_url(first: str, number: int) -> str:
    """Return the address of a further page of the list at *first*."""
    return f"{first}page/{number}/"


def undated_url(first: str) -> str:
    """Return the address of the list of all undated articles of the list at *first*."""
    return f"{first}undated/"


def feed_url(first: str) -> str:
    """Return the address of the Atom feed of the list at *first*."""
    return f"{first}feed.xml"


class QueryError(ValueError):
    """An address has a query, which a static host cannot serve."""


class CutLetterError(ValueError):
    """An address ends in the middle of a letter, as WordPress cut long ones, so no file can have its name."""


class HomePageError(ValueError):
    """An address is that of the home page."""


def alias_url(text: str) -> str:
    """Return the address below this site that has the path of *text*, a path or a full URL, in NFC.

    Percent-encoded UTF-8 is decoded and a fragment is dropped. A path that ends in .html or .htm is a file,
    any other a folder, with a slash at its end. Raises ValueError with what is wrong, worded to follow
    the text in a message ("contains a backslash"); its subclasses say why.
    """
    text, hosts = _HOST.subn("", text.strip(), count=1) if _HOST.match(text.strip()) else (text.strip(), 0)
    if not hosts and _SCHEME.match(text):
        raise ValueError("is not a path")
    path, query_sign, query = text.partition("#")[0].partition("?")
    if query_sign:
        raise QueryError(f"has a query, but a static host cannot serve ?{query}")
    path = "/" + nfc(_decoded(path))
    path = path.removesuffix("index.html") if path.endswith("/index.html") else path
    names = list(filter(None, path.split("/")))
    if not names:
        raise HomePageError("is the home page")
    is_file = path.lower().endswith((".html", ".htm"))
    finding = next(_findings(names, folders=names[:-1] if is_file else names), None)
    if finding:
        raise ValueError(finding)
    return "/".join(names) + "/" * (not is_file)


def _decoded(path: str) -> str:
    if "%" not in path:
        return path
    try:
        segments = list(map(decoded_segment, path.split("/")))
    except UnicodeError:
        raise ValueError("is not percent-encoded UTF-8") from None
    if any(is_cut for _, is_cut in segments):
        raise CutLetterError("ends in the middle of a letter, which no static host can serve")
    return "/".join(text for text, _ in segments)


def _findings(names: list[str], folders: list[str]) -> Iterator[str]:
    """Yield what is wrong with a URL of the site whose segments are *names*, among them *folders*."""
    path = "/".join(names)
    if "." in names or ".." in names:
        yield "has the part . or .., which may lead out of the site"
    if "\\" in path:
        yield "contains a backslash"
    if not path.translate(_WITHOUT_JOINERS).isprintable():
        yield "contains an invisible character"
    if "index.html" in map(str.lower, folders):
        yield "has index.html as a folder"
    yield from too_long(names)


def too_long(names: list[str]) -> Iterator[str]:
    """Yield what is wrong with the length of a URL's path whose segments are *names*."""
    sizes = [len(name.encode(errors="replace")) for name in names]
    if max(sizes, default=0) > MAX_SEGMENT_BYTES:
        yield f"has a part of more than {MAX_SEGMENT_BYTES} bytes"
    if sum(sizes) + len(sizes) > MAX_ADDRESS_BYTES:
        yield f"has more than {MAX_ADDRESS_BYTES} bytes"


def place_key(address: str) -> str:
    """Return the key by which URLs are equal that some file system cannot distinguish: by case, NFC or NFD."""
    key = address.casefold()
    if key != address or not unicodedata.is_normalized("NFC", address):
        key = unicodedata.normalize("NFC", unicodedata.normalize("NFD", address).casefold())
    key = key.rstrip("/")
    return HOME if key == "index.html" else key.removesuffix("/index.html")


def is_reserved(address: str) -> bool:
    """Return whether *address* is reserved for newsgen's own pages, or for files that a host treats specially."""
    place = place_key(address)
    first = place.partition("/")[0]
    own = first in RESERVED and first != "articles"
    return own or place in {HOME, "articles"} or first.startswith(".") or bool(_OWN_FILE.fullmatch(first))


def sitemap_url(number: int) -> str:
    """Return the address of a part of the sitemap."""
    return f"sitemap-{number}.xml"


def output_path(url: str) -> str:
    """Return the path below the output folder of the file that a server sends for *url*."""
    return f"{url}index.html" if url.endswith("/") or not url else url


def relative(url: str, page: str) -> str:
    """Return the relative link from *page* to *url*, so that the site works below any path."""
    return to_home(page) + quote_path(url) or "./"


def to_home(page: str) -> str:
    """Return the relative path from *page* to the home page."""
    return "../" * page.count("/")


def absolute(url: str, base_url: str) -> str:
    """Return *url* as a full URL below *base_url*, percent-encoded."""
    return base_url + _encoded(url)


@lru_cache(maxsize=_CACHE_SIZE)
def _encoded(url: str) -> str:
    return quote(url, safe=_SAFE)


@lru_cache(maxsize=_CACHE_SIZE)
def quote_path(url: str) -> str:
    """Return *url* encoded for an href: ASCII with a special meaning is encoded, Arabic letters stay readable."""
    return _SPECIAL_ASCII.sub(lambda match: quote(match[0], safe=""), url)


def encode_value(text: str) -> str:
    """Return *text* for the value of a URL's query: all but letters and digits of ASCII, and _.-~, is encoded."""
    return _NEEDS_ENCODING.sub(lambda match: "%" + match[0].encode().hex("%").upper(), text)


def encode_external_url(url: str) -> str:
    """Return the URL of another site with the characters percent-encoded that an href may not contain."""
    if _VALID_HREF.fullmatch(url):
        return url
    address, hash_sign, fragment = url.partition("#")
    text = address + hash_sign + fragment.replace("#", "%23")
    return _INVALID_IN_HREF.sub(lambda match: quote(match[0], safe=""), text)
