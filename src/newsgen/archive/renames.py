"""Recognise renamed source files, so that their articles keep their URLs."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from newsgen.archive.address_book import BookLine
from newsgen.filesystem import file_stem
from newsgen.model.article_meta import ArticleMeta
from newsgen.model.permalinks import Permalink, derived_slug, with_digest
from newsgen.model.urls import place_key
from newsgen.text.arabic import slug

_DIGEST = re.compile(r"-(?=[0-9]*[a-f])[0-9a-f]{8}$")
"""Matches the digest of an id at the end of a slug, perhaps of an earlier id; unlike a date it has a letter."""


def match_former_ids(vanished: Iterable[str], articles: Iterable[ArticleMeta]) -> dict[str, list[str]]:
    """Return the *vanished* ids that a renamed article had before, by the id that it has now.

    They are the stems of its file and of its captures, in this order. An id that two articles had is left out.
    """
    vanished_ids = set(vanished)
    if not vanished_ids:
        return {}
    former = {article.id: [key for key in _former_ids(article) if key in vanished_ids] for article in articles}
    counts = Counter(key for keys in former.values() for key in keys)
    return {key: own for key, keys in former.items() if (own := [one for one in keys if counts[one] == 1])}


def match_renamed(
    vanished: Mapping[str, BookLine], new: Iterable[ArticleMeta], permalink: Permalink
) -> dict[str, ArticleMeta]:
    """Return the *new* article that takes over each *vanished* line, by the line's id.

    It is the article that asks for the address of the line, or else the one whose slug the address contains.
    Only unambiguous pairs of a line and an article are returned, because an address that leads to the wrong
    article is worse than one that stays reserved.
    """
    lines, articles = dict(vanished), {article.id: article for article in new}
    renamed: dict[str, ArticleMeta] = {}
    if not lines or not articles:
        return renamed

    def addresses(article: ArticleMeta) -> set[str]:
        return {place_key(permalink.url(article))}

    for names_of_line, names_of_article in ((_addresses_of_line, addresses), (_slugs_of_line, _slugs)):
        by_name: dict[str, list[ArticleMeta]] = defaultdict(list)
        for article in articles.values():
            for name in names_of_article(article):
                by_name[name].append(article)
        found = {key: _candidates(names_of_line(key, line), by_name, permalink) for key, line in lines.items()}
        for key, article in _unambiguous(found).items():
            renamed[key] = article
            del lines[key], articles[article.id]
    return renamed


def _candidates(
    names: Iterable[str], by_name: Mapping[str, list[ArticleMeta]], permalink: Permalink
) -> list[ArticleMeta]:
    """Return the articles with one of *names* that a renamed one may be, each once; chosen slugs go first."""
    found = {article.id: article for name in names for article in by_name.get(name, ())}
    chosen = [article for article in found.values() if permalink.uses_chosen_slug(article)]
    return chosen or list(found.values())


def _unambiguous(candidates: Mapping[str, list[ArticleMeta]]) -> dict[str, ArticleMeta]:
    """Return the renamed article of each line that has one candidate, which is a candidate for no other line."""
    lines = Counter(article.id for articles in candidates.values() for article in articles)
    pairs = ((key, articles[0]) for key, articles in candidates.items() if len(articles) == 1)
    return {key: article for key, article in pairs if lines[article.id] == 1}


def _former_ids(article: ArticleMeta) -> list[str]:
    """Return the ids that an article may have had before it was renamed, without its present id."""
    sources = [article.source, *(evidence.source for evidence in article.evidence)]
    return [key for key in dict.fromkeys(map(file_stem, sources)) if key != article.id]


def _addresses_of_line(_: str, line: BookLine) -> list[str]:
    """Return a vanished line's address with and without a digest, not needed if the article it was for is gone."""
    place = place_key(line.address)
    return [place, _DIGEST.sub("", place)]


def _slugs(article: ArticleMeta) -> set[str]:
    """Return the slug by which a renamed article is recognised, as it is and as it is cut before a digest."""
    name = place_key(article.slug or derived_slug(article))
    return {name, with_digest(name, "").rpartition("-")[0]}


def _slugs_of_line(key: str, line: BookLine) -> list[str]:
    """Return the segments of a vanished line's address: as they are, without a digest, without id beside slug."""
    names, own = place_key(line.address).split("/"), place_key(slug(key))
    bare = (name.removesuffix(f"-{own}").removeprefix(f"{own}-") for name in names)
    return [*names, *(_DIGEST.sub("", name) for name in names), *bare]
