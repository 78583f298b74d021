"""Choose the headline among the lines above the first paragraph of a capture.

The headline is the line that looks most like one, not the first: newspapers print sections, kickers, cities, their own
name and lists of other headlines above it. The points below are judgements, tuned on `tests/bench/captures.py`.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from newsgen.loaders.capture.header_lines import header_role, is_breadcrumb, is_button, word_count
from newsgen.loaders.capture.lines import MAX_HEADLINE, MAX_TITLE, Line, ends_in_full_stop, letters
from newsgen.loaders.capture.markers import Mark
from newsgen.loaders.capture.names import is_publisher
from newsgen.model.article import Role
from newsgen.text.arabic import title_key
from newsgen.text.dates import read_date

FEWEST_WORDS = 4
"""A line of fewer words above a longer one is a section or a kicker."""
_POINTS_BY_WORDS = {1: -6, 2: -4, 3: -1, 4: 2}
_POINTS_FOR_MORE_WORDS = 3
_POINTS_FOR_REPEAT = 6
_POINTS_FOR_PUNCTUATION = 1
_POINTS_FOR_MANY_WORDS, _USUAL_WORDS = -1, 14
_POINTS_FOR_BUTTON = -4
_POINTS_IN_LIST = -5
_POINTS_BELOW_MARK = -2
_POINTS_FOR_DISGUISE = -3
_TITLE_PUNCTUATION = re.compile(r"[:؟?!«»\"“”]|\.\.|…")
_LIST_ITEM = re.compile(r"^\W*\d{1,2}:\d\d\b|^\s*[•●▪■◄►*·-]\s|(?:\.\.\.|…)\s*(?:المزيد|التفاصيل|اقرأ المزيد)$|\bGMT\b")
_SEPARATOR = re.compile(r"\s*[|–—-]\s+|\s+[|–—-]\s*")
MIN_REPEAT = 12
_MAX_WINDOW_TITLE = 300
_SHORTEST_LIST, _LONGEST_RUN = 3, 4
_MUCH_LONGER, _MOST_STANDFIRSTS = 3, 1


@dataclass(frozen=True, slots=True)
class Choice:
    """The line chosen as a headline, and what speaks against it."""

    line: Line
    doubt: str | None
    """Why another line may be the headline; None if nothing speaks against the chosen one."""


def choose_headline(above: Sequence[Line], stem: str = "") -> Choice | None:
    """Return the line of *above*, the lines above the first paragraph, that looks most like a headline.

    *stem* is the name of the capture's file, which may be the headline. None if no line may be a headline.
    """
    candidates = [line for line in above if _may_be_headline(line)]
    if not candidates:
        return None
    repeated, listed = _repeated(above, candidates, stem), _listed(above, candidates)
    first_mark = next((line.number for line in above if is_mark(line)), above[-1].number)
    points = {
        line.number: _points(line)
        + _POINTS_FOR_REPEAT * (line.number in repeated)
        + _POINTS_IN_LIST * (line.number in listed)
        + _POINTS_BELOW_MARK * (line.number > first_mark)
        for line in candidates
    }
    best = [line for line in candidates if points[line.number] == max(points.values())]
    is_last = word_count(best[0].text) < FEWEST_WORDS or best[0].number in repeated
    chosen = best[-1] if is_last else best[0]  # the last below a menu, and the last of several copies
    return Choice(chosen, None if chosen.number in repeated else _doubt(chosen, above, candidates, points))


def is_mark(line: Line) -> bool:
    """Return whether a header's *line* is a date or a byline, which stand near the headline."""
    return line.role in {Role.DATE, Role.BYLINE} or header_role(line.text) in {Role.DATE, Role.BYLINE}


def _may_be_headline(line: Line) -> bool:
    text = line.text
    if line.marker or not letters(text) or len(text) > MAX_HEADLINE or ends_in_full_stop(text) or is_breadcrumb(text):
        return False
    role = header_role(text)
    return role is None or _is_disguised(text, role)


def _is_disguised(text: str, role: Role) -> bool:
    """Return whether a header's *text* with the shape of a date has enough other words for a headline."""
    rest = read_date(text).rest if role is Role.DATE else ""
    return word_count(rest) >= FEWEST_WORDS and text.startswith(rest.split()[0])


def _points(line: Line) -> int:
    words = word_count(line.text)
    points = _POINTS_BY_WORDS.get(words, _POINTS_FOR_MORE_WORDS)
    points += _POINTS_FOR_PUNCTUATION * (1 < words <= FEWEST_WORDS and bool(_TITLE_PUNCTUATION.search(line.text)))
    points += _POINTS_FOR_MANY_WORDS * (words > _USUAL_WORDS) + _POINTS_FOR_BUTTON * (
        is_button(line.text) or is_publisher(line.text)
    )
    return points + _POINTS_FOR_DISGUISE * (header_role(line.text) is not None)


def _repeated(above: Sequence[Line], candidates: Sequence[Line], stem: str) -> set[int]:
    """Return the numbers of the *candidates* whose text stands a second time *above*, or is the file's name."""
    keys = Counter(title_key(line.text) for line in above)
    parts = {key for line in above for key in _openings(line.text)[1:] if key != title_key(line.text)}
    named = title_key(stem.replace("-", " ").replace("_", " "))
    numbers = set()
    for line in candidates:
        key = title_key(line.text)
        if len(line.text) >= MIN_REPEAT and (keys[key] > 1 or key in parts or key == named):
            numbers.add(line.number)
    return numbers


def find_repeats(title: Line, lines: Iterable[Line]) -> Iterator[Line]:
    """Yield the capture's *lines* that repeat the headline at the start of the window title *title*."""
    openings = frozenset(_openings(title.text))
    for line in lines:
        is_title = MIN_REPEAT <= len(line.text) <= MAX_TITLE and not ends_in_full_stop(line.text)
        if is_title and title_key(line.text) in openings:
            yield line


def _openings(title: str) -> list[str]:
    """Return the keys of the possible headlines in a window title: all of it, and the text at a side of a separator."""
    if len(title) > _MAX_WINDOW_TITLE:
        return []
    parts = _SEPARATOR.split(title)
    openings = [" ".join(parts[:n]) for n in range(len(parts) - 1, 0, -1)]
    endings = [" ".join(parts[1:]), title.partition(": ")[2]]
    return list(map(title_key, [title, *openings, *filter(None, endings)]))


def _listed(above: Sequence[Line], candidates: Sequence[Line]) -> set[int]:
    """Return the numbers of the *candidates* that are items of a list of other headlines."""
    items = {line.number for line in candidates if _LIST_ITEM.search(line.raw)}
    items |= _indented(candidates)
    runs = list(_runs(above, candidates))
    for run, following in zip(runs, [*runs[1:], []], strict=True):
        is_list = len(run) >= _SHORTEST_LIST and any(word_count(line.text) >= FEWEST_WORDS for line in following)
        if is_list or (len(run) > 1 and _is_below_heading(above, run) and following):
            items |= {line.number for line in run}
        elif len(run) > _LONGEST_RUN and any(is_mark(line) for line in above if line.number > run[-1].number):
            items |= {line.number for line in run[:-1]}
    return items


def _indented(candidates: Sequence[Line]) -> set[int]:
    """Return the numbers of indented *candidates*, and of the one above them, whose indent a selection may lack."""
    indented = [position for position, line in enumerate(candidates) if line.raw.startswith(("  ", "\t"))]
    if len(indented) in {0, len(candidates)}:
        return set()
    return {candidates[max(0, n)].number for position in indented for n in (position - 1, position)}


def _is_below_heading(above: Sequence[Line], run: Sequence[Line]) -> bool:
    heading = next((line for line in reversed(above) if line.number < run[0].number), None)
    return heading is not None and heading.mark in {Mark.RELATED, Mark.READ_ALSO}


def _runs(above: Sequence[Line], candidates: Sequence[Line]) -> Iterator[list[Line]]:
    """Yield the runs of *candidates* that stand together, without another line or a wider gap between them."""
    numbers = {line.number for line in candidates}
    usual = min((line.gap for line in candidates[1:]), default=0)
    run: list[Line] = []
    for line in above:
        if run and (line.number not in numbers or line.gap > usual):
            yield run
            run = []
        if line.number in numbers:
            run.append(line)
    if run:
        yield run


def _doubt(chosen: Line, above: Sequence[Line], candidates: Sequence[Line], points: dict[int, int]) -> str | None:
    """Return what speaks against the *chosen* headline: it is very short, or another line looks as good."""
    words = word_count(chosen.text)
    longest = max((word_count(line.text) for line in above if header_role(line.text) is not Role.DATE), default=0)
    if words == 1 or words < FEWEST_WORDS < longest:
        return f"line {chosen.number}: the headline has only {words} words, so it may be a section or a kicker"
    others = [line for line in candidates if line is not chosen and word_count(line.text) >= FEWEST_WORDS]
    rival = max(others, key=lambda line: points[line.number], default=None)
    if rival is None:
        return None
    is_above = rival.number < chosen.number
    is_much_longer = word_count(rival.text) >= words + _MUCH_LONGER and words <= FEWEST_WORDS + 1
    if is_above or is_much_longer or len(others) > _MOST_STANDFIRSTS:
        return f"line {chosen.number}: was taken as the headline, but line {rival.number} may be the headline too"
    return None
