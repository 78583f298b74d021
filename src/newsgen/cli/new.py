"""Run the command `newsgen new`, which creates the file of a new article."""

import argparse
import os
from datetime import date
from pathlib import Path

from newsgen.cli.arguments import add_root, utf8
from newsgen.cli.terminal import print_message, print_output
from newsgen.errors import ConfigError, SourceError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `newsgen new` on *parser*."""
    parser.add_argument("headline", type=utf8, metavar="HEADLINE")
    add_root(parser)


def run(arguments: argparse.Namespace) -> int:
    """Create a Markdown draft, dated today and named after the slug of its headline; print its path on stdout."""
    from json import dumps  # noqa: PLC0415 - other commands do not need it

    from newsgen.filesystem import on_disk  # noqa: PLC0415
    from newsgen.loaders.sources import check_root  # noqa: PLC0415
    from newsgen.text.arabic import one_line, slug  # noqa: PLC0415

    check_root(arguments.root)
    headline = one_line(arguments.headline)
    name = slug(headline)
    if not name:
        found = f"the headline {arguments.headline!r} has no letter or digit"
        raise ConfigError("", found, "give the headline of the article in quotes")
    file = Path(on_disk(str(arguments.root / "content" / "articles" / f"{name}.md")))
    today = date.today().isoformat()  # noqa: DTZ011 - the local date of the user
    text = f"---\ntitle: {dumps(headline, ensure_ascii=False)}\ndate: {today}\ndraft: true\n---\n\n"
    _write_new(file, text)
    print_output(f"{file}\n")
    print_message("it is a draft; delete `draft: true` to publish it, or build with --drafts to see it")
    return 0


def _write_new(file: Path, text: str) -> None:
    """Write *text* to the new draft's *file*; raise SourceError if it exists or cannot be written."""
    if os.path.lexists(file):
        raise SourceError(str(file), "already exists", "edit it, or choose another headline")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8") as handle:
            handle.write(text)
    except OSError as error:
        found = f"cannot be written ({error.strerror})"
        raise SourceError(str(error.filename or file), found, "make the folder writable") from None
