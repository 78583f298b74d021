"""The film, the gallery and the picture that a theme shows above a post are part of the article."""

import pytest

from newsgen.importers.wordpress.body import Body, read_body
from newsgen.importers.wordpress.featured import featured_image, lead_of
from newsgen.importers.wordpress.items import Item
from newsgen.importers.wordpress.media_library import MediaFile, MediaLibrary
from newsgen.model.article import Image

FILM = "https://www.youtube.com/watch?v=xyz789"
PICTURE = "https://marfa.example/bab.jpg"
MEDIA = MediaLibrary()
MEDIA.add("55", "1", MediaFile(PICTURE, "باب", "باب الحديقة", "شرح"))


def an_item(*meta):
    """Return a post with custom fields."""
    return Item({}, (), meta, (), 0)


@pytest.mark.parametrize(
    "meta",
    [
        ("tie_video_url", FILM),
        ("td_post_video", f'a:2:{{s:8:"td_video";s:{len(FILM)}:"{FILM}";s:13:"td_last_video";s:0:"";}}'),
        ("_format_video_embed", "https://youtu.be/xyz789"),
        ("_format_video_embed", '<iframe src="https://www.youtube.com/embed/xyz789"></iframe>'),
        ("tie_embed_code", '<iframe width="5" src="//www.youtube.com/embed/xyz789"></iframe>'),
        ("jnews_single_post", f'{{"format":"video","video":"{FILM}"}}'),
        ("_bs_featured_embed_code", FILM),
        ("theme_post_video", f"{FILM}\n"),
    ],
)
def test_a_featured_film_is_a_link_above_the_text(meta):
    """Themes keep its address, its player's code, or settings that hold one of them."""
    assert FILM in lead_of(an_item(meta), Body("<p>نص</p>", ("نص",), ()), MEDIA)
    assert lead_of(an_item(meta), read_body(FILM, MEDIA, "1"), MEDIA) == ""


@pytest.mark.parametrize(
    "meta",
    [
        ("_oembed_1234", f'<iframe src="{FILM}"></iframe>'),
        ("video_thumbnail", "https://i.ytimg.com/vi/xyz789/a.jpg"),
        ("post_views", "7"),
        ("video_duration", "3:20"),
        ("_thumbnail_id", "55"),
        ("post_format_x", "https://marfa.example/other-article/"),
    ],
)
def test_other_fields_show_nothing(meta):
    """Caches, pictures of films and numbers are not content."""
    assert lead_of(an_item(meta), Body("", (), ()), MEDIA) == ""


@pytest.mark.parametrize(
    "value", ["55", "55,77", 'a:1:{i:0;s:2:"55";}', '["55"]', 'a:1:{i:0;a:1:{s:2:"id";s:2:"55";}}']
)
def test_a_featured_gallery_shows_its_pictures(value):
    """A gallery that the text has already is not shown twice."""
    item = an_item(("_format_gallery_images", value))
    assert f'src="{PICTURE}"' in lead_of(item, Body("", (), ()), MEDIA)
    assert lead_of(item, Body(f'<img src="{PICTURE}">', (), ()), MEDIA) == ""


def test_the_featured_picture_has_alternative_text_and_caption():
    """A picture on another site is taken too, and one that the export lacks is said."""
    assert featured_image(an_item(("_thumbnail_id", "55")), MEDIA) == (Image(PICTURE, "باب الحديقة", "شرح"), [])
    assert featured_image(an_item(("fifu_image_url", PICTURE)), MEDIA) == (Image(PICTURE, "", None), [])
    image, warnings = featured_image(an_item(("_thumbnail_id", "77")), MEDIA)
    assert image is None
    assert "featured picture" in warnings[0]
