"""Read the words of the pages from labels.yml of the theme and of the project."""

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
_SHOWN_PATH = f"templates/{FILE}"


def load_labels(folders: Iterable[Path]) -> tuple[Labels, list[NewsgenError]]:
    """Return the labels of the theme in *folders* (the project's own first), and the errors in them.

    A project's label that the theme does not have, or that has another shape there, is an error.
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
            found = _find_problem(name, entry, labels) if depth else None
            if found:
                errors.append(TemplateError(_SHOWN_PATH, *found, entry.line))
            elif isinstance(entry.value, dict):
                labels[name] = MappingProxyType({**_plural_forms(labels.get(name)), **entry.value})
            else:
                labels[name] = entry.value or ""
    return MappingProxyType(labels), errors


def _read(file: Path) -> Mapping[str, Entry]:
    """Return the entries of a labels file; empty if the file does not exist."""
    try:
        text = read_utf8(read_file(file), _SHOWN_PATH, TemplateError)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise TemplateError(_SHOWN_PATH, f"cannot be read ({error.strerror})", "make it a readable file") from None
    entries = parse_entries(text, _SHOWN_PATH, 1, TemplateError)
    for line, name in entries.repeated:
        raise TemplateError(_SHOWN_PATH, f"the label {name} is repeated", "delete one of the two", line)
    return entries.by_key


def _find_problem(name: str, entry: Entry, known: Labels) -> tuple[str, str] | None:
    """Return finding and remedy for a label that the theme lacks or has in another shape; None if it is valid."""
    if name not in known:
        nearest = get_close_matches(name, known, 1, cutoff=0)[0]
        return f"the label {name!r} is not known", f"did you mean {nearest!r}?"
    if not isinstance(known[name], str):
        forms = sorted(known[name])
        valid = isinstance(entry.value, dict) and all(
            form in forms and isinstance(text, str) for form, text in entry.value.items()
        )
        found = f"the label {name} must be a mapping of plural forms"
        return None if valid else (found, f"write some of {', '.join(forms)} under it")
    if isinstance(entry.value, dict | list):
        return f"the label {name} must be text", f"write one line of text after {name}:"
    return None


def _plural_forms(label: str | Mapping[str, str] | None) -> Mapping[str, str]:
    return label if isinstance(label, Mapping) else {}
