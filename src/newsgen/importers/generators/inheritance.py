"""Collect the values that folders and settings give to the articles below them."""

import json
from collections.abc import Container, Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import Any

from newsgen.errors import NewsgenError
from newsgen.filesystem import read_utf8
from newsgen.importers.generators.detection import Site
from newsgen.importers.saved_pages.files import read_limited


class Inheritance:
    """The values that articles inherit: Jekyll's defaults, Hugo's cascade, and Eleventy's data of folders."""

    def __init__(self, site: Site) -> None:
        """Read the defaults in the settings of *site*."""
        self._site = site
        self._by_folder: dict[str, Mapping[str, Any]] = {}
        self.warnings: list[str] = []
        defaults = site.setting("defaults") if site.generator == "jekyll" else None
        self._defaults = [row for row in defaults if isinstance(row, dict)] if isinstance(defaults, list) else []

    def add_cascade(self, folder: str, cascade: Any, place: str) -> None:
        """Add the `cascade` that a Hugo page in *folder* has; *place* names that file in messages."""
        rows = cascade if isinstance(cascade, list) else [cascade]
        values: dict[str, Any] = {}
        for row in rows:
            if isinstance(row, dict) and not {"_target", "target"} & row.keys():
                inner = row.get("params")
                values |= {**row, **inner} if isinstance(inner, dict) else row
            elif row:
                self.warnings.append(f"{place}: a cascade with a target is not applied; write its keys in the articles")
        self._by_folder[folder] = values

    def add_data_file(self, folder: str, file: Path, shown: str) -> None:
        """Add the values in an Eleventy *file* of data for *folder*; code is not run."""
        if file.suffix != ".json":
            self.warnings.append(f"{shown}: is code, which newsgen does not run; write its values in a .json file")
            return
        try:
            values = json.loads(read_utf8(read_limited(file, shown), shown))
        except (NewsgenError, ValueError, RecursionError) as error:
            self.warnings.append(f"{shown}: cannot be read, so its values are not inherited ({error})")
            return
        if isinstance(values, dict):
            self._by_folder[folder] = {**self._by_folder.get(folder, {}), **values}

    def of(self, path: str, kind: str) -> dict[str, Any]:
        """Return the values that the file at *path*, of the *kind* article or page, inherits."""
        values: dict[str, Any] = {}
        for row in self._defaults:
            if _is_in_scope(row.get("scope"), path, kind) and isinstance(row.get("values"), dict):
                values |= row["values"]
        for folder in reversed([*map(str, PurePosixPath(path).parents)]):
            values |= self._by_folder.get("" if folder == "." else folder, {})
        return values


def _is_in_scope(scope: Any, path: str, kind: str) -> bool:
    """Return whether Jekyll's defaults with *scope* are for the file at *path*."""
    if not isinstance(scope, dict):
        return True
    folder, wanted = str(scope.get("path") or "").strip("/"), scope.get("type")
    types = {"article": ("posts", "drafts", None), "page": ("pages", None)}.get(kind, (None,))
    in_collection = path.startswith(f"_{wanted}/")
    is_below = not folder or path.startswith((f"{folder}/", folder)) or fnmatchcase(path, folder)
    return is_below and (wanted in types or in_collection)


def data_files(folder: Path, names: Container[str]) -> Iterator[Path]:
    """Yield the files of data that Eleventy reads for *folder*, whose files are *names*."""
    kinds = ("json", "11tydata.json", "11tydata.js", "11tydata.cjs", "11tydata.mjs")
    yield from (folder / f"{folder.name}.{kind}" for kind in kinds if f"{folder.name}.{kind}" in names)
