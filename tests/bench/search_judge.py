"""Judge which articles answer a query, by written lists of words and by the grammar of what is attached to them.

Nothing here is shared with the search: it reads no index, folds nothing as the search does, and stems nothing.
"""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path

import yaml

QUERIES = Path(__file__).with_name("search_queries.yml")

RIGHT, MAY, NEVER = "right", "may", "never"
"""A word that answers a query, one that is neither wanted nor wrong, and one that only looks like it."""

TOKEN = re.compile(r"[^\W\d_]+|\d+")
NOT_WRITTEN = {0x640: None, 0x200C: None, 0x200D: None, 0xFEFF: None, 0xAD: None}
"""Tatweel, and characters that are not seen in a word."""
PERSIAN = str.maketrans("کیۀہە", "كيههه")

CONJUNCTIONS = ("", "و", "ف")
PREPOSITIONS = ("", "ب", "ك", "ل")
PRONOUNS = ("", "ه", "ها", "هم", "هما", "هن", "ك", "كم", "نا", "ي")

CARELESS = str.maketrans("أإآٱ", "اااا")
CARELESS_END = {"ة": "ه", "ى": "ي"}


@dataclass(frozen=True, slots=True)
class Word:
    """A word as readers mean it: all its forms, and the forms that only look like it."""

    same: tuple[str, ...]
    """Forms of which each is right, without what can be attached; `_` stands for a space."""
    may: tuple[str, ...] = ()
    """Forms of a near relative: a search may find them, and need not."""
    never: tuple[str, ...] = ()
    """Whole words that look like a form and are none."""


@dataclass(frozen=True, slots=True)
class Query:
    """What a reader types, and the words that an article must contain."""

    text: str
    kind: str
    words: tuple[Word, ...]
    """An article needs a form of each."""
    phrase: bool = False
    """Whether the words must follow each other, exactly as they are written."""


def read_queries(file=QUERIES):
    """Return the queries of a file."""
    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    words = {name: word_of(name, given) for name, given in data["words"].items()}
    found = []
    for kind, queries in data["queries"].items():
        for text, needed in queries.items():
            if kind == "phrases":
                exact = tuple(Word((form,)) for form in str(needed).split())
                found.append(Query(text, kind, exact, phrase=True))
            else:
                found.append(Query(str(text), kind, tuple(words[name] for name in str(needed).split())))
    return found


def word_of(name, given):
    """Return a word as the file describes it: its forms, or also its relatives and its false friends."""
    if not isinstance(given, dict):
        return Word(tuple(str(given or name).split()))
    unknown = given.keys() - {"same", "may", "never"}
    if unknown:
        raise ValueError(f"{name}: {unknown}")
    return Word(*(tuple(str(given.get(part, "")).split()) for part in ("same", "may", "never")))


def tokens_of(text):
    """Return the words and numbers of a text as they are written, without vowel signs and with one kind of digits."""
    whole = unicodedata.normalize("NFKC", text).translate(NOT_WRITTEN).translate(PERSIAN)
    seen = "".join(c for c in whole if unicodedata.category(c) != "Mn")
    return [number(token) if token.isdecimal() else token for token in TOKEN.findall(seen)]


def number(token):
    """Return a number in the digits 0 to 9."""
    return "".join(str(unicodedata.decimal(c)) for c in token)


@cache
def attached(form):
    """Return a form with all that can be attached to it: conjunction, preposition, article, pronoun, accusative."""
    if not is_arabic(form):
        return {form}
    owned = (f"{c}{p}{own}" for c, p in product(CONJUNCTIONS, PREPOSITIONS) for own in with_pronouns(form))
    return preceded(form) | {*owned}


def preceded(form):
    """Return a form with all that can be written before it: conjunction, preposition, article."""
    found = {f"{c}{p}{form}" for c, p in product(CONJUNCTIONS, PREPOSITIONS)}
    found |= {f"{c}{p}ال{form}" for c, p in product(CONJUNCTIONS, ("", "ب", "ك"))}
    found |= {f"{c}لل{form.removeprefix('ل')}" for c in CONJUNCTIONS}
    if form.startswith("ال"):  # a name that has its article
        found |= {f"{c}لل{form[2:].removeprefix('ل')}" for c in CONJUNCTIONS}
    return found


def is_arabic(form):
    """Return whether a form is one word in Arabic letters."""
    return all("ء" <= letter <= "ي" for letter in form)


def with_pronouns(form):
    """Yield a form with each pronoun, and its indefinite accusative."""
    if form.endswith("ة"):
        stems = [f"{form[:-1]}ت"]
    elif form.endswith("ى"):
        stems = [f"{form[:-1]}ا"]
    elif form.endswith("اء"):
        stems = [form, f"{form[:-1]}ؤ", f"{form[:-1]}ئ"]
    else:
        stems = [form]
        yield f"{form}ا"
    for stem in stems:
        yield from (f"{stem}{pronoun}" for pronoun in PRONOUNS[1:])


def careless(token):
    """Return a word as a hasty writer writes it: without hamza on alif, ة without dots, ى with dots."""
    return token[:-1].translate(CARELESS) + CARELESS_END.get(token[-1], token[-1].translate(CARELESS))


def with_its_end(token):
    """Return a word as a hasty writer writes it, but with the ة that it has: nobody writes one for a pronoun."""
    return f"{careless(token)[:-1]}ة" if token.endswith("ة") else careless(token)


@cache
def forms_of(word):
    """Return the judgement of each possible token of a word: as it should be written, and as it hastily is."""
    own = {token for form in word.same if "_" not in form for token in with_pronouns(form)}
    named = [form for form in word.may if form in own and form not in word.same]  # إيراني is no "my Iran"
    judged = {}
    for forms, verdict in ((named, MAY), (word.same, RIGHT), (word.may, MAY)):
        for token in (token for form in forms if "_" not in form for token in attached(form)):
            judged.setdefault(token, verdict)
    for token in (token for form in word.never for token in preceded(form)):
        judged.setdefault(token, NEVER)
    judged |= dict.fromkeys(word.never, NEVER)
    hasty = {}
    for verdict in (RIGHT, MAY):
        for token in (token for token, own in judged.items() if own == verdict):
            hasty.setdefault(careless(token), verdict)
            hasty.setdefault(with_its_end(token), verdict)
    return judged, hasty


class Shelf:
    """The articles of an archive, by their words."""

    def __init__(self, texts):
        """Read the texts, which are by the names of the articles."""
        self.tokens = {name: tokens_of(text) for name, text in texts.items()}
        self.places = defaultdict(set)
        self.spellings = defaultdict(set)
        for name, tokens in self.tokens.items():
            for token in tokens:
                self.places[token].add(name)
        for token in self.places:
            self.spellings[with_its_end(token)].add(token)
        self.found = {}

    def judge(self, query):
        """Return the articles that are right for a query, and those that may be found."""
        if query.phrase:
            return self.with_phrase([word.same[0] for word in query.words]), set()
        verdicts = [self.with_word(word) for word in query.words]
        right = set.intersection(*(right for right, _ in verdicts))
        either = set.intersection(*(right | may for right, may in verdicts))
        return right, either - right

    def with_word(self, word):
        """Return the articles with a form of a word, and those with a near relative only."""
        if word not in self.found:
            found = {RIGHT: set(), MAY: set(), NEVER: set()}
            for token, verdict in self.tokens_of(word).items():
                found[verdict] |= self.places[token]
            for form in (form for form in word.same if "_" in form):
                found[RIGHT] |= self.with_phrase(form.split("_"))
            self.found[word] = found[RIGHT], found[MAY] - found[RIGHT]
        return self.found[word]

    def tokens_of(self, word):
        """Return the verdict of each token of the archive that is a form of a word, or looks like one."""
        exact, hasty = forms_of(word)
        found = {token: verdict for key, verdict in hasty.items() for token in self.spellings.get(key, ())}
        return found | {token: verdict for token, verdict in exact.items() if token in self.places}

    def with_phrase(self, words):
        """Return the articles in which the words follow each other; a conjunction or preposition may precede them."""
        first = {careless(f"{c}{p}{words[0]}") for c, p in product(CONJUNCTIONS, PREPOSITIONS)}
        if words[0].startswith("ال"):
            first |= {careless(f"{c}لل{words[0][2:].removeprefix('ل')}") for c in CONJUNCTIONS}
        rest = [careless(word) for word in words[1:]]
        starts = {token for key in first for token in self.hastily(key)}
        candidates = set().union(*(self.places[token] for token in starts))
        return {name for name in candidates if follows([*map(careless, self.tokens[name])], first, rest)}

    def hastily(self, key):
        """Return the tokens that a hasty writer writes like *key*."""
        if key.endswith("ه"):
            return self.spellings.get(key, set()) | self.spellings.get(f"{key[:-1]}ة", set())
        return self.spellings.get(key, set())


def follows(tokens, first, rest):
    """Return whether one of the *first* words is followed by the *rest* somewhere in the tokens."""
    return any(
        token in first and tokens[place + 1 : place + 1 + len(rest)] == rest for place, token in enumerate(tokens)
    )
