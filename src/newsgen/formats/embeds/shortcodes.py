"""Read the shortcodes of Hugo, Jekyll and WordPress in Markdown, and say what each shows."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape, unescape
from pathlib import PurePosixPath

from newsgen.formats.embeds.players import file_kind, is_site_code, player_of_code
from newsgen.text.web_addresses import is_url

Inline = Callable[[str], str]
"""A function that converts a line of Markdown, such as a caption, to HTML."""
_INNER = r"(?:[^{]|\{(?![{%])){0,2000}?"
CODE = re.compile(
    rf"""
    \{{\{{< (?P<hugo>{_INNER}) >\}}\}} | \{{\{{% (?P<hugo_markdown>{_INNER}) %\}}\}}
  | \{{% -? (?P<liquid>{_INNER}) -? %\}}
  | \{{\{{ (?![<%]) -? (?P<variable>{_INNER}) -? \}}\}}
  | !\[\[ (?P<obsidian> [^\[\]\n]{{1,300}} ) \]\]
  | (?<![\\!\]\[]) \[ (?P<wordpress> /? [A-Za-z] (?a:[\w-]){{0,60}} (?: [\s=][^\[\]]{{0,2000}} )? /? ) \]
    (?! [(:\]] | \[(?!/) )
    """,
    re.VERBOSE,
)
"""Matches what may be a shortcode, a tag or a variable."""
_NAME = re.compile(r"\s*(?P<end>/?)\s*(?P<name>[A-Za-z][\w./-]*)(?P<rest>(?:[\s=].*)?)", re.DOTALL | re.ASCII)
_SETTING = re.compile(
    r"""(?:([\w-]+)\s*=\s*)?(?:["“”″]((?:[^"“”″\\]|\\.)*)["“”″]|'([^']*)'|`([^`]*)`|([^\s"'`,]+))""", re.ASCII
)
_VARIABLE = re.compile(r"""\s*(?:["'].*|[\w.$-]{2,}[\w.\[\]"'\s-]*(?:\|.*)?)""", re.DOTALL)
"""What stands in braces as a variable, unlike a formula."""
_SHOWN_CODE = re.compile(r"(\{\{[<%])\s*/\*(.*)\*/\s*([>%]\}\})", re.DOTALL)
"""A shortcode that Hugo shows as text, without these comment signs."""
_WORDPRESS_SETTINGS = re.compile(r"\s+[\w-]+=[\"'“”″\w].*|=.+|\s+(?:https?://\S+|\S*\d\S*)", re.DOTALL | re.ASCII)
_WORDPRESS_CODES = frozenset("audio caption embed gallery playlist video wp_caption".split())
"""The shortcodes of WordPress itself, which are recognised without settings."""


@dataclass(frozen=True, slots=True)
class Shortcode:
    """A shortcode as it is written in Markdown, which may enclose a text."""

    start: int
    end: int
    """Where it begins and ends in the text, with what it encloses."""
    text: str
    """All of it, as it is written."""
    family: str
    """The generator's name."""
    name: str
    settings: Mapping[str, str]
    """By name; values without a name by their numbers, from "0" on."""
    inner: str | None
    """The text that it encloses; None if it has no end."""
    inner_start: int = 0
    is_end: bool = False

    @property
    def kind(self) -> str:
        """The words for the shortcode in a message."""
        if self.family != "Jekyll":
            return f"a shortcode of {self.family}"
        return "a tag of Liquid" if self.name else "a variable"

    def value(self, *names: str) -> str:
        """Return the first setting of the shortcode that has one of *names*; "" if none has."""
        return next((self.settings[name] for name in names if self.settings.get(name)), "")


def settings_of(written: str) -> dict[str, str]:
    """Return the settings of a shortcode by name; values without a name by their numbers, from "0" on."""
    settings: dict[str, str] = {}
    for name, *values in _SETTING.findall(written):
        key = name.lower() or str(sum(key.isdecimal() for key in settings))
        settings.setdefault(key, unescape("".join(values)))
    return settings


def read_shortcode(text: str, match: re.Match[str], unclosed: set[str]) -> Shortcode | None:
    """Return the shortcode that begins at a *match* of `CODE` in *text*; None if these brackets mean something else.

    The names of shortcodes without an end are added to *unclosed*, so that each end is searched once.
    """
    kind = match.lastgroup or ""
    parts = _NAME.fullmatch(match[kind].strip().removesuffix("/"))
    if kind == "variable":
        is_name = _VARIABLE.fullmatch(match[kind])
        return Shortcode(*match.span(), match[0], "Jekyll", "", {"0": match[kind].strip()}, None) if is_name else None
    if kind == "obsidian":
        target, _, words = match[kind].partition("|")
        settings = {"src": target.strip(), ("width" if words.strip().isdecimal() else "alt"): words.strip()}
        return Shortcode(*match.span(), match[0], "Obsidian", "embed of", settings, None)
    if shown := _SHOWN_CODE.fullmatch(match[0]):
        return Shortcode(*match.span(), match[0], "Hugo", "literal", {}, shown[1] + shown[2] + shown[3])
    if not parts or (kind == "wordpress" and not _is_wordpress(parts, text)):
        return None
    name, settings = parts["name"], settings_of(parts["rest"].lstrip("="))
    if kind == "liquid" and name in {"include", "include_cached", "include_relative", "render"}:
        name = PurePosixPath(settings.pop("0", name)).stem
        settings = {str(int(key) - 1) if key.isdecimal() else key: value for key, value in settings.items()}
    inner, end = (None, match.end()) if parts["end"] else _inner(text, match, kind, parts["name"], unclosed)
    family = "Hugo" if kind.startswith("hugo") else "Jekyll" if kind == "liquid" else "WordPress"
    written = text[match.start() : end]
    is_end = bool(parts["end"])
    return Shortcode(match.start(), end, written, family, name, settings, inner, match.end(), is_end=is_end)


def _is_wordpress(parts: re.Match[str], text: str) -> bool:
    """Return whether a word in brackets is a shortcode of WordPress, unlike [sic] and [AFP] in *text*."""
    name, rest = parts["name"], parts["rest"]
    if name in _WORDPRESS_CODES or (parts["end"] and f"[{name}" in text):
        return True
    settings = _WORDPRESS_SETTINGS.fullmatch(rest)
    is_named = rest[:1].isspace() and "=" in rest
    return settings is not None and (is_named or (len(name) > 2 and is_site_code(name)))  # noqa: PLR2004 - [x 1]


_ENDS = {
    "hugo": r"\{{\{{<\s*/\s*{0}\s*>\}}\}}",
    "hugo_markdown": r"\{{\{{%\s*/\s*{0}\s*%\}}\}}",
    "liquid": r"\{{%-?\s*end{0}\s*-?%\}}",
    "wordpress": r"\[/{0}\]",
}
TRANSPARENT = {"raw", "rawhtml", "html"}
"""Shortcodes of which only the enclosed text is shown, as the Markdown and HTML that it is."""
_ENCLOSING = TRANSPARENT | {"highlight", "comment", "embed", "audio", "video", "caption", "wp_caption"}
"""Shortcodes whose enclosed text is part of what they show; the text in others is Markdown."""


def _inner(text: str, match: re.Match[str], kind: str, name: str, unclosed: set[str]) -> tuple[str | None, int]:
    """Return the text that the shortcode at *match* encloses, and where it ends with it; None if it has no end."""
    is_enclosing = name in _ENCLOSING or (kind == "wordpress" and is_site_code(name))
    if not is_enclosing or name in unclosed:
        return None, match.end()
    ending = re.compile(_ENDS[kind].format(re.escape(name))).search(text, match.end())
    if not ending:
        unclosed.add(name)
        return None, match.end()
    if kind == "wordpress" and text.find(f"[{name}", match.end(), ending.start()) >= 0:
        return None, match.end()
    return text[match.end() : ending.start()], ending.end()


def html_of(code: Shortcode, inline: Inline) -> str | None:
    """Return the HTML, not sanitised, that a shortcode shows; None if it is not known."""
    if code.is_end:
        return None
    name = code.name.lower()
    if name in _CAPTIONED:
        return _CAPTIONED[name](code, inline)
    return _SHOWN.get(name, _player)(code)


def _player(code: Shortcode) -> str | None:
    """Return the frame of the film or sound that a shortcode embeds by an address or by an id."""
    values = [code.value("id", "url", "src", "v", "video", "video_id", "videoid", "track"), code.value("0")]
    host, user = code.value("provider", "host", "service") or code.name, code.value("user")
    inner = (code.inner or "").strip()
    for value in filter(None, (inner, *values, *code.settings.values())):
        address = f"https://x.com/{user}/status/{value}" if user and value.isdecimal() else value
        player = player_of_code(host, address) if is_site_code(host) else None
        if player:
            return _frame(player.url, code.value("title", "caption"))
    return None


def _frame(address: str, title: str = "") -> str:
    return f'<iframe src="{escape(address)}" title="{escape(title)}"></iframe>'


def _embed(code: Shortcode) -> str | None:
    """Return the frame that a shortcode such as [embed] makes for an address; None without an address."""
    address = (code.inner or "").strip() or code.value("src", "url", "0")
    return _frame(unescape(address), code.value("title")) if is_url(unescape(address)) else None


def _file(code: Shortcode) -> str | None:
    """Return the <video> or <audio> of the file that a shortcode plays."""
    tag = "audio" if code.name.lower() in {"audio", "mp3"} else "video"
    names = ("src", "url", "mp4", "m4v", "webm", "ogv", "mp3", "m4a", "ogg", "wav", "file", "0")
    sources = dict.fromkeys(filter(None, (code.value(name) for name in names)))
    if not sources:
        return _player(code) or _embed(code)
    if player := _player(code):
        return player
    shown = "".join(f'<source src="{escape(source)}">' for source in sources)
    poster = f' poster="{escape(code.value("poster"))}"' if code.value("poster") else ""
    title = escape(code.value("title", "caption"))
    return f'<{tag} controls title="{title}"{poster}>{shown}{code.inner or ""}</{tag}>'


def _figure(code: Shortcode, inline: Inline) -> str | None:
    """Return the figure that Hugo's shortcode shows, with its title, caption and link."""
    source = code.value("src", "path", "0")
    if not source:
        return None
    picture = f'<img src="{escape(source)}" alt="{escape(code.value("alt"))}">'
    if link := code.value("link", "href"):
        picture = f'<a href="{escape(link)}">{picture}</a>'
    title, caption = (inline(code.value(name)) for name in ("title", "caption"))
    words = "<br>".join(filter(None, (title and f"<strong>{title}</strong>", caption)))
    return f"<figure>{picture}" + (f"<figcaption>{words}</figcaption>" if words else "") + "</figure>"


def _obsidian(code: Shortcode) -> str | None:
    """Return the picture, film or sound that Obsidian embeds; None for a note."""
    is_file = file_kind(code.value("src")) or _PICTURE_FILE.search(code.value("src"))
    sides = f' width="{code.value("width")}"' if code.value("width") else ""
    return f'<img src="{escape(code.value("src"))}" alt="{escape(code.value("alt"))}"{sides}>' if is_file else None


_PICTURE_FILE = re.compile(r"(?i)\.(?:avif|gif|jpe?g|png|webp)$")
_MARKDOWN_PICTURE = re.compile(r"!\[([^\]]*)\]\(\s*<?([^\s)>]+)[^)]*\)")
_CAPTIONED_PICTURE = re.compile(r"\s*((?:<a\s[^<>]*>\s*)?<img\s[^<>]*>(?:\s*</a>)?)(.*)", re.DOTALL)


def _caption(code: Shortcode, inline: Inline) -> str | None:
    """Return the figure of a picture with its caption, as WordPress writes it."""
    inner = _MARKDOWN_PICTURE.sub(lambda m: f'<img src="{escape(m[2])}" alt="{escape(m[1])}">', code.inner or "", 1)
    picture = _CAPTIONED_PICTURE.fullmatch(inner)
    if not picture:
        return None
    words = inline(picture[2].strip() or code.value("caption"))
    return f"<figure>{picture[1]}" + (f"<figcaption>{words}</figcaption>" if words else "") + "</figure>"


def _code_block(code: Shortcode) -> str | None:
    return None if code.inner is None else f"<pre><code>{escape(code.inner.strip(chr(10)), quote=False)}</code></pre>"


_CAPTIONED: Mapping[str, Callable[[Shortcode, Inline], str | None]] = {
    **dict.fromkeys(("figure", "img", "image", "picture"), _figure),
    **dict.fromkeys(("caption", "wp_caption"), _caption),
}
_SHOWN: Mapping[str, Callable[[Shortcode], str | None]] = {
    "embed of": _obsidian,
    **dict.fromkeys(("video", "audio", "mp4", "mp3"), _file),
    **dict.fromkeys(("embed", "oembed", "iframe"), _embed),
    "highlight": _code_block,
    "literal": lambda code: escape(code.inner or "", quote=False),
    "comment": lambda code: None if code.inner is None else "",
}
"""What newsgen makes of the shortcodes that it knows, besides those of the sites with players."""

_SITE_ADDRESS = re.compile(r"site\.(?:github\.)?(?:base_?url|url)(?:\s*\|.*)?")
_FILTERED_ADDRESS = re.compile(
    r"""(?:site\.(?:github\.)?base_?url\s*\|\s*append:\s*)?(?:"([^"]*)"|'([^']*)')"""
    r"""\s*\|\s*(?:relative_url|absolute_url|relURL|absURL|url|prepend:[^|]*)(?:\s*\|.*)?"""
)


def address_of(code: Shortcode) -> str | None:
    """Return what a shortcode means within an address; None if only its generator could know it."""
    written = code.settings.get("0", "")
    if not code.name and _SITE_ADDRESS.fullmatch(written):
        return ""
    if not code.name and (filtered := _FILTERED_ADDRESS.fullmatch(written)):
        address = filtered[1] or filtered[2] or ""
        return address if is_url(address) else "/" + address.lstrip("/")
    return "" if code.name.lower() in {"baseurl", "siteurl"} and not code.settings else None


def what_to_write(code: Shortcode) -> str:
    """Return the remedy for a shortcode that is shown as text."""
    if code.name in {"ref", "relref", "post_url", "link"}:
        return "write the address of that article, like [عنوان](/articles/…/)"
    if code.name in {"gallery", "playlist", "asset_img"}:
        return "write each picture as ![وصف](photo.jpg)"
    if not code.name:
        return "write its value"
    return "write what it showed, or a link to it; between backquotes it is shown without a warning"
