"""The picture of an article, as its page and the machines that read it show it."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urljoin

from newsgen.model.article import Article
from newsgen.model.article_meta import Brief
from newsgen.model.body_links import media_name
from newsgen.model.urls import absolute, outside
from newsgen.pages.media import MediaFile


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture an editor gave an article: a file of the site, or an address elsewhere."""

    file: MediaFile | None
    src: str
    alt: str
    caption: str | None
    credit: str | None

    def address(self, base_url: str | None) -> str | None:
        """Return where the picture is, in full; None where the site does not know its own address."""
        if self.file is None:
            return outside(urljoin(base_url or "https:", self.src))
        return absolute(self.file.url, base_url) if base_url else None


def picture_of(article: Article | Brief, media: Mapping[str, MediaFile]) -> Picture | None:
    """Return the picture of *article*; None where it has none."""
    image = article.image
    if image is None:
        return None
    name = media_name(image.src)
    file = media.get(name) if name else None
    return Picture(file, image.src, image.alt, image.caption, image.credit)
