"""Show the fields of an article that newsgen does not use itself to templates."""

from collections.abc import Callable
from functools import partial
from typing import Any

import jinja2


def own_fields(extra: Any) -> Any:
    """Return the *extra* fields of an article as templates read them; any other value is returned unchanged."""
    return OwnFields(extra) if type(extra) is tuple else extra


class _Method(jinja2.ChainableUndefined):
    """A method of a mapping that has no field of that name: empty like a missing field, but it can be called."""

    __slots__ = ("_function",)

    def __init__(self, name: str, function: Callable[..., Any]) -> None:
        super().__init__(name=name)
        self._function = function

    def __call__(self, *arguments: Any) -> Any:
        return self._function(*arguments)


class _Off(str):
    """The text of a flag that is not set, which is false in an `if`."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return False


class OwnFields(dict[str, Any]):
    """The fields of an article that newsgen does not use itself, as templates read them.

    `fields.name` and `fields["name"]` are the value, whatever the name; a mapping inside is read in the same way.
    """

    __slots__ = ()

    def __getitem__(self, key: str) -> Any:
        """Return the field *key* as templates read it; raise KeyError if it is missing or empty."""
        value = dict.__getitem__(self, key)
        if value is None:
            raise KeyError(key)
        return _shown(value)

    def __getattribute__(self, name: str) -> Any:
        """Return the field *name*, or else the method of a mapping; templates read `fields.name` by it."""
        if name.startswith("__"):
            return dict.__getattribute__(self, name)
        if dict.get(self, name) is not None:
            return self[name]
        if name in _METHODS:
            return _Method(name, partial(_METHODS[name], self))
        raise AttributeError(name)


_METHODS: dict[str, Callable[..., Any]] = {
    "get": lambda fields, key, default=None: fields[key] if dict.get(fields, key) is not None else default,
    "items": lambda fields: [(key, _shown(value)) for key, value in dict.items(fields)],
    "keys": dict.keys,
    "values": lambda fields: [_shown(value) for value in dict.values(fields)],
}


def _shown(value: Any) -> Any:
    """Return the *value* of an article's own field as a template reads it."""
    if isinstance(value, str):
        return _Off(value) if value.lower() in {"false", "no", "off"} else value
    if isinstance(value, list):
        return [_shown(item) for item in value]
    return OwnFields(value) if isinstance(value, dict) else value


def plain(value: Any) -> Any:
    """Return *value* of a template without `OwnFields`, which the JSON encoder cannot read."""
    if isinstance(value, list):
        return [plain(item) for item in value]
    return {key: plain(item) for key, item in dict.items(value)} if type(value) is OwnFields else value
