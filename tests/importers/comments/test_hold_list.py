"""The hold list finds a word in any spelling, with the particles and endings that Arabic writes as one word with it."""

import pytest

from newsgen.errors import SourceError
from newsgen.importers.comments.hold_list import HOLD_LIST, HoldList, read_hold_list
from newsgen.model.article import Comment


def word_in(text, *words):
    return HoldList(words).word_in(Comment("قارئ", None, text))


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("قمار", "أربح مع القِمــار"),
        ("قمار", "مواقع للقمار"),
        ("قمار", "والقمار"),
        ("إباحية", "مواقع اباحيه"),
        ("سم", "بالسم القاتل"),
        ("سم", "سمهم"),
        ("قمار", "ق م ا ر"),
        ("قمار", "ق.م.ا.ر"),
        ("casino", "best CASINOS here"),
        ("bad.example", "see http://bad.example/x"),
        ("بيع كلى", "اعلان: بيع  كُلى بثمن جيد"),
    ],
)
def test_a_word_is_found(word, text):
    """As people write it, and as they hide it."""
    assert word_in(text, word) == word


@pytest.mark.parametrize(
    ("word", "text"), [("سم", "اسمي سمير"), ("سم", "رسمي"), ("سم", "ناس مهمون"), ("قمار", "ثقة وأمار"), ("...", "نص")]
)
def test_another_word_is_not(word, text):
    """Short words are part of many others."""
    assert word_in(text, word) is None


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("https://a.example و http://b.example", 2),
        ("www.a.example", 1),
        ("<a href=x>نص</a>", 1),
        ("[نص](//a.example)", 1),
        ("spam-shop.com", 1),
        ("في سنة 2024.ثم قال", 0),
        ("…@… فقط", 0),
    ],
)
def test_links_are_counted(text, links):
    """However they are written."""
    reasons = HoldList().reasons(Comment("قارئ", None, text))
    assert reasons == ([f"has {links} link{'s' if links > 1 else ''}"] if links else [])


def test_the_name_and_the_site_of_a_commenter_count_too():
    """Spam is often there alone."""
    assert HoldList(("كازينو",)).word_in(Comment("كازينو أونلاين", None, "شكرا"))
    assert HoldList(("bad.example",)).word_in(Comment(None, None, "شكرا", url="https://bad.example/"))


def test_the_list_is_a_file_of_lines(tmp_path):
    """Remarks and blank lines do not count; a missing file is an empty list, and another encoding an error."""
    assert read_hold_list(tmp_path) == HoldList()
    (tmp_path / "content").mkdir()
    (tmp_path / HOLD_LIST).write_bytes("\ufeff# كلمات\r\nقمار\r\n\r\n بيع كلى \r\n".encode())
    assert read_hold_list(tmp_path).words == ("قمار", "بيع كلى")
    (tmp_path / HOLD_LIST).write_bytes("قمار".encode("cp1256"))
    with pytest.raises(SourceError, match="not valid UTF-8"):
        read_hold_list(tmp_path)


def test_a_text_of_a_megabyte_is_searched_in_linear_time():
    """A stranger may send one on purpose; the test would not end."""
    for text in ("ا" * 1_000_000, "و " * 500_000, "a" * 1_000_000, "<a " * 300_000, "ا.ب." * 200_000):
        HoldList(("قمار", "سم", "casino")).reasons(Comment("ن", None, text))
