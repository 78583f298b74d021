"""Choose the file names, slugs and aliases of imported articles and pages."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from newsgen.filesystem import nfc
from newsgen.formats.yaml_fields import Fields
from newsgen.importers.intake.candidate import Candidate
from newsgen.importers.intake.compose import FileNames
from newsgen.importers.intake.import_log import Row
from newsgen.importers.intake.project_files import ProjectFiles
from newsgen.importers.intake.project_index import ExistingArticle, ProjectIndex
from newsgen.loaders.markdown import read_document
from newsgen.loaders.named_captures import capture_paths
from newsgen.loaders.sources import Source
from newsgen.text.arabic import cut_slug, slug

_MAX_NAME_BYTES = 100
"""Bytes of a file's stem: with a digest and a suffix it stays below the limit of every file system."""
_DEFAULT_NAME = "مقال"
_SAFE_NAME = re.compile(r"[^\W_][\w.-]*", re.ASCII)
_GENERIC_NAMES = frozenset("index default home page article post untitled save saved news amp".split())


class FileNaming:
    """Chooses names for imported articles and pages that no other article or page has."""

    def __init__(self, project: ProjectIndex, files: ProjectFiles, left_behind: Mapping[str, Row]) -> None:
        """Take names that are free in *project*; an original with a row in *left_behind* keeps the names in it."""
        self._project = project
        self._files = files
        self._left_behind = left_behind
        self._dry_run: dict[str, tuple[FileNames, str]] = {}
        """Names and titles of the files that only a dry run would have written, by path."""

    def for_article(self, candidate: Candidate) -> tuple[FileNames, list[str]]:
        """Return the names chosen for a new imported article, and a warning for each slug or alias that was taken."""
        article, project = candidate.article, self._project
        name = self._stem(candidate)
        path = f"content/articles/{name}.md"
        warnings = []
        custom_slug = article.slug if article.slug != slug(article.headline) else None
        if article.slug and not project.claim_slug(article.slug):
            warnings.append(f"its slug {article.slug!r} is taken; its URL comes from its headline instead")
            custom_slug = None
        aliases, taken = project.claim_aliases(article.aliases, path)
        names = FileNames(name, path, f"seeds/{name}{candidate.item.suffix}", (), custom_slug, tuple(aliases))
        return names, warnings + [_taken(alias) for alias in taken]

    def for_page(self, candidate: Candidate) -> tuple[FileNames, list[str]]:
        """Return the names chosen for a new imported page, and a warning for each alias that was taken."""
        page, row = candidate.article, self._left_behind.get(candidate.digest)
        preferred = cut_slug(slug(page.slug or page.headline), _MAX_NAME_BYTES) or _DEFAULT_NAME
        name = PurePosixPath(row.article).stem if row else self._project.claim_page(preferred, candidate.digest)
        path = f"content/pages/{name}.md"
        aliases, taken = self._project.claim_aliases([alias for alias in page.aliases if alias != f"{name}/"], path)
        own = PurePosixPath(row.evidence).stem if row else None
        evidence = self._project.claim_name(name, candidate.digest, own)
        names = FileNames(name, path, f"seeds/{evidence}{candidate.item.suffix}", (), None, tuple(aliases))
        return names, [_taken(alias) for alias in taken]

    def for_capture_only(self, article: ExistingArticle) -> FileNames:
        """Return the names of an imported article that is only a capture so far; it keeps its id."""
        return FileNames(article.id, f"content/articles/{PurePosixPath(article.source).stem}.md", article.source)

    def version_path(self, candidate: Candidate, names: FileNames) -> str:
        """Return the path chosen for the original of *candidate*, a further capture of the article with *names*."""
        return f"seeds/{PurePosixPath(names.path).stem}-{candidate.digest[:8]}{candidate.item.suffix}"

    def existing(self, path: str) -> tuple[FileNames, bytes]:
        """Return the names and the Markdown of the article imported as *path*, or b"" if only in a dry run."""
        if path in self._dry_run:
            return self._dry_run[path][0], b""
        data = self._files.read(path)
        fields = self._fields(path, data)
        capture, *versions = capture_paths(fields)
        key = nfc(fields.text("id") or "") or PurePosixPath(capture).stem
        aliases = tuple(alias.removeprefix("/") for alias in fields.texts("aliases"))
        return FileNames(key, path, capture, tuple(versions), fields.text("slug"), aliases), data

    def title(self, path: str) -> str:
        """Return the title of the article or page named as imported to *path*."""
        if path in self._dry_run:
            return self._dry_run[path][1]
        return self._fields(path, self._files.read(path)).text("title") or ""

    def remember(self, names: FileNames, title: str) -> None:
        """Remember the name of a file that a dry run would have written."""
        self._dry_run[names.path] = names, title

    def _fields(self, path: str, data: bytes) -> Fields:
        return read_document(Source(path, "article", self._files.root), data).fields

    def _stem(self, candidate: Candidate) -> str:
        """Return the stem chosen for an imported article's files, from its input's name, its slug or its headline."""
        row = self._left_behind.get(candidate.digest)
        if row:
            return PurePosixPath(row.article).stem
        stem = candidate.item.name or ("" if candidate.item.place else PurePosixPath(candidate.input).stem)
        if not _SAFE_NAME.fullmatch(stem) or len(stem) > _MAX_NAME_BYTES:
            stem = slug(stem)
        if stem.lower() in _GENERIC_NAMES:
            stem = ""
        preferred = stem or candidate.article.slug or slug(candidate.article.headline) or _DEFAULT_NAME
        return self._project.claim_name(cut_slug(preferred, _MAX_NAME_BYTES), candidate.digest)


def _taken(alias: str) -> str:
    return f"its old address /{alias} is taken, so it cannot lead here"
