"""Check that pages need nothing that the content security policy in `_headers` forbids, as a theme of one's own may."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from urllib.parse import quote, urlsplit

from newsgen.check.addresses import Link
from newsgen.check.check import Check
from newsgen.check.finding import Finding
from newsgen.check.html_scanner import StartTag, parse_tag, rich_tags
from newsgen.check.inventory import Inventory, Target, address_of
from newsgen.check.page import Page
from newsgen.errors import SourceError
from newsgen.filesystem import read_source
from newsgen.model.urls import HEADERS

Policy = Mapping[str, frozenset[str]]
"""The sources that a page may use, by directive."""

_HEADER = "content-security-policy"
_DIRECTIVES = {
    "script src": "script-src",
    "link rel=stylesheet href": "style-src",
    **dict.fromkeys(("img src", "img srcset", "source srcset", "input src", "video poster"), "img-src"),
    "link rel=icon href": "img-src",
    **dict.fromkeys(("video src", "audio src", "source src", "track src"), "media-src"),
    **dict.fromkeys(("iframe src", "frame src"), "frame-src"),
    **dict.fromkeys(("object data", "embed src"), "object-src"),
    **dict.fromkeys(("form action", "button formaction", "input formaction"), "form-action"),
}
"""The directive for what an attribute loads, or leads to."""
_NO_FALLBACK = frozenset({"form-action"})
_DATA = '<script type="application/ld+json"'
_ORIGIN = re.compile(r"(?:(?P<scheme>[a-z][a-z0-9+.-]*):)?(?://(?P<host>[^/?#]*))?", re.IGNORECASE)
_LONGEST = 80
"""Characters of an address in a finding; data in one have thousands."""
_HANDLER = re.compile("on[a-z]+")
_SCRIPT = re.compile(
    r"|module|importmap|speculationrules|(?:text|application)/(?:x-)?(?:java|ecma)script", re.IGNORECASE
)
_REMEDY = "leave it out, or write security_headers: false in content/site.yml and let the host send headers of your own"


def of_page(page: Page, site: Inventory) -> Iterator[Finding]:
    """Yield what a page needs and its policy forbids; nothing if the site sends no policy."""
    policy = _policy_of(page, site)
    if not policy:
        return
    for link, target in page.links:
        directive = _DIRECTIVES.get(link.element)
        if directive and not _allows(policy, directive, link, target):
            name = address_of(target.path) if target.path else link.url[:_LONGEST]
            yield _finding(page, link.line, f"<{link.element}>", f"leads to {name}", directive)
    if _may_have_code(page.html):
        line, counted = 1, 0
        for source, position in rich_tags(page.html):
            line += page.html.count("\n", counted, position)
            counted = position
            tag = parse_tag(source)
            for place, found, directive in _inline(tag) if tag else ():
                if "'unsafe-inline'" not in _sources(policy, directive):
                    yield _finding(page, line, place, found, directive)


def _finding(page: Page, line: int, place: str, found: str, directive: str) -> Finding:
    words = f"{found}, which {directive} in {HEADERS} forbids"
    return Finding("policy", "warning", page.path, line, place, words, _REMEDY)


def _may_have_code(html: str) -> bool:
    """Return whether a page may have a script or a style in itself; a fast look, because hardly any has."""
    return (
        html.count("<script") > html.count(_DATA)
        or "<style" in html
        or "style=" in html
        or any(f"{space}on" in html for space in " \n\t")
    )


def _inline(tag: StartTag) -> Iterator[tuple[str, str, str]]:
    """Yield the place of a script or a style in a page, what is found there, and the directive for it."""
    if tag.name == "style":
        yield "<style>", "is a style sheet in the page itself", "style-src"
    elif tag.name == "script" and "src" not in tag.attributes and _SCRIPT.fullmatch(tag.attributes.get("type", "")):
        yield "<script>", "is a script in the page itself", "script-src"
    for name in tag.attributes:
        if name == "style":
            yield f"<{tag.name} style>", "is a style in the page itself", "style-src"
        elif _HANDLER.fullmatch(name):
            yield f"<{tag.name} {name}>", "is a script in the page itself", "script-src"


def _sources(policy: Policy, directive: str) -> frozenset[str]:
    return policy.get(directive, policy.get("default-src", frozenset()))


def _allows(policy: Policy, directive: str, link: Link, target: Target) -> bool:
    """Return whether a page with this *policy* may load *link*, or lead there."""
    if directive not in policy and (directive in _NO_FALLBACK or "default-src" not in policy):
        return True
    sources = _sources(policy, directive)
    if target.path is not None or target.fault:  # a broken link is a finding of another check
        return "'self'" in sources or bool(target.fault)
    match = _ORIGIN.match(link.url.strip())
    scheme, host = ((match["scheme"] or "https").lower(), (match["host"] or "").lower()) if match else ("", "")
    schemes = {scheme, "http"} if scheme == "https" else {scheme}  # a source with http also allows https
    return any(f"{one}:" in sources or f"{one}://{host}" in sources for one in schemes)


def _policy_of(page: Page, site: Inventory) -> Policy | None:
    """Return the policy that hosts send with a page; None if there is none."""
    if HEADERS not in site.files:
        return None
    try:
        text = read_source(f"{site.folder}/{HEADERS}", HEADERS).decode(errors="replace")
    except SourceError:
        return None
    prefix = urlsplit(site.options.base_url or "").path or "/"
    address = prefix + quote(page.facts.url)
    policy = None
    for pattern, value in _policies(text):
        if pattern.fullmatch(address):
            policy = value  # of several rules the last counts
    return policy


@lru_cache(maxsize=4)
def _policies(text: str) -> tuple[tuple[re.Pattern[str], Policy], ...]:
    """Return the patterns of paths in `_headers` that have a policy, in their order, each with it."""
    found: list[tuple[re.Pattern[str], Policy]] = []
    path = ""
    for line in map(str.strip, text.splitlines()):
        name, _, value = line.partition(":")
        if line.startswith("/"):
            path = line
        elif name.strip().lower() == _HEADER:
            pattern = re.compile(re.escape(path).replace(r"\*", ".*"))
            directives = (one.split() for one in value.split(";") if one.strip())
            found.append((pattern, {name.lower(): frozenset(sources) for name, *sources in directives}))
    return tuple(found)


CHECK = Check("what the content security policy in _headers forbids", of_page)
