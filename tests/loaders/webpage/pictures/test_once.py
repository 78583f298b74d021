import pytest

from newsgen.loaders.webpage.pictures.once import shown_once
from newsgen.model.article import Image

A = "https://marfa.example/i/a.jpg"


@pytest.mark.parametrize(
    "other",
    [
        A,
        "https://marfa.example/i/a-1024x600.jpg",
        "https://www.marfa.example/i/a-scaled.jpg",
        f"{A}?w=300&amp;h=200",
        "https://i0.wp.com/marfa.example/i/a.jpg?resize=600%2C400&amp;ssl=1",
        "https://marfa.example/i/300x200/a.jpg",
        "https://marfa.example/styles/large/public/i/a.jpg",
    ],
)
def test_the_same_picture_in_another_size_is_shown_once(other):
    """The first is kept; above the text it is the article's image."""
    html = f'<p>أ</p><figure><img src="{A}" alt="باب"></figure><p>ب</p>'
    assert shown_once(f'{html}<img src="{other}" alt="">', None) == (html, None)
    assert shown_once(html, Image(other))[0] == "<p>أ</p><p>ب</p>"


def test_a_picture_on_another_host_of_the_newspaper_is_the_same():
    """Metadata often have the address at which a network of servers has it."""
    html = '<p>أ</p><img src="https://marfa.example/2021/03/large/army.jpg" alt="">'
    assert shown_once(html, Image("https://cdn.example/marfa/2021/03/large/army.jpg"))[0] == "<p>أ</p>"
    assert shown_once(html, Image("https://cdn.example/marfa/2021/04/large/army-2.jpg"))[0] == html


def test_the_image_takes_the_words_of_the_picture_in_the_text():
    """They would be lost with it."""
    html = f'<figure><img src="{A}" alt="باب"><figcaption>الباب الكبير</figcaption></figure><p>ب</p>'
    assert shown_once(html, Image(A)) == ("<p>ب</p>", Image(A, "باب", "الباب الكبير"))


def test_other_pictures_and_other_captions_are_kept():
    """A numbered picture is another one, and a second caption says something new."""
    one = f'<figure><img src="{A}" alt=""><figcaption>قبل</figcaption></figure>'
    two = f'<figure><img src="{A}" alt=""><figcaption>بعد</figcaption></figure><img src="{A[:-4]}-2.jpg" alt="">'
    assert shown_once(one + two, None) == (one + two, None)
