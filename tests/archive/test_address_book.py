"""The address book is read as editors and merges leave it, and written whole."""

import os
import pickle
import stat

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from newsgen.archive.address_book import (
    BOOK,
    NEWSGENS_OWN,
    AddressBookError,
    BookLine,
    Places,
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
    (root / BOOK).write_bytes(content if isinstance(content, bytes) else content.encode())
    book, errors = read_book(root)
    assert all(isinstance(error, AddressBookError) for error in errors)
    return book, [str(error) for error in errors]


def test_a_line_is_an_id_with_its_addresses(root):
    """The present address comes first, then those that it had before."""
    assert read(root, TEXT) == (LINES, [])


def test_no_file_is_an_empty_book(tmp_path):
    """A project begins without one, perhaps without content/."""
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
def test_what_editors_do_to_a_file_does_no_harm(root, content):
    """A BOM, CRLF, blank lines, another order or no last line end change no address; it is written in order."""
    book, errors = read(root, content)
    assert (book, errors) == (LINES, [])
    assert book_bytes(book) == TEXT.encode()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("a /articles/أ/\n", "1: a line without a tab; write id, tab, /address/, or delete the line"),
        ("a\t/articles/أ/\nقطع\n", "2: a line without a tab"),
        ("\t/articles/أ/\n", "1: the id '' is empty"),
        ("a\x1b\t/articles/أ/\n", "1: the id 'a\\x1b' is empty or holds a control character"),
        ("a\t\n", "1: the address '' has no slash at its end"),
        ("a\tarticles/أ/\n", "1: the address 'articles/أ/' does not begin with a slash"),
        ("a\t/articles/أ\n", "1: the address '/articles/أ' has no slash at its end; write it like /articles/خبر/"),
        ("a\t/articles/أ.html\n", "1: the address '/articles/أ.html' has no slash at its end"),
        ("a\t/../أ/\n", "1: the address '/../أ/' leads out of the site"),
        ("a\t/articles/%D8%A3/\n", "1: the address '/articles/%D8%A3/' is not spelled like /articles/أ/"),
        ("a\t//articles/أ/\n", "1: the address '//articles/أ/' is not spelled like /أ/"),
        ("a\t/أ/?p=1/\n", "1: the address '/أ/?p=1/' has a query"),
        ("a\t/\n", "1: the address '/' is the home page"),
        ("a\t/أ/\t\n", "1: the address '' does not begin with a slash"),
        ("a\t/أ/\t/ب\n", "1: the address '/ب' is not spelled like /ب/"),
        ("a\t/sections/أ/\n", "1: the address /sections/أ/ is that of newsgen's own pages"),
        ("a\t/أ/\nb\t/ب/\na\t/ت/\n", "3: the id 'a' is on line 1 too; delete one of the two lines"),
        ("a\t/أ/\n\nb\t/أ/\n", "3: the address /أ/ is taken by line 1; keep it on one line"),
        ("a\t/أ/\nb\t/\u0627\u0654/\n", "2: the address /\u0627\u0654/ is taken by line 1"),
        ("a\t/أ/\nb\t/ب/\t/أ/\n", "2: the address /أ/ is taken by line 1"),
        ("a\t/أ/\nb\t/أ/source/\n", "2: the address /أ/source/ is taken by line 1"),
        ("b\t/أ/source/\na\t/أ/\n", "2: the address /أ/ is taken by line 1"),
        (b"a\t/\xe6/\n", "1: byte 0xe6 is not valid UTF-8; save the file as UTF-8"),
    ],
)
def test_a_broken_line_is_an_error_that_names_it(root, content, told):
    """No article is published over a book that cannot be believed."""
    _, errors = read(root, content)
    assert len(errors) == 1
    assert errors[0].startswith(f"{BOOK}:{told}")


def test_every_broken_line_is_told_and_the_others_are_read(root):
    """A user mends them in one go."""
    book, errors = read(root, "a\nb\t/ب/\nc\tc\nd\t/ب/\n")
    assert book == {"b": BookLine("ب/")}
    assert [error.split(":")[1] for error in errors] == ["1", "3", "4"]


@pytest.mark.parametrize("base", ["", "||||||| 3af1d12\na\t/ج/\n"])
def test_a_merge_conflict_is_one_error(root, base):
    """Two branches that published articles both added lines; keeping all of them is right."""
    conflict = f"<<<<<<< HEAD\na\t/أ/\n{base}=======\nb\t/ب/\n>>>>>>> other\n"
    told = f"{BOOK}:2: holds a merge conflict; keep the lines of both sides, each id once"
    assert read(root, "0\t/0/\n" + conflict) == ({}, [told])


def test_a_folder_in_its_place_is_an_error(root):
    """Whatever the system says of it is told in words."""
    (root / BOOK).mkdir()
    assert "cannot be read" in str(read_book(root)[1][0])


def test_a_broken_book_is_wrong_content():
    """It is neither a source, which --keep-going passes over, nor a wrong command."""
    error = AddressBookError(BOOK, "x", "y", 1)
    assert error.exit_code == 1
    assert pickle.loads(pickle.dumps(error)) == error


SIGNS = st.sampled_from([b"a", b"\t", b"/", "أ".encode(), b"\n", b"\r", b"<<<<<<<", b"..", b"%", b"\xd8", b"?"])


@settings(deadline=None, max_examples=examples(300))
@given(st.lists(SIGNS).map(b"".join) | st.binary())
def test_any_bytes_are_a_book_or_errors(tmp_path_factory, content):
    """Never a traceback; what was read can be written and read again."""
    root = tmp_path_factory.mktemp("book")
    (root / "content").mkdir()
    (root / BOOK).write_bytes(content)
    book, errors = read_book(root)
    assert all(str(error) for error in errors)
    (root / BOOK).write_bytes(book_bytes(book))
    assert read_book(root) == (book, [])


NAME = st.text("ابتثج-abcABC", min_size=1, max_size=4)
ROWS = st.dictionaries(st.text(min_size=1).filter(str.isprintable), st.lists(NAME, min_size=1, max_size=3))


@settings(deadline=None)
@given(ROWS)
def test_a_book_is_read_as_it_was_written(tmp_path_factory, rows):
    """Whatever the ids are, and whatever order they come in."""
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
def test_a_line_of_one_address_is_read_as_any_other(tmp_path_factory, rows):
    """An older address that nobody else has makes no difference to the line that it is added to."""
    root = tmp_path_factory.mktemp("book")
    (root / "content").mkdir()
    short, errors = read(root, "".join(f"{key}\t{address}\n" for key, address in rows))
    longer, others = read(root, "".join(f"{key}\t{row}\t/older-{n}/\n" for n, (key, row) in enumerate(rows)))
    assert errors == others
    assert short == {key: BookLine(line.address) for key, line in longer.items()}


def test_the_book_is_written_sorted_with_one_line_an_id(root):
    """The same addresses are the same bytes, and two branches seldom touch one line."""
    write_book(dict(reversed(LINES.items())), root)
    assert (root / BOOK).read_bytes() == TEXT.encode()
    assert [file.name for file in (root / "content").iterdir()] == ["addresses.tsv"]


def test_no_file_is_made_for_an_empty_book(tmp_path):
    """A project without articles has nothing to commit."""
    write_book({}, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_book_that_says_the_same_is_left_alone(root):
    """Not even its inode changes."""
    write_book(LINES, root)
    before = (root / BOOK).stat()
    write_book(LINES, root)
    after = (root / BOOK).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_a_book_behind_a_link_stays_there(root):
    """Whoever keeps it elsewhere keeps the link; who may read it stays too."""
    elsewhere = root / "shared.tsv"
    elsewhere.write_bytes(b"")
    elsewhere.chmod(0o640)
    (root / BOOK).symlink_to(elsewhere)
    write_book(LINES, root)
    assert (root / BOOK).is_symlink()
    assert elsewhere.read_bytes() == TEXT.encode()
    assert stat.S_IMODE(elsewhere.stat().st_mode) == 0o640


@pytest.mark.parametrize("obstacle", ["folder", "loop", "file for folder"])
def test_a_book_that_cannot_be_written_is_an_error(tmp_path, obstacle):
    """What stands in its place is not touched, and nothing is left beside it."""
    place = tmp_path / BOOK
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
    """The disk may be full at the worst moment."""
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
def test_two_owners_cannot_be_in_each_others_way(first, second):
    """A file is no folder, and the capture of an article lies below it; whoever comes second is told."""
    for one, other in ((first, second), (second, first)):
        places = Places()
        articles = {"أ/"}
        assert places.take(one, "الأول", article=one in articles) is None
        assert places.take(other, "الثاني", article=other in articles) == "الأول"


@pytest.mark.parametrize("address", ["أ/ب/", "أ/sources/", "أ/source-.txt/", "أ/resource/", "أ.htm", "أ.html"])
def test_what_is_beside_an_article_is_free(address):
    """Only its capture's own names are taken."""
    places = Places()
    assert places.take("أ/", "الأول", article=True) is None
    assert places.take(address, "الثاني") is None


def test_an_owner_may_take_its_place_again():
    """An alias that is the article's own address harms nobody, but one in its own capture does."""
    places = Places()
    assert places.take("أ/", "الأول") is None
    assert places.take("أ/index.html", "الأول", article=True) is None
    assert places.take("أ/source/", "الأول") == "الأول"


claims = st.tuples(st.lists(segments, min_size=1, max_size=4).map("/".join), st.sampled_from("abc"), st.booleans())


@given(claims=st.lists(claims, max_size=12))
def test_an_ordinary_address_is_taken_as_any_other(claims):
    """A second slash at its end is the same place, and asks for the careful way to it."""
    plain, other = Places(), Places()
    for address, owner, article in claims:
        found = plain.take(f"{address}/", owner, article=article)
        assert other.take(f"{address}//", owner, article=article) == found


def test_newsgens_own_places_cannot_be_taken():
    """They have an owner from the start."""
    assert Places().take("feed.xml", "الأول") == NEWSGENS_OWN
