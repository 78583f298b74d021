from dataclasses import replace

import pytest
from samples import an_article

from newsgen.model.article import CommentForm, FormField
from newsgen.model.config import Config, FormTarget
from newsgen.pages.comment_section import comment_form

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
def test_a_form_says_honestly_what_it_does(config, target, captured, taken, state):
    """A form is open only where comments arrive; a captured one is always shown, and none is invented for nothing."""
    config = replace(config, comment_form=target)
    form = comment_form(an_article(comment_form=captured, comments_open=taken), config)
    assert (form and form.state) == state
    if form and state != "open":
        assert (form.action, form.enctype, form.hidden) == (None, None, ())


def test_a_form_for_wordpress_posts_under_its_names(config):
    """WordPress takes comment, author, email and url, and asks for the number of its post."""
    form = comment_form(an_article(comment_form=FORM), replace(config, comment_form=WORDPRESS))
    assert form.action == WORDPRESS.endpoint
    assert form.enctype is None
    assert [field.name for field in form.fields] == ["comment", "author", "email", "url"]
    assert form.hidden == (("comment_post_ID", "harbour"), ("comment_parent", "0"))


def test_front_matter_can_give_the_number_of_the_post(config):
    """`comment_post_ID: 417` is handed on as it stands."""
    article = an_article(comment_form=FORM, extra=(("comment_post_ID", "417"),))
    form = comment_form(article, replace(config, comment_form=WORDPRESS))
    assert dict(form.hidden)["comment_post_ID"] == "417"


def test_a_form_by_mail_is_readable_text_under_the_headline(config):
    """A comment by mail arrives as plain text, with the article's headline as its subject."""
    form = comment_form(an_article(comment_form=FORM, headline="خبر & خبر?"), replace(config, comment_form=MAILTO))
    assert form.action == "mailto:desk@example.org?subject=%D8%AE%D8%A8%D8%B1%20%26%20%D8%AE%D8%A8%D8%B1%3F"
    assert form.enctype == "text/plain"
    assert form.hidden == ()


def test_a_form_keeps_its_captured_words(config):
    """Heading, notes, labels and button are those of the newspaper."""
    form = comment_form(an_article(comment_form=FORM), config)
    assert (form.heading, form.notes, form.submit) == (FORM.heading, FORM.notes, FORM.submit)
    assert [field.label for field in form.fields] == [field.label for field in FORM.fields]
    assert [field.required for field in form.fields] == [True, True, True, False]


def test_fields_are_written_in_their_directions(config):
    """People write names and comments in any script, addresses from left to right; WordPress's limits hold."""
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
    """A screen reader hears what becomes of the address, and no other note in its place."""
    form = comment_form(an_article(comment_form=replace(FORM, notes=notes)), config)
    found = {field.name: field.attributes.get("aria-describedby") for field in form.fields}
    assert found == {"comment": None, "author": None, "email": described_by, "url": None}
