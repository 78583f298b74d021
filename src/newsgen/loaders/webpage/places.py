"""Tell whether an element stands beside the article of its page: in a comment, a menu, a list of other articles."""

import re
from collections.abc import Callable

from newsgen.loaders.webpage.dom import Element, class_and_id, text_of

_SIDE_TAGS = {"aside", "nav", "blockquote", "form", "select", "iframe", "marquee", "dialog"}
_SIDE_WORDS = frozenset(
    "comment comments commentlist comment-list comments-list comments-block comment-item respond disqus related sidebar"
    " widget widgets popular trending latest recent recommended mostread most copyright copyrights cookie cookies consent"
    " newsletter ticker breaking slider carousel menu navbar navigation pagination weather teaser teasers promo".split()
)
_COMMENT = re.compile(r"(?:^|[\s_-])(?:comments?|comment-?list|disqus|respond)(?:$|[\s_-])(?!open|closed|off|on)")
_EDGE_WORDS = {"header", "footer", "topbar"}
_POST_WORDS = {"entry", "post", "article", "story", "content", "single", "news", "hentry"}
_WORDS = re.compile(r"[\s_]+|--|(?<=[a-z])-(?=[a-z])")
_TITLE_WORDS = 4


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
    words = {*name.split(), *_WORDS.split(name)}
    if _SIDE_WORDS & words:
        return True
    is_edge = block.tag in {"header", "footer"} or bool(_EDGE_WORDS & words)
    return is_edge and not _POST_WORDS & words and not any(e.tag == "article" for e in block.iterancestors())


def _is_teaser(block: Element) -> bool:
    """Return whether *block* is one of several like it, beside each other, that link to other articles by their titles."""
    if block.tag not in {"li", "div", "article", "tr", "td", "dd", "a", "section"} or not _has_title(block):
        return False
    siblings = [e for e in (block.getprevious(), block.getnext()) if e is not None and e.tag == block.tag]
    return any(map(_has_title, siblings))


def _has_title(block: Element) -> bool:
    links = [block] if block.tag == "a" else block.iter("a")
    return any(len(text_of(link).split()) >= _TITLE_WORDS and link.get("href") for link in links)
