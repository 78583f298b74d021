"""Measure `newsgen check` on a finished site.

usage: .venv/bin/python tests/bench/check.py PROJECT [--times N] [--only CHECK]...

PROJECT has a finished site in its folder site. Prints the seconds of each run, with one process for each CPU, and the
best of them.
"""

import argparse
import sys
from pathlib import Path
from time import perf_counter

from newsgen.check.checks import CHECKS
from newsgen.check.inventory import Options
from newsgen.check.run import judge
from newsgen.loaders.site_config import load_config
from newsgen.workers.local import default_jobs, worker_pool


def main():
    """Check the site as often as asked for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("project", type=Path)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--only", action="append", choices=CHECKS)
    options = parser.parse_args()
    config, _, _ = load_config(options.project.resolve())
    seconds = []
    for _ in range(options.times):
        start = perf_counter()
        verdict = judge(
            config.output, Options(config.base_url, str(config.root)), options.only, worker_pool(default_jobs())
        )
        seconds.append(perf_counter() - start)
        sys.stdout.write(
            f"{verdict.pages} pages, {verdict.files} files: {seconds[-1]:.2f} s, {len(verdict.findings)} findings\n"
        )
    sys.stdout.write(f"best: {min(seconds):.2f} s\n")


if __name__ == "__main__":
    main()
