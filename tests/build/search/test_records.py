"""What is indexed of an article, and what a result shows."""

import json
from datetime import date

from newsgen.archive.taxonomies import ArticleTerms
from newsgen.build.search.records import filter_word, record_of
from newsgen.model.article_meta import Card
from newsgen.model.urls import Link
from newsgen.text.date_format import Locale
from sample_records import an_article

TERMS = ArticleTerms(Link("مجتمع", "sections/مجتمع/"), (Link("الصحة", "tags/الصحة/"),), (), None)


def record(**fields):
    """Return the record of a sample article with other *fields*."""
    article = an_article(**fields)
    card = Card("a1", "articles/a1/", article.headline, date(2020, 3, 1), "مجتمع", None, "")
    return record_of(article, card, TERMS, Locale("MA"))


def shown(text):
    """Return what a page reads in the hidden *text* of a record."""
    return json.loads("".join(chr(ord(c) - 0xE000) if "\ue000" <= c <= "\uf8ff" else c for c in text))


def test_a_result_shows_the_article_as_it_is():
    """Keys are for the engine alone."""
    found = shown(record(headline='قال: "نعم" – لا', body=("فقرة أولى.", "ثانية ✓")).shown)
    assert (found["h"], found["x"]) == ('قال: "نعم" – لا', "فقرة أولى.\nثانية ✓")
    assert (found["d"], found["t"], found["s"]) == ("2020-03-01", "1 مارس 2020", "مجتمع")


def test_characters_for_private_use_do_not_break_a_result():
    """Some captures have symbols of an icon font, which the hidden text uses too."""
    assert shown(record(body=("رمز \ue022 هنا",)).shown)["x"] == "رمز \ufffd هنا"


def test_a_description_that_repeats_the_text_is_not_shown_twice():
    """Exports write the opening of the text as its description."""
    body = ("افتتحت الجماعة الحضرية المكتبة العمومية الجديدة وسط المدينة يوم أمس.",)
    assert shown(record(summary="افتتحت الجماعة الحضرية المكتبة العمومية الجديدة وسط", body=body).shown)["x"] == body[0]
    assert shown(record(summary="خبر من المدينة", body=body).shown)["x"] == f"خبر من المدينة\n{body[0]}"


def test_tags_and_filters_are_words():
    """A reader finds an article by its tag, and can narrow a search to its section and year."""
    words = record().words.split()
    assert {filter_word("section", "مجتمع"), filter_word("year", "2020")} <= {*words}
    assert any(word.startswith("صح") for word in words)
