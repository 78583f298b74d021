"""Bring foreign material into the project: what people saved, exported or crawled."""

from collections.abc import Mapping
from importlib import import_module
from typing import cast

from newsgen.importers.incoming import Importer
from newsgen.importers.inputs import Kind

_IMPORTERS: Mapping[Kind, tuple[str, str]] = {
    "text": ("texts", "import_text"),
    "html": ("webpages", "import_webpage"),
    "wxr": ("wordpress.export", "import_wxr"),
    "warc": ("warc.archive", "import_warc"),
}
"""Module and function: a new format is a module and a line here."""


def importer_of(kind: Kind) -> Importer:
    """Return what goes through files of a *kind*; only that is loaded, for each needs other libraries."""
    module, function = _IMPORTERS[kind]
    return cast("Importer", getattr(import_module(f"newsgen.importers.{module}"), function))
