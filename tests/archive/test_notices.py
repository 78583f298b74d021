"""Which notices an archive has, where their list is, and when a corrected article was changed."""

from datetime import UTC, date, datetime

import pytest

from newsgen.archive.address_book import BookLine
from newsgen.archive.addresses import assign
from newsgen.archive.assemble import assemble
from newsgen.archive.corrections_log import parse_log
from newsgen.archive.notices import Correction, last_change
from newsgen.model.article import StandalonePage
from newsgen.model.article_meta import meta_of
from newsgen.model.config import Config
from newsgen.model.urls import DEFAULT_PERMALINK
from sample_records import an_article

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
DAY, LATER = date(2026, 1, 5), date(2026, 1, 9)


def archive_of(tmp_path, log, *, pages=(), book=()):
    """Return the archive of the articles a and b."""
    metas = [meta_of(an_article(key, headline=f"خبر {key}")) for key in ("a", "b")]
    addresses = assign(metas, pages, {key: BookLine(line[0], line[1:]) for key, line in book}, DEFAULT_PERMALINK, ())
    assert not addresses.errors
    return assemble(metas, {}, addresses, Config(tmp_path, tmp_path / "site"), log=parse_log(log)[0])


WITHDRAWN = "withdraw: a\ndate: 2026-01-05\nreason: س\n---\ncorrect: a\ndate: 2026-01-06\nnote: س\n"
CORRECTED = "---\ncorrect: b\ndate: 2026-01-07\nnote: س\n---\ncorrect: gone\ndate: 2026-01-07\nnote: س\n"


def test_only_what_concerns_readers_is_listed(tmp_path):
    """Neither a correction of a text that is withdrawn, nor one of an article that is not published."""
    notices = archive_of(tmp_path, WITHDRAWN + CORRECTED).notices
    assert [(one.action, one.article, one.url) for one in notices.listed] == [
        ("correct", "b", "articles/b/"),
        ("withdraw", "a", "articles/a/"),
    ]
    assert [one.article for one in notices.withdrawn] == ["a"]
    assert notices.corrections.keys() == {"b"}


@pytest.mark.parametrize("book", [("articles/b/", "corrections/"), ("Corrections/page/1/",)])
def test_an_article_at_the_address_of_the_list_keeps_it(tmp_path, book):
    """No published address moves because of a first correction; the list is left out with a warning."""
    archive = archive_of(tmp_path, WITHDRAWN, book=[("b", book)])
    assert (archive.notices.listed, [one.article for one in archive.notices.withdrawn]) == ((), ["a"])
    assert archive.warnings == (
        f"the list of corrections is left out, because its address /corrections/ is that of /{book[-1]}",
    )


def test_a_page_at_the_address_of_the_list_shows_it(tmp_path):
    """So an editor can write the rules for corrections above the list."""
    page = StandalonePage("corrections", "content/pages/corrections.md", "سياسة التصحيح", "<p>نص</p>")
    archive = archive_of(tmp_path, WITHDRAWN, pages=[page])
    assert (len(archive.notices.listed), archive.warnings) == (1, ())


@pytest.mark.parametrize(
    ("published", "updated", "expected"),
    [
        (None, None, DAY),
        (date(2011, 1, 1), None, DAY),
        (date(2011, 1, 1), date(2012, 1, 1), DAY),
        (NOON, None, NOON),
        (date(2011, 1, 1), NOON, NOON),
        (date(2011, 1, 1), LATER, LATER),
    ],
)
def test_a_correction_is_a_change_of_its_day(published, updated, expected):
    """A later time is not moved back: a correction has no time of the day."""
    assert last_change(published, updated, [Correction(DAY, ("س",))], UTC) == expected
    assert last_change(published, updated, (), UTC) == updated
