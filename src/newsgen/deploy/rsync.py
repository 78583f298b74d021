"""Publish a site with rsync, over ssh or to a daemon; which files it transfers is decided here, not by their times."""

import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from newsgen.deploy.journal import JOURNAL
from newsgen.deploy.programs import Finished, current_environment, run_program
from newsgen.deploy.site import BuiltSite
from newsgen.deploy.target import Place, Sent, Settings, required
from newsgen.deploy.transfer import Found, StoreTarget
from newsgen.errors import OutputError
from newsgen.model.receipt import RECEIPT
from newsgen.text.credentials import hide_credentials

_REMOTE = re.compile(r"rsync://[^/]+/.|(?!-)[^/:\s]+::?.|(?!-)(?:[^/@\s]+@)?\[[0-9A-Fa-f:.%]+\]::?.", re.IGNORECASE)
"""Matches the start of a destination on another machine."""
_ALWAYS = ("rsync", "--secluded-args", "--8-bit-output", "--compress", "--timeout=300", "--from0")
_SEND = ("--links", "--perms", "--chmod=F644", "--no-implied-dirs", "--ignore-times", "--out-format=%i %n")
"""Options that replace each file whole, readable for a web server, and leave the folders at the target as they are."""
_NO_FOLDER = re.compile(r"change_dir.*No such file or directory \(2\)")
_ESCAPED = re.compile(rb"\\#([0-7]{3})")
_WILDCARD = re.compile(r"[*?\[]")
_CHANGED, _NEW = re.compile(rb"[<>]f"), b"+++++++++"


def read_settings(settings: Settings, place: Place) -> StoreTarget:
    """Return the target that *settings* describe: `destination` is written as for rsync itself."""
    destination = required(settings, "destination", "user@example.org:/var/www/archive/")
    if destination and not _REMOTE.match(destination):
        remedy = "write it like user@example.org:/var/www/archive/ or rsync://example.org/module/, or take to: folder"
        settings.fail("destination", f"destination {destination!r} is not on another machine", remedy)
    return StoreTarget(_Remote(destination, place.work))


class _Remote:
    """A folder that rsync can write."""

    def __init__(self, destination: str, work: Path) -> None:
        """Prepare to publish to the folder *destination*; lists of files are written below *work*."""
        self.where = hide_credentials(destination)
        self._destination = f"{destination.rstrip('/')}/"
        self._work = work

    def look(self) -> Found:
        with self._folder() as folder:
            got = folder / "got"
            got.mkdir()
            options = ["--recursive", f"--include=/{RECEIPT}", f"--include=/{JOURNAL}", "--exclude=*"]
            finished = self._run([*options, self._destination, f"{got}/"], check=False)
            if finished.code and not _NO_FOLDER.search(finished.errors):
                raise self._failed(finished)
            files = ((got / name) for name in (RECEIPT, JOURNAL))
            receipt, journal = (file.read_bytes() if file.exists() else None for file in files)
        return Found(receipt, journal)

    def compare(self, site: BuiltSite, paths: Iterable[str]) -> Mapping[str, bool]:
        paths = list(paths)
        with self._folder() as folder:
            options = [*_SEND[:-1], "--dry-run", "--checksum", "--out-format=%i %n", _list_file(folder, paths)]
            options.remove("--ignore-times")
            finished = self._run([*options, f"{site.folder}/", self._destination], check=False)
        if finished.code and _NO_FOLDER.search(finished.errors):
            return {}
        if finished.code:
            raise self._failed(finished)
        same = dict.fromkeys(paths, True)
        for line in finished.output.splitlines():
            change, _, name = line.partition(b" ")
            path = _plain(name)
            if _NEW in change:
                same.pop(path, None)
            elif _CHANGED.match(change):
                same[path] = False
        return same

    def write(self, path: str, data: bytes) -> None:
        with self._folder() as folder:
            source = folder / "one"
            source.mkdir()
            (source / path).write_bytes(data)
            self._run([*_SEND, "--mkpath", _list_file(folder, [path]), f"{source}/", self._destination])

    def send(self, site: BuiltSite, paths: Iterable[str], sent: Sent) -> None:
        def report(line: bytes) -> None:
            if _CHANGED.match(line):
                sent(_plain(line.partition(b" ")[2].rstrip(b"\n")))

        with self._folder() as folder:
            options = [*_SEND, _list_file(folder, paths), f"{site.folder}/", self._destination]
            self._check(run_program([*_ALWAYS, *options], current_environment(), on_line=report))

    def remove(self, site: BuiltSite, paths: Iterable[str], sent: Sent) -> None:
        """Remove the files at *paths*: rsync may remove only what a rule names, and folders only if they are empty."""
        paths = list(paths)
        folders = sorted({str(one) for path in paths for one in PurePosixPath(path).parents[:-1]})
        kept = {str(one) for path in site.files for one in PurePosixPath(path).parents[:-1]} if folders else set()
        rules = [f"+ /{_pattern(one)}/" for one in folders] + [f"+ /{_pattern(path)}" for path in paths] + ["- *"]
        with self._folder() as folder:
            source = folder / "empty"
            source.mkdir()
            for one in folders:
                if one in kept:
                    (source / one).mkdir(parents=True, exist_ok=True)
            (folder / "rules").write_bytes("\0".join(rules).encode())
            options = ["--recursive", "--delete", f"--filter=merge {folder / 'rules'}", "--out-format=%i %n"]
            finished = self._run([*options, f"{source}/", self._destination])
        for line in finished.output.splitlines():
            if line.startswith(b"*deleting") and not line.endswith(b"/"):
                sent(_plain(line.removeprefix(b"*deleting").lstrip(b" ")))

    @contextmanager
    def _folder(self) -> Iterator[Path]:
        """Yield an empty folder for the files that rsync reads or gets; it is deleted at the end."""
        try:
            self._work.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=self._work) as name:
                yield Path(name)
        except OSError as error:
            raise OutputError.from_os_error("written", error, self._work) from None

    def _run(self, options: Sequence[str], *, check: bool = True) -> Finished:
        finished = run_program([*_ALWAYS, *options], current_environment())
        return self._check(finished) if check else finished

    def _check(self, finished: Finished) -> Finished:
        if finished.code:
            raise self._failed(finished)
        return finished

    def _failed(self, finished: Finished) -> OutputError:
        found = f"rsync failed with code {finished.code} ({finished.summary})"
        return OutputError(self.where, found, "correct what it reports, then run the same deploy again")


def _list_file(folder: Path, paths: Iterable[str]) -> str:
    """Write *paths* to a file in *folder*; return the option that has rsync transfer these files only."""
    file = folder / "files"
    file.write_bytes("\0".join(paths).encode())
    return f"--files-from={file}"


def _plain(name: bytes) -> str:
    """Return the path that rsync prints as *name*."""
    return _ESCAPED.sub(lambda one: bytes([int(one[1], 8)]), name).decode(errors="surrogateescape")


def _pattern(path: str) -> str:
    """Return the pattern of rsync that matches *path* alone."""
    if not _WILDCARD.search(path):
        return path  # a backslash stands for itself in a pattern without wildcards
    return _WILDCARD.sub(r"\\\g<0>", path.replace("\\", "\\\\"))
