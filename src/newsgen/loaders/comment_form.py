"""Complete the comment form of an article from the labels that were captured or written in front matter."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from newsgen.model.article import DEFAULT_FIELDS, DEFAULT_HEADING, DEFAULT_SUBMIT, CommentForm, FormField
from newsgen.text.arabic import fold

if TYPE_CHECKING:
    from newsgen.formats.yaml_fields import Fields


@dataclass(frozen=True, slots=True)
class FieldLabel:
    """A captured label of a field in a comment form."""

    name: str
    label: str
    required: bool


_NO_FORM = re.compile(r"^(?:التعليقات مغلقة|لا (?:ت|ي)وجد تعليقات|لا تعليقات)")
_SENTENCE = re.compile(r"(?<=[.])\s+")


def complete_form(
    headings: Sequence[str], notes: Sequence[str], labels: Sequence[FieldLabel], submits: Sequence[str]
) -> CommentForm | None:
    """Return the complete comment form that these captured lines belong to; None if they do not show a form.

    Missing parts get their defaults. "Comments are closed" alone is not a form.
    """
    sentences = (part.strip() for line in notes for part in _SENTENCE.split(line))  # each is a note
    asking = [note for note in sentences if note and not _NO_FORM.match(fold(note))]
    if not (headings or asking or labels or submits):
        return None
    return CommentForm(
        heading=_without_cancel(headings[0]) if headings else DEFAULT_HEADING,
        notes=tuple(dict.fromkeys(asking)),
        fields=tuple(_captured(default, labels) for default in DEFAULT_FIELDS),
        submit=submits[0] if submits else DEFAULT_SUBMIT,
    )


def read_form(fields: "Fields") -> CommentForm | None:
    """Return the form under `comment_form` in front matter, completed with the defaults; None if it is missing."""
    inner = fields.section("comment_form")
    if not inner.entries:
        return None
    required = inner.texts("required") if inner.value("required") is not None else None
    if not set(required or ()) <= {default.name for default in DEFAULT_FIELDS}:
        inner.fail("required", "required names an unknown field", "write any of comment, author, email, url")
    return CommentForm(
        heading=inner.text("heading") or DEFAULT_HEADING,
        notes=_notes(inner),
        fields=tuple(_configured(default, inner.text(default.name), required) for default in DEFAULT_FIELDS),
        submit=inner.text("submit") or DEFAULT_SUBMIT,
    )


def form_entries(form: CommentForm) -> dict[str, Any]:
    """Return the entries of the comment *form* for front matter; reading them gives the same form."""
    labels: dict[str, str] = {field.name: field.label for field in form.fields if field.origin == "capture"}
    required = [field.name for field in form.fields if field.required]
    return {"heading": form.heading, "notes": list(form.notes), **labels, "required": required, "submit": form.submit}


def _notes(fields: "Fields") -> tuple[str, ...]:
    """Return the notes of the comment form; a single one is a sentence and is not split at commas."""
    value = fields.value("notes")
    return tuple(filter(None, [fields.text("notes")])) if isinstance(value, str) else fields.texts("notes")


def _configured(default: FormField, label: str | None, required: Sequence[str] | None) -> FormField:
    """Return the comment form's field as front matter sets it; the text of a comment is always required."""
    is_required = default.required if required is None or default.name == "comment" else default.name in required
    origin: Literal["capture", "default"] = "capture" if label else "default"
    return FormField(default.name, label or default.label, default.type, is_required, origin)


def _without_cancel(heading: str) -> str:
    """Return the form's *heading* without "cancel reply", a link that is copied along with it."""
    return re.sub(r"\s*إلغاء (?:الرد|التعليق)\s*$", "", heading).rstrip(" :")


def _captured(default: FormField, labels: Sequence[FieldLabel]) -> FormField:
    """Return the comment form's field as captured; if any label has a star, only starred fields are required.

    The text of a comment is always required.
    """
    for label in labels:
        if label.name == default.name:
            starred = any(other.required for other in labels)
            required = label.required if starred and default.name != "comment" else default.required
            return FormField(default.name, label.label, default.type, required, "capture")
    return default
