"""Read the settings of a site from content/site.yml into a Config."""

import re
from collections import Counter
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from newsgen.errors import ConfigError, NewsgenError
from newsgen.filesystem import nfc, read_file, read_utf8, real_path
from newsgen.formats.yaml_fields import Fields, read_mapping
from newsgen.loaders.comment_form import read_form_target
from newsgen.loaders.deploy_settings import read_targets
from newsgen.loaders.site_look import read_look
from newsgen.model.config import FONTS, SITE_FILE, SYSTEM_FONT, Config, Spellings
from newsgen.model.permalinks import check_permalink
from newsgen.model.urls import Link
from newsgen.text.web_addresses import is_url

COUNTRIES = "AE BH DJ DZ EG IQ JO KM KW LB LY MA MR OM PS QA SA SD SO SY TD TN YE".split()
_PATH_SIGNS = "/%-._~!$&'()*+,;=:@"
DIGITS = ("latin", "arabic-indic")
FEED_CONTENT = ("summary", "full")


def load_config(root: Path, output: Path | None = None) -> tuple[Config, list[NewsgenError], list[str]]:
    """Read ROOT/content/site.yml; return the settings, with errors and warnings.

    A wrong value is an error, and its default is used while the rest is read. Raises ConfigError if the output
    folder (*output*, else the folder site in *root*) is not allowed.
    """
    output = _output(root, output)
    try:
        text = read_utf8(read_file(root / SITE_FILE), SITE_FILE, ConfigError)
        fields = read_mapping(text, SITE_FILE, kind=ConfigError)
    except FileNotFoundError:
        return Config(root, output), [], []
    except OSError as error:
        return Config(root, output), [ConfigError.unreadable(SITE_FILE, error)], []
    except ConfigError as error:
        return Config(root, output), [error], []
    config = _read(fields, root, output)
    read_targets(fields)  # only for its errors: a build does not depend on where the site is published
    fields.refuse_unknown()
    return config, fields.errors, [f"{SITE_FILE}: {warning}" for warning in fields.warnings]


def _output(root: Path, output: Path | None) -> Path:
    """Return the site's resolved output folder; raise ConfigError if it contains, or is in, the project's own files."""
    output = output or root / "site"
    try:
        resolved = real_path(output)
        own = [real_path(root / name) for name in ("seeds", "content", "templates", ".newsgen")]
    except OSError:
        raise ConfigError(str(output), "is a broken link", "remove it, or choose another folder") from None
    contains_own = any(resolved == folder or resolved in folder.parents for folder in (root, *own))
    if contains_own or any(folder in resolved.parents for folder in own):
        found = "cannot be the output folder because it contains the project's own files"
        raise ConfigError(str(output), found, "choose a separate folder")
    return resolved


def _read(fields: Fields, root: Path, output: Path) -> Config:
    default = Config(root, output)
    return Config(
        root=root,
        output=output,
        title=fields.text("title") or default.title,
        description=fields.text("description") or default.description,
        base_url=_base_url(fields),
        language=_language(fields) or default.language,
        country=fields.choice("country", COUNTRIES) or default.country,
        timezone=_timezone(fields),
        digits=fields.choice("digits", DIGITS),
        permalink=_permalink(fields) or default.permalink,
        page_size=fields.number("page_size", 1, 500, default.page_size),
        feed_items=fields.number("feed_items", 0, 500, default.feed_items),
        feed_content=fields.choice("feed_content", FEED_CONTENT) or default.feed_content,
        related=fields.number("related", 0, 20, default.related),
        spellings=_spellings(fields.section("spellings")),
        font=fields.choice("font", [*FONTS, SYSTEM_FONT]) or default.font,
        publish_captures=fields.flag("publish_captures", default=default.publish_captures),
        publish_records=fields.flag("publish_records", default=default.publish_records),
        navigation=_links(fields, "navigation"),
        comment_form=read_form_target(fields.section("comment_form")),
        footer=_links(fields, "footer") or default.footer,
        **read_look(fields),
        short_addresses=fields.flag("short_addresses", default=default.short_addresses),
        share_links=fields.flag("share_links", default=default.share_links),
        citation_files=fields.flag("citation_files", default=default.citation_files),
        search=_search(fields),
        social_pictures=fields.flag("social_pictures", default=default.social_pictures),
        security_headers=fields.flag("security_headers", default=default.security_headers),
        skipped_checks=_skipped_checks(fields.section("check")),
    )


def _search(fields: Fields) -> bool | None:
    """Return whether the site's settings ask for a search; None if they do not say."""
    return None if fields.value("search") is None else fields.flag("search", default=False)


def _skipped_checks(fields: Fields) -> tuple[str, ...]:
    """Return the names of the checks that the site's settings leave out; `newsgen check` knows which exist."""
    names = fields.texts("skip")
    fields.refuse_unknown()
    return names


def _base_url(fields: Fields) -> str | None:
    """Return the site's base URL in ASCII, with one slash at its end; None if it is missing or wrong in site.yml."""
    url = fields.url("base_url")
    parts = urlsplit(url or "")
    if parts.query or parts.fragment or "@" in parts.netloc or {".", ".."} & set(unquote(parts.path).split("/")):
        found = f"base_url {url!r} must have only a host and a plain path"
        fields.fail("base_url", found, "write it like https://example.org/news/")
        return None
    name, colon, port = parts.netloc.partition(":")
    try:
        host = parts.netloc if parts.netloc.isascii() else name.encode("idna").decode() + colon + port
    except UnicodeError:
        found = f"the host of base_url {url!r} cannot be converted to ASCII"
        fields.fail("base_url", found, "write it like xn--mgbh0fb.example")
        return None
    return f"{parts.scheme}://{host}{quote(parts.path.rstrip('/'), safe=_PATH_SIGNS)}/" if url else None


def _language(fields: Fields) -> str | None:
    language = fields.text("language")
    if language and not re.fullmatch(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", language):
        fields.fail("language", f"language {language!r} is not a language tag", "write it like ar or ar-MA")
        return None
    return language


def _timezone(fields: Fields) -> str | None:
    name = fields.text("timezone")
    try:
        return str(ZoneInfo(name)) if name and name != "UTC" else name
    except (ZoneInfoNotFoundError, ValueError, OSError):
        fields.fail("timezone", f"timezone {name!r} is not known", "write it like Africa/Casablanca")
        return None


def _permalink(fields: Fields) -> str | None:
    """Return the site's pattern of paths of new articles, with one slash at its end; None if missing or wrong."""
    pattern = fields.text("permalink")
    if pattern is None:
        return None
    pattern = nfc(pattern).strip("/") + "/"
    problem = check_permalink(pattern)
    if problem:
        remedy = "write it like articles/{slug}/ or {year}/{month}/{slug}/"
        fields.fail("permalink", f"permalink {pattern!r} {problem}", remedy)
        return None
    return pattern


def _spellings(fields: Fields) -> Spellings:
    """Return which names the site's settings say are one name and which are not; a name in two lists is an error."""
    rows = fields.value("merge") or []
    groups = [row for row in rows if _is_group(row)] if isinstance(rows, list) else []
    if not isinstance(rows, list) or len(groups) < len(rows):
        remedy = "write `- [the name to show, another name]`, one group per line"
        fields.fail("merge", "merge must be a list of groups of names", remedy)
    merge = tuple(tuple(" ".join(name.split()) for name in group) for group in groups)
    apart = fields.texts("apart")
    fields.refuse_unknown()
    counted = Counter([*(name for group in merge for name in set(group)), *apart])
    for name in (name for name, count in counted.items() if count > 1):
        fields.fail("merge", f"{name!r} is in more than one list", "keep it in one of them")
    return Spellings(merge, apart)


def _is_group(row: object) -> bool:
    return isinstance(row, list) and len(row) > 1 and all(isinstance(name, str) and name.strip() for name in row)


def _links(fields: Fields, key: str) -> tuple[Link, ...] | None:
    """Return the links of the site's menu or its foot; None if they are missing or wrong."""
    rows = fields.value(key)
    if rows is None:
        return None
    if not isinstance(rows, list) or not all(_is_link(row) for row in rows):
        remedy = "write `- {title: من نحن, url: about/}`, one per line; url is a path of this site or https://…"
        fields.fail(key, f"{key} must be a list of titles with URLs", remedy)
        return None
    return tuple(Link(" ".join(row["title"].split()), nfc(row["url"]).removeprefix("/")) for row in rows)


def _is_link(row: object) -> bool:
    if not (isinstance(row, dict) and set(row) == {"title", "url"}):
        return False
    title, url = row["title"], row["url"]
    if not (isinstance(title, str) and title.strip() and isinstance(url, str)):
        return False
    return is_url(url) or not re.search(r"^//|[:\\\s?#]|(?:^|/)\.\.?(?:/|$)", url)
