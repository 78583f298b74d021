"""One finished site with a fault of every kind: each is found, at its line, and nothing else is."""

from pathlib import Path

import pytest

from checked_sites import BASE_URL, FIRST, OLD, SECOND, THIRD, add_page, change, checked_project, copy_of, insert, shown
from newsgen.check.inventory import STAGING, Options
from newsgen.check.run import check_site
from newsgen.model.receipt import RECEIPT

STYLE = "<link rel=stylesheet href>"
STRUCTURE = "pages links redirects orphans titles pictures weight policy caches hosts".split()
"""The checks of a site's structure; what the planted pages say in which language is for others."""
STAYS = "so that browsers may keep an old one"


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Return the project whose site has no fault."""
    return checked_project(tmp_path_factory)


@pytest.fixture
def broken(project, tmp_path):
    """Return a copy of it, for one test to break."""
    return copy_of(project, tmp_path)


def check(root, *chosen, **options):
    """Return what the checks, or the *chosen* ones, find in the site of a project."""
    return check_site(root / "site", Options(BASE_URL, str(root), **options), chosen or None)


def test_a_finished_site_has_no_fault(project):
    """What newsgen builds satisfies its own checks."""
    assert check(project) == []


LINKS = {
    '<a href="../../no/such/">': ("<a href>", "leads to no/such/, which is not in the site"),
    '<a href="../../../x/">': ("<a href>", "the address '../../../x/' leads out of the site"),
    '<a href="../../%zz/">': ("<a href>", "the address '../../%zz/' is not percent-encoded UTF-8"),
    '<a href="../../%D9/">': ("<a href>", "the address '../../%D9/' is not percent-encoded UTF-8"),
    '<a href="..\\..\\archive/">': ("<a href>", "the address '..\\\\..\\\\archive/' has a backslash"),
    '<a href="../../ARCHIVE/">': ("<a href>", "leads to ARCHIVE/, which is not in the site"),
    '<a href="../../archive">': ("<a href>", "leads to archive/ without its last slash, so that browsers ask twice"),
    '<a href="/archive/">': ("<a href>", "the address '/archive/' leads out of the site, which is below /news/"),
    '<a href="/news/gone/">': ("<a href>", "leads to gone/, which is not in the site"),
    f'<a href="{BASE_URL}lost/?x=1&amp;y=2#z">': ("<a href>", "leads to lost/, which is not in the site"),
    '<a href="#nowhere">': ("<a href>", "leads to #nowhere, but no element of this page has this id"),
    '<a href="../الميناء/#%D8%B9">': ("<a href>", "leads to articles/الميناء/#ع, but no element there has this id"),
    '<form action="../../send">': ("<form action>", "leads to send, which is not in the site"),
    '<img alt="" src="">': ("<img src>", "is empty"),
    '<img alt="" src="boat.png" srcset="s.png 1x, l,1.png 2x">': (
        "<img srcset>",
        "leads to articles/المكتبة/l,1.png, which is not in the site",
    ),
    "<video poster=frame.jpg>": ("<video poster>", "leads to articles/المكتبة/frame.jpg, which is not in the site"),
    "<p style=\"background: url( 'paper.png' )\">": (
        "<p style>",
        "leads to articles/المكتبة/paper.png, which is not in the site",
    ),
    "<style>/* url(no.png) */ p { background: url(ink.png) }</style>": (
        "<style>",
        "leads to articles/المكتبة/ink.png, which is not in the site",
    ),
    '<p id="content">': ("", "the id 'content' is on more than one element, so links to it are ambiguous"),
}
"""What is found in each piece of HTML of the first article."""


def test_each_broken_link_is_found_at_its_line(broken):
    """Also those in CSS, of pictures in several sizes, and those that name this site in full."""
    lines = {found: insert(broken / "site", FIRST, html) for html, found in LINKS.items()}
    found = {(one.place, one.found): one.line for one in check(broken, "links") if one.file == FIRST}
    assert {one: found.get(one) for one in lines} == lines
    more = {words.removeprefix("leads to articles/المكتبة/") for _, words in found.keys() - lines.keys()}
    assert more == {f"{name}.png, which is not in the site" for name in ("boat", "s")}


def test_a_link_that_differs_in_case_or_encoding_is_told_the_right_spelling(broken):
    """A disk that does not distinguish letters hides such links until the site is published."""
    insert(broken / "site", FIRST, '<a href="../../ARCHIVE/"><a href="../../archive%252F2022/">')
    assert {one.remedy for one in check(broken, "links")} == {
        "write it exactly as archive/",
        "write it exactly as archive/2022/",
    }


SOUND = """<a href="">x</a> <a href="?page=2">x</a> <a href="#">x</a> <a href="#top">x</a> <a href="#:~:text=x">x</a>
<a href="mailto:a@example.org">x</a> <a href="tel:+212">x</a> <a href="https://example.com/no/">x</a>
<a href="//example.com/no/">x</a> <a href=" ../../archive/ ">x</a> <a href="../../archive/2022/../index.html">x</a>
<a href="../../%D8%A7%D9%84/../archive/">x</a> <a href="../%D8%A7%D9%84%D9%85%D9%8A%D9%86%D8%A7%D8%A1/#content">x</a>
<a href="https://EXAMPLE.org/news/">x</a> <a href="/news/archive/">x</a> <a href="https://example.org/other/">x</a>
<img alt="" src="data:image/png;base64,AAAA"> <!-- <a href="no/"> --> <script>"<a href='no/'>"</script>
<textarea><a href="no/"></textarea> <p title="<a href='no/'>"> <b id=x>y</b> <a href=#x>x</a> <a href=javascript:1>x</a>
<p style="background: url(data:image/png;base64,AAAA)">"""


def test_sound_links_are_not_reported(broken):
    """Other sites, queries, comments, scripts and every spelling of a link that browsers accept are left alone."""
    insert(broken / "site", FIRST, SOUND)
    assert check(broken, "links") == []


def break_everything(root: Path) -> set[tuple[str, str, str]]:
    """Break the site of a project in every way; return what must be found."""
    site = root / "site"
    insert(site, FIRST, '<a href="../../no/such/">x</a>\n<img src="../../big.png">\n<p id="content">')
    insert(site, SECOND, '<script src="../../plain.js"></script>\n<link rel="stylesheet" href="../../a.css">')
    change(site, "404.html", 'href="/news/archive/"', 'href="archive/"')
    change(site, SECOND, "<title>.*</title>", "<title> </title>")
    change(site, THIRD, "<title>.*</title>", "")
    change(site, THIRD, '<meta name="description".*>', "")
    change(site, OLD, 'url=[^"]*', "url=../../gone/")
    change(site, "old/books/index.html", 'url=[^"]*', "url=../../old/books/")
    change(site, "a/1/index.html", 'url=[^"]*', "url=../2/")
    for path in ("twin/index.html", "Twin/index.html"):
        add_page(site, path, head='<title>توأم</title>\n<meta name="description" content="توأم">')
    add_page(site, "long/index.html", "<p>" + "ن" * 60_000)
    (site / "empty.html").write_text("\n")
    (site / "cp1256.html").write_bytes("<title>خبر</title>\n<meta name=description content=x>".encode("cp1256"))
    (site / "a.css").write_text("@import 'b.css';\np {\n  background: url(no.png) }")
    (site / "plain.js").write_text("")
    (site / "big.png").write_bytes(bytes(1_100_000))
    with (site / "_redirects").open("a") as file:
        file.write(
            "/news/x/ /news/y/\n/news/alone/\n/news/x/ /news/\n/news/z/ /news/a/0/ moved\n/news/archive/ /news/\n"
        )
        file.write(
            "/news/round/ /news/trip/ 301\n/news/trip/ /news/round/ 301\n/news/*/feed/ /news/feed.xml 301\n# x\n"
        )
    style = next((site / "assets").glob("style.*.css"))
    style.write_bytes(style.read_bytes() + b" ")
    (site / "robots.txt").unlink()
    (site / STAGING).mkdir()
    (site / STAGING / "half.html").touch()
    (site / "link").symlink_to("archive")
    (root / "content/articles/1.md").write_text("---\ntitle: x\n---\n")
    (root / "content/articles/2.md").unlink()
    new = "a.css big.png cp1256.html empty.html long/index.html plain.js Twin/index.html twin/index.html".split()
    return {
        ("links", FIRST, "<a href> leads to no/such/, which is not in the site"),
        ("links", FIRST, "the id 'content' is on more than one element, so links to it are ambiguous"),
        (
            "links",
            "404.html",
            "<a href> the address 'archive/' is relative, but this page is sent for addresses at every depth",
        ),
        ("links", "a.css", "url() leads to b.css, which is not in the site"),
        ("links", "a.css", "url() leads to no.png, which is not in the site"),
        ("pages", SECOND, "<title> is empty"),
        ("pages", THIRD, "<title> is missing"),
        ("pages", THIRD, "<meta description> is missing, so search engines show any part of the page"),
        ("pages", "empty.html", "is empty"),
        ("pages", "cp1256.html", "is not UTF-8, so some of its letters are unreadable"),
        ("pages", "link", "is a link to a folder or to nothing, or a special file, which hosts do not publish"),
        ("redirects", OLD, "<meta refresh> leads to gone/, which is not in the site"),
        ("redirects", "old/books/index.html", "<meta refresh> leads round in a circle: old/books/ → old/books/"),
        ("redirects", "a/1/index.html", "<meta refresh> leads to a/2/, which only leads on to articles/القطار/"),
        ("redirects", "_redirects", "leads to y/, which is not in the site"),
        ("redirects", "_redirects", "needs an old address that begins with / and a new one"),
        ("redirects", "_redirects", "has the same old address as line 3, which alone counts"),
        ("redirects", "_redirects", "has the status 'moved'"),
        ("redirects", "_redirects", "leads to a/0/, which only leads on to articles/المكتبة/"),
        (
            "redirects",
            "_redirects",
            "redirects archive/, which is a page of the site, so that some hosts never show it",
        ),
        ("redirects", "_redirects", "leads round in a circle: round/ → trip/ → round/"),
        ("redirects", "_redirects", "leads round in a circle: trip/ → round/ → trip/"),
        *(("orphans", path, "cannot be reached by links from the home page") for path in new if path.endswith(".html")),
        ("titles", "Twin/index.html", "<title> is also that of twin/"),
        ("titles", "Twin/index.html", "<meta description> is also that of twin/"),
        ("pictures", FIRST, "<img> big.png has no alternative text, so blind readers hear its file name"),
        ("weight", FIRST, "loads the picture big.png, which has 1075 KB, more than 1024 KB"),
        ("weight", "long/index.html", "has 118 KB with its style sheets and fonts, more than 100 KB"),
        ("weight", SECOND, "asks for 6 files without pictures, more than 4"),
        ("weight", SECOND, "<script src> runs a script, which only the search page needs"),
        ("policy", SECOND, "<script src> leads to plain.js, which script-src in _headers forbids"),
        ("caches", SECOND, f"<script src> loads plain.js, whose name has no digest, {STAYS}"),
        ("caches", SECOND, f"{STYLE} loads a.css, whose name has no digest, {STAYS}"),
        (
            "caches",
            f"assets/{style.name}",
            "has a digest in its name that is not its content's, so that caches may keep an old one",
        ),
        ("caches", STAGING, "is left from a build that was interrupted"),
        ("caches", "robots.txt", "is missing, although the build has published it"),
        ("caches", "content/articles/1.md", "has changed since the site was built"),
        ("caches", "content/articles/2.md", "was removed since the site was built"),
        *(("caches", path, "is not of this build, and is not deployed") for path in new),
        (
            "hosts",
            "twin/index.html",
            "has the same name as Twin/index.html on disks that do not tell capital letters or forms of Unicode apart",
        ),
    }


def test_every_planted_fault_is_found_and_nothing_else(broken):
    """Each check finds its own faults, however many others there are."""
    expected = break_everything(broken)
    assert shown(check(broken, *STRUCTURE)) == expected


def test_errors_come_first(broken):
    """A build that must not be published is seen at once."""
    break_everything(broken)
    severities = [one.severity for one in check(broken)]
    assert severities == sorted(severities)


def test_a_site_without_a_home_page_has_one_error_for_it(broken):
    """It is not one error for each page that nothing leads to."""
    (broken / "site/index.html").unlink()
    assert shown(check(broken, "orphans")) == {("orphans", "index.html", "is missing: the site has no home page")}


@pytest.mark.parametrize("receipt", [None, b"{}", b"\xff"])
def test_a_site_without_a_receipt_is_still_checked(broken, receipt):
    """Only what the receipt would tell is not known."""
    file = broken / "site" / RECEIPT
    file.unlink() if receipt is None else file.write_bytes(receipt)
    found = "is missing, so this cannot be compared" if receipt is None else "is not a receipt that can be read"
    unproved = "is missing or cannot be read, so no page can be compared with its source"
    assert shown(check(broken)) == {("caches", RECEIPT, found), ("fidelity", RECEIPT, unproved)}


def test_a_downloaded_site_is_checked_without_its_project(broken):
    """Its home page says where it was published, so addresses that begin with a slash are understood."""
    insert(broken / "site", FIRST, f'<a href="{BASE_URL}no/"> <a href="/news/archive/">')
    assert shown(check_site(broken / "site")) == {("links", FIRST, "<a href> leads to no/, which is not in the site")}


HOSTILE = {
    "never closed": '<a href="' + "x" * 200_000,
    "tags in tags": "<a <a <a " * 60_000,
    "open comments": "<!-- <!--" * 50_000,
    "open titles": "<title><title>" * 50_000,
    "quotes": "<a href='" * 50_000 + '"' * 50_000,
    "deep": "<div>" * 100_000,
    "nothing but signs": "<" * 200_000,
    "entities": "<a href='&amp;&#x110000;&#0;&bogus;%00'>",
    "control characters": "<a href='\x00\x01\x1b[31m'><a id='\x00'><p id='\n'>",
    "hosts": "<a href='//[::1'><a href='http://[x'><a href='http://a:b:c/'><a href='https://example.org:x/news/'>",
    "bases": "<base href='http://[x'><a href='x'>",
    "refreshes": "<meta http-equiv=refresh content='0;url=http://[x'><meta http-equiv=refresh content=';;;'>",
    "srcset": "<img alt='' srcset=',,, , x 1x,,y,, '>",
    "style": "<p style='url(url(\"url(/* '><style>@import url(;}}*/ /*",
}


def test_hostile_pages_are_judged_in_linear_time(broken):
    """No page makes a check fail or run without end, however broken it is."""
    for name, html in HOSTILE.items():
        add_page(broken / "site", f"{name}.html", html)
    assert {one.file for one in check(broken, "pages", "links") if one.check == "pages"} == set()
