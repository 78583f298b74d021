"""Turn an item of a WordPress export into an article or a page, with its comments but without e-mail addresses."""

import re
from dataclasses import dataclass, replace
from hashlib import sha256

from newsgen.importers.items import ImportedItem
from newsgen.importers.wordpress.authors import AuthorNames, authors_of, is_author_type
from newsgen.importers.wordpress.body import Body, read_body, with_lead
from newsgen.importers.wordpress.comments import read_comments
from newsgen.importers.wordpress.dates import publication_time, update_time
from newsgen.importers.wordpress.featured import featured_image, lead_of
from newsgen.importers.wordpress.items import Head, Item, decode_slug
from newsgen.importers.wordpress.markup import plain_text, plain_text_lines
from newsgen.importers.wordpress.media_library import MediaLibrary, is_shared_type
from newsgen.importers.wordpress.terms import aliases_of, primary_warnings, sections_and_tags
from newsgen.loaders.capture.lines import MAX_HEADLINE
from newsgen.model.article import Article
from newsgen.text.arabic import shorten, slug
from newsgen.text.web_addresses import is_url

PAGE, POST, ATTACHMENT = "page", "post", "attachment"
_INTERNAL_TYPES = set(
    "revision nav_menu_item custom_css customize_changeset oembed_cache user_request feedback elementor_library"
    " product_variation scheduled-action amp_validated_url ml-slide ml-slider".split()
)
_PRIVATE_TYPES = re.compile(
    r"(?:wp|acf|shop|jetpack|jp|elementor|vc|et_pb|edd|nf|wpcf7|wpforms|gf|flamingo|mailpoet|mc4wp|tablepress)[_-].*|wpforms"
    r"|.*(?:order|refund|coupon|subscri|payment|donat|invoice|inbound|message|submission|form|customer|contact|ticket"
    r"|newsletter|transient|token).*|.*_logs?"
)
"""Types that plugins use for submissions of visitors or for the design of a site."""


def skip_reason(kind: str) -> str | None:
    """Return why a WordPress item of type *kind* is not an article, as a phrase after its place; None if it may be."""
    if kind in {PAGE, POST, ATTACHMENT}:
        return None
    if is_author_type(kind):
        return "is an author, whose name the articles have"
    if is_shared_type(kind):
        return f"is of the type {kind}, whose text is put where articles name it"
    if kind in _INTERNAL_TYPES or _PRIVATE_TYPES.fullmatch(kind):
        return f"is of the type {kind}, which WordPress or a plugin uses internally"
    return None


def draft_reason(status: str, *, has_password: bool) -> str | None:
    """Return why a WordPress item with this *status* was not public; None if it was, or will be at its date."""
    if has_password:
        return "was protected by a password"
    if status in {"publish", "future", "inherit", ""}:
        return None
    return {
        "draft": "is a draft",
        "auto-draft": "is a draft",
        "pending": "was waiting for review",
        "private": "was private",
    }.get(status, f"has the status {status!r}")


_DEFAULT_TITLES = {"", "wordpress", "my wordpress website"}
_KNOWN_TAXONOMIES = set("category tag post_tag author post_format nav_menu language post_translations".split()) | {""}


@dataclass(frozen=True, slots=True)
class Export:
    """The facts about a whole export with which each of its items is read."""

    name: str
    """Name of the file in messages."""
    encoding: str
    head: Head
    media: MediaLibrary
    authors: AuthorNames


def read_article(item: Item, original: bytes, place: str, export: Export) -> ImportedItem | str:
    """Return the WordPress *item* as an article or page, or why it is not one, as a phrase after its place."""
    notes = next(iter(item.meta_values("footnotes")), "")
    body = read_body(item.fields.get("content:encoded", ""), export.media, item.get("wp:post_id"), notes, item.meta)
    lead = lead_of(item, body, export.media) if item.meta else ""
    body = with_lead(body, lead) if lead else body
    draft = draft_reason(item.get("wp:status"), has_password=bool(item.get("wp:post_password")))
    empty = _empty_reason(item, body, is_draft=draft is not None)
    if empty:
        return empty
    article = _article(item, body, export, sha256(original).hexdigest())
    kind = item.get("wp:post_type")
    draft = draft or (None if body.html else "has no text")
    if draft:
        article = replace(article, draft=True, warnings=(f"{draft}, so it stays a draft", *article.warnings))
    if kind not in {POST, PAGE, ""}:
        article = replace(article, warnings=(f"is of the type {kind}; it is imported as an article", *article.warnings))
    return ImportedItem(article, original, ".xml", _keys(item, export), place, "page" if kind == PAGE else "article")


def _empty_reason(item: Item, body: Body, *, is_draft: bool) -> str | None:
    kind = item.get("wp:post_type") or POST
    if body.html:
        return None
    if is_draft:
        return "is an empty draft"
    if kind not in {POST, PAGE}:
        return f"is of the type {kind}, and has no text"
    return None if plain_text(item.get("title")) else "has neither a title nor a text"


def _keys(item: Item, export: Export) -> tuple[str, ...]:
    post, link = item.get("wp:post_id"), item.get("link")
    keys = [f"wxr {export.head.blog} {post}"] if post else []
    return (*keys, f"url {link}") if is_url(link) else tuple(keys)


def _article(item: Item, body: Body, export: Export, digest: str) -> Article:
    name, post, link = decode_slug(item.get("wp:post_name")), item.get("wp:post_id"), item.get("link")
    title = plain_text(item.get("title"))
    sections, tags = sections_and_tags(item, export.head.categories)
    publication = publication_time(item.get("wp:post_date"), item.get("wp:post_date_gmt"), item.get("pubDate"))
    comments, other_comments = read_comments(item.comments)
    aliases, alias_warnings = aliases_of(item, name, export.head.categories)
    image, image_warnings = featured_image(item, export.media)
    newspaper = export.head.title
    return Article(
        id=slug(name.lower()) or post or digest[:8],
        source=export.name,
        sha256=digest,
        encoding=export.encoding,
        confidence="high",
        headline=title or name.replace("-", " ").strip() or shorten(" ".join(body.blocks[:1]), MAX_HEADLINE) or post,
        headline_origin="markup" if title else "derived",
        authors=authors_of(item, export.authors),
        published=publication,
        updated=update_time(publication, item.get("wp:post_modified"), item.get("wp:post_modified_gmt")),
        section=next(iter(sections), None),
        tags=tuple(dict.fromkeys([*sections[1:], *tags])),
        source_url=link if is_url(link) else None,
        source_name=None if newspaper.lower() in _DEFAULT_TITLES else newspaper,
        body=body.blocks,
        body_html=body.html,
        comments=comments,
        comments_open=item.get("wp:comment_status") != "closed",
        warnings=(*_warnings(item, export, other_comments), *alias_warnings, *image_warnings, *body.warnings),
        slug=slug(name.lower()) or None,
        aliases=aliases,
        summary=_summary(item),
        image=image,
        extra=(("comment_post_ID", post),) if post else (),
    )


def _summary(item: Item) -> str | None:
    excerpt = item.get("excerpt:encoded")
    return " ".join(plain_text_lines(excerpt).split("\n")) or None if excerpt else None


def _warnings(item: Item, export: Export, other_comments: list[str]) -> list[str]:
    unknown = dict.fromkeys(taxonomy for taxonomy, _, _ in item.terms if taxonomy not in _KNOWN_TAXONOMIES)
    warnings = [f"has terms of the unknown taxonomy {taxonomy!r}, which are left out" for taxonomy in unknown]
    warnings += primary_warnings(item, export.head.categories)
    warnings += (f"has comments of the internal type {kind!r}, which are left out" for kind in other_comments)
    controls = f"has {item.controls} control characters, which are left out"
    return warnings + [controls] * bool(item.controls)
