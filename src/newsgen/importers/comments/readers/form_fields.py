"""Read the fields of a comment form as Netlify, Formspree, Web3Forms and Staticman hand them on."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from newsgen.importers.comments.submissions import Submission
from newsgen.importers.items import Skipped

TEXT = "comment message text body content comments التعليق الرسالة نص_التعليق".split()
"""The names of the field with the comment itself; the presets send `comment` or, to Staticman, `message`."""
_AUTHOR = "author name full_name your_name الاسم".split()
_EMAIL = "email e_mail _replyto replyto mail your_email البريد_الإلكتروني".split()
_URL = "url website site homepage الموقع_الإلكتروني الموقع".split()
_DATE = "created_at _date submitted_at submission_date date created timestamp received_at time التاريخ".split()
_PARENT = "parent comment_parent replying_to_uid reply_to replying_to parent_id _parent".split()
_TARGETS = (
    "article article_id slug comment_post_id post_id post page page_url permalink article_url link _url source_url"
    " address origin referrer referer _referrer"
).split()
_HEADLINE = "_subject subject article_title headline title".split()
_HONEYPOTS = "bot_field _gotcha _honey _honeypot honeypot ak_hp_textarea botcheck bot_check".split()
_EMPTY = {"", "0", "false", "off", "no", "null", "none"}
"""What a honeypot holds if it was not filled; Web3Forms' is a check box."""
_BRACKETS = re.compile(r"(?:fields|options)\[([^\[\]]*)\]")
_WITHOUT_ZONE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?")
_SEPARATORS = re.compile(r"[\s.-]+")


def normal_name(name: str) -> str:
    """Return the form *name* of a field in lower case with underscores: `fields[name]` and `Name` are both `name`."""
    inner = _BRACKETS.fullmatch(name.strip())
    plain = (inner[1] if inner else name).strip().strip(":*").strip().lower()
    return _SEPARATORS.sub("_", plain)


def has_text_field(names: Iterable[str]) -> bool:
    """Return whether one of a form's field *names* is that of the comment itself."""
    return not {normal_name(name) for name in names}.isdisjoint(TEXT)


def submission_of(values: Mapping[str, Any], place: str, line: int | None, **known: Any) -> Submission | Skipped:
    """Return the comment in the *values* of a form's fields, or say that it has no text.

    *known* are parts of the `Submission` that follow from its file rather than from its fields; they win.
    """
    fields = _fields(values)
    text = _first(fields, TEXT)
    if not text:
        return Skipped(place, "has no text")
    parent = _first(fields, _PARENT).strip()
    trap = next((name for name in _HONEYPOTS if fields.get(name, "").strip().lower() not in _EMPTY), "")
    made: dict[str, Any] = {
        "author": _first(fields, _AUTHOR),
        "email": _first(fields, _EMAIL),
        "url": _first(fields, _URL),
        "date": in_utc(_first(fields, _DATE)),
        "targets": tuple(dict.fromkeys(fields[name].strip() for name in _TARGETS if fields.get(name, "").strip())),
        "headline": _first(fields, _HEADLINE),
        "parent": "" if parent == "0" else parent,
        "state": "spam" if trap else "pending",
        "reason": f"the hidden field {trap} was filled, which only programs do" if trap else "",
    }
    return Submission(text, place, line, **(made | known))


def in_utc(moment: str) -> str:
    """Return the *moment* at which a service received a comment, with the zone that Formspree leaves out: UTC."""
    return f"{moment}Z" if _WITHOUT_ZONE.fullmatch(moment) else moment


def _fields(values: Mapping[str, Any]) -> dict[str, str]:
    """Return a form's *values* as texts by their normal names; those in `fields`, `options` and `data` count too."""
    fields: dict[str, str] = {}
    for name, value in values.items():
        key = normal_name(str(name))
        if isinstance(value, Mapping):
            if key in {"fields", "options", "data"}:
                fields = _fields(value) | fields
        elif text := _as_text(value):
            fields.setdefault(key, text)
    return fields


def _as_text(value: Any) -> str:
    """Return one value of a form as text that can be written as UTF-8."""
    if value is None or isinstance(value, bool):
        return "true" if value else ""
    text = ", ".join(map(_as_text, value)) if isinstance(value, list) else str(value)
    return text.encode("utf-8", "replace").decode() if text.strip() else ""


def _first(fields: Mapping[str, str], names: Iterable[str]) -> str:
    return next((fields[name] for name in names if fields.get(name)), "")
