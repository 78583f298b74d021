"""Define a finished site as checks see it: its files, and the facts of all its pages."""

import gc
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TypeAlias

from newsgen.check.finding import Finding
from newsgen.check.inventory import Inventory
from newsgen.check.page import Facts, Page, read_page
from newsgen.errors import OutputError
from newsgen.filesystem import read_file
from newsgen.model.receipt import RECEIPT, Receipt, read_receipt
from newsgen.workers.batches import IN_THIS_PROCESS, StartWorkers, in_batches

PageCheck: TypeAlias = Callable[[Page, Inventory], Iterable[Finding]]
"""Judges one page, in a worker process."""


@dataclass(frozen=True, eq=False)
class Site:
    """A finished site whose pages have been read; each is equal to itself alone."""

    inventory: Inventory
    pages: dict[str, Facts]
    """By path, sorted."""
    start: StartWorkers = IN_THIS_PROCESS
    """Starts worker processes for checks that read many files themselves."""

    @property
    def files(self) -> dict[str, int]:
        """The size of each file of the site by its path, sorted."""
        return self.inventory.files

    def read(self, path: str) -> bytes:
        """Return the content of a file of the site; raise OutputError if it cannot be read."""
        file = Path(self.inventory.folder, path)
        try:
            return read_file(file)
        except OSError as error:
            raise OutputError.from_os_error("read", error, file) from None

    @cached_property
    def receipt(self) -> Receipt | None:
        """What the build says it has published; None if the site has no receipt that can be read."""
        try:
            return read_receipt(Path(self.inventory.folder)) if RECEIPT in self.files else None
        except OutputError:
            return None


def read_site(inventory: Inventory, checks: Sequence[PageCheck], start: StartWorkers) -> tuple[Site, list[Finding]]:
    """Read all pages in worker processes; return the site, and what *checks* found in each of its pages."""
    pages: dict[str, Facts] = {}
    findings: list[Finding] = []
    for batch in in_batches(start, partial(_judge, inventory, tuple(checks)), inventory.pages):
        for facts, found in batch:
            pages[facts.path] = facts
            findings += found
    return Site(inventory, pages, start), findings


def _judge(
    inventory: Inventory, checks: Sequence[PageCheck], paths: Sequence[str]
) -> list[tuple[Facts, list[Finding]]]:
    """Return the facts of the pages at *paths*, each with what *checks* found in it."""
    judged = []
    was_enabled = gc.isenabled()
    gc.disable()  # it takes a quarter of the time, and nothing here is a cycle
    try:
        for path in paths:
            page = read_page(inventory, path)
            judged.append((page.facts, [finding for check in checks for finding in check(page, inventory)]))
    finally:
        if was_enabled:
            gc.enable()
    return judged
