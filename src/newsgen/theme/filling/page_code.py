"""Compile the merged and folded template of a page to one function."""

from collections.abc import Callable, Mapping
from io import StringIO
from typing import Any

from jinja2 import Environment
from jinja2.compiler import Frame
from jinja2.nodes import (
    Call,
    Expr,
    Filter,
    Getattr,
    Getitem,
    Impossible,
    Name,
    Node,
    Scope,
    TemplateData,
    Test,
)

from newsgen.model.urls import quote_path
from newsgen.theme.filling.environment import OrdinaryCode
from newsgen.theme.filling.folding import fold
from newsgen.theme.filling.kept_parts import HERE, KeptParts, part_key
from newsgen.theme.filling.merging import merged
from newsgen.theme.theme import START

Fill = Callable[[dict[str, Any]], str]
"""Returns a template filled with a context."""
_MARKUP = frozenset({"block", "iso", "isolate", "isolate_html", "path", "tojson", "visible", "xmlattr"})
"""The filters whose results are not escaped again."""
_IN_CODE = {"HERE": HERE, "part_key": part_key, "path_from_home": quote_path}
"""What the code of a page uses; an encoded path has nothing that HTML would have to escape."""


def make_function(
    name: str, environment: Environment, known: Mapping[str, Any], assets: Mapping[str, str] | None
) -> Fill:
    """Return the function that fills the template *name*, on whose pages all variables in *known* have these values.

    `fold` says what *assets* are. Raises UnknownFormError if the template does what is not understood, and errors of
    Jinja2 if it is wrong.
    """
    tree = merged(name, environment)
    fold(tree, known, assets)
    written = StringIO()
    _PageCode(environment, name, None, written, optimized=False).visit(tree)
    code = compile(written.getvalue(), f"<{name}>", "exec")
    template = environment.template_class.from_code(environment, code, environment.make_globals(None))
    template.root_render_func.__globals__.update(_IN_CODE, kept=KeptParts())

    def fill(context: dict[str, Any]) -> str:
        return "".join(template.root_render_func(template.new_context(context)))

    return fill


class _PageCode(OrdinaryCode):
    """Compile what templates do most to the shortest code; where it fails, the ordinary environment fills the page."""

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: Any) -> None:  # noqa: ARG002 - Jinja2's
        is_markup = isinstance(node, Filter) and node.name in _MARKUP
        if hasattr(node, "is_direct"):
            node.is_printed = True  # type: ignore[attr-defined]
            self.write("(")
        elif is_markup or (isinstance(node, Name) and node.name == START):
            self.write("(")
        else:
            self.write("escaped(")

    def _output_child_to_const(self, node: Expr, frame: Frame, finalize: Any) -> str:  # noqa: ARG002 - Jinja2's
        """Return a text of the template; everything else that can be known in advance is folded already."""
        if not isinstance(node, TemplateData):
            raise Impossible
        return node.data

    def write_commons(self) -> None:
        """Make variables of what is used most."""
        super().write_commons()
        self.writeline("escaped = environment.escaped")
        self.writeline(f"start = context.parent.get({START!r})")
        self._is_keeping = False
        self._loops = 0

    def enter_frame(self, frame: Frame) -> None:
        """Collect all that the page prints in one list."""
        super().enter_frame(frame)
        if frame.toplevel:
            self.buffer(frame)

    def leave_frame(self, frame: Frame, with_python_scope: bool = False) -> None:  # noqa: FBT001, FBT002 - Jinja2's
        """Join what the page prints."""
        super().leave_frame(frame, with_python_scope)
        if frame.toplevel:
            self.writeline(f"yield concat({frame.buffer})")

    def visit_Getattr(self, node: Getattr, frame: Frame) -> None:  # noqa: N802 - Jinja2's name
        """Compile an attribute to Python's, if it is surely no key of a mapping and need not be defined."""
        if node.attr == "extra" or hasattr(node, "may_be_missing") or _is_mapping(node.node):
            super().visit_Getattr(node, frame)
        else:
            self.visit(node.node, frame)
            self.write(f".{node.attr}")

    def visit_Test(self, node: Test, frame: Frame) -> None:  # noqa: N802 - Jinja2's name
        """Compile a test, which may be whether an attribute is defined."""
        if node.name in {"defined", "undefined"}:
            node.node.may_be_missing = True  # type: ignore[attr-defined]
        if node.name == "none":
            self.write("(")
            self.visit(node.node, frame)
            self.write(" is None)")
            return
        super().visit_Test(node, frame)

    def visit_Filter(self, node: Filter, frame: Frame) -> None:  # noqa: N802 - Jinja2's name
        """Compile a filter, which may replace an attribute that is not defined."""
        if node.node is not None and node.name in {"default", "d"}:
            node.node.may_be_missing = True  # type: ignore[attr-defined]
        super().visit_Filter(node, frame)

    def visit_Call(self, node: Call, frame: Frame, **options: Any) -> None:  # type: ignore[override]  # noqa: N802 - Jinja2's name
        """Compile a call of `link` to a call without what macros need; one that is printed needs no `link`."""
        if not hasattr(node, "is_direct"):
            super().visit_Call(node, frame, **options)
            return
        if hasattr(node, "is_path"):
            self.write("path_from_home")
        elif hasattr(node, "is_printed"):
            self.write("start + path_from_home")
        else:
            self.visit(node.node, frame)
        self.write("(")
        self.visit(node.args[0], frame)
        self.write(")")

    def visit_Name(self, node: Name, frame: Frame) -> None:  # noqa: N802 - Jinja2's name
        """Compile a variable; a kept part has a mark in place of the path to the home page."""
        if node.name == START:
            self.write("HERE" if self._is_keeping else "start")
        else:
            super().visit_Name(node, frame)

    def visit_Scope(self, node: Scope, frame: Frame) -> None:  # noqa: N802 - Jinja2's name
        """Compile a scope; what a kept one prints is looked up before it is printed."""
        if not hasattr(node, "kept_for"):
            super().visit_Scope(node, frame)
            return
        key, part = self.temporary_identifier(), self.temporary_identifier()
        self._loops += 1
        self.writeline(f"{key} = part_key({self._loops}, {frame.symbols.ref(node.kept_for)})")
        self.writeline(f"{part} = kept.get({key})")
        self.writeline(f"if {part} is None:")
        self.indent()
        inner = frame.inner()
        inner.symbols.analyze_node(node)
        self.enter_frame(inner)
        self.buffer(inner)
        self._is_keeping = True
        self.blockvisit(node.body, inner)
        self._is_keeping = False
        self.leave_frame(inner)
        self.writeline(f"{part} = kept.keep({key}, {inner.buffer})")
        self.outdent()
        self.writeline(f"{frame.buffer}.append(start.join({part}))")


def _is_mapping(node: Node) -> bool:
    """Return whether a template's *node* is a known value, which may be labels, or one of an article's own fields."""
    if hasattr(node, "is_known"):
        return True
    return isinstance(node, Getattr | Getitem) and (getattr(node, "attr", "") == "extra" or _is_mapping(node.node))
