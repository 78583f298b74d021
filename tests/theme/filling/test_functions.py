# ruff: noqa: E501 - a template is one line
"""Whatever a template does, the function that is made for it prints what Jinja2 prints."""

import shutil
from copy import deepcopy
from datetime import UTC, date, datetime, timedelta, timezone
from types import SimpleNamespace

import jinja2
import pytest
from markupsafe import Markup, escape

from newsgen.cli.entry import main
from newsgen.errors import TemplateError
from newsgen.model.article import StandalonePage
from newsgen.model.article_meta import Card
from newsgen.model.pictures import CardPicture, Variant
from newsgen.model.urls import Link, quote_path
from newsgen.text.date_format import Locale
from newsgen.theme.filling import functions
from newsgen.theme.filling.templates import Templates
from newsgen.theme.render import render
from newsgen.theme.theme import START, Theme
from sample_records import a_capture, an_article, plan
from sample_sites import PROJECTS

BASE = """\
{% from "macros.html" import menu, named %}
<title>{% block title %}{{ site.title|title_text }}{% endblock %}</title>
{% block head %}{{ labels.skip }}<b>{{ labels["skip"] }}{{ count|counted(labels.articles) }}{% endblock %}
{% if asset("style.css") %}<link href="{{ asset("style.css") }}">{% endif %}{% if asset("none") %}no{% endif %}
{% set above = navigation if site.menu is not none else navigation[:1] %}
{{ menu(above, labels.menu, link, url) }}
{% if crumbs %}{% for step in crumbs %}{{ named(step, link) }}{% endfor %}{% endif %}
{% block main %}{% include "part.html" %}{% block inner %}{{ heading }}{% endblock %}{% endblock %}
{% set below = navigation[above|length:] %}
{% block footer %}{{ above|length }}{{ below|length }}{{ link("") }}{{ link("a b/'") }}{% endblock %}
{% block last %}{% endblock %}
"""
MACROS = """\
{# Macros #}
{% macro named(item, link) %}{% if item.url is none %}{{ item.title }}{% else %}<a href="{{ link(item.url) }}">{{ item.title }}</a>{% endif %}{% endmacro %}
{% macro menu(items, label, link, url) %}<nav aria-label="{{ label }}">
{% for item in items %}{{ loop.index }}<a{% if item.url == url %} here{% endif %}>{{ named(item, link) }}</a>{% endfor %}</nav>{% endmacro %}
{% macro card(card, link, lead=false) %}{{ cards([card], link, lead)|trim }}{% endmacro %}
{% macro cards(items, link, lead=false) %}{% for card in items %}
<h3{% if lead %} lead{% endif %}><a href="{{ link(card.url) }}">{{ card.headline|isolate }}</a>{{ card.section }}{{ card.source_name }}
<i>{{ card.published|iso if card.published }}</i>{{ card.summary }}{{ card.lang }}</h3>{% endfor %}{% endmacro %}
{% macro shout(value, end="!") %}<b>{{ value }}{{ end }}</b>{{ kwargs }}{{ varargs }}{% endmacro %}
{% macro said(text) %}{% set text2 = text ~ "<" %}{{ text2 }}{{ caller() if caller }}{% endmacro %}
{% macro of_page() %}{{ heading }}{{ own }}{{ shout is defined }}{% endmacro %}
{% macro joined(x) %}{{ x ~ ("<b>"|safe) }}{{ x }}{% endmacro %}
{% macro squared(x) %}{{ x ** 2 }}{% endmacro %}
{% macro inner(outer, items) %}{% for item in items %}{{ outer.index }}{{ loop.index }}{% endfor %}{% endmacro %}
"""
PART = "{% set archived = heading %}{{ archived }}{{ labels.skip }}{{ missing|default('x') }}"
OWN = [
    "{% set labels = {'skip': '<'} %}{{ labels.skip }}",
    "{% set site = {'title': 't'} %}{{ site.title }}",
    "{% for site in navigation %}{{ site.title }}{% endfor %}{{ site.title }}",
    "{% for link in navigation %}{{ link.url }}{% endfor %}{{ link('x/') }}",
    "{% for x in navigation %}{{ loop.index }}{{ x.title }}{{ loop.last }}{% else %}none{% endfor %}",
    "{% for x in navigation if x.url %}{{ x.title }}{% endfor %}{{ x }}",
    "{% for x in navigation %}{% for x in crumbs %}{{ x.title }}{% endfor %}{{ x.title }}{% endfor %}",
    "{% for x in navigation %}{% set heading = x.title %}{{ heading }}{% endfor %}{{ heading }}",
    "{% for title, url in navigation %}{{ title }}={{ url }};{% endfor %}{{ url }}",
    "{% for x in labels.articles.items() %}{{ x[0] }}{{ x|length }}{% endfor %}",
    "{% for key, value in labels.articles|dictsort %}{{ key }}{{ value }}{% endfor %}",
    "{% for x in navigation|map(attribute='title') %}{{ x }}{% endfor %}{{ navigation|map(attribute='url')|join(',') }}",
    "{% with labels = navigation %}{{ labels[0].title }}{% endwith %}{{ labels.skip }}",
    "{% with x = labels.skip, y = heading %}{{ x }}{{ y }}{% endwith %}",
    "{% macro own(labels, x=labels.skip) %}{{ labels }}{{ x }}{{ site.title }}{% endmacro %}{{ own('a') }}{{ own('a', '<') }}",
    "{% macro link(x) %}<{{ x }}>{% endmacro %}{{ link('a/') }}",
    "{% from 'macros.html' import shout %}{{ shout(heading) }}{{ shout(heading, end='<') }}{{ shout(end='?', value=safe) }}",
    "{% from 'macros.html' import shout %}{{ shout(heading, 1, 2, 3) }}{{ shout(heading, z=3) }}",
    "{% from 'macros.html' import shout as labels %}{{ labels(heading) }}{{ site.title }}",
    "{% from 'macros.html' import said %}{{ said(heading) }}{% call said('x') %}<{{ heading }}>{% endcall %}",
    "{% from 'macros.html' import of_page %}{{ of_page() }}",
    "{% from 'macros.html' import of_page with context %}{{ of_page() }}",
    "{% from 'macros.html' import named %}{% for named in navigation %}{{ named.title }}{% endfor %}{{ named(crumbs[0], link) }}",
    "{% from 'macros.html' import named %}{{ named(crumbs[1], link)|upper }}{{ named(item=crumbs[1], link=asset) }}",
    "{% from 'macros.html' import card, cards %}{{ cards(shown, link) }}{{ cards(shown, link, lead=true) }}{{ card(shown[0], link) }}",
    "{% from 'macros.html' import cards %}{{ cards(crumbs, link) }}",
    "{% import 'macros.html' as own %}{{ own.named(crumbs[0], link) }}{{ own.shout(heading) }}",
    "{% include 'part.html' %}{{ archived is defined }}{% set archived = 1 %}{% include 'part.html' %}",
    "{% for x in shown %}{% include 'loop.html' %}{% endfor %}",
    "{% for x in shown %}{{ loop.index }}{% include 'loop.html' %}{% endfor %}",
    "{% include 'no.html' ignore missing %}{% include ['no.html', 'part.html'] %}{% include 'part.html' without context %}",
    "{{ heading }}{% include 'part.html' without context %}{{ heading }}{% for x in shown %}{% include own_see without context %}{% endfor %}",
    "{% include own_part %}",
    "{% for x in tree recursive %}{{ x.name }}{{ loop.depth }}{% if x.below %}{{ loop(x.below) }}{% endif %}{% endfor %}",
    "{% autoescape false %}{{ heading }}{{ labels.skip }}{% include 'part.html' %}{% endautoescape %}{{ heading }}",
    "{% filter upper %}{{ labels.skip }}<i>{{ heading }}{% endfilter %}",
    "{% set kept %}{{ labels.skip }}<i>{{ link('x/') }}{% endset %}{{ kept }}{{ kept|length }}",
    "{% set space = namespace(n=labels.skip) %}{% set space.n = '<' %}{{ space.n }}",
    "{{ labels.skip|safe }}{{ labels.skip ~ safe }}{{ safe ~ labels.skip ~ '<' }}{{ (labels.skip ~ '<')|e }}",
    "{{ ('<'|safe) ~ '<' }}{{ (labels.skip|safe) ~ '<' ~ ('<'|safe ~ '<') }}",
    "{{ (labels.skip|safe) ~ '<' }}{{ '<' ~ (labels.skip|safe) }}{{ site.title|isolate ~ '<' }}",
    "{{ labels.skip == '<' }}{{ 1 < site.menu|default(2, true)|int < 3 }}{{ not site.menu }}{{ none }}{{ 1 + 1.5 }}",
    "{{ labels.skip if site.menu else heading }}{{ heading if heading }}{{ 'x' if labels.no is defined }}",
    "{{ labels.no|default('d') }}{{ labels.no is defined }}{{ site.title is defined }}{{ number.no is undefined }}",
    "{{ labels }}{{ navigation }}{{ site.title|upper|lower|title }}{{ navigation|first }}{{ navigation|length }}",
    "{{ {'a': labels.skip}.a }}{{ {'a': 1}['a'] }}{{ [labels.skip, 2]|tojson }}{{ (labels.skip, heading)[0] }}",
    "{{ labels.skip[1:] }}{{ navigation[-1].title }}{{ navigation[number].title }}{{ labels['sk' ~ 'ip'] }}{{ labels[key] }}",
    "{% if labels.skip and heading %}1{% endif %}{% if not labels.skip or number %}2{% endif %}",
    "{% if not site.title %}{{ no.such }}{% elif number > 5 %}a{% elif labels.skip %}b{% else %}{{ no.such }}{% endif %}",
    "{% if link('x') %}1{% endif %}{% if asset('style.css') is none %}2{% endif %}{{ asset('style.css')|upper }}{{ asset(name='x') }}",
    "{{ link(url='a/') }}{{ link(*['a/']) }}{{ link('&/') }}{{ link(labels.skip) }}{{ link(crumbs[0].url) ~ '<' }}",
    "{{ article.extra.subtitle }}{{ article.extra.no }}{{ article.extra.place.city }}{{ article.extra.place.no }}",
    "{% set own = article.extra %}{{ own.subtitle }}{{ own.no }}{% for key in own %}{{ key }}{{ own[key] }}{% endfor %}",
    "{% for card in shown %}<p>{{ card.headline }}{{ card.section }}{{ card.published|iso }}{{ card.id }}{{ card.lang }}{{ link(card.url) }}{{ card.summary }}</p>{% endfor %}",
    "{% for card in shown %}<p>{{ card.headline }}{{ card.section }}{{ card.id }}{{ card.lang }}{{ link(card.url)|upper }}{{ link('') }}{{ url }}</p>{% endfor %}",
    "{% for x in crumbs %}{{ x.title }}{{ x.title }}{{ x.title }}{{ x.title }}{{ x.title }}{{ x.title }}{{ link(x.url or '') }}{{ link('') }}{% endfor %}",
    "{% for x in shown %}{{ x.id }}{{ x.id }}{% for y in [x.lang, x.id] %}{{ y }}{{ y }}{{ y }}{{ y }}{{ y }}{{ y }}{% endfor %}{% endfor %}",
    "{% set own = navigation|map(attribute='title') %}{{ own|join }}{{ own|join }}{{ own|length if own is string }}",
    "{% set own = 'ab'|list %}{{ own|length }}{{ own.append(labels.skip) or '' }}{{ own|length }}{{ own|join }}",
    "{% set own = navigation|list %}{% for x in own %}{{ x.title }}{% endfor %}{{ own.pop().title }}{{ own|length }}",
    "{% raw %}{{ x }}{% endraw %}{{ '{{' }}{{ heading.replace('x', labels.skip) }}{{ '%s'|format(heading) }}{{ safe|striptags }}",
    "{{ odd }}{{ odd|e }}{{ [odd, labels.skip]|join('<') }}",
    "{% from 'macros.html' import joined %}{{ joined('x<') }}{{ joined(labels.skip) }}{{ ('x<' ~ ('<b>'|safe)) }}",
    "{% from 'macros.html' import squared %}{{ squared(-5) }}{{ squared(labels.minus) }}{{ ('-5'|int) ** 2 }}",
    "{{ labels.minus ** 2 }}{{ labels.minus ** number }}{{ (-5) ** number }}{{ ('-5'|int) ** number }}",
    "{% from 'macros.html' import inner %}{% for x in shown %}{{ inner(loop, [1, 2]) }}{% endfor %}",
    "{% from 'macros.html' import joined %}{% for x in navigation %}{{ joined('<' if x.url == '' else heading ~ x.url) }}{% endfor %}",
    "{% with _0_x = labels.skip %}{{ _0_x }}{% endwith %}{{ _0_x|default('no') }}{{ _start }}",
    "{% for x in navigation %}{% include 'see.html' %}{% include own_see %}{% endfor %}",
    "{% for x in navigation %}{% for y in navigation %}{{ x.url }}{{ y.url }}{% endfor %}{% endfor %}",
    "{% for card in shown %}{{ card.id }}{{ card.id }}{{ card.id }}{{ card.id }}{{ card.id }}{% for heading in [card.id] %}{{ heading }}{% endfor %}{{ heading }}{% endfor %}",
    "{% for card in shown %}{{ card.id }}{{ card.id }}{{ card.id }}{{ card.id }}{% for x in [card.id] %}{% set heading = x %}{{ heading }}{% endfor %}{{ heading }}{% endfor %}",
    "{% for card in shown %}{{ card.id }}{{ card.id }}{{ card.id }}{{ card.id }}{{ card.id }}{{ card.published.tzinfo }}{% endfor %}",
    "{% from 'none.html' import named %}{{ heading }}",
    "{% from 'wrong.html' import joined %}{{ heading }}",
    "{% from 'nofilter.html' import joined %}{{ joined(1) }}",
    "{% set own = labels.skip %}{% from 'macros.html' import of_page with context %}{{ of_page() }}",
    "{% from 'macros.html' import shout %}{% set own = 1 %}{% from 'macros.html' import of_page with context %}{{ of_page() }}",
    "{{ labels.update({'skip': 'new'}) or '' }}{{ labels.skip }}",
    "{{ labels['update']({'skip': 'new'}) or '' }}{{ labels.skip }}",
    "{{ crumbs.append(1) or '' }}{{ crumbs|length }}{{ 1 if site.nothing is none }}",
    "{% set \ufb01rst = 1 %}{{ \ufb01rst }}{{ first }}{{ site.\ufb01rst }}",
    "{{ crumbs[0].ｕrl }}",
    "{% for x in shown %}{% set خبر = x.id %}{{ خبر }}{% endfor %}",
    "{{ no.such }}",
    "{{ labels.no }}",
    "{{ site.no }}",
    "{{ number.no }}",
    "{{ 1 // 0 }}",
    "{{ labels.skip // 2 }}",
    "{% for x in number %}{% endfor %}",
    "{% include 'no.html' %}",
    "{{ nothing() }}",
    "{% extends 'none.html' %}",
]  # fmt: skip
BLOCKS = [
    "{% block head %}{{ super() }}+{{ super() }}{% endblock %}",
    "{% block head %}[{{ super() }}]{{ labels.skip }}{% endblock %}",
    "{% block head %}{{ super()|upper }}{% endblock %}",
    "{% block head %}{% if number %}{{ super() }}{% endif %}{% endblock %}",
    "{% block head %}{% for x in shown %}{{ super() }}{% endfor %}{% endblock %}",
    "{% block head %}{% set count = 2 %}{{ super() }}{{ count }}{% endblock %}{% block last %}{{ count }}{% endblock %}",
    "{% block main %}{% block inner %}{{ super() }}{% endblock %}{% endblock %}",
    "{% block head %}{{ super(x=1) }}{% endblock %}",
    "{% block head %}{{ super(*number) }}{% endblock %}",
    "{% set heading = 'own' %}{% block last %}{% set heading %}{{ heading|default('none') }}{% endset %}{{ heading }}{% endblock %}",
    "{% set heading = 'own' %}{% block last %}{% for x in [1] %}{{ heading|default('none') }}{% endfor %}{% set heading = 1 %}{{ heading }}{% endblock %}",
    "{% block inner %}{{ super() }}{{ above|length }}{% endblock %}{% block main %}({{ super() }}){% endblock %}",
    "{% block main %}{% set heading = 'own' %}{% block inner %}{{ heading }}{% endblock %}{% endblock %}",
    "{% block main %}{% for x in shown %}{% block new %}{{ x is defined }}{% endblock %}{% endfor %}{% endblock %}",
    "{% block main %}{% for x in shown %}{% block new scoped %}{{ x.id }}{% endblock %}{% endfor %}{% endblock %}",
    "{% block title %}{{ self.footer() }}{% endblock %}",
    "{% set heading = 'own' %}{% block last %}{{ heading }}{% endblock %}",
    "{% set above = 'own' %}{% block last %}{{ above }}{% endblock %}",
    "{% set below = 'own' %}{% block head %}{{ below }}{% endblock %}{% block last %}{{ below }}{% endblock %}",
    "{% block head %}{{ below }}{% endblock %}",
    "{% set labels = navigation %}{% block head %}{{ labels[0].title }}{% endblock %}",
    "{% set own = labels.skip ~ '<' %}{% block last %}{{ own }}{{ own|length }}{% endblock %}",
    "{% if number %}{% set heading = 'own' %}{% endif %}{% block last %}{{ heading }}{% endblock %}",
    "{% from 'macros.html' import shout as named %}{% block last %}{{ named(crumbs[0], link) }}{% endblock %}",
    "{% from 'macros.html' import named, menu %}{% block last %}{{ named(crumbs[0], link) }}{% endblock %}",
    "{% macro named(x, y) %}own{% endmacro %}{% block last %}{{ named(crumbs[0], link) }}{% endblock %}",
    "{% block last %}{% set site = {'title': 'own'} %}{{ site.title }}{% endblock %}",
    "{% block main required %}{% endblock %}",
    "{% block last %}{{ no.such }}{% endblock %}",
    "{{ no.such }}text{% block last %}x{% endblock %}",
    "{% block last %}{% include 'part.html' %}{% set missing = 'later' %}{{ missing }}{% endblock %}",
]


class Odd:
    """A value with its own HTML."""

    def __html__(self):
        """Return the HTML."""
        return "<odd>"


def cards():
    """Return cards of which two differ in nothing but the zone in which they write the same moment."""
    noon = datetime(2022, 7, 18, 12, tzinfo=UTC)
    sizes = (Variant("media/a-400.webp", 400, 300), Variant("media/ب & ج.webp", 800, 600))
    card = ("a", "articles/a b/", "<خبر> 1 + http://x.org", noon, "قسم", None, "ملخص & نص", None)
    return (
        Card(*card),
        Card(*card[:3], noon.astimezone(timezone(timedelta(hours=2))), *card[4:]),
        Card(*card[:3], noon.astimezone(timezone(timedelta(0), "Z")), *card[4:]),
        Card("b", "b/", *card[2:]),
        Card("c", "c/", *card[2:], CardPicture("media/<ا>.jpg", 3, 2, "<صورة>")),
        Card("d", "d/", *card[2:], CardPicture("media/a b.jpg", 3, 2, "", sizes)),
    )


LABELS = {
    "minus": -5,
    "skip": "<تجاوز>",
    "menu": "القائمة",
    "articles": {"one": "مقال", "many": "{n} مقال", "other": "x", "few": "y"},
}
LABELS["articles"] |= dict.fromkeys(("zero", "two"), "z")
SHARED = {
    "site": SimpleNamespace(title="Latin أرشيف & <", menu=None, first=1),
    "labels": LABELS,
    "navigation": (Link("الرئيسية <", ""), Link("ع", "sections/"), Link("خارج", "https://x.org/")),
}
ASSETS = {"style.css": "assets/a&b.css"}


def contexts():
    """Yield what several pages at several depths receive."""
    shown = cards()
    for start, url in (("../../", "sections/"), ("", ""), ("../", "x/"), ("/a&b/", "404.html"), ("../../", "y/z/")):
        yield SHARED | {
            START: str(escape(start)),
            "link": lambda url, start=start: start + quote_path(url) or "./",
            "asset": lambda name, start=start: start + quote_path(ASSETS[name]) if name in ASSETS else None,
            "url": url, "heading": "عنوان <x>", "count": 3, "number": len(url), "safe": Markup("<i>x"), "key": "skip",
            "shown": shown[: len(url)], "crumbs": [Link("بيت", ""), Link("هنا <", None)], "own_part": "part.html",
            "article": SimpleNamespace(extra=(("subtitle", "فرعي <"), ("place", {"city": "آسفي"}))),
            "own": "own", "first": "first", "own_see": "see.html",
            "tree": [{"name": "<", "below": [{"name": "b", "below": []}]}], "odd": Odd(),
        }  # fmt: skip


def printed(folder, monkeypatch, min_pages):
    """Return what pages.html in *folder* prints in each context, or its errors, with functions after *min_pages*."""
    monkeypatch.setattr(functions, "MIN_PAGES", min_pages)
    templates = Templates(folder, [folder], Locale("MA"))
    results = []
    for context in deepcopy(list(contexts())):
        try:
            results.append(templates.render("page.html", context, ASSETS))
        except (TemplateError, ZeroDivisionError) as error:
            results.append(repr(error))
    return results


@pytest.mark.parametrize("text", [*OWN, *[f'{{% extends "base.html" %}}{text}' for text in BLOCKS]])
def test_a_function_prints_what_jinja2_prints(tmp_path, monkeypatch, text):
    """Names that a template gives another value, blocks, macros, includes and errors mean the same in both."""
    files = {
        "base.html": BASE,
        "macros.html": MACROS,
        "part.html": PART,
        "page.html": text,
        "loop.html": "{{ loop.index }}{{ x.id }}",
        "see.html": "{{ x.title if x is defined else '-' }}",
        "wrong.html": "{{ no.such }}{% macro joined(x) %}{% endmacro %}",
        "nofilter.html": "{% macro joined(x) %}{{ x }}{% endmacro %}{% macro other(x) %}{{ x|nofilter }}{% endmacro %}",
    }
    for name, content in files.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    ordinary, ours, late = (printed(tmp_path, monkeypatch, number) for number in (1000, 0, 2))
    assert ours == ordinary
    assert late == ordinary


def test_the_shipped_templates_have_functions(tmp_path, monkeypatch):
    """The pages of which a large site has many are filled without Jinja2's own templates."""
    dated = [an_article(f"a{day}", published=date(2022, 7, day), section="قسم", tags=("وسم",)) for day in range(1, 23)]
    captured = an_article("captured", headline="خبر مصور", evidence=(a_capture(),), source_name="جريدة")
    page = StandalonePage("about", "content/pages/about.md", "عن", "<p>نص</p>")
    pages = plan(*dated, captured, pages=[page])
    theme = Theme(tmp_path, Locale("MA"), ASSETS, "/")
    monkeypatch.setattr(functions, "MIN_PAGES", 0)
    monkeypatch.setattr(jinja2.Template, "render", None)
    inner = [page for url, page in pages.items() if url != ""]
    assert {page.template for page in inner} == {
        *("article.html", "source.html", "list.html", "terms.html", "archive.html", "page.html", "404.html"),
    }
    assert all(render(page, theme) for page in inner)


@pytest.mark.parametrize("name", PROJECTS)
def test_a_site_is_the_same_with_and_without_functions(tmp_path, monkeypatch, name):
    """Functions only save time: no byte of a page shows whether one filled it."""
    pages = []
    for min_pages in (0, 1000):
        root = tmp_path / str(min_pages)
        for folder in ("content", "seeds", "templates"):
            if (PROJECTS[name] / folder).exists() and not (folder == "templates" and name == "seed"):
                shutil.copytree(PROJECTS[name] / folder, root / folder)
        monkeypatch.setattr(functions, "MIN_PAGES", min_pages)
        main(["build", "--root", str(root), "--jobs", "1"])
        pages.append({str(file.relative_to(root)): file.read_bytes() for file in (root / "site").rglob("*.html")})
    assert pages[0] == pages[1]
    assert len(pages[0]) > 3
