"""Build this folder's site: the same as `newsgen build --root <this folder>`."""

import sys
from pathlib import Path

from newsgen.cli import main

sys.exit(main(["build", "--root", str(Path(__file__).parent), *sys.argv[1:]]))
