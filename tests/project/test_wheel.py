import os
import shutil
import subprocess
import sys
import zipfile

import pytest

from folders import REPOSITORY
from requirements import modules
from sample_sites import built
from shared_work import made_once


def run(*command, **settings):
    """Run a program of this Python and return its output."""
    environment = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", **settings.pop("env", {})}
    done = subprocess.run(
        [sys.executable, *command], capture_output=True, text=True, check=False, env=environment, **settings
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Build the wheel from the files of the repository, with the installed tools."""
    modules("hatchling", "pip")
    options = "--quiet", "--no-deps", "--no-build-isolation"

    def build(folder):
        run("-m", "pip", "wheel", *options, "--wheel-dir", str(folder), str(REPOSITORY))

    (wheel,) = made_once(tmp_path_factory, "wheel", build).iterdir()
    return wheel


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """Install the wheel in a folder of its own, without its requirements; return the folder."""
    folder = tmp_path_factory.mktemp("installed")
    run("-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(folder), str(wheel))
    return folder


@pytest.fixture
def newsgen(installed, tmp_path):
    """Return a function that runs the installed newsgen in a folder outside the repository."""
    project = tmp_path / "project"
    for part in ("content", "seeds"):
        shutil.copytree(REPOSITORY / part, project / part)

    def newsgen(*arguments):
        environment = {"PYTHONPATH": str(installed), "XDG_CACHE_HOME": str(tmp_path / "cache")}
        return run(*arguments, cwd=project, env=environment)

    return newsgen


def test_the_wheel_holds_the_package_and_its_theme(wheel):
    """Every module, template and asset is in the wheel, and no file is in it that does not belong to newsgen."""
    names = set(zipfile.ZipFile(wheel).namelist())
    theme = {f"newsgen/templates/{name}" for name in files_below(REPOSITORY / "templates")}
    modules = {f"newsgen/{name}" for name in files_below(REPOSITORY / "src/newsgen") if "__pycache__" not in name}
    others = {name for name in names if not name.startswith("newsgen/")}
    assert names - others == theme | modules
    assert all(".dist-info/" in name for name in others)


def files_below(folder):
    """Return the files below *folder* by their paths in it."""
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}


def test_the_installed_newsgen_builds_the_same_site(newsgen, tmp_path, tmp_path_factory):
    """Outside the repository, from the wheel alone, the same content gives the same bytes."""
    newsgen("-m", "newsgen", "build")
    assert bytes_below(tmp_path / "project/site") == bytes_below(built("seed", tmp_path_factory))


def test_the_installed_newsgen_starts_a_project_that_it_builds(newsgen, tmp_path):
    """The files of a new project are in the wheel."""
    started = newsgen("-m", "newsgen", "init", "mine").splitlines()
    assert {"mine/content/site.yml", "mine/.github/workflows/publish.yml"} < set(started)
    newsgen("-m", "newsgen", "build", "--root", "mine")
    assert (tmp_path / "project/mine/site/index.html").exists()


def bytes_below(folder):
    """Return the content of every file below *folder* by its path in it."""
    return {name: (folder / name).read_bytes() for name in files_below(folder)}


def test_the_theme_comes_from_inside_the_wheel(newsgen, installed, tmp_path):
    """The module that runs and the templates that it reads are the installed ones."""
    assert newsgen("-c", "import newsgen; print(newsgen.__file__)").startswith(str(installed))
    own = installed / "newsgen/templates/labels.yml"
    before = own.read_text(encoding="utf-8")
    own.write_text(before.replace("لا صفحة في هذا العنوان", "من العجلة"), encoding="utf-8")
    try:
        newsgen("-m", "newsgen", "build")
    finally:
        own.write_text(before, encoding="utf-8")
    assert "<h1>من العجلة</h1>" in (tmp_path / "project/site/404.html").read_text(encoding="utf-8")


def test_the_wheel_brings_its_command(installed, newsgen):
    """The console script exists and prints its version."""
    version = newsgen("-c", "import sys; from newsgen.cli.entry import main; sys.exit(main(['--version']))")
    assert version.startswith("newsgen ")
    assert (installed / "bin/newsgen").is_file()
