"""A related title finds the article that it means, and none where that is not sure."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz

from newsgen.archive.related.title_index import ALIKE, TitleIndex
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
    """Hamza, ة, harakat, tatweel, bidi marks and punctuation are the copyist's."""
    assert INDEX.find(title) == "library"


def test_digits_of_any_family_are_the_same_number():
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
def test_a_cut_title_means_the_only_headline_that_begins_so(title):
    """The last word may be cut too."""
    assert INDEX.find(title) == "library"


@pytest.mark.parametrize(
    "title",
    [
        "افتتاح المكتبة…",  # too short to tell
        "رئيس الجماعة الحضرية يدشن ملعبا جديدا…",  # two begin so
        "نشرة الأحوال الجوية المتوقعة…",  # two have this headline
        "افتتاح المكتبة العمومية الجديدة وسط مدينة",  # nothing says that it is cut
    ],
)
def test_a_cut_title_that_may_mean_several_means_none(title):
    """A link to the wrong article is worse than no link."""
    assert INDEX.find(title) is None


def test_a_whole_title_is_not_taken_for_a_cut_one():
    """Where a headline is the beginning of another, and ends in … itself, it means itself."""
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
def test_a_slip_of_the_pen_is_forgiven(title):
    """A letter too few, two words written as one, a preposition, a word before it: it is the same news."""
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
    """Rounds, episodes and months differ by a letter or two, and are not misspelled."""
    assert INDEX.find(title) is None


def test_another_word_is_another_article():
    """Prices that fall are other news than prices that rise, however much of the headline is the same."""
    long = "{} أسعار المحروقات في محطات التوزيع بمختلف مدن وأقاليم المملكة المغربية ابتداء من منتصف ليلة السبت المقبل"
    rise, fall = long.format("ارتفاع"), long.format("انخفاض")
    assert fuzz.ratio(title_key(rise), title_key(fall)) >= ALIKE
    assert TitleIndex([("rise", rise)]).find(fall) is None


def test_two_headlines_as_near_as_each_other_are_both_refused():
    """Nobody can tell which of them is misspelled."""
    index = TitleIndex([("one", f"{LIBRARY} كاملتينن"), ("other", f"{LIBRARY} كاملتيين")])
    assert index.find(f"{LIBRARY} كاملتين") is None


def test_twins_are_refused_even_when_misspelled():
    """Two articles with one headline cannot be told apart by it."""
    assert INDEX.find("نشرة الأحوال الجوية المتوقعة بمختلف جهات المملكة") is None
    assert INDEX.find("نشرة الأحوال الجوية المتوقعه بمختلف جهات الملكة") is None


@pytest.mark.parametrize(
    "title", ["كاس العرس", "كأس العرشي", "", "؟!", "…", "...", "خبر لم يسمع به أحد في هذا الأرشيف"]
)
def test_a_title_that_says_too_little_or_is_unknown_means_none(title):
    """A short title is a letter away from too many others."""
    assert INDEX.find(title) is None


def test_a_short_title_can_be_found_when_it_is_the_same():
    """Only its misspellings cannot."""
    assert INDEX.find("كاس العرش!") == "short"


def test_a_number_may_be_as_long_as_it_likes():
    """A captured title is anybody's text."""
    assert TitleIndex([("a", "الرقم " + "٩" * 5000)]).find("الرقم " + "9" * 5000) == "a"


def test_an_archive_without_articles_finds_nothing():
    """There is nothing that a title could mean."""
    assert TitleIndex([]).find(LIBRARY) is None


words = st.sampled_from([*LIBRARY.split(), "12", "٣", "الرباط", "مهرجان", "سينما", "يناير", "Rabat", "«", "…", "..."])
titles = st.lists(words, max_size=9).map(" ".join)
archives = st.lists(titles, max_size=12).map(lambda found: [(f"id{n}", title) for n, title in enumerate(found)])


@given(headlines=archives)
@settings(deadline=None)
def test_a_headline_finds_itself_where_it_is_the_only_one(headlines):
    """Whatever else is in the archive; a headline that two articles have finds neither."""
    index, keys = TitleIndex(headlines), [title_key(title).replace("٣", "3") for _, title in headlines]
    for (article, title), key in zip(headlines, keys, strict=True):
        assert index.find(title) == (article if key and keys.count(key) == 1 else None)


@given(headlines=archives, title=titles)
@settings(deadline=None)
def test_what_is_found_is_near(headlines, title):
    """It begins with the title, or hardly a letter is another."""
    found = TitleIndex(headlines).find(title)
    if found is not None:
        wanted, got = title_key(title).replace("٣", "3"), title_key(dict(headlines)[found]).replace("٣", "3")
        assert got.startswith(wanted) or fuzz.ratio(wanted, got) >= ALIKE


@given(headlines=archives, title=titles, data=st.data())
@settings(deadline=None)
def test_the_order_of_the_articles_does_not_matter(headlines, title, data):
    """The same archive finds the same, however its files were listed."""
    shuffled = data.draw(st.permutations(headlines))
    assert TitleIndex(headlines).find(title) == TitleIndex(shuffled).find(title)
