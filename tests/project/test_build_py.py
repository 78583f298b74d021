"""`python build.py` runs `newsgen build` with its own folder as the root, from any current folder."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from folders import REPOSITORY

SCRIPT = REPOSITORY / "build.py"


@pytest.fixture
def script(article_project):
    """Copy build.py into a project."""
    return Path(shutil.copy(SCRIPT, article_project.root))


def run(*arguments, cwd):
    """Run Python as a shell would."""
    return subprocess.run([sys.executable, *map(str, arguments)], cwd=cwd, capture_output=True, text=True, check=False)


def test_it_builds_its_own_folder_from_any_other(article_project, script, tmp_path):
    """Its root is the folder of the script, not the current folder."""
    ran = run(script, cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (0, "")
    assert (article_project.site / "index.html").is_file()
    assert not (tmp_path / "site").exists()


def test_it_builds_its_own_folder_from_there(article_project, script):
    """The README calls it in this way."""
    assert run(script.name, cwd=article_project.root).returncode == 0
    assert (article_project.site / "index.html").is_file()


def test_it_takes_the_options_of_build(script, tmp_path):
    """An unknown option is exit code 2, as with `newsgen build`."""
    assert run(script, "--output", tmp_path / "elsewhere", cwd=tmp_path).returncode == 0
    assert (tmp_path / "elsewhere" / "index.html").is_file()
    assert run(script, "--unknown", cwd=tmp_path).returncode == 2


def test_its_exit_code_says_whether_the_content_is_sound(article_project, script, tmp_path):
    """CI relies on it."""
    article_project.write("seeds/فارغ.txt", "")
    ran = run(script, cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "error: seeds/فارغ.txt: holds no text" in ran.stderr
    assert "Traceback" not in ran.stderr
