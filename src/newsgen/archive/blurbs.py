"""Find the author or newspaper that each file in content/authors/ and content/sources/ describes."""

from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches

from newsgen.archive.assemble import Archive
from newsgen.archive.taxonomies import Taxonomy, term_key
from newsgen.model.article import StandalonePage
from newsgen.model.urls import Link


def with_blurbs(archive: Archive, pages: Sequence[StandalonePage]) -> Archive:
    """Return *archive* with the blurbs *pages*, and with a warning for each that describes nobody in it.

    A blurb describes the author or newspaper whose name is its title, in any of the spellings that are one term.
    """
    by_key = {kind: archive.terms.by_key(kind) for kind in {Taxonomy(page.describes or "") for page in pages}}
    found: dict[str, StandalonePage] = {}
    warnings: list[str] = []
    for page in sorted(pages, key=lambda page: page.source):
        kind = Taxonomy(page.describes or "")
        term = by_key[kind].get(term_key(page.title, kind))
        if term is None or term.url is None:
            warnings.append(f"{page.source}: describes {page.title!r}, but {_finding(page.title, by_key[kind], kind)}")
        elif term.url in found:
            first = found[term.url].source
            warnings.append(
                f"{page.source}: is ignored because {first} describes {term.title!r} too; delete one of them"
            )
        else:
            found[term.url] = page
    return replace(archive, blurbs=found, warnings=(*archive.warnings, *warnings))


def _finding(title: str, by_key: dict[str, Link], kind: Taxonomy) -> str:
    """Return what is wrong with the *title* of a blurb, and what to do."""
    near = get_close_matches(term_key(title, kind), by_key, 1)
    remedy = f"did you mean {by_key[near[0]].title!r}?" if near else "write the name as the articles have it"
    return f"no article has {_NAMES[kind]} of this name; {remedy}"


_NAMES = {Taxonomy.AUTHOR: "an author", Taxonomy.SOURCE: "a newspaper"}
