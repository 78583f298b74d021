"""Load a source into a record: one loader for each kind of file."""

from collections.abc import Callable
from dataclasses import dataclass

from newsgen.article import Article, WrittenPage
from newsgen.errors import NewsgenError, Problems
from newsgen.loaders.capture import load_capture
from newsgen.loaders.markdown import claimed_captures, load_markdown, load_page
from newsgen.sources import Kind, Source

Loader = Callable[[Source, bytes], Article | WrittenPage]

LOADERS: dict[tuple[Kind, str], Loader] = {
    ("capture", ".txt"): load_capture,
    ("article", ".md"): load_markdown,
    ("page", ".md"): load_page,
}
"""A new format is a loader and a line here."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of one source: a record, or the errors that stand in its way."""

    source: Source
    record: Article | WrittenPage | None
    errors: tuple[NewsgenError, ...] = ()
    captures: tuple[str, ...] = ()
    """The captures that an article names: they are not articles by themselves."""


def load(source: Source) -> Loaded:
    """Read *source* with the loader of its kind."""
    data = b""
    try:
        data = source.read()
        record = LOADERS[source.kind, source.suffix](source, data)
    except NewsgenError as error:
        return Loaded(source, None, (error,), _captures(source, data))
    except Problems as problems:
        in_order = sorted(problems.errors, key=lambda error: (error.path != source.path, error.line or 0))
        return Loaded(source, None, tuple(in_order), _captures(source, data))
    claimed = record.evidence if source.kind == "article" and isinstance(record, Article) else ()
    return Loaded(source, record, (), tuple(evidence.source for evidence in claimed))


def _captures(source: Source, data: bytes) -> tuple[str, ...]:
    return claimed_captures(source, data) if source.kind == "article" else ()
