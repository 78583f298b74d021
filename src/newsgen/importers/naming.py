"""File names, slugs and aliases of an import."""

import re
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

from newsgen.formats.yaml_fields import Fields
from newsgen.importers.candidate import Candidate
from newsgen.importers.compose import FileNames
from newsgen.importers.import_log import Row
from newsgen.importers.project_files import ProjectFiles
from newsgen.importers.project_index import ExistingArticle, ProjectIndex
from newsgen.loaders.markdown import read_document
from newsgen.loaders.sources import Source
from newsgen.text.arabic import cut_slug, slug

_NAME_BYTES = 100
"""Of a file's name: with a digest and an ending it stays below what every disk takes."""
_UNNAMED = "مقال"
_HARMLESS = re.compile(r"[^\W_][\w.-]*", re.ASCII)
_SAYS_NOTHING = frozenset("index default home page article post untitled save saved news amp".split())


class FileNaming:
    """The names of what is imported."""

    def __init__(self, project: ProjectIndex, store: ProjectFiles, left: Mapping[str, Row]) -> None:
        """Take names that are free in *project*; what a broken import *left* of an original keeps its name."""
        self._project = project
        self._store = store
        self._left = left
        self._would_be: dict[str, tuple[FileNames, str]] = {}
        """Names and titles of what only a dry run would have written."""

    def for_article(self, candidate: Candidate) -> tuple[FileNames, list[str]]:
        """Return what a new article is called, and which of its wishes others have already."""
        article, project = candidate.article, self._project
        name = self._stem(candidate)
        path = f"content/articles/{name}.md"
        doubts = []
        chosen = article.slug if article.slug != slug(article.headline) else None
        if article.slug and not project.take_slug(article.slug):
            doubts.append(f"its slug {article.slug!r} is taken: its address comes from its headline")
            chosen = None
        aliases, taken = project.take_aliases(article.aliases, path)
        naming = FileNames(name, path, f"seeds/{name}{candidate.item.ending}", (), chosen, tuple(aliases))
        return naming, doubts + [_taken(alias) for alias in taken]

    def for_page(self, candidate: Candidate) -> tuple[FileNames, list[str]]:
        """Return what a new page is called, and which of its wishes others have already."""
        page, left = candidate.article, self._left.get(candidate.digest)
        wish = cut_slug(slug(page.slug or page.headline), _NAME_BYTES) or _UNNAMED
        name = PurePosixPath(left.article).stem if left else self._project.take_page(wish, candidate.digest)
        path = f"content/pages/{name}.md"
        aliases, taken = self._project.take_aliases([one for one in page.aliases if one != f"{name}/"], path)
        evidence = self._project.take_name(name, candidate.digest, self._is_left(candidate))
        naming = FileNames(name, path, f"seeds/{evidence}{candidate.item.ending}", (), None, tuple(aliases))
        return naming, [_taken(alias) for alias in taken]

    def for_bare(self, known: ExistingArticle) -> FileNames:
        """Return what a capture will be called that no content file names yet: its id stays."""
        return FileNames(known.id, f"content/articles/{PurePosixPath(known.source).stem}.md", known.source)

    def capture(self, candidate: Candidate, naming: FileNames) -> str:
        """Return the path for a further capture of an article."""
        return f"seeds/{PurePosixPath(naming.path).stem}-{candidate.digest[:8]}{candidate.item.ending}"

    def known(self, path: str) -> tuple[FileNames, bytes]:
        """Return how what was imported as *path* is called, and its file; what a dry run would write has no bytes."""
        if path in self._would_be:
            return self._would_be[path][0], b""
        data = self._store.read(path)
        fields = self._fields(path, data)
        capture, *versions = (f"seeds/{name}" for name in (fields.text("capture"), *fields.texts("versions")))
        key = fields.text("id") or PurePosixPath(capture).stem
        aliases = tuple(alias.removeprefix("/") for alias in fields.texts("aliases"))
        return FileNames(key, path, capture, tuple(versions), fields.text("slug"), aliases), data

    def title(self, path: str) -> str:
        """Return the title of what was imported as *path*."""
        if path in self._would_be:
            return self._would_be[path][1]
        return self._fields(path, self._store.read(path)).text("title") or ""

    def remember(self, naming: FileNames, title: str) -> None:
        """Remember what a dry run would have written."""
        self._would_be[naming.path] = naming, title

    def _fields(self, path: str, data: bytes) -> Fields:
        return read_document(Source(path, "article", self._store.root), data).fields

    def _stem(self, candidate: Candidate) -> str:
        """Return the name for the files of a new article: its own file's name, its slug, or its headline's."""
        left = self._left.get(candidate.digest)
        if left:
            return PurePosixPath(left.article).stem
        own = "" if candidate.item.place else PurePosixPath(candidate.input).stem
        if not _HARMLESS.fullmatch(own) or len(own) > _NAME_BYTES:
            own = slug(own)
        if own.lower() in _SAYS_NOTHING:
            own = ""
        wish = own or candidate.article.slug or slug(candidate.article.headline) or _UNNAMED
        return self._project.take_name(cut_slug(wish, _NAME_BYTES), candidate.digest, self._is_left(candidate))

    def _is_left(self, candidate: Candidate) -> Callable[[str], bool]:
        left = self._left.get(candidate.digest)
        return lambda name: left is not None and PurePosixPath(left.evidence).stem == name


def _taken(alias: str) -> str:
    return f"its old address /{alias} is taken, and cannot lead here"
