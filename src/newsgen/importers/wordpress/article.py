"""The comments of a WordPress export; no e-mail address and no IP address leaves it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Literal
from urllib.parse import quote

from newsgen.importers.items import ImportedItem
from newsgen.importers.wordpress.body import Body, read_body
from newsgen.importers.wordpress.dates import greenwich, published, updated
from newsgen.importers.wordpress.items import Head, Item
from newsgen.importers.wordpress.markup import plain, plain_lines
from newsgen.importers.wordpress.shortcodes import MediaLibrary
from newsgen.loaders.capture.lines import MAX_HEADLINE
from newsgen.model.article import Article, Comment, Image
from newsgen.model.urls import QueryError, alias_url
from newsgen.text.arabic import fold, shorten, slug
from newsgen.text.web_addresses import is_url, percent_decoded

_PUBLIC = {"", "comment", "pingback", "trackback", "webmention", "review"}
"""Kinds of comments; the others are notes of editors and of programs."""
_State = Literal["approved", "pending", "spam", "trash"]
_STATES: dict[str, _State] = {
    **dict.fromkeys(("1", "approve", "approved"), "approved"),
    "spam": "spam",
    **dict.fromkeys(("trash", "post-trashed"), "trash"),
}


def read_comments(rows: Iterable[dict[str, str]]) -> tuple[tuple[Comment, ...], list[str]]:
    """Return the comments of visitors, and the kinds of those that are no visitors'."""
    comments: list[Comment] = []
    others: dict[str, None] = {}
    for row in rows:
        values = {name.removeprefix("wp:comment_"): value.strip() for name, value in row.items()}
        kind = values.get("type", "")
        if kind in _PUBLIC:
            comments.append(_comment(values))
        else:
            others[kind] = None
    return tuple(comments), list(others)


def _comment(values: dict[str, str]) -> Comment:
    url = values.get("author_url", "")
    parent = values.get("parent", "")
    return Comment(
        author=plain(values.get("author", "")) or None,
        published=greenwich(values.get("date_gmt", ""), values.get("date", "")),
        text=plain_lines(values.get("content", "")),
        id=values.get("id") or None,
        parent=parent if parent not in {"", "0"} else None,
        url=url if is_url(url) else None,
        state=_STATES.get(values.get("approved", ""), "pending"),
    )


PAGE, POST, ATTACHMENT = "page", "post", "attachment"
_OWN = set(
    "revision nav_menu_item custom_css customize_changeset oembed_cache user_request feedback elementor_library"
    " product_variation scheduled-action amp_validated_url ml-slide ml-slider".split()
)
_PRIVATE = re.compile(
    r"(?:wp|acf|shop|jetpack|jp|elementor|vc|et_pb|edd|nf|wpcf7|wpforms|gf|flamingo|mailpoet|mc4wp|tablepress)[_-].*|wpforms"
    r"|.*(?:order|refund|coupon|subscri|payment|donat|invoice|inbound|message|submission|form|customer|contact|ticket"
    r"|newsletter|transient|token).*|.*_logs?"
)
"""Types of plugins that hold what visitors sent, or how a site is made."""


def why_skipped(kind: str) -> str | None:
    """Return why an item of the type *kind* is no article, as words to follow its place; None where it may be one."""
    if kind in {PAGE, POST, ATTACHMENT}:
        return None
    if kind in _OWN or _PRIVATE.fullmatch(kind):
        return f"is of the type {kind}, which WordPress or a plugin keeps for itself"
    return None


def why_draft(status: str, *, has_password: bool) -> str | None:
    """Return why what has this *status* was not public; None where it was, or will be at its date."""
    if has_password:
        return "was protected by a password"
    if status in {"publish", "future", "inherit", ""}:
        return None
    return {
        "draft": "is a draft",
        "auto-draft": "is a draft",
        "pending": "waited for review",
        "private": "was private",
    }.get(status, f"has the status {status!r}")


_NOBODY = {"admin", "administrator", "root", "webmaster", "wordpress"}
_NO_SECTION = {fold(name) for name in ("Uncategorized", "غير مصنف", "بدون تصنيف", "Non classé", "Sin categoría")}
_NO_NEWSPAPER = {"", "wordpress", "my wordpress website"}
_CUT_LETTER = re.compile("%[0-9A-Fa-f]?$")
_SECTIONS_AND_TAGS = {"category", "tag", "post_tag"}
_KNOWN_TAXONOMIES = {*_SECTIONS_AND_TAGS, "", "author", "post_format", "nav_menu", "language", "post_translations"}
_PUBLISHED = {"publish", "future", ""}


@dataclass(frozen=True, slots=True)
class Export:
    """What every item of an export is read with."""

    name: str
    """How the file is named in messages."""
    encoding: str
    head: Head
    media: MediaLibrary


def read_article(item: Item, original: bytes, place: str, export: Export) -> ImportedItem | str:
    """Return the article or page that *item* is, or why it is none, as words to follow its place."""
    notes = next(iter(item.metas("footnotes")), "")
    body = read_body(item.fields.get("content:encoded", ""), export.media, item.get("wp:post_id"), notes)
    draft = why_draft(item.get("wp:status"), has_password=bool(item.get("wp:post_password")))
    empty = _why_empty(item, body, is_draft=draft is not None)
    if empty:
        return empty
    article = _article(item, body, export, sha256(original).hexdigest())
    kind = item.get("wp:post_type")
    if draft:
        article = replace(article, draft=True, warnings=(f"{draft}, so it stays a draft", *article.warnings))
    if kind not in {POST, PAGE, ""}:
        article = replace(article, warnings=(f"is of the type {kind}, and becomes an article", *article.warnings))
    return ImportedItem(article, original, ".xml", _keys(item, export), place, "page" if kind == PAGE else "article")


def _why_empty(item: Item, body: Body, *, is_draft: bool) -> str | None:
    kind = item.get("wp:post_type") or POST
    if body.html:
        return None
    if is_draft:
        return "is an empty draft"
    if kind not in {POST, PAGE}:
        return f"is of the type {kind}, and has no text"
    return None if plain(item.get("title")) else "has neither a title nor a text"


def _keys(item: Item, export: Export) -> tuple[str, ...]:
    post, link = item.get("wp:post_id"), item.get("link")
    keys = [f"wxr {export.head.blog} {post}"] if post else []
    return (*keys, f"url {link}") if is_url(link) else tuple(keys)


def _article(item: Item, body: Body, export: Export, digest: str) -> Article:
    name, post, link = _post_name(item), item.get("wp:post_id"), item.get("link")
    title = plain(item.get("title"))
    terms = _names(item)
    sections = [name for taxonomy, name in terms if taxonomy == "category"]
    tags = [*sections[1:], *(name for taxonomy, name in terms if taxonomy != "category")]
    written = published(item.get("wp:post_date"), item.get("wp:post_date_gmt"), item.get("pubDate"))
    comments, other_comments = read_comments(item.comments)
    aliases, moves = _aliases(item, name)
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
        published=written,
        updated=updated(written, item.get("wp:post_modified"), item.get("wp:post_modified_gmt")),
        section=next(iter(sections), None),
        tags=tuple(dict.fromkeys(tags)),
        source_url=link if is_url(link) else None,
        source_name=None if newspaper.lower() in _NO_NEWSPAPER else newspaper,
        body=body.blocks,
        body_html=body.html,
        comments=comments,
        comments_open=item.get("wp:comment_status") != "closed",
        warnings=(*_doubts(item, other_comments), *moves, *body.warnings),
        slug=slug(name.lower()) or None,
        aliases=aliases,
        summary=_summary(item),
        image=_image(item, export),
        extra=(("comment_post_ID", post),) if post else (),
    )


def _post_name(item: Item) -> str:
    """Return the name in a post's address, which WordPress may have cut in the middle of a letter."""
    return percent_decoded(_CUT_LETTER.sub("", item.get("wp:post_name"))).decode(errors="ignore")


def _names(item: Item) -> list[tuple[str, str]]:
    """Return the taxonomy and name of each category and tag; WXR 1.0 names each twice, once without a taxonomy."""
    found = dict.fromkeys((taxonomy, plain(name)) for taxonomy, _, name in item.terms if taxonomy in _SECTIONS_AND_TAGS)
    if not found:
        found = dict.fromkeys(("category", plain(name)) for taxonomy, _, name in item.terms if not taxonomy)
    return [(taxonomy, name) for taxonomy, name in found if name and fold(name) not in _NO_SECTION]


def _authors(item: Item, head: Head) -> tuple[str, ...]:
    """Return the names that readers saw; several where a plugin lets posts have them."""
    logins = [plain(name) for taxonomy, _, name in item.terms if taxonomy == "author"] or [item.get("dc:creator")]
    names = (head.names.get(login) or plain(login) for login in logins)
    return tuple(dict.fromkeys(name for name in names if name and name.lower() not in _NOBODY))


def _summary(item: Item) -> str | None:
    excerpt = item.get("excerpt:encoded")
    return " ".join(plain_lines(excerpt).split("\n")) or None if excerpt else None


def _image(item: Item, export: Export) -> Image | None:
    """Return the featured picture, where the export names its file."""
    for file in export.media.known(item.metas("_thumbnail_id")):
        return Image(file.url, file.alt, file.caption or None)
    return None


def _aliases(item: Item, name: str) -> tuple[tuple[str, ...], list[str]]:
    """Return the former addresses of a published post as paths, and what keeps one from being one."""
    link = item.get("link")
    if not link or item.get("wp:status") not in _PUBLISHED:
        return (), []
    try:
        permalink = alias_url(link)
        folder, _, last = permalink.rstrip("/").rpartition("/")
        renamed = [last.replace(name, old) for old in map(_decoded, item.metas("_wp_old_slug"))] if name in last else []
        olds = [alias_url(quote(f"/{folder}/{old}")) for old in renamed if old]
    except QueryError:
        return (), ["had an address with a query, which a static host cannot serve; it is left out"]
    except ValueError as error:
        home = "home page" in str(error)
        return (), [] if home else [f"had the address {link!r}, which {error}; it is left out"]
    return tuple(dict.fromkeys([permalink, *olds])), []


def _decoded(name: str) -> str:
    return percent_decoded(_CUT_LETTER.sub("", name)).decode(errors="ignore").replace("/", "")


def _doubts(item: Item, other_comments: list[str]) -> list[str]:
    unknown = dict.fromkeys(taxonomy for taxonomy, _, _ in item.terms if taxonomy not in _KNOWN_TAXONOMIES)
    doubts = [
        f"has terms of the kind {taxonomy!r}, which newsgen does not know; they are left out" for taxonomy in unknown
    ]
    doubts += (
        f"has comments of the kind {kind!r}, which are no visitors'; they are left out" for kind in other_comments
    )
    controls = f"held control characters, which are left out: {item.controls}"
    return doubts + [controls] * bool(item.controls)
