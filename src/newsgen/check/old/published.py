"""Find what a finished site serves at an address: a page, a redirect to one, or nothing."""

import os
import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urljoin, urlsplit

from newsgen.filesystem import nfc
from newsgen.model.urls import (
    HOME,
    NOT_FOUND,
    REDIRECTS,
    HomePageError,
    QueryError,
    alias_url,
    output_path,
)

Fate = Literal["page", "redirect", "gone"]
_HEAD_BYTES = 4096
_MAX_HOPS = 10
_REFRESH = re.compile(r'<meta http-equiv="refresh" content="\s*\d+\s*;\s*url=([^"]*)"', re.IGNORECASE)
_CANONICAL = re.compile(r'<link rel="canonical" href="([^"]*)"')
_HOST = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//([^/?#]*)([^?#]*)", re.IGNORECASE)
_TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|igshid|mc_[ce]id|ref|amp|replytocom|share|nb|print|noamp)(?:=|$)")
_PERMANENT = frozenset(("301", "302", "307", "308"))


@dataclass(frozen=True, slots=True)
class Answer:
    """What a site answers at an old address."""

    fate: Fate
    target: str = ""
    """The address, below the site, of the page that a reader gets; "" also if there is none."""
    why: str = ""
    """For an address that is gone: what is wrong, worded to follow the address."""
    path: str | None = None
    """The address below the site that the old one names; None if no static host can serve it."""


class PublishedSite:
    """The pages and redirects of a finished site."""

    def __init__(self, site: Path) -> None:
        """Read the redirects of the *site*, and where it is served."""
        self.site = site
        parts = urlsplit(self._canonical_of_home())
        self.host, self.served_at = parts.netloc.lower(), nfc(unquote(parts.path)) or "/"
        self._rules = dict(self._read_rules())

    def answer(self, url: str) -> Answer:
        """Return what a reader gets at *url*, a full URL of the former site or a path."""
        try:
            paths = self._paths_of(url)
        except HomePageError:
            return Answer("page", HOME, path=HOME)
        except QueryError:
            return self._without_query(url)
        except ValueError as error:
            return Answer("gone", why=str(error))
        answers = list(map(self._serve, paths))
        return next((one for one in answers if one.fate != "gone"), answers[0])

    def _paths_of(self, url: str) -> list[str]:
        """Return the addresses below the site that *url* may name; raise ValueError as `alias_url` does.

        A path without a host may begin with the folder in which the site is served, or be below it.
        """
        found = _HOST.match(url.strip())
        if found and found[1].lower() != self.host:
            return [alias_url(url)]
        own = self._below_folder(found[2] + url.strip()[found.end() :] if found else url.strip())
        if own is None:
            return [alias_url(url)]
        return [alias_url(own)] if found else [alias_url(own), alias_url(url)]

    def _below_folder(self, path: str) -> str | None:
        """Return *path* below the folder in which the site is served; None if it is not below such a folder."""
        address, sign, query = path.partition("?")
        decoded = nfc(unquote(address))
        if self.served_at == "/" or not f"{decoded}/".startswith(self.served_at):
            return None
        return "/" + decoded.removeprefix(self.served_at.rstrip("/")).lstrip("/") + sign + query

    def _without_query(self, url: str) -> Answer:
        """Return what a host serves at an address with a query, which it ignores."""
        address, _, query = url.partition("#")[0].partition("?")
        answer = self.answer(address)
        asked = [part for part in query.split("&") if part and not _TRACKING.match(part)]
        if answer.path == HOME and asked:
            return Answer("gone", why="has a query, which a static host ignores, so that it shows the home page")
        return answer

    def _serve(self, path: str) -> Answer:
        target, seen = path, [path]
        while len(seen) <= _MAX_HOPS:
            following = self._redirect_at(target)
            if following is None:
                return self._page(path, target)
            if following in seen:
                return Answer("gone", why=f"leads in a circle through /{following}", path=path)
            if "://" in following:
                return Answer("redirect", following, path=path)
            target = following
            seen.append(target)
        return Answer("gone", why=f"leads through more than {_MAX_HOPS} redirects", path=path)

    def _page(self, path: str, target: str) -> Answer:
        if target == NOT_FOUND or not self._exists(target):
            why = "is not in the site" if target == path else f"leads to /{target}, which is not in the site"
            return Answer("gone", why=why, path=path)
        return Answer("page" if path == target else "redirect", target, path=path)

    def _exists(self, address: str) -> bool:
        try:
            return (self.site / output_path(address)).is_file() or (self.site / address.rstrip("/")).is_file()
        except (OSError, ValueError):
            return False

    def _redirect_at(self, address: str) -> str | None:
        """Return where the page at an address, or a line of `_redirects`, leads; None if it is no redirect."""
        head = self.head_of(address)
        if not head:
            return self._rules.get(address)
        found = _REFRESH.search(head)
        return self._address_of(urljoin(f"/{address}", unescape(found[1]))) if found else None

    def _address_of(self, url: str) -> str:
        """Return the address below the site of *url*, a path below it or a full URL; the URL of another site stays."""
        try:
            if not _HOST.match(url):
                return alias_url(url)
            return self._paths_of(url)[0] if urlsplit(url).netloc.lower() == self.host else url
        except HomePageError:
            return HOME
        except ValueError:
            return url.lstrip("/")

    def head_of(self, address: str) -> str:
        """Return the beginning of the page at an *address* below the site; "" if there is none."""
        location = os.path.join(self.site, output_path(address))  # noqa: PTH118 - called for every address
        try:
            with open(location, "rb", buffering=0) as file:  # noqa: PTH123 - the same
                return file.read(_HEAD_BYTES).decode("utf-8", "replace")
        except (OSError, ValueError):
            return ""

    def _canonical_of_home(self) -> str:
        found = _CANONICAL.search(self.head_of(HOME))
        return unescape(found[1]) if found else ""

    def _read_rules(self) -> list[tuple[str, str]]:
        """Return the rules of `_redirects`: from an address below the site to another."""
        try:
            lines = (self.site / REDIRECTS).read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return []
        rules = []
        for line in lines:
            parts = line.split()
            if len(parts) in {2, 3} and not line.startswith("#") and (parts[2:] or ["301"])[0] in _PERMANENT:
                rules.append((self._rule_part(parts[0]), self._rule_part(parts[1])))
        return rules

    def _rule_part(self, url: str) -> str:
        """Return the address that a part of a line of `_redirects` names, a path from the root of the host or a URL."""
        return self._address_of(url if _HOST.match(url) else self._below_folder(url) or url)
