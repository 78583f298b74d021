"""Parse the arguments, run the command, turn errors into exit codes."""

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from types import ModuleType
from typing import NoReturn

from newsgen import __version__
from newsgen.cli import build, check, comments, correct, deploy, imports, init, inspect, new, serve, withdraw
from newsgen.cli.terminal import print_errors, print_message
from newsgen.errors import ConfigError, NewsgenError, Problems

COMMANDS: dict[str, tuple[ModuleType, str]] = {
    "build": (build, "build the site"),
    "check": (check, "judge the finished site: links, redirects, caches, limits of hosts, its receipt"),
    "inspect": (inspect, "print the record of one source as JSON"),
    "import": (imports, "import saved pages, WordPress exports and web archives"),
    "comments": (comments, "import, list, approve and reject comments"),
    "deploy": (deploy, "publish the finished site"),
    "withdraw": (withdraw, "leave a notice in place of an article"),
    "correct": (correct, "add a correction to an article"),
    "init": (init, "start a project, with settings of the host that publishes it"),
    "serve": (serve, "preview the site while it is edited"),
    "new": (new, "create a draft of a Markdown article"),
}
"""The module of each command, with its functions `add_arguments` and `run`, and the help text of the command."""

INTERRUPTED = 130
"""The exit code after Ctrl-C."""


def run() -> NoReturn:
    """Run the command given on the command line, the entry point, and exit with its code."""
    code = INTERRUPTED
    with suppress(KeyboardInterrupt):
        code = main(sys.argv[1:])
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the work is done
    for stream in filter(None, (sys.stdout, sys.stderr)):  # None if the shell closed it
        with suppress(OSError, ValueError):  # the reader of a pipe may be gone
            stream.flush()
    os._exit(code)  # without freeing a hundred thousand records one by one, which takes a while


def main(arguments: Sequence[str]) -> int:
    """Run a command; return 0, 1 if content has errors, 2 if usage or configuration is wrong, 130 after Ctrl-C."""
    try:
        options = _parser().parse_args(arguments)
        _check_environment()
        return int(options.run(options))
    except Problems as problems:
        return print_errors(problems.errors)
    except NewsgenError as error:
        return print_errors([error])
    except SystemExit as stop:  # argparse has printed its usage
        return int(stop.code or 0)
    except (KeyboardInterrupt, RuntimeError) as stop:
        # Before version 3.12 Python wraps an interrupt in a RuntimeError if it arrives while a class is defined.
        interrupt = stop.__cause__ if isinstance(stop, RuntimeError) else stop
        if not isinstance(interrupt, KeyboardInterrupt):
            raise
        print_message(f"stopped; {str(interrupt) or 'if publishing had begun, the next build completes it'}")
        return INTERRUPTED


def _check_environment() -> None:
    """Raise ConfigError if file names are not UTF-8 in this locale, or if the current folder was deleted."""
    encoding = sys.getfilesystemencoding()
    if encoding != "utf-8":
        raise ConfigError("", f"file names must be UTF-8, found {encoding}", "set LC_ALL=C.UTF-8 or PYTHONUTF8=1")
    try:
        os.getcwd()  # noqa: PTH109 - only checks that it exists
    except OSError:
        raise ConfigError("", "the current folder no longer exists", "change to an existing folder") from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="newsgen", allow_abbrev=False, description="Build a static site from archived Arabic articles."
    )
    parser.add_argument("--version", action="version", version=f"newsgen {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, (command, help_text) in COMMANDS.items():
        subparser = commands.add_parser(name, allow_abbrev=False, help=help_text)
        command.add_arguments(subparser)
        subparser.set_defaults(run=command.run)
    return parser
