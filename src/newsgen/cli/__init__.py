"""Provide the command line `newsgen`, with one module per command."""

from newsgen.cli.entry import main, run

__all__ = ["main", "run"]
