"""Write the files of a new project, and overwrite none."""

import json
import os
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path

from newsgen.editing.project.hosts import PROJECT, PYTHON, Host
from newsgen.errors import ConfigError, OutputError, Problems
from newsgen.filesystem import is_folder

_SKELETON = Path(__file__).parent / "skeleton"
_VALUE = re.compile("@@([a-z_]+)@@")
_NOT_IN_NAMES = re.compile("[^a-z0-9]+")
_MOST_SIGNS = 58
"""The length of a project's name on Cloudflare Pages."""


def project_files(folder: Path, title: str, requirement: str, host: Host, today: date) -> dict[str, str]:
    """Return the files of a project to be created in *folder* for a *host*, by path.

    *requirement* is the line of requirements.txt by which the host installs newsgen.
    """
    name = _NOT_IN_NAMES.sub("-", folder.absolute().name.lower()).strip("-")[:_MOST_SIGNS].strip("-")
    values = {
        "title": title,
        "quoted_title": json.dumps(title, ensure_ascii=False),
        "requirement": requirement,
        "python": PYTHON,
        "today": today.isoformat(),
        "name": name or "newsgen-site",
        "publishing": "\n".join(f"{number}. {step}" for number, step in enumerate(host.steps, start=1)),
    }
    return {path: _filled(name, values) for path, name in (PROJECT | {**host.files}).items()}


def _filled(name: str, values: Mapping[str, str]) -> str:
    """Return the text of the skeleton's file *name* with the *values* of the project."""
    text = (_SKELETON / name).read_text(encoding="utf-8")
    return _VALUE.sub(lambda match: values[match[1]], text)


def create_project(folder: Path, files: Mapping[str, str]) -> None:
    """Write *files*, by path below *folder*; the folder may have others.

    Raises Problems, and writes nothing, if one exists. A failure removes what was written before it.
    """
    _check(folder, files)
    written: list[Path] = []
    made: list[Path] = []
    try:
        for path, text in files.items():
            file = folder / path
            made += [around for around in reversed(file.parents) if not around.exists()]
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("x", encoding="utf-8", newline="\n") as handle:
                written.append(file)
                handle.write(text)
    except OSError as error:
        _remove(written, made)
        raise OutputError.from_os_error("written", error, folder) from None


def _check(folder: Path, paths: Iterable[str]) -> None:
    """Raise Problems if a file of the project exists in *folder*, or a file where it needs a folder."""
    if os.path.lexists(folder) and not is_folder(folder):
        raise ConfigError(str(folder), "is not a folder", "name a new or an empty folder")
    remedy = "move it away, or name a new or an empty folder"
    taken: dict[Path, str] = {}
    for path in paths:
        file = folder / path
        around = [folder / parent for parent in Path(path).parents if parent != Path()]
        taken |= {one: "is not a folder" for one in around if os.path.lexists(one) and not is_folder(one)}
        taken |= {file: "already exists"} if os.path.lexists(file) else {}
    if taken:
        raise Problems([ConfigError(str(file), found, remedy) for file, found in taken.items()])


def _remove(files: Iterable[Path], folders: Iterable[Path]) -> None:
    """Remove what was created for the project before a failure."""
    with suppress(OSError):
        for file in files:
            file.unlink()
        for folder in sorted(set(folders), reverse=True):
            folder.rmdir()
