"""Read from site.yml where a site is published; what a kind of target can be told is known to its module."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from newsgen.errors import ConfigError
from newsgen.filesystem import read_file, read_utf8
from newsgen.formats.yaml_fields import Fields, read_mapping
from newsgen.model.config import SITE_FILE
from newsgen.text.credentials import has_credential, is_credential_name

_REMEDY = (
    "delete it here and revoke it if others have seen the file; "
    "credentials are read from the environment or from the files of git, ssh, rsync and AWS"
)


def load_targets(root: Path) -> Mapping[str, Fields]:
    """Return the settings of each target in the project's valid site.yml; all share one list of errors."""
    try:
        text = read_utf8(read_file(root / SITE_FILE), SITE_FILE, ConfigError)
    except OSError:
        return {}
    return read_targets(read_mapping(text, SITE_FILE, kind=ConfigError))


def read_targets(fields: Fields) -> Mapping[str, Fields]:
    """Return the settings of each target under `deploy` in *fields*; record an error for each credential."""
    inner = fields.section("deploy")
    targets = {}
    for name, entry in inner.entries.items():
        one = inner.section(name)
        if entry.value is None or (isinstance(entry.value, dict) and one.text("to") is None):
            inner.fail(name, f"the target {name} does not say what it is", "write, for example, to: git below it")
        _refuse_credentials(one)
        targets[name] = one
    return targets


def _refuse_credentials(fields: Fields) -> None:
    for key, entry in fields.entries.items():
        if is_credential_name(key):
            fields.fail(key, f"{key} would be a credential, which does not belong into this file", _REMEDY)
        elif any(map(has_credential, _texts(entry.value))):
            fields.fail(key, f"{key} contains a credential", _REMEDY)


def _texts(value: Any) -> list[str]:
    """Return the texts in a *value* of YAML."""
    if isinstance(value, dict):
        return [text for pair in value.items() for one in pair for text in _texts(one)]
    return [text for one in value for text in _texts(one)] if isinstance(value, list) else [str(value)]
