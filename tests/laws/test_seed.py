"""The record and the site of the seed article are complete."""

import hashlib
import json
import shutil

import pytest

from folders import REPOSITORY
from newsgen.cli.entry import main

SEED = REPOSITORY / "seeds" / "000_5defa5d6ab06691c.txt"
SHA256 = "03b981fdb87e723e92a9e407ea886e3ed755783894208221a77ea68f65b11cd8"


@pytest.fixture
def record(capfdbinary):
    assert main(["inspect", str(SEED)]) == 0
    return json.loads(capfdbinary.readouterr().out)


@pytest.fixture
def lines():
    return SEED.read_text(encoding="utf-8").split("\n")


def test_the_seed_is_as_it_was_captured():
    """Seeds are evidence and must not change by a single byte."""
    assert hashlib.sha256(SEED.read_bytes()).hexdigest() == SHA256


def test_the_headline_is_derived_from_the_lede(record):
    """The seed has no headline, so its opening is cut at the last ، within 110 characters."""
    assert record["headline"] == "أعلن الجيش الإسرائيلي أنّ رئيس الأركان أفيف كوخافي سيزور المغرب الأسبوع الجاري"
    assert record["headline_origin"] == "derived"
    assert record["body"][0].startswith(record["headline"] + "،")


def test_the_body_is_nine_unchanged_paragraphs(record, lines):
    """The body is the first nine lines with text, verbatim and in order."""
    assert record["body"] == [line for line in lines if line][:9]


def test_the_related_articles_are_a_heading_and_three_titles(record, lines):
    """The list starts after the related heading and ends before the comment heading."""
    first = lines.index("أخبار ذات صلة")
    titles = [line for line in lines[first + 1 : lines.index("اترك تعليقا")] if line]
    assert record["related"] == {
        "heading": "أخبار ذات صلة",
        "links": [{"title": title, "url": None} for title in titles],
    }
    assert len(titles) == 3


def test_the_form_is_complete(record):
    """One captured line holds both notes; fields that are not captured are those of WordPress, in Arabic."""
    form = record["comment_form"]
    assert form["heading"] == "اترك تعليقا"
    assert form["notes"] == ["لن يتم نشر عنوان بريدك الإلكتروني.", "الحقول الإلزامية مشار إليها بـ *"]
    assert [(f["name"], f["type"], f["required"], f["origin"]) for f in form["fields"]] == [
        ("comment", "textarea", True, "default"),
        ("author", "text", True, "default"),
        ("email", "email", True, "default"),
        ("url", "url", False, "default"),
    ]
    assert form["submit"] == "إرسال التعليق"


def test_the_ledger_accounts_for_every_line(record, lines):
    """Every non-blank line is in the ledger once, and the stray @ is boilerplate."""
    assert [(entry["line"], entry["text"]) for entry in record["ledger"]] == [
        (number, line) for number, line in enumerate(lines, start=1) if line
    ]
    roles = [entry["role"] for entry in record["ledger"]]
    assert roles == [
        *["body"] * 9,
        *["related_heading", *["related"] * 3],
        *["comment_heading", "comment_note", "boilerplate"],
    ]


def test_metadata_that_is_not_in_the_seed_is_not_invented(record):
    """The text has no date, byline, newspaper or tags, so the record has none."""
    assert record["confidence"] == "high"
    assert record["warnings"] == []
    unknown = ("byline", "published", "section", "source_url", "source_name", "captured", "archived_url")
    assert [record[key] for key in unknown] == [None] * len(unknown)
    assert record["tags"] == record["comments"] == []


def test_the_seed_site_is_complete(tmp_path):
    """The site has a home page, the article with its ledger and capture, an archive, two pages and a 404 page."""
    for folder in ("content", "seeds"):
        shutil.copytree(REPOSITORY / folder, tmp_path / folder)
    assert main(["build", "--root", str(tmp_path)]) == 0
    site = tmp_path / "site"
    article = "articles/أعلن-الجيش-الإسرائيلي-أن-رئيس-الأركان-أفيف-كوخافي-سيزور-المغرب"
    pages = {file.relative_to(site).as_posix() for file in site.rglob("*.html")}
    assert pages == {
        "index.html",
        "404.html",
        "about/index.html",
        "contact/index.html",
        "archive/index.html",
        "archive/undated/index.html",
        f"{article}/index.html",
        f"{article}/source/index.html",
    }
    book = (tmp_path / "content/addresses.tsv").read_text(encoding="utf-8")
    assert book == (REPOSITORY / "content/addresses.tsv").read_text(encoding="utf-8")
    assert (site / article / "source.txt").read_bytes() == SEED.read_bytes()
