"""Fill Jinja2 templates, and report errors in them with file and line."""

import json
import re
import traceback
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import Any

import jinja2
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Block, Const, Expr, Extends, Getattr, Name, Node, Template
from jinja2.runtime import Context, Macro
from jinja2.utils import internalcode, missing
from markupsafe import Markup, escape

from newsgen.errors import NewsgenError, TemplateError
from newsgen.model.urls import encode_external_url
from newsgen.text.arabic import plural_form
from newsgen.text.bidi import block, isolate, isolate_path, show_invisible, title_text
from newsgen.text.bidi_html import isolate_html
from newsgen.text.date_format import Locale, format_date, html_datetime, local_digits
from newsgen.text.languages import direction_of_language


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
_TO_ESCAPE = re.compile("[&<>\"']")
_REMEDY = "see templates/README.md for what this template receives"


class Templates:
    """The templates of the project at *root*, with those that newsgen ships."""

    def __init__(self, root: Path, folders: Sequence[Path], locale: Locale) -> None:
        """Search for templates in *folders*, the project's own first, the shipped ones last."""
        self._root = root
        self._own = folders[0]
        shipped = jinja2.PrefixLoader({SHIPPED: _Loader(folders[-1])})
        self._environment = _Environment(
            loader=jinja2.ChoiceLoader([_Loader(folders), shipped]),
            autoescape=True,
            undefined=_Undefined,
            trim_blocks=True,
            lstrip_blocks=True,
            cache_size=-1,  # unlimited
            auto_reload=False,  # one build uses one state of the templates
        )
        self._environment.filters |= filters(locale)
        self._environment.policies["json.dumps_function"] = lambda value, **options: json.dumps(
            _plain(value), **options
        )
        self._environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}

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
        shown = {
            node.attr for node in tree.find_all(Getattr) if isinstance(node.node, Name) and node.node.name == "self"
        }
        parent, line, seen = *_parent(tree), {name}
        if parent is None:
            return
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
            shown |= {found.name for found in ancestor.find_all(Block)}
            parent, _ = _parent(ancestor)
        for own in _outer_blocks(tree):
            if own.name not in shown:
                nearest = get_close_matches(own.name, sorted(shown), 1, cutoff=0)
                remedy = f"did you mean {nearest[0]}? See templates/README.md" if nearest else _REMEDY
                yield TemplateError(path, f"the block {own.name!r} is not shown by any parent", remedy, own.lineno)

    def _tree(self, name: str) -> tuple[Template, str]:
        """Return the syntax tree and the path of the template *name*; raise TemplateNotFound if it is missing."""
        loader = self._environment.loader
        source, filename, _ = loader.get_source(self._environment, name) if loader else ("", None, None)
        return self._environment.parse(source, name, filename), self._path(filename or name)

    def render(self, name: str, context: Mapping[str, Any]) -> str:
        """Return the template *name* rendered with *context*.

        Raises TemplateError if a template is missing, is broken, or uses a name that *context* does not have.
        """
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
    extends = tree.find(Extends)
    name = extends.template.value if extends and isinstance(extends.template, Const) else None
    return name, extends.lineno if extends else 0


def _outer_blocks(node: Node) -> Iterator[Block]:
    """Yield the blocks in the template's *node* that are not inside another block."""
    for child in node.iter_child_nodes():
        if isinstance(child, Block):
            yield child
        else:
            yield from _outer_blocks(child)


class _Loader(jinja2.FileSystemLoader):
    """Load templates from folders; raise TemplateError for one that cannot be read."""

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        try:
            return super().get_source(environment, template)
        except jinja2.TemplateNotFound:
            raise
        except UnicodeDecodeError:
            raise TemplateError(f"templates/{template}", "is not UTF-8", "save it as UTF-8") from None
        except OSError as error:
            found = f"cannot be read ({error.strerror})"
            raise TemplateError(f"templates/{template}", found, "make it a readable file") from None


# Jinja2 does more than these templates need; without that a page takes two thirds of the time.


def escaped(value: Any) -> Any:
    """Return *value* as Jinja2's `escape` does, but unchanged if it needs none, because `Markup` is slow to make."""
    is_plain = type(value) is str and not _TO_ESCAPE.search(value)
    return value if is_plain or type(value) is Markup else escape(value)


class _Code(CodeGenerator):
    """Compile `{{ … }}` to a call of `escaped`: its results are joined, so they need not be `Markup`."""

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.escaped(")

    def visit_Getattr(self, node: Getattr, frame: Frame) -> None:  # noqa: N802 - Jinja2's name
        """Compile `article.extra` to a call of `own_fields`."""
        if node.attr == "extra":
            self.write("environment.own_fields(")
        super().visit_Getattr(node, frame)
        if node.attr == "extra":
            self.write(")")


class _Context(Context):
    """Call functions without checking whether they want the context, because none of them does."""

    @internalcode
    def call(
        self,
        function: Callable[..., Any],
        /,
        *args: Any,
        _loop_vars: Any = None,
        _block_vars: Any = None,
        **kwargs: Any,
    ) -> Any:
        if type(function) is Macro:
            return function(self.eval_ctx, *args, **kwargs)
        return function(*args, **kwargs)


def own_fields(extra: Any) -> Any:
    """Return the *extra* fields of an article as templates read them; any other value is returned unchanged."""
    return OwnFields(extra) if type(extra) is tuple else extra


class _Environment(jinja2.Environment):
    code_generator_class = _Code
    context_class = _Context
    escaped = staticmethod(escaped)
    own_fields = staticmethod(own_fields)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return a Jinja2 template's globals as a plain dictionary: every page copies it, and nothing changes it."""
        return {**self.globals, **(d or {})}


class _Undefined(jinja2.StrictUndefined):
    """An error when a template uses it, unless it is missing from an article's own fields: then it is empty."""

    def __new__(cls, hint: str | None = None, obj: Any = missing, *rest: Any, **named: Any) -> Any:
        if type(obj) is OwnFields:
            return jinja2.ChainableUndefined(hint, obj, *rest, **named)
        return super().__new__(cls)


class _Method(jinja2.ChainableUndefined):
    """A method of a mapping that has no field of that name: empty like a missing field, but it can be called."""

    __slots__ = ("_function",)

    def __init__(self, name: str, function: Callable[..., Any]) -> None:
        super().__init__(name=name)
        self._function = function

    def __call__(self, *arguments: Any) -> Any:
        return self._function(*arguments)


class _Off(str):
    """The text of a flag that is not set, which is false in an `if`."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return False


class OwnFields(dict[str, Any]):
    """The fields of an article that newsgen does not use itself, as templates read them.

    `fields.name` and `fields["name"]` are the value, whatever the name; a mapping inside is read in the same way.
    """

    __slots__ = ()

    def __getitem__(self, key: str) -> Any:
        """Return the field *key* as templates read it; raise KeyError if it is missing or empty."""
        value = dict.__getitem__(self, key)
        if value is None:
            raise KeyError(key)
        return _shown(value)

    def __getattribute__(self, name: str) -> Any:
        """Return the field *name*, or else the method of a mapping; templates read `fields.name` by it."""
        if name.startswith("__"):
            return dict.__getattribute__(self, name)
        if dict.get(self, name) is not None:
            return self[name]
        if name in _METHODS:
            return _Method(name, partial(_METHODS[name], self))
        raise AttributeError(name)


_METHODS: dict[str, Callable[..., Any]] = {
    "get": lambda fields, key, default=None: fields[key] if dict.get(fields, key) is not None else default,
    "items": lambda fields: [(key, _shown(value)) for key, value in dict.items(fields)],
    "keys": dict.keys,
    "values": lambda fields: [_shown(value) for value in dict.values(fields)],
}


def _shown(value: Any) -> Any:
    """Return the *value* of an article's own field as a template reads it."""
    if isinstance(value, str):
        return _Off(value) if value.lower() in {"false", "no", "off"} else value
    if isinstance(value, list):
        return [_shown(item) for item in value]
    return OwnFields(value) if isinstance(value, dict) else value


def _plain(value: Any) -> Any:
    """Return *value* of a template without `OwnFields`, which the JSON encoder cannot read."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return {key: _plain(item) for key, item in dict.items(value)} if type(value) is OwnFields else value
