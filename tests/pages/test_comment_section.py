import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.model.article import Comment, CommentForm, FormField
from newsgen.model.config import Config, FormTarget
from newsgen.pages.comment_section import MAX_DEPTH, anchor_of, comment_form, threads
from sample_records import an_article, plan

FORM = CommentForm(
    "اترك تعليقا",
    ("لن يتم نشر عنوان بريدك الإلكتروني.", "الحقول الإلزامية مشار إليها بـ *"),
    (
        FormField("comment", "التعليق", "textarea", required=True, origin="capture"),
        FormField("author", "الاسم", "text", required=True, origin="default"),
        FormField("email", "البريد الإلكتروني", "email", required=True, origin="default"),
        FormField("url", "الموقع الإلكتروني", "url", required=False, origin="default"),
    ),
    "إرسال التعليق",
)
WORDPRESS = FormTarget("wordpress", "https://comments.example.org/wp-comments-post.php")
MAILTO = FormTarget("mailto", "desk@example.org")
NONE = FormTarget()


@pytest.fixture
def config(tmp_path):
    """Describe a site that takes no comments."""
    return Config(tmp_path, tmp_path / "site")


@pytest.mark.parametrize(
    ("target", "captured", "taken", "state"),
    [
        (NONE, FORM, True, "archived"),
        (NONE, FORM, False, "closed"),
        (NONE, None, True, None),
        (WORDPRESS, FORM, True, "open"),
        (WORDPRESS, None, True, "open"),
        (WORDPRESS, FORM, False, "closed"),
        (WORDPRESS, None, False, None),
        (MAILTO, FORM, True, "open"),
        (MAILTO, None, True, "open"),
        (MAILTO, FORM, False, "closed"),
    ],
)
def test_the_state_of_a_form_says_whether_it_can_be_sent(config, target, captured, taken, state):
    """A form is open only if comments can be sent; a captured one is always shown, others only if they are open."""
    config = replace(config, comment_form=target)
    form = comment_form(an_article(comment_form=captured, comments_open=taken), config)
    assert (form and form.state) == state
    if form and state != "open":
        assert (form.action, form.enctype, form.hidden) == (None, None, ())


def test_a_form_for_wordpress_posts_under_its_names(config):
    """WordPress requires the fields comment, author, email and url, and the number of its post."""
    form = comment_form(an_article(comment_form=FORM), replace(config, comment_form=WORDPRESS))
    assert form.action == WORDPRESS.endpoint
    assert form.enctype is None
    assert [field.name for field in form.fields] == ["comment", "author", "email", "url"]
    assert form.hidden == (("comment_post_ID", "harbour"), ("comment_parent", "0"))


def test_front_matter_can_give_the_number_of_the_post(config):
    """`comment_post_ID: 417` is sent unchanged."""
    article = an_article(comment_form=FORM, extra=(("comment_post_ID", "417"),))
    form = comment_form(article, replace(config, comment_form=WORDPRESS))
    assert dict(form.hidden)["comment_post_ID"] == "417"


def test_a_form_by_mail_sends_plain_text_with_the_headline_as_subject(config):
    """A comment by mail arrives as plain text, with the article's headline as its subject."""
    form = comment_form(an_article(comment_form=FORM, headline="خبر & خبر?"), replace(config, comment_form=MAILTO))
    assert form.action == "mailto:desk@example.org?subject=%D8%AE%D8%A8%D8%B1%20%26%20%D8%AE%D8%A8%D8%B1%3F"
    assert form.enctype == "text/plain"
    assert form.hidden == ()


def test_a_form_keeps_its_captured_words(config):
    """Heading, notes, labels and button have the newspaper's words."""
    form = comment_form(an_article(comment_form=FORM), config)
    assert (form.heading, form.notes, form.submit) == (FORM.heading, FORM.notes, FORM.submit)
    assert [field.label for field in form.fields] == [field.label for field in FORM.fields]
    assert [field.required for field in form.fields] == [True, True, True, False]


def test_fields_have_their_direction_and_maximum_length(config):
    """Names and comments may run in either direction, addresses run left to right; lengths are WordPress's."""
    form = comment_form(an_article(comment_form=FORM), config)
    said = {field.name: (field.attributes["dir"], field.attributes["maxlength"]) for field in form.fields}
    assert said == {
        "comment": ("auto", "65525"),
        "author": ("auto", "245"),
        "email": ("ltr", "100"),
        "url": ("ltr", "200"),
    }


@pytest.mark.parametrize(
    ("notes", "described_by"),
    [
        (FORM.notes, "form-note-1"),
        (FORM.notes[::-1], "form-note-2"),
        (FORM.notes[1:], None),
        ((), None),
        (("Your email address will not be published.",), "form-note-1"),
    ],
)
def test_the_email_field_is_described_by_the_note_about_it(config, notes, described_by):
    """A screen reader reads the note about e-mail for this field, and no other note."""
    form = comment_form(an_article(comment_form=replace(FORM, notes=notes)), config)
    found = {field.name: field.attributes.get("aria-describedby") for field in form.fields}
    assert found == {"comment": None, "author": None, "email": described_by, "url": None}


def test_a_star_is_explained_once(config):
    """If no captured note has the star, the page itself says what it means; a form without one needs no note."""
    unexplained = comment_form(an_article(comment_form=replace(FORM, notes=())), config)
    free = tuple(replace(field, required=False) for field in FORM.fields)
    assert not unexplained.is_star_explained
    assert comment_form(an_article(comment_form=FORM), config).is_star_explained
    assert comment_form(an_article(comment_form=replace(FORM, notes=(), fields=free)), config).is_star_explained


@pytest.mark.parametrize(
    ("target", "recipient"),
    [(WORDPRESS, "comments.example.org"), (MAILTO, "desk@example.org"), (NONE, None)],
)
def test_a_form_names_who_receives_it(config, target, recipient):
    """A reader knows before writing where name and address go; a form that is only a record goes nowhere."""
    assert comment_form(an_article(comment_form=FORM), replace(config, comment_form=target)).recipient == recipient


@pytest.mark.parametrize(
    ("settings", "shown"),
    [
        ("", (True, False, False)),
        ("wordpress\n  endpoint: https://example.org/post", (False, True, False)),
        ("mailto\n  endpoint: desk@example.org", (False, True, True)),
    ],
)
def test_a_form_says_what_happens_to_a_comment(project, settings, shown):
    """A form that posts to nowhere is folded; another names its recipient, and by mail the reader's program."""
    project.write(
        "content/site.yml", f"font: system\ncomment_form:\n  preset: {settings}\n" if settings else "font: system\n"
    )
    project.write("content/articles/a.md", "---\ntitle: خبر\ncomment_form: {heading: شارك}\n---\nنص\n")
    assert project.build().code == 0
    html = project.read("articles/خبر/index.html")
    assert tuple(words in html for words in ("<details>", "ومعه اسمك وبريدك، إلى", "برنامج البريد")) == shown


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
