"""Read what the last build kept of one article, without reading what it kept of all others."""

from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from newsgen.build.artifacts import RENDER_CONTEXT, RenderContext
from newsgen.build.cache import SQLITE_ERRORS, DamagedError, connect, deserialise
from newsgen.model.article_meta import ArticleMeta
from newsgen.pages.page import Page

_RECORD = "SELECT records, place FROM sources JOIN blocks ON number = block WHERE path = ?"
_NAMING = "SELECT path FROM sources WHERE instr(stamps || char(10), ' ' || ? || char(10)) ORDER BY path LIMIT 1"
"""Finds the source among whose files one is that is no source: a capture that it names, or a comment."""
_PAGES = "SELECT pages.path, page FROM files JOIN pages USING (site, path) WHERE site = ? AND article = ?"


class KeptArticle(NamedTuple):
    """What the last build kept of an article."""

    meta: ArticleMeta
    pages: dict[str, Page]
    """By the paths of their files."""


def kept_context(cache: Path, site: str, environment: bytes) -> RenderContext | None:
    """Return with what the last build into *site*, as `BuildState` names it, rendered pages.

    None if there is no such build, or if it was one of another *environment*.
    """
    if _first(cache, "SELECT value FROM facts WHERE name = ?", "environment") != (environment,):
        return None
    found = _first(cache, "SELECT value FROM facts WHERE name = ?", f"{RENDER_CONTEXT} of {site}")
    try:
        context, _ = deserialise(found[0]) if found else (None, None)
    except (DamagedError, TypeError, ValueError):
        return None
    return context if isinstance(context, RenderContext) else None


def source_of(cache: Path, path: str) -> str | None:
    """Return the path of the source that the file at *path* is, or belongs to, as the last build kept it, or None."""
    found = _first(cache, "SELECT path FROM sources WHERE path = ?", path) or _first(cache, _NAMING, path)
    return found[0] if found else None


def some_sources(cache: Path) -> list[str]:
    """Return the paths of a few sources."""
    return [path for (path,) in _rows(cache, "SELECT path FROM sources LIMIT 20")]


def kept_article(cache: Path, site: str, source: str) -> KeptArticle | None:
    """Return the article of the *source*, with its pages in *site*; None if the last build did not keep them.

    The pages may be older than the record, or newer, if a build is running.
    """
    found = _first(cache, _RECORD, source)
    try:
        meta = deserialise(found[0])[found[1]] if found else None
        if not isinstance(meta, ArticleMeta):
            return None
        pages = {path: deserialise(page) for path, page in _rows(cache, _PAGES, site, meta.id)}
    except (DamagedError, LookupError, TypeError):
        return None
    return KeptArticle(meta, pages) if pages else None


def _first(cache: Path, query: str, *values: str) -> Any:
    return next(iter(_rows(cache, query, *values)), None)


def _rows(cache: Path, query: str, *values: str) -> list[Any]:
    """Return the rows of the cache that *query* finds; none if it is missing, damaged or locked by a build."""
    try:
        with closing(connect(cache, read_only=True)) as connection:
            connection.execute(f"PRAGMA busy_timeout = {_PATIENCE}")
            return connection.execute(query, values).fetchall()
    except SQLITE_ERRORS:
        return []


_PATIENCE = 300
"""Milliseconds for which a build that writes is waited for."""
