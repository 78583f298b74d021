"""Read the comment form of a web page, and remove it from the page."""

import re
from collections.abc import Iterator

from newsgen.loaders.capture.markers import Mark, mark_of
from newsgen.loaders.comment_form import FieldLabel, complete_form
from newsgen.loaders.form_labels import find_form_fields
from newsgen.loaders.webpage.dom import Element, class_and_id, drop, one_line, text_of
from newsgen.model.article import CommentForm

_FORM_ID = re.compile(r"\b(?:respond|commentform|comment-form|comments-form|commentsform|add-comment|addcomment)\b")
_FIELDS = {"comment", "author", "email", "url"}
_MAX_NOTE = 300


def extract_form(root: Element) -> CommentForm | None:
    """Return the comment form of the page, completed with defaults, and remove it from *root*; None if not found."""
    found = [e for e in root.iter("div", "form", "section") if _FORM_ID.search(class_and_id(e)) and _has_fields(e)]
    found = found or root.xpath("//form[.//textarea[@name='comment']]")
    if not found:
        return None
    form = found[0]
    headings = [text for e in form.iter("h2", "h3", "h4", "legend") if (text := text_of(e))]
    texts = [text for e in form.iter("p", "span", "div") if len(text := text_of(e)) <= _MAX_NOTE]
    notes = [text for text in texts if mark_of(text) is Mark.COMMENT_NOTE]
    headings = [text for text in (*headings, *_placeholder_headings(form)) if text not in notes][:1]
    submits = [text for e in form.iter("input", "button") if (text := _submit_label(e))]
    complete = complete_form(headings, notes, list(_labels(form)), submits)
    drop(form)
    return complete


def _has_fields(element: Element) -> bool:
    return any(e.tag == "textarea" or e.get("type") == "email" for e in element.iter("textarea", "input"))


def _placeholder_headings(form: Element) -> Iterator[str]:
    """Yield text area placeholders that serve as a comment form's heading, like "leave a comment"."""
    for field in form.iter("textarea"):
        placeholder = field.get("placeholder") or ""
        if mark_of(placeholder) is Mark.COMMENT_HEADING:
            yield one_line(placeholder)


def _submit_label(element: Element) -> str:
    """Return the label of a comment form's submit button; "" if *element* is not one."""
    kind = (element.get("type") or "").lower()
    if kind == "submit" or (element.tag == "button" and not kind):
        return (element.get("value") or text_of(element)).strip()
    return ""


def _labels(form: Element) -> Iterator[FieldLabel]:
    """Yield the label of each field of a page's comment form, recognised by its words, else by the field it is for."""
    fields = {e.get("id"): e for e in form.iter("input", "textarea") if e.get("id")}
    for label in form.iter("label"):
        field = fields.get(label.get("for"))
        name = (field.get("name") if field is not None else "") or ""
        text = text_of(label)
        known = find_form_fields(text)
        if known:
            yield from known
        elif name in _FIELDS and text:
            starred = "*" in text or (field is not None and field.get("required") is not None)
            yield FieldLabel(name, text.rstrip(" *:"), starred)
    if not any(True for _ in form.iter("label")):
        for field in form.iter("input", "textarea"):
            yield from find_form_fields(field.get("placeholder") or "") or ()
