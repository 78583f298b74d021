"""Turn the header of a Markdown file of another generator into the metadata of an article."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from newsgen.importers.generators.detection import Site
from newsgen.importers.generators.keys import Keys
from newsgen.importers.generators.permalinks import (
    Facts,
    UnknownAddressError,
    alias_address,
    base_host,
    old_address,
    written_address,
)
from newsgen.importers.generators.places import Place
from newsgen.importers.generators.values import flag_of, moment_of, plain, text_of, texts_of, zone_of
from newsgen.model.article import Image
from newsgen.model.urls import HomePageError, alias_url
from newsgen.text.arabic import slug
from newsgen.text.web_addresses import is_url

_DATES = ("date", "pubdate", "publishdate", "published_at", "published", "created", "created_at")
_UPDATES = ("updated", "lastmod", "modified", "last_modified_at", "last_modified", "updated_at", "date_updated")
_PICTURES = (
    *("image", "cover", "featured_image", "featuredimage", "feature_image", "featured", "thumbnail", "banner", "hero"),
    *("previewimage", "og_image", "thumb", "img", "header", "images"),
)
_ALIASES = ("aliases", "alias", "redirect_from", "redirects")
_GENERIC_SECTIONS = frozenset("post posts blog article articles _posts src content".split())
"""Folders that hold all articles of a site, and so are no section."""
_COLLECTIONS = frozenset("post posts blog all nav".split())
"""Tags by which Eleventy collects all articles of a site."""
_OWN = frozenset(
    "id capture versions related related_heading comment_form container comments draft image canonical robots rights"
    " source_url source_name captured archived_url aliases slug date updated title author authors categories category"
    " tags description summary comment_post_id cover section keywords hidden private status published".split()
)
"""Keys that a build reads; a value that it could not read is kept under another name."""
_NUMBERED = re.compile(r"^(\d+)[._-]")


@dataclass(slots=True)
class Reading:
    """What is known about an article from its header and its place, with the warnings about them."""

    keys: Keys
    place: Place
    site: Site
    facts: Facts
    warnings: list[str] = field(default_factory=list)
    kept: dict[str, Any] = field(default_factory=dict)
    """Values that could not be read, by other names."""
    address: str = ""
    """The path at which it was published, with a slash at its beginning; "" if that is not known."""

    def warn(self, key: str, found: str) -> None:
        """Add a warning about the value of *key* in the header."""
        self.warnings.append(f"line {self.keys.line_of(key)}: {found}")


def read_facts(keys: Keys, place: Place, path: str, site: Site, headline: str | None) -> Reading:
    """Read from a header what its address is made of; *headline* stands at the beginning of a text without a title."""
    title = text_of(keys.take("title")) or headline or _NUMBERED.sub("", place.name).replace("-", " ").replace("_", " ")
    categories = _categories(keys, site)
    facts = Facts(
        path=path,
        place=place,
        title=title.strip() or "؟",
        slug=text_of(keys.take("slug")),
        published=place.day,
        categories=categories,
        authors=_authors(keys, site),
        language=text_of(keys.get("lang", "language", "locale")) or place.language,
        values=keys.by_lower_case(),
    )
    reading = Reading(keys, place, site, facts)
    published = _moment(reading, _DATES)
    if published:
        reading.facts = _with_date(facts, published)
    reading.address = _decoded(_address(reading))
    return reading


def _decoded(address: str) -> str:
    """Return an *address* of the site as newsgen spells it; one that newsgen cannot serve stays as it is."""
    try:
        return f"/{alias_url(address)}"
    except ValueError:
        return address


def _with_date(facts: Facts, published: date) -> Facts:
    return Facts(**{name: getattr(facts, name) for name in facts.__slots__} | {"published": published})


def _moment(reading: Reading, names: tuple[str, ...]) -> date | None:
    """Return the date under the first of the header's *names* that has one; an unreadable one is kept with a warning."""
    zone = zone_of(reading.site.setting("timezone"))
    for name in names:
        value = reading.keys.get(name)
        if value is None or (name == "published" and flag_of(value) is not None):
            continue
        try:
            found = moment_of(value, zone)
        except (ValueError, OverflowError) as error:
            reading.warn(name, f"{name} {text_of(value)!r} cannot be read ({error}); write `{names[0]}: 2011-01-25`")
            reading.keys.use(name)
            reading.kept[f"old_{name}"] = plain(value)
            continue
        if name not in {"publishdate", "published"}:
            reading.keys.use(name)
        return found
    return None


def _separator(site: Site, key: str) -> str | None:
    """Return the pattern that divides a text of several terms, as the site's generator divides it."""
    if site.generator in {"pelican", "nikola"}:
        return "[,;]"
    if site.generator == "jekyll" and key in {"tags", "categories"}:
        return r"\s*,\s*|\s+"
    return "[،,]" if site.generator in {"newsgen", "markdown"} else None


def _categories(keys: Keys, site: Site) -> tuple[str, ...]:
    found = keys.get("categories")
    if site.generator == "hexo" and isinstance(found, list):
        found = [part for item in found for part in (item if isinstance(item, list) else [item])]
    name = "categories" if found is not None else "category" if keys.get("category") is not None else "section"
    value = found if found is not None else keys.get(name)
    keys.use(name)
    return texts_of(value, _separator(site, name))


def _tags(keys: Keys, site: Site) -> tuple[str, ...]:
    name = next((name for name in ("tags", "tag", "keywords") if keys.get(name) is not None), "tags")
    separator = "[،,]" if name == "keywords" else _separator(site, name)
    tags = texts_of(keys.take(name), separator)
    if site.generator == "eleventy":
        return tuple(tag for tag in tags if tag not in _COLLECTIONS)
    return tuple(tag for tag in tags if site.generator != "nikola" or tag.lower() not in {"draft", "private"})


def _authors(keys: Keys, site: Site) -> tuple[str, ...]:
    names = texts_of(keys.take("authors", "author", "byline"), "[،,;]")
    default = {"pelican": "author", "nikola": "blog_author"}.get(site.generator)
    return names or texts_of(site.setting(default) if default else None)


def _address(reading: Reading) -> str:
    """Return the path at which the article was published: the one that its header gives, or else by the site's rule."""
    keys, facts, site = reading.keys, reading.facts, reading.site
    for name in ("url", "permalink"):
        written = keys.get(name)
        if not isinstance(written, str) or written.lower() == "false" or _is_elsewhere(written, site):
            continue
        keys.use(name)
        try:
            return alias_address(written_address(written, facts, site), "/", site)
        except UnknownAddressError as error:
            reading.warn(name, f"{name} {written!r} {error}; write its old address under `aliases:`")
            reading.kept[f"old_{name}"] = written
            return ""
    if site.generator == "zola":
        keys.use("path")
    try:
        return old_address(facts, site)
    except UnknownAddressError as error:
        if not reading.place.is_draft:  # which had no address
            reading.warnings.append(f"the rule for addresses {error}; write its old address under `aliases:`")
        return ""


def _is_elsewhere(address: str, site: Site) -> bool:
    """Return whether an *address* in a header is on another host than *site*, as that of a link that it is about."""
    host, own = urlsplit(address).hostname if "//" in address[:9] else None, base_host(site)
    return bool(host and own and host != own)


def aliases_of(reading: Reading) -> tuple[str, ...]:
    """Return the addresses that lead to the article, as they are below the new site; others get a warning."""
    written = [reading.address] if reading.address else []
    for name in _ALIASES:
        written += [
            alias_address(alias, reading.address or "/", reading.site) for alias in texts_of(reading.keys.take(name))
        ]
    found = []
    for address in written:
        try:
            found.append(alias_url(address))
        except HomePageError:
            continue
        except ValueError as error:
            reading.warnings.append(f"its old address {address!r} {error}; it is left out")
    return tuple(dict.fromkeys(found))


def section_and_tags(reading: Reading, title_of: Callable[[str], str | None]) -> tuple[str | None, tuple[str, ...]]:
    """Return the section and the tags of the article; *title_of* returns what a folder of the site calls itself."""
    first, *others = (*reading.facts.categories, *_folder_section(reading, title_of))[:1] + reading.facts.categories[1:] or (None,)
    return first, tuple(dict.fromkeys((*_tags(reading.keys, reading.site), *filter(None, others))))


def _folder_section(reading: Reading, title_of: Callable[[str], str | None]) -> tuple[str, ...]:
    folders = [name for name in reading.place.folders if not name.startswith("_")]
    if reading.facts.categories or not folders or reading.site.generator in {"hexo", "nikola", "newsgen", "markdown"}:
        return ()
    name = title_of(folders[0]) or ("" if folders[0].lower() in _GENERIC_SECTIONS else folders[0])
    return (name,) if name else ()


def image_of(reading: Reading, find: Callable[[str], str | None]) -> Image | None:
    """Return the picture that the header names; *find* returns what newsgen calls a file of the site, None if missing."""
    for name in _PICTURES:
        value = reading.keys.get(name)
        image = _image(value)
        if image is None:
            continue
        src = image.src if is_url(image.src) else find(image.src)
        if src:
            reading.keys.use(name)
            return Image(src, image.alt, image.caption, image.credit)
        if name in _OWN:
            reading.keys.use(name)
            reading.kept[f"old_{name}"] = plain(value)
        found = f"its picture {image.src!r} is not a picture that the site has and browsers show"
        reading.warn(name, f"{found}; put the file into content/media/ and write `image:`")
        return None
    return None


def _image(value: Any) -> Image | None:
    """Return the picture that a header's *value* describes: an address, a list of them, or a mapping."""
    if isinstance(value, list) and value:
        return _image(value[0])
    if not isinstance(value, Mapping):
        src = text_of(value)
        return Image(src) if src and re.search(r"[./]", src) and flag_of(src) is None else None
    texts = {str(key).lower(): text_of(inner) for key, inner in value.items()}
    src = next(filter(None, map(texts.get, ("src", "image", "url", "path", "file", "teaser", "overlay_image"))), None)
    if not src:
        return None
    return Image(src, texts.get("alt") or "", texts.get("caption") or texts.get("title"), texts.get("credit"))


def comments_are_open(keys: Keys) -> bool:
    """Return whether the header lets readers comment."""
    value = keys.take("comments", "comment", "nocomments", "disablecomments")
    if isinstance(value, Mapping | list) or value is None:
        return True
    if keys.get("comments") is None and keys.get("comment") is None:
        return flag_of(value) is not True
    return text_of(value) != "closed" and flag_of(value) is not False


def updated_of(reading: Reading) -> date | None:
    """Return when the article was changed, by its header."""
    return _moment(reading, _UPDATES)


def extra_of(reading: Reading) -> tuple[tuple[str, Any], ...]:
    """Return the keys of the header that newsgen does not use, with values that front matter can have."""
    found = dict(_renamed(reading))
    if reading.facts.language and not {"lang", "language", "locale"} & {key.lower() for key in found}:
        found["lang"] = reading.facts.language
    return tuple((found | reading.kept).items())


def _renamed(reading: Reading) -> Iterator[tuple[str, Any]]:
    for key, value in reading.keys.rest():
        kept = plain(value)
        if kept is not None and kept not in ("", [], {}):
            yield (f"old_{key}" if key.lower() in _OWN and reading.site.generator != "newsgen" else key), kept


def slug_of(reading: Reading) -> str | None:
    """Return the slug that the article had in its old address; None if that came from its title."""
    if reading.facts.slug:
        return slug(reading.facts.slug.rpartition("/")[2]) or None
    return None if reading.site.generator == "pelican" else slug(reading.place.name) or None
