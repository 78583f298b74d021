"""Decide which requests are answered: their path must stay in the site, and their host must be this machine."""

from ipaddress import ip_address
from socket import gethostname
from urllib.parse import unquote_to_bytes

from newsgen.filesystem import nfc
from newsgen.text.web_addresses import is_loopback

LOOPBACK = "127.0.0.1"


def segments_of(target: str) -> list[str] | None:
    """Return the decoded segments of the path in a request's *target*; the last is "" for the address of a folder.

    None if the path is not in normal form, is not UTF-8, or names something hidden: no page of a site does.
    """
    path = target.partition("#")[0].partition("?")[0]
    if not path.startswith("/"):
        return None
    try:
        segments = [unquote_to_bytes(part.encode("latin-1")).decode() for part in path[1:].split("/")]
    except UnicodeError:
        return None
    *folders, name = segments
    are_valid = all(folders) and not any(one.startswith(".") or not {"/", "\0"}.isdisjoint(one) for one in segments)
    return [*map(nfc, folders), nfc(name)] if are_valid else None


def is_expected_host(header: str, host: str) -> bool:
    """Return whether the *header* Host of a request names the server that was started on *host*.

    A page of a stranger can have its own name resolve to this machine (DNS rebinding), and would then read the preview.
    No one can do that with a number, or with the names that always mean this machine.
    """
    name = _name_in(header)
    if name == "localhost" or name.endswith(".localhost"):
        return True
    if is_loopback(host):
        return is_loopback(name)
    return _is_number(name) or name in {host.lower(), gethostname().lower(), f"{gethostname().lower()}.local"}


def _name_in(header: str) -> str:
    """Return the name or number in a *header* Host, without its port, in lower case."""
    header = header.strip().lower()
    if header.startswith("["):
        return header[1:].partition("]")[0]
    return header.partition(":")[0]


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
