"""Each room of the package imports only from the rooms above it, in the order that is defined here."""

import ast
import re
import statistics
from functools import cache
from graphlib import TopologicalSorter

import pytest

from folders import REPOSITORY

PACKAGE = REPOSITORY / "src" / "newsgen"

ROOMS = (
    "errors filesystem workers text formats model loaders archive pages theme build importers editing"
    " check deploy serve cli"
).split()
"""Each imports only from rooms before it."""

NEVER = {
    "loaders": {"workers"},
    "archive": {"loaders"},
    "pages": {"loaders"},
    "theme": {"loaders", "archive"},
    "text": {"errors", "filesystem", "workers"},
}
"""Reading and publishing are two wings that meet in `build` alone, and text is pure."""

ONLY_IN = {
    "jinja2": "theme.filling",
    "yaml": "formats.yaml_parser",
    "markdown": "formats.markdown_to_html",
    "nh3": "formats.sanitise",
    "babel": "text.date_format",
    "charset_normalizer": "text.encodings",
    "slugify": "text.arabic",
    "text_unidecode": "text.spelling",
    "fontTools": "theme.fonts",
    "fcntl": "filesystem",
    "Stemmer": "text.stemming",
    "rapidfuzz": "archive.related.title_index",
    "imagesize": "pages.media",
    "PIL": "formats.pictures",
    "pagefind_bin": "build.search.engine",
    "warcio": "importers.warc.headers",
    "backports": "importers.warc.zstandard",
    "trafilatura": "loaders.webpage.body.witnesses",
    "htmldate": "loaders.webpage.facts.dates",
    "lxml": "loaders.webpage.dom",
    "boto3": "deploy.bucket",
    "botocore": "deploy.bucket",
    "watchfiles": "serve.watch",
    "fsspec": "importers.object_store",
    "s3fs": "importers.object_store",
}
"""Each of these libraries is known to one module, or to one package, so that it can be replaced there."""

MOST_MODULES = 15
"""In one folder."""


def name_of(file):
    """Return a module's name below the package."""
    parts = file.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


FILES = sorted(PACKAGE.rglob("*.py"))
NAMES = {name_of(file) for file in FILES}
FOLDERS = sorted({file.parent for file in FILES})


@cache
def modules():
    """Return the syntax tree of each module by its name."""
    return {name_of(file): ast.parse(file.read_text(encoding="utf-8")) for file in FILES}


@cache
def imports(tree):
    """Return the full names of all imports of a module: at its top, in functions, and only for type checkers."""
    names = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute, so that they can be read"
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return names


def modules_used(tree):
    """Return the modules of the package that a module imports from."""
    inside = [name.removeprefix("newsgen.") for name in imports(tree) if name.startswith("newsgen")]
    used = {name if name in NAMES else name.rpartition(".")[0] for name in inside}
    return used - {""}  # the package itself contains only the version


def room_of(name):
    """Return the room that a module is in."""
    return name.partition(".")[0]


def test_every_module_is_in_a_room():
    """The list of rooms covers the whole package."""
    assert {room_of(name) for name in NAMES} - {"", "__main__"} == set(ROOMS)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_from_itself_and_the_rooms_above(room):
    """The dependencies between rooms then have one direction."""
    allowed = {*ROOMS[: ROOMS.index(room) + 1]} - NEVER.get(room, set())
    used = [(name, used) for name, tree in modules().items() if room_of(name) == room for used in modules_used(tree)]
    assert [(name, used) for name, used in used if room_of(used) not in allowed] == []


def test_no_modules_import_each_other_in_a_circle():
    """Each module can be read and replaced without the modules that use it."""
    TopologicalSorter({name: modules_used(tree) - {name} for name, tree in modules().items()}).prepare()


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_folder_can_be_taken_in_at_a_glance(folder):
    """A folder has few modules, and the docstring of its package describes their purpose."""
    assert len({*folder.glob("*.py")} - {folder / "__init__.py"}) <= MOST_MODULES
    assert ast.get_docstring(modules()[name_of(folder / "__init__.py")])


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_package_holds_one_sentence_and_nothing_else(folder):
    """Importing one module does not load its neighbours; only `cli` exports the entry point of newsgen."""
    body = modules()[name_of(folder / "__init__.py")].body
    if folder not in {PACKAGE, PACKAGE / "cli"}:
        assert len(body) == 1


def test_the_package_itself_imports_nothing():
    """Every module can be imported without the others."""
    assert imports(modules()[""]) == []


@pytest.mark.parametrize(("library", "module"), ONLY_IN.items())
def test_a_library_is_known_to_one_module(library, module):
    """For example, only one package imports Jinja2."""
    knowing = {name for name, tree in modules().items() if library in {i.partition(".")[0] for i in imports(tree)}}
    assert knowing
    assert all(name == module or name.startswith(f"{module}.") for name in knowing)


def test_only_the_command_line_parses_arguments():
    """All other modules are called with values."""
    knowing = {room_of(name) for name, tree in modules().items() if "argparse" in set(imports(tree))}
    assert knowing == {"cli"}


def test_a_module_opens_with_one_sentence():
    """The first line of a module describes its purpose."""
    firsts = {name: (ast.get_docstring(tree) or "").split("\n\n")[0] for name, tree in modules().items()}
    assert {name: first for name, first in firsts.items() if not re.fullmatch(r".{1,114}\.", first)} == {}


def test_functions_are_small():
    """Nine in ten have fewer than 25 lines, and the median is below eight, so that they are easy to read."""
    kinds = ast.FunctionDef, ast.AsyncFunctionDef
    functions = [node for tree in modules().values() for node in ast.walk(tree) if isinstance(node, kinds)]
    lengths = [node.end_lineno - node.lineno + 1 for node in functions]
    assert statistics.median(lengths) < 8
    assert statistics.quantiles(lengths, n=10)[-1] < 25


def test_modules_are_small():
    """A module that grows too large usually has more than one purpose."""
    assert not [str(file) for file in FILES if file.read_text(encoding="utf-8").count("\n") > 400]


def test_no_module_is_called_utils():
    """The name of a module describes its purpose, so that each function has an obvious place."""
    assert not {name.rpartition(".")[2] for name in NAMES} & {"utils", "util", "helpers", "common", "misc"}
