"""Fill Jinja2 templates, and report errors in them with file and line."""

import json
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import jinja2
from jinja2.nodes import Block, Const, Extends, Getattr, Name, Node, Template

from newsgen.errors import NewsgenError, TemplateError
from newsgen.model.urls import encode_external_url
from newsgen.text.arabic import plural_form
from newsgen.text.bidi import block, isolate, isolate_path, show_invisible, title_text
from newsgen.text.bidi_html import isolate_html
from newsgen.text.date_format import Locale, format_date, html_datetime, local_digits
from newsgen.text.languages import direction_of_language
from newsgen.theme.filling.environment import Environment, Loader, StrictUndefined
from newsgen.theme.filling.functions import PageFunctions
from newsgen.theme.filling.own_fields import plain
from newsgen.theme.filling.trees import tree_of, walk


def filters(locale: Locale) -> dict[str, Callable[..., Any]]:
    """Return the template filters of a site by name."""

    def printed(number: object) -> str:
        return local_digits(str(number), locale)

    def counted(number: int, forms: Mapping[str, str]) -> str:
        return forms[plural_form(number)].replace("{n}", printed(number))

    return {
        "block": block,
        "counted": counted,
        "date": lambda value: format_date(value, locale),
        "digits": printed,
        "direction": direction_of_language,
        "href": encode_external_url,
        "iso": html_datetime,
        "isolate": isolate,
        "isolate_html": isolate_html,
        "path": isolate_path,
        "title_text": title_text,
        "visible": show_invisible,
    }


SHIPPED = "shipped"
"""The prefix with which a project's template extends the one that it overrides: shipped/article.html."""
_REMEDY = "see templates/README.md for what this template receives"


class Templates:
    """The templates of the project at *root*, with those that newsgen ships."""

    def __init__(self, root: Path, folders: Sequence[Path], locale: Locale) -> None:
        """Search for templates in *folders*, the project's own first, the shipped ones last."""
        self._root = root
        self._own = folders[0]
        shipped = jinja2.PrefixLoader({SHIPPED: Loader(folders[-1])})
        self._environment = Environment(
            loader=jinja2.ChoiceLoader([Loader(folders), shipped]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            cache_size=-1,  # unlimited
            auto_reload=False,  # one build uses one state of the templates
        )
        self._environment.filters |= filters(locale)
        self._environment.policies["json.dumps_function"] = lambda value, **options: json.dumps(plain(value), **options)
        self._environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
        self._functions = PageFunctions(self._environment)

    def check(self) -> list[NewsgenError]:
        """Return the syntax errors of every Jinja2 template."""
        errors: list[NewsgenError] = []
        for name in self._environment.list_templates(filter_func=_is_own_template):
            try:
                self._environment.get_template(name)
                errors += self._structure_errors(name)
            except (jinja2.TemplateError, TemplateError) as error:
                errors += filter(None, [self._explain(error, name)])
        return errors

    def _structure_errors(self, name: str) -> Iterator[TemplateError]:
        """Yield an error if the template *name* extends itself, and for each block that no parent of it shows."""
        tree, path = self._tree(name)
        parent, line, seen = *_parent(tree), {name}
        if parent is None:
            return
        shown = set(_blocks_of_self(tree))
        while parent is not None:
            if parent in seen:
                remedy = f'write {{% extends "{SHIPPED}/{name}" %}} to change the page that newsgen ships'
                yield TemplateError(path, f"extends itself through {parent!r}", remedy, line)
                return
            seen.add(parent)
            try:
                ancestor, _ = self._tree(parent)
            except jinja2.TemplateNotFound:
                return
            shown |= {found.name for found in walk(ancestor) if isinstance(found, Block)}
            parent, _ = _parent(ancestor)
        for own in _outer_blocks(tree):
            if own.name not in shown:
                nearest = get_close_matches(own.name, sorted(shown), 1, cutoff=0)
                remedy = f"did you mean {nearest[0]}? See templates/README.md" if nearest else _REMEDY
                yield TemplateError(path, f"the block {own.name!r} is not shown by any parent", remedy, own.lineno)

    def _tree(self, name: str) -> tuple[Template, str]:
        """Return the syntax tree and the path of the template *name*; raise TemplateNotFound if it is missing."""
        tree, filename = tree_of(name, self._environment)
        return tree, self._path(filename)

    def render(self, name: str, context: dict[str, Any], assets: Mapping[str, str] | None = None) -> str:
        """Return the template *name* rendered with *context*, whose `asset` finds *assets*, the same in each call.

        Raises TemplateError if a template is missing, is broken, or uses a name that *context* does not have.
        """
        filled = self._functions.fill(name, context, assets)
        if filled is not None:
            return filled
        try:
            return self._environment.get_template(name).render(context)
        except Exception as error:
            explained = self._explain(error, name)
            if explained is None:
                raise
            raise explained from None

    def _explain(self, error: Exception, name: str) -> TemplateError | None:
        """Return *error*, raised in the template *name*, as an error in a template; None if it is a bug of newsgen."""
        if isinstance(error, TemplateError):
            return error
        if isinstance(error, jinja2.TemplateSyntaxError):
            path = self._path(error.filename or error.name or "")
            return TemplateError(path, f"template syntax: {error.message}", "correct the template", error.lineno)
        place = self._location(error)
        if isinstance(error, RecursionError):
            path, line = place or (f"templates/{name}", None)
            return TemplateError(path, "includes itself without end", "delete the include, or give it an end", line)
        if isinstance(error, jinja2.TemplateNotFound):
            path, line = place or (f"templates/{name}", None)
            return TemplateError(path, f"the template {error.name!r} is missing", "add it, or correct its name", line)
        return TemplateError(place[0], str(error) or type(error).__name__, _REMEDY, place[1]) if place else None

    def _location(self, error: Exception) -> tuple[str, int] | None:
        """Return file and line of the innermost template that *error* passed through; None if there is none.

        None, too, for an error of newsgen's own code below a shipped template: it is a bug and keeps its traceback.
        """
        frames = [f for f in traceback.extract_tb(error.__traceback__) if Path(f.filename).suffix == ".html"]
        for frame in reversed(frames):
            if Path(frame.filename).is_relative_to(self._own) or isinstance(error, jinja2.TemplateError):
                return self._path(frame.filename), frame.lineno or 1
        return None

    def _path(self, filename: str) -> str:
        file = Path(filename)
        return file.relative_to(self._root).as_posix() if file.is_relative_to(self._root) else str(file)


def _is_own_template(name: str) -> bool:
    return name.endswith(".html") and not name.startswith(f"{SHIPPED}/")


def _parent(tree: Template) -> tuple[str | None, int]:
    """Return the name of the template that the one with the syntax *tree* extends, if it is constant, and the line."""
    extends = next((node for node in walk(tree) if isinstance(node, Extends)), None)
    name = extends.template.value if extends and isinstance(extends.template, Const) else None
    return name, extends.lineno if extends else 0


def _blocks_of_self(tree: Template) -> Iterator[str]:
    """Yield the names of the blocks that the template with the syntax *tree* shows by `self.…`."""
    for node in walk(tree):
        if isinstance(node, Getattr) and isinstance(node.node, Name) and node.node.name == "self":
            yield node.attr


def _outer_blocks(node: Node) -> Iterator[Block]:
    """Yield the blocks in the template's *node* that are not inside another block."""
    for child in node.iter_child_nodes():
        if isinstance(child, Block):
            yield child
        else:
            yield from _outer_blocks(child)
