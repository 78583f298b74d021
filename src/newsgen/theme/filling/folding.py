"""Compute in advance what a template prints in the same way on every page of a build."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar, cast

from jinja2 import Environment
from jinja2.nodes import (
    Add,
    And,
    Call,
    Compare,
    Concat,
    CondExpr,
    Const,
    EvalContext,
    Filter,
    For,
    Getattr,
    Getitem,
    If,
    Impossible,
    Include,
    Name,
    Node,
    Not,
    Or,
    Output,
    Scope,
    Slice,
    Template,
    TemplateData,
    Test,
)
from jinja2.runtime import Undefined
from markupsafe import escape

from newsgen.model.urls import quote_path
from newsgen.theme.filling.kept_loops import mark_kept
from newsgen.theme.filling.trees import (
    Rewriter,
    copied,
    loaded_names,
    stored_names,
    stores_here,
    walk,
)
from newsgen.theme.theme import START

AnyNode = TypeVar("AnyNode", bound=Node)
_COMPUTED = (Add, And, Compare, CondExpr, Concat, Filter, Getattr, Getitem, Not, Or, Test)
_MAX_UNROLLED = 40
_WRITTEN = (str, int, float, bool, type(None))
"""The types of values that can be written into code."""


def fold(tree: Template, known: Mapping[str, Any], assets: Mapping[str, str] | None) -> None:
    """Change the merged template *tree* to one that prints the same, but computes less.

    *known* has the variables that are the same on every page, and *assets* the addresses of assets by name; if it is
    None, `link` and `asset` are variables like others.
    """
    stored = Counter(stored_names(tree.body))
    values = {name: value for name, value in known.items() if name not in stored}
    if {"link", "asset"} & stored.keys():
        assets = None
    for node in tree.body:
        node.is_outermost = True  # type: ignore[attr-defined]
    folder = _Folder(tree, values, assets, stored)
    body = folder.visit_all(tree.body)
    tree.body = _joined(_without_unused(_Restorer().visit_all(body)))


def _without_unused(body: list[Any]) -> list[Any]:
    """Return a template's *body* without assignments of values that are known and nowhere used."""
    loaded = loaded_names(*body)
    if any(isinstance(node, Include) for node in walk(*body)):
        return body
    return [node for node in body if not (hasattr(node, "is_known") and node.target.name not in loaded)]


def _known(value: Any, origin: Node) -> Const:
    """Return a constant with the expression of the template that it replaces."""
    node = _placed(Const(value), origin)
    node.origin = origin  # type: ignore[attr-defined]
    return node


class _Folder(Rewriter):
    def __init__(
        self, tree: Template, values: dict[str, Any], assets: Mapping[str, str] | None, stored: Counter[str]
    ) -> None:
        self._values = values
        self._assets = assets
        self._stored = stored
        self._context = EvalContext(cast(Environment, tree.environment))
        self._names: dict[str, Node] = {}
        """By name: what replaces a variable of a macro or of a loop."""

    def visit_all(self, nodes: list[Any]) -> list[Any]:
        """Return the template's *nodes*, folded, with one `Output` in place of several in a row."""
        return _joined(super().visit_all(nodes))

    def visit(self, node: Any) -> Any:
        """Return what replaces *node*: an expression is replaced by its value if that is known."""
        made = super().visit(node)
        if not isinstance(made, _COMPUTED) or (isinstance(made, Getattr) and made.attr == "extra"):
            return made
        children = list(made.iter_child_nodes(exclude=("ops",) if isinstance(made, Compare) else ()))
        operands = [op.expr for op in made.ops] if isinstance(made, Compare) else []
        if not all(map(_is_constant, (*children, *operands))):
            return made
        if isinstance(made, Concat) and any(map(_is_html, made.nodes)):
            return made  # Jinja2 joins values in another way than the constants, which `merged` has joined
        try:
            value = made.as_const(self._context)
        except Impossible:
            return made
        except Exception:  # noqa: BLE001 - the same error is raised, and explained, when the page is filled
            return made
        return made if isinstance(value, Undefined | Iterator) else _known(value, made)

    def visit_Name(self, node: Name) -> Any:  # noqa: N802 - Jinja2's name
        """Return the known value of a variable, or the variable."""
        if node.ctx != "load":
            return node
        if node.name in self._names:
            return copied(self._names[node.name])
        return _known(self._values[node.name], node) if node.name in self._values else node

    def visit_Call(self, node: Any) -> Any:  # noqa: N802 - Jinja2's name
        """Return a call, or the link to an asset; None for an asset that does not exist."""
        self.visit_children(node)
        if self._assets is not None and isinstance(node.node, Name) and node.node.name == "asset":
            name = node.args[0].value if _has_one_text(node) else None
            if name is not None and name not in self._assets:
                return _placed(Const(None), node)
            if name is not None:
                node.node.name = "link"
                node.args = [_placed(Const(self._assets[name]), node)]
        is_link = self._assets is not None and isinstance(node.node, Name) and node.node.name == "link"
        if is_link and _has_one_value(node):
            node.is_direct = True
        return node

    def visit_Output(self, node: Output) -> Node:  # noqa: N802 - Jinja2's name
        """Return what prints the same, with known texts written out."""
        parts = [part for child in node.nodes for part in self._parts(self.visit(child))]
        return _placed(Output(parts), node)

    def _parts(self, node: Any) -> list[Any]:
        if isinstance(node, Const):
            return [_placed(TemplateData(str(escape(node.value))), node)]
        if self._is_link(node) and quote_path(node.args[0].value):
            end = TemplateData(str(escape(quote_path(node.args[0].value))))
            return [_placed(Name(START, "load"), node), _placed(end, node)]
        return [node]

    def _is_link(self, node: Any) -> bool:
        is_call = self._assets is not None and isinstance(node, Call) and isinstance(node.node, Name)
        return is_call and node.node.name == "link" and _has_one_text(node)

    def _is_fixed(self, node: Node) -> bool:
        """Return whether a template's *node* is a known value that nothing in a template changes or uses up."""
        is_shared = isinstance(node, Const) and any(node.value is one for one in self._values.values())
        return is_shared or (isinstance(node, Const) and (type(node.value) is tuple or _is_written(node.value)))

    def visit_CondExpr(self, node: CondExpr) -> Any:  # noqa: N802 - Jinja2's name
        """Return the expression that a known condition chooses."""
        node.test = self.visit(node.test)
        truth = self._truth(node.test)
        if truth is True:
            return self.visit(node.expr1)
        if truth is False and node.expr2 is not None:
            return self.visit(node.expr2)
        return self.visit_children(node)

    def _truth(self, node: Node) -> bool | None:
        """Return whether a condition holds; None if that is not known."""
        if self._is_link(node):
            return True
        return bool(node.value) if isinstance(node, Const) else None

    def visit_If(self, node: If) -> Any:  # noqa: N802 - Jinja2's name
        """Return only the branches that may be printed."""
        branches: list[tuple[Node | None, list[Any]]] = []
        for test, body in [*((one.test, one.body) for one in (node, *node.elif_)), (None, node.else_)]:
            condition = None if test is None else self.visit(test)
            truth = True if condition is None else self._truth(condition)
            if truth is not False:
                branches.append((None if truth else condition, self.visit_all(body)))
            if truth:
                break
        otherwise = branches.pop()[1] if branches and branches[-1][0] is None else []
        if not branches:
            return otherwise
        made = [_placed(If(test, body, [], []), node) for test, body in branches]
        made[0].elif_, made[0].else_ = made[1:], otherwise
        return made[0]

    def visit_For(self, node: Any) -> Any:  # noqa: N802 - Jinja2's name
        """Return the content of a loop over known values once for each of them, or the loop."""
        node.iter = self.visit(node.iter)
        items: Any = node.iter.value if isinstance(node.iter, Const) else None
        body_stores = stored_names(node.body)
        is_simple = isinstance(items, tuple | list) and isinstance(node.target, Name) and not node.recursive
        is_simple = is_simple and not node.test and not node.else_ and node.target.name not in body_stores
        is_simple = is_simple and not any(isinstance(one, For | Include) for one in walk(*node.body))
        if not is_simple or len(items) > _MAX_UNROLLED or "loop" in loaded_names(*node.body):
            node.test = node.test and self.visit(node.test)
            node.body, node.else_ = self.visit_all(node.body), self.visit_all(node.else_)
            if self._assets is not None:
                mark_kept(node)
            return node
        return self._unrolled(node, items, node.target.name)

    def _unrolled(self, node: For, items: Any, name: str) -> list[Any]:
        new: list[Any] = []
        for number, item in enumerate(items):
            place = _placed(Const(number), node)
            origin = _placed(Getitem(copied(node.iter), place, "load"), node)
            self._names[name] = _known(item, origin)
            body = self.visit_all(copied(node.body))
            new += [_placed(Scope(body), node)] if stores_here(body) else body
        self._names.pop(name, None)
        return new

    def visit_With(self, node: Any) -> Any:  # noqa: N802 - Jinja2's name
        """Return the body of an imported macro, with what it receives in place of its parameters."""
        node.values = [self.visit(value) for value in node.values]
        body_stores, kept = stored_names(node.body), []
        for target, value in zip(node.targets, node.values, strict=True):
            is_own = isinstance(target, Name) and target.name.startswith("_") and target.name[1:2].isdigit()
            is_variable = isinstance(value, Name) and value.name not in {*body_stores, "loop"}
            if is_own and (self._is_fixed(value) or is_variable):
                self._names[target.name] = value
            else:
                kept.append((target, value))
        node.body = self.visit_all(node.body)
        for target in node.targets:
            self._names.pop(getattr(target, "name", ""), None)  # the body of a loop over known values comes again
        if not kept:
            return _placed(Scope(node.body), node) if stores_here(node.body) else node.body
        node.targets, node.values = [target for target, _ in kept], [value for _, value in kept]
        return node

    def visit_Scope(self, node: Scope) -> Any:  # noqa: N802 - Jinja2's name
        """Return the content of a scope, or the scope if it has variables of its own."""
        node.body = self.visit_all(node.body)
        return node if stores_here(node.body) else node.body

    def visit_Assign(self, node: Any) -> Any:  # noqa: N802 - Jinja2's name
        """Remember the value that a variable gets, if it is known and the variable has no other."""
        node.node = self.visit(node.node)
        is_only = isinstance(node.target, Name) and self._stored[node.target.name] == 1
        if is_only and self._is_fixed(node.node) and hasattr(node, "is_outermost"):
            origin = _placed(Name(node.target.name, "load"), node)
            self._names[node.target.name] = _known(node.node.value, origin)
            node.is_known = True
        return node


def _is_written(value: Any) -> bool:
    """Return whether code can have the *value* of an expression in its place; -5 ** 2 is not what (-5) ** 2 is."""
    return type(value) in _WRITTEN and not repr(value).startswith("-")


def _is_constant(node: Node) -> bool:
    return isinstance(node, Const) or (isinstance(node, Slice) and all(map(_is_constant, node.iter_child_nodes())))


def _is_html(node: Node) -> bool:
    return isinstance(node, Const) and hasattr(node.value, "__html__")


def _has_one_value(call: Any) -> bool:
    return len(call.args) == 1 and not call.kwargs and call.dyn_args is None and call.dyn_kwargs is None


def _has_one_text(call: Any) -> bool:
    return _has_one_value(call) and isinstance(call.args[0], Const) and isinstance(call.args[0].value, str)


def _placed(made: AnyNode, like: Node) -> AnyNode:
    """Return a node that was *made* for the place of another one in a template."""
    made.lineno, made.environment = like.lineno, like.environment
    return made


def _joined(nodes: list[Any]) -> list[Any]:
    """Return a template's *nodes* with neighbouring outputs, and neighbouring texts in them, as one."""
    new: list[Any] = []
    for node in nodes:
        if not isinstance(node, Output):
            new.append(node)
            continue
        if not new or not isinstance(new[-1], Output):
            new.append(_placed(Output([]), node))
        parts = new[-1].nodes
        for part in node.nodes:
            if isinstance(part, TemplateData) and parts and isinstance(parts[-1], TemplateData):
                parts[-1] = _placed(TemplateData(parts[-1].data + part.data), part)
            else:
                parts.append(part)
    return [node for node in new if not isinstance(node, Output) or node.nodes]


class _Restorer(Rewriter):
    """Puts the template's own expressions back in place of known values that cannot be written into code."""

    def visit_Const(self, node: Any) -> Any:  # noqa: N802 - Jinja2's name
        """Return a constant, or the expression that it replaced."""
        if _is_written(node.value) or not hasattr(node, "origin"):
            return node
        origin: Node = node.origin
        origin.is_known = True  # type: ignore[attr-defined]
        return self.visit(origin)
