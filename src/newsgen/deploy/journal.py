"""Define the journal of a deploy, from which the next one knows what an interrupted one may have changed.

It is written to the target before anything is changed there, and removed at the end. A file is known to be as the
target's receipt says only if no journal names it; so each moment at which a deploy can stop leaves a true account.
"""

import json
from collections.abc import Sequence

from newsgen.deploy.plan import State
from newsgen.deploy.site import BuiltSite, receipt_at
from newsgen.errors import OutputError
from newsgen.model.receipt import is_site_path

JOURNAL = ".newsgen-deploy.json"
"""The path of the journal at the target."""
VERSION = 1


def journal_of(site: BuiltSite, state: State) -> bytes:
    """Return the journal of a deploy of *site* to a target in *state*.

    It names each file that this deploy changes, and each that the target's receipt does not describe.
    """
    known, listed = state.files, state.listed
    return _serialise(
        [
            path
            for path in sorted({*site.files, *known})
            if not (site.files.get(path) == known.get(path) == listed.get(path))
        ]
    )


def _serialise(paths: Sequence[str]) -> bytes:
    listed = ",\n".join(json.dumps(path, ensure_ascii=False) for path in paths)
    return f'{{"newsgen deploy": {VERSION}, "open": [\n{listed}\n]}}\n'.encode()


def known_state(where: str, receipt: bytes | None, journal: bytes | None, *, overwrite: bool = False) -> State:
    """Return what the files *receipt* and *journal* at the target *where* say about it; None stands for no file.

    With *overwrite*, a file that is not a receipt is treated as missing.
    """
    try:
        listed = receipt_at(where, receipt)
    except OutputError:
        if not overwrite:
            raise
        listed = {}
    files: dict[str, str | None] = {**listed}
    if journal is not None:
        files |= dict.fromkeys(_parse(where, journal))
    return State(files, receipt, listed, journal is not None)


def _parse(where: str, journal: bytes) -> list[str]:
    try:
        value = json.loads(journal)
        paths, version = value["open"], value["newsgen deploy"]
        is_valid = version == VERSION and all(isinstance(path, str) and is_site_path(path) for path in paths)
    except (ValueError, KeyError, TypeError, RecursionError):
        is_valid = False
    if not is_valid:
        found = f"its file {JOURNAL} is not a journal of this version of newsgen"
        raise OutputError(where, found, "update newsgen; or delete the file, and deploy with --overwrite")
    return list(paths)
