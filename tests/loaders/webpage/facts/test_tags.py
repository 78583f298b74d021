"""Keywords are tags only if they say more than the headline and the name of the site."""

import pytest

from newsgen.loaders.webpage.facts.tags import tags_among

HEADLINE = "حديقة المرفأ الكبرى تفتح أبوابها للسكان"


@pytest.mark.parametrize(
    ("keywords", "tags"),
    [
        ("حديقة,المرفأ,الكبرى,تفتح,أبوابها,للسكان", ()),
        ("حديقة المرفأ الكبرى تفتح أبوابها للسكان", ()),
        ("حديقة المرفأ, المرفأ الكبرى, تفتح أبوابها, للسكان", ()),
        ("حديقة,المرفأ,الكبرى,تفتح,أبوابها,للسكان,بيئة,أخبار", ("بيئة",)),
        ("المرفأ، بيئة، حدائق عمومية", ("المرفأ", "بيئة", "حدائق عمومية")),
        ("أخبار, news, جريدة المرفأ, بيئة", ("بيئة",)),
        ("كرة القدم", ("كرة القدم",)),
        ("البلدية الحديقة البيئة السكان الأحياء المدينة الولاية", ()),
        ("#كرة_القدم #الدوري", ("كرة القدم", "الدوري")),
        ("حديقة المرفأ الكبرى تفتح, بيئة", ("بيئة",)),
        ("بيئة, " + "جملة طويلة من كلمات كثيرة لا تكون وسما", ("بيئة",)),
    ],
)
def test_keywords_that_say_nothing_are_no_tags(keywords, tags):
    """A headline that was cut up, the name of the site, words of every page, and sentences are left out."""
    assert tags_among([keywords], HEADLINE, {"جريده المرفا"}) == tags
