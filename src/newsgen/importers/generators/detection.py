"""Recognise which generator a folder belongs to, and where in it the content is."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Literal, get_args

from newsgen.filesystem import is_folder
from newsgen.importers.generators.settings import Settings, has_settings, read_settings

Generator = Literal["markdown", "newsgen", "hugo", "zola", "jekyll", "pelican", "nikola", "hexo", "eleventy"]
GENERATORS: tuple[Generator, ...] = get_args(Generator)
MARKDOWN_SUFFIXES = frozenset((".md", ".markdown", ".mkd", ".mdown", ".mkdn"))
TITLES: dict[Generator, str] = {
    "markdown": "a folder of Markdown files",
    "newsgen": "a newsgen project",
    "eleventy": "an Eleventy site",
    **{name: f"a {name.title()} site" for name in ("hugo", "zola", "jekyll", "pelican", "nikola", "hexo")},
}
_LEVELS = 8
"""Number of folders above the named one in which a file of settings is looked for."""
_SAMPLE = 20
"""Number of Markdown files that are looked at where there is no file of settings."""
_SAMPLE_BYTES = 4096
_DATED = re.compile(r"\d{4}-\d\d?-\d\d?-.")
_SKIPPED = frozenset("node_modules public _site themes archetypes vendor layouts output resources cache".split())


@dataclass(frozen=True, slots=True)
class Site:
    """A folder of Markdown files, with the generator that they were written for."""

    generator: Generator
    root: Path
    because: str
    """What it was recognised by; "" if by nothing."""
    content: str
    """Path of the folder of content relative to the root; "" for the root itself."""
    settings: Settings
    warnings: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The kind of the site, for messages: "a Hugo site"."""
        return TITLES[self.generator]

    def setting(self, *names: str) -> Any:
        """Return the first of the site's settings *names* that is set; None if none is."""
        return next((self.settings[name] for name in names if self.settings.get(name) is not None), None)


def find_site(path: Path, kind: Generator | None = None) -> Site | None:
    """Return the site that the file or folder at *path* belongs to; None for a folder that is not part of a site.

    If *kind* is given, it is a site of that generator.
    """
    start = path if is_folder(path) else path.parent
    for folder in (start, *islice(start.absolute().parents, _LEVELS)):
        because = _marker(kind, folder) if kind else None
        found = (kind, because) if kind and because else None if kind else generator_at(folder)
        if found:
            site = open_site(found[0], folder, found[1])
            if folder == start or _is_below(path, folder / site.content):
                return site
        if (folder / ".git").exists():
            break
    if kind:
        return open_site(kind, start, "")
    guess = _guess(start)
    return guess if start != path or guess.generator != "markdown" else None


def generator_at(folder: Path) -> tuple[Generator, str] | None:
    """Return the generator whose site's root is *folder*, and what it is recognised by; None if it is no root."""
    for generator in GENERATORS[2:]:
        marker = _marker(generator, folder)
        if marker:
            return generator, marker
    marker = _marker("newsgen", folder)
    return ("newsgen", marker) if marker else None


def open_site(generator: Generator, root: Path, because: str) -> Site:
    """Return the site of *generator* at *root*, with its settings."""
    settings, warnings = read_settings(generator, root)
    names: dict[str, list[Any]] = {
        "newsgen": ["content"],
        "hugo": [settings.get("contentdir"), "content"],
        "zola": ["content"],
        "jekyll": [settings.get("source")],
        "pelican": [settings.get("path"), "content"],
        "hexo": [settings.get("source_dir"), "source"],
        "eleventy": [settings.get("input"), "src"] if because else [],
    }
    folders = map(_inner_folder, names.get(generator, []))
    content = next((name for name in folders if name and is_folder(root / name)), "")
    return Site(generator, root, because, content, settings, tuple(warnings))


def _inner_folder(name: Any) -> str:
    """Return the path of a folder below the root of a site that its settings name; "" if it is not below it."""
    if not isinstance(name, str) or name.startswith("/") or "\0" in name:
        return ""
    parts = [part for part in name.split("/") if part not in {"", "."}]
    return "" if ".." in parts else "/".join(parts)


def _is_below(path: Path, folder: Path) -> bool:
    with suppress(OSError):
        return path.resolve().is_relative_to(folder.resolve())
    return False


def _marker(generator: Generator, folder: Path) -> str | None:
    """Return the name of the file or folder that makes *folder* the root of a site of *generator*, or None."""
    if generator == "newsgen":
        names = ("content/site.yml", "content/addresses.tsv", "content/imports.tsv", "content/articles")
        return next((name for name in names if (folder / name).exists()), None)
    file = has_settings(generator, folder)
    if file is None:
        return None
    is_own = _OWN.get(generator)
    return file.relative_to(folder).as_posix() if is_own is None or is_own(file, _head(file)) else None


def _head(file: Path) -> str:
    with suppress(OSError), file.open("rb") as stream:
        return stream.read(100_000).decode("utf-8", "replace")
    return ""


def _is_hugo(file: Path, text: str) -> bool:
    is_named = file.stem == "hugo" or "_default" in file.parts
    has_key = re.search(r"^\W*(?:baseurl|languagecode|contentdir|permalinks)\b", text, re.IGNORECASE | re.MULTILINE)
    return is_named or bool(has_key) or (is_folder(file.parent / "content") and not _is_zola(file, text))


def _is_zola(file: Path, text: str) -> bool:
    return file.stem == "zola" or bool(re.search(r"^\s*base_url\s*=", text, re.MULTILINE))


def _is_hexo(file: Path, text: str) -> bool:
    has_keys = re.search(r"^(?:new_post_name|source_dir|post_asset_folder|default_layout):", text, re.MULTILINE)
    return bool(has_keys) or is_folder(file.parent / "scaffolds") or is_folder(file.parent / "source" / "_posts")


_OWN: dict[str, Callable[[Path, str], bool]] = {
    "hugo": _is_hugo,
    "zola": _is_zola,
    "jekyll": lambda file, text: not _is_hexo(file, text),
    "hexo": _is_hexo,
    "nikola": lambda _, text: bool(re.search(r"^(?:BLOG_TITLE|POSTS|TRANSLATIONS)\s*=|nikola", text, re.MULTILINE)),
}
"""Whether a file of settings that several generators could have is one of this generator."""


_SHAPES: tuple[tuple[Generator, re.Pattern[str], str], ...] = (
    (
        "zola",
        re.compile(r"\s*\+\+\+\n.*?^\[(?:extra|taxonomies)\]", re.DOTALL | re.MULTILINE),
        "[extra] and [taxonomies]",
    ),
    ("nikola", re.compile(r"\s*(?:<!--\s*)?\.\. title:"), "the lines `.. title:`"),
    ("pelican", re.compile(r"\s*Title:"), "the lines `Title:`"),
)
"""How a file of a generator may begin, and how that is called in messages."""


def _guess(folder: Path) -> Site:
    """Return the site whose content is *folder*, by the names of its folders and the headers of its files."""
    if folder.name in {"_posts", "_drafts"}:
        return _guess(folder.parent)
    files = list(islice(_markdown_files(folder), _SAMPLE))
    posts = [file for file in files if "_posts" in file.parts]
    if posts:
        is_dated = any(_DATED.match(file.name) for file in posts)
        return open_site("jekyll" if is_dated else "hexo", folder, "_posts")
    heads = [_first_bytes(file) for file in files]
    for generator, shape, because in _SHAPES:
        if any(map(shape.match, heads)):
            return open_site(generator, folder, because)
    has_lists = any(file.name.startswith("_index.") for file in files)
    return open_site("hugo", folder, "_index.md") if has_lists else open_site("markdown", folder, "")


def _first_bytes(file: Path) -> str:
    with suppress(OSError), file.open("rb") as stream:
        return stream.read(_SAMPLE_BYTES).decode("utf-8", "replace").lstrip("\ufeff").replace("\r\n", "\n")
    return ""


def _markdown_files(folder: Path) -> Iterator[Path]:
    """Yield the Markdown files below *folder*, in order, without those of links and of sites inside it."""
    with suppress(OSError):
        for entry in sorted(folder.iterdir()):
            if is_folder(entry):
                is_left_out = entry.is_symlink() or entry.name.startswith(".") or entry.name in _SKIPPED
                if not is_left_out and not generator_at(entry):
                    yield from _markdown_files(entry)
            elif entry.suffix.lower() in MARKDOWN_SUFFIXES and entry.is_file():
                yield entry
