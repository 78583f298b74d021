"""Run `python -m newsgen` as the `newsgen` command."""

from newsgen.cli import run

run()
