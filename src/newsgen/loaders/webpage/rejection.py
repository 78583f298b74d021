"""Recognise pages that do not contain an article, such as lists and error pages, and give the reason."""

import re
from collections import Counter

from newsgen.loaders.capture.lines import is_prose
from newsgen.loaders.webpage.dom import Element, text_of, unlinked_text
from newsgen.loaders.webpage.structured_data import PageData
from newsgen.text.arabic import count_letters, fold

_REFRESH = re.compile(r"^\s*([\d.]+)\s*[;,]\s*(?:url\s*=)?\s*['\"]?\S", re.IGNORECASE)
_MAX_REFRESH_SECONDS = 15
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
_MANY_TEASERS, _FEW_OWN_LETTERS = 5, 200


def list_reason(data: PageData, root: Element) -> str | None:
    """Return why the page *root* is a list of articles, in words to follow its name; None if it may be an article."""
    titles = sum(1 for a in root.iter("a") if len(text_of(a).split()) > 3)  # noqa: PLR2004 - a menu's items are shorter
    if data.article or "article" in data.meta("og:type"):
        return None
    if _is_home(root) and titles >= _MANY_AT_HOME:
        return f"is a home page: it links {titles} titles and its canonical URL is that of the site"
    if any(_SEARCH.search(title) for title in _titles(root)):
        return "is a list of search results"
    teasers, prose = _teasers(root), _prose(root)
    if len(teasers) >= _MANY_TEASERS and prose - sum(map(_prose, teasers)) < _FEW_OWN_LETTERS:
        return f"is a list: it links {len(teasers)} titles, each with an excerpt"
    if data.is_list and prose < _FEW_LETTERS:
        return "is a list according to its JSON-LD"
    is_bare = titles >= _MANY_TITLES and prose < _FEW_LETTERS
    return f"is a list: it links {titles} titles and has no text" if is_bare else None


def _titles(root: Element) -> list[str]:
    """Return the folded window title and first two headings, by which a page may be rejected."""
    return [fold(text_of(e)) for e in (*root.iter("title"), *list(root.iter("h1"))[:2])]


def _teasers(root: Element) -> list[Element]:
    """Return, for each title that is a link on a list page, the largest block that contains no other such title."""
    titles = [e for e in root.iter("h2", "h3", "h4") if _is_linked(e) and len(text_of(e).split()) > 3]  # noqa: PLR2004
    counts: Counter[Element] = Counter(parent for title in titles for parent in title.iterancestors())
    blocks = ([e for e in title.iterancestors() if counts[e] == 1] for title in titles)
    return [parents[-1] for parents in blocks if parents]


def _is_linked(title: Element) -> bool:
    return any(True for _ in title.iter("a")) or title.getparent().tag == "a"


def _prose(root: Element) -> int:
    """Return the number of letters in the paragraphs below *root*, to tell an article from a list page."""
    return sum(
        count_letters(text) for p in root.iter("p", "td", "div") if (text := unlinked_text(p)) and is_prose(text)
    )


def missing_text_reason(data: PageData, root: Element, paragraphs: tuple[str, ...]) -> str | None:
    """Return why *paragraphs*, the text found on the page *root*, are not an article; None if they may be one."""
    size = sum(map(count_letters, paragraphs))
    if size:
        is_notice = size < _FEW_LETTERS and _COOKIES.search(paragraphs[0])
        return "is a notice about cookies: the text behind it was not saved" if is_notice else None
    visible = text_of(root)
    if data.has_scripts and count_letters(visible) < _FEW_LETTERS:
        return "has no text because its scripts would load it"
    if _LOGIN.search(fold(visible)) and count_letters(visible) < 2 * _FEW_LETTERS:
        return "is a login page"
    return "has no article text"


def unreadable_reason(root: Element) -> str | None:
    """Return why the page *root* cannot contain an article: it is a redirect, a frame set, an error or login page.

    None if it may contain one.
    """
    if any(True for _ in root.iter("frameset")):
        return "is a frame set: its text is in other files"
    visible = text_of(root)
    size = count_letters(visible)
    for meta in root.iter("meta"):
        if (meta.get("http-equiv") or "").lower() == "refresh":
            match = _REFRESH.match(meta.get("content") or "")
            if match and float(match[1].strip(".") or 0) < _MAX_REFRESH_SECONDS and size < _FEW_LETTERS:
                return "is a redirect to another page"
    titles = _titles(root)
    if any(map(_MISSING.search, titles)) and _prose(root) < _FEW_LETTERS:
        return "is an error page: the page was not found"
    if size < 2 * _FEW_LETTERS and any(map(_ERROR.search, titles)):
        return "is an error page: the server refused the request"
    has_password = any(e.get("type") == "password" for e in root.iter("input"))
    is_login = size < 2 * _FEW_LETTERS and has_password and _LOGIN.search(fold(visible))
    return "is a login page" if is_login else None


def _is_home(root: Element) -> bool:
    """Return whether to reject the page because its canonical URL is that of a home page."""
    links = [e.get("href") or "" for e in root.iter("link") if (e.get("rel") or "").lower() == "canonical"]
    return any(re.fullmatch(r"https?://[^/]+/?(?:index\.\w+)?", link) for link in links)
