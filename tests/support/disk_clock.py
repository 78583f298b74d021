"""The clock by which a disk dates its files; it is coarser than a test is quick."""

import os
import tempfile
from pathlib import Path


def wait_for_tick(folder: Path) -> None:
    """Wait until a file that is written now has another date than all that were written before."""
    with tempfile.TemporaryFile(dir=folder) as probe:
        before = os.fstat(probe.fileno()).st_ctime_ns
        while os.fstat(probe.fileno()).st_ctime_ns == before:
            os.fchmod(probe.fileno(), 0o600)  # dates it again
