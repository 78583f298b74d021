"""Understand what front matter says about whether, from when and until when its article is public."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, NamedTuple

from newsgen.errors import SourceError
from newsgen.formats.yaml_fields import Fields
from newsgen.formats.yaml_lines import Entry
from newsgen.loaders.front_matter_keys import EXPIRY_KEYS, PUBLISH_KEYS, normal_key
from newsgen.text.dates import parse_date


@dataclass(frozen=True, slots=True)
class Publication:
    """Whether, from when and until when an article or a page is public."""

    draft: bool = False
    publish_date: date | None = None
    expiry_date: date | None = None


class Statement(NamedTuple):
    """What a key says about publication."""

    kind: Literal["public", "held", "from", "until", "nothing", "wrong", "doubtful"]
    """Doubtful words are an error unless the file also says `draft: false`, the only public statement."""
    found: str = ""
    """The finding, for wrong and doubtful words, and for an article held back more than its file says."""
    remedy: str = ""
    moment: date | None = None


_TRUE, _FALSE = {"true", "yes", "on", "1", "نعم"}, {"false", "no", "off", "0", "لا"}
STRICT_FLAGS = "draft hidden private unlisted unpublished published publish eleventyexcludefromcollections".split()
"""Keys that must be flags: any other value is an error."""
_ASIDE = "post|page|article|entry|content|item|story|site"
_FLAG = re.compile(
    rf"""
    (?P<front>(?:is|do|should|not|dont|never|no|{_ASIDE})*?)
    (?:
        (?P<hiding>drafts?|hidden|hide|private|unlisted|unpublished|eleventyexcludefromcollections|headless|protected
            |secret|confidential|embargoed|disabled|deleted|trashed|wip|مسودة|مخفي|خاص)
      | (?P<showing>published|publish|public|visible|enabled|online|live|active|listed|render)
    )
    (?:{_ASIDE}|it|mode|flag|only)*
    """,
    re.VERBOSE,
)
"""The normal form of a key that holds an article back if it is set, or if it is not set."""
_NEGATION = re.compile("not|dont|never|no")
_UNLISTED = {"unlisted", "headless", "eleventyexcludefromcollections"}

STATES = {
    "public": "published publish public featured visible".split(),
    "held": "draft hidden private pending skip future scheduled unlisted unpublished password protected members paid"
    " tiers trash deleted embargoed auto-draft".split(),
}
"""The words of `status` and `visibility`: Pelican's, Nikola's, WordPress's and Ghost's."""
STATE_KEYS = ("status", "visibility")
_STATE = re.compile(rf"(?:{_ASIDE}|publish|published|publishing|publication|review|moderation)*(?:status|visibility)")
_TELLING_INSIDE = {*STRICT_FLAGS, *STATE_KEYS} - {"hidden"}
"""Keys that mean the whole article even inside a mapping; `hidden` there is often a part of a page."""
_HELD_WORDS = {"draft", "drafts", "unpublished", "unlisted", "private", "embargoed", "مسودة", "غير منشور"}
_HIDING_PART = re.compile("draft|private|unlisted|unpublish|embargo|confidential|expired")
_SHOWING_PART = re.compile("publish|(?<!re)public(?!a)")
_FROM_PART, _UNTIL_PART = re.compile("publish|embargo"), re.compile("expir|unpublish")
_EITHER = "write `draft: true` to hold the article back, or `draft: false` to publish it"
_NO_DATES = {"", "never", "none", "0001-01-01", "0001-01-01t00:00:00z"}


def statement_of(key: str, value: Any) -> Statement | None:
    """Return what *key* of front matter with its *value* says about publication; None if it says nothing of it.

    A value is None, a text, a list or a mapping, as YAML is read here.
    """
    name = normal_key(key)
    if name in {"build", "permalink"}:
        return _build(value) if name == "build" else _permalink(value)
    if name == "password":
        found = "newsgen cannot protect a page with a password, so it is held back"
        return Statement("held", found) if value and flag_of(value) is not False else Statement("nothing")
    if name in PUBLISH_KEYS or name in EXPIRY_KEYS:
        return _date(key, value, "until" if name in EXPIRY_KEYS else "from")
    if _STATE.fullmatch(name):
        return _state(key, value, is_strict=name.removeprefix("post") in STATE_KEYS)
    flag = _FLAG.fullmatch(name)
    if flag:
        return _flag_statement(key, value, flag, is_strict=name.removeprefix("is") in STRICT_FLAGS)
    return None


def read_publication(fields: Fields, statements: Iterable[tuple[Entry, Statement]]) -> Publication:
    """Return what all *statements* of the front matter *fields* say together; the strictest counts."""
    found = list(statements)
    is_decided = any(statement.kind == "public" for _, statement in found)
    for entry, statement in found:
        if statement.kind == "wrong" or (statement.kind == "doubtful" and not is_decided):
            fields.errors.append(SourceError(fields.path, statement.found, statement.remedy, entry.line))
        elif statement.kind == "held" and statement.found:
            fields.warnings.append(f"line {entry.line}: {statement.found}")
    moments = {kind: [s.moment for _, s in found if s.kind == kind and s.moment] for kind in ("from", "until")}
    return Publication(
        draft=any(statement.kind == "held" for _, statement in found),
        publish_date=max(moments["from"], key=str, default=None),
        expiry_date=min(moments["until"], key=str, default=None),
    )


def flag_of(value: Any) -> bool | None:
    """Return whether *value* of front matter is a set flag, or an unset one; None if it is no flag."""
    word = value.strip().lower() if isinstance(value, str) else ""
    return True if word in _TRUE else False if word in _FALSE else None


def _moment(value: Any) -> date | None:
    try:
        return parse_date(" ".join(value.split())) if isinstance(value, str) else None
    except ValueError:
        return None


def _flag_statement(key: str, value: Any, flag: re.Match[str], *, is_strict: bool) -> Statement | None:
    is_set = flag_of(value)
    moment = _moment(value)
    if moment and flag["showing"] in STRICT_FLAGS:
        return Statement("from", moment=moment)
    if is_set is None:
        found = f"{key} must be true or false, found {_shown(value)}"
        return Statement("wrong", found, f"write {key}: true or {key}: false") if is_strict else None
    is_negated = len(_NEGATION.findall(flag["front"])) % 2 == 1
    if is_set is (bool(flag["hiding"]) is is_negated):
        return Statement("public" if flag[0] == "draft" else "nothing")
    is_unlisted = flag["hiding"] in _UNLISTED
    return Statement("held", "newsgen has no unlisted articles, so this one is held back" if is_unlisted else "")


def _state(key: str, value: Any, *, is_strict: bool) -> Statement | None:
    word = value.strip().lower() if isinstance(value, str) else None
    kind: Literal["public", "held"]
    for kind in ("public", "held"):
        if word in STATES[kind]:
            return Statement(kind)
    if not is_strict:
        return None
    words = ", ".join([*STATES["public"][:1], *STATES["held"][:7]])
    return Statement("wrong", f"{key} {_shown(value)} is not known", f"write one of {words}")


def _date(key: str, value: Any, kind: Literal["from", "until"]) -> Statement:
    if value is None or flag_of(value) is False or (isinstance(value, str) and value.lower() in _NO_DATES):
        return Statement("nothing")
    if isinstance(value, str) and value.startswith("9999-"):  # for ever, and never
        return Statement("nothing" if kind == "until" else "held")
    moment = _moment(value)
    if moment:
        return Statement(kind, moment=moment)
    if flag_of(value):
        return _doubtful(key, value)
    found = f"{key} {_shown(value)} cannot be read as a date"
    return Statement("wrong", found, "write it like 2011-01-25 or ٢٥ يناير ٢٠١١")


def _build(value: Any) -> Statement | None:
    """Return what Hugo's `build: {render: never, list: never}` says."""
    if not isinstance(value, dict):
        return None
    words = {str(value.get(key, "always")).lower() for key in ("render", "list")}
    if words <= {"always", "true"}:
        return Statement("nothing")
    return Statement("held", "newsgen has no unlisted articles, so this one is held back")


def _permalink(value: Any) -> Statement | None:
    return Statement("held") if flag_of(value) is False else None


def doubt_about(key: str, value: Any) -> Statement | None:
    """Return what an unknown *key* seems to say about publication, by parts of its name or by its *value*."""
    name, moment, is_set = normal_key(key), _moment(value), flag_of(value)
    if moment and _UNTIL_PART.search(name):
        return Statement("doubtful", f"{key} seems to be the day after which this is not public", _EITHER)
    if moment and _FROM_PART.search(name):
        return Statement("from", moment=moment)
    if isinstance(value, dict):
        telling = ((inner, text) for inner, text in value.items() if normal_key(inner) in _TELLING_INSIDE)
        held = (pair for pair in telling if (said := statement_of(*pair)) and said.kind == "held")
        return next((_doubtful(*pair) for pair in held), None)
    seems_held = (is_set and _HIDING_PART.search(name)) or (is_set is False and _SHOWING_PART.search(name))
    words = value if isinstance(value, list) else [value]
    return _doubtful(key, value) if seems_held or any(map(is_held_word, words)) else None


def is_held_word(value: Any) -> bool:
    """Return whether *value* of front matter is a word that says "not public", such as draft."""
    return isinstance(value, str) and value.strip().lower() in _HELD_WORDS


def _doubtful(key: str, value: Any) -> Statement:
    return Statement("doubtful", f"`{key}: {value}` seems to say that this is not public", _EITHER)


def _shown(value: Any) -> str:
    return "nothing" if value is None else repr(value) if isinstance(value, str) else f"a {type(value).__name__}"
