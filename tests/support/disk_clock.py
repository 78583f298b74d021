"""Wait for the clock of file timestamps, which may advance more slowly than a test writes files."""

import os
import tempfile
from pathlib import Path


def wait_for_tick(folder: Path) -> None:
    """Wait until a new file gets a later timestamp than all files that were written before."""
    with tempfile.TemporaryFile(dir=folder) as probe:
        before = os.fstat(probe.fileno()).st_ctime_ns
        while os.fstat(probe.fileno()).st_ctime_ns == before:
            os.fchmod(probe.fileno(), 0o600)  # sets the timestamp again
