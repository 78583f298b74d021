"""Define what every target of a deploy can do, and how it is told its settings."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, Protocol, TypeAlias

from newsgen.deploy.plan import Plan
from newsgen.deploy.site import BuiltSite

Sent: TypeAlias = Callable[[str], None]
"""Is called with the path of each file that was sent or removed, to show progress."""


class Settings(Protocol):
    """The settings of one target; each wrong value is recorded as an error with its line, and reading goes on."""

    def text(self, key: str) -> str | None:
        """Return the setting *key* as text; None if it is missing or wrong."""

    def flag(self, key: str, *, default: bool) -> bool:
        """Return whether the setting *key* is true; *default* if it is missing."""

    def fail(self, key: str, found: str, remedy: str) -> None:
        """Record that the setting *key* is wrong."""


class Place(NamedTuple):
    """Where a deploy is run."""

    root: Path
    """The folder of the project."""
    output: Path
    """The finished site."""
    work: Path
    """A folder for what a target keeps between two deploys; it may be missing, and may be deleted."""


class Target(Protocol):
    """A place to which a site is published."""

    @property
    def where(self) -> str:
        """How the target is named in messages; without credentials."""

    def compare(self, site: BuiltSite, *, overwrite: bool) -> Plan:
        """Return what publishing *site* would send and remove; change nothing.

        Raises OutputError if the target cannot be reached, or if it has other files at paths of the site, unless they
        may be *overwrite*n.
        """

    def publish(self, site: BuiltSite, plan: Plan, sent: Sent) -> None:
        """Do what *plan* says; raise OutputError if that fails. The next deploy completes what was begun."""


def required(settings: Settings, key: str, example: str) -> str:
    """Return the setting *key* of a target; record an error and return "" if it is missing."""
    value = settings.text(key)
    if value is None:
        settings.fail(key, f"{key} is missing, which the target needs", f"write it like {key}: {example}")
    return value or ""
