"""Give every picture of a web page one address in its src and its caption in its figure; remove icons and pixels."""

import re

from newsgen.loaders.webpage.dom import Element, absolute_url, class_and_id, drop, has_words, parse_page, text_of
from newsgen.loaders.webpage.pictures.addresses import (
    LOST,
    Candidate,
    addresses_in,
    inside_size,
    is_picture_address,
    is_stand_in,
    picture_key,
    srcset,
)
from newsgen.loaders.webpage.pictures.candidates import AtHand, candidates_of, choose
from newsgen.loaders.webpage.pictures.captions import frame_captions
from newsgen.text.arabic import count_letters

_BACKGROUND = re.compile(
    r"background(?:-image)?\s*:[^;]*?(?:url\(\s*[\"']?(?P<url>[^\"')]+)|var\(\s*(?P<name>--[\w-]+))"
)
_LONGEST_STAND_IN = 2000
"""Characters of a data: address that may be that of a stand-in; a longer one is a picture."""
_MAX_STYLE = 5000
"""Characters of a style attribute that are read."""
_VARIABLE = re.compile(r"(?<![\w-])(--[\w-]++)\s*:\s*url\(\s*[\"']?([^\"')]+)")
_PIXELS = re.compile(r"\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?\s*")
_STYLE_SIZE = re.compile(r"(?:^|[;\s])(?:width|height)\s*:\s*(\d+)px")
_SMALL = 300
"""Pixels of the width of a preview, which leads to the picture itself."""
_PORTRAIT_SIZE, _ICON_SIZE, _PIXEL_SIZE = 200, 48, 2
_ICON_NAME = re.compile(r"(?:^|[\s_-])(?:icons?|emojis?|avatars?)(?:[\s_-]|$)")
_ICON_FILE = re.compile(
    r"/(?:icons?|emojis?|avatars?)/|(?:icons?|emoji|avatar|spacer|pixel)[^/]*\.(?:gif|png|svg|php)$|/favicon",
    re.IGNORECASE,
)
_MIN_WIDTH = re.compile(r"min-width\s*:\s*(\d+)px")
_NO_PICTURES = {"amp-video", "amp-audio", "amp-iframe", "amp-ad"}
_SHOWING = {"div", "span", "a"}
"""Elements that show a picture as their background."""


def settle_pictures(root: Element, base: str | None, at_hand: AtHand) -> None:
    """Give each picture of the page *root* its best address, as a URL; relative ones are resolved against *base*.

    Call it while the page still has its noscript and style elements. A picture that the page shows, but whose address
    it does not tell, gets the address LOST.
    """
    _take_out_of_noscript(root)
    _name_pictures(root)
    _open_sources(root)
    variables = _variables(root)
    for image in list(root.iter("img")):
        _settle(image, base, at_hand, variables)
    frame_captions(root)


def _take_out_of_noscript(root: Element) -> None:
    """Move the pictures and films of noscript elements before these; one that repeats the image beside it joins it."""
    joined: set[Element] = set()
    for hidden in list(root.iter("noscript")):
        if not len(hidden) and "<" in (hidden.text or ""):  # escaped
            hidden.extend(parse_page(f"<div>{hidden.text}</div>").iter("div"))
        parent = hidden.getparent()
        for element in list(hidden.iter("img", "amp-img", "iframe", "video", "audio")):
            twin = _twin(hidden, element, joined) if element.tag == "img" else None
            if twin is None and parent is not None and not _is_counter(element):
                element.tail = None
                hidden.addprevious(element)
            elif twin is not None:
                joined.add(twin)
                for name in ("src", "srcset"):
                    if element.get(name):
                        twin.set(f"data-noscript-{name}", element.get(name))
                if not twin.get("alt"):
                    twin.set("alt", element.get("alt") or "")
        drop(hidden)


def _is_counter(element: Element) -> bool:
    """Return whether *element*, shown without scripts alone, is an image that only counts readers."""
    if element.tag != "img" or element.get("alt") or element.get("srcset") or _is_in_figure(element):
        return False
    return not is_picture_address((element.get("src") or "").strip())


def _twin(hidden: Element, image: Element, joined: set[Element]) -> Element | None:
    """Return the image beside the noscript element *hidden* for which its *image* stands in; None if there is none."""
    for beside in (hidden.getprevious(), hidden.getnext()):
        if beside is None:
            continue
        inside = list(beside.iter("img"))[-1:] if beside.tag == "img" or not text_of(beside) else []
        for other in inside:
            known = candidates_of(other)
            keys = {picture_key(one.address) for one in known}
            if other not in joined and (not known or picture_key(image.get("src") or "") in keys):
                return other
    return None


def _name_pictures(root: Element) -> None:
    """Make images of the elements of other names that show a picture: those of AMP, and figures with a background."""
    for element in list(root.iter()):
        is_custom = "-" in element.tag and element.tag not in _NO_PICTURES
        if is_custom and candidates_of(element) and not has_words(element):
            for child in list(element):
                drop(child)
            element.tag = "img"
        elif _is_shown_by_background(element):
            _show_background(element)


def _is_shown_by_background(element: Element) -> bool:
    """Return whether a picture may be the background of *element*: of a figure, or of an empty box outside of one."""
    is_box = element.tag in _SHOWING and _background_of(element) and not has_words(element)
    may_show = element.tag == "figure" or (is_box and not _is_in_figure(element))
    return bool(may_show) and next(element.iter("img"), None) is None


def _background_of(element: Element) -> re.Match[str] | None:
    return _BACKGROUND.search((element.get("style") or "")[:_MAX_STYLE])


def _show_background(element: Element) -> None:
    """Insert an image for the picture that is the background of *element*, which has no text."""
    for part in (element, *element.iterdescendants()) if element.tag == "figure" else (element,):
        found = _background_of(part)
        if found and (found["name"] or is_picture_address(found["url"])):
            image = element.makeelement("img", src=found["url"] or "", style=part.get("style"))
            image.set("alt", element.get("aria-label") or part.get("title") or "")
            element.insert(0, image)
            image.tail, element.text = element.text, None
            return


def _open_sources(root: Element) -> None:
    """Give the sources of each picture element to its image."""
    for picture in list(root.iter("picture")):
        image = next(picture.iter("img"), None)
        sources = list(picture.iter("source"))
        if image is None:
            image = picture.makeelement("img", alt=picture.get("alt") or picture.get("title") or "")
            picture.append(image)
        sets = [image.get("srcset") or ""]
        for source in sources:
            width = _MIN_WIDTH.search(source.get("media") or "")
            for name, value in source.items() if "svg" not in (source.get("type") or "") else ():
                if "src" in name:
                    found = srcset(value, int(width[1]) if width else None)
                    sets.append(", ".join(f"{one.address} {_size(one)}" for one in found))
        image.set("srcset", ", ".join(filter(None, sets)))
        for element in (*sources, picture):
            element.drop_tag()


def _size(one: Candidate) -> str:
    return f"{one.width}w" if one.width else f"{one.density}x"


def _variables(root: Element) -> dict[str, str]:
    """Return the addresses in the style variables of the page *root*: SingleFile puts repeated pictures there."""
    styles = (element.text or "" for element in root.iter("style"))
    inline = (element.get("style") for element in root.xpath("//*[contains(@style, '--')]"))
    return dict(pair for style in (*styles, *inline) if "url(" in style for pair in _VARIABLE.findall(style))


def _settle(image: Element, base: str | None, at_hand: AtHand, variables: dict[str, str]) -> None:
    """Give *image* its best address, or remove it if it is an icon, a pixel, or shows nothing."""
    alt = " ".join((image.get("alt") or "").split())
    candidates = candidates_of(image)
    if is_stand_in(image.get("src") or "") and (found := _background_of(image)):
        candidates.append(Candidate(variables.get(found["name"] or "", found["url"] or "")))
    link = _link_to_picture(image)
    if link is not None and _is_small(candidates):
        candidates += addresses_in(link.get("href"))
    own = (image.get("src") or "").strip()
    candidates += [Candidate(own)] if not candidates and inside_size(own) else []
    url = choose((one for one in candidates if one.address), base, at_hand)
    in_figure = _is_in_figure(image)
    if _is_icon(image, url or own) and not (in_figure and url and _has_caption(image)):
        _remove_icon(image, alt)
    elif candidates or in_figure or count_letters(alt) or len(own) > _LONGEST_STAND_IN:
        for name in set(image.keys()) - {"title", "width", "height", "class", "id", "itemprop"}:
            del image.attrib[name]
        image.set("src", url or LOST)
        image.set("alt", alt)
        if link is not None and absolute_url(link.get("href"), base) == url:
            link.drop_tag()
    else:
        drop(image)


def _is_small(candidates: list[Candidate]) -> bool:
    """Return whether a picture is known to be too small for an article at all its addresses."""
    return all(one.width is not None and one.width <= _SMALL for one in candidates)


def _is_in_figure(element: Element) -> bool:
    return any(True for _ in element.iterancestors("figure"))


def _link_to_picture(image: Element) -> Element | None:
    """Return the link around *image* that shows it larger; None if there is none, or if it leads to a page."""
    link = next(image.iterancestors("a"), None)
    return link if link is not None and any(True for _ in addresses_in(link.get("href") or "")) else None


def _is_icon(image: Element, url: str) -> bool:
    """Return whether *image* at *url* is a pixel that counts readers, a sign in a line, or a person's portrait."""
    sizes = [int(found[1]) for name in ("width", "height") if (found := _PIXELS.fullmatch(image.get(name) or ""))]
    sizes = list(inside_size(url) or ()) or sizes or list(map(int, _STYLE_SIZE.findall(image.get("style") or "")))
    if sizes and (min(sizes) <= _PIXEL_SIZE or max(sizes) <= _ICON_SIZE):
        return True
    is_called_so = _ICON_NAME.search(class_and_id(image)) or _ICON_FILE.search(re.split("[?#]", url)[0])
    return bool(is_called_so) and max(sizes, default=0) <= _PORTRAIT_SIZE and not _is_in_figure(image)


def _has_caption(image: Element) -> bool:
    figure = next(image.iterancestors("figure"), None)
    return figure is not None and bool(text_of(figure))


def _remove_icon(image: Element, alt: str) -> None:
    """Remove an icon; a sign that stands for itself, such as an emoji, stays as text."""
    if alt and not any(map(str.isalnum, alt)) and not alt.isascii():
        image.tail = alt + (image.tail or "")
    drop(image)
