"""Import a site of another generator: its articles and pages, with their pictures and comments."""

import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from newsgen.errors import NewsgenError, SourceError
from newsgen.filesystem import is_folder, is_utf8, sha256
from newsgen.importers.generators import metadata
from newsgen.importers.generators.body import Rewriter
from newsgen.importers.generators.comments import read_comments
from newsgen.importers.generators.detection import (
    MARKDOWN_SUFFIXES,
    Generator,
    Site,
    find_site,
    generator_at,
    open_site,
)
from newsgen.importers.generators.front_matter import further_keys, holds_back, read_front_matter
from newsgen.importers.generators.headers import Header, read_header, read_meta_file
from newsgen.importers.generators.inheritance import Inheritance, data_files
from newsgen.importers.generators.links import Known, Links, Media
from newsgen.importers.generators.permalinks import base_host
from newsgen.importers.generators.places import Place, read_place
from newsgen.importers.items import Finding, ImportedItem, Note, Skipped
from newsgen.importers.saved_files import read_limited
from newsgen.model.article import Article
from newsgen.text.arabic import one_line, slug

_LEFT_OUT = frozenset(
    "node_modules public _site themes archetypes vendor layouts output resources cache _includes _layouts _sass _data"
    " data i18n scaffolds templates bower_components target tmp drafts_output".split()
)
"""Folders of a site that hold no articles."""
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
_PANDOC = "convert it with `pandoc -t gfm`, and put its front matter before it"
_H1 = re.compile(
    r"\s*#[ \t]+(?P<title>[^\n]+?)[ \t]*#*[ \t]*(?:\n|\Z)|\s*(?P<under>[^\n#>*\-\s][^\n]*)\n=+[ \t]*(?:\n|\Z)"
)
_SENTENCES = re.compile(r"\n[ \t]*\n")


@dataclass(frozen=True, slots=True)
class _Post:
    """A Markdown file of the site whose header has been read."""

    path: str
    """Path below the folder of content."""
    digest: str
    header: Header
    """Without its text, because all headers are in memory at once."""
    reading: metadata.Reading
    known: Known


def import_site(root: Path, name: str, kind: Generator, chosen: Sequence[Path] = ()) -> Iterator[Finding]:
    """Yield the articles and pages of the site at *root*, called *name* in messages, and what was left out.

    The whole site is read, because its articles link to each other; if files or folders are *chosen*, only the
    articles in them are yielded.
    """
    found = find_site(root, kind)
    site = found if found and found.root.samefile(root) else open_site(kind, root, "")
    yield from _SiteImport(site, name, chosen).findings()


class _SiteImport:
    """The import of one site."""

    def __init__(self, site: Site, name: str, chosen: Sequence[Path]) -> None:
        self._site, self._name = site, name
        self._chosen = [os.path.realpath(path) for path in chosen]
        self._top = site.root / site.content
        self._inheritance = Inheritance(site)
        self._titles: dict[str, str] = {}
        """The titles of the site's sections, by the folder."""
        self._left_out: Counter[str] = Counter()
        self._findings: list[Finding] = []
        """What is said of the files that are not articles."""

    def findings(self) -> Iterator[Finding]:
        """Yield all findings of the site's import, its articles in the order of their paths."""
        because = f" because of {self._site.because}" if self._site.because else ""
        yield Note(f"{self._name}: taken as {self._site.title}{because}")
        files = list(self._files(self._top, ""))
        posts = list(self._posts(files))
        for one in self._chosen:
            if not _is_in(one, os.path.realpath(self._top)):
                self._findings.append(
                    Skipped(one, f"is not in {self._site.content or self._name}, where the articles are")
                )
        links = Links(self._site, [post.known for post in posts])
        for text in (*self._site.warnings, *self._inheritance.warnings):
            yield Note(f"{self._name}: {text}", is_warning=True)
        yield from self._findings
        yield from (
            Skipped(what, f"{count} files in it are not articles") for what, count in sorted(self._left_out.items())
        )
        for post in posts:
            if self._is_chosen(post.path):
                yield self._finding(post, links)

    def _shown(self, path: str) -> str:
        """Return the *path* of a file of the site's content as messages name it: with the folder that the user named."""
        return f"{self._name}/{self._place(path)}"

    def _place(self, path: str) -> str:
        """Return the path relative to the site's root of a file of its content."""
        return f"{self._site.content}/{path}" if self._site.content else path

    def _is_chosen(self, path: str) -> bool:
        file = os.path.realpath(self._top / path)
        return not self._chosen or any(_is_in(file, one) for one in self._chosen)

    def _files(self, folder: Path, inner: str) -> Iterator[str]:
        """Yield the paths of the site's Markdown files below *folder*, which is *inner* below its content; sorted."""
        try:
            entries = sorted(folder.iterdir())
        except OSError as error:
            self._skip(inner, f"cannot be read ({error.strerror})")
            return
        names = [entry.name for entry in entries]
        if self._site.generator == "eleventy":
            for file in data_files(folder, names):
                self._inheritance.add_data_file(inner, file, self._shown(f"{inner}/{file.name}".lstrip("/")))
        for entry in entries:
            path = f"{inner}/{entry.name}".lstrip("/")
            if entry.name.startswith("."):
                continue
            if is_folder(entry):
                yield from self._folder(entry, path)
            elif self._is_markdown(entry, path, names):
                yield path

    def _folder(self, entry: Path, path: str) -> Iterator[str]:
        if not is_utf8(path):
            self._skip(path.encode(errors="replace").decode(), "has a name that is not UTF-8; rename it")
        elif entry.is_symlink():
            self._skip(path, "is a link to a folder, which may lead out of the site; put the folder itself there")
        elif self._is_left_out(entry, path):
            self._left_out[self._place(path)] += sum(
                file.endswith((".md", ".markdown")) for _, _, files in os.walk(entry) for file in files
            )
            if not self._left_out[self._place(path)]:
                del self._left_out[self._place(path)]
        elif self._site.generator == "markdown" and generator_at(entry):
            return  # a site of its own, which is imported by itself
        else:
            yield from self._files(entry, path)

    def _is_left_out(self, entry: Path, path: str) -> bool:
        excluded = self._site.setting("exclude") if self._site.generator == "jekyll" else None
        is_excluded = isinstance(excluded, list) and path in {str(one).strip("/") for one in excluded}
        is_built = os.path.lexists(entry / ".newsgen-files")
        is_data = entry.name in _LEFT_OUT and (not self._site.content or entry.name in {"node_modules", "_site"})
        is_other = self._site.generator == "newsgen" and path not in {"articles", "pages"} and "/" not in path
        return is_excluded or is_built or is_data or is_other

    def _is_markdown(self, entry: Path, path: str, names: list[str]) -> bool:
        """Return whether the file is one of the site's articles or pages; what else holds a text is reported."""
        suffix = entry.suffix.lower()
        if not is_utf8(entry.name):
            self._skip(path.encode(errors="replace").decode(), "has a name that is not UTF-8; rename it")
        elif suffix in _OTHER_FORMATS and self._may_be_article(path):
            self._skip(path, f"is {_OTHER_FORMATS[suffix]}, not Markdown; {_PANDOC}")
        elif suffix not in MARKDOWN_SUFFIXES and os.path.realpath(entry) not in self._chosen:
            return False
        elif not entry.is_file():
            self._skip(path, "is not a regular file")
        elif not Path(os.path.realpath(entry)).is_relative_to(os.path.realpath(self._site.root)):
            self._skip(path, "is a link that leads out of the site; put the file itself there")
        elif _ABOUT_THE_REPOSITORY.fullmatch(entry.name) and "/" not in path and not self._site.content:
            self._skip(path, "describes the repository; it is not an article")
        elif (
            "index.md" in names and entry.stem.partition(".")[0] not in {"index", "_index"} and self._has_bundles(path)
        ):
            self._skip(
                path, "belongs to the bundle of the index.md beside it, which is imported; it is no page of its own"
            )
        else:
            return True
        return False

    def _has_bundles(self, path: str) -> bool:
        return self._site.generator in {"hugo", "zola"} and "/" in path

    def _may_be_article(self, path: str) -> bool:
        """Return whether a file of another format than Markdown is content of the site, not a template."""
        if self._site.generator in {"jekyll", "hexo"}:
            return not {"_posts", "_drafts"}.isdisjoint(path.split("/"))
        return bool(self._site.content) and self._site.generator not in {"eleventy", "newsgen"}

    def _skip(self, path: str, why: str) -> None:
        if self._is_chosen(path):
            self._findings.append(Skipped(self._place(path), why))

    def _posts(self, paths: list[str]) -> Iterator[_Post]:
        """Yield the articles and pages among the files at *paths*; reading them says what the others are."""
        read = [(path, *found) for path in paths if (found := self._read(path))]
        for path, header, _ in read:
            place = read_place(path, self._site)
            if place.kind in {"list", "home"}:
                self._read_list(path, place, header)
        by_digest: dict[str, str] = {}
        for path, header, digest in read:
            place = read_place(path, self._site)
            if place.kind in {"list", "home"}:
                continue
            first = by_digest.setdefault(digest, path)
            if first != path and header.values:
                self._skip(path, f"is the same file as {self._place(first)}, byte for byte")
            elif header.format == "none" and self._site.generator == "jekyll":
                self._skip(path, "has no front matter, so Jekyll made no page of it")
            else:
                yield self._post(path, place, header, digest)

    def _read(self, path: str) -> tuple[Header, str] | None:
        """Return the header of the file at *path*, without the text, and its digest; None, with an error, if unreadable."""
        try:
            data = self._data(path)
            header = self._header(path, data)
        except NewsgenError as error:
            if self._is_chosen(path):
                self._findings.append(error)
            return None
        title = _H1.match(header.text) if not header.values.get("title") else None
        return replace(header, text=title[0] if title else header.text.strip()[:1]), sha256(data)

    def _data(self, path: str) -> bytes:
        """Return the bytes of the file at *path*; those of Nikola's file of metadata beside it stand before them."""
        data = read_limited(self._top / path, self._shown(path))
        meta = (self._top / path).with_suffix(".meta")
        if self._site.generator in {"nikola", "markdown"} and meta.is_file() and not meta.is_symlink():
            lines = read_limited(meta, self._shown(path)).removeprefix(b"\xef\xbb\xbf").rstrip()
            read_meta_file(lines, self._shown(path))
            return lines + b"\n\n" + data if lines else data
        return data

    def _header(self, path: str, data: bytes) -> Header:
        return read_header(data, self._shown(path))

    def _read_list(self, path: str, place: Place, header: Header) -> None:
        """Keep the title of a section, and what its page gives to the articles below it."""
        title = one_line(str(header.values.get("title") or ""))
        folder = "/".join(place.folders)
        if place.kind == "list" and title:
            self._titles.setdefault(folder, title)
        if header.values.get("cascade"):
            self._inheritance.add_cascade(folder, header.values["cascade"], self._shown(path))
        what = "is the home page" if place.kind == "home" else f"is the page of a section ({title or folder})"
        if header.text:
            self._skip(path, f"{what}, of which newsgen makes its own; to keep its text, copy it into content/pages/")

    def _post(self, path: str, place: Place, header: Header, digest: str) -> _Post:
        front = read_front_matter(header, self._inheritance.of(path, place.kind), self._site, self._shown(path))
        values, is_dated = front.by_normal_key(), bool(place.day or front.fields.value("date"))
        if place.kind == "article" and "page" in {values.get("type"), values.get("layout")} and not is_dated:
            place = replace(place, kind="page")
        elif place.kind == "page" and self._site.generator in {"hugo", "zola", "eleventy"} and is_dated:
            place = replace(place, kind="article")
        title = _H1.match(header.text)
        reading = metadata.read_metadata(front, place, (title["title"] or title["under"]) if title else None)
        inner = [*PurePosixPath(path).parent.parts]
        folder = "/".join(inner if place.is_bundle else [*inner, PurePosixPath(path).stem])
        names = (place.name, place.stem, reading.facts.slug or "")
        known = Known(
            path, reading.address or f"/{place.name}/", reading.facts.title, tuple(filter(None, names)), folder
        )
        return _Post(path, digest, replace(header, text=""), reading, known)

    def _finding(self, post: _Post, links: Links) -> Finding:
        try:
            data = self._data(post.path)
            if sha256(data) != post.digest:
                raise SourceError(self._shown(post.path), "was changed during the import", "import again")
            return self._item(post, data, links)
        except NewsgenError as error:
            return error

    def _item(self, post: _Post, data: bytes, links: Links) -> ImportedItem:
        """Return the article or page of *post*, whose file has the bytes *data*."""
        header, reading = self._header(post.path, data), post.reading
        text, first_line = _without_headline(header, reading)
        rewriter = Rewriter(links, post.known, first_line)
        text = rewriter.rewrite(f"{text.rstrip()}\n" if text.strip() else "")
        pictures = rewriter.media
        article, names = self._article(post, links, pictures)
        blocks = tuple(block.strip() for block in _SENTENCES.split(text) if block.strip())
        warnings = (*header.warnings, *article.warnings, *rewriter.warnings)
        if article.draft:
            warnings = (
                f"was not public{' (in _drafts)' if reading.place.is_draft else ''}, so it stays a draft",
                *warnings,
            )
        article = replace(article, body=blocks, warnings=warnings, sha256=post.digest)
        place = self._place(post.path)
        keys = [f"file {self._site.root.resolve().name}/{place}"]
        host = base_host(self._site)
        keys += [f"url https://{host}{reading.address}"] if host and reading.address else []
        kind = "page" if reading.place.kind == "page" else "article"
        return ImportedItem(article, data, ".md", tuple(keys), place, kind, pictures, text, names)

    def _article(self, post: _Post, links: Links, pictures: dict[str, Path]) -> tuple[Article, str]:
        """Return the article that the header of *post* describes, without a text, and the name of its file."""
        reading, front = post.reading, post.reading.front

        def find(src: str) -> str | None:
            media = links.resolve(src, post.known)
            if not isinstance(media, Media):
                return None
            pictures[media.name] = media.file
            return media.name

        section, tags = metadata.section_and_tags(reading, self._titles.get)
        comments, comment_warnings = read_comments(self._site, tuple(dict.fromkeys(post.known.names)))
        name = _file_name(reading)
        article = Article(
            id=name,
            source=self._shown(post.path),
            sha256="",
            encoding="utf-8",
            confidence="high",
            headline=reading.facts.title,
            headline_origin="front_matter",
            authors=reading.facts.authors,
            published=reading.facts.published,
            updated=metadata.updated_of(reading),
            section=section,
            tags=tags,
            comments=comments,
            comments_open=metadata.comments_are_open(reading),
            slug=metadata.slug_of(reading),
            aliases=metadata.aliases_of(reading),
            summary=front.fields.text("description") or front.fields.text("summary"),
            image=metadata.image_of(reading, find),
            draft=holds_back(front) or reading.place.is_draft,
            publish_date=front.publication.publish_date,
            expiry_date=front.publication.expiry_date,
        )
        extra = metadata.with_language(reading, further_keys(front))
        if reading.place.kind == "page":
            extra = dict(_of_articles(article)) | extra
        warnings = (*front.all_warnings(), *reading.warnings, *comment_warnings)
        return replace(article, extra=tuple(extra.items()), warnings=warnings), name


def _of_articles(page: Article) -> Iterator[tuple[str, Any]]:
    """Yield the front matter of a page that newsgen shows of articles only, so that it is kept."""
    yield from (("date", page.published), ("updated", page.updated), ("authors", list(page.authors)))
    yield from (("categories", [page.section] if page.section else []), ("tags", list(page.tags)))
    yield "image", page.image.src if page.image else None


def _is_in(path: str, folder: str) -> bool:
    return path == folder or path.startswith(f"{folder.rstrip('/')}/")


def _file_name(reading: metadata.Reading) -> str:
    own = reading.front.fields.text("id") if reading.site.generator == "newsgen" else None
    return own or reading.place.name


def _without_headline(header: Header, reading: metadata.Reading) -> tuple[str, int]:
    """Return the text below the header and the line on which it begins, without a heading that became the headline."""
    text = header.text
    match = _H1.match(text)
    if match and (match["title"] or match["under"]) == reading.facts.title and not header.values.get("title"):
        text = text[match.end() :]
    text = text.lstrip("\n")
    return text, header.first_line + header.text.count("\n") - text.count("\n")
