"""Recognise passwords, tokens and secret keys, and hide them in text that is printed."""

import re
from collections.abc import Iterable, Mapping

HIDDEN = "***"
_NAME = re.compile(
    r"pass|pwd|token|secret|credential|(?:^|_)auth(?:$|_|oriz)|(?:access|api|private|account)_?key|^key$|key_?id",
    re.IGNORECASE,
)
_PLAIN_USER = re.compile(r"(?!https?:)[a-z][a-z0-9+.-]*://[^/\s:@]*@", re.IGNORECASE)
"""Matches the start of a URL such as ssh://git@host, which names a user without a password."""
_USER_IN_URL = re.compile(r"(?<![a-z0-9+.-])([a-z][a-z0-9+.-]*://)[^/\s@]*@", re.IGNORECASE)
_KNOWN = re.compile(r"A[KS]IA[0-9A-Z]{16}|gh[opsur]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{20,}")
"""Matches keys of Amazon, and tokens of GitHub and GitLab."""
_AUTHORIZATION = re.compile(r"((?:proxy-)?authorization:\s*(?:\w+\s+)?)\S+", re.IGNORECASE)
_LEAST_SECRET = 6
"""Characters of a value of the environment that is hidden; shorter ones are parts of ordinary words."""


def is_credential_name(key: str) -> bool:
    """Return whether a setting with this *key* would be a credential."""
    return bool(_NAME.search(key.replace("-", "_")))


def has_credential(value: str) -> bool:
    """Return whether *value* contains a token of a known kind, or is a URL with a password in it."""
    return bool(_KNOWN.search(value)) or any(not _PLAIN_USER.match(one[0]) for one in _USER_IN_URL.finditer(value))


def secrets_of(environment: Mapping[str, str]) -> list[str]:
    """Return the values of the *environment* that are credentials by their name, the longest first."""
    found = {value for name, value in environment.items() if is_credential_name(name) and len(value) >= _LEAST_SECRET}
    return sorted(found, key=lambda value: (-len(value), value))


def hide_credentials(text: str, secrets: Iterable[str] = ()) -> str:
    """Return *text* without the *secrets*, users and passwords in URLs, tokens and HTTP authorizations."""
    for secret in secrets:
        text = text.replace(secret, HIDDEN)
    text = _USER_IN_URL.sub(lambda one: one[0] if _PLAIN_USER.match(one[0]) else f"{one[1]}{HIDDEN}@", text)
    return _AUTHORIZATION.sub(rf"\g<1>{HIDDEN}", _KNOWN.sub(HIDDEN, text))
