"""Write `_headers`, the HTTP headers of the site for hosts that read that file: what each page may load, and caches.

Hosts differ where two rules set one header of the same path. Cloudflare Pages joins the values, which browsers read as
two policies that both apply, unless `! Name` in a rule between them removes the first. Netlify takes the value of the
later rule, and knows no `!`. So the rules for everything come first, each `!` has a rule of its own, which Netlify may
drop, and a path is written differently there, because Cloudflare keeps only the last of two rules with the same path.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain
from urllib.parse import urlsplit

from newsgen.model.body_links import remote_schemes
from newsgen.model.config import Config
from newsgen.model.fingerprints import plain_fingerprint
from newsgen.model.form_target import FormTarget
from newsgen.model.pictures import MediaFile
from newsgen.model.urls import HEADERS, NAMED_BY_DIGEST, SEARCH, social_url
from newsgen.pages.comments.own_pages import thanks_url
from newsgen.pages.page import File
from newsgen.pages.site_plan import SitePlan

Policy = Mapping[str, Iterable[str]]
"""The sources that a page may use, by directive of a content security policy."""

SELF = "'self'"
_NOTHING = ("'none'",)
_SEARCH: Policy = {
    "connect-src": (SELF,),
    "script-src": (SELF, "'wasm-unsafe-eval'"),  # WebAssembly alone; no script may be made from text
    "worker-src": (SELF,),
}
"""What the page of the search and its worker need beside what every page needs."""
_ALWAYS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),  # form services know a site by its origin
    (
        "Permissions-Policy",
        "camera=(), display-capture=(), geolocation=(), microphone=(), midi=(), payment=(), usb=()",
    ),
)
_POLICY, _CACHE = "Content-Security-Policy", "Cache-Control"
_SHORT, _LONG = "public, max-age=0, must-revalidate", "public, max-age=31536000, immutable"
"""Browsers ask each time whether a page has changed; a file whose name has a digest never changes."""
_HOST = re.compile(r"(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::[0-9]+)?")
_INTRODUCTION = "# Written by newsgen at each build; `security_headers: false` in content/site.yml leaves it out.\n"
_WORKER = "assets/search-index."
"""Begins the address of the script that the search runs as a worker."""


def headers_file(site: SitePlan, served_at: str, assets: Collection[str]) -> Iterator[File]:
    """Yield the file `_headers` of a site served at the path *served_at*; nothing if its settings leave it out.

    *assets* has the addresses of the site's assets.
    """
    if site.config.security_headers:
        policy = page_policy(site.config, _schemes_of_pictures(site))
        rules = chain(_general_rules(policy), _cache_rules(site, assets), _search_rules(policy, assets))
        text = _INTRODUCTION + "".join(_text(served_at, rule) for rule in rules)
        yield File(HEADERS, (plain_fingerprint(text),), text.encode)


def page_policy(config: Config, picture_schemes: Iterable[str]) -> Policy:
    """Return the policy of all pages but the search: no script, and no file of another site but pictures.

    Pictures of other sites are allowed by scheme and not by host: the site of an old newspaper often redirects to
    another host, which a list would block, and a picture cannot do more than one of this site.
    """
    return {
        "default-src": _NOTHING,
        "base-uri": _NOTHING,
        "font-src": (SELF,),
        "form-action": sorted(_form_targets(config)) or _NOTHING,
        "frame-ancestors": _NOTHING,
        "img-src": (SELF, *(f"{scheme}:" for scheme in sorted(picture_schemes))),
        "media-src": (SELF,),
        "style-src": (SELF,),
    }


def _form_targets(config: Config) -> set[str]:
    """Return where the forms of the site's pages lead: the search, the comment service, and the thanks after it."""
    target = config.comment_form
    targets = {SELF} if config.search or target.preset == "netlify" else set()
    if target.is_open:
        targets |= _recipients(target)
        thanks = thanks_url(config)
        if thanks:  # browsers also check where the answer to a form leads
            targets |= {SELF, _origin(thanks)} if "://" in thanks else {SELF}
    return targets


def _recipients(target: FormTarget) -> set[str]:
    """Return the source that the comment form's destination is, for the pages' policy; none if it is the site."""
    if target.preset == "mailto":
        return {"mailto:"}
    return {_origin(target.endpoint)} if target.endpoint else set()


def _origin(url: str) -> str:
    """Return the origin of *url* for the pages' policy, or only its scheme if the host is not one in ASCII."""
    parts = urlsplit(url)
    try:
        host = parts.netloc.rpartition("@")[2].lower().encode("idna").decode()
    except UnicodeError:
        host = ""
    return f"{parts.scheme}://{host}" if _HOST.fullmatch(host) else f"{parts.scheme}:"


def _schemes_of_pictures(site: SitePlan) -> set[str]:
    """Return the schemes of all pictures on other sites that the planned pages show, for their policy."""
    archive = site.archive
    written = chain(archive.pages, archive.blurbs.values())
    return {
        *chain.from_iterable(meta.picture_schemes for meta in archive.metas.values()),
        *chain.from_iterable(map(remote_schemes, written)),
    }


Rule = tuple[str, tuple[tuple[str, str | None], ...]]
"""A pattern of addresses, and the names and values of their headers; a header whose value is None is removed."""


def _general_rules(policy: Policy) -> Iterator[Rule]:
    """Yield the rule for everything; it comes first."""
    yield "*", ((_POLICY, _written(policy)), *_ALWAYS, (_CACHE, _SHORT))


def _cache_rules(site: SitePlan, assets: Iterable[str]) -> Iterator[Rule]:
    """Yield the rules for the files with a digest in their names, by ending.

    Netlify reads `/media/*` as `/media*`, which may be a page; a page without a rule has the hosts' own, _SHORT.
    """
    media = chain.from_iterable(_addresses(file) for file in site.media.items.values())
    social = (social_url("0" * 10),) if site.look else ()
    for folder, removed_at, files in (("assets/", "asset*", chain(assets, social)), ("media/", "medi*", media)):
        endings = sorted({match[1] for match in map(NAMED_BY_DIGEST.search, files) if match})
        if endings:
            yield removed_at, ((_CACHE, None),)
        yield from ((f"{folder}*{ending}", ((_CACHE, _LONG),)) for ending in endings)


def _addresses(file: MediaFile) -> Iterator[str]:
    """Yield the addresses of a media file in all its sizes, which have headers by their endings."""
    yield file.url
    yield from (size.url for size in (*file.smaller, *file.webp))


def _search_rules(policy: Policy, assets: Iterable[str]) -> Iterator[Rule]:
    """Yield the rules for the search, and for its worker, which has the policy that comes with its script."""
    worker = next((address for address in assets if address.startswith(_WORKER)), None)
    if worker:
        value = _written({**policy, **_SEARCH})
        for removed_at, address in ((f"{SEARCH}*", SEARCH), (f"{_WORKER}*", worker)):
            yield removed_at, ((_POLICY, None),)
            yield address, ((_POLICY, value),)


def _text(served_at: str, rule: Rule) -> str:
    """Return the lines of a *rule* of headers."""
    address, headers = rule
    lines = (f"  ! {name}\n" if value is None else f"  {name}: {value}\n" for name, value in headers)
    return f"{served_at}{address}\n{''.join(lines)}"


def _written(policy: Policy) -> str:
    """Return a *policy* as the value of its header, its directives sorted after the first, which is the default."""
    first, *others = policy
    return "; ".join(f"{name} {' '.join(policy[name])}" for name in (first, *sorted(others)))
