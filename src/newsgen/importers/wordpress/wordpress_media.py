"""The files of a WordPress site, as its posts name them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A file that was uploaded to WordPress."""

    url: str
    title: str = ""
    alt: str = ""
    caption: str = ""


@dataclass(frozen=True, slots=True)
class MediaLibrary:
    """All files of a site, by the numbers that posts name them by."""

    files: dict[str, MediaFile] = field(default_factory=dict)
    of_post: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """The files that were uploaded for a post, in the order of the export."""

    def add(self, number: str, post: str, file: MediaFile) -> None:
        """Note a file and the post that it was uploaded for."""
        self.files[number] = file
        self.of_post[post].append(number)

    def known(self, numbers: Sequence[str]) -> list[MediaFile]:
        """Return those of the files that the export names."""
        return [self.files[number] for number in numbers if number in self.files]


def figure(picture: str, caption: str) -> str:
    """Return HTML that shows *picture*, itself HTML, with its caption."""
    words = f"<figcaption>{caption}</figcaption>" if caption.strip() else ""
    return f"\n<figure>{picture}{words}</figure>\n"


def figure_of(file: MediaFile) -> str:
    """Return HTML that shows *file*, a picture."""
    return figure(f'<img src="{escape(file.url)}" alt="{escape(file.alt)}">', escape(file.caption, quote=False))


def link(url: str, words: str = "") -> str:
    """Return a link to *url*, which stands for itself where there are no *words*."""
    return f'<a href="{escape(url)}">{escape(words or url, quote=False)}</a>'
