"""Choose the address of a picture among all that its element tells."""

import re
from collections.abc import Callable, Iterable, Iterator

from newsgen.loaders.webpage.dom import Element, absolute_url
from newsgen.loaders.webpage.pictures.addresses import (
    INSIDE,
    Candidate,
    addresses_in,
    inner_address,
    is_like_address,
    is_stand_in,
    picture_key,
    srcset,
    width_in,
)

AtHand = Callable[[str], str | None]
"""Returns the URL of a picture that the capture contains, for its address as written or as a full URL; else None."""

_MOST_PIXELS, _MOST_DENSE = 1600, 2.0
_USUAL_PIXELS = 900
"""Taken for the width of a picture that tells none."""
_SIDE_ATTRIBUTES = re.compile(
    r"alt|title|class|id|style|sizes|role|on\w+|aria-.*"
    r"|.*(?:thumb|small|low|tiny|preview|blur|avatar|author|pin|share|fallback|default|error|hover|link).*"
)
"""Attributes with words, or with other pictures than the one that the element shows."""
_LAZY_NAME = re.compile(r"src|lazy|orig|full|large|hi-?res|zoom|retina")
_ADDRESS_NAME = re.compile(r"src|lazy|orig|im(?:a?ge?)?$|url")


def candidates_of(image: Element) -> list[Candidate]:
    """Return the addresses at which the picture of *image* may be, as the page writes them, without stand-ins."""
    src = (image.get("src") or "").strip()
    is_shown = not is_stand_in(src)
    found: list[Candidate] = []
    sets: list[Candidate] = []
    for name, value in image.items():
        if "srcset" in name:
            sets += srcset(value)
        elif name != "src" and not _SIDE_ATTRIBUTES.fullmatch(name):
            found += (one for one in _others(name, value) if not is_shown or _is_same(name, one.address, src))
    found += [Candidate(src, width_in(src))] if is_shown else []
    sets = [one for one in sets if not is_stand_in(one.address)]
    if any(one.width for one in sets):  # browsers then never show what tells no width
        found, sets = ([one for one in some if one.width] for some in (found, sets))
    return [*sets, *(one for one in found if not is_stand_in(one.address))]


def _others(name: str, value: str) -> Iterator[Candidate]:
    """Yield the addresses of pictures in another attribute of an image, called *name*, that has this *value*."""
    found = list(addresses_in(value))
    yield from found
    if not found and _ADDRESS_NAME.search(name) and is_like_address(value.strip()):
        yield Candidate(value.strip(), width_in(value))


def _is_same(name: str, address: str, src: str) -> bool:
    """Return whether the *address* in an attribute called *name* is that of the picture at *src*."""
    return bool(_LAZY_NAME.search(name)) or picture_key(address) == picture_key(src)


def choose(candidates: Iterable[Candidate], base: str | None, at_hand: AtHand) -> str | None:
    """Return the URL of the best of *candidates*: one that is at hand, then the largest sensible one; None without."""
    usable = []
    for place, one in enumerate(candidates):
        absolute = absolute_url(inner_address(one.address), base)
        known = next(
            filter(None, map(at_hand, filter(None, (one.address, absolute_url(one.address, base), absolute)))), None
        )
        is_inside = one.address.startswith(INSIDE)
        if url := one.address if is_inside else known or absolute:
            usable.append((bool(known or is_inside), _score(one), -place, url))
    return max(usable)[-1] if usable else None


def _score(one: Candidate) -> float:
    """Return how desirable a picture's size is: the larger the better, until it is larger than any screen needs."""
    if one.width is None:
        dense = one.density if one.density <= _MOST_DENSE else 1 / one.density
        return _USUAL_PIXELS + dense
    return one.width if one.width <= _MOST_PIXELS else _MOST_PIXELS - 0.3 * (one.width - _MOST_PIXELS)
