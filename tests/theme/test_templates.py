import subprocess
import sys

import jinja2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup, escape

from newsgen.text.date_format import Locale
from newsgen.theme.templates import Templates, escaped

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
