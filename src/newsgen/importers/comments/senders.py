"""Keep e-mail addresses out of comments, and tell senders apart by a keyed hash of theirs."""

import hashlib
import hmac
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from newsgen.build.incremental import CACHE
from newsgen.errors import OutputError

KEY_FILE = f"{CACHE}/comments.key"
_KEY_BYTES = 32
_HASH_LENGTH = 12
_ADDRESS = re.compile(r"(?<![\w.+%-])[\w.+%-]++@[\w-]++\.(?=[\w-])(?:[\w-]++\.(?=[\w-])|)*+[\w-]++")
"""Matches an e-mail address; each letter of a text is looked at once, however long a word is."""
MASK = "…@…"
"""What stands in a comment in place of an e-mail address."""
_MD5 = re.compile("[0-9a-f]{32}")


def has_address(text: str) -> bool:
    """Return whether a comment's *text* has an e-mail address in it."""
    return "@" in text and bool(_ADDRESS.search(text))


def masked(text: str) -> tuple[str, int]:
    """Return a comment's *text* without the e-mail addresses in it, and how many there were."""
    return _ADDRESS.subn(MASK, text) if "@" in text else (text, 0)


@dataclass(frozen=True, slots=True)
class Senders:
    """Makes the hashes by which the comments of one sender are found again.

    An e-mail address can be guessed from a plain hash: one hashes those of all suspects. So the hash needs a key, and
    the key stays out of content/, which is often public. If it is lost, only the senders of old and new comments are
    no longer known as the same.
    """

    key: bytes

    def hash_of(self, email: str) -> str | None:
        """Return the hash of a sender's *email*, or of its MD5, which is all that Staticman hands on; None if empty."""
        address = email.strip().lower()
        if not address:
            return None
        digest = (
            address if _MD5.fullmatch(address) else hashlib.md5(address.encode(), usedforsecurity=False).hexdigest()
        )
        return hmac.new(self.key, digest.encode(), "sha256").hexdigest()[:_HASH_LENGTH]


def read_senders(root: Path, *, writes: bool) -> Senders:
    """Return the senders of the project at *root*; its key is made if it is missing, and kept if the command *writes*.

    Raises OutputError if the key can be neither read nor written.
    """
    file = root / KEY_FILE
    try:
        key = file.read_bytes() if file.exists() else b""
        if len(key) >= _KEY_BYTES:
            return Senders(key)
        key = secrets.token_bytes(_KEY_BYTES)
        if writes:
            file.parent.mkdir(exist_ok=True)
            file.unlink(missing_ok=True)
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as stream:
                stream.write(key)
    except OSError as error:
        raise OutputError.from_os_error("written", error, file) from None
    return Senders(key)
