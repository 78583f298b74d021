"""What a page says of its article is read from all its witnesses, and doubted where they disagree."""

import pytest

from newsgen.loaders.webpage.loader import read_webpage

TITLE = "حديقة المرفأ الكبرى تفتح أبوابها للسكان"
TEXT = (
    "<p>أعلنت بلدية المرفأ صباح اليوم افتتاح الحديقة العمومية الكبرى بعد أشغال دامت سنتين، بحضور السكان.</p>"
    "<p>وقال رئيس البلدية إن الحديقة تضم ثلاثة آلاف شجرة وملاعب للأطفال، وإن الدخول إليها مجاني كل أيام الأسبوع.</p>"
    "<p>وأضاف أن كلفة المشروع بلغت أربعين مليون دينار، وأن شركات محلية تولت إنجازه كله من التصميم إلى الإنارة.</p>"
)
H1 = f"<h1>{TITLE}</h1>"


def page(body: str, head: str = "", title: str = TITLE):
    html = f"<html lang='ar'><head><meta charset='utf-8'><title>{title}</title>{head}</head><body>{body}</body></html>"
    return read_webpage(html.encode(), "page.html")


BLOG = "مدونة المرفأ"
HOME = f"<h1><a href='/'>{BLOG}</a></h1>"


@pytest.mark.parametrize(
    "title", ["{b}: {t}", "{t}: {b}", "{b} | {t}", "{t} « {b}", "{b} - {t}", "{t}·{b}", "{b} :: {t}"]
)
@pytest.mark.parametrize(
    "heading", ["<h3 class='post-title entry-title'>{t}</h3>", "<h2 class='p-name'>{t}</h2>", "<h2>{t}</h2>"]
)
def test_the_name_of_a_blog_is_not_the_headline(title, heading):
    """The heading that links to the home page is the blog's, wherever the window title has its name."""
    body = f"{HOME}<div class='post'>{heading.format(t=TITLE)}{TEXT}</div>"
    assert page(body, title=title.format(b=BLOG, t=TITLE)).headline == TITLE


@pytest.mark.parametrize(
    "headline", ["الوزير: الحديقة لكل السكان", "«المرفأ» تفتح حديقتها", "نتائج 2 - 1 : فوز المرفأ"]
)
def test_a_headline_keeps_its_own_punctuation(headline):
    """A colon, a quotation mark or a hyphen separates a name only if the other part is one."""
    assert page(f"<h1>{headline}</h1>{TEXT}", title=f"{headline} | {BLOG}").headline == headline


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("<span class='post-author vcard'>مرسلة بواسطة <span class='fn'>كريم الساحلي</span></span>", ("كريم الساحلي",)),
        ("<div class='author'>نشر بواسطة كريم الساحلي في 7 مارس 2021</div>", ("كريم الساحلي",)),
        ("<div class='byline'>Posted by Karim Sahli at 11:43</div>", ("Karim Sahli",)),
        ("<div class=x><span>بقلم </span><a href='/a/1'>محمد علي</a></div>", ("محمد علي",)),
        ("<div class='comments' id='comments'><p class='comment-author'>غير معرف</p></div>", ()),
        ("<div class='author'>admin</div>", ()),
    ],
)
def test_authors_are_read_without_labels(byline, authors):
    """A label, a date and a time are no part of a name, and a commenter is no author."""
    assert page(f"{H1}{byline}{TEXT}").authors == authors


@pytest.mark.parametrize(
    ("declared", "moment"),
    [
        ("2021-03-07T08:00:00.389Z", "2021-03-07 08:00:00+00:00"),
        ("2021-03-07T08:00:00.3891234+03:00", "2021-03-07 08:00:00+03:00"),
        ("2021-03-07T08:00:00+0300", "2021-03-07 08:00:00+03:00"),
        ("2021-03-07T08:00:00+03", "2021-03-07 08:00:00+03:00"),
        ("2021-03-07T08:00+03:00[Asia/Riyadh]", "2021-03-07 08:00:00+03:00"),
        ("1615104000000", "2021-03-07 08:00:00+00:00"),
        ("1615104000", "2021-03-07 08:00:00+00:00"),
        ("Sun Mar 07 2021 08:00:00 GMT+0300 (Arabian Standard Time)", "2021-03-07 08:00:00+03:00"),
    ],
)
def test_a_declared_time_is_read_to_the_second(declared, moment):
    """Fractions, offsets of every spelling and seconds since 1970 are times of day."""
    read = page(f"{H1}{TEXT}", f"<meta property='article:published_time' content='{declared}'>")
    assert str(read.published) == moment
    assert read.warnings == ()


TIME = "<time datetime='2021-03-07T08:00:00'>7 مارس 2021</time>"


@pytest.mark.parametrize(
    "stray",
    [
        "<aside><time datetime='2019-01-02'>2 يناير 2019</time></aside>",
        "<div class='comments'><p>سعيد</p><time datetime='2022-01-02'>2 يناير 2022</time></div>",
        "<ul><li><a href='/1'>البلدية تجدد السوق القديم</a> 2 يناير 2019<li><a href='/2'>مكتبة تفتح بابها غدا</a></ul>",
        "<div><h3><a href='/1'>البلدية تجدد ساحة السوق القديم</a></h3><time datetime='2019-01-02'>2019</time></div>",
        "<blockquote class='twitter-tweet'><a href='https://t.co/1'>January 2, 2019</a></blockquote>",
        "<footer>© 2 يناير 2019 جميع الحقوق محفوظة</footer>",
        "<div>نستخدم ملفات تعريف الارتباط منذ 2 يناير 2019</div>",
    ],
)
def test_a_date_beside_the_article_never_wins(stray):
    """Dates in side blocks are those of something else; with no other date the article's is unknown."""
    assert str(page(f"{stray}{H1}{TIME}{TEXT}{stray}").published) == "2021-03-07 08:00:00"
    assert page(f"{H1}{TEXT}{stray}").published is None


def test_witnesses_that_disagree_lower_the_confidence():
    """The date that most witnesses give is taken, and the other one is named."""
    head = "<meta property='article:published_time' content='2021-03-07T08:00:00+01:00'>"
    agreed = page(f"{H1}{TIME}{TEXT}", head)
    doubted = page(f"{H1}<time datetime='2015-01-02'>2 يناير 2015</time>{TEXT}", head)
    assert (agreed.confidence, agreed.warnings) == ("high", ())
    assert str(doubted.published) == "2021-03-07 08:00:00+01:00"
    assert doubted.confidence == "medium"
    assert any("2015-01-02" in warning for warning in doubted.warnings)


def test_a_printed_date_of_the_last_change_is_no_conflict():
    """Many papers print only when an article was updated."""
    head = (
        "<meta property='article:published_time' content='2021-03-07T08:00:00Z'>"
        "<meta property='article:modified_time' content='2021-04-09T08:00:00Z'>"
    )
    read = page(f"{H1}<div>آخر تحديث: 9 أبريل 2021</div><time datetime='2021-04-09'>9 أبريل</time>{TEXT}", head)
    assert (str(read.published), read.warnings) == ("2021-03-07 08:00:00+00:00", ())


def test_the_language_of_a_page_is_read_from_its_words():
    """A template that calls every page Arabic does not make English text Arabic."""
    english = (
        "<p>The mayor opened the largest public garden of the region yesterday, and said that entry is free.</p>" * 3
    )
    assert page(f"<h1>The mayor opens a garden</h1>{english}").lang == "en"
    assert page(f"{H1}{TEXT}").lang is None
