"""Write the receipt of a build: the SHA-256 digest of each file of the site, and of the sources of each article."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import chain

from newsgen.archive.assemble import Archive
from newsgen.build.artifacts import ArtifactBuilder
from newsgen.errors import OutputError
from newsgen.model.article import StandalonePage
from newsgen.model.article_meta import ArticleMeta
from newsgen.model.receipt import RECEIPT, ArticleSources, Receipt, read_receipt, serialise
from newsgen.pages.page import File


def add_receipt(builder: ArtifactBuilder, archive: Archive) -> None:
    """Add the receipt of all files that were added to *builder* before."""
    articles = {card.id: _sources(archive.metas[card.id], card.url) for card in archive.cards}
    pages = chain(archive.pages, archive.blurbs.values())
    sources = chain[ArticleMeta | StandalonePage](archive.metas.values(), pages)
    drafts = sorted(one.source for one in sources if one.draft)
    receipt = Receipt(_in_hexadecimal(builder.sha256s()), dict(sorted(articles.items())), tuple(drafts))
    builder.add_files([File.of(RECEIPT, serialise(receipt))])


def update_receipt(builder: ArtifactBuilder, edited: Iterable[ArticleMeta]) -> bool:
    """Update the published receipt after the bodies of *edited* articles changed; return False if it is unusable."""
    try:
        old = read_receipt(builder.transaction.output)
    except OutputError:
        return False
    sources = {meta.id: _sources(meta, old.articles[meta.id].address) for meta in edited if meta.id in old.articles}
    receipt = replace(old, files=_in_hexadecimal(builder.sha256s()), articles={**old.articles, **sources})
    builder.update_file(File.of(RECEIPT, serialise(receipt)))
    return True


def _sources(meta: ArticleMeta, address: str) -> ArticleSources:
    captures = {evidence.source: evidence.sha256 for evidence in meta.evidence}
    return ArticleSources(address, {meta.source: meta.sha256} | captures)


def _in_hexadecimal(digests: Mapping[str, bytes]) -> dict[str, str]:
    return {path: digest.hex() for path, digest in sorted(digests.items()) if path != RECEIPT}
