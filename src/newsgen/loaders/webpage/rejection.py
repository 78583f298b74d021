"""Pages that hold no article, and why."""

import re
from collections import Counter

from newsgen.loaders.capture.lines import is_prose
from newsgen.loaders.webpage.dom import Element, one_line, text_of
from newsgen.loaders.webpage.structured_data import PageData
from newsgen.text.arabic import fold, letters

_REFRESH = re.compile(r"^\s*([\d.]+)\s*[;,]\s*(?:url\s*=)?\s*['\"]?\S", re.IGNORECASE)
_SOON = 15
_MISSING = re.compile(
    r"(?:^|خطا:? |error:? |http )404(?= ?$| ?[-–|:]| not| error| خطا| الصفح)|not found|page introuvable"
    r"|(?:صفح|رابط|محتوي|مقال|موضوع)\w* (?:\S+ ){0,4}?غير (?:موجود|متاح|متوفر)|^غير موجود"
    r"|(?:لم يتم|لا يمكن|لم نتمكن من) العثور علي (?:هذ|ال?صفح|ال?رابط|ما |اي )|الصفح\w* المطلوب|عفوا.{0,20}الصفح"
)
_SEARCH = re.compile(r"^(?:نتايج|نتائج) (?:ال)?بحث|^(?:ال)?بحث عن\b.*:|^search results")
_COOKIES = re.compile(
    r"(?:نستخدم|يستخدم|تستخدم).{0,60}(?:ملفات تعريف الارتباط|الكوكيز|cookies)|we use cookies", re.IGNORECASE
)
_ERROR = re.compile(
    r"\b(?:403|500|502|503) |forbidden|bad gateway|service unavailable|access denied|just a moment|خطا في الخادم"
)
_LOGIN = re.compile(r"تسجيل الدخول|سجل الدخول|log ?in|sign ?in|المشتركين فقط|للمشتركين|subscribers only")
_FEW_LETTERS = 600
_MANY_TITLES, _MANY_AT_HOME = 25, 10
_MANY_TEASERS, _BRIEF = 5, 200


def not_listed(data: PageData, root: Element) -> str | None:
    """Return why the page *root* is a list of articles, in words to follow its name; None where it may be one."""
    titles = sum(1 for a in root.iter("a") if len(text_of(a).split()) > 3)  # noqa: PLR2004 - a menu's items are shorter
    if data.article or "article" in data.meta("og:type"):
        return None
    if _is_home(root) and titles >= _MANY_AT_HOME:
        return f"is a home page: it links {titles} titles and names the site's own address as its own"
    if any(_SEARCH.search(title) for title in _titles(root)):
        return "is a list: what a search found"
    teasers, own = _teasers(root), _prose(root)
    if len(teasers) >= _MANY_TEASERS and own - sum(map(_prose, teasers)) < _BRIEF:
        return f"is a list: it links {len(teasers)} titles, each with an excerpt"
    if data.is_list and own < _FEW_LETTERS:
        return "is a list: it says so itself"
    is_bare = titles >= _MANY_TITLES and own < _FEW_LETTERS
    return f"is a list: it links {titles} titles and has no text" if is_bare else None


def _titles(root: Element) -> list[str]:
    """Return what the window and the first headings are called, folded."""
    return [fold(text_of(e)) for e in (*root.iter("title"), *list(root.iter("h1"))[:2])]


def _teasers(root: Element) -> list[Element]:
    """Return the blocks around each title that is a link: the largest that hold one of them."""
    titles = [e for e in root.iter("h2", "h3", "h4") if _is_linked(e) and len(text_of(e).split()) > 3]  # noqa: PLR2004
    held: Counter[Element] = Counter(around for title in titles for around in title.iterancestors())
    blocks = ([e for e in title.iterancestors() if held[e] == 1] for title in titles)
    return [around[-1] for around in blocks if around]


def _is_linked(title: Element) -> bool:
    return any(True for _ in title.iter("a")) or title.getparent().tag == "a"


def _prose(root: Element) -> int:
    """Return how many letters of paragraphs the page *root* has."""
    return sum(letters(text) for p in root.iter("p", "td", "div") if (text := _own_text(p)) and is_prose(text))


def _own_text(block: Element) -> str:
    """Return the text of *block* that is in no link and in no other block."""
    inline = (
        f"{'' if child.tag in {'a', 'div', 'p', 'table', 'ul'} else child.text or ''}{child.tail or ''}"
        for child in block
    )
    return one_line(f"{block.text or ''}{''.join(inline)}")


def no_text(data: PageData, root: Element, paragraphs: tuple[str, ...]) -> str | None:
    """Return why the page *root* holds no article, where no *paragraphs* were found in it."""
    found = sum(map(letters, paragraphs))
    if found:
        is_wall = found < _FEW_LETTERS and _COOKIES.search(paragraphs[0])
        return "is a notice about cookies: the text behind it was not saved" if is_wall else None
    seen = text_of(root)
    if data.has_scripts and letters(seen) < _FEW_LETTERS:
        return "has no text: its scripts would load it"
    if _LOGIN.search(fold(seen)) and letters(seen) < 2 * _FEW_LETTERS:
        return "is a login page"
    return "has no text of an article"


def not_for_readers(root: Element) -> str | None:
    """Return why *root* shows no text at all: it leads on to another page, is a frame set or an error page."""
    if any(True for _ in root.iter("frameset")):
        return "is a frame set: its text is in other files"
    seen = letters(text_of(root))
    for meta in root.iter("meta"):
        if (meta.get("http-equiv") or "").lower() == "refresh":
            match = _REFRESH.match(meta.get("content") or "")
            if match and float(match[1].strip(".") or 0) < _SOON and seen < _FEW_LETTERS:
                return "is a redirect: it only leads on to another page"
    titles = _titles(root)
    if any(map(_MISSING.search, titles)) and _prose(root) < _FEW_LETTERS:
        return "is an error page: it says that there is no such page"
    if seen < 2 * _FEW_LETTERS and any(map(_ERROR.search, titles)):
        return "is an error page: the server refused it"
    if (
        seen < 2 * _FEW_LETTERS
        and any(e.get("type") == "password" for e in root.iter("input"))
        and _LOGIN.search(fold(text_of(root)))
    ):
        return "is a login page"
    return None


def _is_home(root: Element) -> bool:
    links = [e.get("href") or "" for e in root.iter("link") if (e.get("rel") or "").lower() == "canonical"]
    return any(re.fullmatch(r"https?://[^/]+/?(?:index\.\w+)?", link) for link in links)
