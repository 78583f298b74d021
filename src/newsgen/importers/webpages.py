"""Import saved web pages: each file is one article, or none."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from newsgen.errors import NewsgenError
from newsgen.importers.incoming import Found, Incoming, Skipped
from newsgen.importers.reading import read_whole
from newsgen.importers.saved_files import SavedFiles
from newsgen.loaders.webpage.loader import NotAnArticleError, read_webpage


def import_webpage(file: Path, name: str) -> Iterator[Found]:
    """Yield the article of the saved page *file*, or why there is none."""
    try:
        data = read_whole(file, name)
        saved = SavedFiles(file, data)
        article = read_webpage(saved.data, name)
    except NotAnArticleError as reason:
        yield Skipped("", reason.found)
    except NewsgenError as error:
        yield error
    else:
        html, pictures = saved.settle(article.body_html)
        keys = (f"url {article.source_url}",) if article.source_url else ()
        yield Incoming(replace(article, body_html=html), data, ".html", keys, pictures=pictures)
