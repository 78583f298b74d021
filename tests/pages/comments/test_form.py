"""The comment form posts what each service reads, under its names, and says where it goes."""

from dataclasses import replace

import pytest

from newsgen.model.article import CommentForm, FormField
from newsgen.model.config import Config
from newsgen.model.form_target import FormTarget
from newsgen.pages.comments.form import comment_form
from sample_records import an_article

URL = "articles/harbour/"
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
    form = comment_form(an_article(comment_form=captured, comments_open=taken), URL, config)
    assert (form and form.state) == state
    if form and state != "open":
        assert (form.action, form.enctype, form.hidden) == (None, None, ())


def test_a_form_for_wordpress_posts_under_its_names(config):
    """WordPress requires the fields comment, author, email and url, and the number of its post."""
    form = comment_form(an_article(comment_form=FORM), URL, replace(config, comment_form=WORDPRESS))
    assert form.action == WORDPRESS.endpoint
    assert form.enctype is None
    assert [field.name for field in form.fields] == ["comment", "author", "email", "url"]
    assert form.hidden == (("comment_post_ID", "harbour"), ("comment_parent", "0"))


def test_front_matter_can_give_the_number_of_the_post(config):
    """`comment_post_ID: 417` is sent unchanged."""
    article = an_article(comment_form=FORM, extra=(("comment_post_ID", "417"),))
    form = comment_form(article, URL, replace(config, comment_form=WORDPRESS))
    assert dict(form.hidden)["comment_post_ID"] == "417"


def test_a_form_by_mail_sends_plain_text_with_the_headline_as_subject(config):
    """A comment by mail arrives as plain text, with the article's headline as its subject."""
    form = comment_form(an_article(comment_form=FORM, headline="خبر & خبر?"), URL, replace(config, comment_form=MAILTO))
    assert form.action == "mailto:desk@example.org?subject=%D8%AE%D8%A8%D8%B1%20%26%20%D8%AE%D8%A8%D8%B1%3F"
    assert form.enctype == "text/plain"
    assert form.hidden == (("article", "harbour"), ("address", "/articles/harbour/"))
    assert form.honeypot is None  # a robot cannot send it


TARGETS = {
    "wordpress": WORDPRESS,
    "staticman": FormTarget("staticman", "https://staticman.example.org/v3/entry/github/desk/archive/main/comments"),
    "netlify": FormTarget("netlify"),
    "formspree": FormTarget("formspree", "https://formspree.io/f/xyzabcde"),
    "web3forms": FormTarget("web3forms", "https://api.web3forms.com/submit", "1b4e28ba-2fa1-11d2-883f-0016d3cca427"),
}
NAMES = {
    "wordpress": ["comment", "author", "email", "url"],
    "staticman": ["fields[message]", "fields[name]", "fields[email]", "fields[url]"],
    **{preset: ["message", "name", "email", "url"] for preset in ("netlify", "formspree", "web3forms")},
}


@pytest.mark.parametrize("preset", TARGETS)
def test_a_form_posts_under_the_names_of_its_service(config, preset):
    """The page has its own names for the fields, and no two fields of a form have the same name."""
    form = comment_form(an_article(), URL, replace(config, comment_form=TARGETS[preset]))
    assert [field.name for field in form.fields] == NAMES[preset]
    assert [field.kind for field in form.fields] == NAMES["wordpress"]
    names = [*NAMES[preset], form.honeypot.name, *(name for name, _ in form.hidden)]
    assert len(set(names)) == len(names)
    assert form.action == (TARGETS[preset].endpoint or "thanks/")


@pytest.mark.parametrize("preset", TARGETS)
def test_a_form_names_its_article(config, preset):
    """An import finds the article by its id or address, also if the site has no base_url."""
    form = comment_form(an_article(), URL, replace(config, comment_form=TARGETS[preset]))
    assert "harbour" in dict(form.hidden).values()
    assert preset == "wordpress" or "/articles/harbour/" in dict(form.hidden).values()


@pytest.mark.parametrize(
    ("preset", "base_url", "field"),
    [
        ("wordpress", "https://comments.example.org/archive/", "redirect_to"),
        ("wordpress", "https://archive.example.org/", None),
        ("staticman", "https://archive.example.org/", "options[redirect]"),
        ("formspree", "https://archive.example.org/", "_next"),
        ("web3forms", "https://archive.example.org/", "redirect"),
        *((preset, None, None) for preset in TARGETS if preset != "netlify"),
    ],
)
def test_a_service_is_told_the_page_that_follows(config, preset, base_url, field):
    """It needs the full URL; WordPress would lead readers to its desk if the page is on another host."""
    config = replace(config, comment_form=TARGETS[preset], base_url=base_url)
    form = comment_form(an_article(), URL, config)
    assert [name for name, value in form.hidden if value.endswith("/thanks/")] == ([field] if field else [])


def test_a_form_keeps_its_captured_words(config):
    """Heading, notes, labels and button have the newspaper's words."""
    form = comment_form(an_article(comment_form=FORM), URL, config)
    assert (form.heading, form.notes, form.submit) == (FORM.heading, FORM.notes, FORM.submit)
    assert [field.label for field in form.fields] == [field.label for field in FORM.fields]
    assert [field.required for field in form.fields] == [True, True, True, False]


def test_fields_have_their_direction_and_maximum_length(config):
    """Names and comments may run in either direction, addresses run left to right; lengths are WordPress's."""
    form = comment_form(an_article(comment_form=FORM), URL, config)
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
    form = comment_form(an_article(comment_form=replace(FORM, notes=notes)), URL, config)
    found = {field.name: field.attributes.get("aria-describedby") for field in form.fields}
    assert found == {"comment": None, "author": None, "email": described_by, "url": None}


def test_a_star_is_explained_once(config):
    """If no captured note has the star, the page itself says what it means; a form without one needs no note."""
    unexplained = comment_form(an_article(comment_form=replace(FORM, notes=())), URL, config)
    free = tuple(replace(field, required=False) for field in FORM.fields)
    assert not unexplained.is_star_explained
    assert comment_form(an_article(comment_form=FORM), URL, config).is_star_explained
    assert comment_form(an_article(comment_form=replace(FORM, notes=(), fields=free)), URL, config).is_star_explained


@pytest.mark.parametrize(
    ("target", "recipient"),
    [
        (WORDPRESS, "comments.example.org"),
        (MAILTO, "desk@example.org"),
        (FormTarget("netlify"), "netlify.com"),
        (NONE, None),
    ],
)
def test_a_form_names_who_receives_it(config, target, recipient):
    """A reader knows before writing where name and address go; a form that is only a record goes nowhere."""
    assert comment_form(an_article(comment_form=FORM), URL, replace(config, comment_form=target)).recipient == recipient


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
