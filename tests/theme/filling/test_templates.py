import subprocess
import sys
from types import SimpleNamespace

import jinja2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup, escape

from newsgen.errors import TemplateError
from newsgen.text.date_format import Locale
from newsgen.theme.filling.environment import escaped
from newsgen.theme.filling.templates import Templates

PIECES = [
    "{{ text }}",
    "{{ text ~ '<' ~ safe }}",
    "{{ safe }}",
    "{{ number }}{{ none }}{{ texts }}",
    "{{ text|upper }}{{ safe|upper }}{{ text|safe }}{{ text|e }}",
    "{% autoescape false %}{{ text }}{{ shout(text) }}{% endautoescape %}",
    "{% autoescape number > 1 %}{{ text }}{{ shout(safe) }}{% endautoescape %}",
    "{{ shout(text) }}{{ shout(value=safe) }}",
    "{% set kept %}{{ text }}<i>{% endset %}{{ kept }}",
    "{% filter upper %}{{ text }}<i>{% endfilter %}",
    "{% call wrapped('<') %}{{ text }}{% endcall %}",
    "{% for one in texts recursive %}{{ loop.index }}{{ one }}{{ loop.cycle('<', '>') }}{% endfor %}",
    "{% set space = namespace(n='<') %}{{ space.n }}{{ range(3)|join('<') }}{{ dict(a=text).a }}",
    "{% set join = joiner('<') %}{{ join() }}{{ join() }}{{ '<%s>'|format(text) }}{{ texts|join('&') }}",
    "{{ give(text) }}{{ give(value=safe) }}{{ text.replace('&', '<') }}",
    "{% if missing is defined %}{{ missing }}{% else %}{{ missing|default(text) }}{% endif %}",
    "{% include 'part.html' %}{% import 'part.html' as part with context %}{{ part.said() }}",
]
MACROS = (
    "{% macro shout(value) %}<b>{{ value }}</b>{% endmacro %}"
    "{% macro wrapped(sign) %}{{ sign }}{{ caller() }}{% endmacro %}"
    "{% autoescape false %}{% macro raw(value) %}{{ value }}{% endmacro %}{{ raw(text) }}{% endautoescape %}"
)
PART = "{{ text }}{% macro said() %}{{ text }}{% endmacro %}"
TEXTS = st.text(st.sampled_from("أب a<>&\"'"), max_size=5)


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """Make templates that use the features of Jinja2; return the functions that render them: newsgen's and Jinja2's."""
    folder = tmp_path_factory.mktemp("templates")
    (folder / "all.html").write_text(MACROS + "\n".join(PIECES), encoding="utf-8")
    (folder / "part.html").write_text(PART, encoding="utf-8")
    options = {"autoescape": True, "undefined": jinja2.StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    plain = jinja2.Environment(loader=jinja2.FileSystemLoader(folder), **options)
    return Templates(folder, [folder], Locale("MA")).render, lambda name, context: plain.get_template(name).render(
        context
    )


@settings(deadline=None)
@given(TEXTS, st.lists(TEXTS | TEXTS.map(Markup), max_size=3), st.integers(0, 3))
def test_templates_render_as_jinja2_does(both, text, texts, number):
    """The parts of Jinja2 that are left out for speed change no template: the text is the same."""
    context = {"text": text, "safe": Markup(f"<i>{escape(text)}"), "texts": texts, "number": number, "none": None}
    ours, jinja2s = (render("all.html", context | {"give": lambda value: value}) for render in both)
    assert ours == jinja2s


def test_jinja2_is_not_imported_before_a_page_is_rendered():
    """A build that renders nothing does not load Jinja2."""
    code = "import newsgen.build.pipeline, sys; print('jinja2' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


class _HasHtml:
    """A value with its own HTML."""

    def __html__(self):
        return "<i>"


@pytest.mark.parametrize("value", ["", "نص", "<", "'", '"', "&", Markup("<i>"), 5, None, _HasHtml()])
def test_every_value_is_escaped(value):
    """Any value is escaped as MarkupSafe does it."""
    assert escaped(value) == escape(value)


OWN_FIELDS = (
    ("subtitle", "عنوان <فرعي>"),
    ("my-key", "بشرطة"),
    ("place", {"city": "آسفي", "items": "مواد", "phone": None}),
    ("items", ["أ", {"name": "ب", "get": "ج"}]),
    ("get", "خذ"),
    ("pinned", "false"),
    ("featured", "true"),
    ("empty", None),
)


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ("{{ article.extra.subtitle }}", "عنوان &lt;فرعي&gt;"),
        ('{{ article.extra["my-key"] }}{{ article.extra["subtitle"] }}', "بشرطةعنوان &lt;فرعي&gt;"),
        ("[{{ article.extra.missing }}{{ article.extra.missing.deeper }}{{ article.extra['no'] }}]", "[]"),
        ("[{{ article.extra.empty }}{{ article.extra.place.phone }}]", "[]"),
        ("{{ article.extra.place.city }} {{ article.extra.place.items }}", "آسفي مواد"),
        ("{{ article.extra['place'].city }}", "آسفي"),
        ("{% for one in article.extra['items'] if one is mapping %}{{ one.name }}{{ one.get }}{% endfor %}", "بج"),
        ("{{ article.extra.items[0] }} {{ article.extra.get }}", "أ خذ"),
        ("[{{ article.extra.keys }}{{ article.extra.values }}{{ article.extra.pop }}]", "[]"),
        ("{% for key, value in article.extra.items[1].items() %}{{ key }}={{ value }};{% endfor %}", "name=ب;get=ج;"),
        (
            "{% for key in article.extra.place %}{{ key }} {{ article.extra.place[key] }};{% endfor %}",
            "city آسفي;items مواد;phone ;",
        ),
        ("{{ article.extra.place.get('city') }}{{ article.extra.place.get('x', 'لا') }}", "آسفيلا"),
        ("{{ article.extra.keys()|join(',') }}", "subtitle,my-key,place,items,get,pinned,featured,empty"),
        ("{{ article.extra.missing|default('بديل') }}{{ article.extra.values is defined }}", "بديلFalse"),
        ("{% if article.extra.pinned %}لا{% else %}{{ article.extra.pinned }}{% endif %}", "false"),
        ("{% if article.extra.featured %}{{ article.extra.featured }}{% endif %}", "true"),
        ("{% if 'subtitle' in article.extra and not article.extra.keys %}نعم{% endif %}", "نعم"),
        ("{% set own = article.extra %}{{ own.place.items }}", "مواد"),
        ("{{ article.extra.place|tojson }}", '{"city":"آسفي","items":"مواد","phone":null}'),
        ('{{ article.extra["items"]|tojson }}', '["أ",{"name":"ب","get":"ج"}]'),
    ],
)  # fmt: skip
def test_a_field_of_ones_own_is_read_by_its_name(tmp_path, template, shown):
    """Missing and empty fields are empty, and names such as items are fields, not methods of Python."""
    (tmp_path / "all.html").write_text(template, encoding="utf-8")
    templates = Templates(tmp_path, [tmp_path], Locale("MA"))
    context = {"article": SimpleNamespace(extra=OWN_FIELDS)}
    assert templates.render("all.html", context) == shown


def test_only_fields_of_ones_own_may_be_missing(tmp_path):
    """A typing mistake in a name that newsgen provides stays an error."""
    (tmp_path / "all.html").write_text("{{ article.extras }}", encoding="utf-8")
    with pytest.raises(TemplateError, match="extras"):
        Templates(tmp_path, [tmp_path], Locale("MA")).render("all.html", {"article": SimpleNamespace(extra=())})


@pytest.mark.parametrize(
    ("files", "line", "words"),
    [
        ({"article.html": '{% extends "article.html" %}'}, 1, 'write {% extends "shipped/article.html" %}'),
        ({"a.html": 'أ\n{% extends "b.html" %}', "b.html": '{% extends "a.html" %}'}, 2, "extends itself through"),
        (
            {"article.html": '{% extends "shipped/article.html" %}\n{% block txet %}{% endblock %}'},
            2,
            "the block 'txet' is not shown by any parent; did you mean text?",
        ),
        (
            {"page.html": '{% extends "shipped/base.html" %}\n{% if 1 %}{% block footre %}{% endblock %}{% endif %}'},
            2,
            "the block 'footre'",
        ),
    ],
)  # fmt: skip
def test_a_template_that_cannot_show_what_it_says_is_an_error(project, files, line, words):
    """A template that extends itself, and a block that nothing shows, are named with file, line and remedy."""
    for name, text in files.items():
        project.write(f"templates/{name}", text)
    project.write("content/articles/a.md", "---\ntitle: خبر\n---\nنص\n")
    built = project.build()
    error = next(error for error in built.report["errors"] if words in f"{error['found']}; {error['remedy']}")
    assert (error["path"], error["line"]) == (f"templates/{next(iter(files))}", line)
    assert built.code == 1


def test_blocks_inside_a_shown_block_are_ones_own(project):
    """A new block is shown if it is inside one of the parent's, or called by its name."""
    text = '{% extends "shipped/article.html" %}{% block text %}{% block new %}أ{% endblock %}{% endblock %}'
    project.write("templates/article.html", text)
    project.write("content/articles/a.md", "---\ntitle: خبر\nslug: a\n---\nنص\n")
    assert project.build().code == 0
    assert "أ" in project.read("articles/a/index.html")


def test_a_template_that_includes_itself_is_an_error(project):
    """Jinja2 would say that a recursion is too deep."""
    project.write("templates/home.html", '{% include "home.html" %}')
    project.write("content/articles/a.md", "---\ntitle: خبر\n---\nنص\n")
    built = project.build()
    assert "error: templates/home.html:1: includes itself without end; " in built.stderr


def test_a_changed_field_changes_the_page_that_shows_it(project):
    """Nothing else of the article changes, so only its own page is written again, and the receipt."""
    text = '{% extends "shipped/article.html" %}{% block text %}{{ article.extra.subtitle }}{% endblock %}'
    project.write("templates/article.html", text)
    for word in ("الأول", "الثاني"):
        project.write("content/articles/a.md", f"---\ntitle: خبر\nslug: a\nsubtitle: {word}\n---\nنص\n")
        built = project.build()
        assert word in project.read("articles/a/index.html")
    assert built.report["written"] == 2
