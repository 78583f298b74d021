"""Find who takes over the address of an article whose source has vanished: a file that was renamed."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from newsgen.address_book import BookLine
from newsgen.article import Article
from newsgen.permalinks import Permalink, derived_slug, with_digest
from newsgen.urls import same_place


def heirs_of(vanished: Mapping[str, BookLine], new: Iterable[Article], permalink: Permalink) -> dict[str, Article]:
    """Return the new article that takes over a *vanished* line, by the line's id.

    An article does that had this id before it was given another; else one that wants this very address; else
    one whose slug the address holds. Each time only where one line and one article are meant: nothing is guessed.
    """
    lines, articles = dict(vanished), {article.id: article for article in new}
    heirs: dict[str, Article] = {}
    for names_of_line, names_of_article in _evidence(permalink):
        wanting: dict[str, list[Article]] = defaultdict(list)
        for article in articles.values():
            for name in names_of_article(article):
                wanting[name].append(article)
        found = {key: list(_wanting(names_of_line(key, line), wanting, permalink)) for key, line in lines.items()}
        for key, (heir,) in _unique(found).items():
            heirs[key] = heir
            del lines[key], articles[heir.id]
    return heirs


_Names = Callable[[str, BookLine], Iterable[str]]


def _evidence(permalink: Permalink) -> Iterator[tuple[_Names, Callable[[Article], Iterable[str]]]]:
    """Yield what a line and an article have in common, the strongest first."""
    yield lambda key, _: [key], _former_ids
    yield lambda _, line: [same_place(line.address)], lambda article: [same_place(permalink.url(article))]
    yield _slugs_of_line, _slugs


def _wanting(names: Iterable[str], wanting: Mapping[str, list[Article]], permalink: Permalink) -> Iterator[Article]:
    """Yield the articles that want one of *names*, each once: those whose editors chose it, else all."""
    found = {article.id: article for name in names for article in wanting.get(name, ())}
    chosen = [article for article in found.values() if permalink.is_chosen(article)]
    yield from chosen or found.values()


def _unique(found: Mapping[str, list[Article]]) -> dict[str, list[Article]]:
    """Return the lines for which there is one article, and that article for no other line."""
    lines: dict[str, int] = defaultdict(int)
    for articles in found.values():
        for article in articles:
            lines[article.id] += 1
    return {key: articles for key, articles in found.items() if len(articles) == 1 and lines[articles[0].id] == 1}


def _former_ids(article: Article) -> set[str]:
    """Return the ids that an article had before its front matter gave it one: of its file, of its captures."""
    sources = [article.source, *(evidence.source for evidence in article.evidence)]
    return {PurePosixPath(source).stem for source in sources}


def _slugs(article: Article) -> set[str]:
    """Return the slug of an article, as it is and as it would be cut beside digits."""
    name = same_place(article.slug or derived_slug(article))
    return {name, _without_digits(with_digest(name, ""))}


def _slugs_of_line(key: str, line: BookLine) -> list[str]:
    """Return the parts of a line's address; one that ends in the digits of its own id without them, too."""
    names = same_place(line.address).split("/")
    digits = with_digest("", key)
    return [*names, *(_without_digits(name) for name in names if name.endswith(digits))]


def _without_digits(name: str) -> str:
    return name.rpartition("-")[0]
