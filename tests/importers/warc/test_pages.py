import base64
import hashlib

import pytest

from newsgen.importers.warc.pages import matches_digest

BLOCK = "المكتبة".encode()


@pytest.mark.parametrize("algorithm", ["sha1", "SHA-1", "sha256", "sha-256", "md5", "sha512"])
@pytest.mark.parametrize("spell", [bytes.hex, lambda digest: base64.b32encode(digest).decode()])
def test_a_digest_is_checked_however_it_is_spelled(algorithm, spell):
    """The standard leaves both the algorithm and the spelling open."""
    digest = hashlib.new(algorithm.lower().replace("-", ""), BLOCK).digest()
    assert matches_digest(f"{algorithm}:{spell(digest)}", [b"", BLOCK]) is True
    assert matches_digest(f"{algorithm}:{spell(digest)}", [b"other"]) is False


@pytest.mark.parametrize("declared", [None, "", "sha1", "sha1:", "crc32:12345678", "sha1:ABC", "sha1:" + "!" * 32])
def test_what_cannot_be_checked_is_neither(declared):
    """A page is doubted for a reason only."""
    assert matches_digest(declared, [BLOCK]) is None
