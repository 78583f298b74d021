"""Marker lines and form labels are recognised, and ordinary lines are not."""

import pytest

from newsgen.loaders.capture.markers import Mark, find_marker
from newsgen.loaders.comment_form import FieldLabel
from newsgen.loaders.form_labels import find_form_fields, is_submit_label

FAMILIES = {
    Mark.RELATED: """
        أخبار ذات صلة · مقالات ذات الصلة · المقالات ذات الصلة · مواضيع ذات صلة · تدوينات ذات صلة · أخبار متعلقة
        موضوعات متعلقة · المقالات المشابهة · مرتبط · قد يعجبك أيضا · قد يهمك · الأكثر قراءة · الأكثر مشاهدة
        ترشيحاتنا · مقالات أخرى للكاتب
    """,
    Mark.READ_ALSO: "اقرأ أيضا · إقرأ أيضاً · شاهد أيضاً",
    Mark.COMMENT_HEADING: """
        اترك تعليقاً · أضف تعليقاً · أضف تعليق · اكتب تعليقُا · أكتب تعليق · اترك رد · اترك رداً على سعيد المكي
        أترك تعليقاً · أضف تعليقك · شارك بتعليقك · اترك تعليقاً إلغاء الرد · اترك رداً على سعيد إلغاء الرد
        إضافة تعليق جديد
    """,
    Mark.COMMENT_NOTE: """
        لن يتم نشر عنوان بريدك الإلكتروني. · الحقول الإلزامية مشار إليها بـ * · التعليقات مغلقة. · لا توجد تعليقات.
        لن يتم نشر عنوان بريدك الإلكتروني. الحقول الإلزامية مشار إليها بـ *
    """,
    Mark.SUBMIT: "إرسال التعليق · إرســال التعليق · إضافة تعليق",
    Mark.COMMENTS: """
        2 تعليقات · ٣ تعليقات · تعليقان · 5 ردود · التعليقات (3) · التعليقات: 3 · تعليق واحد · (4) تعليقات · التعليقات
        تعليقان على “عنوان الخبر”
    """,
    Mark.SHARE: """
        شارك هذا الموضوع: · شاركها · شارك المقال · فيسبوك · تويتر · واتساب · معجب بهذه: · مشاركة عبر البريد · طباعة
        X · شارك على X · انقر للمشاركة على X · انقر للمشاركة على فيسبوك (فتح في نافذة جديدة) · انقر للطباعة
        Facebook Twitter · فيس بوك تويتر واتس اب
    """,
    Mark.TAGS: "الوسوم: كتب، مدينة · وسوم: كتب · العلامات: كتب · تاجز: كتب · الوسوم · #كتب #مدينة_قديمة",
    Mark.SECTION: "القسم: ثقافة · التصنيف: ثقافة، مجتمع",
    Mark.BYLINE: """
        بقلم سعيد المكي · بقلم: د. سعيد المكي · بواسطة هيئة التحرير · كتب: سعيد المكي · كتبت - مريم العلوي
        تم النشر بواسطة سعيد · حاورها: سعيد المكي · بقلم: أ.د. مريم العلوي | الثلاثاء 5 يوليوز 2022
    """,
    Mark.DATE_LABEL: """
        نشر في 5 يوليوز 2022 · نشر في: 05/07/2022 · تاريخ النشر: 5 يوليوز 2022 · التاريخ: منذ يومين
        آخر تحديث: 7 يوليوز 2022 - 10:00
    """,
    Mark.NAVIGATION: "الرئيسية · تصفح المقالات · تخطى إلى المحتوى",
    Mark.NEIGHBOUR: """
        المقالة السابقة · المقالة التالية · المقال السابق · المقال التالي · تدوينة سابقة · تدوينة لاحقة
        التالي: عنوان الخبر الموالي
    """,
}
MARKERS = [
    (mark, text.strip())
    for mark, texts in FAMILIES.items()
    for line in texts.strip().splitlines()
    for text in line.split(" · ")
]


@pytest.mark.parametrize("dressed", ["{}", "• {}", "  {} ", "{} :"])
def test_a_marker_is_found_however_it_is_printed(dressed):
    """Bullets, spaces and a colon around a marker line make no difference."""
    found = [(mark, text, find_marker(dressed.format(text))) for mark, text in MARKERS]
    assert [(text, marker) for mark, text, marker in found if marker is None or marker.mark is not mark] == []


def test_a_marker_within_a_sentence_is_not_found():
    """Markers are whole lines, because the same words occur inside real paragraphs."""
    sentence = "وقال المتحدث باسم الجماعة إن عبارة {} وردت في البلاغ الذي عمم أمس."
    assert [text for _, text in MARKERS if find_marker(sentence.format(text)) is not None] == []


@pytest.mark.parametrize(
    "text",
    [
        "شارك على هامش اللقاء وزراء من دول عدة.",
        "شارك علي بن سالم في الدورة الأخيرة من المهرجان",
        "شارك عبر تقنية الفيديو رؤساء الجماعات.",
        "نشر في 3 مارس 2019 كتابه الأول عن تاريخ المدينة، ثم انقطع عن الكتابة.",
        "نشر في مجلة المدينة سنة 2019 مقالا طويلا عن الماء",
        "10 تعليقات على هزيمة الفريق المحلي",
        "بقلم رصاص صغير كتب الطفل اسمه على الجدار. ثم عاد إلى البيت.",
        "التعليق على القرار جاء سريعا",
        "الاسم",
        "الموقع",
        "وسم الصحراء",
        "اقرأ أيضا ما كتبه الرحالة القدامى عن هذه المدينة لتعرف كم تغيرت",
        "ذات صلة وثيقة بالموضوع",
        "تاج: نعم، بدأت الكتابة في سن مبكرة",
        "القسم: أقسم بالله العظيم أن أحترم الدستور. قالها ثم جلس",
        "",
        "***",
    ],
)
def test_ordinary_lines_are_not_markers(text):
    """A word that begins a marker may begin a sentence too."""
    assert find_marker(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("اقرأ أيضا: مَعرض الكتـــاب يعود", "مَعرض الكتـــاب يعود"),
        ("اقرأ أيضا:معرض الكتاب", "معرض الكتاب"),
        ("شاهد أيضاً | معرض  الكتاب", "معرض  الكتاب"),
        (
            "إقرأ أيضاً – معرض الكتاب https://example.org/" + "%D9%83" * 40,
            "معرض الكتاب https://example.org/" + "%D9%83" * 40,
        ),
        ("الوسوم: كتب، مدينة", "كتب، مدينة"),
        ("الوسوم: " + "مدينة قديمة، " * 20, "مدينة قديمة، " * 20),
        ("بقلم: د. سعيد المكي", "د. سعيد المكي"),
        ("نشر في 5 يوليوز 2022", "5 يوليوز 2022"),
        ("أخبار ذات صلة:", ""),
    ],
)
def test_a_marker_holds_the_rest_of_its_line(text, expected):
    """The rest of the line is returned verbatim."""
    found = find_marker(text.strip())
    assert found is not None
    assert found.text == expected.strip()


def test_a_paragraph_that_begins_with_a_label_is_not_a_marker():
    """Otherwise a paragraph that begins with "read also" would be missing from the body."""
    assert find_marker("اقرأ أيضا: " + "معرض الكتاب يعود هذا الخريف بعد توقف. " * 10) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("الاسم", [("author", "الاسم", False)]),
        ("الاسم *", [("author", "الاسم", True)]),
        ("* الاسم:", [("author", "الاسم", True)]),
        ("الاسم (مطلوب)", [("author", "الاسم", True)]),
        ("البريد الإلكتروني (لن يتم نشره) (إلزامي)", [("email", "البريد الإلكتروني", True)]),
        ("Email*", [("email", "Email", True)]),
        ("الموقع الإلكتروني", [("url", "الموقع الإلكتروني", False)]),
        (
            "الاسم * البريد الإلكتروني * الموقع",
            [("author", "الاسم", True), ("email", "البريد الإلكتروني", True), ("url", "الموقع", False)],
        ),
        ("* الاسم * البريد الإلكتروني", [("author", "الاسم", True), ("email", "البريد الإلكتروني", True)]),
        (
            "الاسم البريد الإلكتروني التعليق",
            [("author", "الاسم", False), ("email", "البريد الإلكتروني", False), ("comment", "التعليق", False)],
        ),
        ("احفظ اسمي، بريدي الإلكتروني، والموقع الإلكتروني في هذا المتصفح لاستخدامها المرة المقبلة في تعليقي.", []),
        ("إلغاء الرد", []),
        ("إرسال", []),
    ],
)
def test_the_labels_of_a_form_are_read(text, expected):
    """A line may have several labels, with stars before or after them; buttons and checkboxes give no label."""
    assert find_form_fields(text) == tuple(FieldLabel(*label) for label in expected)


@pytest.mark.parametrize(
    "text", ["", "*", "الاسم الثلاثي للمرشح", "التعليق على الخبر ممنوع", "الموقع " * 40, "سعيد المكي"]
)
def test_other_lines_are_not_labels(text):
    """A line with labels contains nothing else."""
    assert find_form_fields(text) is None


def test_a_submit_button_is_distinguished_from_a_label():
    """The submit button of a form is recognised by its words."""
    assert is_submit_label("إرسال")
    assert not is_submit_label("الاسم")
