"""Warn about broken links inside the site and about settings that the site needs but does not have."""

from collections.abc import Collection, Iterable, Iterator

from newsgen.archive.assemble import Archive
from newsgen.model.body_links import inner_links, media_name
from newsgen.model.config import SITE_FILE, Config
from newsgen.model.urls import page_url
from newsgen.pages.body_html import unresolved_links
from newsgen.pages.comment_section import wordpress_id
from newsgen.pages.media import Media, line_of
from newsgen.pages.redirects import line_limit_warning

_NO_BASE_URL = f"{SITE_FILE} has no base_url; set it to publish feeds, a sitemap and canonical links"
_NO_POST_ID = "WordPress accepts a comment only with the ID of its post; add `comment_post_ID:` to the front matter"


def site_warnings(archive: Archive, config: Config) -> Iterator[str]:
    """Yield a warning for each setting that this archive needs and *config* does not have."""
    if not config.base_url:
        yield _NO_BASE_URL
    yield from archive.terms.warnings
    if config.comment_form.preset == "wordpress":
        missing = sum(not wordpress_id(meta) for meta in archive.metas.values())
        if missing:
            yield f"{_NO_POST_ID} (articles without it: {missing})"
    yield from filter(None, [line_limit_warning(archive.redirects)])


def broken_links(archive: Archive, config: Config, existing: Collection[str], media: Media) -> Iterator[str]:
    """Yield a warning for each link of an editor inside the site whose target is not among the URLs *existing*."""
    for url in (entry.url or "" for entry in config.navigation or ()):
        if "://" not in url and url not in existing and f"{url}/" not in existing:
            yield f"{SITE_FILE}: navigation links to {url!r}, which does not exist"

    def unresolved(links: Iterable[str], url: str) -> Iterator[str]:
        pages = unresolved_links(links, url, existing.__contains__)
        return (link for link in pages if media_name(link) not in media.items)

    for card in archive.cards:
        meta = archive.metas[card.id]
        if meta.links:
            yield from _warnings(meta.source, unresolved(meta.links, card.url), media, config)
    for page in archive.pages:
        broken = unresolved(inner_links(page.body_html), page_url(page.name))
        yield from _warnings(page.source, broken, media, config)


def _warnings(source: str, links: Iterable[str], media: Media, config: Config) -> Iterator[str]:
    """Yield a warning for each broken link of a *source*, with its line and, if it names a file, with the remedy."""
    for link in links:
        line, remedy = line_of(config.root / source, link), media.remedy(link)
        place = f"{source}: line {line}: " if line else f"{source}: "
        yield f"{place}links to {link!r}, which does not exist" + (f"; {remedy}" if remedy else "")
