from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.importers.warc.provenance import choose_url, origin_of
from newsgen.loaders.webpage.web_archives import parse_time

PAGE = "http://akhbar.example/2014/maktaba.html?id=3"


@pytest.mark.parametrize(
    "text",
    [
        "2014-01-26T20:06:24Z",
        "2014-01-26T20:06:24.123456789Z",
        "20140126200624",
        "2014-01-26T21:06:24+01:00",
        " 2014-01-26 20:06:24 ",
    ],
)
def test_the_time_formats_of_archives_are_parsed(text):
    """The result is in UTC, to the second."""
    assert parse_time(text) == datetime(2014, 1, 26, 20, 6, 24, tzinfo=UTC)


@given(st.text() | st.from_regex(r"[0-9]{8,14}|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}([+-][0-9:]{5}|Z)", fullmatch=True))
def test_any_text_gives_a_time_or_none(text):
    """A damaged date never raises an exception."""
    time = parse_time(text)
    assert time is None or time.tzinfo is UTC


@pytest.mark.parametrize(
    ("replay", "base"),
    [
        (f"https://web.archive.org/web/20110125120000id_/{PAGE}", PAGE),
        (f"http://web.archive.org/web/20110125120000/{PAGE}", None),
        (f"https://arquivo.pt/noFrame/replay/20110125120000/{PAGE}", None),
        (f"https://wayback.archive-it.org/1234/20110125120000mp_/{PAGE}", None),
    ],
)
def test_the_url_of_a_public_archive_contains_the_original_url(replay, base):
    """Archives rewrite the links of a page, unless the URL asks for the original with `id_`."""
    origin = origin_of(f"{replay}#top", "2026-01-01T00:00:00Z")
    assert origin.url == PAGE
    assert origin.archived_url == replay
    assert origin.base == (base or replay)
    assert origin.captured == datetime(2011, 1, 25, 12, tzinfo=UTC)


def test_a_missing_slash_is_restored():
    """Some archive servers merge double slashes."""
    origin = origin_of("https://web.archive.org/web/20110125120000/http:/akhbar.example/a", "")
    assert origin.url == "http://akhbar.example/a"


@pytest.mark.parametrize(
    "url", [PAGE, "https://a.example/20110125120000/b", "https://a.example/?u=/20110125120000/http://b.example"]
)
def test_any_other_url_is_the_original_url(url):
    """A number in a URL does not make it the URL of an archive."""
    origin = origin_of(url, "20140126200624")
    assert (origin.url, origin.archived_url, origin.base) == (url, None, url)


@pytest.mark.parametrize(
    "url", ["urn:uuid:1", "file:///etc/passwd", "http://[::1", "", "javascript:alert(1)", "http://"]
)
def test_a_url_that_is_not_of_the_web_is_dropped(url):
    """Readers could not open it; the capture time is kept."""
    origin = origin_of(url, "20140126200624")
    assert (origin.url, origin.base) == (None, None)
    assert origin.captured


@pytest.mark.parametrize(
    ("canonical", "kept"),
    [
        ("https://www.akhbar.example/maktaba", True),
        ("https://m.akhbar.example/?p=3", True),
        ("https://notakhbar.example/maktaba", False),
        ("https://www.akhbar.example/", False),
        ("http://[", False),
        (None, False),
    ],
)
def test_a_canonical_url_is_used_on_its_own_site_only(canonical, kept):
    """A URL on another site or of a home page is ignored."""
    assert choose_url(canonical, PAGE) == (canonical if kept else PAGE)
