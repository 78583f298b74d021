"""Replace players in HTML by cards, or by players of the page itself, and note what no article may have."""

import re
from collections import Counter
from dataclasses import dataclass, replace
from html import escape, unescape
from html.parser import HTMLParser

from newsgen.formats.embeds.own_media import Attributes, OwnMedia, is_local, own_player
from newsgen.formats.embeds.players import (
    LIKELY_PLAYER,
    Player,
    card,
    card_within_text,
    file_kind,
    file_player,
    player_of,
    player_of_code,
    title_of,
)
from newsgen.formats.embeds.source import Source, line_of_mark
from newsgen.formats.embeds.unshown import (
    LAYOUT_TAGS,
    PARENTS,
    layout_names,
    unshown_attributes,
    unshown_element,
)
from newsgen.formats.html_tree import HEADINGS
from newsgen.formats.sanitise import ALLOWED_TAGS, SCHEMES, scheme_of

_NEEDED = re.compile(
    rf"\ufdd1|<(?:iframe|video|audio)\b|{LIKELY_PLAYER.pattern}|\{{(?:static|attach|filename)\}}"
    r"|\.(?:m4v|mov|mp4|ogv|webm|aac|flac|m4a|mp3|oga|ogg|opus|wav)\b|<[?!]"
    r'|(?:href|src)="\s*(?!https?:|mailto:|tel:)[^"/?#]*:',
    re.IGNORECASE,
)
"""Matches some part of all converted HTML that the reader would change or warn of."""
_FRAMES = {"iframe", "frame", "embed", "object", "applet", "amp-iframe", "lite-youtube", "amp-youtube", "amp-vimeo"}
_ADDRESSES = ("src", "data", "data-src", "data-lazy-src", "value")
_VOID_TAGS = set("area base br col embed frame hr img input link meta param source track wbr".split())
_LINE_TAGS = [
    *"a abbr b bdi cite code del dfn em i ins mark q s small span strong sub summary sup u dt caption pre".split(),
    *HEADINGS,
]
"""Elements within which a card is a link in the line."""
_WIDGETS = re.compile(
    r"(?:https?:)?//(?:platform\.(?:twitter|x)\.com|(?:www\.)?instagram\.com/embed|(?:www\.)?tiktok\.com/embed"
    r"|connect\.facebook\.net|telegram\.org/js|embed\.bsky\.app)"
)
"""Scripts that only replace a quote by the post that it quotes."""
_QUOTES = {"twitter-tweet", "twitter-video", "instagram-media", "tiktok-embed", "bluesky-embed"}
_POSTS = {"fb-post", "fb-video"}
"""Classes of the quotes and boxes that those scripts replace."""
_PELICAN = re.compile(r"(?:\{|%7B|\|)(?P<kind>static|attach|photo|filename|author|category|tag)(?:\}|%7D|\|)")
_PELICAN_TEXT = re.compile(r"(?i)\.(?:md|markdown|rst|html?|ipynb)(?:[?#].*)?")
_ADDRESS = re.compile(r"""\s(?:href|src)=(?:"[^"]*"|'[^']*'|[^\s>]*)""")
_LONE = re.compile(r'\s*(?:<a\s[^>]*?href="(?P<url>[^"]*)"[^>]*>(?P<title>[^<]*)</a>|(?P<bare>https?://[^\s<]+))\s*')
_LONGEST_SHOWN = 60


def replace_embeds(html: str, source: Source) -> str:
    """Return converted *html*, not yet sanitised, with its players replaced; what is not shown is noted in *source*."""
    if not _NEEDED.search(html):
        return html
    reader = _Reader(source)
    reader.feed(_with_ends(_with_ends(html, "script"), "style"))
    reader.close()
    return reader.html()


def _with_ends(html: str, tag: str) -> str:
    """Return *html* with an end for the last <script> or <style>, which would else hide all that follows."""
    starts = list(re.finditer(rf"<{tag}\b[^>]*>", html, re.IGNORECASE))
    if not starts or re.search(f"</{tag}", html[starts[-1].end() :], re.IGNORECASE):
        return html
    return f"{html[: starts[-1].end()]}</{tag}>{html[starts[-1].end() :]}"


@dataclass(frozen=True, slots=True)
class _Card:
    player: Player
    title: str
    is_in_text: bool = False

    def html(self) -> str:
        return (card_within_text if self.is_in_text else card)(self.player, self.title)


class _Reader(HTMLParser):
    """Reads converted HTML from its start to its end, and collects the pieces of the new HTML."""

    # later versions of Python would read no tags within <iframe> and <textarea>
    CDATA_CONTENT_ELEMENTS = ("script", "style")  # type: ignore[misc]
    RCDATA_CONTENT_ELEMENTS = ()  # type: ignore[misc]

    def __init__(self, source: Source) -> None:
        super().__init__(convert_charrefs=False)
        self._source = source
        self._pieces: list[str | _Card] = []
        self._open: Counter[str] = Counter()
        self._seen: set[str] = set()
        self._paragraph: int | None = None
        """The number of pieces before the open paragraph."""
        self._media: OwnMedia | None = None
        self._framed: set[str] | None = None
        """The addresses in the open <object>; None outside of one."""
        self._object_line: int | None = None
        self._quote: str | None = None
        """The address of the post that is being quoted, "" until it is known; None outside of quotes."""
        self._quoted: list[tuple[int, str, str]] = []
        """The findings in an open quote, which count only if it never ends."""
        self._has_quotes = self._is_left_out = False
        self._layout: dict[str, int] = {}

    def html(self) -> str:
        """Return the new HTML."""
        if self._media:  # without an end it would hide all that follows
            after = self._pieces[self._media.start :]
            del self._pieces[self._media.start :]
            self._end_media(self._media)
            self._pieces += after
        for finding in self._quoted:
            self._source.add(*finding)
        if self._layout:
            remedy = "delete it, or put it into templates/assets/style.css"
            found = f"the layout by {', '.join(self._layout)} is left to the theme"
            self._source.add(min(self._layout.values()), found, remedy)
        return "".join(piece if isinstance(piece, str) else piece.html() for piece in self._pieces)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Replace a player, keep a tag that articles may have, and leave out any other with a finding."""
        lines = [line for name, _ in attrs if (line := line_of_mark(name)) is not None]
        attributes = {name: value or "" for name, value in attrs if line_of_mark(name) is None}
        line = lines[0] if lines else None
        self._note_attributes(tag, attributes, line)
        if tag in {"video", "audio"} and not self._media:
            self._media = OwnMedia(tag, attributes, line, len(self._pieces), self._open["a"] > 0)
            self._media.add_source(attributes)
        elif tag == "source" and self._media:
            self._media.add_source(attributes)
        elif tag == "track" and self._media:
            if not self._media.add_track(attributes):
                remedy = "write kind, srclang and the name of a .vtt file in content/media/"
                self._note(line, "<track> is left out, because its file or its language cannot be used", remedy)
        elif tag in _FRAMES or (tag == "param" and attributes.get("name", "").lower() in {"movie", "src"}):
            self._frame(tag, attributes, line)
        elif tag == "img" and self._is_player(attributes.get("src", "")):
            self._picture(attributes, line)
        elif tag in ALLOWED_TAGS or tag in {"video", "audio"}:
            self._keep(tag, attributes, line)
        else:
            self._leave_out(tag, attributes, line)
        if tag not in _VOID_TAGS:
            self._open[tag] += 1
        self._seen.add(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Read a tag such as <br />; <iframe /> ends here, too, although browsers would read on."""
        self.handle_starttag(tag, attrs)
        if tag not in ALLOWED_TAGS:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """End what began with the last start tag of this name."""
        if tag not in _VOID_TAGS and self._open[tag]:
            self._open[tag] -= 1
        if self._media and tag == self._media.tag:
            self._end_media(self._media)
        elif tag in {"script", "style"}:
            self._is_left_out = False
        elif tag == "object":
            self._end_object()
        elif tag == "p" and self._paragraph is not None:
            self._end_paragraph(self._paragraph)
        elif tag in ALLOWED_TAGS and tag not in _VOID_TAGS:
            self._pieces.append(f"</{tag}>")
        if tag == "blockquote" and self._quote is not None:
            self._end_quote(self._quote)

    def handle_data(self, data: str) -> None:
        """Keep text, except that of scripts and styles."""
        if not self._is_left_out:
            self._pieces.append(data)

    def handle_entityref(self, name: str) -> None:
        """Keep a reference as it is written; the sanitiser reads it."""
        self._pieces.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        """Keep a reference as it is written; the sanitiser reads it."""
        self._pieces.append(f"&#{name};")

    def handle_pi(self, data: str) -> None:
        """Note an instruction to a program such as PHP, which is left out."""
        written = f"<?{data[:40]}"
        self._source.add(self._source.line_of(f"<?{data[:10]}"), f"{written}… is left out", "write what it showed")

    def handle_decl(self, decl: str) -> None:
        """Note a declaration such as <!DOCTYPE>, which is left out."""
        line = self._source.line_of(f"<!{decl[:10]}")
        self._source.add(line, f"<!{decl[:40]}> is left out", "delete it; each page has its own")

    def unknown_decl(self, data: str) -> None:
        """Note a CDATA section, which is left out."""
        self._source.add(self._source.line_of(f"<![{data[:10]}"), f"<![{data[:40]}… is left out", "write it as text")

    def _note_attributes(self, tag: str, attributes: Attributes, line: int | None) -> None:
        if line is None or self._quote is not None or _QUOTES.intersection(attributes.get("class", "").split()):
            return  # Markdown itself, a shortcode or another site wrote it
        for found, remedy in unshown_attributes(tag, attributes):
            self._note(line, found, remedy)
        for name in layout_names(tag, attributes):
            self._layout.setdefault(name, line)

    def _keep(self, tag: str, attributes: Attributes, line: int | None) -> None:
        """Keep a tag that articles may have, with an address that it may have."""
        written = self.get_starttag_text() or ""
        if tag in {"a", "img"}:
            written = self._with_address(tag, written, attributes, line)
        classes = attributes.get("class", "").split()
        if tag == "p":
            self._paragraph = len(self._pieces)
        elif tag == "blockquote" and _QUOTES.intersection(classes):
            self._has_quotes = True
            self._quote = attributes.get("data-instgrm-permalink") or attributes.get("cite") or ""
        self._pieces.append(written)
        if _POSTS.intersection(classes) and (player := player_of(attributes.get("data-href", ""))):
            self._has_quotes = True
            self._pieces.append(_Card(player, ""))

    def _with_address(self, tag: str, written: str, attributes: Attributes, line: int | None) -> str:
        """Return a link or picture as it is *written*, without an address that nobody could follow."""
        address = attributes.get("src" if tag == "img" else "href", "")
        shown = "its description is" if tag == "img" else "its words are"
        pelican = _PELICAN.match(address)
        if scheme_of(address) not in {None, *SCHEMES}:
            kind = "an image from" if tag == "img" else "a link to"
            remedy = "put the file into content/media/" if tag == "img" else "write an address that begins with https:"
            line = line or self._source.line_of(address)
            self._source.add(line, f"{kind} {address[:_LONGEST_SHOWN]!r} is not allowed, so only {shown} shown", remedy)
        elif pelican and (pelican["kind"] in {"static", "attach", "photo"} or not _PELICAN_TEXT.search(address)):
            return _PELICAN.sub("", written, count=1)
        elif pelican:
            found = f"{address[:_LONGEST_SHOWN]!r} is an address of Pelican, so only {shown} shown"
            line = line or self._source.line_of(address)
            self._source.add(line, found, "write the address of that article, like /articles/…/")
            return _ADDRESS.sub("", written)
        elif tag == "a" and self._quote is not None and (player := player_of(address)) and player.is_exact:
            self._quote = player.url
        return written

    def _leave_out(self, tag: str, attributes: Attributes, line: int | None) -> None:
        """Leave out a tag, and what it contains if that is code."""
        self._is_left_out = self._is_left_out or tag in {"script", "style"}
        post = attributes.get("data-telegram-post") if tag == "script" else None
        if post and (player := player_of(f"https://t.me/{post}")):
            self._pieces.append(_Card(player, "", self._is_in_text()))
        elif tag == "script" and self._has_quotes and _WIDGETS.match(attributes.get("src", "")):
            return
        elif tag not in LAYOUT_TAGS and not self._seen.intersection(PARENTS.get(tag, ())):
            written = re.match(r"<([^\s/>]+)", self.get_starttag_text() or "")
            self._note(line, *unshown_element(tag, attributes, written[1] if written else tag))

    def _is_in_text(self) -> bool:
        return any(self._open[tag] for tag in _LINE_TAGS)

    def _frame(self, tag: str, attributes: Attributes, line: int | None) -> None:
        """Replace a frame by a card, or by a player of the file in it."""
        if tag == "object":
            self._framed, self._object_line = set(), line
        address = next(filter(None, (attributes.get(name, "").strip() for name in _ADDRESSES)), "")
        player = player_of_code(tag, attributes.get("videoid") or attributes.get("data-videoid") or "")
        if tag == "object" and not address:
            return  # its parameters or the <embed> in it tell the address
        if self._framed is not None:
            if address in self._framed:
                return
            self._framed.add(address)
        title = attributes.get("title") or attributes.get("aria-label") or ""
        player = player or player_of(address)
        if player:
            self._add_card(player, title)
            found = f"no page may show {_named(tag)}, so a card with a link to {player.url} stands in its place"
            own = "write this address, or [title](address), in a paragraph of its own"
            self._note(line, found, own if player.is_exact else "check that the link shows the same")
        elif is_local(address):
            self._frame_of_site(tag, address, title, line)
        else:
            self._note(line, f"<{tag}> is left out, because it has no address that can be linked", "delete it")

    def _frame_of_site(self, tag: str, address: str, title: str, line: int | None) -> None:
        """Replace a frame of the site itself by a player of its file, or by a link."""
        kind = file_kind(address)
        if kind:
            self._pieces.append(own_player(kind, [address], {"title": title}))
            return
        self._add_card(Player(address, address, is_exact=False), title)
        found = f"no page may show {_named(tag)}, so a link to {address} stands in its place"
        self._note(line, found, f"write [title]({address})")

    def _add_card(self, player: Player, title: str) -> None:
        if self._open["a"]:  # a link cannot contain another
            self._pieces.append(escape(title_of(player, title), quote=False))
        else:
            self._pieces.append(_Card(player, title, self._is_in_text()))

    def _note(self, line: int | None, found: str, remedy: str) -> None:
        """Note what was found, unless a shortcode wrote it, or another site whose post is quoted."""
        if line is not None and self._quote is None:
            self._source.add(line, found, remedy)
        elif line is not None:
            self._quoted.append((line, found, remedy))

    def _is_player(self, address: str) -> bool:
        """Return whether the *address* of a picture is that of a film or sound."""
        return file_kind(address) is not None or bool((player := player_of(address)) and player.is_exact)

    def _picture(self, attributes: Attributes, line: int | None) -> None:
        """Replace a picture that is a film or a sound by its player."""
        address, title = attributes["src"], attributes.get("alt") or attributes.get("title") or ""
        kind = file_kind(address) or "video"
        if player_of(address) or self._open["a"]:
            self._remote_file(kind, address, title, line or self._source.line_of(address))
        else:
            self._pieces.append(own_player(kind, [address], {"title": title}))

    def _remote_file(self, kind: str, address: str, title: str, line: int | None) -> None:
        """Replace a file that the page cannot play by a card."""
        player = file_player(address, kind)
        self._add_card(player, title)
        if self._open["a"]:
            self._note(line, f"a link cannot contain the player of {address}", "write the player beside the link")
        elif not player.is_exact:
            found = (
                f"no page may play a file of another site, so a card with a link to {player.url} stands in its place"
            )
            self._note(line, found, "put the file into content/media/")

    def _end_media(self, media: OwnMedia) -> None:
        """Replace a <video> or <audio> by a player of its files, or by a card if they are on another site."""
        self._media = None
        inside, self._pieces[media.start :] = self._pieces[media.start :], []
        local = list(filter(is_local, media.sources))
        remote = next(filter(player_of, media.sources), None)
        title = media.attributes.get("title") or media.attributes.get("aria-label") or ""
        if local and not media.is_in_link:
            words = "".join(piece if isinstance(piece, str) else piece.html() for piece in inside)
            self._pieces.append(own_player(media.tag, local, media.attributes, media.tracks, words))
        elif remote or local:
            self._remote_file(media.tag, remote or local[0], title, media.line)
        else:
            self._pieces += inside
            self._note(media.line, f"<{media.tag}> is left out, because it names no file", "name one in content/media/")

    def _end_paragraph(self, start: int) -> None:
        """End a paragraph; one that contains nothing but players or the address of a player shows cards."""
        self._paragraph = None
        content = self._pieces[start + 1 :]
        cards = [piece for piece in content if isinstance(piece, _Card)]
        words = "".join(piece for piece in content if isinstance(piece, str))
        if not cards and (lone := _lone_card(words)):
            cards, words = [lone], ""
        if cards and not re.sub("<br ?/?>", "", words).strip():
            self._pieces[start:] = cards
            return
        in_text = [replace(piece, is_in_text=True) if isinstance(piece, _Card) else piece for piece in content]
        self._pieces[start + 1 :] = [*in_text, "</p>"]

    def _end_object(self) -> None:
        """End an <object>, and note that it is not shown if neither it nor its parameters had an address."""
        if self._framed == set():
            found = "<object> is left out, because it has no address that can be linked"
            self._note(self._object_line, found, "delete it")
        self._framed = None

    def _end_quote(self, address: str) -> None:
        """End the quote of a post with a card that leads to it."""
        self._quote = None
        self._quoted.clear()
        if player := player_of(address):
            self._pieces.append(_Card(player, ""))


def _named(tag: str) -> str:
    """Return the *tag* of an embedded element with its article."""
    tag = "object" if tag == "param" else tag
    return f"{'an' if tag[0] in 'aeio' else 'a'} <{tag}>"


def _lone_card(words: str) -> _Card | None:
    """Return the card for a paragraph's *words* if they are only a link to a known player; else None."""
    lone = _LONE.fullmatch(words)
    player = player_of(unescape(lone["url"] or lone["bare"] or "")) if lone else None
    if not lone or not player or not player.is_exact:
        return None
    title = unescape(lone["title"] or "")
    return _Card(player, "" if title.strip().startswith(("http://", "https://", "www.")) else title)
