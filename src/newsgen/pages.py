"""Plan the pages of a site: which exist, where, and exactly what each one shows."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import quote

from newsgen.arabic import fold
from newsgen.archive import Archive, Card
from newsgen.article import Article, CommentForm, Evidence, Role, WrittenPage
from newsgen.config import Config, NavigationLink
from newsgen.loaders.comment_form import HEADING, complete_form
from newsgen.metadata import canonical, citation, citation_tags, json_ld, language_tag, open_graph
from newsgen.urls import HOME, NOT_FOUND, absolute, capture_url, ledger_url, page_url

ROLE_LABELS: dict[Role, str] = {
    Role.HEADLINE: "العنوان",
    Role.BYLINE: "الكاتب",
    Role.DATE: "التاريخ",
    Role.SECTION: "القسم",
    Role.TAGS: "وسوم",
    Role.BODY: "المتن",
    Role.RELATED_HEADING: "عنوان الأخبار ذات الصلة",
    Role.RELATED: "خبر ذو صلة",
    Role.COMMENT_HEADING: "عنوان التعليقات",
    Role.COMMENT_NOTE: "ملاحظة النموذج",
    Role.COMMENT_FIELD: "حقل في النموذج",
    Role.COMMENT: "تعليق زائر",
    Role.SHARE: "مشاركة",
    Role.NAVIGATION: "تصفّح",
    Role.BOILERPLATE: "سطر زائد",
}
_FIELD_ATTRIBUTES: dict[str, dict[str, str]] = {
    "comment": {"maxlength": "65525", "dir": "auto"},
    "author": {"maxlength": "245", "autocomplete": "name", "dir": "auto"},
    "email": {"maxlength": "100", "autocomplete": "email", "dir": "ltr"},
    "url": {"maxlength": "200", "autocomplete": "url", "dir": "ltr"},
}
"""WordPress's limits, and the directions in which people write these."""
_ABOUT_EMAIL = re.compile("بريد|e-?mail")


@dataclass(frozen=True, slots=True)
class Page:
    """One HTML page: its address, its template and all that the template may show."""

    url: str
    template: str
    context: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the comment form as the page shows it."""

    id: str
    name: str
    label: str
    type: Literal["textarea", "text", "email", "url"]
    required: bool
    attributes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Form:
    """The comment form as the page shows it."""

    heading: str
    notes: tuple[str, ...]
    fields: tuple[Field, ...]
    submit: str
    state: Literal["open", "archived", "closed"]
    """Open: it posts to `action`. Archived: the site takes no comments. Closed: this article does not."""
    action: str | None
    enctype: str | None
    hidden: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Capture:
    """A capture behind an article, with the file that publishes its bytes."""

    evidence: Evidence
    url: str | None


def plan_pages(archive: Archive, config: Config) -> Iterator[Page]:
    """Yield every HTML page of the site."""
    site = {"site": config, "lang": language_tag(config), "navigation": navigation(archive, config)}
    yield Page(HOME, "home.html", {**site, "cards": archive.cards, "canonical": _own_address(HOME, config)})
    for card in archive.cards:
        article = archive.articles[card.id]
        yield Page(card.url, "article.html", {**site, **_article(article, card, archive, config)})
        if article.evidence and config.publish_captures:
            yield Page(ledger_url(card.url), "source.html", {**site, **_ledger(article, card, config)})
    for page in archive.pages:
        yield Page(page_url(page.name), "page.html", {**site, **_written(page, config)})
    yield Page(NOT_FOUND, "404.html", {**site, "canonical": None})


def navigation(archive: Archive, config: Config) -> tuple[NavigationLink, ...]:
    """Return the site's menu: the editor's, else the home page and the written pages."""
    if config.navigation is not None:
        return config.navigation
    pages = (NavigationLink(page.title, page_url(page.name)) for page in archive.pages)
    return (NavigationLink("الرئيسية", HOME), *pages)


def captures(article: Article, url: str, config: Config) -> tuple[Capture, ...]:
    """Return the captures behind the article at *url*."""
    publish = config.publish_captures
    return tuple(
        Capture(evidence, capture_url(url, number) if publish else None)
        for number, evidence in enumerate(article.evidence)
    )


def _article(article: Article, card: Card, archive: Archive, config: Config) -> dict[str, Any]:
    return {
        "article": article,
        "card": card,
        "related": archive.sidebars[article.id],
        "form": comment_form(article, config),
        "captures": captures(article, card.url, config),
        "ledger_url": ledger_url(card.url) if article.evidence and config.publish_captures else None,
        "citation": citation(article, card, config),
        "canonical": canonical(article, card, config),
        "open_graph": open_graph(article, card, config),
        "citation_tags": citation_tags(article, card, config),
        "json_ld": json_ld(article, card, config),
    }


def _ledger(article: Article, card: Card, config: Config) -> dict[str, Any]:
    evidence = tuple(Capture(e, capture_url(card.url, number)) for number, e in enumerate(article.evidence))
    return {
        "article": article,
        "card": card,
        "captures": evidence,
        "role_labels": ROLE_LABELS,
        "canonical": canonical(article, card, config),
    }


def _written(page: WrittenPage, config: Config) -> dict[str, Any]:
    return {"page": page, "canonical": _own_address(page_url(page.name), config)}


def _own_address(url: str, config: Config) -> str | None:
    return absolute(url, config.base_url) if config.base_url else None


def comment_form(article: Article, config: Config) -> Form | None:
    """Return the form to show under an article; None where there was none and comments go nowhere.

    A form that was captured is always shown; it says that it is a record where it posts to nowhere.
    """
    target = config.comment_form
    form = article.comment_form
    if form is None and target.endpoint and article.comments_open:
        form = complete_form([HEADING], [], [], [])
    if form is None:
        return None
    state: Literal["open", "archived", "closed"] = "open" if target.endpoint else "archived"
    if not article.comments_open:
        state = "closed"
    is_open = state == "open"
    return Form(
        form.heading,
        form.notes,
        _fields(form),
        form.submit,
        state,
        _action(article, config) if is_open else None,
        "text/plain" if is_open and target.preset == "mailto" else None,
        _hidden(article) if is_open and target.preset == "wordpress" else (),
    )


def _fields(form: CommentForm) -> tuple[Field, ...]:
    attributes = _FIELD_ATTRIBUTES | {"email": _FIELD_ATTRIBUTES["email"] | _described(form.notes)}
    return tuple(Field(f"form-{f.name}", f.name, f.label, f.type, f.required, attributes[f.name]) for f in form.fields)


def _described(notes: Sequence[str]) -> dict[str, str]:
    """Return the attribute that ties the field for the e-mail to the note about it, where there is one."""
    numbers = [number for number, note in enumerate(notes, start=1) if _ABOUT_EMAIL.search(fold(note))]
    return {"aria-describedby": f"form-note-{numbers[0]}"} if numbers else {}


def _action(article: Article, config: Config) -> str | None:
    target = config.comment_form
    if target.preset == "mailto":
        return f"mailto:{target.endpoint}?subject={quote(article.headline, safe='')}"
    return target.endpoint


def _hidden(article: Article) -> tuple[tuple[str, str], ...]:
    """Return what WordPress asks of a form: the post, by its number, else by the article's id."""
    return (("comment_post_ID", wordpress_id(article) or article.id), ("comment_parent", "0"))


def wordpress_id(article: Article) -> str | None:
    """Return the number that WordPress gave the article, from its front matter or its own id."""
    numbers = (dict(article.extra).get("comment_post_ID"), article.id)
    return next((number for number in numbers if isinstance(number, str) and number.isdecimal()), None)
