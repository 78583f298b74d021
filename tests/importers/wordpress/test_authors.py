"""A post names its authors as its readers saw them, whichever plugin keeps guests."""

import pytest

from newsgen.importers.wordpress.authors import AuthorNames, authors_of, is_author_type
from newsgen.importers.wordpress.items import Item


def an_item(*meta, terms=(), **fields):
    """Return an item with custom fields, terms of authors, and the login of its creator."""
    named = {"dc:creator": "salma", **{name.replace("_", ":", 1): value for name, value in fields.items()}}
    return Item(named, tuple(("author", *term) for term in terms), meta, (), 0)


@pytest.fixture
def names():
    """Return the names of a user and of guests that several plugins keep."""
    found = AuthorNames()
    found.add("سلمى الوردي", "salma")
    coauthor = (("cap-display_name", "كريم الساحلي"), ("cap-user_login", "karim-sahili"))
    found.add_record(an_item(*coauthor, wp_post_name="cap-karim-sahili", wp_post_id="11"))
    found.add_record(an_item(title="ليلى العمراني", wp_post_name="layla", wp_post_id="12"))
    return found


@pytest.mark.parametrize(
    ("item", "wanted"),
    [
        (an_item(), ["سلمى الوردي"]),
        (an_item(terms=[("cap-karim-sahili", "karim-sahili")]), ["كريم الساحلي"]),
        (an_item(terms=[("karim-sahili", "karim-sahili")]), ["كريم الساحلي"]),
        (
            an_item(terms=[("cap-salma", "salma"), ("cap-karim-sahili", "karim sahili")]),
            ["سلمى الوردي", "كريم الساحلي"],
        ),
        (an_item(terms=[("omar", "عمر الفاسي")]), ["عمر الفاسي"]),
        (an_item(("_molongui_author", "guest-12"), ("_molongui_main_author", "guest-12")), ["ليلى العمراني"]),
        (an_item(("_guest_author_name", "عمر الفاسي")), ["عمر الفاسي"]),
        (an_item(("guest-author", "عمر الفاسي، ليلى العمراني")), ["عمر الفاسي", "ليلى العمراني"]),
        (an_item(("author_box", "1"), ("guest_author_url", "https://a.example")), ["سلمى الوردي"]),
        (an_item(("guest-author", "https://a.example")), ["سلمى الوردي"]),
        (an_item(terms=[("cap-admin", "admin")]), []),
    ],
)
def test_names_are_those_that_readers_saw(item, wanted, names):
    """Logins and slugs are for computers, and "admin" is nobody."""
    assert list(authors_of(item, names)) == wanted


@pytest.mark.parametrize(
    ("kind", "is_author"),
    [
        ("guest-author", True),
        ("guest_author", True),
        ("molongui_guestauthor", True),
        ("post", False),
        ("authority", False),
    ],
)
def test_the_items_of_authors_are_told_by_their_type(kind, is_author):
    """They are no articles without text."""
    assert is_author_type(kind) == is_author
