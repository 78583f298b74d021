"""Load the captures that an article's front matter names as its evidence."""

import re
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from newsgen.errors import NewsgenError, SourceError
from newsgen.filesystem import nfc, sha256
from newsgen.loaders.sources import Source
from newsgen.model.article import Article, Container, Evidence, UnknownDateWarning

if TYPE_CHECKING:
    from newsgen.formats.yaml_fields import Fields

_PAGES, _BUNDLES = (".html", ".htm"), (".mhtml", ".webarchive")
_EXTRACTS = (".xml", ".json", ".md", *_BUNDLES)
_NAME = re.compile(r"""[^\s\[\],'"،:]+\.(?:txt|html?|xml|json|mhtml|webarchive)\b""")
"""A word that may name a capture, in front matter that cannot be parsed."""
_CLAIM = re.compile(r"""^["']?capture["']?[ \t]*:[ \t]*["']?(.+?)["']?[ \t\r]*$""", re.MULTILINE | re.IGNORECASE)
_ENCODING = re.compile(rb"""(?:charset|encoding)=["']?([A-Za-z0-9._-]{1,40})""")
_HEAD = 1024
"""Bytes at the start of a page in which browsers look for its encoding."""
_SHA256 = re.compile("[0-9a-f]{64}")


def captures_in(text: str) -> tuple[str, ...]:
    """Return the paths of files that may be named captures, from the *text* of unparsable front matter."""
    return tuple(map(_below_seeds, dict.fromkeys([*_CLAIM.findall(text), *_NAME.findall(text)])))


def capture_paths(fields: "Fields") -> tuple[str, ...]:
    """Return the paths of the captures that front matter names, relative to the root."""
    names = (*filter(None, [fields.text("capture")]), *fields.texts("versions"))
    return tuple(map(_below_seeds, names))


def _below_seeds(name: str) -> str:
    return nfc(str(PurePosixPath("seeds", name.removeprefix("seeds/").lstrip("/"))))


def load_captures(source: Source, fields: "Fields", *, has_text: bool) -> Article | None:
    """Load the capture that the front matter names, with its further versions as evidence.

    A web page is parsed only if its text is shown. The capture of an article that *has_text* of its own is only
    evidence, and so is every further version. None if no capture can be loaded; errors are added to *fields*.
    """
    articles: list[Article] = []
    for path in capture_paths(fields):
        key = "versions" if articles or not fields.text("capture") else "capture"
        capture = Source(path, "capture", source.root)
        data = _capture_data(capture, key, fields)
        try:
            articles += [_load(capture, data, is_shown=not (articles or has_text))] if data is not None else []
        except NewsgenError as error:
            fields.errors.append(error)
    if not articles:
        return None
    warnings = tuple(f"{articles[0].source}: {text}" for text in articles[0].warnings if not _is_answered(text, fields))
    return replace(articles[0], warnings=warnings, evidence=tuple(e for article in articles for e in article.evidence))


def _load(capture: Source, data: bytes, *, is_shown: bool) -> Article:
    """Return the article in the named *capture*; without text for an extract, or for a web page that is not shown."""
    if capture.suffix in _EXTRACTS or (capture.suffix in _PAGES and not is_shown):
        return _evidence_only(capture, data)
    if capture.suffix in _PAGES:
        return load_saved_page(capture, data)
    return load_text(capture, data)


def load_saved_page(capture: Source, data: bytes) -> Article:
    """Load a capture named by front matter that is a web page."""
    from newsgen.loaders.webpage.loader import load_webpage  # noqa: PLC0415 - slow to import, rarely needed

    return load_webpage(capture, data)


def load_text(capture: Source, data: bytes) -> Article:
    """Load a capture named by front matter that is a text."""
    from newsgen.loaders.capture.loader import load_capture  # noqa: PLC0415 - slow to import, rarely needed

    return load_capture(capture, data)


def _evidence_only(capture: Source, data: bytes) -> Article:
    """Return an article without text, whose only content is the named *capture* as evidence."""
    declared = _ENCODING.search(data[:_HEAD])
    encoding = declared[1].decode().lower() if declared else "utf-8"
    if capture.suffix in _BUNDLES:
        encoding = "binary"  # each file in it has its own
    evidence = Evidence(capture.path, sha256(data), encoding)
    return replace(empty_article(capture), sha256=evidence.sha256, encoding=encoding, evidence=(evidence,))


def empty_article(source: Source) -> Article:
    """Return an article without a headline and a text, for a source without a named capture to show."""
    return Article(
        id=source.stem,
        source=source.path,
        sha256="",
        encoding="utf-8",
        confidence="high",
        headline="",
        headline_origin="front_matter",
    )


def _is_answered(warning: str, fields: "Fields") -> bool:
    """Return whether *warning* says that a capture's date cannot be read and the front matter gives a date."""
    return isinstance(warning, UnknownDateWarning) and bool(fields.value("date"))


def _capture_data(capture: Source, key: str, fields: "Fields") -> bytes | None:
    """Return the bytes of a capture that the front matter names under *key*; None, with an error, if unreadable."""
    try:
        if ".." not in PurePosixPath(capture.path).parts:
            return capture.read()
        found = "leads out of seeds/"
    except SourceError as error:
        found = error.found
    fields.fail(key, f"{key} {capture.path!r} {found}", "name a file below seeds/")
    return None


def container_of(fields: "Fields") -> Container | None:
    """Return the file from which, according to the front matter, the capture was extracted; None if not given."""
    inner = fields.section("container")
    if not isinstance(fields.value("container"), dict):
        return None
    name, digest, place = inner.text("name"), inner.text("sha256"), inner.text("place")
    if inner.value("name") is None:
        fields.fail("container", "container must name a file", "write container: {name: export.xml, sha256: …}")
    elif name and not _SHA256.fullmatch(digest or ""):
        inner.fail("sha256", "sha256 of container must be 64 hexadecimal digits", "write what sha256sum prints for it")
    return Container(name or "", digest or "", place or "")
