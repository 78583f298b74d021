"""Write random Jinja2 templates that do all that templates can do."""

from collections.abc import Callable
from random import Random
from typing import Any

from newsgen.theme.theme import START

_BLOCKS = ("title", "head", "main", "last")
_MACROS = {"named": ("item", "link"), "shout": ("value", "end"), "cards": ("items", "link"), "x": ("heading", "y")}
_NAMES = ("x", "y", "own", "heading", "item", "url", "value", "items", "x", "y", "own", "heading", "named", "cards")
_ODD_NAMES = (
    "site",
    "labels",
    "link",
    "loop",
    "_0_item",
    "_0_x",
    "_1_value",
    "_own",
    "start",
    "kept",
    "escaped",
    "ﬁrst",
    "first",
    START,
)
_LISTS = ("navigation", "crumbs", "shown", "navigation[:2]", "shown[:1]", "[crumbs[0], heading]", "('a', heading)")
_FLAT = (
    "labels.list",
    "'<b'|list",
    "labels.articles|dictsort|map('first')|list",
    "range(2)",
    "[1, heading]",
    "site.title[:2]",
)
_TESTS = (
    "is defined",
    "is none",
    "is string",
    "is not none",
    "is undefined",
    "is mapping",
    "== heading",
    "in [url, 1]",
    "is true",
)
_FILTERS = (
    *("upper", "e", "safe", "trim", "string", "isolate", "title_text", "default('<d>')", "d('', true)", "forceescape"),
    *(
        "replace('<', safe)",
        "length",
        "list|join('<')",
        "striptags",
        "path",
        "visible",
        "block('p')",
        "tojson",
        "digits",
    ),
    *("int", "list|last", "first|d", "list|length", "upper|lower|title", "wordwrap(3)", "truncate(2)", "indent"),
)
_ATOMS = (
    *("labels.skip", "labels['menu']", "labels.no|default(heading)", "labels.html", "labels.minus", "site.title"),
    *("site.menu", "site.extra.a", "heading", "safe", "url", "number", "count", "odd", "none", "true", "1.5", "'<'"),
    *("'ab'", "('<b>'|safe)", "('-5'|int)", "article.extra.subtitle", "article.extra.no", "article.extra.place.city"),
    *("navigation[0].title", "navigation[number].url", "crumbs[0].url", "shown[0].headline", "shown[0]['id']", "key"),
    *("labels[key]", "link('a&b/')", "link('')", "link(url)", "asset('style.css')", "asset('none')", "missing|d(1)"),
    *("labels.articles.one", "labels.articles.get('x', heading)", "link(crumbs[0].url)", "[labels.skip, heading]|join"),
    *("joiner('<')()", "('<%s>'|format(heading))", "{'a': labels.skip}.a", "navigation|map(attribute='title')|join"),
)  # fmt: skip
_READS = (
    *("",) * 6,
    "|default('d')",
    "[0]|default(2)",
    ".url|default('d')",
    ".id|d(1)",
    " is string",
    ".text|d(0)",
    ".extra|d",
)
_CHANGES = ("shown.append(shown[0])", "shown.pop()", "own.append(1)")
_LITERALS = ("'<'", "1", "none", "('<b>'|safe)")
_WRONG = ("no.such", "labels.no", "number.no", "1 // 0", "nothing()", "link(5)", "heading.no.no", "-heading")


class Writer:
    """Writes the templates of one site, which may call, include and extend each other."""

    def __init__(self, random: Random) -> None:
        """Write what *random* chooses."""
        self._random = random
        self._names: tuple[str, ...] = ()
        self._callable: tuple[str, ...] = ()
        self._callers: tuple[str, ...] = ()
        """The macro that is being written, and those that may call it: it gives them no text that could grow."""

    def files(self, pages: int) -> dict[str, str]:
        """Return templates by name; page0.html and so on are those of *pages*."""
        parts = ["part.html", "deep.html"]
        texts = {
            "leaf.html": self._body(1, []),
            "deep.html": self._body(2, []),
            "part.html": self._body(3, ["deep.html"]),
            "more.html": self._macro_file(),
            "macros.html": self._macro_file(),
            "base.html": self._imports() + self._body(2, parts) + "".join(map(self._base_block, _BLOCKS)),
            "middle.html": self._child("base.html", parts),
        }
        for number in range(pages):
            self._names, self._callable = (), ()
            kind = self._one(("alone", "base.html", "base.html", "middle.html"))
            alone = self._imports() + self._body(6, parts, _BLOCKS[:2]) if kind == "alone" else ""
            texts[f"page{number}.html"] = alone or self._child(kind, parts)
        return texts

    def _base_block(self, name: str) -> str:
        before = self._set() if self._is(0.1) else ""
        return before + self._block(name, ["part.html", "deep.html"], is_root=True)

    def _is(self, chance: float) -> bool:
        return self._random.random() < chance

    def _one(self, options: Any) -> Any:
        return self._random.choice(options)

    def _child(self, parent: str, parts: list[str]) -> str:
        start = self._set() if self._is(0.1) else ""
        top = "".join(self._one((self._set, self._imports))() for _ in range(self._one((0, 1, 1, 2))))
        blocks = "\n".join(self._block(name, parts) for name in _BLOCKS if self._is(0.5))
        return f'{start}{{% extends "{parent}" %}}{top}\n{"text" if self._is(0.1) else ""}{blocks}'

    def _block(self, name: str, parts: list[str], *, is_root: bool = False) -> str:
        body = self._body(2, parts)
        if is_root and name == "main" and self._is(0.6):
            body += self._block("inner", parts)
        elif not is_root and name == "main" and self._is(0.3):
            body += self._block("inner" if self._is(0.5) else "new", parts, is_root=True)
        if not is_root and self._is(0.5):
            body += self._one(("{{ super() }}", "[{{ super() }}{{ heading }}]", "{{ super()|upper if number else 1 }}"))
        scoped = self._one((*("",) * 60, " scoped", " required"))
        if scoped == " required":
            return (
                f"{{% block {name} required %}}{{% endblock %}}"
                if is_root and name != "new"
                else f"{{% block {name} %}}{body}{{% endblock %}}"
            )
        block = f"{{% block {name}{scoped} %}}{body}{{% endblock %}}"
        if self._is(0.03):
            return self._one(
                (
                    f"{{% for x in crumbs %}}{block}{{% endfor %}}",
                    f"{{% if number %}}{block}{{% endif %}}",
                    f"{{% with x = heading %}}{block}{{% endwith %}}",
                )
            )
        return block

    def _imports(self) -> str:
        made = []
        for _ in range(self._one((1, 1, 2, 3))):
            macro = "nothing" if self._is(0.02) else self._one(list(_MACROS))
            own = self._one(("named", "shout", "x", "link", "labels")) if self._is(0.2) else macro
            self._callable = (*self._callable, own)
            context = " with context" if self._is(0.02) else ""
            source = self._one(
                ("macros.html", "macros.html", "more.html", "none.html" if self._is(0.05) else "macros.html")
            )
            as_own = f"{macro} as {own}" if own != macro else macro
            made.append(f'{{% from "{source}" import {as_own}{context} %}}')
        return "".join(made)

    def _macro_file(self) -> str:
        made = []
        for name, parameters in _MACROS.items():
            if self._is(0.03):
                continue
            default = self._one(("'<'", "1", "none", "false", "link"))
            names = [*parameters[:1], f"{parameters[1]}={default}" if self._is(0.3) else parameters[1]]
            old, self._names = self._names, (*parameters, *parameters)
            self._callers = (*self._callers, name)
            body = self._body(3, ["leaf.html"] if self._is(0.05) else [], is_macro=True)
            self._names = old
            made.append(f"{{% macro {name}({', '.join(names)}) %}}{body}{{% endmacro %}}")
        self._callers = ()
        if self._is(0.05):
            made.append(f"{{{{ {self.text(1, is_macro=True)} }}}}")
        return "\n".join(made)

    def _body(self, size: int, parts: list[str], blocks: tuple[str, ...] = (), *, is_macro: bool = False) -> str:
        names = self._names
        made = [self._statement(size, parts, is_macro=is_macro) for _ in range(self._random.randint(1, min(size, 4)))]
        self._names = names
        made += [self._block(name, parts, is_root=True) for name in blocks if self._is(0.4)]
        return self._one(("", "", "\n", " ")).join(made)

    def _print(self, *, is_macro: bool) -> str:
        dash = self._one(("", "", "", "-"))
        return f"{{{{{dash} {self.text(2, is_macro=is_macro)} {dash}}}}}"

    def _statement(self, size: int, parts: list[str], *, is_macro: bool) -> str:  # noqa: PLR0911 - one a kind
        roll = self._random.random()
        inside = lambda: self._body(max(size - 1, 1), parts, is_macro=is_macro)  # noqa: E731
        text = lambda: self.text(1, is_macro=is_macro)  # noqa: E731
        if size <= 1 or roll < 0.4:
            return self._print(is_macro=is_macro)
        if roll < 0.48:
            return self._one(("<b>", "\n  text\n", "<i title='", "&amp;", "{# comment #}"))
        if roll < 0.62:
            return self._loop(inside, is_macro=is_macro)
        if roll < 0.72:
            otherwise = self._one(("", f"{{% else %}}{inside()}", f"{{% elif {text()} %}}{inside()}"))
            return f"{{% if {self.condition(is_macro=is_macro)} %}}{inside()}{otherwise}{{% endif %}}"
        if roll < 0.80:
            return self._set(is_macro=is_macro)
        if roll < 0.86:
            return f"{{{{ {self.call(is_macro=is_macro)} }}}}"
        if roll < 0.91 and parts:
            rest = self._one((*("",) * 12, " ignore missing", " without context"))
            names = [*map(repr, parts), *(() if is_macro else ("own_part",))]
            return f"{{% include {self._one(names)}{rest} %}}"
        if roll < 0.95:
            name = self._name()
            value = text()
            return f"{{% with {name} = {value} %}}{self._with(name, inside)}{{% endwith %}}"
        return self._rare(inside, text) if not is_macro and self._is(0.5) else self._print(is_macro=is_macro)

    def _rare(self, inside: Callable[[], str], text: Callable[[], str]) -> str:
        name = self._name()
        return self._one(
            (
                lambda: (
                    f"{{% autoescape {self._one(('false', 'true', 'number > 2'))} %}}{inside()}{{% endautoescape %}}"
                ),
                lambda: f"{{% filter {self._one(('upper', 'trim', 'e', 'safe'))} %}}{inside()}{{% endfilter %}}",
                lambda: f"{{% call {self.call()} %}}{inside()}{{% endcall %}}",
                lambda: f"{{% set space = namespace(n={text()}) %}}{{% set space.n = {text()} %}}{{{{ space.n }}}}",
                lambda: f"{{% macro {name}(a) %}}{inside()}{{% endmacro %}}{{{{ {name}({text()}) }}}}",
                lambda: f"{{{{ '' if {self._one(_CHANGES)} else 1 }}}}{inside()}",
                lambda: f"{{{{ {self._one(_WRONG)} }}}}",
                lambda: (
                    "{% for t in tree recursive %}{{ t.name }}{{ loop.depth }}{{ loop(t.below) if t.below else '' }}"
                    "{% endfor %}"
                ),
                lambda: "{% import 'macros.html' as lib %}{{ lib.shout(heading, '!') }}",
                lambda: f"{{% raw %}}{{{{ x }}}}{{% endraw %}}{inside()}",
            )
        )()

    def _with(self, name: str, inside: Callable[[], str]) -> str:
        old, self._names = self._names, (*self._names, name, name)
        body = inside()
        self._names = old
        return body

    def _name(self) -> str:
        return self._one(_ODD_NAMES) if self._is(0.04) else self._one(_NAMES)

    def _loop(self, inside: Callable[[], str], *, is_macro: bool) -> str:
        name = self._one(("x", "y", "item", "card", *((self._name(),) if self._is(0.5) else ())))
        own = [one for one in self._names if one in {"items", "x", "item"}]
        source = self._one(own) if own and self._is(0.5) else self._one(_LISTS if self._is(0.6) else _FLAT)
        if is_macro and not own:
            source = "[1, 2]"
        records = source in _LISTS[:4] or source == "shown[:1]"
        body = self._with(name, inside)
        if records and self._is(0.7):
            body += f"{{{{ {name}.title }}}}" if source.startswith("navigation") else ""
        if source in {"shown", "items", "shown[:1]"} and self._is(0.7):
            body = self._card(name) + (body if self._is(0.3) else "")
        if self._is(0.2):
            body += self._one(
                ("{{ loop.index }}", "{{ loop.last }}", "{{ loop.cycle('<', 'b') }}", "{{ loop.length }}")
            )
        condition = f" if {name}" if self._is(0.1) else ""
        otherwise = f"{{% else %}}{inside()}" if self._is(0.1) else ""
        return f"{{% for {name} in {source}{condition} %}}{body}{otherwise}{{% endfor %}}"

    def _card(self, name: str) -> str:
        fields = ("headline", "section", "published|iso", "id", "lang", "summary", "headline|isolate", "source_name")
        shown = "".join(f"{{{{ {name}.{self._one(fields)} }}}}" for _ in range(self._random.randint(4, 7)))
        link = self._one((f"{{{{ link({name}.url) }}}}", "{{ link('') }}", "", f"{{{{ link({name}.url)|upper }}}}"))
        more = self._one(("", "", f"{{% for y in [{name}.id, 1] %}}{{{{ y }}}}{{% endfor %}}{{{{ y }}}}", "{{ url }}"))
        more += self._one(
            (
                "",
                "",
                "{% for heading in ['a'] %}{{ heading }}{% endfor %}{{ heading }}",
                "{% for x in 'ab' %}{% set z = heading %}{{ z }}{% endfor %}",
            )
        )
        return f"<p>{shown}{link}{more}</p>"

    def _set(self, *, is_macro: bool = False) -> str:
        name = self._name()
        if self._is(0.2):
            made = f"{{% set {name} %}}<i>{{{{ {self.text(1, is_macro=is_macro)} }}}}{{% endset %}}"
        elif self._is(0.15):
            values = ("[1, 2]",) if is_macro else (*_LISTS, *_FLAT, "labels", "site", "article.extra", "link")
            made = f"{{% set {name} = {self._one(values)} %}}"
        else:
            made = f"{{% set {name} = {self.text(1, is_macro=is_macro)} %}}"
        self._names = (*self._names, name)[-4:]
        return made

    def condition(self, *, is_macro: bool = False) -> str:
        """Return an expression that holds or not."""
        text = self.text(1, is_macro=is_macro)
        return self._one((text, f"not {text}", f"{text} {self._one(_TESTS[:6])}", f"{text} {self._one(_TESTS)}"))

    def call(self, *, is_macro: bool = False) -> str:
        """Return a call of a macro."""
        options = (*_MACROS,) if is_macro or not self._callable or self._is(0.1) else self._callable
        name = self._one(options)
        parameters = _MACROS.get(name, ("item", "link"))
        is_circle = name in self._callers
        values = [self._one(_LITERALS) if is_circle else self._argument(one, is_macro=is_macro) for one in parameters]
        if self._is(0.3):
            first = self._random.randint(0, len(values))
            named = [f"{one}={value}" for one, value in zip(parameters, values, strict=True)]
            values = values[:first] + named[first:]
        if self._is(0.1):
            values = values[:1] if self._is(0.6) else [*values, "3"]
        return f"{name}({', '.join(values)})"

    def _argument(self, parameter: str, *, is_macro: bool) -> str:
        if is_macro:
            return self.text(1, is_macro=True)
        options = {
            "link": ("link", "link", "link", "asset"),
            "items": _LISTS,
            "item": ("crumbs[0]", "crumbs[1]", "loop", "x"),
        }
        usual = options.get(parameter)
        return self._one(usual) if usual and self._is(0.8) else self.text(1)

    def text(self, depth: int, *, is_macro: bool = False) -> str:
        """Return an expression whose operators are nested *depth* times."""
        roll = self._random.random()
        if depth <= 0 or roll < 0.35:
            if self._names and self._is(0.9 if is_macro else 0.35):
                name = self._one(self._names)
                return f"({name}{self._one(_READS)})"
            if is_macro:
                return self._one(_LITERALS)
            return self._one(_WRONG) if self._is(0.01) else self._one(_ATOMS)
        inner = lambda: self.text(depth - 1, is_macro=is_macro)  # noqa: E731
        return self._one(
            (
                lambda: f"({inner()} ~ {inner()})",
                lambda: f"({inner()} ~ ('<b>'|safe))",
                lambda: f"({inner()} ~ {inner()})|{self._one(_FILTERS)}",
                lambda: f"{inner()}|{self._one(_FILTERS[:10])}",
                lambda: f"{inner()}|string|{self._one(_FILTERS)}",
                lambda: f"({inner()}|string + {inner()}|string)",
                lambda: f"({inner()} if {inner()} {self._one(_TESTS[:6])} else {inner()})",
                lambda: f"({inner()} or {inner()})",
                lambda: f"({inner()} and {inner()})",
                lambda: f"(not {inner()})",
                lambda: f"({inner()} == {inner()})",
                lambda: f"({inner()} {self._one(_TESTS)})",
                lambda: f"[{inner()}, {inner()}]|join('<')",
                lambda: f"({inner()}|string)[1:]",
                lambda: f"({inner()}, {inner()})[0]",
                lambda: f"(({inner()}|int) ** 2)",
                lambda: f"(-({inner()}|int))",
            )
        )()
