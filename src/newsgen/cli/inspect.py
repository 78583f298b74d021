"""Run the command `newsgen inspect`, which prints the record of one source as JSON."""

import argparse
from pathlib import Path

from newsgen.cli.terminal import as_json_text, print_errors, print_output


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `newsgen inspect` on *parser*."""
    parser.add_argument("file", type=Path, metavar="FILE")


def run(arguments: argparse.Namespace) -> int:
    """Print the record of one source as JSON, or its errors, and return the exit code."""
    from newsgen.loaders.load import load  # noqa: PLC0415
    from newsgen.loaders.sources import find_source  # noqa: PLC0415
    from newsgen.model.article import Article, as_json, as_record  # noqa: PLC0415

    loaded = load(find_source(arguments.file))
    if loaded.record is None:
        return print_errors(loaded.errors)
    shown = as_record(loaded.record) if isinstance(loaded.record, Article) else as_json(loaded.record)
    print_output(as_json_text(shown))
    return 0
