"""A time is one moment wherever the site writes it."""

import json
import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from newsgen.model.article import Comment, with_zones
from sample_records import an_article

ZONED = "font: system\nbase_url: https://example.org/\npublish_records: true\ntimezone: Africa/Casablanca\n"
MATTER = "title: خبر\ndate: {date}\nupdated: {updated}\ncaptured: 2022-07-07 08:00\n"


def moments_in(project):
    """Return every date that the site writes for machines about its one article, by the place where it stands."""
    page, feed = project.read("articles/خبر/index.html"), json.loads(project.read("feed.json"))["items"][0]
    record = json.loads(project.read("archive.jsonl"))
    return {
        "page": re.findall('<time datetime="([^"]*)"', page),
        "JSON-LD": re.findall('"date(?:Published|Modified)":"([^"]*)"', page),
        "Open Graph": re.findall('"article:[a-z]+_time" content="([^"]*)"', page),
        "card": re.findall('<time datetime="([^"]*)"', project.read("index.html")),
        "feeds": [feed["date_published"], feed["date_modified"]],
        "Atom": re.findall("<(?:published|updated)>([^<]*)<", project.read("feed.xml"))[1:],
        "sitemap": re.findall("<lastmod>([^<]*)<", project.read("sitemap.xml")),
        "records": [record["published"], record["updated"], record["captured"]],
    }


@pytest.mark.parametrize(
    ("date", "updated", "published", "changed"),
    [
        ("2022-07-05 10:30", "2022-07-06 09:00", "2022-07-05T10:30:00+01:00", "2022-07-06T09:00:00+01:00"),
        ("2022-07-05 23:30 -0800", "2022-07-06T20:00Z", "2022-07-05T23:30:00-08:00", "2022-07-06T20:00:00+00:00"),
    ],
)
def test_a_time_is_the_same_moment_everywhere(project, date, updated, published, changed):
    """A time without a zone has the site's, any other keeps its own; the day is the one that was written."""
    project.write("content/site.yml", ZONED)
    project.write("content/articles/a.md", f"---\n{MATTER.format(date=date, updated=updated)}---\nنص الخبر.\n")
    project.build()
    captured = "2022-07-07T08:00:00+01:00"
    assert moments_in(project) == {
        "page": [published, changed, captured],
        "JSON-LD": [published, changed],
        "Open Graph": [published, changed],
        "card": [published],
        "feeds": [published, changed],
        "Atom": [published, changed],
        "sitemap": [changed],
        "records": [published, changed, captured],
    }
    assert "5 يوليوز 2022" in project.read("articles/خبر/index.html")
    assert (project.site / "archive/2022/07/index.html").exists()


def test_without_a_zone_only_the_day_is_certain(project):
    """Programs would take a time without a zone for their own, so pages do not write it; feeds take UTC."""
    project.write("content/site.yml", ZONED.replace("timezone: Africa/Casablanca\n", ""))
    project.write("content/articles/a.md", "---\ntitle: خبر\ndate: 2022-07-05 10:30\n---\nنص الخبر.\n")
    project.build()
    assert '<time datetime="2022-07-05">' in project.read("articles/خبر/index.html")
    assert "<published>2022-07-05T10:30:00+00:00<" in project.read("feed.xml")


def test_a_change_before_publication_is_no_last_change(project):
    """The sitemap and the feeds give the later of the two dates, and the build warns."""
    project.write("content/site.yml", ZONED)
    matter = MATTER.format(date="2022-07-05 10:30", updated="2022-07-01 09:00")
    project.write("content/articles/a.md", f"---\n{matter}---\nنص الخبر.\n")
    (warning,) = project.build().report["warnings"]
    assert warning.startswith("content/articles/a.md: line 4: updated 2022-07-01 09:00:00 is before date")
    assert "<lastmod>2022-07-05T10:30:00+01:00<" in project.read("sitemap.xml")
    assert "date_modified" not in json.loads(project.read("feed.json"))["items"][0]


def test_a_zone_is_given_only_to_times_without_one():
    """A day stays a day, comments count too, and mean time before standard time is rounded to whole minutes."""
    old = datetime(1900, 1, 1, 10)  # noqa: DTZ001 - as it is written
    article = an_article(published=old, updated=date(1900, 1, 2), comments=(Comment("أ", old, "رأي"),))
    zoned = with_zones(article, ZoneInfo("Africa/Casablanca"))
    assert str(zoned.published) == str(zoned.comments[0].published) == "1900-01-01 10:00:00-00:30"
    assert (zoned.updated, zoned.captured) == (date(1900, 1, 2), None)
    assert with_zones(article, None) is article
    assert with_zones(zoned, UTC) is zoned
