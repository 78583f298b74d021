"""Complete the comment form of an article from captured labels or front matter, and read where comments are sent."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from newsgen.model.article import DEFAULT_FIELDS, DEFAULT_HEADING, DEFAULT_SUBMIT, CommentForm, FormField
from newsgen.model.form_target import FormTarget
from newsgen.text.arabic import fold
from newsgen.text.web_addresses import is_url

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


PRESETS = ("none", "wordpress", "mailto", "staticman", "netlify", "formspree", "web3forms")
_EXAMPLES = {
    "wordpress": "https://example.org/wp-comments-post.php",
    "mailto": "desk@example.org",
    "staticman": "https://staticman.example.org/v3/entry/github/desk/archive/main/comments",
    "formspree": "https://formspree.io/f/xyzabcde",
    "web3forms": "https://api.web3forms.com/submit",
}
_PATHS = {"staticman": re.compile(r"(?:/v[0-9]+)?/entry/.+"), "formspree": re.compile("/(?:f/)?[A-Za-z0-9]{2,}/?")}
"""What the path of an endpoint is like; with another one the service would refuse every comment."""
_HOSTS = {"formspree.io": "formspree", "api.web3forms.com": "web3forms", "api.staticman.net": "staticman"}
"""Hosts that show which preset is meant."""
_KEY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def read_form_target(fields: "Fields") -> FormTarget:
    """Return where the form of the site sends comments, from `comment_form` in its settings; nowhere if it is wrong."""
    preset = fields.choice("preset", PRESETS)
    endpoint, key = fields.text("endpoint"), fields.text("key")
    fields.refuse_unknown()
    if key and preset != "web3forms":
        fields.fail("key", "key is only for the preset web3forms", "delete it, or write preset: web3forms")
    if preset == "netlify":
        return _netlify_target(fields, endpoint)
    if preset == "web3forms":
        return _web3forms_target(fields, endpoint or _EXAMPLES["web3forms"], key)
    if endpoint is None:
        if preset not in {None, "none"}:
            remedy = f"add endpoint: under comment_form:, like {_EXAMPLES[preset or '']}"
            fields.fail("preset", f"the preset {preset} needs an endpoint", remedy)
        return FormTarget()
    if preset == "mailto" or (preset is None and endpoint.startswith("mailto:")):
        return _mail_target(fields, endpoint.removeprefix("mailto:"))
    if preset == "none" or not _is_endpoint(fields, endpoint, preset):
        return FormTarget()
    return FormTarget(preset or "wordpress", endpoint)


def _is_endpoint(fields: "Fields", endpoint: str, preset: str | None) -> bool:
    """Return whether the *endpoint* of a comment form can be posted to; if not, record what is wrong."""
    if not is_url(endpoint, ["https"]):
        found = f"endpoint {endpoint!r} is not an https URL"
        fields.fail("endpoint", found, "use https://, so that readers' names and e-mail addresses are encrypted")
        return False
    parts = urlsplit(endpoint)
    meant = _HOSTS.get(parts.hostname or "")
    if "@" in parts.netloc or parts.fragment:
        found = f"endpoint {endpoint!r} has a user name or a fragment, which every page would show"
        fields.fail("endpoint", found, "write only host, path and query")
        return False
    if meant and preset != meant:
        named = f"the preset {preset}" if preset else "no preset"
        fields.fail("endpoint", f"endpoint {endpoint!r} is {meant}'s, but there is {named}", f"write preset: {meant}")
        return False
    if preset in _PATHS and not _PATHS[preset].fullmatch(parts.path):
        fields.fail("endpoint", f"endpoint {endpoint!r} is not {preset}'s", f"write it like {_EXAMPLES[preset]}")
        return False
    return True


def _netlify_target(fields: "Fields", endpoint: str | None) -> FormTarget:
    if endpoint:
        found = "the preset netlify takes no endpoint, because Netlify receives only what is sent to the site itself"
        fields.fail("endpoint", found, "delete endpoint:")
        return FormTarget()
    return FormTarget("netlify")


def _web3forms_target(fields: "Fields", endpoint: str, key: str | None) -> FormTarget:
    if not key or not _KEY.fullmatch(key):
        found = f"key {key!r} is not an access key" if key else "the preset web3forms needs a key"
        remedy = "write the access key from web3forms.com, like key: 1b4e28ba-2fa1-11d2-883f-0016d3cca427"
        fields.fail("key" if key else "preset", found, remedy)
        return FormTarget()
    return FormTarget("web3forms", endpoint, key) if _is_endpoint(fields, endpoint, "web3forms") else FormTarget()


def _mail_target(fields: "Fields", address: str) -> FormTarget:
    if not re.fullmatch(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", address, re.ASCII):
        fields.fail("endpoint", f"endpoint {address!r} is not an e-mail address", "write it like desk@example.org")
        return FormTarget()
    return FormTarget("mailto", address)
