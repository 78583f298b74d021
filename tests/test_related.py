"""Articles belong together by what they say, and the same do so on every machine."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsgen.related import OPENING, relate, terms_of

FOOTBALL = ("الفريق يفوز في مباراة الكأس", ["سجل اللاعب هدفين في مباراة الكأس أمام جمهور الملعب، وفرح المدرب بالفريق."])
MATCH = ("مدرب الفريق يعلن لائحة اللاعبين", ["يستعد اللاعبون لخوض مباراة الكأس، والملعب ينتظر جمهور الفريق."])
MARKET = ("ارتفاع أسعار الخضر في الأسواق", ["ارتفعت أسعار الطماطم والبطاطس في سوق الجملة، ويشتكي التجار من الغلاء."])
PRICES = ("التجار يشتكون من غلاء الطماطم", ["أسعار الخضر في سوق الجملة ارتفعت هذا الأسبوع، ومنها البطاطس والطماطم."])
WEATHER = ("أمطار غزيرة على الشمال", ["تتوقع الأرصاد تساقط الثلوج على المرتفعات وهبوب رياح قوية."])
WORDS = "ملعب كأس هدف مدرب سوق سعر خضر تاجر مطر ثلج ريح بحر مدرسة تلميذ كتاب قطار سكة مسرح فيلم لوحة".split()


def texts(*articles):
    """Return the articles as `relate` takes them, named by letters."""
    return [("abcdefgh"[place], terms_of(*article)) for place, article in enumerate(articles)]


def test_articles_about_one_thing_are_related():
    """Football goes with football, prices with prices, and weather with neither."""
    related = relate(texts(FOOTBALL, MARKET, MATCH, PRICES, WEATHER), 3)
    assert related == {"a": ("c",), "b": ("d",), "c": ("a",), "d": ("b",), "e": ()}


def test_what_is_shown_already_is_not_related_again():
    """A pin or a captured title leads to an article once; the next nearest moves up."""
    articles = texts(FOOTBALL, MATCH, MATCH, WEATHER)
    assert relate(articles, 1)["a"] == ("b",)
    assert relate(articles, 1, {"a": {"b"}})["a"] == ("c",)
    assert relate(articles, 3, {"a": ["b", "c"]})["a"] == ()


def test_the_newer_of_two_equals_comes_first():
    """The articles are given newest first, and a reader looks for news."""
    assert relate(texts(WEATHER, MATCH, MATCH, MATCH, FOOTBALL), 2)["e"] == ("b", "c")


def test_one_common_word_relates_nothing():
    """Two articles that both name a town need have nothing else in common."""
    town = "طنجة"
    assert relate(texts((f"مهرجان {town}", ["سينما"]), (f"حريق {town}", ["مصنع"])), 3) == {"a": (), "b": ()}


@pytest.mark.parametrize("articles", [[], [("a", {})], [("a", {}), ("b", {})], [("a", {"كاس": 1})]])
def test_an_archive_may_hold_next_to_nothing(articles):
    """No article, one, or such as say nothing: nothing is related."""
    assert relate(articles, 3) == {key: () for key, _ in articles}


def test_none_may_be_wanted():
    """A site can do without."""
    assert relate(texts(FOOTBALL, MATCH), 0) == {"a": (), "b": ()}


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


bags = st.dictionaries(st.sampled_from(WORDS), st.integers(1, 5), max_size=8)
archives = st.lists(bags, max_size=20).map(lambda found: [(f"id{n}", terms) for n, terms in enumerate(found)])


@given(articles=archives, count=st.integers(0, 6), data=st.data())
@settings(deadline=None)
def test_related_articles_are_others_not_shown_and_none_twice(articles, count, data):
    """Every article has a list of its own, of no more than what is wanted, whatever is in the archive."""
    ids = [key for key, _ in articles]
    shown = {key: data.draw(st.sets(st.sampled_from(ids), max_size=3)) for key in ids[::2]}
    related = relate(articles, count, shown)
    assert list(related) == ids
    for key, others in related.items():
        assert len(others) <= count
        assert len(set(others)) == len(others)
        assert set(others) <= {*ids} - {key} - shown.get(key, set())


@given(articles=archives)
@settings(deadline=None)
def test_what_is_shown_does_not_change_the_order_of_the_rest(articles):
    """Hiding the best makes room for the next, and nothing else."""
    longer = relate(articles, 4)
    hidden = {key: others[:1] for key, others in longer.items()}
    assert all(relate(articles, 3, hidden)[key] == others[1:] for key, others in longer.items())


def invented_archive(size):
    """Return *size* articles, each of one of a few subjects, with words from a fixed sequence of numbers."""
    state, articles = 1, []
    for place in range(size):
        numbers = []
        for _ in range(30):
            state = state * 6364136223846793005 + 1442695040888963407 & (1 << 64) - 1
            numbers.append(state >> 33)
        subject = numbers[0] % 20
        words = [f"{subject * 40 + n % 40 if n & 64 else 800 + n % 900}" for n in numbers]
        articles.append((f"{place}", {f"كلمة{word}": 1 + (n & 1) for word, n in zip(words, numbers, strict=True)}))
    return articles


def test_a_new_article_changes_few_lists():
    """Those that it comes into, and hardly any other: pages that show the rest are not written again."""
    newest, *others = invented_archive(1500)
    before, after = relate(others, 5), relate([newest, *others], 5)
    changed = [key for key in before if after[key] != before[key]]
    assert any(newest[0] in after[key] for key in changed)
    assert sum(newest[0] not in after[key] for key in changed) < 10


def test_an_archive_has_related_articles_for_nearly_all():
    """Where there are enough that share a subject, hardly an article is left without."""
    related = relate(invented_archive(500), 5)
    assert sum(len(others) == 5 for others in related.values()) > 0.98 * len(related)


@pytest.mark.parametrize("seed", ["0", "1"])
def test_every_process_finds_the_same(seed):
    """The order of a set is not in the result."""
    program = "from test_related import *; print(relate(invented_archive(200), 5))"
    environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parent), "PYTHONUTF8": "1"}
    run = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert run.stdout == f"{relate(invented_archive(200), 5)}\n"
