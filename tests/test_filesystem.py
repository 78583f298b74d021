"""Files are replaced whole, and only one build of a project runs at a time."""

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
    with pytest.raises(OutputError, match="another build or import of this project is"), lock(tmp_path / "cache"):
        pass


def test_a_killed_build_holds_no_lock(tmp_path, holder):
    """The kernel releases the lock with the process, so that no stale lock has to be deleted by hand."""
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    with lock(tmp_path / "cache"):
        pass


def test_the_lock_is_held_and_released(tmp_path):
    """Another process cannot take the lock while a build runs, and can take it afterwards."""
    probe = "import fcntl, os, sys; fcntl.lockf(os.open(sys.argv[1], os.O_RDWR), fcntl.LOCK_EX | fcntl.LOCK_NB)"
    command = [sys.executable, "-c", probe, str(tmp_path / "cache" / "lock")]
    with lock(tmp_path / "cache"):
        assert subprocess.run(command, check=False, capture_output=True).returncode != 0
    assert subprocess.run(command, check=False).returncode == 0


def test_an_error_while_the_lock_is_held_is_not_reported_as_a_second_build(tmp_path):
    """An error from a blocked pipe, for example, passes through unchanged."""
    with pytest.raises(BlockingIOError), lock(tmp_path / "cache"):
        raise BlockingIOError


def test_a_lock_that_cannot_be_created_is_an_error(tmp_path):
    """For example, there may be a file at the path of the folder."""
    (tmp_path / "cache").write_bytes(b"theirs")
    with pytest.raises(OutputError, match="cannot be written"), lock(tmp_path / "cache"):
        pass


def test_a_lock_that_the_disk_does_not_support_is_an_error(tmp_path, monkeypatch):
    """Some network disks do not support locks."""
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
    """No temporary file is left beside it."""
    (tmp_path / "file" / "inside").mkdir(parents=True)
    with pytest.raises(OSError):
        replace_file(tmp_path / "file", b"new")
    assert [entry.name for entry in tmp_path.iterdir()] == ["file"]
