"""The address book is read as editors and merges leave it, and written atomically."""

import os
import pickle
import stat

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from newsgen.archive.address_book import (
    ADDRESS_BOOK,
    NEWSGENS_OWN,
    AddressBookError,
    AddressRegistry,
    BookLine,
    book_bytes,
    read_book,
    write_book,
)
from newsgen.errors import OutputError

LIBRARY = BookLine("articles/افتتاح-المكتبة/", ("articles/المكتبة/", "2011/01/المكتبة/"))
BRIDGE = BookLine("articles/الجسر/")
TEXT = (
    "bridge\t/articles/الجسر/\n"
    "library\t/articles/افتتاح-المكتبة/\t/articles/المكتبة/\t/2011/01/المكتبة/\n"
    "مدرسة\t/أخبار/المدرسة/\n"
)
LINES = {"bridge": BRIDGE, "library": LIBRARY, "مدرسة": BookLine("أخبار/المدرسة/")}


@pytest.fixture
def root(tmp_path):
    """Make a project's folder with content/ in it."""
    (tmp_path / "content").mkdir()
    return tmp_path


def read(root, content):
    """Return the book that holds *content*, and its errors as lines."""
    (root / ADDRESS_BOOK).write_bytes(content if isinstance(content, bytes) else content.encode())
    book, errors = read_book(root)
    assert all(isinstance(error, AddressBookError) for error in errors)
    return book, [str(error) for error in errors]


def test_a_line_is_an_id_with_its_addresses(root):
    """The present address comes first, then the older ones."""
    assert read(root, TEXT) == (LINES, [])


def test_no_file_is_an_empty_book(tmp_path):
    """A new project has none, and perhaps no content/ either."""
    assert read_book(tmp_path) == ({}, [])


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + TEXT.encode(),
        TEXT.replace("\n", "\r\n"),
        "\n \n" + TEXT.replace("\n", "\n\n"),
        TEXT.removesuffix("\n"),
        "".join(reversed(TEXT.splitlines(keepends=True))),
    ],
)
def test_changes_that_editors_make_to_a_file_do_no_harm(root, content):
    """A BOM, CRLF, blank lines, another order or a missing last line end change no address."""
    book, errors = read(root, content)
    assert (book, errors) == (LINES, [])
    assert book_bytes(book) == TEXT.encode()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("a /articles/أ/\n", "1: the line has no tab; write id, tab, /address/, or delete the line"),
        ("a\t/articles/أ/\nقطع\n", "2: the line has no tab"),
        ("\t/articles/أ/\n", "1: the id '' is empty"),
        ("a\x1b\t/articles/أ/\n", "1: the id 'a\\x1b' is empty or contains a control character"),
        ("a\t\n", "1: the address '' has no slash at its end"),
        ("a\tarticles/أ/\n", "1: the address 'articles/أ/' does not begin with a slash"),
        ("a\t/articles/أ\n", "1: the address '/articles/أ' has no slash at its end; write it like /articles/خبر/"),
        ("a\t/articles/أ.html\n", "1: the address '/articles/أ.html' has no slash at its end"),
        ("a\t/../أ/\n", "1: the address '/../أ/' has the part . or .., which may lead out of the site"),
        ("a\t/articles/%D8%A3/\n", "1: the address '/articles/%D8%A3/' is not spelled like /articles/أ/"),
        ("a\t//articles/أ/\n", "1: the address '//articles/أ/' is not spelled like /أ/"),
        ("a\t/أ/?p=1/\n", "1: the address '/أ/?p=1/' has a query"),
        ("a\t/\n", "1: the address '/' is the home page"),
        ("a\t/أ/\t\n", "1: the address '' does not begin with a slash"),
        ("a\t/أ/\t/ب\n", "1: the address '/ب' is not spelled like /ب/"),
        ("a\t/sections/أ/\n", "1: the address /sections/أ/ is reserved for newsgen's own pages"),
        (
            "a\t/أ/\nb\t/ب/\na\t/ت/\n",
            "3: the id 'a' is on line 1 too; keep one line and append the other's address to it, after a tab",
        ),
        ("\u0623\t/أ/\n\u0627\u0654\t/ب/\n", "2: the id 'أ' is on line 1 too; keep one line"),
        ("a\t/أ/\n\nb\t/أ/\n", "3: the address /أ/ is taken by line 1; keep it only on the line"),
        ("a\t/أ/\nb\t/\u0627\u0654/\n", "2: the address /أ/ is taken by line 1"),
        ("a\t/أ/\nb\t/ب/\t/أ/\n", "2: the address /أ/ is taken by line 1"),
        ("a\t/أ/\nb\t/أ/source/\n", "2: the address /أ/source/ is taken by line 1"),
        ("b\t/أ/source/\na\t/أ/\n", "2: the address /أ/ is taken by line 1"),
        (b"a\t/\xe6/\n", "1: byte 0xe6 is not valid UTF-8; save the file as UTF-8"),
    ],
)
def test_an_invalid_line_is_an_error_that_names_it(root, content, message):
    """No article is published while the address book is invalid."""
    _, errors = read(root, content)
    assert len(errors) == 1
    assert errors[0].startswith(f"{ADDRESS_BOOK}:{message}")


def test_every_invalid_line_is_an_error_and_valid_lines_are_read(root):
    """A user can correct all of them at once."""
    book, errors = read(root, "a\nb\t/ب/\nc\tc\nd\t/ب/\n")
    assert book == {"b": BookLine("ب/")}
    assert [error.split(":")[1] for error in errors] == ["1", "3", "4"]


@pytest.mark.parametrize("base", ["", "||||||| 3af1d12\na\t/ج/\n"])
def test_a_merge_conflict_is_one_error(root, base):
    """Two branches that published articles both added lines, and all of these lines are right."""
    conflict = f"<<<<<<< HEAD\na\t/أ/\n{base}=======\nb\t/ب/\n>>>>>>> other\n"
    message = f"{ADDRESS_BOOK}:2: contains a merge conflict; keep the lines of both sides, each id once"
    assert read(root, "0\t/0/\n" + conflict) == ({}, [message])


def test_a_folder_in_its_place_is_an_error(root):
    """The system's own error is reported."""
    (root / ADDRESS_BOOK).mkdir()
    assert "cannot be read" in str(read_book(root)[1][0])


def test_an_invalid_book_is_an_error_of_the_content():
    """It is neither an error of a source, which --keep-going ignores, nor a wrong command."""
    error = AddressBookError(ADDRESS_BOOK, "x", "y", 1)
    assert error.exit_code == 1
    assert pickle.loads(pickle.dumps(error)) == error


SIGNS = st.sampled_from([b"a", b"\t", b"/", "أ".encode(), b"\n", b"\r", b"<<<<<<<", b"..", b"%", b"\xd8", b"?"])


@settings(deadline=None, max_examples=examples(300))
@given(st.lists(SIGNS).map(b"".join) | st.binary())
def test_any_bytes_are_a_book_or_errors(tmp_path_factory, content):
    """They never cause a traceback, and lines that were read can be written and read again."""
    root = tmp_path_factory.mktemp("book")
    (root / "content").mkdir()
    (root / ADDRESS_BOOK).write_bytes(content)
    book, errors = read_book(root)
    assert all(str(error) for error in errors)
    (root / ADDRESS_BOOK).write_bytes(book_bytes(book))
    assert read_book(root) == (book, [])


NAME = st.text("ابتثج-abcABC", min_size=1, max_size=4)
ROWS = st.dictionaries(st.text(min_size=1).filter(str.isprintable), st.lists(NAME, min_size=1, max_size=3))


@settings(deadline=None)
@given(ROWS)
def test_a_book_is_read_as_it_was_written(tmp_path_factory, rows):
    """Any ids in any order come back the same."""
    root, taken, book = tmp_path_factory.mktemp("book"), set(), {}
    for key, names in rows.items():
        free = [f"news/{name}/" for name in names if name.casefold() not in taken]
        taken.update(name.casefold() for name in names)
        if free:
            book[key] = BookLine(free[0], tuple(free[1:]))
    write_book(book, root)
    assert read_book(root) == (book, [])


segments = st.sampled_from(["articles", "feed", "خبر", "كتاب-1", "source", "source-2", "a", "media", "cname", "X"])
names = st.sampled_from(["a", "b", "مدرسة", "", "ك\x85", "x y"])
written = st.lists(
    st.one_of(segments, st.sampled_from(["", "Ab", "é", "e\u0301", "ه\u0654", "x" * 126, "خ" * 130, "a b", ".."])),
    min_size=1,
    max_size=4,
).map(lambda parts: "/" + "/".join(parts) + "/")


@given(rows=st.lists(st.tuples(names, written), max_size=8))
@settings(deadline=None)
def test_a_line_of_one_address_is_read_like_any_other(tmp_path_factory, rows):
    """An older address that no other line has makes no difference to the line that it is added to."""
    root = tmp_path_factory.mktemp("book")
    (root / "content").mkdir()
    short, errors = read(root, "".join(f"{key}\t{address}\n" for key, address in rows))
    longer, others = read(root, "".join(f"{key}\t{row}\t/older-{n}/\n" for n, (key, row) in enumerate(rows)))
    assert errors == others
    assert short == {key: BookLine(line.address) for key, line in longer.items()}


def test_the_book_is_written_sorted_with_one_line_an_id(root):
    """The same addresses give the same bytes, and two branches seldom change the same line."""
    write_book(dict(reversed(LINES.items())), root)
    assert (root / ADDRESS_BOOK).read_bytes() == TEXT.encode()
    assert [file.name for file in (root / "content").iterdir()] == ["addresses.tsv"]


def test_no_file_is_made_for_an_empty_book(tmp_path):
    """A project without articles has nothing to commit."""
    write_book({}, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_an_unchanged_book_is_not_written(root):
    """The inode of the file does not change either."""
    write_book(LINES, root)
    before = (root / ADDRESS_BOOK).stat()
    write_book(LINES, root)
    after = (root / ADDRESS_BOOK).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_a_book_behind_a_symbolic_link_stays_there(root):
    """The link stays, and so do the permissions of its file."""
    elsewhere = root / "shared.tsv"
    elsewhere.write_bytes(b"")
    elsewhere.chmod(0o640)
    (root / ADDRESS_BOOK).symlink_to(elsewhere)
    write_book(LINES, root)
    assert (root / ADDRESS_BOOK).is_symlink()
    assert elsewhere.read_bytes() == TEXT.encode()
    assert stat.S_IMODE(elsewhere.stat().st_mode) == 0o640


@pytest.mark.parametrize("obstacle", ["folder", "loop", "file for folder"])
def test_a_book_that_cannot_be_written_is_an_error(tmp_path, obstacle):
    """The obstacle is not changed, and no temporary file is left beside it."""
    place = tmp_path / ADDRESS_BOOK
    if obstacle == "file for folder":
        place.parent.write_bytes(b"")
    else:
        place.parent.mkdir()
        place.mkdir() if obstacle == "folder" else place.symlink_to(place.name)
    before = sorted(os.walk(tmp_path))
    with pytest.raises(OutputError) as caught:
        write_book(LINES, tmp_path)
    assert caught.value.path == str(place)
    assert sorted(os.walk(tmp_path)) == before


def test_a_failed_write_leaves_the_old_book(root, monkeypatch):
    """The disk may be full at that moment."""
    write_book({"bridge": BRIDGE}, root)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", full)
    with pytest.raises(OutputError, match="free some space"):
        write_book(LINES, root)
    assert read_book(root) == ({"bridge": BRIDGE}, [])
    assert [file.name for file in (root / "content").iterdir()] == ["addresses.tsv"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("أ/", "أ/"),
        ("About/", "about/"),
        ("أ.html", "أ.html/"),
        ("أ.html", "أ.html/ب/"),
        ("أ.html", "أ.html/ب/ت.html"),
        ("أ/", "أ/source/"),
        ("أ/", "أ/source.txt/"),
        ("أ/", "أ/Source-12.txt/ب/"),
    ],
)
def test_two_owners_cannot_have_conflicting_addresses(first, second):
    """A file is not a folder, and an article's capture is below the article; the second claim fails."""
    for one, other in ((first, second), (second, first)):
        registry = AddressRegistry()
        articles = {"أ/"}
        assert registry.claim(one, "الأول", article=one in articles) is None
        assert registry.claim(other, "الثاني", article=other in articles) == "الأول"


@pytest.mark.parametrize("address", ["أ/ب/", "أ/sources/", "أ/source-.txt/", "أ/resource/", "أ.htm", "أ.html"])
def test_other_addresses_below_an_article_are_free(address):
    """Only the names of its capture are taken."""
    registry = AddressRegistry()
    assert registry.claim("أ/", "الأول", article=True) is None
    assert registry.claim(address, "الثاني") is None


def test_an_owner_may_claim_its_address_again():
    """An alias equal to the article's own address does no harm, but one within its own capture does."""
    registry = AddressRegistry()
    assert registry.claim("أ/", "الأول") is None
    assert registry.claim("أ/index.html", "الأول", article=True) is None
    assert registry.claim("أ/source/", "الأول") == "الأول"


attempts = st.tuples(st.lists(segments, min_size=1, max_size=4).map("/".join), st.sampled_from("abc"), st.booleans())


@given(attempts=st.lists(attempts, max_size=12))
def test_an_ordinary_address_is_claimed_like_any_other(attempts):
    """A second slash at its end makes the same address, and takes the slow path through the code."""
    plain, other = AddressRegistry(), AddressRegistry()
    for address, owner, article in attempts:
        found = plain.claim(f"{address}/", owner, article=article)
        assert other.claim(f"{address}//", owner, article=article) == found


def test_newsgens_own_addresses_cannot_be_claimed():
    """They have an owner from the start."""
    assert AddressRegistry().claim("feed.xml", "الأول") == NEWSGENS_OWN
