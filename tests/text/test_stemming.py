"""Words are reduced to stems, the same for all forms of a word, and function words have none."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from newsgen.text import stemming
from newsgen.text.stemming import OPENING, WORD, stem_of_letters, stem_of_word, stems_of


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
def test_forms_of_a_word_have_one_stem(one, other):
    """Harakat, tatweel, hamza, the article, case and the commonest endings do not make another word."""
    assert list(stems_of(one, [])) == list(stems_of(other, []))
    assert len(stems_of(one, [])) == 1


@pytest.mark.parametrize(
    "word", ["في", "وفي", "التي", "والذي", "عليها", "لأنه", "إلى", "إلي", "the", "و", "x", "2024", "٢٠٢٤", "؟"]
)
def test_words_without_a_topic_have_no_stem(word):
    """Function words, single letters, numbers and signs are in every article."""
    assert stems_of(word, [word]) == {}


def test_a_headline_counts_twice():
    """The headline describes best what an article is about."""
    assert stems_of("زلزال", ["زلزال عنيف"]) == {"زلزال": 3, "عنيف": 1}


def test_only_the_opening_of_a_body_counts():
    """Text after the first 1,000 characters is detail, in any number of paragraphs."""
    assert stems_of("", ["زلزال " * OPENING]) == stems_of("", ["زلزال " * 50] * OPENING)
    assert "بركان" not in stems_of("", ["زلزال " * 167, "بركان"])


def test_only_the_commonest_stems_of_a_long_article_are_kept():
    """Their number is limited, so that a hundred thousand articles fit into memory."""
    words = [a + b + c for a in "بتثجح" for b in "ضطقفر" for c in "غصشسز"]
    stems = stems_of(words[-1], [" ".join(words)])
    assert len(stems) == 64
    assert list(stems.values()) == [3] + [1] * 63


def test_stems_are_the_same_without_the_fast_stemmer():
    """PyStemmer gives the same stems as the pure Python stemmer, only faster."""
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
def test_the_fast_path_for_words_of_letters_gives_the_same_stem(word):
    """Nearly all words take the fast path, which must agree with the general one."""
    assert stem_of_letters(word) == stem_of_word(word)


signs = st.text(
    st.sampled_from("،.:؛؟!()«»\"'-_/\\…“”\u0640\u064b\u064f\u0651\u0670\u0654ﷺﻻ \n\u00a0\u2028\u200f0٣aÉ"), max_size=3
)
texts = st.lists(words | signs | st.text(max_size=3), max_size=30).map("".join)


@given(headline=texts, body=st.lists(texts, max_size=3))
@settings(max_examples=examples(500))
def test_splitting_at_blanks_finds_the_same_words(headline, body):
    """Text is split at blanks first, which is faster, and loses or adds no word."""
    words = WORD.findall(headline) * 2 + WORD.findall("\n".join(body))
    counts = {}
    for stem in filter(None, map(stem_of_word, words)):
        counts[stem] = counts.get(stem, 0) + 1
    expected = dict(sorted(counts.items(), key=lambda item: -item[1])[:64])
    assert list(stems_of(headline, body).items()) == list(expected.items())


def test_the_cache_of_stems_is_bounded(monkeypatch):
    """A full cache is cleared, and the same stems are found again."""
    monkeypatch.setattr(stemming, "CACHE_SIZE", 3)
    body = ["زلزال عنيف يضرب مدينة ساحلية، زلزال."]
    assert [stems_of("زلزال", body) for _ in range(3)] == [stems_of("زلزال", body)] * 3
