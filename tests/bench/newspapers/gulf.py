"""Compose pages as Al Arabiya, Sky News Arabia, the Saudi Press Agency and Asharq Al-Awsat print them."""

from newspapers import datelines as dates
from newspapers import words

ARABIYA_KICKERS = "المغرب العربي·العرب والعالم·سوريا·مصر·إيران·السعودية اليوم·اليمن والخليج·أسواق العربية".split("·")
SKY_KICKERS = "أخبار المغرب·عاجل·مصر·روسيا وأوكرانيا·حصري·بالفيديو·أخبار العراق·خاص".split("·")
ARABIYA_MENU = "الرئيسية·العرب والعالم·السعودية·أسواق·رياضة·ثقافة وفن·طب وصحة·منوعات·برامج·تكنولوجيا·مقالات".split("·")
SKY_MENU = "الرئيسية·أخبار·الشرق الأوسط·العالم·اقتصاد·تكنولوجيا·رياضة·منوعات·فيديو·برامج·بودكاست·مباشر".split("·")
AWSAT_KICKERS = "العالم العربي·شؤون إقليمية·يوميات الشرق·الخليج·أولى·شمال افريقيا".split("·")


def alarabiya(page):
    """Compose a page of Al Arabiya: kicker, headline, standfirst, place and reporter, two dates, minutes to read."""
    page.menu(*ARABIYA_MENU, odds=0.06)
    page.window_title("{title}", "{title} | العربية", odds=0.08)
    page.kicker(*ARABIYA_KICKERS, odds=0.6)
    page.headline()
    page.standfirst(0.5)
    if page.likely(0.8):
        page.byline(*_arabiya_byline(page))
    else:
        page.furniture(words.city(page, *words.GULF_CITIES), odds=0.3, apart=False)
    if page.likely(0.9):
        _arabiya_date(page)
    reading = page.one_of("2 دقائق للقراءة", "وقت القراءة 3 دقائق", "دقيقتان للقراءة", "دقيقة واحدة للقراءة")
    page.furniture(reading, odds=0.5, apart=False)
    page.furniture("استمع للمقال", "00:00", odds=0.15)
    if page.likely(0.3):
        page.caption(f"{page.one_of(*words.CAPTIONS)}{page.one_of(' (رويترز)', ' - فرانس برس', ' (أرشيفية)')}")
    page.paragraphs(
        words.label(page, "مادة اعلانية"),
        words.label(page, "مادة إعلانية", "إعلانات"),
        words.inline_title(page, "اقرأ أيضاً: {title}"),
        odds=0.4,
    )
    if page.likely(0.4):
        page.tags(*(f"#{tag}" for tag in page.stock.tags(1, 4)))
    if page.likely(0.4):
        page.related(page.one_of("اقرأ أيضاً", "مقالات ذات صلة", "اخترنا لك"), page.stock.titles(1, 4))
    if page.likely(0.3):
        page.related("الأكثر قراءة", page.stock.titles(2, 5), form=page.one_of("{title}", "• {title}"), counts=False)
    page.footer("العربية")


def _arabiya_byline(page):
    who, place = words.name(page), words.city(page, *words.GULF_CITIES, *words.MAGHREB_CITIES, *words.WORLD_CITIES)
    return page.one_of(
        words.signed(f"{place} - {who}", who),
        words.signed(f"{place} - العربية.نت", "العربية.نت", ()),
        words.signed(f"العربية.نت - {who}", who),
        words.agency(page, place),
    )


def _arabiya_date(page):
    day, later = page.moment, page.later()
    page.date(
        *page.one_of(
            (f"نشر في: {dates.egypt(day, form='{dd} {month} ,{y}')}: {dates.half_day(day)} GST", day),
            (f"{dates.weekday(day)} {dates.egypt(day)} - {dates.clock(day)}", day),
            (dates.egypt(day), day.date()),
            (f"نشر في: {dates.egypt(day)}: {dates.half_day(day)} GST", day),
        )
    )
    if page.likely(0.4):
        page.date(f"آخر تحديث: {dates.egypt(later)}: {dates.half_day(later)} GST")


def skynews(page):
    """Compose a page of Sky News Arabia: kicker, headline, a time of Abu Dhabi, related news within the text."""
    page.menu(*SKY_MENU, odds=0.06)
    page.window_title("{title} | سكاي نيوز عربية", odds=0.06)
    page.kicker(*SKY_KICKERS, odds=0.5)
    page.headline()
    header = [lambda: page.byline(*_sky_byline(page)), lambda: page.date(*_sky_date(page))]
    page.chance.shuffle(header)
    for put in header:
        if page.likely(0.85):
            put()
    page.furniture("حجم الخط", odds=0.2, apart=False)
    if page.likely(0.4):
        page.caption(page.one_of("صورة أرشيفية", f"{page.one_of(*words.CAPTIONS)} - أرشيفية", "أرشيفية - رويترز"))
    page.paragraphs(
        words.titles_block(page, "أخبار ذات صلة", most=4),
        words.titles_block(page, page.one_of("اقرأ أيضا", "شاهد أيضا"), most=1),
        words.label(page, "النشرة البريدية\nأدخل بريدك لتصلك الأخبار أولا بأول\nاشترك"),
        odds=0.25,
    )
    if page.likely(0.4):
        page.tags(*page.stock.tags(2, 5))
    if page.likely(0.3):
        page.related(page.one_of("الأكثر قراءة", "الأكثر مشاهدة"), page.stock.titles(2, 5), counts=False)
    page.footer("سكاي نيوز عربية")


def _sky_byline(page):
    who = words.name(page)
    return page.one_of(
        words.signed("أبوظبي - سكاي نيوز عربية", "سكاي نيوز عربية", ()),
        words.signed("سكاي نيوز عربية - أبوظبي", "سكاي نيوز عربية", ()),
        words.signed(f"{who} - أبوظبي - سكاي نيوز عربية", who),
    )


def _sky_date(page):
    day = page.moment
    return page.one_of(
        (f"{dates.egypt(day)} - {dates.clock(day)} بتوقيت أبوظبي", day),
        (f"{dates.weekday(day)} {dates.egypt(day)} - {dates.clock(day)} بتوقيت أبوظبي", day),
        (f"{dates.egypt(day)} - {dates.clock(day)} بتوقيت غرينتش", day),
        ("منذ ساعتين",),
        (f"نُشر {dates.egypt(day)}", day.date()),
    )


def spa(page):
    """Compose a page of the Saudi Press Agency: a dateline with two calendars; an end mark, a time, a number."""
    page.kicker("عام", "سياسي", "ثقافي", "اقتصادي", "رياضي", "اجتماعي", odds=0.2)
    page.headline()
    if page.likely(0.9):
        page.date(*_spa_date(page))
        page.gold.bylines += [(), ("واس",)]
    page.block()
    page.paragraphs()
    if page.likely(0.85):
        page.block()
        page.put("furniture", page.one_of("// انتهى //", "//انتهى//", "// انتهى//", "//يتبع//"))
        if page.likely(0.85):
            page.put("furniture", f"{dates.clock(page.moment)} {page.one_of('ت مـ', 'ت م')}")
            page.gold.dates[:] = [page.moment for _ in page.gold.dates]  # the time belongs to the date above
        page.furniture(f"{page.number(1, 999):04}", odds=0.7, apart=False)
    page.furniture("شارك", "تويتر", "فيسبوك", "طباعة", odds=0.15)
    if page.likely(0.15):
        page.related("أخبار ذات صلة", page.stock.titles(1, 3))


def _spa_date(page):
    day, place = page.moment, words.city(page, *words.GULF_CITIES)
    hijri, padded = dates.hijri(day), dates.egypt(day, form="{dd} {month} {y}")
    return page.one_of(
        (f"{place} {hijri} هـ الموافق {padded} م واس", day.date()),
        (f"{place} {hijri} هـ الموافق {padded} م واس", day.date()),
        (f"{place} في {dates.egypt(day)} / واس /", day.date()),
        (f"{dates.weekday(day)} {hijri} هـ الموافق {dates.numbers(day, '{y}/{mm}/{dd}')} م", day.date()),
    )


def aawsat(page):
    """Compose a page of Asharq Al-Awsat: standfirst, picture, place and reporter, a date in two calendars, subjects."""
    page.kicker(*AWSAT_KICKERS, odds=0.3)
    page.headline()
    page.standfirst(0.5)
    if page.likely(0.5):
        page.caption(
            f"{page.one_of(*words.CAPTIONS)} {page.one_of('(أ.ف.ب)', '(رويترز)', '(الشرق الأوسط)', '(إ.ب.أ)')}"
        )
    if page.likely(0.85):
        page.byline(*_aawsat_byline(page))
    if page.likely(0.9):
        page.date(*_aawsat_date(page))
    page.furniture("TT", odds=0.2, apart=False)
    page.furniture("استمع إلى المقالة", odds=0.15)
    page.paragraphs(words.titles_block(page, "اقرأ أيضاً", most=1), words.label(page, "إعلان"), odds=0.12)
    if page.likely(0.4):
        page.tags(*page.stock.tags(1, 4), heading="مواضيع")
    if page.likely(0.4):
        page.related(page.one_of("مقالات ذات صلة", "اقرأ أيضاً", "المزيد من شؤون إقليمية"), page.stock.titles(1, 5))
    if page.likely(0.1):
        page.gold.form = None
        page.furniture("التعليقات", "لا توجد تعليقات")


def _aawsat_byline(page):
    who, place = words.name(page), words.city(page, *words.WORLD_CITIES, *words.GULF_CITIES)
    return page.one_of(
        words.signed(f"{place}: {who}", who),
        words.signed(f"{place}: «الشرق الأوسط»", "«الشرق الأوسط»", "الشرق الأوسط", ()),
        words.signed(f"{place}: «الشرق الأوسط أونلاين»", "«الشرق الأوسط أونلاين»", ()),
        (who,),
    )


def _aawsat_date(page):
    day = page.moment
    both = f"{dates.egypt(day)} م ـ {dates.hijri(day)} هـ"
    printed = f"{dates.weekday(day)} - {dates.hijri(day)} هـ - {dates.egypt(day)} مـ"
    return page.one_of(
        (f"نُشر: {dates.clock(day)}-{both}", day),
        (f"آخر تحديث: {dates.clock(day)}-{both}", day),
        (printed, day.date()),
        (f"{printed} رقم العدد [{page.number(9000, 16000)}]", day.date()),
    )
