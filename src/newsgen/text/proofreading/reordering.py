"""Find the parts of an Arabic line that are shown in a wrong order where nothing isolates them.

That is so in the title of a window, in feeds and on shared cards. The order follows from Unicode's bidirectional
algorithm (UAX 9) for a line without embeddings that runs from right to left.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from newsgen.text.bidi import LEFT_TO_RIGHT
from newsgen.text.direction import has_right_to_left

_ISOLATED = ("url", "mail", "handle", "phone", "signs")
_SIGNED = re.compile(r"[+−-]\d")
_ABBREVIATION = re.compile(r"(?<![\w.])(?:[A-Za-z]\.){2,}")
_NUMBERS = frozenset(("EN", "AN"))
_BRACKETS = {"(": ")", "[": "]", "{": "}"}


class Reordered(NamedTuple):
    """A part of a line that readers see in another order."""

    text: str
    shown: str
    """What is seen, from left to right."""


def reordered_parts(line: str) -> Iterator[Reordered]:
    """Yield the parts of a right-to-left *line* that only make sense from left to right, but are not shown so."""
    if not has_right_to_left(line):
        return
    levels: list[int] = []
    for start, end in sorted(_parts(line)):
        levels = levels or levels_of(line)
        if any(level == 1 for level in levels[start:end]):
            yield Reordered(line[start:end], visual(line[start:end], levels[start:end]))


def _parts(line: str) -> Iterator[tuple[int, int]]:
    for match in LEFT_TO_RIGHT.finditer(line):
        text = match[0].rstrip(".,،؛:!؟?")
        is_signed = match["number"] and _SIGNED.match(text)
        if is_signed or any(match[name] for name in _ISOLATED):
            yield match.start(), match.start() + len(text)
    for match in _ABBREVIATION.finditer(line):
        if has_right_to_left(line[match.end() :]):  # at the end of a line its last point may be the sentence's
            yield match.span()


def visual(text: str, levels: list[int]) -> str:
    """Return a part of a right-to-left line as it is seen from left to right, given the *levels* of its characters."""
    runs: list[tuple[int, str]] = []
    for character, level in zip(text, levels, strict=True):
        if runs and level > 1 and runs[-1][0] == level:
            runs[-1] = (level, runs[-1][1] + character)
        else:
            runs.append((level, character))
    return "".join(run for _, run in reversed(runs))


def levels_of(line: str) -> list[int]:
    """Return the embedding level of each character of a *line* from right to left: 1, or 2 if it runs to the right."""
    kinds = _weak([unicodedata.bidirectional(character) or "L" for character in line])
    _resolve_brackets(line, kinds)
    _resolve_neutrals(kinds)
    return [1 if kind == "R" else 2 for kind in kinds]


def _weak(kinds: list[str]) -> list[str]:
    """Apply the rules W1 to W7 to the bidi classes of a line."""
    kinds = _marks_and_numbers(kinds)
    for place in range(1, len(kinds) - 1):
        kind, left, right = kinds[place], kinds[place - 1], kinds[place + 1]
        if left == right and ((kind == "ES" and left == "EN") or (kind == "CS" and left in _NUMBERS)):
            kinds[place] = left
    _resolve_terminators(kinds)
    strong = "R"
    for place, kind in enumerate(kinds):
        if kind in {"L", "R"}:
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[place] = "L"
        elif kind not in _NUMBERS:
            kinds[place] = "N"
    return kinds


def _marks_and_numbers(kinds: list[str]) -> list[str]:
    """Apply the rules W1 to W3: marks are as what they stand on, and numbers after Arabic letters are Arabic."""
    before, strong = "R", "R"
    for place, kind in enumerate(kinds):
        if kind == "NSM":
            kind = before  # noqa: PLW2901 - rule W1
        if kind in {"L", "R", "AL"}:
            strong = kind
        elif kind == "EN" and strong == "AL":
            kind = "AN"  # noqa: PLW2901 - rule W2
        kinds[place] = before = kind
    return ["R" if kind == "AL" else kind for kind in kinds]


def _resolve_terminators(kinds: list[str]) -> None:
    """Apply rule W5: signs such as % and $ beside a European number belong to it."""
    for order in (range(1, len(kinds)), range(len(kinds) - 2, -1, -1)):
        step = -1 if order.step > 0 else 1
        for place in order:
            if kinds[place] == "ET" and kinds[place + step] == "EN":
                kinds[place] = "EN"


def _resolve_brackets(line: str, kinds: list[str]) -> None:
    """Apply rule N0: the brackets of a pair take the direction of what is in them."""
    stack: list[tuple[str, int]] = []
    pairs = []
    for place, character in enumerate(line):
        if kinds[place] != "N":
            continue
        if character in _BRACKETS:
            stack.append((_BRACKETS[character], place))
        elif any(character == closing for closing, _ in stack):
            while stack:
                closing, opened = stack.pop()
                if closing == character:
                    pairs.append((opened, place))
                    break
    for opened, closed in sorted(pairs):
        inside = {_strong(kind) for kind in kinds[opened + 1 : closed]}
        if "R" in inside:
            kinds[opened] = kinds[closed] = "R"
        elif "L" in inside:
            before = next((kind for kind in map(_strong, reversed(kinds[:opened])) if kind), "R")
            kinds[opened] = kinds[closed] = before


def _strong(kind: str) -> str:
    return "R" if kind in _NUMBERS else "" if kind == "N" else kind


def _resolve_neutrals(kinds: list[str]) -> None:
    """Apply the rules N1 and N2: neutral characters between two of one direction take it, others the line's."""
    place = 0
    while place < len(kinds):
        end = place
        while end < len(kinds) and kinds[end] == "N":
            end += 1
        if end > place:
            left = _strong(kinds[place - 1]) if place else "R"
            right = _strong(kinds[end]) if end < len(kinds) else "R"
            kinds[place:end] = [left if left == right else "R"] * (end - place)
        place = end + 1
