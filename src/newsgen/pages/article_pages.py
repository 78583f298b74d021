"""Plan the page of each article, with its terms, neighbours and sidebar, and the page of its captures' ledger."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, count
from pathlib import Path
from typing import Any, NamedTuple

from newsgen.archive.assemble import zone_of
from newsgen.archive.notices import Correction, last_change
from newsgen.archive.related.related_links import RelatedEntry, RelatedLinks, entry_of
from newsgen.archive.taxonomies import ArticleTerms, Taxonomy
from newsgen.errors import SourceError
from newsgen.filesystem import read_source, sha256
from newsgen.model.article import Article, Evidence, with_zones
from newsgen.model.article_meta import ArticleMeta, Card, card_fingerprint
from newsgen.model.config import Config
from newsgen.model.fingerprints import fingerprint, plain_fingerprint
from newsgen.model.pictures import MediaFile
from newsgen.model.urls import ARCHIVE, UNDATED, Link, capture_url, ledger_url
from newsgen.pages.body_html import rewrite_for_page
from newsgen.pages.comments.form import comment_form
from newsgen.pages.comments.threads import threads
from newsgen.pages.media import picture_of
from newsgen.pages.page import File, Page, PagePlan, TextKey
from newsgen.pages.sharing.citation_files import links_to_citations
from newsgen.pages.sharing.share_links import share_links, social_picture, social_tags, twitter_card
from newsgen.pages.site_plan import SitePlan
from newsgen.pages.structured_data import canonical, citation, citation_tags, json_ld, open_graph
from newsgen.text.arabic import fold, reading_minutes
from newsgen.text.languages import direction_of_language


@dataclass(frozen=True, slots=True)
class Capture:
    """A capture of an article, with the file that publishes its bytes."""

    evidence: Evidence
    url: str | None
    """The address of the captured bytes; None if they are not published."""


def article_pages(site: SitePlan) -> Iterator[PagePlan]:
    """Yield the plan of each article's page and, if it was captured, of the page of its ledger."""
    archive, config = site.archive, site.config
    for place, (card, run, number) in enumerate(chain(_runs(archive.dated), _runs(archive.undated))):
        meta, text = archive.metas[card.id], TextKey.of(archive.metas[card.id])
        filed, sidebar = archive.terms.by_article[card.id], archive.related_links[card.id]
        newer = run[number - 1] if number else None
        older = run[number + 1] if number + 1 < len(run) else None
        shown = _Shown(
            card,
            filed,
            sidebar,
            None if sidebar.links or sidebar.computed else _nearby(run, number, filed.section, archive.cards, place),
            Link(newer.headline, newer.url) if newer else None,
            Link(older.headline, older.url) if older else None,
            site.media.of(meta.references),
            site.look and social_picture(meta, site.look),
            archive.notices.corrections.get(card.id, ()),
        )
        own = archive.card_fingerprints[card.id]
        context = partial(_planned_article, site, meta, shown)
        yield PagePlan(card.url, "article.html", _article_inputs(shown, own, text), context, text)
        if meta.evidence and captures(meta, card.url, config) and config.publish_captures:
            inputs = _ledger_inputs(shown.filed, own, text)
            yield PagePlan(
                ledger_url(card.url), "source.html", inputs, partial(_planned_ledger, site, meta, shown), text
            )


class Nearby(NamedTuple):
    """What the page of an article shows beside its text if it has no related articles."""

    section: Link | None
    """The section of the articles; None if they are from the whole archive."""
    links: tuple[RelatedEntry, ...]


NEARBY = 5
"""The most articles that are shown in place of related ones."""


class _Shown(NamedTuple):
    """What the page of an article shows beside its text, by the names under which templates receive it."""

    card: Card
    filed: ArticleTerms
    sidebar: RelatedLinks
    nearby: Nearby | None
    """None if there are related articles, or no other articles."""
    newer: Link | None
    """The next newer article of its section, or of those without a section."""
    older: Link | None
    media: Mapping[str, MediaFile]
    social: str | None
    """The address of the picture made for shared links, if there is one."""
    corrections: tuple[Correction, ...] = ()
    """Newest first."""


def _runs(cards: Sequence[Card]) -> Iterator[tuple[Card, Sequence[Card], int]]:
    """Yield each of *cards*, in their order, with all of its section and its place among these."""
    runs: dict[str | None, list[Card]] = {}
    for card in cards:
        runs.setdefault(card.section, []).append(card)
    places = {section: count() for section in runs}
    for card in cards:
        yield card, runs[card.section], next(places[card.section])


def _nearby(run: Sequence[Card], number: int, section: Link | None, cards: Sequence[Card], place: int) -> Nearby | None:
    """Return what to show beside the article *number* of its section's *run*, the one at *place* among all *cards*.

    These are the latest of its section when it was published, because the latest of today change with every article.
    """
    of_section = _latest_at(run, number) if section else ()
    links = of_section or _latest_at(cards, place)
    return Nearby(section if of_section else None, links) if links else None


def _latest_at(cards: Sequence[Card], number: int) -> tuple[RelatedEntry, ...]:
    """Return links to the next older articles, or to the next newer one if there are none."""
    older = cards[number + 1 : number + 1 + NEARBY] or cards[max(0, number - 1) : number]
    return tuple(entry_of(card, card.url) for card in older)


def _planned_article(site: SitePlan, meta: ArticleMeta, shown: _Shown) -> Mapping[str, Any]:
    trail = tuple(_breadcrumbs_to(site, shown.filed, meta))
    return {"breadcrumbs": site.breadcrumbs(trail), **shown._asdict()}


def _planned_ledger(site: SitePlan, meta: ArticleMeta, shown: _Shown) -> Mapping[str, Any]:
    card = shown.card
    trail = (*_breadcrumbs_to(site, shown.filed, meta), Link(card.headline, card.url))
    return {"breadcrumbs": site.breadcrumbs(trail), "card": card, "filed": shown.filed}


def inputs_of(page: Page) -> bytes:
    """Return the inputs of the plan of an article's *page*, which follow from its context."""
    context, own, text = page.context, card_fingerprint(page.context["card"]), page.text
    if text is None:
        raise ValueError(page.url)
    if page.template == "source.html":
        return _ledger_inputs(context["filed"], own, text)
    return _article_inputs(_Shown(*map(context.__getitem__, _Shown._fields)), own, text)


def _article_inputs(shown: _Shown, own: bytes, text: TextKey) -> bytes:
    """Return the inputs of an article's page, given the fingerprint of its *own* card.

    They are written as plain tuples, because the fingerprint of records takes five times as long.
    """
    section, tags, authors, source = shown.filed
    heading, links, computed = shown.sidebar
    nearby = shown.nearby
    pairs = (section, source, shown.newer, shown.older, nearby and nearby.section)
    return plain_fingerprint(
        "article.html",
        own,
        text.digest,
        heading,
        tuple([pair and tuple(pair) for pair in pairs]),
        *[
            tuple(chain.from_iterable(each))
            for each in (tags, authors, links, computed, nearby.links if nearby else ())
        ],
        fingerprint(shown.media) if shown.media else None,
        shown.social,
        tuple([(one.day.isoformat(), *one.paragraphs) for one in shown.corrections]),
    )


def _ledger_inputs(filed: ArticleTerms, own: bytes, text: TextKey) -> bytes:
    return fingerprint("source.html", own, text.digest, filed)


def _breadcrumbs_to(site: SitePlan, terms: ArticleTerms, article: ArticleMeta) -> Iterator[Link]:
    """Yield the links that lead to the article: through its section, or else through its month."""
    if terms.section:
        yield site.index_link(Taxonomy.SECTION)
        yield terms.section
        return
    yield Link(site.label("archive"), ARCHIVE)
    day = article.published
    if day:
        yield site.year_link(day.year)
        yield site.month_link(day.year, day.month)
    else:
        yield Link(site.label("undated"), UNDATED)


def captures(article: Article | ArticleMeta, url: str, config: Config) -> tuple[Capture, ...]:
    """Return the captures of the article page at *url*, beginning with the one that it shows.

    The Markdown of another generator is left out, because it is no capture, and the page shows all its text.
    """
    found = []
    for number, evidence in enumerate(article.evidence):
        if evidence.source.lower().endswith(".md"):
            continue
        is_export = evidence.source.lower().endswith((".xml", ".json"))  # it holds commenters' e-mail and IP addresses
        is_public = config.publish_captures and not is_export
        found.append(Capture(evidence, capture_url(url, number) if is_public else None))
    return tuple(found)


def capture_files(site: SitePlan) -> Iterator[File]:
    """Yield the file of each capture whose bytes are published."""
    config = site.config
    for card in site.archive.cards:
        for capture in captures(site.archive.metas[card.id], card.url, config):
            if capture.url:
                read = partial(_verified_bytes, capture.evidence, config.root)
                yield File(capture.url, (capture.evidence.sha256,), read)


def _verified_bytes(evidence: Evidence, root: Path) -> bytes:
    """Return a capture's bytes to publish beside its article page; raise SourceError if changed since loaded."""
    data = read_source(f"{root}/{evidence.source}", evidence.source)
    if sha256(data) != evidence.sha256:
        raise SourceError(evidence.source, "changed while the site was being built", "build again")
    return data


def _article_context(article: Article, page: Page, config: Config) -> dict[str, Any]:
    article = with_zones(article, config.zone)
    corrections: tuple[Correction, ...] = page.context["corrections"]
    if corrections:
        changed = last_change(article.published, article.updated, corrections, zone_of(config))
        article = replace(article, updated=changed)
    card: Card = page.context["card"]
    media: Mapping[str, MediaFile] = page.context["media"]
    picture = picture_of(article, media)
    html = article.body_html
    shown = captures(article, card.url, config)
    social: str | None = page.context["social"]
    return {
        "article": article,
        "around": direction_of_language(card.lang) if card.lang else "rtl",
        "text_html": html and rewrite_for_page(html, card.url, media, is_led_by_picture=picture is not None),
        "standfirst": _standfirst(article),
        "is_untitled": _is_untitled(article),
        "minutes": reading_minutes(article.body),
        "picture": picture,
        "threads": threads(article.comments),
        "form": comment_form(article, card.url, config),
        "captures": shown,
        "ledger_url": ledger_url(card.url) if shown and config.publish_captures else None,
        "citation": citation(article, card, config),
        "citation_files": links_to_citations(card, config),
        "share_links": share_links(card, config),
        "canonical": canonical(article, card, config),
        "open_graph": [*open_graph(article, card, config, picture), *social_tags(social, card, config)],
        "citation_tags": [
            *citation_tags(article, card, config),
            twitter_card(picture, social or (config.base_url and config.social_image), config),
        ],
        "json_ld": json_ld(article, card, config, picture, corrections),
    }


def _standfirst(article: Article) -> str | None:
    """Return what the newspaper printed, or else an editor wrote, below the article's headline; None if nothing.

    A description that repeats the headline or the opening of the text, as exports and web pages write it for search
    engines, is none.
    """
    summary = article.summary
    if article.standfirst or not summary or len(summary) > _LONGEST_STANDFIRST:
        return article.standfirst
    opening = "\n".join(article.body[:2])[: _LONGEST_STANDFIRST * 2]
    if summary[:_SAME_LETTERS] in opening:  # most repeat it letter by letter, and to fold texts takes longer
        return None
    key = fold(summary).rstrip(". ")[:_SAME_LETTERS]
    return None if key in fold(opening) or key in fold(article.headline) else summary


_LONGEST_STANDFIRST = 300
"""Characters; a longer description is no line below a headline."""
_SAME_LETTERS = 60
"""Characters by which a description is recognised in the text."""
_LONGEST_LEDE = 400
"""Characters of a first paragraph that can stand in place of a headline; 98 of 100 are shorter."""


def _is_untitled(article: Article) -> bool:
    """Return whether the page shows the article's first paragraph in place of the headline derived from it."""
    is_first = article.body_html is None or article.body_html.startswith("<p>")
    return article.headline_origin == "derived" and is_first and 0 < len("".join(article.body[:1])) <= _LONGEST_LEDE


def _ledger_context(article: Article, page: Page, config: Config) -> dict[str, Any]:
    card: Card = page.context["card"]
    return {
        "article": article,
        "captures": captures(article, card.url, config),
        "canonical": canonical(article, card, config),
    }


CONTEXTS: Mapping[str, Callable[[Article, Page, Config], dict[str, Any]]] = {
    "article.html": _article_context,
    "source.html": _ledger_context,
}
"""What templates receive of the article that they show, made when the article has been read; by template."""
