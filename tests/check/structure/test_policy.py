"""What a theme of one's own adds to pages is compared with the policy that hosts send with them."""

from urllib.parse import quote

import pytest

from newsgen.check.inventory import Options, take_inventory
from newsgen.check.page import Facts, Page
from newsgen.check.run import check_site
from newsgen.check.structure.policy import of_page
from sample_sites import SERVED_AT, built

POLICY = (
    "default-src 'none'; form-action 'self' https://comments.example.org; img-src 'self' https:; style-src 'self';"
    " media-src 'self'"
)
HEAD = '<!doctype html><html lang="ar" dir="rtl"><title>x</title>\n'
FOUND = {
    "<script>run()</script>": ("<script>", "is a script in the page itself, which script-src"),
    '<script type="module">run()</script>': ("<script>", "is a script in the page itself, which script-src"),
    '<script src="/a.js"></script>': ("<script src>", "leads to a.js, which script-src"),
    '<script src="https://a.example/b.js"></script>': ("<script src>", "leads to https://a.example/b.js, which script"),
    "<style>p { color: red }</style>": ("<style>", "is a style sheet in the page itself, which style-src"),
    '<p style="color: red">': ("<p style>", "is a style in the page itself, which style-src"),
    '<p\nonclick="run()">': ("<p onclick>", "is a script in the page itself, which script-src"),
    '<link rel="stylesheet" href="//a.example/b.css">': ("<link rel=stylesheet href>", "leads to //a.example/b.css"),
    '<iframe src="/"></iframe>': ("<iframe src>", "leads to index.html, which frame-src"),
    '<img alt="" src="http://a.example/b.png">': ("<img src>", "leads to http://a.example/b.png, which img-src"),
    '<img alt="" src="data:image/png;base64,AA">': ("<img src>", "leads to data:image/png;base64,AA, which img-src"),
    '<video src="https://a.example/b.mp4"></video>': ("<video src>", "leads to https://a.example/b.mp4, which media"),
    '<form action="https://a.example/"></form>': ("<form action>", "leads to https://a.example/, which form-action"),
}
"""What is found in each piece of HTML."""
ALLOWED = (
    '<script type="application/ld+json">{"on": "style="}</script>',
    '<img alt="" src="/a.png">',
    '<img alt="" src="https://a.example/b.png">',
    '<img alt="" src="//a.example/b.png">',
    '<form action="https://Comments.example.org/x"></form>',
    '<form action="/"></form>',
    '<a href="https://a.example/">style= onclick= on x=1</a>',
    '<link rel="canonical" href="https://a.example/">',
)


@pytest.fixture
def check(tmp_path):
    """Return a function that returns what the check finds in a page with a piece of HTML."""
    (tmp_path / "a.png").write_bytes(b"")
    (tmp_path / "a.js").write_bytes(b"")

    def find(html, headers=f"/*\n  Content-Security-Policy: {POLICY}\n"):
        (tmp_path / "index.html").write_text(HEAD + html, encoding="utf-8")
        if headers:
            (tmp_path / "_headers").write_text(headers)
        return check_site(tmp_path, Options("https://news.example.org/"), ["policy"])

    return find


@pytest.mark.parametrize("html", FOUND)
def test_what_the_policy_forbids_is_found(check, html):
    """With its line and the directive."""
    (found,) = check(html)
    assert (found.place, found.line, found.severity) == (FOUND[html][0], 2, "warning")
    assert found.found.startswith(FOUND[html][1])
    assert "security_headers: false" in found.remedy


@pytest.mark.parametrize("html", ALLOWED)
def test_what_the_policy_allows_is_not_found(check, html):
    """Data, links, and what is named by its scheme or its origin."""
    assert check(html) == []


def test_without_a_policy_nothing_is_compared(check):
    """The host sends what the editor chose."""
    html = "\n".join(FOUND)
    assert check(html, None) == []
    assert check(html, "/*\n  X-Frame-Options: DENY\n") == []


def test_the_last_rule_of_a_page_counts(check):
    """As on hosts; rules of other pages do not count, and a removal is not a policy."""
    rules = "/*\n  Content-Security-Policy: {}\n/x/*\n  ! Content-Security-Policy\n/\n  Content-Security-Policy: {}\n"
    html = "<style>p { color: red }</style>"
    assert check(html, rules.format("default-src 'none'", "style-src 'unsafe-inline'")) == []
    assert len(check(html, rules.format("style-src 'unsafe-inline'", "default-src 'none'"))) == 1


def test_the_pages_of_newsgen_satisfy_their_policy(tmp_path_factory):
    """All pages of the site with every feature, below a path; its policy is read, or a script would not be found."""
    site = built("rich", tmp_path_factory)
    options = Options(f"https://archive.example.org{quote(SERVED_AT['rich'])}")
    assert check_site(site, options, ["policy"]) == []
    inventory = take_inventory(site, options)
    page = Page(Facts("about/index.html", 0), "<script>run()</script>")
    assert len(list(of_page(page, inventory))) == 1
