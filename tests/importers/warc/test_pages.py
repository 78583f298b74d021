import base64
import hashlib

import pytest

from newsgen.importers.warc.pages import matches_digest

BLOCK = "المكتبة".encode()


@pytest.mark.parametrize("algorithm", ["sha1", "SHA-1", "sha256", "sha-256", "md5", "sha512"])
@pytest.mark.parametrize("spell", [bytes.hex, lambda digest: base64.b32encode(digest).decode()])
def test_a_digest_is_checked_in_every_notation(algorithm, spell):
    """The standard allows several algorithms and encodings."""
    digest = hashlib.new(algorithm.lower().replace("-", ""), BLOCK).digest()
    assert matches_digest(f"{algorithm}:{spell(digest)}", [b"", BLOCK]) is True
    assert matches_digest(f"{algorithm}:{spell(digest)}", [b"other"]) is False


@pytest.mark.parametrize("declared", [None, "", "sha1", "sha1:", "crc32:12345678", "sha1:ABC", "sha1:" + "!" * 32])
def test_an_unknown_digest_is_not_checked(declared):
    """The result is None, so the page gets no warning."""
    assert matches_digest(declared, [BLOCK]) is None
