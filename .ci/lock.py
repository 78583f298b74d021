"""Write .ci/constraints.txt: the newest release of each package that newsgen, its extras and its build need.

Usage, with Python 3.11, the oldest that newsgen supports:  python3.11 .ci/lock.py
"""  # noqa: INP001 - a script of its own

import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
CONSTRAINTS = REPOSITORY / ".ci" / "constraints.txt"
OLDEST = (3, 11)
HEADER = """\
# The exact version of every package that the README's two commands install.
# Written by: python3.11 .ci/lock.py
"""

MISSING = """
import sys
from importlib.metadata import distributions
from itertools import product
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

pythons = ["3.11", "3.12", "3.13", "3.14"]
platforms = [("linux", "Linux", "x86_64"), ("linux", "Linux", "aarch64"), ("darwin", "Darwin", "arm64")]
environments = [
    {
        "python_version": python,
        "python_full_version": python + ".0",
        "implementation_version": python + ".0",
        "sys_platform": platform,
        "platform_system": system,
        "platform_machine": machine,
    }
    for python, (platform, system, machine) in product(pythons, platforms)
]
installed = {canonicalize_name(found.metadata["Name"]): found for found in distributions()}
seen, left = set(), [Requirement(text) for text in sys.argv[1:]]
while left:
    wanted = left.pop()
    name = canonicalize_name(wanted.name)
    if name not in installed:
        print(wanted.name)
    for extra in {"", *wanted.extras}:
        if name in installed and (name, extra) not in seen:
            seen.add((name, extra))
            for text in installed[name].requires or []:
                needed = Requirement(text)
                if not needed.marker or any(needed.marker.evaluate({**one, "extra": extra}) for one in environments):
                    left.append(needed)
"""
"""Run in the environment that was made: name what is needed on any supported Python and system, and not on this."""

BOTOCORE = "import botocore; print(botocore.__version__)"
"""Run after aiobotocore was installed: it needs a botocore of some weeks ago, whose version is that of its boto3.

pip tries the newest boto3 first, and would try other packages for a quarter of an hour before an older one.
"""


def main() -> None:
    """Install everything at its newest in a fresh environment, and write down what came."""
    if sys.version_info[:2] != OLDEST:
        sys.exit("run it with the oldest Python that newsgen supports: python3.11 .ci/lock.py")
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    extras = ",".join(project["project"]["optional-dependencies"])
    build = [*project["build-system"]["requires"], "editables"]  # which hatchling asks for, to install with -e
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder, "bin", "python")
        run(python, "-m", "pip", "install", "--quiet", "aiobotocore")
        boto3 = f"boto3<={run(python, '-c', BOTOCORE).strip()}"
        run(python, "-m", "pip", "install", "--quiet", "--editable", f"{REPOSITORY}[{extras}]", *build, boto3)
        while missing := run(python, "-c", MISSING, f"newsgen[{extras}]", *build).split():
            run(python, "-m", "pip", "install", "--quiet", *missing)
        run(python, "-m", "pip", "check")
        frozen = run(python, "-m", "pip", "freeze", "--exclude", "newsgen").splitlines()
    CONSTRAINTS.write_text(HEADER + "".join(f"{line}\n" for line in sorted(frozen, key=str.lower)), encoding="utf-8")


def run(*command: object) -> str:
    """Run a program and return what it printed; its errors go to the terminal."""
    words = [str(word) for word in command]
    return subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True).stdout  # noqa: S603 - ours


if __name__ == "__main__":
    main()
