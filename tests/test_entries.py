"""Ordinary front matter is read line by line, exactly as YAML reads it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.entries import parse_entries, read_lines
from newsgen.errors import SourceError
from newsgen.yaml_entries import parse_yaml


def yaml_of(text):
    """Return what YAML's own parser says of *text*: entries, or an error."""
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
        ('[رياضة, "كرة, قدم" , \'سلة\', ~, null]', None),
        ("[رياضة, \"كرة, قدم\" , 'سلة' , null ]", ["رياضة", "كرة, قدم", "سلة", None]),
        ("\n- رياضة\n- 'سلة'\n- ~", ["رياضة", "سلة", None]),
        ("\n\n  # ملاحظة\n", None),
        ("\n# ملاحظة\n  src: a.jpg\n\n  alt:", {"src": "a.jpg", "alt": None}),
    ],
)
def test_ordinary_values_are_read_as_yaml_reads_them(text, value):
    """Texts, quoted texts, lists and one level of keys: what nine in ten files hold."""
    text = f"title: خبر\nx: {text}\ntitle: آخر"
    read = read_lines(text, 2)
    assert read is None or read.by_key["x"].value == value
    assert parse_entries(text, "خبر.md", 2, SourceError) == yaml_of(text) == (read or yaml_of(text))
