"""Make an article's profile, its heaviest terms, from the counts of its stems.

The weight of a term follows from the article and from how common the term is in news, not from the archive, so that
a profile stays as it is while other articles come and go.
"""

import struct
from collections.abc import Mapping
from itertools import repeat
from operator import mul
from zlib import crc32

from newsgen.text.profiles.common_stems import IN_A_32ND, IN_A_64TH, IN_AN_EIGHTH

PROFILE_TERMS = 20
"""The number of terms in the profile of an article."""
NUMBERS_SIZE = 4 * PROFILE_TERMS
"""The bytes of a profile that are the numbers of its terms, least significant byte first; the signature follows."""
SIGNATURE_SIZE = 128
"""The bytes of the signature of a profile."""
SIGNATURE_BITS = 32
"""The bits of a signature that are set, about: each term sets as many as its share of the weight of all terms."""

_RARE = 64  # the weight of a stem in fewer than one in 64 articles
_WEIGHTS = {**dict.fromkeys(IN_AN_EIGHTH, 4), **dict.fromkeys(IN_A_32ND, 25), **dict.fromkeys(IN_A_64TH, 49)}
_RUNS = [(1 << bits) - 1 for bits in range(SIGNATURE_BITS + 1)]
_PLACES = 8 * SIGNATURE_SIZE - SIGNATURE_BITS  # where the bits of a term can begin
_NUMBERS = struct.Struct(f"<{PROFILE_TERMS}I")


def profile_of(stems: Mapping[str, int]) -> bytes:
    """Return the profile of an article with these *stems* and counts, 208 bytes: numbers of terms, and a signature.

    The terms are the heaviest, of equally heavy ones the first; fewer than 20 are filled up with zeros. The more two
    articles have in common, the more bits are set in both signatures.
    """
    weights = dict(zip(stems, map(mul, stems.values(), map(_WEIGHTS.get, stems, repeat(_RARE))), strict=True))
    heaviest = sorted(weights, key=weights.__getitem__, reverse=True)[:PROFILE_TERMS]
    numbers = [crc32(stem.encode()) or 1 for stem in heaviest]  # the same in every archive; 0 stands for no term
    total = sum([weights[stem] for stem in heaviest])
    signature = 0
    for stem, number in zip(heaviest, numbers, strict=True):
        signature |= _RUNS[(SIGNATURE_BITS * weights[stem] + total // 2) // total] << number % _PLACES
    return _NUMBERS.pack(*numbers, *[0] * (PROFILE_TERMS - len(numbers))) + signature.to_bytes(SIGNATURE_SIZE, "little")


def terms_of(profile: bytes) -> tuple[int, ...]:
    """Return the numbers of the terms of an article from its *profile*."""
    numbers = _NUMBERS.unpack_from(profile)
    return numbers if numbers[-1] else tuple(filter(None, numbers))


def signature_of(profile: bytes) -> int:
    """Return the signature in the *profile* of an article."""
    return int.from_bytes(profile[NUMBERS_SIZE:], "little")
