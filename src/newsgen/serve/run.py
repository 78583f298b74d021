"""Run a preview: build, serve, and after each edit show its article at once and build again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Lock, Thread
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from newsgen.build.preview.build import (
    PreviewOptions,
    build_preview,
    preview_config,
    preview_folder,
    preview_labels,
)
from newsgen.build.preview.edited import EditedPages
from newsgen.build.report import Progress, Report
from newsgen.errors import NewsgenError
from newsgen.model.config import Config
from newsgen.serve.builder import Builder
from newsgen.serve.preview import Preview
from newsgen.serve.server import PreviewServer, start_server
from newsgen.serve.watch import edits
from newsgen.workers.local import run_apart

MOST_AT_ONCE = 20
"""Files that change together and are shown before a build; more are no edit by hand."""


class Terminal(NamedTuple):
    """How a preview speaks to its user, and what it takes from the surroundings."""

    say: Callable[[str], None]
    """Prints a message."""
    built: Callable[[Report, float], None]
    """Prints what a build reported, which took some seconds."""
    progress: Progress
    now: Callable[[], datetime]
    """Returns the present moment."""


class Address(NamedTuple):
    """Where the server listens."""

    host: str
    port: int | None
    """None for the first one that is free."""


@dataclass
class Session:
    """One run of a preview of the project at *root*."""

    root: Path
    options: PreviewOptions
    terminal: Terminal
    run: Callable[..., Report] = run_apart
    """Calls the function that builds, in another process so that edits are shown at once during a build too."""
    edit: int = 0
    """The number of the last edit."""
    next_change: datetime | None = None
    """When an article appears or expires."""
    is_over: bool = False
    _is_first: bool = True
    _rendering: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        """Take up what the last session left; raise ConfigError if *root* is no project."""
        config, _, _ = preview_config(self.root)
        self.root = config.root
        self.preview = Preview(preview_folder(self.root), preview_labels(self.root))
        self.pages = EditedPages(self.root, preview_folder(self.root), drafts=self.options.drafts)
        self.pages.refresh()
        self.prefix = prefix_of(config)
        self.builder = Builder(self._build, self._done, self.terminal.say)
        self.server: PreviewServer | None = None

    def watch(self) -> None:
        """Show every edit until the session is over; raise what makes a build fail unexpectedly."""
        for paths in edits(self.root, self.terminal.say):
            if self.is_over:
                return
            if self.builder.fault:
                raise self.builder.fault
            if paths is None or paths or self._is_due():
                self.show(paths or frozenset())

    def show(self, paths: frozenset[str]) -> None:
        """Show the articles to which the files at *paths* belong, and ask for a build."""
        self.edit += 1
        for path in sorted(paths)[:MOST_AT_ONCE]:
            with self._rendering:
                edited = self.pages.render(path, self.terminal.now())
            if edited:
                self.preview.show_edited(edited, self.edit)
        self.builder.ask(self.edit)

    def _is_due(self) -> bool:
        """Return whether an article has appeared or expired since the last build."""
        if self.next_change is None or self.terminal.now() < self.next_change:
            return False
        self.next_change = None
        return True

    def _build(self) -> Report:
        now, progress = self.terminal.now(), self.terminal.progress
        build = partial(build_preview, is_first=self._is_first)
        try:
            return self.run(build, self.root, self.options, now, progress)
        except NewsgenError as error:  # the process of the build has died
            return Report(errors=[error])

    def _done(self, report: Report, edit: int, seconds: float) -> None:
        """Show what a build that has seen all edits up to one made of them."""
        self._is_first = False
        if report.changes.has_site:
            with self._rendering:
                self.pages.refresh()
        self.next_change = report.next_change
        self._follow_settings()
        self.preview.show_built(report, edit, preview_labels(self.root))
        self.terminal.built(report, seconds)

    def _follow_settings(self) -> None:
        """Serve the site at the path that its settings name now."""
        try:
            config, _, _ = preview_config(self.root)
        except NewsgenError:  # the build has reported it
            return
        self.prefix = prefix_of(config)
        if self.server:
            self.server.prefix = self.prefix


def prefix_of(config: Config) -> str:
    """Return the path at which the site is served, which 404.html relies on: that of `base_url`, or / without one."""
    path = unquote(urlsplit(config.base_url or "").path).strip("/")
    return f"/{path}/" if path else "/"


@contextmanager
def serving(session: Session, address: Address) -> Iterator[PreviewServer]:
    """Build and serve the *session*; raise ConfigError if that is impossible at the *address*."""
    server = start_server(session.preview, *address, session.prefix, session.terminal.say)
    session.server = server
    Thread(target=server.serve_forever, args=(0.1,), daemon=True).start()
    session.builder.start()
    try:
        yield server
    finally:
        session.is_over = True
        session.builder.stop()
        server.shutdown()
        server.server_close()
