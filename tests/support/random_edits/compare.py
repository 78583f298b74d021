"""Compare the files and messages of two builds."""

import difflib
import os
import re
from pathlib import Path

from newsgen.build.staging import STAGING

Files = dict[str, bytes | None]
"""The content of each file by its path, and None for each folder."""


class Difference(AssertionError):  # noqa: N818 - it is what the law is about
    """A build did not do the same as a clean build."""


def normal(said: str, root: Path) -> str:
    """Return what a build printed without the folder of the project, times, and the state of cache and output."""
    said = re.sub(r": \d+ written, \d+ unchanged, \d+ removed \([\d.]+ s\)", "", said.replace(str(root), "ROOT"))
    return "".join(line for line in said.splitlines(keepends=True) if not line.startswith(".newsgen/"))


def without_new_addresses(said: str) -> str:
    """Return what a build printed without its note about the address book, which the next build does not repeat."""
    lines = said.splitlines(keepends=True)
    return "".join(line for line in lines if "new or changed lines" not in line)


def same(what: str, expected: object, found: object) -> None:
    """Raise Difference unless *found* equals what a clean build gave."""
    if expected != found:
        lines = difflib.unified_diff(
            str(expected).splitlines(), str(found).splitlines(), "clean", "built", n=0, lineterm=""
        )
        raise Difference("\n".join([f"other {what}:", *list(lines)[:30]]))


def same_files(expected: Files, found: Files) -> None:
    """Raise Difference unless both builds published the same files and folders."""
    names = sorted(name for name in {*expected, *found} if expected.get(name, b"-") != found.get(name, b"-"))
    if names:
        missing = [name for name in names if name not in found]
        left = [name for name in names if name not in expected]
        first = next((name for name in names if name in expected and name in found), None)
        lines = [f"other files: {len(names)}, missing {missing[:9]}, left {left[:9]}", *names[:20]]
        if first:
            one, other = ((files[first] or b"").decode(errors="replace").splitlines() for files in (expected, found))
            unified = difflib.unified_diff(one, other, f"clean {first}", "built", n=0, lineterm="")
            lines += [line[:300] for line in unified][:30]
        raise Difference("\n".join(lines))


def whole_files(before: Files, after: Files, now: Files) -> None:
    """Raise Difference if a published file is neither of *before* nor of *after* a build that was killed."""
    partial = [
        name
        for name, data in now.items()
        if data is not None and not name.startswith(".newsgen-") and data not in (before.get(name), after.get(name))
    ]
    if partial:
        raise Difference(f"after a kill neither the old nor the new file: {partial[:9]}")


def without_staging(files: Files) -> Files:
    """Return *files* without those that a killed build left in its staging folder, which the next one clears."""
    return {name: data for name, data in files.items() if not name.startswith(f"{STAGING}/")}


def changes(before: Files, now: Files) -> list[int]:
    """Return how many files of a site are new or have another content, and how many are gone."""
    files = {name: data for name, data in now.items() if data is not None and not name.startswith(".newsgen-")}
    written = sum(before.get(name) != data for name, data in files.items())
    gone = (name for name, data in before.items() if data is not None and not name.startswith(".newsgen-"))
    return [written, sum(name not in files for name in gone)]


def tree(folder: Path) -> Files:
    """Return the content of each file below *folder* by its path, and None for each folder in it."""
    found: Files = {}
    for around, folders, names in os.walk(folder):
        inner = os.path.relpath(around, folder)
        start = "" if inner == "." else f"{inner}/"
        found |= {f"{start}{name}/": None for name in folders}
        found |= {f"{start}{name}": Path(around, name).read_bytes() for name in names}
    return found


def address_book(root: Path) -> str:
    """Return the address book of the project at *root*; empty if there is none."""
    file = root / "content/addresses.tsv"
    return file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""
