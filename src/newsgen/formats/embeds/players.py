"""Know the films, sounds, posts and maps of other sites that articles embed, and show each as a card with a link."""

import re
from dataclasses import dataclass, replace
from html import escape
from urllib.parse import unquote, urlsplit

from newsgen.text.web_addresses import host_of, is_url

_FILM, _SOUND, _POST, _MAP = "فيديو", "تسجيل صوتي", "منشور", "خريطة"
FILMS = frozenset("m4v mov mp4 ogv webm".split())
SOUNDS = frozenset("aac flac m4a mp3 oga ogg opus wav".split())
"""The extensions of files that browsers play."""
_DEFAULT_TITLES = re.compile(
    r"(?i)(?:youtube|vimeo|dailymotion|facebook|soundcloud|tiktok|instagram|twitter|google)?[\s-]*"
    r"(?:(?:audio|video|post|map|maps|embed(?:ded)?|content|player|iframe|widget|embed:)\b[\s-]*)+"
)
"""What sites write as the title of every player."""


@dataclass(frozen=True, slots=True)
class Player:
    """Something of another site that a page would embed."""

    url: str
    """The address at which people see it."""
    name: str
    """What it is called if its title is not known."""
    is_exact: bool
    """Whether the address is certainly that of one film, sound, post or map, and not of a channel or an article."""


@dataclass(frozen=True, slots=True)
class _Site:
    """A site whose players articles embed."""

    name: str
    kind: str
    codes: frozenset[str]
    """The names of the shortcodes that embed its players."""
    page: str | None
    """The address that an id alone means in those shortcodes."""
    place: re.Pattern[str]
    """Matches the beginning of its addresses, without scheme and www."""
    rules: tuple[tuple[re.Pattern[str], str], ...]
    """How the address of a player becomes that of its page; the first that matches counts."""

    def page_of(self, address: str) -> str | None:
        """Return the address of the page that shows the embedded player at *address*; None if it is unknown."""
        for pattern, page in self.rules:
            if match := pattern.match(address):
                return unquote(match["url"]) if page == "{url}" else page.format(**match.groupdict())
        return None


def _site(name: str, kind: str, codes: str, page: str | None, place: str, *rules: tuple[str, str]) -> _Site:
    compiled = tuple((re.compile(pattern), address) for pattern, address in rules)
    return _Site(name, kind, frozenset(codes.split()), page, re.compile(f"(?:{place})(?=[/?]|$)"), compiled)


_YOUTUBE = r"(?:youtu\.be/|[^/]+/(?:(?:embed|v|e|shorts|live)/|watch/?\?(?:.*&)?v=))(?P<id>[\w-]+)"
_GOOGLE = r"google(?:\.\w{2,3}){1,2}"
_SITES = (
    _site(
        "YouTube", _FILM, "youtube yt lite-youtube amp-youtube", "https://www.youtube.com/watch?v={}",
        r"youtube(?:-nocookie|\.googleapis)?\.com|youtu\.be",
        (r"[^/]+/(?:embed/videoseries|playlist)\?(?:.*&)?list=(?P<id>[\w-]+)", "https://www.youtube.com/playlist?list={id}"),
        (r"[^/]+/embed/live_stream\?(?:.*&)?channel=(?P<id>[\w-]+)", "https://www.youtube.com/channel/{id}/live"),
        (_YOUTUBE + r".*[?&](?:start|t)=(?P<start>\d+)", "https://www.youtube.com/watch?v={id}&t={start}s"),
        (_YOUTUBE, "https://www.youtube.com/watch?v={id}"),
    ),
    _site(
        "Vimeo", _FILM, "vimeo amp-vimeo", "https://vimeo.com/{}", r"(?:player\.)?vimeo\.com",
        (r"player\.vimeo\.com/video/(?P<id>\d+)\?(?:.*&)?h=(?P<key>\w+)", "https://vimeo.com/{id}/{key}"),
        (r"(?:player\.)?vimeo\.com/(?:video/)?(?P<id>\d+(?:/\w+)?)", "https://vimeo.com/{id}"),
    ),
    _site(
        "Dailymotion", _FILM, "dailymotion amp-dailymotion", "https://www.dailymotion.com/video/{}",
        r"(?:\w+\.)?dailymotion\.com|dai\.ly",
        (r"(?:dai\.ly/|[^/]+/(?:embed/)?video/)(?P<id>\w+)", "https://www.dailymotion.com/video/{id}"),
        (r"geo\.[^/]+/player[^?]*\?(?:.*&)?video=(?P<id>\w+)", "https://www.dailymotion.com/video/{id}"),
    ),
    _site(
        "Facebook", _POST, "facebook fb", None, r"(?:\w+\.)?facebook\.com|fb\.watch",
        (r"[^/]+(?:/v[\d.]+)?/plugins/\w+\.php\?(?:.*&)?href=(?P<url>http[^&]+)", "{url}"),
        (r"(?P<id>fb\.watch/[\w-]+)", "https://{id}/"),
        (
            r"[^/]+/(?P<id>(?:watch/?\?(?:.*&)?v=\d|reel/\d|[^/?]+/(?:videos|posts)/\w|(?:permalink|story)\.php\?).*)",
            "https://www.facebook.com/{id}",
        ),
    ),
    _site(
        "X", _POST, "x tweet twitter x_simple twitter_simple", "https://x.com/i/status/{}",
        r"(?:\w+\.)?(?:twitter|x)\.com",
        (r"platform\.\w+\.com/embed/[^?]*\?(?:.*&)?id=(?P<id>\d+)", "https://x.com/i/status/{id}"),
        (r"(?:\w+\.)?(?P<id>(?:twitter|x)\.com/(?:\w+|i/web)/status(?:es)?/\d+)", "https://{id}"),
    ),
    _site(
        "Instagram", _POST, "instagram ig instagram_simple amp-instagram", "https://www.instagram.com/p/{}/",
        r"instagram\.com",
        (r"[^/]+/(?:[\w.]+/)?(?P<id>(?:p|reel|tv)/[\w-]+)", "https://www.instagram.com/{id}/"),
    ),
    _site(
        "TikTok", _FILM, "tiktok", "https://www.tiktok.com/@_/video/{}", r"(?:\w+\.)?tiktok\.com",
        (r"[^/]+/(?:embed(?:/v\d)?|player/v1)/(?P<id>\d+)", "https://www.tiktok.com/@_/video/{id}"),
        (r"[^/]+/(?P<id>@[\w.]+/video/\d+)", "https://www.tiktok.com/{id}"),
    ),
    _site(
        "SoundCloud", _SOUND, "soundcloud", None, r"(?:\w+\.)?soundcloud\.com",
        (r"w\.[^/]+/player/?\?(?:.*&)?url=(?P<url>https?(?::|%3A)(?:/|%2F){2}(?:www\.)?soundcloud\.com[^&]+)", "{url}"),
        (r"(?P<id>w\.[^/]+/player/?\?.+)", "https://{id}"),
        (r"(?P<id>soundcloud\.com/[\w-]+/[\w-]+.*)", "https://{id}"),
    ),
    _site(
        "Spotify", _SOUND, "spotify", None, r"(?:open|embed)\.spotify\.com",
        (r"[^/]+/(?:embed(?:-podcast)?/)?(?P<id>\w+/\w+)", "https://open.spotify.com/{id}"),
    ),
    _site(
        "Telegram", _POST, "telegram tg", "https://t.me/{}", r"t\.me|telegram\.me",
        (r"[^/]+/(?:s/)?(?P<id>\w+/\d+)", "https://t.me/{id}"),
    ),
    _site(
        "archive.org", _FILM, "archiveorg archive-org", "https://archive.org/details/{}", r"archive\.org",
        (r"[^/]+/(?:embed|details)/(?P<id>[^/?]+)", "https://archive.org/details/{id}"),
    ),
    _site(
        "Google Maps", _MAP, "googlemap googlemaps google-maps gmap", None,
        rf"{_GOOGLE}/maps|maps\.{_GOOGLE}|maps\.app\.goo\.gl",
        (r"[^/]+/maps/embed\?.*!2d(?P<x>-?[\d.]+)!3d(?P<y>-?[\d.]+)", "https://www.google.com/maps?q={y},{x}"),
        (r"[^/]+/maps/d/(?:u/\d/)?embed\?(?:.*&)?mid=(?P<id>[\w-]+)", "https://www.google.com/maps/d/viewer?mid={id}"),
        (r"[^/]+/(?:maps(?:/embed/v1/\w+)?)?/?\?(?:.*&)?q=(?P<id>[^&]+)", "https://www.google.com/maps?q={id}"),
        (r"(?P<id>maps\.app\.goo\.gl/\w+)", "https://{id}"),
        (r"[^/]+/(?P<id>maps/(?:place|dir|search|d|@).*)", "https://www.google.com/{id}"),
    ),
)  # fmt: skip
_ID = re.compile(r"[\w-]+(?:/[\w-]+)?", re.ASCII)
LIKELY_PLAYER = re.compile(
    r"https?://(?:[\w-]+\.)?(?:youtu|vimeo|dai|facebook|fb\.|twitter|x\.|instagram|tiktok|soundcloud|spotify|t\.me"
    r"|telegram|archive\.|google|maps)",
    re.IGNORECASE,
)
"""Matches the beginning of every address that `player_of` may find exact, and of few others."""


def player_of(address: str) -> Player | None:
    """Return the player that is embedded from *address*; None if that is not an address elsewhere on the web."""
    url = f"https:{address}" if address.startswith("//") else address
    host = host_of(url)
    if not host or not is_url(url):
        return None
    parts = urlsplit(url)
    place = f"{host}{parts.path}" + (f"?{parts.query}" if parts.query else "")
    site = next((site for site in _SITES if site.place.match(place)), None)
    if site is None:
        return Player(url, host, is_exact=False)
    page = site.page_of(place)
    exact = page is not None and is_url(page)
    return Player(page if page and exact else url, f"{site.kind}: {site.name}", exact)


def player_of_code(name: str, value: str) -> Player | None:
    """Return the player that a shortcode with this *name* embeds by *value*, an address or an id; None if unknown."""
    if is_url(value):
        return player_of(value)
    site = next((site for site in _SITES if name.lower() in site.codes), None)
    return player_of(site.page.format(value)) if site and site.page and _ID.fullmatch(value) else None


def is_site_code(name: str) -> bool:
    """Return whether shortcodes with this *name* embed the players of a known site."""
    return any(name.lower() in site.codes for site in _SITES)


def file_player(address: str, kind: str) -> Player:
    """Return the player of a file of another site that has this *address* and the *kind* "video" or "audio"."""
    player = player_of(address) or Player(address, address, is_exact=False)
    if player.is_exact or player.name != host_of(player.url):
        return player
    return replace(player, name=f"{_FILM if kind == 'video' else _SOUND}: {player.name}")


def file_kind(address: str) -> str | None:
    """Return "video" or "audio" for the *address* of a file that a browser plays by itself instead of a player."""
    extension = re.split("[?#]", address, maxsplit=1)[0].partition(".")[2].rpartition(".")[2].lower()
    return "video" if extension in FILMS else "audio" if extension in SOUNDS else None


def card(player: Player, title: str = "") -> str:
    """Return HTML that shows a *player* as a card with its title, host and link, and loads nothing."""
    host = _host(player) if host_of(player.url) != title_of(player, title) else ""
    return (
        f'<figure class="embed">{_link(player, title)}'
        + (f"<figcaption>{host}</figcaption>" if host else "")
        + "</figure>"
    )


def card_within_text(player: Player, title: str = "") -> str:
    """Return HTML that shows a *player* within a line of text, as a link with the name of its host."""
    host = _host(player)
    return f"{_link(player, title)} ({host})" if host else _link(player, title)


def title_of(player: Player, title: str) -> str:
    """Return the *title* of an embedded *player*, or its name if a site gives all its players that title."""
    title = " ".join(title.split())
    return title if title and not _DEFAULT_TITLES.fullmatch(title) else player.name


def _link(player: Player, title: str) -> str:
    return f'<a href="{escape(player.url)}">{escape(title_of(player, title), quote=False)}</a>'


def _host(player: Player) -> str:
    """Return the host of a *player* as HTML; "" if it is a page of the site itself."""
    host = host_of(player.url)
    return f'<bdi dir="ltr">{escape(host, quote=False)}</bdi>' if host else ""
