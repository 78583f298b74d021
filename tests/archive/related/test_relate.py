"""Articles with similar texts are related, and every machine finds the same relations."""

import math
import os
import subprocess
import sys
from collections import Counter
from random import Random
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from newsgen.archive.related import relate as related
from newsgen.archive.related.relate import pack, unpack
from newsgen.text.stemming import stems_of
from sample_articles import invented_archive

FOOTBALL = ("الفريق يفوز في مباراة الكأس", ["سجل اللاعب هدفين في مباراة الكأس أمام جمهور الملعب، وفرح المدرب بالفريق."])
MATCH = ("مدرب الفريق يعلن لائحة اللاعبين", ["يستعد اللاعبون لخوض مباراة الكأس، والملعب ينتظر جمهور الفريق."])
MARKET = ("ارتفاع أسعار الخضر في الأسواق", ["ارتفعت أسعار الطماطم والبطاطس في سوق الجملة، ويشتكي التجار من الغلاء."])
PRICES = ("التجار يشتكون من غلاء الطماطم", ["أسعار الخضر في سوق الجملة ارتفعت هذا الأسبوع، ومنها البطاطس والطماطم."])
WEATHER = ("أمطار غزيرة على الشمال", ["تتوقع الأرصاد تساقط الثلوج على المرتفعات وهبوب رياح قوية."])
WORDS = "ملعب كأس هدف مدرب سوق سعر خضر تاجر مطر ثلج ريح بحر مدرسة تلميذ كتاب قطار سكة مسرح فيلم لوحة".split()


def relate(articles, count, shown=MappingProxyType({})):
    """Return the related articles of *articles*, which are ids with their terms."""
    return related.relate([(key, b"") for key, _ in articles], dict(articles).__getitem__, count, shown).lists()


def texts(*articles):
    """Return the articles as `relate` takes them, with letters as ids."""
    return [("abcdefgh"[place], stems_of(*article)) for place, article in enumerate(articles)]


def test_articles_about_one_subject_are_related():
    """Football is related to football, prices to prices, and weather to neither."""
    related = relate(texts(FOOTBALL, MARKET, MATCH, PRICES, WEATHER), 3)
    assert related == {"a": ("c",), "b": ("d",), "c": ("a",), "d": ("b",), "e": ()}


def test_an_article_that_is_shown_already_is_not_related_again():
    """A pinned or captured title already links to it, and the next nearest article takes its place."""
    articles = texts(FOOTBALL, MATCH, MATCH, WEATHER)
    assert relate(articles, 1)["a"] == ("b",)
    assert relate(articles, 1, {"a": {"b"}})["a"] == ("c",)
    assert relate(articles, 3, {"a": ["b", "c"]})["a"] == ()


def test_the_newer_of_two_equally_near_articles_comes_first():
    """The articles are given newest first, and readers look for news."""
    assert relate(texts(WEATHER, MATCH, MATCH, MATCH, FOOTBALL), 2)["e"] == ("b", "c")


def test_one_common_word_does_not_relate_articles():
    """Two articles that name the same town may have nothing else in common."""
    town = "طنجة"
    assert relate(texts((f"مهرجان {town}", ["سينما"]), (f"حريق {town}", ["مصنع"])), 3) == {"a": (), "b": ()}


@pytest.mark.parametrize("articles", [[], [("a", {})], [("a", {}), ("b", {})], [("a", {"كاس": 1})]])
def test_an_archive_may_be_almost_empty(articles):
    """Without articles, with one, or with articles without text, nothing is related."""
    assert relate(articles, 3) == {key: () for key, _ in articles}


def test_a_count_of_zero_relates_nothing():
    """A site can turn related articles off."""
    assert relate(texts(FOOTBALL, MATCH), 0) == {"a": (), "b": ()}


term_counts = st.dictionaries(st.sampled_from(WORDS), st.integers(1, 5), max_size=8)
archives = st.lists(term_counts, max_size=20).map(lambda found: [(f"id{n}", terms) for n, terms in enumerate(found)])


@given(articles=archives, count=st.integers(0, 6), data=st.data())
@settings(deadline=None)
def test_related_articles_are_not_the_article_itself_not_shown_and_not_repeated(articles, count, data):
    """In any archive every article has a list of at most the wanted number."""
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
def test_hiding_an_article_does_not_change_the_order_of_the_rest(articles):
    """Hiding the nearest article only makes room for the next."""
    longer = relate(articles, 4)
    hidden = {key: others[:1] for key, others in longer.items()}
    assert all(relate(articles, 3, hidden)[key] == others[1:] for key, others in longer.items())


def test_a_new_article_changes_few_lists():
    """It changes the lists that it enters and few others, so that few pages are written again."""
    newest, *others = invented_archive(1500)
    before, after = relate(others, 5), relate([newest, *others], 5)
    changed = [key for key in before if after[key] != before[key]]
    assert any(newest[0] in after[key] for key in changed)
    assert sum(newest[0] not in after[key] for key in changed) < 10


def test_nearly_all_articles_have_related_articles():
    """If enough articles share a subject, few articles have no related articles."""
    related = relate(invented_archive(500), 5)
    assert sum(len(others) == 5 for others in related.values()) > 0.98 * len(related)


@pytest.mark.parametrize("seed", ["0", "1"])
def test_every_process_finds_the_same(seed):
    """The result does not depend on the order of sets."""
    program = (
        "from newsgen.archive.related.relate import relate; from sample_articles import invented_archive as invented\n"
        "terms = dict(invented(200)); print(relate([(key, b'') for key in terms], terms.get, 5, {}).lists())"
    )
    path = os.pathsep.join(sys.path)
    environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": path, "PYTHONUTF8": "1"}
    run = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert run.stdout == f"{relate(invented_archive(200), 5)}\n"


def plainly_related(articles, count, shown):
    """Return what `relate` returns, computed in the simplest way."""
    exponent = max(len(articles).bit_length() - 1, 0)
    counted = Counter(term for _, terms in articles[max(len(articles) - (1 << exponent), 0) :] for term in terms)

    def vector(terms):
        steps = {term: (exponent - counted[term].bit_length() + 1) // 2 if term in counted else 3 for term in terms}
        weighed = {term: math.sqrt(min(n, 100)) * [2, 5, 7, 8][min(steps[term], 3)] for term, n in terms.items()}
        heaviest = sorted(weighed, key=weighed.get, reverse=True)[:16]
        scale = 255 / math.sqrt(math.fsum(weighed[term] ** 2 for term in heaviest) or 1)
        return {term: round(weighed[term] * scale) for term in heaviest}

    vectors = [vector(terms) for _, terms in articles]
    postings = {term: [n for n, own in enumerate(vectors) if term in own] for own in vectors for term in own}
    cut = {term: sorted(posting, key=lambda n: -vectors[n][term])[:48] for term, posting in postings.items()}
    lists = {}
    for place, (key, _) in enumerate(articles):
        own, hidden = vectors[place], shown.get(key, ())
        common = Counter(n for term in own for n in cut[term] if n != place)
        candidates = sorted((n for n in common if common[n] > 1), key=lambda n: (-common[n], n))
        scores = {
            n: 100 * sum(own[term] * vectors[n].get(term, 0) for term in own) // 255**2
            for n in candidates[: max(25, 2 * count) + len(hidden)]
        }
        best = sorted((n for n in scores if scores[n] >= 12), key=lambda n: (-scores[n], n))
        lists[key] = tuple([name for name in (articles[n][0] for n in best) if name not in hidden][:count])
    return lists


class Archive:
    """An archive that is edited, and whose relations are updated after each edit."""

    def __init__(self, chance):
        """Start with some articles."""
        self.chance, self.versions = chance, 0
        self.texts, self.order, self.shown = {}, [], {}
        self.count, self.relations = 3, None
        for _ in range(chance.randint(0, 150)):
            self.add()

    def add(self):
        """Add an article at a random position."""
        key = f"id{self.versions}"
        self.order.insert(self.chance.randint(0, len(self.order)), key)
        self.write(key)

    def write(self, key):
        """Give an article another text, on one of a few subjects."""
        self.versions += 1
        subject = 12 * self.chance.randrange(4)
        words = self.chance.sample(range(subject, subject + 30), self.chance.randint(0, 24))
        self.texts[key] = b"%d" % self.versions, {f"كلمة{n}": self.chance.randint(1, 4) for n in words}

    def edit(self):
        """Edit the archive in one way."""
        key, place = self.chance.choice(self.order or [None]), self.chance.randint(0, len(self.order))
        match self.chance.randrange(10):
            case 0 | 1:
                self.add()
            case 2 if key:
                self.order.remove(key)
            case 3 if key:
                self.order.remove(key)
                self.order.insert(place, key)
            case 4 if key:
                self.shown[key] = set(self.chance.choices(self.order, k=self.chance.randint(0, 3)))
            case 5 if place < 10:
                self.count = place // 2
            case 6 if key:
                self.texts[key] = b"new", self.texts[key][1]
            case _ if key:
                self.write(key)

    def check(self):
        """Update the relations after an edit, and compare them with those computed in the simplest way."""
        articles, asked = [(key, self.texts[key][0]) for key in self.order], []

        def terms(key):
            asked.append(key)
            return self.texts[key][1]

        known = dict(zip(self.relations.ids, self.relations.keys, strict=True)) if self.relations else {}
        before = self.relations and unpack(pack(self.relations))
        self.relations = related.relate(articles, terms, self.count, self.shown, before=before)
        assert set(asked) == {key for key, version in articles if known.get(key) != version}
        lists = plainly_related([(key, self.texts[key][1]) for key in self.order], self.count, self.shown)
        assert list(self.relations.lists().items()) == list(lists.items())


@given(seed=st.integers(0, 2**32), few=st.sampled_from([1, 4, 32]))
@settings(deadline=None, max_examples=examples(25))
def test_updated_relations_are_those_found_from_scratch(seed, few):
    """Reusing the old relations changes only the time that it takes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(related, "UPDATE_DIVISOR", few)
        archive = Archive(Random(seed))
        archive.check()
        for _ in range(10):
            archive.edit()
            archive.check()


def test_relations_of_an_unchanged_archive_are_not_computed_again():
    """They are the same object, so that the build need not save them."""
    articles = dict(invented_archive(50))
    keyed = [(key, b"") for key in articles]
    before = related.relate(keyed, articles.__getitem__, 5)
    assert related.relate(keyed, articles.__getitem__, 5, {}, before=before) is before
    assert related.relate(keyed, articles.__getitem__, 4, {}, before=before).lists() == relate(invented_archive(50), 4)


def test_relations_of_a_machine_with_another_byte_order_are_ignored():
    """They are computed again."""
    byte_order, *rest = pack(related.relate([], {}.__getitem__, 5))
    data = ("little" if byte_order == "big" else "big", *rest)
    assert unpack(data) is None
