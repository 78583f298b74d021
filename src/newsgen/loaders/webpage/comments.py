"""Read the comments that visitors left on a web page, and the form that asks for more."""

import re
from collections.abc import Iterator

from newsgen.loaders.capture.form_labels import find_form_fields
from newsgen.loaders.capture.markers import Mark, find_marker
from newsgen.loaders.comment_form import FieldLabel, complete_form
from newsgen.loaders.webpage.dates import read_moment
from newsgen.loaders.webpage.dom import Element, address, drop, names_of, one_line, text_of
from newsgen.model.article import Comment, CommentForm
from newsgen.text.dates import Moment

_ID = re.compile(r"^(?:li-|div-)?comment-(\d+)$")
_FORM_ID = re.compile(r"\b(?:respond|commentform|comment-form|comments-form|commentsform|add-comment|addcomment)\b")
_META_NAMES = re.compile(
    r"\b(?:comment-meta|commentmetadata|comment-author|comment-awaiting-moderation|reply|vcard|says)\b"
)
_META_TAGS = {"header", "footer", "cite", "time", "button", "form"}
_AUTHOR = ".//*[contains(concat(' ', @class, ' '), ' fn ')] | .//*[contains(@class, 'comment-author')] | .//cite"
_DATE = (
    ".//*[contains(@class, 'comment-meta') or contains(@class, 'commentmetadata') or contains(@class, 'comment-date')]"
)
_SCHEMA = "//*[contains(@itemtype, 'schema.org/Comment') or contains(@itemtype, 'schema.org/UserComments')]"
_SAYS = re.compile(r"\s*(?:يقول|تقول|says|قال)?\s*:?\s*$")
_FIELDS = {"comment": "textarea", "author": "text", "email": "email", "url": "url"}
_MOST_COMMENTS = 5000
_LONGEST_NOTE = 300


def take_form(root: Element) -> CommentForm | None:
    """Return the comment form of the page, complete, and take it out of *root*; None where there is none."""
    found = [e for e in root.iter("div", "form", "section") if _FORM_ID.search(names_of(e)) and _asks(e)]
    found = found or [form for form in root.iter("form") if _takes_comments(form)]
    if not found:
        return None
    form = found[0]
    headings = [text for e in form.iter("h2", "h3", "h4", "legend") if (text := text_of(e))]
    notes = [t for e in form.iter("p", "span", "div") if len(t := text_of(e)) <= _LONGEST_NOTE and _is_note(t)]
    headings = [text for text in (*headings, *_invitations(form)) if text not in notes][:1]
    submits = [text for e in form.iter("input", "button") if (text := _submit(e))]
    complete = complete_form(headings, notes, list(_labels(form)), submits)
    drop(form)
    return complete


def _asks(element: Element) -> bool:
    return any(e.tag == "textarea" or e.get("type") == "email" for e in element.iter("textarea", "input"))


def _takes_comments(form: Element) -> bool:
    return any(field.get("name") == "comment" for field in form.iter("textarea"))


def _invitations(form: Element) -> Iterator[str]:
    """Yield what stands in a box for comments where others have a heading above it: "leave a comment"."""
    for field in form.iter("textarea"):
        marker = find_marker(field.get("placeholder") or "")
        if marker and marker.mark is Mark.COMMENT_HEADING:
            yield one_line(field.get("placeholder") or "")


def _is_note(text: str) -> bool:
    marker = find_marker(text)
    return marker is not None and marker.mark is Mark.COMMENT_NOTE


def _submit(element: Element) -> str:
    kind = (element.get("type") or "").lower()
    if kind == "submit" or (element.tag == "button" and not kind):
        return (element.get("value") or text_of(element)).strip()
    return ""


def _labels(form: Element) -> Iterator[FieldLabel]:
    """Yield the label of each field: by the field it is for, else by its words."""
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


def take_comments(root: Element, base: str | None) -> tuple[Comment, ...]:
    """Return the visitors' comments in their order, with who answers whom, and take them out of *root*."""
    items: dict[str, Element] = {}
    for element in root.iter("li", "div", "article"):
        match = _ID.match(element.get("id") or "")
        if match and match[1] not in items and len(items) < _MOST_COMMENTS:
            items[match[1]] = element
    comments = [comment for number, item in items.items() if (comment := _comment(item, number, base)).text]
    if not comments:
        items = {str(n): e for n, e in enumerate(root.xpath(_SCHEMA)[:_MOST_COMMENTS])}
        comments = [comment for item in items.values() if (comment := _comment(item, None, base)).text]
    for item in reversed(items.values()):
        drop(item)
    return tuple(comments)


def _comment(item: Element, number: str | None, base: str | None) -> Comment:
    names = [e for e in item.xpath(_AUTHOR + " | .//*[@itemprop='author']") if _is_own(e, item) and text_of(e)]
    author = _SAYS.sub("", text_of(names[0])) if names else None
    links = [a for name in names[:1] for a in (*name.iter("a"), *name.iterancestors("a"))]
    return Comment(
        author=author or None,
        published=_date_of(item),
        text=_text_of_comment(item),
        id=number,
        parent=_parent_of(item) if number else None,
        url=address(links[0].get("href"), base) if links and links[0].get("href") else None,
    )


def _is_own(element: Element, item: Element) -> bool:
    """Tell an *element* of this comment from one of an answer inside it."""
    for around in (element, *element.iterancestors()):
        if around is item:
            return True
        if _ID.match(around.get("id") or "") or "children" in names_of(around).split():
            return _same_number(around, item)
    return False


def _same_number(around: Element, item: Element) -> bool:
    one, other = _ID.match(around.get("id") or ""), _ID.match(item.get("id") or "")
    return bool(one and other and one[1] == other[1])


def _date_of(item: Element) -> Moment | None:
    dated = item.xpath(".//*[@itemprop='dateCreated' or @itemprop='datePublished']")
    for element in (*item.iter("time"), *dated, *item.xpath(_DATE)):
        if _is_own(element, item):
            said = element.get("datetime") or element.get("content") or ""
            moment = read_moment(said) or read_moment(text_of(element))
            if moment:
                return moment
    return None


def _parent_of(item: Element) -> str | None:
    own = _ID.match(item.get("id") or "")
    for around in item.iterancestors():
        match = _ID.match(around.get("id") or "")
        if match and own and match[1] != own[1]:
            return match[1]
        if "children" in names_of(around).split():
            above = around.getprevious()  # some themes set the answers beside what they answer
            match = _ID.match(above.get("id") or "") if above is not None else None
            if match:
                return match[1]
    return None


def _text_of_comment(item: Element) -> str:
    """Return what the visitor wrote, a line for each paragraph."""
    marked = [e for e in item.iter("div", "section", "p", "span") if _is_content(e) and _is_own(e, item)]
    paragraphs = [p for p in (marked[0] if marked else item).iter("p") if _is_own(p, item) and not _is_meta(p, item)]
    lines = [text for p in paragraphs if (text := text_of(p))]
    return "\n".join(lines) or (text_of(marked[0]) if marked else "")


def _is_content(element: Element) -> bool:
    names = names_of(element)
    return element.get("itemprop") in {"text", "commentText"} or bool(
        re.search(r"\bcomment[-_]?(?:content|text)\b", names)
    )


def _is_meta(element: Element, item: Element) -> bool:
    for around in (element, *element.iterancestors()):
        if around is item:
            return False
        if around.tag in _META_TAGS or _META_NAMES.search(names_of(around)):
            return True
    return False
