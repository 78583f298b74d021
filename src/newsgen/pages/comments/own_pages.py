"""Write the pages to which comment forms lead: the thanks for a comment, and the rules for comments."""

from collections.abc import Collection, Iterator
from functools import lru_cache
from html import escape
from urllib.parse import urlsplit

from newsgen.model.article import StandalonePage
from newsgen.model.config import SITE_FILE, Config
from newsgen.model.urls import absolute, page_url, place_key
from newsgen.pages.site_plan import Labels

_THANKS_NAME, _POLICY_NAME = "thanks", "comment-policy"
THANKS, POLICY = page_url(_THANKS_NAME), page_url(_POLICY_NAME)


def comment_pages(pages: Collection[StandalonePage], config: Config, labels: Labels) -> Iterator[StandalonePage]:
    """Yield the pages to which the forms of the site lead, except those that an editor wrote among *pages*."""
    if not config.comment_form.is_open:
        return
    written = {place_key(url) for page in pages for url in (page_url(page.name), *page.aliases)}
    if place_key(POLICY) not in written:
        yield _policy(labels)
    if thanks_url(config) and place_key(THANKS) not in written:
        yield _thanks(labels)


def thanks_url(config: Config) -> str | None:
    """Return the URL of the thanks for a comment; None if the service of *config* cannot lead there.

    Most need the full URL. WordPress leads only to its own host, and a mail leads nowhere.
    """
    target = config.comment_form
    return _thanks_url(target.preset, target.endpoint, config.base_url)


@lru_cache(maxsize=1)  # the forms of a site all lead there
def _thanks_url(preset: str, endpoint: str | None, base_url: str | None) -> str | None:
    full = absolute(THANKS, base_url) if base_url else None
    if preset == "netlify":
        return full or THANKS
    if preset == "wordpress" and urlsplit(full or "").hostname != urlsplit(endpoint or "").hostname:
        return None
    return full if preset not in {"none", "mailto"} else None


def _thanks(labels: Labels) -> StandalonePage:
    html = _paragraphs(labels["thanks_received"], labels["thanks_next"], labels["thanks_back"])
    return StandalonePage(_THANKS_NAME, SITE_FILE, str(labels["thanks"]), html, shown_in="nowhere")


def _policy(labels: Labels) -> StandalonePage:
    """Return the page with the rules for comments on every site."""
    html = _paragraphs(
        *(labels["policy_review"], labels["policy_refused"], labels["policy_words"]),
        *(labels["policy_mail"], labels["policy_links"], labels["policy_markup"]),
    )
    return StandalonePage(_POLICY_NAME, SITE_FILE, str(labels["policy"]), html, shown_in="foot")


def _paragraphs(*words: object) -> str:
    """Return the HTML of a page for comments; an editor removes a paragraph with an empty label."""
    return "\n".join(f"<p>{escape(str(text), quote=False)}</p>" for text in words if text)
