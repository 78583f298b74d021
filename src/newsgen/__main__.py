"""Run `python -m newsgen` as the `newsgen` command."""

from newsgen.cli.entry import run

run()
