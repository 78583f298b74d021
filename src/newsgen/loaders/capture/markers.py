"""Recognise the marker lines that newspapers print around an article, such as "related news" or "share".

A folded line is compared as a whole, because the same words occur inside sentences: over 199,817 real paragraphs
whole-line matching was wrong once, prefix matching 559 times. A prefix counts only if punctuation separates it
from the rest of the line.
"""

import re
from collections.abc import Container
from dataclasses import dataclass
from enum import Enum, auto

from newsgen.text.arabic import fold, line_key
from newsgen.text.dates import read_date


class Mark(Enum):
    """The kind of a marker line."""

    RELATED = auto()
    READ_ALSO = auto()
    """A related heading that may also stand between two paragraphs, with or without a title on its line."""
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
    """A recognised marker line: its kind, and the rest of the line."""

    mark: Mark
    text: str = ""
    """The text after the marker on its line, such as a title, a name or tags; "" if there is none."""


def keys(*lines: str) -> frozenset[str]:
    """Return the keys of the marker labels in *lines*; each line holds several labels separated by middle dots."""
    return frozenset(line_key(part) for line in lines for part in line.split("·"))


_NETWORKS = (
    "فيسبوك·فيس بوك·الفيسبوك·تويتر·تويتر X·إكس·واتساب·واتس اب·الواتساب·تيليجرام·تلغرام·تليجرام·تيلقرام·لينكدإن·لينكد إن"
    "·بينتيريست·بنترست·انستغرام·إنستغرام·يوتيوب·ماسنجر·فايبر·سناب شات·ريديت·تمبلر"
    "·Facebook·Twitter·X·WhatsApp·Telegram·LinkedIn·Pinterest·Messenger·Viber·Reddit·Tumblr·Instagram·YouTube"
)
_WHOLE: dict[Mark, frozenset[str]] = {
    Mark.RELATED: keys(
        "ذات صلة·ذو صلة·محتوى ذو صلة·مرتبط·قد يعجبك أيضا·قد يعجبك·ربما يعجبك أيضا·قد يهمك·قد يهمك أيضا",
        "الأكثر قراءة·الأكثر مشاهدة·الأكثر تصفحا·ترشيحاتنا·مقالات أخرى للكاتب·المزيد من الأخبار·أخبار أخرى·مقالات أخرى",
        "اخترنا لك·اخترنا لكم·في نفس السياق·في نفس الموضوع·إقرأ المزيد·اقرأ المزيد",
    ),
    Mark.READ_ALSO: keys(
        "اقرأ أيضا·إقرأ أيضا·اقرؤوا أيضا·اقرأوا أيضا·شاهد أيضا·طالع أيضا·انظر أيضا·واقرأ أيضا·تابع أيضا·اقرأ كذلك"
    ),
    Mark.COMMENT_HEADING: keys(
        "اترك تعليقا·أترك تعليقا·اترك تعليق·أضف تعليقا·أضف تعليق·أضف تعليقك·أضف تعليقا جديدا·اكتب تعليقا·أكتب تعليقا",
        "إضافة تعليق جديد·أضف تعليق جديد",
        "أكتب تعليق·اكتب تعليق·اكتب تعليقك·اترك ردا·اترك رد·أترك ردا·اترك تعليقك·شارك بتعليقك·علق على الخبر",
        "شاركنا رأيك·شارك برأيك·التعليق على الخبر·كتابة تعليق",
    ),
    Mark.COMMENT_NOTE: keys(
        "لن يتم نشر عنوان بريدك الإلكتروني·لن يتم نشر بريدك الإلكتروني·لن ينشر بريدك الإلكتروني",
        "لن يتم نشر عنوان بريدك الإلكتروني. الحقول الإلزامية مشار إليها بـ *",
        "لن يتم نشر عنوان بريدك الإلكتروني. الحقول الإلزامية مشار إليها ب *",
        "الحقول الإلزامية مشار إليها بـ *·الحقول الإلزامية مشار إليها ب *·الحقول المطلوبة مشار إليها بـ *",
        "التعليقات مغلقة·التعليقات مغلقة على هذا المقال·لا توجد تعليقات·لا يوجد تعليقات·لا تعليقات",
        "يجب أنت تكون مسجل الدخول لتضيف تعليقا·يجب أن تكون مسجلا الدخول لتضيف تعليقا·كن أول من يعلق",
        "كن أول من يعلق على الخبر·شروط التعليق",
    ),
    Mark.SUBMIT: keys("إرسال التعليق·إرسال تعليق·إضافة تعليق·إضافة التعليق·نشر التعليق·أرسل التعليق·أرسل تعليقك"),
    Mark.COMMENTS: keys(
        "تعليق واحد·تعليقان·تعليقات الزوار·تعليقات القراء·رد واحد·ردان·آراء القراء·التعليقات·تعليقات·تعاليق"
    ),
    Mark.SHARE: keys(
        _NETWORKS,
        "شارك هذا الموضوع·شاركها·شارك·شارك المقال·شارك الخبر·شارك هذا المقال·شارك هذا الخبر·شاركه·مشاركة·المشاركة",
        "شارك عبر·شارك على·مشاركة المقال·مشاركة الخبر·شارك الموضوع·شاركنا·انشر·انشر الخبر·معجب بهذه·إعجاب·تحميل",
        "مشاركة عبر البريد·مشاركة عبر البريد الإلكتروني·طباعة·اطبع·طباعة المقال·نسخ الرابط·انسخ الرابط·رابط مختصر",
        "الرابط المختصر·رابط دائم·الرابط الدائم·رابط المقال·رابط الخبر·ارسل لصديق·أرسل إلى صديق·تم النسخ·Email·Print·Share·Tweet·Copy Link·حفظ·استمع إلى المقال·حجم الخط",
    ),
    Mark.NAVIGATION: keys(
        "تصفح المقالات·تصفح المواضيع·تنقل المقالة·الرئيسية·الصفحة الرئيسية·العودة إلى الأعلى·العودة للأعلى·القائمة",
        "تخطى إلى المحتوى·تخطي إلى المحتوى·تجاوز إلى المحتوى·تجاوز إلى المحتوى الرئيسي·انتقل إلى المحتوى·بحث·ابحث",
        "تسجيل الدخول·من نحن·اتصل بنا·إتصل بنا·سياسة الخصوصية·شروط الاستخدام·جميع الحقوق محفوظة·إغلاق",
    ),
    Mark.NEIGHBOUR: keys(
        "المقالة السابقة·المقالة التالية·المقال السابق·المقال التالي·تدوينة سابقة·تدوينة لاحقة·التدوينة السابقة",
        "التدوينة التالية·الخبر السابق·الخبر التالي·الموضوع السابق·الموضوع التالي·السابق·التالي·السابقة·التالية",
        "المقالات السابقة·المقالات التالية·Previous·Next",
    ),
}

_KINDS: dict[str, Mark] = {key: mark for mark, keys in _WHOLE.items() for key in keys}

_SET_OFF = r"\s*[:：؛–—|-]\s*"


def _prefix(words: str, set_off: str = _SET_OFF) -> re.Pattern[str]:
    """Return a pattern for a marker: a folded label at the line's beginning, then *set_off*, then the group "rest".

    *words* are the labels, separated by middle dots, in any spelling.
    """
    labels = "|".join(re.escape(fold(word)) for word in words.split("·"))
    return re.compile(rf"^[\W_]*(?:{labels}){set_off}(?P<rest>.+)$")


_POSTED_BY = (
    "بواسطة·مرسلة بواسطة·أرسلت بواسطة·أرسله·أرسلها·نشر بواسطة·نشرت بواسطة·نشرها·نشره·تم النشر بواسطة·تم نشره بواسطة·كتب بواسطة·كتبت بواسطة"
    "·أضيف بواسطة·posted by·published by·written by·by"
)
_BEFORE_NAMES = f"بقلم·{_POSTED_BY}·من طرف·الكاتب·الكاتبة·كتب·كتبت·كتبه·كتبها·إعداد"
_BYLINE_LABELS = f"{_BEFORE_NAMES}·حاوره·حاورها·حاورته·حاورتها·تحرير·المحرر·المراسل"
_WRITTEN_BY = _prefix(_BEFORE_NAMES, r"\s*[:：/-]?\s+")
_ALSO = (
    "اقرأ أيضا·واقرأ أيضا·اقرؤوا أيضا·اقرأوا أيضا·شاهد أيضا·طالع أيضا·انظر أيضا·تابع أيضا·اقرأ كذلك·طالع كذلك·شاهد كذلك·اقرأ المزيد"
    "·للمزيد·لقراءة المزيد·لمزيد من التفاصيل·قد يهمك·قد يهمك أيضا·قد يعجبك أيضا·ذات صلة·أخبار ذات صلة·مقالات ذات صلة·مواضيع ذات صلة"
)
_PREFIXES: tuple[tuple[Mark, re.Pattern[str]], ...] = (
    (Mark.READ_ALSO, _prefix(_ALSO, r"\s*(?:[:：؛–—|-]|>>|»|\.\.+)\s*")),
    (
        Mark.TAGS,
        _prefix("الوسوم·وسوم·وسم·العلامات·تاجز·الكلمات المفتاحية·الكلمات الدلالية·كلمات مفتاحية·كلمات دلالية·tags"),
    ),
    (Mark.SECTION, _prefix("القسم·التصنيف·التصنيفات·الفئة·الركن·تصنيف·قسم·category·categories")),
    (Mark.BYLINE, _prefix(_BYLINE_LABELS)),
    (
        Mark.DATE_LABEL,
        _prefix(
            "نشر في·نشرت في·نشر بتاريخ·تاريخ النشر·التاريخ·بتاريخ·آخر تحديث·تم التحديث·حرر في·أضيف في·تم النشر في"
            "·published·updated·last updated"
        ),
    ),
    (
        Mark.NEIGHBOUR,
        _prefix(
            "السابق·التالي·المقالة السابقة·المقالة التالية·المقال السابق·المقال التالي·الخبر السابق·الخبر التالي"
            "·تدوينة سابقة·تدوينة لاحقة"
        ),
    ),
    (Mark.BYLINE, _prefix(f"بقلم·{_POSTED_BY}·من طرف", r"\s+")),
    (Mark.DATE_LABEL, _prefix("نشر في·نشرت في·تاريخ النشر·تم النشر في·آخر تحديث·published", r"\s+")),
)
_ABBREVIATED = r"(?:\w{1,2}\.)"  # د. محمد
_NAMES = re.compile(rf"(?:(?:{_ABBREVIATED}+|{_ABBREVIATED}*[^\s.؟!]+)(?:\s+|\.?$)){{1,7}}")
"""One to seven words; a longer line, or one with sentences, mentions a person and is not a byline."""
_MAX_BESIDE_DATE = 40
_RELATED_PHRASE = re.compile(
    r"^(?:ال)?(?:اخبار|مقالات|مواضيع|موضوعات|تدوينات|روابط|مواد)"
    r" (?:ذات (?:ال)?صلة|(?:ال)?(?:متعلقة|مشابهة|مرتبطة))$"
)
_STORY_WORDS = keys(
    "قصص·قصة·القصة·مواضيع·موضوعات·الموضوع·الموضوعات·المواضيع·مقالات·المقالات·المقال·أخبار·الأخبار·الخبر·روابط·تقارير·ملفات"
    "·فيديو·فيديوهات·مواد·تدوينات·تغطيات·عناوين·العناوين·المحرر·المحررين·التحرير·القراء·الموقع·الأسبوع·اليوم·الشهر·ساعة·الساعة·24"
    "·هذا·هذه·الكاتب·للكاتب·ذات·ذو·قد·لا·لك·لكم·عن·من·في·على·نفس·السياق·الصلة·صلة·مرتبط·متعلق·قراءة·مشاهدة·تعليقا·تداولا·شيوعا"
    "·تصفحا·زيارة·تفاعلا·مشاركة·استماعا·حول·اخترنا·ما·هو·هي·وقائع·الآن·ربما·أن·هنا·عاجل·رائج·أخرى"
)
_PROMO_WORDS = keys(
    "مقترحة·مقترح·مقترحات·المقترحة·متعلقة·المتعلقة·مرتبطة·المرتبطة·مشابهة·المشابهة·صلة·الصلة·المزيد·مزيد·للمزيد·أيضا·كذلك·الأكثر·اقرأ"
    "·اقرؤوا·أحدث·آخر·مختارات·مختارة·اختيارات·اختيار·اخترنا·ترشيحات·ترشيحاتنا·نرشح·ننصح·ننصحك·يهمك·تهمك·يهمكم·تهمكم·يعجبك·تعجبك"
    "·يعجبكم·يفوتك·تفوتك·يفوتكم·تفوتكم·حول·رائج·شاهد·طالع·تصفح"
)
_LONGEST_PROMO = 5
"""In words."""
_TAGS_ALONE = keys("الوسوم·وسوم·العلامات·تاجز·الكلمات المفتاحية·الكلمات الدلالية·كلمات مفتاحية·tags·وسوم المقال")
_TAGS_PHRASE = re.compile(
    r"^(?:ال)?(?:كلمات|وسوم|علامات|تاجات|هاشتاغ|هاشتاج)(?: (?:ال)?(?:بحث|مفتاحية|دلالية|دليلية|مقال|خبر|موضوع|مقالة))?$"
)
TAG_SEPARATOR = re.compile("[،,#|•]")
_HASHTAGS = re.compile(r"^[\s•*-]*(?:#(?!\d+\b)\w+[\s،,]*)+:?$")
_COMMENTS = r"(?:ال)?(?:تعليقات|تعاليق|ردود|اراء|مشاركات)"
_COMMENT_COUNT = re.compile(
    r"^(?:هناك )?(?:\d+\)? (?:تعليق|تعليقا|تعليقات|تعاليق|ردود|رد|ردا|اراء)|تعليق واحد|تعليقان|رد واحد|ردان)(?: علي [“”\"«].*)?$"
    rf"|^(?:(?:عدد|كل|جميع|اجمالي) )?{_COMMENTS}(?: (?:الزوار|القراء|الاعضاء|المتصفحين|المشاركين|الزائرين|علي \w+))?"
    r" ?[:：]? ?[(\[]? ?\d+ ?[)\]]?(?: ?(?:تعليق|رد|راي|مشاركة)\w{0,2})?$"
    rf"|^{_COMMENTS} (?:الزوار|القراء|الاعضاء|المتصفحين|المشاركين|الزائرين|المستخدمين|قرائنا|زوارنا)$"
    r"|^(?:commentaires?|comments?|\d+ commentaires?|\d+ comments?)(?: ?[(\[]?\d+[)\]]?)?$"
)
_REPLY_HEADING = re.compile(r"^(?:(?:اترك|اضف|اكتب) تعليقا?|اترك ردا?)(?: علي .+?)?(?: ?الغاء (?:الرد|التعليق))?$")
_SHARE_PHRASE = re.compile(
    r"^(?:(?:انقر|اضغط|النقر) (?:هنا )?لل?(?:مشاركة|طباعة|ارسال)\b.*"
    rf"|(?:شارك(?:ها?)?|مشاركة|شارك هذا \w+) (?:علي|عبر) (?:{'|'.join(sorted(keys(_NETWORKS, 'البريد·البريد الإلكتروني')))})"
    r"(?: \(.*)?)$"
)
_SOURCE_LINK = re.compile(
    r"^(?:انقر|اضغط|لقراءة|لمتابعة|لمطالعة|طالع|اقرا)\b.{0,60}\b(?:هنا|مصدره|المصدر|مصدرها|الاصلي|الاصلية)$"
)
_SHARE_KEYS = frozenset(key for key, mark in _KINDS.items() if mark is Mark.SHARE)
_MAX_LABEL_WORDS = 4
_MAX_MARKER = 160
"""In characters. A longer line is not a marker, which is only a label, or a label and a name or a title."""
_MAX_LABELLED, _MAX_TITLE, _MAX_TAG = 2000, 250, 40
"""In characters. Lists of tags, and titles with a URL, may be longer than other markers."""


def find_marker(text: str) -> Marker | None:
    """Return the marker that the cleaned line *text* is; None if it is not a marker line."""
    if len(text) > _MAX_MARKER:
        return _prefixed(text) if len(text) <= _MAX_LABELLED else None
    key = line_key(text)
    mark = _KINDS.get(key)
    if mark:
        return Marker(mark)
    if key in _TAGS_ALONE or _TAGS_PHRASE.match(key):
        return Marker(Mark.TAGS)
    if _HASHTAGS.match(text):
        return Marker(Mark.TAGS, text)
    return _match_patterns(text, key) if key else None


def mark_of(text: str) -> Mark | None:
    """Return the kind of the marker that the cleaned line *text* is; None if it is not a marker line."""
    marker = find_marker(text)
    return marker.mark if marker else None


_INVITATIONS = keys("شاهد·طالع·تابع·اقرأ·للمتابعة·للمزيد·أيضا·لمشاهدة·بالفيديو·لقراءة")
_ALSO_SPACED = _prefix("اقرأ أيضا·اقرؤوا أيضا·اقرأوا أيضا·شاهد أيضا·طالع أيضا·انظر أيضا·اقرأ كذلك·طالع كذلك", r"\s+")


def inline_title(text: str) -> str | None:
    """Return the title behind "read also" on the line *text*; None if it has none. Use only among paragraphs."""
    if len(text) > _MAX_MARKER or text.endswith("."):
        return None
    match = _ALSO_SPACED.match(fold(text))
    if match:
        return _verbatim_tail(text, match["rest"])
    label, colon, title = text.partition(":")
    is_label = is_promo_heading(label) or line_key(label.split(maxsplit=1)[0] if label.strip() else "") in _INVITATIONS
    return title.strip() or None if colon and is_label and len(label.split()) <= _MAX_LABEL_WORDS else None


_FOLLOW = re.compile(
    r"^[\W_]*(?:و?(?:ل?تابع|اشترك|للاشتراك|انضم|حمل|للانضمام|زوروا|زورونا|كونوا|كن|لمتابعة|للمتابعة|شاركونا|تواصل)(?:وا|نا|ونا|ي)?|follow|subscribe|join)\b"
)
_OWN_WORDS = keys(
    "قناتنا·قنواتنا·صفحتنا·صفحاتنا·حسابنا·حساباتنا·مجموعتنا·تطبيقنا·نشرتنا·موقعنا·منصاتنا·خدمتنا·أخبارنا·تابعنا·تابعونا·لمتابعتنا"
    "·غوغل نيوز·جوجل نيوز·قوقل نيوز·أخبار غوغل·جوجل·غوغل·تطبيق نبض·نبض·us·our·google news"
)
_FOLLOW_PLACES = _OWN_WORDS | keys(_NETWORKS)
_MOST_FOLLOW_WORDS = 22


def is_follow_line(text: str) -> bool:
    """Return whether *text* begins with an invitation and names where the newspaper can be followed."""
    key = line_key(text)
    words = key.split()
    if len(words) > _MOST_FOLLOW_WORDS or not _FOLLOW.match(key):
        return False
    bare = {word.removeprefix(letter) for word in words for letter in ("", "ب", "ل", "و")}
    return any(place in bare if " " not in place else f" {place} " in f" {key} " for place in _FOLLOW_PLACES)


def is_promo_heading(text: str) -> bool:
    """Return whether *text* is the heading of a list of other articles: all its words are those of such headings."""
    words = line_key(text).split()
    is_short = 0 < len(words) <= _LONGEST_PROMO
    return is_short and (_PROMO_WORDS | _STORY_WORDS).issuperset(words) and not _PROMO_WORDS.isdisjoint(words)


def name_in_byline(text: str) -> str:
    """Return *text* without the byline marker, such as بقلم, before the name; *text* itself if it has none."""
    match = _WRITTEN_BY.match(fold(text))
    return _verbatim_tail(text, match["rest"]) if match else text


def _match_patterns(text: str, key: str) -> Marker | None:
    """Return the marker that *text*, with the given *key*, matches by a pattern; None if it is not a marker line."""
    if _RELATED_PHRASE.match(key) or is_promo_heading(key):
        return Marker(Mark.RELATED)
    if _COMMENT_COUNT.match(key):
        return Marker(Mark.COMMENTS)
    if _REPLY_HEADING.match(key):
        return Marker(Mark.COMMENT_HEADING)
    if _SHARE_PHRASE.match(key) or len(split_labels(key.split(), _SHARE_KEYS)) > 1:  # a row of share buttons
        return Marker(Mark.SHARE)
    if _SOURCE_LINK.match(key):
        return Marker(Mark.NAVIGATION)
    return _prefixed(text)


def split_labels(words: list[str], known: Container[str]) -> list[int]:
    """Split folded *words* into *known* marker labels, trying longer ones first; return each one's word count.

    Empty if any words are not a known label.
    """
    sizes: list[int] = []
    while (start := sum(sizes)) < len(words):
        longest = words[start : start + _MAX_LABEL_WORDS]
        size = next((n for n in range(len(longest), 0, -1) if " ".join(longest[:n]) in known), 0)
        if not size:
            return []
        sizes.append(size)
    return sizes


def _prefixed(text: str) -> Marker | None:
    """Return the marker whose label *text* begins with; None if it does not begin with one."""
    folded = fold(text)
    for mark, pattern in _PREFIXES:
        match = pattern.match(folded)
        if match and _may_follow(mark, match["rest"]):
            return Marker(mark, _verbatim_tail(text, match["rest"]))
    return None


def _may_follow(mark: Mark, text: str) -> bool:
    """Return whether *text* may follow the label of the marker *mark*, by its shape, and is not part of a sentence."""
    if mark is Mark.TAGS and len(text) > _MAX_MARKER:
        return all(len(tag) <= _MAX_TAG for tag in TAG_SEPARATOR.split(text))
    if len(text.partition("http")[0] if mark is Mark.READ_ALSO else text) > _MAX_TITLE:
        return False
    reading = read_date(text)
    if mark is Mark.DATE_LABEL:
        return bool(reading.value or reading.problem) and len(reading.rest) <= _MAX_BESIDE_DATE
    if mark in {Mark.BYLINE, Mark.SECTION}:
        return bool(_NAMES.fullmatch(reading.rest if reading.value else text))
    return any(map(str.isalnum, text))


def _verbatim_tail(text: str, folded_tail: str) -> str:
    """Return the end of *text* after a marker, whose folded form is *folded_tail*; else cut after the label."""
    starts = [word.start() for word in re.finditer(r"\S+", text)]
    for start in starts[-len(folded_tail.split()) - 2 :]:
        if fold(text[start:]) == folded_tail:
            return text[start:]
    # There is no space between the label and its text ("الوسوم:أ"), so cut after the punctuation.
    return re.split(_SET_OFF, text, maxsplit=1)[-1].strip()
