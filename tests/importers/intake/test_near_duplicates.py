"""Two captures of one article are recognised; two articles about one event are not merged."""

import random

import pytest

from newsgen.importers.intake.near_duplicates import DuplicateIndex, Sketch, sketch_of

WORDS = [
    f"{root}{ending}"
    for root in "كتب درس عمل نشر حكم سكن لعب رسم فتح جمع".split()
    for ending in ("", "وا", "ها", "ون", "ات")
]
TITLE = "افتتاح مكتبة عمومية جديدة في مدينة تازة"


def text(seed, words=200):
    """Return a random body that depends on *seed* only."""
    draw = random.Random(seed)
    return [" ".join(draw.choices(WORDS, k=20)) for _ in range(words // 20)]


def found_overlap(one, other):
    """Return the overlap of two articles (headline and body); None if they are not duplicates."""
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
def test_a_duplicate_is_found_in_either_order(title, body):
    """Either of the two may be imported first."""
    assert found_overlap((TITLE, BODY), (title, body))
    assert found_overlap((title, body), (TITLE, BODY))


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
def test_different_articles_are_not_duplicates(title, body):
    """Equal titles with other texts, and equal passages under other titles, are common in news."""
    assert found_overlap((TITLE, BODY), (title, body)) is None
    assert found_overlap((title, body), (TITLE, BODY)) is None


def test_the_best_duplicate_comes_first():
    """Duplicates are sorted by the share of text in common."""
    duplicates = DuplicateIndex()
    duplicates.add("نصف", sketch_of(TITLE, [*BODY[:7], *text(8, 60)]))
    duplicates.add("كل", sketch_of(TITLE, BODY))
    found = duplicates.find(sketch_of(TITLE, BODY))
    assert [key for key, _ in found] == ["كل", "نصف"]
    assert found[0][1] == 1


def test_a_few_words_are_a_duplicate_under_the_same_title():
    """Short news items may be captured twice too."""
    assert found_overlap((TITLE, ["نص قصير"]), (TITLE, ["نص  قصير."])) == 1
    assert found_overlap(("عنوان آخر", ["نص قصير"]), (TITLE, ["نص قصير"])) is None


def test_a_sketch_is_the_same_everywhere():
    """It does not depend on Python's hash seed, so it may be stored."""
    assert sketch_of("عنوان", ["أ ب ج د هـ"]) == Sketch("عنوان", (64795375, 948173604), 5)


def test_articles_that_share_a_phrase_are_still_found():
    """The index keeps all entries when it grows, and a phrase in every article does not hide the duplicates."""
    duplicates = DuplicateIndex()
    for number in range(2000):
        duplicates.add(str(number), sketch_of(f"خبر رقم {number}", ["جميع الحقوق محفوظة للناشر", *text(number, 60)]))
    for number in (0, 999, 1999):
        assert duplicates.find(sketch_of("عنوان آخر", text(number, 60))) == [(str(number), 1.0)]
