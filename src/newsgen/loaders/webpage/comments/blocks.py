"""Find readers' comments by their structure: repeated blocks, each with a date, a name and a text."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from newsgen.loaders.capture.markers import Mark, mark_of
from newsgen.loaders.webpage.dom import (
    Element,
    absolute_url,
    class_and_id,
    drop,
    label_of,
    new_block,
    text_lines,
    text_of,
)
from newsgen.loaders.webpage.facts.dates import read_moment
from newsgen.model.article import Comment
from newsgen.text.arabic import count_letters, line_key
from newsgen.text.dates import Moment, read_date

_BOX = re.compile(
    r"(?:^|[\s_-])(?:(?:user|users|reader|readers|article|post|news|all|blog)?[_-]?comments?(?:list)?|commentlist)(?:$|[\s_-])"
)
_HEADINGS = "h2 h3 h4 h5 h6 legend strong b p span div".split()
_TEXT = re.compile(
    r"(?:^|[\s_-])(?:body|content|text|message|msg|paragraph)(?:$|[\s_-])|comment[-_]?(?:body|content|text)"
)
_NAME = re.compile(
    r"(?:^|[\s_-])(?:author|user|username|user-name|name|fn|nick|nickname|commenter|writer|by)(?:$|[\s_-])|"
    r"comment[-_]?(?:author|name|user|by)"
)
_SAYS = r"(?:يقول|تقول|قال|قالت|كتب|كتبت|علق|علقت|says?|said|wrote)"
_SAYS_AFTER = re.compile(rf"(?:(?:^|\s+){_SAYS}|\s*(?:يقول|تقول)(?=\s*(?:\.\.|…)))?[\s.…:：]*$")
_SAYS_ALONE = re.compile(rf"\W*{_SAYS}?\W*")
_SAYS_BEFORE = re.compile(r"^(?:بواسطة|بقلم|من|by|from)\s*[:：]?\s+", re.IGNORECASE)
_NUMBER = re.compile(r"(\d+)$")
_ACTIONS = frozenset(
    map(
        line_key,
        "رد·الرد·ردود·رد على التعليق·أجب·إجابة·حذف·أبلغ·الإبلاغ·إبلاغ·بلغ عن إساءة·إعجاب·أعجبني·لم يعجبني"
        "·موافق·غير موافق·تعديل"
        "·مشاركة·رابط دائم·الردود·تحميل المزيد·Reply·Replies·Delete·Report·Like·Dislike·Edit·Share·Permalink".split(
            "·"
        ),
    )
)
_LONGEST_NAME, _LONGEST_STAMP, _MOST_PARTS = 60, 80, 6
_MOST_BOXES, _MOST_COMMENTS, _MOST_BLOCKS = 20, 5000, 12


def find_comments(root: Element, base: str | None) -> tuple[Comment, ...]:
    """Return the comments in the boxes that a page calls its comments, and remove them from *root*.

    URLs are made absolute with *base*.
    """
    comments: list[Comment] = []
    for box in list(_boxes(root))[:_MOST_BOXES]:
        if box.getroottree().getroot() is not root:
            continue  # it was in another box
        _wrap_terms(box)
        items = list(_items(box))[:_MOST_COMMENTS]
        found = [(item, stamp, comment) for item, stamp in items if (comment := _comment(item, stamp, base))]
        counts = Counter(comment.id for _, _, comment in found)
        for _, stamp, comment in found:
            if comment.id is None or counts[comment.id] > 1:
                comments.append(replace(comment, id=None))
            else:
                around = (number for number in _numbers(stamp) if number != comment.id and counts[number] == 1)
                comments.append(replace(comment, parent=next(around, None)))
        for item, _, _ in reversed(found):
            drop(item)
    return tuple(comments)


def _boxes(root: Element) -> Iterator[Element]:
    """Yield the outermost blocks that may hold comments: by their names, or below a heading that counts comments."""
    yielded: set[Element] = set()
    for element in root.iter("div", "section", "ul", "ol", "dl", "table", "aside", "article"):
        if _BOX.search(class_and_id(element)) and _holds_no_article(element) and not _is_inside(element, yielded):
            yielded.add(element)
            yield element
    for heading in root.iter(*_HEADINGS):
        if len(heading) > 1 or _is_inside(heading, yielded) or mark_of(text_of(heading)) is not Mark.COMMENTS:
            continue
        box = next(
            (e for e in (heading.getnext(), heading.getparent()) if e is not None and _holds_no_article(e)), None
        )
        if box is not None and box.tag not in {"body", "html"} and not _is_inside(box, yielded):
            yielded.add(box)
            yield box


def _is_inside(element: Element, blocks: set[Element]) -> bool:
    return any(e in blocks for e in (element, *element.iterancestors()))


def _holds_no_article(block: Element) -> bool:
    """Return whether a *block* that may be the comments of a page holds neither its main heading nor a marked text."""
    marked = ".//h1 | .//*[@itemprop='articleBody'] | .//*[contains(concat(' ', @class, ' '), ' entry-content ')]"
    return not block.xpath(marked)


def _wrap_terms(box: Element) -> None:
    """Wrap each term of a definition list of comments, and what belongs to it, in a block of its own."""
    for term in list(box.iter("dt")):
        block = new_block(term.get("id") or "")
        following = [term]
        while (after := following[-1].getnext()) is not None and after.tag == "dd":
            following.append(after)
        term.addprevious(block)
        for element in following:
            block.append(element)


def _items(box: Element) -> Iterator[tuple[Element, Element]]:
    """Yield each comment's block in *box* with the element that has its date.

    A comment's block is the largest one with no date but its own.
    """
    stamps = [e for e in box.iter() if isinstance(e.tag, str) and _is_stamp(e)]
    stamps = [e for e in stamps if not any(e in other.iterancestors() for other in stamps)]  # the innermost ones
    counts: dict[Element, int] = {}
    for stamp in stamps:
        for block in (stamp, *stamp.iterancestors()):
            counts[block] = counts.get(block, 0) + 1
    for stamp in stamps:
        item = stamp
        for block in stamp.iterancestors():
            if block is box or counts[block] > 1:
                break
            item = block
        if item is not stamp or counts[box] == 1:
            yield (box if counts[box] == 1 and item is stamp else item), stamp


def _is_stamp(element: Element) -> bool:
    """Return whether an *element* of the comments is the date of one."""
    if element.tag in {"time", "abbr"} and _moment_of(element):
        return True
    if len(element) > _MOST_PARTS:
        return False
    text = text_of(element)
    if not 3 < len(text) <= _LONGEST_STAMP:  # noqa: PLR2004
        return False
    reading = read_date(text)
    is_date = reading.value is not None or reading.problem == "a relative date"
    return is_date and count_letters(reading.rest) <= count_letters(text) - count_letters(reading.rest)


def _moment_of(element: Element) -> Moment | None:
    values = (element.get(name) or "" for name in ("datetime", "content", "title"))
    return next(filter(None, map(read_moment, (*values, text_of(element)))), None)


def _comment(item: Element, stamp: Element, base: str | None) -> Comment | None:
    """Return the comment in a block with its date in *stamp*; None if it has no name or no text."""
    named = next(_names(item, stamp), None)
    author = name_in(named) if named is not None else None
    lines = _text_of(item, named, stamp)
    if author is None and lines and len(lines) > 1 and len(lines[0]) <= _LONGEST_NAME:
        author, lines = _SAYS_AFTER.sub("", lines[0]) or None, lines[1:]
    if not author or not lines:
        return None
    links = [a.get("href") for a in (*named.iter("a"), *named.iterancestors("a"))] if named is not None else []
    url = next(filter(None, (absolute_url(link, base) for link in links if link)), None)
    return Comment(author, _moment_of(stamp), "\n".join(lines), id=next(_numbers(stamp), None), url=url)


def name_in(element: Element) -> str | None:
    """Return the name of a comment's author that *element* shows, without words such as "says"; None if it has none."""
    parts = [element.text or ""]
    for child in element:
        inner = label_of(child)
        parts += ["" if _SAYS_ALONE.fullmatch(inner) else inner, child.tail or ""]
    words = " ".join(" ".join(parts).split()) or label_of(element)
    name = _SAYS_BEFORE.sub("", _SAYS_AFTER.sub("", words)).strip(" -–—|•:،,")
    return name if 0 < len(name) <= _LONGEST_NAME else None


def _names(item: Element, stamp: Element) -> Iterator[Element]:
    """Yield the elements of a comment that may name its author, the likeliest first."""
    marked = (e for e in item.iter() if e.get("itemprop") == "author" or _NAME.search(class_and_id(e)))
    for element in (*marked, *item.iter("cite", "b", "strong", "h3", "h4", "h5", "h6", "dt")):
        text = text_of(element)
        if (
            element is not item
            and 0 < len(text) <= _LONGEST_NAME
            and not _is_near_date(element, stamp)
            and name_in(element)
        ):
            yield element


def _is_near_date(element: Element, stamp: Element) -> bool:
    """Return whether an *element* of a comment has its date in *stamp*, or is in it."""
    return element is stamp or stamp in element.iterancestors() or element in stamp.iterancestors()


def _text_of(item: Element, named: Element | None, stamp: Element) -> list[str]:
    """Return the lines of a comment's text: of the element marked so, else all that is no name, date or button."""
    aside = {e for e in (named, stamp) if e is not None}
    for element in item.iter("div", "p", "section", "span", "dd", "td", "blockquote"):
        if element is not item and _TEXT.search(class_and_id(element)) and not any(e in aside for e in element.iter()):
            return text_lines(element)
    known = {line_key(text_of(e)) for e in aside}
    lines = [line for line in text_lines(item) if line_key(line) not in known | _ACTIONS | {""}]
    return [line for line in lines if not _SAYS_ALONE.fullmatch(line) and not _is_left_over(line, known)]


def _is_left_over(line: str, known: set[str]) -> bool:
    """Return whether a *line* of a comment is only its name and date, or a button."""
    key = line_key(line)
    for part in known:
        key = key.replace(part, " ") if part else key
    return not count_letters(key) or line_key(key) in _ACTIONS or bool(_SAYS_ALONE.fullmatch(line_key(key)))


def _numbers(stamp: Element) -> Iterator[str]:
    """Yield the numbers at the end of the ids of the blocks around a comment's date in *stamp*, the smallest first."""
    for element in list(stamp.iterancestors())[:_MOST_BLOCKS]:
        match = _NUMBER.search(element.get("id") or "")
        if match:
            yield match[1]
