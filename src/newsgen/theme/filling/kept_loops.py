"""Find the loops of a template whose content depends on nothing but their variable, so that it can be kept."""

from typing import Any

from jinja2.nodes import (
    Call,
    CallBlock,
    Expr,
    FilterBlock,
    For,
    Include,
    Name,
    Node,
    Output,
    Scope,
    TemplateData,
    With,
)

from newsgen.theme.filling.trees import STORES, stored_names, walk
from newsgen.theme.theme import START

_REFUSED = (*STORES, CallBlock, FilterBlock, Include)
_MIN_PRINTED = 6
"""Expressions that a loop prints; to keep a part with fewer takes longer than to print it again."""


def mark_kept(loop: For) -> None:
    """Mark the body of a template's *loop* as one that can be kept, if it can: it becomes a marked scope."""
    body = loop.body
    if not isinstance(loop.target, Name) or loop.recursive:
        return
    inside = list(walk(*body))
    if any(isinstance(node, _REFUSED) or hasattr(node, "kept_for") for node in inside):
        return
    if not _free_names(*body) <= {loop.target.name, "link", START}:
        return
    outputs = [node for node in inside if isinstance(node, Output)]
    printed = [part for output in outputs for part in output.nodes]
    links = {id(part) for part in printed if hasattr(part, "is_direct")}
    calls = {id(node) for node in inside if isinstance(node, Call)}
    names = sum(isinstance(node, Name) and node.name == "link" for node in inside)
    if (
        calls != links
        or names != len(links)
        or sum(not isinstance(part, TemplateData) for part in printed) < _MIN_PRINTED
    ):
        return
    for output in outputs:
        output.nodes = [new for part in output.nodes for new in (_cut(part) if id(part) in links else [part])]
    scope = Scope(body, lineno=loop.lineno, environment=loop.environment)
    scope.kept_for = loop.target.name  # type: ignore[attr-defined]
    loop.body = [scope]


def _free_names(*nodes: Node) -> set[str]:
    """Return the names that the templates' *nodes* use, but do not give a value themselves."""
    free: set[str] = set()
    for node in nodes:
        if isinstance(node, Name):
            free |= {node.name} if node.ctx == "load" else set()
        elif isinstance(node, For):
            free |= _free_names(node.iter, *node.else_)
            inner = [*node.body, *([node.test] if node.test else [])]
            free |= _free_names(*inner) - {"loop", *stored_names([node.target])}
        elif isinstance(node, With):
            free |= _free_names(*node.values) | (_free_names(*node.body) - {*stored_names(node.targets)})
        else:
            free |= _free_names(*node.iter_child_nodes())
    return free


def _cut(link: Any) -> list[Expr]:
    """Return what prints a template's *link* as two parts: to the home page, and from there."""
    link.is_path = True
    return [Name(START, "load", lineno=link.lineno, environment=link.environment), link]
