"""Read a finished site for its publication: its receipt, and files that are as the receipt says."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from newsgen.errors import NewsgenError, OutputError
from newsgen.filesystem import sha256
from newsgen.model.receipt import RECEIPT, Receipt, parse_receipt, receipt_data

_MOST_NAMES = 5
"""Drafts that an error names."""


@dataclass(frozen=True, slots=True)
class BuiltSite:
    """A finished site: exactly the files of its receipt, and the receipt."""

    folder: Path
    receipt: Receipt
    receipt_data: bytes
    """The content of the file of the receipt."""

    @property
    def files(self) -> Mapping[str, str]:
        """The digest of each file by its path, without the receipt."""
        return self.receipt.files

    def size(self, path: str) -> int:
        """Return the size of a file of the site in bytes."""
        if path == RECEIPT:
            return len(self.receipt_data)
        try:
            return os.stat(f"{self.folder}/{path}").st_size  # noqa: PTH116 - called for every file
        except OSError as error:
            raise OutputError.from_os_error("read", error, self.folder) from None

    def read(self, path: str) -> bytes:
        """Return the content of a file of the site; raise OutputError if it is not as the receipt says."""
        if path == RECEIPT:
            return self.receipt_data
        location = f"{self.folder}/{path}"
        try:
            with open(location, "rb", buffering=0) as file:  # noqa: PTH123 - the same
                data = file.readall()
        except OSError as error:
            raise OutputError.from_os_error("read", error, self.folder) from None
        if sha256(data) != self.files[path]:
            raise OutputError(location, "was changed after the build", "build again, then deploy")
        return data


def read_site(folder: Path) -> BuiltSite:
    """Return the finished site in *folder*; raise OutputError if it has no receipt, or contains drafts."""
    data = receipt_data(folder)
    receipt = parse_receipt(data, str(folder / RECEIPT))
    if receipt.drafts:
        names = ", ".join(receipt.drafts[:_MOST_NAMES]) + (" …" if len(receipt.drafts) > _MOST_NAMES else "")
        raise OutputError(
            str(folder), f"the site was built with its drafts ({names})", "build it without --drafts, then deploy"
        )
    return BuiltSite(folder, receipt, data)


def receipt_at(target: str, data: bytes | None) -> Mapping[str, str]:
    """Return the files of the receipt *data* that a *target* has; empty if it has none."""
    if data is None:
        return {}
    try:
        return parse_receipt(data, RECEIPT).files
    except NewsgenError as error:
        remedy = "move it away, update newsgen, or deploy with --overwrite if all files of the site there may go"
        raise OutputError(target, f"its file {RECEIPT} {error.found}", remedy) from None
