"""The dates of an export are read with their time zone, and invalid dates are ignored."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from newsgen.importers.wordpress.dates import publication_time, update_time, utc_or_local, with_zone

NOON = datetime(2022, 7, 4, 12)  # noqa: DTZ001 - a local time without a zone
NEVER = "0000-00-00 00:00:00"


@pytest.mark.parametrize(
    ("gmt", "zone"),
    [
        ("2022-07-04 12:00:00", UTC),
        ("2022-07-04 11:00:00", timezone(timedelta(hours=1))),
        ("2022-07-04 06:30:20", timezone(timedelta(hours=5, minutes=30))),
        ("2022-07-03 12:00:00", None),
        (NEVER, None),
        ("", None),
    ],
)
def test_local_time_and_gmt_give_the_zone(gmt, zone):
    """The result has no zone if they differ by more than fourteen hours or one is missing."""
    assert with_zone("2022-07-04 12:00:00", gmt) == NOON.replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("feed", "wanted"),
    [
        ("Mon, 04 Jul 2022 12:00:00 +0000", NOON.replace(tzinfo=UTC)),
        ("Thu, 01 Jan 1970 00:00:00 +0000", None),
        ("Wed, 30 Nov -0001 00:00:00 +0000", None),
        ("أمس", None),
        ("", None),
    ],
)
def test_the_date_in_rss_format_is_used_last(feed, wanted):
    """It is often wrong in drafts."""
    assert publication_time(NEVER, NEVER, feed) == wanted
    assert publication_time("2022-07-04 12:00:00", NEVER, feed) == NOON


@pytest.mark.parametrize(
    ("changed", "wanted"),
    [("2022-07-04 12:00:40", None), ("2022-07-04 11:00:00", None), ("2022-07-05 12:00:00", NOON + timedelta(days=1))],
)
def test_an_update_is_a_change_more_than_a_minute_after_publication(changed, wanted):
    """WordPress records the publication itself as a change too."""
    assert update_time(NOON, changed, NEVER) == wanted


def test_a_comment_has_a_time_in_utc_if_it_is_known():
    """Otherwise it has the local time without a zone."""
    assert utc_or_local("2022-07-04 12:00:00", "2022-07-04 13:00:00") == NOON.replace(tzinfo=UTC)
    assert utc_or_local(NEVER, "2022-07-04 12:00:00") == NOON
