"""Read what the path of a Markdown file says: its date, slug, language, sections, and whether it is a draft."""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Literal

from newsgen.importers.generators.detection import Site

Kind = Literal["article", "page", "list", "home"]
"""A list is the page of a section, of which newsgen makes its own; home is the first page of the site."""

_DATED = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)(?:T[\d:.]+(?:Z|[+-][\d:]+)?)?[-_](?=.)")
_LANGUAGE = re.compile(r"(.+)\.([a-z]{2,3}(?:[-_][A-Za-z]{2,4})?)")
_PAGE_FOLDERS = frozenset("pages page stories".split())
_DATES_IN_NAMES = frozenset(("jekyll", "zola", "eleventy", "markdown"))
"""Generators that take the date of an article from the name of its file."""


@dataclass(frozen=True, slots=True)
class Place:
    """What the path of a Markdown file says."""

    kind: Kind
    name: str
    """The name of the file without date, language and extension, or of its folder for a bundle; "" for a home."""
    folders: tuple[str, ...]
    """The folders above the file, or above its bundle, below the folder of content."""
    is_bundle: bool = False
    """Whether the file is the index of a folder, which holds its pictures."""
    day: date | None = None
    language: str | None = None
    is_draft: bool = False
    stem: str = ""
    """The name with its date."""


def read_place(path: str, site: Site) -> Place:
    """Read the *path* of a Markdown file, relative to the folder of content of *site*."""
    parts = PurePosixPath(path)
    folders, stem = list(parts.parts[:-1]), parts.stem
    stem, language = _split_language(stem, site)
    language = _language_folder(folders, site) or language
    if stem == "_index" or (stem in {"index", "readme"} and not folders):
        return Place("list" if stem == "_index" and folders else "home", "", tuple(folders), language=language)
    is_bundle = stem == "index"
    if is_bundle:
        stem = folders.pop()
    name, day = _split_date(stem, site)
    kind = _kind(folders, site, is_dated=day is not None)
    inner = tuple(folder for folder in folders if folder not in {"_posts", "_drafts"})
    return Place(kind, name, inner, is_bundle, day, language, "_drafts" in folders, stem)


def _split_language(stem: str, site: Site) -> tuple[str, str | None]:
    match = _LANGUAGE.fullmatch(stem)
    if match and site.generator not in {"jekyll", "hexo", "eleventy"}:
        known = languages(site)
        if match[2] in known or (not known and len(match[2]) == 2):  # noqa: PLR2004 - the codes of ISO 639-1
            return match[1], match[2]
    return stem, None


def _language_folder(folders: list[str], site: Site) -> str | None:
    """Remove from *folders* those that are the content of one language of a Hugo site, and return that language."""
    configured = site.setting("languages")
    for language, values in configured.items() if isinstance(configured, dict) else ():
        inner = str(values.get("contentDir", "")).strip("/") if isinstance(values, dict) else ""
        below = inner.removeprefix(f"{site.content}/").split("/")
        if inner and inner != site.content and folders[: len(below)] == below:
            del folders[: len(below)]
            return str(language)
    return None


def languages(site: Site) -> frozenset[str]:
    """Return the languages that the settings of *site* name."""
    found = site.setting("languages", "translations")
    return frozenset(map(str, found)) if isinstance(found, dict | list) else frozenset()


def _split_date(stem: str, site: Site) -> tuple[str, date | None]:
    pattern = str(site.setting("new_post_name") or "")
    by_name = site.generator == "hexo" and ":year-:month-:day-:title" in pattern
    match = _DATED.match(stem) if site.generator in _DATES_IN_NAMES or by_name else None
    with suppress(ValueError):
        return (stem[match.end() :], date(*map(int, match.groups()))) if match else (stem, None)
    return stem, None


def _kind(folders: list[str], site: Site, *, is_dated: bool) -> Kind:
    if site.generator in {"jekyll", "hexo"}:
        collections = site.setting("collections")
        names = {f"_{name}" for name in collections} if isinstance(collections, dict | list) else set()
        is_post = not {"_posts", "_drafts", *names}.isdisjoint(folders)
        return "article" if is_post else "page"
    if not _PAGE_FOLDERS.isdisjoint(folders[:1]):
        return "page"
    is_top = not folders and site.generator in {"hugo", "zola", "eleventy"} and bool(site.because)
    return "page" if is_top and not is_dated else "article"
