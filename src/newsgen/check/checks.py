"""List the checks of a finished site; a new one is a module and a line here."""

from newsgen.check.check import Check
from newsgen.check.structure import links

CHECKS: dict[str, Check] = {
    "links": links.CHECK,
}
"""By name, in the order of the output."""
