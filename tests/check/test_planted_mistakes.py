"""One finished site with a mistake of every kind in its texts or in what machines read: each is found, and no other."""

import json

import pytest

from checked_sites import copy_of
from newsgen.check.inventory import Options
from newsgen.check.run import check_site
from newsgen.cli.entry import main
from newsgen.filesystem import sha256
from newsgen.model.receipt import RECEIPT
from proofread_sites import CAPTURED, ENCODED, LEDGER, SOURCE, WRITTEN, edit, proofread_project

CHECKS = ("arabic", "fidelity", "writing", "bidi", "feeds", "sitemap", "structured-data", "open-graph")
LIBRARY = f"{ENCODED}articles/library/"


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Return the project whose site has no fault."""
    return proofread_project(tmp_path_factory)


@pytest.fixture
def broken(project, tmp_path):
    """Return a copy of it, for one test to break."""
    return copy_of(project, tmp_path)


def check(root, chosen=CHECKS, base_url=ENCODED):
    """Return what the *chosen* checks find in the site of a project."""
    return check_site(root / "site", Options(base_url, str(root)), chosen)


def test_a_finished_site_has_no_mistake(project):
    """What newsgen builds satisfies its own checks."""
    assert check(project) == []


PAGES = {
    "no direction": (WRITTEN, 'lang="ar-MA" dir="rtl"', 'lang="ar"', "arabic", "<html dir> is missing"),
    "another direction": (WRITTEN, 'lang="ar-MA" dir="rtl"', 'lang="ar" dir="ltr"', "arabic", "<html dir> is ltr"),
    "no language": (WRITTEN, ' lang="ar-MA" dir', " dir", "arabic", "<html lang> is missing"),
    "a late charset": (
        WRITTEN,
        '<meta charset="utf-8">',
        '<meta charset="utf-8">'.rjust(1200),
        "arabic",
        "1024 bytes",
    ),
    "a title that flips": (WRITTEN, "<title>", "<title>Reuters: ", "arabic", "<title> begins with a Latin letter"),
    "a bidi mark": (WRITTEN, "أن أشغال", "أن\u200f أشغال", "arabic", "text has the invisible bidi mark U+200F"),
    "a bidi mark as a reference": (WRITTEN, "أن أشغال", "أن&#x200e; أشغال", "arabic", "bidi mark U+200E"),
    "a bare phone number": (WRITTEN, r'<bdi dir="ltr">(?=\+212)', "<bdi>", "arabic", None),
    "an unisolated address": (
        WRITTEN,
        '<bdi dir="ltr">www[^<]*</bdi>',
        "www.example.org",
        "arabic",
        "a web address",
    ),
    "an unisolated e-mail": (WRITTEN, "كاملتين", "كاملتينا a.b@example.org", "arabic", "an e-mail address"),
    "two headlines": (WRITTEN, '<div class="text">', '<h1>x</h1><div class="text">', "arabic", "has 2 <h1>"),
    "a jump in headings": (
        WRITTEN,
        '<div class="text">',
        '<h5>x</h5><div class="text">',
        "arabic",
        "<h5> follows <h1>",
    ),
    "a picture without size": (
        WRITTEN,
        "</main>",
        '<img src="x.png" alt=""></main>',
        "arabic",
        "no width and height",
    ),
    "a bad time": (
        WRITTEN,
        'datetime="2022-07-19"',
        'datetime="19/07/2022"',
        "arabic",
        "<time datetime> is '19/07/2022'",
    ),
    "a headline that flips": (WRITTEN, "<h1>", '<h1 dir="auto">', "arabic", "<h1> has dir=auto"),
    "mixed digits": (WRITTEN, r"19(?= يوليوز)", "١٩", "arabic", "mixes digits of two families"),
    "CSS on an element": (WRITTEN, "<main", '<main style="text-align: justify"', "arabic", "text-align: justify"),
    "an altered word": (WRITTEN, "كاملتين", "ناقصتين", "fidelity", "paragraph 1 of the text has «"),
    "a lost paragraph": (CAPTURED, r"<p>وأضافت.*?</p>\n", "", "fidelity", "paragraph 2 of the text has «"),
    "an added paragraph": (CAPTURED, r"(?=<p>وأضافت)", "<p>إعلان</p>", "fidelity", "paragraph 2 of the text has «"),
    "an altered headline": (CAPTURED, r"(?<=<h1>)الميناء", "المطار", "fidelity", "headline has «"),
    "a lost line of the ledger": (
        LEDGER,
        '<tr class="body" id="L3">.*?</tr>\\n',
        "",
        "fidelity",
        "line 5 where line 3",
    ),
    "an altered line of the ledger": (LEDGER, "السفن جاهزة", "السفن غارقة", "fidelity", "line 3 of the ledger has «"),
    "a line twice in the ledger": (
        LEDGER,
        "</tbody>",
        '<tr class="body"><th scope="row">9</th><td>x</td><td>y</td></tr></tbody>',
        "fidelity",
        "has 6 lines, but source.txt has 5",
    ),
    "a capture that is another": (
        SOURCE,
        "السفن جاهزة",
        "السفن غارقة",
        "fidelity",
        "is not the capture seeds/harbour.txt",
    ),
    "JSON-LD that is none": (WRITTEN, '"@context"', '@context"', "structured-data", "is not JSON"),
    "JSON-LD without the article": (WRITTEN, '"NewsArticle"', '"WebPage"', "structured-data", "does not describe"),
    "another headline in JSON-LD": (
        WRITTEN,
        '"headline":"',
        '"headline":"خبر ',
        "structured-data",
        "another headline",
    ),
    "another day in JSON-LD": (
        WRITTEN,
        '"datePublished":"2022-07-18"',
        '"datePublished":"2022-07-16"',
        "structured-data",
        "datePublished",
    ),
    "no day in JSON-LD": (
        WRITTEN,
        '"datePublished":"2022-07-18"',
        '"datePublished":"الاثنين"',
        "structured-data",
        "is not a date",
    ),
    "another page in JSON-LD": (
        WRITTEN,
        '"mainEntityOfPage":"',
        '"mainEntityOfPage":"x',
        "structured-data",
        "mainEntityOfPage",
    ),
    "another shared title": (
        WRITTEN,
        'og:title" content="',
        'og:title" content="خبر ',
        "open-graph",
        "another headline",
    ),
    "another shared address": (
        WRITTEN,
        'og:url" content="',
        'og:url" content="https://example.com/',
        "open-graph",
        "canonical address",
    ),
    "a shared picture by its path": (
        WRITTEN,
        "</head>",
        '<meta property="og:image" content="/x.png"></head>',
        "open-graph",
        "not a full address",
    ),
    "no shared title": (WRITTEN, r'<meta property="og:title"[^>]*>\n', "", "open-graph", "og:title is missing"),
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_a_mistake_on_a_page_is_found(broken, name):
    """It is named at its file, and an untouched page has none."""
    page, pattern, replacement, by, found = PAGES[name]
    edit(broken / "site" / page, pattern, replacement)
    findings = [one for one in check(broken, (by,)) if found or one]
    assert {(one.check, one.file) for one in findings} <= {(by, page)}
    assert any((found or "") in f"{one.place} {one.found}" for one in findings) == bool(found)


STYLES = {
    "direction: rtl": "sets the direction",
    "unicode-bidi: bidi-override": "sets the direction",
    "margin-left: 1em": "names a side",
    "border-top-right-radius: 3px": "names a side",
    "left: 0": "names a side",
    "text-align: right": "names a side",
    "float: left": "names a side",
    "letter-spacing: .1em": "pulls the joined letters",
    "font-style: italic": "slants letters",
    "font: italic 1rem serif": "slants letters",
    "text-align: justify": "justifies text",
}


@pytest.mark.parametrize("declaration", STYLES)
def test_a_declaration_that_harms_arabic_is_found(broken, declaration):
    """It is found at its line, but not in a comment, in a text or in a longer name."""
    css = (
        f'/* {declaration} */\n.a {{ content: "{declaration}"; flex-direction: row; --left: 1; letter-spacing: 0; }}\n'
    )
    (broken / "site" / "assets" / "own.css").write_text(f"{css}.b {{ {declaration} }}\n", encoding="utf-8")
    [finding] = check(broken, ("arabic",))
    assert (finding.file, finding.line, finding.place) == ("assets/own.css", 3, declaration)
    assert STYLES[declaration] in finding.found


FEEDS = {
    "XML that is cut": ("feed.xml", "</feed>", "", "is not XML"),
    "entities": ("feed.xml", r"\n<feed", '\n<!DOCTYPE feed [<!ENTITY a "b">]>\n<feed', "has a DOCTYPE"),
    "an id twice": ("feed.xml", r"(?s)<entry>.*?</entry>", None, "has the id"),
    "no date": ("feed.xml", r"<updated>(?=2022-07-19)", "<updated>am ", "is not valid in this format"),
    "no page": ("feed.xml", "articles/library/", "articles/gone/", "which is not in the site"),
    "a path": ("rss.xml", f"<link>{ENCODED}articles", "<link>/articles", "which is not a full address"),
    "a day in words": ("rss.xml", r"<pubDate>[^<]*", "<pubDate>الاثنين", "is not valid in this format"),
    "another id": ("rss.xml", r"urn:uuid:\w", "urn:uuid:z", "another id than the same article"),
    "no title": ("feed.json", r'"title": "المكتبة[^"]*"', '"title": ""', "has no title"),
    "no JSON": ("feed.json", r"\{", "", "is not a JSON Feed"),
    "a title that flips": (
        "feed.json",
        r'"title": "المكتبة',
        '"title": "Reuters المكتبة',
        "begins with a Latin letter",
    ),
    "a former address": ("feed.json", '"url": "' + LIBRARY, f'"url": "{ENCODED}old/library/', "which is a redirect"),
}


@pytest.mark.parametrize("name", FEEDS)
def test_a_mistake_in_a_feed_is_found(broken, name):
    """Readers of feeds do not say what is wrong, and show nothing."""
    path, pattern, replacement, found = FEEDS[name]
    file = broken / "site" / path
    if replacement is None:
        text = file.read_text(encoding="utf-8")
        entry = text[text.index("<entry>") : text.index("</entry>") + 8]
        file.write_text(text.replace(entry, entry * 2, 1), encoding="utf-8")
    else:
        edit(file, pattern, replacement)
    findings = check(broken, ("feeds",))
    assert {one.file for one in findings} <= {path, "rss.xml", "feed.xml"}
    assert any(found in one.found for one in findings)


SITEMAP = {
    "an address twice": (r"<url>(<loc>[^<]*library/</loc>)", None, "is there twice"),
    "a missing page": ("articles/library/", "articles/gone/", "is not in the site"),
    "a redirect": (f"<loc>{LIBRARY}", f"<loc>{ENCODED}old/library/", "is a redirect"),
    "a page for missing pages": (f"<loc>{LIBRARY}", f"<loc>{ENCODED}404.html", "is the page for missing pages"),
    "a ledger": (f"<loc>{LIBRARY}", f"<loc>{ENCODED}articles/harbour/source/", "says that its address"),
    "another site": (f"<loc>{LIBRARY}", "<loc>https://example.com/", "is not below"),
    "a day in words": ("<lastmod>2022-07-19", "<lastmod>أمس", "which is not a date"),
    "no XML": ("</urlset>", "", "is not XML"),
    "no article": (rf"<url><loc>{LIBRARY}.*?</url>", "", "is an article that the sitemap does not name"),
}


@pytest.mark.parametrize("name", SITEMAP)
def test_a_mistake_in_the_sitemap_is_found(broken, name):
    """Search engines drop a sitemap with mistakes, and say so only to who asks."""
    pattern, replacement, found = SITEMAP[name]
    file = broken / "site" / "sitemap.xml"
    if replacement is None:
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("</urlset>", f"<url><loc>{LIBRARY}</loc></url></urlset>"), encoding="utf-8")
    else:
        edit(file, pattern, replacement)
    findings = check(broken, ("sitemap",))
    assert any(found in one.found for one in findings)
    assert {one.file for one in findings} <= {"sitemap.xml", WRITTEN}


def test_a_page_that_search_engines_shall_leave_out_is_not_in_the_sitemap(broken):
    """A page cannot ask for both."""
    edit(broken / "site" / WRITTEN, "</head>", '<meta name="robots" content="noindex"></head>')
    [finding] = check(broken, ("sitemap",))
    assert "asks search engines to leave it out" in finding.found


def resealed(root, path):
    """Put the digest of a changed source into the receipt, as if the site had been built from it."""
    receipt = root / "site" / RECEIPT
    value = json.loads(receipt.read_bytes())
    for article in value["articles"].values():
        if path in article["sources"]:
            article["sources"][path] = sha256((root / path).read_bytes())
    receipt.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")


TEXTS = {
    "الخبر, كما ورد": ("note", "has a Latin comma between Arabic words, which Arabic writes ،"),
    "هل تعلم? نعم": ("note", "has a Latin question mark behind an Arabic word, which Arabic writes ؟"),
    "قال ا?مين": ("note", "has a question mark in «قال ا?مين», where another sign may be lost"),
    "ﻣﺮﺣﺒﺎ بكم": ("warning", "has letters in presentation forms, which no search finds"),
    "كلمة\u200f أخرى": ("note", "has the invisible bidi mark U+200F, which no page shows"),
    "ط§ظ„ظ…ط؛ط±ط¨ ظˆط§ظ„ظ‚ط¶ظٹط©": ("warning", "has text in UTF-8 that was read as windows-1256"),
    "حرف مفقو\ufffd هنا": ("warning", "has lost letters (U+FFFD)"),
}


@pytest.mark.parametrize("text", TEXTS)
def test_a_mistake_of_writing_is_found_at_the_line_of_the_source(broken, text):
    """So an editor can go there; what only machines read, such as code, is not proofread."""
    file = broken / "content" / "articles" / "library.md"
    with file.open("a", encoding="utf-8") as opened:
        opened.write(f"\n`{text}`\n\n{text}\n")
    resealed(broken, "content/articles/library.md")
    [finding] = check(broken, ("writing",))
    severity, found = TEXTS[text]
    assert (finding.severity, finding.file, finding.line) == (severity, "content/articles/library.md", 18)
    assert finding.is_source
    assert finding.found.startswith(found)


def test_a_mistake_in_a_capture_is_found_but_never_to_be_corrected_there(broken):
    """It is evidence; an editor may publish a corrected text beside it."""
    edit(broken / "seeds" / "harbour.txt", "السفن جاهزة", "السفن , جاهزة")
    resealed(broken, "seeds/harbour.txt")
    [finding] = check(broken, ("writing",))
    assert (finding.file, finding.line) == ("seeds/harbour.txt", 3)
    assert finding.remedy.startswith("the capture stays as it is")


def test_the_words_of_a_capture_in_markdown_are_not_for_the_machine_to_correct(broken):
    """An imported article holds what a newspaper wrote."""
    with (broken / "content" / "articles" / "harbour.md").open("a", encoding="utf-8") as file:
        file.write("قال أحمد, ثم مضى.\n")
    resealed(broken, "content/articles/harbour.md")
    [finding] = check(broken, ("writing",))
    assert (finding.file, finding.line) == ("content/articles/harbour.md", 6)
    assert finding.remedy.startswith("the file holds the words of a capture")


def test_a_mistake_on_a_standalone_page_is_found(broken):
    """Its text is proofread like an article's."""
    file = broken / "content" / "pages" / "about.md"
    file.parent.mkdir()
    file.write_text("---\ntitle: عن الموقع\n---\nأرشيف, كما ترى.\n", encoding="utf-8")
    assert [(one.file, one.line) for one in check(broken, ("writing",))] == [("content/pages/about.md", 4)]


def test_a_headline_that_reorders_is_found_at_its_line(broken):
    """Nothing can isolate a part of a window's title, or of a title in a feed."""
    edit(broken / "content" / "articles" / "library.md", "title: المكتبة", "title: لغة C++ في المكتبة")
    resealed(broken, "content/articles/library.md")
    [finding] = check(broken, ("bidi",))
    assert (finding.file, finding.line) == ("content/articles/library.md", 2)
    assert "shows «C++» as «++C»" in finding.found


def test_a_source_that_changed_since_the_build_is_no_false_page(broken):
    """The page is right for what it was built from; only a build can show what is new."""
    edit(broken / "content" / "articles" / "library.md", "كاملتين", "طويلتين")
    (broken / "seeds" / "train.txt").unlink()
    findings = check(broken)
    assert {(one.severity, one.file, one.remedy) for one in findings} == {
        ("warning", "content/articles/library.md", "build again, then check again"),
        ("warning", "seeds/train.txt", "build again, then check again"),
    }


def test_a_site_without_a_receipt_is_not_taken_for_proved(broken):
    """Nothing says what its pages were built from."""
    (broken / "site" / RECEIPT).unlink()
    [finding] = check(broken, ("fidelity",))
    assert (finding.severity, finding.file) == ("warning", RECEIPT)


def test_without_published_captures_the_pages_are_still_proved(broken):
    """Their records come from the project's own captures."""
    with (broken / "content" / "site.yml").open("a", encoding="utf-8") as file:
        file.write("publish_captures: no\n")
    assert main(["build", "--root", str(broken)]) == 0
    assert check(broken) == []
    edit(broken / "site" / CAPTURED, "(?<=<p>)أكدت", "نفت")
    assert [one.file for one in check(broken, ("fidelity",))] == [CAPTURED]


HOSTILE = (
    b"", b"\xff\xfe\x00", b"<", b"<html", b"<title>", b"<h1><h1><h1>", b'<div class="text">' * 2000, b"\0" * 999,
    b"<bdi>" * 3000, b"<script type=application/ld+json>" + b"[" * 99999, b'<time datetime="' + b"9" * 5000 + b'">',
    b'<meta property=og:type content=article><script type=application/ld+json>{"@graph": {"@type": []}}</script>',
    b'<meta property=og:type content=article><script type=application/ld+json>[1, {"@type": "Article"}]</script>',
    b"<time" * 20000, b"<h1>" * 20000, b'<a "' * 20000, b"url(" * 20000, b"<meta og:title" * 9999, b"count'" * 20000,
    b"<body>" + b'<tr class="body"><th scope="row">1</th><td></td><td>' * 5000, b"<img " * 20000, b"<style>a{b:" * 9999,
    "<html lang=ar dir=rtl><meta charset=utf-8><title>x\u202eع</title>".encode(),
)  # fmt: skip


def test_hostile_files_are_judged_without_a_traceback(broken):
    """A check reads what strangers may have put on a server; no file takes a check much longer than its length."""
    site = broken / "site"
    for number, data in enumerate(HOSTILE):
        folder = site / f"x{number}"
        folder.mkdir()
        for name in ("index.html", "feed.xml", "feed.json", "x.css"):
            (folder / name).write_bytes(data)
    for path, data in zip((WRITTEN, CAPTURED, LEDGER, "sitemap.xml", "rss.xml"), reversed(HOSTILE), strict=False):
        (site / path).write_bytes(data)
    assert {one.check for one in check(broken)} == {*CHECKS} - {"writing", "bidi"}
