"""A part of an Arabic headline is shown in a wrong order where nothing isolates it, or it is not."""

import pytest

from newsgen.text.proofreading.reordering import levels_of, reordered_parts, visual

WRONG = {
    "لغة C++ تتصدر": [("C++", "++C")],
    "لغة C# تعود": [("C#", "#C")],
    "رقم +212 522-123456 جديد": [("+212 522-123456", "123456-522 212+")],
    "درجة -5 في فاس": [("-5", "5-")],
    "كتب @user_name تغريدة": [("@user_name", "user_name@")],
    "في U.S. اليوم": [("U.S.", ".U.S")],
    "قناة Disney+ تنطلق": [("Disney+", "+Disney")],
}
RIGHT = (
    "شبكة 5G تصل", "قمة G20 في الهند", "صفقة iPhone 15 Pro اليوم", "تصوت (Reuters) على", "كوفيد-19 يعود",
    "نسبة 50% من السكان", "فوز 3-1 على الضيوف", "مجموعة 5+1 تجتمع", "موقع www.example.org يعود", "في 2020/05/01 كان",
    "كتب a.b@example.com رسالة", "وكالة Reuters: الاقتصاد ينمو", "C++ language", "بدون لاتيني", "يعود إلى U.S.", "",
)  # fmt: skip


@pytest.mark.parametrize("line", WRONG)
def test_a_part_that_reorders_is_found_as_it_is_seen(line):
    """So that an editor can judge whether it matters."""
    assert [tuple(part) for part in reordered_parts(line)] == WRONG[line]


@pytest.mark.parametrize("line", RIGHT)
def test_a_part_that_keeps_its_order_is_not_found(line):
    """Most mixtures of Arabic and Latin are shown well."""
    assert list(reordered_parts(line)) == []


def test_the_order_is_that_of_the_bidirectional_algorithm():
    """Seen from left to right, as UAX 9 says of a line from right to left."""
    for line, seen in {
        "ا 12 ب": "ب 12 ا",
        "ا ab (cd) ب": "ب ab (cd) ا",
        "ا (ب) c": "c )ب( ا",
        "ا 1,2 ب": "ب 1,2 ا",
        "ا a-1 ب": "ب a-1 ا",
        "ا 5% ب": "ب %5 ا",
    }.items():
        assert visual(line, levels_of(line)) == seen
