"""A saved web page gives an article, or an error that says why it does not."""

import contextlib
import re
import subprocess
import sys
from collections import Counter
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from folders import GOLDEN
from newsgen.errors import ConfigError, NewsgenError, SourceError, install_extra
from newsgen.importers.items import ImportedItem, Skipped
from newsgen.importers.saved_pages.files import import_webpage
from newsgen.loaders.webpage.loader import NotAnArticleError, read_webpage
from newsgen.text.encodings import decode_page
from newsgen.text.web_addresses import url_key

PAGES = GOLDEN / "webpage"
ARTICLES = sorted(case.parent for case in PAGES.glob("*/record.json"))
PAGE = (PAGES / "wordpress-comments-and-form" / "input.html").read_bytes()
SENTENCE = "هذه جملة من مقال صحفي كتبها محرر الجريدة صباح اليوم ليقرأها الناس في المدينة. "


def shingles(text):
    """Return the four-word sequences of *text*, counted."""
    words = re.findall(r"\w+", text)
    return Counter(zip(*(words[n:] for n in range(4)), strict=False))


def f1(found, expected):
    """Return the F1 score of two texts, from 0 to 1."""
    first, second = shingles(found), shingles(expected)
    return 2 * (first & second).total() / (first.total() + second.total())


def page(body, head=""):
    """Return a page with a headline and three paragraphs, and *body* between the first two."""
    paragraphs = [f"<p>{n} {SENTENCE * 3}</p>" for n in ("أولا", "ثانيا", "ثالثا")]
    text = "".join((paragraphs[0], body, *paragraphs[1:]))
    title = "خبر طويل من المدينة"
    return f"<html><head><title>{title}</title>{head}</head><body><h1>{title}</h1><div>{text}</div></body></html>"


def read(body, head="", **named):
    """Read the article from a page with this *body*."""
    return read_webpage(page(body, head).encode(), "seeds/a.html", **named)


@pytest.mark.parametrize("case", ARTICLES, ids=lambda case: case.name)
def test_no_paragraph_is_lost_and_nothing_is_added(case):
    """The body is the text of the page from its first to its last paragraph."""
    data = (case / "input.html").read_bytes()
    html = re.sub(r"(?s)<script.*?</script>|<[^<>]*>", "\n", decode_page(data).text.partition("<body")[2])
    paragraphs = [line for line in html.split("\n") if len(line) > 60 and "بريدك" not in line]
    body = " ".join(read_webpage(data, "a.html").body)
    assert all(paragraph.strip() in body for paragraph in paragraphs)
    assert f1(body, " ".join(paragraphs)) > 0.85


def test_reading_twice_gives_the_same():
    """Reading keeps no state from one page to the next."""
    assert read_webpage(PAGE, "seeds/a.html") == read_webpage(PAGE, "seeds/a.html")


@settings(max_examples=examples(60), deadline=None)
@given(st.data())
def test_a_damaged_page_is_an_article_or_an_error(data):
    """Damage to a page never causes a traceback."""
    damaged = bytearray(PAGE)
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(damaged) - 1))
        end = start + data.draw(st.integers(0, 400))
        junk = st.sampled_from(
            [b"", b"<div>" * 300, b"</div>", b"\0\x1a", b"<!--", b"<p", b'"', b"\xff\xfe", b"<table><tr>", b"{"]
        )
        damaged[start:end] = data.draw(junk)
    with contextlib.suppress(NewsgenError):
        read_webpage(bytes(damaged), "seeds/a.html")


@pytest.mark.parametrize(
    "hostile",
    ["", "\0" * 500, "<p>" + "<b>" * 9000, "<div>" * 9000, "<p " + " ".join(f"a{n}=1" for n in range(30000)) + ">",
     "<plaintext>" * 500, "<script type=application/ld+json>" + "[" * 50000, "&#0;&#xD800;" * 500, "<!--" * 5000,
     '<base href="http://[">', '<link rel=canonical href="http://[x">', "<svg><title>x", "<frameset><frame>"],
)  # fmt: skip
def test_a_hostile_page_is_an_article_or_an_error(hostile):
    """Reading a hostile page takes no longer than reading another page of its size."""
    for text in (hostile, hostile + page("")):
        with contextlib.suppress(SourceError):
            read_webpage(text.encode(), "seeds/a.html")


def test_code_is_removed_from_the_text():
    """A saved page is not trusted."""
    link = '<a href="javascript:x()">هنا</a> <img src="data:x">'
    article = read(f'<p onclick="x()">نص {link} مع كلمات أخرى كثيرة.</p><script>x()</script>')
    assert not re.search("javascript|data:|onclick|script", article.body_html)


@pytest.mark.parametrize("declared", ["utf-8", "windows-1256", "iso-8859-1"])
@pytest.mark.parametrize("encoding", ["utf-8", "windows-1256", "iso-8859-6", "utf-16"])
def test_the_encoding_is_what_decodes_to_arabic(encoding, declared):
    """The encoding that the page or HTTP declares may be wrong."""
    text = page("", f'<meta charset="{declared}">')
    assert decode_page(text.encode(encoding), declared).text.removeprefix("\ufeff") == text


@pytest.mark.parametrize(("wrong", "right"), [("cp1256", "utf-8"), ("latin-1", "utf-8"), ("cp1252", "cp1256")])
def test_a_page_saved_in_a_wrong_encoding_is_repaired(wrong, right):
    """A warning says that the text was repaired."""
    text = page("")
    decoded = decode_page(text.encode(right).decode(wrong).encode())
    assert decoded.text == text
    assert decoded.warning.startswith("repaired text")


def test_a_misread_page_with_bad_bytes_in_its_tags_is_an_error():
    """Two kinds of damage at once do not cause a traceback."""
    data = page("").encode().decode("cp1256").encode()
    with pytest.raises(SourceError):
        read_webpage(data.replace(b"<div>", b'<div class="' + b"\xff" * 900 + b'">'), "a.html")


def test_a_page_with_a_few_bad_bytes_is_read():
    """Descriptions are often cut off within a letter."""
    data = page("").encode().replace("خبر".encode(), "خبر".encode() + b"\xd8", 1)
    assert "U+FFFD" in read_webpage(data, "a.html").warnings[0]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<meta property="article:published_time" content="2020-06-03T03:01+0400">', "2020-06-03T03:01:00+04:00"),
        ('<meta name="pubdate" content="2020-03-17">', "2020-03-17"),
        ('<meta name="date" content="الأربعاء، 07 أكتوبر 2020 - 12:09 م">', "2020-10-07T12:09:00"),
        ('<meta name="date" content="1970-01-01T00:00:00Z">', None),
        ('<link rel="canonical" href="https://a.example/2014/02/31/x">', None),
        ('<link rel="canonical" href="https://a.example/2014/02/03/x">', "2014-02-03"),
        ('<link rel="canonical" href="https://a.example/2014/02/x">', None),
    ],
)
def test_a_date_is_read_and_not_guessed(head, expected):
    """An unknown date is better than a wrong one."""
    published = read("", head).published
    assert (published.isoformat() if published else None) == expected


def test_nothing_is_published_after_its_capture():
    """A date after the capture must be a mistake."""
    head = '<meta name="date" content="2020-03-17">'
    assert read("", head, captured=date(2019, 1, 1)).published is None
    assert read("", head, captured=datetime(2020, 3, 17)).published == date(2020, 3, 17)  # noqa: DTZ001


@pytest.mark.parametrize(
    "name", ["admin", "http://facebook.com/x", "جريدة المثال", "الرباط - جريدة المثال", "بقلم المحرر"]
)
def test_an_author_is_a_person(name):
    """Neither software nor the newspaper itself is an author."""
    head = f'<meta property="og:site_name" content="جريدة المثال"><meta name="author" content="{name}">'
    assert read("", head).authors == ()


@pytest.mark.parametrize("before", ["بقلم", "بواسطة:", "كتبها :", "إعداد", "تم النشر بواسطة", "By"])
def test_the_words_before_a_name_are_not_part_of_it(before):
    """A page and a capture know the same words."""
    assert read("", f'<meta name="author" content="{before} سعاد بناني">').authors == ("سعاد بناني",)


@pytest.mark.parametrize(
    "title", ["خبر طويل من المدينة - جريدة", "جريدة المثال | خبر طويل من المدينة", "خبر طويل من المدينة"]
)
def test_the_headline_does_not_contain_the_newspapers_name(title):
    """Window titles contain both."""
    text = page("").replace("<title>خبر طويل من المدينة", f"<title>{title}")
    assert read_webpage(text.encode(), "a.html").headline == "خبر طويل من المدينة"


def test_the_longest_text_wins():
    """JSON-LD may contain the text that scripts would have shown."""
    text = "\\n".join(f"{n} {SENTENCE * 2}" for n in range(8))
    article = f'{{"@type": "NewsArticle", "headline": "خبر", "articleBody": "{text}"}}'
    head = f'<script type="application/ld+json">{article}</script>'
    assert len(read("", head).body) == 8


def test_an_import_yields_an_article_with_its_key(tmp_path):
    """The key lets a later import recognise the article."""
    file = tmp_path / "a.html"
    file.write_bytes(PAGE)
    (found,) = import_webpage(file, "a.html")
    assert isinstance(found, ImportedItem)
    assert (found.original, found.suffix, found.keys) == (PAGE, ".html", ("url https://news.example/2019/03/library/",))


def test_an_import_skips_other_pages_and_yields_errors(tmp_path):
    """A page that is not an article is skipped, and errors are yielded and not raised."""
    file = tmp_path / "a.html"
    file.write_bytes((PAGES / "home-page" / "input.html").read_bytes())
    (skipped,) = import_webpage(file, "a.html")
    (missing,) = import_webpage(tmp_path / "none.html", "none.html")
    file.write_bytes(b"x" * 20_000_001)
    (large,) = import_webpage(file, "a.html")
    assert isinstance(skipped, Skipped)
    assert [type(error) for error in (missing, large)] == [SourceError, SourceError]


def test_a_page_that_is_not_an_article_gives_a_reason():
    """Users read the list of skipped files."""
    with pytest.raises(NotAnArticleError, match="frame set"):
        read_webpage(b"<frameset><frame src=x></frameset>", "a.html")


def test_spellings_of_one_url_have_the_same_key():
    """The same article is linked with different spellings of its URL."""
    assert url_key("http://www.a.example/%D8%A7/?utm_source=x") == url_key("https://a.example/ا")


def test_without_the_libraries_an_error_says_what_to_install(monkeypatch):
    """The libraries for web pages are an optional extra."""
    for library in ("lxml", "trafilatura", "htmldate"):
        with monkeypatch.context() as patch:
            patch.setitem(sys.modules, library, None)
            with pytest.raises(ConfigError, match=re.escape(install_extra("import"))):
                read("")


def test_a_build_without_web_pages_does_not_load_their_libraries():
    """The libraries take half a second to import."""
    code = "import sys, newsgen.build.pipeline; sys.exit(bool({'lxml', 'trafilatura'} & {*sys.modules}))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_headline_may_contain_the_words_not_found():
    """A page with paragraphs is not an error page."""
    text = page(f"<p>{SENTENCE * 6}</p>").replace("خبر طويل من المدينة", "حل غير موجود لأزمة السكن في المدينة")
    assert read_webpage(text.encode(), "a.html").headline.startswith("حل")


@pytest.mark.parametrize("data", [b"", b" \r\n", b"<html></html>", b"<!-- -->"])
def test_an_empty_page_is_not_an_article(data):
    """An empty page is skipped."""
    with pytest.raises(NotAnArticleError):
        read_webpage(data, "a.html")


def test_references_to_characters_are_read_as_browsers_read_them():
    """Old editors wrote references to windows-1252 numbers, and some to control characters."""
    article = read("<p>قال &#147;نعم&#148; &#x1;و&#0;لا&#xD800; &#1608; كلمات أخرى كثيرة تكفي لفقرة في مقال صحفي.</p>")
    assert any("قال “نعم” ولا و كلمات" in text for text in article.body)


TEASERS = "".join(
    f'<div><h2><a href="/{n}">خبر آخر من أخبار المدينة رقم {n}</a></h2><p>{SENTENCE * 2}</p></div>' for n in range(8)
)


@pytest.mark.parametrize(
    ("title", "body", "why"),
    [
        ("محليات", TEASERS, "is a list"),
        ("نتائج البحث عن: تعليم", TEASERS[:600], "is a list"),
        ("خطأ 404", f"<p>{SENTENCE * 2}</p>", "is an error page"),
        ("جريدة", f"<h1>عفواً، الصفحة المطلوبة غير متاحة</h1><p>{SENTENCE}</p>", "is an error page"),
        ("جريدة", f"<p>نستخدم ملفات تعريف الارتباط لتحسين تجربتك. {SENTENCE}</p>", "is a notice about cookies"),
    ],
)
def test_a_list_an_error_page_or_a_notice_is_not_an_article(title, body, why):
    """These pages are recognised even if they have paragraphs."""
    with pytest.raises(NotAnArticleError, match=why):
        read_webpage(f"<title>{title}</title><h1>{title}</h1>{body}".encode(), "a.html")


@pytest.mark.parametrize("title", ["القرار 404 يدخل حيز التنفيذ", "خبير: الحل غير موجود", "العثور على 404 قطع أثرية"])
def test_a_short_article_with_the_words_not_found_is_an_article(title):
    """The words of an error page do not make a page as short as one an error page."""
    text = f"<title>{title}</title><h1>{title}</h1><p>{SENTENCE * 2}</p>"
    assert read_webpage(text.encode(), "a.html").headline == title


def test_a_short_article_beside_teasers_is_an_article():
    """A page with a text of its own is not a list."""
    text = f"<title>خبر قصير من المدينة</title><h1>خبر قصير من المدينة</h1><div><p>{SENTENCE * 5}</p></div>{TEASERS}"
    assert read_webpage(text.encode(), "a.html").headline == "خبر قصير من المدينة"


def test_a_form_is_recognised_by_its_comment_field():
    """The forms of some newspapers have no known class or id, but a text area named comment."""
    article = read(f'<p>{SENTENCE * 3}</p><form><textarea name="comment" placeholder="اترك تعليقا"></textarea></form>')
    assert article.comment_form.heading == "اترك تعليقا"
    assert "اترك" not in "".join(article.body)
