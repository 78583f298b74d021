"""Define the picture of an article as lists show it, and the sizes in which a picture is published."""

from typing import NamedTuple


class Variant(NamedTuple):
    """A smaller size of a picture."""

    url: str
    """Its address, which contains ten digits of its SHA-256."""
    width: int
    """Pixels."""
    height: int


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
