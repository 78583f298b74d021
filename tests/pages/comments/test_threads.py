import re
from datetime import date
from html import unescape
from html.parser import HTMLParser
from urllib.parse import unquote

from hypothesis import given
from hypothesis import strategies as st

from newsgen.model.article import Comment
from newsgen.pages.comments.threads import MAX_DEPTH, anchor_of, threads
from sample_records import an_article, plan

KEYS = st.sampled_from([None, "1", "2", "3", "4", "5", "6", "7", "8"])


def said(key, parent=None, **parts):
    """Make a comment."""
    return Comment(**{"author": "سعاد", "published": None, "text": f"قول {key}", "id": key, "parent": parent} | parts)


def flat(found, level=1):
    """Yield each comment with its level, in the order in which a page shows them."""
    for thread in found:
        yield level, thread.comment
        yield from flat(thread.replies, level + 1)


def shape(comments):
    """Return the level and id of each comment in the order of the page."""
    return [(level, comment.id) for level, comment in flat(threads(comments))]


def test_a_reply_is_below_the_comment_it_answers():
    """A reply may precede the comment in the source, and may itself have replies."""
    comments = [said("4", "2"), said("1"), said("2", "1"), said("3"), said("5", "1")]
    assert shape(comments) == [(1, "1"), (2, "2"), (3, "4"), (2, "5"), (1, "3")]


def test_a_reply_to_an_unknown_comment_starts_a_thread():
    """The comment it answers is not approved or missing, or it names itself."""
    assert shape([said("1", "9"), said("2", "2"), said(None)]) == [(1, "1"), (1, "2"), (1, None)]


def on(day, key, parent=None):
    """Make a comment of a day of July 2022; None for an undated one."""
    return said(key, parent, published=date(2022, 7, day) if day else None)


def test_the_oldest_comment_is_first():
    """Many newspapers show the newest first; replies are in order too, and undated comments come last."""
    comments = [on(20, "1"), on(None, "2"), on(19, "3"), on(21, "4", "3"), on(20, "5", "3")]
    assert shape(comments) == [(1, "3"), (2, "5"), (2, "4"), (1, "1"), (1, "2")]


def test_a_page_with_the_newest_comment_first_is_turned_around():
    """It may have only the days, and then the last of one day is the oldest."""
    assert shape([on(20, "4"), on(20, "3"), on(19, "2"), on(19, "1")]) == [(1, "1"), (1, "2"), (1, "3"), (1, "4")]
    assert shape([on(19, "1"), on(19, "2"), on(20, "3"), on(20, "4")]) == [(1, "1"), (1, "2"), (1, "3"), (1, "4")]


def test_a_comment_without_a_number_has_a_permalink():
    """It follows from author and words, so that it stays when others are added; only the first of two has it."""
    one, two = said(None), said(None, text="آخر")
    first = [thread.anchor for thread in threads([one, two])]
    assert [thread.anchor for thread in threads([said("1"), one, two, one])] == ["comment-1", *first, None]
    assert first[0] != first[1]


def test_a_cycle_of_replies_is_cut_at_its_first_comment():
    """Otherwise none of its comments would be shown."""
    assert shape([said("3", "2"), said("1", "2"), said("2", "1")]) == [(1, "1"), (2, "2"), (3, "3")]


def test_the_deepest_replies_share_a_level():
    """They are in the order of the comments that they answer."""
    comments = [said(str(number), str(number - 1)) for number in range(1, 9)]
    assert shape(comments) == [(min(number, MAX_DEPTH), str(number)) for number in range(1, 9)]


@given(st.lists(st.builds(said, KEYS, KEYS), max_size=12, unique_by=lambda one: one.id or object()))
def test_every_comment_is_shown_once(comments):
    """Parents may be unknown or form cycles."""
    shown = [comment for _, comment in flat(threads(comments))]
    assert sorted(map(id, shown)) == sorted(map(id, comments))
    assert max((level for level, _ in flat(threads(comments))), default=1) <= MAX_DEPTH


def test_thousands_of_comments_are_no_problem():
    """They may be side by side, or each below the last."""
    side = [said(str(number)) for number in range(3000)]
    below = [said(str(number), str(number - 1)) for number in range(3000)]
    assert len(list(flat(threads(side)))) == len(list(flat(threads(below)))) == 3000


@given(st.sets(st.text(st.sampled_from("ab %20"), min_size=1), min_size=2))
def test_anchors_are_valid_and_unique(keys):
    """HTML allows no space in an id, and each id only once."""
    anchors = {anchor_of(said(key)) for key in keys}
    assert len(anchors) == len(keys)
    assert not any(" " in anchor for anchor in anchors)


class _Page(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.links, self.ids, self.tags = [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        values = dict(attrs)
        self.ids += [values["id"]] if tag == "li" and "id" in values else []
        self.links += [values] if values.get("rel") == "nofollow noopener ugc" else []


def test_a_page_receives_threads():
    """Templates receive the comments as threads with anchors and replies."""
    page = plan(an_article(comments=(said("1"), said("2", "1"))))["articles/harbour/"]
    (first,) = page.context["threads"]
    assert (first.anchor, first.replies[0].comment.id) == ("comment-1", "2")


def test_hostile_comments_are_only_text(project):
    """Names, texts and links of visitors run no script, and their links are marked nofollow."""
    project.write("content/articles/a.md", "---\ntitle: خبر\n---\nنص\n")
    project.write(
        "content/comments/a/x\" onclick='y.yml",
        "author: '<script>alert(1)</script>'\nurl: https://example.org/?a=1&b=%3C\ntext: |\n  <b>قول\n  \u202eآخر\n",
    )
    assert project.build().code == 0
    html = project.read("articles/خبر/index.html")
    assert "<script>alert" not in html
    assert "&lt;b&gt;قول" in html
    page = _Page(html)
    assert "b" not in page.tags
    assert page.ids == ["comment-x\"%20onclick='y"]
    assert [unescape(link["href"]) for link in page.links] == ["https://example.org/?a=1&b=%3C"]


def test_comments_are_counted_and_have_permalinks(project):
    """The number stands above the text and above the comments, and the date of each leads to it."""
    project.write("content/articles/a.md", "---\ntitle: خبر\n---\nنص\n")
    for key in ("1", "2 %"):
        project.write(f"content/comments/a/{key}.yml", "author: سعاد\ndate: 2022-07-18\ntext: قول\n")
    assert project.build().code == 0
    html = project.read("articles/خبر/index.html")
    assert html.count("تعليقان") == 2
    links = re.findall(r'href="(#comment-[^"]*)"', html)
    ids = re.findall(r'id="(comment-[^"]*)"', html)
    assert [unquote(link) for link in links] == [f"#{unescape(key)}" for key in ids]
    assert len(links) == 2


def test_comments_in_files_have_small_markdown(project):
    """Emphasis, quotes, lists and links are shown, in the direction of each paragraph; headings stay text."""
    project.write("content/articles/a.md", "---\ntitle: خبر\n---\nنص\n")
    project.write(
        "content/comments/a/1.yml",
        "text: |\n  قول **مهم**\n\n  > اقتباس\n\n  - بند\n\n  [رابط](https://example.org/) # لا عنوان `x`\n",
    )
    assert project.build().code == 0
    html = project.read("articles/خبر/index.html")
    assert '<p dir="auto">قول <strong>مهم</strong></p>' in html
    assert '<blockquote><p dir="auto">اقتباس</p></blockquote>' in html
    assert '<ul dir="auto">\n<li>بند</li>\n</ul>' in html
    assert (
        '<a href="https://example.org/" rel="ugc nofollow noopener">رابط</a> # لا عنوان <code dir="ltr">x</code>'
        in html
    )


def test_a_closed_thread_says_so(project):
    """Under the comments of an article that takes no more, also if no form was captured."""
    project.write("content/site.yml", "font: system\ncomment_form: {preset: netlify}\n")
    for key in "ab":
        project.write(f"content/articles/{key}.md", f"---\ntitle: خبر {key}\ncomments: closed\n---\nنص\n")
    project.write("content/comments/a/1.yml", "text: قول\n")
    assert project.build().code == 0
    notice = "التعليقات على هذا المقال مغلقة."
    assert [project.read(f"articles/خبر-{key}/index.html").count(notice) for key in "ab"] == [1, 0]
    assert "<form" not in project.read("articles/خبر-a/index.html")
