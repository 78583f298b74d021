"""Run the command `newsgen correct`, which adds a correction to an article."""

import argparse

from newsgen.cli.arguments import utf8
from newsgen.cli.withdraw import add_shared, edit


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `newsgen correct` on *parser*."""
    choice = parser.add_mutually_exclusive_group(required=True)
    choice.add_argument("--note", type=utf8, metavar="TEXT", help="what was wrong; a blank line divides paragraphs")
    choice.add_argument("--undo", type=_number, nargs="?", const=0, metavar="N", help="take correction N back")
    add_shared(parser)


def _number(text: str) -> int:
    """Parse the argument of `--undo`; raise ArgumentTypeError if it is not a number from 1."""
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"must be a number from 1, found {text!r}")
    return int(text)


def run(arguments: argparse.Namespace) -> int:
    """Correct an article, or undo that; print a summary in one line and return the exit code."""
    return edit(arguments, "correct", arguments.note, arguments.undo or None)
