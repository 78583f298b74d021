"""All of an article's text is kept, in order, however its page lays it out; what stands beside it is not."""

import json

import pytest

from newsgen.loaders.webpage.loader import read_webpage

PARAGRAPHS = (
    "أعلنت بلدية المرفأ صباح الأحد افتتاح الحديقة الكبرى أمام السكان بعد أعمال استمرت ثلاث سنوات كاملة.",
    "وقال رئيس البلدية كريم الساحلي إن المشروع كلف أربعين مليون درهم وشارك فيه مئتا عامل من أبناء المدينة.",
    "وتضم الحديقة ملاعب للأطفال ومسارات للدراجات ومكتبة صغيرة تفتح أبوابها من السابعة صباحا إلى العاشرة ليلا.",
    "وأضاف أن المرحلة الثانية ستبدأ في الربيع المقبل، وتشمل توسيع المواقف وزراعة ألفي شجرة على ضفاف الوادي.",
    "من جهتها رحبت جمعية أولياء الأمور بالافتتاح، وطالبت بتوفير حافلات تصل الأحياء البعيدة بالحديقة مجانا.",
    "ويذكر أن الحديقة أقيمت على أرض كانت مكبا للنفايات قبل أن تقرر البلدية تنظيفها عام ألفين وثمانية عشر.",
)
HEADLINE = "حديقة المرفأ الكبرى تفتح أبوابها للسكان"
TITLES = (
    "افتتاح طريق جديد بين المرفأ والمطار قبل الصيف",
    "وزير التعليم يزور مدارس المرفأ ويعد بإصلاحها",
    "أسعار السمك ترتفع في أسواق المرفأ هذا الأسبوع",
)
LEAD, *REST = PARAGRAPHS
EXCERPT = "وذلك بعد اجتماع طويل عقده المسؤولون في مقر البلدية مساء السبت الماضي بحضور عدد من الصحفيين."


def ps(paragraphs=PARAGRAPHS, tag="p"):
    return "".join(f"<{tag}>{text}</{tag}>" for text in paragraphs)


def links(paragraphs=TITLES):
    return "".join(f'<li><a href="/news/{number}">{title}</a></li>' for number, title in enumerate(paragraphs))


def read(body, head=""):
    """Return the blocks of the article on a whole page around *body*."""
    page = (
        f"<!DOCTYPE html><html lang=ar dir=rtl><head><meta charset=utf-8><title>{HEADLINE} - جريدة المرفأ</title>{head}"
        '<meta property="article:published_time" content="2021-03-07T08:00:00+00:00"></head><body>'
        f"<nav><ul><li><a href=/>الرئيسية</a><li><a href=/s>سياسة</a></ul></nav><h1>{HEADLINE}</h1>{body}"
        f"<div class=more><h3>مواضيع ذات صلة</h3><ul>{links()}</ul></div>"
        "<footer><p>جميع الحقوق محفوظة لجريدة المرفأ. لا يجوز النقل دون إذن خطي من إدارة الجريدة.</p></footer>"
        "</body></html>"
    )
    return read_webpage(page.encode(), "page.html")


NAMES = {
    "no share": "entry-content no-share",
    "side bar": "td-post-content has-sidebar sidebar-left",
    "open menu": "post-body menu-open",
    "comments": "comments-open related-news-text banner-off",
    "widgets": "elementor-widget elementor-widget-text",
}


@pytest.mark.parametrize("names", NAMES.values(), ids=NAMES)
@pytest.mark.parametrize("form", ['<div class="{}">{}</div>', '<div itemprop="articleBody" class="{}">{}</div>'])
def test_a_word_in_the_name_of_a_text_does_not_make_it_furniture(form, names):
    """Themes say in these names what is switched off, or which layout a page has."""
    assert read(form.format(names, ps())).body == PARAGRAPHS


LAYOUTS = {
    "boxes in boxes": "".join(
        f'<div class="elementor-widget"><div class="in">{ps([p])}</div></div>' for p in PARAGRAPHS
    ),
    "elements of the site": f"<app-head><p>{LEAD}</p></app-head><app-body>{ps(REST[:2])}"
    f"<app-ad><span>إعلان</span></app-ad>{ps(REST[2:])}</app-body>",
    "text in elements of the site": f"<x-story>{ps(PARAGRAPHS, 'x-text')}</x-story>",
    "advertisements between boxes": f"<div class=part>{ps(PARAGRAPHS[:2])}</div>"
    f"<div class=ad><a href=/ad>اشتر الآن</a></div><div class=part>{ps(PARAGRAPHS[2:4])}</div>"
    f"<div class=ad>إعلان</div><div class=part>{ps(PARAGRAPHS[4:])}</div>",
    "boxes with names made by a program": "".join(
        f'<section class="css-{n}x"><div class="css-{n}y">{text}</div></section>' for n, text in enumerate(PARAGRAPHS)
    ),
    "the lead in the header": f"<header><p>{LEAD}</p></header><div>{ps(REST)}</div>",
    "the lead as a heading": f"<h2>{LEAD}</h2><div>{ps(REST)}</div>",
    "line breaks": "<div>" + "<br><br>".join(PARAGRAPHS) + "</div>",
    "line breaks in a font": "<table><tr><td><ul>" + links() + "</ul></td><td><font size=4>"
    + "<br>\n<br>\n".join(PARAGRAPHS) + "</font></td></tr></table>",
    "one form around the page": f"<form id=aspnetForm><input type=hidden name=state>{ps()}</form>",
    "an aside that holds the text": f"<aside>{ps()}</aside>",
    "quotations for indents": "".join(f"<blockquote><p>{text}</p></blockquote>" for text in PARAGRAPHS),
    "a box to read also": f"{ps(PARAGRAPHS[:3])}<div><p>اقرأ أيضا:</p><ul>{links()}</ul></div>{ps(PARAGRAPHS[3:])}",
    "teasers below": f"<div>{ps()}</div>"
    + "".join(f"<div class=item><h3><a href=/n>{t}</a></h3><p>{EXCERPT}</p></div>" for t in TITLES),
    "comments below": f"<article>{ps()}</article>"
    + "".join(f"<div class=said><b>{who}</b><span>8 مارس 2021</span><p>{EXCERPT}</p></div>" for who in ("سعيد", "منى")),
    "a copy for machines": f'<div hidden itemprop="articleBody">{" ".join(PARAGRAPHS)}</div><div class=t>{ps()}</div>',
}  # fmt: skip


@pytest.mark.parametrize("body", LAYOUTS.values(), ids=LAYOUTS)
def test_all_paragraphs_are_kept_in_their_order(body):
    """Nothing is lost, nothing is added, and no two paragraphs become one."""
    article = read(body)
    assert article.body == PARAGRAPHS
    assert article.confidence == "high"


@pytest.mark.parametrize("linked", [(2,), (1, 4), (5,)])
@pytest.mark.parametrize("box", ["{}", "<div>{}</div>", '<div class="w"><div>{}</div></div>'])
def test_a_paragraph_that_is_a_link_is_kept_with_it(box, linked):
    """It is a sentence, and stands where a paragraph stands."""
    texts = [f'<a href="https://a.example/{n}">{p}</a>' if n in linked else p for n, p in enumerate(PARAGRAPHS)]
    article = read("<div class=text>" + "".join(box.format(f"<p>{text}</p>") for text in texts) + "</div>")
    assert article.body == PARAGRAPHS
    assert article.body_html.count("<a ") == len(linked)


def test_short_lines_between_paragraphs_are_text():
    """Questions and answers are shorter than any paragraph."""
    lines = (LEAD, "س: متى تفتح الحديقة؟", "ج: في السابعة صباحا.", "س: هل الدخول مجاني؟", "ج: نعم.", PARAGRAPHS[5])
    assert read(f"<div>{ps(lines)}</div>").body == lines


def test_a_text_that_only_the_metadata_have_is_taken_with_a_warning():
    """The page may show its beginning only; the warning says how many letters are meant."""
    data = json.dumps({"@type": "NewsArticle", "headline": HEADLINE, "articleBody": "\n\n".join(PARAGRAPHS)})
    article = read(f"<div>{ps(PARAGRAPHS[:2])}</div>", f'<script type="application/ld+json">{data}</script>')
    assert article.body == PARAGRAPHS
    assert article.confidence == "medium"
    assert any("letters of text more than the page shows" in warning for warning in article.warnings)


def test_text_below_the_end_of_a_page_is_kept():
    """Programs that put pages together write this end in the middle."""
    assert read(f"{ps(PARAGRAPHS[:3])}</body></html>{ps(PARAGRAPHS[3:])}").body == PARAGRAPHS


@pytest.mark.parametrize("number", [1, 2, 6])
def test_a_list_above_a_text_takes_no_paragraph_with_it(number):
    """The titles of other news may stand in one box with the text, above a short one too."""
    box = f"<div class=text><p><b>اقرأ أيضا:</b></p><ul>{links()}</ul>{ps(PARAGRAPHS[:number])}</div>"
    assert read(box).body == PARAGRAPHS[:number]
