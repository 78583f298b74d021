"""The rows of an export in JSON are found wherever the blocks end that are read."""

import io
import json

from hypothesis import given
from hypothesis import strategies as st

from newsgen.importers.exports import json_stream
from newsgen.importers.exports.json_stream import read_rows

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
ROWS = st.lists(st.dictionaries(st.text(), VALUES, max_size=3), max_size=4)


@given(
    tables=st.dictionaries(st.text("ab{}[] ", min_size=1), ROWS, max_size=3),
    indent=st.sampled_from([None, 1]),
    escaped=st.booleans(),
)
def test_every_row_is_found_once_with_its_bytes(tables, indent, escaped):
    """Strings may contain brackets, quotes and the names of tables."""
    data = json.dumps({"db": [{"data": tables}]}, indent=indent, ensure_ascii=escaped).encode("utf-8", "replace")
    rows = list(read_rows(io.BytesIO(data), "x"))
    expected = [(table, row) for table, rows in json.loads(data)["db"][0]["data"].items() for row in rows]
    assert [(row.table, json.loads(row.data)) for row in rows] == expected
    assert all(
        data.splitlines()[row.line - 1].lstrip().endswith(b"{") or not indent or row.data == b"{}" for row in rows
    )


def test_a_row_may_be_larger_than_a_block(monkeypatch):
    """It is read to its end, and the next begins where it ends."""
    monkeypatch.setattr(json_stream, "_BLOCK", 7)
    rows = [{"id": str(number), "html": '{"}[' * 500} for number in range(3)]
    data = json.dumps({"data": {"posts": rows}}).encode()
    assert [row.values() for row in read_rows(io.BytesIO(data), "x")] == rows
