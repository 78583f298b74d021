"""List the checks of a finished site; a new one is a module and a line here."""

from newsgen.check.check import Check
from newsgen.check.sources import checks as sources
from newsgen.check.structure import links

CHECKS: dict[str, Check] = {
    "links": links.CHECK,
    "fidelity": sources.FIDELITY,
    "writing": sources.WRITING,
    "bidi": sources.BIDI,
}
"""By name, in the order of the output."""
