"""Make random pages of a site, as templates receive them, with values that few templates fail to print."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from random import Random
from types import SimpleNamespace
from typing import Any

from markupsafe import Markup, escape

from newsgen.model.article_meta import Card
from newsgen.model.pictures import CardPicture, Variant
from newsgen.model.urls import Link, quote_path
from newsgen.theme.theme import START

ASSETS = {"style.css": "assets/a&b.css"}


class Odd:
    """A value with its own HTML."""

    def __html__(self) -> str:
        """Return the HTML."""
        return "<odd>"

    def __str__(self) -> str:
        """Return a text that is no HTML."""
        return "odd <"


class Function:
    """A function of a page that prints the same wherever it is in memory."""

    def __init__(self, function: Callable[[str], Any]) -> None:
        """Call *function*."""
        self._function = function

    def __call__(self, value: str) -> Any:
        """Return what the function makes of *value*."""
        return self._function(value)

    def __str__(self) -> str:
        """Return a text that is to be escaped."""
        return "<function>"

    __repr__ = __str__


class Thing:
    """A record that can be called, walked through, asked for any number and printed, so that few templates fail."""

    title, url, id, text, headline, section = "<thing>", "thing/", "t", 3, "<h>", None
    published, lang, summary, source_name, picture = datetime(2022, 7, 18, tzinfo=UTC), None, "s &", "n", None

    def __call__(self, *values: Any, **named: Any) -> str:
        """Return a text."""
        return f"<called {len(values)} {sorted(named)}>"

    def __getitem__(self, key: int) -> str:
        """Return one of two texts."""
        return ("<first>", "second")[key]

    def __int__(self) -> int:
        """Return a number."""
        return 4

    def __len__(self) -> int:
        """Return the number of texts."""
        return 2

    def __str__(self) -> str:
        """Return a text that is to be escaped."""
        return "<thing>"


def cards() -> list[Card]:
    """Return cards of which two differ in nothing but the zone in which they write the same moment."""
    noon = datetime(2022, 7, 18, 12, tzinfo=UTC)
    sizes = (Variant("media/a-400.webp", 400, 300), Variant("media/ب & ج.webp", 800, 600))
    card = ("a", "articles/a b/", "<خبر> 1 + http://x.org", noon, "قسم", None, "ملخص & نص", None)
    return [
        Card(*card),
        Card(*card[:3], noon.astimezone(timezone(timedelta(hours=2))), *card[4:]),
        Card(*card[:3], noon.astimezone(timezone(timedelta(0), "Z")), *card[4:]),
        Card("b", "b/", *card[2:]),
        Card("c", "c/", *card[2:], picture=CardPicture("media/<a>.jpg", 3, 2, "<صورة>")),
        Card("d", "d/", *card[2:], picture=CardPicture("media/a b.jpg", 3, 2, "", sizes)),
    ]


_WORDS = ("عنوان <x>", "", "a & b", "Latin", "'\"", "<b>")


def shared_values(random: Random) -> dict[str, Any]:
    """Return what all pages of a site receive, which no template may change."""
    labels = {
        "skip": "<تجاوز>", "menu": "القائمة", "html": Markup("<i>&amp;"), "minus": -5, "list": ["<", "b", None],
        "articles": {"one": random.choice(_WORDS), "x": "<"},
    }  # fmt: skip
    return {
        "site": SimpleNamespace(
            title=random.choice(_WORDS), menu=random.choice((None, "m")), extra=(("a", "<a>"),), first=1
        ),
        "labels": labels,
        "navigation": (Link("الرئيسية <", ""), Link("ع", "sections/"), Link("خارج", "https://x.org/")),
    }


def pages(random: Random, shared: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what several pages of one site at several depths receive; each call makes the pages' own values again."""
    places = [("../../", "sections/"), ("", ""), ("../", "x/"), ("/a&b/", "404.html"), ("../../", "y/z/")]
    return [shared | _own_values(random, *place) for place in random.sample(places, 3)]


def _own_values(random: Random, start: str, url: str) -> dict[str, Any]:
    return {
        START: str(escape(start)),
        "link": Function(lambda url: start + quote_path(url) or "./"),
        "asset": Function(lambda name: start + quote_path(ASSETS[name]) if name in ASSETS else None),
        "url": url, "heading": random.choice(_WORDS), "count": random.randint(0, 3), "number": random.randint(0, 2),
        "safe": Markup("<i>x"), "key": random.choice(("skip", "menu")), "shown": random.sample(cards(), 3),
        "crumbs": [Link("بيت", ""), Link("هنا <", None)], "own_part": "deep.html", "odd": Odd(),
        "article": SimpleNamespace(extra=(("subtitle", random.choice(_WORDS)), ("place", {"city": "آسفي"}))),
        "tree": [{"name": "<", "below": [{"name": "b", "below": []}]}],
        **dict.fromkeys(("x", "y", "own", "item", "value", "items", "first"), Thing()),
        **dict.fromkeys(("named", "cards", "shout", "kept"), Thing()),
        "start": "<start>", "_own": "<own>", "end": "<end>", "_0_item": "<0>",
    }  # fmt: skip
