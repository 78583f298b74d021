"""Say in a line of requirements.txt where a host installs newsgen from: the place that it was installed from here."""

import json
import re
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, distribution
from typing import Any, NamedTuple

from newsgen.errors import ConfigError

PACKAGE = "newsgen[fonts,images,search]"
"""With the extras that change what a build writes, so that a host builds the same site."""
UNKNOWN = "git+https://host.invalid/WHERE-NEWSGEN-IS/newsgen@TAG"
"""Stands for a place that is not known; no host has this name, so an installation stops and shows it."""
EXAMPLE = "git+https://github.com/you/newsgen@v0.1.0"
_INDEX = re.compile(r"(?:newsgen)?==([0-9][0-9A-Za-z.+!]*)")
_GIT = re.compile(r"git\+(?:https://|ssh://(?:git@)?)[\w.:-]+/[^\s#@]+@[^\s#@]+")
_ARCHIVE = re.compile(r"https://[\w.:-]+/[^\s#@]+\.(?:whl|zip|tar\.gz)(?:#sha256=[0-9a-f]{64})?")
_USER = re.compile(r"[a-z+]*://([^/@]*)@")


class Source(NamedTuple):
    """Where newsgen is installed from."""

    requirement: str
    """The line of requirements.txt."""
    problem: str | None = None
    """Why the place is not known, a phrase that follows "newsgen"; None if it is."""


def source_of(given: str | None) -> Source:
    """Return the source that a project installs newsgen from: as *given*, or else as here.

    Raises ConfigError if the given one is not a source, or would publish a password.
    """
    if given is None:
        return _installed()
    version = _INDEX.fullmatch(given)
    if version:
        return Source(f"{PACKAGE}=={version[1]}")
    if _has_secret(given):
        found = "--from has a password or a token, which requirements.txt would publish"
        raise ConfigError("", found, f"write it without one, like {EXAMPLE}")
    if _GIT.fullmatch(given) or _ARCHIVE.fullmatch(given):
        return Source(f"{PACKAGE} @ {given}")
    if given.startswith("git+"):
        remedy = f"add @ and a tag or a commit, like {EXAMPLE}"
        raise ConfigError("", f"--from {given!r} does not name a version at a https or ssh URL", remedy)
    remedy = f"write {EXAMPLE}, the https URL of a wheel, or a version like ==0.1.0"
    raise ConfigError("", f"--from {given!r} is not a place to install newsgen from", remedy)


def _installed() -> Source:
    """Return the source of this installation of newsgen, as pip recorded it."""
    try:
        here = distribution("newsgen")
    except PackageNotFoundError:
        return Source(f"{PACKAGE} @ {UNKNOWN}", "runs here without having been installed")
    recorded = here.read_text("direct_url.json")
    if recorded is None:
        return Source(f"{PACKAGE}=={here.version}")
    try:
        url = _published_url(json.loads(recorded))
    except (ValueError, TypeError, KeyError, AttributeError):
        url = None
    if url is None:
        return Source(f"{PACKAGE} @ {UNKNOWN}", "was installed here from a place that a host cannot reach")
    return Source(f"{PACKAGE} @ {url}")


def _published_url(recorded: Mapping[str, Any]) -> str | None:
    """Return the URL to install newsgen from that pip recorded, with its exact version; None if only here has it."""
    url = recorded["url"]
    if _has_secret(url):
        return None
    if "vcs_info" in recorded:
        url = f"{recorded['vcs_info']['vcs']}+{url}@{recorded['vcs_info']['commit_id']}"
        return url if _GIT.fullmatch(url) else None
    digest = recorded.get("archive_info", {}).get("hashes", {}).get("sha256")
    url = f"{url}#sha256={digest}" if digest else url
    return url if _ARCHIVE.fullmatch(url) else None


def _has_secret(url: str) -> bool:
    """Return whether the *url* to install newsgen from has a password, or a name other than ssh's usual one."""
    user = _USER.match(url)
    return user is not None and user[1] != "git"
