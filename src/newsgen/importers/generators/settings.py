"""Read the settings of a site of another generator, without running any of its code."""

import ast
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from newsgen.archive.address_book import read_book
from newsgen.errors import NewsgenError
from newsgen.filesystem import read_utf8
from newsgen.formats.yaml_fields import read_mapping
from newsgen.importers.saved_pages.files import read_limited

Settings = Mapping[str, Any]
"""The settings by their keys in lower case; a newsgen project has `addresses`, those of articles by id, too."""

_HUGO = re.compile(r"(?:hugo|config)\.(?:toml|ya?ml|json)")
_FILES: Mapping[str, re.Pattern[str]] = {
    "newsgen": re.compile(r"site\.yml"),
    "hugo": _HUGO,
    "zola": re.compile(r"(?:zola|config)\.toml"),
    "jekyll": re.compile(r"_config\.(?:ya?ml|toml)"),
    "hexo": re.compile(r"_config\.(?:ya?ml|json)"),
    "pelican": re.compile(r"(?:pelicanconf|publishconf)\.py"),
    "nikola": re.compile(r"conf\.py"),
    "eleventy": re.compile(r"\.eleventy\.js|eleventy\.config\.(?:[cm]?js|ts)"),
}
"""The files of settings at the root of a site, by its generator; a later one overrides the earlier."""
_ELEVENTY_INPUT = re.compile(r"""(?:\binput\s*:|setInputDirectory\()\s*["'`]([\w./-]{1,200})["'`]""")


def read_settings(generator: str, root: Path) -> tuple[dict[str, Any], list[str]]:
    """Return the settings of the site at *root*, and a warning for each file that cannot be read."""
    settings: dict[str, Any] = {}
    warnings: list[str] = []
    if generator == "newsgen":
        settings["addresses"] = {key: f"/{line.address}" for key, line in read_book(root)[0].items()}
    for file in _files(generator, root):
        try:
            found = _read(file)
        except NewsgenError as error:
            place = f"line {error.line}: " if error.line else ""
            warnings.append(f"{file.name}: {place}{error.found}, so default rules are used for old addresses")
            continue
        key = file.stem.lower()
        is_part = generator == "hugo" and key not in {"hugo", "config"}
        settings |= {key.partition(".")[0]: found} if is_part else {name.lower(): found[name] for name in found}
    return settings, warnings


def has_settings(generator: str, root: Path) -> Path | None:
    """Return the first file of settings that a *generator* would read at *root*; None if there is none."""
    return next(_files(generator, root), None)


def is_settings_name(name: str) -> bool:
    """Return whether a file of this *name* may be the settings of a site of another generator than newsgen."""
    return any(pattern.fullmatch(name) for generator, pattern in _FILES.items() if generator != "newsgen")


def _files(generator: str, root: Path) -> Iterator[Path]:
    pattern = _FILES.get(generator)
    if pattern is None:
        return
    folder = root / "content" if generator == "newsgen" else root
    with suppress(OSError):
        yield from sorted(file for file in folder.iterdir() if pattern.fullmatch(file.name) and file.is_file())
        if generator == "hugo":
            folder = root / "config" / "_default"
            yield from sorted(file for file in folder.iterdir() if file.suffix in {".toml", ".yaml", ".yml", ".json"})


def _read(file: Path) -> Mapping[str, Any]:
    """Return the settings in *file*; raise SourceError if they cannot be read."""
    text = read_utf8(read_limited(file, file.name), file.name)
    try:
        if file.suffix == ".toml":
            return tomllib.loads(text)
        if file.suffix == ".json":
            return _mapping(json.loads(text))
        if file.suffix == ".py":
            return dict(_literals(ast.parse(text)))
    except (ValueError, SyntaxError, RecursionError, MemoryError) as error:
        raise NewsgenError(file.name, f"cannot be read ({error})", "") from None
    if file.suffix in {".yml", ".yaml"}:
        return {key: entry.value for key, entry in read_mapping(text, file.name).entries.items()}
    found = _ELEVENTY_INPUT.search(text)
    return {"input": found[1]} if found else {}


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _literals(tree: ast.Module) -> Iterator[tuple[str, Any]]:
    """Yield the names that the Python code of *tree* gives a literal value; nothing is evaluated but literals."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            with suppress(ValueError, TypeError, MemoryError, RecursionError):
                yield node.targets[0].id, ast.literal_eval(node.value)
