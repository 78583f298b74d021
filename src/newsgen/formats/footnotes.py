"""Number and name the links of footnotes, and find marks without a footnote."""

import re
from html import unescape
from xml.etree import ElementTree as ET

from newsgen.formats.embeds.source import Source
from newsgen.formats.sanitise import BACK_TO_TEXT

_MARK = re.compile(r"\[\^([^\[\]\n]+)\]")
_CODE = re.compile("<code>.*?</code>", re.DOTALL)


def number_marks(text: ET.Element, numbers: dict[str, int]) -> None:
    """Write the *numbers* of footnotes into their marks in *text*, and number those that have none."""
    for link in text.iter("a"):
        if link.get("class") == "footnote-ref":
            number = numbers.setdefault(link.get("href", "").removeprefix("#"), len(numbers) + 1)
            link.text = f"[{number}]"


def name_links_back(note: ET.Element, number: int) -> None:
    """Name the links from the footnote *note* back to its marks, for screen readers."""
    links = [link for link in note.iter("a") if link.get("class") == "footnote-backref"]
    for count, link in enumerate(links, start=1):
        del link.attrib["title"]
        link.set("aria-label", f"{BACK_TO_TEXT} {number}" + (f" ({count})" if count > 1 else ""))


def note_marks_without_text(source: Source, html: str) -> None:
    """Note in *source* the marks in sanitised *html* of footnotes that are not there."""
    if "[^" not in source.text:
        return
    for label in dict.fromkeys(_MARK.findall(unescape(_CODE.sub("", html)))):
        mark = f"[^{label}]"
        source.add(source.line_of(mark), f"footnote {mark} has no text", f"write a line {mark}: …")
