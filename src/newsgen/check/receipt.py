"""Prove that the folder of a site is exactly what its receipt lists."""

import os
from collections.abc import Iterator
from pathlib import Path

from newsgen.check.finding import Finding
from newsgen.errors import OutputError
from newsgen.filesystem import read_file, sha256
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
            is_same = sha256(read_file(site / path)) == digest
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


def _paths(site: str) -> Iterator[str]:
    for folder, folders, names in os.walk(site):
        folders[:] = sorted(name for name in folders if name != _STAGING or folder != site)
        below = os.path.relpath(folder, site)
        yield from (name if below == "." else f"{below}/{name}" for name in sorted(names))
