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
    StandalonePage,
)
from newsgen.model.config import Config
from newsgen.model.form_target import FormTarget
from newsgen.model.urls import Link
from newsgen.pages.page import Page
from newsgen.text.date_format import Locale
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


def rendered_site(text, root, preset="wordpress"):
    """Return every page of a site in which each text from people or captures is *text*, by address."""
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
    page = StandalonePage("about", "content/pages/about.md", text, "<p>نص</p>", text)
    theme = Theme(root, Locale("MA"), ASSETS, "/")
    planned = plan(article, other, pages=[page], config=config)
    return {url: render(page, theme).decode() for url, page in planned.items()}


FIELDS = (("comment", "textarea"), ("author", "text"), ("email", "email"), ("url", "url"))


WHOLE = re.compile('<span class="whole">(.*?)</span>', re.DOTALL)
"""A quotation mark and the word beside it, which stay on one line; like isolation it depends on the text."""


class _Structure(HTMLParser):
    """The elements of a page with the names of their attributes, its comments and its text."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.markup, self.text = [], []
        self.feed(WHOLE.sub(r"\1", html))
        self.close()

    def handle_starttag(self, tag, attrs):
        if tag != "bdi":
            self.markup.append((tag, *(name for name, _ in attrs)))

    def handle_endtag(self, tag):
        if tag != "bdi":
            self.markup.append((f"/{tag}",))

    def handle_data(self, data):
        self.text.append(data)

    def handle_comment(self, data):
        self.markup.append(("!--", data))

    handle_decl = handle_pi = unknown_decl = handle_comment


# No text becomes markup


@settings(deadline=None, max_examples=examples(40))
@given(TEXTS.map("".join), st.sampled_from(["wordpress", "mailto", "none"]))
def test_no_text_becomes_markup(tmp_path_factory, text, preset):
    """With any text from people, captures and file names, a page has the elements and attributes of a harmless one."""
    root = tmp_path_factory.getbasetemp()
    bare_text = "س*" if "*" in text else "س"  # a note with a star explains that of required fields
    hostile, harmless = rendered_site(f"س{text}", root, preset), rendered_site(bare_text, root, preset)
    for (url, html), bare in zip(hostile.items(), harmless.values(), strict=True):  # the list of a tag is at its name
        assert _Structure(html).markup == _Structure(bare).markup, url


def test_text_is_shown_unchanged(tmp_path):
    """Escaping hides nothing: brackets and quotes in a headline, a paragraph and a comment are shown."""
    text = "<b>\"نص\"</b> & 'آخر'"
    pages = rendered_site(text, tmp_path)
    visible = _Structure(pages["articles/a/"]).text
    assert visible.count(text) >= 10
    assert text in _Structure(pages["articles/a/source/"]).text
    assert text in _Structure(pages[""]).text


@pytest.mark.parametrize("character", ["\ufdd0", "\uffff", "\U0001fffe", "\x00", "\x1b", "\x7f", "\x85"])
def test_characters_that_html_forbids_are_replaced(tmp_path, character):
    """A character that would make the page invalid becomes U+FFFD, and the ledger shows its number."""
    pages = rendered_site(f"س{character}س", tmp_path)
    assert not any(character in html for html in pages.values())
    assert "س\ufffdس" in pages["articles/a/"]
    assert f"U+{ord(character):04X}" in pages["articles/a/source/"]


FORBIDDEN = [chr(c) for c in (*range(0x09), 0x0B, *range(0x0E, 0x20), *range(0x7F, 0xA0), *range(0xFDD0, 0xFDF0))]
FORBIDDEN += [chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF)]


def render_text(text, root):
    """Render a page that contains only *text*."""
    (root / "templates").mkdir(exist_ok=True)
    (root / "templates/own.html").write_text("{{ text|safe }}", encoding="utf-8")
    return (
        render(Page("", "own.html", {"text": text}), Theme(root, Locale("MA"), ASSETS, "/")).decode().removesuffix("\n")
    )


def test_every_forbidden_character_is_found(tmp_path):
    """Each of them becomes U+FFFD; the fast search for bytes misses none."""
    for character in FORBIDDEN:
        assert render_text(f"«س{character}»", tmp_path) == "«س\ufffd»"


def test_all_other_characters_are_unchanged(tmp_path):
    """No other character is replaced."""
    text = "".join(chr(c) for c in range(0x110000) if not 0xD800 <= c < 0xE000)
    fine = text.translate(dict.fromkeys(map(ord, FORBIDDEN)))
    assert render_text(fine, tmp_path) == fine
    assert render_text(text, tmp_path) == text.translate(dict.fromkeys(map(ord, FORBIDDEN), "\ufffd"))


# A project's own templates


def write_home(project, text):
    """Give the project its own template of the home page."""
    return project.write("templates/home.html", text)


def errors_of(built):
    """Return path, line and finding of each error of a build."""
    return [(error["path"], error["line"], error["found"]) for error in built.report["errors"]]


def test_a_template_replaces_the_shipped_one_of_its_name(article_project):
    """A project overrides one file; all other templates stay the shipped ones."""
    assert article_project.build().code == 0
    before = article_project.files()
    article_project.write("templates/sidebar.html", "<aside>لوحة المشروع</aside>\n")
    assert article_project.build().code == 0
    after = article_project.files()
    changed = [name for name in after if before.get(name) != after[name]]
    assert [name.rpartition("/")[2] for name in changed] == ["index.html", "receipt.json"]
    assert "<aside>لوحة المشروع</aside>" in after[changed[0]].decode()


def test_a_project_can_change_one_block(article_project):
    """Its template extends the shipped one, and the rest of the page is unchanged."""
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
    """Return the number of links in the menu of a page, and in the list of pages at its foot, 0 if it has none."""
    parts = (r'<nav class="bar".*?</nav>', r'<nav aria-labelledby="page-pages".*?</nav>')
    found = [re.search(part, html, re.DOTALL) for part in parts]
    return [match[0].count("<li") if match else 0 for match in found]


def test_a_long_default_menu_is_cut(project):
    """An imported site has dozens of pages: the menu has the first of them, and the foot has all."""
    project.write("content/site.yml", "font: system\n")
    for number in range(12):
        project.write(f"content/pages/{number:02}.md", f"---\ntitle: صفحة {number}\n---\n")
    assert project.build().code == 0
    assert menus(project.read("404.html")) == [10, 12]


def test_an_editors_menu_is_not_cut(project):
    """It is above every page, unchanged, at any length."""
    rows = "".join(f"  - {{title: باب {number}, url: https://example.org/{number}}}\n" for number in range(12))
    project.write("content/site.yml", f"font: system\nnavigation:\n{rows}")
    assert project.build().code == 0
    assert menus(project.read("404.html")) == [12, 0]


def test_an_error_in_a_block_names_the_projects_file(article_project):
    """The error never names the shipped template."""
    text = '{% extends "shipped/article.html" %}\n{% block facts %}\n{{ articel.id }}{% endblock %}\n'
    article_project.write("templates/article.html", text)
    (error,) = errors_of(article_project.build())
    assert error[:2] == ("templates/article.html", 3)
    assert "articel" in error[2]


def test_a_template_can_show_unknown_keys(project):
    """Unknown keys of front matter reach the project's own templates."""
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
def test_an_error_in_a_template_names_file_and_line(article_project, text, line, found):
    """The error has file, line and the wrong name, and the published site is unchanged.

    The other words are those of Jinja2 or Python, so none of them is asserted.
    """
    assert article_project.build().code == 0
    before = article_project.files()
    write_home(article_project, text)
    built = article_project.build("--keep-going")
    assert built.code == 1
    ((path, at, message),) = errors_of(built)
    assert (path, at) == ("templates/home.html", line)
    assert found in message.strip() != ""
    assert "Traceback" not in built.stderr
    assert article_project.files() == before


def test_an_error_in_an_included_template_names_that_file(article_project):
    """The error names the included file and its line."""
    article_project.write("templates/sidebar.html", "<aside>\n<p>\n{{ related.nope }}</p></aside>")
    (error,) = errors_of(article_project.build())
    assert error[:2] == ("templates/sidebar.html", 3)


def test_a_macro_that_an_override_lacks_is_an_error(article_project):
    """A file that a project replaces must define what other templates import from it."""
    article_project.write("templates/macros.html", "{% macro digest(sha256) %}{% endmacro %}")
    built = article_project.build()
    assert built.code == 1
    assert built.report["errors"] != []
    assert "Traceback" not in built.stderr


def test_a_missing_template_is_named(tmp_path):
    """The error names the template that is in no folder."""
    with pytest.raises(TemplateError, match=r"^templates/nope\.html: the template 'nope\.html' is missing"):
        render(Page("", "nope.html", {}), Theme(tmp_path, Locale("MA"), ASSETS, "/"))


def test_each_error_is_reported_once(article_project):
    """An error is one line, on however many pages and templates it occurs."""
    article_project.write(
        "seeds/second.txt", "افتتح المعرض أبوابه مساء اليوم أمام جمهور غفير من الزوار والمهتمين بالكتاب.\n"
    )
    article_project.write("templates/home.html", "{% if %}")
    article_project.write("templates/comments.html", "\n{{ nope }}")
    article_project.write("templates/unused.html", "{% endfor %}")
    places = [(path, line) for path, line, _ in errors_of(article_project.build())]
    assert sorted(places) == [("templates/comments.html", 2), ("templates/home.html", 1), ("templates/unused.html", 1)]


@pytest.mark.parametrize("name", ["home.html", "sidebar.html", "unused.html"])
def test_a_template_in_another_encoding_is_named(article_project, name):
    """It is one error, on however many pages it is used."""
    article_project.write(f"templates/{name}", "<p>نص</p>".encode("cp1256"))
    built = article_project.build()
    assert built.code == 1
    assert errors_of(built) == [(f"templates/{name}", None, "is not UTF-8")]
    assert "Traceback" not in built.stderr


def test_a_folder_is_not_a_template(article_project):
    """A folder with the name of a template replaces nothing."""
    (article_project.root / "templates/home.html").mkdir(parents=True)
    assert article_project.build().code == 0


def test_a_dangling_link_among_templates_is_named(article_project):
    """A symbolic link without a target is one error."""
    article_project.write("templates/own.html", "<p>نص</p>")
    (article_project.root / "templates/old.html").symlink_to("nowhere.html")
    assert errors_of(article_project.build()) == [("templates/old.html", None, "the template 'old.html' is missing")]


def test_an_asset_replaces_the_shipped_one_of_its_name(article_project):
    """A project's own style sheet is used, and its new files can be linked."""
    article_project.write("templates/assets/style.css", "body{color:teal}")
    article_project.write("templates/assets/pictures/logo.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    write_home(article_project, "{{ asset('pictures/logo.svg') }} {{ asset('style.css') }} {{ asset('nope.js') }}")
    assert article_project.build().code == 0
    logo, style, nothing = article_project.read("index.html").split()
    assert article_project.read(style) == "body{color:teal}"
    assert article_project.read(logo).startswith("<svg")
    assert nothing == "None"


# The two functions of every template


def render_own(url, text, project):
    """Render a page at *url* with *text* as its template."""
    project.write("templates/own.html", text)
    html = render(Page(url, "own.html", {}), Theme(project.root, Locale("MA"), ASSETS, "/some/path/"))
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
    """Links are relative; only 404.html, which is shown at any depth, names the site's own path."""
    assert render_own(url, "{{ link(target) }}".replace("target", f"'{target}'"), project) == link


@pytest.mark.parametrize("name", ["now", "today", "time", "random", "environ", "environment"])
def test_templates_have_neither_time_nor_randomness(project, name):
    """The same page gives the same bytes at any time, because templates cannot name time or randomness."""
    with pytest.raises(TemplateError, match=name):
        render_own("", "{{ " + name + " }}", project)


def test_a_bug_of_newsgen_keeps_its_traceback(tmp_path):
    """An error of newsgen's own code below a shipped template is not reported as an error of the template."""
    page = Page("", "home.html", {"site": _BrokenSite(), "lang": "ar"})
    with pytest.raises(ZeroDivisionError):
        render(page, Theme(tmp_path, Locale("MA"), ASSETS, "/"))


class _BrokenSite:
    """Settings that raise an error."""

    @property
    def title(self):
        return 1 // 0


def test_shipped_templates_compile(tmp_path):
    """Every template compiles, and the project's own folder is searched first."""
    assert check_templates(Theme(tmp_path, Locale("MA"), ASSETS, "/")) == []
    own, shipped = template_folders(tmp_path)
    assert own == tmp_path / "templates"
    assert (shipped / "base.html").is_file()


def test_the_front_page_promises_only_what_the_archive_has(project):
    """Without a capture there is no ledger of its lines."""
    project.write("content/site.yml", "font: system\n")
    project.write("content/articles/a.md", "---\ntitle: خبر\n---\nنص.\n")
    assert project.build().code == 0
    assert "سجل لكل سطر" not in project.read("index.html")
    project.write("seeds/a.txt", "عنوان الخبر الأول هنا\n\nنص الخبر الأول هنا، وهو جملة طويلة تكفي.\n")
    project.write("content/articles/a.md", "---\ntitle: خبر\ncapture: a.txt\n---\n")
    assert project.build().code == 0
    assert "سجل لكل سطر" in project.read("index.html")


def test_an_editors_sections_are_all_in_the_menu(project):
    """However many they are, none is cut off."""
    names = [f"قسم {number}" for number in "أبتثجحخدذرزس"]
    project.write("content/site.yml", "font: system\nsections:\n" + "".join(f"  {name}:\n" for name in names))
    for number, name in enumerate(names):
        project.write(f"content/articles/{number}.md", f"---\ntitle: خبر {number}\ncategories: [{name}]\n---\nنص.\n")
    assert project.build().code == 0
    menu = re.search(r'<nav class="bar".*?</nav>', project.read("index.html"), re.DOTALL)[0]
    assert all(name in menu for name in names)
