"""Write the files of what comes in: the evidence first, last the Markdown that names all the others."""

import re
from collections.abc import Callable, Iterator, Sequence

from newsgen.formats.yaml_writer import entries
from newsgen.importers.candidate import Task
from newsgen.importers.compose import Naming
from newsgen.importers.import_log import ImportBook, Row
from newsgen.importers.project_files import Store
from newsgen.loaders.comment_files import comment_entries
from newsgen.loaders.comment_folders import folder_of
from newsgen.loaders.sources import sha256
from newsgen.model.article import Comment
from newsgen.pages.media import FOLDER as MEDIA

_COMMENT_ID = re.compile(r"[0-9A-Za-z-]{1,60}")


class Writer:
    """Writes articles and pages with what belongs to them, each promised in the book before."""

    def __init__(self, store: Store, book: ImportBook, promise: Callable[[Row], None]) -> None:
        """Write to *store*; *promise* each row before its files are written."""
        self.store = store
        self.comments = 0
        """Written."""
        self._book = book
        self._promise = promise

    def write(self, task: Task, naming: Naming, data: bytes, evidence: str | None = None) -> Row:
        """Write *data* as the Markdown of what came in, and its original as *evidence*; return the row of the book."""
        evidence = evidence or naming.capture
        row = Row(task.digest, naming.path, sha256(data), evidence, task.captured, task.keys)
        self._promise(row)
        self.store.add(evidence, task.incoming.original)
        for name, picture in task.incoming.pictures.items():
            self.store.copy(f"{MEDIA}/{name}", picture)
        if task.incoming.kind == "article" and task.incoming.ending != ".txt":
            self._write_comments(naming.id, task.article.comments)
        if self.store.digest(naming.path) != row.written:
            self.store.put(naming.path, data)
        self._book.add(row)
        return row

    def _write_comments(self, article: str, comments: Sequence[Comment]) -> None:
        """Write the comments that are not there yet: what an editor decided about the others stays."""
        for name, comment in _numbered(comments):
            path = f"{folder_of(article)}/{name}.yml"
            if self.store.digest(path) is None:
                self.store.put(path, entries(comment_entries(comment)).encode())
                self.comments += 1


def _numbered(comments: Sequence[Comment]) -> Iterator[tuple[str, Comment]]:
    """Yield *comments* with the names of their files: the numbers that they had, else their places."""
    taken: set[str] = set()
    for place, comment in enumerate(comments, 1):
        key = comment.id or ""
        name = key if _COMMENT_ID.fullmatch(key) and key.lower() not in taken else f"c{place}"
        taken.add(name.lower())
        yield name, comment
