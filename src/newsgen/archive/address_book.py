"""Read and write content/addresses.tsv, the record of all published URLs, and register the owner of each URL.

A line consists of an article's id, its address and its older addresses, newest first, separated by tabs.
In the file an address begins with a slash; everywhere else it has none, as in `model.urls`.
"""

import errno
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from newsgen.errors import NewsgenError, OutputError
from newsgen.filesystem import nfc, read_file, read_utf8, real_path, replace_file
from newsgen.model.urls import MAX_SEGMENT_BYTES, alias_url, is_reserved, place_key

ADDRESS_BOOK = "content/addresses.tsv"
NEWSGENS_OWN = "newsgen's own pages"
"""The owner of every reserved address."""

_CONFLICT = re.compile(r"(?:<{7}|={7}|>{7}|\|{7})(?: [^\t]*)?")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_PLAIN = "(?:[0-9a-z\u0621-\u064a\u0660-\u0669-]+/)+"
"""An address of digits, hyphens, small Latin letters and Arabic letters; valid, and its own `place_key`."""
_PLAIN_ADDRESS = re.compile(_PLAIN)
_PLAIN_ROW = re.compile(rf"([^\x00-\x1f\x7f-\x9f\u2028\u2029]+)\t/({_PLAIN})")
"""Matches a line with one such address, as nearly all lines are; the line is valid if the address is short."""
_MAX_PLAIN_LENGTH = MAX_SEGMENT_BYTES // 2
"""Characters of such an address that are never too long for a file name, at two bytes each."""
_CAPTURE_NAME = re.compile(r"source(?:(?:-[0-9]+)?\.txt)?|citation\.(?:bib|ris|json)")
"""Matches the pages and files below an article's page, which no other address may need as a folder."""


class AddressBookError(NewsgenError):
    """The address book is invalid, and no article may be published before it is corrected."""


@dataclass(frozen=True, slots=True)
class BookLine:
    """The addresses of one article."""

    address: str
    older: tuple[str, ...] = ()
    """Addresses that the article had before, newest first; they redirect to the present one."""


@dataclass(slots=True)
class AddressRegistry:
    """The owner of each address of the site, so that no two owners claim one address or conflicting addresses.

    Addresses conflict if one needs a file where the other needs a folder, or if one lies within the capture
    of the other's article. All are stored by the key that `place_key` returns.
    """

    _owners: dict[str, str] = field(default_factory=dict)
    _articles: dict[str, str] = field(default_factory=dict)
    """The owners of articles; another's address may not lie within an article's capture."""
    _files: dict[str, str] = field(default_factory=dict)
    """The owners of files; no address may use a file as a folder."""
    _entered: dict[str, str] = field(default_factory=dict)
    """The owner of an address within each folder that could also be an article's capture or a file."""

    def claim(self, address: str, owner: str, *, article: bool = False) -> str | None:
        """Give *address* to *owner* in the address book and return None, or return the owner of a conflicting address.

        An *article* also gets the addresses of its capture. An owner may claim an address again.
        """
        place = address[:-1] if _PLAIN_ADDRESS.fullmatch(address) else place_key(address)
        if _is_reserved(place):
            return NEWSGENS_OWN
        is_file = not article and not address.endswith("/")
        folders = list(_guarded_folders(place)) if "source" in place or "citation." in place or ".htm" in place else []
        holder = self._owners.get(place)
        if holder == owner:
            holder = None
        if not holder and (self._entered or folders):
            entered_by = self._entered.get(_capture_key(place) if article else place if is_file else "")
            holder = entered_by or next(filter(None, map(self._blocker, folders)), None)
        if holder:
            return holder
        self._owners[place] = owner
        if folders:
            self._entered.update(dict.fromkeys(folders, owner))
        if article:
            self._articles[place] = owner
        elif is_file:
            self._files[place] = owner
        return None

    def _blocker(self, folder: str) -> str | None:
        """Return the book's owner of a file named like *folder*, or of the article whose capture it is, or None."""
        article = folder.removesuffix(_capture_key(""))
        return self._files.get(folder) or (self._articles.get(article) if article != folder else None)


def _capture_key(place: str) -> str:
    """Return the key that stands in the address book for the addresses of an article's capture, page and files."""
    return f"{place}/source"


def _guarded_folders(place: str) -> Iterator[str]:
    """Yield the parent folders of *place* that another address may block: captures of articles, and files."""
    names = place.split("/")
    for depth, name in enumerate(names[1:], 1):
        if _CAPTURE_NAME.fullmatch(name):
            yield _capture_key("/".join(names[:depth]))
        if names[depth - 1].endswith((".html", ".htm")):
            yield "/".join(names[:depth])


@lru_cache(maxsize=1024)
def _is_reserved_folder(first: str) -> bool:
    return is_reserved(f"{first}/x")


def _is_reserved(place: str) -> bool:
    """Return the same as `is_reserved` in `urls`, but faster, because only the folder of a page below one matters."""
    first, slash, _ = place.partition("/")
    return _is_reserved_folder(first) if slash and ".htm" not in place else is_reserved(place)


def is_valid_id(key: str) -> bool:
    """Return whether a line of the address book can hold the id *key*."""
    return bool(key) and (key.isprintable() or not _CONTROL.search(key))


def read_book(root: Path) -> tuple[dict[str, BookLine], list[NewsgenError]]:
    """Return the lines of the project's address book by id, and an error for each invalid line.

    A missing file is an empty book; CRLF, a BOM, blank lines, NFD and any order of lines are accepted.
    """
    try:
        text = nfc(read_utf8(read_file(root / ADDRESS_BOOK), ADDRESS_BOOK, AddressBookError))
    except FileNotFoundError:
        return {}, []
    except OSError as error:
        return {}, [AddressBookError(ADDRESS_BOOK, f"cannot be read ({error.strerror})", "make it a readable file")]
    except AddressBookError as error:
        return {}, [error]
    rows = [(number, row) for number, row in enumerate(text.split("\n"), 1) if row.strip()]
    may_conflict = any(sign * 7 in text for sign in "<=>|")
    conflict = next((number for number, row in rows if _CONFLICT.fullmatch(row)), None) if may_conflict else None
    if conflict:
        found = "contains a merge conflict"
        return {}, [AddressBookError(ADDRESS_BOOK, found, "keep the lines of both sides, each id once", conflict)]
    return _read_rows(rows)


def _read_rows(rows: list[tuple[int, str]]) -> tuple[dict[str, BookLine], list[NewsgenError]]:
    book: dict[str, BookLine] = {}
    errors: list[NewsgenError] = []
    numbers: dict[str, int] = {}
    registry = AddressRegistry()
    for number, row in rows:
        plain = _PLAIN_ROW.fullmatch(row)
        if plain:
            key, address = plain.groups()
            is_valid = len(address) <= _MAX_PLAIN_LENGTH and key not in numbers
            if is_valid and not registry.claim(address, f"line {number}", article=True):
                numbers[key] = number
                book[key] = BookLine(address)
                continue
        key, *texts = row.split("\t")
        first = numbers.setdefault(key, number)
        problem = _find_problem(key, texts) or _claim_addresses(texts, number, registry)
        if first != number:
            problem = (
                f"the id {key!r} is on line {first} too",
                "keep one line and append the other's address to it, after a tab",
            )
        if problem:
            errors.append(AddressBookError(ADDRESS_BOOK, *problem, number))
        else:
            address, *older = (text.removeprefix("/") for text in texts)
            book[key] = BookLine(address, tuple(older))
    return book, errors


def _find_problem(key: str, texts: list[str]) -> tuple[str, str] | None:
    """Return finding and remedy for an address book line that is invalid in itself; None if it is valid."""
    if not texts:
        return "the line has no tab", "write id, tab, /address/, or delete the line"
    if not is_valid_id(key):
        return f"the id {key!r} is empty or contains a control character", "correct the id, or delete the line"
    if not texts[0].endswith("/"):
        return f"the address {texts[0]!r} has no slash at its end", "write it like /articles/خبر/"
    for text in texts:
        finding = _misspelled(text)
        if finding:
            return f"the address {text!r} {finding}", "write it like /articles/خبر/"
    return None


def _misspelled(text: str) -> str | None:
    """Return what is wrong with the spelling of an address in the book; None if nothing is."""
    if not text.startswith("/"):
        return "does not begin with a slash"
    try:
        address = alias_url(text)
    except ValueError as error:
        return str(error)
    return None if f"/{address}" == text else f"is not spelled like /{address}"


def _claim_addresses(texts: list[str], number: int, registry: AddressRegistry) -> tuple[str, str] | None:
    """Claim the addresses of an address book line; return finding and remedy if one is taken, else None."""
    for text in texts:
        holder = registry.claim(text.removeprefix("/"), f"line {number}", article=text is texts[0])
        if holder == NEWSGENS_OWN:
            return f"the address {text} is reserved for {holder}", "delete the line to get another address"
        if holder:
            return f"the address {text} is taken by {holder}", "keep it only on the line of the article published there"
    return None


def book_bytes(book: Mapping[str, BookLine]) -> bytes:
    """Return the content of the address book's file: UTF-8, sorted by id, each line ended by LF."""
    rows = ("\t/".join((key, line.address, *line.older)) for key, line in sorted(book.items()))
    return "".join(f"{row}\n" for row in rows).encode()


def write_book(book: Mapping[str, BookLine], root: Path) -> None:
    """Replace the project's address book atomically if its content changes; an empty book is not created.

    A symbolic link is followed to its file. Raises OutputError if the file cannot be written.
    """
    data = book_bytes(book)
    try:
        file = real_path(root / ADDRESS_BOOK)
        if data != (file.read_bytes() if file.exists() else b""):
            replace_file(file, data)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise OutputError(str(root / ADDRESS_BOOK), "is a symbolic link to itself", "remove it") from None
        unnamed = OSError(error.errno, error.strerror)  # without the temporary file's name, which users do not know
        raise OutputError.from_os_error("written", unnamed, root / ADDRESS_BOOK) from None
