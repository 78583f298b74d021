"""Choose the sections that stand in the menu, and the hue of each section.

The menu is on every page, so it changes as seldom as possible: a new article changes it only if it brings a section,
or if the number of articles in a section has doubled.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence

from newsgen.archive.taxonomies import Taxonomy, Term, Terms, alphabetical, term_key
from newsgen.model.colours import HUES
from newsgen.model.config import SITE_FILE, SectionStyle, own_colours

MENU_SECTIONS = 6
"""Sections in the menu, unless an editor lists more; then with home and archive it fits into one line."""


def chosen_sections(terms: Terms, styles: Sequence[SectionStyle]) -> Iterator[tuple[SectionStyle, Term | None]]:
    """Yield each of the editor's *styles* of sections with its section; None if no article is in it."""
    if not styles:
        return
    links, by_url = terms.by_key(Taxonomy.SECTION), {term.url: term for term in terms.listed(Taxonomy.SECTION)}
    for style in styles:
        link = links.get(term_key(style.name, Taxonomy.SECTION))
        yield style, by_url[link.url] if link else None


def menu_sections(terms: Terms, styles: Sequence[SectionStyle] = ()) -> tuple[Term, ...]:
    """Return the sections in the menu: the editor's in the order of *styles*, then the commonest by the alphabet.

    Among the commonest, only the number of binary digits in the number of articles counts; of equal ones the first
    by name are chosen.
    """
    chosen = {term.url: term for _, term in chosen_sections(terms, styles) if term}
    others = [term for term in terms.listed(Taxonomy.SECTION) if term.url not in chosen]
    free = max(0, MENU_SECTIONS - len(chosen))
    commonest = sorted(others, key=lambda term: (-len(term.ids).bit_length(), *_by_name(term)))[:free]
    return (*chosen.values(), *sorted(commonest, key=alphabetical))


def section_hues(terms: Terms, menu: Iterable[Term], styles: Sequence[SectionStyle] = ()) -> dict[str, int]:
    """Return the number of each section's hue by the section's name: 1 to 8, then those of the editor's own colours.

    A hue follows from the name, so that it is stable; but in the *menu* no two of eight sections have the same, and
    the first by name keeps its own.
    """
    hues = {term.name: _own_hue(term.name) for term in terms.by_kind[Taxonomy.SECTION]}
    fixed = dict(_fixed_hues(terms, styles))
    free = [hue for hue in range(1, len(HUES) + 1) if hue not in fixed.values()]
    for term in sorted((term for term in menu if term.name not in fixed), key=_by_name):
        free = free or [*range(1, len(HUES) + 1)]
        own = hues[term.name]
        hues[term.name] = min(free, key=lambda hue: (hue - own) % len(HUES))
        free.remove(hues[term.name])
    return hues | fixed


def style_warnings(terms: Terms, styles: Sequence[SectionStyle]) -> Iterator[str]:
    """Yield a warning for each section in the editor's *styles* that no article has."""
    for style, term in chosen_sections(terms, styles):
        if term is None:
            yield f"{SITE_FILE}: sections has {style.name!r}, but no article is in a section of this name; correct it"


def _fixed_hues(terms: Terms, styles: Sequence[SectionStyle]) -> Iterator[tuple[str, int]]:
    """Yield the name and the number of the hue of each section whose colour an editor has chosen."""
    numbers = {colour: number for number, colour in enumerate((*HUES, *own_colours(styles)), start=1)}
    for style, term in chosen_sections(terms, styles):
        if term and style.colour:
            yield term.name, numbers[style.colour]


def _own_hue(name: str) -> int:
    """Return the hue that follows from the *name* of a section in any of its spellings."""
    digest = hashlib.blake2b(term_key(name, Taxonomy.SECTION).encode(errors="surrogatepass"), digest_size=8).digest()
    return 1 + int.from_bytes(digest) % len(HUES)


def _by_name(term: Term) -> tuple[str, str]:
    """Return the sort key of a section that articles seldom change."""
    return term_key(term.name, Taxonomy.SECTION), term.url or ""
