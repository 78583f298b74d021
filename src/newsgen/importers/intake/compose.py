"""Write the Markdown file of an imported article or page."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from typing import Any

from newsgen.formats.html_to_markdown import markdown_of_html, markdown_of_text
from newsgen.formats.yaml_writer import front_matter
from newsgen.loaders.comment_form import form_entries
from newsgen.model.article import Article, Container, Related
from newsgen.text.arabic import one_line

_VERSIONS = re.compile(r"^versions:(?: [^\n]*)?\n(?:(?:-|[ ]+)[^\n]*\n)*", re.MULTILINE)
_CAPTURE = re.compile(r"^capture: [^\n]*\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class FileNames:
    """The id, paths, slug and aliases of one article in the project."""

    id: str
    path: str
    """Path of its Markdown, relative to the project's root."""
    capture: str
    """Path of its shown original, relative to the project's root."""
    versions: tuple[str, ...] = ()
    """Paths of its other originals, relative to the project's root."""
    slug: str | None = None
    """None if it is the slug that the headline gives."""
    aliases: tuple[str, ...] = ()


def compose_article(
    article: Article, file_names: FileNames, container: Container | None, markdown: str | None = None
) -> bytes:
    """Compose the Markdown file of an imported *article*; its text is *markdown* if that is given."""
    is_text = file_names.capture.endswith(".txt")  # a build reads everything but its body from the capture
    values: dict[str, Any] = {
        "title": None if is_text and article.headline_origin == "derived" else one_line(article.headline),
        "id": _own_id(file_names),
        "date": article.published,
        "updated": article.updated,
        "captured": article.captured,
        "lang": article.lang,
        "slug": file_names.slug,
        **_authors(article.authors),
        "categories": [article.section] if article.section else None,
        "tags": list(article.tags),
        "description": one_line(article.summary or "") or None,
        "draft": True if article.draft or article.confidence == "low" else None,
        "publish_date": article.publish_date,
        "expiry_date": article.expiry_date,
        "aliases": [f"/{alias}" for alias in file_names.aliases],
        "image": _image(article),
        "comments": None if article.comments_open else "closed",
        **({} if is_text else _related(article.related)),
        "comment_form": form_entries(article.comment_form) if article.comment_form and not is_text else None,
        "source_url": article.source_url,
        "source_name": article.source_name,
        "archived_url": article.archived_url,
        "rights": article.rights,
        **_originals(file_names, container),
        **dict(article.extra),
    }
    return _file(values, markdown_of(article) if markdown is None else markdown)


def compose_page(
    page: Article, file_names: FileNames, container: Container | None, markdown: str | None = None
) -> bytes:
    """Compose the Markdown file of an imported standalone page; its text is *markdown* if that is given."""
    values = {
        "title": one_line(page.headline),
        "slug": file_names.slug,
        "description": one_line(page.summary or "") or None,
        "draft": True if page.draft else None,
        "publish_date": page.publish_date,
        "expiry_date": page.expiry_date,
        "aliases": [f"/{alias}" for alias in file_names.aliases],
        **_originals(file_names, container),
        **dict(page.extra),
    }
    return _file(values, markdown_of(page) if markdown is None else markdown)


def compose_pair(file_names: FileNames) -> bytes:
    """Compose a Markdown file without text that joins a capture, so far an article by itself, with its versions."""
    return _file({"id": _own_id(file_names), **_originals(file_names)})


def with_versions(data: bytes, versions: Sequence[str]) -> bytes:
    """Return *data*, which `compose_article` made, with *versions* as its list of versions."""
    names = [name.removeprefix("seeds/") for name in versions]
    entry = front_matter({"versions": names}).removeprefix("---\n").removesuffix("---\n")
    front, fence, text = data.decode().partition("\n---\n")
    front = _VERSIONS.sub("", front + "\n")
    return (_CAPTURE.sub(lambda found: found[0] + entry, front, count=1) + fence.removeprefix("\n") + text).encode()


def _file(values: dict[str, Any], text: str = "") -> bytes:
    return (front_matter(values) + (f"\n{text}" if text else "")).encode()


def markdown_of(article: Article) -> str:
    """Return the text of an imported *article* as Markdown."""
    text = markdown_of_html(article.body_html) if article.body_html else markdown_of_text(article.body)
    return text if not text or text.endswith("\n") else f"{text}\n"


def _own_id(file_names: FileNames) -> str | None:
    """Return the id to write in the Markdown file, or None if it is the one that the capture gives."""
    return None if file_names.id == PurePosixPath(file_names.capture).stem else file_names.id


def _originals(file_names: FileNames, container: Container | None = None) -> dict[str, Any]:
    capture, *versions = (name.removeprefix("seeds/") for name in (file_names.capture, *file_names.versions))
    return {"capture": capture, "versions": versions, "container": container and asdict(container)}


def _authors(names: Sequence[str]) -> dict[str, Any]:
    """Return the front matter entry for *names*; a single name goes into a list if a comma would split it."""
    if len(names) == 1 and not re.search("[،,;؛]", names[0]):
        return {"author": names[0]}
    return {"authors": list(names)}


def _image(article: Article) -> dict[str, str] | str | None:
    image = article.image
    if image is None:
        return None
    entries = {"src": image.src, "alt": image.alt, "caption": image.caption, "credit": image.credit}
    return {key: one_line(value) for key, value in entries.items() if value}


def _related(related: Related) -> dict[str, Any]:
    rows = [{"title": link.title, "url": link.url} if link.url else link.title for link in related.links]
    return {"related_heading": related.heading, "related": rows}
