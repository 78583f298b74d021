"""Declare the options that several commands share, and parse the values of options."""

import argparse
from datetime import date
from pathlib import Path

MOST_JOBS = 256
"""The largest accepted number of worker processes."""


def add_root(parser: argparse.ArgumentParser) -> None:
    """Add `--root`, the folder of the project."""
    parser.add_argument("--root", type=Path, default=Path(), metavar="DIR", help="the project (default: this folder)")


def add_report(parser: argparse.ArgumentParser, help_text: str) -> None:
    """Add `--report`, the file that receives the report as JSON."""
    parser.add_argument("--report", type=Path, metavar="FILE", help=help_text)


def add_cluster(parser: argparse.ArgumentParser) -> None:
    """Add `--cluster`, the address of a scheduler whose workers do the work."""
    parser.add_argument(
        "--cluster", metavar="ADDRESS", help="let a Dask cluster work, at an address like tcp://host:8786, or local"
    )


def jobs(text: str) -> int:
    """Parse the argument of `--jobs`, a number of processes; raise ArgumentTypeError unless from 1 to MOST_JOBS."""
    if not text.isdecimal() or not 1 <= int(text) <= MOST_JOBS:
        raise argparse.ArgumentTypeError(f"must be a number from 1 to {MOST_JOBS}, found {text!r}")
    return int(text)


def day(text: str) -> date:
    """Parse an argument that is a date in ISO 8601; raise ArgumentTypeError if it is not one."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"must be a date like 2022-07-18, found {text!r}") from None


def utf8(text: str) -> str:
    """Return the argument *text*; raise ArgumentTypeError if it cannot be encoded as UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise argparse.ArgumentTypeError(f"must be UTF-8, found {text!r}") from None
    return text
