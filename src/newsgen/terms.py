"""Gather articles under their sections, tags, authors and newspapers, each one term however it is spelled."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from newsgen.arabic import MAX_SLUG_BYTES, clean, fold, slug
from newsgen.briefs import Brief
from newsgen.config import SITE_FILE, Spellings
from newsgen.errors import ConfigError, NewsgenError
from newsgen.permalinks import with_digest
from newsgen.urls import TERM_RESERVED, Link, same_place, term_url


class Kind(StrEnum):
    """What a term is, by the first segment of its address."""

    SECTION = "sections"
    TAG = "tags"
    AUTHOR = "authors"
    SOURCE = "sources"
    """A newspaper."""


@dataclass(frozen=True, slots=True)
class Term:
    """A section, tag, author or newspaper, with its articles."""

    kind: Kind
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


@dataclass(frozen=True, slots=True)
class Filed:
    """The terms of one article, as its page shows them."""

    section: Link | None
    tags: tuple[Link, ...]
    authors: tuple[Link, ...]
    source: Link | None


@dataclass(frozen=True, slots=True)
class Terms:
    """All terms of an archive."""

    by_kind: Mapping[Kind, tuple[Term, ...]]
    """In alphabetical order, Arabic first."""
    filed: Mapping[str, Filed]
    """By the article's id."""
    redirects: Mapping[str, str]
    """From the address that another spelling in use would have to the term's own."""
    warnings: tuple[str, ...]

    def listed(self, kind: Kind) -> list[Term]:
        """Return the terms of a *kind* that have a list of their articles."""
        return [term for term in self.by_kind[kind] if term.url]


def gather(articles: Sequence[Brief], spellings: Spellings) -> Terms:
    """Gather *articles* (in the archive's order) under their terms.

    Spellings that differ by hamza, harakat, tatweel, ال, an underscore or a # are one term.
    """
    key_of = _keys(spellings)
    uses = {kind: _uses(kind, articles, key_of) for kind in Kind}
    chosen = {key_of(group[0], kind): group[0] for group in spellings.merge for kind in Kind}
    terms: dict[Kind, dict[str, Term]] = {}
    redirects: dict[str, str] = {}
    warnings: list[str] = []
    for kind, used in uses.items():
        names = {key: chosen.get(key) or use.spellings.most_common(1)[0][0] for key, use in used.items()}
        urls = _urls(kind, names)
        terms[kind] = {key: Term(kind, names[key], urls[key], use.in_order()) for key, use in used.items()}
        redirects |= _redirects(kind, used, urls)
        warnings += [
            f"{use.source}: {names[key]!r} has no letter or digit, so it has no list of its articles"
            for key, use in used.items()
            if urls[key] is None
        ]
    by_kind = {kind: tuple(sorted(found.values(), key=alphabetical)) for kind, found in terms.items()}
    filed = {article.id: _filed(article, terms, key_of) for article in articles}
    return Terms(by_kind, filed, redirects, tuple(warnings))


def check_spellings(spellings: Spellings) -> list[NewsgenError]:
    """Return an error for each name that an editor merges into two groups: spelled alike, two names are one."""
    twice: dict[str, None] = {}
    for kind in (Kind.TAG, Kind.AUTHOR):  # their keys differ
        groups: dict[str, int] = {}
        for number, group in enumerate(spellings.merge):
            twice |= {name: None for name in group if groups.setdefault(term_key(name, kind), number) != number}
    found = "is in two groups of merge, or spelled like a name that is"
    return [ConfigError(SITE_FILE, f"{name!r} {found}", "keep one of them") for name in twice]


def term_key(name: str, kind: Kind) -> str:
    """Return the key under which spellings of one term are the same.

    In a person's name only the first word loses its ال: محمد العلي and محمد علي are two people.
    """
    spelled = _spelled(name)
    words = _PUNCTUATION.sub(" ", fold(spelled.lstrip("#"))).split() or [spelled]
    articled = words[:1] if kind is Kind.AUTHOR else words
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


def _keys(spellings: Spellings) -> Callable[[str, Kind], str]:
    """Return what gives a spelling its key, the editor's list of what to merge and keep apart obeyed."""
    apart = {_spelled(name) for name in spellings.apart}
    same = {(kind, term_key(name, kind)): group[0] for group in spellings.merge for name in group for kind in Kind}
    known: dict[tuple[str, Kind], str] = {}

    def key_of(name: str, kind: Kind) -> str:
        key = known.get((name, kind))
        if key is None:
            folded = term_key(name, kind)
            first = same.get((kind, folded))
            key = term_key(first, kind) if first else folded
            if _spelled(name) in apart:
                key = f"{_APART}{_spelled(name)}"
            known[name, kind] = key
        return key

    return key_of


@dataclass(slots=True)
class _Use:
    """How a term is used: its spellings in the order of their first use, and its articles, oldest first."""

    source: str
    spellings: Counter[str] = field(default_factory=Counter)
    ids: list[str] = field(default_factory=list)

    def add(self, name: str, article_id: str) -> None:
        self.spellings[_spelled(name)] += 1
        if self.ids[-1:] != [article_id]:  # two spellings of one tag on one article
            self.ids.append(article_id)

    def in_order(self) -> tuple[str, ...]:
        return tuple(reversed(self.ids))


def _uses(kind: Kind, articles: Sequence[Brief], key_of: Callable[[str, Kind], str]) -> dict[str, _Use]:
    uses: dict[str, _Use] = {}
    for article in reversed(articles):  # oldest first: among equals the first use counts, which stays
        for name in _names(article, kind):
            uses.setdefault(key_of(name, kind), _Use(article.source)).add(name, article.id)
    return uses


def _names(article: Brief, kind: Kind) -> Iterable[str]:
    if kind is Kind.TAG:
        return article.tags
    if kind is Kind.AUTHOR:
        return article.authors
    name = article.section if kind is Kind.SECTION else article.source_name
    return (name,) if name else ()


def _urls(kind: Kind, names: Mapping[str, str]) -> dict[str, str | None]:
    """Return the address of each term by its key; None for a name without a letter or digit.

    A name of which the slug tells only a part has digits of its key behind it, whether another term is like
    it or not: then no address depends on which articles came first.
    """
    taken = set(map(same_place, TERM_RESERVED))
    urls: dict[str, str | None] = {}
    for key, name in names.items():
        segment = _segment(name, key)
        if segment and same_place(segment) in taken:
            segment = with_digest(segment, key)
        taken.add(same_place(segment))
        urls[key] = term_url(kind, segment) if segment else None
    return urls


def _segment(name: str, key: str) -> str:
    """Return the slug of a spelling, with digits where it leaves out signs of the term, or its end; may be empty."""
    segment = slug(name)
    is_partial = _SIGN.search(key) or len(segment.encode()) >= MAX_SLUG_BYTES - len("-12345678")
    return with_digest(segment, key) if segment and is_partial else segment


def _redirects(kind: Kind, uses: Mapping[str, _Use], urls: Mapping[str, str | None]) -> dict[str, str]:
    taken = {same_place(url) for url in urls.values() if url} | {same_place(term_url(kind, s)) for s in TERM_RESERVED}
    redirects: dict[str, str] = {}
    for key, target in urls.items():
        for segment in (_segment(name, key) for name in uses[key].spellings):
            variant = term_url(kind, segment)
            if target and segment and same_place(variant) not in taken:
                taken.add(same_place(variant))
                redirects[variant] = target
    return redirects


def _filed(article: Brief, terms: Mapping[Kind, Mapping[str, Term]], key_of: Callable[[str, Kind], str]) -> Filed:
    def links(kind: Kind) -> tuple[Link, ...]:
        found = (terms[kind][key_of(name, kind)].link for name in _names(article, kind))
        return tuple(dict.fromkeys(found))

    section, source = links(Kind.SECTION), links(Kind.SOURCE)
    return Filed(next(iter(section), None), links(Kind.TAG), links(Kind.AUTHOR), next(iter(source), None))
