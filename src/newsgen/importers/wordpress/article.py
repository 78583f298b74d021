"""Turn an item of a WordPress export into an article or a page, with its comments but without e-mail addresses."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Literal
from urllib.parse import quote

from newsgen.importers.items import ImportedItem
from newsgen.importers.wordpress.body import Body, read_body
from newsgen.importers.wordpress.dates import publication_time, update_time, utc_or_local
from newsgen.importers.wordpress.items import Head, Item
from newsgen.importers.wordpress.markup import plain_text, plain_text_lines
from newsgen.importers.wordpress.media_library import MediaLibrary
from newsgen.loaders.capture.lines import MAX_HEADLINE
from newsgen.model.article import Article, Comment, Image
from newsgen.model.urls import HomePageError, QueryError, alias_url
from newsgen.text.arabic import fold, shorten, slug
from newsgen.text.web_addresses import decoded_segment, is_url, percent_decoded

_VISITOR_TYPES = {"", "comment", "pingback", "trackback", "webmention", "review"}
"""Types of comments that visitors wrote; other types are notes of editors and of plugins."""
_State = Literal["approved", "pending", "spam", "trash"]
_STATES: dict[str, _State] = {
    **dict.fromkeys(("1", "approve", "approved"), "approved"),
    "spam": "spam",
    **dict.fromkeys(("trash", "post-trashed"), "trash"),
}


def read_comments(rows: Iterable[dict[str, str]]) -> tuple[tuple[Comment, ...], list[str]]:
    """Return a WordPress item's comments of visitors, without e-mail and IP addresses, and other types of comments."""
    comments: list[Comment] = []
    other_types: dict[str, None] = {}
    for row in rows:
        values = {name.removeprefix("wp:comment_"): value.strip() for name, value in row.items()}
        kind = values.get("type", "")
        if kind in _VISITOR_TYPES:
            comments.append(_comment(values))
        else:
            other_types[kind] = None
    return tuple(comments), list(other_types)


def _comment(values: dict[str, str]) -> Comment:
    url, parent = values.get("author_url", ""), values.get("parent")
    return Comment(
        author=plain_text(values.get("author", "")) or None,
        published=utc_or_local(values.get("date_gmt", ""), values.get("date", "")),
        text=plain_text_lines(values.get("content", "")),
        id=values.get("id") or None,
        parent=parent if parent and parent != "0" else None,
        url=url if is_url(url) else None,
        state=_STATES.get(values.get("approved", ""), "pending"),
    )


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


_GENERIC_AUTHORS = {"admin", "administrator", "root", "webmaster", "wordpress"}
_DEFAULT_SECTIONS = {fold(name) for name in ("Uncategorized", "غير مصنف", "بدون تصنيف", "Non classé", "Sin categoría")}
_DEFAULT_TITLES = {"", "wordpress", "my wordpress website"}
_SECTIONS_AND_TAGS = {"category", "tag", "post_tag"}
_KNOWN_TAXONOMIES = {*_SECTIONS_AND_TAGS, "", "author", "post_format", "nav_menu", "language", "post_translations"}
_PUBLISHED = {"publish", "future", ""}


@dataclass(frozen=True, slots=True)
class Export:
    """The facts about a whole export with which each of its items is read."""

    name: str
    """Name of the file in messages."""
    encoding: str
    head: Head
    media: MediaLibrary


def read_article(item: Item, original: bytes, place: str, export: Export) -> ImportedItem | str:
    """Return the WordPress *item* as an article or page, or why it is not one, as a phrase after its place."""
    notes = next(iter(item.meta_values("footnotes")), "")
    body = read_body(item.fields.get("content:encoded", ""), export.media, item.get("wp:post_id"), notes, item.meta)
    draft = draft_reason(item.get("wp:status"), has_password=bool(item.get("wp:post_password")))
    empty = _empty_reason(item, body, is_draft=draft is not None)
    if empty:
        return empty
    article = _article(item, body, export, sha256(original).hexdigest())
    kind = item.get("wp:post_type")
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
    name, post, link = _decode_slug(item.get("wp:post_name")), item.get("wp:post_id"), item.get("link")
    title = plain_text(item.get("title"))
    terms = _terms(item)
    sections = [name for taxonomy, name in terms if taxonomy == "category"]
    tags = [*sections[1:], *(name for taxonomy, name in terms if taxonomy != "category")]
    publication = publication_time(item.get("wp:post_date"), item.get("wp:post_date_gmt"), item.get("pubDate"))
    comments, other_comments = read_comments(item.comments)
    aliases, alias_warnings = _aliases(item, name)
    newspaper = export.head.title
    return Article(
        id=slug(name.lower()) or post or digest[:8],
        source=export.name,
        sha256=digest,
        encoding=export.encoding,
        confidence="high",
        headline=title or name.replace("-", " ").strip() or shorten(" ".join(body.blocks[:1]), MAX_HEADLINE) or post,
        headline_origin="markup" if title else "derived",
        authors=_authors(item, export.head),
        published=publication,
        updated=update_time(publication, item.get("wp:post_modified"), item.get("wp:post_modified_gmt")),
        section=next(iter(sections), None),
        tags=tuple(dict.fromkeys(tags)),
        source_url=link if is_url(link) else None,
        source_name=None if newspaper.lower() in _DEFAULT_TITLES else newspaper,
        body=body.blocks,
        body_html=body.html,
        comments=comments,
        comments_open=item.get("wp:comment_status") != "closed",
        warnings=(*_warnings(item, other_comments), *alias_warnings, *body.warnings),
        slug=slug(name.lower()) or None,
        aliases=aliases,
        summary=_summary(item),
        image=_image(item, export),
        extra=(("comment_post_ID", post),) if post else (),
    )


def _terms(item: Item) -> list[tuple[str, str]]:
    """Return taxonomy and name of a WordPress item's terms; WXR 1.0 has each twice, once without a taxonomy."""
    terms = [(taxonomy, plain_text(name)) for taxonomy, _, name in item.terms]
    found = dict.fromkeys(term for term in terms if term[0] in _SECTIONS_AND_TAGS)
    if not found:
        found = dict.fromkeys(("category", name) for taxonomy, name in terms if not taxonomy)
    return [(taxonomy, name) for taxonomy, name in found if name and fold(name) not in _DEFAULT_SECTIONS]


def _authors(item: Item, head: Head) -> tuple[str, ...]:
    """Return the displayed names of the authors of a WordPress post; a plugin may let it have several."""
    logins = [plain_text(name) for taxonomy, _, name in item.terms if taxonomy == "author"] or [item.get("dc:creator")]
    names = (head.names.get(login) or plain_text(login) for login in logins)
    return tuple(dict.fromkeys(name for name in names if name and name.lower() not in _GENERIC_AUTHORS))


def _summary(item: Item) -> str | None:
    excerpt = item.get("excerpt:encoded")
    return " ".join(plain_text_lines(excerpt).split("\n")) or None if excerpt else None


def _image(item: Item, export: Export) -> Image | None:
    """Return the featured picture of a WordPress post, or None if the export does not name its file."""
    files = export.media.find(item.meta_values("_thumbnail_id"))
    return Image(files[0].url, files[0].alt, files[0].caption or None) if files else None


def _aliases(item: Item, name: str) -> tuple[tuple[str, ...], list[str]]:
    """Return a published WordPress post's former addresses as paths, and warnings about those that cannot be served."""
    link = item.get("link")
    if not link or item.get("wp:status") not in _PUBLISHED:
        return (), []
    try:
        permalink = alias_url(link)
        folder, _, last = permalink.rstrip("/").rpartition("/")
        slugs = map(_decode_slug, item.meta_values("_wp_old_slug") if name in last else [])
        renamed = [last.replace(name, old.replace("/", "")) for old in slugs]
        old_addresses = [alias_url(quote(f"/{folder}/{old}")) for old in renamed if old]
    except QueryError:
        return (), ["had an address with a query, which a static host cannot serve; it is left out"]
    except HomePageError:
        return (), []
    except ValueError as error:
        return (), [f"had the address {link!r}, which {error}; it is left out"]
    return tuple(dict.fromkeys([permalink, *old_addresses])), []


def _decode_slug(name: str) -> str:
    """Return the slug of a WordPress article, without a last letter that WordPress cut in the middle."""
    try:
        return decoded_segment(name)[0]
    except UnicodeDecodeError:
        return percent_decoded(name).decode(errors="ignore")


def _warnings(item: Item, other_comments: list[str]) -> list[str]:
    unknown = dict.fromkeys(taxonomy for taxonomy, _, _ in item.terms if taxonomy not in _KNOWN_TAXONOMIES)
    warnings = [f"has terms of the unknown taxonomy {taxonomy!r}, which are left out" for taxonomy in unknown]
    warnings += (f"has comments of the internal type {kind!r}, which are left out" for kind in other_comments)
    controls = f"has {item.controls} control characters, which are left out"
    return warnings + [controls] * bool(item.controls)
