import pytest

from newsgen.importers.intake.cleaning import resolve_addresses

BASE = "https://old.example/2011/01/news/"


@pytest.mark.parametrize(
    ("html", "resolved"),
    [
        ('<a href="/about/" rel="noopener">x</a>', '<a href="https://old.example/about/" rel="noopener">x</a>'),
        ('<img src="../a.jpg?x=1&amp;y" alt="ص">', '<img src="https://old.example/2011/01/a.jpg?x=1&amp;y" alt="ص">'),
        ('<a href="https://a.example/x">x</a>', '<a href="https://a.example/x">x</a>'),
        ('<a href="mailto:a@b.example">x</a>', '<a href="mailto:a@b.example">x</a>'),
        ('<a href="#note">x</a>', "x"),
        ('<a href="http://[bad">x</a>', "x"),
        ('<img src="http://" alt="وصف">', "وصف"),
        ('<img src="page-1234/a.png" alt="">', '<img src="page-1234/a.png" alt="">'),
        ("<p>نص</p>", "<p>نص</p>"),
    ],
)
def test_addresses_become_absolute_or_are_removed(html, resolved):
    """Relative addresses of another site would fail the build."""
    assert resolve_addresses(html, BASE, ["page-1234/a.png"]) == resolved


def test_without_a_base_only_absolute_addresses_are_kept():
    """A relative address cannot be resolved then."""
    html = '<a href="/x">نص</a> <img src="htt" alt="وصف"> <a href="https://a.example/">ب</a>'
    assert resolve_addresses(html, None, ()) == 'نص وصف <a href="https://a.example/">ب</a>'
