"""The language of a text is told by its letters and its commonest words."""

import pytest

from newsgen.text.languages import direction_of_language, foreign_language, language_of, language_tag

TEXTS = {
    "ar": "أعلنت البلدية صباح اليوم افتتاح الحديقة الكبرى بعد أشغال دامت سنتين، وقال رئيسها إن الدخول إليها مجاني.",
    "fa": "رئیس جمهور گفت که دولت برای بهبود وضعیت مردم تلاش می‌کند و این برنامه از ماه آینده آغاز می‌شود.",
    "ur": "وزیر اعظم نے کہا ہے کہ حکومت عوام کی فلاح کے لیے کام کر رہی ہے اور اس منصوبے سے لوگوں کو فائدہ ہوگا۔",
    "ckb": "سەرۆکی هەرێم لە کۆبوونەوەیەکدا ڕایگەیاند کە حکومەت بەردەوام دەبێت لە خزمەتکردنی هاووڵاتیان.",
    "he": "ראש הממשלה אמר היום כי הממשלה תפעל לשיפור המצב הכלכלי של האזרחים ולא תעלה את המסים.",
    "en": "The mayor opened the largest public garden of the region yesterday, and entry is free for all of us.",
    "fr": "Le maire a inauguré hier le grand jardin public de la région, après deux années de travaux.",
    "es": "La alcaldía abrió ayer el jardín público más grande de la región, después de dos años de trabajos.",
    "de": "Der Bürgermeister hat gestern den größten Garten der Region eröffnet, und der Eintritt ist frei.",
    "tr": "Belediye başkanı dün bölgenin en büyük bahçesini açtı ve giriş çok uzun bir süre için ücretsiz olacak.",
    "ru": "Мэр города вчера открыл самый большой парк в регионе после двух лет работ, и вход в него свободный.",
}


@pytest.mark.parametrize(("code", "text"), TEXTS.items())
def test_a_text_tells_its_language(code, text):
    """What a template declares is believed only as far as the text agrees."""
    assert language_of(text) == code
    assert language_of(text, "ar-MA") == code
    assert foreign_language([text, text]) == (None if code == "ar" else code)


def test_a_declared_language_decides_what_the_words_do_not():
    """A few words prove nothing, and a language without a list of words is believed."""
    assert language_of("Photos", "en") == "en"
    assert language_of("Pormestari avasi eilen alueen suurimman puutarhan kahden vuoden jälkeen.", "fi") == "fi"
    assert foreign_language(["Photos"]) is None


def test_tags_and_directions():
    """A tag is reduced to its language, by which the direction of its text is known."""
    assert [language_tag(tag) for tag in ("ar-MA", "en_US", "iw", "x", "", None, "und")] == [
        *("ar", "en", "he"),
        *[None] * 4,
    ]
    assert [direction_of_language(code) for code in ("fa", "ckb", "he", "en", "ru")] == ["rtl"] * 3 + ["ltr"] * 2
