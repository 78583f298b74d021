import re
from collections.abc import Iterator
from contextlib import suppress
from graphlib import TopologicalSorter
from random import Random

import pytest
from jinja2 import Environment, TemplateSyntaxError
from jinja2.nodes import Call, Include, Macro, Name, Node

from effort import seed, times
from newsgen.errors import TemplateError
from newsgen.text.date_format import Locale
from newsgen.theme.filling import functions
from newsgen.theme.filling.templates import Templates
from newsgen.theme.filling.trees import loaded_names
from random_pages import ASSETS, pages, shared_values
from random_templates import Writer

SITES = times("NEWSGEN_TEMPLATES", 6, 60)
PAGES = 12
parse = Environment().parse


def printed(templates, name, site, shared):
    """Return what the template *name* prints on pages of the *site*, or the errors, without addresses in memory."""
    results = []
    for context in pages(Random(site), shared):
        try:
            results.append(templates.render(name, context, ASSETS))
        except Exception as error:  # noqa: BLE001 - a bug of newsgen in one is to be one in the other
            results.append(error if isinstance(error, TemplateError) else repr(error))
    return [re.sub("(?i)0x[0-9a-f]+", "", str(result)) for result in results]


def calls(node: Node, texts: dict[str, str]) -> Iterator[Call]:
    """Yield the calls in a template's *node*, and in those of a site's *texts* that it includes."""
    yield from node.find_all(Call)
    for include in node.find_all(Include):
        yield from calls(parse(texts[include.template.value]), texts)


def receivers(macro: Macro, texts: dict[str, str]) -> set[str]:
    """Return the names that a *macro* calls with a value that is not written there, and so may be its own."""
    found = [call for call in calls(macro, texts) if isinstance(call.node, Name)]
    return {call.node.name for call in found if loaded_names(*call.args, *call.kwargs)}


def test_random_macros_do_not_get_their_own_text_back():
    """A macro that calls itself with its text, twice as long each time, fills the memory before Jinja2 stops it."""
    for site in range(200):
        texts = Writer(Random(site)).files(0)
        for name in ("macros.html", "more.html"):
            with suppress(TemplateSyntaxError):  # a file that is not read has no macros
                macros = list(parse(texts[name]).find_all(Macro))
                TopologicalSorter({macro.name: receivers(macro, texts) for macro in macros}).prepare()


@pytest.mark.law
@pytest.mark.filterwarnings("ignore")
def test_random_templates_print_what_jinja2_prints(tmp_path, monkeypatch):
    """Whatever templates do, and however they fail, a function for one prints the bytes that Jinja2 prints."""
    filled, fill = [], functions.PageFunctions.fill
    monkeypatch.setattr(functions.PageFunctions, "fill", lambda *page: filled.append(fill(*page)) or filled[-1])
    for number in range(SITES):
        site = f"{seed()} {number}"
        files = Writer(Random(site)).files(PAGES)
        for name, text in files.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        shared = shared_values(Random(site))
        templates = Templates(tmp_path, [tmp_path], Locale("MA"))
        for name in (f"page{page}.html" for page in range(PAGES)):
            monkeypatch.setattr(functions, "MIN_PAGES", 1000)
            ordinary = printed(templates, name, site, shared)
            monkeypatch.setattr(functions, "MIN_PAGES", 0)
            is_same = printed(templates, name, site, shared) == ordinary
            assert is_same, f"{name} of the site {site!r}"
    assert len([page for page in filled if page is not None]) > SITES
