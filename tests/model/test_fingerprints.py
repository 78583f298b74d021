"""Values that a page could show differently have different fingerprints."""

from collections import OrderedDict
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import combinations
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from newsgen.model.article import Image, Related, RelatedLink, Role
from newsgen.model.article_meta import Card, card_fingerprint
from newsgen.model.config import Spellings
from newsgen.model.fingerprints import SIZE, fingerprint, plain_fingerprint
from newsgen.model.pictures import CardPicture
from newsgen.model.urls import Link
from sample_records import CONFIG, a_capture, an_archive, an_article

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters()) | st.dates() | st.binary(),
    lambda inner: st.lists(inner).map(tuple) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
DAY = date(2022, 7, 18)
MOMENT = datetime(2022, 7, 18, tzinfo=UTC)
SINGLE = [
    *(None, True, False, 0, 1, -1, 1.5, "", "0", "1", "None", "null", "[]", "ماء", "\udcff", b"", b"1"),
    *((), ("",), (None,), ((), ()), {}, {"": ""}, {"a": ()}),
    *(DAY, str(DAY), MOMENT, MOMENT.replace(tzinfo=None), MOMENT.replace(tzinfo=timezone(timedelta(hours=1)))),
    *(Path("a"), "a", Role.BODY, RelatedLink("a"), RelatedLink("a", "b"), ("a", "b"), ("a", None)),
    *(Image("a"), Related(), Related("a"), Spellings()),
]


PLAIN = [None, True, 1, 1.0, 0, "", "1", b"", b"1", (), ("",), (None,), ((), ()), (("1",),), "ماء", "\udcff"]


def test_different_plain_values_have_different_fingerprints():
    """Equal ones have the same, whether or not their parts are one object."""
    for one, other in combinations(PLAIN, 2):
        assert plain_fingerprint(one) != plain_fingerprint(other), (one, other)
    assert plain_fingerprint("a", "b") != plain_fingerprint("ab")
    text, twin = (b"abc".decode() for _ in range(2))
    assert plain_fingerprint(text, text) == plain_fingerprint(text, twin)
    assert len(plain_fingerprint()) == SIZE


def test_the_plain_fingerprint_of_a_record_is_refused():
    """Its class would not count."""
    for record in (Related(), Link("a", "b"), DAY, Role.BODY):
        with pytest.raises(ValueError, match="unmarshallable"):
            plain_fingerprint(record)


def test_different_values_have_different_fingerprints():
    """The law holds for all types of values in records."""
    for one, other in combinations(SINGLE, 2):
        assert fingerprint(one) != fingerprint(other), (one, other)


@given(VALUES, VALUES)
def test_equal_fingerprints_mean_equal_values(one, other):
    """A value always has the same fingerprint, also in another build."""
    assume(repr(one) != repr(other))
    assert fingerprint(one) != fingerprint(other)
    assert fingerprint(one) == fingerprint(one)
    assert len(fingerprint(one)) == SIZE


@given(st.lists(VALUES, max_size=3), st.lists(VALUES, max_size=3))
def test_the_boundaries_of_values_count(one, other):
    """The number of values counts as well."""
    assert (fingerprint(*one) == fingerprint(*other)) == (repr(one) == repr(other))


CHANGES = {str: lambda text: f"{text}x", tuple: lambda values: (*values, "x"), bool: lambda flag: not flag}


@pytest.mark.parametrize("field", Card._fields)
def test_every_part_of_a_card_counts(field):
    """Lists show most fields of a card."""
    card = an_archive(an_article(published=date(2022, 7, 18))).cards[0]
    value = getattr(card, field)
    other = CardPicture("a.jpg", 3, 2, "") if field == "picture" else CHANGES.get(type(value), lambda _: "x")(value)
    changed = card._replace(**{field: other})
    assert fingerprint(card) != fingerprint(changed)
    assert card_fingerprint(card) != card_fingerprint(changed)


@pytest.mark.parametrize("field", [field.name for field in fields(CONFIG)])
def test_every_setting_counts(field):
    """Pages may depend on any setting."""
    value = getattr(CONFIG, field)
    changed = {int: 17, bool: not value, tuple: ("x",)}.get(type(value), "x")
    assert fingerprint(CONFIG) != fingerprint(replace(CONFIG, **{field: changed}))


def test_the_type_of_a_mapping_does_not_count():
    """Only the content of a mapping counts."""
    known = {"a": 1, "b": 2}
    assert fingerprint(known) == fingerprint(MappingProxyType(known)) == fingerprint(OrderedDict(known))


def test_a_value_without_order_is_refused():
    """A set would have a different fingerprint in each process."""
    with pytest.raises(TypeError):
        fingerprint({"a", "b"})
    with pytest.raises(TypeError):
        fingerprint(object())


def test_all_parts_of_an_archive_have_a_fingerprint():
    """Metadata with captures, terms and pictures, sidebars and redirects can be fingerprinted."""
    archive = an_archive(an_article(evidence=(a_capture(),), image=Image("a.png"), tags=("ماء",), aliases=("x.html",)))
    assert fingerprint(archive.metas, archive.related_links, archive.terms.by_article, archive.redirects)
