"""Articles with similar texts are related, and every machine finds the same relations."""

import os
import struct
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
from newsgen.archive.related import update
from newsgen.archive.related.relations import pack, unpack
from newsgen.archive.related.search import Search
from newsgen.text.profiles.profile import profile_of
from newsgen.text.stemming import stems_of
from newsgen.workers.local import worker_pool
from sample_articles import invented_archive

FOOTBALL = ("الفريق يفوز في مباراة الكأس", ["سجل اللاعب هدفين في مباراة الكأس أمام جمهور الملعب، وفرح المدرب بالفريق."])
MATCH = ("مدرب الفريق يعلن لائحة اللاعبين", ["يستعد اللاعبون لخوض مباراة الكأس، والملعب ينتظر جمهور الفريق."])
MARKET = ("ارتفاع أسعار الخضر في الأسواق", ["ارتفعت أسعار الطماطم والبطاطس في سوق الجملة، ويشتكي التجار من الغلاء."])
PRICES = ("التجار يشتكون من غلاء الطماطم", ["أسعار الخضر في سوق الجملة ارتفعت هذا الأسبوع، ومنها البطاطس والطماطم."])
WEATHER = ("أمطار غزيرة على الشمال", ["تتوقع الأرصاد تساقط الثلوج على المرتفعات وهبوب رياح قوية."])
WORDS = "ملعب كأس هدف مدرب سوق سعر خضر تاجر مطر ثلج ريح بحر مدرسة تلميذ كتاب قطار سكة مسرح فيلم لوحة".split()


def relate(articles, count, shown=MappingProxyType({})):
    """Return the related articles of *articles*, which are ids with their terms."""
    return related.relate(profiled(articles), count, shown).lists()


def profiled(articles):
    """Return *articles*, which are ids with their terms, as `relate` takes them."""
    return [(key, profile_of(terms)) for key, terms in articles]


def texts(*articles):
    """Return the articles' terms with letters as ids."""
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
        "from newsgen.text.profiles.profile import profile_of as profile\n"
        "print(relate([(key, profile(terms)) for key, terms in invented(200)], 5, {}).lists())"
    )
    path = os.pathsep.join(sys.path)
    environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": path, "PYTHONUTF8": "1"}
    run = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert run.stdout == f"{relate(invented_archive(200), 5)}\n"


def test_workers_find_the_same_in_any_order():
    """They get their batches as they are free, and each reads the archive itself."""
    articles = profiled(invented_archive(200))
    profiles = [profile for _, profile in articles]
    search = Search(profiles)
    found = {article: search.nearest_before(article, 8) for article in reversed(range(200))}
    assert found == {article: Search(profiles).nearest_before(article, 8) for article in range(200)}
    assert related.relate(articles, 5, start=worker_pool(2)) == related.relate(articles, 5)


def plainly_related(articles, count, shown):
    """Return what `relate` returns, computed in the simplest way."""
    texts = [(key, terms_of(terms), int.from_bytes(profile_of(terms)[80:])) for key, terms in reversed(articles)]
    near = {key: {} for key, _, _ in texts}
    for place, (key, own, signature) in enumerate(texts):
        earlier = texts[:place]
        seen = Counter(n for term in own for n in [n for n in range(place) if term in texts[n][1]][-24:])
        scores = {n: 3 * common + (signature & earlier[n][2]).bit_count() for n, common in seen.items() if common > 1}
        best = sorted(scores, key=lambda n: (scores[n], n), reverse=True)[:8]
        for n in best:
            if scores[n] >= 9:
                near[key][n] = near[texts[n][0]][place] = scores[n]
    lists = {}
    for key in reversed(near):
        others = sorted(near[key], key=lambda n: (near[key][n], n), reverse=True)
        lists[key] = tuple([name for name in (texts[n][0] for n in others) if name not in shown.get(key, ())][:count])
    return lists


def terms_of(stems):
    """Return the numbers of an article's terms."""
    return set(struct.unpack("<20I", profile_of(stems)[:80])) - {0}


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
        self.texts[key] = {f"كلمة{n}": self.chance.randint(1, 4) for n in words}

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
            case _ if key:
                self.write(key)

    def check(self):
        """Update the relations after an edit, and compare them with those computed in the simplest way."""
        articles = [(key, self.texts[key]) for key in self.order]
        before = self.relations and unpack(pack(self.relations))
        self.relations = related.relate(profiled(articles), self.count, self.shown, before=before)
        assert list(self.relations.lists().items()) == list(plainly_related(articles, self.count, self.shown).items())


@given(seed=st.integers(0, 2**32), few=st.sampled_from([1, 4, 32]))
@settings(deadline=None, max_examples=examples(25))
def test_updated_relations_are_those_found_from_scratch(seed, few):
    """Reusing the old relations changes only the time that it takes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(update, "UPDATE_DIVISOR", few)
        archive = Archive(Random(seed))
        archive.check()
        for _ in range(10):
            archive.edit()
            archive.check()


def test_relations_of_an_unchanged_archive_are_not_computed_again():
    """They are the same object, so that the build need not save them."""
    articles = profiled(invented_archive(50))
    before = related.relate(articles, 5)
    assert related.relate(articles, 5, {}, before=before) is before
    assert related.relate(articles, 4, {}, before=before).lists() == relate(invented_archive(50), 4)


def test_relations_of_a_machine_with_another_byte_order_are_ignored():
    """They are computed again."""
    byte_order, *rest = pack(related.relate([], 5))
    data = ("little" if byte_order == "big" else "big", *rest)
    assert unpack(data) is None
