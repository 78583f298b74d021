"""Fast pickling of records."""

from collections.abc import Callable
from dataclasses import fields
from operator import attrgetter
from typing import Any, TypeVar

Record = TypeVar("Record", bound=type)


def by_fields(kind: Record) -> Record:
    """Return the dataclass *kind*, of two fields or more, to be pickled so."""
    values: Callable[[Any], tuple[Any, ...]] = attrgetter(*(field.name for field in fields(kind)))

    def reduce(record: Any) -> tuple[Any, tuple[Any, ...]]:
        return kind, values(record)

    kind.__reduce__ = reduce  # type: ignore[method-assign, assignment]
    return kind
