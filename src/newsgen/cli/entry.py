"""Parse the arguments, run the command, turn errors into exit codes."""

import argparse
import os
import sys
from collections.abc import Sequence
from types import ModuleType
from typing import NoReturn

from newsgen import __version__
from newsgen.cli import build, imports, inspect, new
from newsgen.cli.terminal import print_errors, print_message
from newsgen.errors import ConfigError, NewsgenError, Problems

COMMANDS: dict[str, tuple[ModuleType, str]] = {
    "build": (build, "build the site"),
    "inspect": (inspect, "print the record of one source as JSON"),
    "import": (imports, "bring in saved pages, exports and web archives"),
    "new": (new, "start a Markdown article"),
}
"""The module of each command, which has `add_arguments` and `run`, and its line of help."""


def run() -> NoReturn:
    """Run the command that the shell gave, and exit with its code."""
    sys.exit(main(sys.argv[1:]))


def main(arguments: Sequence[str]) -> int:
    """Run a command; return 0, 1 where content has problems, 2 where usage or configuration is wrong."""
    try:
        options = _parser().parse_args(arguments)
        _check_surroundings()
        return int(options.run(options))
    except Problems as problems:
        return print_errors(problems.errors)
    except NewsgenError as error:
        return print_errors([error])
    except SystemExit as stop:  # argparse has printed its usage
        return int(stop.code or 0)
    except KeyboardInterrupt:
        print_message("stopped; if files were being moved into place already, the next build finishes that")
        return 130


def _check_surroundings() -> None:
    """Raise where the shell runs newsgen in a way that no file can be named."""
    encoding = sys.getfilesystemencoding()
    if encoding != "utf-8":
        raise ConfigError("", f"file names are {encoding} in this locale", "set LC_ALL=C.UTF-8 or PYTHONUTF8=1")
    try:
        os.getcwd()  # noqa: PTH109 - it is only asked whether there is one
    except OSError:
        raise ConfigError("", "the current folder no longer exists", "change to one that does") from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="newsgen", allow_abbrev=False, description="Make a static site of archived Arabic articles."
    )
    parser.add_argument("--version", action="version", version=f"newsgen {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, (command, help_text) in COMMANDS.items():
        subparser = commands.add_parser(name, allow_abbrev=False, help=help_text)
        command.add_arguments(subparser)
        subparser.set_defaults(run=command.run)
    return parser
