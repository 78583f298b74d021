"""What a preview adds to a page is seen without a script, cannot be markup of a stranger, and is not in the file."""

from newsgen.errors import SourceError
from newsgen.serve.inserts import page_of, version_of, with_inserts, with_reload

WORDS = {"draft": "مسودة <", "preview": "معاينة", "preview_errors": "صحّح & احفظ"}
PAGE = "<!doctype html><html><body><p>نص </body> آخر</p></BODY></html>\n".encode()


def test_a_page_without_marks_is_unchanged():
    """Published pages have none."""
    assert with_inserts(PAGE, WORDS, [], [], is_draft=False) == PAGE


def test_marks_stand_at_the_end_of_the_page():
    """So that its first element stays the first one; and the words are escaped."""
    shown = with_inserts(PAGE, WORDS, [], [], is_draft=True).decode()
    assert shown.startswith(PAGE.decode()[:-15])
    assert shown.endswith("</BODY></html>\n")
    assert "مسودة &lt;" in shown


def test_links_to_drafts_are_marked():
    """In lists too; a page without such a link is unchanged."""
    page = '<body><a href="../articles/خبر/">خبر</a></body>'.encode()
    shown = with_inserts(page, WORDS, [], ["articles/خبر/", "articles/other/"], is_draft=False).decode()
    assert 'a[href$="articles/خبر/"]::after { content: "مسودة \\3c "' in shown
    assert "other" not in shown
    assert with_inserts(page, WORDS, [], ["articles/other/"], is_draft=False) == page


def test_errors_are_escaped():
    """File, line, finding and remedy hold what a stranger wrote."""
    errors = [SourceError("content/<script>.md", "found '<b>'\x1b \u202e", "write &amp;", 12)]
    shown = with_inserts(b"no end", WORDS, errors, [], is_draft=False).decode()
    assert "content/&lt;script&gt;.md:12" in shown
    assert "found &#x27;&lt;b&gt;&#x27;\\x1b \\u202e" in shown
    assert "write &amp;amp;" in shown
    assert "صحّح &amp; احفظ" in shown


def test_many_errors_are_counted():
    """A page stays readable; the terminal has them all."""
    errors = [SourceError(f"content/{number}.md", "found", "remedy") for number in range(60)]
    shown = with_inserts(PAGE, WORDS, errors, [], is_draft=False).decode()
    assert ("content/49.md" in shown, "content/50.md" in shown, "10 more" in shown) == (True, False, True)


def test_versions_differ_if_pages_do():
    """The script has the version of the page as it was before the script was added."""
    version = version_of(PAGE)
    assert f'data-version="{version}"' in with_reload(PAGE, version).decode()
    assert len({version, version_of(PAGE, "1"), version_of(PAGE + b" ")}) == 3
    assert b"<h1>a &lt; b</h1>" in page_of("a < b")
