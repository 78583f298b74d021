"""Replace WordPress shortcodes, such as galleries, captions and the boxes of page builders, by HTML."""

import re
from collections.abc import Callable
from functools import partial
from html import unescape
from typing import Protocol

from newsgen.formats.embeds.players import player_of, player_of_code
from newsgen.importers.wordpress.builders.data import data_html
from newsgen.importers.wordpress.builders.elements import Context, Element, element_html, names_pictures, numbers_in
from newsgen.importers.wordpress.builders.figures import figure, figure_of, link, player_link
from newsgen.importers.wordpress.builders.values import (
    base64_text,
    is_blob,
    is_film,
    is_picture,
    looks_like_code,
    structured,
    without_dynamic_data,
    words_of_key,
)
from newsgen.importers.wordpress.markup import TAG, plain_text, strip_scripts, strip_tags
from newsgen.importers.wordpress.shortcode_syntax import Tag, find_tags, read_settings

_PICTURE = re.compile(r"\s*((?:<a\s[^<>]*>\s*)?<img\s[^<>]*>(?:\s*</a>)?)(.*)", re.DOTALL)
_BUILDERS = re.compile(
    r"_*(?:vc|et_pb|fusion|av|tie|td[bcms]?|su|mk|qode|ultimate|bs|ux|jnews|nectar|kc|cs|x|ct|oxy|mfn|themify|thrive|siteorigin"
    r"|porto|dt|penci|bdthemes|uncode|edgtf|mkdf|eltd|wd|woodmart|tm|rt|sc|wpb|fl|brz|ld|tp|thb|bt|bunyad|dslc|zn|wr|mpc)_\w+"
    r"|(?:one|two|three|four|five)_(?:half|third|thirds|fourth|fourths|fifth|fifths|sixth)(?:_last)?"
    r"|rows?|columns?|col|box|center|aligncenter|alignleft|alignright|highlight|dropcap|quote|pullquote|blockquote"
    r"|toggles?|tabs?|tabgroup|accordions?|accordion-item|spoiler|section|container|div|span|p|padding|clear|br"
)
"""Names of page builders' and themes' elements, which are never text."""
_PLAYERS = {"video", "audio", "embed", "youtube", "vimeo", "dailymotion", "soundcloud", "playlist_item"}
_URL_SETTINGS = ("src", "url", "mp4", "m4v", "webm", "ogv", "flv", "wmv", "mp3", "m4a", "ogg", "wav", "wma")
_INLINE_WORDS = set(
    "dropcap highlight tooltip popover span abbr mark font color bold strong em italic underline sup sub b i u s hl"
    " badge inline".split()
)
_CODE_WORDS = set("js css script style".split())
_SHARED_WORDS = set(
    "block template templates section layout global content reusable html snippet pattern part static templatera"
    " library insert".split()
)
_SHARED_KEYS = ("id", "slug", "ref", "block", "template", "template_id", "global_module", "name", "")
_FEW_WORDS = 5
"""A setting of an unknown shortcode with more words is a text."""
_MAX_INLINE = 80
_SENTENCE_ENDS = ".!?؟…:؛\n>"
_FRAGMENT = re.compile(r"[^\n<\[]*")


class PostContext(Context, Protocol):
    """What a shortcode needs to know of the post that it is in."""

    post: str


def expand_shortcodes(text: str, context: PostContext) -> str:
    """Return *text* with its shortcodes replaced; those that are unknown are kept, with a warning.

    Words of other scripts in brackets ([رويترز]) are text.
    """
    return _Expander(text, context).run() if "[" in text else text


class _Expander:
    """Expands the shortcodes of one text from its start to its end."""

    def __init__(self, text: str, context: PostContext) -> None:
        self.text, self.context = text, context
        self.tags = find_tags(text)
        self._frames: list[list[str]] = [[]]
        """The text of each open shortcode so far, within that of the one around it."""
        self._open_tables = 0
        self._handlers: dict[str, Callable[[dict[str, str], str], str | None]] = {
            "caption": self._caption,
            "wp_caption": self._caption,
            "gallery": self._gallery,
            "playlist": self._playlist,
            **{name: partial(self._media_link, name) for name in _PLAYERS},
        }

    def run(self) -> str:
        """Return the text with its shortcodes expanded."""
        at = 0
        for tag in self.tags:
            self._add(self._words(self.text[at : tag.match.start()]))
            at = tag.match.end()
            self._expand(tag)
        self._add(self._words(self.text[at:]) if self.tags else self.text)
        return "".join(self._frames[0])

    def _add(self, text: str) -> None:
        self._frames[-1].append(text)

    def _expand(self, tag: Tag) -> None:
        """Expand one tag: a start opens a frame, its end closes it, and any other stands alone."""
        before, after = tag.match["before"], tag.match["after"]
        if tag.is_escaped:
            self._add(tag.match[0][1:-1])
        elif tag.partner is None:
            self._add(before + (self._stray_end(tag) if tag.is_end else self._html(tag, None)) + after)
        elif not tag.is_end:
            self._add(before)
            self._frames.append([])
            self._open_tables += "table" in words_of_key(tag.name)
        else:
            inner = "".join(self._frames.pop())
            self._open_tables -= "table" in words_of_key(tag.name)
            self._add(self._html(self.tags[tag.partner], inner, tag) + after)

    def _html(self, tag: Tag, inner: str | None, end: Tag | None = None) -> str:
        """Return the HTML of the shortcode that starts with *tag* around *inner*; None if it encloses nothing."""
        settings = read_settings(tag.written)
        handler = self._handlers.get(tag.name)
        if handler:
            html = handler(settings, inner or "")
            if html is not None:
                return html
        shared = self._shared(tag.name, settings) if not (inner or "").strip() else None
        if shared is not None:
            return f"\n\n{shared}\n\n"
        if not handler and inner is not None and end:
            return self._enclosing(tag, settings, inner, end)
        if not handler and _BUILDERS.fullmatch(tag.name):
            return self._box(tag.name, settings, "")
        if not handler and self._holds_media(tag.name, settings):
            return self._box(tag.name, settings, "")
        return self._unknown(tag) + (f"{inner}{self._unknown(end)}" if end else "")

    def _enclosing(self, tag: Tag, settings: dict[str, str], inner: str, end: Tag) -> str:
        """Return the HTML of a box: its text as paragraphs of its own, or in its place if it is part of a sentence."""
        words = {word.rstrip("0123456789") for word in words_of_key(tag.name)}
        if words & _CODE_WORDS or (words & {"code", "codeblock"} and not plain_text(inner)):
            self.context.warn(f"has the code [{tag.name}], which is left out")
            return "\n\n"
        if not _BUILDERS.fullmatch(tag.name):
            self.context.warn(f"has the shortcode [{tag.name}], of which only the text is kept")
        if words & _INLINE_WORDS or self._is_fragment(tag, inner, end):
            return inner
        if "table" in words and "<table" not in inner:
            return f"\n\n<table>{inner}</table>\n\n"
        if self._open_tables and words & {"row", "cell", "tr", "td", "th"}:
            element = "tr" if words & {"row", "tr"} else "td"
            return f"<{element}>{inner.strip()}</{element}>"
        if words_of_key(tag.name)[-2:] in {("li", "item"), ("list", "item")} and not settings.get("title"):
            return f"\n\n<ul><li>{inner.strip()}</li></ul>\n\n"
        return self._box(tag.name, settings, inner)

    def _box(self, name: str, settings: dict[str, str], inner: str) -> str:
        plain: dict[str, str] = {}
        for key, value in settings.items():
            data = structured(value) if len(value) > _FEW_WORDS else None
            if data is None:
                plain[key] = value
            else:
                inner += data_html(data, self.context, f"{name} {key}")
        element = Element(name, plain, inner, f"[{name}]")
        return f"\n\n{element_html(element, self.context).strip()}\n\n"

    def _is_fragment(self, tag: Tag, inner: str, end: Tag) -> bool:
        """Return whether a shortcode encloses a part of a sentence that goes on before or after it on its line."""
        if len(inner) > _MAX_INLINE or not _FRAGMENT.fullmatch(inner) or tag.name.startswith(("vc_", "et_pb_")):
            return False
        before = self.text[max(0, tag.match.start() - 2) : tag.match.start()]
        after = self.text[end.match.end() : end.match.end() + 2]
        is_touching = before[-1:].isalnum() and inner[:1].isalnum() and " " in inner.strip()
        if before.strip(" ") and before.rstrip(" ")[-1:] not in _SENTENCE_ENDS + "]":
            return not is_touching
        return (
            before[-1:] in {"", "\n"}
            and inner.rstrip()[-1:] not in _SENTENCE_ENDS
            and bool(re.match(r" [^\W_]|[،؛,.]", after))
        )

    def _words(self, text: str) -> str:
        """Return the *text* between two tags; what is Base64 in it is decoded, or left out if it is no text."""
        if not text.strip() or not (text.isascii() or "@ET-DC@" in text):
            return text
        text = without_dynamic_data(text)
        value = strip_tags(text).strip() if "<" in text else text.strip()
        found = base64_text(value)
        if found is not None:
            return f"\n\n{self._decoded(found)}\n\n"
        if is_blob(value):
            self.context.warn("has data in Base64 that is no text, which is left out")
            return "\n\n"
        return text

    def _decoded(self, html: str) -> str:
        """Return decoded raw HTML as HTML; "" with a warning if it is only a program or a style."""
        shown, _ = strip_scripts(html)
        words = plain_text(shown)
        is_code = (not words and not TAG.search(shown)) or looks_like_code(words)
        if is_code:
            self.context.warn("has code in Base64, which is left out")
            return ""
        return self.context.convert(html)

    def _stray_end(self, tag: Tag) -> str:
        return "\n\n" if _BUILDERS.fullmatch(tag.name) and tag.name not in self._handlers else self._unknown(tag)

    def _holds_media(self, name: str, settings: dict[str, str]) -> bool:
        """Return whether an unknown shortcode has settings that an article shows, or that are no text as they are."""
        numbers = [
            number for key, value in settings.items() if names_pictures(name, key) for number in numbers_in(value)
        ]
        is_shown = (is_picture(text) or is_film(text) or len(text.split()) > _FEW_WORDS for text in settings.values())
        is_coded = (base64_text(text) is not None or is_blob(text) for text in settings.values())
        return any(is_shown) or any(is_coded) or bool(self.context.media.find(numbers))

    def _unknown(self, tag: Tag) -> str:
        """Return a tag as it is written; note the name of what is probably a shortcode, unlike [sic] and [AFP]."""
        name, written = tag.name, tag.written
        is_code = bool(written.strip() and "=" in written) or tag.is_end or "_" in name or "-" in name
        if is_code or (name.islower() and len(name) > 4):  # noqa: PLR2004 - shorter words are remarks of an editor
            self.context.warn(f"has the shortcode [{name}], which is kept as text")
        start = len(tag.match["before"])
        return tag.match[0][start : len(tag.match[0]) - len(tag.match["after"])]

    def _shared(self, name: str, settings: dict[str, str]) -> str | None:
        """Return the shared text that a shortcode names, such as [block id="12"]; None if it names none."""
        keys = [key for key in _SHARED_KEYS if settings.get(key)]
        if not _SHARED_WORDS & set(words_of_key(name)) and "global_module" not in keys:
            return None
        found = (self.context.shared(settings[key]) for key in keys)
        return next((html for html in found if html is not None), None)

    def _caption(self, settings: dict[str, str], inner: str) -> str | None:
        picture = _PICTURE.fullmatch(inner)
        if not picture:
            return None
        words = picture[2].strip() or settings.get("caption", "")
        return figure(picture[1], words.replace("\n", " "))

    def _gallery(self, settings: dict[str, str], inner: str) -> str | None:
        numbers = self._file_ids(settings)
        pictures = self.context.media.find(numbers)
        if pictures and len(pictures) < len(numbers):
            lacking = len(numbers) - len(pictures)
            self.context.warn(f"has a gallery with {lacking} pictures that the export does not hold")
        return "".join(map(figure_of, pictures)) + inner if pictures else None

    def _playlist(self, settings: dict[str, str], inner: str) -> str | None:
        files = self.context.media.find(self._file_ids(settings))
        return "".join(f"\n\n{link(file.url, file.title)}\n\n" for file in files) + inner if files else None

    def _file_ids(self, settings: dict[str, str]) -> list[str]:
        named = settings.get("ids") or settings.get("include")
        return re.findall("[0-9]+", named) if named else list(self.context.media.of_post(self.context.post))

    def _media_link(self, name: str, settings: dict[str, str], inner: str) -> str | None:
        inner = inner.strip()
        is_address = inner.startswith(("http://", "https://")) and not re.search(r"[\s<]", inner)
        named = next((settings[key] for key in (*_URL_SETTINGS, "") if settings.get(key)), "")
        url = unescape(inner) if is_address else named
        player = player_of(url) or player_of_code(name, url or settings.get("id", "") or inner)
        if not player and not url.startswith("/"):
            return None
        words = "" if is_address or player_of_code(name, inner) else inner
        return player_link(player, url, settings.get("title", "")) + words
