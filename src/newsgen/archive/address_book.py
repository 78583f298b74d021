"""Content/addresses.tsv, and who holds which URL.

A line is an id, the article's address and its older addresses, newest first, between tabs. In the file
an address begins with a slash, everywhere else as in `urls` without one.
"""

import errno
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from newsgen.errors import NewsgenError, OutputError
from newsgen.filesystem import read_file, read_utf8, real_path, replace_file
from newsgen.model.urls import MAX_SEGMENT_BYTES, alias_url, is_reserved, same_place

BOOK = "content/addresses.tsv"
NEWSGENS_OWN = "newsgen's own pages"
"""The owner of every reserved address."""

_CONFLICT = re.compile(r"(?:<{7}|={7}|>{7}|\|{7})(?: [^\t]*)?")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_PLAIN = "(?:[0-9a-z\u0621-\u064a\u0660-\u0669-]+/)+"
"""An address of digits, small letters and Arabic ones: spelled as it is kept, and the key of its own place."""
_PLAIN_ADDRESS = re.compile(_PLAIN)
_PLAIN_ROW = re.compile(rf"([^\x00-\x1f\x7f-\x9f\u2028\u2029]+)\t/({_PLAIN})")
"""A line with one such address, as nearly all are: in itself nothing is wrong with it where the address is short."""
_SHORT = MAX_SEGMENT_BYTES // 2
"""Characters of such an address that are never too many bytes."""
_CAPTURE_NAME = re.compile(r"source(?:(?:-[0-9]+)?\.txt)?")


class AddressBookError(NewsgenError):
    """The address book cannot be believed: no article may be published before it is mended."""


@dataclass(frozen=True, slots=True)
class BookLine:
    """The addresses of one article."""

    address: str
    older: tuple[str, ...] = ()
    """Addresses that it once had, newest first: they lead to the present one."""


@dataclass(slots=True)
class Places:
    """Who holds which place below the site: no two owners one place, nor one in the other's way."""

    _owners: dict[str, str] = field(default_factory=dict)
    _articles: dict[str, str] = field(default_factory=dict)
    """The places of articles: nobody may pass into the capture of one."""
    _closed: dict[str, str] = field(default_factory=dict)
    """The places of files: nobody may pass through one as if it were a folder."""
    _passed: dict[str, str] = field(default_factory=dict)
    """Where somebody passes."""

    def take(self, address: str, owner: str, *, article: bool = False) -> str | None:
        """Give *address* to *owner*; where that cannot be, return whose address is in the way.

        An *article* holds the addresses of its capture too. What an owner holds already it may take again.
        """
        place = address[:-1] if _PLAIN_ADDRESS.fullmatch(address) else same_place(address)
        if _is_reserved(place):
            return NEWSGENS_OWN
        is_file = not article and not address.endswith("/")
        ways = list(_ways(place)) if "source" in place or ".htm" in place else []
        holder = self._owners.get(place)
        rival = holder if holder != owner else None
        if not rival and (self._passed or ways):
            passing = self._passed.get(_capture_of(place) if article else place if is_file else "")
            rival = passing or next(filter(None, map(self._closing, ways)), None)
        if rival:
            return rival
        self._owners[place] = owner
        if ways:
            self._passed.update(dict.fromkeys(ways, owner))
        if article:
            self._articles[place] = owner
        elif is_file:
            self._closed[place] = owner
        return None

    def _closing(self, way: str) -> str | None:
        """Return who closed a *way*: with a file, or with the article whose capture it leads into."""
        article = way.removesuffix(_capture_of(""))
        return self._closed.get(way) or (self._articles.get(article) if article != way else None)


def _capture_of(place: str) -> str:
    """Return the name under which the addresses of an article's capture are one: its page, its files."""
    return f"{place}/source"


def _ways(place: str) -> Iterator[str]:
    """Yield what somebody could have closed of the way to *place*: captures of articles, and files."""
    names = place.split("/")
    for depth, name in enumerate(names[1:], 1):
        if _CAPTURE_NAME.fullmatch(name):
            yield _capture_of("/".join(names[:depth]))
        if names[depth - 1].endswith((".html", ".htm")):
            yield "/".join(names[:depth])


@lru_cache(maxsize=1024)
def _is_reserved_folder(first: str) -> bool:
    return is_reserved(f"{first}/x")


def _is_reserved(place: str) -> bool:
    """Tell what `is_reserved` tells: of a page below a folder that depends on the folder alone."""
    first, slash, _ = place.partition("/")
    return _is_reserved_folder(first) if slash and ".htm" not in place else is_reserved(place)


def is_fit(key: str) -> bool:
    """Tell an id that a line of the address book can hold."""
    return bool(key) and (key.isprintable() or not _CONTROL.search(key))


def read_book(root: Path) -> tuple[dict[str, BookLine], list[NewsgenError]]:
    """Return the lines of the project's address book by id, and an error for each that cannot be one.

    No file is an empty book; CRLF, a BOM, blank lines and any order are read as they are meant.
    """
    try:
        text = read_utf8(read_file(root / BOOK), BOOK, AddressBookError)
    except FileNotFoundError:
        return {}, []
    except OSError as error:
        return {}, [AddressBookError(BOOK, f"cannot be read ({error.strerror})", "make it a readable file")]
    except AddressBookError as error:
        return {}, [error]
    rows = [(number, row) for number, row in enumerate(text.split("\n"), 1) if row.strip()]
    may_conflict = any(sign * 7 in text for sign in "<=>|")
    conflict = next((number for number, row in rows if _CONFLICT.fullmatch(row)), None) if may_conflict else None
    if conflict:
        found = "holds a merge conflict"
        return {}, [AddressBookError(BOOK, found, "keep the lines of both sides, each id once", conflict)]
    return _read_rows(rows)


def _read_rows(rows: list[tuple[int, str]]) -> tuple[dict[str, BookLine], list[NewsgenError]]:
    book: dict[str, BookLine] = {}
    errors: list[NewsgenError] = []
    numbers: dict[str, int] = {}
    places = Places()
    for number, row in rows:
        plain = _PLAIN_ROW.fullmatch(row)
        if plain:
            key, address = plain.groups()
            if (
                len(address) <= _SHORT
                and key not in numbers
                and not places.take(address, f"line {number}", article=True)
            ):
                numbers[key] = number
                book[key] = BookLine(address)
                continue
        key, *texts = row.split("\t")
        first = numbers.setdefault(key, number)
        problem = _problem(key, texts) or _clash(texts, number, places)
        if first != number:
            problem = f"the id {key!r} is on line {first} too", "delete one of the two lines"
        if problem:
            errors.append(AddressBookError(BOOK, *problem, number))
        else:
            address, *older = (text.removeprefix("/") for text in texts)
            book[key] = BookLine(address, tuple(older))
    return book, errors


def _problem(key: str, texts: list[str]) -> tuple[str, str] | None:
    """Return finding and remedy for a line that is wrong in itself."""
    if not texts:
        return "a line without a tab", "write id, tab, /address/, or delete the line"
    if not is_fit(key):
        return f"the id {key!r} is empty or holds a control character", "mend the id, or delete the line"
    if not texts[0].endswith("/"):
        return f"the address {texts[0]!r} has no slash at its end", "write it like /articles/خبر/"
    for text in texts:
        finding = _misspelled(text)
        if finding:
            return f"the address {text!r} {finding}", "write it like /articles/خبر/"
    return None


def _misspelled(text: str) -> str | None:
    """Return what is wrong with the spelling of an address in the book."""
    if not text.startswith("/"):
        return "does not begin with a slash"
    try:
        address = alias_url(text)
    except ValueError as error:
        return str(error)
    return None if f"/{address}" == text else f"is not spelled like /{address}"


def _clash(texts: list[str], number: int, places: Places) -> tuple[str, str] | None:
    """Take the addresses of a line; return finding and remedy where another line holds one of them."""
    for text in texts:
        rival = places.take(text.removeprefix("/"), f"line {number}", article=text is texts[0])
        if rival == NEWSGENS_OWN:
            return f"the address {text} is that of {rival}", "delete the line: its article gets another address"
        if rival:
            return f"the address {text} is taken by {rival}", "keep it on one line, the one whose article is there"
    return None


def book_bytes(book: Mapping[str, BookLine]) -> bytes:
    """Return *book* as the file holds it: UTF-8, sorted by id, each line ended by LF."""
    rows = ("\t/".join((key, line.address, *line.older)) for key, line in sorted(book.items()))
    return "".join(f"{row}\n" for row in rows).encode()


def write_book(book: Mapping[str, BookLine], root: Path) -> None:
    """Replace the project's address book, whole, where it does not say the same; none is made for no line.

    A link is followed to its file. Raises OutputError where the file cannot be written.
    """
    data = book_bytes(book)
    try:
        file = real_path(root / BOOK)
        before = file.read_bytes() if file.exists() else None
        if data != (before or b""):
            replace_file(file, data)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise OutputError(str(root / BOOK), "is a link that leads nowhere", "remove it") from None
        unnamed = OSError(error.errno, error.strerror)  # the user knows the book, not the draft beside it
        raise OutputError.because("written", unnamed, root / BOOK) from None
