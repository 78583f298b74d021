"""Names, places and parts of pages that several newspapers share, all of them invented or common labels."""

FIRST_NAMES = (
    "سعيد عادل سمير محمد أحمد يوسف كريم هشام رشيد طارق خالد عمر مريم سعاد نادية ليلى فاطمة هبة أمل سلمى إيمان زينب"
    " عبدالله ياسين إلياس بدر وليد حسناء نورة ريم".split()
)
LAST_NAMES = (
    "المكي الزبيري رجب محمود الإدريسي العلوي بنعلي حسن الشامي القحطاني الدوسري عبد السلام الحداد منصور التازي البقالي"
    " الخطيب فوزي سالم الراشد".replace("عبد السلام", "عبد_السلام").split()
)
MAGHREB_CITIES = "الرباط الدار_البيضاء فاس مراكش طنجة أكادير وجدة تطوان العيون".split()
EGYPT_CITIES = "القاهرة الإسكندرية أسيوط المنيا طنطا بورسعيد".split()
GULF_CITIES = "الرياض جدة الدمام أبوظبي دبي الكويت المنامة مسقط".split()
WORLD_CITIES = "لندن باريس واشنطن بيروت دمشق عمّان بغداد تونس الخرطوم صنعاء".split()
AGENCIES = ("رويترز", "أ ف ب", "وكالات", "فرانس برس", "د ب أ", "الأناضول")
NICKNAMES = (
    "مغربي",
    "مواطن غيور",
    "Karim",
    "abdou",
    "متابع",
    "ابن البلد",
    "مهاجر",
    "Fatima Z",
    "قارئ من فاس",
    "مول الحانوت",
)
REMARKS = (
    "شكرا على الخبر",
    "خبر مفرح لأهل المدينة.",
    "متى ينطلق؟",
    "الله يوفق الجميع",
    "لا حول ولا قوة إلا بالله",
    "كلام سليم 100%",
    "نتمنى أن يتم الأمر في الوقت المحدد",
    "هذا ما كنا ننتظره منذ سنوات",
    "أين المسؤولون؟؟؟",
    "الحمد لله",
)
CAPTIONS = (
    "جانب من أشغال الاجتماع",
    "صورة من موقع الحادث",
    "مقر الوزارة",
    "محطة القطار",
    "جانب من الحضور",
    "مدخل الميناء القديم",
    "المتحدث خلال الندوة",
    "شارع وسط العاصمة",
)
ENGLISH_CAPTIONS = (
    "A general view of the port on {day}. (Photo by A. SOMEONE / AFP)",
    "People walk past the ministry in the capital, {day}. REUTERS/Some One",
    "Workers at the new station on {day} [Some One/AP Photo]",
    "A man reads a newspaper at a market on {day} (Getty Images)",
)


def name(page):
    """Return the name of a reporter."""
    return f"{page.one_of(*FIRST_NAMES)} {page.one_of(*LAST_NAMES)}".replace("_", " ")


def city(page, *cities):
    """Return one of *cities*."""
    return page.one_of(*cities).replace("_", " ")


def visitor(page):
    """Return the name that a visitor writes above a comment."""
    return page.one_of(*NICKNAMES) if page.likely(0.4) else name(page) if page.likely(0.5) else first(page)


def first(page):
    """Return a first name."""
    return page.one_of(*FIRST_NAMES)


def remark(page, most=2):
    """Return what a visitor wrote, on one to *most* lines."""
    lines = [page.one_of(*REMARKS) if page.likely(0.35) else page.stock.sentence() for _ in range(page.number(1, most))]
    return "\n".join(dict.fromkeys(lines))


def english_caption(page):
    """Return the caption of an agency's picture, in English."""
    return page.one_of(*ENGLISH_CAPTIONS).format(day=f"{page.moment:%B} {page.moment.day}, {page.moment.year}")


def signed(text, *names):
    """Return a byline and its right readings: as it stands, or one of *names*."""
    return text, text, *names


def agency(page, place):
    """Return the place and the agency that an article came from, which may be read as its author or not."""
    wire = page.one_of(*AGENCIES)
    return signed(f"{place} - {wire}", wire, ())


def inline_title(page, *forms):
    """Return a function that puts a related title on one line with its label, in one of *forms*."""
    return lambda: page.inline(page.one_of(*forms), page.stock.take().title)


def titles_block(page, heading, most=3):
    """Return a function that puts one to *most* related titles below a *heading*."""
    return lambda: page.related(heading, page.stock.titles(1, most))


def label(page, *forms):
    """Return a function that puts one of *forms*: the label of an advertisement, or the lines of a box."""
    return lambda: page.furniture(*page.one_of(*forms).split("\n"))
