"""Recognise the lines that newspapers print around an article, as whole lines after folding.

Whole lines, because the same words stand inside sentences: over 199,817 real paragraphs whole-line
matching was wrong once, prefixes 559 times. A prefix counts only where punctuation sets it off.
"""

import re
from dataclasses import dataclass
from enum import Enum, auto

from newsgen.arabic import fold, line_key


class Mark(Enum):
    """What a marker line opens or says."""

    RELATED = auto()
    READ_ALSO = auto()
    """A related heading that papers also set between two paragraphs, with or without a title on its line."""
    COMMENT_HEADING = auto()
    COMMENT_NOTE = auto()
    SUBMIT = auto()
    COMMENTS = auto()
    SHARE = auto()
    TAGS = auto()
    SECTION = auto()
    BYLINE = auto()
    DATE_LABEL = auto()
    NAVIGATION = auto()
    NEIGHBOUR = auto()
    """Navigation that is followed by the title of another article."""


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker line: what it is and what stands on the line beside it."""

    mark: Mark
    text: str = ""
    """What follows the marker on its line, such as a title, a name or tags."""


def _keys(*lines: str) -> frozenset[str]:
    return frozenset(line_key(part) for line in lines for part in line.split("·"))


_WHOLE: dict[Mark, frozenset[str]] = {
    Mark.RELATED: _keys(
        "أخبار ذات صلة·أخبار ذات الصلة·مقالات ذات صلة·مقالات ذات الصلة·المقالات ذات الصلة·المقالات ذات صلة",
        "مواضيع ذات صلة·مواضيع ذات الصلة·المواضيع ذات الصلة·تدوينات ذات صلة·موضوعات ذات صلة·موضوعات ذات الصلة",
        "ذات صلة·ذو صلة·الأخبار ذات الصلة·محتوى ذو صلة·أخبار متعلقة·موضوعات متعلقة·مواضيع متعلقة·مقالات متعلقة",
        "المقالات المتعلقة·المقالات المشابهة·مقالات مشابهة·مواضيع مشابهة·أخبار مشابهة·مرتبط·مواضيع مرتبطة",
        "أخبار مرتبطة·مقالات مرتبطة·موضوعات مرتبطة·قد يعجبك أيضا·قد يعجبك·ربما يعجبك أيضا·قد يهمك·قد يهمك أيضا",
        "الأكثر قراءة·الأكثر مشاهدة·ترشيحاتنا·مقالات أخرى للكاتب·المزيد من الأخبار·أخبار أخرى·مقالات أخرى",
        "اخترنا لك·اخترنا لكم·في نفس السياق·في نفس الموضوع·إقرأ المزيد·اقرأ المزيد",
    ),
    Mark.READ_ALSO: _keys(
        "اقرأ أيضا·إقرأ أيضا·اقرؤوا أيضا·اقرأوا أيضا·شاهد أيضا·طالع أيضا·انظر أيضا·واقرأ أيضا·تابع أيضا·اقرأ كذلك"
    ),
    Mark.COMMENT_HEADING: _keys(
        "اترك تعليقا·أترك تعليقا·اترك تعليق·أضف تعليقا·أضف تعليق·أضف تعليقك·أضف تعليقا جديدا·اكتب تعليقا·أكتب تعليقا",
        "أكتب تعليق·اكتب تعليق·اكتب تعليقك·اترك ردا·اترك رد·أترك ردا·اترك تعليقك·شارك بتعليقك·علق على الخبر",
        "شاركنا رأيك·شارك برأيك·التعليق على الخبر·كتابة تعليق",
    ),
    Mark.COMMENT_NOTE: _keys(
        "لن يتم نشر عنوان بريدك الإلكتروني·لن يتم نشر بريدك الإلكتروني·لن ينشر بريدك الإلكتروني",
        "لن يتم نشر عنوان بريدك الإلكتروني. الحقول الإلزامية مشار إليها بـ *",
        "لن يتم نشر عنوان بريدك الإلكتروني. الحقول الإلزامية مشار إليها ب *",
        "الحقول الإلزامية مشار إليها بـ *·الحقول الإلزامية مشار إليها ب *·الحقول المطلوبة مشار إليها بـ *",
        "التعليقات مغلقة·التعليقات مغلقة على هذا المقال·لا توجد تعليقات·لا يوجد تعليقات·لا تعليقات",
        "يجب أنت تكون مسجل الدخول لتضيف تعليقا·يجب أن تكون مسجلا الدخول لتضيف تعليقا·كن أول من يعلق",
        "كن أول من يعلق على الخبر·شروط التعليق",
    ),
    Mark.SUBMIT: _keys("إرسال التعليق·إرسال تعليق·إضافة تعليق·إضافة التعليق·نشر التعليق·أرسل التعليق·أرسل تعليقك"),
    Mark.COMMENTS: _keys("تعليق واحد·تعليقان·تعليقات الزوار·تعليقات القراء·رد واحد·ردان·آراء القراء·التعليقات"),
    Mark.SHARE: _keys(
        "شارك هذا الموضوع·شاركها·شارك·شارك المقال·شارك الخبر·شارك هذا المقال·شارك هذا الخبر·شاركه·مشاركة·المشاركة",
        "شارك عبر·شارك على·مشاركة المقال·مشاركة الخبر·شارك الموضوع·شاركنا·انشر·انشر الخبر·معجب بهذه·إعجاب·تحميل",
        "فيسبوك·فيس بوك·الفيسبوك·تويتر·تويتر X·واتساب·واتس اب·الواتساب·تيليجرام·تلغرام·تليجرام·تيلقرام·لينكدإن·لينكد إن",
        "بينتيريست·بنترست·انستغرام·إنستغرام·يوتيوب·ماسنجر·فايبر·سناب شات·مشاركة عبر البريد·مشاركة عبر البريد الإلكتروني",
        "طباعة·اطبع·طباعة المقال·نسخ الرابط·انسخ الرابط·رابط مختصر·الرابط المختصر·ارسل لصديق·أرسل إلى صديق·تم النسخ",
        "Facebook·Twitter·X·WhatsApp·Telegram·LinkedIn·Pinterest·Messenger·Viber·Reddit·Tumblr·Email·Print·Share·Tweet",
        "Copy Link·Share on Facebook·Share on Twitter·Instagram·YouTube·حفظ·استمع إلى المقال·حجم الخط",
    ),
    Mark.NAVIGATION: _keys(
        "تصفح المقالات·تصفح المواضيع·تنقل المقالة·الرئيسية·الصفحة الرئيسية·العودة إلى الأعلى·العودة للأعلى·القائمة",
        "تخطى إلى المحتوى·تخطي إلى المحتوى·تجاوز إلى المحتوى·تجاوز إلى المحتوى الرئيسي·انتقل إلى المحتوى·بحث·ابحث",
        "تسجيل الدخول·من نحن·اتصل بنا·إتصل بنا·سياسة الخصوصية·شروط الاستخدام·جميع الحقوق محفوظة·إغلاق",
    ),
    Mark.NEIGHBOUR: _keys(
        "المقالة السابقة·المقالة التالية·المقال السابق·المقال التالي·تدوينة سابقة·تدوينة لاحقة·التدوينة السابقة",
        "التدوينة التالية·الخبر السابق·الخبر التالي·الموضوع السابق·الموضوع التالي·السابق·التالي·السابقة·التالية",
        "المقالات السابقة·المقالات التالية·Previous·Next",
    ),
}

_KINDS: dict[str, Mark] = {key: mark for mark, keys in _WHOLE.items() for key in keys}

_FIELDS: dict[str, str] = {
    key: name
    for name, labels in {
        "comment": "التعليق·تعليقك·نص التعليق·اكتب تعليقك هنا·الرسالة",
        "author": "الاسم·الإسم·اسمك·الاسم الكامل·الاسم بالكامل",
        "email": "البريد الإلكتروني·بريدك الإلكتروني·البريد الالكتروني·الإيميل·الايميل·عنوان البريد الإلكتروني",
        "url": "الموقع الإلكتروني·الموقع·الموقع الالكتروني·موقعك·رابط موقعك",
    }.items()
    for key in _keys(labels)
}
_CHECKBOX = re.compile(r"^(?:احفظ (?:اسمي|الاسم|بياناتي)\b|اعلمني ب|نبهني عبر|الغاء الرد$|ارسال$|علق$|تعليق جديد$)")

_SET_OFF = r"\s*[:：؛–—|-]\s*"


def _prefix(words: str, rest: str = ".+") -> re.Pattern[str]:
    """Match a label that punctuation sets off from what follows it; *words* may be spelled freely."""
    labels = "|".join(re.escape(fold(word)) for word in words.split("·"))
    return re.compile(rf"^[\W_]*(?:{labels}){_SET_OFF}(?P<rest>{rest})$")


_NAMES = r"[^\s.؟!]+(?:\s+[^\s.؟!]+){0,6}"  # a line with more words is a sentence about somebody
_PREFIXES: tuple[tuple[Mark, re.Pattern[str]], ...] = (
    (
        Mark.READ_ALSO,
        _prefix(
            "اقرأ أيضا·واقرأ أيضا·اقرؤوا أيضا·اقرأوا أيضا·شاهد أيضا·طالع أيضا·انظر أيضا·اقرأ كذلك·اقرأ المزيد·قد يهمك"
            "·قد يهمك أيضا·قد يعجبك أيضا·ذات صلة·أخبار ذات صلة·مقالات ذات صلة·مواضيع ذات صلة"
        ),
    ),
    (
        Mark.TAGS,
        _prefix(
            "الوسوم·وسوم·وسم·العلامات·تاجز·تاغ·تاج·الكلمات المفتاحية·الكلمات الدلالية·كلمات مفتاحية·كلمات دلالية·tags"
        ),
    ),
    (Mark.SECTION, _prefix("القسم·التصنيف·التصنيفات·الفئة·الركن·تصنيف·قسم·category·categories", _NAMES)),
    (
        Mark.BYLINE,
        _prefix(
            "بقلم·بواسطة·الكاتب·كتب·كتبت·كتبه·كتبها·إعداد·تحرير·المحرر·المراسل·تم النشر بواسطة·نشر بواسطة·by",
            _NAMES,
        ),
    ),
    (
        Mark.DATE_LABEL,
        _prefix(
            "نشر في·نشرت في·نشر بتاريخ·تاريخ النشر·التاريخ·بتاريخ·آخر تحديث·تم التحديث·حرر في·أضيف في·تم النشر في"
            "·published·updated·last updated",
            r".*\d.*",
        ),
    ),
    (
        Mark.NEIGHBOUR,
        _prefix(
            "السابق·التالي·المقالة السابقة·المقالة التالية·المقال السابق·المقال التالي·الخبر السابق·الخبر التالي"
            "·تدوينة سابقة·تدوينة لاحقة"
        ),
    ),
    (Mark.BYLINE, re.compile(rf"^(?:بقلم|بواسطة|تم النشر بواسطة|نشر بواسطة)\s+(?P<rest>{_NAMES})$")),
    (
        Mark.DATE_LABEL,
        re.compile(r"^(?:نشر في|نشرت في|تاريخ النشر|تم النشر في|اخر تحديث|published)\s+(?P<rest>.*\d.*)$"),
    ),
)
_TAGS_ALONE = _keys("الوسوم·وسوم·العلامات·تاجز·الكلمات المفتاحية·الكلمات الدلالية·كلمات مفتاحية·tags·وسوم المقال")
_COMMENT_COUNT = re.compile(
    r"^(?:(?:\d+|[٠-٩]+) (?:تعليق|تعليقا|تعليقات|ردود|رد|ردا|اراء)|(?:التعليقات|تعليقات|الردود) ?\(? ?(?:\d+|[٠-٩]+) ?\)?)"
    r"(?: على .*)?$"
)
_REPLY_HEADING = re.compile(r"^(?:اترك (?:تعليقا?|ردا?)|اضف تعليقا?)(?: علي .+?)?(?: ?الغاء (?:الرد|التعليق))?$")
_SHARE_PHRASE = re.compile(
    r"^(?:(?:انقر|اضغط|النقر) (?:ل|لل)(?:مشاركة|طباعة|ارسال)\b|شارك علي |شاركه? عبر |شارك هذا \w+ علي )"
)
_HASHTAGS = re.compile(r"^(?:#[\w]+[\s،,]*){1,}$")
_MAX_MARKER = 160
"""Longer lines are no markers: every family above is a label or a label with a title."""


def find_marker(text: str) -> Marker | None:
    """Say what marker the cleaned line *text* is, wherever it stands; None for any other line."""
    if len(text) > _MAX_MARKER and not text.startswith("لن يتم"):
        return None
    key = line_key(text)
    mark = _KINDS.get(key)
    if mark:
        return Marker(mark)
    if key in _TAGS_ALONE or _HASHTAGS.match(text):
        return Marker(Mark.TAGS, text if text.startswith("#") else "")
    return _shaped(text, key) if key else None


def _shaped(text: str, key: str) -> Marker | None:
    """Find the markers that are a pattern rather than a word."""
    if _COMMENT_COUNT.match(key):
        return Marker(Mark.COMMENTS)
    if _REPLY_HEADING.match(key):
        return Marker(Mark.COMMENT_HEADING)
    if _SHARE_PHRASE.match(key) or _is_share_bar(key):
        return Marker(Mark.SHARE)
    return _prefixed(text)


def _is_share_bar(key: str) -> bool:
    """Tell a row of share buttons copied onto one line: two or more, and nothing else."""
    words = key.split()
    return len(words) > 1 and all(_KINDS.get(word) is Mark.SHARE for word in words)


def _prefixed(text: str) -> Marker | None:
    folded = fold(text)
    for mark, pattern in _PREFIXES:
        match = pattern.match(folded)
        if match and any(map(str.isalnum, match["rest"])):
            return Marker(mark, _verbatim_tail(text, match["rest"]))
    return None


def _verbatim_tail(text: str, folded_tail: str) -> str:
    """Return the end of *text*, as written, whose folded form is *folded_tail*."""
    words = text.split()
    count = len(folded_tail.split())
    for start in range(max(0, len(words) - count - 2), len(words)):
        tail = " ".join(words[start:])
        if fold(tail) == folded_tail:
            return tail
    # The label stands without a space before its text ("الوسوم:أ"): cut after the punctuation.
    return re.split(_SET_OFF, text, maxsplit=1)[-1].strip()


@dataclass(frozen=True, slots=True)
class FieldLabel:
    """A label of a comment form, as captured."""

    name: str
    label: str
    required: bool


def find_form_fields(text: str) -> tuple[FieldLabel, ...] | None:
    """Say which fields of a comment form the line *text* labels; None when it is no such line.

    Several labels may share a line. A checkbox ("save my name …") has no field. Ask only where
    a comment heading or its e-mail note came before: elsewhere these are ordinary words.
    """
    key = line_key(text)
    if _CHECKBOX.match(key):
        return ()
    if key in _FIELDS:
        return (FieldLabel(_FIELDS[key], _without_star(text), "*" in text),)
    rows = re.findall(r"[^*]+\*?", text)
    found = [(line_key(row), row) for row in rows if line_key(row)]
    if len(found) > 1 and all(key in _FIELDS for key, _ in found):
        return tuple(FieldLabel(_FIELDS[key], _without_star(row), "*" in row) for key, row in found)
    return None


def _without_star(label: str) -> str:
    return label.strip(" \t\u00a0*:：")
