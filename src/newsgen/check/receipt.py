"""Prove a folder, or a site on this machine, against the receipt of a build."""

from collections.abc import Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from newsgen.check.finding import Finding
from newsgen.check.inventory import Options, take_inventory
from newsgen.errors import OutputError
from newsgen.filesystem import read_file, sha256
from newsgen.model.receipt import RECEIPT, Receipt, parse_receipt, read_receipt
from newsgen.workers.batches import IN_THIS_PROCESS, StartWorkers, in_batches

_error = partial(Finding, "receipt", "error")
_warning = partial(Finding, "receipt", "warning")
_AGAIN = "build the site, or copy the file, again"


class Proof(NamedTuple):
    """What a comparison with a receipt has shown."""

    findings: list[Finding]
    files: int
    """The files that the receipt lists."""
    receipt: str
    """Where the receipt comes from."""


def verify_folder(site: Path, start: StartWorkers = IN_THIS_PROCESS, receipt: Path | None = None) -> list[Finding]:
    """Return what in the folder *site* is not as its receipt, or the *receipt* of that name, says.

    A file that is missing or has changed is an error, a foreign one a warning. Raises OutputError if the receipt
    cannot be read, ConfigError if the folder cannot.
    """
    return prove_folder(site, start, receipt).findings


def prove_folder(site: Path, start: StartWorkers = IN_THIS_PROCESS, receipt: Path | None = None) -> Proof:
    """Do the same as `verify_folder`, and return also which receipt was used."""
    inventory = take_inventory(site, Options())
    used = read_receipt_file(receipt) if receipt else read_receipt(site)
    files = set(inventory.files)
    findings = [_error(path, None, "", "is missing", _AGAIN) for path in used.files if path not in files]
    present = [(path, digest) for path, digest in used.files.items() if path in files]
    findings += chain.from_iterable(in_batches(start, partial(_changed, str(site)), present))
    for path in [*inventory.files, *inventory.odd]:
        if path not in used.files and path != RECEIPT:
            findings.append(_warning(path, None, "", "is not in the receipt", "remove it, or keep it out of the copy"))
    return Proof(findings, len(used.files), str(receipt or site / RECEIPT))


def read_receipt_file(file: Path) -> Receipt:
    """Return the receipt in *file*; raise OutputError if it is not one."""
    try:
        return parse_receipt(read_file(file), str(file))
    except OSError as error:
        raise OutputError.from_os_error("read", error, file) from None


def _changed(folder: str, files: Sequence[tuple[str, str]]) -> list[Finding]:
    """Return a finding for each of *files* in *folder* whose digest is another one."""
    findings = []
    for path, digest in files:
        try:
            data = read_file(Path(folder, path))
        except OSError as error:
            findings.append(_error(path, None, "", f"cannot be read ({error.strerror})", "make it readable"))
            continue
        if sha256(data) != digest:
            findings.append(_error(path, None, "", "has changed since it was built", _AGAIN))
    return findings
