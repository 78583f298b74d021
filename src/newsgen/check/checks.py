"""List the checks of a finished site; a new one is a module and a line here."""

from newsgen.check.check import Check
from newsgen.check.structure import caches, hosts, links, orphans, pages, pictures, policy, redirects, titles, weight

CHECKS: dict[str, Check] = {
    "pages": pages.CHECK,
    "links": links.CHECK,
    "redirects": redirects.CHECK,
    "orphans": orphans.CHECK,
    "titles": titles.CHECK,
    "pictures": pictures.CHECK,
    "weight": weight.CHECK,
    "policy": policy.CHECK,
    "caches": caches.CHECK,
    "hosts": hosts.CHECK,
}
"""By name, in the order of the output."""
