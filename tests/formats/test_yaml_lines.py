"""Ordinary front matter is read line by line, exactly as YAML reads it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.errors import SourceError
from newsgen.formats.yaml_fields import parse_entries
from newsgen.formats.yaml_lines import read_lines
from newsgen.formats.yaml_parser import parse_yaml


def yaml_of(text):
    """Return the result of the YAML parser for *text*: entries, or an error."""
    try:
        return parse_yaml(text, "خبر.md", 2, SourceError)
    except SourceError as error:
        return error


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("مكتبة المدينة", "مكتبة المدينة"),
        ("2015-07-26T08:00:00Z", "2015-07-26T08:00:00Z"),
        ("https://example.org/a,b?c=[d]#e  ", "https://example.org/a,b?c=[d]#e"),
        ('"1944 - وفاة: \\"شاه\\" #إيران"  ', '1944 - وفاة: "شاه" #إيران'),
        ("'~'", "~"),
        ('""', ""),
        ("", None),
        ("null", None),
        ("[]", []),
        ("[رياضة, \"كرة, قدم\" , 'سلة' , null ]", ["رياضة", "كرة, قدم", "سلة", None]),
        ("\n- رياضة\n- 'سلة'\n- ~", ["رياضة", "سلة", None]),
        ("\n# ملاحظة\n  src: a.jpg\n\n  alt:", {"src": "a.jpg", "alt": None}),
    ],
)
def test_ordinary_values_are_read_as_yaml_reads_them(text, value):
    """Nine in ten files contain only texts, quoted texts, lists and one level of keys."""
    text = f"title: خبر\nx: {text}\ntitle: آخر"
    read = read_lines(text, 2)
    assert read is not None
    assert read.by_key["x"].value == value
    assert read == parse_entries(text, "خبر.md", 2, SourceError) == yaml_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "x: a: b", "x: a:", "x: a #b", "x: -a", "x: &a b", "x: *a", "x: !!int 3", "x: |\n  a", "x: {a: b}",
        "x: [[a]]", "x: [a,]",
        "x: 'a''b'", 'x: "a\\n"', 'x: "a', "x: 'a' b", "x: a\n  b", "x:\n  - a\n- b", "x:\n  - a\n  b: c",
        "x:\n  - - a", "x:\n  a:\n    b: c",
        "x:\n  a: b\n c: d", " x: a", "- a", "a", "---\nx: a", "x: a\n...", "? x", "'x': a", "x y: a", "x:a",
        "x : a", "x:\ta", "x: a\u2028b",
        "x: a\u200fb", "x: a\x07", "x: a\r\ny: b",
    ],
)  # fmt: skip
def test_other_yaml_is_left_to_the_parser(text):
    """The parser reads signs that mean something in YAML and deeper levels, and explains what is broken."""
    assert read_lines(text, 2) is None


KEYS = [
    "title",
    "date",
    "عنوان",
    "a-b",
    "_",
    "1",
    "null",
    "~",
    "<<",
    "=",
    "?",
    "a b",
    '"a"',
    "a.b",
    "-a",
    "a\u064e",
    "a" * 101,
]
VALUES = [
    "", "خبر عاجل", "2015-07-26T08:00:00Z", "12:30", "~", "null", "NULL", "'~'", "''", '""', "'a'", '"a\\"b\\\\"',
    '"a\\n"', "'a''b'",
    "a: b", "a:b", "a:", ":a", "a #b", "a#b", "#a", "-a", "- a", "...", "---", "[]", "[ ]",
    "[a, b c , \"d, e\", 'f']", "[a,]", "[~]", "[null, a]",
    "[a: b]", "[a:b]", "[a #b]", "[a?]", '["a":b]', "[a'b, c\"d]", "[-a]", "{}", "{a: b}", "|", ">", "&a", "*a",
    "!a", "%a", "@a", "`a", "a, b]", "=",
    "a" * 1100, '"' + "a" * 1100 + '"', "«a»: b", "a\u00a0#b", "a:\u00a0b", "\u00a0", "\u3000a\u2003", "a\u2028b",
    "a\x85b", "a\u200fb", "\U0001f600", "a\\b", 'a"b',
]  # fmt: skip
NEXT = ["\n"] * 6 + ["", " \n", " # a\n", "\n\n", "\n# a\n", "\n  # a\n", "\n  a\n", "\n---\n", "\t\n"]
LINES = st.tuples(
    st.sampled_from([""] * 5 + [" ", "  ", "- ", "  - ", "  -", "\n", "# ", "\t"]),
    st.sampled_from([f"{key}: " for key in KEYS[:6] * 3 + KEYS] + ["title:", "date:", "", "", "", "title:  "]),
    st.sampled_from(VALUES) | st.text("ab:-?[]{}#&*!|>'\"%@`~, \\\u0627.0\u00a0", max_size=8),
    st.sampled_from(NEXT),
).map("".join)
BELOW = st.tuples(
    st.sampled_from(["title:\n", "date: \n", "x:\n\n"]),
    st.sampled_from(["- ", "  - ", "  a: ", " -  ", "-"]),
    st.lists(st.sampled_from(VALUES), min_size=1, max_size=3),
).map(lambda drawn: drawn[0] + "".join(f"{drawn[1]}{value}\n" for value in drawn[2]))


@given(st.lists(LINES | LINES | BELOW, max_size=4).map("".join))
def test_lines_are_read_as_yaml_reads_them(text):
    """For any front matter, the fast path either leaves it to the YAML parser, or gives the same result."""
    read = read_lines(text, 2)
    assert read is None or read == yaml_of(text)
    assert read is None or list(read.by_key) == list(yaml_of(text).by_key)


def test_strings_quoted_by_programs_are_ordinary():
    """Front matter with strings in JSON's form, as converters write it, needs no YAML parser."""
    title = 'قال: "نعم" #1 \\ 2'
    quoted = json.dumps(title, ensure_ascii=False)
    read = read_lines(f"title: {quoted}\ndate: 2015-07-26T08:00:00Z\ntags: [{quoted}, ب]\n", 2)
    assert read is not None
    assert read.by_key["title"].value == title
    assert read.by_key["tags"].value == [title, "ب"]
