"""Find the Markdown files of a site that are its articles and pages, and say what the others are."""

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from newsgen.filesystem import is_folder, is_utf8
from newsgen.importers.generators.detection import MARKDOWN_SUFFIXES, Site, generator_at
from newsgen.importers.generators.inheritance import Inheritance, data_files
from newsgen.importers.items import Finding, Skipped

_LEFT_OUT = frozenset(
    "node_modules public _site themes archetypes vendor layouts output resources cache _includes _layouts _sass _data"
    " data i18n scaffolds templates bower_components target tmp".split()
)
"""Folders beside the content of a site that hold no articles."""
_NEVER_CONTENT = frozenset(("node_modules", "_site"))
_ABOUT_THE_REPOSITORY = re.compile(
    r"(?:readme|licen[sc]e|changelog|contributing|code_of_conduct|security|authors|todo)\b.*", re.IGNORECASE
)
_OTHER_FORMATS = {
    ".rst": "reStructuredText",
    ".org": "Org",
    ".adoc": "AsciiDoc",
    ".asciidoc": "AsciiDoc",
    ".textile": "Textile",
    ".html": "HTML",
    ".htm": "HTML",
    ".ipynb": "a notebook",
    ".mdx": "MDX",
    ".pdc": "Pandoc's Markdown",
}
_NOT_UTF8 = "has a name that is not UTF-8; rename it"


class ContentFiles:
    """The files of a site's content."""

    def __init__(self, site: Site, name: str, chosen: Sequence[Path], inheritance: Inheritance) -> None:
        """Look for the files of *site*, called *name* in messages; findings are reported if they are *chosen*."""
        self._site, self._name, self._inheritance = site, name, inheritance
        self._chosen = [os.path.realpath(path) for path in chosen]
        self.top = site.root / site.content
        self.findings: list[Finding] = []
        """What is said of the files that are no articles."""

    def paths(self) -> list[str]:
        """Return the paths of the Markdown files below the folder of content, in order."""
        found = list(self._below(self.top, ""))
        outside = [one for one in self._chosen if not _is_in(one, os.path.realpath(self.top))]
        where = f"is not in the folder {self._site.content!r} of the site, where its articles are"
        self.findings += (Skipped(one, where) for one in outside)
        return found

    def shown(self, path: str) -> str:
        """Return the *path* of a file of the content as messages name it, with the folder that the user named."""
        return f"{self._name}/{self.place(path)}"

    def place(self, path: str) -> str:
        """Return the path relative to the site's root of the file of its content at *path*."""
        return f"{self._site.content}/{path}" if self._site.content else path

    def is_chosen(self, path: str) -> bool:
        """Return whether the user named the content file at *path*, or a folder that contains it, or the whole site."""
        file = os.path.realpath(self.top / path)
        return not self._chosen or any(_is_in(file, one) for one in self._chosen)

    def skip(self, path: str, why: str) -> None:
        """Report that the content file at *path* is not imported, and *why*."""
        if self.is_chosen(path):
            self.findings.append(Skipped(self.place(path), why))

    def _below(self, folder: Path, inner: str) -> Iterator[str]:
        """Yield the paths of the content's Markdown files in *folder*, whose path below the content is *inner*."""
        try:
            entries = sorted(folder.iterdir())
        except OSError as error:
            self.skip(inner, f"cannot be read ({error.strerror})")
            return
        names = {entry.name for entry in entries}
        for file in data_files(folder, names) if self._site.generator == "eleventy" else ():
            self._inheritance.add_data_file(inner, file, self.shown(f"{inner}/{file.name}".lstrip("/")))
        for entry in entries:
            path = f"{inner}/{entry.name}".lstrip("/")
            if entry.name.startswith("."):
                continue
            if not is_utf8(entry.name):
                self.skip(path.encode(errors="replace").decode(), _NOT_UTF8)
            elif is_folder(entry):
                yield from self._folder(entry, path)
            elif self._is_article(entry, path, names):
                yield path

    def _folder(self, entry: Path, path: str) -> Iterator[str]:
        if entry.is_symlink():
            self.skip(path, "is a link to a folder, which may lead out of the site; put the folder itself there")
        elif self._is_left_out(entry, path):
            files = (name for _, _, files in os.walk(entry) for name in files)
            count = sum(Path(name).suffix.lower() in MARKDOWN_SUFFIXES for name in files)
            if count:
                self.skip(path, f"does not belong to the content, so {count} Markdown files in it are left out")
        elif self._site.generator != "markdown" or not generator_at(entry):  # a site inside is imported by itself
            yield from self._below(entry, path)

    def _is_left_out(self, entry: Path, path: str) -> bool:
        site = self._site
        excluded = site.setting("exclude") if site.generator == "jekyll" else None
        if isinstance(excluded, list) and path in {str(one).strip("/") for one in excluded}:
            return True
        if site.generator == "newsgen" and site.content:
            return path.split("/", maxsplit=1)[0] not in {"articles", "pages"}
        if site.generator == "nikola" and site.because and "/" not in path:
            return path not in _nikola_folders(site)
        is_beside = entry.name in (_NEVER_CONTENT if site.content else _LEFT_OUT)
        return is_beside or os.path.lexists(entry / ".newsgen-files")

    def _is_article(self, entry: Path, path: str, names: set[str]) -> bool:
        """Return whether a file may be an article or a page of the content; any other with a text is reported."""
        suffix = entry.suffix.lower()
        if suffix not in MARKDOWN_SUFFIXES and os.path.realpath(entry) not in self._chosen:
            if suffix in _OTHER_FORMATS and self._may_be_article(path):
                remedy = "convert it with `pandoc -t gfm`, and put its front matter before it"
                self.skip(path, f"is {_OTHER_FORMATS[suffix]}, not Markdown; {remedy}")
            return False
        if self._site.generator == "newsgen" and self._site.content and "/" not in path:
            return False  # as the list of what an editor should look at
        why = self._reason_left_out(entry, path, names)
        if why:
            self.skip(path, why)
        return not why

    def _reason_left_out(self, entry: Path, path: str, names: set[str]) -> str | None:
        """Return why a Markdown file of the content is no article, as a phrase after its name; else None."""
        is_top = "/" not in path
        if not entry.is_file():
            return "is not a regular file"
        if not Path(os.path.realpath(entry)).is_relative_to(os.path.realpath(self._site.root)):
            return "is a link that leads out of the site; put the file itself there"
        if is_top and not self._site.content and _ABOUT_THE_REPOSITORY.fullmatch(entry.name):
            return "describes the repository, so it is no article"
        is_index = entry.name.partition(".")[0] in {"index", "_index"}
        if self._site.generator in {"hugo", "zola"} and not is_top and not is_index and "index.md" in names:
            return "belongs to the bundle of the index.md beside it; it was no page of its own"
        return None

    def _may_be_article(self, path: str) -> bool:
        """Return whether a content file of another format than Markdown may be an article, not a template."""
        if self._site.generator in {"jekyll", "hexo"}:
            return not {"_posts", "_drafts"}.isdisjoint(path.split("/"))
        return bool(self._site.content) and self._site.generator not in {"eleventy", "newsgen"}


def _nikola_folders(site: Site) -> frozenset[str]:
    """Return the folders at the top of a Nikola site in which its POSTS and PAGES are."""
    rows = [row for key in ("posts", "pages") for row in site.setting(key) or () if isinstance(row, list | tuple)]
    named = (str(row[0]).partition("/")[0] for row in rows if row)
    return frozenset(named) or frozenset(("posts", "pages", "stories"))


def _is_in(path: str, folder: str) -> bool:
    return path == folder or path.startswith(f"{folder.rstrip('/')}/")
