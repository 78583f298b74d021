"""What becomes of the addresses of a former site is proved one by one, from every kind of file that names them."""

import gzip
import json
from urllib.parse import quote

import pytest

from checked_sites import copy_of
from newsgen.check.old.coverage import prove
from newsgen.cli.entry import main
from newsgen.errors import NewsgenError
from proofread_sites import BASE_URL, ENCODED, proofread_project

LIBRARY, TRAIN = "articles/library/", "articles/القطار-يصل-إلى-المدينة/"


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Return a project with three articles, one of which has a former address."""
    return proofread_project(tmp_path_factory)


def proved(project, file):
    """Return what becomes of each address in *file*: a page, a redirect, or why it is gone."""
    coverage = prove(project, project / "site", file)
    return {
        one.old.url: one.answer.why if one.answer.fate == "gone" else (one.answer.fate, one.answer.target)
        for one in coverage.outcomes
    }


def written(folder, text, name="old.txt"):
    """Return a file with *text*."""
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


QUERY = "has a query, which a static host ignores, so that it shows the home page"
ADDRESSES = {
    "https://old.example/": ("page", ""),
    f"{BASE_URL}articles/library/": ("page", LIBRARY),
    f"{ENCODED}articles/library": ("page", LIBRARY),
    "https://old.example/articles/library/index.html": ("page", LIBRARY),
    "https://old.example/articles/library/?utm_source=x#top": ("page", LIBRARY),
    "https://old.example/old/library": ("redirect", LIBRARY),
    "/أخبار/old/library/": ("redirect", LIBRARY),
    "/old/library/": ("redirect", LIBRARY),
    "/a/library/": ("redirect", LIBRARY),
    quote(f"/{TRAIN}"): ("page", TRAIN),
    "/articles/%D8%A7%D9%84%D9": "ends in the middle of a letter, which no static host can serve",
    "/?p=123": QUERY,
    "https://old.example/?p=123&utm_source=x": QUERY,
    "/?utm_source=x": ("page", ""),
    "/no/such/": "is not in the site",
    "/404.html": "is not in the site",
    "/%zz/%FF/": "is not percent-encoded UTF-8",
    "/../../etc/passwd": "has the part . or .., which may lead out of the site",
}  # fmt: skip


def test_an_address_becomes_what_a_host_serves_there(project, tmp_path):
    """A slash, percent-encoding, a file's name and words for statistics make no difference; a query for a post does."""
    file = written(tmp_path, "\ufeffالعنوان\n# تعليق\n" + "\n".join(ADDRESSES) + "\n")
    assert proved(project, file) == ADDRESSES


def test_redirects_in_the_file_of_hosts_count_and_circles_do_not(project, tmp_path):
    """A redirect that ends nowhere covers nothing."""
    root = copy_of(project, tmp_path / "copy")
    lines = [
        f"/أخبار/{old} /أخبار/{new} 301" for old, new in (("x/", LIBRARY), ("y/", "z/"), ("z/", "y/"), ("w/", "v/"))
    ]
    (root / "site" / "_redirects").write_text("\n".join(lines), encoding="utf-8")
    expected = {
        "/x/": ("redirect", LIBRARY),
        "/y/": "leads in a circle through /y/",
        "/w/": "leads to /v/, which is not in the site",
    }
    assert proved(root, written(tmp_path, "\n".join(expected))) == expected


SITEMAP = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</urlset>'
INDEX = "<sitemapindex>{}</sitemapindex>"


def test_a_sitemap_and_an_index_of_compressed_ones_are_read(project, tmp_path):
    """WordPress writes an index; its parts are looked for beside it, and nothing is fetched."""
    (tmp_path / "a.xml.gz").write_bytes(
        gzip.compress(SITEMAP.format("<url><loc>https://o.x/old/library/</loc></url>").encode())
    )
    written(tmp_path, SITEMAP.format("<url><loc> https://o.x/gone/ </loc><lastmod>x</lastmod></url>"), "b.xml")
    parts = "".join(f"<sitemap><loc>https://o.x/{name}.xml</loc></sitemap>" for name in "ab")
    file = written(tmp_path, f'<?xml version="1.0"?>{INDEX.format(parts)}', "index.xml")
    assert proved(project, file) == {
        "https://o.x/old/library/": ("redirect", LIBRARY),
        "https://o.x/gone/": "is not in the site",
    }


LOG = """
1.1.1.1 - - [10/Oct/2020:13:55:36 +0000] "GET /old/library/ HTTP/1.1" 200 2326 "-" "Mozilla"
1.1.1.1 - - [10/Oct/2020:13:55:36 +0000] "GET /old/library/ HTTP/1.1" 304 - "-" "Mozilla"
1.1.1.1 - - [10/Oct/2020:13:55:36 +0000] "GET /2011/05/library/ HTTP/1.0" 301 2326
1.1.1.1 - - [10/Oct/2020:13:55:36 +0000] "GET /missing/ HTTP/1.1" 404 2326
1.1.1.1 - - [10/Oct/2020:13:55:36 +0000] "POST /wp-login.php HTTP/1.1" 200 2326
1.1.1.1 - - [10/Oct/2020:13:55:36 +0000] "GET /wp-content/a.jpg HTTP/1.1" 200 2326
1.1.1.1 - - [10/Oct/2020:13:55:36 +0000] "GET /feed/ HTTP/1.1" 200 2326
not a line of a log
1.1.1.1 - - [10/Oct/2020:13:55:36 +0000] "GET /\\xd8\\xa7/ HTTP/1.1" 200 2326
"""


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_log_counts_how_often_a_page_was_read(project, tmp_path, pack):
    """So it is clear which missing address matters; pictures, scripts, feeds and errors are no pages."""
    file = tmp_path / "access.log"
    file.write_bytes(pack(LOG.encode()))
    coverage = prove(project, project / "site", file)
    found = {one.old.url: (one.old.hits, one.answer.fate) for one in coverage.outcomes}
    assert found == {"/old/library/": (2, "redirect"), "/2011/05/library/": (1, "gone"), "/%d8%a7/": (1, "gone")}
    assert coverage.counts_hits


EXPORT = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>x</title>{}</channel></rss>"""
ITEM = """<item><title>{title}</title><link>https://o.x{path}</link><content:encoded><![CDATA[<item>نص</item>]]></content:encoded>
<wp:post_date>{day} 10:00:00</wp:post_date><wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type></item>"""


def item(path, title="x", day="2022-07-18", status="publish", kind="post"):
    """Return a post of an export."""
    return ITEM.format(path=path, title=title, day=day, status=status, kind=kind)


def test_the_aliases_that_are_missing_are_proposed_with_their_files(project, tmp_path, capsys):
    """A post is recognised by its headline and day, or by the end of its address; a doubtful one is not."""
    posts = (
        item("/2022/07/first/", "المكتبة الجديدة تفتح أبوابها"),
        item(
            "/2022/07/%D8%A7%D9%84%D9%82%D8%B7%D8%A7%D8%B1-%D9%8A%D8%B5%D9%84-%D8%A5%D9%84%D9%89-%D8%A7%D9%84%D9%85%D8%AF%D9%8A%D9%86%D8%A9/"
        ),
        item("/2022/07/other/", "المكتبة الجديدة تفتح أبوابها", "2020-01-01"),
        item("/draft/", status="draft"),
        item("/picture/", kind="attachment"),
    )
    file = written(tmp_path, EXPORT.format("".join(posts)), "export.xml")
    report = tmp_path / "report.json"
    assert main(["check", "--root", str(project), "--old", str(file), "--report", str(report)]) == 1
    out = capsys.readouterr().out
    assert "add to content/articles/library.md:\naliases:\n  - /2022/07/first/\n" in out
    assert (
        "write content/articles/train.md:\ncapture: train.txt\naliases:\n  - /2022/07/القطار-يصل-إلى-المدينة/\n" in out
    )
    value = json.loads(report.read_bytes())
    assert (value["addresses"], value["gone"], value["covered"]) == (3, 3, 0)
    assert [one["file"] for one in value["aliases"]] == ["content/articles/library.md", "content/articles/train.md"]
    assert value["outcomes"][2] == {
        "address": "https://o.x/2022/07/other/",
        "hits": 1,
        "becomes": "gone",
        "found": "is not in the site",
    }


def test_the_proposed_aliases_cover_the_former_site(project, tmp_path):
    """When they have been added and the site has been built, the same file proves that nothing is gone."""
    root = copy_of(project, tmp_path / "copy")
    file = written(tmp_path, "https://o.x/2011/05/library/\nhttps://o.x/news/77-library.html\n")
    aliases = prove(root, root / "site", file).aliases()
    assert {place.file: found for place, found in aliases.items()} == {
        "content/articles/library.md": ["/2011/05/library/", "/news/77-library.html"]
    }
    article = root / "content" / "articles" / "library.md"
    text = article.read_text(encoding="utf-8")
    article.write_text(
        text.replace("aliases: [", "aliases: [/2011/05/library/, /news/77-library.html, "), encoding="utf-8"
    )
    assert main(["build", "--root", str(root)]) == 0
    assert main(["check", "--root", str(root), "--old", str(file)]) == 0


BAD = {
    "": "is empty",
    "كلام بلا عناوين\n": "has no addresses",
    "<urlset><url><loc>https://o.x/</loc>": "is not XML",
    '<!DOCTYPE urlset [<!ENTITY a "b">]><urlset><url><loc>&a;</loc></url></urlset>': "has a DOCTYPE",
    "<urlset></urlset>": "names no page",
    INDEX.format("<sitemap><loc>https://o.x/a.xml</loc></sitemap>"): "which is not in its folder",
    INDEX.format("<sitemap><loc>https://[/..</loc></sitemap>"): "which is not in its folder",
    EXPORT.format("<item><link>https://o.x/</item>"): "has an item that is not XML",
    EXPORT.format("").replace("<rss", '<!DOCTYPE rss [<!ENTITY a "b">]><rss'): "DOCTYPE",
}


@pytest.mark.parametrize("text", BAD)
def test_a_file_that_proves_nothing_is_an_error(project, tmp_path, text):
    """Not a site that is covered completely."""
    with pytest.raises(NewsgenError) as caught:
        prove(project, project / "site", written(tmp_path, text))
    assert BAD[text] in str(caught.value)


def test_a_damaged_gzip_file_is_an_error(project, tmp_path):
    """It may have lost half of the addresses."""
    file = tmp_path / "log.gz"
    file.write_bytes(gzip.compress(LOG.encode() * 3000)[:-200])
    assert main(["check", "--root", str(project), "--old", str(file)]) == 1
