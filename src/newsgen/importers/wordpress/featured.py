"""Find the film, the pictures and the featured picture that a WordPress theme shows above the text of a post."""

from collections.abc import Iterable, Iterator

from newsgen.formats.embeds.players import file_kind, player_of
from newsgen.importers.wordpress.body import Body, embeds_to_links
from newsgen.importers.wordpress.builders.data import is_builder_key
from newsgen.importers.wordpress.builders.figures import figure_of, picture_key, player_link
from newsgen.importers.wordpress.builders.values import (
    decoded,
    is_address,
    is_film,
    is_picture,
    structured,
    words_of_key,
)
from newsgen.importers.wordpress.items import Item
from newsgen.importers.wordpress.markup import TAG
from newsgen.importers.wordpress.media_library import MediaLibrary
from newsgen.model.article import Image

_FILM_WORDS = set("video videos film movie youtube vimeo dailymotion embed audio podcast soundcloud".split())
_FORMAT_WORDS = {"format", "post"}
_OTHER_WORDS = set("oembed thumb thumbnail image poster cover channel id width height duration caption title".split())
_GALLERY_WORDS = set("gallery slideshow slides".split())
_PICTURE_WORDS = set("featured fifu thumbnail".split())


def lead_of(item: Item, body: Body, media: MediaLibrary) -> str:
    """Return HTML of the film and the gallery that a theme shows above the *body* of a post; "" if it has them."""
    parts: list[str] = []
    for key, value in item.meta:
        words = set(words_of_key(key))
        if not value or not words & (_FILM_WORDS | _GALLERY_WORDS | _FORMAT_WORDS) or is_builder_key(key):
            continue
        if not words & _OTHER_WORDS:
            parts += _films(value, body, is_named=bool(words & _FILM_WORDS))
        if words & _GALLERY_WORDS or words & _FORMAT_WORDS:
            parts += _pictures(value, body, media, is_named=bool(words & _GALLERY_WORDS))
    return "".join(dict.fromkeys(parts))


def _strings(value: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Yield all texts and numbers in *value*, each with the key of the list or entry that it is in."""
    if isinstance(value, str) and (data := structured(value)) is not None:
        value = data
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _strings(inner, key if isinstance(name, int) else str(name))
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner, key)
    elif isinstance(value, str | int) and value is not True and value is not False:
        yield key, str(value)


def _films(value: str, body: Body, *, is_named: bool) -> Iterator[str]:
    """Yield links to the films that a custom field names, unless the *body* has them; it *is_named* for films."""
    for _, text in _strings(value):
        if TAG.search(text):
            html, embedded = embeds_to_links(text)
            links = html.partition("<a ")[1:] if embedded else ()
            if links and html.partition('href="')[2].partition('"')[0] not in body.html:
                yield f"<p>{''.join(links)}</p>"
            continue
        address = decoded(text).split("\n")[0].strip()
        if not is_film(address) and not (is_named and is_address(address) and not is_picture(address)):
            continue
        player = player_of(address)
        link = player_link(player, address, "")
        if link.partition('href="')[2].partition('"')[0] not in body.html:
            yield f"<p>{link}</p>"


def _pictures(value: str, body: Body, media: MediaLibrary, *, is_named: bool) -> Iterator[str]:
    """Yield the pictures of a gallery that a custom field names by their numbers, unless the *body* has them."""
    for key, text in _strings(value):
        if is_named or _GALLERY_WORDS & set(words_of_key(key)):
            for file in media.find(number for number in text.replace(" ", "").split(",") if number.isdigit()):
                if picture_key(file.url) not in body.html and file_kind(file.url) is None:
                    yield figure_of(file)


def featured_image(item: Item, media: MediaLibrary) -> tuple[Image | None, list[str]]:
    """Return the featured picture of a post, and a warning if the export does not name its file."""
    numbers = item.meta_values("_thumbnail_id")
    files = media.find(numbers)
    if files:
        return Image(files[0].url, files[0].alt, files[0].caption or None), []
    for address in _picture_addresses(item.meta):
        return Image(address, "", None), []
    is_missing = any(number.isdigit() and number != "0" for number in numbers)
    return None, ["has a featured picture that the export does not name; export the media too"] * is_missing


def _picture_addresses(meta: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield the addresses of featured pictures on other sites, as plugins keep them."""
    for key, value in meta:
        if is_picture(value) and value.startswith("http") and _PICTURE_WORDS & set(words_of_key(key)):
            yield value
