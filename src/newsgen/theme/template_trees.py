"""Ask and copy the syntax trees of templates, which Jinja2 has parsed."""

from collections.abc import Iterator
from typing import Any

from jinja2.nodes import Assign, AssignBlock, FromImport, If, Import, Macro, Name, Node, Output, TemplateData

MACRO_NAMES = frozenset({"caller", "varargs", "kwargs"})
"""Names that Jinja2 gives a macro itself."""

STORES = (Assign, AssignBlock, Import, FromImport, Macro)
"""The nodes that give names of their scope a value."""


class UnknownFormError(Exception):
    """A template does more than the code that makes it faster understands; it is filled in the ordinary way."""


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


def stored_names(nodes: list[Any]) -> list[str]:
    """Return every name to which the templates' *nodes* give a value, once for each time, in any scope."""
    return [name for node in nodes for name in _stored(node)]


def _stored(node: Node) -> Iterator[str]:
    if isinstance(node, Name) and node.ctx != "load":
        yield node.name
    elif isinstance(node, Macro):
        yield node.name
    elif isinstance(node, Import):
        yield node.target
    elif isinstance(node, FromImport):
        yield from (own for own, _ in imported_names(node))
    for child in node.iter_child_nodes():
        yield from _stored(child)


def loaded_names(node: Node) -> set[str]:
    """Return every name whose value the template's *node* uses, in any scope."""
    names = {found.name for found in node.find_all(Name) if found.ctx == "load"}
    return names | ({node.name} if isinstance(node, Name) and node.ctx == "load" else set())


def imported_names(node: FromImport) -> list[tuple[str, str]]:
    """Return what the template's import brings: each name in this template with the name in the other one."""
    return [(name[1], name[0]) if isinstance(name, tuple) else (name, name) for name in node.names]


def contains(node: Node, kinds: type[Node] | tuple[type[Node], ...]) -> bool:
    """Return whether a template's *node* is or contains one of *kinds*."""
    return isinstance(node, kinds) or node.find(kinds) is not None


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
