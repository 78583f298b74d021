"""Compose pages as BBC Arabic prints them."""

from newspapers import datelines as dates
from newspapers import words

BBC_MENU = ("الرئيسية", "الشرق الأوسط", "اقتصاد", "صحة", "علوم وتكنولوجيا", "فيديو", "رياضة", "ثقافة", "مجلة", "برامج")


def bbc(page):
    """Compose a page of BBC Arabic: credits above captions, and promoted titles between two skip links."""
    menu = page.menu(*BBC_MENU, "تسجيل الدخول")
    page.window_title("{title} - BBC News عربي", "{title} - BBC Arabic", odds=0.6 if menu else 0.1)
    page.headline()
    if page.likely(0.4):
        _bbc_picture(page)
    _bbc_byline(page)
    if page.likely(0.85):
        page.date(*_bbc_date(page))
    page.furniture(page.one_of("آخر تحديث قبل ساعتين", "مدة القراءة: 5 دقائق"), odds=0.15, apart=False)
    page.paragraphs(
        lambda: _bbc_promotion(page),
        lambda: _bbc_picture(page),
        lambda: _bbc_picture(page),
        words.box(
            page, "تخطى البودكاست وواصل القراءة", "البودكاست", "مراهقتي (Morahakaty)", "الحلقات", "البودكاست نهاية"
        ),
        odds=0.4,
    )
    if page.likely(0.4):
        page.put("tags_heading", "مواضيع ذات صلة")
        page.put("tags", *page.stock.tags(2, 4))
    if page.likely(0.5):
        page.related(page.one_of("المزيد حول هذه القصة", "قصص مقترحة"), page.stock.titles(2, 4))
    if page.likely(0.3):
        page.related("الأخبار الرئيسية", page.stock.titles(2, 3), counts=False)
    if page.likely(0.3):
        page.related("الأكثر قراءة", page.stock.titles(2, 5), counts=False)


def _bbc_picture(page):
    page.block()
    if page.likely(0.9):
        page.put(
            "caption", f"صدر الصورة، {page.one_of('Getty Images', 'AFP', 'Reuters', 'GETTY IMAGES', 'EPA', 'BBC')}"
        )
    if page.likely(0.7):
        page.put("caption", f"التعليق على الصورة، {page.one_of(*words.CAPTIONS)}")
    page.block()


def _bbc_byline(page):
    if page.likely(0.5):
        who, place = words.name(page), words.city(page, *words.WORLD_CITIES)
        if page.likely(0.6):
            page.byline(who)
            page.furniture(page.one_of("بي بي سي عربي", f"بي بي سي - {place}", "بي بي سي نيوز"), odds=0.8, apart=False)
        else:
            page.byline(f"{who} - بي بي سي", f"{who} - بي بي سي", who)


def _bbc_date(page):
    day = page.moment
    plain = dates.double(day, page.one_of("/ ", "/"))
    return page.one_of(
        (plain, day.date()),
        (plain, day.date()),
        (f"{plain}، {dates.clock(day)} GMT", dates.greenwich(day)),
        (f"آخر تحديث: {plain}، {dates.clock(day)} GMT", dates.greenwich(day)),
        (dates.egypt(day), day.date()),
    )


def _bbc_promotion(page):
    name = page.one_of("قصص مقترحة", "الأكثر قراءة", "مواضيع قد تهمك")
    page.block()
    page.put("furniture", f"تخطى {name} وواصل القراءة")
    page.related(name, page.stock.titles(2, 5), counts=False)
    page.put("furniture", f"{name} نهاية")
    page.block()
