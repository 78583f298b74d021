"""A text is read whole from pages whose markup speaks against it, and without what other articles say."""

import json

import pytest

from newsgen.loaders.webpage.loader import read_webpage

HEADLINE = "إغلاق الرصيف الثالث في ميناء الرأس الأبيض شهرا"
TEXT = (
    "قررت إدارة ميناء الرأس الأبيض إغلاق الرصيف الثالث أمام السفن التجارية لمدة شهر كامل بسبب أعمال صيانة عاجلة.",
    "وأوضح مدير الميناء منير البحري في مؤتمر صحفي أن فريقا من المهندسين اكتشف تشققات خطيرة في قواعد الرصيف.",
    "وستحول السفن القادمة إلى الرصيفين الأول والثاني، بينما تنقل الحاويات برا إلى المستودعات الجديدة قرب المطار.",
    "وأكدت غرفة التجارة أن الإغلاق لن يؤثر في أسعار المواد الغذائية، غير أن التجار أبدوا قلقهم من تأخر الشحنات.",
)
TITLES = ("انطلاق معرض الكتاب في العاصمة بمشاركة خمسين دارا", "المنتخب يستدعي ثلاثة وجوه جديدة لمباراة الجمعة") * 2
OTHER = (
    "يفتتح مساء الغد معرض الكتاب الدولي في دورته العشرين بحضور كتاب وناشرين من دول عربية وأجنبية كثيرة جدا.",
    "أعلن مدرب المنتخب قائمة اللاعبين الذين سيخوضون المباراة المقبلة، وضمت ثلاثة شباب يستدعون للمرة الأولى.",
)
CLAUSES = ("وجاء في بيان النقابة ما يلي:", "1. نطالب بفتح تحقيق مستقل", "2. ندعو إلى تعويض الصيادين")


def ps(lines=TEXT):
    return "".join(f"<p>{line}</p>" for line in lines)


def body(html, head=""):
    """Return the blocks of the article on a page around *html*."""
    return article(html, head).body


def article(html, head=""):
    """Return the article on a page around *html*."""
    page = (
        f'<html lang=ar><head><meta charset=utf-8><title>{HEADLINE}</title><meta property="og:title"'
        f' content="{HEADLINE}">{head}<meta property="article:published_time" content="2019-10-14T10:30:00Z"></head>'
        f"<body><h1>{HEADLINE}</h1>{html}<div><p>صحيفة الشراع © 2019 كل الحقوق محفوظة</p></div></body></html>"
    )
    return read_webpage(page.encode(), "page.html")


@pytest.mark.parametrize("label", ["اقرأ المزيد", "تابع القراءة", "عرض النص كاملا"])
def test_a_disclosure_is_opened_and_its_button_left_out(label):
    """What is folded is text; what the reader pressed is none."""
    assert body(f"<div>{ps(TEXT[:2])}<details><summary>{label}</summary>{ps(TEXT[2:])}</details></div>") == TEXT


def test_summaries_of_several_disclosures_are_headings():
    """A page of questions and answers folds each answer."""
    first, second, *answers = TEXT
    html = "".join(f"<details><summary>لماذا {n}؟</summary>{ps([text])}</details>" for n, text in enumerate(answers))
    lines = (line for n, text in enumerate(answers) for line in (f"لماذا {n}؟", text))
    assert body(f"<div>{ps([first, second])}{html}</div>") == (first, second, *lines)


@pytest.mark.parametrize("tail", [CLAUSES, ("والله المستعان",)])
def test_short_lines_below_the_last_paragraph_are_text(tail):
    """Clauses of a statement and a last word end without a full stop."""
    assert body(f"<div class=story>{ps((*TEXT, *tail))}</div>") == (*TEXT, *tail)


def test_a_list_beside_the_only_paragraph_is_text():
    """A short article may consist of a sentence and its items."""
    items = ("الرصيف الأول: حاويات", "الرصيف الثاني: ركاب")
    html = "".join(f"<li>{item}</li>" for item in items)
    assert body(f"<div>{ps(TEXT[:1])}<ul>{html}</ul></div>") == (TEXT[0], *items)


def test_a_short_last_part_of_a_split_text_is_kept():
    """A sentence in a box of its own beside the box of the text goes on with it."""
    last = "ويجتمع المجلس غدا."
    html = f'<section class="part first">{ps()}</section><section class=part>{ps([last])}</section>'
    assert body(f"<div>{html}</div>") == (*TEXT, last)


def test_a_bold_lead_without_full_stop_above_the_box_of_the_text_is_kept():
    """Names and counters may stand between it and the headline."""
    lead = "غرفة التجارة تطمئن السكان والصيادون قلقون من توقف العمل أسابيع طويلة"
    html = f"<div><p>سلمى القاضي</p><div><b>{lead}</b></div><div class=t>{ps()}</div></div>"
    assert body(html) == (lead, *TEXT)


@pytest.mark.parametrize("linked", [(0, 1), (2, 3)])
def test_paragraphs_each_in_a_link_around_it_are_kept(linked):
    """The first and the last of them have no other paragraph beyond them."""
    texts = [f"<a href=/x><p>{text}</p></a>" if n in linked else ps([text]) for n, text in enumerate(TEXT)]
    assert body(f"<div>{''.join(texts)}</div>") == TEXT


def test_a_linked_card_of_another_article_is_no_text():
    """Its link holds a picture, a title and an excerpt."""
    card = f"<div><a href=/n><img src=/n.jpg><strong>{TITLES[0]}</strong><p>{OTHER[0]}</p></a></div>"
    assert body(f"<article>{ps(TEXT[:2])}{card}{ps(TEXT[2:])}</article>") == TEXT


def test_titles_that_lead_to_the_same_page_are_those_of_the_text():
    """The entries of a live report link to themselves."""
    html = "".join(
        f"<div class=u><h3><a href='#{n}'>{TITLES[n]} {n}</a></h3><p>{text}</p></div>" for n, text in enumerate(TEXT)
    )
    assert [line for line in body(f"<div>{html}</div>") if line in TEXT] == list(TEXT)


def test_cells_of_titles_with_excerpts_are_no_text():
    """They may have more words than a short article."""
    cells = "".join(f"<td><a href=/{n}>{title}</a><br>{OTHER[n % 2]}</td>" for n, title in enumerate(TITLES))
    assert body(f"<div>{TEXT[0]}</div><table><tr>{cells}</tr></table>") == TEXT[:1]


@pytest.mark.parametrize("form", ["<div style='display:none'>{0}</div>{1}", "<div>{1}</div><div class=phone>{0}</div>"])
def test_a_second_copy_of_the_text_is_left_out(form):
    """Pages repeat a text for small screens and for machines."""
    assert body(form.format(f"<div class=t>{ps()}</div>", f"<div class=t>{ps()}</div>")) == TEXT


def test_a_notice_about_cookies_above_the_text_is_no_lead():
    """It is a sentence that stands where a lead stands."""
    notice = "نستخدم ملفات تعريف الارتباط لتحسين تجربتك في موقعنا، وبمواصلة التصفح فإنك توافق على ذلك."
    assert body(f"<div>{ps([notice])}</div><div class=y>{ps()}</div>") == TEXT


def test_another_text_in_the_metadata_does_not_replace_that_of_the_page():
    """A template may leave the text of another article there; the warning says so."""
    data = json.dumps({"@type": "NewsArticle", "headline": HEADLINE, "articleBody": "\n".join(OTHER * 3)})
    found = article(f"<div>{ps()}</div>", f'<script type="application/ld+json">{data}</script>')
    assert found.body == TEXT
    assert found.confidence == "medium"
    assert any("a text that the page does not show" in warning for warning in found.warnings)


def test_the_credit_of_a_picture_joins_its_caption():
    """It is no paragraph."""
    figure = "<figure><img src=/a.jpg><div><figcaption>الميناء</figcaption><div>(أ ف ب)</div></div></figure>"
    assert "(أ ف ب)" not in body(f"<div>{ps(TEXT[:2])}{figure}{ps(TEXT[2:])}</div>")
