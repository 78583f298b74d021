"""Ask and copy the syntax trees of templates, which Jinja2 has parsed."""

from collections.abc import Iterator
from typing import Any
from unicodedata import normalize

from jinja2 import Environment
from jinja2.nodes import (
    Assign,
    AssignBlock,
    Const,
    EvalContext,
    Expr,
    FromImport,
    Getattr,
    If,
    Import,
    Macro,
    Name,
    Node,
    Output,
    Template,
    TemplateData,
)

MACRO_NAMES = frozenset({"caller", "varargs", "kwargs"})
"""Names that Jinja2 gives a macro itself."""

STORES = (Assign, AssignBlock, Import, FromImport, Macro)
"""The nodes that give names of their scope a value."""

_CHANGES = frozenset(
    {
        "add",
        "append",
        "clear",
        "discard",
        "extend",
        "insert",
        "pop",
        "popitem",
        "remove",
        "reverse",
        "setdefault",
        "sort",
    }
) | {"update"}
"""The methods that change a list, a dictionary or a set, which then is not what all pages share."""

_LEAVES = frozenset({Name, Const, TemplateData})
"""The kinds of most nodes, which contain no others."""


class UnknownFormError(Exception):
    """A template does more than the code that makes it faster understands; it is filled in the ordinary way."""


def tree_of(name: str, environment: Environment) -> tuple[Template, str]:
    """Return the tree of the template *name*, not to be changed, and its file.

    Raises TemplateNotFound, TemplateSyntaxError, and TemplateError for a file that cannot be read.
    """
    loader = environment.loader
    source, filename, _ = loader.get_source(environment, name) if loader else ("", None, None)
    return environment.parse(source, name, filename), filename or name


def own_tree(name: str, environment: Environment) -> Template:
    """Return a tree of the template *name* that may be changed, with literals computed as Jinja2's compiler does.

    Raises UnknownFormError if the template changes values or has names that could be taken for others, and what the
    compiler raises, also for parts that no page uses.
    """
    environment.get_template(name)
    tree: Template = _Literals(environment).visit(copied(tree_of(name, environment)[0]))
    nodes = list(walk(tree))
    names = {node.name for node in nodes if isinstance(node, Name | Macro)}
    attributes = {node.attr for node in nodes if isinstance(node, Getattr)}
    texts = {node.value for node in nodes if isinstance(node, Const) and isinstance(node.value, str)}
    is_readable = all(normalize("NFKC", name) == name for name in names | attributes)  # Python reads both as one name
    if not is_readable or any(name.startswith("_") for name in names) or not _CHANGES.isdisjoint(attributes | texts):
        raise UnknownFormError
    return tree


def copied(value: Any) -> Any:
    """Return a deep copy of a template's node, or of a list of nodes; other values are returned as they are."""
    if isinstance(value, list):
        return [copied(item) for item in value]
    if not isinstance(value, Node):
        return value
    made = object.__new__(type(value))
    made.__dict__.update(value.__dict__)
    for name in value.fields:
        setattr(made, name, copied(getattr(value, name, None)))
    return made


def walk(*nodes: Node) -> Iterator[Node]:
    """Yield the templates' *nodes* and all that they contain, in any order; Jinja2's own search takes far longer."""
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        yield node
        if type(node) in _LEAVES:
            continue
        for name in node.fields:
            value = node.__dict__.get(name)
            if isinstance(value, Node):
                waiting.append(value)
            elif isinstance(value, list):
                waiting += [item for item in value if isinstance(item, Node)]


def stored_names(nodes: list[Any]) -> list[str]:
    """Return every name to which the templates' *nodes* give a value, once for each time, in any scope."""
    names: list[str] = []
    for node in walk(*nodes):
        if isinstance(node, Name):
            names += [node.name] if node.ctx != "load" else []
        elif isinstance(node, Macro):
            names.append(node.name)
        elif isinstance(node, Import):
            names.append(node.target)
        elif isinstance(node, FromImport):
            names += [own for own, _ in imported_names(node)]
    return names


def loaded_names(*nodes: Node) -> set[str]:
    """Return every name whose value the templates' *nodes* use, in any scope."""
    return {node.name for node in walk(*nodes) if isinstance(node, Name) and node.ctx == "load"}


def imported_names(node: FromImport) -> list[tuple[str, str]]:
    """Return what the template's import brings: each name in this template with the name in the other one."""
    return [(name[1], name[0]) if isinstance(name, tuple) else (name, name) for name in node.names]


def contains(node: Node, kinds: type[Node] | tuple[type[Node], ...]) -> bool:
    """Return whether a template's *node* is or contains one of *kinds*."""
    return any(isinstance(one, kinds) for one in walk(node))


def is_text(node: Node) -> bool:
    """Return whether a template's *node* prints text that does not change."""
    return isinstance(node, Output) and all(isinstance(part, TemplateData) for part in node.nodes)


def same_scope(nodes: list[Any]) -> list[Any]:
    """Return *nodes* of a template with those inside them that share their names."""
    return [one for node in nodes for one in [node, *(same_scope(branches(node)) if isinstance(node, If) else ())]]


def branches(node: If) -> list[Any]:
    """Return all that a template's *node* may print, whatever its conditions are."""
    return [*node.body, *node.elif_, *node.else_]


def stores_here(nodes: list[Any]) -> bool:
    """Return whether *nodes* of a template give a value to a name of their own scope."""
    return any(isinstance(node, STORES) for node in same_scope(nodes))


class Rewriter:
    """Replaces nodes of templates by what its methods `visit_…` return, one or several; Jinja2's own takes longer."""

    def visit(self, node: Any) -> Any:
        """Return what replaces *node*."""
        method = getattr(self, f"visit_{type(node).__name__}", None)
        return method(node) if method else self.visit_children(node)

    def visit_all(self, nodes: list[Any]) -> list[Any]:
        """Return what replaces *nodes*."""
        new: list[Any] = []
        for node in nodes:
            made = self.visit(node)
            new += made if isinstance(made, list) else [made]
        return new

    def visit_children(self, node: Any) -> Any:
        """Return *node* with what replaces its children."""
        if type(node) in _LEAVES:
            return node
        own = node.__dict__
        for name in node.fields:
            value = own.get(name)
            if isinstance(value, Node):
                own[name] = self.visit(value)
            elif isinstance(value, list):
                own[name] = [new for item in value for new in self._items(item)]
        return node

    def _items(self, item: Any) -> list[Any]:
        made = self.visit(item) if isinstance(item, Node) else item
        return made if isinstance(made, list) else [made]


class _Literals(Rewriter):
    """Computes expressions without variables as Jinja2's compiler does, which joins some values differently."""

    def __init__(self, environment: Environment) -> None:
        self._context = EvalContext(environment)

    def visit(self, node: Any) -> Any:
        """Return the value of an expression in place of it, if there is one that can be written into code."""
        made = super().visit(node)
        if type(made) in _LEAVES or not isinstance(made, Expr) or type(made.__dict__.get("node")) is Name:
            return made
        try:
            return Const.from_untrusted(made.as_const(self._context), made.lineno, made.environment)
        except Exception:  # noqa: BLE001 - when the page is filled, the same is raised and explained
            return made
