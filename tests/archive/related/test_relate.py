"""Articles belong together by what they say, and the same do so on every machine."""

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
from newsgen.text.stemming import terms_of
from sample_articles import invented_archive

FOOTBALL = ("الفريق يفوز في مباراة الكأس", ["سجل اللاعب هدفين في مباراة الكأس أمام جمهور الملعب، وفرح المدرب بالفريق."])
MATCH = ("مدرب الفريق يعلن لائحة اللاعبين", ["يستعد اللاعبون لخوض مباراة الكأس، والملعب ينتظر جمهور الفريق."])
MARKET = ("ارتفاع أسعار الخضر في الأسواق", ["ارتفعت أسعار الطماطم والبطاطس في سوق الجملة، ويشتكي التجار من الغلاء."])
PRICES = ("التجار يشتكون من غلاء الطماطم", ["أسعار الخضر في سوق الجملة ارتفعت هذا الأسبوع، ومنها البطاطس والطماطم."])
WEATHER = ("أمطار غزيرة على الشمال", ["تتوقع الأرصاد تساقط الثلوج على المرتفعات وهبوب رياح قوية."])
WORDS = "ملعب كأس هدف مدرب سوق سعر خضر تاجر مطر ثلج ريح بحر مدرسة تلميذ كتاب قطار سكة مسرح فيلم لوحة".split()


def relate(articles, count, shown=MappingProxyType({})):
    """Return the lists of *articles*, ids with their terms."""
    return related.relate([(key, b"") for key, _ in articles], dict(articles).__getitem__, count, shown).lists()


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
    program = (
        "from newsgen.archive.related.relate import relate; from sample_articles import invented_archive as invented\n"
        "terms = dict(invented(200)); print(relate([(key, b'') for key in terms], terms.get, 5, {}).lists())"
    )
    path = os.pathsep.join(sys.path)
    environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": path, "PYTHONUTF8": "1"}
    run = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert run.stdout == f"{relate(invented_archive(200), 5)}\n"


def plainly_related(articles, count, shown):
    """Return what `relate` does, found the plain way."""
    exponent = max(len(articles).bit_length() - 1, 0)
    counted = Counter(term for _, terms in articles[max(len(articles) - (1 << exponent), 0) :] for term in terms)

    def profile(terms):
        steps = {term: (exponent - counted[term].bit_length() + 1) // 2 if term in counted else 3 for term in terms}
        weighed = {term: math.sqrt(min(n, 100)) * [2, 5, 7, 8][min(steps[term], 3)] for term, n in terms.items()}
        heaviest = sorted(weighed, key=weighed.get, reverse=True)[:16]
        scale = 255 / math.sqrt(math.fsum(weighed[term] ** 2 for term in heaviest) or 1)
        return {term: round(weighed[term] * scale) for term in heaviest}

    profiles = [profile(terms) for _, terms in articles]
    holders = {term: [n for n, own in enumerate(profiles) if term in own] for own in profiles for term in own}
    postings = {term: sorted(led, key=lambda n: -profiles[n][term])[:48] for term, led in holders.items()}
    lists = {}
    for place, (key, _) in enumerate(articles):
        own, hidden = profiles[place], shown.get(key, ())
        common = Counter(n for term in own for n in postings[term] if n != place)
        likely = sorted((n for n in common if common[n] > 1), key=lambda n: (-common[n], n))
        scores = {
            n: 100 * sum(own[term] * profiles[n].get(term, 0) for term in own) // 255**2
            for n in likely[: max(25, 2 * count) + len(hidden)]
        }
        best = sorted((n for n in scores if scores[n] >= 12), key=lambda n: (-scores[n], n))
        lists[key] = tuple([name for name in (articles[n][0] for n in best) if name not in hidden][:count])
    return lists


class Archive:
    """An archive that is edited, and whose relations are found again after each edit."""

    def __init__(self, chance):
        """Begin with some articles."""
        self.chance, self.versions = chance, 0
        self.texts, self.order, self.shown = {}, [], {}
        self.count, self.relations = 3, None
        for _ in range(chance.randint(0, 150)):
            self.add()

    def add(self):
        """Add an article anywhere."""
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
        """Relate the articles after an edit, and from scratch, the plain way."""
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
def test_relations_after_edits_are_those_found_from_scratch(seed, few):
    """Whatever was before, and however much of it is taken over: only the work is less."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(related, "_FEW", few)
        archive = Archive(Random(seed))
        archive.check()
        for _ in range(10):
            archive.edit()
            archive.check()


def test_what_did_not_change_is_not_found_again():
    """The relations of an unchanged archive are the same object, so that nothing need be saved."""
    articles = dict(invented_archive(50))
    keyed = [(key, b"") for key in articles]
    before = related.relate(keyed, articles.__getitem__, 5)
    assert related.relate(keyed, articles.__getitem__, 5, {}, before=before) is before
    assert related.relate(keyed, articles.__getitem__, 4, {}, before=before).lists() == relate(invented_archive(50), 4)


def test_relations_of_another_machine_are_none():
    """Where numbers are spelled the other way round, all is found anew."""
    order, *rest = pack(related.relate([], {}.__getitem__, 5))
    data = ("little" if order == "big" else "big", *rest)
    assert unpack(data) is None
