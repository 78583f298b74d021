"""A worker may work if it sees what the client sees, whatever else happens in the folders meanwhile."""

import pytest

from clusters import same_versions
from newsgen.errors import OutputError
from newsgen.workers.tickets import FOLDER, new_ticket


@pytest.mark.parametrize("name", ["crawl.warc", "."])
def test_files_that_come_meanwhile_do_no_harm(tmp_path, name):
    """A file to import may be in a folder like /tmp, in which other programs write."""
    (tmp_path / "root").mkdir()
    (tmp_path / "in").mkdir()
    (tmp_path / "in/crawl.warc").write_bytes(b"WARC")
    with new_ticket([tmp_path / "root", tmp_path / "in" / name], same_versions, set()) as ticket:
        (tmp_path / "in/other").touch()
        assert ticket.refusal() is None
        (tmp_path / "in/crawl.warc").unlink()
        assert (ticket.refusal() is None) == (name == ".")


def test_a_ticket_is_void_when_its_use_has_ended(tmp_path):
    """A worker that was believed dead does nothing more, and what a killed build left is removed."""
    (tmp_path / FOLDER).mkdir(parents=True)
    (tmp_path / FOLDER / "left").touch()
    with new_ticket([tmp_path], same_versions, set()) as ticket:
        assert ticket.is_valid
        assert list((tmp_path / FOLDER).iterdir()) == [ticket.file]
    assert "is not the same on" in str(ticket.refusal())


def test_a_project_that_cannot_be_written_is_an_error(tmp_path):
    """It is an expected failure with a remedy."""
    (tmp_path / ".newsgen").write_bytes(b"a file in the way")
    with pytest.raises(OutputError, match="cannot be written"), new_ticket([tmp_path], same_versions, set()):
        pass
