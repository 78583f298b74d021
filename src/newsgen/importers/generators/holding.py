"""Find out why an article was not public on its former site."""

from collections.abc import Iterator, Mapping
from typing import Any

from newsgen.importers.generators.detection import Site
from newsgen.importers.generators.keys import Keys
from newsgen.importers.generators.places import Place
from newsgen.importers.generators.values import flag_of, text_of, texts_of

_HIDDEN = ("draft", "hidden", "private", "unlisted", "headless", "protected")
"""Keys that hold an article back if they are true."""
_SHOWN = ("published", "publish", "public")
"""Keys that hold an article back if they are false; their value may be a date instead."""
_PUBLIC = frozenset("published publish public featured final live post page".split())
"""The values of `status` that hold nothing back."""
_PASSWORDS = ("password", "passwd")
_OWN_WORDS = ("draft", "private")
"""Tags by which Nikola holds an article back."""


def reasons_held_back(keys: Keys, place: Place, site: Site) -> list[str]:
    """Return why the article was not public; empty if it was. The *keys* that say so count as read."""
    return list(_reasons(keys, place, site))


def _reasons(keys: Keys, place: Place, site: Site) -> Iterator[str]:
    if place.is_draft:
        yield "is in _drafts"
    for name in _HIDDEN:
        value = keys.take(name)
        if value is not None and flag_of(value) is not False:
            yield f"has `{name}: {_shown(value)}`"
    for name in _SHOWN:
        if flag_of(keys.get(name)) is False and keys.get(name) is not None:
            keys.use(name)
            yield f"has `{name}: {_shown(keys.get(name))}`"
    status = text_of(keys.take("status"))
    if status and status.lower() not in _PUBLIC:
        yield f"has `status: {status}`"
    yield from (f"was protected by `{name}:`" for name in _PASSWORDS if keys.get(name))
    target = text_of(keys.get("redirect_to", "redirect"))
    if target:
        yield f"only led to {target}"
    if str(keys.get("permalink")).lower() == "false":
        keys.use("permalink")
        yield "has `permalink: false`"
    for name in ("build", "_build"):
        build = keys.get(name)
        if isinstance(build, Mapping) and str(build.get("render", "")).lower() in {"never", "false", "link"}:
            yield f"has `{name}: {{render: {build['render']}}}`"
    if site.generator == "nikola":
        tags = {tag.lower() for tag in texts_of(keys.get("tags"), ",")}
        yield from (f"has the tag {word}" for word in _OWN_WORDS if word in tags)


def _shown(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(text_of(value))
