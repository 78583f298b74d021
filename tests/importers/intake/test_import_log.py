import pytest

from newsgen.errors import SourceError
from newsgen.importers.intake.import_log import (
    IMPORT_LOG,
    ImportLog,
    Row,
    read_log,
    recover,
    start_journal,
    write_log,
)

A, B, C = ("a" * 64, "b" * 64, "c" * 64)
FIRST = Row(A, "content/articles/خبر.md", "1" * 64, "seeds/خبر.html", "2011-01-25T10:00:00+00:00", ("url a.ma/خبر",))
SECOND = Row(B, "content/articles/نبأ.md", "2" * 64, "seeds/نبأ.txt")
NEWER = Row(C, FIRST.article, "3" * 64, "seeds/خبر-cccccccc.html", "2012-01-25", ("url a.ma/خبر",))


def log_of(*rows):
    log = ImportLog()
    for row in rows:
        log.add(row)
    return log


def test_a_written_log_is_read_again(tmp_path):
    """Rows and keys survive a round trip through the file."""
    write_log(tmp_path, log_of(SECOND, FIRST))
    log = read_log(tmp_path)
    assert list(log.rows()) == [FIRST, SECOND]
    assert log.by_key == {"url a.ma/خبر": FIRST.article}
    assert log.pending == []


def test_a_later_row_sets_the_digest_of_its_article():
    """The Markdown file of both captures was written again."""
    log = log_of(FIRST, NEWER)
    assert {row.written for row in log.by_article[FIRST.article].values()} == {NEWER.written}
    assert log.by_original[A].written == NEWER.written


def test_rows_of_an_interrupted_import_are_pending(tmp_path):
    """A killed import leaves its logged rows; the last of them may be incomplete."""
    with start_journal(tmp_path, log_of(FIRST)) as journal:
        journal.write(SECOND.line + NEWER.line[:70])
    log = read_log(tmp_path)
    assert list(log.rows()) == [FIRST]
    assert log.pending == [SECOND]


@pytest.mark.parametrize(
    ("files", "kept"),
    [
        ({SECOND.article: SECOND.written, FIRST.article: NEWER.written}, [SECOND, NEWER]),
        ({SECOND.article: SECOND.written, FIRST.article: FIRST.written}, [SECOND]),
        ({FIRST.article: FIRST.written}, []),
        ({FIRST.article: "e" * 64}, [NEWER]),
    ],
)
def test_pending_rows_count_if_their_files_were_written(files, kept):
    """A file with another digest was written and then changed by an editor, so its rows count too."""
    log = log_of(FIRST)
    log.pending = [SECOND, NEWER]
    recover(log, files.get)
    assert set(log.by_original) == {A} | {row.original for row in kept}
    assert log.pending == [row for row in (SECOND, NEWER) if row not in kept]


def test_an_invalid_line_is_an_error_with_its_number(tmp_path):
    """Ignoring a line that an editor broke would import articles twice."""
    (tmp_path / "content").mkdir()
    (tmp_path / IMPORT_LOG).write_text(FIRST.line + "<<<<<<< HEAD\n")
    with pytest.raises(SourceError) as caught:
        read_log(tmp_path)
    assert (caught.value.path, caught.value.line) == (IMPORT_LOG, 2)


def test_an_empty_log_is_not_written(tmp_path):
    """An import that only skips its inputs leaves the project unchanged."""
    start_journal(tmp_path, ImportLog()).close()
    write_log(tmp_path, ImportLog())
    assert not (tmp_path / IMPORT_LOG).exists()


def test_pending_rows_survive_a_second_kill(tmp_path):
    """The next import may be killed before it reaches them."""
    with start_journal(tmp_path, log_of(FIRST)) as journal:
        journal.write(SECOND.line)
    log = read_log(tmp_path)
    start_journal(tmp_path, log).close()
    assert read_log(tmp_path).pending == [SECOND]


def test_an_article_that_existed_before_is_not_left_behind():
    """If a pending row adds a capture to it, only that capture may be new."""
    log = log_of(FIRST)
    log.pending = [SECOND, NEWER]
    assert log.left_behind() == {SECOND.article, SECOND.evidence, NEWER.evidence}
