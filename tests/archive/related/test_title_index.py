"""A related title finds the article that it means, and none if that is not certain."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz

from newsgen.archive.related.title_index import MIN_RATIO, TitleIndex
from newsgen.text.arabic import title_key

LIBRARY = "افتتاح المكتبة العمومية الجديدة وسط مدينة تطوان بعد أشغال دامت سنتين"
HEADLINES = [
    ("library", LIBRARY),
    ("round-12", "برنامج مباريات الجولة 12 من البطولة الوطنية لكرة القدم"),
    ("fourth", "عرض الحلقة الرابعة من مسلسل حكايات المدينة القديمة هذا المساء"),
    ("june", "حصيلة حوادث السير داخل المدن المغربية خلال شهر يونيو الماضي"),
    ("rise", "ارتفاع أسعار المحروقات في محطات التوزيع ابتداء من منتصف الليل"),
    ("short", "كأس العرش"),
    ("twin-1", "نشرة الأحوال الجوية المتوقعة بمختلف جهات المملكة"),
    ("twin-2", "نشرة الأحوال الجوية المتوقعة بمختلف جهات المملكة"),
    ("mayor-1", "رئيس الجماعة الحضرية يدشن ملعبا جديدا للقرب بحي الزيتون"),
    ("mayor-2", "رئيس الجماعة الحضرية يدشن ملعبا جديدا للقرب بحي الزيتونة العليا"),
    ("none", "؟!"),
]
INDEX = TitleIndex(HEADLINES)


@pytest.mark.parametrize(
    "title",
    [
        LIBRARY,
        "إفتتاح المكتبه العموميه الجديده وسط مدينة تطوان، بعد اشغال دامت سنتين!",
        "« افتتاحُ المكـــتبة العمومية الجديدة » وسط مدينة تطوان بعد أشغال دامت سنتين",
        "\u200fافتتاح المكتبة\u00a0العمومية الجديدة وسط مدينة تطوان بعد أشغال دامت سنتين",
    ],
)
def test_copies_of_a_headline_mean_its_article(title):
    """Hamza, ة, harakat, tatweel, bidi marks and punctuation do not matter."""
    assert INDEX.find(title) == "library"


def test_arabic_and_latin_digits_are_the_same_number():
    """A newspaper may print either in its lists."""
    assert INDEX.find("برنامج مباريات الجولة ١٢ من البطولة الوطنية لكرة القدم") == "round-12"


@pytest.mark.parametrize(
    "title",
    [
        "افتتاح المكتبة العمومية الجديدة وسط مدينة…",
        "افتتاح المكتبة العمومية الجديدة وسط مدي…",
        "افتتاح المكتبه العموميه الجديده ...",
        "افتتاح المكتبة العمومية الجديدة وسط [...]",
        "«افتتاح المكتبة العمومية الجديدة وسط…»",
    ],
)
def test_a_cut_title_means_the_only_headline_that_begins_with_it(title):
    """Its last word may be cut too."""
    assert INDEX.find(title) == "library"


@pytest.mark.parametrize(
    "title",
    [
        "افتتاح المكتبة…",  # too short to be certain
        "رئيس الجماعة الحضرية يدشن ملعبا جديدا…",  # two headlines begin with it
        "نشرة الأحوال الجوية المتوقعة…",  # two have this headline
        "افتتاح المكتبة العمومية الجديدة وسط مدينة",  # no sign that it is cut
    ],
)
def test_a_cut_title_that_may_mean_several_means_none(title):
    """A link to the wrong article is worse than no link."""
    assert INDEX.find(title) is None


def test_a_whole_headline_takes_precedence_over_a_cut_one():
    """A headline that ends in … itself may be the beginning of another one."""
    headline = "رئيس الجماعة الحضرية يدشن ملعبا جديدا للقرب بحي الزيتون…"
    assert INDEX.find(headline) == "mayor-1"


@pytest.mark.parametrize(
    "title",
    [
        "افتتاح المكتبة العمومية الجدية وسط مدينة تطوان بعد أشغال دامت سنتين",
        "افتتاح المكتبة العموميةالجديدة وسط مدينة تطوان بعد أشغال دامت سنتين",
        "افتتاح المكتبة العمومية الجديدة بوسط مدينة تطوان بعد أشغال دامت سنتين",
        "فيديو: افتتاح المكتبة العمومية الجديدة وسط مدينة تطوان بعد أشغال دامت سنتين",
    ],
)
def test_a_misspelled_title_means_its_headline(title):
    """A missing letter, two words joined, a preposition or a word before it do not matter."""
    assert INDEX.find(title) == "library"


@pytest.mark.parametrize(
    "title",
    [
        "برنامج مباريات الجولة 13 من البطولة الوطنية لكرة القدم",
        "برنامج مباريات الجولة ١١ من البطولة الوطنية لكرة القدم",
        "برنامج مباريات الجولة من البطولة الوطنية لكرة القدم",
        "عرض الحلقة السابعة من مسلسل حكايات المدينة القديمة هذا المساء",
        "حصيلة حوادث السير داخل المدن المغربية خلال شهر يوليوز الماضي",
    ],
)
def test_another_number_is_another_article(title):
    """Rounds, episodes and months differ by a letter or two without being misspelled."""
    assert INDEX.find(title) is None


def test_another_word_is_another_article():
    """Falling prices are other news than rising prices, even if the rest of the headline is the same."""
    long = "{} أسعار المحروقات في محطات التوزيع بمختلف مدن وأقاليم المملكة المغربية ابتداء من منتصف ليلة السبت المقبل"
    rise, fall = long.format("ارتفاع"), long.format("انخفاض")
    assert fuzz.ratio(title_key(rise), title_key(fall)) >= MIN_RATIO
    assert TitleIndex([("rise", rise)]).find(fall) is None


def test_two_equally_similar_headlines_are_both_rejected():
    """It is unknown which of them is misspelled."""
    index = TitleIndex([("one", f"{LIBRARY} كاملتينن"), ("other", f"{LIBRARY} كاملتيين")])
    assert index.find(f"{LIBRARY} كاملتين") is None


def test_a_headline_of_two_articles_finds_neither_even_if_misspelled():
    """The headline does not say which of them is meant."""
    assert INDEX.find("نشرة الأحوال الجوية المتوقعة بمختلف جهات المملكة") is None
    assert INDEX.find("نشرة الأحوال الجوية المتوقعه بمختلف جهات الملكة") is None


@pytest.mark.parametrize(
    "title", ["كاس العرس", "كأس العرشي", "", "؟!", "…", "...", "خبر لم يسمع به أحد في هذا الأرشيف"]
)
def test_a_title_that_is_short_or_unknown_finds_nothing(title):
    """A short misspelled title is a letter away from too many others."""
    assert INDEX.find(title) is None


def test_a_short_title_finds_the_same_headline():
    """Only its misspellings find nothing."""
    assert INDEX.find("كاس العرش!") == "short"


def test_a_number_may_be_of_any_length():
    """A captured title can contain anything."""
    assert TitleIndex([("a", "الرقم " + "٩" * 5000)]).find("الرقم " + "9" * 5000) == "a"


def test_an_archive_without_articles_finds_nothing():
    """There is no headline to compare."""
    assert TitleIndex([]).find(LIBRARY) is None


words = st.sampled_from([*LIBRARY.split(), "12", "٣", "الرباط", "مهرجان", "سينما", "يناير", "Rabat", "«", "…", "..."])
titles = st.lists(words, max_size=9).map(" ".join)
archives = st.lists(titles, max_size=12).map(lambda found: [(f"id{n}", title) for n, title in enumerate(found)])


@given(headlines=archives)
@settings(deadline=None)
def test_a_unique_headline_finds_its_article(headlines):
    """It does so in any archive; a headline that two articles have finds neither."""
    index, keys = TitleIndex(headlines), [title_key(title).replace("٣", "3") for _, title in headlines]
    for (article, title), key in zip(headlines, keys, strict=True):
        assert index.find(title) == (article if key and keys.count(key) == 1 else None)


@given(headlines=archives, title=titles)
@settings(deadline=None)
def test_the_headline_that_is_found_is_similar(headlines, title):
    """It begins with the title, or nearly all letters are the same."""
    found = TitleIndex(headlines).find(title)
    if found is not None:
        wanted, got = title_key(title).replace("٣", "3"), title_key(dict(headlines)[found]).replace("٣", "3")
        assert got.startswith(wanted) or fuzz.ratio(wanted, got) >= MIN_RATIO


@given(headlines=archives, title=titles, data=st.data())
@settings(deadline=None)
def test_the_order_of_the_articles_does_not_matter(headlines, title, data):
    """The same articles give the same result in any order."""
    shuffled = data.draw(st.permutations(headlines))
    assert TitleIndex(headlines).find(title) == TitleIndex(shuffled).find(title)
