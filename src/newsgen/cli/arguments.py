"""Options that several commands share, and the types of their values."""

import argparse
from datetime import date
from pathlib import Path

MOST_JOBS = 256


def add_root(parser: argparse.ArgumentParser) -> None:
    """Add `--root`, the folder of the project."""
    parser.add_argument("--root", type=Path, default=Path(), metavar="DIR", help="the project (this folder)")


def add_report(parser: argparse.ArgumentParser, help_text: str) -> None:
    """Add `--report`, the file that receives the report as JSON."""
    parser.add_argument("--report", type=Path, metavar="FILE", help=help_text)


def jobs(text: str) -> int:
    """Parse a number of processes."""
    if not text.isdecimal() or not 1 <= int(text) <= MOST_JOBS:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 to {MOST_JOBS}")
    return int(text)


def day(text: str) -> date:
    """Parse a day in ISO 8601."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date, write it like 2022-07-18") from None


def utf8(text: str) -> str:
    """Accept a text that can be written as UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise argparse.ArgumentTypeError("it is not UTF-8") from None
    return text
