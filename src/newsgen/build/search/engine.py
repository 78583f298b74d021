"""Index records with Pagefind, which knows nothing of Arabic here: its words are the keys that newsgen made."""

from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

from newsgen.errors import NewsgenError
from newsgen.model.config import Config

BY_DEFAULT = True
"""Whether a site that does not say so has a search, if Pagefind is installed."""
ONCE = ("pagefind.js", "wasm.unknown.pagefind")
"""The program, which a page loads of the first shard alone."""
_PUBLISHED = ("*/*.pf_fragment", "*/*.pf_index", "*.pf_meta", *ONCE, "pagefind-entry.json")
"""What a page needs of the files that Pagefind writes; the others are its own interface."""
_LANGUAGE = "q"
"""Not the code of any language, so that Pagefind does not cut the ends of keys; a number follows."""


class Record(NamedTuple):
    """What the engine indexes of one article."""

    url: str
    words: str
    """Its keys, between spaces."""
    day: str
    """By which results are sorted."""
    shown: str
    """What a result shows; it has no words for Pagefind."""


class SearchError(NewsgenError):
    """The index cannot be made."""


def installed() -> str | None:
    """Return the version of the installed search engine; None if the extra `search` is missing or incomplete."""
    try:
        return f"{version('pagefind')} {version('pagefind_bin')}"
    except PackageNotFoundError:
        return None


def is_wanted(config: Config) -> bool:
    """Return whether the site should have a search, as its settings say, or by default."""
    return BY_DEFAULT if config.search is None else config.search


def has_search(config: Config) -> bool:
    """Return whether the site has a search: if it should have one and the search engine is installed."""
    return is_wanted(config) and installed() is not None


def write_index(records: Iterable[Record], shard: int, folder: Path) -> list[str]:
    """Index *records* and write the files of the search to *folder*; return their paths below it.

    The entry is the last of them, so that it is published after the files that it names.
    Raises SearchError if Pagefind fails. The same records make the same files.
    """
    import asyncio  # noqa: PLC0415 - most builds change no index
    import logging  # noqa: PLC0415

    logging.getLogger("pagefind").setLevel(logging.CRITICAL)  # its failures are raised too
    try:
        asyncio.run(_write(records, f"{_LANGUAGE}{shard}", folder))
    except (OSError, RuntimeError, ValueError, EOFError, AssertionError, asyncio.IncompleteReadError) as error:
        found = f"failed while it indexed the articles ({error or type(error).__name__})"
        raise SearchError("Pagefind", found, "build again, or write search: false in content/site.yml") from None
    return [file.relative_to(folder).as_posix() for pattern in _PUBLISHED for file in sorted(folder.glob(pattern))]


async def _write(records: Iterable[Record], language: str, folder: Path) -> None:
    from pagefind.index import IndexConfig, PagefindIndex  # noqa: PLC0415 - most builds change no index

    config = IndexConfig(force_language=language, output_path=str(folder), write_playground=False)
    async with PagefindIndex(config=config) as index:
        for record in records:
            await index.add_custom_record(
                url=record.url,
                content=record.words,
                language=language,
                meta={"shown": record.shown},
                sort={"day": record.day},
            )
