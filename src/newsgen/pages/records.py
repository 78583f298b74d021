"""Publish the records of all articles as one file for researchers, with one JSON object per line."""

import json
from collections.abc import Iterator

from newsgen.archive.assemble import Archive
from newsgen.model.article import as_record, with_zones
from newsgen.model.config import Config
from newsgen.model.urls import RECORDS, absolute
from newsgen.pages.page import File


def records_file(archive: Archive, config: Config) -> Iterator[File]:
    """Yield the file of records, in the archive's order; nothing unless `publish_records` is set.

    A line is what `newsgen inspect` prints of the article, after its `id` and its `url`: absolute, or a path
    with a leading slash if the site has no `base_url`. Its times have the site's zone if they have none of their
    own. If captures are not published, ledgers are not either.
    """
    if config.publish_records:
        inputs = tuple((card.url, archive.metas[card.id].digest) for card in archive.cards)
        yield File(RECORDS, inputs, lambda: _lines(archive, config))


def _lines(archive: Archive, config: Config) -> Iterator[bytes]:
    for card in archive.cards:
        url = absolute(card.url, config.base_url) if config.base_url else f"/{card.url}"
        record = {"id": card.id, "url": url, **as_record(with_zones(archive.articles[card.id], config.zone))}
        if not config.publish_captures:
            del record["ledger"]
        yield json.dumps(record, ensure_ascii=False).encode() + b"\n"
