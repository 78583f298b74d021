"""Compose pages as Hespress prints them."""

from newspapers import datelines as dates
from newspapers import words

HESPRESS_SECTIONS = ("سياسة", "مجتمع", "اقتصاد", "رياضة", "جهات", "حوادث", "فن وثقافة", "خارج الحدود", "تمازيغت")


def hespress(page):
    """Compose a page of Hespress: numbered comments with votes, the headline often repeated, Moroccan months."""
    menu = page.menu("الرئيسية", *HESPRESS_SECTIONS, "منوعات", "صوت وصورة", "رياضة", "كتاب وآراء", "تسجيل الدخول")
    page.window_title(
        "{title} - Hespress - هسبريس جريدة إلكترونية مغربية", "{title} | هسبريس", odds=0.6 if menu else 0.1
    )
    if page.likely(0.35):
        page.section(page.one_of(*HESPRESS_SECTIONS[:-1]))
    page.headline()
    page.repeated(0.15)
    if page.likely(0.3):
        page.caption(page.one_of("صورة: أرشيف", "صورة: هسبريس", "صورة: و.م.ع", "صورة: أ.ف.ب", "صورة أرشيفية"))
    _hespress_byline(page)
    if page.likely(0.9):
        day = page.moment
        page.date(f"{dates.weekday(day)} {dates.maghreb(day)} - {dates.clock(day)}", day)
    page.paragraphs(
        words.inline_titles(page, "اقرأ أيضا: {title}", "إقرأ أيضا: {title}"),
        words.titles_block(page, "اقرأ أيضا"),
        words.advertisement(page, "إعلان", "Advertisement"),
        odds=0.15,
    )
    if page.likely(0.3):
        page.put("tags", *page.stock.tags(2, 5))
    page.furniture("شارك", "فيسبوك", "تويتر", "واتساب", odds=0.2)
    page.furniture("النشرة الإخبارية", "توصل بآخر أخبار هسبريس عبر البريد", "اشترك", odds=0.15)
    if page.likely(0.3):
        page.related(page.one_of("مقالات ذات صلة", "أخبار ذات صلة", "قد يهمك أيضا"), page.stock.titles(1, 4))
    _hespress_comments(page)


def _hespress_byline(page):
    if not page.likely(0.8):
        return
    who, place = words.name(page), words.city(page, *words.MAGHREB_CITIES)
    page.byline(
        *page.one_of(
            (f"هسبريس - {who}", f"هسبريس - {who}", who),
            (f"هسبريس – {who}", f"هسبريس – {who}", who),
            (f"هسبريس - {who} (صور: {words.name(page)})", who, f"هسبريس - {who}"),
            (f"{who} - {place}", f"{who} - {place}", who),
            ("هسبريس - و.م.ع", "هسبريس - و.م.ع", "و.م.ع", ()),
            ("هسبريس - أ.ف.ب", "هسبريس - أ.ف.ب", "أ.ف.ب", ()),
            (f"هسبريس من {place}", f"هسبريس من {place}", "هسبريس", ()),
            (f"بقلم {who}", who),
        )
    )


def _hespress_comments(page):
    count = page.number(1, 5) if page.likely(0.5) else 0
    if count:
        page.put("comment_heading", page.one_of("تعليقات الزوار", f"تعليقات الزوار ({count})", f"التعليقات ({count})"))
        page.furniture(str(count), odds=0.4, apart=False)
    numbered, voted = page.likely(0.5), page.likely(0.7)
    for number in range(1, count + 1):
        when = page.moment
        lines = ["{author}", f"{dates.weekday(when)} {dates.maghreb(when)} - {dates.clock(when)}", "{text}"]
        if numbered:
            lines.insert(0, str(number))
        page.comment(words.visitor(page), words.remark(page), *lines)
        if voted:
            page.put("furniture", str(page.number(-9, 60)))
    if page.likely(0.4):
        page.form("اكتب تعليقك", "الاسم", "البريد الإلكتروني", "التعليق", page.one_of("إرسال التعليق", "أرسل التعليق"))


def masress(page):
    """Compose a page of masress, which collects other papers: a ticker, then headline, author and "published in"."""
    if page.likely(0.6):
        page.ticker(page.stock.titles(3, 9), page.one_of("{title}", "    {title}"))
    page.headline()
    who, day = words.name(page), page.moment
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
