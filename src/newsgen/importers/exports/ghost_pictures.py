"""Give the pictures and links of Ghost's own site, whose address an export does not tell, addresses in the project."""

import os
from dataclasses import dataclass, field, replace
from html import escape, unescape
from pathlib import Path
from re import Match
from typing import NamedTuple
from urllib.parse import unquote

from newsgen.filesystem import sha256
from newsgen.formats.html_to_markdown import markdown_of_html
from newsgen.importers.intake.cleaning import resolve_addresses
from newsgen.importers.items import Fetch, ImportedItem
from newsgen.model.body_links import REFERENCE
from newsgen.pages.media import FILE_EXTENSIONS, is_picture
from newsgen.text.arabic import slug

_SITE = "__GHOST_URL__"
"""What stands for the address of the site in an export."""
_FILES = ("/content/images/", "/content/media/", "/content/files/")
_MAX_EXAMPLES = 3


class Surroundings(NamedTuple):
    """Where the files are that an export names."""

    folder: Path
    """The folder of the export, beside which Ghost's folder `content` may be."""
    fetch: Fetch | None = None
    """Brings a file into that folder first; None if all are there."""


@dataclass(slots=True)
class _Addresses:
    """The addresses of one article on its own site."""

    surroundings: Surroundings
    files: dict[str, Path] = field(default_factory=dict)
    links: set[str] = field(default_factory=set)
    missing: dict[str, None] = field(default_factory=dict)

    def own(self, address: str) -> str | None:
        """Return where an *address* of the site leads in the project; None for a file that is not there."""
        path = "/" + address.removeprefix(_SITE).lstrip("/")
        if not path.startswith(_FILES):
            self.links.add(path)
            return path
        file = self._file(path)
        if file is None:
            self.missing[path] = None
            return None
        name = f"{slug(file.stem) or 'file'}-{sha256(file.read_bytes())[:8]}{file.suffix.lower()}"
        self.files[name] = file
        return name

    def _file(self, path: str) -> Path | None:
        """Return the file at a *path* of the site, if the user put Ghost's folder beside the export."""
        root = os.path.realpath(self.surroundings.folder)
        for name in (path[1:], path.removeprefix("/content/")):
            if self.surroundings.fetch:
                self.surroundings.fetch(unquote(name.partition("?")[0]))
            try:
                file = Path(os.path.realpath(f"{root}/{unquote(name.partition('?')[0])}"))
                known = is_picture(file) or file.suffix[1:].lower() in FILE_EXTENSIONS
                if file.is_relative_to(root) and known and file.is_file():
                    return file
            except (OSError, ValueError):
                continue
        return None


def is_own(address: str) -> bool:
    """Return whether an *address* in an export of Ghost is one of the site itself."""
    return address.startswith(_SITE) or (address.startswith("/") and not address.startswith("//"))


def with_own_addresses(item: ImportedItem, surroundings: Surroundings) -> ImportedItem:
    """Return the *item* of an export in *surroundings* with files for pictures of its site, and paths for links to it.

    A picture that is not beside the export is left out with a warning.
    """
    article = item.article
    addresses = _Addresses(surroundings)

    def resolve(match: Match[str]) -> str:
        address = unescape(match["address"])
        own = addresses.own(address) if is_own(address) else address
        return match[0].replace(match["address"], escape(own)) if own is not None else match[0].replace(_SITE, "")

    html = REFERENCE.sub(resolve, article.body_html or "")
    image = article.image
    if image and is_own(image.src):
        src = addresses.own(image.src)
        image = replace(image, src=src) if src else None
    kept = resolve_addresses(html, None, {*addresses.files, *addresses.links})
    return replace(
        item,
        article=replace(article, body_html=html, image=image, warnings=(*article.warnings, *_warnings(addresses))),
        pictures=addresses.files,
        markdown=f"{markdown_of_html(kept)}\n" if addresses.links else None,
    )


def _warnings(addresses: _Addresses) -> list[str]:
    """Return the warning about the files of an article that are not beside the export."""
    missing = list(addresses.missing)
    if not missing:
        return []
    more = f" and {len(missing) - _MAX_EXAMPLES} more" if len(missing) > _MAX_EXAMPLES else ""
    names = ", ".join(missing[:_MAX_EXAMPLES]) + more
    found = f"shows files that are not beside the export ({names}), which are left out"
    return [f"{found}; to keep them, put Ghost's folder content/ beside the export before an import"]
