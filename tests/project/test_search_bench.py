"""Test the measure of the search: that its queries are well formed, and what it judges right and wrong."""

from collections import Counter

import pytest

import search_quality
from search_judge import MAY, NEVER, QUERIES, RIGHT, Query, Shelf, Word, attached, forms_of, read_queries, tokens_of

KINDS = """spelling particles hamza ta-marbuta alif-maqsura harakat tatweel digits article duals-plurals broken-plurals
names two-words phrases misspellings""".split()
LEAST_OF_A_KIND = 15
READ = read_queries()
WORDS = {word for query in READ for word in query.words}


# --- the set of queries


def test_there_are_enough_queries_of_every_kind():
    """A kind with few queries would say little about the search."""
    counts = Counter(query.kind for query in READ)
    assert counts.keys() == {*KINDS}
    assert min(counts.values()) >= LEAST_OF_A_KIND
    assert counts.total() >= 200


def test_a_query_is_asked_once():
    """A query that is repeated would count twice."""
    assert max(Counter(query.text for query in READ).values()) == 1


def test_a_phrase_is_typed_as_it_is_judged():
    """Between its quotation marks stand the words that an article must contain."""
    phrases = [query for query in READ if query.kind == "phrases"]
    assert all(
        query.phrase and query.text == f'"{" ".join(word.same[0] for word in query.words)}"' for query in phrases
    )


def test_no_form_of_a_word_contradicts_another():
    """A form is right, or may be found, or is wrong."""
    forms = {word.same[0]: Counter((*word.same, *word.may, *word.never)) for word in WORDS}
    assert [word for word, counts in forms.items() if max(counts.values()) > 1] == []


def test_every_form_is_one_written_word():
    """A slip in the file, such as a comma or a vowel sign, would make a form that no article contains."""
    forms = [form for word in WORDS for form in (*word.same, *word.may, *word.never)]
    assert [form for form in forms if tokens_of(form.replace("_", " ")) != form.split("_")] == []


def test_a_query_is_itself_a_form_of_its_words():
    """An article that contains what was typed answers the query."""
    queries = [query for query in READ if query.kind != "misspellings"]
    assert [query.text for query in queries if Shelf({"one": query.text}).judge(query)[0] != {"one"}] == []


def test_a_misspelling_is_not_itself_an_answer():
    """Otherwise it would measure nothing."""
    queries = [query for query in READ if query.kind == "misspellings"]
    assert [query.text for query in queries if Shelf({"one": query.text}).judge(query) != (set(), set())] == []


def test_the_file_explains_itself():
    """Whoever adds a query finds the rules at the top of the file."""
    assert QUERIES.read_text(encoding="utf-8").startswith("# The queries by which the search is judged")


# --- the judge

MINISTER = Word(same=("وزير", "وزراء"), may=("وزارة",), never=("زيرو",))


@pytest.mark.parametrize("token", ["وزير", "الوزير", "والوزير", "للوزير", "وزيرا", "ووزرائها", "بوزيرنا", "فالوزراء"])
def test_a_word_is_found_with_what_is_attached_to_it(token):
    """Conjunctions, prepositions, the article and the pronouns are written together with the word."""
    right, _ = Shelf({"one": f"قال {token} أمس"}).with_word(MINISTER)
    assert right == {"one"}


@pytest.mark.parametrize("token", ["زيرو", "زير", "تزوير", "الوزيرستان"])
def test_a_word_inside_another_is_another_word(token):
    """وزير finds الوزير and not زيرو."""
    assert Shelf({"one": token}).with_word(MINISTER) == (set(), set())


def test_a_near_relative_is_neither_right_nor_wrong():
    """A search may find وزارة for وزير, and need not."""
    assert Shelf({"one": "بالوزارة"}).with_word(MINISTER) == (set(), {"one"})


def test_a_false_friend_is_wrong_with_what_is_attached_to_it():
    """The preposition that makes للإنفاق look like a form of أنفاق does not make it one."""
    tunnel = Word(same=("نفق", "أنفاق"), never=("إنفاق",))
    assert Shelf({"one": "للإنفاق", "two": "الإنفاق"}).with_word(tunnel) == (set(), set())
    assert Shelf({"one": "أنفاقها", "two": "الانفاق"}).with_word(tunnel)[0] == {"one", "two"}


@pytest.mark.parametrize("text", ["المدرسه", "المَدْرَسَة", "المـــدرسة", "ﺍﻟﻤﺪﺭﺳﺔ"])
def test_the_same_word_is_the_same_in_every_writing(text):
    """Hasty spellings, vowel signs, tatweel and presentation forms do not make another word."""
    assert Shelf({"one": text}).with_word(Word(same=("مدرسة",)))[0] == {"one"}


def test_a_nisba_is_not_somebodys_country():
    """إيراني is an adjective, although the pronoun ي could be attached to إيران."""
    verdicts = forms_of(Word(same=("إيران",), may=("إيراني",)))[0]
    assert (verdicts["إيران"], verdicts["إيراني"]) == (RIGHT, MAY)


def test_a_false_friend_is_known_by_its_writing():
    """What is listed as never is not what a grammar could make of it."""
    assert forms_of(Word(same=("قتيل", "قتلى"), never=("قتله",)))[0]["قتله"] == NEVER


def test_every_kind_of_digit_is_the_same_number():
    """Arabic, European and Persian digits are read as one number, and no longer number contains it."""
    year = Query("٢٠١٨", "digits", (Word(("2018",)),))
    texts = {"one": "عام ٢٠١٨م", "two": "2018", "three": "۲۰۱۸", "four": "20180"}
    assert Shelf(texts).judge(year)[0] == {"one", "two", "three"}


def test_the_words_of_a_phrase_follow_each_other():
    """Only the first may have a conjunction or a preposition."""
    phrase = Query('"مجلس الأمن"', "phrases", (Word(("مجلس",)), Word(("الأمن",))), phrase=True)
    texts = {"one": "دعا مجلس الأمن", "two": "لمجلس الامن", "three": "مجلس وزراء الأمن", "four": "الأمن مجلس"}
    assert Shelf(texts).judge(phrase)[0] == {"one", "two"}


def test_an_article_needs_all_words():
    """Each of the words may be anywhere."""
    query = Query("وزير الصحة", "two-words", (MINISTER, Word(("صحة",))))
    texts = {"one": "الصحة بخير، قال الوزير", "two": "الوزير", "three": "وزارة الصحة"}
    assert Shelf(texts).judge(query) == ({"one"}, {"three"})


def test_the_article_swallows_the_lam():
    """ل and ال are written لل."""
    assert {"للوزير", "وللوزير"} <= attached("وزير")
    assert "للجنة" in attached("لجنة")


# --- scores


def test_recall_counts_only_the_first_ten():
    """Of twenty answers ten can be shown at most."""
    answers = {f"a{place}" for place in range(20)}
    found = search_quality.score(sorted(answers), answers, set())
    assert (found.recall, found.precision) == (1, 1)


def test_a_near_relative_is_passed_over():
    """It is no answer that is found, and no wrong result."""
    found = search_quality.score(["may", "wrong", "right"], {"right", "other"}, {"may"})
    assert (found.recall, found.precision, found.missed, found.wrong) == (0.5, 0.5, ("other",), ("wrong",))


def test_finding_nothing_has_no_precision():
    """Nothing that was shown is wrong, and nothing is right."""
    found = search_quality.score([], {"right"}, set())
    assert (found.recall, found.precision) == (0, None)


def test_articles_are_taken_evenly_from_the_file():
    """A file that is sorted by newspaper gives articles of every newspaper."""
    assert search_quality.spread([*range(10)], 5) == [0, 2, 4, 6, 8]


def test_the_table_has_a_row_for_each_kind_and_one_for_all():
    """Both engines stand beside each other."""
    queries = [Query("وزير", "article", ()), Query("وزراء", "names", ())]
    own = search_quality.score(["right"], {"right"}, set())
    other = search_quality.score([], {"right"}, set())
    lines = [*search_quality.table({"newsgen": dict.fromkeys(queries, own), "stock": dict.fromkeys(queries, other)})]
    assert len(lines) == 2 + 3
    assert lines[-1] == "| **all** | 2 | 1.000 | 0.000 | 1.000 | – |"
