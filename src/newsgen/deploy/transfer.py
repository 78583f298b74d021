"""Publish a site to a target that stores single files, in an order that keeps it whole at every moment."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol

from newsgen.deploy.journal import JOURNAL, journal_of, known_state
from newsgen.deploy.plan import Plan, make_plan
from newsgen.deploy.site import BuiltSite
from newsgen.deploy.target import Sent
from newsgen.errors import OutputError
from newsgen.model.receipt import RECEIPT

_MOST_NAMES = 5
"""Files of others that an error names."""


class Found(NamedTuple):
    """What a store has of an earlier deploy."""

    receipt: bytes | None = None
    journal: bytes | None = None
    sizes: Mapping[str, int] | None = None
    """The size of each file in the store; None if it is not known without asking for each."""
    is_outdated: bool = False
    """Whether every file has to be sent again, because what is stored beside its content is not as it must be."""
    has_leftovers: bool = False
    """Whether there is a temporary file of an interrupted deploy; it is removed together with the journal."""


class Store(Protocol):
    """Files by their paths, each of which is replaced whole."""

    where: str
    """How the store is named in messages; without credentials."""

    def look(self) -> Found:
        """Return what the store has of an earlier deploy."""

    def compare(self, site: BuiltSite, paths: Iterable[str]) -> Mapping[str, bool]:
        """Return, for those *paths* of *site* at which the store has a file, whether it has the same content."""

    def write(self, path: str, data: bytes) -> None:
        """Store *data* at *path*."""

    def send(self, site: BuiltSite, paths: Iterable[str], sent: Sent) -> None:
        """Store these files of *site*."""

    def remove(self, site: BuiltSite, paths: Iterable[str], sent: Sent) -> None:
        """Remove the files at *paths*, and folders that are empty then; some may be gone already."""


@dataclass(frozen=True, slots=True)
class StoreTarget:
    """A target that is a store of files."""

    store: Store

    @property
    def where(self) -> str:
        """How the target is named in messages."""
        return self.store.where

    def compare(self, site: BuiltSite, *, overwrite: bool) -> Plan:
        """Return what publishing *site* changes in the store; the store is asked only about files in doubt."""
        found = self.store.look()
        state = known_state(self.where, found.receipt, found.journal, overwrite=overwrite)
        state = replace(state, is_interrupted=state.is_interrupted or found.has_leftovers)
        files = dict(state.files)
        if found.sizes is not None:
            gone = [path for path in files if not _is_there(site, path, found.sizes)]
            files |= dict.fromkeys(gone)  # somebody has removed or replaced them
        doubtful = [path for path in site.files if files.get(path) is None]
        same = self.store.compare(site, doubtful) if doubtful else {}
        others = [path for path, is_same in same.items() if not is_same and path not in files]
        if others and not overwrite:
            raise not_ours(self.where, others)
        files |= {path: site.files[path] for path, is_same in same.items() if is_same}
        if found.is_outdated:
            state, files = replace(state, receipt=None), dict.fromkeys(files)
        return make_plan(site, replace(state, files=files))

    def publish(self, site: BuiltSite, plan: Plan, sent: Sent) -> None:
        """Send what *plan* says: files before pages that show them, then the receipt; removals come last."""
        store = self.store
        if plan.sent or plan.removed:
            store.write(JOURNAL, journal_of(site, plan.state))
        for stage in plan.stages:
            if stage:
                store.send(site, stage, sent)
        if plan.sends_receipt:
            store.write(RECEIPT, site.receipt_data)
        if plan.removed:
            store.remove(site, plan.removed, sent)
        if plan.sent or plan.removed or plan.state.is_interrupted:
            store.remove(site, [JOURNAL], lambda _: None)


def _is_there(site: BuiltSite, path: str, sizes: Mapping[str, int]) -> bool:
    """Return whether a store with files of these *sizes* has one at *path*, of the size that it has in *site*."""
    return path in sizes and (path not in site.files or sizes[path] == site.size(path))


def not_ours(where: str, paths: Iterable[str]) -> OutputError:
    """Return the error that the target *where* has files of others at these *paths* of the site."""
    paths = sorted(paths)
    names = ", ".join(paths[:_MOST_NAMES]) + (" …" if len(paths) > _MOST_NAMES else "")
    found = f"has files that newsgen did not write, at paths that the site needs: {names}"
    return OutputError(where, found, "move them away, or deploy with --overwrite to replace them")
