"""Read a comment that Staticman wrote as a file of its own, in YAML or JSON."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from newsgen.errors import SourceError
from newsgen.filesystem import read_utf8
from newsgen.formats.yaml_fields import read_mapping
from newsgen.importers.comments.readers.form_fields import submission_of
from newsgen.importers.comments.readers.json_rows import read_objects
from newsgen.importers.comments.submissions import Finding
from newsgen.importers.items import Note, Skipped


def read_staticman(data: bytes, name: str) -> Iterator[Finding]:
    """Yield the comment in Staticman's file *data*, called *name* in messages.

    The folder that it is in has the name of the article, as in `_data/comments/<slug>/entry-1.yml`. The file says
    nothing of an editor's consent, because Staticman can be told to publish without it.
    """
    try:
        text = read_utf8(data, name).removeprefix("\ufeff")
        if text.lstrip()[:1] in {"{", "["}:
            for found in read_objects(text, name):
                yield found if isinstance(found, SourceError) else _finding(found.value, name, found.line)
            return
        fields = read_mapping(text.removeprefix("---\n"), name, 2 if text.startswith("---\n") else 1)
    except SourceError as error:
        yield error
        return
    yield from (Note(f"{name}: {warning}", is_warning=True) for warning in fields.warnings)
    yield _finding({key: entry.value for key, entry in fields.entries.items()}, name, None)


def _finding(values: Any, name: str, line: int | None) -> Finding:
    place = f"line {line}" if line and line > 1 else ""
    if not isinstance(values, Mapping):
        return Skipped(place, "is not a comment of Staticman")
    path = PurePath(name)
    found = submission_of(values, place, line, id=str(values.get("_id") or path.stem))
    if isinstance(found, Skipped) or not path.parent.name:
        return found
    return replace(found, targets=(*found.targets, path.parent.name))
