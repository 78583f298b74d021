"""Put a template and all that it extends, includes and imports into one, which one function can fill.

What a template does that is not understood here raises `UnknownFormError`: nothing is guessed.
"""

from collections import defaultdict
from itertools import count
from typing import Any
from unicodedata import normalize

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
    For,
    FromImport,
    Getattr,
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
from jinja2.optimizer import optimize

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
    same_scope,
    stored_names,
    stores_here,
    tree_of,
    walk,
)

_CHANGES = frozenset(
    {"add", "append", "clear", "discard", "extend", "insert", "pop", "popitem", "remove", "reverse", "setdefault", "sort"}
) | {"update"}
"""The methods that change a list, a dictionary or a set, which would no longer be what all pages share."""
_MAX_DEPTH = 4
"""Templates and macros that are put into each other; more of them stay calls, so that the function stays short."""
_REFUSED = (Macro, CallBlock, EvalContextModifier, ScopedEvalContextModifier, NSRef, Import, ExprStmt)


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
    root.body = _Macros(root.body, environment).visit_all(root.body)
    return root


def _chain(name: str, environment: Environment) -> list[Template]:
    """Return the trees of a template and of those that it extends, itself first."""
    chain: list[Template] = []
    names: list[str] = []
    while name not in names:
        names.append(name)
        tree = _own_tree(name, environment)
        chain.append(tree)
        extends = [node for node in walk(tree) if isinstance(node, Extends)]
        if not extends:
            return chain
        parent = extends[0].template
        if len(extends) > 1 or not isinstance(parent, Const) or not isinstance(parent.value, str):
            raise UnknownFormError
        name = parent.value
    raise UnknownFormError


def _own_tree(name: str, environment: Environment) -> Template:
    """Return the tree of the template *name*, to be changed, with its literals computed as Jinja2 computes them.

    Raises UnknownFormError if the template changes values or has names that could be mistaken for names given here,
    and all errors of Jinja2's own compiler, even for parts that no page uses.
    """
    environment.get_template(name)
    tree: Template = optimize(copied(tree_of(name, environment)[0]), environment)
    for node in walk(tree):
        word = node.attr if isinstance(node, Getattr) else node.value if isinstance(node, Const) else None
        if isinstance(word, str) and word in _CHANGES:
            raise UnknownFormError
    if any(own.startswith("_") or normalize("NFKC", own) != own for own in {*loaded_names(tree), *stored_names([tree])}):
        raise UnknownFormError  # Python, but not Jinja2, takes two spellings for one name
    return tree


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
        has_inner = "super" in loaded_names(*nodes) or any(isinstance(node, Block) for node in walk(*nodes))
        if block and has_inner and stores_here(nodes):
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
        if not isinstance(name, str) or not node.with_context or node.ignore_missing or len(self._inside) == _MAX_DEPTH:
            return node
        try:
            tree = _own_tree(name, self._environment)
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
            if isinstance(scope, For | With | Scope):
                _check_order(scope.body)


def _check_order(nodes: list[Any]) -> None:
    """Raise UnknownFormError if one of the templates' *nodes* stores a name that an included part before it loads."""
    if not stores_here(nodes):
        return
    loaded: set[str] = set()
    for node in same_scope(nodes):
        if isinstance(node, STORES) and loaded & set(stored_names([node])):
            raise UnknownFormError
        if isinstance(node, Scope):
            loaded |= loaded_names(node)


def _is_same_import(one: Node, other: Node, name: str) -> bool:
    if not isinstance(one, FromImport) or not isinstance(other, FromImport):
        return False
    same_name = dict(imported_names(one))[name] == dict(imported_names(other))[name]
    return same_name and one.template == other.template and one.with_context == other.with_context


class _Macros(Rewriter):
    """Puts the bodies of imported macros into the places where they are called and printed."""

    def __init__(self, body: list[Any], environment: Environment) -> None:
        self._environment = environment
        self._macros: dict[str, tuple[Macro, dict[str, Macro]]] = {}
        """By their names in the template: the macros that can be put in, each with all of its own template."""
        self._by_template: dict[str, dict[str, Macro]] = {}
        self._numbers = count()
        self._inside: tuple[str, ...] = ()
        stored = stored_names([node for node in body if not isinstance(node, FromImport)])
        for node in body:
            if isinstance(node, FromImport) and not node.with_context and isinstance(node.template, Const):
                macros = self._macros_of(node.template.value)
                for own, name in imported_names(node):
                    if name in macros and own not in stored:
                        self._macros[own] = macros[name], macros

    def _macros_of(self, template: str) -> dict[str, Macro]:
        """Return the macros of a *template* by name; none if it has anything else."""
        if template in self._by_template:
            return self._by_template[template]
        try:
            tree = _own_tree(template, self._environment)
        except TemplateNotFound:
            return {}
        macros = {node.name: node for node in tree.body if isinstance(node, Macro)}
        is_simple = all(isinstance(node, Macro) or is_text(node) for node in tree.body)
        is_simple = is_simple and len(macros) == sum(isinstance(node, Macro) for node in tree.body)
        self._by_template[template] = macros if is_simple else {}
        return self._by_template[template]

    def visit_all(self, nodes: list[Any]) -> list[Any]:
        """Return *nodes* with the bodies of the macros that they print, without imports that are not needed then."""
        new = super().visit_all(nodes)
        loaded = loaded_names(*new)
        is_used = any(contains(node, Include) for node in new)
        return [node for node in new if is_used or not isinstance(node, FromImport) or not self._is_idle(node, loaded)]

    def _is_idle(self, node: FromImport, loaded: set[str]) -> bool:
        """Return whether an import does nothing for a template that loads the names *loaded*."""
        is_simple = isinstance(node.template, Const) and bool(self._by_template.get(node.template.value))
        return is_simple and loaded.isdisjoint(own for own, _ in imported_names(node))

    def visit_Output(self, node: Output) -> Any:  # noqa: N802 - Jinja2's name
        """Return several nodes instead of one that prints the result of a macro."""
        new: list[Any] = []
        for part in node.nodes:
            body = self._call(part) if isinstance(part, Call) and isinstance(part.node, Name) else None
            new.append(body or Output([part], lineno=node.lineno))
        return new if any(not isinstance(part, Output) for part in new) else node

    def _call(self, call: Any) -> Node | None:
        """Return what a *call* of a macro prints; None if the call stays."""
        name = call.node.name
        macro, siblings = self._macros.get(name, (None, {}))
        values = _arguments(macro, call) if macro else None
        if macro is None or values is None or macro.name in self._inside or len(self._inside) == _MAX_DEPTH:
            return None
        names = {target.name for target in macro.args}
        stored = set(stored_names(macro.body))
        used = loaded_names(*macro.body)
        if not used <= names | siblings.keys() | {"loop"} | stored or used & MACRO_NAMES or names & stored:
            return None
        called = {one.node.name for one in walk(*macro.body) if isinstance(one, Call) and isinstance(one.node, Name)}
        if any(isinstance(node, (Block, Include, FromImport, Extends, *_REFUSED)) for node in walk(*macro.body)):
            return None
        if any(map(_has_outer_loop, macro.body)) or called & stored:
            return None
        return self._inlined(macro, siblings, values)

    def _inlined(self, macro: Macro, siblings: dict[str, Macro], values: list[Any]) -> With | None:
        number = next(self._numbers)
        own_names = [*(target.name for target in macro.args), *stored_names(macro.body)]
        new_names = {name: f"_{number}_{name}" for name in own_names}
        body = _Renamed(new_names).visit_all(copied(macro.body))
        inner = _Macros([], self._environment)
        inner._macros = {n: (one, siblings) for n, one in siblings.items() if n not in new_names}
        inner._numbers, inner._inside = self._numbers, (*self._inside, macro.name)
        body = inner.visit_all(body)
        if loaded_names(*body) & siblings.keys():
            return None  # a sibling that could not be put in is not a name of this template
        targets = [Name(new_names[target.name], "param") for target in macro.args]
        return With(targets, values, body, lineno=macro.lineno)


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
