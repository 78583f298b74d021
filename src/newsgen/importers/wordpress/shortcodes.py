"""Replace WordPress shortcodes, such as galleries and captions, by HTML."""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from html import escape, unescape

from newsgen.formats.embeds.players import Player, player_of, player_of_code, title_of


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A file that was uploaded to WordPress."""

    url: str
    title: str = ""
    alt: str = ""
    caption: str = ""


@dataclass(frozen=True, slots=True)
class MediaLibrary:
    """All files of a site, by the ids that posts use for them."""

    files: dict[str, MediaFile] = field(default_factory=dict)
    of_post: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """The ids of the files that were uploaded for each post, in the order of the export."""

    def add(self, number: str, post: str, file: MediaFile) -> None:
        """Add *file*, which shortcodes may name, with its id *number* and the id of the *post* it was uploaded for."""
        self.files[number] = file
        self.of_post[post].append(number)

    def find(self, numbers: Sequence[str]) -> list[MediaFile]:
        """Return the files of a shortcode with the ids *numbers*, without those that the export does not name."""
        return [self.files[number] for number in numbers if number in self.files]


def figure(picture: str, caption: str) -> str:
    """Return a shortcode's <figure> of *picture*, which is HTML, with its caption."""
    words = f"<figcaption>{caption}</figcaption>" if caption.strip() else ""
    return f"\n<figure>{picture}{words}</figure>\n"


def figure_of(file: MediaFile) -> str:
    """Return a shortcode's <figure> of *file*, a picture."""
    return figure(f'<img src="{escape(file.url)}" alt="{escape(file.alt)}">', escape(file.caption, quote=False))


def link(url: str, words: str = "") -> str:
    """Return a shortcode's link to *url* with the text *words*, or with the URL as its text."""
    return f'<a href="{escape(url)}">{escape(words or url, quote=False)}</a>'


def player_link(player: Player | None, url: str, title: str) -> str:
    """Return a shortcode's link to the page of a *player*, or to *url*; a page with nothing else shows it as a card."""
    if player is None:
        return link(url, title)
    return link(player.url, title if title_of(player, title) != player.name else "")


_CODE = re.compile(r"\[(\[?)(/?)([A-Za-z][\w-]{0,60})([\s=][^\[\]]{0,10000})?/?\](\]?)", re.ASCII)
_SETTING = re.compile(r"""([\w-]+)\s*=\s*(?:["“”″]([^"“”″]*)["“”″]|'([^']*)'|([^\s"']+))|["']?([^\s"']+)["']?""")
_PICTURE = re.compile(r"\s*((?:<a\s[^<>]*>\s*)?<img\s[^<>]*>(?:\s*</a>)?)(.*)", re.DOTALL)
_WRAPPERS = re.compile(
    r"(?:vc|et_pb|fusion|av|tie|su|mk|qode|ultimate|bs)_\w+"
    r"|(?:one|two|three|four|five)_(?:half|third|thirds|fourth|fourths|fifth|fifths|sixth)(?:_last)?"
    r"|rows?|columns?|col|box|center|aligncenter|alignleft|alignright|highlight|dropcap|quote|pullquote|blockquote"
    r"|toggles?|tabs?|tabgroup|accordions?|accordion-item|spoiler|section|container|div|span|p|padding|clear|br"
)
_PLAYERS = {"video", "audio", "embed", "youtube", "vimeo", "dailymotion", "soundcloud", "playlist_item"}
_URL_SETTINGS = ("src", "url", "mp4", "m4v", "webm", "ogv", "flv", "wmv", "mp3", "m4a", "ogg", "wav", "wma")
_TEXT_SETTINGS = ("title", "heading", "text", "caption")


def expand_shortcodes(text: str, media: MediaLibrary, post: str) -> tuple[str, list[str]]:
    """Return *text* with its shortcodes replaced, and the names of those that are unknown and kept.

    Words of other scripts in brackets ([رويترز]) are text.
    """
    return _Expander(text, media, post).run() if "[" in text else (text, [])


class _Expander:
    """Expands the shortcodes of one text from its start to its end."""

    def __init__(self, text: str, media: MediaLibrary, post: str) -> None:
        self.text, self.media, self.post = text, media, post
        self.at = 0
        self.unknown: dict[str, None] = {}
        self._last_ends: dict[str, int] = {}
        self._handlers: dict[str, Callable[[dict[str, str], str], str | None]] = {
            "caption": self._caption,
            "wp_caption": self._caption,
            "gallery": self._gallery,
            "playlist": self._playlist,
            **{name: partial(self._media_link, name) for name in _PLAYERS},
        }

    def run(self) -> tuple[str, list[str]]:
        """Return the text with its shortcodes expanded, and the names of the unknown shortcodes."""
        parts = []
        while code := _CODE.search(self.text, self.at):
            parts += [self.text[self.at : code.start()], self._expand(code)]
        return "".join([*parts, self.text[self.at :]]), list(self.unknown)

    def _expand(self, code: re.Match[str]) -> str:
        self.at = code.end()
        before, slash, name, written, after = code.groups(default="")
        if before and after:
            return code[0][1:-1]
        handler = self._handlers.get(name)
        if handler and not slash:
            inner, self.at = self._inner(name, code.end(5) - len(after))
            html = handler(_settings(written), inner)
            if html is not None:
                return before + html
            self.at = code.end()
        elif _WRAPPERS.fullmatch(name) and not handler:
            settings = {} if slash else _settings(written)
            return before + _settings_text(settings) + after
        if not handler or not slash:
            self._note_unknown(name, written, slash)
        return code[0]

    def _inner(self, name: str, start: int) -> tuple[str, int]:
        """Return the text between a shortcode and its end tag, and the index after that; "" if it has no end tag."""
        mark = f"[/{name}]"
        if name not in self._last_ends:
            self._last_ends[name] = self.text.rfind(mark)
        if self._last_ends[name] < start:
            return "", start
        end, next_start = self.text.find(mark, start), self.text.find(f"[{name} ", start)
        return ("", start) if 0 <= next_start < end else (self.text[start:end], end + len(mark))

    def _note_unknown(self, name: str, written: str, slash: str) -> None:
        """Note the name of what is probably a shortcode, unlike text such as [sic] and [AFP]."""
        is_code = bool(written.strip() and "=" in written) or bool(slash) or "_" in name or "-" in name
        if is_code or (name.islower() and len(name) > 4):  # noqa: PLR2004 - shorter words are remarks of an editor
            self.unknown[name] = None

    def _caption(self, settings: dict[str, str], inner: str) -> str | None:
        picture = _PICTURE.fullmatch(inner)
        if not picture:
            return None
        words = picture[2].strip() or settings.get("caption", "")
        return figure(picture[1], words.replace("\n", " "))

    def _gallery(self, settings: dict[str, str], inner: str) -> str | None:
        pictures = self.media.find(self._file_ids(settings))
        return "".join(map(figure_of, pictures)) + inner if pictures else None

    def _playlist(self, settings: dict[str, str], inner: str) -> str | None:
        files = self.media.find(self._file_ids(settings))
        return "".join(f"\n\n{link(file.url, file.title)}\n\n" for file in files) + inner if files else None

    def _file_ids(self, settings: dict[str, str]) -> list[str]:
        named = settings.get("ids") or settings.get("include")
        return re.findall("[0-9]+", named) if named else self.media.of_post.get(self.post, [])

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


def _settings(written: str) -> dict[str, str]:
    """Return the settings of a shortcode by name; a value without a name has the name ""."""
    settings: dict[str, str] = {}
    for name, *values, alone in _SETTING.findall(written.removesuffix("/").lstrip("=")):
        settings.setdefault(name.lower(), unescape("".join(values) or alone))
    return settings


def _settings_text(settings: dict[str, str]) -> str:
    """Return the text in the settings of a layout shortcode, as paragraphs."""
    words = [settings[name] for name in _TEXT_SETTINGS if settings.get(name, "").strip()]
    return "".join(f"\n\n<p>{escape(text, quote=False)}</p>\n\n" for text in words)
