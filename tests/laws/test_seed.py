"""The seed article, whole: what its record holds and what its site shows."""

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
    """Seeds are evidence: not a byte of them changes."""
    assert hashlib.sha256(SEED.read_bytes()).hexdigest() == SHA256


def test_the_headline_is_derived_from_the_lede(record):
    """The seed has no headline line, so the lede is cut at its last ، within 110 characters."""
    assert record["headline"] == "أعلن الجيش الإسرائيلي أنّ رئيس الأركان أفيف كوخافي سيزور المغرب الأسبوع الجاري"
    assert record["headline_origin"] == "derived"
    assert record["body"][0].startswith(record["headline"] + "،")


def test_nine_paragraphs_come_back_letter_for_letter(record, lines):
    """The body is the first nine lines that hold text, verbatim and in order."""
    assert record["body"] == [line for line in lines if line][:9]


def test_the_related_news_is_the_heading_and_three_titles(record, lines):
    """The related heading opens the list, and the comment heading ends it."""
    first = lines.index("أخبار ذات صلة")
    titles = [line for line in lines[first + 1 : lines.index("اترك تعليقا")] if line]
    assert record["related"] == {
        "heading": "أخبار ذات صلة",
        "links": [{"title": title, "url": None} for title in titles],
    }
    assert len(titles) == 3


def test_the_form_is_complete(record):
    """Two notes share a captured line; the fields it does not name are WordPress's, in Arabic."""
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
    """Every non-blank line stands in the ledger once, and the stray @ is boilerplate."""
    assert [(entry["line"], entry["text"]) for entry in record["ledger"]] == [
        (number, line) for number, line in enumerate(lines, start=1) if line
    ]
    roles = [entry["role"] for entry in record["ledger"]]
    assert roles == [
        *["body"] * 9,
        *["related_heading", *["related"] * 3],
        *["comment_heading", "comment_note", "boilerplate"],
    ]


def test_nothing_is_claimed_that_the_seed_does_not_say(record):
    """Without a date, a byline, a newspaper or tags in the text, the record has none."""
    assert record["confidence"] == "high"
    assert record["warnings"] == []
    unknown = ("byline", "published", "section", "source_url", "source_name", "captured", "archived_url")
    assert [record[key] for key in unknown] == [None] * len(unknown)
    assert record["tags"] == record["comments"] == []


def test_the_seed_site_is_complete(tmp_path):
    """The repository's own content builds into home, article, ledger, evidence, archive, pages and 404."""
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
