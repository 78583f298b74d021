"""Read from site.yml what a newsroom decides about the look of its site: colours, sections, pictures, feeds."""

import re
from collections.abc import Mapping
from typing import Any

from newsgen.formats.yaml_fields import Fields
from newsgen.model.colours import HUES, MIN_CONTRAST, by_day, least_contrast, parse_colour
from newsgen.model.config import SectionStyle

FEED_LISTS = ("sections", "tags", "authors", "sources")
_MEDIA = re.compile(r"(?:/?(?:content/)?media/)?((?!\.\.?/)[^/\\:?#]+(?:/(?!\.\.?/)[^/\\:?#]+)*)")
"""Matches a file below content/media/, with or without the names of these folders."""


def read_look(fields: Fields) -> Mapping[str, Any]:
    """Return the settings of the site's look by their names in `Config`, without those that are missing or wrong."""
    read = {
        "sections": _sections(fields),
        "feed_lists": _feed_lists(fields),
        "accent": _accent(fields),
        "logo": _media_file(fields, "logo"),
        "social_image": _media_file(fields, "social_image"),
    }
    return {name: value for name, value in read.items() if value is not None}


def _sections(fields: Fields) -> tuple[SectionStyle, ...]:
    """Return the sections that the site's settings list, each with its colour."""
    inner = fields.section("sections")
    return tuple(SectionStyle(" ".join(name.split()), _section_colour(inner, name)) for name in inner.entries)


def _section_colour(fields: Fields, name: str) -> str | None:
    """Return the colour of the section *name* in the site's settings: a hue's name or six hexadecimal digits."""
    text = fields.text(name)
    return text if text is None or text in HUES else _readable(fields, name, text, f"one of {', '.join(HUES)}, or ")


def _accent(fields: Fields) -> str | None:
    text = fields.text("accent")
    return None if text is None else _readable(fields, "accent", text)


def _readable(fields: Fields, key: str, text: str, others: str = "") -> str | None:
    """Return the colour *text* of the site; record an error and return None if it is not one or cannot be read."""
    colour = parse_colour(text)
    if colour is None:
        fields.fail(key, f"{key} {text!r} is not a colour", f'write {others}six digits like "#7a1f1f", in quotes')
        return None
    found = least_contrast(colour)
    if found < MIN_CONTRAST:
        nearest = by_day(colour)
        remedy = f'take a darker one; the nearest is "{nearest}" (at night newsgen lightens a colour itself)'
        contrast = f"has a contrast of {int(found * 10) / 10} with the paper, and text needs {MIN_CONTRAST:.0f}"
        fields.fail(key, f"{key} {text!r} {contrast}", remedy)
        return None
    return colour


def _feed_lists(fields: Fields) -> tuple[str, ...] | None:
    if fields.value("feed_lists") is None:
        return None
    kinds = fields.texts("feed_lists")
    for kind in kinds:
        if kind not in FEED_LISTS:
            remedy = f"write some of {', '.join(FEED_LISTS)}, or [] for none"
            fields.fail("feed_lists", f"feed_lists {kind!r} is not known", remedy)
    return tuple(kind for kind in FEED_LISTS if kind in kinds)


def _media_file(fields: Fields, key: str) -> str | None:
    """Return the name below content/media/ of a picture of the site; None if it is missing or wrong."""
    text = fields.text(key)
    match = _MEDIA.fullmatch(text or "")
    if text and not match:
        fields.fail(
            key, f"{key} {text!r} is not a file in content/media/", f"put the picture there, and write {key}: logo.png"
        )
    return match[1] if match else None
