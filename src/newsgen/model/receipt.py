"""Define the receipt of a site: the SHA-256 digest of each file, and of the sources of each article."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsgen.errors import OutputError
from newsgen.filesystem import read_file

RECEIPT = "receipt.json"
"""The receipt's path in the site; it lists every other file that a build publishes."""
VERSION = 1
_DIGEST = re.compile("[0-9a-f]{64}")
_PATH = re.compile(r"(?!\.{1,2}(?:/|\Z))[^/\0\n]+(?:/(?!\.{1,2}(?:/|\Z))[^/\0\n]+)*")
"""Matches a path that stays in its folder: a receipt may come from a stranger's site."""
_REMEDY = "build the site again"


@dataclass(frozen=True, slots=True)
class ArticleSources:
    """What an article of the receipt was built from."""

    address: str
    """Of its page, such as "articles/<slug>/"."""
    sources: Mapping[str, str]
    """The digest of each file, by its path below the root of the project: the content file, then its captures."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What one build published."""

    files: Mapping[str, str]
    """The digest of each file by its path in the site, sorted, without the receipt itself."""
    articles: Mapping[str, ArticleSources]
    """By id, sorted."""
    drafts: tuple[str, ...] = ()
    """The paths of the sources that are drafts, and that this build published all the same."""


def serialise(receipt: Receipt) -> bytes:
    """Return the content of the file of *receipt*, JSON with one file or article on each line."""
    articles = [
        f'{_json(key)}: {{"address": {_json(one.address)}, "sources": {sources_part(one.sources)}}}'
        for key, one in receipt.articles.items()
    ]
    files = [file_part(path, digest) for path, digest in receipt.files.items()]
    parts = [
        f'"receipt": {VERSION}',
        f'"drafts": {_json(receipt.drafts)}',
        '"articles": {\n' + ",\n".join(articles) + "\n}",
        '"files": {\n' + ",\n".join(files) + "\n}",
    ]
    return ("{\n" + ",\n".join(parts) + "\n}\n").encode()


def file_part(path: str, digest: str) -> str:
    """Return the part of a receipt that gives the *digest* of the file at *path*; no other part contains it."""
    return f'{_json(path)}: "{digest}"'


def sources_part(sources: Mapping[str, str]) -> str:
    """Return the part of a receipt that gives the digests of the *sources* of an article; no other contains it."""
    return "{" + ", ".join(file_part(path, digest) for path, digest in sources.items()) + "}"


_json = json.JSONEncoder(ensure_ascii=False).encode


def read_receipt(site: Path) -> Receipt:
    """Return the receipt in the folder of a *site*; raise OutputError if it is missing or not a receipt."""
    return parse_receipt(receipt_data(site), str(site / RECEIPT))


def receipt_data(site: Path) -> bytes:
    """Return the content of the file of the receipt in the folder of a *site*; raise OutputError if it is missing."""
    file = site / RECEIPT
    try:
        return read_file(file)
    except FileNotFoundError:
        raise OutputError(str(file), "the site has no receipt", _REMEDY) from None
    except OSError as error:
        raise OutputError.from_os_error("read", error, file) from None


def parse_receipt(data: bytes, shown: str) -> Receipt:
    """Return the receipt in *data*, the content of the file *shown*; raise OutputError if it is not a receipt."""
    try:
        value = json.loads(data)
        version = value["receipt"]
        articles = {
            key: ArticleSources(one["address"], _digests(one["sources"])) for key, one in value["articles"].items()
        }
        receipt = Receipt(_digests(value["files"]), articles, tuple(map(str, value["drafts"])))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise OutputError(shown, "is not a receipt of newsgen", _REMEDY) from None
    if version != VERSION:
        raise OutputError(shown, f"is a receipt of version {version!r}, expected {VERSION}", _REMEDY)
    return receipt


def is_site_path(path: str) -> bool:
    """Return whether *path* names a file in the folder of a site, and not one outside of it."""
    return bool(_PATH.fullmatch(path))


def _digests(value: Mapping[str, Any]) -> dict[str, str]:
    """Return *value* if it maps paths that stay in their folder to SHA-256 digests; raise ValueError otherwise."""
    if not all(is_site_path(path) and _DIGEST.fullmatch(digest) for path, digest in value.items()):
        raise ValueError
    return dict(value)
