"""Compose pages as BBC Arabic, Al Jazeera and a common theme of WordPress print them."""

from newspapers import datelines as dates
from newspapers import words

BBC_MENU = "الرئيسية·الشرق الأوسط·اقتصاد·صحة·علوم وتكنولوجيا·فيديو·رياضة·ثقافة·مجلة·برامج·تسجيل الدخول".split("·")
JAZEERA_MENU = "الرئيسية·أخبار·رياضة·اقتصاد·ثقافة·علوم·تكنولوجيا·صحة·مقالات·فيديو·بث مباشر·بحث".split("·")
THEME_MENU = "الرئيسية·سياسة·مجتمع·اقتصاد·رياضة·ثقافة وفنون·دولية·آراء·فيديو·اتصل بنا·بحث عن".split("·")


def bbc(page):
    """Compose a page of BBC Arabic: credits above captions, and promoted titles between two skip links."""
    page.menu(*BBC_MENU)
    page.window_title("{title} - BBC News عربي", "{title} - BBC Arabic")
    page.headline()
    if page.likely(0.4):
        _bbc_picture(page)
    if page.likely(0.5):
        _bbc_byline(page)
    if page.likely(0.85):
        page.date(*_bbc_date(page))
    page.furniture("مدة القراءة: 5 دقائق", odds=0.15, apart=False)
    page.paragraphs(
        lambda: _bbc_promotion(page),
        lambda: _bbc_picture(page),
        lambda: _bbc_picture(page),
        lambda: _bbc_podcast(page),
        odds=0.35,
    )
    if page.likely(0.3):
        page.tags(*page.stock.tags(2, 4), heading="مواضيع ذات صلة")
    if page.likely(0.5):
        page.related(page.one_of("المزيد حول هذه القصة", "قصص مقترحة"), page.stock.titles(2, 4))
    if page.likely(0.3):
        page.related("الأخبار الرئيسية", page.stock.titles(2, 3), counts=False)
    if page.likely(0.3):
        page.related("الأكثر قراءة", page.stock.titles(2, 5), counts=False)
    page.footer("بي بي سي")


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
    who, place = words.name(page), words.city(page, *words.WORLD_CITIES)
    if page.likely(0.6):
        page.byline(who)
        page.furniture(page.one_of("بي بي سي عربي", f"بي بي سي - {place}", "بي بي سي نيوز"), odds=0.8, apart=False)
    else:
        page.byline(*words.signed(f"{who} - بي بي سي", who))


def _bbc_date(page):
    day = page.moment
    plain = dates.double(day, page.one_of("/ ", "/"))
    return page.one_of(
        (plain, day.date()),
        (plain, day.date()),
        (f"{plain}، {dates.clock(day)} GMT", dates.greenwich(day)),
        (f"آخر تحديث: {plain}، {dates.clock(day)} GMT", dates.greenwich(day)),
        (dates.egypt(day), day.date()),
        ("قبل 3 ساعات",),
    )


def _bbc_promotion(page):
    name = page.one_of("قصص مقترحة", "الأكثر قراءة", "مواضيع قد تهمك")
    page.block()
    page.put("furniture", f"تخطى {name} وواصل القراءة")
    page.related(name, page.stock.titles(2, 5), counts=False)
    page.put("furniture", f"{name} نهاية")
    page.block()


def _bbc_podcast(page):
    name = page.one_of("البودكاست", "قناتنا على واتساب", "يستحق الانتباه")
    lines = page.one_of(("البرنامج", "حلقات قصيرة عن الحياة اليومية", "الحلقات"), ("اضغط هنا للاشتراك",))
    page.furniture(f"تخطى {name} وواصل القراءة", name, *lines, f"{name} نهاية")


def aljazeera(page):
    """Compose a page of Al Jazeera: captions in English, the length of a video, buttons, lists that count."""
    page.menu(*JAZEERA_MENU)
    page.window_title("{title} | الجزيرة نت", "{title} | أخبار | الجزيرة نت")
    page.kicker("أخبار", "أخبار|المغرب", "أخبار|سياسة|الولايات المتحدة", "سياسة", odds=0.35)
    page.headline()
    page.standfirst(0.2)
    if page.likely(0.6):
        credit = page.one_of("(الجزيرة)", "(رويترز)", "(الأناضول)", "(غيتي)")
        page.caption(page.one_of(words.english_caption(page), f"{page.one_of(*words.CAPTIONS)} {credit}"))
    page.furniture("مدة الفيديو 02 minutes 47 seconds", "02:47", odds=0.2)
    if page.likely(0.5):
        page.byline(*_jazeera_byline(page))
    if page.likely(0.9):
        page.date(*_jazeera_date(page))
    page.furniture("احفظ المقالات لقراءتها لاحقا وأنشئ قائمة قراءتك", odds=0.3)
    page.furniture("شارِكْ", "facebook", "twitter", "whatsapp", "copylink", odds=0.15)
    page.paragraphs(
        words.label(page, "إعلان", "Advertisement"),
        words.label(page, "إعلان"),
        lambda: _jazeera_list(page),
        lambda: page.caption(words.english_caption(page)),
        odds=0.3,
    )
    source = page.one_of("المصدر : الجزيرة + وكالات", "المصدر: وكالات", "المصدر\n: وكالات")
    page.furniture(*source.split("\n"), odds=0.6)
    if page.likely(0.4):
        heading = page.one_of("حول هذه القصة", "المزيد من أخبار", "المزيد من سياسة")
        dated = page.one_of((), (), (lambda: dates.numbers(page.stock.moment()),))
        page.related(heading, page.stock.titles(2, 5), after=dated)
    if page.likely(0.2):
        page.related("الأكثر قراءة", page.stock.titles(2, 5), counts=False)
    page.footer("شبكة الجزيرة الإعلامية")


def _jazeera_byline(page):
    who, place = words.name(page), words.city(page, *words.WORLD_CITIES, *words.GULF_CITIES)
    return page.one_of(
        (who,),
        words.signed(f"{who} - {place}", who),
        words.signed(f"{who}-{place}", who),
        words.signed(f"الجزيرة نت - {place}", "الجزيرة نت", ()),
    )


def _jazeera_date(page):
    day, plain = page.moment, dates.numbers(page.moment)
    return page.one_of(
        (plain, day.date()),
        (plain, day.date()),
        (f"Published On {plain}", day.date()),
        (f"{plain}|آخر تحديث: {plain} {dates.half_day(day)} (مكة المكرمة)", day.date(), day),
        (f"آخر تحديث: {plain} {dates.half_day(day)} (توقيت مكة)", day),
        (f"نشر في: {dates.double(day, '/')} الساعة {dates.half_day(day)} (توقيت مكة)", day),
        ("منذ ساعتين",),
    )


def _jazeera_list(page):
    titles = page.stock.titles(1, 4)
    counted = page.likely(0.8)
    page.block()
    page.put("related_heading", "اقرأ أيضا")
    page.furniture(f"list of {len(titles)} items", odds=0.5 if counted else 0, apart=False)
    for number, title in enumerate(titles, start=1):
        if counted:
            page.put("furniture", f"list {number} of {len(titles)}")
        page.gold.related.append(title)
        page.put("related", title)
    page.furniture("end of list", odds=1 if counted else 0, apart=False)
    page.block()


def wordpress(page):
    """Compose a page of a WordPress theme: breadcrumb, author, date and counters, share row, "X says", reply form."""
    page.menu("صوت الشمال", *THEME_MENU, odds=0.15)
    page.window_title("{title} - صوت الشمال", "{title} | صوت الشمال", "{title} – صوت الشمال")
    if page.likely(0.3):
        section = page.one_of("سياسة", "مجتمع", "اقتصاد", "رياضة")
        page.section(page.one_of(f"الرئيسية » {section}", f"الرئيسية / {section} /", f"الرئيسية > {section}"), section)
    page.headline()
    _theme_header(page)
    page.paragraphs(
        words.inline_title(page, "اقرأ أيضا: {title}", "شاهد أيضا: {title}"),
        words.titles_block(page, page.one_of("مقالات ذات صلة", "اقرأ أيضا"), most=3),
        odds=0.12,
    )
    page.furniture("شارك هذا الموضوع:", *page.one_of(("فيسبوك", "X"), ("Facebook", "WhatsApp")), odds=0.3)
    page.furniture("معجب بهذه:", "إعجاب", "تحميل...", odds=0.2)
    if page.likely(0.4):
        tags = page.stock.tags(2, 5)
        page.tags(page.one_of("الوسوم: {}", "الوسوم\n{}").format("، ".join(tags)))
    if page.likely(0.45):
        heading = page.one_of("مقالات ذات صلة", "مرتبط", "أخبار ذات صلة", "قد يعجبك أيضا", "المزيد من المقالات")
        dated = page.one_of((), (), (lambda: dates.egypt(page.stock.moment()),))
        page.related(heading, page.stock.titles(1, 4), after=dated)
    if page.likely(0.25):
        before, after = page.stock.titles(2, 2)
        page.furniture(
            *page.one_of(("المقال السابق", before, "المقال التالي", after), (f"السابق: {before}", f"التالي: {after}"))
        )
    _theme_comments(page)
    page.footer("صوت الشمال")


def _theme_header(page):
    day, who = page.moment, words.name(page)
    month_first = dates.egypt(day, form="{month} {d}, {y}")
    form = page.number(1, 7)
    if form == 1:
        page.byline(f"بواسطة {who}", who)
        page.date(month_first, day.date())
    elif form == 2:
        page.byline(f"نشر في {dates.egypt(day, form='{d} {month}، {y}')} بواسطة {who}", who)
        page.gold.dates.append(day.date())
    elif form == 3:
        page.byline(who)
        page.date(dates.egypt(day), day.date())
        page.furniture("0", str(page.number(10, 900)), "دقيقة واحدة", odds=0.7, apart=False)
    elif form == 4:
        page.date(f"{dates.egypt(day)} آخر تحديث: {dates.egypt(page.later())}", day.date())
    elif form == 5:
        page.date(dates.egypt(day, form="{d} {month}، {y}"), day.date())
        page.byline(f"بقلم: {who}", who)
        if page.likely(0.3):
            page.gold.form = None
            page.furniture("لا توجد تعليقات", "3 دقائق", apart=False)
    elif form == 6:
        page.date(f"{day:%B} {day.day}, {day.year}", day.date())
    page.block()


def _theme_comments(page):
    count = page.number(1, 4) if page.likely(0.4) else 0
    if count:
        counted = {1: "تعليق واحد", 2: "تعليقان"}.get(count, f"{count} تعليقات")
        on_title = f"{count} تعليقات على “{page.news.title}”"
        page.put("comment_heading", on_title if count > 2 and page.likely(0.5) else counted)
    says, form, at = (
        page.likely(0.7),
        page.one_of("{d} {month}، {y}", "{month} {d}, {y}"),
        page.one_of("الساعة", "في", "عند"),
    )
    for _ in range(count):
        when = page.later()
        opening = ["{author} يقول:"] if says else ["{author}"]
        time = f"{dates.egypt(when, form=form)} {at} {dates.half_day(when)}"
        page.comment(words.visitor(page), words.remark(page), *opening, time, "{text}")
        page.furniture("رد", odds=0.7, apart=False)
    if page.likely(0.5):
        note = "لن يتم نشر عنوان بريدك الإلكتروني. الحقول الإلزامية مشار إليها بـ *"
        labels = ("التعليق *", "الاسم *", "البريد الإلكتروني *", "الموقع الإلكتروني", "إرسال التعليق")
        page.form(page.one_of("اترك تعليقاً", "اترك تعليقاً إلغاء الرد", "أضف تعليق"), note, *labels)
