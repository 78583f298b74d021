"""Every article in the archive has its position, its card and its terms."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

from newsgen.archive.assemble import with_pictures
from newsgen.archive.taxonomies import Taxonomy
from newsgen.model.pictures import CardPicture
from sample_records import CONFIG, an_archive, an_article

OPENING = "افتتحت المكتبة العمومية أبوابها اليوم."


def order(*articles, config=CONFIG):
    """Return the ids of articles as the archive orders them."""
    return [card.id for card in an_archive(*articles, config=config).cards]


def cards(*articles):
    """Return the cards of articles by id."""
    return an_archive(*articles).by_id


def test_an_empty_archive_is_an_archive():
    """A new project has no articles."""
    archive = an_archive()
    assert (archive.cards, archive.articles, archive.related_links, archive.redirects) == ((), {}, {}, {})
    assert archive.terms.by_kind == dict.fromkeys(Taxonomy, ())


def test_articles_are_newest_first_and_undated_ones_last():
    """Precision and time zone do not matter; articles of one moment, and undated ones, are sorted by id."""
    rabat = timezone(timedelta(hours=1))
    shuffled = {
        "ب": None,
        "أ": None,
        "قديم": date(2011, 1, 25),
        "صباح": datetime(2022, 7, 18, 9, 0, tzinfo=rabat),
        "قبله": datetime(2022, 7, 18, 7, 59, tzinfo=UTC),
        "بلا-وقت": date(2022, 7, 18),
        "بلا-منطقة": datetime(2022, 7, 18, 8, 30),  # noqa: DTZ001 - as newspapers print it
        "ج": date(1999, 1, 1),
        "ت": date(1999, 1, 1),
    }
    expected = "بلا-منطقة|صباح|قبله|بلا-وقت|قديم|ت|ج|أ|ب".split("|")
    assert order(*(an_article(name, published=day) for name, day in shuffled.items())) == expected


def test_a_time_without_a_zone_is_the_sites():
    """The same local time is earlier in Dubai than in London."""
    here = an_article("here", published=datetime(2022, 1, 1, 12))  # noqa: DTZ001
    london = an_article("london", published=datetime(2022, 1, 1, 10, tzinfo=UTC))
    assert order(here, london) == ["here", "london"]
    assert order(here, london, config=replace(CONFIG, timezone="Asia/Dubai")) == ["london", "here"]


def test_utc_needs_no_time_zone_database(monkeypatch):
    """A minimal container has none, and the default must work there."""
    monkeypatch.delattr("newsgen.model.config.ZoneInfo")
    assert order(an_article()) == ["harbour"]


def test_dated_and_undated_cards_are_separate():
    """Together they are all cards, in the archive's order."""
    archive = an_archive(an_article("a"), an_article("b", published=date(2022, 1, 1)))
    assert [card.id for card in archive.dated] == ["b"]
    assert [card.id for card in archive.undated] == ["a"]


def test_the_summary_is_the_editors_or_the_opening():
    """A list shows the editor's summary, or else the first paragraph, cut at a word."""
    long = " ".join(["فقرة"] * 100)
    found = cards(an_article("a", summary="ملخص"), an_article("b", body=(OPENING,)), an_article("c", body=(long,)))
    assert (found["a"].summary, found["b"].summary) == ("ملخص", OPENING)
    assert len(found["c"].summary) <= 180
    assert found["c"].summary.endswith("فقرة…")


def test_the_summary_does_not_repeat_a_derived_headline():
    """If the headline was derived from the first paragraph, the summary is the next one."""
    body = (OPENING, "وقال رئيس الجماعة.")
    derived = an_article("a", headline="افتتحت المكتبة", headline_origin="derived", body=body)
    assert cards(derived)["a"].summary == "وقال رئيس الجماعة."


def test_a_card_names_section_and_newspaper_as_the_site_spells_them():
    """A list shows only the commonest spelling."""
    spelled = {"a": "الاقتصاد", "b": "اقتصاد", "c": "اقتصاد"}
    found = cards(*(an_article(key, section=name, source_name=name) for key, name in spelled.items()))
    assert {(card.section, card.source_name) for card in found.values()} == {("اقتصاد", "اقتصاد")}


def test_aliases_and_other_spellings_redirect_to_the_present_address():
    """The archive joins the redirects of articles and of terms."""
    older = an_article("b", tags=("ماء",), published=date(2011, 1, 1))
    archive = an_archive(an_article("a", aliases=("old/",), tags=("الماء",), published=date(2012, 1, 1)), older)
    assert archive.redirects == {"old/": "articles/a/", "tags/الماء/": "tags/ماء/"}


def test_pictures_are_added_to_their_cards():
    """Every list then shows them, and what shows such a card is rendered again."""
    archive = an_archive(an_article("a"), an_article("b", published=date(2022, 7, 18)))
    picture = CardPicture("media/a.jpg", 4, 3, "باب")
    changed = with_pictures(archive, {"a": picture, "gone": picture})
    assert [card.picture for card in changed.cards] == [None, picture]
    assert changed.by_id["a"] is changed.cards[1]
    assert {key for key in "ab" if changed.card_fingerprints[key] != archive.card_fingerprints[key]} == {"a"}
    assert with_pictures(archive, {}) is archive
