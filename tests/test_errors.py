"""Every expected failure is one line that names file, line, finding and remedy."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.errors import ConfigError, NewsgenError, OutputError, Problems, SourceError, TemplateError, printable


def test_an_error_names_file_line_finding_and_remedy():
    """The line reads like a compiler's, so that editors and terminals can jump to it."""
    error = SourceError("content/articles/خبر.md", "date 'الثلاثاء' cannot be read", "write it like 2011-01-25", 3)
    assert str(error) == "content/articles/خبر.md:3: date 'الثلاثاء' cannot be read; write it like 2011-01-25"


def test_an_error_without_a_line_names_the_file():
    """What concerns a whole file has no line."""
    assert (
        str(OutputError("site", "cannot be written", "make it writable")) == "site: cannot be written; make it writable"
    )


def test_an_error_without_a_file_begins_with_the_finding():
    """What concerns the command line has no file."""
    assert str(ConfigError("", "no headline", "give one")) == "no headline; give one"


@pytest.mark.parametrize(
    ("kind", "code"), [(SourceError, 1), (TemplateError, 1), (OutputError, 1), (ConfigError, 2), (NewsgenError, 1)]
)
def test_only_configuration_calls_for_exit_code_2(kind, code):
    """Scripts tell wrong usage (2) from wrong content (1)."""
    assert kind("x", "y", "z").exit_code == code


def test_problems_hold_each_error_once_in_order():
    """A mistake that is met on every page is told once."""
    first, second = SourceError("أ", "x", "y"), SourceError("ب", "x", "y")
    assert Problems([second, first, SourceError("ب", "x", "y")]).errors == [second, first]


@given(st.text())
def test_an_error_is_one_printable_line_whatever_it_quotes(text):
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
def test_what_would_disturb_a_terminal_is_spelled_out(text, shown):
    """Controls, bidi marks and bytes that are no UTF-8 are shown by their number, Arabic as it is."""
    assert printable(text) == shown


def test_an_error_survives_the_way_between_processes():
    """Workers hand their errors back whole."""
    error = SourceError("seeds/a.txt", found="is empty", remedy="delete it", line=3)
    assert pickle.loads(pickle.dumps(error)) == error
