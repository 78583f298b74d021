"""Make the search keys of words: one for all the forms in which Arabic writes a word.

`templates/assets/search.js` does the same with what a reader types, so each rule is in both; a test compares them.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache

from newsgen.text.search.own_words import OWN_BEGINNINGS, OWN_ENDINGS
from newsgen.text.search.plurals import PLURALS

WORD = re.compile(r"[^\W_\u0640](?:[^\W_]|[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed])*")
"""Words include harakat and tatweel."""
STOP_WORDS = frozenset(
    """
في من علي الي عن مع ان لان بان كان كانت يكون تكون ليس ليست بين عند لدي غير بعض كل قد لقد سوف اذ اذا ما لا لم لن لو
هذا هذه هذان هذين هولا ذلك تلك الذي التي الذين اللتين اللذين هو هي هم هما هن نحن انا انت ثم او ام بل اي كما مما عما
فيما بينما عندما انما كلما حيث حين حتي منذ فيه فيها عليه عليها منه منها به بها له لها لهم اليه اليها عنه عنها معه
وقد وهو وهي ولا وما ومن وفي وان وعلي والي وعن ومع ولم ولن وكان وكانت وهذا وهذه وذلك والتي والذي كذلك ايضا هناك هنا
انه انها بانه بانها لانه لانها فانه فانها وانه وانها عليهم عليهما علينا فيهم منهم بينهم بينها بينه بينهما لنا لي
فان فقد فهو فهي فلا لكن ولكن
""".split()
)
"""Function words, as `normal_form` returns them: they are nearly everywhere, and nobody seeks them."""

_MARKS = [*range(0x610, 0x61B), *range(0x64B, 0x660), 0x670, *range(0x6D6, 0x6EE), 0x640]
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_LETTERS = str.maketrans(dict(zip("أإآٱىیېۍةۀہھەکڪگڭؤئپڤڥچژ", "اااايييي" + "ههههه" + "كككك" + "ويبففجز", strict=True)))
_FOLD = dict.fromkeys(_MARKS) | _LETTERS | {ord("ء"): None}
_FOLD |= {ord(digit): str(number % 10) for number, digit in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}
_NO_STOP_WORD = re.compile(".*[ءئآ].*|والي|علي").fullmatch
"""Matches ماء, فئة and آلي, which are like function words without hamza, and names like على and وإلى."""
_SERVANT = re.compile(r"(?<![^\W_])([وفبلك]?عبد)\s+(?=ال)")
"""Matches a part of names, after which some write a space and others none."""
_WEAK = "اوي"
_IS_ARABIC = re.compile("[\u0621-\u064a]+").fullmatch

_ARTICLE = re.compile("[وف]?(?:[بكل]?ال(?=...)|ال(?=..)|لل(?=..))")
_PARTICLES = frozenset("وفبلك")
_FIRST_OF_PARTICLES = frozenset("وفبلكا")
_ENDINGS = tuple("تهما تها تهم تهن تنا تين تان هما ها هم هن كم ات ون ين ان وا ته تي تك ه ي ا".split())
_BY_LAST = {last: tuple(one for one in _ENDINGS if one[-1] == last) for last in {one[-1] for one in _ENDINGS}}
_SHORTEST = 3
"""Letters that remain of a word."""
_CACHE_SIZE = 1 << 16


def keys_of(text: str) -> list[str]:
    """Return the search key of each word of *text*, in its order; "" for a function word."""
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    if "عبد " in text:
        text = _SERVANT.sub(r"\1", text)
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
        return form
    if len(form) == 1 or (form in STOP_WORDS and not _NO_STOP_WORD(word)):
        return ""
    return _stem(_without_particles(form))


def _without_particles(form: str) -> str:
    """Return *form* without article, conjunction and preposition, where none of them is a part of the word."""
    while form[0] in _FIRST_OF_PARTICLES:
        if form in plurals() or form in own_endings() or _stem(form) in own_beginnings():
            return form
        article = _ARTICLE.match(form)
        if article:
            rest = form[article.end() :]
            kept = ("ل" if article[0].endswith("لل") else "ال") + rest  # للغة is of لغة, and بالتزام of التزام
            form = kept if len(kept) < len(form) and _stem(kept) in own_beginnings() else rest
        elif len(form) > _SHORTEST and form[0] in _PARTICLES:
            form = form[1:]
        else:
            break
    return form


@lru_cache(maxsize=_CACHE_SIZE)
def _stem(form: str) -> str:
    """Return *form* without its endings, as a singular."""
    singular = _singular(form)
    form = singular or form
    while True:
        if form in own_endings():
            return form
        size = len(form)
        for ending in _BY_LAST.get(form[-1], ()):
            if size - len(ending) >= _SHORTEST and form.endswith(ending):
                form = form[: -len(ending)]
                if singular is None:  # once, because دول is of دولة, which without its ending is دول again
                    singular = _singular(form)
                    form = singular or form
                break
        else:
            return form


def _singular(form: str) -> str | None:
    """Return the singular of *form* if it is a broken plural in the list, also before an attached pronoun."""
    known = plurals()
    return known.get(form) or (known.get(form[:-1]) if form[-2:] in {"او", "اي"} else None)


@cache
def plurals() -> dict[str, str]:
    """Return the singular of each broken plural in the list, both in their normal form."""
    pairs = (map(normal_form, pair.split()) for pair in PLURALS.replace("\n", "،").split("،") if pair)
    return {plural: singular for singular, plural in pairs if plural != singular}


@cache
def own_beginnings() -> frozenset[str]:
    """Return the stems whose first letter or letters look like a particle, and are none."""
    return frozenset(OWN_BEGINNINGS.split())


@cache
def own_endings() -> frozenset[str]:
    """Return the words whose last letters look like an ending, and are none."""
    return frozenset(OWN_ENDINGS.split())


def tables() -> Mapping[str, object]:
    """Return the lists of words that the search of a page needs to make keys in the same way."""
    return {
        "stop": " ".join(sorted(STOP_WORDS)),
        "beginnings": " ".join(sorted(own_beginnings())),
        "endings": " ".join(sorted(own_endings())),
        "plurals": " ".join(f"{plural}={singular}" for plural, singular in sorted(plurals().items())),
    }
