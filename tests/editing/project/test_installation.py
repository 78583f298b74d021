"""A new project says from where a host installs newsgen, in the version that is installed here."""

import json
from importlib.metadata import PackageNotFoundError
from types import SimpleNamespace

import pytest

from newsgen.editing.project import installation
from newsgen.editing.project.installation import PACKAGE, UNKNOWN, source_of
from newsgen.errors import ConfigError

COMMIT = "0123456789abcdef0123456789abcdef01234567"
DIGEST = "ab" * 32


@pytest.fixture
def installed(monkeypatch):
    """Return a function that pretends that newsgen is installed as pip recorded it."""

    def record(value, version="0.1.0"):
        text = value if value is None or isinstance(value, str) else json.dumps(value)
        here = SimpleNamespace(version=version, read_text=lambda _: text)
        monkeypatch.setattr(installation, "distribution", lambda _: here)

    return record


def git(url, vcs="git"):
    """Return what pip records of an installation from a repository."""
    return {"url": url, "vcs_info": {"vcs": vcs, "requested_revision": "main", "commit_id": COMMIT}}


@pytest.mark.parametrize(
    ("recorded", "requirement"),
    [
        (None, f"{PACKAGE}==0.1.0"),
        (git("https://git.example.org/n.git"), f"{PACKAGE} @ git+https://git.example.org/n.git@{COMMIT}"),
        (git("ssh://git@git.example.org/n.git"), f"{PACKAGE} @ git+ssh://git@git.example.org/n.git@{COMMIT}"),
        ({"url": "https://a.example/n-1-py3-none-any.whl", "archive_info": {"hashes": {"sha256": DIGEST}}},
         f"{PACKAGE} @ https://a.example/n-1-py3-none-any.whl#sha256={DIGEST}"),
        ({"url": "https://a.example/n.zip", "archive_info": {}}, f"{PACKAGE} @ https://a.example/n.zip"),
    ],
)  # fmt: skip
def test_a_project_installs_newsgen_as_it_is_installed_here(installed, recorded, requirement):
    """The exact commit, file or version."""
    installed(recorded)
    assert source_of(None) == (requirement, None)


@pytest.mark.parametrize(
    "recorded",
    [
        {"url": "file:///home/desk/newsgen", "dir_info": {"editable": True}},
        {"url": "file:///tmp/n.whl", "archive_info": {}},
        git("file:///home/desk/newsgen"),
        git("https://user:secret@git.example.org/n.git"),
        git("https://token@git.example.org/n.git"),
        git("https://hg.example.org/n", "hg"),
        "no JSON",
        [],
        {},
        {"url": 7},
    ],
)
def test_a_place_that_only_this_machine_has_is_not_written(installed, recorded):
    """Nor a password. The line in its place cannot be installed by mistake, not even if somebody has the name."""
    installed(recorded)
    source = source_of(None)
    assert source.requirement == f"{PACKAGE} @ {UNKNOWN}"
    assert "secret" not in f"{source}"
    assert source.problem


def test_newsgen_that_is_not_installed_is_said(monkeypatch):
    """It runs from a clone."""

    def missing(name):
        raise PackageNotFoundError(name)

    monkeypatch.setattr(installation, "distribution", missing)
    assert source_of(None).problem


@pytest.mark.parametrize(
    ("given", "requirement"),
    [
        ("git+https://git.example.org/n@v0.1.0", "newsgen[fonts,images,search] @ git+https://git.example.org/n@v0.1.0"),
        ("git+ssh://git@git.example.org/n.git@main",
         "newsgen[fonts,images,search] @ git+ssh://git@git.example.org/n.git@main"),
        ("https://a.example/n-0.1.0.tar.gz", "newsgen[fonts,images,search] @ https://a.example/n-0.1.0.tar.gz"),
        ("==0.1.0", "newsgen[fonts,images,search]==0.1.0"),
        ("newsgen==0.2.0rc1", "newsgen[fonts,images,search]==0.2.0rc1"),
    ],
)  # fmt: skip
def test_another_place_can_be_given(given, requirement):
    """A repository with a tag, a branch or a commit, a file, or a version of a package index."""
    assert source_of(given) == (requirement, None)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("git+https://git.example.org/n", "does not name a version"),
        ("git+https://user:secret@git.example.org/n@v1", "has a password or a token"),
        ("git+https://token@git.example.org/n@v1", "has a password or a token"),
        ("https://user:secret@a.example/n.whl", "has a password or a token"),
        ("git+file:///home/n@v1", "does not name a version at a https or ssh URL"),
        ("https://a.example/n.whl\n-r evil.txt", "is not a place"),
        ("git+https://git.example.org/n@v1 --pre", "does not name a version"),
        ("newsgen", "is not a place"),
        ("==1 ; evil", "is not a place"),
        ("", "is not a place"),
        ("https://[a/n.whl", "is not a place"),
    ],
)
def test_what_is_no_place_is_an_error(given, message):
    """With an example; a password is not repeated."""
    with pytest.raises(ConfigError) as raised:
        source_of(given)
    assert message in str(raised.value)
    assert "secret" not in str(raised.value)


def test_the_line_is_what_a_host_installs(project, installed):
    """It is in requirements.txt, which every host reads; a warning says if it must be written."""
    installed(git("https://git.example.org/n.git"))
    assert project.run("init", str(project.root / "a")).code == 0
    assert f"@ git+https://git.example.org/n.git@{COMMIT}\n" in (project.root / "a/requirements.txt").read_text()
    installed({"url": "file:///home/desk/newsgen", "dir_info": {}})
    done = project.run("init", str(project.root / "b"))
    assert done.code == 0
    assert "warning: newsgen was installed here from a place that a host cannot reach; write in" in done.stderr
    assert "/b/requirements.txt" in done.stderr
    assert project.run("init", str(project.root / "c"), "--from", "nowhere").code == 2
    assert not (project.root / "c").exists()
