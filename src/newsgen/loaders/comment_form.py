"""Make a comment form complete: what the capture shows of it, the rest as WordPress has it in Arabic."""

import re
from collections.abc import Sequence

from newsgen.arabic import fold
from newsgen.article import CommentForm, FormField
from newsgen.loaders.form_labels import FieldLabel

HEADING = "اترك تعليقا"
SUBMIT = "إرسال التعليق"
DEFAULT_FIELDS = (
    FormField("comment", "التعليق", "textarea", required=True, origin="default"),
    FormField("author", "الاسم", "text", required=True, origin="default"),
    FormField("email", "البريد الإلكتروني", "email", required=True, origin="default"),
    FormField("url", "الموقع الإلكتروني", "url", required=False, origin="default"),
)
_NO_FORM = re.compile(r"^(?:التعليقات مغلقة|لا (?:ت|ي)وجد تعليقات|لا تعليقات)")
_SENTENCE = re.compile(r"(?<=[.])\s+")


def complete_form(
    headings: Sequence[str], notes: Sequence[str], labels: Sequence[FieldLabel], submits: Sequence[str]
) -> CommentForm | None:
    """Return the whole form that these captured lines belong to; None where they show no form.

    "Comments are closed" alone is no form.
    """
    notes = [part for line in notes for part in split_notes(line)]
    asking = [note for note in notes if not _NO_FORM.match(fold(note))]
    if not (headings or asking or labels or submits):
        return None
    return CommentForm(
        heading=_without_cancel(headings[0]) if headings else HEADING,
        notes=tuple(dict.fromkeys(asking)),
        fields=tuple(_captured(default, labels) for default in DEFAULT_FIELDS),
        submit=submits[0] if submits else SUBMIT,
    )


def split_notes(line: str) -> list[str]:
    """Return the notes that share a line: "your e-mail …. Required fields …" are two."""
    return [part.strip() for part in _SENTENCE.split(line) if part.strip()]


def _without_cancel(heading: str) -> str:
    """Drop "cancel reply", the link that a copy takes along with the heading."""
    return re.sub(r"\s*إلغاء (?:الرد|التعليق)\s*$", "", heading).rstrip(" :")


def _captured(default: FormField, labels: Sequence[FieldLabel]) -> FormField:
    """Return the field as captured; where some label carries a star, only starred fields are required.

    A comment without words is no comment, whatever carries a star.
    """
    for label in labels:
        if label.name == default.name:
            starred = any(other.required for other in labels)
            required = label.required if starred and default.name != "comment" else default.required
            return FormField(default.name, label.label, default.type, required, "capture")
    return default
