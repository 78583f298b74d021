"""The table that decides whether two captures are versions of one article."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.importers.intake.near_duplicates import Likeness
from newsgen.importers.intake.versions import (
    Agreement,
    Facts,
    compare_dates,
    is_clearly_apart,
    is_version,
    why_apart,
)

SAME, OTHER, UNKNOWN, NUMBER = Agreement.SAME, Agreement.OTHER, Agreement.UNKNOWN, Agreement.SAME_NUMBER
ALL = [Facts(*row) for row in product(Agreement, (SAME, OTHER, UNKNOWN), Likeness, (True, False))]


def test_a_version_needs_the_same_address_or_date_and_text():
    """With none of them, two articles would become one."""
    elsewhere = [one for one in ALL if is_version(one) and one.address not in {SAME, NUMBER}]
    assert {one.text for one in elsewhere} == {Likeness.SAME}
    assert [one for one in elsewhere if one.date != SAME and (one.address, one.date) != (UNKNOWN, UNKNOWN)] == []


def test_other_addresses_and_dates_are_two_articles():
    """However alike their headlines and texts are: rates, weather and prayer times are published every day."""
    assert [one for one in ALL if is_clearly_apart(one) and is_version(one)] == []


def test_the_same_text_at_the_same_address_is_one_article():
    """Whatever the dates and the headlines say."""
    alike = [one for one in ALL if one.address in {SAME, NUMBER} and one.text == Likeness.SAME]
    assert [one for one in alike if not is_version(one)] == []


@pytest.mark.parametrize("date_", [OTHER, UNKNOWN])
@pytest.mark.parametrize("same_title", [True, False])
def test_another_text_at_the_same_address_is_another_article(date_, same_title):
    """A home page or a page of rates shows something else every day at the same address."""
    assert not is_version(Facts(SAME, date_, Likeness.OTHER, same_title))


@pytest.mark.parametrize("more", [{"date": SAME}, {"same_title": True}, {"address": SAME, "text": Likeness.SAME}])
def test_more_agreement_never_parts_a_version(more):
    """What agrees more speaks more for one article: the table has no hole."""
    assert [one for one in ALL if is_version(one) and not is_version(replace(one, **more))] == []


def test_what_is_kept_apart_has_a_reason():
    """The warning tells the editor what differs."""
    apart = [one for one in ALL if not is_version(one) and one.text != Likeness.OTHER]
    assert apart
    assert [one for one in apart if not why_apart(one)] == []


def test_a_day_is_the_same_day_in_every_form():
    """A page gives the time with its zone, an export without it, and a text only the day."""
    with_zone = datetime(2014, 1, 25, 22, 30, tzinfo=UTC)
    assert compare_dates(with_zone, date(2014, 1, 26)) == SAME
    assert compare_dates(with_zone, datetime.fromisoformat("2014-01-26T01:30")) == SAME
    assert compare_dates(with_zone, with_zone.astimezone(timezone(timedelta(hours=3)))) == SAME
    assert compare_dates(with_zone, date(2014, 1, 28)) == OTHER


def test_two_days_are_other_dates():
    """Daily pages are published one day after the other."""
    eight = datetime(2021, 3, 7, 8, tzinfo=UTC)
    assert compare_dates(eight, eight + timedelta(days=1)) == OTHER
    assert compare_dates(date(2021, 3, 7), date(2021, 3, 8)) == OTHER
    assert compare_dates(date(2021, 3, 7), datetime.fromisoformat("2021-03-08T00:01")) == OTHER
    assert compare_dates(None, eight) == compare_dates(eight, None) == compare_dates(None, None) == UNKNOWN


FIRST, LAST = map(datetime.fromisoformat, ("1800-01-01", "2100-01-01"))
ZONES = [UTC, timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))]
DATES = st.one_of(
    st.dates(FIRST.date(), LAST.date()),
    st.datetimes(FIRST, LAST),
    st.datetimes(FIRST, LAST, timezones=st.sampled_from(ZONES)),
)


@given(DATES, DATES)
def test_dates_are_compared_alike_in_either_order(one, other):
    """Either capture may be imported first, and every date that an article may have can be compared."""
    assert compare_dates(one, other) == compare_dates(other, one)
    assert compare_dates(one, one) == SAME
