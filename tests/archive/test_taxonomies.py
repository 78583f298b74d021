"""Spellings of one term are merged, and each term has an address of its own."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.archive.taxonomies import Taxonomy, collect_taxonomies, initial, term_key
from newsgen.model.config import Spellings
from newsgen.model.urls import Link
from sample_records import an_article

AS_THEY_ARE = Spellings()


def tagged(*lists, spellings=AS_THEY_ARE):
    """Collect the terms of articles with these tags, the newest first."""
    articles = [an_article(f"a{n}", tags=tuple(tags), published=date(2022, 1, 28 - n)) for n, tags in enumerate(lists)]
    return collect_taxonomies(articles, spellings)


def tags(terms):
    """Return the addresses and articles of the tags by name."""
    return {term.name: (term.url, term.ids) for term in terms.by_kind[Taxonomy.TAG]}


@pytest.mark.parametrize(
    "other",
    [
        "إقتصاد",
        "الاقتصاد",
        "الإقتصاد",
        "اقْتصاد",
        "اقتصـــاد",
        "#اقتصاد",
        "«اقتصاد»",
        "اقتصاد.",
        "\u200fاقتصاد",
        " اقتصاد ",
    ],
)
def test_spellings_of_one_tag_are_one(other):
    """Hamza, harakat, tatweel, ال, a #, quotation marks and invisible characters do not make another tag."""
    terms = tagged(["اقتصاد"], ["اقتصاد"], [other])
    assert tags(terms) == {"اقتصاد": ("tags/اقتصاد/", ("a0", "a1", "a2"))}
    assert terms.by_article["a2"].tags == (Link("اقتصاد", "tags/اقتصاد/"),)


@pytest.mark.parametrize(
    ("one", "other"),
    [("كرة", "كره"), ("سلا", "سلام"), ("الأم", "الأمم"), ("C++", "C#"), ("2022", "2023")],
)
def test_different_words_are_two_tags(one, other):
    """Only spellings are merged, never meanings."""
    assert len(tags(tagged([one], [other]))) == 2


def test_two_spellings_on_one_article_are_one_tag():
    """The article is in the tag's list once and shows the tag once; both spellings count."""
    terms = tagged(["الأمن", "أمن"], ["أمن"], ["الأمن", "الأمن"])
    assert tags(terms) == {"الأمن": ("tags/الأمن/", ("a0", "a1", "a2"))}
    assert terms.by_article["a0"].tags == (Link("الأمن", "tags/الأمن/"),)
    assert terms.redirects == {"tags/أمن/": "tags/الأمن/"}


def test_an_underscore_joins_the_words_of_a_hashtag():
    """#المغرب_اليوم is the same as the words with a space."""
    assert list(tags(tagged(["المغرب اليوم"], ["المغرب اليوم"], ["#المغرب_اليوم"]))) == ["المغرب اليوم"]


def test_only_the_first_word_of_a_persons_name_loses_its_article():
    """محمد العلي and محمد علي are two people, but ال before the whole name is a matter of spelling."""
    names = ["محمد العلي", "محمد علي", "الكاتب محمد علي", "كاتب محمد علي"]
    terms = collect_taxonomies([an_article(f"a{n}", authors=(name,)) for n, name in enumerate(names)], Spellings())
    assert sorted(len(term.ids) for term in terms.by_kind[Taxonomy.AUTHOR]) == [1, 1, 2]
    assert term_key("الأمم المتحدة", Taxonomy.TAG) == term_key("أمم متحدة", Taxonomy.TAG)


def test_the_commonest_spelling_is_shown():
    """Of equally common spellings, the one that was used first is shown."""
    assert list(tags(tagged(["الاقتصاد"], ["اقتصاد"], ["اقتصاد"]))) == ["اقتصاد"]
    assert list(tags(tagged(["الاقتصاد"], ["اقتصاد"]))) == ["اقتصاد"]
    assert list(tags(tagged(["اقتصاد"], ["الاقتصاد"]))) == ["الاقتصاد"]


def test_the_address_of_every_spelling_redirects_to_the_term():
    """If another spelling becomes the commonest, the old address becomes a redirect."""
    before, after = tagged(["الاقتصاد"], ["اقتصاد"]), tagged(["الاقتصاد"], ["الاقتصاد"], ["اقتصاد"])
    assert before.redirects == {"tags/الاقتصاد/": "tags/اقتصاد/"}
    assert after.redirects == {"tags/اقتصاد/": "tags/الاقتصاد/"}


def test_an_editor_merges_names():
    """The first name of a group is shown, even if another is commoner, and the other addresses redirect to it."""
    merge = Spellings(merge=(("المغرب", "المملكة المغربية"),))
    terms = tagged(["المملكة المغربية"], ["المملكة المغربية"], ["مغرب"], spellings=merge)
    assert tags(terms) == {"المغرب": ("tags/المغرب/", ("a0", "a1", "a2"))}
    assert terms.redirects == {"tags/مغرب/": "tags/المغرب/", "tags/المملكة-المغربية/": "tags/المغرب/"}


def test_an_editor_keeps_names_apart():
    """A spelling in the list is never merged with another."""
    terms = tagged(["إلهام"], ["الهام"], ["هام"], spellings=Spellings(apart=("إلهام",)))
    assert tags(terms)["إلهام"] == ("tags/إلهام/", ("a0",))
    assert len(tags(terms)) == 2


def test_two_spellings_on_one_article_count_once():
    """The article is listed once, even if it has the tag twice."""
    terms = tagged(["اقتصاد", "الاقتصاد"])
    assert tags(terms) == {"اقتصاد": ("tags/اقتصاد/", ("a0",))}
    assert len(terms.by_article["a0"].tags) == 1


@pytest.mark.parametrize("name", ["C++", "C#", "C", "بحث تطوير", "50%", "خ" * 61, "خ" * 400])
def test_the_address_of_a_term_does_not_depend_on_others(name):
    """It stays the same beside older, newer and commoner terms; a slug of only a part of the name has a digest."""
    alone = tags(tagged([name]))[name][0]
    others = ["C++", "C#", "C", "بحث تطوير", "50", "خ" * 61, "خ" * 399, "خ" * 400]
    for lists in ([others, [name]], [[name], others], [[name], others, others]):
        found = tags(tagged(*lists))
        assert found[name][0] == alone
        assert len({url for url, _ in found.values()}) == len(found)


def test_signs_without_meaning_do_not_make_another_term():
    """A hyphen, a dot or quotation marks between words are a matter of spelling."""
    assert len(tags(tagged(["كوفيد-19"], ["كوفيد 19"], ["«كوفيد» 19."]))) == 1


@pytest.mark.parametrize("kind", Taxonomy)
@pytest.mark.parametrize("name", ["page", "Page", "letter", "undated", "feed"])
def test_no_term_takes_an_address_that_an_index_needs(kind, name):
    """The list of a section named page does not replace the numbered pages."""
    parts = {"section": name, "tags": (name,), "authors": (name,), "source_name": name}
    (term,) = collect_taxonomies([an_article(**parts)], Spellings()).by_kind[kind]
    segment = term.url.split("/")[1]
    assert segment.startswith(f"{name.lower()}-")
    assert len(segment) == len(name) + 9


def test_a_name_without_letters_is_shown_without_a_link():
    """A tag of only punctuation is plain text, with a warning for each."""
    names = ["؟!", "…", "😀", "#", "!!!"]
    terms = tagged(names)
    assert terms.by_article["a0"].tags == tuple(Link(name, None) for name in names)
    assert terms.warnings == tuple(
        f"content/articles/a0.md: {name!r} has no letter or digit, so it has no list of its articles" for name in names
    )


def test_a_name_of_four_hundred_letters_has_a_short_address():
    """Its address is a valid file name; two long names with the same beginning have two addresses."""
    terms = tagged(["خ" * 400], ["خ" * 400 + "ب"])
    urls = [url for url, _ in tags(terms).values()]
    assert len(set(urls)) == 2
    assert all(len(url.split("/")[1].encode()) <= 120 for url in urls)


def test_terms_are_in_alphabetical_order():
    """They are sorted without ال, Arabic before Latin, digits last."""
    assert list(tags(tagged(["البحر", "أمن", "2022", "iPhone", "تعليم", "الأدب"]))) == [
        "الأدب", "أمن", "البحر", "تعليم", "iPhone", "2022",
    ]  # fmt: skip


def test_a_term_is_listed_under_its_first_letter():
    """ال and hamza do not count, and digits are listed together."""
    terms = tagged(["البحر", "أمن", "2022"]).by_kind[Taxonomy.TAG]
    assert [initial(term) for term in terms] == ["ا", "ب", ""]


@given(st.lists(st.lists(st.text(max_size=8), max_size=3), max_size=6))
def test_any_names_make_distinct_safe_addresses(lists):
    """Any tag has a list with an address of its own, and each article has its tags."""
    terms = tagged(*([name for name in names if name.strip()] for names in lists))
    urls = [term.url for term in terms.by_kind[Taxonomy.TAG] if term.url]
    assert len({url.casefold() for url in urls}) == len(urls)
    assert not terms.redirects.keys() & set(urls)
    assert set(terms.redirects.values()) <= set(urls)
    for url in [*urls, *terms.redirects]:
        first, segment, end = url.split("/")
        assert (first, end) == ("tags", "")
        assert segment
        assert segment.isprintable()
