"""Run the chosen checks of a finished site."""

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from newsgen.check.checks import CHECKS
from newsgen.check.finding import Finding
from newsgen.check.inventory import Inventory, Options, take_inventory
from newsgen.check.page import read_page
from newsgen.check.site import read_site
from newsgen.model.urls import HOME, output_path
from newsgen.text.web_addresses import is_url
from newsgen.workers.batches import IN_THIS_PROCESS, StartWorkers

_HOME = output_path(HOME)
_WORST_FIRST = {"error": 0, "warning": 1, "note": 2}


class Verdict(NamedTuple):
    """What the checks of a site say."""

    findings: list[Finding]
    """Errors first."""
    files: int
    pages: int


def check_site(
    folder: Path,
    options: Options = Options(),  # noqa: B008 - it is frozen
    chosen: Collection[str] | None = None,
    start: StartWorkers = IN_THIS_PROCESS,
) -> list[Finding]:
    """Return what the *chosen* checks, all if it is None, find in the site in *folder*, errors first.

    Raises ConfigError if the folder is not a site that can be read.
    """
    return judge(folder, options, chosen, start).findings


def judge(folder: Path, options: Options, chosen: Collection[str] | None, start: StartWorkers) -> Verdict:
    """Do the same as `check_site`, and return also how much was read."""
    checks = [check for name, check in CHECKS.items() if chosen is None or name in chosen]
    of_pages = [check.of_page for check in checks if check.of_page]
    site, findings = read_site(_with_base_url(take_inventory(folder, options)), of_pages, start)
    for check in checks:
        if check.of_site:
            findings += check.of_site(site)
    return Verdict(sort(findings), len(site.files), len(site.pages))


def _with_base_url(inventory: Inventory) -> Inventory:
    """Return *inventory* with the address that the home page has for itself, unless its address is known."""
    if inventory.options.base_url or _HOME not in inventory.files:
        return inventory
    canonical = read_page(inventory, _HOME).facts.canonical
    if canonical is None or not is_url(canonical.text) or not canonical.text.endswith("/"):
        return inventory
    return replace(inventory, options=replace(inventory.options, base_url=canonical.text), _resolved={}, _numbers={})


def sort(findings: list[Finding]) -> list[Finding]:
    """Return *findings* without repetitions, the errors first, then in the order of checks, files and lines."""
    order = {name: place for place, name in enumerate(CHECKS)}
    return sorted(
        dict.fromkeys(findings),
        key=lambda one: (_WORST_FIRST[one.severity], order.get(one.check, len(order)), one.file, one.line or 0),
    )
