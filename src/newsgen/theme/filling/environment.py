"""Adapt Jinja2's environment to what newsgen's templates need."""

from collections.abc import Callable, MutableMapping
from typing import Any

import jinja2
import markupsafe
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Expr, Getattr, Template
from jinja2.runtime import Context, Macro
from jinja2.utils import internalcode, missing
from markupsafe import Markup, escape

from newsgen.errors import TemplateError
from newsgen.theme.filling.own_fields import OwnFields, own_fields


class Loader(jinja2.FileSystemLoader):
    """Load templates from folders; raise TemplateError for one that cannot be read."""

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Return the text of a template and its file."""
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
    kind = type(value)
    if kind is str:
        return _escape_text(value)
    return value if kind is Markup else escape(value)


_escape_text: Callable[[str], str] = getattr(markupsafe, "_escape_inner", escape)
"""What `escape` does to a text, but without making it `Markup`, which is slow; not all versions have it."""


class OrdinaryCode(CodeGenerator):
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


class FastContext(Context):
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
        """Call *function* as the template does."""
        if type(function) is Macro:
            return function(self.eval_ctx, *args, **kwargs)
        return function(*args, **kwargs)


class Environment(jinja2.Environment):
    """Jinja2's environment for templates of pages."""

    code_generator_class = OrdinaryCode
    context_class = FastContext
    escaped = staticmethod(escaped)
    own_fields = staticmethod(own_fields)

    def __init__(self, **options: Any) -> None:
        """Make an environment with Jinja2's *options*, for one state of the templates."""
        super().__init__(**options)
        self._trees: dict[tuple[str, str | None], Template] = {}

    def _parse(self, source: str, name: str | None, filename: str | None) -> Template:
        """Parse a template once: its tree is checked, compiled and made into a function."""
        if (source, name) not in self._trees:
            self._trees[source, name] = super()._parse(source, name, filename)
        return self._trees[source, name]

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return a Jinja2 template's globals as a plain dictionary: every page copies it, and nothing changes it."""
        return {**self.globals, **(d or {})}


class StrictUndefined(jinja2.StrictUndefined):
    """An error when a template uses it, unless it is missing from an article's own fields: then it is empty."""

    def __new__(cls, hint: str | None = None, obj: Any = missing, *rest: Any, **named: Any) -> Any:
        """Return what stands for a value that is missing."""
        if type(obj) is OwnFields:
            return jinja2.ChainableUndefined(hint, obj, *rest, **named)
        return super().__new__(cls)
