"""Index the articles of a site for its search, in shards that bound the memory and the work after an edit."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from newsgen.archive.shards import shards_of
from newsgen.archive.taxonomies import ArticleTerms
from newsgen.build.file_changes import environment
from newsgen.build.library import Library, article_of
from newsgen.build.report import Progress, Report
from newsgen.build.search import engine
from newsgen.build.search.engine import Record, write_index
from newsgen.build.search.records import record_of
from newsgen.build.search.store import DRAFTS_FOLDER, FOLDER, IndexStore, StoredFile
from newsgen.build.state import BuildJob
from newsgen.errors import install_extra
from newsgen.model.article_meta import Card
from newsgen.model.config import Config
from newsgen.model.fingerprints import plain_fingerprint
from newsgen.model.urls import index_file_url
from newsgen.pages.page import File
from newsgen.pages.site_plan import SitePlan
from newsgen.text.date_format import Locale
from newsgen.text.search.words import END, KEY_PARTS, form_of
from newsgen.workers.batches import StartWorkers, in_batches

VOCABULARY = "words.txt"
"""The file of a shard with its commonest words, the commonest first, by which the page corrects misspelled ones."""
_MOST_WORDS = 12_000
_LAST_INDEX = "search index"
_MISSING = "the search is left out because the extra `search` is not installed; "
_REMEDY = "write search: false in content/site.yml, or " + install_extra("search")


def with_search(config: Config, report: Report) -> Config:
    """Return the settings of the site with the decision about its search; warn if the extra for it is missing."""
    if engine.is_wanted(config) and engine.installed() is None:
        report.warnings.append(_MISSING + _REMEDY)
    return replace(config, search=engine.has_search(config))


def index_files(site: SitePlan, job: BuildJob, library: Library, start: StartWorkers, progress: Progress) -> list[File]:
    """Return the files of the search index of *site*; each shard in which nothing changed is taken from the store.

    Workers find the words of the articles, whose texts are those of *library*.
    If the job does not want articles to be indexed, it is the index of the last build that did, as far as it is stored.
    """
    folder = DRAFTS_FOLDER if job.options.drafts else FOLDER
    store = IndexStore(job.cache.file.parent / folder)
    if not job.options.index:
        digests = list(job.state.recall(_LAST_INDEX) or ())
        stored = [(digest, store.read(digest) or []) for digest in digests]
        return [file for number, one in enumerate(stored, start=1) for file in _files(store, number, *one)]
    recipe = plain_fingerprint(engine.installed(), environment(), tuple(site.config.locale))
    shards = shards_of(site.archive.cards)
    digests = [_digest(recipe, number, shard, site) for number, shard in enumerate(shards, start=1)]
    files: list[File] = []
    for number, (digest, shard) in enumerate(zip(digests, shards, strict=True), start=1):
        known = None if job.options.clean else store.read(digest)
        if known is None:
            records = progress(_records(shard, site, library, start), "search", len(shard))
            known = store.write(digest, partial(_make, records, number))
        files += _files(store, number, digest, known)
    store.forget_all_but(digests)
    job.state.remember(_LAST_INDEX, tuple(digests))
    return files


def _files(store: IndexStore, shard: int, digest: str, stored: Iterable[StoredFile]) -> Iterator[File]:
    """Yield the files of the index of a *shard* as files of the site."""
    for file in stored:
        content = partial(store.content, digest, file)
        yield File(index_file_url(shard, file.path), (file.sha256,), content, is_independent=True)


def _digest(recipe: bytes, number: int, shard: Sequence[Card], site: SitePlan) -> str:
    """Return the digest of all that the index of a *shard* depends on."""
    archive = site.archive
    parts = (
        (
            archive.card_fingerprints[card.id],
            archive.metas[card.id].digest,
            tuple(chain.from_iterable(archive.terms.by_article[card.id].tags)),
            tuple(chain.from_iterable(archive.terms.by_article[card.id].authors)),
        )
        for card in shard
    )
    return plain_fingerprint(recipe, number, *parts).hex()


class _Task(NamedTuple):
    """An article to index."""

    text: bytes
    """The serialised article."""
    card: Card
    terms: ArticleTerms


def _records(shard: Sequence[Card], site: SitePlan, library: Library, start: StartWorkers) -> Iterator[Record]:
    """Yield the record of each article of a *shard*, made in workers; their texts are read one by one."""
    metas, terms = site.archive.metas, site.archive.terms.by_article
    texts = (library.read_text(metas[card.id].source, metas[card.id].digest) for card in shard)
    tasks = (_Task(text, card, terms[card.id]) for text, card in zip(texts, shard, strict=True))
    yield from chain.from_iterable(in_batches(start, partial(record_batch, site.config.locale), tasks))


def record_batch(locale: Locale, tasks: Sequence[_Task]) -> list[Record]:
    """Return the record of each article of *tasks*; runs in a worker."""
    return [record_of(article_of(task.text), task.card, task.terms, locale) for task in tasks]


def _make(records: Iterable[Record], number: int, folder: Path) -> list[str]:
    """Write the index of *records* and their vocabulary to *folder*; return the paths of the files."""
    counts: Counter[str] = Counter()

    def counted() -> Iterator[Record]:
        for record in records:
            counts.update(record.words.split())
            yield record

    paths = write_index(counted(), number, folder)
    words: Counter[str] = Counter()
    for key, count in counts.items():
        if key.count(END) == KEY_PARTS and "ا" <= key[0] <= "ي":
            words[form_of(key)] += count
    lines = sorted(words, key=lambda word: (-words[word], word))[:_MOST_WORDS]
    (folder / VOCABULARY).write_text("\n".join(lines), encoding="utf-8")
    return [path for path in (*paths, VOCABULARY) if number == 1 or path not in engine.ONCE]
