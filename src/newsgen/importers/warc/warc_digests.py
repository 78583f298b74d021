"""Check the digests that a web archive gives of its own bytes."""

import base64
import hashlib
from collections.abc import Iterable

_ALGORITHMS = {"md5": 16, "sha1": 20, "sha256": 32, "sha512": 64}
"""With the bytes of their digests."""


def confirms(declared: str | None, blocks: Iterable[bytes]) -> bool | None:
    """Whether one of *blocks* has the digest *declared*; None where that cannot be checked."""
    algorithm, _, value = (declared or "").strip().partition(":")
    algorithm = algorithm.lower().replace("-", "")
    size = _ALGORITHMS.get(algorithm)
    wanted = _bytes(value.strip(), size) if size else None
    if wanted is None:
        return None
    return any(hashlib.new(algorithm, block, usedforsecurity=False).digest() == wanted for block in blocks)


def _bytes(value: str, size: int) -> bytes | None:
    """Return the digest that *value* spells in base 16 or, as most archives do, base 32."""
    value = value.rstrip("=")
    try:
        if len(value) == 2 * size:
            return bytes.fromhex(value)
        digest = base64.b32decode(value + "=" * (-len(value) % 8), casefold=True)
    except ValueError:
        return None
    return digest if len(digest) == size else None
