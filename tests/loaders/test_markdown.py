"""A Markdown file is loaded with all its front matter, and every mistake is reported with its line."""

import errno
import json
import os
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from effort import examples
from newsgen.filesystem import sha256
from newsgen.loaders.load import LoadResult, load
from newsgen.loaders.sources import Source
from newsgen.model.article import Article, Image, RelatedLink, StandalonePage, as_json, as_record

KEYS = (
    "title date updated slug author authors categories category tags description summary draft aliases image comments"
    " id capture versions related source_url source_name captured archived_url rights canonical robots"
).split()
HEAD = "---\ntitle: افتتاح المكتبة\n"
CAPTURE = """افتتاح المكتبة العمومية وسط المدينة

جريدة المدينة - محمد بلقاسم
الاثنين 18 يوليوز 2022

أعلنت الجماعة الحضرية اليوم افتتاح المكتبة العمومية الجديدة وسط المدينة، بعد أشغال دامت سنتين كاملتين.

أخبار ذات صلة

معرض الكتاب يفتح أبوابه

تكريم شعراء المدينة في أمسية

اترك تعليقا
"""


@pytest.fixture
def loaded(project):
    """Return a function that loads a Markdown file of a project."""

    def from_text(text, path="content/articles/خبر.md"):
        project.write(path, text)
        return load(Source(path, "page" if "/pages/" in path else "article", project.root))

    return from_text


@pytest.fixture
def article(loaded):
    """Return a function that loads an article without errors and returns its record."""

    def from_text(text):
        result = loaded(text)
        assert result.errors == ()
        assert isinstance(result.record, Article)
        return result.record

    return from_text


@pytest.mark.parametrize(
    ("date", "updated", "is_warned"),
    [
        ("2022-07-05 10:30", "2022-07-01 09:00", True),
        ("2022-07-05", "2022-07-04", True),
        ("2022-07-05T10:30:00+01:00", "2022-07-05T11:00:00+03:00", True),
        ("2022-07-05T10:30:00+01:00", "2022-07-05T10:00:00Z", False),
        ("2022-07-05 10:30", "2022-07-05", False),
        ("2022-07-05 10:30", "2022-07-05T09:00:00Z", False),
        ("2022-07-05 10:30", "2022-07-03T23:00:00Z", True),
    ],
)
def test_a_change_before_publication_is_a_warning(article, date, updated, is_warned):
    """Moments are compared, and the line of `updated` is named; a doubt about zones is no reason to warn."""
    warnings = article(f"{HEAD}date: {date}\nupdated: {updated}\n---\nنص.\n").warnings
    assert [text[: len("line 4: updated")] for text in warnings] == ["line 4: updated"] * is_warned


@pytest.mark.parametrize(
    ("slug", "found", "proposal"),
    [
        ("%d8%ae%d8%a8%d8%b1", "cannot be used in a URL", "خبر"),
        ("%D8%AE%D8%A8%D8%B1-24", "cannot be used in a URL", "خبر-24"),
        ("%d8%ae%d8%a8%d8%b1+%d8%b9%d8%a7%d8%ac%d9%84", "cannot be used in a URL", "خبر-عاجل"),
        ("%25d8%25ae%25d8%25a8%25d8%25b1", "cannot be used in a URL", "خبر"),
        ("%d8%ae%d8%a8%d8%b1-%d8", "ends in the middle of a letter", "خبر"),
        ("%d8%ae%d8%a8%d8%b1%d", "ends in the middle of a letter", "خبر"),
        ("%CE%C8%D1", "cannot be used in a URL", "مقال"),
    ],
)
def test_the_letters_of_an_encoded_slug_are_proposed(errors_of, slug, found, proposal):
    """Exporters of WordPress write slugs percent-encoded; one that is no UTF-8 cannot be read."""
    for path in ("content/articles/خبر.md", "content/pages/خبر.md"):
        (error,) = errors_of(f'{HEAD}slug: "{slug}"\n---\n', path)
        assert error.startswith(f"{path}:3: slug {slug!r} {found}")
        assert error.endswith(f"; write slug: {proposal}")


def test_an_alias_that_ends_in_a_cut_letter_is_left_out(article):
    """WordPress cut long addresses in the middle of a letter, and no file can have such a name."""
    loaded = article(f"{HEAD}aliases: [/2011/%d8%ae%d8%a8%d8/, /2011/%25d8%25ae%25d8%25a8/]\n---\nنص.\n")
    assert loaded.aliases == ("2011/خب/",)
    (warning,) = loaded.warnings
    assert warning.startswith("line 3: alias '/2011/%d8%ae%d8%a8%d8/' ends in the middle of a letter")
    assert warning.endswith("it is left out")


def test_a_date_with_an_unknown_zone_is_an_error(errors_of):
    """The message names the zone and says how to write it, and no date is read without its zone."""
    (error,) = errors_of(f"{HEAD}date: 2022-07-05 10:30 IST\n---\n")
    assert error.startswith("content/articles/خبر.md:3: date '2022-07-05 10:30 IST' cannot be read (IST is the name of")
    assert "+05:30" in error


@pytest.fixture
def errors_of(loaded):
    """Return a function that loads a Markdown file and returns its errors as text."""

    def from_text(text, path="content/articles/خبر.md"):
        result = loaded(text, path)
        assert result.record is None
        return [str(error) for error in result.errors]

    return from_text


def test_every_key_of_the_contract_is_read(article):
    """The keys of Jekyll, Hugo and Eleventy mean the same here."""
    text = (
        "---\ntitle: افتتاح المكتبة\ndate: 18 غشت 2022\nupdated: 2022-08-20\nslug: المكتبة\n"
        "authors: [فلان, فلانة]\ncategories: [ثقافة, محليات]\ntags: كتب، قراءة\ndescription: ملخص\ndraft: yes\n"
        "aliases: [old/1]\nimage: {src: a.jpg, alt: واجهة, caption: شرح, credit: مصور}\ncomments: closed\nid: lib-1\n"
        "related:\n  - معرض الكتاب\n  - https://example.org/1\n  - {title: خبر, url: 'https://example.org/2'}\n"
        "source_url: https://example.org/lib\nsource_name: جريدة المدينة\ncaptured: 2022-09-01\n"
        "archived_url: https://archive.example/lib\nrights: محفوظة\ncanonical: source\nrobots: noindex\nمراسل: علان\n"
        "---\nنص\n"
    )
    assert article(text) == Article(
        id="lib-1",
        source="content/articles/خبر.md",
        sha256=sha256(text.encode()),
        encoding="utf-8",
        confidence="high",
        headline="افتتاح المكتبة",
        headline_origin="front_matter",
        authors=("فلان", "فلانة"),
        published=date(2022, 8, 18),
        updated=date(2022, 8, 20),
        section="ثقافة",
        tags=("كتب", "قراءة"),
        source_url="https://example.org/lib",
        source_name="جريدة المدينة",
        captured=date(2022, 9, 1),
        archived_url="https://archive.example/lib",
        rights="محفوظة",
        body=("نص",),
        body_html="<p>نص</p>",
        related=article(text).related,
        comments_open=False,
        slug="المكتبة",
        aliases=("old/1/",),
        summary="ملخص",
        image=Image("a.jpg", "واجهة", "شرح", "مصور"),
        draft=True,
        canonical="source",
        robots="noindex",
        extra=(("مراسل", "علان"),),
    )
    assert article(text).related.links == (
        RelatedLink("معرض الكتاب"),
        RelatedLink("https://example.org/1", "https://example.org/1"),
        RelatedLink("خبر", "https://example.org/2"),
    )


@pytest.mark.parametrize(
    ("lines", "key", "value"),
    [
        ("tags: [سياسة، اقتصاد, ماء]", "tags", ("سياسة", "اقتصاد", "ماء")),
        ("author: فلان، علان", "authors", ("فلان", "علان")),
        ("category: سياسة، اقتصاد", "section", "سياسة"),
        ("aliases: /2011/01/%d9%83%d9%88.html", "aliases", ("2011/01/كو.html",)),
        ("aliases: ['https://old.example/a/b/#x', 'a/b']", "aliases", ("a/b/",)),
        ("author: فلان", "authors", ("فلان",)),
        ("category: ثقافة", "section", "ثقافة"),
        ("summary: ملخص", "summary", "ملخص"),
        ("image: a.jpg", "image", Image("a.jpg")),
        ("comments: open", "comments_open", True),
        ("draft: no", "draft", False),
    ],
)
def test_short_forms_mean_the_same(article, lines, key, value):
    """A single author, a single category or an image without a description may be written in short."""
    assert getattr(article(f"{HEAD}{lines}\n---\nنص\n"), key) == value


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_line_ends_and_bom_change_nothing(article, start, ending):
    """A file from any editor on any system gives the same article."""
    text = start + ending.join(["---", "title: خبر", "tags: [أ]", "---  ", "فقرة", "", "- بند", ""])
    assert article(text).headline == "خبر"
    assert article(text).body == ("فقرة", "بند")
    assert article(text).warnings == ()


def test_the_body_is_html_and_its_plain_text(article):
    """Both hold the same blocks."""
    record = article(f"{HEAD}---\n# عنوان\n\nفقرة **مهمة**\n")
    assert record.body_html == '<h2 id="عنوان">عنوان</h2>\n<p>فقرة <strong>مهمة</strong></p>'
    assert record.body == ("عنوان", "فقرة مهمة")


def test_invisible_characters_are_removed_and_counted(article):
    """Bidi marks and control bytes come from copying; the joiner and the NBSP belong to the text."""
    record = article("---\ntitle: خبر\u200f\n---\nأ\u202eب\x07 می\u200cخواهم ج\u00a0د\n")
    assert record.headline == "خبر"
    assert record.body == ("أب می\u200cخواهم ج\u00a0د",)
    assert record.warnings == ("removed 3 invisible characters",)


@pytest.mark.parametrize("start", ["\n", "\ufeff\n", " \n\t\n", "\r\n\r\n"])
def test_blank_lines_before_the_front_matter_change_nothing(article, start):
    """Hugo and Zola read such a file; line numbers are those of the file."""
    record = article(f"{start}---\ntitle: خبر\ntitle: خبر آخر\n---\nنص\n")
    assert (record.headline, record.body) == ("خبر آخر", ("نص",))
    line = 3 + len(start.replace("\r\n", "\n").strip("\ufeff \t").split("\n")) - 1
    assert record.warnings == (f"line {line}: title is repeated; the last one counts",)


@pytest.mark.parametrize("word", ["null", "~", "yes", "12:30", "2022-07-05", "1e3", "0x1F", "no", "1_000"])
def test_a_title_is_the_text_that_was_written(article, word):
    """Other programs read these words as values; a headline is a text."""
    assert article(f"---\ntitle: {word}\n---\nنص\n").headline == word


@pytest.mark.parametrize(
    ("lines", "key", "value"),
    [
        ("comments: true", "comments_open", True),
        ("comments: false", "comments_open", False),
        ("cover: {image: a.jpg, Alt: صورة}", "image", Image("a.jpg", "صورة")),
        ("image: {path: a.jpg, caption: شرح}", "image", Image("a.jpg", "", "شرح")),
        ("Image: a.jpg", "image", Image("a.jpg")),
        ("section: أخبار", "section", "أخبار"),
        ("section: أخبار\ncategories: [ثقافة]", "section", "ثقافة"),
        ("lastmod: 2022-07-06", "updated", date(2022, 7, 6)),
        ("url: /2011/01/خبر/", "aliases", ("2011/01/خبر/",)),
        ("expiryDate: 2099-01-01", "expiry_date", date(2099, 1, 1)),
        ("subtitle: فرعي", "extra", (("subtitle", "فرعي"),)),
    ],
)
def test_keys_of_other_generators_reach_the_record(article, lines, key, value):
    """An article of another generator needs no new front matter."""
    assert getattr(article(f"{HEAD}{lines}\n---\nنص\n"), key) == value


def test_a_file_in_jekylls_folder_of_drafts_is_a_draft(loaded):
    """Whoever copies that folder does not want it published."""
    assert loaded("---\ntitle: خبر\n---\n", "content/articles/_drafts/خبر.md").record.draft


def test_a_tag_that_says_draft_is_a_warning(article):
    """It holds nothing back here, unlike in old files of Nikola."""
    assert article("---\ntitle: خبر\ntags: [قطار, Draft]\n---\n").warnings == (
        "line 3: the tag 'Draft' holds nothing back; write `draft: true` for that",
    )


def test_a_page_is_held_back_by_the_same_words(loaded):
    """A standalone page is a Markdown file like an article."""
    page = loaded("---\nTitle: من نحن\nStatus: hidden\nexpires: 2030-01-01\n---\n", "content/pages/about.md").record
    assert (page.title, page.draft, page.expiry_date) == ("من نحن", True, date(2030, 1, 1))


def test_a_repeated_key_is_a_warning(article):
    """The last of them counts."""
    record = article("---\ntitle: أ\ntitle: ب\n---\n")
    assert (record.headline, record.warnings) == ("ب", ("line 3: title is repeated; the last one counts",))


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "has no front matter"),
        (" \n\n", 1, "has no front matter"),
        ("# عنوان\n\nنص\n", 1, "has no front matter"),
        ('+++\ntitle = "خبر"\n+++\n', 1, "TOML front matter (+++); run `newsgen import FOLDER`"),
        ('\n{\n  "title": "خبر"\n}\n', 2, "JSON front matter"),
        ('---json\n{"title": "خبر"}\n---\n', 1, "names the format of its front matter"),
        ("Title: خبر\nDate: 2022-07-05\n\nنص\n", 1, "has a header without lines ---; write a line ---"),
        ("title: خبر\ndate: 2022-07-05\n---\nنص\n", 1, "has a header without lines ---"),
        (".. title: خبر\n.. date: 2022-07-05\n\nنص\n", 1, "header of Nikola"),
        ("<!--\n.. title: خبر\n-->\nنص\n", 2, "header of Nikola"),
        ("———\ntitle: خبر\n———\nنص\n", 1, "not exactly ---; write three hyphens"),
        (" ---\ntitle: خبر\n---\nنص\n", 1, "a space before its first ---"),
        ("https://example.org/\n\nنص\n", 1, "has no front matter; begin the file"),
        ("\n\n---\ntitle: خبر\nنص\n", 3, "that is not closed"),
        ("\ufeff\n \n---\ntitle: خبر\ndate: x\n---\n", 5, "date 'x' cannot be read"),
        ("---\ntitle: [خبر] عاجل\n---\n", 2, "text after the closing bracket"),
        ("---\ntitle: {خبر}\n---\n", 2, "title is a mapping; write one line of text after title:, with quotes"),
        ("---\ntitle: خبر\ntext: |\n  أ\n  ب\ndate: x\n---\n", 6, "date 'x' cannot be read"),
        ("---\r\ntitle: خبر\r\ntag:\u00a0وسم\r\n---\r\n", 3, "a no-break space (U+00A0) after tag:"),
        ("---\ntitle: خبر\nنص\n", 1, "that is not closed"),
        ("---\n- أ\n---\n", 2, "not a mapping"),
        ("---\ntitle: 'خبر\ndate: 2022-01-01\n---\n", 2, "broken YAML"),
        ("---\ntitle: خبر\n\tdate: x\n---\n", 3, "broken YAML"),
        ("---\r\ntitle: خبر\r\ndate: [\r\n---\r\n", 4, "broken YAML"),
        ("---\ntitle: *a\n---\n", 2, "broken YAML"),
        ("---\ntitle: خبر\ndate: الثلاثاء\n---\n", 3, "date 'الثلاثاء' cannot be read"),
        ("---\ntitle: خبر\ncaptured: منذ يومين\n---\n", 3, "captured 'منذ يومين' cannot be read"),
        ("---\ntitle: خبر\nslug: ../../etc\n---\n", 3, "slug '../../etc' cannot be used in a URL"),
        ("---\ntitle: خبر\nslug: مقال جديد\n---\n", 3, "write slug: مقال-جديد"),
        ("---\ntitle: خبر\ndraft: ربما\n---\n", 3, "draft must be true or false"),
        ("---\ntitle: خبر\ncomments: مغلق\n---\n", 3, "write one of open, closed"),
        ("---\ntitle: خبر\ncanonical: other\n---\n", 3, "write one of self, source"),
        ("---\ntitle: خبر\nsource_url: javascript:alert(1)\n---\n", 3, "is not a URL"),
        ("---\ntitle: خبر\nimage: {alt: x}\n---\n", 3, "image must name a file"),
        ("---\ntitle: خبر\nimage: [a.jpg]\n---\n", 3, "image is a list"),
        ("---\ntitle: خبر\nimage:\n  src: a.jpg\n  alt: [x]\n---\n", 5, "alt is a list"),
        ("---\ntitle: خبر\nrelated: {a: b}\n---\n", 3, "related must be a list"),
        ("---\ntitle: خبر\nrelated: [{title: x, url: 'javascript:x'}]\n---\n", 3, "related must be a list"),
        ("---\ntitle: خبر\ncapture: [x.txt]\n---\n", 3, "capture is a list"),
        ("---\ntitle: خبر\ncapture: غائب.txt\n---\n", 3, "capture 'seeds/غائب.txt' cannot be read"),
        ("---\ntitle: خبر\ncapture: ../content/site.yml\n---\n", 3, "leads out of seeds/"),
        ("---\ntitle: خبر\ncapture: .\n---\n", 3, "is not a file"),
        (f"---\ntitle: خبر\ncapture: {'x' * 300}.txt\n---\n", 3, f"cannot be read ({os.strerror(errno.ENAMETOOLONG)})"),
        ('---\ntitle: خبر\ncapture: "x\\0.txt"\n---\n', 3, "cannot be read"),
        ("---\ntitle: خبر\nversions: [غائب.txt]\n---\n", 3, "versions 'seeds/غائب.txt'"),
        ("---\ntitle: خبر\n---\n\nنص\n\n" + "[" * 300, 7, "unclosed brackets"),
        ("---\ntitle: خبر\n---\n\n" + "> " * 300, 5, "levels deep"),
        ("---\ndate: 2022-01-01\n---\n", None, "has no title"),
    ],
)
def test_each_mistake_names_file_line_finding_and_remedy(errors_of, text, line, words):
    """An error says what is wrong, where, and what to write instead."""
    (error,) = errors_of(text)
    place = f"content/articles/خبر.md:{line}: " if line else "content/articles/خبر.md: "
    assert error.startswith(place)
    assert words in error
    assert "; " in error


@pytest.mark.parametrize(
    ("data", "line"),
    [
        ("---\ntitle: خبر\n---\nنص".encode("cp1256"), 2),
        ("---\ntitle: خبر\n---\nنص".encode("utf-16"), 1),
        (b"\x00", 1),
        (b"\x89PNG\r\n\x1a\n", 1),
    ],
)
def test_bytes_that_are_not_utf8_text_are_refused(errors_of, data, line):
    """Editors write UTF-8, and a wrong guess of the encoding could go unnoticed."""
    (error,) = errors_of(data)
    assert error.startswith(f"content/articles/خبر.md:{line}: ")


def test_all_mistakes_of_a_file_are_reported_together(errors_of):
    """Wrong values and a text that cannot be converted are reported in one list."""
    errors = errors_of("---\ndate: أمس\nslug: a b\ncapture: غائب.txt\nimage: {}\n---\n" + "[" * 300)
    assert len(errors) == 5


def test_front_matter_overrides_the_capture(project, loaded):
    """Title and tags of the front matter win; byline, date, body and related news stay as captured."""
    project.write("seeds/lib.txt", CAPTURE)
    result = loaded("---\ntitle: مكتبة جديدة\ncapture: lib.txt\ntags: [كتب]\nrelated: [خبر مثبت]\n---\n")
    assert result.errors == ()
    assert result.captures == ("seeds/lib.txt",)
    record = result.record
    assert (record.id, record.source) == ("lib", "content/articles/خبر.md")
    assert (record.headline, record.headline_origin) == ("مكتبة جديدة", "front_matter")
    assert (record.published, record.authors) == (date(2022, 7, 18), ("جريدة المدينة - محمد بلقاسم",))
    assert (record.tags, record.confidence) == (("كتب",), "high")
    assert len(record.body) == 1
    assert record.body_html is None
    assert [link.title for link in record.related.links] == [
        "خبر مثبت",
        "معرض الكتاب يفتح أبوابه",
        "تكريم شعراء المدينة في أمسية",
    ]
    assert [capture.source for capture in record.evidence] == ["seeds/lib.txt"]
    assert record.ledger


def test_a_capture_gives_the_headline_if_front_matter_has_no_title(project, loaded):
    """An editor may want to add only a tag."""
    project.write("seeds/lib.txt", CAPTURE)
    record = loaded("---\ncapture: seeds/lib.txt\n---\n").record
    assert (record.headline, record.headline_origin) == ("افتتاح المكتبة العمومية وسط المدينة", "capture")


def test_a_text_replaces_the_captured_body_and_the_capture_stays_as_evidence(project, loaded):
    """The corrected text is shown, and the capture proves what was published."""
    project.write("seeds/lib.txt", CAPTURE)
    record = loaded("---\ncapture: lib.txt\n---\nنص مصحح\n").record
    assert record.body == ("نص مصحح",)
    assert record.evidence[0].source == "seeds/lib.txt"


def test_further_versions_are_evidence_too(project, loaded):
    """Of two captures of an article, the first is shown, both are evidence, and neither is an article of its own."""
    project.write("seeds/lib.txt", CAPTURE)
    project.write("seeds/old/lib.txt", CAPTURE.replace("سنتين", "عامين"))
    result = loaded("---\ncapture: ./lib.txt\nversions: [old/lib.txt]\n---\n")
    assert [capture.source for capture in result.record.evidence] == ["seeds/lib.txt", "seeds/old/lib.txt"]
    assert result.captures == ("seeds/lib.txt", "seeds/old/lib.txt")


def test_the_warnings_of_a_capture_name_the_capture(project, loaded):
    """Their line numbers are those of the capture, not of the article's file."""
    project.write("seeds/lib.txt", CAPTURE + "\u200f")
    warnings = loaded("---\ncapture: lib.txt\ntitle: أ\ntitle: ب\n---\n").record.warnings
    assert warnings[0].startswith("seeds/lib.txt: removed 1 x U+200F")
    assert warnings[1].startswith("line 4: title is repeated")


@pytest.mark.parametrize(
    "text",
    [
        "---\ncapture: lib.txt\ndate: أمس\n---\n",
        "---\ntitle: 'خبر\ncapture: lib.txt\n---\n",
        '---\r\ncapture: "seeds/lib.txt"\r\ntitle: [\r\n---\r\n',
        "---\ncapture: lib.txt\n",
        "---\nCapture: lib.txt\ndarft: true\n---\n",
        "---\nCAPTURE: lib.txt\ntitle: 'خبر\n---\n",
    ],
)
def test_a_capture_stays_reserved_by_an_article_with_errors(project, loaded, text):
    """Otherwise the capture would be published as an article of its own until the errors are fixed."""
    project.write("seeds/lib.txt", CAPTURE)
    result = loaded(text)
    assert result.errors
    assert result.captures == ("seeds/lib.txt",)


def test_an_error_in_a_capture_names_the_capture(project, errors_of):
    """The mistake is in the capture, not in the article that names it."""
    project.write("seeds/lib.txt", b"")
    assert errors_of("---\ncapture: lib.txt\n---\n") == [
        "seeds/lib.txt: holds no text; capture the page again, or delete the file"
    ]


def test_a_page_is_named_by_its_file(loaded):
    """The page about.md is at /about/, and its text is sanitised like that of an article."""
    result = loaded(
        "---\ntitle: من نحن\ndescription: عن الأرشيف\n---\nنص <b class=x>مهم</b>\n", "content/pages/من نحن.md"
    )
    assert result == LoadResult(
        source=result.source,
        record=StandalonePage(
            name="من-نحن",
            source="content/pages/من نحن.md",
            title="من نحن",
            body_html="<p>نص <b>مهم</b></p>",
            description="عن الأرشيف",
        ),
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("---\ndescription: x\n---\n", "has no title"),
        ("---\ntitle: x\nslug: a/b\n---\n", "slug 'a/b' cannot be used in a URL"),
        ("---\ntitle: x\n---\n" + "[" * 300, "unclosed brackets"),
        ("نص", "has no front matter"),
    ],
)
def test_mistakes_in_a_page_are_reported_like_those_in_an_article(errors_of, text, words):
    """A standalone page is a Markdown file like an article."""
    (error,) = errors_of(text, "content/pages/about.md")
    assert error.startswith("content/pages/about.md:")
    assert words in error


VALUES = st.text(max_size=8) | st.sampled_from([
    "[أ, ب]", "{أ: ب}", "{src: x}", "~", "no", "12:30", "2022-01-01", "*أ", "&أ ب", "'مفتوح", r'"\0\u202e"', "|\n  سطر",
    "https://[::1", "x.txt", "../x", "[[أ]]", "2022-01-01T00:00:00+99:99", "9" * 50, "!!set {أ}",
])  # fmt: skip
FRONT = st.lists(st.tuples(st.sampled_from([*KEYS, "مفتاح"]), VALUES), max_size=6)
WORDS = st.text(max_size=6) | st.sampled_from(
    ["# ", "> ", "- ", "    ", "```\n", "<div>", "</p>", "[أ](", "\n\n", "|", "\x02"]
)


@settings(deadline=None, max_examples=examples(150), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(FRONT, st.lists(WORDS, max_size=20).map("".join), st.sampled_from(["articles", "pages"]))
def test_any_file_is_a_record_or_a_list_of_errors(loaded, front, text, folder):
    """Any file gives a record, or errors with path, finding and remedy, and never a traceback."""
    rows = "".join(f"{key}: {value}\n" for key, value in front)
    result = loaded(f"---\ntitle: خبر\n{rows}---\n{text}".encode("utf-8", "replace"), f"content/{folder}/خبر.md")
    shown = as_record(result.record) if isinstance(result.record, Article) else as_json(result.record)
    assert json.dumps(shown, ensure_ascii=False).encode()
    assert bool(result.record) != bool(result.errors)
    assert all(error.path and error.found and error.remedy for error in result.errors)


def test_a_date_in_front_matter_removes_the_warning_of_the_capture(project, loaded):
    """The remedy for an unreadable date is to write one; once it is written, the warning is gone."""
    project.write("seeds/q.txt", CAPTURE.replace("الاثنين 18 يوليوز 2022", "منذ 3 أيام"))
    heads = ("---\ncapture: q.txt\n---\n", "---\ncapture: q.txt\ndate: 2022-07-18\n---\n")
    without_date, with_date = (loaded(head).record.warnings for head in heads)
    assert any("cannot be read" in text for text in without_date)
    assert not any("cannot be read" in text for text in with_date)


@pytest.mark.parametrize("alias", ["../x", "/a/%2e%2e/b", "a\\b", "/"])
def test_an_alias_that_is_not_a_path_is_an_error_with_its_line(errors_of, alias):
    """An alias that leads out of the site, or is not a path, is reported with its line."""
    (error,) = errors_of(f"---\ntitle: خبر\naliases: ['{alias}']\n---\nنص\n")
    assert error.startswith(f"content/articles/خبر.md:3: alias {alias!r} ")
    assert error.endswith("write a path of this site, like /2011/01/عنوان/")


@pytest.mark.parametrize("image", ["'https://[bad/x.png'", "{src: '//ho st/x.png'}", "[a.png]", "{alt: صورة}"])
def test_an_image_that_is_not_a_file_or_url_is_an_error_with_its_line(errors_of, image):
    """A URL with a wrong host would be a broken image on the page and in every feed."""
    (error,) = errors_of(f"---\ntitle: خبر\nimage: {image}\n---\nنص\n")
    assert error.startswith("content/articles/خبر.md:3: image ")


def test_an_alias_with_a_query_is_a_warning(article):
    """A static host cannot serve ?p=123, but that should not prevent publication."""
    record = article("---\ntitle: خبر\naliases: ['/?p=123', /old/]\n---\nنص\n")
    assert record.aliases == ("old/",)
    assert len(record.warnings) == 1
    assert "'/?p=123'" in record.warnings[0]


@pytest.mark.parametrize("address", ["data:image/png;base64,AAAA", "ftp://example.org/a.png", "a:b.png"])
def test_an_image_from_a_disallowed_scheme_is_a_warning(article, address):
    """Its description stays, and the warning names its line."""
    record = article(f"---\ntitle: خبر\n---\nنص\n\n![وصف]({address})\n")
    assert record.body_html == "<p>نص</p>\n<p>وصف</p>"
    (warning,) = record.warnings
    assert warning.startswith(f"line 6: an image from {address!r} is not allowed")


def test_what_a_text_does_not_show_is_named_with_the_lines_of_the_file(article):
    """Front matter counts, and so do lines within a tag; what is shown is the same without it."""
    record = article(
        f"{HEAD}date: 2022-07-05\n---\n\nقبل\n\n<iframe\nsrc='https://youtu.be/abc'></iframe>\n\n{{{{< gist a >}}}}\n"
    )
    assert [warning.partition(": ")[0] for warning in record.warnings] == ["line 8", "line 11"]
    assert record.warnings[1] == (
        "line 11: a shortcode of Hugo ({{< gist a >}}) is shown as text;"
        " write what it showed, or a link to it; between backquotes it is shown without a warning"
    )
    assert record.body == ("قبل", "فيديو: YouTube", "youtube.com", "{{< gist a >}}")


def test_every_embed_of_an_article_is_accounted_for(article):
    """A film, a sound and a document elsewhere become cards, a file of the site plays, a drawing leaves its text."""
    record = article(
        "---\ntitle: فيديو\ndate: 2022-07-05\n---\n\nقبل المقطع.\n\n"
        '<iframe width="560" height="315" src="https://www.youtube.com/embed/abc" title="ندوة"></iframe>\n\n'
        '<video controls src="/media/clip.mp4">نص بديل</video>\n\n'
        '<audio controls><source src="https://example.org/a.mp3" type="audio/mpeg"></audio>\n\n'
        '<object data="https://example.org/x.pdf"></object>\n\n'
        '<svg width="10" height="10"><text>رسم</text></svg>\n\nبعد المقطع.\n'
    )
    assert record.body == (
        *("قبل المقطع.", "ندوة", "youtube.com", "تسجيل صوتي: example.org", "example.org", "example.org"),
        *("رسم", "بعد المقطع."),
    )
    assert '<source src="/media/clip.mp4">' in record.body_html
    assert [warning.partition(":")[0] for warning in record.warnings] == ["line 8", "line 12", "line 14", "line 16"]


def test_many_findings_are_counted(article):
    """A page that was pasted with all its HTML would else hide the other warnings."""
    record = article(f"{HEAD}---\n" + "<svg>أ</svg>\n\n" * 14)
    assert len(record.warnings) == 11
    assert record.warnings[-1].startswith("4 more parts of the text are not shown as they are written")


def test_a_page_has_the_same_warnings(loaded):
    """Its text is converted like that of an article."""
    record = loaded("---\ntitle: من نحن\n---\nنص <svg>أ</svg>\n", "content/pages/about.md").record
    assert record.warnings == (
        "line 4: <svg> is not shown, only the text in it; put a picture of it into content/media/",
    )


def test_front_matter_may_give_the_heading_of_related_articles(loaded):
    """The capture of an imported page is not read again, so its front matter holds the heading above the titles."""
    article = loaded("---\ntitle: خبر\nrelated_heading: اقرأ أيضا\nrelated: [عنوان أول]\n---\nنص.\n").record
    assert (article.related.heading, article.related.links[0].title) == ("اقرأ أيضا", "عنوان أول")


@pytest.mark.parametrize(
    ("line", "is_featured", "extra"),
    [
        ("featured: true", True, {"featured": "true"}),
        ("Featured: yes", True, {"featured": "yes"}),
        ("params: {featured: true}", True, {"featured": "true"}),
        ("featured: false", False, {"featured": "false"}),
        ("featured:", False, {}),
    ],
)
def test_an_editor_features_an_article(article, line, is_featured, extra):
    """The flag chooses the lead of the home page, and templates still find the key."""
    record = article(f"{HEAD}{line}\n---\nنص.\n")
    assert (record.featured, record.warnings, record.image) == (is_featured, (), None)
    assert dict(record.extra).items() >= extra.items()


def test_a_featured_picture_is_a_picture(article):
    """Other themes name a file under this key."""
    record = article(f"{HEAD}featured: a.jpg\n---\nنص.\n")
    assert (record.featured, record.image) == (False, Image("a.jpg"))


def test_a_featured_that_is_no_flag_is_a_warning(article):
    """It is not silently ignored."""
    record = article(f"{HEAD}featured: صدر الصفحة\n---\nنص.\n")
    assert record.featured is False
    found = "line 3: featured 'صدر الصفحة' is neither true nor false"
    assert record.warnings == (f"{found}; write featured: true to make the article the lead of the home page",)


def test_a_record_has_the_flag_only_if_it_is_set(article):
    """Scripts see the records of other articles unchanged."""
    assert as_record(article(f"{HEAD}featured: true\n---\nنص.\n"))["featured"] is True
    assert "featured" not in as_record(article(f"{HEAD}---\nنص.\n"))
