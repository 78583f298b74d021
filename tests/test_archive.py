"""Every article has its order, its address and its neighbours."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsgen.archive import Archive, SidebarLink, assemble, derived_slug, with_digest
from newsgen.article import Article, Related, RelatedLink, WrittenPage
from newsgen.urls import output_path

OPENING = "افتتحت المكتبة العمومية أبوابها اليوم."


def article(name, headline="افتتاح المكتبة", **others):
    """Return an article from the file of this name."""
    known = {
        "source": f"content/articles/{name}.md",
        "sha256": "",
        "encoding": "utf-8",
        "confidence": "high",
        "headline_origin": "front_matter",
        "body": (OPENING,),
    }
    return Article(id=name, headline=headline, **known | others)


def page(name, source="content/pages/x.md"):
    """Return a written page."""
    return WrittenPage(name=name, source=source, title="صفحة", body_html="")


def addresses(*articles):
    """Return the addresses of articles by their ids; there must be no error."""
    archive, errors = assemble(articles, [], "UTC")
    assert errors == []
    return {card.id: card.url for card in archive.cards}


def told(*articles, pages=()):
    """Return the ids that are left in the archive, and its errors as lines."""
    archive, errors = assemble(articles, pages, "UTC")
    return [card.id for card in archive.cards], [str(error) for error in errors]


def sidebar(link, *others):
    """Return how *link* is shown beside an article in an archive with *others*."""
    reader = article("قارئ", "مقال عن القراءة", related=Related(None, (link,)))
    return assemble([reader, *others], [], "UTC")[0].sidebars["قارئ"]


def test_an_empty_archive_is_an_archive():
    """A project begins without articles."""
    assert assemble([], [], "UTC") == (Archive((), {}, {}, ()), [])


def test_articles_are_newest_first_and_undated_ones_last():
    """Whatever their precision and zone; at one moment, and without one, by id."""
    rabat = timezone(timedelta(hours=1))
    shuffled = {
        "ب": None,
        "أ": None,
        "قديم": date(2011, 1, 25),
        "صباح": datetime(2022, 7, 18, 9, 0, tzinfo=rabat),
        "قبله": datetime(2022, 7, 18, 7, 59, tzinfo=UTC),
        "بلا وقت": date(2022, 7, 18),
        "بلا منطقة": datetime(2022, 7, 18, 8, 30),  # noqa: DTZ001 - as newspapers print it
        "ج": date(1999, 1, 1),
        "ت": date(1999, 1, 1),
    }
    archive, _ = assemble([article(name, name, published=day) for name, day in shuffled.items()], [], "UTC")
    order = "بلا منطقة|صباح|قبله|بلا وقت|قديم|ت|ج|أ|ب".split("|")
    assert [card.id for card in archive.cards] == order


def test_a_time_without_a_zone_is_the_sites():
    """The same hour of the clock is earlier in Dubai than in London."""
    local, london = article("محلي", "أ", published=datetime(2022, 1, 1, 12)), datetime(2022, 1, 1, 10, tzinfo=UTC)  # noqa: DTZ001
    articles = [local, article("لندن", "ب", published=london)]
    assert [card.id for card in assemble(articles, [], "UTC")[0].cards] == ["محلي", "لندن"]
    assert [card.id for card in assemble(articles, [], "Asia/Dubai")[0].cards] == ["لندن", "محلي"]


def test_utc_needs_no_time_zone_database(monkeypatch):
    """A bare container has none, and the default must work there."""
    monkeypatch.delattr("newsgen.archive.ZoneInfo")
    assert addresses(article("خبر")) == {"خبر": "articles/افتتاح-المكتبة/"}


@pytest.mark.parametrize(
    ("headline", "slug"),
    [
        ("افتتاح المكتبة", "افتتاح-المكتبة"),
        ("مُدن الشّمال", "مدن-الشمال"),
        ("<script>alert('خبر')</script>", "script-alert-خبر-script"),
        ("قال: \"نعم\" و'لا'", "قال-نعم-و-لا"),
        ("Morocco wins", "morocco-wins"),
        ("2022", "2022"),
        ("\u202eمقلوب\u202c", "مقلوب"),
        ("مقال\u200fآخر", "مقال-آخر"),
        ("../../etc/passwd", "etc-passwd"),
        ("CON", "con"),
        ("..", "ملف"),
        ("؟!…", "ملف"),
        ("\u202e\u200f", "ملف"),
        ("😀", "ملف"),
    ],
)
def test_a_headline_becomes_one_safe_segment(headline, slug):
    """Markup, quotes, bidi tricks, dots and slashes do not reach a path; without letters the id stands in."""
    assert addresses(article("ملف", headline)) == {"ملف": f"articles/{slug}/"}


def test_neither_headline_nor_id_may_leave_an_address_empty():
    """Even a file called ؟؟.md with the headline … has an address."""
    assert derived_slug(article("؟؟", "…")) == "16dfabf8"


@settings(deadline=None)
@given(st.text(min_size=1), st.text(min_size=1, max_size=20).filter(lambda text: text.isprintable()))
def test_any_headline_is_safe_as_a_path(headline, name):
    """The address is one segment of at most 120 bytes, whatever the headline and the file's name hold."""
    (url,) = addresses(article(name, headline)).values()
    first, slug, last = output_path(url).split("/")
    assert (first, last) == ("articles", "index.html")
    assert slug not in {"", ".", ".."}
    assert len(slug.encode()) <= 120
    assert slug.isprintable()
    assert not set(slug) & set('/\\:*?"<>|%#& \u200f\u202e')


@pytest.mark.parametrize("headline", ["خ" * 500, "خبر " * 200, "a" * 500, "كلمة-" * 100])
def test_a_long_headline_is_cut(headline):
    """A file name holds 255 bytes; an address 120, told apart by eight digits where two are the same."""
    urls = set(addresses(article("أ", headline), article("ب", headline)).values())
    assert len(urls) == 2
    assert all(len(url.split("/")[1].encode()) <= 120 for url in urls)


def test_a_headline_that_is_wanted_twice_gets_digits_in_both():
    """Neither address depends on which file came first."""
    one, two = article("أ"), article("ب")
    expected = {name: f"articles/{with_digest('افتتاح-المكتبة', name)}/" for name in "أب"}
    assert addresses(one, two) == expected == addresses(two, one)
    assert expected["أ"] == "articles/افتتاح-المكتبة-dd0eaa23/"


def test_a_chosen_slug_keeps_its_address_from_a_derived_one():
    """What an editor wrote stays; the derived one steps aside."""
    urls = addresses(article("أ"), article("ب", "خبر آخر", slug="افتتاح-المكتبة"))
    assert urls["ب"] == "articles/افتتاح-المكتبة/"
    assert urls["أ"].startswith("articles/افتتاح-المكتبة-")


def test_two_chosen_slugs_are_an_error_that_names_both():
    """An address that somebody wrote is not changed in silence."""
    left, errors = told(article("أ", slug="خبر"), article("ب", slug="خبر"), article("ج", "خبر"))
    assert left == ["ج"]
    assert errors == [
        "content/articles/ب.md: has the slug 'خبر' of content/articles/أ.md; write another `slug:` in one of them"
    ]


def test_two_articles_with_one_id_are_an_error_that_names_both():
    """Neither is published: who knows which was meant."""
    one, two, other = article("أ"), article("أ", "آخر", source="seeds/أ.txt"), article("ب")
    left, errors = told(one, two, other)
    assert left == ["ب"]
    assert errors == [
        "seeds/أ.txt: has the id 'أ' of content/articles/أ.md; give one of them another `id:` or file name"
    ]


def test_digits_that_somebody_wrote_are_an_error_not_a_collision():
    """Even a headline that ends in another's eight digits cannot take its address."""
    taken = with_digest("افتتاح-المكتبة", "أ")
    left, errors = told(article("أ"), article("ب"), article("ج", "خبر", slug=taken))
    assert len(left) == 2
    assert len(errors) == 1
    assert "has the address" in errors[0]


@pytest.mark.parametrize("name", ["articles", "assets", "sections", "page"])
def test_a_page_may_not_take_an_address_of_newsgens(name):
    """The error says whose it is."""
    _, errors = told(pages=[page(name)])
    found = f"has the address /{name}/ of newsgen's own pages"
    assert errors == [f"content/pages/x.md: {found}; rename the file, or write another `slug:`"]


def test_two_pages_with_one_name_are_an_error_that_names_both():
    """About and ABOUT are one address on many disks."""
    _, errors = told(pages=[page("about", "content/pages/about.md"), page("about", "content/pages/ABOUT.md")])
    assert "content/pages/ABOUT.md: has the address /about/ of content/pages/about.md" in errors[0]


def test_a_page_without_a_letter_in_its_name_is_an_error():
    """It would be the home page."""
    assert "has a name without a letter" in told(pages=[page("")])[1][0]


def test_the_summary_is_the_editors_or_the_opening():
    """A list shows what the editor wrote, else the first paragraph, cut at a word."""
    long = " ".join(["فقرة"] * 100)
    cards = assemble([article("أ", summary="ملخص"), article("ب", "ب"), article("ج", "ج", body=(long,))], [], "UTC")[
        0
    ].cards
    summaries = {card.id: card.summary for card in cards}
    assert summaries["أ"] == "ملخص"
    assert summaries["ب"] == OPENING
    assert len(summaries["ج"]) <= 180
    assert summaries["ج"].endswith("فقرة…")


def test_the_summary_does_not_repeat_a_derived_headline():
    """A headline that was cut from the lede is followed by the next paragraph."""
    derived = article("أ", "افتتحت المكتبة", headline_origin="derived", body=(OPENING, "وقال رئيس الجماعة."))
    assert assemble([derived], [], "UTC")[0].cards[0].summary == "وقال رئيس الجماعة."


def test_a_title_that_nobody_holds_is_text():
    """Never a dead link."""
    assert sidebar(RelatedLink("خبر لم يُحفظ")) == (SidebarLink("خبر لم يُحفظ", "text"),)


def test_a_title_with_an_address_leads_outside():
    """A known URL of the newspaper is better than nothing."""
    link = RelatedLink("خبر لم يُحفظ", "https://example.org/1")
    assert sidebar(link) == (SidebarLink("خبر لم يُحفظ", "outside", "https://example.org/1"),)


@pytest.mark.parametrize("title", ["افتتاح المكتبة", "افتتـاح المكتبه!", "إفتتاح المَكتبة", "«افتتاح المكتبة»"])
def test_a_title_that_is_anothers_headline_leads_to_it(title):
    """Hamza, harakat, tatweel and punctuation apart; the title stays as it was printed."""
    assert sidebar(RelatedLink(title), article("أ")) == (SidebarLink(title, "inside", "articles/افتتاح-المكتبة/"),)


def test_a_title_of_two_articles_is_text():
    """A link is never guessed."""
    assert sidebar(RelatedLink("افتتاح المكتبة"), article("أ"), article("ب"))[0].kind == "text"


def test_an_article_is_not_its_own_neighbour():
    """A newspaper's list may hold the article itself."""
    assert sidebar(RelatedLink("مقال عن القراءة")) == (SidebarLink("مقال عن القراءة", "text"),)


@pytest.mark.parametrize(
    "pin",
    [
        RelatedLink("افتتاح-المكتبة"),
        RelatedLink("https://example.org/lib", "https://example.org/lib"),
    ],
)
def test_a_pinned_slug_or_address_is_shown_by_its_headline(pin):
    """An address is no title."""
    other = article("أ", source_url="https://example.org/lib")
    assert sidebar(pin, other) == (SidebarLink("افتتاح المكتبة", "inside", "articles/افتتاح-المكتبة/"),)


def test_a_captured_link_into_the_archive_keeps_its_printed_title():
    """The newspaper's short title stays; only the target is the archive's."""
    link = RelatedLink("المكتبة تفتح", "https://example.org/lib")
    other = article("أ", source_url="https://example.org/lib")
    assert sidebar(link, other) == (SidebarLink("المكتبة تفتح", "inside", "articles/افتتاح-المكتبة/"),)


def test_a_link_that_is_there_twice_is_shown_once():
    """A title and the same title with a dot lead to the same place."""
    reader = article("قارئ", "قراءة", related=Related(None, (RelatedLink("خبر"), RelatedLink("خبر"))))
    assert assemble([reader], [], "UTC")[0].sidebars["قارئ"] == (SidebarLink("خبر", "text"),)
