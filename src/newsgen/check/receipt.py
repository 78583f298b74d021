"""Prove that the folder of a site is exactly what its receipt lists."""

import os
from collections.abc import Iterator
from pathlib import Path

from newsgen.check.finding import Finding
from newsgen.errors import OutputError
from newsgen.filesystem import sha256
from newsgen.model.receipt import RECEIPT, read_receipt

NAME = "receipt"
_OWN = {".newsgen-files", RECEIPT}
"""Files of the folder that no receipt lists; the first is the list of the build's own files."""
_STAGING = ".newsgen-staging"


def verify_folder(site: Path) -> list[Finding]:
    """Return a finding for each file of *site* that is missing, changed, or not in the receipt.

    Raises OutputError if the site has no receipt.
    """
    files = read_receipt(site).files
    findings = []
    for path, digest in files.items():
        try:
            is_same = sha256(_read(f"{site}/{path}")) == digest
        except (FileNotFoundError, NotADirectoryError):
            findings.append(Finding(NAME, "error", path, None, "", "is missing", "build the site again"))
            continue
        except OSError as error:
            raise OutputError.from_os_error("read", error, site / path) from None
        if not is_same:
            findings.append(Finding(NAME, "error", path, None, "", "is not as it was built", "build the site again"))
    foreign = (path for path in _paths(str(site)) if path not in files and path not in _OWN)
    remedy = "move it away; if it belongs to the site, put it into content/media/"
    return findings + [Finding(NAME, "warning", path, None, "", "is not in the receipt", remedy) for path in foreign]


def _read(location: str) -> bytes:
    with open(location, "rb", buffering=0) as file:  # noqa: PTH123 - called for every file
        return file.readall()


def _paths(site: str, below: str = "") -> Iterator[str]:
    """Yield the path of each file below the folder *below* of *site*, sorted by folder."""
    with os.scandir(f"{site}/{below}") as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        if not entry.is_dir(follow_symlinks=False):
            yield below + entry.name
        elif below + entry.name != _STAGING:
            yield from _paths(site, f"{below}{entry.name}/")
