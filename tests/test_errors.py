"""Every expected failure is one line that names file, line, finding and remedy."""

import pickle
import shlex
import subprocess
from importlib.metadata import metadata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.errors import (
    ConfigError,
    NewsgenError,
    OutputError,
    Problems,
    SourceError,
    TemplateError,
    install_extra,
    printable,
)
from requirements import modules


def test_an_error_names_file_line_finding_and_remedy():
    """The line reads like a compiler's, so that editors and terminals can jump to it."""
    error = SourceError("content/articles/خبر.md", "date 'الثلاثاء' cannot be read", "write it like 2011-01-25", 3)
    assert str(error) == "content/articles/خبر.md:3: date 'الثلاثاء' cannot be read; write it like 2011-01-25"


def test_an_error_without_a_line_names_the_file():
    """An error about a whole file has no line."""
    assert (
        str(OutputError("site", "cannot be written", "make it writable")) == "site: cannot be written; make it writable"
    )


def test_an_error_without_a_file_begins_with_the_finding():
    """An error about the command line has no file."""
    assert str(ConfigError("", "no headline", "give one")) == "no headline; give one"


@pytest.mark.parametrize(
    ("kind", "code"), [(SourceError, 1), (TemplateError, 1), (OutputError, 1), (ConfigError, 2), (NewsgenError, 1)]
)
def test_only_configuration_calls_for_exit_code_2(kind, code):
    """Scripts can distinguish wrong usage (2) from wrong content (1)."""
    assert kind("x", "y", "z").exit_code == code


def test_problems_hold_each_error_once_in_order():
    """A mistake that is found on every page is reported once."""
    first, second = SourceError("أ", "x", "y"), SourceError("ب", "x", "y")
    assert Problems([second, first, SourceError("ب", "x", "y")]).errors == [second, first]


@given(st.text())
def test_an_error_that_quotes_any_text_is_one_printable_line(text):
    """A file name or a value cannot move the cursor, flip the line or add lines of its own."""
    line = str(SourceError(text, text, text, 1))
    assert line.isprintable()
    assert line.encode()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("مكتبة المدينة", "مكتبة المدينة"),
        ("\x1b[31mأحمر", "\\x1b[31mأحمر"),
        ("سطر\nآخر", "سطر\\nآخر"),
        ("\u202eمقلوب", "\\u202eمقلوب"),
        ("\udcff.txt", "\\udcff.txt"),
    ],
)
def test_characters_that_would_disturb_a_terminal_are_escaped(text, shown):
    """Controls, bidi marks and bytes that are not UTF-8 are shown by their number; Arabic stays as it is."""
    assert printable(text) == shown


@pytest.mark.parametrize("extra", ["fonts", "import"])
def test_the_advice_for_a_missing_library_can_be_followed(extra):
    """The command finds the newsgen that runs, from a clone or from a wheel, and asks no registry for it."""
    modules("pip")
    advice, command = install_extra(extra).split(": ", 1)
    assert advice == f"install newsgen with its extra `{extra}`"
    offline = [*shlex.split(command), "--dry-run", "--no-index"]
    done = subprocess.run(offline, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert extra in metadata("newsgen").get_all("Provides-Extra")


def test_an_error_can_be_pickled_between_processes():
    """Workers return their errors with every field."""
    error = SourceError("seeds/a.txt", found="is empty", remedy="delete it", line=3)
    assert pickle.loads(pickle.dumps(error)) == error
