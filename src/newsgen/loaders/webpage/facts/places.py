"""Tell whether an element stands beside the article of its page: in a comment, a menu, a list of other articles."""

import re
from collections.abc import Callable

from newsgen.loaders.webpage.dom import Element, class_and_id, text_of
from newsgen.text.dates import read_date

_SIDE_TAGS = {"aside", "nav", "blockquote", "form", "select", "iframe", "marquee", "dialog"}
_SIDE_NAMES = frozenset(
    "widget widgets popular trending latest recent recommended mostread consent ticker breaking slider"
    " carousel menu nav"
    " weather teaser teasers promo header footer topbar top-bar site-header site-footer masthead colophon".split()
)
"""Names of side blocks that are parts of the names of other blocks."""
_SIDE_WORDS = frozenset(
    "comment comments commentlist respond disqus related sidebar copyright copyrights cookie cookies newsletter navbar"
    " navigation pagination".split()
)
"""Words that say the same in longer names, such as comments-list."""
_COMMENT = re.compile(r"(?:^|[\s_-])(?:comments?|comment-?list|disqus|respond)(?:$|[\s_-])(?!open|closed|off|on)")
_POST_WORDS = {"entry", "post", "article", "story", "content", "single", "news", "hentry"}
_WORDS = re.compile(r"[\s_-]+")
_TITLE_WORDS = 4
_HEADINGS = ("h2", "h3", "h4", "h5")


def beside_article(headline: Element | None) -> Callable[[Element], bool]:
    """Return a function that tells whether an element stands beside the article with this *headline*.

    Whatever contains the headline as well is no side block, by whatever name. Without a headline it is told by names.
    """
    around = set(headline.iterancestors()) | {headline} if headline is not None else set()

    def is_beside(element: Element) -> bool:
        for block in (element, *element.iterancestors()):
            if block in around or block.tag in {"body", "html"}:
                return False
            if _is_side_block(block) or _is_teaser(block):
                return True
        return False

    return is_beside


def is_comment(element: Element) -> bool:
    """Return whether the names of a block around *element* call it a comment or the comments."""
    blocks = (e for e in (element, *element.iterancestors()) if e.tag not in {"body", "html", "article", "main"})
    return any(_COMMENT.search(class_and_id(block)) for block in blocks)


def _is_side_block(block: Element) -> bool:
    """Return whether *block* stands beside an article by its tag or by the words of its names."""
    if block.tag in _SIDE_TAGS:
        return True
    name = class_and_id(block)
    words = set(_WORDS.split(name))
    if _SIDE_NAMES & set(name.split()) or _SIDE_WORDS & words:
        return not _POST_WORDS & words or bool(_SIDE_WORDS & words)
    is_edge = block.tag in {"header", "footer"} and not _POST_WORDS & words
    return is_edge and not any(e.tag == "article" for e in block.iterancestors())


def _is_teaser(block: Element) -> bool:
    """Return whether *block* is the teaser of another article: with a linked heading, or beside others like it."""
    if block.tag not in {"li", "div", "article", "tr", "td", "dd", "a", "section"} or not _has_title(block):
        return False
    if any(_has_title(heading) for heading in block.iter(*_HEADINGS)):
        return True
    siblings = [e for e in (block.getprevious(), block.getnext()) if e is not None and e.tag == block.tag]
    return any(map(_has_title, siblings))


def _has_title(block: Element) -> bool:
    links = [block] if block.tag == "a" else block.iter("a")
    leading = (text_of(link) for link in links if link.get("href") and "#" not in link.get("href"))
    return any(len(text.split()) >= _TITLE_WORDS and read_date(text).value is None for text in leading)
