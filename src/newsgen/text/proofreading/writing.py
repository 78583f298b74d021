"""Find wrong punctuation, presentation forms, stray bidi marks and damaged letters in Arabic text."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Literal, NamedTuple

from newsgen.text.arabic import BIDI_CONTROLS
from newsgen.text.mojibake import mend

FaultKind = Literal["comma", "question mark", "presentation forms", "bidi marks", "mojibake", "lost letters"]


class Fault(NamedTuple):
    """One mistake in a text."""

    kind: FaultKind
    start: int
    end: int
    replacement: str | None
    """What belongs there; None if only a person can tell."""
    found: str
    """The mistake in words, to follow the name of a file."""


_LETTER = "\u0621-\u063a\u0641-\u064a\u064b-\u0652\u0670-\u06d3\u06d5\u06fa-\u06ff"
"""Arabic letters and their marks, without tatweel, for use inside a character class."""
_COMMA = re.compile(rf"[{_LETTER}][»”)]?[ \u00a0]?(,)(?=[ \u00a0]{{0,2}}[«“(]?[{_LETTER}])")
_QUESTION = re.compile(rf"[{_LETTER}][»”)]?(\?+)(?=[\s»”)\]!؟…،.:]|$)")
_LOST_SIGN = re.compile(rf"[{_LETTER}][ \u00a0]?(\?+)(?=[ \u00a0]?[{_LETTER}])(?<![{_LETTER}]\?(?= ))")
_FORMS = re.compile("[\ufb50-\ufd3d\ufd50-\ufdf1\ufe70-\ufefc]+")
"""Letters in a certain shape; signs such as ﷺ and ﷼ and brackets from the Koran are not among them."""
_LONE_MARKS = frozenset(map(chr, range(0xFE70, 0xFE80)))
_LOST = re.compile("\ufffd+")
_MARKS = re.compile(f"[{BIDI_CONTROLS}]+")
_OPENING, _CLOSING = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068", "\u202c\u2069"
_OVERRIDES = "\u202d\u202e"


def faults_of(text: str) -> Iterator[Fault]:
    """Yield the mistakes in *text*, in the order of their kinds."""
    for kind, has, find in _FINDERS:
        if has(text):
            yield from (fault._replace(kind=kind) for fault in find(text))


def _commas(text: str) -> Iterator[Fault]:
    for match in _COMMA.finditer(text):
        yield Fault("comma", *match.span(1), "،", "has a Latin comma between Arabic words, which Arabic writes ،")


def _questions(text: str) -> Iterator[Fault]:
    for match in _QUESTION.finditer(text):
        mark = "؟" * len(match[1])
        found = "has a Latin question mark behind an Arabic word, which Arabic writes ؟"
        yield Fault("question mark", *match.span(1), mark, found)
    for match in _LOST_SIGN.finditer(text):
        found = f"has a question mark {_around(text, match)}, where another sign may be lost"
        yield Fault("question mark", *match.span(1), None, found)


def _forms(text: str) -> Iterator[Fault]:
    for match in _FORMS.finditer(text):
        letters = None if _is_reversed(match[0]) else letters_of(match[0])
        found = "has letters in presentation forms, which no search finds"
        found += "" if letters else f", and whose order is not certain {_around(text, match)}"
        yield Fault("presentation forms", *match.span(), letters, found)


def letters_of(forms: str) -> str:
    """Return the Arabic letters of *forms*; a form of a mark alone becomes the mark."""
    return "".join(unicodedata.normalize("NFKC", one).lstrip(" \u0640") or one for one in forms)


def _is_reversed(forms: str) -> bool:
    """Return whether presentation forms run from left to right, as programs extract them from pages in print.

    In the order of reading, an initial or medial form is followed by a medial or final one, and these by no others.
    """
    shapes = [unicodedata.decomposition(one).partition(">")[0].lstrip("<") for one in forms if one not in _LONE_MARKS]
    return any((left in {"final", "isolated"}) == (right in {"medial", "final"}) for left, right in pairwise(shapes))


def _marks(text: str) -> Iterator[Fault]:
    for match in _MARKS.finditer(text):
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        is_break = before.isalnum() and after.isalnum()
        names = " ".join(dict.fromkeys(f"U+{ord(one):04X}" for one in match[0]))
        found = f"has the invisible bidi mark {names}, which no page shows"
        yield Fault("bidi marks", *match.span(), None if is_break else "", found)


def _mojibake(text: str) -> Iterator[Fault]:
    """Yield the lines that were decoded wrongly, without a mistake in them that is found otherwise."""
    start = 0
    for line in text.split("\n"):
        mended = mend(line)
        if mended:
            found = f"has text in {mended[1].description}, such as «{line.strip()[:30]}»"
            yield Fault("mojibake", start, start + len(line), None, found)
        start += len(line) + 1


def _lost(text: str) -> Iterator[Fault]:
    for match in _LOST.finditer(text):
        yield Fault("lost letters", *match.span(), None, f"has lost letters (U+FFFD) {_around(text, match)}")


def unbalanced_marks(text: str) -> str | None:
    """Return what is wrong with the pairs of bidi controls in a line of *text*; None if nothing is."""
    if any(mark in text for mark in _OVERRIDES):
        return "has a bidi override, which shows letters in another order than they are written in"
    depth = 0
    for character in text:
        depth += (character in _OPENING) - (character in _CLOSING)
        if depth < 0:
            break
    if depth:
        return f"has a bidi control that is not {'closed' if depth > 0 else 'opened'} on its line"
    return None


def _around(text: str, match: re.Match[str]) -> str:
    """Return where a mistake is, in words: the words around it."""
    start, end = match.span(match.lastindex or 0)
    before = text[max(0, start - 12) : start].rpartition("\n")[2]
    after = text[end : end + 12].partition("\n")[0]
    shown = _MARKS.sub("", f"{before}{text[start:end]}{after}").replace("\ufffc", " ").strip()
    return f"in «{shown}»"


_SIGNS_OF_MOJIBAKE = re.compile("[\u0637\u0638][^\u0600-\u06ff\\s]|[ØÙÇÊáíæäêè]")
_Finder = Callable[[str], Iterator[Fault]]
_FINDERS: tuple[tuple[FaultKind, Callable[[str], object], _Finder], ...] = (
    ("comma", lambda text: "," in text, _commas),
    ("question mark", lambda text: "?" in text, _questions),
    ("presentation forms", _FORMS.search, _forms),
    ("bidi marks", _MARKS.search, _marks),
    ("mojibake", _SIGNS_OF_MOJIBAKE.search, _mojibake),
    ("lost letters", lambda text: "\ufffd" in text, _lost),
)
"""What finds each kind of mistake, after a quick test that most texts do not pass."""
