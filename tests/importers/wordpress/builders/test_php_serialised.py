"""What PHP serialised is read as plain data, and damage is an error or is mended, never more."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.importers.wordpress.builders.php_serialised import read_serialised


def serialised(value):
    """Return *value* as PHP serialises it; dicts with the key "" are objects."""
    if value is None:
        return "N;"
    if isinstance(value, bool):
        return f"b:{int(value)};"
    if isinstance(value, int):
        return f"i:{value};"
    if isinstance(value, str):
        return f's:{len(value.encode())}:"{value}";'
    rows = list(enumerate(value)) if isinstance(value, list) else list(value.items())
    start = 'O:8:"stdClass"' if isinstance(value, dict) else "a"
    return f"{start}:{len(rows)}:{{{''.join(serialised(key) + serialised(one) for key, one in rows)}}}"


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, min_size=1, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_each_value_is_read_back(value):
    """Lengths are those of bytes, and texts may hold quotes and braces."""
    assert read_serialised(serialised(value)) == value


def test_a_wrong_length_is_mended():
    """Replacing an address of a site in its database, or a line end in its export, changes lengths."""
    text = serialised({"a": "https://old.example/صورة.jpg", "b": ["نص\nآخر"]}).replace("old", "much-longer")
    assert read_serialised(text) == {"a": "https://much-longer.example/صورة.jpg", "b": ["نص\nآخر"]}


@pytest.mark.parametrize(
    "text", ["", "a", "a:1:{", "a:1:{i:0;", 's:5:"ab', "x:1;", "a:" * 500, "a:1:{i:0;" * 500, 'C:1:"X":0:{}']
)
def test_damage_is_an_error_or_a_shorter_value(text):
    """No class is ever made, nothing is run, and deep nesting does not exhaust the stack."""
    with suppress(ValueError):
        assert isinstance(read_serialised(text), list | dict | str)
