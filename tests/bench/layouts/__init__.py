"""Dress articles in the layouts of the commonest systems of Arabic news sites, as their pages are saved."""

from dataclasses import dataclass
from pathlib import Path
from random import Random

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from layouts.content import Gold, WebPage
from layouts.structured import KINDS, json_ld
from newspapers.articles import News, Stock

_PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"), undefined=StrictUndefined, autoescape=True
)
_WORDPRESS = ("yoast", "yoast", "rank_math", "rank_math", "single", "none", "broken")
_LAZY = ("plain", "plain", "srcset", "data-src", "lazy-src", "noscript", "original")


@dataclass(frozen=True, slots=True)
class Layout:
    """What the pages of one system have in common beside their template."""

    data: tuple[str, ...] = KINDS
    """The kinds of structured data, each as often as it is named."""
    pictures: tuple[str, ...] = ("plain", "srcset", "data-src", "picture")
    """The ways in which pictures are loaded."""
    encoding: str = "utf-8"


LAYOUTS: dict[str, Layout] = {
    "jnews": Layout(("single", "yoast", "rank_math", "none", "furniture"), _LAZY),
    "tagdiv": Layout(_WORDPRESS, _LAZY),
    "jannah": Layout(_WORDPRESS, _LAZY),
    "sahifa": Layout(("none", "none", "yoast", "single"), ("plain", "srcset", "original")),
    "elementor": Layout(_WORDPRESS, _LAZY),
    "wordpress": Layout(_WORDPRESS, ("plain", "srcset", "lazy-src")),
    "blogger": Layout(("none", "none", "single"), ("plain",)),
    "drupal": Layout(("none", "single", "furniture", "array"), ("plain", "picture", "srcset")),
    "brightspot": Layout(("single", "array", "none"), ("srcset", "picture", "data-src")),
    "arc": Layout(("single", "array", "none"), ("srcset", "picture", "plain")),
    "nextjs": Layout(("single", "array", "none"), ("next", "srcset")),
    "amp": Layout(("single", "yoast"), ("amp",)),
    "tables": Layout(("none",), ("plain",), "windows-1256"),
    "sputnik": Layout(("none", "single"), ("plain", "data-src", "srcset")),
    "aljazeera": Layout(("array", "single", "single"), ("resize",)),
    "portal": Layout(),
}


@dataclass(frozen=True, slots=True)
class Saved:
    """A composed page."""

    layout: str
    number: int
    data: bytes
    url: str | None
    """The address that it was fetched from, if that is known."""
    gold: Gold


def compose(layout: str, news: list[News], seed: int, number: int, article: News | None = None) -> Saved:
    """Return the page *number* of a *layout*, of *article* or one among *news*; always the same for one *seed*."""
    chance = Random(f"{seed} {layout} {number}")
    stock = Stock(news, chance)
    chosen = LAYOUTS[layout]
    page = WebPage(article or stock.take(), stock, chance, chosen.pictures)
    scripts = json_ld(page, chosen.data)
    html = _PAGES.get_template(f"{layout}.html").render(page=page, stamp=page.stamp, scripts=scripts)
    url = page.url if page.likely(0.4) else None
    page.gold.is_dated = page.stamp.is_shown(html, url)
    return Saved(layout, number, html.encode(chosen.encoding, "xmlcharrefreplace"), url, page.gold)
