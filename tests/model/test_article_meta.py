"""A brief says of an article all that lists, addresses and neighbours ask for, and nothing of its text."""

from dataclasses import fields, replace
from datetime import date

import pytest

from newsgen.model.article import Article, Image, Related, RelatedLink
from newsgen.model.article_meta import SUMMARY_LENGTH, ArticleMeta, digest_of, meta_of
from sample_records import a_capture, an_article

LONG = "فتح الميناء أبوابه صباح اليوم أمام السفن. " * 9
FULL = an_article(
    authors=("سعاد",),
    published=date(2022, 7, 18),
    updated=date(2022, 7, 19),
    section="اقتصاد",
    tags=("ماء",),
    source_url="https://example.org/",
    source_name="جريدة",
    summary="وصف",
    related=Related("اقرأ", (RelatedLink("خبر"),)),
    warnings=("doubt",),
    slug="خبر",
    aliases=("old/",),
    image=Image("a.png", "قارب"),
    draft=True,
    canonical="source",
    robots="noindex",
    body=(LONG,),
    body_html=f'<p>{LONG}<a href="/x/">x</a> <img src="b.png" alt=""></p>',
    evidence=(a_capture(),),
)
OWN = {"digest", "terms", "references", "links"}
"""What no field of an article is called."""
CHANGED = {"evidence", "extra", "summary"}


@pytest.mark.parametrize(
    "field", sorted({field.name for field in fields(ArticleMeta)} - OWN - {"evidence", "extra", "summary"})
)
def test_what_has_the_name_of_a_field_is_that_field(field):
    """No part of an article is lost on the way to its card."""
    assert getattr(meta_of(FULL), field) == getattr(FULL, field)


def test_its_own_fields_are_no_article_s():
    """A name means one thing."""
    assert {field.name for field in fields(Article)}.isdisjoint(OWN)


def test_an_editors_summary_counts_before_the_opening():
    """Which is cut at a word."""
    assert meta_of(FULL).summary == "وصف"
    opening = meta_of(replace(FULL, summary=None)).summary
    assert LONG.startswith(opening.rstrip("…"))
    assert len(opening) <= SUMMARY_LENGTH + 1


def test_a_derived_headline_is_not_said_again():
    """It repeats the first paragraph, which is the only one at times."""
    derived = an_article(headline_origin="derived", body=("أول", "ثان"))
    assert meta_of(derived).summary == "ثان"
    assert meta_of(replace(derived, body=("أول",))).summary == "أول"
    assert meta_of(replace(derived, body=())).summary == ""


def test_the_text_stays_out():
    """Ledgers are the text again."""
    meta = meta_of(FULL)
    assert LONG not in repr(meta)
    assert [evidence.ledger for evidence in meta.evidence] == [()]
    assert [evidence.sha256 for evidence in meta.evidence] == [evidence.sha256 for evidence in FULL.evidence]


def test_of_further_keys_only_the_number_of_the_post_is_kept():
    """The rest is for the templates of the article itself."""
    article = an_article(extra=(("x", ["y"]), ("comment_post_ID", 417)))
    assert meta_of(article).extra == (("comment_post_ID", 417),)


def test_files_and_links_of_the_text_are_told():
    """A picture that is missing is an error before any page is made."""
    meta = meta_of(FULL)
    assert [one.name for one in meta.references] == ["a.png", "b.png"]
    assert meta.links == ("/x/",)


@pytest.mark.parametrize(
    "other",
    [
        {"sha256": "2" * 64},
        {"source": "content/articles/other.md"},
        {"evidence": ()},
        {"evidence": (a_capture("seeds/other.txt"),)},
        {"evidence": (replace(a_capture(), sha256="2" * 64),)},
        {"evidence": (a_capture(), a_capture("seeds/other.txt"))},
    ],
    ids=repr,
)
def test_the_digest_changes_with_the_bytes_of_source_and_captures(other):
    """And with where they come from."""
    assert digest_of(replace(FULL, **other)) != digest_of(FULL)


def test_the_digest_is_that_of_the_files_alone():
    """All else follows from them."""
    assert digest_of(replace(FULL, headline="x", draft=False)) == digest_of(FULL) == meta_of(FULL).digest
