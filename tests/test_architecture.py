"""The rooms of the package: each imports only from those above it, and the order is written down once, here."""

import ast
import statistics
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "newsgen"

ORDER = """
errors
pickling
arabic
date_words
dates
printed_dates
article
references
stems
briefs
files
urls
permalinks
fonts
entry
yaml_entries
entries
fields
config
site_file
sources
comment_folders
loaders.sanitise
loaders.plain_prose
loaders.prose
loaders.front_matter
loaders.decoding
loaders.markers
loaders.form_labels
loaders.comment_form
loaders.lines
loaders.titles
loaders.visitors
loaders.header
loaders.credits
loaders.layout
loaders.full_page
loaders.capture
loaders.page_decoding
loaders.page_dom
loaders.page_data
loaders.page_dates
loaders.page_headline
loaders.page_credits
loaders.page_related
loaders.page_comments
loaders.page_stretch
loaders.page_body
loaders.page_blocks
loaders.page_kinds
loaders.webpage
loaders.named_captures
loaders.comments
loaders.markdown
loaders
address_book
heirs
addresses
terms
workers
profiles
moves
bags
nearest
ripples
related
matching
sidebars
media
picture
bodies
archive
lists
labels
assets
filters
jinja
metadata
feed_formats
feeds
sitemap
records
forms
threads
page
article_pages
list_pages
redirects
pages
themes
render
notices
cache
stamps
library
locking
output
report
selection
environment
fingerprints
fresh
press
job
pipeline
retouch
rebuild
importers.incoming
importers.markdown_text
importers.html_tree
importers.markdown_html
importers.front_matter
importers.copies
importers.keys
importers.reading
importers.inputs
importers.texts
importers.saved_files
importers.webpages
importers.warc_headers
importers.warc_chunks
importers.warc_stream
importers.warc_records
importers.warc_bodies
importers.warc_digests
importers.warc_kinds
importers.warc_addresses
importers.warc_pages
importers.wacz
importers.warc
importers.wordpress_markup
importers.wordpress_media
importers.wordpress_embeds
importers.wordpress_paragraphs
importers.wordpress_blocks
importers.wordpress_shortcodes
importers.wordpress_footnotes
importers.wordpress_body
importers.wxr_pieces
importers.wxr_items
importers.wxr_dates
importers.wxr_comments
importers.wxr_types
importers.wxr_article
importers.wxr
importers
importers.outcome
importers.store
importers.book
importers.project
importers.compose
importers.body_addresses
importers.soundness
importers.task
importers.names
importers.writer
importers.desk
importers.bring
console
telling
importing
cli
__main__
""".split()

ONLY_IN = {
    "jinja2": "jinja",
    "yaml": "yaml_entries",
    "markdown": "loaders.prose",
    "nh3": "loaders.sanitise",
    "babel": "printed_dates",
    "charset_normalizer": "loaders.decoding",
    "slugify": "arabic",
    "fontTools": "fonts",
    "argparse": "cli",
    "fcntl": "locking",
    "Stemmer": "stems",
    "rapidfuzz": "matching",
    "imagesize": "media",
    "warcio": "importers.warc_headers",
    "trafilatura": "loaders.page_body",
    "htmldate": "loaders.page_dates",
    "lxml": "loaders.page_dom",
}
"""Each of these has one room that knows it, so that it can be replaced there."""


def name_of(file):
    """Return a module's name below the package."""
    parts = file.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


MODULES = {name_of(file): ast.parse(file.read_text(encoding="utf-8")) for file in sorted(PACKAGE.rglob("*.py"))}
ROOMS = [name for name in MODULES if name]


def imports(tree):
    """Yield the full name of all that a module imports: at its top, in functions, and for type checkers alone."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute, so that they can be read"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def rooms_used(tree):
    """Return the modules of the package that a module imports from."""
    inside = [name.removeprefix("newsgen.") for name in imports(tree) if name.startswith("newsgen")]
    used = {name if name in MODULES else name.rpartition(".")[0] for name in inside}
    return used - {""}  # the package itself holds the version alone


def test_every_room_has_its_place_in_the_order():
    """Whoever adds a module decides what it may know."""
    assert sorted(ORDER) == sorted(ROOMS)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_from_rooms_above_it(room):
    """Then there is no cycle, and data flows one way."""
    above = ORDER[: ORDER.index(room)]
    assert rooms_used(MODULES[room]) <= set(above)


def test_the_package_itself_imports_nothing():
    """Every room can be imported without the others."""
    assert list(imports(MODULES[""])) == []


@pytest.mark.parametrize(("library", "room"), ONLY_IN.items())
def test_a_library_is_known_to_one_room(library, room):
    """Nothing else knows Jinja2, YAML or Markdown."""
    knowing = {name for name, tree in MODULES.items() if library in {i.partition(".")[0] for i in imports(tree)}}
    assert knowing == {room}


@pytest.mark.parametrize("room", MODULES)
def test_a_room_opens_with_one_sentence(room):
    """A stranger learns from its first line what a module is for."""
    sentence = (ast.get_docstring(MODULES[room]) or "").split("\n\n")[0]
    assert sentence
    assert "\n" not in sentence
    assert sentence[-1] == "."
    assert len(sentence) <= 115


def test_functions_are_small():
    """Nine in ten are under 25 lines, the median is under ten, so that each is read at a glance."""
    kinds = ast.FunctionDef, ast.AsyncFunctionDef
    functions = [node for tree in MODULES.values() for node in ast.walk(tree) if isinstance(node, kinds)]
    lengths = [node.end_lineno - node.lineno + 1 for node in functions]
    assert statistics.median(lengths) < 10
    assert statistics.quantiles(lengths, n=10)[-1] < 25


def test_no_module_is_called_utils():
    """A line belongs where its idea is."""
    assert not {name.rpartition(".")[2] for name in MODULES} & {"utils", "util", "helpers", "common", "misc"}
