"""Compose pages as Youm7, Al-Ahram and masress print them."""

from newspapers import datelines as dates
from newspapers import words

YOUM7_MENU = "الرئيسية·أخبار عاجلة·سياسة·تقارير مصرية·حوادث·محافظات·كرة عالمية·اقتصاد وبورصة·فن·ثقافة·تحقيقات".split(
    "·"
)
AHRAM_MENU = "الرئيسية·أخبار·العالم·اقتصاد·حوادث·محافظات·رياضة·ثقافة وفنون·سيارات·منوعات·رأي·فيديو".split("·")


def youm7(page):
    """Compose a page of Youm7: headline, date, headline again, picture, then "X wrote"."""
    page.menu(*YOUM7_MENU, odds=0.06)
    page.window_title("{title} - اليوم السابع")
    if page.likely(0.25):
        page.section(page.one_of("سياسة", "حوادث", "رياضة", "اقتصاد", "فن", "تحقيقات"))
    page.headline()
    day = page.moment
    if page.likely(0.9):
        page.date(f"{dates.weekday(day)}، {dates.egypt(day, form='{dd} {month} {y}')} {dates.half_day(day)}", day)
    page.repeated(0.6)
    if page.likely(0.4):
        page.caption(
            f"{page.one_of(*words.CAPTIONS)}{page.one_of(' - صورة أرشيفية', ' - أرشيفية', ' - تصوير كريم سالم', '')}"
        )
    if page.likely(0.8):
        page.byline(*_youm7_byline(page))
    page.paragraphs(words.titles_block(page, "اقرأ أيضا"), words.label(page, "إعلان"), odds=0.12)
    if page.likely(0.3):
        page.tags(*page.stock.tags(2, 5))
    page.furniture("مشاركة", "طباعة", odds=0.2)
    page.furniture(f"عدد المشاهدات: {page.number(100, 9999)}", odds=0.08)
    if page.likely(0.4):
        page.related(page.one_of("موضوعات متعلقة", "اقرأ أيضا", "الموضوعات المتعلقة"), page.stock.titles(1, 4))
    if page.likely(0.3):
        page.related("لا يفوتك", page.stock.titles(1, 4), counts=False)
    if page.likely(0.2):
        page.related(page.one_of("الأكثر تعليقا", "الأكثر قراءة"), page.stock.titles(2, 4), counts=False)
    _youm7_comments(page)
    page.footer("اليوم السابع")


def _youm7_byline(page):
    who, verb = words.name(page), page.one_of("كتب", "كتبت")
    place = words.city(page, *words.EGYPT_CITIES)
    return page.one_of(
        (f"{verb} {who}", who),
        (f"{verb}: {who}", who),
        (f"{verb} {who}", who),
        words.signed(f"{place} - {who}", who),
    )


def _youm7_comments(page):
    count = page.number(1, 4) if page.likely(0.25) else 0
    if count:
        page.put("comment_heading", page.one_of(f"عدد الردود {count}", f"التعليقات {count}", f"{count} تعليقات"))
        page.block()
    named = page.one_of("بواسطة: {author}", "{author}", "بواسطة {author}")
    numbered = page.likely(0.5)
    for number in range(1, count + 1):
        when = page.later()
        date = f"بتاريخ: {dates.weekday(when)}، {dates.egypt(when)} {dates.half_day(when)}"
        lines = [str(number), named, date, "{text}"]
        page.comment(words.visitor(page), words.remark(page), *lines[not numbered :])
    if page.likely(0.15):
        page.form("أضف تعليق", "الاسم", "البريد الإلكتروني", "عنوان التعليق", "التعليق", "إضافة تعليق")


def ahram(page):
    """Compose a page of Al-Ahram: the line of the issue with two calendars, place and reporter with a colon."""
    day = page.moment
    page.menu(*AHRAM_MENU, odds=0.06)
    page.window_title("{title} - بوابة الأهرام", odds=0.06)
    issue = not page.is_whole and page.likely(0.5)
    if issue:
        number = f"السنة {page.number(130, 148)} العدد {page.number(43000, 50000)}"
        hijri = dates.hijri(day, ordinal=True)
        page.date(f"{dates.weekday(day)} {hijri} هـ {dates.egypt(day)} {number}", day.date())
    page.kicker("المشهد السياسي", "أخبار مصر", "عرب وعالم", "قضايا وآراء", "الصفحة الأولى", "رياضة", odds=0.3)
    page.headline()
    if page.likely(0.75):
        page.byline(*_ahram_byline(page))
    if not issue and page.likely(0.8):
        page.date(
            *page.one_of(
                (f"{dates.numbers(day, '{d}-{m}-{y}')} | {dates.clock(day)}", day),
                (dates.egypt(day), day.date()),
                (f"{dates.weekday(day)} {dates.egypt(day)}", day.date()),
            )
        )
    if page.likely(0.3):
        page.caption(f"{page.one_of(*words.CAPTIONS)} - {page.one_of('أرشيفية', 'صورة أرشيفية', 'تصوير: سالم فوزي')}")
    page.paragraphs(words.titles_block(page, page.one_of("اقرأ أيضا", "اقرأ أيضًا")), odds=0.15)
    if page.likely(0.12):
        page.gold.form = None
        page.furniture("رابط دائم:", "إضافة تعليق")
    if page.likely(0.3):
        page.tags(*page.stock.tags(2, 5), heading=page.one_of("كلمات البحث:", "الكلمات المفتاحية"))
    if page.likely(0.4):
        page.related(page.one_of("موضوعات قد تهمك", "اقرأ ايضا:", "اقرأ أيضًا"), page.stock.titles(1, 4))
    if page.likely(0.3):
        page.related(
            page.one_of("الأكثر قراءة", "الأكثر قراءه", "الاكثر مشاهدة"), page.stock.titles(2, 5), counts=False
        )
    page.footer("مؤسسة الأهرام")


def _ahram_byline(page):
    who, place = words.name(page), words.city(page, *words.EGYPT_CITIES, *words.WORLD_CITIES)
    return page.one_of(
        words.signed(f"{place} - {who}:", f"{place} - {who}", who),
        words.signed(f"{place} ـ {who}:", f"{place} ـ {who}", who),
        (f"كتب - {who}:", who, f"كتب - {who}:", f"{who}:"),
        (f"كتبت - {who}", who),
        (who,),
        words.agency(page, place),
    )


def masress(page):
    """Compose a page of masress, which collects other papers: a ticker, headline, author, "published in X on"."""
    if page.likely(0.6):
        page.ticker(page.stock.titles(3, 9), page.one_of("{title}", "    {title}"))
    page.headline()
    day, who = page.moment, words.name(page)
    if page.likely(0.8):
        page.byline(who)
    paper = page.one_of("الأهرام اليومي", "اليوم السابع", "المساء", "بوابة الشروق", "هسبريس", "الوفد", "الأخبار")
    page.date(f"نشر في {paper} يوم {dates.numbers(day, '{dd} - {mm} - {y}')}", day.date())
    page.block()
    page.paragraphs()
    page.furniture("انقر هنا لقراءة الخبر من مصدره.", odds=0.8)
    if page.likely(0.4):
        page.related("مواضيع ذات صلة", page.stock.titles(2, 6))
    page.furniture("أبلغ عن إشهار غير لائق", odds=0.5)
