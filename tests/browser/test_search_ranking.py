"""What a reader meant stands first: the form that was typed, then other forms, then words that are spelled alike."""

import pytest

from searched_sites import searched_site

TEXTS = {
    "rouhani": "زار الرئيس روحاني المدينة.",
    "spirit": "تحدث عن الروح والروحانيات في الثقافة.",
    "municipality": "اجتمع مجلس البلدية أمس.",
    "country": "عاد إلى بلده بعد سنوات.",
    "russian": "قال السفير الروسي كلمة.",
    "heads": "ارتفعت رؤوس الأموال.",
    "kasparov": "لعب بشار مع صديقه.",
    "badge": "حمل كل منهم شارة على صدره.",
    "clinton": "فازت كلينتون في الولاية.",
    "two-states": "اتفقت دولتان على الحدود.",
    "state": "ناقشت الدولة الميزانية.",
    "war": "بدأت الحرب الأهلية عام ١٩٧٥.",
    "a-war": "كانت حرباً أهلية طويلة.",
    "tunnels": "اكتشف الجنود الأنفاق تحت المدينة.",
    "spending": "زاد الإنفاق هذا العام.",
    "demonstration": "خرجت مظاهرات في الشارع.",
    "show": "تغيرت مظاهر الحياة.",
    "abu-dhabi": "عقد المؤتمر في أبو ظبي.",
    "hijri": "صدر النظام عام 1435هـ.",
    "crisis": "وضعت الحكومة حلولاً للأزمة.",
    "necessary": "هذا أمر لازم.",
    "america": "وصلت البعثة الأميركية.",
    "albania": "وصل الوفد إلى ألبانيا أمس.",
    "many": "التلفزيون والتلفزيون والتلفزيون.",
}


@pytest.fixture(scope="module")
def ask(chromium, tmp_path_factory):
    """Return a function that returns the ids of the articles that answer a query, the best first."""
    with searched_site(tmp_path_factory.mktemp("ranking"), TEXTS) as address, chromium.new_context() as context:
        page = context.new_page()
        page.goto(f"{address}search/")
        page.wait_for_function("() => Boolean(window.newsgenSearch)")
        yield lambda query: page.evaluate("(query) => newsgenSearch(query, {limit: 20})", query)


@pytest.mark.parametrize(
    ("query", "first", "later"),
    [
        ("روحاني", "rouhani", "spirit"),
        ("بلدياتها", "municipality", "country"),
        ("بلد", "country", "municipality"),
        ("بشار", "kasparov", "badge"),
        ("شارة", "badge", "kasparov"),
        ("دولتين", "two-states", "state"),
        ("دولتهم", "state", "two-states"),
    ],
)
def test_the_form_that_was_typed_is_first(ask, query, first, later):
    """Forms that only share the stem are found too, but what was typed, whatever its case and pronoun, is meant."""
    found = ask(query)
    assert found[0] == first
    assert later in found[1:]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("السفير الروسي", ["russian"]),
        ("رؤوس", ["heads"]),
        ("أنفاق", ["tunnels"]),
        ("إنفاق", ["spending"]),
        ("مظاهرة", ["demonstration"]),
        ("أبوظبي", ["abu-dhabi"]),
        ("١٤٣٥", ["hijri"]),
        ("لأزمة", ["crisis"]),
        ("لازم", ["necessary"]),
        ("أمريكي", ["america"]),
        ("البانيا", ["albania"]),
        ("لألبانيا", ["albania"]),
    ],
)
def test_words_that_look_alike_are_told_apart(ask, query, found):
    """By the hamza, the ة, and the letters that a writer may join or part."""
    assert ask(query) == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("كلنتون", ["clinton"]),
        ("كلينطون", ["clinton"]),
        ("التلفزين", ["many"]),
        ("اميريكا", ["america"]),
        ("قسقسق", []),
    ],
)
def test_a_misspelled_word_finds_what_was_meant(ask, query, found):
    """Also if its first letter looks like a particle; what is like no word of the archive finds nothing."""
    assert ask(query) == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ('"الحرب الأهلية"', ["war"]),
        ('"حربا أهلية"', ["a-war"]),
        ('"الحرب أهلية"', []),
        ("«مجلس البلدية»", ["municipality"]),
        ('"مجلس بلدية"', []),
    ],
)
def test_a_phrase_is_found_as_it_is_written(ask, query, found):
    """Its words follow each other in the forms that were typed; spelling is still of no account."""
    assert ask(query) == found
