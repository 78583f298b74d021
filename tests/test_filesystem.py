"""Files are replaced whole, and one build at a time holds a project."""

import errno
import fcntl
import signal
import subprocess
import sys

import pytest

from newsgen.errors import OutputError
from newsgen.filesystem import lock, replace_file

HOLD = """
import fcntl, os, sys
handle = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT)
fcntl.lockf(handle, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path):
    """Start a second process that holds the lock in the folder `cache`."""
    (tmp_path / "cache").mkdir()
    command = [sys.executable, "-c", HOLD, str(tmp_path / "cache" / "lock")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"held\n"
        yield process
        process.kill()


def test_a_second_build_is_refused(tmp_path, holder):
    """Two builds of one project would publish a mixture."""
    assert holder.poll() is None
    with pytest.raises(OutputError, match="another build of this project is running; wait"), lock(tmp_path / "cache"):
        pass


def test_a_killed_build_holds_no_lock(tmp_path, holder):
    """The kernel drops the lock with the process: no stale lock file to delete by hand."""
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    with lock(tmp_path / "cache"):
        pass


def test_the_lock_is_held_and_given_back(tmp_path):
    """While a build runs another process cannot take it, afterwards it can."""
    probe = "import fcntl, os, sys; fcntl.lockf(os.open(sys.argv[1], os.O_RDWR), fcntl.LOCK_EX | fcntl.LOCK_NB)"
    command = [sys.executable, "-c", probe, str(tmp_path / "cache" / "lock")]
    with lock(tmp_path / "cache"):
        assert subprocess.run(command, check=False, capture_output=True).returncode != 0
    assert subprocess.run(command, check=False).returncode == 0


def test_what_fails_while_the_lock_is_held_is_not_taken_for_a_second_build(tmp_path):
    """A blocked pipe is no other build."""
    with pytest.raises(BlockingIOError), lock(tmp_path / "cache"):
        raise BlockingIOError


def test_a_lock_that_cannot_be_made_is_an_error(tmp_path):
    """A file stands where the folder is to be."""
    (tmp_path / "cache").write_bytes(b"theirs")
    with pytest.raises(OutputError, match="cannot be written"), lock(tmp_path / "cache"):
        pass


def test_a_lock_that_the_disk_does_not_support_is_an_error(tmp_path, monkeypatch):
    """Some network disks know no locks."""
    monkeypatch.setattr(fcntl, "lockf", lambda *_: (_ for _ in ()).throw(OSError(errno.ENOLCK, "No locks available")))
    with pytest.raises(OutputError, match="cannot be locked"), lock(tmp_path / "cache"):
        pass


def test_a_replaced_file_keeps_its_permissions(tmp_path):
    """What an owner allowed others to read or write stays so."""
    file = tmp_path / "file"
    file.write_bytes(b"old")
    file.chmod(0o640)
    replace_file(file, b"new")
    assert file.read_bytes() == b"new"
    assert file.stat().st_mode & 0o777 == 0o640


def test_a_file_is_replaced_in_a_folder_that_is_missing(tmp_path):
    """The folder is made, and nothing but the file is left in it."""
    replace_file(tmp_path / "folder" / "file", b"new")
    assert [file.name for file in (tmp_path / "folder").iterdir()] == ["file"]


def test_a_file_that_cannot_be_replaced_stays_as_it_was(tmp_path):
    """Nothing is left beside it."""
    (tmp_path / "file" / "inside").mkdir(parents=True)
    with pytest.raises(OSError):
        replace_file(tmp_path / "file", b"new")
    assert [entry.name for entry in tmp_path.iterdir()] == ["file"]
