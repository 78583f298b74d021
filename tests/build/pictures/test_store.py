import json
import os
import time
import zlib

import pytest

from newsgen.build.pictures.store import PictureStore
from newsgen.formats.pictures.resize import Resized

MADE = [Resized("webp", 400, 300, b"first"), Resized("jpg", 400, 300, b"second")]


@pytest.fixture
def store(tmp_path):
    """Return an empty store."""
    return PictureStore(tmp_path / "pictures", "recipe 1")


def test_what_was_stored_is_read(store):
    """The bytes of a size are read alone."""
    written = store.write("a", MADE, None)
    assert store.read("a") == written
    assert [store.data("a", size) for size in written.sizes] == [b"first", b"second"]
    assert store.read("b") is None


def test_a_failure_is_stored_too(store):
    """A picture that cannot be read is not tried again."""
    store.write("a", (), "is damaged")
    assert store.read("a").failure == "is damaged"


def test_another_recipe_has_other_sizes(store):
    """A new version of Pillow makes other bytes."""
    store.write("a", MADE, None)
    assert PictureStore(store.folder, "recipe 2").read("a") is None


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"[",
        b"null",
        b"[[], null, 1]",
        b'[["webp"], null]',
        b'[[["webp", 400]], null]',
        b"[[], 3]",
        *(
            json.dumps([[size], None]).encode()
            for size in (
                ("svg", 400, 300, 5, "0" * 64),
                ("webp", "/../../x", 300, 5, "0" * 64),
                ("webp", 400, 300, 5, "../../xyz"),
                ("webp", 400, 300, 5, 7),
                ("webp", 400, 300, -5, "0" * 64),
                ("webp", True, 300, 5, "0" * 64),
                (["webp"], 400, 300, 5, "0" * 64),
            )
        ),
    ],
)
def test_a_file_that_newsgen_did_not_write_is_not_believed(store, head):
    """It may come from a stranger, with a checksum that is right."""
    size = store.write("a", MADE, None).sizes[0]
    (file,) = store.folder.iterdir()
    file.write_bytes(b"%08x %s\nfirst" % (zlib.crc32(head), head))
    assert store.read("a") is None
    assert store.data("a", size) is None


def test_a_store_that_cannot_be_written_stores_nothing(store):
    """The build goes on, and makes the sizes again."""
    store.folder.write_bytes(b"a file")
    assert store.write("a", MADE, None).sizes
    assert store.read("a") is None
    store.forget_all_but([])


def test_what_nothing_uses_is_removed_after_a_month(store):
    """A build of drafts, or of an earlier day, may need it until then."""
    for name in "abc":
        store.write(name, MADE, None)
    month_ago = time.time() - 31 * 24 * 3600
    for file in store.folder.iterdir():
        os.utime(file, (month_ago, month_ago))
    store.write("b", MADE, None)
    store.forget_all_but(["a"])
    assert [name for name in "abc" if store.read(name)] == ["a", "b"]
