"""Import a site of another generator: its articles and pages, with their pictures and comments."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from newsgen.errors import NewsgenError, SourceError
from newsgen.filesystem import sha256
from newsgen.importers.generators import metadata
from newsgen.importers.generators.body import Rewriter
from newsgen.importers.generators.comments import read_comments
from newsgen.importers.generators.detection import Generator, Site, find_site, open_site
from newsgen.importers.generators.files import ContentFiles
from newsgen.importers.generators.front_matter import further_keys, holds_back, read_front_matter
from newsgen.importers.generators.headers import Header, read_header, read_meta_file
from newsgen.importers.generators.inheritance import Inheritance
from newsgen.importers.generators.links import Known, Links, Media
from newsgen.importers.generators.permalinks import base_host
from newsgen.importers.generators.places import Place, read_place
from newsgen.importers.items import Finding, ImportedItem, Note, Skipped
from newsgen.importers.saved_pages.files import read_limited
from newsgen.model.article import Article
from newsgen.text.arabic import one_line

_HEADING = re.compile(
    r"\s*(?:#[ \t]+(?P<title>[^\n]+?)[ \t]*#*|(?P<underlined>[^\s#>*\-][^\n]*?)[ \t]*\n=+)[ \t]*(?:\n|\Z)"
)
"""A heading of the first level at the beginning of a text."""
_BLANK_LINES = re.compile(r"\n[ \t]*\n")


def import_site(root: Path, name: str, kind: Generator, chosen: Sequence[Path] = ()) -> Iterator[Finding]:
    """Yield the articles and pages of the site at *root*, called *name* in messages, and what was left out.

    The whole site is read, because its articles link to each other; if files or folders are *chosen*, only the
    articles in them are yielded.
    """
    sites = filter(None, (find_site(root), find_site(root, kind)))
    site = next((site for site in sites if site.generator == kind and site.root == root), open_site(kind, root, ""))
    yield from _SiteImport(site, name, chosen).findings()


@dataclass(frozen=True, slots=True)
class _Post:
    """A Markdown file of the site whose header has been read."""

    path: str
    """Path below the folder of content."""
    digest: str
    reading: metadata.Reading
    known: Known


class _SiteImport:
    """The import of one site."""

    def __init__(self, site: Site, name: str, chosen: Sequence[Path]) -> None:
        self._site, self._name = site, name
        self._inheritance = Inheritance(site)
        self._files = ContentFiles(site, name, chosen, self._inheritance)
        self._titles: dict[str, str] = {}
        """The titles of the site's sections, by the folder."""
        self._uses: Counter[str] = Counter()
        """The number of files that were published at each address."""

    def findings(self) -> Iterator[Finding]:
        """Yield all findings of the site's import, its articles in the order of their paths."""
        because = f" because of {self._site.because}" if self._site.because else ""
        yield Note(f"{self._name}: taken as {self._site.title}{because}")
        posts = list(self._posts(self._files.paths()))
        if not posts:
            yield Skipped("", f"has no Markdown files of articles in {self._site.content or 'it'}")
        for text in (*self._site.warnings, *self._inheritance.warnings):
            yield Note(f"{self._name}: {text}", is_warning=True)
        yield from self._files.findings
        links = Links(self._site, [post.known for post in posts])
        self._uses = Counter(post.reading.address for post in posts)
        digests: set[str] = set()
        for post in posts:
            if self._files.is_chosen(post.path) and post.digest not in digests:
                digests.add(post.digest)
                yield self._finding(post, links)

    def _posts(self, paths: list[str]) -> Iterator[_Post]:
        """Yield the articles and pages among the files at *paths*; the others are added to the findings."""
        read = [(path, read_place(path, self._site), *found) for path in paths if (found := self._read(path))]
        for path, place, header, _ in read:  # first, because they give values to others
            if place.kind in {"list", "home"}:
                self._read_list(path, place, header)
        originals: dict[str, _Post] = {}
        for path, place, header, digest in read:
            if place.kind in {"list", "home"}:
                continue
            if header.format == "none" and self._site.generator == "jekyll":
                self._files.skip(path, "has no front matter, so Jekyll made no page of it")
                continue
            post = self._post(path, place, header, digest)
            first = originals.setdefault(digest, post)
            if first is not post:
                first.reading.copies.append(post.reading.address)
                same = f"is the same file as {self._files.place(first.path)}, byte for byte"
                self._files.skip(path, f"{same}; its old address leads there")
            yield post

    def _read(self, path: str) -> tuple[Header, str] | None:
        """Return the header of the file at *path*, with only the beginning of its text, and the digest of the file.

        None if it cannot be read, with an error among the findings.
        """
        try:
            data = self._data(path)
            header = read_header(data, self._files.shown(path))
        except NewsgenError as error:
            self._files.findings += [error] if self._files.is_chosen(path) else []
            return None
        heading = _HEADING.match(header.text)
        return replace(header, text=heading[0] if heading else header.text.strip()[:1]), sha256(data)

    def _data(self, path: str) -> bytes:
        """Return the bytes of the file at *path*, after those of the file of metadata that Nikola has beside it."""
        file = self._files.top / path
        data = read_limited(file, self._files.shown(path))
        meta = file.with_suffix(".meta")
        if self._site.generator not in {"nikola", "markdown"} or not meta.is_file() or meta.is_symlink():
            return data
        lines = read_limited(meta, self._files.shown(path)).removeprefix(b"\xef\xbb\xbf").rstrip()
        return lines + b"\n\n" + data if read_meta_file(lines, self._files.shown(path)) else data

    def _read_list(self, path: str, place: Place, header: Header) -> None:
        """Keep the title of a section, and what its page gives to the articles below it."""
        title = one_line(str(header.values.get("title") or ""))
        folder = "/".join(place.folders)
        if place.kind == "list" and title:
            self._titles.setdefault(folder, title)
        if header.values.get("cascade"):
            self._inheritance.add_cascade(folder, header.values["cascade"], self._files.shown(path))
        what = "is the home page" if place.kind == "home" else f"is the page of a section ({title or folder})"
        if header.text:
            remedy = "to keep its text, copy it into content/pages/"
            self._files.skip(path, f"{what}, of which newsgen makes its own; {remedy}")

    def _post(self, path: str, place: Place, header: Header, digest: str) -> _Post:
        inherited = self._inheritance.of(path, place.kind)
        front = read_front_matter(header, inherited, self._site, self._files.shown(path))
        values, is_dated = front.by_normal_key(), bool(place.day or front.fields.value("date"))
        if place.kind == "article" and "page" in (values.get("type"), values.get("layout")) and not is_dated:
            place = replace(place, kind="page")
        elif place.kind == "page" and self._site.generator in {"hugo", "zola", "eleventy"} and is_dated:
            place = replace(place, kind="article")
        heading = _HEADING.match(header.text)
        headline = (heading["title"] or heading["underlined"]) if heading else None
        reading = metadata.read_metadata(front, place, headline)
        own = PurePosixPath(path)
        known = Known(
            path=path,
            address=reading.address or f"/{place.name}/",
            link=reading.link or reading.address,
            language=place.language,
            title=reading.facts.title,
            names=tuple(filter(None, (place.name, place.stem, reading.facts.slug))),
            folder=(own.parent if place.is_bundle else own.with_suffix("")).as_posix(),
        )
        return _Post(path, digest, reading, known)

    def _finding(self, post: _Post, links: Links) -> Finding:
        try:
            data = self._data(post.path)
            if sha256(data) != post.digest:
                raise SourceError(self._files.shown(post.path), "was changed during the import", "import again")
            item = self._item(post, data, links)
        except NewsgenError as error:
            return error
        capture = post.reading.front.by_normal_key().get("capture") if self._site.generator == "newsgen" else None
        if capture and not item.markdown:
            return Skipped(item.place, f"shows its capture {capture}; import that file, which is in seeds/")
        return item

    def _item(self, post: _Post, data: bytes, links: Links) -> ImportedItem:
        """Return the article or page of *post*, whose file has the bytes *data*."""
        header = read_header(data, self._files.shown(post.path))
        text, first_line = _without_headline(header, post.reading)
        rewriter = Rewriter(links, post.known, first_line)
        text = rewriter.rewrite(f"{text.rstrip()}\n" if text.strip() else "")
        article = self._article(post, links, rewriter.media)
        blocks = tuple(block.strip() for block in _BLANK_LINES.split(text) if block.strip())
        warnings = (*header.warnings, *article.warnings, *rewriter.warnings)
        place = self._files.place(post.path)
        return ImportedItem(
            article=replace(article, body=blocks, warnings=warnings),
            original=data,
            suffix=".md",
            keys=self._keys(post, place),
            place=place,
            kind="page" if post.reading.place.kind == "page" else "article",
            pictures=rewriter.media,
            markdown=text,
            name=article.id,
        )

    def _keys(self, post: _Post, place: str) -> tuple[str, ...]:
        """Return the keys of a file in later imports: its path, and its URL unless another file has that too."""
        host, address = base_host(self._site), post.reading.address
        own = f"file {self._site.root.resolve().name}/{place}"
        return (own, f"url https://{host}{address}") if host and self._uses[address] == 1 else (own,)

    def _article(self, post: _Post, links: Links, pictures: dict[str, Path]) -> Article:
        """Return the article that the header of *post* describes, without a text; add its picture to *pictures*."""
        reading, front = post.reading, post.reading.front

        def find(src: str) -> str | None:
            media = links.resolve(src, post.known)
            if isinstance(media, Media):
                pictures[media.name] = media.file
                return media.name
            return None

        section, tags = metadata.section_and_tags(reading, self._titles.get)
        comments, comment_warnings = read_comments(self._site, post.known.names)
        is_draft = holds_back(front) or reading.place.is_draft
        article = Article(
            id=self._file_name(reading),
            source=self._files.shown(post.path),
            sha256=post.digest,
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
            draft=is_draft,
            publish_date=front.publication.publish_date,
            expiry_date=front.publication.expiry_date,
        )
        extra = metadata.with_language(reading, further_keys(front))
        if reading.place.kind == "page":
            extra = dict(_of_articles(article)) | extra
        held_back = ("was not public, so it stays a draft",) if is_draft else ()
        warnings = (*held_back, *front.all_warnings(), *reading.warnings, *comment_warnings)
        return replace(article, extra=tuple(extra.items()), warnings=warnings)

    def _file_name(self, reading: metadata.Reading) -> str:
        own = reading.front.fields.text("id") if self._site.generator == "newsgen" else None
        return own or reading.place.name


def _of_articles(page: Article) -> Iterator[tuple[str, Any]]:
    """Yield the front matter of a page that newsgen shows of articles only, so that it is kept."""
    yield from (("date", page.published), ("updated", page.updated), ("authors", list(page.authors)))
    yield from (("categories", [page.section] if page.section else []), ("tags", list(page.tags)))
    yield "image", page.image.src if page.image else None


def _without_headline(header: Header, reading: metadata.Reading) -> tuple[str, int]:
    """Return the text below the header and the line on which it begins, without a heading that became the headline."""
    text = header.text
    match = _HEADING.match(text)
    if match and (match["title"] or match["underlined"]) == reading.facts.title and not reading.front.has_title:
        text = text[match.end() :]
    text = text.lstrip("\n")
    return text, header.first_line + header.text.count("\n") - text.count("\n")
