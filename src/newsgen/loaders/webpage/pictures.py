"""Settle the pictures and films of a web page before it is read: find the address that scripts would have loaded."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, unquote, urlsplit

from newsgen.formats.embeds.players import file_kind, player_of
from newsgen.loaders.webpage.dom import Element, absolute_url, drop, text_of

EMBED = "data-newsgen-embed"
"""Attribute of a paragraph that leads to a film which the page embedded; its value is the host if it is unknown."""
_IMAGES = ("img", "amp-img", "amp-anim")
_FRAMES = ("iframe", "embed", "object", "video", "audio", "amp-youtube", "amp-video", "amp-iframe", "amp-vimeo")
_NOT_SOURCES = {"alt", "title", "class", "id", "style", "width", "height", "loading", "sizes", "href", "usemap"}
_FILE = re.compile(r"[^\s<>\"']+\.(?:jpe?g|jfif|png|webp|avif|gif|bmp)(?:[?#!:][^\s<>\"']*)?$", re.IGNORECASE)
_URL = re.compile(r"(?:https?:)?//[^\s<>\"']+$", re.IGNORECASE)
_PLACEHOLDER = re.compile(
    r"^(?:data:|about:|blob:|#|$)|[/_.-](?:place-?holder|blank|spacer|lazy(?:load)?|empty|pixel|transparent|trans|loading"
    r"|loader|grey|gray|clear|1x1|dot)[\w-]*\.\w{3,4}(?:\?|$)|^(?:place-?holder|blank|spacer|lazy\w*|empty|pixel|loading)",
    re.IGNORECASE,
)
_CANDIDATE = re.compile(r"\s*(?P<url>[^\s,]\S*?)(?:\s+(?P<size>[\d.]+)(?P<unit>[wx]))?\s*(?:,(?=\s|$)|,(?=https?:)|$)")
_BACKGROUND = re.compile(r"background(?:-image)?\s*:[^;]*?url\(\s*['\"]?([^'\")]+)", re.IGNORECASE)
_WIDEST = 1600
"""Pixels of the widest picture that is sensible in an article."""
_PIXELS_PER_DENSITY = 800
_SMALLEST = 40
"""Pixels below which a picture is an icon or counts visits."""
_SIZE = re.compile(r"(?:-\d{2,4}x\d{2,4}|-scaled|@\dx|_\d{2,4}x\d{2,4})(?=\.\w+$)|^(?:thumb|resized|small|large)[-_]")
"""What a site adds to the name of a picture for one of its sizes."""
_LONGEST_CAPTION = 400
_CAPTION = re.compile(r"caption|legend|credit|wp-caption|cutline|\bcap\b", re.IGNORECASE)


def settle_pictures(root: Element, base: str | None) -> None:
    """Give each picture of the page *root* its address as src, made absolute with *base*, and turn films into links.

    Pictures with captions become figures. Must be called before noscript elements and frames are dropped.
    """
    _settle_noscripts(root)
    for image in list(root.iter(*_IMAGES)):
        _settle_image(image, base)
    for box in list(root.iter("figure", "div", "span", "a")):
        _settle_background(box, base)
    for frame in list(root.iter(*_FRAMES)):
        _settle_frame(frame, base)
    for image in list(root.iter("img")):
        _settle_caption(image)


def _settle_noscripts(root: Element) -> None:
    """Replace each noscript element that holds only a picture by it, unless the lazy picture before it is the same."""
    for noscript in list(root.iter("noscript")):
        inner = [e for e in noscript.iter(*_IMAGES) if e.get("src")]
        if len(inner) != 1 or text_of(noscript):
            continue
        image, lazy = inner[0], _picture_before(noscript)
        if lazy is not None:
            lazy.set("data-noscript-src", image.get("src"))
            if image.get("srcset"):
                lazy.set("data-noscript-srcset", image.get("srcset"))
        else:
            image.tail = None
            noscript.addprevious(image)
        drop(noscript)


def _picture_before(noscript: Element) -> Element | None:
    """Return the lazy picture that *noscript* repeats: directly before it or in the element before it; None if none."""
    before = noscript.getprevious()
    if before is None:
        before = noscript.getnext()
    if before is None or text_of(before):
        return None
    images = list(before.iter(*_IMAGES))
    return images[-1] if images and _is_placeholder(images[-1].get("src") or "") else None


def _is_placeholder(address: str) -> bool:
    return bool(_PLACEHOLDER.search(address.strip()[:300]))


def _settle_image(image: Element, base: str | None) -> None:
    """Set the src of *image* to its best address, absolute, or remove an icon and a picture without any."""
    address = next(filter(None, (absolute_url(_unwrapped(text), base) for text in _sources(image))), None)
    sizes = [
        int(size) for name in ("width", "height") if (size := (image.get(name) or "").removesuffix("px")).isdecimal()
    ]
    if address is None or any(size < _SMALLEST for size in sizes):
        drop(image)
        return
    alt = image.get("alt") or ""
    for name in list(image.attrib):
        del image.attrib[name]
    image.tag = "img"
    image.text = None
    for child in list(image):
        drop(child)
    image.set("src", address)
    image.set("alt", alt)


def _sources(image: Element) -> Iterator[str]:
    """Yield the addresses of an *image* by what the values of its attributes are, the best first."""
    values = {name: value.strip() for name, value in image.attrib.items() if name not in _NOT_SOURCES and value.strip()}
    parent = image.getparent()
    sets = [values[name] for name in values if name.endswith("srcset")]
    if parent is not None and parent.tag == "picture":
        sets += [e.get(name) for e in parent.iter("source") for name in ("srcset", "data-srcset") if e.get(name)]
    best = _best_candidate(sets)
    own = values.pop("src", "")
    others = [value for name, value in values.items() if _is_address(name, value)]
    if own and not _is_placeholder(own) and not best and not others:
        yield own
        return
    if best:
        yield best
    if own and not _is_placeholder(own) and not any("src" in n or "original" in n or "lazy" in n for n in values):
        yield own
    yield from others
    if own and not own.lower().startswith(("data:", "about:", "blob:")) and not _is_placeholder(own):
        yield own


def _is_address(name: str, value: str) -> bool:
    """Return whether the *value* of a picture's attribute *name* is the address of a picture, and no list of these."""
    if name.endswith("srcset") or _is_placeholder(value):
        return False
    return bool(_FILE.match(value)) or ("src" in name and bool(_URL.match(value) or value.startswith("/")))


def _best_candidate(sets: list[str]) -> str:
    """Return the widest sensible picture of the srcset attributes *sets*; "" if there is none."""
    found: list[tuple[float, str]] = []
    for text in sets:
        for match in _CANDIDATE.finditer(text[:20_000]):
            size = float(match["size"] or 1) if re.fullmatch(r"\d+\.?\d*|\.\d+", match["size"] or "1") else 1.0
            width = size if match["unit"] == "w" else size * _PIXELS_PER_DENSITY
            if not _is_placeholder(match["url"]):
                found.append((width, match["url"]))
    sensible = [one for one in found if one[0] <= _WIDEST]
    return max(sensible)[1] if sensible else min(found)[1] if found else ""


def _unwrapped(address: str) -> str:
    """Return the *address* of the picture itself if a server that resizes pictures has it in the query."""
    if "/_next/image" not in address and "/_vercel/image" not in address:
        return address
    try:
        return next(iter(parse_qs(urlsplit(address).query).get("url", [])), address)
    except ValueError:
        return address


def _settle_background(box: Element, base: str | None) -> None:
    """Put a picture into an empty *box* of the page that shows it as its background."""
    match = _BACKGROUND.search(box.get("style") or "") or _BACKGROUND.search(box.get("data-bg") or "")
    if match and len(box) == 0 and not (box.text or "").strip():
        address = absolute_url(match[1], base)
        if address and _FILE.match(address):
            box.append(box.makeelement("img", src=address, alt=box.get("aria-label") or box.get("title") or ""))


def _settle_frame(frame: Element, base: str | None) -> None:
    """Replace a *frame* that shows a film by a paragraph with a link to it; other frames are marked by their host."""
    address = next((url for text in _frame_sources(frame) if (url := absolute_url(text, base))), None)
    player = player_of(address) if address else None
    if address is None or player is None:
        return
    is_film = player.is_exact or file_kind(address) is not None or frame.tag in {"video", "audio", "amp-video"}
    paragraph = frame.makeelement("p")
    paragraph.set(EMBED, "" if is_film else player.name)
    if is_film:
        link = paragraph.makeelement("a", href=player.url)
        link.text = (frame.get("title") or "").strip() or player.name
        paragraph.append(link)
    paragraph.tail = frame.tail
    frame.tail = None
    frame.getparent().replace(frame, paragraph)


def _frame_sources(frame: Element) -> Iterator[str]:
    for name in ("data-videoid", "video-id"):
        if frame.get(name):
            site = "https://vimeo.com/" if frame.tag == "amp-vimeo" else "https://www.youtube.com/watch?v="
            yield site + frame.get(name)
    for element in (frame, *frame.iter("source", "embed", "iframe")):
        yield from (element.get(name) for name in ("src", "data-src", "data-lazy-src", "data") if element.get(name))


def picture_key(address: str) -> str:
    """Return a key that is the same for all sizes of the picture at *address* on a web site."""
    path = unquote(re.split("[?#]", address, maxsplit=1)[0])
    name = path.rpartition("/")[2] or path
    return _SIZE.sub("", name).lower()


def _settle_caption(image: Element) -> None:
    """Make a figure of *image* and the caption beside it, so that the caption is not taken for a paragraph."""
    if any(parent.tag == "figure" for parent in image.iterancestors()):
        _tidy_figure(next(image.iterancestors("figure")))
        return
    box = image
    for parent in image.iterancestors():
        if parent.tag in {"body", "html", "article", "main", "section"} or len(text_of(parent)) > _LONGEST_CAPTION:
            break
        if sum(1 for _ in parent.iter("img")) > 1:
            break
        box = parent
        if text_of(parent):
            break
    caption = text_of(box) if box is not image else ""
    if caption and _is_captioned(box, image):
        _make_figure(box, image, caption)


def _is_captioned(box: Element, image: Element) -> bool:
    """Return whether the text beside *image* in the small *box* is its caption, by marks or by the place below it."""
    if any(text_of(a) for a in box.iter("a") if image not in a.iterdescendants()):
        return False
    if any(_CAPTION.search(f"{e.get('class') or ''} {e.get('id') or ''}") for e in box.iter()):
        return True
    inside = {e for e in box.iter()}
    is_table = box.tag == "table" or any(e.tag == "tr" and e in inside for e in image.iterancestors())
    return is_table


def _make_figure(box: Element, image: Element, caption: str) -> None:
    link = next((a.get("href") for a in image.iterancestors("a") if a.get("href")), None)
    tail, box.tail = box.tail, None
    figure = box.makeelement("figure")
    picture = box.makeelement("img", src=image.get("src"), alt=image.get("alt") or "")
    figure.append(picture)
    words = box.makeelement("figcaption")
    words.text = caption
    figure.append(words)
    figure.tail = tail
    parent = box.getparent()
    if parent is None or (link and not _FILE.match(link) and "#" not in link and len(link) > 1 and not caption):
        return
    parent.replace(box, figure)


def _tidy_figure(figure: Element) -> None:
    """Make the words of *figure* that are in no caption its caption, if it shows one picture; buttons and layout go."""
    if any(True for _ in figure.iter("figcaption")):
        return
    words = text_of(figure)
    images = list(figure.iter("img"))
    if words and len(words) <= _LONGEST_CAPTION and len(images) == 1 and figure.find(f".//p[@{EMBED}]") is None:
        _make_figure(figure, images[0], words)
