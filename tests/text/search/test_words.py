"""The forms of one word have one search key, in Python and in the script of the search page."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright._impl._driver import compute_driver_executable

from folders import REPOSITORY
from newsgen.text.search.words import END, KEY_PARTS, form_of, key_of, keys_of, plurals, stem_of, tables

SAME = """
وزير الوزير والوزير لوزير بالوزير وزيرا وزيرة وزراء الوزراء وزراؤها وَزِير وزيـــر
حكومة الحكومة والحكومة فالحكومة للحكومة بالحكومة وللحكومة حكومتنا الحكومه حكومات
المغرب مغرب والمغرب بالمغرب المغربية مغربي مغربيين
مستشفى مستشفي المستشفيات بمستشفى
مدرسة المدرسه المدارس مدارسهم
مسؤول مسئول مسوول المسؤولين مسؤولون
سعر أسعار الأسعار اسعار لأسعار
لغة اللغة للغة باللغة
لجنة للجنة اللجنة لجان
مراكش بمراكش ومراكش لمراكش
أركان الأركان اركان
کتاب كتاب الكتاب كتابي كتابان
شركة شركات الشركتين للشركات
التزام الالتزام بالتزام إلتزامات
أكادير أڭادير اكادير
٢٠٢٤ 2024 ۲۰۲۴
كورونا لكورونا الكورونا
سنة سنتين السنوات
فئة الفئات
Paris PARIS
Été ete
أزمة لأزمة للأزمة ولأزمة بالأزمة
رأس رؤوس الرؤوس ورؤوسهم
إنفاق الإنفاق إنفاقها
نفق أنفاق الأنفاق وأنفاقهم
مظاهرة مظاهرات المظاهرات
مظهر مظاهر مظاهرهم
موظف موظفو موظفون الموظفين
قتيل قتلى قتلاهم القتلى
مستوى مستواه مستوياتها
صحفي صحافي صحفيين الصحافيون
أمريكا أميركا الأمريكية الأميركيين
تلفزيون تليفزيون التليفزيونية
بلدية بلديات بلدياتها وبلديتين
1435 ١٤٣٥هـ 1435هـ
أثر آثار الآثار والآثار الاثار اثارها
إلغاء الإلغاء بإلغاء وإلغائه إلغاءها
جبهة وجبهة الجبهات
كمين كمائن للكمائن
مقهى المقاهي مقاه
ألمانيا المانيا الألمانية بألمانيا المانية
ميونخ ميونيخ
""".strip().splitlines()
DIFFERENT = [
    "وزير زيرو",
    "فكرة كرة",
    "كتاب تاب",
    "لبنان لبن",
    "بيت يت",
    "قانون قان",
    "فلسطين فلسط",
    "الرياض الرياضة",
    "الجمعة الجمعية",
    "مدرس مدرسة",
    "على علي",
    "روسي رؤوس",
    "أنفاق إنفاق",
    "مظاهرة مظاهر",
    "أزمة لازم",
    "الفتاح تاح",
    "آثار أثارت",
    "إلغاء غاز",
    "طالبان طالب",
]


@pytest.mark.parametrize("words", SAME, ids=lambda words: words.split()[0])
def test_the_forms_of_a_word_have_one_key(words):
    """Who seeks one of them finds the articles that have another."""
    assert len({stem_of(key_of(word)) for word in words.split()}) == 1


@pytest.mark.parametrize("words", DIFFERENT)
def test_words_that_only_look_alike_have_different_keys(words):
    """Letters that look like a particle or an ending belong to many words."""
    one, other = (stem_of(key_of(word)) for word in words.split())
    assert one != other


def test_words_are_joined_by_no_sign():
    """Text that was copied from a web page has no space after some commas."""
    assert keys_of("الرباط،فاس؛طنجة/سلا") == keys_of("الرباط فاس طنجة سلا")


def test_a_name_in_two_words_is_one():
    """Some newspapers write عبد الله and أبو ظبي, others عبدالله and أبوظبي."""
    assert keys_of("في أبو ظبي") == keys_of("في أبوظبي")
    assert keys_of("الأمير عبد الله") == keys_of("الأمير عبدالله")


@pytest.mark.parametrize(
    ("key", "forms"),
    [
        ("دولةةة", "دول"),
        ("دولةهةة", "دولة دولتها دولتهم"),
        ("دولةتينةة", "دولتان دولتين"),
        ("دولةهةالة", "الدولة"),
        ("دولةهةالبوة", "وبالدولة"),
        ("وزيرةىوزراةة", "وزراء وزراءهم"),
    ],
)
def test_a_key_tells_the_forms_of_a_word_apart(key, forms):
    """So that the form that was typed is the first, whatever its case and its pronoun."""
    assert {key_of(form) for form in forms.split()} == {key}


@given(st.text("ابتدكلمنهوير", min_size=3))
def test_the_form_of_a_key_is_the_word_without_what_is_attached_before(word):
    """The page compares misspelled words with it."""
    key = key_of(word)
    assert not key or form_of(key)


def test_function_words_keep_their_place():
    """The words of a phrase are found by their distance."""
    assert keys_of("مجلس من الوزراء") == [key_of("مجلس"), "", key_of("الوزراء")]


@given(st.text())
def test_a_key_ends_where_its_parts_end(text):
    """The index marks the end of each part of a key, so that no key is the beginning of another."""
    assert all(key.count(END) == KEY_PARTS and key.endswith(END) and " " not in key for key in keys_of(text) if key)


def test_each_listed_plural_has_the_key_of_its_singular():
    """The list of broken plurals holds in both directions."""
    assert {plural: stem_of(key_of(plural)) for plural in plurals()} == {
        plural: stem_of(key_of("ال" + singular)) for plural, singular in plurals().items()
    }


def test_the_page_makes_the_same_keys(tmp_path):
    """A query finds nothing if a rule is in one of the two languages alone."""
    words = [word for line in SAME for word in line.split()]
    words += [*plurals(), *tables()["beginnings"].split(), *tables()["endings"].split()]
    words += ["عبد الله", "علي على و", "ﻻعب", "Straße", "B777", "a_b", "آءآ", "للأزمة", "ولأزمة", "وبالرؤوس", "إنفاقها"]
    words += ["1435هـ", "ب٢٠٢٤", "في أبو ظبي", "واتس آب", "قتلاهم", "أطفالنا", "استخدموها", "كلنتون", "للميليشيا"]
    assert keys_in_javascript(words, tmp_path) == [keys_of(word) for word in words]


def keys_in_javascript(texts: list[str], folder: Path) -> list[list[str]]:
    """Return the keys that the script of the search page makes of *texts*."""
    shutil.copy(REPOSITORY / "templates" / "assets" / "search-index.js", folder / "search.mjs")
    given = json.dumps({"tables": tables(), "texts": texts})
    (folder / "run.mjs").write_text(
        f"import {{ Keys }} from './search.mjs'; const {{ tables, texts }} = {given};"
        " const keys = new Keys(tables); console.log(JSON.stringify(texts.map((text) => keys.of(text))));"
    )
    node, _ = compute_driver_executable()
    done = subprocess.run([node, folder / "run.mjs"], capture_output=True, check=True)
    return json.loads(done.stdout)
