"""URLs and output paths are built and parsed in one place, and are safe."""

from urllib.parse import quote, unquote, urljoin, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsgen.model.urls import (
    HOME,
    NOT_FOUND,
    QueryError,
    absolute,
    alias_url,
    capture_url,
    encode_external_url,
    encode_value,
    is_reserved,
    ledger_url,
    output_path,
    page_url,
    place_key,
    quote_path,
    relative,
    slug_of,
)

ADDRESSES = [HOME, NOT_FOUND, "about/", "assets/style.css", "articles/افتتاح-المكتبة/", "articles/أ/source/", "x:y/"]
SEGMENT = st.text(st.characters(exclude_characters="/", exclude_categories=["Cs"]), min_size=1).filter(
    lambda text: text not in {".", ".."}
)


@pytest.mark.parametrize(
    ("url", "path"),
    [
        (HOME, "index.html"),
        ("articles/خبر/", "articles/خبر/index.html"),
        (ledger_url("articles/خبر/"), "articles/خبر/source/index.html"),
        (capture_url("articles/خبر/"), "articles/خبر/source.txt"),
        (capture_url("articles/خبر/", 2), "articles/خبر/source-3.txt"),
        (page_url("about"), "about/index.html"),
        (NOT_FOUND, "404.html"),
    ],
)
def test_a_page_is_the_index_of_its_folder(url, path):
    """Any static server sends these files for these addresses."""
    assert output_path(url) == path


def test_the_slug_is_the_last_segment_of_the_address():
    """The slash at the end does not count."""
    assert slug_of("articles/افتتاح-المكتبة/") == "افتتاح-المكتبة"


@pytest.mark.parametrize("page", ADDRESSES)
@pytest.mark.parametrize("url", ADDRESSES)
@pytest.mark.parametrize("base", ["https://example.org/", "https://example.org/some/folder/"])
def test_a_relative_link_leads_to_its_page_below_any_path(page, url, base):
    """A site can be moved to another folder or server without a new build."""
    target = urljoin(base + quote_path(page), relative(url, page))
    assert unquote(target) == base + url


@given(st.lists(SEGMENT, min_size=1, max_size=3))
def test_no_address_becomes_anything_but_a_path(segments):
    """A colon, a question mark or a quotation mark in an address is part of a name, never a scheme or markup."""
    link = relative("/".join(segments) + "/", HOME)
    assert not set(link) & set("\"'<>&\\ \n\t:?#")
    assert not urlsplit(link).scheme
    assert unquote(link, errors="strict") == "/".join(segments) + "/"


def test_arabic_stays_readable_in_links():
    """Readers see words in the status bar of their browser."""
    assert relative("articles/افتتاح-المكتبة/", "about/") == "../articles/افتتاح-المكتبة/"


def test_an_absolute_address_is_ascii():
    """Feeds, sitemaps and e-mail accept nothing else."""
    assert absolute("articles/خبر/", "https://example.org/") == "https://example.org/articles/%D8%AE%D8%A8%D8%B1/"


@pytest.mark.parametrize(
    ("spelled", "fit"),
    [
        ("https://example.org/خبر?a=1&b=%D8%A7#س", "https://example.org/خبر?a=1&b=%D8%A7#س"),
        ("https://example.org/a|b{c}[d]^`\\", "https://example.org/a%7Cb%7Bc%7D%5Bd%5D%5E%60%5C"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://example.org/a#b#c", "https://example.org/a#b%23c"),
    ],
)
def test_the_address_of_another_site_is_encoded_for_a_link(spelled, fit):
    """Characters that an href may not contain are encoded, and those with a meaning stay."""
    assert encode_external_url(spelled) == encode_external_url(fit) == fit


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("/2011/01/%d8%a7%d9%84%d9%85%d9%83%d8%aa%d8%a8%d8%a9/", "2011/01/المكتبة/"),
        ("2011/01/المكتبة", "2011/01/المكتبة/"),
        ("https://old.example/2011/خبر/#comments", "2011/خبر/"),
        ("HTTP://old.example:8080/2011/خبر", "2011/خبر/"),
        ("//old.example/2011/خبر", "2011/خبر/"),
        ("/2011/:x/", "2011/:x/"),
        ("/news//2011///خبر/", "news/2011/خبر/"),
        ("خبر.html", "خبر.html"),
        ("/2011/%D8%AE%D8%A8%D8%B1.HTM", "2011/خبر.HTM"),
        ("/2011/خبر/index.html", "2011/خبر/"),
        ("/خبر.html/", "خبر.html/"),
        ("/.html", ".html"),
        ("/article.php", "article.php/"),
        ("/a%2Fb/", "a/b/"),
        ("/100%/", "100%/"),
        ("/what%3F/", "what?/"),
        ("/tag/قراءة وكتابة/", "tag/قراءة وكتابة/"),
    ],
)
def test_an_alias_is_an_address_below_the_site(written, address):
    """It accepts old paths as browsers, WordPress and editors write them."""
    assert alias_url(written) == address


@pytest.mark.parametrize(
    ("written", "finding"),
    [
        ("mailto:a@example.org", "is not a path"),
        ("javascript:alert(1)", "is not a path"),
        ("", "is the home page"),
        ("/", "is the home page"),
        ("https://old.example", "is the home page"),
        ("/index.html", "is the home page"),
        ("/#top", "is the home page"),
        ("/../etc/passwd", "may lead out of the site"),
        ("/2011/./خبر/", "may lead out of the site"),
        ("/2011/%2e%2E/%2e%2e/خبر/", "may lead out of the site"),
        ("/..%2f..%2fetc/", "may lead out of the site"),
        ("/a\\b/", "contains a backslash"),
        ("/a%5Cb/", "contains a backslash"),
        ("/a%00b/", "contains an invisible character"),
        ("/a\u202eb/", "contains an invisible character"),
        ("/%E2%80%8Fخبر/", "contains an invisible character"),
        ("/a%0Ab/", "contains an invisible character"),
        ("/\ud800/", "contains an invisible character"),
        ("/%D8/", "ends in the middle of a letter"),
        ("/2011/%D8%AE%D8%A8%D8/", "ends in the middle of a letter"),
        ("/2011/%D8%AE%D8%A8%D/x", "ends in the middle of a letter"),
        ("/%C7%E1%E3%DF/", "is not percent-encoded UTF-8"),
        ("/index.html/خبر/", "has index.html as a folder"),
        ("/خبر/Index.html/", "has index.html as a folder"),
        (f"/{'خ' * 128}/", "has a part of more than 255 bytes"),
        ("/خبر" * 200, "has more than 1000 bytes"),
    ],
)
def test_an_invalid_alias_is_explained(written, finding):
    """No alias leads out of the site, and none fails later on a file system."""
    with pytest.raises(ValueError, match=finding):
        alias_url(written)


@pytest.mark.parametrize("written", ["/?p=123", "https://old.example/?p=123", "/خبر/?page=2#x", "?p=123"])
def test_a_query_is_a_mistake_of_its_own(written):
    """No static host can serve it and no editor can correct it, so callers may warn instead of failing."""
    with pytest.raises(QueryError, match=r"a static host cannot serve \?p"):
        alias_url(written)


@settings(deadline=None)
@given(st.text())
def test_an_alias_is_rejected_or_safe(text):
    """Its file is below the output folder and can be created there."""
    try:
        address = alias_url(text)
    except ValueError:
        return
    names = output_path(address).split("/")
    assert not {"", ".", ".."} & set(names)
    assert all(len(name.encode()) <= 255 and name.isprintable() and "\\" not in name for name in names)
    assert alias_url("/" + quote(address)) == address


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("About/", "about/"),
        ("\u0623/", "\u0627\u0654/"),
        ("خبر/", "خبر/index.html"),
        ("خبر/", "خبر/INDEX.HTML"),
        (HOME, "index.html"),
        ("خبر.html", "خبر.HTML/"),
        ("ΣΊΣΥΦΟΣ/", "σίσυφος/"),
        ("straße/", "STRASSE/"),
    ],
)
def test_addresses_that_are_one_file_on_some_file_system_are_equal(one, other):
    """A Mac's file system ignores capitals and how a hamza is encoded, and a file cannot be a folder too."""
    assert place_key(one) == place_key(other)


def test_addresses_of_different_files_are_different():
    """Only names that a file system may confuse are equal; with and without hamza are two words."""
    addresses = ["أ/", "ا/", "أ/ب/", "أ-ب/", "articles/أ/", "أ.html", "أ.htm", HOME]
    assert len(set(map(place_key, addresses))) == len(addresses)


@settings(deadline=None)
@given(st.text())
def test_the_key_of_an_address_is_its_own_key(text):
    """Keys can then be compared with keys."""
    assert place_key(place_key(text)) == place_key(text)
    assert place_key(text) == place_key(text + "/")


@pytest.mark.parametrize(
    "address",
    [
        *(HOME, "index.html", NOT_FOUND, "404.html/", "feed.xml", "RSS.xml", "feed.json", "archive.jsonl"),
        *("sitemap.xml", "sitemap-12.xml", "robots.txt/", "favicon.ico/", "CNAME/", "_redirects/", "_headers/x/"),
        *("articles/", "Articles", "sections/", "tags/أدب/", "archive/2022/", "page/2/", "media/a/", "Assets/x.html"),
        *(".well-known/", ".newsgen-files/x/", "feed/", "feed/x/"),
    ],
)
def test_newsgens_own_addresses_are_reserved(address):
    """Neither a page nor an alias may take the place of a file of newsgen's own or of the host."""
    assert is_reserved(address)


@pytest.mark.parametrize(
    "address", ["articles/خبر/", "about/", "2011/feed.xml/", "feeds/", "sitemap-أ.xml/", "خبر.html"]
)
def test_all_other_addresses_are_free(address):
    """Only whole names are reserved, and only at the top of the site."""
    assert not is_reserved(address)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_value_is_encoded_as_pythons_library_does(text):
    """A browser decodes the subject of an e-mail to the same text."""
    assert encode_value(text) == quote(text, safe="")
