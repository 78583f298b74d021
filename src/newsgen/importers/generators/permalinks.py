"""Compute the address that an article had on the site of another generator."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from newsgen.importers.generators.detection import Site
from newsgen.importers.generators.patterns import (
    UnknownAddressError,
    ascii_slug,
    date_words,
    fill,
    hugo_path,
    pelican_slug,
)
from newsgen.importers.generators.places import Place
from newsgen.importers.generators.values import zone_of
from newsgen.text.arabic import slug


@dataclass(frozen=True, slots=True)
class Facts:
    """What the address of an article may be made of."""

    place: Place
    title: str
    slug: str | None
    published: date | None
    categories: tuple[str, ...]
    authors: tuple[str, ...]
    language: str | None
    values: Mapping[str, Any]
    """Its header, by the normal forms of its keys."""


def old_address(facts: Facts, site: Site) -> str:
    """Return the path, with a slash at its beginning, at which *site* published the article with *facts*.

    Raises UnknownAddressError if the rule of the site is not one that newsgen can follow.
    """
    return _RULES[site.generator](facts, site)


def base_path(site: Site) -> str:
    """Return the path below which *site* was published, without a slash at its end; mostly "" for all of a host."""
    for name in ("baseurl", "base_url", "root", "siteurl", "site_url", "url"):
        address = site.setting(name)
        if isinstance(address, str) and address.strip("/"):
            with suppress(ValueError):
                return urlsplit(address).path.rstrip("/")
    return ""


def base_host(site: Site) -> str:
    """Return the host of *site* in its settings; "" if they have none."""
    for name in ("baseurl", "base_url", "url", "siteurl", "site_url"):
        with suppress(ValueError):
            host = urlsplit(str(site.setting(name) or "")).hostname
            if host:
                return host
    return ""


_HOST = re.compile(r"\A(?:[a-z][a-z0-9+.-]*:)?//[^/?#]*", re.IGNORECASE)


def alias_address(alias: str, address: str, site: Site) -> str:
    """Return the path of an *alias* that an article at the path *address* had in its header."""
    if site.generator == "hugo" and not re.match(r"/|[a-z][a-z0-9+.-]*:", alias, re.IGNORECASE):
        return urljoin(address if address.endswith("/") else f"{address}/", f"../{alias}")
    path, base = _HOST.sub("", alias, count=1), base_path(site)
    path = path.removeprefix(base) if base and path.startswith(f"{base}/") else path
    return path if path.startswith("/") else f"/{path}"


def _hugo(facts: Facts, site: Site) -> str:
    pattern = _hugo_pattern(facts, site)
    address = fill(pattern, _HUGO_TOKEN, _hugo_words(facts)) if pattern else _hugo_default(facts, site)
    is_ugly = site.setting("uglyurls")
    section = facts.place.folders[0] if facts.place.folders else ""
    if str(is_ugly.get(section) if isinstance(is_ugly, dict) else is_ugly).lower() == "true":
        address = f"{address.rstrip('/')}.html"
    return _in_language(address, facts, site, "en")


def _hugo_pattern(facts: Facts, site: Site) -> str | None:
    """Return the pattern that a Hugo site has for the addresses in the article's section."""
    patterns = site.setting("permalinks")
    section = facts.place.folders[0] if facts.place.folders else "/"
    if isinstance(patterns, dict):
        inner = patterns.get("page")
        patterns = {**patterns, **inner} if isinstance(inner, dict) else patterns
        pattern = patterns.get(section)
        return pattern if isinstance(pattern, str) else None
    return None


def _hugo_default(facts: Facts, site: Site) -> str:  # noqa: ARG001 - all rules take the site
    parts = (*facts.place.folders, facts.slug or facts.place.stem)
    return _folder(*map(hugo_path, parts))


def _folder(*parts: str) -> str:
    """Return the percent-encoded path of a folder below the site."""
    return f"{_file(*parts)}/"


def _file(*parts: str) -> str:
    """Return the percent-encoded path of a file below the site."""
    return quote("/".join(("", *filter(None, parts))))


_HUGO_TOKEN = re.compile(r":(\d+|[a-z]+)(\[[^\]]*\])?")


def _hugo_words(facts: Facts) -> Callable[[re.Match[str]], str | None]:
    folders = [*map(hugo_path, facts.place.folders)]
    name, title = hugo_path(facts.place.stem), hugo_path(facts.title)
    slug = hugo_path(facts.slug) if facts.slug else None
    words = {
        "title": title,
        "slug": slug or title,
        **dict.fromkeys(("filename", "contentbasename"), name),
        **dict.fromkeys(("slugorfilename", "slugorcontentbasename"), slug or name),
        "section": folders[0] if folders else "",
        "sections": "/".join(folders),
    }
    layouts = {"2006": "year", "06": "short_year", "01": "month", "1": "i_month", "02": "day", "2": "i_day"}
    days = date_words(facts.published)
    days |= (
        {"monthname": days.get("long_month", "").lower(), "yearday": days.get("y_day", "").lstrip("0")} if days else {}
    )

    def word(match: re.Match[str]) -> str | None:
        if match[2]:
            return "/".join(_slice(folders, match[2])) if match[1] == "sections" else None
        name = layouts.get(match[1], match[1])
        return words.get(name, days.get(name))

    return word


def _slice(folders: list[str], written: str) -> list[str]:
    """Return the part of *folders* that an index as `[1:]`, `[last]` or `[0]` names."""
    first, colon, last = written.strip("[]").replace("last", "-1").partition(":")
    with suppress(ValueError):
        start = int(first) if first else 0
        return folders[start : int(last) if last else None] if colon else folders[start:][:1]
    return folders


def _in_language(address: str, facts: Facts, site: Site, default: str) -> str:
    """Return *address* below the folder of the article's language, unless that is the site's *default*."""
    names = ("defaultcontentlanguage", "default_language", "default_lang")
    main = str(site.setting(*names) or default)
    in_folder = str(site.setting("defaultcontentlanguageinsubdir")).lower() == "true"
    language = facts.place.language or (main if in_folder else None)
    return f"/{language}{address}" if language and (language != main or in_folder) else address


def _zola(facts: Facts, site: Site) -> str:
    written = facts.values.get("path")
    if isinstance(written, str) and written.strip("/"):
        return _in_language(f"/{written.strip('/')}/", facts, site, "en")
    slugify = site.setting("slugify")
    strategy = slugify.get("paths", "on") if isinstance(slugify, dict) else "on"
    keeps_date = isinstance(slugify, dict) and slugify.get("paths_keep_date") is True
    name = facts.slug or (facts.place.stem if keeps_date else facts.place.name)
    parts = [ascii_slug(part) if strategy == "on" else part for part in (*facts.place.folders, name)]
    return _in_language(_folder(*parts), facts, site, "en")


_STYLES = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}
_TOKEN = re.compile(r":([a-z_]+)")


def _jekyll(facts: Facts, site: Site) -> str:
    pattern = str(site.setting("permalink") or "date")
    collections, folders = site.setting("collections"), facts.place.folders
    collection = folders[0][1:] if folders and folders[0].startswith("_") else ""
    if facts.place.kind == "page":
        is_folder = facts.place.is_bundle or pattern == "pretty" or pattern.endswith("/")
        return _page(facts, is_folder=is_folder)
    if collection:
        own = collections.get(collection) if isinstance(collections, dict) else None
        written = own.get("permalink") if isinstance(own, dict) else None
        end = "/" if pattern == "pretty" else ":output_ext"
        pattern = str(written or f"/:collection/:path{end}")
    return fill(_STYLES.get(pattern, pattern), _TOKEN, _jekyll_words(facts, site, collection))


def _jekyll_words(facts: Facts, site: Site, collection: str) -> Callable[[re.Match[str]], str | None]:
    inner = facts.place.folders[bool(collection) :]
    categories = [*(() if collection else inner), *facts.categories]
    name = re.sub(r"[^\w._~!$&'()+,;=@-]+|_(?=\W)", "-", facts.slug or facts.place.name).strip("-")
    words = {
        "title": name,
        "slug": name.lower(),
        "name": facts.place.stem,
        "path": "/".join((*inner, facts.place.stem)),
        "collection": collection,
        "categories": "/".join(dict.fromkeys(category.lower() for category in categories)),
        "slugified_categories": "/".join(
            dict.fromkeys(re.sub(r"[\W_]+", "-", c.lower()).strip("-") for c in categories)
        ),
        "output_ext": ".html",
        **date_words(_local(facts.published, site)),
    }
    return lambda match: words.get(match[1])


def _page(facts: Facts, *, is_folder: bool) -> str:
    """Return the address of a page of Jekyll or Hexo, which is that of its file."""
    path = _file(*facts.place.folders, facts.place.stem)
    return f"{path}/" if is_folder else f"{path}.html"


def _hexo(facts: Facts, site: Site) -> str:
    if facts.place.kind == "page":
        return _page(facts, is_folder=facts.place.is_bundle)
    name = facts.slug or "/".join((*facts.place.folders, facts.place.name))
    default = str(site.setting("default_category") or "uncategorized")
    names = site.setting("category_map")
    names = names if isinstance(names, dict) else {}
    category = "/".join(re.sub(r"[\s/]+", "-", str(names.get(part, part))) for part in facts.categories) or default
    words = {
        "title": name,
        "name": name.rpartition("/")[2],
        "post_title": re.sub(r"[\s~`!@#$%^&()\-_+=\[\]{}|\\;:\"'<>,.?/]+", "-", facts.title).strip("-"),
        "category": category,
        "lang": facts.language or "",
        **date_words(_local(facts.published, site)),
    }
    written = {key: str(value) for key, value in facts.values.items() if isinstance(value, str | int)}
    pattern = str(site.setting("permalink") or ":year/:month/:day/:title/")
    return fill(pattern, _TOKEN, lambda match: words.get(match[1], written.get(match[1])))


_FIELD = re.compile(r"\{(\w+)(?::([^{}]*))?\}")


def _pelican(facts: Facts, site: Site) -> str:
    is_page, is_other = facts.place.kind == "page", facts.language and facts.language != site.setting("default_lang")
    kind = "PAGE" if is_page else "ARTICLE"
    other = bool(is_other and site.setting("default_lang"))
    default = ("pages/" if is_page else "") + ("{slug}-{lang}.html" if other else "{slug}.html")
    keys = [f"{kind}_LANG_URL", f"{kind}_LANG_SAVE_AS"] if other else [f"{kind}_URL", f"{kind}_SAVE_AS"]
    pattern = str(facts.values.get("url") or site.setting(*map(str.lower, keys)) or default)
    words = {
        "slug": facts.slug or pelican_slug(facts.title),
        "lang": facts.language or str(site.setting("default_lang") or "en"),
        "category": pelican_slug((*facts.categories, str(site.setting("default_category") or "misc"))[0]),
        "author": pelican_slug((*facts.authors, "")[0]),
    }

    def word(match: re.Match[str]) -> str | None:
        if match[1] != "date":
            return words.get(match[1])
        return facts.published.strftime(match[2] or "%Y-%m-%d") if facts.published else None

    return fill(pattern, _FIELD, word)


def _nikola(facts: Facts, site: Site) -> str:
    key = "pages" if facts.place.kind == "page" else "posts"
    folders = list(facts.place.folders)
    target = folders.pop(0) if folders else key
    rows = site.setting(key)
    for row in rows if isinstance(rows, list | tuple) else ():
        if isinstance(row, list | tuple) and len(row) > 1 and str(row[0]).startswith(f"{target}/"):
            target = str(row[1])
            break
    name = facts.slug or ascii_slug(facts.place.name)
    path = _file(target, *folders, name)
    is_pretty = site.setting("pretty_urls") is not False
    return _in_language(f"{path}/" if is_pretty else f"{path}.html", facts, site, "en")


def _eleventy(facts: Facts, site: Site) -> str:  # noqa: ARG001 - all rules take the site
    return _folder(*facts.place.folders, facts.place.stem)


def _newsgen(facts: Facts, site: Site) -> str:
    key = facts.values.get("id") or PurePosixPath(str(facts.values.get("capture") or facts.place.stem)).stem
    name = facts.slug or slug(facts.title) or slug(facts.place.stem)
    if facts.place.kind == "page":
        return _folder(facts.slug or slug(facts.place.stem))
    return site.settings["addresses"].get(str(key)) or _folder("articles", name)


_RULES: Mapping[str, Callable[[Facts, Site], str]] = {
    "markdown": _hugo_default,
    "hugo": _hugo,
    "zola": _zola,
    "jekyll": _jekyll,
    "hexo": _hexo,
    "pelican": _pelican,
    "nikola": _nikola,
    "eleventy": _eleventy,
    "newsgen": _newsgen,
}


def written_address(pattern: str, facts: Facts, site: Site) -> str:
    """Return the address that a header or a file of data gives with *pattern*, in which code may stand.

    Raises UnknownAddressError for code that newsgen cannot follow.
    """
    if "{{" in pattern:
        pattern = _CODE.sub(lambda match: _code_value(match, facts), pattern)
    elif site.generator == "jekyll" and ":" in pattern:
        pattern = fill(_STYLES.get(pattern, pattern), _TOKEN, _jekyll_words(facts, site, ""))
    elif site.generator == "hugo" and ":" in pattern and "//" not in pattern:
        pattern = fill(pattern, _HUGO_TOKEN, _hugo_words(facts))
    elif site.generator == "jekyll" and pattern in _STYLES:
        pattern = fill(_STYLES[pattern], _TOKEN, _jekyll_words(facts, site, ""))
    return pattern


_CODE = re.compile(r"\{\{-?\s*(.*?)\s*-?\}\}")


def _code_value(match: re.Match[str], facts: Facts) -> str:
    """Return the value of an expression of Liquid or Nunjucks in an address of Eleventy."""
    name, *filters = (part.strip() for part in match[1].split("|"))
    words = {
        "page.fileslug": facts.place.name,
        "page.filepathstem": "/".join(("", *facts.place.folders, facts.place.name)),
        "page.outputfileextension": "html",
        "title": facts.title,
        "slug": facts.slug,
    }
    key = name.lower()
    value = words.get(key, facts.values.get(key))
    day = facts.published
    if (
        key in {"page.date", "date"}
        and day
        and filters
        and (written := re.search(r"""["'](%[^"']*)["']""", filters[0]))
    ):
        return day.strftime(written[1])
    if not isinstance(value, str) or any(
        one.split(":")[0] not in {"slug", "slugify", "downcase", "url"} for one in filters
    ):
        raise UnknownAddressError(f"has the code {match[0]}, which newsgen does not run")
    return (
        ascii_slug(value)
        if any(one.startswith("slug") for one in filters) and value.isascii()
        else (re.sub(r"[\W_]+", "-", value.lower()).strip("-") if filters else value)
    )


def _local(moment: date | None, site: Site) -> date | None:
    """Return *moment* in the time zone of *site*, by which Jekyll and Hexo make addresses."""
    zone = zone_of(site.setting("timezone"))
    return moment.astimezone(zone) if zone and isinstance(moment, datetime) and moment.tzinfo else moment
