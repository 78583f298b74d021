"""Plan a deploy: which files are sent, in which order, and which are removed."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from newsgen.deploy.site import BuiltSite

_LAST = re.compile(
    r"(?:.*/)?(?:feed\.xml|rss\.xml|feed\.json)|sitemap(?:-[0-9]+)?\.xml|robots\.txt|archive\.jsonl|_redirects|_headers"
)
"""Matches what leads readers and robots to pages, and is sent after them."""
_INDEX_ENTRY = re.compile(r"search/[0-9]+/[^/]+")
"""Matches the files of a search index that name its other files, which are in folders below."""
STAGES = ("files", "articles", "pages", "feeds")
"""What is sent one after the other: a page never names a file or an article that is not there yet."""


@dataclass(frozen=True, slots=True)
class State:
    """What is known of a target."""

    files: Mapping[str, str | None]
    """The digest of each file that newsgen has put there; None if an interrupted deploy leaves its content open."""
    receipt: bytes | None = None
    """The content of the target's receipt; None if it has none."""
    listed: Mapping[str, str] = field(default_factory=dict)
    """The files of that receipt."""
    is_interrupted: bool = False
    """Whether the last deploy did not come to its end."""
    revision: str = ""
    """Names the state, for a target that can refuse to replace another one."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What one deploy does."""

    stages: tuple[tuple[str, ...], ...]
    """The paths that are sent, for each of `STAGES`; all of a stage are there before the next begins."""
    removed: tuple[str, ...]
    """The paths that are removed at the end: files of an earlier deploy that the site does not have."""
    unchanged: int
    """The number of files that are there already."""
    sends_receipt: bool
    state: State
    extras: tuple[str, ...] = ()
    """Files beside the site that the target needs and does not have."""

    @property
    def sent(self) -> list[str]:
        """All paths that are sent, in order, without the receipt."""
        return [path for stage in self.stages for path in stage]

    @property
    def changes_nothing(self) -> bool:
        """Whether the target has exactly the site already."""
        is_whole = not self.sends_receipt and not self.state.is_interrupted
        return is_whole and not (any(self.stages) or self.removed or self.extras)


def make_plan(site: BuiltSite, state: State) -> Plan:
    """Return what turns a target in *state* into *site*."""
    sent = [path for path, digest in site.files.items() if state.files.get(path) != digest]
    removed = in_order(site, (path for path in state.files if path not in site.files))
    return Plan(
        in_order(site, sent),
        tuple(path for stage in reversed(removed) for path in reversed(stage)),
        len(site.files) - len(sent),
        state.receipt != site.receipt_data,
        state,
    )


def in_order(site: BuiltSite, paths: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """Return *paths* of *site*, or of an earlier one, sorted into `STAGES`."""
    articles = {f"{one.address}index.html" for one in site.receipt.articles.values()}
    stages: list[list[tuple[bool, str]]] = [[] for _ in STAGES]
    for path in paths:
        stages[_stage(path, articles)].append((bool(_INDEX_ENTRY.fullmatch(path)), path))
    return tuple(tuple(path for _, path in sorted(stage)) for stage in stages)


def _stage(path: str, articles: set[str]) -> int:
    if _LAST.fullmatch(path):
        return 3
    return 0 if not path.endswith(".html") else 1 if path in articles else 2
