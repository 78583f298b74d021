"""Index records with Pagefind, which knows nothing of Arabic here: its words are the keys that newsgen made.

Its program is driven directly. The library in Python around it waits a tenth of a second for each record, and for ever
if the program dies. Files are written here, because the program says that it has written them before it has.
"""

import base64
import json
import re
import subprocess
from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, NamedTuple, Self

from newsgen.errors import NewsgenError
from newsgen.model.config import Config

BY_DEFAULT = True
"""Whether a site that does not say so has a search, if Pagefind is installed."""
ONCE = ("pagefind.js", "wasm.unknown.pagefind")
"""The program for browsers, which a page loads from the first shard alone."""
ENTRY = "pagefind-entry.json"
"""The file that names the others of its shard."""
_PUBLISHED = re.compile(rf".+\.pf_(?:fragment|index|meta)|{'|'.join(map(re.escape, (*ONCE, ENTRY)))}")
"""What a page needs of the files that Pagefind makes; the others are its own interface."""
_LANGUAGE = "q"
"""Not the code of any language, so that Pagefind does not cut the ends of keys; a number follows."""
_REMEDY = "install the extra `search` again, or write search: false in content/site.yml"


class Record(NamedTuple):
    """What the engine indexes of one article."""

    url: str
    words: str
    """Its keys, between spaces."""
    day: str
    """By which results are sorted."""
    shown: str
    """What a result shows; it has no words for Pagefind."""


class SearchError(NewsgenError):
    """The index of the search cannot be made."""


def installed() -> str | None:
    """Return the version of the installed search engine; None if the extra `search` is missing."""
    try:
        return version("pagefind_bin")
    except PackageNotFoundError:
        return None


def executable() -> Path:
    """Return the program of the installed search engine."""
    import pagefind_bin  # noqa: PLC0415 - most builds change no index

    return Path(pagefind_bin.get_executable())


def is_wanted(config: Config) -> bool:
    """Return whether the site should have a search, as its settings say, or by default."""
    return BY_DEFAULT if config.search is None else config.search


def has_search(config: Config) -> bool:
    """Return whether the site has a search: if it should have one and the search engine is installed."""
    return is_wanted(config) and installed() is not None


def write_index(records: Iterable[Record], shard: int, folder: Path) -> list[str]:
    """Index *records* and write the files of the search to *folder*; return their paths below it.

    The entry is the last of them, so that it is published after the files that it names. The same records make the
    same files. Raises SearchError if Pagefind fails.
    """
    language = f"{_LANGUAGE}{shard}"
    try:
        with _Pagefind() as pagefind:
            index = pagefind.ask(type="NewIndex", config={"force_language": language})["index_id"]
            for record in records:
                pagefind.ask(
                    type="AddRecord",
                    index_id=index,
                    url=record.url,
                    content=record.words,
                    language=language,
                    meta={"shown": record.shown},
                    filters=None,  # their files are not the same each time, so filters are words
                    sort={"day": record.day},
                )
            files = pagefind.ask(type="GetFiles", index_id=index)["files"]
    except (OSError, ValueError, KeyError, ImportError) as error:
        raise SearchError("the search engine Pagefind", f"failed ({error or type(error).__name__})", _REMEDY) from None
    contents = {file["path"]: file["content"] for file in files if _PUBLISHED.fullmatch(file["path"])}
    for path, content in contents.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(base64.b64decode(content))
    return sorted(contents, key=lambda path: (path == ENTRY, path))


class _Pagefind:
    """The running program, which answers requests in their order."""

    def __enter__(self) -> Self:
        """Start the program of the search engine."""
        command = [str(executable()), "--service"]
        self._process = subprocess.Popen(  # noqa: S603 - it is the program of an installed package
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        return self

    def __exit__(self, *_: object) -> None:
        """Stop the program of the search engine, which has nothing left to write."""
        self._process.kill()
        self._process.communicate()

    def ask(self, **request: object) -> Mapping[str, Any]:
        """Return the search engine's answer to a *request*; raise ValueError or OSError if it fails."""
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise OSError
        message = json.dumps({"message_id": 1, "payload": request}, ensure_ascii=False)  # twice as fast as with escapes
        stdin.write(base64.b64encode(message.encode(errors="replace")) + b",")
        stdin.flush()
        answer = bytearray()
        while not answer.endswith(b","):
            part = stdout.read1()  # type: ignore[attr-defined]
            if not part:
                raise ValueError("it stopped")
            answer += part
        payload: Mapping[str, Any] = json.loads(base64.b64decode(answer[:-1]))["payload"]
        if payload["type"] == "Error":
            raise ValueError(payload["message"])
        return payload
