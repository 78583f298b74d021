"""Write the citation of an article as files for reference managers: BibTeX, RIS and CSL-JSON."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from newsgen.model.article_meta import ArticleMeta, Card
from newsgen.model.config import Config
from newsgen.model.fingerprints import plain_fingerprint
from newsgen.model.short_addresses import short_url
from newsgen.model.urls import absolute, citation_url, encode_external_url
from newsgen.pages.page import File
from newsgen.pages.site_plan import SitePlan
from newsgen.text.arabic import one_line


class Reference(NamedTuple):
    """What a reference manager is told of an article; each text is one line."""

    key: str
    title: str
    authors: tuple[str, ...]
    newspaper: str | None
    archive: str
    published: date | None
    section: str | None
    tags: tuple[str, ...]
    language: str
    url: str
    """The address of the article in this archive, which never changes."""
    original: str | None
    """Its URL at the newspaper."""


class CitationFile(NamedTuple):
    """A file with an article's citation, as its page links it."""

    name: str
    url: str
    type: str


def reference_to(meta: ArticleMeta, card: Card, config: Config) -> Reference:
    """Return the reference to an article of a site that has a `base_url`."""
    short = short_url(card.id)
    return Reference(
        short.split("/")[1],
        one_line(meta.headline),
        tuple(filter(None, map(one_line, meta.authors))),
        one_line(meta.source_name) if meta.source_name else None,
        one_line(config.title),
        meta.published,
        one_line(meta.section) if meta.section else None,
        tuple(filter(None, map(one_line, meta.tags))),
        card.lang or config.language,
        absolute(short if config.has_short_addresses else card.url, config.base_url or ""),
        encode_external_url(meta.source_url) if meta.source_url else None,
    )


def citation_files(site: SitePlan) -> Iterator[File]:
    """Yield the files with the citation of each article, if the site has them."""
    if not site.config.has_citation_files:
        return
    for card in site.archive.cards:
        reference = reference_to(site.archive.metas[card.id], card, site.config)
        day = reference.published.isoformat() if reference.published else None
        inputs = plain_fingerprint(*reference._replace(published=None), day)
        for extension, (_, _, write) in _FORMATS.items():
            yield File(citation_url(card.url, extension), (inputs,), partial(_content, write, reference))


def links_to_citations(card: Card, config: Config) -> tuple[CitationFile, ...]:
    """Return the files with the citation of an article, for its page; none if the site has none."""
    if not config.has_citation_files:
        return ()
    return tuple(
        CitationFile(name, citation_url(card.url, extension), kind) for extension, (name, kind, _) in _FORMATS.items()
    )


def _content(write: Callable[[Reference], str], reference: Reference) -> bytes:
    return write(reference).encode(errors="replace")


_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",  # not \{, because BibTeX counts braces whether or not they are escaped
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "#$%&_"},
}
_TEX_SPECIAL = re.compile(r"[\\{}~^#$%&_]")
_LANGUAGES = {
    "ar": "arabic",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fa": "persian",
    "fr": "french",
    "he": "hebrew",
    "it": "italian",
    "nl": "dutch",
    "pt": "portuguese",
    "ru": "russian",
    "tr": "turkish",
    "ur": "urdu",
}
"""The names of languages in LaTeX."""
_NOT_IN_KEY = re.compile(r"[^\w.-]+")
"""Matches what ends or breaks the key of an entry; biber takes letters of every script."""
_BRACES = re.compile("[{}]")


def bibtex(reference: Reference) -> str:
    """Return the *reference* as an entry of BibTeX, in UTF-8, as biber and newer programs read it.

    Names and titles stand in two pairs of braces, so that no program splits or recases them. Both `date` and `year`
    are given: biber takes the first, and older styles know the second alone.
    """
    day = reference.published
    rows = [
        ("title", f"{{{_tex(reference.title)}}}"),
        ("author", " and ".join(f"{{{_tex(name)}}}" for name in reference.authors)),
        ("journal", _tex(reference.newspaper or "")),
        ("date", f"{day.year:04}-{day.month:02}-{day.day:02}" if day else ""),
        ("year", f"{day.year:04}" if day else ""),
        ("keywords", ", ".join(_tex(tag.replace(",", "،")) for tag in reference.tags)),
        ("langid", _LANGUAGES.get(reference.language.partition("-")[0], "")),
        ("url", _verbatim(reference.url)),
        ("note", _tex(reference.archive)),
    ]
    kind = "article" if reference.newspaper else "online"
    key = _NOT_IN_KEY.sub("-", reference.key)
    fields = ",\n".join(f"  {name} = {{{value}}}" for name, value in rows if value)
    return f"@{kind}{{{key},\n{fields}\n}}\n"


def _tex(text: str) -> str:
    """Return *text* with everything escaped that TeX and BibTeX would act on."""
    return _TEX_SPECIAL.sub(lambda sign: _TEX[sign[0]], text)


def _verbatim(url: str) -> str:
    """Return *url* for a field of BibTeX whose content is not read as TeX, but whose braces are counted."""
    return _BRACES.sub(lambda brace: f"%{ord(brace[0]):02X}", url)


def ris(reference: Reference) -> str:
    """Return the *reference* in RIS: a tag, two spaces, a hyphen and a space begin each line, and ER is the last."""
    day = reference.published
    rows = [
        ("TY", "NEWS" if reference.newspaper else "ELEC"),
        ("ID", reference.key),
        ("TI", reference.title),
        *(("AU", name) for name in reference.authors),
        ("T2", reference.newspaper),
        ("PY", day and f"{day.year:04}"),
        ("DA", day and f"{day.year:04}/{day.month:02}/{day.day:02}/"),
        ("SE", reference.section),
        *(("KW", tag) for tag in reference.tags),
        ("LA", reference.language),
        ("DB", reference.archive),
        ("UR", reference.url),
        ("N1", reference.original),
    ]
    lines = [f"{tag}  - {value}\r\n" for tag, value in rows if value]
    return "".join([*lines, "ER  - \r\n"])


def csl_json(reference: Reference) -> str:
    """Return the *reference* as CSL-JSON, which is what citeproc, Zotero and Pandoc read."""
    day = reference.published
    item: dict[str, Any] = {
        "id": reference.key,
        "type": "article-newspaper" if reference.newspaper else "webpage",
        "title": reference.title,
        "author": [{"literal": name} for name in reference.authors],
        "container-title": reference.newspaper,
        "issued": day and {"date-parts": [[day.year, day.month, day.day]]},
        "section": reference.section,
        "keyword": ", ".join(reference.tags),
        "language": reference.language,
        "archive": reference.archive,
        "URL": reference.url,
        "note": reference.original,
    }
    return json.dumps([{name: value for name, value in item.items() if value}], ensure_ascii=False, indent=1) + "\n"


_FORMATS: Mapping[str, tuple[str, str, Callable[[Reference], str]]] = {
    "bib": ("BibTeX", "application/x-bibtex", bibtex),
    "ris": ("RIS", "application/x-research-info-systems", ris),
    "json": ("CSL-JSON", "application/vnd.citationstyles.csl+json", csl_json),
}
"""By the extension of the file: the name of the format, its media type, and how it is written."""
