"""Stored files are cached for as long as their name promises, and redirects redirect."""

from newsgen.deploy.headers import FOR_EVER, SHORT, cache_control, redirect, rules_digest


def test_only_a_name_with_a_digest_is_cached_for_long():
    """Pages are asked for again soon, and so is every file whose name stays when its content changes."""
    assert cache_control("assets/style.0123456789.css") == FOR_EVER
    assert cache_control("media/سوق-الجملة.42e67fa95e.png") == FOR_EVER
    assert cache_control(f"assets/social/{'ab' * 32}.png") == FOR_EVER
    assert cache_control("search/1/fragment/q1_ab12.pf_fragment") == FOR_EVER
    assert cache_control("search/1/pagefind-entry.json") == SHORT
    assert cache_control("index.html") == SHORT
    assert cache_control("articles/0123456789/index.html") == SHORT
    assert cache_control("feed.xml") == SHORT
    assert FOR_EVER not in {cache_control("media/صورة.png"), cache_control("assets/style.css")}


def test_a_redirect_page_names_where_it_leads():
    """As an absolute address if the page has one, else as a path on the host; other pages do not redirect."""
    page = '<meta http-equiv="refresh" content="0; url=../../articles/%D8%AE%D8%A8%D8%B1/"><p>خبر'.encode()
    assert redirect("a/x/index.html", page, "") == "/articles/%D8%AE%D8%A8%D8%B1/"
    assert redirect("a/x/index.html", page, "أرشيف/") == "/%D8%A3%D8%B1%D8%B4%D9%8A%D9%81/articles/%D8%AE%D8%A8%D8%B1/"
    canonical = '<link rel="canonical" href="https://example.org/articles/خبر/?a=1&amp;b">'.encode()
    assert redirect("a/x/index.html", page + canonical, "x/") == (
        "https://example.org/articles/%D8%AE%D8%A8%D8%B1/?a=1&b"
    )
    assert redirect("index.html", canonical, "") is None
    assert redirect("a/x/source.txt", page, "") is None


def test_other_settings_are_other_headers():
    """Files that were stored under other rules are sent again."""
    assert rules_digest("x/") != rules_digest("")
