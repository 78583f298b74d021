"""Make of an article what is indexed, and what a result shows of it."""

import json
from collections.abc import Iterable, Iterator
from datetime import date

from newsgen.archive.taxonomies import ArticleTerms
from newsgen.build.search.engine import Record
from newsgen.model.article import Article
from newsgen.model.article_meta import Card
from newsgen.text.date_format import Locale, format_date
from newsgen.text.search.words import END, WHOLE, WORD, keys_of, normal_form

_GAP = "."
"""A word for Pagefind that is not indexed: the words before and after it are not one phrase."""
_SAME_LETTERS = 40
"""By which a description is recognised in the text; exports cut it anywhere."""
_PRIVATE = 0xE000
"""The first character for private use: Pagefind sees no letter in it."""
_SHIFTED = {code: code + _PRIVATE for code in range(0x1900)} | dict.fromkeys(range(_PRIVATE, 0xF900), 0xFFFD)
"""A character for private use in the text itself, which means nothing to a reader, must not be taken for another."""


def record_of(article: Article, card: Card, terms: ArticleTerms, locale: Locale) -> Record:
    """Return the record of *article*, which the site shows as *card* and files under *terms*."""
    lead = _lead(article)
    names = [link.title for link in (*terms.authors, *terms.tags)]
    texts = [article.headline, *lead, *article.body, *names]
    words = f" {_GAP} ".join(filter(None, map(_words, texts)))
    marks = " ".join(_filters(card, terms))
    day = str(as_day(card.published)) if card.published else ""
    return Record(card.url, f"{words} {_GAP} {marks}", day or "0000", _hidden(_shown(article, card, day, lead, locale)))


def _lead(article: Article) -> list[str]:
    """Return what stands before the text in a search: nothing if the text begins with it."""
    lead = article.standfirst or article.summary or ""
    return [] if lead[:_SAME_LETTERS] in "".join(article.body[:1]) else [lead]


def _words(text: str) -> str:
    return " ".join([key or _GAP for key in keys_of(text)])


def filter_word(kind: str, name: str) -> str:
    """Return the word that all articles with the term *name* of a *kind* have in the index of the search."""
    return f"{kind}{WHOLE}{''.join(map(normal_form, WORD.findall(name)))}{END}"


def _filters(card: Card, terms: ArticleTerms) -> Iterator[str]:
    if terms.section:
        yield filter_word("section", terms.section.title)
    if terms.source:
        yield filter_word("source", terms.source.title)
    for author in terms.authors:
        yield filter_word("author", author.title)
    if card.published:
        yield filter_word("year", str(card.published.year))


def as_day(value: date) -> date:
    """Return the day of a date or a time of publication, for the order of search results."""
    return date(value.year, value.month, value.day)


def _shown(article: Article, card: Card, day: str, lead: Iterable[str], locale: Locale) -> str:
    """Return what a search result shows, as JSON with short names, because a page loads ten of them."""
    picture = card.picture
    shown = {
        "i": card.id,
        "u": card.url,
        "h": card.headline,
        "d": day,
        "t": format_date(card.published, locale) if card.published else "",
        "s": card.section,
        "n": card.source_name,
        "l": card.lang,
        "p": picture and [(picture.webp[0] if picture.webp else picture).url, picture.width, picture.height],
        "x": "\n".join([*lead, *article.body]),
    }
    return json.dumps({key: value for key, value in shown.items() if value}, ensure_ascii=False, separators=(",", ":"))


def _hidden(text: str) -> str:
    """Return *text* of a search result in characters that are no words, so that it is kept but not indexed."""
    return text.translate(_SHIFTED)
