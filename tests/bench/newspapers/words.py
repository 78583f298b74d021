"""Names, places and parts of pages that several newspapers share, all of them invented or common labels."""

from functools import partial

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


def name(sheet):
    """Return the name of a reporter."""
    return f"{sheet.one_of(*FIRST_NAMES)} {sheet.one_of(*LAST_NAMES)}".replace("_", " ")


def city(sheet, *cities):
    """Return one of *cities*."""
    return sheet.one_of(*cities).replace("_", " ")


def visitor(sheet):
    """Return the name that a visitor writes above a comment."""
    return sheet.one_of(*NICKNAMES) if sheet.likely(0.4) else name(sheet) if sheet.likely(0.5) else first(sheet)


def first(sheet):
    """Return a first name."""
    return sheet.one_of(*FIRST_NAMES)


def remark(sheet, most=2):
    """Return what a visitor wrote, on one to *most* lines."""
    lines = [
        sheet.one_of(*REMARKS) if sheet.likely(0.35) else sheet.stock.sentence() for _ in range(sheet.number(1, most))
    ]
    return "\n".join(dict.fromkeys(lines))


def english_caption(sheet):
    """Return the caption of an agency's picture, in English."""
    return sheet.one_of(*ENGLISH_CAPTIONS).format(day=f"{sheet.moment:%B} {sheet.moment.day}, {sheet.moment.year}")


def inline_titles(sheet, *forms):
    """Return a function that puts a related title on one line with its label, in one of *forms*."""
    return lambda: sheet.inline(sheet.one_of(*forms), sheet.stock.take().title)


def titles_block(sheet, heading, most=3):
    """Return a function that puts one to *most* related titles below a *heading*."""
    return lambda: sheet.related(heading, sheet.stock.titles(1, most))


def advertisement(sheet, *labels):
    """Return a function that puts the label of an advertisement."""
    return lambda: sheet.furniture(sheet.one_of(*labels))


def box(sheet, *lines):
    """Return a function that puts a box, such as the one for a newsletter."""
    return partial(sheet.furniture, *lines)
