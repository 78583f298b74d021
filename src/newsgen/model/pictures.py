"""Define the files of content/media/ as they are published, their sizes, and the picture of an article in lists."""

from dataclasses import dataclass
from typing import NamedTuple

WIDEST = 1200
"""Pixels of the widest size that pages load of a picture which has smaller ones."""


class Variant(NamedTuple):
    """A smaller size of a picture."""

    url: str
    """Its address, which contains ten digits of its SHA-256."""
    width: int
    """Pixels."""
    height: int


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A picture or a file that the site publishes."""

    url: str
    """Its address, which contains ten digits of its SHA-256."""
    width: int | None
    """Pixels, as the picture is shown: turned as its Exif data say. None if the file is not a picture."""
    height: int | None
    path: str
    """Below the root, with forward slashes, spelled as on the disk."""
    sha256: str = ""
    """Of the published bytes."""
    is_rewritten: bool = False
    """Whether other bytes are published than the file has: its place and its device are left out."""
    webp: tuple[Variant, ...] = ()
    """Smaller sizes in WebP, narrowest first; at most the last is as wide as the picture."""
    smaller: tuple[Variant, ...] = ()
    """Smaller sizes in the picture's own format, narrowest first."""

    @property
    def fallback(self) -> Variant:
        """The largest size of the picture in its own format that a page should load."""
        return self.smaller[-1] if self.smaller else Variant(self.url, self.width or 0, self.height or 0)

    @property
    def sizes(self) -> tuple[Variant, ...]:
        """The sizes of the picture in its own format, for a page; empty if there is but one."""
        if not self.smaller or self.smaller[-1].width >= WIDEST:
            return self.smaller
        return (*self.smaller, Variant(self.url, self.width or 0, self.height or 0))


class CardPicture(NamedTuple):
    """The picture of an article, for lists; it is always a file of the site."""

    url: str
    """The address for browsers that do not know WebP: a size that suits a list, in the picture's own format."""
    width: int
    height: int
    alt: str
    """What an editor wrote of it; "" if nothing, and if it is a picture of the text."""
    webp: tuple[Variant, ...] = ()
    """Its sizes in WebP, narrowest first; empty if there are none."""
