"""Build this folder's site: the same as `newsgen build --root <this folder>`."""

import sys
from pathlib import Path

from newsgen.cli import main

if __name__ == "__main__":  # workers import this file where processes are not forked
    sys.exit(main(["build", "--root", str(Path(__file__).parent), *sys.argv[1:]]))
