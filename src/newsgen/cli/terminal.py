"""Talk to the person at the terminal, or to the pipe that stands in for one."""

import os
import sys
import time
from collections.abc import Iterable, Iterator
from typing import TextIO, TypeVar

from newsgen.errors import OutputError

Item = TypeVar("Item")

REFRESH = 0.1
"""Seconds between two steps of the progress line."""


def say(text: str, end: str = "\n") -> None:
    """Print *text* on stderr, if anybody is there to read it."""
    if sys.stderr is not None:
        try:
            print(text, end=end, file=sys.stderr, flush=True)  # noqa: T201 - the one place that does
        except OSError:
            _let_go(sys.stderr)


def put(text: str) -> None:
    """Write what was asked for to stdout, as UTF-8 in every locale; raise where it has no room."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.buffer.write(text.encode(errors="surrogateescape"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:  # the reader has seen enough
        _let_go(sys.stdout)
    except OSError as error:
        _let_go(sys.stdout)
        found = f"the output cannot be written ({error.strerror})"
        raise OutputError("", found, "send it somewhere else") from None


def _let_go(stream: TextIO) -> None:
    """Point *stream* at nothing, so that Python does not fail over its rest at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def progress(items: Iterable[Item], name: str, total: int) -> Iterator[Item]:
    """Yield *items*; on a terminal show how many it were, of how many (0: nobody knows); in a pipe nothing."""
    shown, number = 0.0, 0
    terminal = sys.stderr is not None and sys.stderr.isatty()
    for number, item in enumerate(items, start=1):
        yield item
        if terminal and time.monotonic() - shown > REFRESH:
            shown = time.monotonic()
            say(f"\r{name} {number}{f'/{total}' if total else ''}", end="")
    if terminal and number:
        say(f"\r{name} {number}{f'/{total}' if total else ''}", end="\r\x1b[K")
