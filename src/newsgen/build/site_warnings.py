"""Broken links and missing settings."""

from collections.abc import Collection, Iterable, Iterator

from newsgen.archive.assemble import Archive
from newsgen.model.body_links import inner_links
from newsgen.model.config import SITE_FILE, Config
from newsgen.model.urls import page_url
from newsgen.pages.body_html import unresolved_links
from newsgen.pages.comment_section import wordpress_id
from newsgen.pages.redirects import line_limit_warning

_NO_ADDRESS = f"{SITE_FILE} has no base_url: canonical links and all that needs the site's full address is left out"
_NO_POST = "WordPress takes a comment only with the number of its post: add `comment_post_ID:` to the front matter"


def site_warnings(archive: Archive, config: Config) -> Iterator[str]:
    """Yield what the settings lack for all that this archive could show."""
    if not config.base_url:
        yield _NO_ADDRESS
    yield from archive.terms.warnings
    if config.comment_form.preset == "wordpress":
        unknown = sum(not wordpress_id(meta) for meta in archive.metas.values())
        if unknown:
            yield f"{_NO_POST} (articles: {unknown})"
    yield from filter(None, [line_limit_warning(archive.redirects)])


def broken_links(archive: Archive, config: Config, addressed: Collection[str]) -> Iterator[str]:
    """Yield what editors linked inside this site, of which all that is there is *addressed*."""
    for url in (entry.url or "" for entry in config.navigation or ()):
        if "://" not in url and url not in addressed and f"{url}/" not in addressed:
            yield f"{SITE_FILE}: navigation leads to {url!r}, and there is no such page"
    for card in archive.cards:
        meta = archive.metas[card.id]
        if meta.links:
            yield from _broken(meta.source, meta.links, card.url, addressed)
    for page in archive.pages:
        yield from _broken(page.source, inner_links(page.body_html), page_url(page.name), addressed)


def _broken(source: str, links: Iterable[str], url: str, addressed: Collection[str]) -> Iterator[str]:
    for link in unresolved_links(links, url, addressed.__contains__):
        yield f"{source}: links to {link!r}, and there is no such page"
