from dataclasses import replace
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from newsgen.formats.pictures.headline_picture import Look
from newsgen.model.article import Image
from newsgen.pages.sharing.share_links import share_links, social_files
from sample_records import CONFIG, a_site, an_article, plan

ONLINE = replace(CONFIG, base_url="https://archive.example.org/news/")
HERE = "https://archive.example.org/news/articles/%D8%B3%D9%88%D9%82/"
HOSTILE = "\" onclick=alert(1) '><script> & 50% +1 #وسم ?a=b%0A"
LOOK = "look"


def links(headline="سوق الجملة", config=ONLINE):
    """Return the URLs that share an article, by service; None if there are none."""
    card = a_site(an_article(headline=headline, slug="سوق"), config=config).archive.cards[0]
    shared = share_links(card, config)
    return shared and shared._asdict()


def test_each_service_gets_headline_and_address():
    """The address is the full one, because services do not follow the page at the short one."""
    queries = {service: parse_qs(urlsplit(url).query) for service, url in links().items()}
    assert queries == {
        "whatsapp": {"text": [f"سوق الجملة\n{HERE}"]},
        "facebook": {"u": [HERE]},
        "x": {"text": ["سوق الجملة"], "url": [HERE]},
        "telegram": {"url": [HERE], "text": ["سوق الجملة"]},
        "email": {"subject": ["سوق الجملة"], "body": [f"سوق الجملة\r\n\r\n{HERE}"]},
    }


def test_no_headline_breaks_out_of_a_link(project):
    """Its signs are encoded in the URL, and each service gets it as it is."""
    project.write("content/site.yml", "font: system\nbase_url: https://example.org/\n")
    project.write("content/articles/a.md", f"---\ntitle: |\n  {HOSTILE}\n---\nنص المقال هنا.\n")
    assert project.build().code == 0
    (page,) = project.site.glob("articles/*/index.html")
    html = page.read_text(encoding="utf-8")
    row = html.partition('class="share"')[2].partition("</ul>")[0]
    shared = [unescape(part.partition('"')[0]) for part in row.split('href="')[1:]]
    assert len(shared) == 5
    texts = [value for url in shared for values in parse_qs(urlsplit(url).query).values() for value in values]
    assert sum(text.startswith(HOSTILE) for text in texts) == 5
    assert "<script" not in row


@pytest.mark.parametrize("config", [CONFIG, replace(ONLINE, share_links=False)])
def test_an_article_is_shared_only_if_it_has_an_address_and_the_editor_wants_it(config):
    """A site without base_url has no absolute address to share."""
    assert links(config=config) is None
    assert plan(an_article(), config=config)["articles/harbour/"].context["share_links"] is None


# What a shared link shows


@pytest.mark.parametrize(
    ("image", "config", "kind"),
    [
        (None, ONLINE, "summary"),
        (Image("https://other.example/a.jpg"), ONLINE, "summary_large_image"),
        (Image("https://other.example/a.jpg"), CONFIG, "summary_large_image"),
    ],
)
def test_a_shared_link_is_large_if_it_has_a_picture(image, config, kind):
    """X and others take the other facts from Open Graph."""
    tags = dict(plan(an_article(image=image), config=config)["articles/harbour/"].context["citation_tags"])
    assert tags["twitter:card"] == kind


def pictures(*articles, look=LOOK):
    """Return the addresses of the pictures made for links that share *articles*, of a site with this look."""
    site = replace(a_site(*articles, config=ONLINE), look=look)
    return [file.url for file in social_files(site, Look("أرشيف", Path("font.ttf")))]


def test_an_article_without_a_picture_gets_one_of_its_headline():
    """Articles with one headline share a picture, and one with a picture of its own needs none."""
    one, two, three = (an_article(key, headline="خبر واحد") for key in "abc")
    with_picture = an_article("d", headline="خبر مصور", image=Image("https://other.example/a.jpg"))
    assert len(pictures(one, two, three, with_picture)) == 1
    assert len(pictures(one, an_article("b", headline="خبر آخر"))) == 2


def test_the_address_of_a_social_picture_changes_with_what_it_shows():
    """Networks keep a picture for ever by its address."""
    urls = [pictures(an_article(headline=text), look=look) for text in ("أ", "ب") for look in ("one", "other")]
    assert len({url for (url,) in urls}) == 4
    assert pictures(an_article(headline="أ"), look="one") == urls[0]


def test_without_a_look_there_are_no_social_pictures():
    """The setting is off, or the extra is missing."""
    assert pictures(an_article(), look=None) == []
