"""Import files into a fresh project and return which laws of every import they break."""

import gzip
import io
import json
import quopri
import re
import shutil
import traceback
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

from newsgen.cli.entry import main
from newsgen.text.arabic import title_key

RESULTS = {"imported", "version", "unchanged", "skipped", "refused"}
_LEAST_LETTERS = 60
"""Letters of a passage that cannot be lost without a word."""


@dataclass(frozen=True)
class Break:
    """A law that an import broke."""

    law: str
    details: str


def breaks(files: Mapping[str, bytes], folder: Path, passages: set[str], *, builds: bool) -> list[Break]:
    """Import *files*, by their paths, into a new project below *folder*; return the laws that this broke.

    Each of *passages* is a text, as `title_key` gives it, that must be found again if it is in the files still.
    """
    shutil.rmtree(folder, ignore_errors=True)
    root, inputs = folder / "project", folder / "in"
    for made in (root, inputs):
        made.mkdir(parents=True)
    for path, data in files.items():
        (inputs / path).parent.mkdir(parents=True, exist_ok=True)
        (inputs / path).write_bytes(data)
    found: list[Break] = []
    try:
        code, report, message = _import(inputs, root)
        found += _breaks_of_report(code, report, files, inputs)
        found += _breaks_of_files(report, root)
        found += [Break("nothing lost", text) for text in _lost(files, passages, root, report)]
        before = _tree(root)
        again = _import(inputs, root)[1]
        changed = sorted(path for path, data in {**before, **_tree(root)}.items() if before.get(path) != data)
        if changed or again.get("imported") or again.get("written"):
            found.append(
                Break("again changes nothing", f"{changed[:3]} {again.get('imported')} {again.get('written')}")
            )
        if builds and report.get("imported"):
            found += _breaks_of_build(root)
        if "Traceback" in message:
            found.append(Break("no traceback", message[-2000:]))
    except Exception as error:  # noqa: BLE001 - every exception is a finding
        found.append(Break("no traceback", _place_of(error)))
    return found


def _import(inputs: Path, root: Path) -> tuple[int, dict[str, Any], str]:
    """Import the folder *inputs*; return the exit code, the report and what was printed."""
    file, out = root.parent / "report.json", io.StringIO()
    file.unlink(missing_ok=True)
    with redirect_stderr(out), redirect_stdout(out):
        code = main(["import", *map(str, sorted(inputs.iterdir())), "--root", str(root), "--report", str(file)])
    report = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    return code, report, out.getvalue()


def _breaks_of_report(code: int, report: dict[str, Any], files: Mapping[str, bytes], inputs: Path) -> Iterator[Break]:
    if not report:
        yield Break("a report is written", f"exit code {code}")
        return
    outcomes = report["inputs"]
    if (code, bool(report["errors"])) not in {(0, False), (1, True)}:
        yield Break("the exit code says if there are errors", f"{code} {report['errors'][:2]}")
    for error in report["errors"]:
        if not (error["found"] and error["remedy"]):
            yield Break("an error has a remedy", str(error))
    for one in outcomes:
        needs_reason = one["became"] in {"skipped", "refused", "version"}
        if one["became"] not in RESULTS or (needs_reason and not one["why"]):
            yield Break("every input has a result and its reason", str(one))
    for path in files:
        if not any(_covers(one, inputs / path) for one in outcomes):
            yield Break("every input is in the report", path)


def _covers(outcome: dict[str, Any], file: Path) -> bool:
    """Return whether an *outcome* is about *file*, a folder that contains it, or files beside it in its site."""
    named = outcome["input"].rstrip("/")
    return any(ascii(str(one)).strip("'") in (ascii(named).strip("'"), named) for one in (file, *file.parents))


def _breaks_of_files(report: dict[str, Any], root: Path) -> Iterator[Break]:
    for one in report.get("inputs", ()):
        for path in (one["article"], one["evidence"]) if one["became"] in {"imported", "version"} else ():
            if not path or not (root / path).is_file():
                yield Break("an imported item has its files", str(one))
    for path in _tree(root):
        if not path.startswith(("content/", "seeds/")) or path.endswith(".new"):
            yield Break("an import writes in content/ and seeds/ only", path)


_HOSTILE = re.compile(r"""<[a-z][^<>]*\s(?:(?:href|src)=["']?\s*javascript:|on\w+=["']?alert)""", re.IGNORECASE)
"""Matches code in an attribute, and not in the text of a page."""


def _breaks_of_build(root: Path) -> Iterator[Break]:
    out = io.StringIO()
    with redirect_stderr(out), redirect_stdout(out):
        code = main(["build", "--root", str(root), "--jobs", "1", "--drafts"])
    if code:
        yield Break("the project builds", out.getvalue()[-800:])
    for page in (root / "site").rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        if "<script>alert(" in html or _HOSTILE.search(html):
            yield Break("nothing hostile is published", str(page.relative_to(root)))


def _tree(root: Path) -> dict[str, bytes]:
    """Return the files of a project, except the cache and the built site."""
    files = (file for file in root.rglob("*") if file.is_file())
    inner = ((file.relative_to(root), file) for file in files)
    return {path.as_posix(): file.read_bytes() for path, file in inner if path.parts[0] not in {".newsgen", "site"}}


def passages_of(files: Mapping[str, bytes], folder: Path) -> set[str]:
    """Return the passages that an import of *files*, unchanged, puts into articles."""
    breaks(files, folder, set(), builds=False)
    keys = map(title_key, _texts(folder / "project").splitlines())
    return {key for key in keys if sum(map(str.isalnum, key)) >= _LEAST_LETTERS}


def _texts(root: Path) -> str:
    """Return the texts of all articles, pages and comments of a project."""
    files = (file for file in sorted((root / "content").rglob("*")) if file.suffix in {".md", ".yml"})
    return "\n".join(file.read_text(encoding="utf-8") for file in files if file.name != "review.md")


def _lost(files: Mapping[str, bytes], passages: set[str], root: Path, report: dict[str, Any]) -> Iterator[str]:
    """Yield the passages that are in *files* still but in no article, if the report does not warn of anything."""
    warned = [text for text in report.get("warnings", ()) if "date" not in text]
    if warned or report.get("errors") or any(one["why"] for one in report.get("inputs", ())):
        return
    readable = " ".join(title_key(text) for data in files.values() for text in readable_texts(data))
    written = title_key(unescape(unescape(_texts(root))))  # Markdown escapes what was escaped
    yield from sorted(one for one in passages if one in readable and one not in written)[:1]


_HIDDEN = re.compile(
    r"<!--.*?(?:-->|$)|<(script|style|template|nav|aside|footer|title|noscript|svg|iframe|textarea|select|head)\b"
    r".*?(?:</\1\s*>|$)|<!\[CDATA\[|\]\]>|<[^<>]*(?:>|$)",
    re.DOTALL | re.IGNORECASE,
)


def readable_texts(data: bytes) -> Iterator[str]:
    """Yield what a person could read in a file, in the ways in which formats hold text."""
    with suppress(zipfile.BadZipFile, OSError, ValueError, EOFError, zlib.error, NotImplementedError, RuntimeError):
        if data.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for info in archive.infolist()[:20]:
                    yield from readable_texts(archive.read(info)[:2_000_000])
            return
    if data.startswith(b"\x1f\x8b"):
        with suppress(OSError, EOFError, zlib.error):
            yield from readable_texts(gzip.decompress(data)[:2_000_000])
        return
    text = data.decode("utf-8", "replace")
    if not re.search(r"<\?xml|<rss|<feed", text):
        text = re.sub(r"<!\[CDATA\[[^>]*>?", " ", text)  # in HTML it is a comment that browsers hide
    yield unescape(_HIDDEN.sub(" ", unescape(text) if "&lt;" in text else text))
    if b"quoted-printable" in data:
        yield from readable_texts(quopri.decodestring(data.replace(b"quoted-printable", b"")))


def _place_of(error: BaseException) -> str:
    """Return an exception and the innermost places in newsgen's code where it was raised, which tell faults apart."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "newsgen" in frame.filename]
    inner = [f"{frame.filename.rpartition('newsgen/')[2]}:{frame.lineno} {frame.name}" for frame in frames[-3:]]
    return f"{type(error).__name__} at {' < '.join(reversed(inner))}: {str(error)[:200]}"
