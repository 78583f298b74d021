"""Classify a single line of a capture's header by its shape: date, byline, section, caption, notice."""

import re
from functools import lru_cache

from newsgen.loaders.capture.bylines import is_byline
from newsgen.loaders.capture.lines import MAX_HEADLINE, ends_in_full_stop
from newsgen.loaders.capture.markers import keys
from newsgen.loaders.capture.names import is_agency, is_known, is_place, is_publisher
from newsgen.model.article import Role
from newsgen.text.arabic import fold, line_key
from newsgen.text.dates import read_date

_BREADCRUMB = re.compile(r"\s[»›>/]\s|\s[»›>]|^الرئيسية\b")
_COUNTED = re.compile(r"\d|\b(?:منذ|قبل)\b")
_SECTIONS = keys(
    "سياسة·مجتمع·اقتصاد·رياضة·ثقافة·فن·فنون·ثقافة وفن·ثقافة وفنون·فن وثقافة·دولي·دولية·وطني·وطنية·محلي·محليات·جهات",
    "جهويات·حوادث·منوعات·آراء·رأي·كتاب وآراء·تكنولوجيا·علوم·صحة·تعليم·مال وأعمال·خارج الحدود·حوارات·تحقيقات·تقارير",
    "إعلام·دين·السياسة·المجتمع·الاقتصاد·الرياضة·الثقافة·أخبار وطنية·أخبار دولية·أخبار محلية",
)
_LATIN_WORD = re.compile("[A-Za-z]")
_ARABIC_LETTER = re.compile("[\u0620-\u064a\u0671-\u06d3]")
_SECTION_PATH = re.compile(r"[^|.؟!:]{2,25}(?:\|[^|.؟!:]{2,25})+")
_HOST = re.compile(r"(?:[\w-]+\.)+[A-Za-z]{2,}/?")
_CAPTION_LABEL = re.compile(
    r"""
    ^(?: .*©
      | \W*(?:صدر\ الصورة|مصدر\ الصورة|التعليق\ علي\ الصورة|تعليق\ الصورة)\b
      | \W*(?:الصورة|صورة|تصوير|عدسة|بعدسة)
        (?: \s*[:،,] | \s+(?:ارشيفية|تعبيرية|توضيحية|متداولة|من\ الارشيف) | (?:\s+\S+){1,3}$ )
      | (?:المصدر|مصدر)\s*[:：]
      | [—–-]\s*.{2,60}\(@\w+\)   # the signature of an embedded post
      | (?:photo|image|picture|caption|credit|source)\b\s*(?:by|:|,|،)
      | \(?(?:afp|ap|reuters|getty|epa|رويترز)\b[^:]*$
    )
    """,
    re.VERBOSE,
)
_CREDIT_WORDS = frozenset("ارشيفية ارشيف الارشيف ارشيفيه تعبيرية توضيحية تصوير عدسة كاميرا".split())
"""Words of a caption's end. "(صور)" is not among them: it ends many headlines."""
_WORD = re.compile(r"\w+")
_CREDIT = re.compile(r"[(\[](?P<credit>[^()\[\]]{2,40})[)\]]$|(?:[-–—/|]|\.\s)\s*(?P<last>[^-–—/|()]{2,25})$")
_LATIN_AGENCY = re.compile(
    r"\b(?:AFP|AP|REUTERS|Reuters|Getty|EPA|Anadolu|MAP|dpa|Shutterstock|Photo|Associated Press)\b"
)
_LONGEST_CAPTION = 180
_DURATION = re.compile(r"^(?:\S+\s+){0,3}\d{1,2}:\d\d(?::\d\d)?$")
_LIST_NOTE = re.compile(r"^(?:list (?:\d+ )?of \d+(?: items)?|end of list|نهاية القائمة|قائمة من \d+ عناصر)$")
"""What a screen reader is told about a list, and a copy of the page contains."""
_CLOCK = re.compile(r"^[\W_]*\d{1,2}:\d\d(?::\d\d)?[\W_]*$")
_READING_TIME = re.compile(
    r"^(?=.*\b(?:دقيقة|دقيقتان|دقيقتين|دقائق|min|mins|minutes?|ثانية)\b)"
    r"(?=.*\b(?:ل?ل?قراءة|القراءة|قراءته|تقرا|استماع|الفيديو|الاستماع|read|reading|video|مدة|المدة|زمن|وقت)\b)"
)
_COUNTED_THINGS = r"(?:ال)?(?:(?:مشاهد|قراء|زيار|مشارك)(?:ة|ات)|(?:تعليق|اعجاب)(?:ا|ات)?|صوتا?|اصوات|تحميل)"
_COUNTER = re.compile(
    rf"^(?:[\W_]*\d[\d.,]*\s*[kKmM]?\s*(?:مرة\s+)?{_COUNTED_THINGS}|(?:عدد\s+)?{_COUNTED_THINGS}\W*\d[\d.,]*\s*[kKmM]?)[\W_]*$"
)
_BUTTON_WORDS = keys(
    "انقر·اضغط·اشترك·اشتركوا·للاشتراك·تابعنا·تابعونا·حمل·حملوا·أبلغ·بلغ·أرسل·اطبع·استمع·احفظ·سجل·انضم·انضموا·علق·أضف·قيم·صوت·انسخ"
    "·كبر·صغر·أدخل·لمتابعة·لمتابعتنا·تنبيه"
)
_INVITATION_WORDS = keys("نشرتنا·النشرة·البريد·بريدك·إيميلك·تطبيقنا·قناتنا·حسابنا·صفحتنا·مجموعتنا·newsletter·subscribe")
_MOST_BUTTON_WORDS = 10
_LONGEST_NOTICE = 70
_MAX_WORDS_BESIDE_DATE = 9
_MAX_REST = 40
_FEW_WORDS, _MANY_WORDS = 3, 20
_ISSUE_WORDS = frozenset(
    "السنة العدد عدد سنة الطبعة الصفحة هجري هجرية هـ ه م ميلادي جريدة صحيفة العدد: الاصدار".split()
)


def is_breadcrumb(text: str) -> bool:
    """Return whether a header's *text* is a breadcrumb, the trail of links from the home page to the article."""
    return len(text) <= MAX_HEADLINE and fold(text).startswith("الرئيسية") and bool(_BREADCRUMB.search(text))


def is_section(text: str) -> bool:
    """Return whether a header line's *text* is only the name of a section that newspapers commonly have."""
    return len(text) <= _LONGEST_NOTICE and line_key(text) in _SECTIONS


def section_of(text: str) -> str | None:
    """Return the section that a header line names: a breadcrumb's second part, None if it has one, else all *text*."""
    if not is_breadcrumb(text):
        return text
    parts = [part.strip() for part in re.split(r"[»›>/]", text) if part.strip()]
    return parts[1] if len(parts) > 1 else None


def is_site_name(text: str) -> bool:
    """Return whether a line of an Arabic header is the name of a web site: a host, or a few Latin words."""
    if _HOST.fullmatch(text) or "://" in text:  # a whole URL may be a link of the text
        return "://" not in text
    return not _ARABIC_LETTER.search(text) and bool(_LATIN_WORD.search(text)) and len(text.split()) <= _FEW_WORDS


def is_caption(text: str) -> bool:
    """Return whether a short line of a capture is the caption or the credit of a picture."""
    if len(text) > _LONGEST_CAPTION:
        return False
    if not has_arabic(text) and _LATIN_AGENCY.search(text):
        return True
    return not ends_in_full_stop(text) and (bool(_CAPTION_LABEL.match(fold(text))) or _ends_in_credit(text))


def _ends_in_credit(text: str) -> bool:
    """Return whether a caption's *text* ends in the credit of an agency, a newspaper or an archive of pictures."""
    credit = _CREDIT.search(text)
    if not credit:
        return False
    if credit["credit"]:
        return _names_agency(credit["credit"]) or is_publisher(credit["credit"])
    left = text[: credit.start()].strip()
    is_dateline = len(left.split()) == 1 or is_known(left)
    is_picture = _has_credit_word(credit["last"]) or _has_credit_word(left)
    return is_picture or (_names_agency(credit["last"]) and not is_dateline)


def _has_credit_word(text: str) -> bool:
    return not _CREDIT_WORDS.isdisjoint(_WORD.findall(fold(text)))


def _names_agency(credit: str) -> bool:
    """Return whether the *credit* at the end of a caption names an agency, perhaps after a photographer."""
    parts = [part.strip() for part in re.split(r"[-–—/|،,+]|\bvia\b", credit) if part.strip()]
    return any(map(is_agency, parts)) or _has_credit_word(credit)


def is_button(text: str) -> bool:
    """Return whether a line of a capture begins as buttons and invitations to readers do, such as "subscribe"."""
    if len(text) > MAX_HEADLINE:
        return False
    words = line_key(text).split()
    is_invitation = bool(words) and (words[0] in _BUTTON_WORDS or not _INVITATION_WORDS.isdisjoint(words))
    return is_invitation and len(words) <= _MOST_BUTTON_WORDS and not text.endswith((".", ":"))


def is_duration(text: str) -> bool:
    """Return whether a line of a capture ends in the length of a film, with a few words before it at most."""
    return bool(_DURATION.match(text))


def is_notice(text: str) -> bool:
    """Return whether a header line is a notice beside the article: reading time, length of a film, a counter."""
    if len(text) > _LONGEST_NOTICE:
        return False
    folded = fold(text)
    has_letters = any(map(str.isalpha, text))
    return not has_letters or any(notice.match(folded) for notice in (_CLOCK, _READING_TIME, _COUNTER, _LIST_NOTE))


def is_date_line(text: str) -> bool:
    """Return whether a header line is a date, perhaps with a name or place beside it, not a sentence with a date."""
    if len(text) > _LONGEST_CAPTION or ends_in_full_stop(text):
        return False
    reading = read_date(text)
    if reading.value is None:  # "today" is part of some papers' names, and a headline may have a day without a year
        is_alone = len(reading.rest.split()) <= _FEW_WORDS
        return bool(reading.problem and _COUNTED.search(text)) and is_alone
    if len(reading.rest) <= _MAX_REST:
        return True
    words = [word for word in line_key(reading.rest).split() if word not in _ISSUE_WORDS and not word.isdecimal()]
    return len(words) <= _MAX_WORDS_BESIDE_DATE and bool(_ISSUE_WORDS.intersection(line_key(reading.rest).split()))


@lru_cache(maxsize=512)
def header_role(text: str) -> Role | None:
    """Return the role that a line has in a header by its shape alone; None if it may be anything.

    It is cached, because many rules ask for the same lines.
    """
    if len(text) > _LONGEST_CAPTION:
        return None
    if is_date_line(text):
        return Role.DATE
    if is_section(text):
        return Role.SECTION
    if is_caption(text) or is_notice(text) or is_site_name(text) or is_place(text) or _SECTION_PATH.fullmatch(text):
        return Role.BOILERPLATE
    return Role.BYLINE if is_byline(text) else None


def is_only_date(text: str) -> bool:
    """Return whether a line of a capture is a date and nothing else."""
    return is_date_line(text) and not read_date(text).rest


def has_arabic(text: str) -> bool:
    """Return whether *text* contains an Arabic letter."""
    return bool(_ARABIC_LETTER.search(text))


def word_count(text: str) -> int:
    """Return the number of words in a captured line; in a short line only those that contain a letter or digit."""
    words = text.split()
    return len(words) if len(words) > _MANY_WORDS else sum(any(map(str.isalnum, word)) for word in words)
