"""Load what an editor wrote about an author or a newspaper, in content/authors/ or content/sources/."""

from dataclasses import replace

from newsgen.loaders.markdown import load_page
from newsgen.loaders.sources import Source
from newsgen.model.article import StandalonePage

_LISTS = {"author": "authors", "newspaper": "sources"}


def load_blurb(source: Source, data: bytes) -> StandalonePage:
    """Load a blurb; its title, or else the name of its file, is the name of the author or newspaper.

    Front matter is not needed. Raises SourceError if the file cannot be read, or Problems with an error for each wrong
    value of the front matter.
    """
    name = source.stem.replace("_", " ").replace("-", " ").strip() or source.stem
    page = load_page(source, data, name)
    return replace(page, describes=_LISTS[source.kind], aliases=(), captures=())
