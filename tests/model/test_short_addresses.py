import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.model.short_addresses import short_url
from newsgen.model.urls import MAX_SEGMENT_BYTES, alias_url


@pytest.mark.parametrize("key", ["a17", "report_2011", "خبر-أول", "خبر أول", "a.b", "x.html", "l'été & co"])
def test_the_short_address_of_an_article_is_its_id(key):
    """A letter that a URL cannot contain is encoded where it is linked, as in every address."""
    assert short_url(key) == f"a/{key}/"


@pytest.mark.parametrize(
    "key", ["2011/01/x", "..", ".", "what?", "no#1", "50%25", "index.html", "x" * 300, "a\\b", "a\u202eb", " a", "a."]
)
def test_an_id_that_no_folder_can_have_gets_a_digest(key):
    """The address leads out of no folder, works on every host, and belongs to this id alone."""
    address = short_url(key)
    name = address.removeprefix("a/").removesuffix("/")
    assert "/" not in name
    assert len(name.encode()) <= MAX_SEGMENT_BYTES
    assert name != key
    assert short_url(f"{key}x") != address


@given(st.text(min_size=1))
def test_every_short_address_is_valid(key):
    """It is spelled as every address of the site, whatever the id."""
    address = short_url(key)
    assert alias_url(f"/{address}") == address
    assert address.count("/") == 2


def test_ids_that_differ_by_case_alone_have_different_short_addresses():
    """Not all hosts and disks tell them apart."""
    assert short_url("market") == "a/market/"
    others = {short_url(key) for key in ("Market", "MARKET")}
    assert len({address.casefold() for address in others} - {"a/market/"}) == 2
