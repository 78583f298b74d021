"""Read what an article of another generator is: its title, dates, names, terms, picture and old addresses."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import unquote

from newsgen.importers.generators.detection import Site
from newsgen.importers.generators.front_matter import HOLDING_TAGS, FrontMatter, plain
from newsgen.importers.generators.patterns import UnknownAddressError
from newsgen.importers.generators.permalinks import (
    Facts,
    alias_address,
    base_host,
    old_address,
    written_address,
)
from newsgen.importers.generators.places import Place
from newsgen.importers.generators.values import text_of, texts_of
from newsgen.loaders.front_matter import PICTURE_NAMES
from newsgen.loaders.front_matter_keys import normal_key
from newsgen.model.article import Image
from newsgen.model.urls import HomePageError, alias_url, is_reserved
from newsgen.text.arabic import slug
from newsgen.text.web_addresses import host_of, is_url

_GENERIC_SECTIONS = frozenset("post posts blog article articles _posts src content".split())
"""Folders that hold all articles of a site, and so are no section."""
_WITHOUT_FOLDER_SECTIONS = frozenset(("hexo", "nikola", "newsgen", "markdown"))


@dataclass(slots=True)
class Reading:
    """What is known about an article from its header and its place."""

    front: FrontMatter
    place: Place
    facts: Facts
    address: str = ""
    """The path at which it was published, with a slash at its beginning; "" if that is not known."""
    link: str = ""
    """The address to which links lead, if that is another one."""
    copies: list[str] = field(default_factory=list)
    """The addresses of other files that are the same, byte for byte."""
    warnings: list[str] = field(default_factory=list)

    @property
    def site(self) -> Site:
        """The site of the article."""
        return self.front.site


def read_metadata(front: FrontMatter, place: Place, headline: str | None) -> Reading:
    """Read from front matter what the address is made of; *headline* stands at the beginning of an untitled text."""
    fields, site = front.fields, front.site
    facts = Facts(
        place=place,
        title=fields.text("title") or headline or place.name.replace("-", " ").replace("_", " ").strip() or "؟",
        slug=fields.text("slug"),
        published=_moment(front, "date") or place.day,
        categories=fields.names("categories") or fields.names("category"),
        authors=fields.names("authors") or fields.names("author") or _default_authors(site),
        language=text_of(front.by_normal_key().get("lang") or front.by_normal_key().get("language")) or place.language,
        values=front.by_normal_key(),
    )
    reading = Reading(front, place, facts)
    if not fields.text("title") and not headline:
        reading.warnings.append("has no title, so its name is its headline; write `title:` in its file")
    reading.address = _valid(_address(reading), reading)
    if reading.address and is_reserved(reading.address.lstrip("/")):
        reading.link = f"/old{reading.address}"
        found = f"its old address {reading.address} is reserved for newsgen's own pages"
        reading.warnings.append(f"{found}, so it does not lead here; links to it lead over {reading.link}")
    return reading


def _moment(front: FrontMatter, key: str) -> date | None:
    """Return the date under *key*; one that cannot be read is set aside."""
    known = len(front.fields.errors)
    moment = front.fields.moment(key)
    if len(front.fields.errors) > known:
        front.set_aside(key, "it is left out")
        front.warnings.pop()
    return moment


def updated_of(reading: Reading) -> date | None:
    """Return when the article was changed, by its header."""
    return _moment(reading.front, "updated")


def _default_authors(site: Site) -> tuple[str, ...]:
    key = {"pelican": "author", "nikola": "blog_author"}.get(site.generator)
    return texts_of(site.setting(key)) if key else ()


def _valid(address: str, reading: Reading) -> str:
    """Return an *address* of the site as newsgen spells it; "" for the home page, or with a warning if not valid."""
    try:
        return f"/{alias_url(address)}"
    except HomePageError:
        return ""
    except ValueError as error:
        reading.warnings.append(f"its old address {address!r} {error}; it is left out")
        return ""


def _address(reading: Reading) -> str:
    """Return the path at which the article was published: the one that its header gives, or else by the site's rule."""
    front, facts, site = reading.front, reading.facts, reading.site
    for key, written in front.addresses:
        if _is_elsewhere(written, site):
            front.kept[key] = written
            continue
        try:
            return alias_address(written_address(written, facts, site), "/", site)
        except UnknownAddressError as error:
            found = f"{key} {written!r} {error}; write its old address under `aliases:`"
            front.set_aside(key, found, written)
            return ""
    try:
        return old_address(facts, site)
    except UnknownAddressError as error:
        if not reading.place.is_draft:  # which had no address
            reading.warnings.append(f"the rule for addresses {error}; write its old address under `aliases:`")
        return ""


def _is_elsewhere(address: str, site: Site) -> bool:
    """Return whether an *address* in a header is on another host than *site*, as that of a link that it is about."""
    host, own = host_of(address), host_of(f"https://{base_host(site)}")
    return bool(host and own and host != own)


def aliases_of(reading: Reading) -> tuple[str, ...]:
    """Return the addresses that lead to the article, as they are below the new site; others get a warning."""
    own = reading.address or "/"
    further = [_valid(alias_address(alias, own, reading.site), reading) for alias in reading.front.aliases]
    found = filter(None, (reading.link or reading.address, *reading.copies, *further))
    return tuple(dict.fromkeys(address.removeprefix("/") for address in found))


def section_and_tags(reading: Reading, title_of: Callable[[str], str | None]) -> tuple[str | None, tuple[str, ...]]:
    """Return the section and the tags of the article; *title_of* returns what a folder of the site calls itself.

    Newsgen has one section for each article, so further categories become tags.
    """
    categories = reading.facts.categories or _folder_section(reading, title_of)
    tags = reading.front.fields.names("tags")
    if reading.site.generator == "nikola":
        tags = tuple(tag for tag in tags if tag.lower() not in HOLDING_TAGS)
    return next(iter(categories), None), tuple(dict.fromkeys((*tags, *categories[1:])))


def _folder_section(reading: Reading, title_of: Callable[[str], str | None]) -> tuple[str, ...]:
    folders = [name for name in reading.place.folders if not name.startswith("_")]
    if not folders or reading.site.generator in _WITHOUT_FOLDER_SECTIONS:
        return ()
    name = title_of(folders[0]) or ("" if folders[0].lower() in _GENERIC_SECTIONS else folders[0])
    return (name,) if name else ()


def image_of(reading: Reading, find: Callable[[str], str | None]) -> Image | None:
    """Return the picture that the header names; *find* returns newsgen's name of a file of the site, if it exists."""
    front = reading.front
    value = front.fields.value("image")
    texts = {normal_key(key): text_of(one) for key, one in value.items()} if isinstance(value, dict) else {}
    src = next(filter(None, map(texts.get, ("src", *PICTURE_NAMES))), None) if texts else text_of(value)
    if not src:
        return None
    name = src if is_url(src) else find(src)
    if name is None:
        found = f"its picture {src!r} is not a picture that the site has and browsers show"
        front.set_aside("image", f"{found}; put the file into content/media/ and write `image:`")
        return None
    return Image(name, texts.get("alt") or "", texts.get("caption") or texts.get("title"), texts.get("credit"))


def comments_are_open(reading: Reading) -> bool:
    """Return whether the header lets readers comment."""
    return str(reading.front.fields.value("comments")).lower() not in {"false", "no", "off", "closed"}


def slug_of(reading: Reading) -> str | None:
    """Return the slug that the article had in its old address; None if that came from its title."""
    if reading.facts.slug:
        return slug(unquote(reading.facts.slug).rstrip("/").rpartition("/")[2]) or None
    return None if reading.site.generator in {"pelican", "newsgen"} else slug(reading.place.name) or None


def with_language(reading: Reading, extra: dict[str, object]) -> dict[str, object]:
    """Return *extra* with the language of the article, if only the name of its file says it."""
    has_language = {"lang", "language"} & {key.lower() for key in extra}
    return extra if has_language or not reading.facts.language else {**extra, "lang": plain(reading.facts.language)}
