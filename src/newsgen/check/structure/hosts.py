"""Check the limits of hosts, and names that some disks cannot hold."""

from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from newsgen.check.check import Check
from newsgen.check.finding import Finding, Severity
from newsgen.check.site import Site
from newsgen.check.structure.redirects import is_pattern, read_redirects
from newsgen.filesystem import folders_of
from newsgen.model.urls import MAX_SEGMENT_BYTES, REDIRECTS, place_key

HEADERS = "_headers"
_MEGABYTE = 1024 * 1024
_SPLIT = "split the archive into several sites, or choose another host"


class Host(NamedTuple):
    """What a host takes; None where it names no limit."""

    name: str
    files: int | None = None
    """Files of a site on the free plan."""
    paid_files: int | None = None
    file_bytes: int | None = None
    """Bytes of one file."""
    site_bytes: int | None = None
    folder_files: int | None = None
    """Entries of one folder."""
    path_bytes: int | None = None
    redirects: int | None = None
    """Lines of `_redirects` without patterns; 0 if the host does not read the file."""
    patterns: int | None = None
    """Lines of `_redirects` with patterns."""
    redirect_characters: int | None = None
    headers: int | None = None
    """Rules of `_headers`; 0 if the host does not read the file."""
    header_characters: int | None = None


HOSTS = {
    # https://developers.cloudflare.com/pages/platform/limits/ and …/changelog/post/2026-01-23-pages-file-limit-increase
    # https://developers.cloudflare.com/pages/configuration/redirects/ and …/headers/
    "cloudflare": Host(
        "Cloudflare Pages",
        files=20_000,
        paid_files=100_000,
        file_bytes=25 * _MEGABYTE,
        redirects=2_000,
        patterns=100,
        redirect_characters=1_000,
        headers=100,
        header_characters=2_000,
    ),
    # https://docs.github.com/en/pages/getting-started-with-github-pages/github-pages-limits
    # https://docs.github.com/en/repositories/working-with-files/managing-large-files/about-large-files-on-github
    "github": Host("GitHub Pages", file_bytes=100 * _MEGABYTE, site_bytes=1_000_000_000, redirects=0, headers=0),
    # https://docs.netlify.com/site-deploys/overview/
    "netlify": Host("Netlify", folder_files=54_000),
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
    "s3": Host("an S3 bucket", path_bytes=1_024, redirects=0, headers=0),
}
"""By the name on the command line; the limits are those of 2026."""


class _Excess(NamedTuple):
    """A limit of a host that a site exceeds."""

    file: str
    line: int | None
    found: str
    remedy: str
    severity: Severity = "error"
    """If the host was chosen; a note is left out otherwise."""


def of_site(site: Site) -> Iterator[Finding]:
    """Yield the limits that the site exceeds: notes unless a host was chosen; and the names that collide."""
    chosen = site.inventory.options.hosts
    for name in chosen or HOSTS:
        for one in _exceeded(HOSTS[name], site):
            if chosen or one.severity != "note":
                severity = one.severity if chosen else "note"
                yield Finding("hosts", severity, one.file, one.line, "", one.found, one.remedy)
    yield from _names(site)


def _exceeded(host: Host, site: Site) -> Iterator[_Excess]:
    number = len(site.files)
    if host.files and number > host.files:
        is_paid = host.paid_files and number <= host.paid_files
        plan = f" on its free plan; paid plans take {host.paid_files}" if is_paid else ""
        found = f"the site has {number} files, and {host.name} takes {host.files}{plan}"
        yield _Excess("", None, found, _SPLIT, "warning" if is_paid else "error")
    total = sum(site.files.values())
    if host.site_bytes and total > host.site_bytes:
        found = f"the site has {total} bytes, and {host.name} takes {host.site_bytes}"
        yield _Excess("", None, found, _SPLIT, "warning")
    for path, size in site.files.items():
        if host.file_bytes and size > host.file_bytes:
            found = f"has {size} bytes, and {host.name} takes {host.file_bytes} for each file"
            yield _Excess(path, None, found, "make the file smaller, or publish it elsewhere")
        if host.path_bytes and len(_bytes(path)) > host.path_bytes:
            found = f"has a path of {len(_bytes(path))} bytes, and {host.name} takes {host.path_bytes}"
            yield _Excess(path, None, found, "give the article a shorter slug")
    yield from _full_folders(host, site)
    yield from _redirects(host, site)
    yield from _headers(host, site)


def _full_folders(host: Host, site: Site) -> Iterator[_Excess]:
    if host.folder_files and len(site.files) > host.folder_files:
        folders = {folder for path in site.files for folder in folders_of(path)}
        entries = Counter(path.rpartition("/")[0] for path in [*site.files, *folders])
        for folder, number in entries.items():
            if number > host.folder_files:
                found = f"the folder has {number} entries, and {host.name} takes {host.folder_files}"
                yield _Excess(folder, None, found, "set `permalink` to a pattern with {year}")


def _redirects(host: Host, site: Site) -> Iterator[_Excess]:
    """Yield the limits of the file `_redirects` that the site exceeds."""
    if REDIRECTS not in site.files or host.redirects is None:
        return
    if host.redirects == 0:
        found = f"is not read by {host.name}"
        yield _Excess(REDIRECTS, None, found, "nothing is lost, because each old address has a redirect page", "note")
        return
    remedy = "nothing is lost if each old address has a redirect page"
    lines = [one for one in read_redirects(site) if not isinstance(one, Finding)]
    patterns = sum(is_pattern(one) for one in lines)
    for kind, number, most in (
        ("redirects", len(lines) - patterns, host.redirects),
        ("redirects with patterns", patterns, host.patterns),
    ):
        if most and number > most:
            found = f"has {number} {kind}, and {host.name} reads {most}"
            yield _Excess(REDIRECTS, None, found, remedy, "warning")
    yield from _long_lines(REDIRECTS, host.redirect_characters, host, site)


def _headers(host: Host, site: Site) -> Iterator[_Excess]:
    """Yield the limits of the file `_headers` that the site exceeds."""
    if HEADERS not in site.files or host.headers is None:
        return
    if host.headers == 0:
        found = f"is not read by {host.name}, so its security policy and caching rules have no effect"
        yield _Excess(HEADERS, None, found, "set these headers at the host or at a proxy before it", "note")
        return
    lines = site.read(HEADERS).decode(errors="replace").split("\n")
    rules = sum(bool(line.strip()) and not line[0].isspace() and not line.startswith("#") for line in lines)
    if rules > host.headers:
        found = f"has {rules} rules, and {host.name} reads {host.headers}"
        yield _Excess(HEADERS, None, found, "join rules with patterns such as /assets/*")
    yield from _long_lines(HEADERS, host.header_characters, host, site)


def _long_lines(path: str, most: int | None, host: Host, site: Site) -> Iterator[_Excess]:
    for number, line in enumerate(site.read(path).decode(errors="replace").split("\n"), start=1):
        if most and len(line) > most:
            found = f"has a line of {len(line)} characters, and {host.name} reads {most}"
            yield _Excess(path, number, found, "shorten the line", "warning")


def _names(site: Site) -> Iterator[Finding]:
    """Yield the names that some disks cannot hold."""
    warning = partial(Finding, "hosts", "warning")
    by_key: dict[str, str] = {}
    for path in site.files:
        longest = max(len(_bytes(name)) for name in path.split("/"))
        if longest > MAX_SEGMENT_BYTES:
            found = f"has a name of {longest} bytes, and most disks hold {MAX_SEGMENT_BYTES}"
            yield warning(path, None, "", found, "give the article a shorter slug")
        other = by_key.setdefault(place_key(path), path)
        if other != path:
            found = f"has the same name as {other} on disks that do not tell capital letters or forms of Unicode apart"
            yield warning(path, None, "", found, "give one of them another slug")


def _bytes(text: str) -> bytes:
    return text.encode(errors="surrogateescape")


CHECK = Check("limits of hosts (see --host), and names that some disks cannot hold", of_site=of_site)
