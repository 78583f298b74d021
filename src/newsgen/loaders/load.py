"""Load a source file into a record with the loader for its kind and format."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from newsgen.errors import NewsgenError, Problems
from newsgen.loaders.named_captures import load_saved_page, load_text
from newsgen.loaders.sources import COMMENTS_FOLDER, REJECTED_FOLDER, Source, SourceKind, comment_paths
from newsgen.model.article import Article, Evidence, StandalonePage

Loader = Callable[[Source, bytes], Article | StandalonePage]


def _with_comments(article: Article, source: Source) -> Article:
    if not any(comment_paths(source.root, article.id, below) for below in (COMMENTS_FOLDER, REJECTED_FOLDER)):
        return article
    from newsgen.loaders.comment_files import with_comments  # noqa: PLC0415 - slow to import

    return with_comments(article, source.root)


def _load_article(source: Source, data: bytes) -> Article:
    from newsgen.loaders.markdown import load_markdown  # noqa: PLC0415 - slow to import, and captures do not need it

    return load_markdown(source, data)


def _load_page(source: Source, data: bytes) -> StandalonePage:
    from newsgen.loaders.markdown import load_page  # noqa: PLC0415 - as in `_load_article`

    return load_page(source, data)


def _load_blurb(source: Source, data: bytes) -> StandalonePage:
    from newsgen.loaders.blurbs import load_blurb  # noqa: PLC0415 - as in `_load_article`

    return load_blurb(source, data)


LOADERS: dict[tuple[SourceKind, str], Loader] = {
    ("capture", ".txt"): load_text,
    ("capture", ".html"): load_saved_page,
    ("capture", ".htm"): load_saved_page,
    ("article", ".md"): _load_article,
    ("page", ".md"): _load_page,
    ("author", ".md"): _load_blurb,
    ("newspaper", ".md"): _load_blurb,
}
"""The loader for each kind and file name extension; to support a new format, add its loader here."""


Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class LoadResult(Generic[Record]):
    """The result of loading one source: a record, or the errors that prevented it."""

    source: Source
    record: Record | None
    errors: tuple[NewsgenError, ...] = ()
    captures: tuple[str, ...] = ()
    """Paths of the captures that an article or a page names; these are not published as articles of their own."""
    ids: tuple[str, ...] = ()
    """The article's id, or every id that an article with errors may have. Empty for a page."""


def load(source: Source) -> LoadResult[Article | StandalonePage]:
    """Load *source* with the loader for its kind; errors are returned in the result, not raised."""
    data = b""
    try:
        data = source.read()
        record = LOADERS[source.kind, source.suffix](source, data)
        if isinstance(record, Article):
            record = _with_comments(record, source)
    except NewsgenError as error:
        return _load_failure(source, data, [error])
    except Problems as problems:
        in_order = sorted(problems.errors, key=lambda error: (error.path != source.path, error.line or 0))
        return _load_failure(source, data, in_order)
    if isinstance(record, StandalonePage):
        return LoadResult(source, record, (), record.captures)
    return LoadResult(source, record, (), claimed(source, record.evidence), (record.id,))


def claimed(source: Source, evidence: Iterable[Evidence]) -> tuple[str, ...]:
    """Return the paths of the captures that *source* names as its *evidence*; empty unless it is an article file."""
    return tuple(capture.source for capture in evidence) if source.kind == "article" else ()


def _load_failure(source: Source, data: bytes, errors: Sequence[NewsgenError]) -> LoadResult[Article | StandalonePage]:
    """Return the loaded result for a source with errors; its ids and captures stay reserved until it is fixed."""
    if source.kind == "capture":
        return LoadResult(source, None, tuple(errors), (), (source.stem,))
    from newsgen.loaders.markdown import claimed_captures, reserved_ids  # noqa: PLC0415 - as in `_load_article`

    ids = reserved_ids(source, data) if source.kind == "article" else ()
    return LoadResult(source, None, tuple(errors), claimed_captures(source, data), ids)
