"""Pictures of a saved page are found in whatever way the page loads them, each with its caption."""

import pytest

from newsgen.loaders.webpage.loader import read_webpage
from sample_pages import URL, news_page, without_paragraphs
from sample_pictures import data_address, png

GIF = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
CANONICAL = f"<link rel='canonical' href='{URL}'>"
CAPTION = "<figcaption>الباب الكبير</figcaption>"


def shown(html, **named):
    """Return what is shown among the paragraphs of a page with this *html*."""
    return without_paragraphs(read_webpage(news_page(html, head=CANONICAL), "a.html", **named).body_html)


def figure(name="a.jpg", alt=""):
    """Return the HTML of a picture with the usual caption."""
    return f'<figure><img src="https://marfa.example/i/{name}" alt="{alt}">{CAPTION}</figure>'


@pytest.mark.parametrize(
    "html",
    [
        f"<img src='{GIF}' data-src='/i/a.jpg'>",
        f"<img src='{GIF}' data-lazy-src='/i/a.jpg'>",
        f"<img src='{GIF}' data-echo='/i/a.jpg'>",
        "<img src='/img/placeholder.gif' data-original='/i/a.jpg'>",
        "<img data-flickity-lazyload='/i/a.jpg'>",
        "<img src='' lazy-src='/i/a.jpg'>",
        "<img data-src=/i/a.jpg src=//cdn.example/grey.png>",
        "<img src='/i/a-20x20.jpg' data-src='/i/a.jpg'>",
        '<img src=\'/loading.svg\' data-media=\'{"url": "/i/a.jpg", "width": 900}\'>',
        "<img src='/i/a.jpg' data-hover='/i/b.jpg' data-fallback-src='/i/default.jpg'>",
        "<img srcset='/i/a.jpg 800w, /i/a-400.jpg 400w'>",
        "<img data-srcset='/i/a-300.jpg 300w, /i/a.jpg 1200w, /i/a-3000.jpg 3000w' src='/i/a-30.jpg'>",
        "<picture><source srcset='/i/a.jpg' media='(min-width: 800px)'><img src='/i/small.jpg'></picture>",
        "<picture><source data-srcset='/i/a1.jpg 1x, /i/a.jpg 2x'></picture>",
        "<noscript><img src='/i/a.jpg'></noscript>",
        f"<img src='{GIF}'><noscript><img src='/i/a.jpg'></noscript>",
        f"<img src='{GIF}' data-src='/i/a-300x200.jpg'><noscript><img src='/i/a.jpg'></noscript>",
        "<amp-img src='/i/a.jpg' width='640' height='400'><noscript><img src='/i/a.jpg'></noscript></amp-img>",
        "<news-picture image-src='/i/a.jpg'></news-picture>",
        "<div style=\"background: #eee url('/i/a.jpg')\"></div>",
        "<img src='/_next/image?url=%2Fi%2Fa.jpg&amp;w=1200&amp;q=75'>",
        f"<img src='{GIF}' srcset='/_next/image?url=%2Fi%2Fa.jpg&amp;w=640 1x, /_next/image?url=%2Fi%2Fa.jpg 2x'>",
        "<a href='/i/a.jpg'><img src='/i/a-300x200.jpg'></a>",
    ],
)
def test_the_largest_sensible_picture_is_shown_once(html):
    """Whatever attribute or element holds its address, and whatever stands in for it."""
    found = shown(html)
    assert found.count("<img ") == 1
    assert 'src="https://marfa.example/i/a.jpg"' in found
    assert "<a " not in found


@pytest.mark.parametrize(
    "html",
    [
        f"<figure><img src='/i/a.jpg'>{CAPTION}</figure>",
        f"<figure style='background-image: url(/i/a.jpg)'>{CAPTION}</figure>",
        f"<figure><img src='{GIF}'><noscript><img src='/i/a.jpg'></noscript>{CAPTION}</figure>",
        f"<figure><amp-img src='/i/a.jpg' width='640' height='400'></amp-img>{CAPTION}</figure>",
        "<figure><img src='/i/a.jpg'><span>الباب الكبير</span></figure>",
        "<div class='wp-caption'><a href='/i/a.jpg'><img src='/i/a-300x200.jpg'></a><p>الباب الكبير</p></div>",
        (
            "<table class='tr-caption-container'><tbody><tr><td><img src='/i/a.jpg'></td></tr>"
            "<tr><td class='tr-caption'>الباب الكبير</td></tr></tbody></table>"
        ),
        "<div><div><img src='/i/a.jpg'></div><div>الباب الكبير</div></div>",
        "<dl><dt><img src='/i/a.jpg'></dt><dd>الباب الكبير</dd></dl>",
        "<p><img src='/i/a.jpg'></p><p class='photo-legend'>الباب الكبير</p>",
        "<p><img src='/i/a.jpg'></p><p><em>الباب الكبير</em></p>",
    ],
)
def test_a_caption_belongs_to_its_picture(html):
    """It is told by where it stands, and never becomes a paragraph."""
    found = shown(html).replace(' width="640" height="400"', "")
    assert found.replace("<img alt", "<img") == figure()


@pytest.mark.parametrize(
    "html",
    [
        "<img src='/i/share.png' width='24' height='24' alt='شارك'>",
        "<img src='https://www.facebook.com/tr?id=1' width='1' height='1' alt='تتبع'>",
        "<noscript><img src='https://stats.example/p.gif' style='width:1px;height:1px'></noscript>",
        "<noscript><img src='/services/counter/?id=3&amp;kind=article'></noscript>",
        "<img src='/i/user-avatar.png' alt='كريم'>",
        f"<img src='{GIF}'>",
    ],
)
def test_icons_and_pixels_are_no_pictures(html):
    """Nor does their alternative text become part of the article."""
    assert shown(html) == ""


def test_an_emoji_stays_as_a_sign():
    """WordPress shows it as an image."""
    html = "<p>مبروك للجميع <img class='emoji' alt='🎉' src='https://s.w.org/1f389.svg'> وشكرا</p>"
    assert "مبروك للجميع 🎉 وشكرا" in shown(html)


@pytest.mark.parametrize("src", [GIF, "", data_address(png(300, 200))])
def test_a_picture_whose_address_is_lost_is_told(src):
    """Its alternative text and its caption do not stay in the text."""
    html = f"<figure><img src='{src}' alt='باب الحديقة'>{CAPTION}</figure>"
    article = read_webpage(news_page(html, head=CANONICAL), "a.html")
    assert without_paragraphs(article.body_html) == ""
    assert any("1 of its pictures" in warning and "باب الحديقة" in warning for warning in article.warnings)


def test_a_picture_that_the_capture_contains_is_preferred():
    """A smaller one that is at hand is worth more than a larger one that may vanish."""
    html = "<img src='/i/a-300.jpg' srcset='/i/a-300.jpg 300w, /i/a-1200.jpg 1200w'>"
    assert "a-300.jpg" in shown(html, at_hand=lambda url: url if url.endswith("/i/a-300.jpg") else None)


@pytest.mark.parametrize("src", ["photos/a.jpg", f"data:image/jpeg;base64,{'A' * 4000}"])
def test_a_picture_without_words_is_told_too(src):
    """The page does not tell its own address, or the picture is inside it."""
    article = read_webpage(news_page(f"<img src='{src}'>"), "a.html")
    assert without_paragraphs(article.body_html) == ""
    assert any("1 of its pictures" in warning for warning in article.warnings)
