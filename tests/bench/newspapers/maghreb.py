"""Compose pages as Hespress, Akhbarona and Le360 print them."""

from newspapers import datelines as dates
from newspapers import words

SECTIONS = "سياسة·مجتمع·اقتصاد·رياضة·جهات·حوادث·ثقافة·منوعات".split("·")


def hespress(page):
    """Compose a page of Hespress: headline often repeated, Moroccan months, comments with numbers and votes."""
    page.menu("الرئيسية", *SECTIONS, "خارج الحدود", "صوت وصورة", "كتاب وآراء", "تسجيل الدخول")
    page.window_title("{title} - Hespress", "{title} | هسبريس", "{title} - هسبريس")
    page.section(page.one_of(*SECTIONS), odds=0.35)
    page.headline()
    page.repeated(0.2)
    if page.likely(0.3):
        page.caption(page.one_of("صورة: أرشيف", "صورة: هسبريس", "صورة: و.م.ع", "صورة: أ.ف.ب", "صورة أرشيفية"))
    if page.likely(0.8):
        page.byline(*_hespress_byline(page))
    if page.likely(0.9):
        page.date(dates.in_morocco(page.moment), page.moment)
    page.paragraphs(
        words.inline_title(page, "اقرأ أيضا: {title}", "إقرأ أيضا: {title}"),
        words.titles_block(page, "اقرأ أيضا"),
        words.label(page, "إعلان", "Advertisement"),
        odds=0.15,
    )
    if page.likely(0.3):
        page.tags(*page.stock.tags(2, 5))
    page.furniture("شارك", "فيسبوك", "تويتر", "واتساب", odds=0.2)
    page.furniture("النشرة الإخبارية", "توصل بآخر أخبار هسبريس عبر البريد", "اشترك", odds=0.15)
    if page.likely(0.3):
        page.related(page.one_of("مقالات ذات صلة", "أخبار ذات صلة", "قد يهمك أيضا"), page.stock.titles(1, 4))
    _hespress_comments(page)
    page.footer("هسبريس")


def _hespress_byline(page):
    who, place = words.name(page), words.city(page, *words.MAGHREB_CITIES)
    return page.one_of(
        words.signed(f"هسبريس - {who}", who),
        words.signed(f"هسبريس – {who}", who),
        words.signed(f"{who} - {place}", who),
        words.signed("هسبريس - و.م.ع", "و.م.ع", ()),
        words.signed("هسبريس - أ.ف.ب", "أ.ف.ب", ()),
        words.signed(f"هسبريس من {place}", "هسبريس", ()),
        (f"بقلم {who}", who),
    )


def _hespress_comments(page):
    count = page.number(1, 5) if page.likely(0.5) else 0
    if count:
        heading = page.one_of("تعليقات الزوار", f"تعليقات الزوار ({count})", f"التعليقات ({count})")
        page.put("comment_heading", heading)
        page.furniture(str(count), odds=0.4, apart=False)
    numbered, voted = page.likely(0.5), page.likely(0.7)
    for number in range(1, count + 1):
        lines = ["{author}", dates.in_morocco(page.later()), "{text}"]
        page.comment(words.visitor(page), words.remark(page), *[str(number)][:numbered], *lines)
        if voted:
            page.put("furniture", str(page.number(-9, 60)))
    if page.likely(0.4):
        page.form("اكتب تعليقك", "الاسم", "البريد الإلكتروني", "التعليق", page.one_of("إرسال التعليق", "أرسل التعليق"))


def akhbarona(page):
    """Compose a page of Akhbarona: breadcrumb, agency and place, comments "1 - name" with a title and the date last."""
    page.menu("أخبارنا المغربية", "الصفحة الرئيسية", *SECTIONS, "فيديو", "كتاب الرأي", odds=0.06)
    page.window_title("{title} - أخبارنا : جريدة الكترونية مغربية", "{title} | أخبارنا المغربية", odds=0.06)
    if page.likely(0.35):
        section = page.one_of(*SECTIONS)
        page.section(page.one_of(f"الرئيسية » {section}", f"الرئيسية / {section}", section), section)
    page.headline()
    header = [lambda: page.byline(*_akhbarona_byline(page)), lambda: page.date(*_akhbarona_date(page))]
    page.chance.shuffle(header)
    for put in header:
        if page.likely(0.85):
            put()
    page.furniture("حجم الخط", "A+", "A-", odds=0.1)
    page.furniture(f"{page.number(100, 9999)} مشاهدة", odds=0.12, apart=False)
    page.paragraphs(words.titles_block(page, "إقرأ أيضا", most=2), words.label(page, "إعلان"), odds=0.12)
    page.furniture("شارك المقال:", "فيسبوك", "تويتر", odds=0.2)
    if page.likely(0.3):
        page.related(page.one_of("مقالات ذات صلة", "إقرأ أيضا", "مقالات ساخنة"), page.stock.titles(1, 4))
    count = page.number(1, 5) if page.likely(0.55) else 0
    if count:
        page.put("comment_heading", f"عدد التعليقات ({count} تعليق)")
    for number in range(1, count + 1):
        when = page.later()
        text = f"{page.one_of(*words.REMARKS[:4], 'رأي', 'تعليق', 'سؤال')}\n{words.remark(page)}"
        date = f"{dates.numbers(when, '{y}/{mm}/{dd}')} - {dates.clock(when)}"
        page.comment(words.visitor(page), text, f"{number} - {{author}}", "{text}", date)
    if page.likely(0.5):
        labels = ("الاسم", "البريد الإلكتروني", "عنوان التعليق", "التعليق", "أدخل الرموز التي تظهر في الصورة")
        page.form("هل ترغب بالتعليق على الموضوع؟", *labels)
    page.footer("أخبارنا المغربية")


def _akhbarona_byline(page):
    who, place = words.name(page), words.city(page, *words.MAGHREB_CITIES)
    return page.one_of(
        words.signed(f"أخبارنا المغربية - {who}", who),
        words.signed(f"أخبارنا المغربية- {place}", "أخبارنا المغربية", ()),
        words.signed("أخبارنا المغربية - وكالات", "وكالات", ()),
        words.signed(f"أخبارنا المغربية : {who}", who),
    )


def _akhbarona_date(page):
    day = page.moment
    return page.one_of(
        (f"{dates.numbers(day, '{dd}/{mm}/{y}')} {dates.clock(day)}", day),
        (dates.in_morocco(day), day),
        (f"نشر بتاريخ {dates.maghreb(day)}", day.date()),
    )


def le360(page):
    """Compose a page of Le360 in Arabic: site and section above, standfirst, credit, "by X", a day and an hour."""
    page.menu("Le360", *SECTIONS, "كرة القدم", "كود بوليس", "فيديو", "بحث", odds=0.06)
    page.window_title("{title} | www.le360.ma", "{title} | Le360", odds=0.08)
    page.furniture("Le360.ma", odds=0.3, apart=False)
    page.section(page.one_of(*SECTIONS), odds=0.4)
    page.headline()
    page.standfirst(0.4)
    if page.likely(0.4):
        credit = page.one_of("le360", "DR", "و م ع", "أ ف ب", "Le360")
        page.caption(f"{page.one_of(*words.CAPTIONS)}. {page.one_of(f'© {credit}', credit)}")
    if page.likely(0.85):
        who = words.name(page)
        page.byline(page.one_of(f"بقلم {who}", f"تحرير من طرف {who}", f"تحرير {who}"), who)
    if page.likely(0.9):
        page.date(*_le360_date(page))
    page.paragraphs(words.titles_block(page, "اقرأ أيضا", most=2), words.label(page, "إعلان"), odds=0.15)
    if page.likely(0.3):
        page.tags(*page.stock.tags(1, 4))
    if page.likely(0.4):
        page.related(page.one_of("مواضيع ذات صلة", "مقالات ذات صلة", "الأكثر قراءة"), page.stock.titles(2, 4))
    if page.likely(0.25):
        page.furniture("مرحبا بكم في فضاء التعليق", odds=0.6)
        page.form("اكتب تعليقك", "الاسم", "البريد الإلكتروني", "التعليق", "إرسال")
    page.footer("Le360")


def _le360_date(page):
    day = page.moment
    stamp = f"في {dates.numbers(day, '{dd}/{mm}/{y}')} على الساعة {dates.clock(day)}"
    later = page.later()
    update = f"تحديث بتاريخ {dates.numbers(later, '{dd}/{mm}/{y}')} على الساعة {dates.clock(later)}"
    return page.one_of((stamp, day), (stamp, day), (f"{stamp}، {update}", day))
