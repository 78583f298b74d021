from dataclasses import replace

import pytest

from newsgen.archive import assemble
from newsgen.article import (
    Article,
    CommentForm,
    Evidence,
    FormField,
    LedgerLine,
    Related,
    RelatedLink,
    Role,
    WrittenPage,
)
from newsgen.config import Config, FormTarget, NavigationLink
from newsgen.pages import ROLE_LABELS, captures, comment_form, navigation, plan_pages

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
ARTICLE = "افتتحت المدينة مكتبة عمومية جديدة، بعد أشغال دامت سنتين كاملتين من العمل المتواصل في الحي القديم."


def an_article(key="harbour", **parts):
    """Make an article in Markdown, without a capture and without a form."""
    known = {"source": f"content/articles/{key}.md", "sha256": "0" * 64, "encoding": "utf-8", "confidence": "high"}
    known |= {"headline": "الميناء يفتح", "headline_origin": "front_matter", "slug": key, "body": ("فتح الميناء.",)}
    return Article(id=key, **known | parts)


def a_capture(path="seeds/harbour.txt"):
    """Make a capture of one line."""
    return Evidence(path, "1" * 64, "utf-8", (LedgerLine(1, Role.BODY, "فتح الميناء."),))


@pytest.fixture
def config(tmp_path):
    """Describe a site that takes no comments."""
    return Config(tmp_path, tmp_path / "site")


def plan(config, *articles, pages=()):
    """Return the pages of a site by address."""
    archive, errors = assemble(articles, pages, "UTC")
    assert errors == []
    return {page.url: page for page in plan_pages(archive, config)}


# Which pages exist


def test_every_page_has_its_address_and_template(config):
    """A home, each article, the ledger of each capture, each written page, and one page for all that is missing."""
    written = WrittenPage("about", "content/pages/about.md", "من نحن", "<p>نحن.</p>")
    planned = plan(config, an_article(evidence=(a_capture(),)), an_article("market"), pages=[written])
    assert {url: page.template for url, page in planned.items()} == {
        "": "home.html",
        "articles/harbour/": "article.html",
        "articles/harbour/source/": "source.html",
        "articles/market/": "article.html",
        "about/": "page.html",
        "404.html": "404.html",
    }


def test_an_empty_archive_still_has_a_home(config):
    """Before the first article there is a site to look at."""
    assert list(plan(config)) == ["", "404.html"]


def test_captures_are_kept_back_where_the_site_says_so(config):
    """With publish_captures: false no ledger page is planned and no capture is linked; the proof stays."""
    config = replace(config, publish_captures=False)
    planned = plan(config, an_article(evidence=(a_capture(),)))
    assert "articles/harbour/source/" not in planned
    context = planned["articles/harbour/"].context
    assert context["ledger_url"] is None
    assert [(capture.url, capture.evidence.sha256) for capture in context["captures"]] == [(None, "1" * 64)]


def test_captures_that_are_kept_back_leave_no_file(article_project):
    """Neither the capture's bytes nor its ledger reach the output, and the article names its file and digest."""
    assert article_project.build().code == 0
    assert [name for name in article_project.files() if "source" in name] != []
    article_project.write("content/site.yml", "font: system\npublish_captures: false\n")
    assert article_project.build().code == 0
    assert [name for name in article_project.files() if "source" in name] == []
    (page,) = article_project.site.glob("articles/*/index.html")
    html = page.read_text(encoding="utf-8")
    assert "seeds/library.txt" in html
    assert "source.txt" not in html


def test_each_version_of_a_capture_has_its_file(config):
    """The capture shown is source.txt, further ones are counted."""
    article = an_article(evidence=(a_capture(), a_capture("seeds/later.txt"), a_capture("seeds/last.txt")))
    urls = [capture.url for capture in captures(article, "articles/harbour/", config)]
    assert urls == [f"articles/harbour/{name}" for name in ("source.txt", "source-2.txt", "source-3.txt")]


# What a page shows


def test_an_article_page_shows_what_its_template_needs(config):
    """Templates see only what the page declares."""
    context = plan(config, an_article())["articles/harbour/"].context
    everywhere = {"site", "lang", "navigation", "canonical"}
    own = {"article", "card", "related", "form", "captures", "ledger_url", "citation"}
    assert context.keys() == everywhere | own | {"open_graph", "citation_tags", "json_ld"}


def test_lists_show_cards_and_no_bodies(config):
    """The home page is handed cards, so an edit to a body does not reach it."""
    context = plan(config, an_article(summary="ملخص"))[""].context
    assert context.keys() == {"site", "lang", "navigation", "canonical", "cards"}
    assert [(card.headline, card.summary) for card in context["cards"]] == [("الميناء يفتح", "ملخص")]


def test_every_page_names_its_canonical_address(config):
    """A ledger stands behind its article, and a missing page stands nowhere."""
    config = replace(config, base_url="https://archive.example.org/")
    planned = plan(config, an_article(evidence=(a_capture(),)))
    assert {url: page.context["canonical"] for url, page in planned.items()} == {
        "": "https://archive.example.org/",
        "articles/harbour/": "https://archive.example.org/articles/harbour/",
        "articles/harbour/source/": "https://archive.example.org/articles/harbour/",
        "404.html": None,
    }


def test_every_role_of_a_line_has_its_arabic_name():
    """A ledger calls each line by a word that its reader knows."""
    assert ROLE_LABELS.keys() == set(Role)
    assert len(set(ROLE_LABELS.values())) == len(Role)


def test_the_menu_lists_the_written_pages(config):
    """Without a menu of the editor's own, home and the written pages are the menu."""
    pages = [WrittenPage("about", "content/pages/about.md", "من نحن", ""), WrittenPage("من-نحن", "b.md", "نحن", "")]
    archive, _ = assemble([], pages, "UTC")
    assert [(link.title, link.url) for link in navigation(archive, config)] == [
        ("الرئيسية", ""),
        ("من نحن", "about/"),
        ("نحن", "من-نحن/"),
    ]


def test_an_editors_menu_replaces_it(config):
    """The editor's menu is shown as it is, an empty one too."""
    archive, _ = assemble([], [], "UTC")
    chosen = (NavigationLink("الجريدة", "https://newspaper.example.org/"),)
    assert navigation(archive, replace(config, navigation=chosen)) == chosen
    assert navigation(archive, replace(config, navigation=())) == ()


# Related news


@pytest.mark.parametrize(
    ("link", "shown"),
    [
        (RelatedLink("عنوان لا يعرفه أحد"), ("عنوان لا يعرفه أحد", "text", None)),
        (RelatedLink("خبر", "https://x.example.org/a"), ("خبر", "outside", "https://x.example.org/a")),
        (RelatedLink("الميناء يَفتحُ!"), ("الميناء يَفتحُ!", "inside", "articles/harbour/")),
        (RelatedLink("خبر", "https://newspaper.example.org/harbour"), ("خبر", "inside", "articles/harbour/")),
    ],
)
def test_related_news_lead_where_something_is_known(config, link, shown):
    """A title is text; a known address leads out; another article's headline or address leads to that article."""
    harbour = an_article(source_url="https://newspaper.example.org/harbour")
    market = an_article("market", headline="السوق يغلق", related=Related("أخبار ذات صلة", (link,)))
    (related,) = plan(config, harbour, market)["articles/market/"].context["related"]
    assert (related.title, related.kind, related.url) == shown


def test_no_related_title_becomes_a_dead_link(project):
    """On the page a title is text unless it leads somewhere; of captured titles a word says why."""
    project.write("content/articles/a.md", "---\ntitle: خبر\nrelated: [عنوان لا يعرفه أحد]\n---\nنص الخبر.\n")
    project.write("seeds/b.txt", f"{ARTICLE}\n\nأخبار ذات صلة\n\nعنوان لا يعرفه أحد\n")
    assert project.build().code == 0
    (path,) = (path for path in project.files() if "مكتبة" in path and path.count("/") == 2 and "source" not in path)
    written, captured = project.read("articles/خبر/index.html"), project.read(path)
    for html in (written, captured):
        assert '<li class="unlinked">عنوان لا يعرفه أحد</li>' in html
    assert "بلا رابط" in captured
    assert "الصفحة الأصلية" not in written


def test_an_article_that_was_never_captured_claims_no_origin(project):
    """What an editor wrote for the archive is nobody else's text, and no copy of one."""
    project.write("content/articles/a.md", "---\ntitle: خبر\n---\nنص الخبر.\n")
    assert project.build().code == 0
    html = project.read("articles/خبر/index.html")
    assert "عن هذا المقال" in html
    assert "نسخة" not in html.split("<main")[1].split("</main>")[0]


def test_a_body_that_an_editor_rewrote_is_said_to_be_so(project):
    """The ledger shows the captured text, and the page says that its own is another."""
    project.write("seeds/b.txt", ARTICLE)
    project.write("content/articles/a.md", "---\ntitle: خبر\ncapture: b.txt\n---\nنص آخر.\n")
    assert project.build().code == 0
    assert "حرّره القائم على الأرشيف" in project.read("articles/خبر/index.html")


# The comment form


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
