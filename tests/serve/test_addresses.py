"""A request is answered only if its path stays in the site and its host is this machine."""

from socket import gethostname

import pytest

from newsgen.serve.addresses import is_expected_host, is_loopback, segments_of


@pytest.mark.parametrize(
    ("target", "segments"),
    [
        ("/", [""]),
        ("/articles/a/?q=1#x", ["articles", "a", ""]),
        ("/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/x.html", ["أخبار", "x.html"]),
        ("/أ/".encode().decode("latin-1"), ["أ", ""]),
        ("/%D8%A7%D9%94/", ["أ", ""]),
        ("/a%20b+c%25", ["a b+c%"]),
    ],
)
def test_a_path_is_decoded_to_what_the_disk_has(target, segments):
    """Percent-encoded Arabic, plain Arabic as some programs send it, and a letter in two characters."""
    assert segments_of(target) == segments


@pytest.mark.parametrize(
    "target",
    [
        *("", "*", "http://example.org/", "//etc/passwd", "/a//b", "/../x", "/a/../../x", "/a/..", "/./x", "/%2e%2e/x"),
        *("/..%2fx", "/a%2Fb", "/%00", "/a%00.html", "/.newsgen-files", "/.newsgen-staging/x", "/a/.git/config"),
        *("/%ff", "/%ED%A0%80", "/%D8"),
    ],
)
def test_a_path_out_of_the_site_is_refused(target):
    """So is one to something hidden, which no page has, and one that is not UTF-8."""
    assert segments_of(target) is None


@pytest.mark.parametrize(
    ("header", "host", "expected"),
    [
        *(
            (name, "127.0.0.1", True)
            for name in ("localhost:8000", "127.0.0.1", "[::1]:8000", "news.localhost", "LOCALHOST")
        ),
        *(
            (name, "127.0.0.1", False)
            for name in ("", "evil.example", "evil.example:8000", "192.168.1.5", "localhost.evil")
        ),
        *((name, "0.0.0.0", True) for name in ("192.168.1.5:8000", "[fe80::1]", gethostname())),
        *((name, "0.0.0.0", False) for name in ("evil.example", "127.0.0.1.evil.example")),
        ("desk.example:80", "desk.example", True),
    ],
)
def test_the_name_of_a_stranger_is_refused(header, host, expected):
    """A stranger's page could let its own name mean this machine, and then read drafts."""
    assert is_expected_host(header, host) is expected


def test_loopback_is_known_by_number_and_name():
    """The preview warns if other machines can reach it."""
    hosts = ("127.0.0.1", "127.1.2.3", "::1", "localhost", "0.0.0.0", "::", "192.168.1.5", "desk")
    assert [is_loopback(host) for host in hosts] == [True] * 4 + [False] * 4
