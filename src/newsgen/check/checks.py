"""List the checks of a finished site; a new one is a module and a line here."""

from newsgen.check.arabic import page as arabic
from newsgen.check.check import Check
from newsgen.check.machines import feeds, open_graph, sitemap, structured_data
from newsgen.check.sources import checks as sources
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
    "arabic": arabic.CHECK,
    "fidelity": sources.FIDELITY,
    "writing": sources.WRITING,
    "bidi": sources.BIDI,
    "feeds": feeds.CHECK,
    "sitemap": sitemap.CHECK,
    "structured-data": structured_data.CHECK,
    "open-graph": open_graph.CHECK,
}
"""By name, in the order of the output."""
