"""Put a template and all that it extends, includes and imports into one, which one function can fill.

What a template does that is not understood here raises `UnknownFormError`: nothing is guessed.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from itertools import count
from typing import Any

from jinja2 import Environment, TemplateNotFound
from jinja2.nodes import (
    Assign,
    AssignBlock,
    Block,
    Call,
    CallBlock,
    Const,
    EvalContextModifier,
    ExprStmt,
    Extends,
    FilterBlock,
    For,
    FromImport,
    If,
    Import,
    Include,
    Macro,
    Name,
    Node,
    NSRef,
    Output,
    Scope,
    ScopedEvalContextModifier,
    Template,
    With,
)

from newsgen.theme.filling.trees import (
    MACRO_NAMES,
    STORES,
    Rewriter,
    UnknownFormError,
    branches,
    contains,
    copied,
    imported_names,
    is_text,
    loaded_names,
    own_tree,
    same_scope,
    stored_names,
    stores_here,
    walk,
)

_MAX_DEPTH = 4
"""Templates and macros that are put into each other; more of them stay calls, so that the function stays short."""
_FRAMES = (AssignBlock, FilterBlock, For, Scope, With)
"""The nodes that have names of their own."""
_REFUSED = (Macro, CallBlock, EvalContextModifier, ScopedEvalContextModifier, NSRef, Import, ExprStmt)


_NOT_IN_MACROS = (Block, Include, FromImport, Extends, *_REFUSED)


def merged(name: str, environment: Environment) -> Template:
    """Return one syntax tree that prints what the template *name* prints; raise UnknownFormError if there is none."""
    chain = _chain(name, environment)
    for tree in chain:
        if contains(tree, _REFUSED) or "self" in loaded_names(tree):
            raise UnknownFormError
        if any(isinstance(node, FromImport) and node.with_context for node in walk(tree)):
            raise UnknownFormError  # it sees names that may be left out
    root = chain[-1]
    setup = [node for tree in chain[:-1] for node in _setup(tree)]
    root.body = _Blocks(chain).expand_all([*setup, *root.body])
    if any(isinstance(node, Block) for node in walk(root)) or "super" in loaded_names(root):
        raise UnknownFormError  # inside a loop, where a block would see other names than its own
    root.body = _Includes(environment).visit_all(root.body)
    _check_names(root.body)
    root.body = _Macros(environment).put_in(root.body)
    return root


def _chain(name: str, environment: Environment) -> list[Template]:
    """Return the trees of a template and of those that it extends, itself first."""
    chain: list[Template] = []
    names: list[str] = []
    while name not in names:
        names.append(name)
        tree = own_tree(name, environment)
        chain.append(tree)
        extends = [node for node in walk(tree) if isinstance(node, Extends)]
        if not extends:
            return chain
        parent = extends[0].template
        if len(extends) > 1 or not isinstance(parent, Const) or not isinstance(parent.value, str):
            raise UnknownFormError
        name = parent.value
    raise UnknownFormError


def _setup(tree: Template) -> list[Node]:
    """Return what a template that extends another one does before the other is printed."""
    setup: list[Node] = []
    is_child = False
    for node in tree.body:
        if isinstance(node, Extends):
            is_child = True
        elif isinstance(node, Assign | FromImport):
            setup.append(node)
        elif not (is_child and isinstance(node, Output | Block)):
            raise UnknownFormError
    return setup


class _Blocks:
    """Puts blocks, and the blocks of parents that they show by `super()`, into their places."""

    def __init__(self, chain: list[Template]) -> None:
        self._blocks: dict[str, list[Block]] = defaultdict(list)
        for tree in chain:
            for block in walk(tree):
                if isinstance(block, Block):
                    self._blocks[block.name].append(block)
        self._used: set[tuple[str, int]] = set()

    def expand_all(self, nodes: list[Any], block: tuple[str, int] | None = None) -> list[Any]:
        """Return *nodes* of a *block* (its name, and the number of blocks that override it) without blocks."""
        if block and stores_here(nodes) and any(isinstance(one, Block) or _is_super(one) for one in walk(*nodes)):
            raise UnknownFormError  # the inner block would see what the outer one stores
        return [new for node in nodes for new in self._expand(node, block)]

    def _expand(self, node: Any, block: tuple[str, int] | None) -> list[Any]:
        if isinstance(node, Block):
            return [self._body(node.name, 0, node)]
        if isinstance(node, If):
            node.body = self.expand_all(node.body, block)
            node.elif_ = self.expand_all(node.elif_, block)
            node.else_ = self.expand_all(node.else_, block)
        elif isinstance(node, Output) and any(map(_is_super, node.nodes)) and block:
            name, depth = block
            if any("super" in loaded_names(part) for part in node.nodes if not _is_super(part)):
                raise UnknownFormError
            return [
                self._body(name, depth + 1, node) if _is_super(part) else Output([part], lineno=node.lineno)
                for part in node.nodes
            ]
        return [node]

    def _body(self, name: str, depth: int, place: Node) -> Scope:
        found = self._blocks[name]
        if depth >= len(found) or (name, depth) in self._used or found[depth].scoped:
            raise UnknownFormError
        if any(block.required for block in found) and len(found) == 1:
            raise UnknownFormError  # an error, which Jinja2 explains
        self._used.add((name, depth))
        return Scope(self.expand_all(found[depth].body, (name, depth)), lineno=place.lineno)


def _is_super(node: Node) -> bool:
    is_name = isinstance(node, Call) and isinstance(node.node, Name) and node.node.name == "super"
    return is_name and not any(node.iter_child_nodes(exclude=("node",)))


class _Includes(Rewriter):
    """Puts included templates into their places; others stay, and are included when the page is filled."""

    def __init__(self, environment: Environment, inside: tuple[str, ...] = ()) -> None:
        self._environment = environment
        self._inside = inside

    def visit_Include(self, node: Include) -> Node:  # noqa: N802 - Jinja2's name
        """Return the content of an included template, or the include itself."""
        name = node.template.value if isinstance(node.template, Const) else None
        if not node.with_context:
            raise UnknownFormError  # Jinja2 prints it at once, before what the function has collected
        if not isinstance(name, str) or node.ignore_missing or len(self._inside) == _MAX_DEPTH:
            return node
        try:
            tree = own_tree(name, self._environment)
        except TemplateNotFound:
            return node
        if contains(tree, (Extends, Block, FromImport, *_REFUSED)) or _has_outer_loop(tree):
            return node
        if loaded_names(tree) & {"self", "super", *MACRO_NAMES}:
            return node
        return Scope(_Includes(self._environment, (*self._inside, name)).visit_all(tree.body), lineno=node.lineno)


def _has_outer_loop(node: Node) -> bool:
    """Return whether `loop` in a template's *node* is that of a loop around it."""
    if isinstance(node, For):
        return any(map(_has_outer_loop, [node.iter, *node.else_]))
    if isinstance(node, Name):
        return node.name == "loop"
    return any(map(_has_outer_loop, node.iter_child_nodes()))


def _check_names(body: list[Any]) -> None:
    """Raise UnknownFormError if one name means different things in the merged templates' *body*.

    Each template looks its names up when its turn comes, but one function has one variable for a name.
    """
    stored: dict[str, Node] = {}
    loaded: set[str] = set()
    for node in body:
        loaded |= loaded_names(node)
        names = stored_names([node]) if isinstance(node, Assign | AssignBlock | FromImport) else []
        for name in names:
            if name in loaded or (name in stored and not _is_same_import(node, stored[name], name)):
                raise UnknownFormError
            stored[name] = node
        if isinstance(node, If) and stores_here(branches(node)):
            raise UnknownFormError
        for scope in walk(node):
            if isinstance(scope, _FRAMES):
                _check_order(scope.body)


def _check_order(nodes: list[Any]) -> None:
    """Raise UnknownFormError if one of the templates' *nodes* stores a name that an inner part before it loads.

    The part has no value for it then, but would have that of another template which was merged.
    """
    if not stores_here(nodes):
        return
    loaded: set[str] = set()
    for node in same_scope(nodes):
        if isinstance(node, _FRAMES):
            loaded |= loaded_names(node)
        if isinstance(node, STORES) and not loaded.isdisjoint(stored_names([node])):
            raise UnknownFormError


def _is_same_import(one: Node, other: Node, name: str) -> bool:
    if not isinstance(one, FromImport) or not isinstance(other, FromImport):
        return False
    same_name = dict(imported_names(one))[name] == dict(imported_names(other))[name]
    return same_name and one.template == other.template


@dataclass(frozen=True, slots=True)
class _Library:
    """The macros of a template that has nothing else."""

    names: frozenset[str]
    simple: dict[str, Macro]
    """By name: the macros whose bodies can stand in another template."""


class _Macros(Rewriter):
    """Puts the bodies of imported macros into the places where they are called and printed."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._macros: dict[str, tuple[Macro, _Library]] = {}
        """By their names in the template: the macros that can be put in, each with the library that it is from."""
        self._libraries: dict[str, _Library] = {}
        self._numbers = count()
        self._inside: tuple[str, ...] = ()

    def put_in(self, body: list[Any]) -> list[Any]:
        """Return the *body* of a template with its macros put in, without imports that are not needed then."""
        stored = stored_names([node for node in body if not isinstance(node, FromImport)])
        for node in body:
            if isinstance(node, FromImport):
                library = self._library(node)
                names = [(own, name) for own, name in imported_names(node) if name in library.simple]
                self._macros |= {own: (library.simple[name], library) for own, name in names if own not in stored}
        new = self.visit_all(body)
        if contains(Template(new), Include):
            return new  # it may use them
        loaded = loaded_names(*new)
        return [node for node in new if not isinstance(node, FromImport) or self._is_needed(node, loaded)]

    def _is_needed(self, node: FromImport, loaded: set[str]) -> bool:
        """Return whether an import does something for a template that loads the names *loaded*."""
        return not self._library(node).names or not loaded.isdisjoint(own for own, _ in imported_names(node))

    def _library(self, node: FromImport) -> _Library:
        """Return the macros of the template from which *node* imports; none if it is missing or has anything else."""
        template = str(node.template.value) if isinstance(node.template, Const) else ""
        if template not in self._libraries:
            try:
                nodes = own_tree(template, self._environment).body
            except TemplateNotFound:
                nodes = []
            macros = [node for node in nodes if isinstance(node, Macro)]
            names = frozenset(macro.name for macro in macros)
            if len(names) < len(macros) or not all(isinstance(node, Macro) or is_text(node) for node in nodes):
                macros, names = [], frozenset()
            self._libraries[template] = _Library(names, {one.name: one for one in macros if _is_simple(one, names)})
        return self._libraries[template]

    def visit_Output(self, node: Output) -> Any:  # noqa: N802 - Jinja2's name
        """Return several nodes instead of one that prints the result of a macro."""
        new: list[Any] = []
        for part in node.nodes:
            body = self._body(part) if isinstance(part, Call) and isinstance(part.node, Name) else None
            new.append(body or Output([part], lineno=node.lineno))
        return new if any(not isinstance(part, Output) for part in new) else node

    def _body(self, call: Any) -> With | None:
        """Return what a *call* of a macro prints; None if the call stays."""
        macro, library = self._macros.get(call.node.name, (None, None))
        if macro is None or library is None or macro.name in self._inside or len(self._inside) == _MAX_DEPTH:
            return None
        values = _arguments(macro, call)
        if values is None:
            return None
        number = next(self._numbers)
        parameters = [target.name for target in macro.args]
        new_names = {name: f"_{number}_{name}" for name in (*parameters, *stored_names(macro.body))}
        inner = _Macros(self._environment)
        inner._macros = {name: (one, library) for name, one in library.simple.items() if name not in new_names}
        inner._numbers, inner._inside = self._numbers, (*self._inside, macro.name)
        body = inner.visit_all(_Renamed(new_names).visit_all(copied(macro.body)))
        if not library.names.isdisjoint(loaded_names(*body)):
            return None  # a macro of the library that could not be put in is not a name of this template
        return With([Name(new_names[name], "param") for name in parameters], values, body, lineno=macro.lineno)


def _is_simple(macro: Macro, siblings: Collection[str]) -> bool:
    """Return whether the body of *macro* can stand in another template: it uses only its own names and *siblings*."""
    inside = list(walk(*macro.body))
    if any(isinstance(node, _NOT_IN_MACROS) for node in inside) or any(map(_has_outer_loop, macro.body)):
        return False
    names, stored, used = (
        {target.name for target in macro.args},
        set(stored_names(macro.body)),
        loaded_names(*macro.body),
    )
    called = {one.node.name for one in inside if isinstance(one, Call) and isinstance(one.node, Name)}
    is_known = used <= {*names, *siblings, "loop", *stored} - MACRO_NAMES
    return is_known and names.isdisjoint(stored) and called.isdisjoint(stored)


def _arguments(macro: Macro, call: Call) -> list[Any] | None:
    """Return the values of all parameters of *macro* in a *call*, in order; None if they do not fit simply."""
    names = [target.name for target in macro.args]
    named = {keyword.key: keyword.value for keyword in call.kwargs}
    if (
        call.dyn_args
        or call.dyn_kwargs
        or len(call.args) > len(names)
        or not named.keys() <= set(names[len(call.args) :])
    ):
        return None
    defaults = dict(zip(names[len(names) - len(macro.defaults) :], macro.defaults, strict=True))
    given = {**defaults, **dict(zip(names, call.args, strict=False)), **named}
    if given.keys() != set(names) or not all(isinstance(defaults.get(n, Const(0)), Const) for n in names):
        return None
    return [copied(given[name]) for name in names]


class _Renamed(Rewriter):
    """Gives names of a macro's parameters other names, which no template uses."""

    def __init__(self, names: dict[str, str]) -> None:
        self._names = names

    def visit_Name(self, node: Name) -> Name:  # noqa: N802 - Jinja2's name
        """Return a name of the macro with its new name."""
        node.name = self._names.get(node.name, node.name)
        return node
