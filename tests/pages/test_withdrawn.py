"""What readers see of a withdrawn and of a corrected article, and that undoing both leaves no trace on the site."""

import gzip
import json
import re
from types import SimpleNamespace
from urllib.parse import unquote

import pytest

from newsgen.cli.entry import main
from requirements import need

SITE = """
font: system
base_url: https://example.org/n/
page_size: 2
feed_content: full
publish_records: true
citation_files: yes
search: yes
"""
ARTICLES = {
    "gone": (
        """title: مقال القنطرة
date: 2026-01-04
slug: gone
aliases: [/old/gone/]
capture: gone.txt
author: كاتب القنطرة
tags: [قنطرة, مدينة]
image: bridge.png
featured: true
related: [library]""",
        "القنطرة مغلقة. ![صورة](bridge.png)",
    ),
    "library": (
        """title: افتتاح المكتبة
date: 2026-01-03
slug: library
tags: [مدينة]
updated: 2026-01-03T10:00
related: [gone, مقال القنطرة, theatre]""",
        "ورد [هنا](/articles/gone/) و[هنا](../gone/index.html#x) نص عن القنطرة والمدينة.",
    ),
    "theatre": ("title: المسرح البلدي\ndate: 2026-01-02\nslug: theatre\ntags: [مدينة]", "نص عن القنطرة والمسرح."),
    "museum": ("title: متحف المدينة\ndate: 2026-01-01\nslug: museum\ntags: [مدينة]", "نص عن المتحف."),
}
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645"
    "400000000049454e44ae426082"
)
HOSTILE = "</script><script>alert(1)</script> & \"'؟\n\nالفقرة الثانية"


def write(root):
    """Write the project."""
    files = {"content/site.yml": SITE, "content/media/bridge.png": PNG, "seeds/gone.txt": "مقال القنطرة\n\nنص قديم.\n"}
    files |= {f"content/articles/{key}.md": f"---\n{head}\n---\n{body}\n" for key, (head, body) in ARTICLES.items()}
    files |= {"content/comments/gone/1.yml": "author: قارئ\ntext: تعليق القنطرة\n"}
    for path, content in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())


@pytest.fixture(scope="module")
def sites(tmp_path_factory):
    """Return the files of the site before, while and after one article is withdrawn and another corrected."""
    root = tmp_path_factory.mktemp("withdrawn")
    write(root)
    place = ["--root", str(root), "--date"]

    def built(*commands):
        for command in commands:
            assert main([*command, *place, "2026-02-03"]) == 0
        assert main(["build", "--root", str(root), "--report", str(root / "report.json")]) == 0
        files = (file for file in sorted((root / "site").rglob("*")) if file.is_file())
        return {file.relative_to(root / "site").as_posix(): file.read_bytes() for file in files}

    before = built()
    book = (root / "content/addresses.tsv").read_bytes()
    during = built(["withdraw", "gone", "--reason", HOSTILE], ["correct", "library", "--note", HOSTILE])
    report = json.loads((root / "report.json").read_text(encoding="utf-8"))
    after = built(["withdraw", "gone", "--undo"], ["correct", "library", "--undo"])
    assert (root / "content/addresses.tsv").read_bytes() == book
    return SimpleNamespace(before=before, during=during, after=after, report=report, root=root)


def text_of(files, path):
    """Return a file of a site as text."""
    return files[path].decode()


NOTICE = "articles/gone/index.html"
CORRECTED = "articles/library/index.html"


def test_after_undo_the_site_has_the_bytes_that_it_had(sites):
    """The log keeps that something was done and undone, and readers see nothing of it."""
    assert sites.after == sites.before
    log = (sites.root / "content/corrections.yml").read_text(encoding="utf-8")
    assert log.count("undone: 2026-02-03") == 2


def test_nothing_names_a_withdrawn_article_but_its_notice_and_what_leads_there(sites):
    """Lists, feeds, sitemap, records, citations, related articles, comments, pictures and captures forget it."""
    naming = {path for path, data in sites.during.items() if "القنطرة" in unquote(data.decode(errors="replace"))}
    leading = {NOTICE, "a/gone/index.html", "old/gone/index.html", "corrections/index.html"}
    assert leading <= naming
    for path in naming - leading - {"archive.jsonl"}:  # the record of another article has what an editor pinned
        assert "مقال القنطرة" not in text_of(sites.during, path), path
        assert "كاتب القنطرة" not in text_of(sites.during, path), path
    below = [path for path in sites.during if path.startswith("articles/gone/")]
    assert below == [NOTICE]
    assert not any("bridge" in path for path in sites.during)
    for path in ("feed.xml", "sitemap.xml", "archive.jsonl", "tags/مدينة/index.html", "index.html", "rss.xml"):
        shown, hidden = (text_of(files, path).count("gone") for files in (sites.before, sites.during))
        assert shown > hidden, path
    assert '"id": "gone"' not in text_of(sites.during, "archive.jsonl")
    assert "articles/gone/" not in text_of(sites.during, "sitemap.xml") + text_of(sites.during, "index.html")
    assert "tags/قنطرة/index.html" in sites.before.keys() - sites.during.keys()
    assert sites.report["articles"] == 3


def test_the_search_forgets_it(sites):
    """Its fragment is gone from the index."""
    before, during = (
        [gzip.decompress(data).decode(errors="replace") for path, data in files.items() if path.endswith("fragment")]
        for files in (sites.before, sites.during)
    )
    need("the extra `search`", before)
    assert (len(before), len(during)) == (4, 3)
    assert any("articles/gone/" in one for one in before)
    assert not any("articles/gone/" in one for one in during)


def test_the_notice_says_when_and_why_and_nothing_of_the_text(sites):
    """Search engines are asked not to list it, and it claims to be no article."""
    notice = text_of(sites.during, NOTICE)
    assert '<meta name="robots" content="noindex">' in notice
    assert "ld+json" not in notice
    assert "canonical" not in notice
    assert '<time datetime="2026-02-03">' in notice
    assert "الفقرة الثانية" in notice
    assert "<script" not in notice
    for words in ("القنطرة مغلقة", "تعليق القنطرة", "نص قديم", "كاتب القنطرة"):
        assert words not in notice


def test_all_addresses_of_the_article_lead_to_the_notice(sites):
    """The short one, which was cited, an alias, and links in other articles, which work as before."""
    assert "url=../../articles/gone/" in text_of(sites.during, "a/gone/index.html")
    assert "url=../../articles/gone/" in text_of(sites.during, "old/gone/index.html")
    assert "/n/old/gone/ https://example.org/n/articles/gone/ 301" not in text_of(sites.during, "_redirects")
    assert "/n/old/gone/ /n/articles/gone/ 301" in text_of(sites.during, "_redirects")
    assert '<a href="../../articles/gone/" rel="noopener">هنا</a>' in text_of(sites.during, CORRECTED)
    assert not any("links to" in warning for warning in sites.report["warnings"])


def test_related_titles_that_mean_it_are_left_out(sites):
    """Both the pinned name and the headline; the others stay."""
    before, during = (
        text_of(files, CORRECTED).partition("<aside")[2].partition("</aside")[0]
        for files in (sites.before, sites.during)
    )
    assert before.count("مقال القنطرة") == 1
    assert "القنطرة" not in during
    assert "المسرح البلدي" in during


def test_a_corrected_article_shows_it_above_its_text(sites):
    """With its day and all its paragraphs, escaped; and it is changed on that day for feeds and the sitemap too."""
    page = text_of(sites.during, CORRECTED)
    block = page[page.index('class="provenance corrected"') : page.index('<div class="text">')]
    assert '<time datetime="2026-02-03">' in block
    assert "&lt;script&gt;alert(1)" in block
    assert "الفقرة الثانية</p>" in block
    assert 'href="../../corrections/"' in block
    assert '<meta property="article:modified_time" content="2026-02-03">' in page
    (data,) = re.findall('<script type="application/ld\\+json">(.*?)</script>', page)
    facts = json.loads(data)
    assert facts["dateModified"] == "2026-02-03"
    assert facts["correction"] == [
        {"@type": "CorrectionComment", "text": HOSTILE, "datePublished": "2026-02-03"},
    ]
    assert "<updated>2026-02-03T00:00:00" in text_of(sites.during, "feed.xml")
    assert '"date_modified": "2026-02-03T00:00:00' in text_of(sites.during, "feed.json")
    assert "/articles/library/</loc><lastmod>2026-02-03</lastmod>" in text_of(sites.during, "sitemap.xml")
    assert "CorrectionComment" not in text_of(sites.during, "articles/theatre/index.html")


def test_a_list_of_both_is_linked_from_every_page_while_there_is_something_to_list(sites):
    """It is in the sitemap, and there is none before."""
    assert "corrections/index.html" not in sites.before
    listed = text_of(sites.during, "corrections/index.html")
    assert listed.index("افتتاح المكتبة") < listed.index("مقال القنطرة")
    assert 'href="corrections/"' in text_of(sites.during, "index.html")
    assert 'href="corrections/"' not in text_of(sites.before, "index.html")
    assert "/n/corrections/</loc>" in text_of(sites.during, "sitemap.xml")
