"""Define the words that dates are written with, and the kind of each.

The words are folded, so that they match with any hamza, harakat or tatweel. English and French names are
included, because Arabic pages contain those too.
"""

import re
from string import ascii_lowercase, ascii_uppercase

_MARK_RANGES = (
    range(0x300, 0x370),  # Latin accents
    range(0x64B, 0x660),  # harakat, and hamza as a mark
    range(0x200B, 0x2010),  # joiners and bidi marks
    range(0x202A, 0x202F),  # bidi embeddings
    range(0x2066, 0x206A),  # bidi isolates
    (0x61C, 0x640, 0x670, 0xFEFF),  # Arabic bidi mark, tatweel, dagger alef, byte order mark
)
MARKS = dict.fromkeys(mark for marks in _MARK_RANGES for mark in marks)
_LETTERS = {
    **str.maketrans(ascii_uppercase + "àâéèêûÀÂÉÈÊÛ", ascii_lowercase + "aaeeeu" * 2),
    **str.maketrans("أإآٱىیةک", "ااااييهك"),
    **str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0123456789" * 2),
    **str.maketrans("،؛–—−", ",;---"),
}
_ITSELF = {code: code for code in range(0x700)}  # translate is twice as fast if no key is missing
FOLD: dict[int, int | None] = {**_ITSELF, **_LETTERS, **MARKS}


def _folded(names: str) -> list[str]:
    return names.translate(FOLD).split(", ")


_MONTH_NAMES = (
    "يناير، جانفي، كانون الثاني، كانون ثاني، january، jan، janvier",
    "فبراير، فيفري، شباط، february، feb، février",
    "مارس، آذار، march، mar، mars",
    "أبريل، أفريل، نيسان، april، apr، avril",
    "مايو، ماي، أيار، may، mai",
    "يونيو، يونية، جوان، حزيران، june، jun، juin",
    "يوليو، يولية، يوليوز، جويلية، تموز، july، jul، juillet",
    "أغسطس، غشت، أغشت، أوت، آب، august، aug، août",
    "سبتمبر، شتنبر، شتمبر، أيلول، september، sep، sept، septembre",
    "أكتوبر، تشرين الأول، تشرين أول، october، oct، octobre",
    "نوفمبر، نونبر، تشرين الثاني، تشرين ثاني، november، nov، novembre",
    "ديسمبر، دجنبر، دجمبر، كانون الأول، كانون أول، december، dec، décembre",
)
MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in _folded(names)}
HALF_DAYS = {  # each spans twelve hours from the given hour: 11:00 ظهرا is before noon, 1:00 after it
    **dict.fromkeys(_folded("ص، صباحا، فجرا، بعد منتصف الليل، am، a.m."), 0),
    **dict.fromkeys(_folded("ظهرا"), 6),
    **dict.fromkeys(_folded("م، مساء، عصرا، بعد الظهر، pm، p.m."), 12),
    **dict.fromkeys(_folded("ليلا"), 18),
}
KINDS = {" ": "_"} | {sign: sign for sign in "-/.:,()+|"}
KINDS |= dict.fromkeys(MONTHS, "M") | dict.fromkeys(HALF_DAYS, "a")
_KIND_NAMES = {
    "H": "محرم، المحرم، صفر، ربيع الأول، ربيع الثاني، ربيع الآخر، جمادى الأولى، جمادى الآخرة، جمادى الثانية، "
    "رجب، شعبان، رمضان، شوال، ذو القعدة، ذي القعدة، ذو الحجة، ذي الحجة",
    "e": "م",  # the era after a year, the afternoon after a time
    "E": "ميلادي، ميلادية، هـ، هجري، هجرية",
    "W": "الاثنين، الثلاثاء، الأربعاء، الخميس، الجمعة، السبت، الأحد، الساعة، الموافق، التاريخ، تاريخ، "
    "بتاريخ، نشر، نشرت، النشر، تحديث، التحديث، محدث، محدثة، حرر، حررت، أضيف، أضيفت، "
    "monday، tuesday، wednesday، thursday، friday، saturday، sunday، mon، tue، wed، thu، fri، sat، sun، "
    "lundi، mardi، mercredi، jeudi، vendredi، samedi، dimanche، "
    "published، updated، posted، publié، mis à jour، modifié",
    "Y": "يوم",
    "p": "في، على، عند، ل، تم، آخر، و، أو، on، at، last، le، à",  # date words only beside another date word
    "f": "من، of",
    "o": "st، nd، rd، th، er",
    "q": "توقيت، بتوقيت، التوقيت، بالتوقيت",
    "G": "gmt، utc، غرينتش، جرينتش، غرينيتش، جرينيتش، تغ",
    "l": "المكرمة، ظبي، المحلي، الصيفي",  # the second words of other zones
    "T": "t",
    "Z": "z",
    "h": "h",
    "R": "أمس، بالأمس، البارحة، اليوم، yesterday، today، hier، aujourd'hui",
    "A": "منذ، قبل",
    "N": "ثلاث، ثلاثة، أربع، أربعة، خمس، خمسة، ست، ستة، سبع، سبعة، ثمان، ثماني، ثمانية، تسع، تسعة، "
    "عشر، عشرة، بضع، بضعة، عدة، حوالي، نحو",
    "U": "ثانية، ثوان، دقيقة، دقيقتين، دقائق، ساعة، ساعتين، ساعات، يومين، أيام، أسبوع، أسبوعين، أسابيع، "
    "شهرين، أشهر، شهور، سنتين، سنوات، عامين، أعوام، قليل، لحظات، "
    "second، seconds، minute، minutes، hour، hours، day، days، week، weeks، month، months، year، years",
    "V": "شهر، عام، سنة، لعام، لسنة",  # units that a full date may name
    "g": "ago",
}
KINDS |= {name: kind for kind, names in _KIND_NAMES.items() for name in _folded(names)}
_LONG_NAMES = "|".join(re.escape(name) for name in KINDS if len(name) > 1 and not name.isalpha())
TOKEN = re.compile(rf"(?:{_LONG_NAMES})(?![^\W\d_])|[^\W\d_]+|\d+|.", re.DOTALL)
HINT = re.compile("|".join([r"\d", *_folded(_KIND_NAMES["A"]), *_folded(_KIND_NAMES["R"])]))


def kind_of(token: str) -> str:
    """Return the letter for the kind of a date's word *token*: a number by its length, a word by its meaning."""
    if token.isdecimal():
        return {1: "1", 2: "2", 4: "4"}.get(len(token), "0")
    return KINDS.get(token, "x" if token.isalpha() else ";")


OFFSET = re.compile(r"(?P<sign>[+-]) (?P<hours>\d\d?) (?: [:.]?(?P<minutes>\d\d) )?$", re.VERBOSE)
"""Matches the offset at the end of a time zone, without a space: +01:00, gmt+3, -0330."""


def is_greenwich(name: str) -> bool:
    """Return whether the folded *name* is one of Greenwich's time zone, in date words such as gmt and z."""
    return any(KINDS.get(word) in {"G", "Z"} for word in name.split())
