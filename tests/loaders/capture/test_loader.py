"""A capture is loaded without losing a line, and every line gets the right role."""

import re
import time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from effort import examples
from newsgen.errors import SourceError
from newsgen.loaders.capture.loader import load_capture
from newsgen.loaders.sources import Source
from newsgen.model.article import Article

ROLES = set(
    "headline byline date section tags body related_heading related comment_heading comment_note comment_field "
    "comment share navigation boilerplate".split()
)
INVISIBLE = re.compile("[\ufeff\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
BLANKS = "\ufeff \u00a0\t"

PARAGRAPHS = (
    "أعلنت الجماعة الحضرية اليوم افتتاح المكتبة العمومية الجديدة وسط المدينة، بعد أشغال دامت سنتين كاملتين.",
    "وقال رئيس الجماعة إن المكتبة ستفتح أبوابها طيلة أيام الأسبوع، وإن ولوجها سيكون بالمجان لفائدة التلاميذ والطلبة.",
    "وأضاف المتحدث ذاته أن البناية صممت وفق معايير تحترم البيئة، إذ تعتمد على الطاقة الشمسية في الإنارة والتدفئة.",
    "ومن المنتظر أن تحتضن القاعة الكبرى للمكتبة لقاءات شهرية مع كتاب وشعراء من داخل المدينة وخارجها.",
    "« هذا يوم كبير للأطفال », تقول أستاذة حضرت حفل الافتتاح؛ « كنا نقطع مسافة طويلة من أجل كتاب واحد ».",
)
TITLES = (
    "جمعية محلية توزع مئات الكتب على تلاميذ العالم القروي",
    "معرض الكتاب يعود هذا الخريف بعد توقف دام عامين",
    "إعادة فتح السكة الحديدية بين المدينتين",
)
MARKERS = (
    "أخبار ذات صلة",
    "اقرأ أيضا: معرض الكتاب يعود هذا الخريف",
    "اقرأ أيضا",
    "شارك هذا الموضوع:",
    "فيسبوك",
    "الوسوم: كتب، ثقافة، مدينة",
    "#قراءة #كتاب_مفتوح",
    "بقلم: سعيد المكي",
    "نشر في 5 يوليوز 2022",
    "القسم: ثقافة",
    "الرئيسية » ثقافة",
    "المقالة السابقة",
    "2 تعليقات",
    "مريم",
    "18 يوليوز 2022",
    "مريم يقول:",
    "رد",
    "اترك تعليقا",
    "لن يتم نشر عنوان بريدك الإلكتروني. الحقول الإلزامية مشار إليها بـ *",
    "الاسم * البريد الإلكتروني * الموقع",
    "التعليق *",
    "إرسال التعليق",
    "التعليقات مغلقة.",
    "سياسة",
    "منذ يومين",
)
DIRT = (
    "@",
    "***",
    "\u200f",
    "\x1a",
    "\ufeff",
    "\u2003",
    "ـــ",
    "…",
    "https://example.org/مقال",
    "\x0b",
    "\u0085",
    "١٢٣",
)


def load(data: str | bytes) -> Article:
    """Load a capture that is in no project."""
    source = Source("seeds/x.txt", "capture", Path("/nowhere"))
    return load_capture(source, data.encode() if isinstance(data, str) else data)


def cleaned(text: str) -> str:
    """Return *text* as it appears in a record outside the ledger."""
    return INVISIBLE.sub("", text).strip(BLANKS)


def roles(article: Article) -> list[tuple[str, str]]:
    """Return the ledger as pairs of role and text."""
    return [(line.role.value, line.text) for line in article.ledger]


def lines_of(article: Article, *wanted: str) -> list[str]:
    """Return the cleaned ledger lines that have one of the *wanted* roles."""
    return [cleaned(text) for role, text in roles(article) if role in wanted]


def assert_nothing_lost(article: Article, text: str) -> None:
    """Assert that the ledger has each non-blank line once, in order, verbatim and with a known role."""
    numbered = enumerate(re.split("\r\n|\r|\n", text), start=1)
    expected = [(number, line) for number, line in numbered if line.strip(BLANKS)]
    assert [(line.line, line.text) for line in article.ledger] == expected
    assert {role for role, _ in roles(article)} <= ROLES


def assert_from_the_capture(article: Article) -> None:
    """Assert that each field of the record comes from lines of its role, and the body from all of them."""
    assert list(article.body) == lines_of(article, "body")
    headlines = lines_of(article, "headline")
    if article.headline_origin == "capture":
        assert article.headline in headlines
    else:
        assert any(line.startswith(article.headline.removesuffix("…")) for line in article.body)
    for link in article.related.links:
        assert any(link.title in line for line in lines_of(article, "related"))
        assert link.url is None or any(link.url in line for line in lines_of(article, "related"))
    for tag in article.tags:
        assert any(tag in line.replace("_", " ") for line in lines_of(article, "tags"))
    for comment in article.comments:
        assert all(words in lines_of(article, "comment") for words in filter(None, comment.text.split("\n")))
        assert comment.author is None or any(comment.author in line for line in lines_of(article, "comment"))


line = st.one_of(
    st.sampled_from(MARKERS),
    st.sampled_from(PARAGRAPHS),
    st.sampled_from(TITLES),
    st.sampled_from(DIRT),
    st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r\n"), max_size=40),
    st.builds("".join, st.lists(st.sampled_from((*DIRT, *MARKERS, *TITLES, " ", "\u00a0", "*", ": ")), max_size=5)),
)
captures = st.builds(
    lambda lines, end: "".join(line + (end or "\n") for line in lines),
    st.lists(line, max_size=30),
    st.sampled_from(["\n\n", "\n", "\r\n", "\r\n\r\n", "\r", "\n \u00a0\n"]),
)


@given(text=captures)
@settings(deadline=None, max_examples=examples(400))
@example(text="عنوان\n\n" + "\n".join(MARKERS))
def test_no_line_is_lost_from_any_text(text):
    """Every line of any text, in any order, is in the ledger, unless the capture is refused with a SourceError."""
    try:
        article = load("نص\n" + text)
    except SourceError:
        return
    assert_nothing_lost(article, "نص\n" + text)
    assert_from_the_capture(article)


@given(data=st.one_of(st.binary(max_size=200), captures.map(str.encode)), tail=st.binary(max_size=6))
@settings(deadline=None, max_examples=examples(200))
@example(data="نص".encode("utf-16-le"), tail=b"\n")
@example(data=b"\x00", tail=b"")
def test_no_line_is_lost_from_any_bytes(data, tail):
    """Any bytes are decoded in the encoding that the record names, or refused with a SourceError."""
    try:
        article = load(data + tail)
    except SourceError:
        return
    if "read as" not in article.encoding:
        assert_nothing_lost(article, (data + tail).decode(article.encoding))
    assert_from_the_capture(article)


WORDS = (
    "قال وزير التعليق في الموقع إن المدينة تعيش منذ 2019 على وقع أخبار ذات صلة بالثقافة، ثم أضاف أن التعليقات شارك "
    "فيها الجميع اليوم بقلم نشر مقال الاسم البريد الإلكتروني « كما » يقول: المغرب (الرباط) و6.5 تويتر! لماذا؟ جريدة -"
).split(" ")
paragraph = st.lists(st.sampled_from(WORDS), min_size=16, max_size=60).map(
    lambda words: " ".join(["وقال", *words, "كذلك."])
)
HEADS = (
    (),
    (TITLES[0],),
    (TITLES[0], "جريدة الشمال - سعيد المكي", "الثلاثاء 5 يوليوز 2022 - 14:30"),
    ("الرئيسية » ثقافة", TITLES[0], "بقلم: د. سعيد المكي"),
    ("ثقافة", TITLES[0], "3 تعليقات", "شارك", "فيسبوك"),
    (f"{TITLES[0]} - جريدة الشمال", TITLES[0], "نشر في 5 يوليوز 2022"),
    ("اترك تعليقا",),
)
FOOT = (
    ("شارك هذا الموضوع:", "فيسبوك", "X", "معجب بهذه:", "إعجاب"),
    ("بقلم: سعيد المكي",),
    ("الوسوم: كتب، ثقافة",),
    ("الوسوم", "كتب", "ثقافة"),
    ("المقالة السابقة", TITLES[2], "المقالة التالية", TITLES[1]),
    ("أخبار ذات صلة", *TITLES),
    ("مقالات ذات صلة", TITLES[0], "18 يوليوز 2022", TITLES[1], "https://example.org/a"),
    ("2 تعليقات", "مريم", "18 يوليوز 2022", "شكرا جزيلا على هذا الخبر الذي انتظرناه طويلا في حينا، متى تفتح؟", "رد"),
    ("تعليق واحد", "مريم يقول:", "18 يوليوز، 2022 الساعة 10:30 ص", "شكرا.", "رد"),
    ("اترك تعليقا إلغاء الرد", "لن يتم نشر عنوان بريدك الإلكتروني.", "التعليق *", "الاسم *", "إرسال التعليق", "@"),
    ("التعليقات مغلقة.",),
)
feet = st.sets(st.integers(0, len(FOOT) - 1)).map(lambda chosen: [line for n in sorted(chosen) for line in FOOT[n]])


@given(
    paragraphs=st.lists(paragraph, min_size=1, max_size=8),
    head=st.sampled_from(HEADS),
    foot=feet,
    end=st.sampled_from(["\n\n", "\n", "\r\n", "\r"]),
)
@settings(deadline=None, max_examples=examples(250))
def test_paragraphs_come_back_whole_and_in_order(paragraphs, head, foot, end):
    """A header and a foot, in the order in which newspapers print them, do not change the body."""
    article = load(end.join([*head, *paragraphs, *foot]))
    assert list(article.body) == paragraphs


def test_a_repeated_paragraph_is_not_a_window_title():
    """Some newspapers print the first paragraph twice; a window title does not end in a full stop."""
    article = load("\n\n".join([PARAGRAPHS[0], *PARAGRAPHS]))
    assert article.body == (PARAGRAPHS[0], *PARAGRAPHS)


def test_comments_below_a_poem_are_not_part_of_it():
    """A text without paragraphs has a foot too."""
    poem = [f"يا جسر قريتنا الذي عبر السنين على مهل {n}" for n in "ابتثجح"]
    comment = PARAGRAPHS[1]
    article = load(
        "\n".join(["أنشودة الجسر", *poem, "3 تعليقات", "مريم", "18 يوليوز 2022", comment, "اترك تعليقا", "@"])
    )
    assert article.body == ("أنشودة الجسر", *poem)
    assert [found.text for found in article.comments] == [comment]


@pytest.mark.parametrize(
    ("last", "is_text"),
    [
        ("جميع الحقوق محفوظة لجريدة الشمال 2022. لا يجوز النقل إلا بإذن.", False),
        ("تنويه: الآراء الواردة في المقال لا تعبر بالضرورة عن رأي الجريدة.", False),
        ("وطالب الكتاب بأن تحمي الجماعة حقوق النشر وحقوق المؤلفين في المدينة.", True),
        ("وقال إن هذه التصريحات لا تعبر عن موقف سكان المدينة من المكتبة.", True),
    ],
)
def test_a_notice_below_the_text_is_not_part_of_it(last, is_text):
    """A newspaper's notice about rights or liability is told by its usual words from a paragraph about rights."""
    article = load("\n".join([TITLES[0], *PARAGRAPHS[:2], last]))
    assert article.body == (*PARAGRAPHS[:2], last)[: 2 + is_text]


def test_a_list_of_events_is_not_read_as_comments():
    """Names above dates are comments without a heading only if texts follow them."""
    events = ["حفل الافتتاح", "5 يوليوز 2022", "لقاء الكتاب", "6 يوليوز 2022", "حفل الاختتام", "7 يوليوز 2022"]
    article = load("\n".join([TITLES[0], *PARAGRAPHS[:2], "وفي ما يلي المواعيد:", *events]))
    assert article.comments == ()


def test_comments_without_a_heading_are_doubtful():
    """Names above dates, each with a text, are comments even if no heading says so, and a warning says it."""
    thread = ["مريم", "18 يوليوز 2022", "متى تفتح؟", "رد", "سعيد", "19 يوليوز 2022", "خبر سار", "رد"]
    article = load("\n".join([TITLES[0], *PARAGRAPHS[:2], *thread]))
    assert [(found.author, found.text) for found in article.comments] == [("مريم", "متى تفتح؟"), ("سعيد", "خبر سار")]
    assert article.confidence == "medium"


def test_text_below_a_comment_link_is_not_read_as_comments():
    """Many articles have a summary and a link "3 comments" above their text."""
    article = load("\n".join([TITLES[0], PARAGRAPHS[3], "3 تعليقات", "شارك", "فيسبوك", *PARAGRAPHS[:3], "اترك تعليقا"]))
    assert article.body == (PARAGRAPHS[3], *PARAGRAPHS[:3])
    assert article.comments == ()


def test_a_menu_as_body_gives_a_warning():
    """A page with only menus has low confidence, so it is published only if an article names it."""
    article = load("سياسة\nاقتصاد\nرياضة\nصوت وصورة\nفن وثقافة\nالأسرة\nبيئة\nسيارات\nطقس")
    assert article.confidence == "low"
    assert article.warnings


def test_verses_are_not_a_menu():
    """The lines of a poem are short but have more words than menu items, so it is published with a warning."""
    article = load("\n".join(["يا جسر قريتنا الذي عبر السنين على مهل"] * 12))
    assert article.confidence == "medium"


def test_the_headline_of_a_text_that_begins_with_an_ornament_has_letters():
    """A derived headline is cut from the first line with letters."""
    assert load(f"***\n\n{PARAGRAPHS[0]}").headline.startswith("أعلنت الجماعة")


def test_a_byline_and_a_date_on_one_line_are_both_read():
    """The name is read without the date, whether the line has the role byline or date."""
    for line_ in (
        "بقلم: سعيد المكي | 5 يوليوز 2022",
        "جريدة الشمال - سعيد المكي - 5 يوليوز 2022",
        "نشر في 5 يوليوز 2022 بقلم سعيد المكي",
    ):
        article = load("\n".join([TITLES[0], line_, *PARAGRAPHS]))
        assert (article.byline or "").endswith("سعيد المكي")
        assert str(article.published) == "2022-07-05"


RUN = 100_000
HOSTILE = {
    "spaces": " " * RUN,
    "hard spaces": "\u00a0" * RUN,
    "hashes": "#" * RUN,
    "hashtags": "#و " * (RUN // 3),
    "dashes": "-" * RUN,
    "spaced dashes": " - " * (RUN // 3),
    "brackets": "(" * RUN,
    "stars": "* " * (RUN // 2),
    "full stops": ". " * (RUN // 2),
    "addresses": "https:// " * (RUN // 9),
    "tatweel": "ـ" * RUN,
    "digits": "1 " * (RUN // 2),
}


@pytest.mark.parametrize("run", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("label", ["", "اقرأ أيضا: ", "بقلم "])
def test_a_hostile_line_costs_no_more_than_its_length(run, label):
    """Each of these lines once took minutes, because a pattern backtracked."""
    line_ = f"{label}{run}خبر"
    text = "\n".join([line_, *PARAGRAPHS, "أخبار ذات صلة", f"{line_}…", "2 تعليقات", line_, "اترك تعليقا", line_])
    assert_nothing_lost(load(text), text)


def test_many_lines_cost_no_more_than_their_number():
    """Each of these captures once took minutes, because something was counted again for every line."""
    many = 2000
    title, start = TITLES[0], time.process_time()
    for lines in (
        [f"{title} - جريدة الشمال", *["سياسة"] * 20, *[title, PARAGRAPHS[0]] * many],
        [*PARAGRAPHS, "أخبار ذات صلة", *PARAGRAPHS * (many // 5), *["عنوان"] * many],
        [*PARAGRAPHS, "2 تعليقات", *["مريم", "5 يوليوز 2022", "شكرا"] * many, "اترك تعليقا", *["الاسم *"] * many],
    ):
        text = "\n".join(lines)
        assert_nothing_lost(load(text), text)
    assert time.process_time() - start < 60  # of this process alone; it takes one second


@pytest.mark.parametrize(
    ("line", "title", "url"),
    [
        ("موسوعة المدن https://example.org/wiki/X_(Y)", "موسوعة المدن", "https://example.org/wiki/X_(Y)"),
        ("موسوعة المدن (https://example.org/a)", "موسوعة المدن", "https://example.org/a"),
        ("موسوعة المدن (https://example.org/X_(Y))", "موسوعة المدن", "https://example.org/X_(Y)"),
    ],
)
def test_a_url_keeps_its_own_parentheses(line, title, url):
    """A parenthesis that was opened in the URL belongs to it; one that was opened in the title does not."""
    record = load(f"{PARAGRAPHS[0]}\n\nأخبار ذات صلة\n{line}\n")
    assert [(link.title, link.url) for link in record.related.links] == [(title, url)]
