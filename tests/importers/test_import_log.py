import pytest

from newsgen.errors import SourceError
from newsgen.importers.import_log import (
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


def test_what_is_written_is_read_again(tmp_path):
    """All that is known of an import is in its book."""
    write_log(tmp_path, log_of(SECOND, FIRST))
    log = read_log(tmp_path)
    assert list(log.rows()) == [FIRST, SECOND]
    assert log.by_key == {"url a.ma/خبر": FIRST.article}
    assert log.pending == []


def test_a_later_capture_says_how_the_article_was_written_last():
    """Its file was written anew, with both."""
    log = log_of(FIRST, NEWER)
    assert {row.written for row in log.by_article[FIRST.article].values()} == {NEWER.written}
    assert log.by_original[A].written == NEWER.written


def test_a_row_is_promised_before_its_files_are_written(tmp_path):
    """A killed import leaves its promises; the last of them may be torn."""
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
def test_of_an_import_that_broke_off_those_promises_count_whose_files_are_there(files, kept):
    """An editor's change since then counts as kept: what they changed was there."""
    log = log_of(FIRST)
    log.pending = [SECOND, NEWER]
    recover(log, files.get)
    assert set(log.by_original) == {A} | {row.original for row in kept}
    assert log.pending == [row for row in (SECOND, NEWER) if row not in kept]


def test_a_line_that_is_none_is_an_error_with_its_number(tmp_path):
    """An editor may have broken the book; to guess would write articles twice."""
    (tmp_path / "content").mkdir()
    (tmp_path / IMPORT_LOG).write_text(FIRST.line + "<<<<<<< HEAD\n")
    with pytest.raises(SourceError) as caught:
        read_log(tmp_path)
    assert (caught.value.path, caught.value.line) == (IMPORT_LOG, 2)


def test_nothing_imported_makes_no_book(tmp_path):
    """An import that only skips leaves the project as it was."""
    start_journal(tmp_path, ImportLog()).close()
    write_log(tmp_path, ImportLog())
    assert not (tmp_path / IMPORT_LOG).exists()


def test_a_promise_outlives_a_second_kill(tmp_path):
    """The import that was to keep it may be killed before it comes to it."""
    with start_journal(tmp_path, log_of(FIRST)) as journal:
        journal.write(SECOND.line)
    log = read_log(tmp_path)
    start_journal(tmp_path, log).close()
    assert read_log(tmp_path).pending == [SECOND]


def test_an_article_that_was_there_before_an_import_broke_off_is_none_that_it_left_behind():
    """Of another capture that was promised only that capture may be new."""
    log = log_of(FIRST)
    log.pending = [SECOND, NEWER]
    assert log.left_behind() == {SECOND.article, SECOND.evidence, NEWER.evidence}
