"""What JSON-LD refers to by its @id is read where it is described."""

import json

import pytest

from newsgen.loaders.webpage.loader import read_webpage
from sample_pages import URL, news_page

IMAGE = {"@type": "ImageObject", "@id": f"{URL}/#primaryImage", "url": "https://marfa.example/img/bab.jpg"}
PERSON = {"@type": "Person", "@id": "https://marfa.example/#/person/1", "name": "سلمى الناصري"}


def article_of(*scripts):
    """Return the article of a page with these JSON-LD *scripts*."""
    head = "".join(f"<script type='application/ld+json'>{json.dumps(one)}</script>" for one in scripts)
    return read_webpage(news_page(head=f"<link rel='canonical' href='{URL}'>{head}"), "a.html")


def news(**parts):
    """Return the JSON-LD of the article with these *parts*."""
    return {"@type": "NewsArticle", "@id": f"{URL}#article", "headline": "حديقة المرفأ تفتح أبوابها", **parts}


@pytest.mark.parametrize(
    "scripts",
    [
        ({"@graph": [news(image={"@id": IMAGE["@id"]}, author={"@id": PERSON["@id"]}), IMAGE, PERSON]},),
        (news(image={"@id": IMAGE["@id"]}, author=[{"@id": PERSON["@id"]}]), [IMAGE], {"@graph": [PERSON]}),
        (news(image=IMAGE["@id"], author=PERSON["@id"]), IMAGE, PERSON),
        (
            {"@type": "WebPage", "@id": URL, "primaryImageOfPage": IMAGE},
            news(image=[{"@id": "#primaryImage"}], author={"@type": "Person", "@id": PERSON["@id"]}),
            PERSON,
        ),
    ],
)
def test_objects_are_found_anywhere_on_the_page(scripts):
    """In the same graph, in another script, or inside another object."""
    article = article_of(*scripts)
    assert article.image.src == "https://marfa.example/img/bab.jpg"
    assert article.authors == ("سلمى الناصري",)
    assert article.source_url == URL


def test_an_id_is_never_the_address_of_a_picture():
    """It only names the object; a reference that leads nowhere is no picture."""
    assert article_of(news(image={"@id": f"{URL}/#primaryImage"})).image is None


def test_references_in_a_circle_end():
    """Each object may refer to the other."""
    one = {"@type": "ImageObject", "@id": "#a", "image": {"@id": "#b"}}
    assert article_of(news(image={"@id": "#a"}), one, {"@id": "#b", "image": {"@id": "#a"}}).image is None
