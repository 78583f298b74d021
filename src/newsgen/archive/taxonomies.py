"""Sections, tags, authors, newspapers, merged over spelling."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from newsgen.errors import ConfigError, NewsgenError
from newsgen.model.article_meta import ArticleMeta
from newsgen.model.config import SITE_FILE, Spellings
from newsgen.model.permalinks import with_digest
from newsgen.model.urls import TERM_RESERVED, Link, same_place, term_url
from newsgen.text.arabic import MAX_SLUG_BYTES, clean, fold, slug


class Taxonomy(StrEnum):
    """What a term is, by the first segment of its address."""

    SECTION = "sections"
    TAG = "tags"
    AUTHOR = "authors"
    SOURCE = "sources"
    """A newspaper."""


@dataclass(frozen=True, slots=True)
class Term:
    """A section, tag, author or newspaper, with its articles."""

    kind: Taxonomy
    name: str
    """The commonest spelling, or the one that the site's settings choose."""
    url: str | None
    """None where the name has no letter or digit to make an address of."""
    ids: tuple[str, ...]
    """Its articles, in the archive's order."""

    @property
    def link(self) -> Link:
        """What other pages may show of the term: nothing that changes with every article."""
        return Link(self.name, self.url)


class ArticleTerms(NamedTuple):
    """The terms of one article, as its page shows them."""

    section: Link | None
    tags: tuple[Link, ...]
    authors: tuple[Link, ...]
    source: Link | None


@dataclass(frozen=True, slots=True)
class Terms:
    """All terms of an archive."""

    by_kind: Mapping[Taxonomy, tuple[Term, ...]]
    """In alphabetical order, Arabic first."""
    filed: Mapping[str, ArticleTerms]
    """By the article's id."""
    redirects: Mapping[str, str]
    """From the address that another spelling in use would have to the term's own."""
    warnings: tuple[str, ...]

    def listed(self, kind: Taxonomy) -> list[Term]:
        """Return the terms of a *kind* that have a list of their articles."""
        return [term for term in self.by_kind[kind] if term.url]


def collect_taxonomies(articles: Sequence[ArticleMeta], spellings: Spellings) -> Terms:
    """Gather *articles* (in the archive's order) under their terms.

    Spellings that differ by hamza, harakat, tatweel, ال, an underscore or a # are one term.
    """
    key_of = _keys(spellings)
    chosen = {key_of(group[0], kind): group[0] for group in spellings.merge for kind in Taxonomy}
    by_kind: dict[Taxonomy, tuple[Term, ...]] = {}
    links: dict[Taxonomy, dict[str, Link]] = {}
    redirects: dict[str, str] = {}
    warnings: list[str] = []
    for kind in Taxonomy:
        keys, uses = _uses(kind, articles, key_of)
        spelled = {key: use.spellings() for key, use in uses.items()}
        names = {key: chosen.get(key) or max(counts, key=counts.__getitem__) for key, counts in spelled.items()}
        urls = _urls(kind, names)
        terms = {key: Term(kind, names[key], urls[key], use.in_order()) for key, use in uses.items()}
        by_kind[kind] = tuple(sorted(terms.values(), key=alphabetical))
        links[kind] = {name: terms[key].link for name, key in keys.items()}
        redirects |= _redirects(kind, spelled, names, urls)
        warnings += [
            f"{use.source}: {names[key]!r} has no letter or digit, so it has no list of its articles"
            for key, use in uses.items()
            if urls[key] is None
        ]
    filed = {article.id: _filed(article, links) for article in articles}
    return Terms(by_kind, filed, redirects, tuple(warnings))


def check_spellings(spellings: Spellings) -> list[NewsgenError]:
    """Return an error for each name that an editor merges into two groups: spelled alike, two names are one."""
    twice: dict[str, None] = {}
    for kind in (Taxonomy.TAG, Taxonomy.AUTHOR):  # their keys differ
        groups: dict[str, int] = {}
        for number, group in enumerate(spellings.merge):
            twice |= {name: None for name in group if groups.setdefault(term_key(name, kind), number) != number}
    found = "is in two groups of merge, or spelled like a name that is"
    return [ConfigError(SITE_FILE, f"{name!r} {found}", "keep one of them") for name in twice]


@lru_cache(maxsize=1 << 15)
def term_key(name: str, kind: Taxonomy) -> str:
    """Return the key under which spellings of one term are the same.

    In a person's name only the first word loses its ال: محمد العلي and محمد علي are two people.
    """
    spelled = _spelled(name)
    words = _PUNCTUATION.sub(" ", fold(spelled.lstrip("#"))).split() or [spelled]
    articled = words[:1] if kind is Taxonomy.AUTHOR else words
    return " ".join([*map(_without_al, articled), *words[len(articled) :]])


def alphabetical(term: Term) -> tuple[bool, bool, str, str]:
    """Return the key that sorts terms: by letters without ال, Arabic before Latin, signs last."""
    key = term_key(term.name, term.kind)
    return not "\u0621" <= key[:1] <= "\u064a", not key[:1].isalpha(), key, term.name


def initial(term: Term) -> str:
    """Return the letter under which an index has the term; "" for digits and signs."""
    letter = term_key(term.name, term.kind)[:1]
    return letter if letter.isalpha() else ""


_PUNCTUATION = re.compile(r"[^\w+#%$€£°]|_")
"""What may stand between words, or not, and the term is the same; C++ and C# are two for their signs."""
_APART = "\0"  # before a key that is a spelling: no folded key begins so
_SIGN = re.compile(rf"[^\w {_APART}]")
_SHORTEST = 2
"""Letters that must be left of a word without its ال."""


def _without_al(word: str) -> str:
    return word[2:] if word.startswith("ال") and len(word) >= _SHORTEST + 2 else word


def _spelled(name: str) -> str:
    """Return *name* without what nobody sees: invisible twins are one spelling."""
    return unicodedata.normalize("NFC", " ".join(clean(name).split()))


def _keys(spellings: Spellings) -> Callable[[str, Taxonomy], str]:
    """Return what gives a spelling its key, the editor's list of what to merge and keep apart obeyed."""
    apart = {_spelled(name) for name in spellings.apart}
    same = {(kind, term_key(name, kind)): group[0] for group in spellings.merge for name in group for kind in Taxonomy}

    def key_of(name: str, kind: Taxonomy) -> str:
        if apart and _spelled(name) in apart:
            return f"{_APART}{_spelled(name)}"
        folded = term_key(name, kind)
        first = same.get((kind, folded)) if same else None
        return term_key(first, kind) if first else folded

    return key_of


@dataclass(slots=True)
class _Use:
    """How a term is used: its names as they are written, in the order of their first use, and its articles."""

    source: str
    names: dict[str, int] = field(default_factory=dict)
    ids: list[str] = field(default_factory=list)
    """The oldest first."""

    def add(self, name: str, article_id: str) -> None:
        self.names[name] = self.names.get(name, 0) + 1
        if not self.ids or self.ids[-1] != article_id:  # two spellings of one tag on one article
            self.ids.append(article_id)

    def spellings(self) -> dict[str, int]:
        """Count the spellings: of names that look alike there is one."""
        counts: dict[str, int] = {}
        for name, times in self.names.items():
            spelling = _spelled(name)
            counts[spelling] = counts.get(spelling, 0) + times
        return counts

    def in_order(self) -> tuple[str, ...]:
        return tuple(reversed(self.ids))


def _uses(
    kind: Taxonomy, articles: Sequence[ArticleMeta], key_of: Callable[[str, Taxonomy], str]
) -> tuple[dict[str, str], dict[str, _Use]]:
    """Return the key of each name of a *kind*, and by their keys how the terms are used."""
    keys: dict[str, str] = {}
    uses: dict[str, _Use] = {}
    names_of = _NAMES[kind]
    for article in reversed(articles):  # oldest first: among equals the first use counts, which stays
        for name in names_of(article):
            key = keys.get(name)
            if key is None:
                key = keys[name] = key_of(name, kind)
                uses.setdefault(key, _Use(article.source))
            uses[key].add(name, article.id)
    return keys, uses


_NAMES: Mapping[Taxonomy, Callable[[ArticleMeta], tuple[str, ...]]] = {
    Taxonomy.SECTION: lambda article: (article.section,) if article.section else (),
    Taxonomy.TAG: attrgetter("tags"),
    Taxonomy.AUTHOR: attrgetter("authors"),
    Taxonomy.SOURCE: lambda article: (article.source_name,) if article.source_name else (),
}


def _urls(kind: Taxonomy, names: Mapping[str, str]) -> dict[str, str | None]:
    """Return the address of each term by its key; None for a name without a letter or digit.

    A name of which the slug tells only a part has digits of its key behind it, whether another term is like
    it or not: then no address depends on which articles came first.
    """
    taken = set(map(same_place, TERM_RESERVED))
    urls: dict[str, str | None] = {}
    for key, name in names.items():
        segment = _segment(name, key)
        place = same_place(segment)
        if segment and place in taken:
            segment = with_digest(segment, key)
            place = same_place(segment)
        taken.add(place)
        urls[key] = term_url(kind, segment) if segment else None
    return urls


def _segment(name: str, key: str) -> str:
    """Return the slug of a spelling, with digits where it leaves out signs of the term, or its end; may be empty."""
    segment = slug(name)
    is_partial = _SIGN.search(key) or len(segment.encode()) >= MAX_SLUG_BYTES - len("-12345678")
    return with_digest(segment, key) if segment and is_partial else segment


def _redirects(
    kind: Taxonomy, spelled: Mapping[str, Iterable[str]], names: Mapping[str, str], urls: Mapping[str, str | None]
) -> dict[str, str]:
    """Return where the addresses lead that other spellings than a term's name would have."""
    others = [(key, name) for key, known in spelled.items() for name in known if name != names[key]]
    if not others:
        return {}
    taken = {same_place(url) for url in urls.values() if url} | {same_place(term_url(kind, s)) for s in TERM_RESERVED}
    redirects: dict[str, str] = {}
    for key, name in others:
        target, segment = urls[key], _segment(name, key)
        variant = term_url(kind, segment)
        if target and segment and same_place(variant) not in taken:
            taken.add(same_place(variant))
            redirects[variant] = target
    return redirects


def _filed(article: ArticleMeta, links: Mapping[Taxonomy, Mapping[str, Link]]) -> ArticleTerms:
    return ArticleTerms(
        links[Taxonomy.SECTION][article.section] if article.section else None,
        _links(article.tags, links[Taxonomy.TAG]),
        _links(article.authors, links[Taxonomy.AUTHOR]),
        links[Taxonomy.SOURCE][article.source_name] if article.source_name else None,
    )


def _links(names: tuple[str, ...], links: Mapping[str, Link]) -> tuple[Link, ...]:
    """Return the links of *names*, each once: two spellings of one tag are one."""
    if len(names) == 1:  # most articles have one author
        return (links[names[0]],)
    return tuple(dict.fromkeys(map(links.__getitem__, names)))
