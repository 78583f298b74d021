"""Hold what a preview shows at the moment: the built site, articles edited since, and the errors of the build."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from threading import Condition
from typing import NamedTuple

from newsgen.build.preview.edited import EditedArticle
from newsgen.build.report import Report
from newsgen.errors import NewsgenError
from newsgen.model.media_types import content_type
from newsgen.model.urls import NOT_FOUND
from newsgen.serve.files import OpenFile, is_folder_of_page, open_file, read_page
from newsgen.serve.inserts import page_of, version_of, with_inserts, with_reload


class Answer(NamedTuple):
    """What the preview answers to a request."""

    status: int
    type: str
    body: bytes | OpenFile
    version: str = ""
    """Of a page; differs if the page looks different."""
    location: str | None = None
    """The last part of the address to go to instead."""


class _EditedPage(NamedTuple):
    """A page of an article that was edited, as it is shown until a build has seen the edit."""

    html: bytes
    edit: int
    """The number of the edit."""
    salt: str
    """Differs from that of the built page if that must be loaded even with the same bytes."""


@dataclass(frozen=True, slots=True)
class _State:
    """What is shown at one moment."""

    edited: Mapping[str, _EditedPage] = field(default_factory=dict)
    """By path."""
    errors: tuple[NewsgenError, ...] = ()
    drafts: frozenset[str] = frozenset()
    """The addresses of drafts."""
    labels: Mapping[str, str] = field(default_factory=dict)
    found: Mapping[str, tuple[int, tuple[NewsgenError, ...]]] = field(default_factory=dict)
    """By source: the number of its last edit that no build has seen, and the errors found in it."""


class Preview:
    """The preview in *folder*; threads ask it for answers while others change what it shows."""

    def __init__(self, folder: Path, labels: Mapping[str, str]) -> None:
        """Show the site in *folder*, which a build may have left there, with marks in these *labels*."""
        self.folder = folder
        self._state = _State(labels=labels)
        self._changed = Condition()

    def answer(self, segments: list[str]) -> Answer:
        """Return the answer to a request for the path of *segments*."""
        state = self._state
        path = "/".join(segments) + ("index.html" if segments[-1] == "" else "")
        if content_type(path).startswith("text/html"):
            html = self._html(state, path)
            return self._missing(state) if html is None else self._page(state, path, html, 200)
        opened = open_file(self.folder, segments)
        if opened:
            return Answer(200, self._type_of(path), opened)
        if is_folder_of_page(self.folder, segments):
            return Answer(301, "text/plain; charset=utf-8", b"", location=f"./{segments[-1]}/")
        return self._missing(state)

    def wait_for_another(self, segments: list[str], version: str, seconds: float) -> bool:
        """Wait until the page at the path of *segments* has another *version*; return False after some *seconds*."""
        with self._changed:
            return self._changed.wait_for(lambda: self._version(segments) != version, seconds)

    def _version(self, segments: list[str]) -> str:
        answer = self.answer(segments)
        if isinstance(answer.body, OpenFile):
            os.close(answer.body.handle)
        return answer.version

    def show_edited(self, article: EditedArticle, edit: int) -> None:
        """Show an *article* after the edit with this number, or the errors in it."""
        with self._changed:
            self._state = _after_edit(self._state, article, edit)
            self._changed.notify_all()

    def show_built(self, report: Report, edits: int, labels: Mapping[str, str]) -> None:
        """Show the site as built after the first *edits*; if that failed, show the errors beside what there was."""
        with self._changed:
            self._state = replace(_after_build(self._state, report, edits), labels=labels)
            self._changed.notify_all()

    def _html(self, state: _State, path: str) -> bytes | None:
        edited = state.edited.get(path)
        return edited.html if edited else read_page(self.folder, path)

    def _missing(self, state: _State) -> Answer:
        """Return the site's own page for missing addresses; or else, as there is no site yet, a page that says so."""
        html = self._html(state, NOT_FOUND)
        if html is not None:
            return self._page(state, NOT_FOUND, html, 404)
        labels = state.labels
        title = labels["preview_failed"] if state.errors else labels["preview_waits"]
        return self._page(state, NOT_FOUND, page_of(title), 500 if state.errors else 503)

    def _page(self, state: _State, path: str, html: bytes, status: int) -> Answer:
        edited = state.edited.get(path)
        is_draft = _is_within(path.removesuffix("index.html"), state.drafts)
        html = with_inserts(html, state.labels, state.errors, sorted(state.drafts), is_draft=is_draft)
        version = version_of(html, edited.salt if edited else "")
        return Answer(status, content_type(path), with_reload(html, version), version)

    def _type_of(self, path: str) -> str:
        """Return the content type of a file; the bytes of a capture may have any encoding."""
        found = content_type(path)
        return "text/plain" if path.endswith("source.txt") and not self._is_utf8(path) else found

    def _is_utf8(self, path: str) -> bool:
        try:
            (read_page(self.folder, path) or b"").decode()
        except UnicodeDecodeError:
            return False
        return True


def _after_edit(state: _State, article: EditedArticle, edit: int) -> _State:
    errors = (*(one for one in state.errors if one.path != article.source), *article.errors)
    state = replace(state, errors=errors, found={**state.found, article.source: (edit, article.errors)})
    if article.errors:
        return state
    salt = "" if article.is_complete else str(edit)
    pages = {path: _EditedPage(html, edit, salt) for path, html in article.pages.items()}
    drafts = state.drafts | {article.url} if article.is_draft else state.drafts - {article.url}
    return replace(state, edited={**state.edited, **pages}, drafts=drafts)


def _after_build(state: _State, report: Report, edits: int) -> _State:
    found = {source: one for source, one in state.found.items() if one[0] > edits}
    errors = chain((e for e in report.errors if e.path not in found), *(one for _, one in found.values()))
    state = replace(state, errors=tuple(errors), found=found)
    if not report.changes.has_site:
        return state
    later = {path: page for path, page in state.edited.items() if page.edit > edits}
    return replace(state, edited=later, drafts=frozenset(report.shown_drafts))


def _is_within(url: str, drafts: frozenset[str]) -> bool:
    """Return whether *url* is the address of one of *drafts*, or of a page below it."""
    if not drafts:
        return False
    parts = url.split("/")
    return url in drafts or any("/".join(parts[:depth]) + "/" in drafts for depth in range(1, len(parts)))
