"""Collect the terms of the articles (sections, tags, authors, newspapers), and merge their spellings."""

import re
import unicodedata
from collections import Counter
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
from newsgen.model.urls import TERM_RESERVED, Link, place_key, term_url
from newsgen.text.arabic import MAX_SLUG_BYTES, fold, one_line, slug


class Taxonomy(StrEnum):
    """A kind of terms; its value is the first segment of the terms' addresses."""

    SECTION = "sections"
    TAG = "tags"
    AUTHOR = "authors"
    SOURCE = "sources"
    """Newspapers."""


@dataclass(frozen=True, slots=True)
class Term:
    """A section, tag, author or newspaper, with its articles."""

    kind: Taxonomy
    name: str
    """The commonest spelling, or the one that the site's settings choose."""
    url: str | None
    """None if the name has no letter or digit to make an address from."""
    ids: tuple[str, ...]
    """The ids of its articles, in the archive's order."""

    @property
    def link(self) -> Link:
        """The parts of a taxonomy's term that other pages may show; they do not change with every new article."""
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
    by_article: Mapping[str, ArticleTerms]
    """By the article's id."""
    redirects: Mapping[str, str]
    """From the address that another spelling in use would have to the address of the term."""
    warnings: tuple[str, ...]
    by_name: Mapping[Taxonomy, Mapping[str, Link]] = field(default_factory=dict)
    """The link of each term by every name of it that an article has."""

    def by_key(self, kind: Taxonomy) -> dict[str, Link]:
        """Return the links of the taxonomy's listed terms by the key of each of their spellings, merged ones too."""
        return {term_key(name, kind): link for name, link in self.by_name[kind].items() if link.url}

    def listed(self, kind: Taxonomy) -> list[Term]:
        """Return the terms (sections, tags ...) of a *kind* that have an address, and so a list of their articles."""
        return [term for term in self.by_kind[kind] if term.url]


def collect_taxonomies(articles: Sequence[ArticleMeta], spellings: Spellings) -> Terms:
    """Collect the taxonomies (sections, tags ...) of *articles*, which are in the archive's order.

    Spellings that differ only by hamza, harakat, tatweel, ال, an underscore or a # are one term.
    """
    key_of = _key_function(spellings)
    chosen = {key_of(group[0], kind): group[0] for group in spellings.merge for kind in Taxonomy}
    by_kind: dict[Taxonomy, tuple[Term, ...]] = {}
    links: dict[Taxonomy, dict[str, Link]] = {}
    redirects: dict[str, str] = {}
    warnings: list[str] = []
    for kind in Taxonomy:
        keys, uses = _collect_uses(kind, articles, key_of)
        spellings_of = {key: use.spellings() for key, use in uses.items()}
        names = {key: chosen.get(key) or max(counts, key=counts.__getitem__) for key, counts in spellings_of.items()}
        urls = _urls(kind, names)
        terms = {key: Term(kind, names[key], urls[key], tuple(reversed(use.ids))) for key, use in uses.items()}
        by_kind[kind] = tuple(sorted(terms.values(), key=alphabetical))
        links[kind] = {name: terms[key].link for name, key in keys.items()}
        redirects |= _redirects(kind, spellings_of, names, urls)
        warnings += [
            f"{use.source}: {names[key]!r} has no letter or digit, so it has no list of its articles"
            for key, use in uses.items()
            if urls[key] is None
        ]
    by_article = {article.id: _terms_of(article, links) for article in articles}
    return Terms(by_kind, by_article, redirects, tuple(warnings), links)


def check_spellings(spellings: Spellings) -> list[NewsgenError]:
    """Return an error for each taxonomy name that is in two groups of `merge`, itself or in another spelling."""
    repeated: dict[str, None] = {}
    for kind in (Taxonomy.TAG, Taxonomy.AUTHOR):  # their keys differ
        groups: dict[str, int] = {}
        for number, group in enumerate(spellings.merge):
            repeated |= {name: None for name in group if groups.setdefault(term_key(name, kind), number) != number}
    found = "is in two groups of `merge`, itself or in another spelling"
    return [ConfigError(SITE_FILE, f"{name!r} {found}", "keep it in one group") for name in repeated]


@lru_cache(maxsize=1 << 15)
def term_key(name: str, kind: Taxonomy) -> str:
    """Return the key by which two spellings of one section, tag, author or newspaper are equal.

    In a person's name only the first word loses its ال, because محمد العلي and محمد علي are two people.
    """
    text = _without_invisible(name)
    words = _PUNCTUATION.sub(" ", fold(text.lstrip("#"))).split() or [text]
    prefixed = words[:1] if kind is Taxonomy.AUTHOR else words
    return " ".join([*map(_without_al, prefixed), *words[len(prefixed) :]])


def alphabetical(term: Term) -> tuple[bool, bool, str, str]:
    """Return the sort key of a taxonomy's term: alphabetical without ال, Arabic before Latin, signs last."""
    key = term_key(term.name, term.kind)
    return not "\u0621" <= key[:1] <= "\u064a", not key[:1].isalpha(), key, term.name


def initial(term: Term) -> str:
    """Return the letter under which a taxonomy's index lists the term; "" for digits and signs."""
    letter = term_key(term.name, term.kind)[:1]
    return letter if letter.isalpha() else ""


_PUNCTUATION = re.compile(r"[^\w+#%$€£°]|_")
"""Matches signs that do not distinguish terms; + and # are not among them, because C++ and C# are two terms."""
_APART_PREFIX = "\0"  # marks the key of a name that is never merged; no other key begins with it
_SIGNIFICANT_SIGN = re.compile(rf"[^\w {_APART_PREFIX}]")
_MIN_REST = 2
"""Letters that must remain of a word without its ال."""


def _without_al(word: str) -> str:
    return word[2:] if word.startswith("ال") and len(word) >= _MIN_REST + 2 else word


def _without_invisible(name: str) -> str:
    """Return the *name* of a section, tag, author or newspaper in NFC, without invisible characters or extra spaces."""
    return unicodedata.normalize("NFC", one_line(name))


def _key_function(spellings: Spellings) -> Callable[[str, Taxonomy], str]:
    """Return the function from a section, tag or other name to its term's key by the editor's *spellings*."""
    apart = {_without_invisible(name) for name in spellings.apart}
    same = {(kind, term_key(name, kind)): group[0] for group in spellings.merge for name in group for kind in Taxonomy}

    def key_of(name: str, kind: Taxonomy) -> str:
        if apart and _without_invisible(name) in apart:
            return f"{_APART_PREFIX}{_without_invisible(name)}"
        folded = term_key(name, kind)
        first = same.get((kind, folded)) if same else None
        return term_key(first, kind) if first else folded

    return key_of


@dataclass(slots=True)
class _TermUse:
    """The names and the articles of a term."""

    source: str
    """The source of the oldest of its articles, for warnings."""
    names: dict[str, int] = field(default_factory=dict)
    """How often each name is used, in the order of first use."""
    ids: list[str] = field(default_factory=list)
    """The ids of its articles, oldest first."""

    def add(self, name: str, article_id: str) -> None:
        self.names[name] = self.names.get(name, 0) + 1
        if not self.ids or self.ids[-1] != article_id:  # an article may have two spellings of one tag
            self.ids.append(article_id)

    def spellings(self) -> Counter[str]:
        """Return how often each spelling of a term is used; names that differ only by invisible characters are one."""
        counts: Counter[str] = Counter()
        for name, times in self.names.items():
            counts[_without_invisible(name)] += times
        return counts


def _collect_uses(
    kind: Taxonomy, articles: Sequence[ArticleMeta], key_of: Callable[[str, Taxonomy], str]
) -> tuple[dict[str, str], dict[str, _TermUse]]:
    """Return the key of each section, tag or other name of a *kind*, and the use of each term by its key."""
    keys: dict[str, str] = {}
    uses: dict[str, _TermUse] = {}
    names_of = _NAMES_OF[kind]
    for article in reversed(articles):  # of equally common spellings the oldest wins, which no new article changes
        for name in names_of(article):
            key = keys.get(name)
            if key is None:
                key = keys[name] = key_of(name, kind)
                uses.setdefault(key, _TermUse(article.source))
            uses[key].add(name, article.id)
    return keys, uses


_NAMES_OF: Mapping[Taxonomy, Callable[[ArticleMeta], tuple[str, ...]]] = {
    Taxonomy.SECTION: lambda article: (article.section,) if article.section else (),
    Taxonomy.TAG: attrgetter("tags"),
    Taxonomy.AUTHOR: attrgetter("authors"),
    Taxonomy.SOURCE: lambda article: (article.source_name,) if article.source_name else (),
}


def _urls(kind: Taxonomy, names: Mapping[str, str]) -> dict[str, str | None]:
    """Return the address of each taxonomy term by its key; None for a name without a letter or digit.

    A slug that contains only a part of the name is always followed by a digest of the key, even if no
    other term has the same slug, so that no address depends on the order of the articles.
    """
    taken = set(map(place_key, TERM_RESERVED))
    urls: dict[str, str | None] = {}
    for key, name in names.items():
        segment = _segment(name, key)
        if segment and place_key(segment) in taken:
            segment = with_digest(segment, key)
        taken.add(place_key(segment))
        urls[key] = term_url(kind, segment) if segment else None
    return urls


def _segment(name: str, key: str) -> str:
    """Return the slug of a taxonomy term, with a digest of *key* if it lacks signs or its end; may be empty."""
    segment = slug(name)
    is_partial = _SIGNIFICANT_SIGN.search(key) or len(segment.encode()) >= MAX_SLUG_BYTES - len("-12345678")
    return with_digest(segment, key) if segment and is_partial else segment


def _redirects(
    kind: Taxonomy, spellings_of: Mapping[str, Iterable[str]], names: Mapping[str, str], urls: Mapping[str, str | None]
) -> dict[str, str]:
    """Return the target of each address that a spelling other than the taxonomy term's name would have."""
    variants = [(key, name) for key, counts in spellings_of.items() for name in counts if name != names[key]]
    if not variants:
        return {}
    taken = {place_key(url) for url in urls.values() if url} | {place_key(term_url(kind, s)) for s in TERM_RESERVED}
    redirects: dict[str, str] = {}
    for key, name in variants:
        target, segment = urls[key], _segment(name, key)
        variant = term_url(kind, segment)
        if target and segment and place_key(variant) not in taken:
            taken.add(place_key(variant))
            redirects[variant] = target
    return redirects


def _terms_of(article: ArticleMeta, links: Mapping[Taxonomy, Mapping[str, Link]]) -> ArticleTerms:
    return ArticleTerms(
        links[Taxonomy.SECTION][article.section] if article.section else None,
        _links(article.tags, links[Taxonomy.TAG]),
        _links(article.authors, links[Taxonomy.AUTHOR]),
        links[Taxonomy.SOURCE][article.source_name] if article.source_name else None,
    )


def _links(names: tuple[str, ...], links: Mapping[str, Link]) -> tuple[Link, ...]:
    """Return the links of an article's taxonomy *names*, each once: two spellings of one tag are one link."""
    if len(names) == 1:  # a fast path, because most articles have one author
        return (links[names[0]],)
    return tuple(dict.fromkeys(map(links.__getitem__, names)))
