"""Run the command `newsgen init`, which starts a project."""

import argparse
from datetime import date
from pathlib import Path
from shlex import quote

from newsgen.cli.arguments import utf8
from newsgen.cli.terminal import print_message, print_output
from newsgen.editing.project.hosts import HOSTS
from newsgen.errors import ConfigError, printable


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `newsgen init` on *parser*."""
    parser.add_argument("folder", type=Path, metavar="DIR", help="a new or an empty folder")
    parser.add_argument("--title", type=utf8, metavar="TITLE", help="the name of the site")
    parser.add_argument("--host", choices=HOSTS, default="github", help="where it is published (default: github)")
    help_text = "where the host installs newsgen from, like git+https://github.com/you/newsgen@v0.1.0"
    parser.add_argument("--from", type=utf8, dest="source", metavar="URL", help=f"{help_text} (default: as here)")


def run(arguments: argparse.Namespace) -> int:
    """Write the files of a project; print their paths on stdout, and on stderr what to do next."""
    from newsgen.editing.project.create import create_project, project_files  # noqa: PLC0415 - for this command alone
    from newsgen.editing.project.installation import EXAMPLE, source_of  # noqa: PLC0415
    from newsgen.model.config import Config  # noqa: PLC0415
    from newsgen.text.arabic import one_line  # noqa: PLC0415

    folder, host = arguments.folder, HOSTS[arguments.host]
    title = Config(folder, folder).title if arguments.title is None else one_line(arguments.title)
    if not title:
        raise ConfigError("", f"the title {arguments.title!r} has no letter", "give the name of the site in quotes")
    source = source_of(arguments.source)
    today = date.today()  # noqa: DTZ011 - the local date of the user
    files = project_files(folder, title, source.requirement, host, today)
    create_project(folder, files)
    print_output("".join(f"{folder / path}\n" for path in files))
    steps = [
        f"Build the site with `newsgen build --root {quote(str(folder))}`, and look at {folder / 'site'}.",
        "Write the description of the site in content/site.yml, and its other settings.",
        *host.steps,
    ]
    if source.problem:
        print_message(
            f"warning: newsgen {source.problem}; write in {printable(str(folder / 'requirements.txt'))}"
            f" where it can be installed from, like {EXAMPLE}"
        )
    print_message("\n".join(f"{number}. {printable(step)}" for number, step in enumerate(steps, start=1)))
    return 0
