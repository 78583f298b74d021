"""Define a check."""

from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeAlias

from newsgen.check.finding import Finding
from newsgen.check.site import PageCheck, Site

SiteCheck: TypeAlias = Callable[[Site], Iterable[Finding]]
"""Judges a site as a whole, when all its pages have been read."""


class Check(NamedTuple):
    """One check: what it is for, and the functions that do it."""

    about: str
    """A phrase for `newsgen check --help`."""
    of_page: PageCheck | None = None
    of_site: SiteCheck | None = None
