"""A receipt is read as it was written, and one that somebody else wrote leads nowhere."""

import pytest

from newsgen.errors import OutputError
from newsgen.model.receipt import RECEIPT, ArticleSources, Receipt, parse_receipt, read_receipt, serialise

DIGEST = "0123456789abcdef" * 4
WHOLE = Receipt(
    {'articles/خبر "x"/index.html': DIGEST, "index.html": DIGEST},
    {"خبر": ArticleSources("articles/خبر/", {"content/articles/خبر.md": DIGEST, "seeds/خبر.txt": DIGEST})},
    ("مسودة",),
)


def test_a_receipt_is_read_as_it_was_written(tmp_path):
    """Also with quotes and Arabic in the names."""
    (tmp_path / RECEIPT).write_bytes(serialise(WHOLE))
    assert read_receipt(tmp_path) == WHOLE
    assert parse_receipt(serialise(Receipt({}, {})), "x") == Receipt({}, {})


def test_a_receipt_has_one_file_on_each_line():
    """So that the difference of two builds can be read."""
    assert f'"index.html": "{DIGEST}"' in serialise(WHOLE).decode().split("\n")


def test_a_site_without_a_receipt_is_an_error(tmp_path):
    """An older newsgen wrote none."""
    with pytest.raises(OutputError, match="no receipt"):
        read_receipt(tmp_path)


@pytest.mark.parametrize(
    "data",
    [
        b"", b"[]", b"{}", b"\xff", b"[" * 100_000, serialise(WHOLE).replace(b"index.html", b"../x", 1),
        serialise(WHOLE).replace(b'"seeds', b'"/seeds'), serialise(WHOLE).replace(b"abcdef", b"ABCDEF"),
        serialise(WHOLE).replace(b'"receipt": 1', b'"receipt": 2'), serialise(WHOLE).replace(DIGEST.encode(), b"", 1),
    ],
)  # fmt: skip
def test_what_is_no_receipt_is_an_error(data):
    """Such as one whose paths leave the folder of the site."""
    with pytest.raises(OutputError, match=r"^receipt\.json"):
        parse_receipt(data, RECEIPT)
