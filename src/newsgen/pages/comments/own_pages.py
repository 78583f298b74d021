"""Write the pages to which comment forms lead: the thanks for a comment, and the rules for comments."""

from collections.abc import Collection, Iterator, Mapping
from html import escape
from typing import Literal
from urllib.parse import urlsplit

from newsgen.model.article import StandalonePage
from newsgen.model.config import SITE_FILE, Config
from newsgen.model.urls import page_url, place_key
from newsgen.pages.site_plan import Labels
from newsgen.pages.structured_data import absolute_url

_THANKS_NAME, _POLICY_NAME = "thanks", "comment-policy"
THANKS, POLICY = page_url(_THANKS_NAME), page_url(_POLICY_NAME)
_THANKS_TEXT = ("thanks_received", "thanks_next", "thanks_back")
_POLICY_TEXT = ("policy_review", "policy_refused", "policy_words", "policy_mail", "policy_links", "policy_markup")
"""The labels whose paragraphs each page has."""


def comment_pages(pages: Collection[StandalonePage], config: Config, labels: Labels) -> Iterator[StandalonePage]:
    """Yield the pages to which the forms of the site lead, except those that an editor wrote among *pages*."""
    if not config.comment_form.is_open:
        return
    written = {place_key(url) for page in pages for url in (page_url(page.name), *page.aliases)}
    if place_key(POLICY) not in written:
        yield _page(_POLICY_NAME, "policy", _POLICY_TEXT, labels, "foot")
    if thanks_url(config) and place_key(THANKS) not in written:
        yield _page(_THANKS_NAME, "thanks", _THANKS_TEXT, labels, "nowhere")


def thanks_url(config: Config) -> str | None:
    """Return the URL of the thanks for a comment; None if the service of *config* cannot lead there.

    Most need the full URL. WordPress leads only to its own host, and a mail leads nowhere.
    """
    target = config.comment_form
    full = absolute_url(THANKS, config)
    if target.preset == "netlify":
        return full or THANKS
    if target.preset == "wordpress" and urlsplit(full or "").hostname != urlsplit(target.endpoint or "").hostname:
        return None
    return full if target.preset not in {"none", "mailto"} else None


def _page(
    name: str, title: str, paragraphs: Collection[str], labels: Labels, shown_in: Literal["foot", "nowhere"]
) -> StandalonePage:
    words: Mapping[str, object] = labels
    html = "\n".join(f"<p>{escape(str(words.get(key, '')), quote=False)}</p>" for key in paragraphs)
    return StandalonePage(name, SITE_FILE, str(words.get(title, name)), html, shown_in=shown_in)
