"""Build the comment form that the page of an article shows, for the service that receives what it sends."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from newsgen.model.article import DEFAULT_FORM, Article, FormField
from newsgen.model.article_meta import ArticleMeta
from newsgen.model.config import Config
from newsgen.model.urls import encode_value
from newsgen.pages.comments.own_pages import POLICY, THANKS, thanks_url
from newsgen.pages.structured_data import absolute_url
from newsgen.text.arabic import fold

_FIELD_ATTRIBUTES: dict[str, dict[str, str]] = {
    "comment": {"maxlength": "65525", "dir": "auto"},
    "author": {"maxlength": "245", "autocomplete": "name", "dir": "auto"},
    "email": {"maxlength": "100", "autocomplete": "email", "dir": "ltr"},
    "url": {"maxlength": "200", "autocomplete": "url", "dir": "ltr"},
}
"""WordPress's limits, in characters, and the direction in which people write each field."""
_WORDPRESS_NAMES = {name: name for name in _FIELD_ATTRIBUTES}
_PLAIN_NAMES = {"comment": "message", "author": "name", "email": "email", "url": "url"}
_NAMES: dict[str, dict[str, str]] = {
    "staticman": {field: f"fields[{name}]" for field, name in _PLAIN_NAMES.items()},
    **dict.fromkeys(("netlify", "formspree", "web3forms"), _PLAIN_NAMES),
}
"""The names under which each service receives the fields; the others have WordPress's."""
_ABOUT_EMAIL = re.compile("بريد|e-?mail")


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """A field of the comment form as the page shows it; forms that are equal have the same fields, not equal ones."""

    id: str
    name: str
    """The name under which the service receives it."""
    kind: Literal["comment", "author", "email", "url"]
    label: str
    type: Literal["textarea", "text", "email", "url"]
    required: bool
    attributes: Mapping[str, str]


class Honeypot(NamedTuple):
    """A field that people never see and robots fill in, so that the service drops what they send."""

    name: str
    type: Literal["text", "checkbox"] = "text"


HONEYPOTS = {
    "wordpress": Honeypot("ak_hp_textarea"),  # Akismet's
    "staticman": Honeypot("fields[subject]"),  # refused if it has a value, because it is not in allowedFields
    "netlify": Honeypot("bot-field"),
    "formspree": Honeypot("_gotcha"),
    "web3forms": Honeypot("botcheck", "checkbox"),
}
"""By preset; a form by mail has none, because a robot cannot send it and a person would see the field in the mail."""
NETLIFY_NAME = "comments"
"""The name under which Netlify lists the form of all articles."""
NETLIFY = {
    "name": NETLIFY_NAME,
    "data-netlify": "true",
    "data-netlify-honeypot": HONEYPOTS["netlify"].name,
}


@dataclass(frozen=True, slots=True)
class Form:
    """The comment form as the page shows it."""

    heading: str
    notes: tuple[str, ...]
    fields: tuple[Field, ...]
    submit: str
    state: Literal["open", "archived", "closed"]
    """Open: the form posts to `action`. Archived: the site takes no comments. Closed: this article takes none."""
    action: str | None
    enctype: str | None
    hidden: tuple[tuple[str, str], ...]
    is_star_explained: bool
    """Whether no field has a *, or a note says what it means."""
    recipient: str | None
    """The host or the e-mail address that receives comments; None if the form is not open."""
    honeypot: Honeypot | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    """What the service needs in the form's tag."""
    policy: str | None = None
    """The address of the page with the rules for comments; None if the form is not open."""


def comment_form(article: Article, url: str, config: Config) -> Form | None:
    """Return the comment form to show under the article at *url*; None if none was captured and none can be sent.

    A captured form is always shown; if comments cannot be sent, its state says that it is only a record.
    """
    target = config.comment_form
    is_open = target.is_open and article.comments_open
    form = article.comment_form or (DEFAULT_FORM if is_open else None)
    if form is None:
        return None
    fields, is_star_explained = _shown_fields(form.fields, form.notes, target.preset)
    return Form(
        form.heading,
        form.notes,
        fields,
        form.submit,
        "open" if is_open else "archived" if article.comments_open else "closed",
        _action(article, config) if is_open else None,
        "text/plain" if is_open and target.preset == "mailto" else None,
        tuple(_hidden_fields(article, url, config)) if is_open else (),
        is_star_explained,
        _recipient(target.endpoint) if is_open else None,
        HONEYPOTS.get(target.preset) if is_open else None,
        NETLIFY if is_open and target.preset == "netlify" else {},
        POLICY if is_open else None,
    )


@lru_cache(maxsize=256)  # most captures of a newspaper have the same form
def _shown_fields(fields: tuple[FormField, ...], notes: tuple[str, ...], preset: str) -> tuple[tuple[Field, ...], bool]:
    """Return the fields of a form as the page shows them, and whether its *notes* say what a * means, if one has it."""
    is_star_explained = any("*" in note for note in notes) or not any(field.required for field in fields)
    attributes = _FIELD_ATTRIBUTES | {"email": _FIELD_ATTRIBUTES["email"] | _email_description(notes)}
    names = _NAMES.get(preset, _WORDPRESS_NAMES)
    shown = (
        Field(f"form-{f.name}", names[f.name], f.name, f.label, f.type, f.required, attributes[f.name]) for f in fields
    )
    return tuple(shown), is_star_explained


@lru_cache(maxsize=1)
def _recipient(endpoint: str | None) -> str:
    """Return the host or the e-mail address that receives the comments sent from a form to *endpoint*."""
    return urlsplit(endpoint).hostname or endpoint if endpoint else "netlify.com"


def _email_description(notes: Sequence[str]) -> dict[str, str]:
    """Return the attribute that links the comment form's e-mail field to its note; empty if there is none."""
    numbers = [number for number, note in enumerate(notes, start=1) if _ABOUT_EMAIL.search(fold(note))]
    return {"aria-describedby": f"form-note-{numbers[0]}"} if numbers else {}


def _action(article: Article, config: Config) -> str | None:
    target = config.comment_form
    if target.preset == "mailto":
        return f"mailto:{target.endpoint}?subject={encode_value(article.headline)}"
    return THANKS if target.preset == "netlify" else target.endpoint


def _hidden_fields(article: Article, url: str, config: Config) -> Iterator[tuple[str, str]]:
    """Yield the comment form's hidden fields, by which an import finds the article and a service the next page.

    WordPress knows an article by the number of its post, and Staticman by the name of its folder.
    """
    preset, address = config.comment_form.preset, absolute_url(url, config) or f"/{url}"
    if preset == "wordpress":
        yield from (("comment_post_ID", wordpress_id(article) or article.id), ("comment_parent", "0"))
    elif preset == "staticman":
        yield from (("options[slug]", article.id), ("options[origin]", address))
    else:
        yield from (("article", article.id), ("address", address))
    if preset == "netlify":
        yield "form-name", NETLIFY_NAME
    if preset == "web3forms":
        yield "access_key", config.comment_form.key or ""
    if preset in _SUBJECTS:
        yield _SUBJECTS[preset], article.headline
    thanks = thanks_url(config)
    if thanks and preset in _REDIRECTS:
        yield _REDIRECTS[preset], thanks


_SUBJECTS = {"netlify": "subject", "formspree": "_subject", "web3forms": "subject"}
"""The field with the subject of the mail by which each service tells of a comment."""
_REDIRECTS = {
    "wordpress": "redirect_to",
    "staticman": "options[redirect]",
    "formspree": "_next",
    "web3forms": "redirect",
}
"""The field with the page that each service shows next."""


def wordpress_id(article: Article | ArticleMeta) -> str | None:
    """Return WordPress's number of the article for the comment form, from front matter or id; None if unknown."""
    numbers = (dict(article.extra).get("comment_post_ID"), article.id)
    return next((number for number in numbers if isinstance(number, str) and number.isdecimal()), None)
