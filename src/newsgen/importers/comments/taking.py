"""Decide for each submitted comment whether it is new, name its file, and keep threads free of cycles."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from newsgen.errors import SourceError, printable
from newsgen.importers.comments.articles import ArticleNames
from newsgen.importers.comments.cleaning import Cleaned, cleaned, digest_of, words_of
from newsgen.importers.comments.hold_list import HoldList
from newsgen.importers.comments.senders import Senders
from newsgen.importers.comments.stored import ArticleComments, StoredComment, StoredComments, path_of, write_stored
from newsgen.importers.comments.submissions import Submission
from newsgen.importers.intake.project_files import ProjectFiles
from newsgen.importers.items import Outcome
from newsgen.model.article import Comment
from newsgen.text.dates import as_datetime

_SAME_COMMENT = timedelta(days=1)
"""Two comments with the same words of one name are one within this time, because exports differ in their zones."""


@dataclass(slots=True)
class _Taken:
    """A submission with the comment that it becomes or already is."""

    submission: Submission
    article: str
    cleaned: Cleaned
    existing: StoredComment | None = None
    warnings: list[str] = field(default_factory=list)

    @property
    def comment(self) -> Comment:
        return self.cleaned.comment


@dataclass(slots=True)
class CommentIntake:
    """Takes the comments of one export after the other into the project."""

    names: ArticleNames
    stored: StoredComments
    files: ProjectFiles
    senders: Senders
    hold_list: HoldList
    default_article: str | None = None
    """The id of the article of the comments that do not name one the project has."""
    states: Counter[str] = field(default_factory=Counter)
    """The number of comments written, by their states."""
    _names: dict[tuple[str, str], str] = field(default_factory=dict)
    """The file names of comments by the id of their article and the names that their exports ask for."""

    def take(self, submissions: Iterable[Submission], name: str) -> Iterator[Outcome | SourceError]:
        """Write the new ones of the *submissions* in the export called *name*; yield what became of each.

        All are named first, because a reply may precede the comment that it answers.
        """
        taken: list[_Taken] = []
        refused: dict[str, list[Submission]] = {}
        for submission in submissions:
            article = self.names.find(submission.targets, submission.headline) or self.default_article
            if article is None or "/" in article or article.startswith("."):
                refused.setdefault(_finding(submission, article), []).append(submission)
                continue
            clean = cleaned(submission)
            if clean.comment.text:
                taken.append(self._named(submission, clean, article))
            else:
                yield Outcome(name, submission.place, "skipped", "has no text that can be seen")
        for finding, ones in refused.items():
            yield from _refusals(finding, ones, name)
        for one in taken:
            self._link(one)
        self._cut_cycles(taken)
        for one in taken:
            yield self._outcome(one, name)

    def _named(self, submission: Submission, clean: Cleaned, article: str) -> _Taken:
        """Return a submission with its stored comment, a new one unless the project has it."""
        taken = _Taken(submission, article, clean, warnings=list(clean.warnings))
        wanted = clean.comment.id or ""
        known = self.stored.on(article)
        broken = self.stored.unreadable.get(article, {}).get(wanted.lower())
        taken.existing = StoredComment(article, broken, clean.comment) if broken else _find(known, clean.comment)
        if taken.existing is None:
            free = f"{wanted}-{digest_of(clean.comment)}" if wanted.lower() in known.by_name else wanted
            taken.cleaned = replace(clean, comment=self._held(replace(clean.comment, id=free), taken.warnings))
            known.add(self._stored(taken))
        own = taken.existing.comment if taken.existing else taken.comment
        self._names[article, wanted] = own.id or ""
        return taken

    def _held(self, comment: Comment, warnings: list[str]) -> Comment:
        """Return a new *comment* as pending if its export says that it is approved, but the hold list has a word."""
        word = self.hold_list.word_in(comment) if comment.state == "approved" else None
        if not word:
            return comment
        warnings.append(f"was approved where it comes from, but waits, because it has the listed word {word!r}")
        return replace(comment, state="pending")

    def _stored(self, taken: _Taken) -> StoredComment:
        comment = taken.comment
        sender = self.senders.hash_of(taken.submission.email)
        path = path_of(taken.article, comment.id or "", comment.state)
        return StoredComment(taken.article, path, comment, sender, taken.cleaned.reason or None)

    def _link(self, taken: _Taken) -> None:
        """Let a new reply name the comment that it answers by its file name, where that is not the one asked for."""
        parent = taken.comment.parent
        actual = self._names.get((taken.article, parent or ""), parent)
        if actual != parent:
            self._update(taken, replace(taken.comment, parent=actual))

    def _update(self, taken: _Taken, comment: Comment) -> None:
        if not taken.existing:
            taken.cleaned = replace(taken.cleaned, comment=comment)
            self.stored.on(taken.article).add(self._stored(taken))

    def _cut_cycles(self, taken: list[_Taken]) -> None:
        """Let the first new comment of each cycle of replies answer the article instead, with a warning."""
        new: dict[str, dict[str, _Taken]] = {}
        for one in taken:
            if not one.existing:
                new.setdefault(one.article, {})[one.comment.id or ""] = one
        for article, own in new.items():
            known = self.stored.on(article).by_name.values()
            parents = {one.comment.id or "": one.comment.parent for one in known}
            for key in cut_cycles(parents, list(own)):
                own[key].warnings.append("answers itself through others; it is taken as an answer to the article")
                self._update(own[key], replace(own[key].comment, parent=None))

    def _outcome(self, taken: _Taken, name: str) -> Outcome:
        place = taken.submission.place
        if taken.existing:
            kept = taken.existing
            why = "was rejected, and stays so" if kept.is_rejected else "is in the project already"
            return Outcome(name, place, "unchanged", why, kept.path)
        stored = self._stored(taken)
        write_stored(self.files, stored)
        self.states[stored.comment.state] += 1
        return Outcome(name, place, "imported", taken.cleaned.reason, stored.path, None, tuple(taken.warnings))


def cut_cycles(parents: dict[str, str | None], new: list[str]) -> list[str]:
    """Return the *new* comments that must answer nothing so that no comment answers itself, and cut them in *parents*.

    *parents* are the ids of the comments that the ones on an article answer, by the ids of these.
    """
    cut: list[str] = []
    order = {key: number for number, key in enumerate(new)}
    safe: set[str] = set()
    for start in new:
        path: dict[str, None] = {}
        at: str | None = start
        while at is not None and at not in safe and at not in path:
            path[at] = None
            at = parents.get(at)
        if at is not None and at in path:
            steps = list(path)
            cycle = [key for key in steps[steps.index(at) :] if key in order]
            if cycle:
                first = min(cycle, key=order.__getitem__)
                parents[first] = None
                cut.append(first)
        safe.update(path)
    return cut


def _find(known: ArticleComments, comment: Comment) -> StoredComment | None:
    """Return the stored one among those *known* that a submitted *comment* is; None if it is new.

    It has the same name, though an editor may have changed its words since, or the same words at about the same time.
    """
    named = known.by_name.get((comment.id or "").lower())
    if named:
        moment, other = named.comment.published, comment.published
        if words_of(named.comment) == words_of(comment) or not (moment and other) or _moment(moment) == _moment(other):
            return named
    alike = known.by_words.get(words_of(comment), {}).values()
    return next((one for one in alike if _is_near(one.comment.published, comment.published)), None)


def _moment(value: date) -> datetime:
    return as_datetime(value, UTC)


def _is_near(first: date | None, second: date | None) -> bool:
    if first is None or second is None:
        return True
    return abs(as_datetime(first, UTC) - as_datetime(second, UTC)) <= _SAME_COMMENT


_NO_ARTICLE = "which is not an article of this project"
_NO_NAME = "without the name of an article"
_NO_FOLDER = "whose id cannot be the name of a folder"
_REMEDIES = {
    _NO_ARTICLE: "import the article, or put that address under its `aliases:`, or name it with --article ID",
    _NO_NAME: "name the article with --article ID",
    _NO_FOLDER: "give the article an `id:` without a slash",
}


def _finding(submission: Submission, article: str | None) -> str:
    """Return why a comment cannot be put with its *article*, None if it is not known, as a phrase after "comments"."""
    if article is not None:
        return f"on the article {article!r}, {_NO_FOLDER}"
    named = next(iter(submission.targets), "") or submission.headline
    return f"on {printable(named[:200])!r}, {_NO_ARTICLE}" if named.strip() else _NO_NAME


def _refusals(finding: str, submissions: list[Submission], name: str) -> Iterator[Outcome | SourceError]:
    """Yield one error for the *submissions* that cannot be put with their article, and the outcome of each."""
    remedy = next(remedy for end, remedy in _REMEDIES.items() if finding.endswith(end))
    first, number = submissions[0], len(submissions)
    where = f" (the first: {first.place})" if first.line is None and first.place else ""
    found = f"has {number} comment{'s' if number > 1 else ''}{where} {finding}"
    yield SourceError(name, found, remedy, first.line)
    yield from (Outcome(name, one.place, "refused", f"{finding}; {remedy}") for one in submissions)
