"""The dates that a web page declares are read with their zones."""

import pytest

from newsgen.loaders.webpage.facts.dates import read_moment


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2022-07-05T10:30:00+0100", "2022-07-05 10:30:00+01:00"),
        ("2022-07-05 10:30:00 -0500", "2022-07-05 10:30:00-05:00"),
        ("2022-07-05T10:30:00+5:30", "2022-07-05 10:30:00+05:30"),
        ("Tue, 05 Jul 2022 10:30:00 EST", "2022-07-05 10:30:00-05:00"),
        ("5 يوليوز 2022 - 10:30", "2022-07-05 10:30:00"),
        ("هسبريس - 5 يوليوز 2022", "2022-07-05"),
    ],
)
def test_a_declared_date_keeps_its_zone(text, moment):
    """Content systems write offsets in every way; a printed date beside a name is read too."""
    assert str(read_moment(text)) == moment
