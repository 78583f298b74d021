"""The keys of front matter are understood however they are spelled, and nothing that is not public is published."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.formats.yaml_fields import read_mapping
from newsgen.loaders.front_matter import read_keys


def read(text):
    """Return the fields of front matter that starts on line 2, and what it says about publication."""
    fields = read_mapping(text, "خبر.md", 2)
    return fields, read_keys(fields)


def is_public(text):
    """Return whether an article with this front matter is public on every day."""
    fields, publication = read(text)
    return not (fields.errors or publication.draft or publication.publish_date or publication.expiry_date)


def values(text):
    """Return the values of front matter without errors, by newsgen's keys."""
    fields, _ = read(text)
    assert fields.errors == []
    return {key: entry.value for key, entry in fields.entries.items()}


@pytest.mark.parametrize(
    "text",
    [
        "Draft: true", "DRAFT: yes", "draft: '1'", "is_draft: true", "isDraft: on", "draft-post: true", "مسودة: نعم",
        "published: false", "Published: no", "isPublished: false", "publish: false", "not_public: true",
        "doNotPublish: true", "public: false", "visible: false", "enabled: no", "live: false", "listed: false",
        "hidden: true", "Hidden: true", "hide: true", "private: true", "unlisted: true", "unpublished: yes",
        "headless: true", "eleventyExcludeFromCollections: true", "permalink: false", "render: false",
        "status: draft", "Status: hidden", "status: PRIVATE", "status: skip", "status: pending", "post_status: future",
        "visibility: members", "visibility: private", "build: {render: never}", "_build: {list: never, render: always}",
        "password: سر", "protected: true", "draft: false\npublished: false", "published: true\nhidden: true",
        "draft: true\nDraft: false", "params: {draft: true}", "extra:\n  private: yes", "draft: false\nstatus: draft",
        "publishDate: 9999-12-31",
    ],
)  # fmt: skip
def test_whatever_says_not_public_is_a_draft(text):
    """The words of every generator are obeyed, and of two that contradict each other the stricter counts."""
    fields, publication = read(text)
    assert publication.draft
    assert fields.errors == []


@pytest.mark.parametrize(
    "text",
    [
        "draft: false", "published: true", "status: published", "status: publish", "visibility: public", "hidden: no",
        "unlisted: false", "private: off", "password: ''", "build: {render: always}", "not_draft: true",
        "expiryDate:", "expires: never", "expiryDate: 0001-01-01T00:00:00Z", "expiryDate: 9999-12-31", "hideMeta: true",
        "hide: [toc]", "live: https://example.org/", "active: true", "sidebar: {hidden: true}", "meta: {draft: false}",
        "published_in: جريدة", "event_schedule: 2099-01-01", "review_status: done", "hidden_gems: true",
        "publisher: جريدة", "craft: نسيج", "stats: 3", "data: x", "license: private\ndraft: false", "privacy: سياسة",
        "sitemap: false", "title: draft", "author: private", "secretary: فلان", "category: draft",
    ],
)  # fmt: skip
def test_whatever_does_not_say_so_is_published(text):
    """A word that only looks like one of them, and a flag that is not set, hold nothing back."""
    assert is_public(text)
    assert read(text)[0].warnings == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("darft: true", "looks like draft"),
        ("drfat: true", "looks like draft"),
        ("draf: maybe", "looks like draft"),
        ("drrfta: yes", "looks like draft"),
        ("Puplished: false", "looks like published"),
        ("hiden: true", "looks like hidden"),
        ("privat: true", "looks like private"),
        ("satus: draft", "looks like status"),
        ("vizibility: private", "looks like visibility"),
        ("expiriDate: 2022-01-01", "looks like expir"),
        ("PublishDat: 2099-01-01", "looks like publish_date"),
        ("draft:", "draft must be true or false, found nothing"),
        ("draft: ربما", "draft must be true or false"),
        ("hidden: [a]", "hidden must be true or false"),
        ("published: غدا", "published must be true or false"),
        ("status: منشور", "write one of published, draft, hidden, private"),
        ("status:", "status nothing is not known"),
        ("publishDate: غدا", "cannot be read as a date"),
        ("expiryDate: [2022]", "cannot be read as a date"),
        ("scheduled: true", "seems to say that this is not public"),
        ("state: draft", "write `draft: true` to hold the article back"),
        ("type: Private", "seems to say that this is not public"),
        ("is_draft: ربما", "is_draft must be true or false"),
        ("settings: {draft: true}", "`draft: true` seems to say"),
        ("meta:\n  status: private", "`status: private` seems to say"),
        ("flags: [new, draft]", "seems to say that this is not public"),
        ("has_draft: true", "seems to say that this is not public"),
        ("publish_online: false", "seems to say that this is not public"),
        ("print_expiry: 2022-01-01", "seems to be the day after which this is not public"),
    ],
)
def test_what_may_mean_not_public_is_refused(text, words):
    """A typing mistake in such a key, or a value that is not understood, is an error with its line."""
    fields, _ = read(f"title: خبر\n{text}\n")
    (error,) = fields.errors
    assert error.line == 3
    assert words in str(error)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("publishDate: 2099-01-01", date(2099, 1, 1), None),
        ("publish_date: 2099-01-01", date(2099, 1, 1), None),
        ("published: 2099-01-01", date(2099, 1, 1), None),
        ("embargo: ١ يناير ٢٠٩٩", date(2099, 1, 1), None),
        ("embargo_lifts: 2099-01-01", date(2099, 1, 1), None),
        ("publish_after: 2098-01-01\nscheduled: 2099-01-01", date(2099, 1, 1), None),
        ("expiryDate: 2022-08-01", None, date(2022, 8, 1)),
        ("expire_date: 2022-08-01", None, date(2022, 8, 1)),
        ("unpublishdate: 2022-08-01\nexpires: 2023-01-01", None, date(2022, 8, 1)),
        ("params: {expiryDate: 2022-08-01}", None, date(2022, 8, 1)),
    ],
)
def test_dates_of_publication_are_read(text, first, last):
    """Of several such dates the strictest counts."""
    fields, publication = read(text)
    assert fields.errors == []
    assert (publication.publish_date, publication.expiry_date) == (first, last)


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("Tags: [قطار]", {"tags": ["قطار"]}),
        ("TAGS: أ, ب", {"tags": "أ, ب"}),
        ("Source-URL: https://example.org", {"source_url": "https://example.org"}),
        ("sourceUrl: https://example.org", {"source_url": "https://example.org"}),
        ("Source Name: جريدة", {"source_name": "جريدة"}),
        ("lastmod: 2022-07-06", {"updated": "2022-07-06"}),
        ("Modified: 2022-07-06", {"updated": "2022-07-06"}),
        ("keywords: [أ]", {"tags": ["أ"]}),
        ("section: أخبار", {"categories": "أخبار"}),
        ("excerpt: ملخص", {"description": "ملخص"}),
        ("featured_image: a.jpg", {"image": "a.jpg"}),
        ("images: [a.jpg, b.jpg]", {"image": "a.jpg"}),
        ("cover: {image: a.jpg}", {"image": {"image": "a.jpg"}}),
        ("cover: true", {"cover": "true"}),
        ("aliases: /a/\nredirect_from: [/b/]\nurl: /c/d/", {"aliases": ["/a/", "/b/", "/c/d/"]}),
        ("url: https://example.org/a", {"url": "https://example.org/a"}),
        ("taxonomies: {tags: [أ], categories: [ب]}", {"tags": ["أ"], "categories": ["ب"]}),
        ("params: {subtitle: فرعي, author: فلان}", {"subtitle": "فرعي", "author": "فلان"}),
        ("publishDate: 2022-07-05", {"date": "2022-07-05"}),
        ("noindex: true", {"robots": "noindex"}),
        ("subtitle: فرعي\nlayout: post\nweight: 3", {"subtitle": "فرعي", "layout": "post", "weight": "3"}),
    ],
)
def test_keys_of_other_generators_are_newsgens(text, known):
    """A file of another generator keeps its meaning; what newsgen does not use is kept for templates."""
    assert values(text) == known
    assert read(text)[0].warnings == []


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("lastmod: 2022-07-06\nupdated: 2022-07-07", {"updated": "2022-07-07", "lastmod": "2022-07-06"}),
        ("categories: [ب]\nsection: أ", {"categories": ["ب"], "section": "أ"}),
        ("excerpt: أ\nsummary: ب", {"summary": "ب", "excerpt": "أ"}),
        ("tags: [أ]\ntaxonomies: {tags: [ب]}", {"tags": ["أ"]}),
        ("cover: a.jpg\nthumbnail: b.jpg", {"image": "a.jpg", "thumbnail": "b.jpg"}),
        ("authors: [أ]\ncreator: ب", {"authors": ["أ"], "creator": "ب"}),
    ],
)
def test_newsgens_own_key_wins_with_a_warning(text, used):
    """The other key is not used if the two differ, and the warning says so."""
    fields, _ = read(text)
    assert {key: entry.value for key, entry in fields.entries.items()} == used
    (warning,) = fields.warnings
    assert "is not used, because" in warning


def test_own_and_foreign_keys_may_say_the_same():
    """Generators often write a value twice."""
    assert read("categories: [أ, ب]\nsection: أ")[0].warnings == []
    assert read("updated: 2022-07-06\nlastmod: 2022-07-06")[0].warnings == []


@pytest.mark.parametrize(
    ("key", "known"),
    [
        ("titel", "title"), ("dtae", "date"), ("tgas", "tags"), ("catgories", "categories"), ("auther", "author"),
        ("discription", "description"), ("slgu", "slug"), ("source-ulr", "source_url"),
        ("redirect_form", "redirect_from"),
    ],
)  # fmt: skip
def test_a_key_that_looks_like_a_known_one_is_a_warning(key, known):
    """One or two wrong letters are a typing mistake; the key is kept, as before."""
    fields, _ = read(f"draft: false\n{key}: x\n")
    assert fields.warnings == [f"line 3: unknown key {key!r} is only kept for templates; did you mean {known}?"]
    assert fields.entries[key].value == "x"


@pytest.mark.parametrize("key", ["data", "rate", "page", "id2", "type", "tabs", "مراسل", "mood", "city", "index", "ur"])
def test_a_short_word_is_no_typing_mistake(key):
    """With four letters or fewer, another letter makes another word."""
    assert read(f"{key}: x")[0].warnings == []


def test_a_key_in_two_spellings_is_repeated():
    """The last one counts, as with the same spelling."""
    fields, _ = read("Title: أ\ntitle: ب")
    assert fields.entries["title"].value == "ب"
    assert fields.warnings == ["line 3: title is repeated; the last one counts"]


WORDS = ["draft", "published", "status", "expiryDate", "params", "tags", "cover", "url", "build", "title", "date", "x"]
VALUES = st.recursive(
    st.sampled_from(["true", "false", "draft", "2099-01-01", "", "~", "a.jpg", "/a/", "نص"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=2),
    max_leaves=4,
)


@given(
    st.dictionaries(st.sampled_from(WORDS + [word.upper() for word in WORDS] + ["is_" + WORDS[0]]), VALUES, max_size=5)
)
def test_any_front_matter_is_read(mapping):
    """Whatever its shapes are, each key is newsgen's, one about publication, or one for templates."""
    fields, publication = read(json.dumps(mapping, ensure_ascii=False))
    assert isinstance(publication.draft, bool)
    if any(key.lower() == "draft" and value == "true" for key, value in mapping.items()):
        assert publication.draft
    assert all(isinstance(key, str) for key in fields.entries)
