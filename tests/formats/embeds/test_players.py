"""Films, sounds, posts and maps of other sites are known by all their addresses, and shown as cards."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.formats.embeds.players import LIKELY_PLAYER, card, file_kind, player_of, player_of_code
from newsgen.formats.sanitise import plain_blocks, sanitise

FILM = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
EXACT = {
    "https://www.youtube.com/embed/dQw4w9WgXcQ": FILM,
    "//www.youtube-nocookie.com/embed/dQw4w9WgXcQ?rel=0": FILM,
    "http://m.youtube.com/watch?app=desktop&v=dQw4w9WgXcQ": FILM,
    "https://youtu.be/dQw4w9WgXcQ?si=x": FILM,
    "https://www.youtube.com/shorts/dQw4w9WgXcQ": FILM,
    "https://youtube.com/live/dQw4w9WgXcQ?feature=share": FILM,
    "http://www.youtube.com/v/dQw4w9WgXcQ&hl=en": FILM,
    "https://www.youtube.com/embed/dQw4w9WgXcQ?rel=0&start=42": f"{FILM}&t=42s",
    "https://www.youtube.com/embed/videoseries?list=PL1": "https://www.youtube.com/playlist?list=PL1",
    "https://player.vimeo.com/video/123": "https://vimeo.com/123",
    "https://player.vimeo.com/video/123?h=ab&badge=0": "https://vimeo.com/123/ab",
    "https://www.dailymotion.com/embed/video/x8": "https://www.dailymotion.com/video/x8",
    "https://geo.dailymotion.com/player/xy.html?video=x8": "https://www.dailymotion.com/video/x8",
    "https://dai.ly/x8": "https://www.dailymotion.com/video/x8",
    "https://www.facebook.com/plugins/video.php?height=3&href=https%3A%2F%2Fwww.facebook.com%2Fa%2Fvideos%2F1%2F&t=0": (
        "https://www.facebook.com/a/videos/1/"
    ),
    "https://platform.twitter.com/embed/Tweet.html?dnt=true&id=12": "https://x.com/i/status/12",
    "https://twitter.com/a/status/12?ref_src=x": "https://twitter.com/a/status/12",
    "https://x.com/a/status/12": "https://x.com/a/status/12",
    "https://www.instagram.com/p/C-x/embed/captioned/": "https://www.instagram.com/p/C-x/",
    "https://www.tiktok.com/embed/v2/12": "https://www.tiktok.com/@_/video/12",
    "https://w.soundcloud.com/player/?url=https%3A//soundcloud.com/a/b&color=%23f": "https://soundcloud.com/a/b",
    "https://open.spotify.com/embed/episode/1a?utm=x": "https://open.spotify.com/episode/1a",
    "https://t.me/channel/12?embed=1": "https://t.me/channel/12",
    "https://archive.org/embed/film-1936": "https://archive.org/details/film-1936",
    "https://www.google.com/maps/embed?pb=!1m18!2d-7.61!3d33.58!2m3": "https://www.google.com/maps?q=33.58,-7.61",
    "https://maps.google.com/maps?q=Rabat&output=embed": "https://www.google.com/maps?q=Rabat",
}


@pytest.mark.parametrize(("address", "page"), EXACT.items())
def test_a_player_leads_to_the_page_that_people_see(address, page):
    """The address of a player shows nothing, or only a player, when it is opened alone."""
    player = player_of(address)
    assert (player.url, player.is_exact) == (page, True)
    assert address.startswith("//") or LIKELY_PLAYER.match(address)
    assert player_of(page) == player


@pytest.mark.parametrize(
    "address",
    [
        "https://www.youtube.com/@channel",
        "https://www.facebook.com/somebody",
        "https://x.com/somebody",
        "https://www.instagram.com/somebody/",
        "https://www.facebook.com/plugins/video.php?href=javascript:alert(1)",
        "https://notyoutube.com/watch?v=abc",
        "https://youtube.com.example.org/embed/abc",
        "https://docs.google.com/forms/d/e/1/viewform?embedded=true",
    ],
)
def test_another_page_of_a_known_site_is_only_a_link(address):
    """A card for a channel or a form would promise a film."""
    player = player_of(address)
    assert (player.url, player.is_exact) == (address, False)


@pytest.mark.parametrize("address", ["", "media/a.mp4", "/about/", "javascript:alert(1)", "https://[", "https://a b/"])
def test_an_address_without_another_site_is_no_player(address):
    """A page of the site itself needs no card, and other schemes are never linked."""
    assert player_of(address) is None


@given(st.text() | st.text("https:/?&=%.youtbewachv").map("https://www.youtube.com/".__add__))
def test_any_text_is_a_player_or_not(text):
    """No address raises an error."""
    assert player_of(text) is None or player_of(text).url


@pytest.mark.parametrize(
    ("name", "value", "page"),
    [
        ("youtube", "dQw4w9WgXcQ", FILM),
        ("youtube", "https://youtu.be/dQw4w9WgXcQ", FILM),
        ("vimeo", "12", "https://vimeo.com/12"),
        ("telegram", "channel/12", "https://t.me/channel/12"),
        ("facebook", "12", None),
        ("gist", "12", None),
        ("youtube", "two words", None),
        ("youtube", 'x"><script>', None),
    ],
)
def test_a_shortcode_names_a_player_by_its_site_and_an_id(name, value, page):
    """An id that could not be one is not made into an address."""
    player = player_of_code(name, value)
    assert (player and player.url) == page


def test_a_card_shows_title_and_host_and_loads_nothing():
    """Both are in the plain text too, so that a search finds them; markup in a title is text."""
    html = sanitise(card(player_of("https://youtu.be/abc"), 'ندوة <b> "1"'))
    assert plain_blocks(html) == ('ندوة <b> "1"', "youtube.com")
    assert "src=" not in html
    assert sanitise(html) == html


@pytest.mark.parametrize("title", ["", "YouTube video player", "Embedded content", "Vimeo Video Player", "iframe"])
def test_a_title_that_says_nothing_is_replaced(title):
    """Sites write the same title for each player."""
    assert plain_blocks(card(player_of("https://youtu.be/abc"), title)) == ("فيديو: YouTube", "youtube.com")


def test_a_host_is_shown_once():
    """A player of an unknown site without a title is named by its host alone."""
    assert plain_blocks(card(player_of("https://films.example/1"))) == ("films.example",)


@pytest.mark.parametrize(
    ("address", "kind"), [("a.mp4", "video"), ("/b/c.OGG?x=1", "audio"), ("a.png", None), ("mp4", None), ("a/b", None)]
)
def test_a_file_is_a_film_or_a_sound_by_its_extension(address, kind):
    """Query and fragment do not matter."""
    assert file_kind(address) == kind
