"""Read the readers' comments of a web page, and remove them from the page."""

import re

from newsgen.loaders.webpage.comments.blocks import find_comments, name_in
from newsgen.loaders.webpage.dom import Element, absolute_url, class_and_id, drop, text_of
from newsgen.loaders.webpage.facts.dates import read_moment
from newsgen.model.article import Comment
from newsgen.text.dates import Moment

_ID = re.compile(r"^(?:li-|div-)?comment-(\d+)$")
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
_MAX_COMMENTS = 5000


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
    return tuple(comments) or find_comments(root, base)


def _comment(item: Element, number: str | None, base: str | None) -> Comment:
    """Return the comment in the web page's element *item*; *number* is its id, if known."""
    names = [e for e in item.xpath(_AUTHOR + " | .//*[@itemprop='author']") if _is_own(e, item) and text_of(e)]
    author = name_in(names[0]) if names else None
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
