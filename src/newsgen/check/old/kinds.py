"""List the kinds of files that name the addresses of a former site."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from newsgen.check.old.access_log import is_log, read_log
from newsgen.check.old.address_list import is_list, read_list
from newsgen.check.old.old_address import OldAddress, head_of
from newsgen.check.old.sitemaps import is_sitemap, read_sitemap
from newsgen.check.old.wordpress_export import is_export, read_export
from newsgen.errors import SourceError


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file that names old addresses."""

    name: str
    matches: Callable[[bytes], bool]
    """Returns whether a file that begins with these bytes is of this kind."""
    read: Callable[[Path], Iterator[OldAddress]]
    counts_hits: bool = False
    """Whether the file says how often an address was asked for."""


KINDS: tuple[Kind, ...] = (
    Kind("WordPress export", is_export, read_export),
    Kind("sitemap", is_sitemap, read_sitemap),
    Kind("access log", is_log, read_log, counts_hits=True),
    Kind("list of addresses", is_list, read_list),
)
"""The first that matches reads the file."""


def kind_of(file: Path) -> Kind:
    """Return the kind of a *file* of old addresses; raise SourceError if it is none."""
    head = head_of(file)
    kind = next((kind for kind in KINDS if kind.matches(head)), None)
    if kind is None:
        remedy = "give a WordPress export, a sitemap, an access log, or a list with one address on each line"
        raise SourceError(str(file), "has no addresses that newsgen can read" if head else "is empty", remedy)
    return kind
