"""Recognise a renamed file by its URL."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from newsgen.archive.address_book import BookLine
from newsgen.filesystem import stem_of
from newsgen.model.article_meta import ArticleMeta
from newsgen.model.permalinks import Permalink, derived_slug, with_digest
from newsgen.model.urls import same_place
from newsgen.text.arabic import slug

_DIGITS = re.compile(r"-(?=[0-9]*[a-f])[0-9a-f]{8}$")
"""What tells twins apart: the digits of an id, perhaps of one before the present. A date has no letter."""


def match_former_ids(vanished: Iterable[str], articles: Iterable[ArticleMeta]) -> dict[str, list[str]]:
    """Return the *vanished* ids that were an article's own before it was given another, by its present id.

    Those are the names of its file and of its captures, in this order. An id that two articles had is nobody's.
    """
    gone = set(vanished)
    if not gone:
        return {}
    former = {article.id: [key for key in _former_ids(article) if key in gone] for article in articles}
    claims = Counter(key for keys in former.values() for key in keys)
    return {key: mine for key, keys in former.items() if (mine := [one for one in keys if claims[one] == 1])}


def match_renamed(
    vanished: Mapping[str, BookLine], new: Iterable[ArticleMeta], permalink: Permalink
) -> dict[str, ArticleMeta]:
    """Return the *new* article that takes over a *vanished* line, by the line's id.

    It is the one that wants this very address, else the one whose slug the address holds; only where one line
    and one article are meant: an address that answers for another article is worse than one that waits.
    """
    lines, articles = dict(vanished), {article.id: article for article in new}
    heirs: dict[str, ArticleMeta] = {}
    if not lines or not articles:
        return heirs
    for names_of_line, names_of_article in _evidence(permalink):
        wanting: dict[str, list[ArticleMeta]] = defaultdict(list)
        for article in articles.values():
            for name in names_of_article(article):
                wanting[name].append(article)
        found = {key: list(_wanting(names_of_line(key, line), wanting, permalink)) for key, line in lines.items()}
        for key, heir in _unique(found).items():
            heirs[key] = heir
            del lines[key], articles[heir.id]
    return heirs


_Names = Callable[[str, BookLine], Iterable[str]]


def _evidence(permalink: Permalink) -> Iterator[tuple[_Names, Callable[[ArticleMeta], Iterable[str]]]]:
    """Yield what a line and an article have in common, the strongest first."""
    yield _places_of_line, lambda article: [same_place(permalink.url(article))]
    yield _slugs_of_line, _slugs


def _wanting(
    names: Iterable[str], wanting: Mapping[str, list[ArticleMeta]], permalink: Permalink
) -> Iterator[ArticleMeta]:
    """Yield the articles that want one of *names*, each once: those whose editors chose it, else all."""
    found = {article.id: article for name in names for article in wanting.get(name, ())}
    chosen = [article for article in found.values() if permalink.uses_chosen_slug(article)]
    yield from chosen or found.values()


def _unique(found: Mapping[str, list[ArticleMeta]]) -> dict[str, ArticleMeta]:
    """Return the lines for which there is one article, and that article for no other line."""
    lines = Counter(article.id for articles in found.values() for article in articles)
    return {key: articles[0] for key, articles in found.items() if len(articles) == 1 and lines[articles[0].id] == 1}


def _former_ids(article: ArticleMeta) -> list[str]:
    """Return the ids that an article may have had, without its present one."""
    sources = [article.source, *(evidence.source for evidence in article.evidence)]
    return [key for key in dict.fromkeys(map(stem_of, sources)) if key != article.id]


def _places_of_line(_: str, line: BookLine) -> list[str]:
    """Return a line's address, as it is and without digits: they may be left out now that the twin is gone."""
    place = same_place(line.address)
    return [place, _DIGITS.sub("", place)]


def _slugs(article: ArticleMeta) -> set[str]:
    """Return the slug of an article, as it is and as it would be cut beside digits."""
    name = same_place(article.slug or derived_slug(article))
    return {name, with_digest(name, "").rpartition("-")[0]}


def _slugs_of_line(key: str, line: BookLine) -> list[str]:
    """Return the parts of a line's address, as they are, without digits and without the id beside the slug."""
    names, own = same_place(line.address).split("/"), same_place(slug(key))
    bare = (name.removesuffix(f"-{own}").removeprefix(f"{own}-") for name in names)
    return [*names, *(_DIGITS.sub("", name) for name in names), *bare]
