import re
from datetime import date
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from newsgen.errors import TemplateError
from newsgen.model.article import (
    Article,
    Comment,
    CommentForm,
    Evidence,
    FormField,
    Image,
    LedgerLine,
    Related,
    RelatedLink,
    Role,
    WrittenPage,
)
from newsgen.model.config import Config, FormTarget
from newsgen.model.urls import Link
from newsgen.pages.page import Page
from newsgen.theme.render import check_templates, render
from newsgen.theme.theme import Theme, template_folders
from sample_records import plan

ASSETS = {name: f"assets/{name}" for name in ("style.css", "icon.svg", "font.woff2")}
HOSTILE = st.sampled_from(
    [
        *(
            "<script>alert(1)</script>",
            "</script>",
            "</title><base href=x>",
            "</h1><iframe>",
            "<!--",
            "-->",
            "<![CDATA[",
        ),
        *(
            '" onmouseover="alert(1)',
            "' onfocus='x",
            "`",
            "&quot;",
            "&#34;",
            "&lt;img src=x onerror=y&gt;",
            "<img src=x",
            ">",
        ),
        *("{{ 7*7 }}", "{% raw %}", "\\u003c", "javascript:alert(1)", "\u2028", "\u202e", "أ", " ", "\x00", "=", "/"),
    ]
)
TEXTS = st.lists(
    HOSTILE | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n\r"), max_size=3), max_size=6
)


def a_site(text, root, preset="wordpress"):
    """Return every page of a site that says *text* wherever people or captures have a say."""
    address = f"https://x.example.org/{''.join(text.split())}"
    fields = tuple(FormField(name, text, kind, required=True, origin="capture") for name, kind in FIELDS)
    article = Article(
        id="a",
        source=f"content/articles/{text}.md",
        sha256="0" * 64,
        encoding=text,
        confidence="high",
        headline=text,
        headline_origin="derived",
        authors=(text, text),
        published=date(2022, 7, 18),
        updated=date(2022, 7, 19),
        section=text,
        tags=(text, text),
        source_url=address,
        source_name=text,
        captured=date(2022, 7, 18),
        archived_url=address,
        rights=text,
        body=(text, text),
        related=Related(text, (RelatedLink(text), RelatedLink(text, address), RelatedLink("عنوان آخر"))),
        image=Image(address, text, text, text),
        comment_form=CommentForm(text, (text,), fields, text),
        comments=(Comment(text, date(2022, 7, 20), text), Comment(None, None, text)),
        evidence=(Evidence(f"seeds/{text}.txt", "1" * 64, text, (LedgerLine(1, Role.BODY, text),)),),
        slug="a",
        summary=text,
        robots=text,
        extra=(("comment_post_ID", text),),
    )
    other = Article(
        id="b",
        source="content/articles/b.md",
        sha256="0" * 64,
        encoding="utf-8",
        confidence="high",
        headline="عنوان آخر",
        headline_origin="front_matter",
        slug="b",
    )
    menu = (Link(text, "about/"), Link(text, address))
    target = FormTarget(preset, f"{address}@x.example.org" if preset == "mailto" else address)
    config = Config(
        root, root / "site", text, text, "https://archive.example.org/", navigation=menu, comment_form=target
    )
    page = WrittenPage("about", "content/pages/about.md", text, "<p>نص</p>", text)
    theme = Theme(root, "MA", ASSETS, "/")
    planned = plan(article, other, pages=[page], config=config)
    return {url: render(page, theme).decode() for url, page in planned.items()}


FIELDS = (("comment", "textarea"), ("author", "text"), ("email", "email"), ("url", "url"))


class _Skeleton(HTMLParser):
    """The elements of a page with the names of their attributes, and whatever is no element."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.bones, self.text = [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        if tag != "bdi":
            self.bones.append((tag, *(name for name, _ in attrs)))

    def handle_endtag(self, tag):
        if tag != "bdi":
            self.bones.append((f"/{tag}",))

    def handle_data(self, data):
        self.text.append(data)

    def handle_comment(self, data):
        self.bones.append(("!--", data))

    handle_decl = handle_pi = unknown_decl = handle_comment


# Nothing that people wrote becomes markup


@settings(deadline=None, max_examples=examples(40))
@given(TEXTS.map("".join), st.sampled_from(["wordpress", "mailto", "none"]))
def test_no_text_becomes_markup(tmp_path_factory, text, preset):
    """Whatever people, captures and file names say, a page has the elements and attributes of a harmless one."""
    root = tmp_path_factory.getbasetemp()
    hostile, harmless = a_site(f"س{text}", root, preset), a_site("س", root, preset)
    for (url, html), bare in zip(hostile.items(), harmless.values(), strict=True):  # the list of a tag is at its name
        assert _Skeleton(html).bones == _Skeleton(bare).bones, url


def test_what_was_written_can_be_read(tmp_path):
    """Escaping hides nothing: brackets and quotes of a headline, a paragraph and a comment are shown."""
    text = "<b>\"نص\"</b> & 'آخر'"
    pages = a_site(text, tmp_path)
    shown = _Skeleton(pages["articles/a/"]).text
    assert shown.count(text) >= 10
    assert text in _Skeleton(pages["articles/a/source/"]).text
    assert text in _Skeleton(pages[""]).text


@pytest.mark.parametrize("character", ["\ufdd0", "\uffff", "\U0001fffe", "\x00", "\x1b", "\x7f", "\x85"])
def test_what_html_forbids_is_shown_as_unknown(tmp_path, character):
    """A character that would make the page invalid is U+FFFD there, and in the ledger it has its name."""
    pages = a_site(f"س{character}س", tmp_path)
    assert not any(character in html for html in pages.values())
    assert "س\ufffdس" in pages["articles/a/"]
    assert f"U+{ord(character):04X}" in pages["articles/a/source/"]


FORBIDDEN = [chr(c) for c in (*range(0x09), 0x0B, *range(0x0E, 0x20), *range(0x7F, 0xA0), *range(0xFDD0, 0xFDF0))]
FORBIDDEN += [chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF)]


def a_text(text, root):
    """Render a page that shows *text* alone."""
    (root / "templates").mkdir(exist_ok=True)
    (root / "templates/own.html").write_text("{{ text|safe }}", encoding="utf-8")
    return render(Page("", "own.html", {"text": text}), Theme(root, "MA", ASSETS, "/")).decode().removesuffix("\n")


def test_all_that_html_forbids_is_found(tmp_path):
    """Each such character is U+FFFD wherever it is; the quick look for bytes overlooks none."""
    for character in FORBIDDEN:
        assert a_text(f"«س{character}»", tmp_path) == "«س\ufffd»"


def test_all_other_characters_are_shown(tmp_path):
    """Nothing else is touched."""
    text = "".join(chr(c) for c in range(0x110000) if not 0xD800 <= c < 0xE000)
    fine = text.translate(dict.fromkeys(map(ord, FORBIDDEN)))
    assert a_text(fine, tmp_path) == fine
    assert a_text(text, tmp_path) == text.translate(dict.fromkeys(map(ord, FORBIDDEN), "\ufffd"))


# A project's own templates


def write_home(project, text):
    """Give the project a home page of its own."""
    return project.write("templates/home.html", text)


def errors_of(built):
    """Return where each error of a build is, and what was found."""
    return [(error["path"], error["line"], error["found"]) for error in built.report["errors"]]


def test_a_template_replaces_the_one_of_its_name(article_project):
    """A project overrides one file; the pages around it stay as they are shipped."""
    assert article_project.build().code == 0
    before = article_project.files()
    article_project.write("templates/sidebar.html", "<aside>لوحة المشروع</aside>\n")
    assert article_project.build().code == 0
    after = article_project.files()
    changed = [name for name in after if before.get(name) != after[name]]
    assert [name.rpartition("/")[2] for name in changed] == ["index.html"]
    assert "<aside>لوحة المشروع</aside>" in after[changed[0]].decode()


def test_a_project_changes_one_block(article_project):
    """It extends the template that is shipped, and the rest stays as it is."""
    assert article_project.build().code == 0
    path = next(name for name in article_project.files() if re.fullmatch("articles/[^/]*/index.html", name))
    before = article_project.read(path)
    article_project.write(
        "templates/article.html",
        '{% extends "shipped/article.html" %}{% block provenance %}<p>{{ article.id }} محفوظ</p>{% endblock %}\n',
    )
    assert article_project.build().code == 0
    after = article_project.read(path)
    start, end = before.index('<section class="provenance"'), before.rindex("</section>") + len("</section>")
    assert after.replace("<p>library محفوظ</p>", "").split() == (before[:start] + before[end:]).split()


def menus(html):
    """Return how many links the menus of a page have: the one above it, and the one below."""
    return [nav.count("<li>") for nav in re.findall(r"<nav aria-label.*?</nav>", html, re.DOTALL)]


def test_many_pages_are_no_flood_above_each(project):
    """An imported site has dozens: the menu holds the first, and the others are linked below."""
    project.write("content/site.yml", "font: system\n")
    for number in range(12):
        project.write(f"content/pages/{number:02}.md", f"---\ntitle: صفحة {number}\n---\n")
    assert project.build().code == 0
    assert menus(project.read("404.html")) == [8, 5]


def test_an_editors_menu_is_not_parted(project):
    """It stands above every page as it was written, however long."""
    rows = "".join(f"  - {{title: باب {number}, url: https://example.org/{number}}}\n" for number in range(12))
    project.write("content/site.yml", f"font: system\nnavigation:\n{rows}")
    assert project.build().code == 0
    assert menus(project.read("404.html")) == [12]


def test_a_mistake_in_a_block_is_named_in_the_projects_file(article_project):
    """What is shipped is never blamed."""
    text = '{% extends "shipped/article.html" %}\n{% block facts %}\n{{ articel.id }}{% endblock %}\n'
    article_project.write("templates/article.html", text)
    (error,) = errors_of(article_project.build())
    assert error[:2] == ("templates/article.html", 3)
    assert "articel" in error[2]


def test_a_template_can_show_keys_that_newsgen_does_not_know(project):
    """Unknown front matter reaches the project's own templates."""
    project.write("content/articles/a.md", "---\ntitle: خبر\nphotographer: سلمى\n---\nنص.\n")
    project.write("templates/provenance.html", "<p>{{ dict(article.extra).photographer }}</p>")
    assert project.build().code == 0
    (page,) = project.site.glob("articles/*/index.html")
    assert "<p>سلمى</p>" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "line", "found"),
    [
        ("<p>\n{% if cards %}\n", 2, "template syntax"),
        ("<p>\n\n{{ cards|nope }}", 3, "nope"),
        ("{{ 'open", 1, "template syntax"),
        ("<p>\n{{ nope }}", 2, "nope"),
        ("<p>\n{{ site.nope }}", 2, "nope"),
        ("<p>\n{% for card in cards %}\n{{ card.body }}\n{% endfor %}", 3, "body"),
        ("<p>\n{{ ''|date }}", 2, ""),
        ("<p>\n{{ 1 // 0 }}", 2, ""),
        ("<p>\n{{ link() }}", 2, "link"),
        ("<p>\n{% include 'nope.html' %}", 2, "'nope.html' is missing"),
        ("{% extends 'nope.html' %}", 1, "'nope.html' is missing"),
        ("<p>\n{% from 'nope.html' import a %}", 2, "'nope.html' is missing"),
        ("<p>\n{% from 'macros.html' import nope %}{{ nope() }}", 2, "nope"),
        ("{% include 'home.html' %}", 1, ""),
    ],
)
def test_a_mistake_in_a_template_is_named(article_project, text, line, found):
    """The writer of a template is told file, line and the name that is wrong, and the published site stays as it was.

    The other words are those of Jinja2 or Python, and say something.
    """
    assert article_project.build().code == 0
    before = article_project.files()
    write_home(article_project, text)
    built = article_project.build("--keep-going")
    assert built.code == 1
    ((path, at, what),) = errors_of(built)
    assert (path, at) == ("templates/home.html", line)
    assert found in what.strip() != ""
    assert "Traceback" not in built.stderr
    assert article_project.files() == before


def test_a_mistake_below_a_page_is_named_where_it_is(article_project):
    """An error inside an included file is that file's."""
    article_project.write("templates/sidebar.html", "<aside>\n<p>\n{{ related.nope }}</p></aside>")
    (error,) = errors_of(article_project.build())
    assert error[:2] == ("templates/sidebar.html", 3)


def test_a_name_that_a_shipped_template_misses_is_the_overrides_fault(article_project):
    """A file that a project replaced must offer what the others import from it."""
    article_project.write("templates/macros.html", "{% macro digest(sha256) %}{% endmacro %}")
    built = article_project.build()
    assert built.code == 1
    assert built.report["errors"] != []
    assert "Traceback" not in built.stderr


def test_a_page_without_its_template_is_named(tmp_path):
    """A template that no folder holds is missing under its own name."""
    with pytest.raises(TemplateError, match=r"^templates/nope\.html: the template 'nope\.html' is missing"):
        render(Page("", "nope.html", {}), Theme(tmp_path, "MA", ASSETS, "/"))


def test_all_mistakes_are_told_once(article_project):
    """Each mistake is one line, however many pages and templates meet it."""
    article_project.write(
        "seeds/second.txt", "افتتح المعرض أبوابه مساء اليوم أمام جمهور غفير من الزوار والمهتمين بالكتاب.\n"
    )
    article_project.write("templates/home.html", "{% if %}")
    article_project.write("templates/comments.html", "\n{{ nope }}")
    article_project.write("templates/unused.html", "{% endfor %}")
    places = [(path, line) for path, line, _ in errors_of(article_project.build())]
    assert sorted(places) == [("templates/comments.html", 2), ("templates/home.html", 1), ("templates/unused.html", 1)]


@pytest.mark.parametrize("name", ["home.html", "sidebar.html", "unused.html"])
def test_a_template_that_is_no_text_is_named(article_project, name):
    """A template saved in another encoding is one error, wherever it is used."""
    article_project.write(f"templates/{name}", "<p>نص</p>".encode("cp1256"))
    built = article_project.build()
    assert built.code == 1
    assert errors_of(built) == [(f"templates/{name}", None, "is not UTF-8")]
    assert "Traceback" not in built.stderr


def test_a_folder_is_no_template(article_project):
    """A folder of a template's name replaces nothing."""
    (article_project.root / "templates/home.html").mkdir(parents=True)
    assert article_project.build().code == 0


def test_a_template_that_leads_nowhere_is_named(article_project):
    """A dangling link among the templates is one error."""
    article_project.write("templates/own.html", "<p>نص</p>")
    (article_project.root / "templates/old.html").symlink_to("nowhere.html")
    assert errors_of(article_project.build()) == [("templates/old.html", None, "the template 'old.html' is missing")]


def test_an_asset_replaces_the_one_of_its_name(article_project):
    """A project's own style sheet is the site's, and its new files can be linked."""
    article_project.write("templates/assets/style.css", "body { color: teal }")
    article_project.write("templates/assets/pictures/logo.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    write_home(article_project, "{{ asset('pictures/logo.svg') }} {{ asset('style.css') }} {{ asset('nope.js') }}")
    assert article_project.build().code == 0
    logo, style, nothing = article_project.read("index.html").split()
    assert article_project.read(style) == "body { color: teal }"
    assert article_project.read(logo).startswith("<svg")
    assert nothing == "None"


# The two functions of every template


def a_page(url, text, project):
    """Render a page of its own at *url*."""
    project.write("templates/own.html", text)
    html = render(Page(url, "own.html", {}), Theme(project.root, "MA", ASSETS, "/some/path/"))
    return html.decode().rstrip("\n")


@pytest.mark.parametrize(
    ("url", "target", "link"),
    [
        ("", "", "./"),
        ("", "articles/سوق/", "articles/سوق/"),
        ("about/", "", "../"),
        ("articles/سوق/", "about/", "../../about/"),
        ("articles/سوق/source/", "articles/سوق/", "../../../articles/سوق/"),
        ("404.html", "", "/some/path/"),
        ("404.html", "about/", "/some/path/about/"),
        ("about/", "a b?c#d/", "../a%20b%3Fc%23d/"),
    ],
)
def test_links_work_below_any_path(project, url, target, link):
    """Links are relative; only the page that is shown at any depth names the site's own path."""
    assert a_page(url, "{{ link(target) }}".replace("target", f"'{target}'"), project) == link


@pytest.mark.parametrize("name", ["now", "today", "time", "random", "environ", "environment"])
def test_templates_have_no_clock_and_no_chance(project, name):
    """The same page is the same bytes tomorrow: nothing of time or chance has a name in a template."""
    with pytest.raises(TemplateError, match=name):
        a_page("", "{{ " + name + " }}", project)


def test_a_bug_of_newsgen_keeps_its_traceback(tmp_path):
    """An error under a shipped template that is no mistake in it is not dressed up as one."""
    page = Page("", "home.html", {"site": _BrokenSite(), "lang": "ar"})
    with pytest.raises(ZeroDivisionError):
        render(page, Theme(tmp_path, "MA", ASSETS, "/"))


class _BrokenSite:
    """Settings that cannot be read."""

    @property
    def title(self):
        return 1 // 0


def test_shipped_templates_are_sound(tmp_path):
    """Every template compiles, and the project's own folder is looked into first."""
    assert check_templates(Theme(tmp_path, "MA", ASSETS, "/")) == []
    own, shipped = template_folders(tmp_path)
    assert own == tmp_path / "templates"
    assert (shipped / "base.html").is_file()
