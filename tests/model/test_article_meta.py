"""The metadata of an article holds all that lists, addresses and related articles need, but not its text."""

from dataclasses import fields, replace
from datetime import date

import pytest

from newsgen.model.article import Article, Image, Related, RelatedLink
from newsgen.model.article_meta import SUMMARY_LENGTH, ArticleMeta, Card, card_fingerprint, digest_of, meta_of
from newsgen.model.pictures import CardPicture, Variant
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
OWN = {"digest", "profile", "references", "links", "ids", "lost_places", "picture_schemes"}
"""Fields that an article does not have."""
CHANGED = {"evidence", "extra", "summary"}


@pytest.mark.parametrize("field", sorted({*ArticleMeta._fields} - OWN - CHANGED))
def test_fields_of_the_same_name_have_the_same_value(field):
    """No part of an article is lost in its metadata."""
    assert getattr(meta_of(FULL), field) == getattr(FULL, field)


def test_its_own_fields_are_not_fields_of_an_article():
    """A name means one thing only."""
    assert {field.name for field in fields(Article)}.isdisjoint(OWN)


def test_an_editors_summary_replaces_the_opening():
    """Without it the summary is the opening of the text, cut at a word."""
    assert meta_of(FULL).summary == "وصف"
    opening = meta_of(replace(FULL, summary=None)).summary
    assert LONG.startswith(opening.rstrip("…"))
    assert len(opening) <= SUMMARY_LENGTH + 1


def test_the_summary_does_not_repeat_a_derived_headline():
    """The first paragraph does, and is used only if there is no other."""
    derived = an_article(headline_origin="derived", body=("أول", "ثان"))
    assert meta_of(derived).summary == "ثان"
    assert meta_of(replace(derived, body=("أول",))).summary == "أول"
    assert meta_of(replace(derived, body=())).summary == ""


@pytest.mark.parametrize(
    "line",
    ["جريدة اليوم – جدة", "Next Previous", "سعاد العلوي – طنجة", "د. الإدريسي", "الوزير أثناء اجتماعه في الرباط"],
)
def test_a_summary_is_a_sentence(line):
    """A short opening line without a full stop is a reporter, a place, a caption or a button."""
    sentence = "أعلنت هيئة الموانئ اليوم أن عدد السفن بلغ ثلاثة آلاف سفينة"
    assert meta_of(an_article(body=(line, sentence))).summary == sentence
    assert meta_of(an_article(body=(line, line, sentence))).summary == sentence


@pytest.mark.parametrize("line", ["توقف المطر.", "هل ينتهي الجفاف؟", "قال: «انتهى.»", "و " * 7 + "ثامنة"])
def test_a_short_sentence_can_be_a_summary(line):
    """A full stop, or eight words, make a line a sentence."""
    assert meta_of(an_article(body=(line, "ثم جاء خبر آخر طويل."))).summary == line


def test_a_text_without_sentences_is_summarised_by_its_first_line():
    """A poem has no full stops, and the first line is its name."""
    assert (
        meta_of(an_article(body=("مطلع القصيدة", *["بيت من الشعر"] * 20, "انتهت القصيدة."))).summary == "مطلع القصيدة"
    )


def test_the_text_is_left_out():
    """So are the ledgers, which repeat the text."""
    meta = meta_of(FULL)
    assert LONG not in repr(meta)
    assert [evidence.ledger for evidence in meta.evidence] == [()]
    assert [evidence.sha256 for evidence in meta.evidence] == [evidence.sha256 for evidence in FULL.evidence]


def test_of_the_extra_front_matter_only_the_number_of_the_post_is_kept():
    """The rest is for the article's own template."""
    article = an_article(extra=(("x", ["y"]), ("comment_post_ID", 417)))
    assert meta_of(article).extra == (("comment_post_ID", 417),)


def test_media_and_links_of_the_text_are_listed():
    """A build can then report a missing picture before it renders any page."""
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
    """It also changes with their paths."""
    assert digest_of(replace(FULL, **other)) != digest_of(FULL)


def test_the_digest_depends_on_the_files_alone():
    """Everything else follows from them."""
    assert digest_of(replace(FULL, headline="x", draft=False)) == digest_of(FULL) == meta_of(FULL).digest


def test_cards_with_other_pictures_have_other_fingerprints():
    """A list is rendered again when a picture, its words or one of its sizes changes."""
    sizes = (Variant("a-400.webp", 400, 300), Variant("a-800.webp", 800, 600))
    picture = CardPicture("a.jpg", 4, 3, "باب", sizes)
    pictures = [
        *(None, picture, picture._replace(url="b.jpg"), picture._replace(width=5), picture._replace(height=5)),
        *(picture._replace(alt=""), picture._replace(webp=()), picture._replace(webp=sizes[:1])),
    ]
    card = Card("a", "a/", "خبر", None, None, None, "")
    assert len({card_fingerprint(card._replace(picture=one)) for one in pictures}) == len(pictures)
