"""Recognise exports of Medium, Substack and Blogger that are a zip file or a folder, and their parts."""

import re
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from newsgen.errors import SourceError
from newsgen.filesystem import is_folder
from newsgen.importers.exports.files import read_member, zip_names
from newsgen.importers.remote_files import AnyFile, RemoteFile, RemoteFolder, RemotePlace
from newsgen.importers.text_kinds import TextKind, kind_or_refusal

_THEME = re.compile(r"theme-.*\.html?", re.IGNORECASE)
_HEAD_BYTES = 8192


def parts_without_articles(entries: Sequence[Path | RemotePlace]) -> dict[str, str]:
    """Return why each file or folder among *entries*, those of one folder, is no article, by its name.

    A reason is a phrase that follows the name. Empty unless the folder is one of an export.
    """
    by_name = {entry.name: entry for entry in entries}
    if "feed.atom" in by_name:
        return {name: reason for name in by_name if (reason := _part_of_blog(name))}
    if "posts" in by_name and _is_kind("substack", by_name.get("posts.csv")):
        others = dict.fromkeys(by_name.keys() - {"posts.csv"}, "is part of an export of Substack, but not a post")
        return others | {"posts": "contains the texts of posts.csv, with which they are imported"}
    if "posts" in by_name and _is_kind("medium", _first_page(by_name["posts"])):
        return dict.fromkeys(by_name.keys() - {"posts"}, "is part of an export of Medium, but not a post")
    return {}


def _part_of_blog(name: str) -> str:
    """Return why the file *name* beside a blog in Google Takeout is no article; "" if it may be one."""
    if _THEME.fullmatch(name):
        return "is the theme of a blog at Blogger, not an article"
    return "has the settings of a blog at Blogger, not articles" if name == "settings.csv" else ""


def _first_page(folder: Path | RemotePlace) -> Path | RemotePlace | None:
    """Return the first page of HTML in a *folder* of an export; None if there is none."""
    if isinstance(folder, RemoteFile):
        return None
    try:
        pages = (entry for entry in folder.iterdir() if entry.suffix.lower() == ".html")
        return min(pages, key=lambda page: page.name, default=None)
    except OSError:
        return None


def _is_kind(kind: str, file: Path | RemotePlace | None) -> bool:
    """Return whether the *file* in the folder of an export is of this *kind*."""
    if file is None or isinstance(file, RemoteFolder) or is_folder(file):
        return False
    try:
        with file.open("rb") as stream:
            return kind_or_refusal(file.suffix.lower(), stream.read(_HEAD_BYTES)) == kind
    except OSError:
        return False


def kind_of_zip(file: AnyFile) -> TextKind | None:
    """Return the kind of the export in the zip *file*; None if it is none that is read without unpacking it."""
    paths = [PurePosixPath(name) for name in zip_names(file)]
    table = next((path for path in paths if path.name == "posts.csv"), None)
    if table and _member_kind(file, table) == "substack":
        return "substack"
    page = next((path for path in paths if path.parent.name == "posts" and path.suffix.lower() == ".html"), None)
    return "medium" if page and _member_kind(file, page) == "medium" else None


def _member_kind(file: AnyFile, path: PurePosixPath) -> str:
    """Return the kind of the file at a *path* in an export that is a zip *file*."""
    try:
        return kind_or_refusal(path.suffix.lower(), read_member(file, str(path), file.name)[:_HEAD_BYTES])
    except SourceError:
        return ""
