"""Find the loops of a template whose content depends on nothing but their variable, so that it can be kept."""

from typing import Any

from jinja2.nodes import AssignBlock, Call, CallBlock, Expr, FilterBlock, For, Include, Name, Output, Scope, TemplateData

from newsgen.theme.template_trees import contains, loaded_names, stored_names, stores_here
from newsgen.theme.theme import START

_MIN_PRINTED = 6
"""Expressions that a loop prints; to keep a part with fewer takes longer than to print it again."""


def mark_kept(loop: For) -> None:
    """Mark the body of a template's *loop* as one that can be kept, if it can: it becomes a marked scope."""
    body = loop.body
    if not isinstance(loop.target, Name) or loop.recursive or stores_here(body):
        return
    if any(contains(node, (AssignBlock, CallBlock, FilterBlock, Include)) or _has_kept(node) for node in body):
        return
    loaded = {name for node in body for name in loaded_names(node)}
    if not loaded <= {loop.target.name, "link", START, *stored_names(body)}:
        return
    outputs = [output for node in body for output in ([node] if isinstance(node, Output) else node.find_all(Output))]
    printed = [part for output in outputs for part in output.nodes]
    links = {id(part) for part in printed if _is_link(part)}
    calls = {id(call) for node in body for call in node.find_all(Call)}
    names = sum(node.name == "link" for one in body for node in one.find_all(Name))
    if calls != links or names != len(links) or sum(not isinstance(part, TemplateData) for part in printed) < _MIN_PRINTED:
        return
    for output in outputs:
        output.nodes = [new for part in output.nodes for new in (_cut(part) if id(part) in links else [part])]
    scope = Scope(body, lineno=loop.lineno, environment=loop.environment)
    scope.kept_for = loop.target.name  # type: ignore[attr-defined]
    loop.body = [scope]


def _has_kept(node: Any) -> bool:
    return hasattr(node, "kept_for") or any(hasattr(scope, "kept_for") for scope in node.find_all(Scope))


def _is_link(node: Expr) -> bool:
    return isinstance(node, Call) and hasattr(node, "is_direct") and len(node.args) == 1 and not node.kwargs \
        and node.dyn_args is None and node.dyn_kwargs is None


def _cut(link: Any) -> list[Expr]:
    """Return what prints a template's *link* as two parts: to the home page, and from there."""
    link.is_path = True
    return [Name(START, "load", lineno=link.lineno, environment=link.environment), link]
