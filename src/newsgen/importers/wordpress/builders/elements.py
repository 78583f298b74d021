"""Turn an element of a page builder into HTML by what its settings are: headings, texts, pictures, films and links."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from html import escape
from typing import Protocol
from urllib.parse import unquote

from newsgen.formats.embeds.players import player_of, player_of_code
from newsgen.importers.wordpress.builders.figures import figure_of, link, picture_key, player_link
from newsgen.importers.wordpress.builders.values import (
    decoded,
    is_address,
    is_alt_key,
    is_blob,
    is_film,
    is_heading_key,
    is_picture,
    is_private,
    is_text,
    looks_like_code,
    words_of_key,
)
from newsgen.importers.wordpress.markup import TAG, plain_text, strip_tags
from newsgen.importers.wordpress.media_library import MediaFile, MediaLibrary

_MAX_HEADING = 250
_NUMBERS = re.compile(r"\s*\d+(?:\|\w+)?(?:\s*,\s*\d+(?:\|\w+)?)*\s*")
_WPBAKERY_LINK = re.compile(r"(?:url|title|target|rel):[^|]*(?:\|(?:(?:url|title|target|rel):[^|]*)?)*")
_ENFOLD_LINK = re.compile(r"^(?:manually|lightbox),(?=https?://)")
_PLACEHOLDER = re.compile(r"\s*\{\{?[\w:.@ -]+\}?\}\s*", re.ASCII)
_PICTURE_WORDS = set("image images photo photos picture pictures img media attachment attachments gallery logo".split())
_PICTURE_ELEMENTS = _PICTURE_WORDS | set("imageframe slider slideshow carousel slide slides".split())
_ONE_PICTURE_ELEMENTS = {"image", "img", "photo", "picture", "imageframe", "slide"}
_COVER_WORDS = set("background bg parallax overlay pattern thumb thumbnail poster preview cover fallback".split())
_FILM_WORDS = set("video videos film movie audio sound youtube vimeo dailymotion soundcloud embed".split())
_FILM_SITES = ("youtube", "vimeo", "dailymotion")
_LINK_WORDS = set("link url href permalink".split())
_TITLED_WORDS = set("accordion accordions tabs toggle toggles faq".split())
_BUTTON_WORDS = set("button btn cta".split())
_FORM_WORDS = set("form forms newsletter signup optin login subscribe search captcha mailchimp field".split())
_QUOTE_WORDS = set("quote blockquote pullquote testimonial testimonials".split())
_SIGNATURE_WORDS = set("author cite name job company position subtitle".split())
_SHARED_KEY = re.compile(r"template(?:_?id)?|global_module|fusion_global|saved_(?:section|widget|rows?)", re.IGNORECASE)
_INNER_CODE = re.compile(r"\s*\[[A-Za-z][\w-]+(?:[\s=][^\[\]]*)?\]", re.ASCII)
_MEDIA_TAG = re.compile(r"<(?:iframe|embed|object|video|audio|img)\b", re.IGNORECASE)
_SIDE_WORDS = set(
    "posts blog grid recent latest related loop query archive feed portfolio products shop menu sidebar widget nav"
    " breadcrumb breadcrumbs share sharing social follow sitemap comments toc ticker ads ad adsense banner block author"
    " instagram facebook twitter map maps gmaps countdown counter weather".split()
)
_SIDE_KEYS = set("cat category categories taxonomy taxonomies posts limit offset loop query orderby order ids".split())
_LAYOUT_WORDS = set(
    "separator divider space spacer empty hr gap line clear icon br row column col columns section container inner"
    " wrapper tab tabs accordion toggle group box content grid flex div structure break html code".split()
)


class Context(Protocol):
    """What an element needs to know of the post that it is in."""

    media: MediaLibrary

    def convert(self, text: str) -> str:
        """Return a text of the element, which may be HTML with shortcodes, as HTML that lacks only paragraphs."""

    def shared(self, name: str) -> str | None:
        """Return the HTML of the shared text with the id or slug *name*; None if the export does not hold it."""

    def warn(self, text: str) -> None:
        """Say what is not converted, as a phrase after the place of the post."""


@dataclass(slots=True)
class _Shown:
    """What one element shows."""

    is_slide: bool = False
    """Whether its background is a picture for readers."""
    headings: list[str] = field(default_factory=list)
    files: list[MediaFile] = field(default_factory=list)
    films: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    """The words on buttons."""
    signature: list[str] = field(default_factory=list)
    """Who said what is quoted."""
    alt: str = ""
    caption: str = ""
    missing: list[str] = field(default_factory=list)
    """Ids of pictures that the export does not hold."""
    unplaced: list[str] = field(default_factory=list)
    """Values that are content but have no place here."""

    @property
    def target(self) -> str:
        """The address to which its button, its only picture or its heading leads; "" if none."""
        has_place = self.words or len(self.files) == 1 or self.headings
        return self.urls[0] if self.urls and has_place else ""

    @property
    def unplaced_urls(self) -> list[str]:
        """The addresses to which nothing leads."""
        return [url for url in dict.fromkeys(self.urls) if url != self.target]

    @property
    def has_content(self) -> bool:
        """Whether more is shown than a heading or a link, which a list of other articles has too."""
        return bool(self.files or self.films or self.texts)


def is_form(name: str) -> bool:
    """Return whether an element with this *name* is a form or a field of one."""
    return bool(_FORM_WORDS & set(words_of_key(name)))


@dataclass(frozen=True, slots=True)
class Element:
    """An element of a page builder, as a shortcode or in its data."""

    name: str
    settings: Mapping[str, object]
    inner: str = ""
    """The HTML that it encloses."""
    label: str = ""
    """The element in messages; "" for a part of one, of which nothing is said if it shows nothing."""

    @property
    def words(self) -> set[str]:
        """The words of its name, which tell its kind."""
        return set(words_of_key(self.name))


def element_html(element: Element, context: Context) -> str:
    """Return the HTML of a page builder's *element*, "" if it shows nothing; warn of what is left out."""
    if is_form(element.name):
        context.warn(f"has the form {element.label or element.name}, which is left out")
        return element.inner
    shown = _Shown("slide" in element.words)
    only = str(element.settings.get("video_type") or "")
    for key, value in element.settings.items():
        if not only or only in key or not _FILM_WORDS & set(words_of_key(key)) or key == "video_type":
            _read_setting(shown, element.name, key, value, context)
    html = _read_inner(shown, element) + _shared_html(element.settings, context)
    _warn_of_lacking(shown, element, context)
    if not html.strip() and not shown.has_content:
        return _bare_html(shown, element, context)
    return _quoted(element, "".join(_parts(shown, html)))


def _warn_of_lacking(shown: _Shown, element: Element, context: Context) -> None:
    """Warn of the pictures, addresses and values of an *element* that have no place in what is *shown*."""
    label = element.label or element.name or "its page builder"
    for number in shown.missing:
        context.warn(f"has the picture {number} in {label}, which the export does not hold")
    for what in (*shown.unplaced, *(f"the address {url}" for url in shown.unplaced_urls)):
        context.warn(f"has {what} in {label}, which is left out")


def _read_setting(shown: _Shown, name: str, key: str, value: object, context: Context) -> None:
    """Add the setting *key* of the element *name* to what is *shown*."""
    if isinstance(value, Mapping):
        _read_media(shown, name, key, value, context)
    elif isinstance(value, int) and not isinstance(value, bool):
        _read_numbers(shown, name, key, str(value), context)
    elif isinstance(value, str) and value.strip():
        words = set(words_of_key(key))
        text = _ENFOLD_LINK.sub("", decoded(value).strip())
        if _NUMBERS.fullmatch(text):
            _read_numbers(shown, name, key, text, context)
        elif is_address(text):
            _read_address(shown, name, words, text)
        elif _WPBAKERY_LINK.fullmatch(text):
            _read_link(shown, text)
        elif player := _coded_player(name, key, text):
            shown.films.append(player)
        else:
            _read_text(shown, name, key, text, context)


def _read_media(shown: _Shown, name: str, key: str, value: Mapping[object, object], context: Context) -> None:
    """Add *value*, which names a file of the library or a link, to what is *shown*."""
    address, number = str(value.get("url") or value.get("src") or value.get("full") or ""), str(value.get("id") or "")
    files = context.media.find([number]) if number.isdigit() else []
    words = set(words_of_key(key))
    if files or is_picture(address):
        file = files[0] if files else MediaFile(address)
        alt = str(value.get("alt") or "")
        _add_file(shown, words, replace(file, alt=file.alt or plain_text(alt)))
    elif is_address(address):
        _read_address(shown, name, words, address)


def _add_file(shown: _Shown, words: set[str], file: MediaFile) -> None:
    """Add a picture to what is *shown* once, as the library describes it; *words* are those of its setting's key."""
    keys = [picture_key(other.url) for other in shown.files]
    key = picture_key(file.url)
    if words & _COVER_WORDS and not shown.is_slide:
        shown.unplaced.append(f"the background or cover picture {file.url}")
    elif key not in keys:
        shown.files.append(file)
    elif file.alt or file.caption:
        shown.files[keys.index(key)] = file


def _read_numbers(shown: _Shown, name: str, key: str, text: str, context: Context) -> None:
    """Add the pictures that the numbers in *text* name to what is *shown*, if the setting *key* names pictures."""
    if names_pictures(name, key):
        for number in numbers_in(text):
            files = context.media.find([number])
            for file in files:
                _add_file(shown, set(words_of_key(key)), file)
            if not files and number != "0":
                shown.missing.append(number)
    elif player := _coded_player(name, key, text):
        shown.films.append(player)


def names_pictures(name: str, key: str) -> bool:
    """Return whether numbers in the setting *key* of the element *name* are those of pictures."""
    words = [word for word in words_of_key(key) if word not in {"id", "ids", "number", "url", "src"}]
    if words:
        return words[-1] in _PICTURE_WORDS or words[-1] == "include"
    kinds = _PICTURE_ELEMENTS if "ids" in words_of_key(key) else _ONE_PICTURE_ELEMENTS
    return bool(kinds & set(words_of_key(name)))


def numbers_in(text: str) -> list[str]:
    """Return the numbers in a setting such as 55, "55,56" and "55|full"; none if it is no such list."""
    return re.findall(r"\d+(?=\||\s*,|\s*$)", text) if _NUMBERS.fullmatch(text) else []


def _coded_player(name: str, key: str, text: str) -> str | None:
    """Return the link to a film that is named by its id on a site that the element or the setting names."""
    words = set(words_of_key(key))
    if words and not words & {"id", "ids", "code", "key", *_FILM_WORDS}:
        return None
    site = next((site for site in _FILM_SITES if site in f"{name} {key}".lower()), "")
    player = player_of_code(site, text) if site and re.fullmatch(r"[\w-]{5,20}", text, re.ASCII) else None
    return link(player.url) if player else None


def _read_address(shown: _Shown, name: str, words: set[str], address: str) -> None:
    """Add the picture, film or link at *address*, a setting whose key has these *words*, to what is *shown*."""
    is_button = bool(_BUTTON_WORDS & {*words, *words_of_key(name)})
    is_named_film = bool(_FILM_WORDS & (words | set(words_of_key(name)))) and not words & _COVER_WORDS
    if is_picture(address) and not (words & _LINK_WORDS and shown.files):
        _add_file(shown, words, MediaFile(address))
    elif not is_button and (is_film(address) or (is_named_film and not is_picture(address))):
        shown.films.append(player_link(player_of(address), address, ""))
    else:
        shown.urls.append(address)


def _read_link(shown: _Shown, text: str) -> None:
    """Add a link in the form of WPBakery, url:…|title:…, to what is *shown*."""
    parts = dict(part.split(":", 1) for part in text.split("|") if ":" in part)
    url = unquote(parts.get("url", ""))
    shown.urls += [url] if is_address(url) else []
    if title := unquote(parts.get("title", "")).strip():
        shown.words.append(escape(title, quote=False))


def _read_text(shown: _Shown, name: str, key: str, text: str, context: Context) -> None:
    """Add *text*, the setting *key*, to what is *shown*, unless it is none for readers."""
    if is_alt_key(key):
        shown.alt = plain_text(text)
    elif _MEDIA_TAG.search(text) or (_INNER_CODE.match(text) and not is_private(key)):
        shown.texts.append(context.convert(text))
    elif is_blob(text) or _PLACEHOLDER.fullmatch(text) or "@ET-DC@" in text:
        if not is_private(key):
            shown.unplaced.append(f"a value of its setting {key!r} that is no text")
    elif not is_text(key, text):
        return
    elif not TAG.search(text) and "[" not in text and looks_like_code(text):
        shown.unplaced.append(f"the code of its setting {key!r}")
    else:
        _add_text(shown, name, key, text, context)


def _add_text(shown: _Shown, name: str, key: str, text: str, context: Context) -> None:
    words = set(words_of_key(key))
    html = context.convert(text) if TAG.search(text) or "[" in text else escape(text, quote=False)
    is_title = (
        is_heading_key(key) or _is_heading(name) or ("label" in words and _TITLED_WORDS & set(words_of_key(name)))
    )
    if not plain_text(html) and "<" not in html:
        return
    if "caption" in words and not is_title:
        shown.caption = plain_text(html)
    elif _QUOTE_WORDS & set(words_of_key(name)) and words & _SIGNATURE_WORDS:
        shown.signature.append(html)
    elif _BUTTON_WORDS & words or {"button", "btn"} & set(words_of_key(name)) or words & _LINK_WORDS:
        shown.words.append(html)
    elif is_title and len(html) <= _MAX_HEADING and "\n\n" not in html:
        shown.headings.append(html)
    else:
        shown.texts.append(html)


def _is_heading(name: str) -> bool:
    words = words_of_key(name)
    return bool({"heading", "headline", "title"} & set(words[-1:]) and "with" not in words) or name.lower() in {
        "h1",
        "h2",
        "h3",
    }


def _read_inner(shown: _Shown, element: Element) -> str:
    """Return what *element* encloses; "" if that is an address, a heading or the words on a button, now *shown*."""
    text = element.inner.strip()
    is_short = text and len(text) <= _MAX_HEADING and "\n\n" not in text and "<p" not in text
    if is_picture(text):
        _add_file(shown, set(), MediaFile(text))
    elif is_film(text):
        shown.films.append(player_link(player_of(text), text, ""))
    elif is_short and _is_heading(element.name):
        shown.headings.append(strip_tags(text) if re.match("<h[1-6]", text) else text)
    elif is_short and shown.urls and _BUTTON_WORDS & element.words:
        shown.words.append(text)
    else:
        return element.inner
    return ""


def _bare_html(shown: _Shown, element: Element, context: Context) -> str:
    """Return the HTML of an element that holds only headings and links; "" with a warning if it is about others."""
    is_side = element.words & _SIDE_WORDS or any(_SIDE_KEYS & set(words_of_key(key)) for key in element.settings)
    if is_side and not shown.words and not element.inner.strip() and (element.label or not shown.headings):
        titles = "".join(f" ({plain_text(title)})" for title in shown.headings)
        if element.label:
            context.warn(f"has the element {element.label}{titles}, which WordPress filled in for each reader")
        return ""
    html = _quoted(element, "".join(_parts(shown, "")))
    is_said = shown.missing or shown.unplaced or shown.unplaced_urls or element.words & _LAYOUT_WORDS
    if element.label and not html and not is_said:
        context.warn(f"has the element {element.label}, which holds no text and is left out")
    return html


def _quoted(element: Element, html: str) -> str:
    is_quote = html.strip() and _QUOTE_WORDS & element.words and "<blockquote" not in html
    return f"\n\n<blockquote>{html}</blockquote>\n\n" if is_quote else html


def _shared_html(settings: Mapping[str, object], context: Context) -> str:
    """Return the HTML of the template that a setting names, if any."""
    for key, value in settings.items():
        if _SHARED_KEY.fullmatch(key) and isinstance(value, str | int) and re.fullmatch(r"[1-9]\d*", str(value)):
            html = context.shared(str(value))
            if html is None:
                context.warn(f"has the template {value}, which the export does not hold")
            return html or ""
    return ""


def _parts(shown: _Shown, inner: str) -> Iterable[str]:
    """Yield the HTML of what is *shown* in the order in which elements usually show it."""
    target = shown.target
    url = "" if shown.words else target
    for number, heading in enumerate(shown.headings):
        is_link = url and not number and not shown.files and "<a" not in heading
        yield f"\n\n<h3>{_linked(url, heading) if is_link else heading}</h3>\n\n"
    for file in shown.files:
        own = replace(file, alt=shown.alt or file.alt, caption=shown.caption or file.caption)
        yield figure_of(own, url if len(shown.files) == 1 else "")
    if shown.caption and not shown.files:
        yield f"\n\n<p>{escape(shown.caption, quote=False)}</p>\n\n"
    yield from (f"\n\n{film}\n\n" for film in dict.fromkeys(shown.films))
    yield from (f"\n\n{text}\n\n" for text in shown.texts)
    yield inner
    yield from (f"\n\n<p>{words}</p>\n\n" for words in shown.signature)
    for number, words in enumerate(dict.fromkeys(shown.words)):
        is_link = target and not number and "<a" not in words
        yield f"\n\n<p>{_linked(target, words) if is_link else words}</p>\n\n"


def _linked(url: str, words: str) -> str:
    return f'<a href="{escape(url)}">{words}</a>'
