"""Readers' comments are told by their structure, whatever the names of their elements."""

import pytest

from newsgen.loaders.webpage.comments.numbered import extract_comments
from newsgen.loaders.webpage.dom import parse_page, text_of

ARTICLE = (
    "<h1>حديقة المرفأ تفتح أبوابها</h1>"
    "<div class='entry-content'><p>أعلنت البلدية افتتاح الحديقة يوم 5 مارس 2012.</p></div>"
)
BLOGGER_LIST = """<div class='comments' id='comments'><h4>2 تعليقات:</h4><dl id='comments-block'>
<dt class='comment-author' id='c111'><a name='c111'></a>غير معرف<span>يقول...</span></dt>
<dd class='comment-body'><p>شكرا لكم على الخبر.<br/>بارك الله فيكم.</p></dd>
<dd class='comment-footer'><span class='comment-timestamp'><a href='#c111'>18 مايو 2012 1:11 م</a></span></dd>
<dt class='comment-author' id='c112'><a href='https://salma.example/'>سلمى</a> يقول...</dt>
<dd class='comment-body'><p>متى تفتح يوم الجمعة؟</p></dd>
<dd class='comment-footer'><span class='comment-timestamp'>19 مايو 2012 9:05 ص</span></dd></dl></div>"""
BLOGGER_THREAD = """<section class='comments threaded' id='comments'><h3>2 تعليقات</h3>
<div class='comment-thread'><ol>
<li class='comment' id='c111'><div class='avatar-image-container'><img src='a.png'/></div><div class='comment-block'>
<div class='comment-header'><cite class='user'>غير معرف</cite><span class='icon user'></span>
<span class='datetime secondary-text'><a rel='nofollow' href='/p?c=111'>18 مايو 2012 في 1:11 م</a></span></div>
<p class='comment-content'>شكرا لكم على الخبر.<br/>بارك الله فيكم.</p>
<span class='comment-actions'><a href='#'>رد</a><a href='#'>حذف</a></span></div>
<div class='comment-replies'><ol><li class='comment' id='c112'><div class='comment-block'><div class='comment-header'>
<cite class='user'><a href='https://salma.example/'>سلمى</a></cite><span class='datetime'>
<a>19 مايو 2012 في 9:05 ص</a></span>
</div><p class='comment-content'>متى تفتح يوم الجمعة؟</p></div></li></ol></div></li></ol></div></section>"""
GENERIC = """<div class='news-comments'><div class='row'><strong>غير معرف</strong><span>2012-05-18 13:11</span>
<div>شكرا لكم على الخبر.<br>بارك الله فيكم.</div><a href='#'>إعجاب</a></div>
<div class='row'><strong><a href='https://salma.example/'>سلمى</a></strong><span>2012-05-19 09:05</span>
<div>متى تفتح يوم الجمعة؟</div></div></div>"""
LIST = """<h3>التعليقات (2)</h3><ul><li><div class='head'>
<span class='username'>غير معرف</span> | <time datetime='2012-05-18T13:11'>قبل سنوات</time></div>
<p>شكرا لكم على الخبر.</p><p>بارك الله فيكم.</p></li><li><div class='head'>
<a class='username' href='https://salma.example/'>سلمى</a> |
<time datetime='2012-05-19T09:05'>قبل سنوات</time></div><p>متى تفتح يوم الجمعة؟</p></li></ul>"""
SCHEMA = """<div itemprop='comment' itemscope itemtype='http://schema.org/Comment'><b itemprop='author'>غير معرف</b>
<meta itemprop='dateCreated' content='2012-05-18T13:11:00'><div itemprop='text'><p>شكرا لكم على الخبر.</p>
<p>بارك الله فيكم.</p></div></div>
<div itemprop='comment' itemscope itemtype='http://schema.org/Comment'><b itemprop='author'>
<a href='https://salma.example/'>سلمى</a></b>
<meta itemprop='dateCreated' content='2012-05-19T09:05:00'><div itemprop='text'>متى تفتح يوم الجمعة؟</div></div>"""
TABLE = """<table class='comments-list'><tr><td><b>غير معرف</b></td><td>18 مايو 2012 - 13:11</td>
<td>شكرا لكم على الخبر.<br>بارك الله فيكم.</td></tr>
<tr><td><b><a href='https://salma.example/'>سلمى</a></b></td><td>19 مايو 2012 - 09:05</td>
<td>متى تفتح يوم الجمعة؟</td></tr></table>"""


@pytest.mark.parametrize(
    "html",
    [BLOGGER_LIST, BLOGGER_THREAD, GENERIC, LIST, SCHEMA, TABLE],
    ids=["blogger", "thread", "generic", "list", "schema", "table"],
)
def test_comments_are_read_with_name_time_and_text(html):
    """Each block below the article with a name, a date and a text is a comment; none of it stays on the page."""
    root = parse_page(f"<html><body>{ARTICLE}{html}</body></html>")
    first, second = extract_comments(root, "https://marfa.example/")
    assert (first.author, second.author) == ("غير معرف", "سلمى")
    assert (str(first.published), str(second.published)) == ("2012-05-18 13:11:00", "2012-05-19 09:05:00")
    assert first.text == "شكرا لكم على الخبر.\nبارك الله فيكم."
    assert second.text == "متى تفتح يوم الجمعة؟"
    assert second.url == "https://salma.example/"
    assert "5 مارس 2012" in text_of(root)
    assert "سلمى" not in text_of(root)


def test_a_reply_names_the_comment_that_it_answers():
    """Blogger puts replies inside the block of their comment."""
    first, second = extract_comments(parse_page(BLOGGER_THREAD), None)
    assert (first.id, first.parent) == ("111", None)
    assert (second.id, second.parent) == ("112", "111")


def test_a_list_of_dated_titles_is_no_comment():
    """Titles of other articles have dates, but stand in no box of comments."""
    titles = "".join(
        f"<li><b>خبر عن المدينة</b><span>{day} مايو 2012</span><p>ملخص الخبر هنا.</p></li>" for day in (1, 2)
    )
    root = parse_page(f"{ARTICLE}<ul class='latest'>{titles}</ul>")
    assert extract_comments(root, None) == ()
