"""List the kinds of targets, and choose the target of a deploy."""

from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from typing import Protocol, TypeAlias

from newsgen.deploy import bucket, folder, git_branch, rsync
from newsgen.deploy.target import Place, Settings, Target
from newsgen.errors import ConfigError, NewsgenError, Problems

TARGETS: Mapping[str, Callable[[Settings, Place], Target]] = {
    "git": git_branch.read_settings,
    "s3": bucket.read_settings,
    "rsync": rsync.read_settings,
    "folder": folder.read_settings,
}
"""Returns a target from its settings, by its kind, which is written after `to`."""


class CheckedSettings(Settings, Protocol):
    """Settings that can tell which of them were not read."""

    errors: list[NewsgenError]

    def choice(self, key: str, choices: Sequence[str]) -> str | None:
        """Return the setting *key* as one of *choices*; None if it is missing or wrong."""

    def refuse_unknown(self) -> None:
        """Record an error for each setting that was not read."""


Named: TypeAlias = Mapping[str, CheckedSettings]
"""The settings of each target, by the name that the site gives to it."""


def open_targets(named: Named, place: Place) -> Mapping[str, Target]:
    """Return all targets of a site by their names; raise Problems with every mistake in their settings."""
    targets = {}
    errors: list[NewsgenError] = []
    for name, settings in named.items():
        errors = settings.errors  # all targets share it
        kind = settings.choice("to", list(TARGETS))
        if kind:
            work = place._replace(work=place.work / name.replace("/", "_").replace(".", "_"))
            targets[name] = TARGETS[kind](settings, work)
            settings.refuse_unknown()
    if errors:
        raise Problems(errors)
    return targets


def choose(names: Sequence[str], wanted: str | None, file: str) -> str:
    """Return which of a site's targets is meant; raise ConfigError if it is not clear. *file* lists the targets."""
    if not names:
        remedy = "write, for example, deploy: {pages: {to: git}}"
        raise ConfigError(file, "names no target to deploy to", remedy)
    if wanted is None:
        if len(names) > 1:
            raise ConfigError(file, f"has several targets: {', '.join(names)}", "name one: newsgen deploy TARGET")
        return names[0]
    if wanted not in names:
        nearest = get_close_matches(wanted, names, 1)
        hint = f" (did you mean {nearest[0]}?)" if nearest else ""
        raise ConfigError(file, f"has no target {wanted!r}", f"name one of {', '.join(names)}{hint}")
    return wanted
