"""Say what becomes of elements and attributes that no article may have."""

import re
from collections.abc import Iterator, Mapping

Attributes = Mapping[str, str]
Words = tuple[str, str]
"""A finding and its remedy."""

LAYOUT_TAGS = set(
    "address article aside basefont big blink body center font footer head header hgroup html main marquee nav nobr"
    " section spacer wbr".split()
)
_LAYOUT_ATTRIBUTES = ("align", "style", "bgcolor", "color", "face")
_HIDING_STYLE = re.compile(r"(?i)display\s*:\s*none|visibility\s*:\s*hidden")
_FORM_TAGS = set(
    "button datalist fieldset form input label legend meter optgroup option output progress select textarea".split()
)
_DRAWINGS = {"svg", "math", "canvas"}
_DRAWING_PARTS = set(
    "animate circle clippath defs desc ellipse filter foreignobject g image line lineargradient marker mask path"
    " pattern polygon polyline radialgradient rect stop symbol text textpath title tspan use annotation mfrac mi mn mo"
    " mover mroot mrow mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover semantics".split()
)
PARENTS = {
    **dict.fromkeys(_DRAWING_PARTS, ("svg", "math")),
    **dict.fromkeys(_FORM_TAGS - {"form"}, ("form",)),
    **dict.fromkeys(("option", "optgroup"), ("form", "select")),
    "param": ("object", "applet"),
    "source": ("picture",),
    "area": ("map",),
}
"""The elements whose findings say all about another one that belongs to them."""
_REMEDIES = {
    **dict.fromkeys(_DRAWINGS, "put a picture of it into content/media/"),
    **dict.fromkeys(_FORM_TAGS, "write a link to the form"),
    **dict.fromkeys(("style", "link"), "put the style into templates/assets/style.css"),
    **dict.fromkeys(("meta", "base", "title"), "delete it; each page has its own"),
    "script": "delete it, or put it into templates/",
    "picture": "write its <img> alone",
    "strike": "write <s>",
    "tt": "write <code>",
    "acronym": "write <abbr>",
    "map": "write each place as a link",
}
_LEFT_OUT = {"script", "style", "link", "meta", "base", "input", "param", "track", "source", "area"}
"""Elements that have no text of their own to show."""


def unshown_element(tag: str, attributes: Attributes, written: str) -> Words:
    """Return what to say about an element that no article may have; its tag is *written* in these letters."""
    remedy = _REMEDIES.get(tag, "write it in Markdown, or in HTML that articles may have")
    address = attributes.get("src") or attributes.get("href") or attributes.get("action")
    named = f"<{written}> with the address {address[:200]}" if address else f"<{written}>"
    if tag == "picture":
        return "<picture> is shown by its <img> alone", remedy
    if tag in _LEFT_OUT:
        return f"{named} is left out", remedy
    return f"{named} is not shown, only the text in it", remedy


def unshown_attributes(tag: str, attributes: Attributes) -> Iterator[Words]:
    """Yield what to say about the attributes of a *tag* that run code, or that would hide its text."""
    handlers = [name for name in attributes if name.startswith("on") and len(name) > 4]  # noqa: PLR2004 - ondrag is the shortest
    if handlers:
        yield f"{', '.join(handlers)} of <{tag}> would run code and is left out", "delete it"
    if "autoplay" in attributes:
        yield f"autoplay of <{tag}> is left out, because readers start a film themselves", "delete it"
    if "hidden" in attributes or _HIDING_STYLE.search(attributes.get("style", "")):
        yield f"the hidden text of <{tag}> is shown", "delete it, or write it as a comment <!-- … -->"


def layout_names(tag: str, attributes: Attributes) -> list[str]:
    """Return the names of what only lays out a *tag*, and is left to the theme."""
    names = [f"<{tag}>"] if tag in LAYOUT_TAGS else []
    return names + [name for name in _LAYOUT_ATTRIBUTES if name in attributes]
