"""Labels.yml."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType

from newsgen.errors import NewsgenError, TemplateError
from newsgen.filesystem import read_file, read_utf8
from newsgen.formats.yaml_fields import parse_entries
from newsgen.formats.yaml_lines import Entry
from newsgen.pages.site_plan import Labels

FILE = "labels.yml"
_SHOWN = f"templates/{FILE}"


def load_labels(folders: Iterable[Path]) -> tuple[Labels, list[NewsgenError]]:
    """Return the labels of the theme in *folders* (the project's own first), and what is wrong with them.

    A project's label that the theme does not know, or of another shape, is an error.
    """
    labels: dict[str, str | Mapping[str, str]] = {}
    errors: list[NewsgenError] = []
    for depth, folder in enumerate(reversed(list(folders))):
        try:
            entries = _read(folder / FILE)
        except TemplateError as error:
            errors.append(error)
            continue
        for name, entry in entries.items():
            found = _wrong(name, entry, labels) if depth else None
            if found:
                errors.append(TemplateError(_SHOWN, *found, entry.line))
            elif isinstance(entry.value, dict):
                labels[name] = MappingProxyType({**_forms(labels.get(name)), **entry.value})
            else:
                labels[name] = entry.value or ""
    return MappingProxyType(labels), errors


def _read(file: Path) -> Mapping[str, Entry]:
    """Return the entries of a file of labels; of one that is not there, none."""
    try:
        text = read_utf8(read_file(file), _SHOWN, TemplateError)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise TemplateError(_SHOWN, f"cannot be read ({error.strerror})", "make it a readable file") from None
    entries = parse_entries(text, _SHOWN, 1, TemplateError)
    for line, name in entries.repeated:
        raise TemplateError(_SHOWN, f"the label {name} is repeated", "delete one of the two", line)
    return entries.by_key


def _wrong(name: str, entry: Entry, known: Labels) -> tuple[str, str] | None:
    """Return finding and remedy where a project's label is none of the theme's, or of another shape."""
    if name not in known:
        nearest = get_close_matches(name, known, 1, cutoff=0)[0]
        return f"unknown label {name!r}", f"the nearest known label is {nearest!r}"
    if not isinstance(known[name], str):
        forms = sorted(_forms(known[name]))
        good = isinstance(entry.value, dict) and all(
            form in forms and isinstance(text, str) for form, text in entry.value.items()
        )
        return None if good else (f"the label {name} is no set of forms", f"write some of {', '.join(forms)} under it")
    if isinstance(entry.value, dict | list):
        return f"the label {name} is no text", f"write one line of text after {name}:"
    return None


def _forms(label: str | Mapping[str, str] | None) -> Mapping[str, str]:
    return label if isinstance(label, Mapping) else {}
