"""Words become terms: forms of one word the same, function words none."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from newsgen.text import stemming as stems
from newsgen.text.stemming import OPENING, WORD, term_of, term_of_letters, terms_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("المكتبة", "المَكْتَبَةُ"),
        ("المكتبة", "المكـــتبة"),
        ("المكتبة", "ﺍﻟﻤﻜﺘﺒﺔ"),
        ("أسعار", "اسعار"),
        ("المغربية", "المغرب"),
        ("المغرب", "بالمغرب"),
        ("المدرسة", "مدرسة"),
        ("FIFA", "fifa"),
    ],
)
def test_forms_of_a_word_are_one_term(one, other):
    """Harakat, tatweel, hamza, the article, case and the commonest endings make no other word."""
    assert list(terms_of(one, [])) == list(terms_of(other, []))
    assert len(terms_of(one, [])) == 1


@pytest.mark.parametrize(
    "word", ["في", "وفي", "التي", "والذي", "عليها", "لأنه", "إلى", "إلي", "the", "و", "x", "2024", "٢٠٢٤", "؟"]
)
def test_what_tells_nothing_is_no_term(word):
    """Function words, single letters, numbers and signs are in every article."""
    assert terms_of(word, [word]) == {}


def test_a_headline_counts_twice():
    """It says best what an article is about."""
    assert terms_of("زلزال", ["زلزال عنيف"]) == {"زلزال": 3, "عنيف": 1}


def test_a_body_counts_by_its_opening():
    """What comes after 1,500 characters is detail, in however many paragraphs they come."""
    assert terms_of("", ["زلزال " * OPENING]) == terms_of("", ["زلزال " * 50] * OPENING)
    assert "بركان" not in terms_of("", ["زلزال " * 250, "بركان"])


def test_the_terms_of_a_long_article_are_its_commonest():
    """So that a hundred thousand articles fit into memory."""
    words = [a + b + c for a in "بتثجح" for b in "ضطقفر" for c in "غصشسز"]
    terms = terms_of(words[-1], [" ".join(words)])
    assert len(terms) == 64
    assert list(terms.values()) == [3] + [1] * 63


def test_stems_are_the_same_without_the_fast_stemmer():
    """PyStemmer is a faster way to the same words."""
    pure = pytest.importorskip("snowballstemmer.arabic_stemmer").ArabicStemmer()
    fast = pytest.importorskip("Stemmer").Stemmer("arabic")
    words = "المغربية والحكومة بالمدارس وزير الوزراء أسعارهم مستشفى فسيكتبونها مُدُنُ كتـــاب ﻣﻜﺘﺒﺔ آخر FIFA".split()
    assert [pure.stemWord(word) for word in words] == [fast.stemWord(word) for word in words]


letters = st.text(
    st.characters(min_codepoint=0x621, max_codepoint=0x64A, exclude_characters="\u063b\u063c\u063d\u063e\u063f\u0640")
)
common = st.sampled_from(
    "و ف ال أ إ آ ى ة ه ها هم نا كم ات ون ين ان ت ي س ل ب ك من في على كتب علم درس سؤال شيء".split()
)
words = st.lists(common | letters, min_size=1, max_size=5).map("".join).filter(bool)


@given(word=words)
@settings(max_examples=examples(500))
def test_a_word_of_letters_has_the_term_that_any_word_has(word):
    """The short way is taken by nearly all words, and leads where the long one does."""
    assert term_of_letters(word) == term_of(word)


signs = st.text(
    st.sampled_from("،.:؛؟!()«»\"'-_/\\…“”\u0640\u064b\u064f\u0651\u0670\u0654ﷺﻻ \n\u00a0\u2028\u200f0٣aÉ"), max_size=3
)
texts = st.lists(words | signs | st.text(max_size=3), max_size=30).map("".join)


@given(headline=texts, body=st.lists(texts, max_size=3))
@settings(max_examples=examples(500))
def test_words_are_those_between_signs(headline, body):
    """Text is split at blanks first, which is faster, and no word is lost or found by it."""
    words = WORD.findall(headline) * 2 + WORD.findall("\n".join(body))
    counts = {}
    for term in filter(None, map(term_of, words)):
        counts[term] = counts.get(term, 0) + 1
    expected = dict(sorted(counts.items(), key=lambda item: -item[1])[:64])
    assert list(terms_of(headline, body).items()) == list(expected.items())


def test_words_are_forgotten_where_there_are_too_many(monkeypatch):
    """Memory is bounded, and what was forgotten is found again."""
    monkeypatch.setattr(stems, "_REMEMBERED", 3)
    body = ["زلزال عنيف يضرب مدينة ساحلية، زلزال."]
    assert [terms_of("زلزال", body) for _ in range(3)] == [terms_of("زلزال", body)] * 3
