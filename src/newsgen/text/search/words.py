"""Make the search keys of words: one for all the forms in which Arabic writes a word.

`templates/assets/search-index.js` does the same with what a reader types, so each rule is in both; tests compare them.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache

from newsgen.text.search.own_words import OWN_BEGINNINGS, OWN_ENDINGS
from newsgen.text.search.plurals import PLURALS, WRITTEN_PLURALS
from newsgen.text.search.spellings import SPELLINGS

END = "ة"
"""Ends each part of a key; no part has this letter itself."""
KEY_PARTS = 3
WHOLE = "ى"
"""Begins an ending that is a whole form, because the stem is not its beginning; no form has this letter."""
_JOINED = "عبد +(?=ال|رب)|كيلو +(?=متر|غرام|جرام)|[أا]ب[وي] +(?=ظبي)|فيس +(?=بوك)|واتس +(?=[اآأ]ب)|بور +(?=سعيد)"
"""Beginnings of names that some write as one word, others as two."""
WORD = re.compile(
    rf"(?:[وفبلك]?(?:{_JOINED}))?[^\W_\u0640](?:[^\W_]|[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640])*"
)
"""Words include harakat and tatweel."""
STOP_WORDS = frozenset(
    """
في من علي الي عن مع ان لان بان كان كانت يكون تكون ليس ليست بين عند لدي غير بعض كل قد لقد سوف اذ اذا ما لا لم لن لو
هذا هذه هذان هذين هولا ذلك تلك الذي التي الذين اللتين اللذين هو هي هم هما هن نحن انا انت ثم او ام بل اي كما مما عما
فيما بينما عندما انما كلما حيث حين حتي منذ فيه فيها عليه عليها منه منها به بها له لها لهم اليه اليها عنه عنها معه
وقد وهو وهي ولا وما ومن وفي وان وعلي والي وعن ومع ولم ولن وكان وكانت وهذا وهذه وذلك والتي والذي كذلك ايضا هناك هنا
انه انها بانه بانها لانه لانها فانه فانها وانه وانها عليهم عليهما علينا فيهم منهم بينهم بينها بينه بينهما لنا لي
فان فقد فهو فهي فلا لكن ولكن بشان بشانه بشانها بشانهم
""".split()
)
"""Function words, as `normal_form` returns them: they are nearly everywhere, and nobody seeks them."""

_MARKS = [*range(0x610, 0x61B), *range(0x64B, 0x660), 0x670, *range(0x6D6, 0x6EE), 0x640, ord(" ")]
_UNMARK = dict.fromkeys(_MARKS)
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_LETTERS = str.maketrans(dict(zip("أإآٱىیېۍةۀہھەکڪگڭؤئپڤڥچژ", "اااايييي" + "ههههه" + "كككك" + "ويبففجز", strict=True)))
_FOLD = _UNMARK | _LETTERS | {ord("ء"): None}
_FOLD |= {ord(digit): str(number % 10) for number, digit in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}
_NO_STOP_WORD = re.compile(".*[ءئآ].*|والي|علي").fullmatch
"""Matches ماء, فئة and آلي, which are like function words without hamza, and names like على and وإلى."""
_WEAK = "اوي"
_IS_ARABIC = re.compile("[\u0621-\u064a]+").fullmatch
_NUMBER_FIRST = re.compile("([وفبلك]?)([0-9]+)([\u0621-\u064a]{1,3})?").fullmatch
"""Matches numbers with what is attached to them, as in ب2024 and 1435هـ."""

_ARTICLE = re.compile("([وف]?)(?:([بكل]?)ال(?=...)|ال(?=..)|(ل)ل(?=..))")
_BEFORE_HAMZA = re.compile("([وف]?)(?:(ل)ل(?=[أإ])|([بكل])(?=إ)|(ل)(?=أ))")
"""Matches what is attached to لأزمة and بإلغاء, which are not of لازم and بالغ."""
_ALIF = re.compile("[أإآ]").search
_NO_ARTICLE = re.compile("[وفبكل]{0,2}[أإآ]ل").match
"""Matches words like إلغاء, whose first alif has a hamza and is of no article."""
_PARTICLES = frozenset("وفبلك")
_FIRST_OF_PARTICLES = frozenset("وفبلكا")
_ENDINGS = tuple("تهما تها تهم تهن تنا تين تان هما ها هم هن كم ات ون ين ان وا ته تي تك ه ي ا و".split())
_BY_LAST = {last: tuple(one for one in _ENDINGS if one[-1] == last) for last in {one[-1] for one in _ENDINGS}}
_AFTER_PLURAL = frozenset("ها هم هما هن كم ه ي ا".split())
"""Endings that a broken plural can have."""
_SHORTEST = 3
"""Letters that remain of a word."""
WRITTEN = "([وف]?(?:[بك]?ال|لل|[بكل])?)({plurals})(?:[هك]|ها|هم|هن|كم|نا)?$"
"""The pattern of a plural that is known by its hamza, with what is attached to it."""
_PRONOUN = re.compile("(?:هما|ها|هم|هن|كم)$").search
_BEFORE_WAW = 4
"""Letters that remain before a و, which is the ending of a few plurals and the last letter of many names."""
_CACHE_SIZE = 1 << 16


def keys_of(text: str) -> list[str]:
    """Return the search key of each word of *text*, in its order; "" for a function word.

    A key has three parts, each with `END` after it: the stem, which all forms of a word share; the ending; and what is
    attached before, from the word outwards. So all keys of a word begin alike, and so do those of one of its forms.
    """
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    return list(map(_keys.__getitem__, WORD.findall(text.translate(_INVISIBLE))))


class _Keys(dict[str, str]):
    """The search keys of the words seen so far, because most words recur."""

    def __missing__(self, word: str) -> str:
        """Return the key of a new word, after clearing the cache if it is full."""
        if len(self) >= _CACHE_SIZE:
            self.clear()
        key = self[word] = key_of(word)
        return key


_keys = _Keys()


def stem_of(key: str) -> str:
    """Return the part of a *key* that all forms of a word share."""
    return key.partition(END)[0]


def form_of(key: str) -> str:
    """Return the word of a *key* in its normal form, without what is attached before it."""
    stem, ending, _ = key.split(END, 2)
    return ending[1:] if ending.startswith(WHOLE) else stem + ending


def normal_form(word: str) -> str:
    """Return *word* as it is spelled in search: without harakat, tatweel and hamza, ة as ه, ى as ي, digits as 0 to 9.

    Letters of Persian and of the Maghreb become the nearest Arabic ones. One of two equal weak letters is enough,
    because مسؤول and مسئول are one word.
    """
    if word.isascii():
        return word.lower()
    word = word.replace("ؤو", "و").replace("ئو", "و").translate(_FOLD)
    if not _IS_ARABIC(word):
        word = "".join(c for c in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(c))
    for letter in _WEAK:
        while letter * 2 in word:
            word = word.replace(letter * 2, letter)
    return word


def key_of(word: str) -> str:
    """Return the search key of *word*; "" for a function word."""
    form = normal_form(word)
    if not _IS_ARABIC(form):
        number = _NUMBER_FIRST(form)
        return _key(number[2], number[2] + (number[3] or ""), number[1]) if number else _key(form, form, "")
    if len(form) == 1 or (form in STOP_WORDS and not _NO_STOP_WORD(word)):
        return ""
    bare = word.translate(_UNMARK)
    written = _written_plurals().match(bare)
    if written:
        plural = normal_form(bare[written.end(1) :])
        return _key(_stem(normal_form(written_plurals()[written[2]])), plural, _outwards(written[1]))
    hamza = _BEFORE_HAMZA.match(bare)
    before = ("الل" if hamza[2] else hamza[3] or hamza[4]) + hamza[1] if hamza else ""
    alif = _alif_of(bare)
    form, attached = _without_particles(form[hamza.end() :] if hamza else form, alif)
    return _key(_stem(form, alif[:1], is_closed=bare.endswith(END)), form, attached + before)


def _alif_of(bare: str) -> str:
    """Return the first alif of a word that is written with hamza, and the ل after it if they are no article; or ""."""
    alif = _ALIF(bare)
    return alif[0] + ("ل" if _NO_ARTICLE(bare) else "") if alif else ""


def _key(stem: str, form: str, before: str) -> str:
    ending = _same_form(form[len(stem) :] if form.startswith(stem) else WHOLE + form)
    stem = other_spellings().get(stem, stem)
    return f"{stem}{END}{ending}{END}{before}{END}"


def _same_form(ending: str) -> str:
    """Return an *ending* without an attached pronoun, and in one case: دولتها ends as دولة, and دولتان as دولتين."""
    pronoun = _PRONOUN(ending)
    if pronoun:
        ending = ending[: pronoun.start()]
        ending = ending[:-1] + "ه" if ending[-1:] == "ت" and ending[-2:] != "ات" else ending
    return ending[:-2] + "ين" if ending[-2:] in {"ان", "ون"} else ending


def _outwards(before: str) -> str:
    """Return what is attached before a word, in the order from the word outwards."""
    article = _ARTICLE.match(before + "...")
    return "ال" + (article[2] or article[3] or "") + article[1] if article else before[::-1]


def _without_particles(form: str, alif: str) -> tuple[str, str]:
    """Return *form* without article, conjunction and preposition, where none of them is a part of it; and these.

    They are in the order from the word outwards. *alif* is the first alif of the word that is written with hamza, with
    the ل after it; "" if there is none.
    """
    before = ""
    while form[0] in _FIRST_OF_PARTICLES:
        if form in singulars() or _singular(form, alif[:1]) or form in own_endings() or _stem(form) in own_beginnings():
            break
        article = _ARTICLE.match(form)
        if article and not (len(alif) > 1 and article[0].endswith("ال")):  # إلغاء has no article
            rest = form[article.end() :]
            kept = ("ل" if article[3] else "ال") + rest  # للغة is of لغة, and بالتزام of التزام
            if len(kept) < len(form) and _stem(kept) in own_beginnings():
                return kept, (article[2] or article[3] or "") + article[1] + before
            return rest, "ال" + (article[2] or article[3] or "") + article[1] + before
        if len(form) <= _SHORTEST or form[0] not in _PARTICLES:
            break
        form, before = form[1:], form[0] + before
    return form, before


@lru_cache(maxsize=_CACHE_SIZE)
def _stem(form: str, alif: str = "", *, is_closed: bool = False) -> str:
    """Return *form* without its endings, as a singular.

    *alif* is the first alif of the word that is written with hamza, "" if there is none; if the word ends with ة, it
    *is_closed*.
    """
    singular = _singular(form, alif)
    form = singular or form
    last, may_be_plural = "", singular is None
    while form not in own_endings():
        for ending in _BY_LAST.get(form[-1], ()):
            least = _BEFORE_WAW if ending == "و" else _SHORTEST
            is_end = ending not in {"وا", "ه"} or not last or (ending == "ه" and last != "ه")
            if len(form) - len(ending) >= least and form.endswith(ending) and is_end:
                break
        else:
            return form
        form = form[: -len(ending)]
        may_be_plural &= ending in _AFTER_PLURAL and not (is_closed and not last)  # مظاهرة is not of مظاهر
        last = ending
        if may_be_plural:  # once, because دول is of دولة, which without its ending is دول again
            singular = _singular(form, alif)
            if singular:
                form, last, may_be_plural = singular, "", False
    return form


def _singular(form: str, alif: str) -> str | None:
    """Return the singular of *form* if it is a broken plural in the list, also before an attached pronoun.

    *alif* is the first alif of the word that is written with hamza: إنفاق is no plural like أنفاق, nor أثار like آثار.
    """
    plural = form
    if plural not in plurals():
        last = form[-2:]
        if last in {"او", "اي"}:
            plural = form[:-1]
        elif last == "نا":
            plural = form[:-2]
        elif form[-1] == "ا":
            plural = form[:-1] + "ي"  # قتلاهم is of قتلى
    if alif and alif != plural_alifs().get(plural, alif):
        return None
    return plurals().get(plural)


@cache
def plurals() -> dict[str, str]:
    """Return the singular of each broken plural in the list, both in their normal form."""
    folded = ((normal_form(plural), normal_form(singular)) for singular, plural in _pairs_of(PLURALS))
    return {plural: singular for plural, singular in folded if plural != singular}


@cache
def singulars() -> frozenset[str]:
    """Return the singulars in the list, in their normal form."""
    return frozenset(plurals().values())


@cache
def plural_alifs() -> dict[str, str]:
    """Return the alif with hamza with which a plural begins, by its normal form."""
    return {normal_form(plural): plural[0] for _, plural in _pairs_of(PLURALS) if plural[0] in "أآ"}


def _pairs_of(table: str) -> list[list[str]]:
    return [pair.split() for pair in table.replace("\n", "،").split("،") if pair]


@cache
def written_plurals() -> dict[str, str]:
    """Return the singular of each plural that is another word without its hamza, as both are written."""
    return {plural: singular for singular, plural in _pairs_of(WRITTEN_PLURALS)}


@cache
def _written_plurals() -> re.Pattern[str]:
    return re.compile(WRITTEN.replace("{plurals}", "|".join(written_plurals())))


@cache
def other_spellings() -> dict[str, str]:
    """Return the stem under which a name is found, by the stems of its other spellings."""
    lines = [list(map(_name, names.split())) for names in SPELLINGS.strip().splitlines()]
    return {other: first for first, *others in lines for other in others if other != first}


def _name(word: str) -> str:
    form, _ = _without_particles(normal_form(word), "")
    return _stem(form)


@cache
def own_beginnings() -> frozenset[str]:
    """Return the stems whose first letter or letters look like a particle, and are none."""
    return frozenset(OWN_BEGINNINGS.split()) | {_stem(normal_form(name)) for name in SPELLINGS.split()}


@cache
def own_endings() -> frozenset[str]:
    """Return the words whose last letters look like an ending, and are none."""
    names = map(normal_form, SPELLINGS.split())
    return frozenset(OWN_ENDINGS.split()) | {name for name in names if name.endswith(("ون", "ين", "ان"))}


def tables() -> Mapping[str, object]:
    """Return the lists of words that the search of a page needs to make keys in the same way."""
    return {
        "stop": " ".join(sorted(STOP_WORDS)),
        "beginnings": " ".join(sorted(own_beginnings())),
        "endings": " ".join(sorted(own_endings())),
        "plurals": _pairs(plurals()),
        "alifs": _pairs(plural_alifs()),
        "written": _pairs(written_plurals()),
        "pattern": WRITTEN,
        "spellings": _pairs(other_spellings()),
    }


def _pairs(words: Mapping[str, str]) -> str:
    return " ".join(f"{one}={other}" for one, other in sorted(words.items()))
