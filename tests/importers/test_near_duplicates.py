"""One article that was captured twice is known again; two articles on one event are not one."""

import random

import pytest

from newsgen.importers.near_duplicates import DuplicateIndex, Sketch, sketch_of

WORDS = [
    f"{root}{ending}"
    for root in "كتب درس عمل نشر حكم سكن لعب رسم فتح جمع".split()
    for ending in ("", "وا", "ها", "ون", "ات")
]
TITLE = "افتتاح مكتبة عمومية جديدة في مدينة تازة"


def text(seed, words=200):
    """Return a body of its own."""
    draw = random.Random(seed)
    return [" ".join(draw.choices(WORDS, k=20)) for _ in range(words // 20)]


def overlap_found(one, other):
    """Return how much the article *other* (its headline and body) is like *one*; None where it is no copy."""
    duplicates = DuplicateIndex()
    duplicates.add("أ", sketch_of(*one))
    found = dict(duplicates.find(sketch_of(*other)))
    assert found.keys() <= {"أ"}
    return found.get("أ")


BODY = text(1)


@pytest.mark.parametrize(
    ("title", "body"),
    [
        (TITLE, BODY),
        (f"{TITLE} - جريدة", ["الرئيسية", "سياسة رياضة", *BODY, "حقوق النشر محفوظة"]),
        (TITLE, [*BODY, *text(2, 40)]),
        (TITLE.replace("ة", "ه"), [line.replace(" ", "، ", 1).replace("ا", "أ") for line in BODY]),
        (TITLE, ["كَ" + line[1:] if line[0] == "ك" else line for line in BODY]),
        ("افتتاح مكتبة عمومية جديدة…", BODY[:2]),
        (TITLE, [*BODY[:6], *text(3, 80)]),
        ("عنوان آخر", BODY),
        ("عنوان آخر", [*text(4, 100), *BODY, *text(5, 100)]),
    ],
    ids=["same", "menus", "paragraph more", "hamza", "harakat", "teaser", "corrected", "derived title", "page"],
)
def test_a_copy_is_found_both_ways(title, body):
    """Whichever of the two comes first."""
    assert overlap_found((TITLE, BODY), (title, body))
    assert overlap_found((title, body), (TITLE, BODY))


@pytest.mark.parametrize(
    ("title", "body"),
    [
        (TITLE, text(6)),
        ("عنوان آخر", [*BODY[:5], *text(7, 100)]),
        ("عنوان آخر", [BODY[0][:40]]),
        (TITLE, []),
        (TITLE, ["نص"]),
    ],
    ids=["same title", "half", "a few words", "nothing", "a word"],
)
def test_what_is_no_copy_is_not_found(title, body):
    """Equal titles over other texts, and equal passages under other titles, are everyday news."""
    assert overlap_found((TITLE, BODY), (title, body)) is None
    assert overlap_found((title, body), (TITLE, BODY)) is None


def test_the_best_copy_comes_first():
    """Of several captures the one that shares most is named first."""
    duplicates = DuplicateIndex()
    duplicates.add("نصف", sketch_of(TITLE, [*BODY[:7], *text(8, 60)]))
    duplicates.add("كل", sketch_of(TITLE, BODY))
    found = duplicates.find(sketch_of(TITLE, BODY))
    assert [key for key, _ in found] == ["كل", "نصف"]
    assert found[0][1] == 1


def test_a_few_words_are_a_copy_under_the_same_title():
    """News in brief is captured twice, too."""
    assert overlap_found((TITLE, ["نص قصير"]), (TITLE, ["نص  قصير."])) == 1
    assert overlap_found(("عنوان آخر", ["نص قصير"]), (TITLE, ["نص قصير"])) is None


def test_a_sketch_is_the_same_everywhere():
    """It may be kept: no seed of Python's own is in it."""
    assert sketch_of("عنوان", ["أ ب ج د هـ"]) == Sketch("عنوان", (64795375, 948173604), 5)


def test_many_articles_with_one_standing_phrase_are_found_quickly():
    """Growth keeps all that was remembered, and a phrase in each article leads to few of them."""
    duplicates = DuplicateIndex()
    for number in range(2000):
        duplicates.add(str(number), sketch_of(f"خبر رقم {number}", ["جميع الحقوق محفوظة للناشر", *text(number, 60)]))
    for number in (0, 999, 1999):
        assert duplicates.find(sketch_of("عنوان آخر", text(number, 60))) == [(str(number), 1.0)]
