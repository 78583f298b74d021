"""Recognise names of people, places and news agencies in the short lines around an article."""

import re

from newsgen.loaders.capture.markers import keys
from newsgen.text.arabic import fold, line_key

_GIVEN_NAMES = keys(
    "محمد·أحمد·محمود·مصطفى·حسن·حسين·علي·عمر·عثمان·خالد·سعيد·سعد·سمير·سامي·سامر·رجب·إبراهيم·إسماعيل·يوسف·يونس·يحيى"
    "·عيسى·موسى·هارون·داود·سليمان·أيوب·زكرياء·زكريا·إدريس·إلياس·آدم·نوح·صالح·هود·شعيب·طه·ياسين·ياسر·ياسمين·كريم"
    "·كمال·جمال·جلال·جابر·جعفر·جواد·جورج·جوزيف·جهاد·حمزة·حمد·حميد·حامد·حمدي·حازم·حاتم·حبيب·حسام·حسني·حفيظ·حكيم"
    "·حليم·حنان·حنين·حياة·خديجة·خليل·خليفة·خلود·دنيا·دينا·دلال·رامي·رانيا·رائد·راشد·رشيد·رشيدة·رضا·رضوان·رفيق"
    "·رمضان·رنا·رندة·رياض·ريم·زهير·زهراء·زهرة·زياد·زيد·زين·زينب·زينة·سارة·سعاد·حسناء·حسنية·الزهراء·إبتسام·ابتسام"
    "·سكينة·غزلان·حفصة·فايزة·فاطنة·عبلة·سالم·سلمان·سلمى·سلوى·سلطان·سليم·سليمة·سمر·سميرة·سمية·سناء·سهام·سهيل·سهير"
    "·سوسن·سيف·شادي·شادية·شاكر·شريف·شريفة·شفيق·شكري·شهاب·شيماء·صابر·صادق·صبري·صفاء·صفية·صلاح·صهيب·ضياء·طارق·طاهر"
    "·طلال·عادل·عاصم·عامر·عائشة·عباس·عبد·عبدالله·عبدالرحمن·عبدالعزيز·عبدالكريم·عبدالرحيم·عبداللطيف·عبدالمجيد"
    "·عبدالحميد·عبدالقادر·عبدالهادي·عبدالسلام·عبدالناصر·عبدالفتاح·عبدو·عبده·عبير·عدنان·عز·عزيز·عزيزة·عزت·عصام"
    "·عفاف·علاء·عماد·عمار·عمرو·عواد·غادة·غازي·غسان·فاتن·فادي·فارس·فاروق·فاطمة·فؤاد·فائزة·فتحي·فتيحة·فدوى·فرح"
    "·فرحات·فريد·فريدة·فهد·فهمي·فوزي·فوزية·فيروز·فيصل·قاسم·قيس·كاظم·كامل·كاميليا·كنزة·كوثر·لؤي·لبنى·لطفي·لطيفة"
    "·لمياء·ليلى·لينا·ماجد·ماجدة·مازن·ماهر·مالك·مأمون·مايا·مبارك·مجدي·محسن·مراد·مرام·مروان·مروة·مريم·مسعود·مشعل"
    "·مصعب·معاذ·معتز·معز·معمر·مفيد·مليكة·ممدوح·منال·منى·منذر·منصف·منصور·منير·منيرة·مها·مهدي·مهند·مؤمن·مؤيد·مي"
    "·ميادة·ميساء·ميلود·نادر·نادية·ناصر·ناهد·نائلة·نبيل·نبيلة·نجاة·نجلاء·نجيب·ندى·نزار·نزهة·نسرين·نسيم·نسيمة·نضال"
    "·نعيم·نعيمة·نهى·نهاد·نوال·نور·نورا·نورة·نوري·نوف·هادي·هاشم·هالة·هاني·هبة·هدى·هدير·هشام·هناء·هند·هيثم·هيفاء"
    "·وائل·وجدي·وداد·وديع·وسام·وسيم·وفاء·وليد·ياسمينة·يسرا·يسرى·أسامة·أسماء·أشرف·أكرم·أماني·أمال·آمال·أمجد·أمل"
    "·أمين·أمينة·أميرة·أمير·أنس·أنور·أيمن·أيمان·إيمان·إيناس·إكرام·إلهام·إنعام·إياد·إيهاب·أروى·أسعد·أكمل·بدر·بدرية"
    "·براء·بسام·بسمة·بشار·بشرى·بشير·بكر·بلال·بلقاسم·بندر·بهاء·بهيجة·بوشعيب·بوعزة·توفيق·تركي·تامر·ثامر·ثريا·حورية"
    "·الحسن·الحسين·العربي·المصطفى·المهدي·الطيب·الصديق·السيد·الشيخ·الحبيب·المختار·الطاهر·الهادي·الياس·لحسن·امحمد"
    "·مولاي·سيدي·أبو·بن·ابن·أم·كلثوم·رحاب·رحمة·رغد·رقية·روان·رؤى·ربيع·رابح·رباب·شيرين·سندس·سلام·سلامة·صباح·عهود"
    "·غيث·مشاري·نايف·نواف·نجوى·هويدا·ولاء·لمى·لجين·لارا·ليث·مارك·ماري·ماريا·بيتر·جون·جورجيت·أنطوان·بولا·بيار"
    "·ميشال·مينا·كيرلس·جرجس"
)
_TITLES = keys("د·أ·م·الدكتور·الدكتورة·دكتور·الأستاذ·الأستاذة·المهندس·الصحفي·الصحافي·الكاتب·الكاتبة·dr")
_PLACES = keys(
    "الرباط·الدار البيضاء·فاس·مراكش·طنجة·أكادير·مكناس·وجدة·تطوان·العيون·الداخلة·القنيطرة·سلا·آسفي·الجديدة·الحسيمة"
    "·الناظور·تونس·صفاقس·سوسة·الجزائر·الجزائر العاصمة·وهران·قسنطينة·عنابة·طرابلس·بنغازي·نواكشوط·القاهرة"
    "·الإسكندرية·الجيزة·أسوان·الأقصر·المنصورة·بورسعيد·السويس·الخرطوم·أم درمان·بورتسودان·مقديشو·جيبوتي·الرياض·جدة"
    "·مكة·مكة المكرمة·المدينة المنورة·الدمام·الخبر·أبها·تبوك·الطائف·دبي·أبوظبي·أبو ظبي·الشارقة·الدوحة·المنامة"
    "·الكويت·مسقط·صنعاء·عدن·تعز·بيروت·صيدا·دمشق·حلب·حمص·عمان·إربد·القدس·القدس المحتلة·رام الله·غزة·نابلس·الخليل"
    "·جنين·تل أبيب·بغداد·البصرة·الموصل·أربيل·النجف·كربلاء·طهران·أنقرة·إسطنبول·إسلام أباد·كابول·نيودلهي·بكين·طوكيو"
    "·سيول·موسكو·كييف·برلين·باريس·لندن·مدريد·برشلونة·روما·بروكسل·جنيف·فيينا·أثينا·لاهاي·ستوكهولم·واشنطن·نيويورك"
    "·أوتاوا·الأمم المتحدة·عواصم·المغرب·مصر·السعودية·لبنان·سوريا·العراق·الأردن·فلسطين·اليمن·ليبيا·السودان"
    "·موريتانيا·الإمارات·قطر·البحرين·فرنسا·إسبانيا·أديس أبابا·نيروبي·داكار·أبوجا"
)
_AGENCIES = keys(
    "رويترز·فرانس برس·فرنس برس·الفرنسية·الأوروبية·الألمانية·الأناضول·واس·وام·كونا·قنا·بترا·سانا·وفا·واج·وات·ماب"
    "·شينخوا·سبوتنيك·نوفوستي·تاس·إنترفاكس·أسوشيتد برس·أسوشييتد برس·أسوشيتدبرس·يو بي آي·بلومبرغ·غيتي·غيتي إيميجز"
    "·جيتي·جيتي إيميدجز·وكالات·أ ب·الوكالات·مواقع التواصل·مواقع التواصل الاجتماعي·مواقع إلكترونية·شترستوك·AFP·AP"
    "·Reuters·Getty·Getty Images·EPA·Anadolu·MAP·dpa·Shutterstock·iStock·Associated Press·Bloomberg·Xinhua"
)
_INITIALS = re.compile(r"(?:[^\W\d_]\s*[. ]\s*){2,3}[^\W\d_]\.?")
_PUBLISHER_WORDS = tuple(map(fold, "جريدة·صحيفة·وكالة·موقع·مجلة·قناة·مكتب·شبكة·مراسل·متابعة".split("·")))
_PUBLISHERS = keys(
    "هسبريس·الجزيرة·العربية·سكاي نيوز·بي بي سي·اليوم السابع·الأهرام·الشرق الأوسط·أخبارنا·لو360·اليوم 24·العمق·الشروق"
    "·المصري اليوم·العين الإخبارية·الحرة·فرانس 24·روسيا اليوم·عين اليوم·عكاظ·الوطن·البيان·الاتحاد·الخليج·الحياة"
    "·القدس العربي·النهار·الأنباء·الرأي"
)
_SEPARATED = re.compile(r"\s*[-–—/:|]\s*")
_PUNCTUATION = re.compile(r"\.\.|[؟!؛«»\"…:]")
_LATIN_NAME = re.compile(r"[A-Z][a-z'’-]+(?: [A-Z][A-Za-z.'’-]*){1,2}")
_JOINED = re.compile(r"\s*(?:[،,/&+]|\sو(?=\s))\s*|\s+و(?=\w)")
_PARTICLES = frozenset("في من على عن إلى الى مع أو بين بعد قبل ضد لا ما هل قد حول عند منذ حتى كل".split())
_LONGEST_PUBLISHER = 3
_LONGEST_NAME = 60
"""In characters."""
_FEWEST_WORDS, _MOST_WORDS, _MOST_TITLES = 2, 4, 2
_LONGEST_SURNAME_LIKE_VERB = 3


def is_place(text: str) -> bool:
    """Return whether *text* is the name of a city or country from which newspapers report."""
    return len(text) <= _LONGEST_NAME and line_key(text) in _PLACES


def is_agency(text: str) -> bool:
    """Return whether *text* is the name of a news agency, or the initials of one, such as "و م ع"."""
    if len(text) > _LONGEST_NAME:
        return False
    key = line_key(text)
    are_initials = bool(_INITIALS.fullmatch(key)) and len(set(filter(str.isalpha, text))) > 1  # not a size of letters
    return key in _AGENCIES or are_initials or (key.startswith("وكالة ") and len(key.split()) <= _MOST_WORDS)


def is_publisher(text: str) -> bool:
    """Return whether *text* is the name of a newspaper: a known one, with a word behind it, or after "newspaper"."""
    key = line_key(text).replace(".", " ") if len(text) <= _LONGEST_NAME else ""
    if key in _PUBLISHERS:
        return True
    name, _, last = key.rpartition(" ")
    is_named = name in _PUBLISHERS and not last.startswith(("ي", "ت"))  # a verb: it is a headline
    return is_named or (key.startswith(_PUBLISHER_WORDS) and len(key.split()) <= _LONGEST_PUBLISHER)


def is_person(text: str) -> bool:
    """Return whether *text* is the name of a person, or of several, judged by a common given name in it."""
    names = _JOINED.split(text.strip(" *•:"))
    return all(map(_is_one_person, names)) or _is_one_person(text) or bool(_LATIN_NAME.fullmatch(text))


def may_be_name(text: str) -> bool:
    """Return whether *text* has the shape of a person's name: two to four words, no particle and no punctuation."""
    words = text.split()
    has_letters_only = all(word.isalpha() and len(word) > 1 for word in words) and _PARTICLES.isdisjoint(words)
    has_letters_only &= not text.startswith("ال") and not any(word.startswith(("ي", "ت")) for word in words[:1])
    return _FEWEST_WORDS <= len(words) <= _MOST_WORDS and has_letters_only


def is_known(text: str) -> bool:
    """Return whether *text* is the name of a place, a person, an agency or a newspaper."""
    return is_place(text) or is_person(text) or is_agency(text) or is_publisher(text)


def names_person(text: str) -> bool:
    """Return whether one side of a byline such as "newspaper - X" is the name of a person."""
    return any(is_person(part) for part in _SEPARATED.split(text))


def _is_one_person(text: str) -> bool:
    words = text.split()
    if len(words) > _MOST_WORDS + _MOST_TITLES or _PUNCTUATION.search(text):
        return False
    while words and line_key(words[0]) in _TITLES:
        words = words[1:]
    if not words or line_key(words[0]) not in _GIVEN_NAMES or not _PARTICLES.isdisjoint(words):
        return False
    keys = [key for word in words if (key := line_key(word))]
    known = [key in _GIVEN_NAMES for key in keys]
    if any(_may_be_verb(key) and not is_known for key, is_known in zip(keys, known, strict=True)):
        return False  # it is a headline that begins with a name
    is_sure = len(keys) < _MOST_WORDS or sum(known) >= _FEWEST_WORDS
    return _FEWEST_WORDS <= len(keys) <= _MOST_WORDS and is_sure and all(map(str.isalpha, keys))


def _may_be_verb(key: str) -> bool:
    return key.startswith(("ي", "ت")) and len(key) > _LONGEST_SURNAME_LIKE_VERB
