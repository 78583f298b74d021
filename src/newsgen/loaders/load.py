"""LOADERS and load(): one loader per kind of file."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from newsgen.errors import NewsgenError, Problems
from newsgen.loaders.markdown import claimed_captures, load_markdown, load_page, reserved_ids
from newsgen.loaders.sources import Kind, Source, comments_on
from newsgen.model.article import Article, Evidence, StandalonePage

Loader = Callable[[Source, bytes], Article | StandalonePage]


def _load_capture(source: Source, data: bytes) -> Article:
    from newsgen.loaders.capture.loader import load_capture  # noqa: PLC0415 - slow to import, and most projects need none

    return load_capture(source, data)


def _load_webpage(source: Source, data: bytes) -> Article:
    from newsgen.loaders.webpage.loader import load_webpage  # noqa: PLC0415 - the same

    return load_webpage(source, data)


def _with_comments(article: Article, source: Source) -> Article:
    if not comments_on(source.root, article.id):
        return article
    from newsgen.loaders.comment_files import with_comments  # noqa: PLC0415 - as above

    return with_comments(article, source.root)


LOADERS: dict[tuple[Kind, str], Loader] = {
    ("capture", ".txt"): _load_capture,
    ("capture", ".html"): _load_webpage,
    ("capture", ".htm"): _load_webpage,
    ("article", ".md"): load_markdown,
    ("page", ".md"): load_page,
}
"""A new format is a loader and a line here."""


Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class Loaded(Generic[Record]):
    """What became of one source: a record, or the errors that stand in its way."""

    source: Source
    record: Record | None
    errors: tuple[NewsgenError, ...] = ()
    captures: tuple[str, ...] = ()
    """The captures that an article names: they are not articles by themselves."""
    ids: tuple[str, ...] = ()
    """The article's id; of one in error all that may be it. Empty for a page."""


def load(source: Source) -> Loaded[Article | StandalonePage]:
    """Read *source* with the loader of its kind."""
    data = b""
    try:
        data = source.read()
        record = LOADERS[source.kind, source.suffix](source, data)
        if isinstance(record, Article):
            record = _with_comments(record, source)
    except NewsgenError as error:
        return _failed(source, data, [error])
    except Problems as problems:
        in_order = sorted(problems.errors, key=lambda error: (error.path != source.path, error.line or 0))
        return _failed(source, data, in_order)
    if isinstance(record, StandalonePage):
        return Loaded(source, record, (), record.captures)
    return Loaded(source, record, (), claimed(source, record.evidence), (record.id,))


def claimed(source: Source, evidence: Iterable[Evidence]) -> tuple[str, ...]:
    """Return the captures that *source*, if it is an article's, names as its *evidence*."""
    return tuple(one.source for one in evidence) if source.kind == "article" else ()


def _failed(source: Source, data: bytes, errors: Sequence[NewsgenError]) -> Loaded[Article | StandalonePage]:
    """Return what is known of a source in error: what it claims stays its own until it is mended."""
    if source.kind == "page":
        return Loaded(source, None, tuple(errors), claimed_captures(source, data))
    if source.kind == "article":
        return Loaded(source, None, tuple(errors), claimed_captures(source, data), reserved_ids(source, data))
    return Loaded(source, None, tuple(errors), (), (source.stem,) if source.kind == "capture" else ())
