"""Warn about broken links inside the site and about settings that the site needs but does not have."""

from collections.abc import Collection, Iterable, Iterator

from newsgen.archive.assemble import Archive
from newsgen.model.body_links import ids_of, inner_links, lost_places, media_name
from newsgen.model.config import SITE_FILE, Config
from newsgen.model.urls import page_url
from newsgen.pages.body_html import unresolved_links, unresolved_places
from newsgen.pages.comments.form import wordpress_id
from newsgen.pages.hosts.redirects import line_limit_warning
from newsgen.pages.media import Media, line_of

_NO_BASE_URL = f"{SITE_FILE} has no base_url; set it to publish feeds, a sitemap and canonical links"
_NO_ID = "but nothing there has this id; correct it or write {#id} after a heading"
_NO_POST_ID = "WordPress accepts a comment only with the ID of its post; add `comment_post_ID:` to the front matter"


def site_warnings(archive: Archive, config: Config) -> Iterator[str]:
    """Yield a warning for each setting that this archive needs and *config* does not have."""
    if not config.base_url:
        yield _NO_BASE_URL
        for key in ("citation_files", "social_pictures"):
            if getattr(config, key):
                yield f"{SITE_FILE}: {key} has no effect without base_url"
    yield from archive.warnings
    if not config.base_url and config.comment_form.preset in {"staticman", "formspree", "web3forms"}:
        yield f"{SITE_FILE}: comment_form cannot lead readers to /thanks/ after a comment without base_url"
    if config.comment_form.preset == "wordpress":
        missing = sum(not wordpress_id(meta) for meta in archive.metas.values())
        if missing:
            yield f"{_NO_POST_ID} (articles without it: {missing})"
    yield from filter(None, [line_limit_warning(archive.redirects)])


def broken_links(archive: Archive, config: Config, existing: Collection[str], media: Media) -> Iterator[str]:
    """Yield a warning for each link of an editor inside the site whose target is not among the URLs *existing*."""
    menus = {"navigation": config.navigation or (), "footer": config.footer}
    for name, url in ((name, entry.url or "") for name, entries in menus.items() for entry in entries):
        if "://" not in url and url not in existing and f"{url}/" not in existing:
            yield f"{SITE_FILE}: {name} links to {url!r}, which does not exist"
    ids = {card.url: archive.metas[card.id].ids for card in archive.cards}
    written = {**{page_url(page.name): page for page in archive.pages}, **archive.blurbs}
    ids |= {url: ids_of(page.body_html) for url, page in written.items()}

    def warnings(source: str, url: str, links: Iterable[str], lost: Iterable[str]) -> Iterator[str]:
        for link in unresolved_links(links, url, existing.__contains__):
            if media_name(link) not in media.items:
                remedy = media.remedy(link)
                yield f"{_place(source, link, config)}links to {link!r}, which does not exist" + (
                    f"; {remedy}" if remedy else ""
                )
        for link in (*lost, *unresolved_places(links, url, ids)):
            yield f"{_place(source, link, config)}links to {link!r}, {_NO_ID}"

    for card in archive.cards:
        meta = archive.metas[card.id]
        if meta.links or meta.lost_places:
            yield from warnings(meta.source, card.url, meta.links, meta.lost_places)
    for url, page in written.items():
        yield from warnings(page.source, url, inner_links(page.body_html), lost_places(page.body_html))


def _place(source: str, link: str, config: Config) -> str:
    """Return the words that begin a message about a *link* in a *source*."""
    line = line_of(config.root / source, link)
    return f"{source}: line {line}: " if line else f"{source}: "
