"""The same input produces the same bytes in any environment."""

import os
import shutil
import subprocess
import sys

import pytest

from folders import RICH

MANY = "import sys; from newsgen import cli, workers; workers.BATCH_SIZE = 1; sys.exit(cli.main(sys.argv[1:]))"
"""Every item is a batch, so that workers share even this small project."""
ORDINARY = {"PYTHONHASHSEED": "1", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
DAY = ["--date", "2030-01-01"]


def lay_out(root, backwards):
    """Write the project's files in ascending or descending order, which changes the order in folder listings."""
    files = sorted((file for file in RICH.rglob("*") if file.is_file()), reverse=backwards)
    for file in files:
        place = root / file.relative_to(RICH)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, place)
    with (root / "content/site.yml").open("a", encoding="utf-8") as settings:
        settings.write("font: system\n")
    return root


def built(root, *options, cwd, environment):
    """Build in a new process; return the site, the address book and the warnings."""
    command = [sys.executable, "-c", MANY, "build", "--root", os.path.relpath(root, cwd), *DAY, *options]
    env = {**os.environ, **ORDINARY, **environment}
    ran = subprocess.run(command, cwd=cwd, env=env, capture_output=True, check=True)
    site = root / "site"
    files = {file.relative_to(site).as_posix(): file.read_bytes() for file in site.rglob("*") if file.is_file()}
    warnings = [line for line in ran.stderr.decode().splitlines() if line.startswith("warning")]
    return files, (root / "content/addresses.tsv").read_bytes(), warnings


@pytest.fixture(scope="module")
def ordinary(tmp_path_factory):
    """Build the rich project once in an ordinary environment."""
    root = lay_out(tmp_path_factory.mktemp("ordinary"), backwards=False)
    return built(root, "--jobs", "1", cwd=root, environment={})


@pytest.mark.parametrize(
    ("options", "environment"),
    [
        (["--jobs", "4"], {"PYTHONHASHSEED": "random"}),
        (["--jobs", "3"], {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONUTF8": "1"}),
        (["--jobs", "2"], {"TZ": "America/Los_Angeles", "LANG": "ar_MA.UTF-8", "LC_ALL": "", "LANGUAGE": "ar"}),
        (["--jobs", "1"], {"PYTHONOPTIMIZE": "1", "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "20"}),
    ],
    ids=lambda value: " ".join(map(str, value.items() if isinstance(value, dict) else value)),
)
def test_a_site_is_the_same_in_any_environment(ordinary, tmp_path, options, environment):
    """Folders, the order in which files were written and the number of workers change no byte."""
    root = lay_out(tmp_path / "أرشيف" / "copy", backwards=True)
    files, book, warnings = built(root, *options, cwd=tmp_path, environment=environment)
    assert [name for name in {*files, *ordinary[0]} if files.get(name) != ordinary[0].get(name)] == []
    assert book == ordinary[1]
    assert warnings == ordinary[2]
    assert len(files) > 80


def test_no_file_of_a_site_contains_the_name_of_its_folder(ordinary, tmp_path):
    """It does not contain the name of the user either."""
    root = lay_out(tmp_path / "very-own-folder", backwards=False)
    files, *_ = built(root, "--jobs", "1", cwd=root, environment={"USER": "very-own-name"})
    assert [name for name, data in files.items() if b"very-own" in data] == []
    assert files.keys() == ordinary[0].keys()
