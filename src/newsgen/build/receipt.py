"""Write the receipt of a build: the SHA-256 digest of each file of the site, and of the sources of each article."""

from collections.abc import Iterable
from itertools import chain

from newsgen.archive.assemble import Archive
from newsgen.build.artifacts import ArtifactBuilder
from newsgen.filesystem import read_file
from newsgen.model.article import StandalonePage
from newsgen.model.article_meta import ArticleMeta
from newsgen.model.receipt import RECEIPT, ArticleSources, Receipt, file_part, serialise, sources_part
from newsgen.pages.page import File


def add_receipt(builder: ArtifactBuilder, archive: Archive) -> None:
    """Add the receipt of all files that were added to *builder* before."""
    articles = {card.id: ArticleSources(card.url, _digests(archive.metas[card.id])) for card in archive.cards}
    pages = chain(archive.pages, archive.blurbs.values())
    sources = chain[ArticleMeta | StandalonePage](archive.metas.values(), pages)
    drafts = sorted(one.source for one in sources if one.draft)
    files = {path: digest.hex() for path, digest in sorted(builder.sha256s().items()) if path != RECEIPT}
    receipt = Receipt(files, dict(sorted(articles.items())), tuple(drafts))
    builder.add_files([File.of(RECEIPT, serialise(receipt))])


def update_receipt(builder: ArtifactBuilder, edits: Iterable[tuple[ArticleMeta, ArticleMeta]]) -> bool:
    """Update the published receipt after the bodies of some articles changed; return False if it is unusable.

    *edits* has each article before and after. Only the digests that changed are replaced, in the text of the receipt:
    reading and writing all of it would take as long as the rest of such a build.
    """
    known = builder.state.sha256s([artifact.path for artifact in builder.artifacts])
    parts = [
        tuple(file_part(artifact.path, digest.hex()) for digest in (known.get(artifact.path, b""), artifact.sha256))
        for artifact in builder.artifacts
    ]
    parts += [tuple(sources_part(_digests(meta)) for meta in edit) for edit in edits]
    try:
        text = read_file(builder.transaction.output / RECEIPT).decode()
    except (OSError, UnicodeError):
        return False
    for old, new in parts:
        if text.count(old) != 1:
            return False
        text = text.replace(old, new)
    builder.update_file(File.of(RECEIPT, text.encode()))
    return True


def _digests(meta: ArticleMeta) -> dict[str, str]:
    """Return the digest of each source of an article in the receipt."""
    return {meta.source: meta.sha256} | {evidence.source: evidence.sha256 for evidence in meta.evidence}
