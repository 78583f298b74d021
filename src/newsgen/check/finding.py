"""Define what a check finds in a site: the file, the place, the finding and the remedy."""

from typing import Literal, NamedTuple, TypeAlias

Severity: TypeAlias = Literal["error", "warning", "note"]
"""An error fails the command and stops a deploy; a warning should be read; a note is only information."""


class Finding(NamedTuple):
    """One fault of a finished site, or one note about it."""

    check: str
    """The name of the check, as on the command line."""
    severity: Severity
    file: str
    """The path in the site, or of a source below the root of the project if `is_source`; "" for the whole site."""
    line: int | None
    """Counted from 1; None if the whole file is concerned."""
    place: str
    """The part of the file, such as "<a href>" or "headline"; "" if none. It does not depend on the depth of the
    page, so that the same fault on many pages is one line of output."""
    found: str
    """A phrase that follows the place: "leads to tags/x/, which is not in the site"."""
    remedy: str
    is_source: bool = False
    """Whether the file is one of the project, not of the site."""
