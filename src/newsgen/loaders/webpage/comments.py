"""Read the readers' comments and the comment form of a web page, and remove them from the page."""

import re
from collections.abc import Iterator

from newsgen.loaders.capture.markers import Mark, mark_of
from newsgen.loaders.comment_form import FieldLabel, complete_form
from newsgen.loaders.form_labels import find_form_fields
from newsgen.loaders.webpage.dates import read_moment
from newsgen.loaders.webpage.dom import Element, absolute_url, class_and_id, drop, one_line, text_of
from newsgen.model.article import Comment, CommentForm
from newsgen.text.dates import Moment

_ID = re.compile(r"^(?:li-|div-)?comment-(\d+)$")
_FORM_ID = re.compile(r"\b(?:respond|commentform|comment-form|comments-form|commentsform|add-comment|addcomment)\b")
_META_NAMES = re.compile(
    r"\b(?:comment-meta|commentmetadata|comment-author|comment-awaiting-moderation|reply|vcard|says)\b"
)
_CONTENT_NAMES = re.compile(r"\bcomment[-_]?(?:content|text)\b")
_META_TAGS = {"header", "footer", "cite", "time", "button", "form"}
_AUTHOR = ".//*[contains(concat(' ', @class, ' '), ' fn ')] | .//*[contains(@class, 'comment-author')] | .//cite"
_DATE = (
    ".//*[contains(@class, 'comment-meta') or contains(@class, 'commentmetadata') or contains(@class, 'comment-date')]"
)
_SCHEMA = "//*[contains(@itemtype, 'schema.org/Comment') or contains(@itemtype, 'schema.org/UserComments')]"
_SAYS = re.compile(r"\s*(?:يقول|تقول|says|قال)?\s*:?\s*$")
_FIELDS = {"comment", "author", "email", "url"}
_MAX_COMMENTS = 5000
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


def extract_comments(root: Element, base: str | None) -> tuple[Comment, ...]:
    """Return the readers' comments in their order, with the ids of their parents, and remove them from *root*.

    URLs are made absolute with *base*.
    """
    items: dict[str, Element] = {}
    for element in root.iter("li", "div", "article"):
        number = _number_of(element)
        if number and number not in items and len(items) < _MAX_COMMENTS:
            items[number] = element
    comments = [comment for number, item in items.items() if (comment := _comment(item, number, base)).text]
    if not comments:
        items = {str(n): e for n, e in enumerate(root.xpath(_SCHEMA)[:_MAX_COMMENTS])}
        comments = [comment for item in items.values() if (comment := _comment(item, None, base)).text]
    for item in reversed(items.values()):
        drop(item)
    return tuple(comments)


def _comment(item: Element, number: str | None, base: str | None) -> Comment:
    """Return the comment in the web page's element *item*; *number* is its id, if known."""
    names = [e for e in item.xpath(_AUTHOR + " | .//*[@itemprop='author']") if _is_own(e, item) and text_of(e)]
    author = _SAYS.sub("", text_of(names[0])) if names else None
    links = [a for name in names[:1] for a in (*name.iter("a"), *name.iterancestors("a"))]
    return Comment(
        author=author or None,
        published=_date_of(item),
        text=_text_of_comment(item),
        id=number,
        parent=_parent_of(item) if number else None,
        url=absolute_url(links[0].get("href"), base) if links and links[0].get("href") else None,
    )


def _is_own(element: Element, item: Element) -> bool:
    """Return whether *element* belongs to the comment *item* itself and not to a reply inside it."""
    for parent in (element, *element.iterancestors()):
        if parent is item:
            return True
        number = _number_of(parent)
        if number or "children" in class_and_id(parent).split():
            return number is not None and number == _number_of(item)
    return False


def _number_of(element: Element) -> str | None:
    """Return the number of the comment whose id *element* has, such as li-comment-7 or comment-7; None if none."""
    match = _ID.match(element.get("id") or "")
    return match[1] if match else None


def _date_of(item: Element) -> Moment | None:
    dated = item.xpath(".//*[@itemprop='dateCreated' or @itemprop='datePublished']")
    for element in (*item.iter("time"), *dated, *item.xpath(_DATE)):
        if _is_own(element, item):
            value = element.get("datetime") or element.get("content") or ""
            moment = read_moment(value) or read_moment(text_of(element))
            if moment:
                return moment
    return None


def _parent_of(item: Element) -> str | None:
    """Return the id of the comment to which the web page's *item* replies; None if it is not a reply."""
    for ancestor in item.iterancestors():
        number = _number_of(ancestor)
        if number and number != _number_of(item):
            return number
        if "children" in class_and_id(ancestor).split():
            previous = ancestor.getprevious()  # some themes put the replies beside their comment, not inside it
            number = _number_of(previous) if previous is not None else None
            if number:
                return number
    return None


def _text_of_comment(item: Element) -> str:
    """Return the text of a comment on a web page, with a line for each paragraph."""
    marked = [e for e in item.iter("div", "section", "p", "span") if _is_content(e) and _is_own(e, item)]
    paragraphs = [p for p in (marked[0] if marked else item).iter("p") if _is_own(p, item) and not _is_meta(p, item)]
    lines = [text for p in paragraphs if (text := text_of(p))]
    return "\n".join(lines) or (text_of(marked[0]) if marked else "")


def _is_content(element: Element) -> bool:
    return element.get("itemprop") in {"text", "commentText"} or bool(_CONTENT_NAMES.search(class_and_id(element)))


def _is_meta(element: Element, item: Element) -> bool:
    """Return whether *element* is in a part of the comment *item* that is not its text, such as author or date."""
    for parent in (element, *element.iterancestors()):
        if parent is item:
            return False
        if parent.tag in _META_TAGS or _META_NAMES.search(class_and_id(parent)):
            return True
    return False
