"""A branch gets one commit for each deploy, and the project's own repository is not touched at all."""

import os
import subprocess

import pytest

import requirements
from deployed_sites import GitPlace, files_below, settings_text, site_files, write_site
from newsgen.cli.entry import main
from newsgen.deploy import git_repository


@pytest.fixture
def place(tmp_path):
    """Return an empty bare repository."""
    requirements.program("git")
    return GitPlace(tmp_path)


@pytest.fixture
def deploy(tmp_path, place, capfd):
    """Return a function that deploys an edition of the site with these settings; it returns the code and stderr."""
    root = tmp_path / "project"
    (root / "content").mkdir(parents=True)

    def run(edition, settings=None, *options):
        text = settings_text(settings or place.settings)
        (root / "content" / "site.yml").write_text(text, encoding="utf-8")
        write_site(root / "site", site_files(edition))
        capfd.readouterr()
        return main(["deploy", "--root", str(root), *options]), capfd.readouterr().err

    run.root = root
    return run


def git(folder, *arguments):
    """Run git in a working tree."""
    names = ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL")
    environment = {**os.environ, **dict.fromkeys(names, "desk"), "GIT_COMMITTER_DATE": "1700000000 +0100"}
    return subprocess.run(
        ["git", "-C", str(folder), *arguments], check=True, capture_output=True, env=environment
    ).stdout


def test_the_projects_repository_is_not_touched(deploy, place):
    """Not its working tree, index, branches, settings or objects; its remote and its last date are used."""
    root = deploy.root
    git(root, "init", "--quiet")
    git(root, "remote", "add", "origin", str(place.repository))
    (root / ".gitignore").write_text("site/\n.newsgen/\n")
    git(root, "add", ".gitignore")
    git(root, "commit", "--quiet", "-m", "x")
    (root / "staged").write_text("x")
    git(root, "add", "staged")
    before, status = files_below(root / ".git"), git(root, "status", "--porcelain")
    assert deploy(1, "{to: git}")[0] == 0
    assert deploy(2, "{to: git}")[0] == 0
    assert files_below(root / ".git") == before
    assert git(root, "status", "--porcelain") == status + b"?? content/\n"
    assert place.git("log", "--format=%ct %an", "gh-pages") == b"1700000000 newsgen\n" * 2
    assert "CNAME" not in place.files()


def test_equal_deploys_make_equal_commits(deploy, place, monkeypatch):
    """No clock and no machine is in them."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000000")
    deploy(1)
    first = place.git("rev-parse", "gh-pages")
    place.clear()
    deploy(1)
    assert place.git("rev-parse", "gh-pages") == first
    assert place.git("log", "--format=%ct", "gh-pages") == b"1600000000\n"


def test_without_history_the_branch_has_one_commit(deploy, place):
    """The repository stays small."""
    settings = place.settings.replace("to: git", "to: git, history: no, branch: صفحات")
    assert deploy(1, settings)[0] == 0
    assert deploy(2, settings)[0] == 0
    assert place.git("rev-list", "--count", "صفحات") == b"1\n"
    assert place.git("show", "صفحات:index.html") == site_files(2)["index.html"]


def test_a_branch_with_other_files_is_not_taken_for_a_site(deploy, place):
    """A mistyped name must not fill the branch of the sources."""
    place.put("README.md", b"x")
    code, err = deploy(1)
    assert (code, "is not a site of newsgen" in err) == (1, True)
    assert place.files() == {"README.md": b"x"}
    assert deploy(1, None, "--overwrite")[0] == 0
    assert place.files()["README.md"] == b"x"


def test_a_branch_that_somebody_changed_meanwhile_is_not_replaced(deploy, place, monkeypatch):
    """What they have pushed stays; the next deploy comes after it."""
    deploy(1)
    real = git_repository.run_program

    def meanwhile(command, *arguments, **options):
        if "push" in command:
            place.put("theirs.txt", b"x")
        return real(command, *arguments, **options)

    monkeypatch.setattr(git_repository, "run_program", meanwhile)
    code, err = deploy(2)
    assert (code, "somebody else has changed the branch meanwhile; run the same deploy again" in err) == (1, True)
    assert place.files()["index.html"] == site_files(1)["index.html"]
    monkeypatch.undo()
    assert deploy(2)[0] == 0
    assert {*place.files()} > {"theirs.txt", *site_files(2)}


def test_a_damaged_repository_of_our_own_is_made_again(deploy, place):
    """It holds nothing that the branch does not have."""
    deploy(1)
    (own,) = (deploy.root / ".newsgen" / "deploy").glob("*.git")
    for file in (own / "objects").rglob("*"):
        if file.is_file():
            file.unlink()
    (own / "refs" / "newsgen" / "tip.lock").write_bytes(b"")
    assert deploy(2)[0] == 0
    assert place.files()["index.html"] == site_files(2)["index.html"]


def test_a_file_of_others_where_the_site_needs_a_folder_is_in_the_way(deploy, place):
    """Git would replace it in silence."""
    deploy(1)
    place.put("a/x9", b"theirs")
    code, err = deploy(2)
    assert (code, "a/x9" in err) == (1, True)
    assert place.files()["a/x9"] == b"theirs"


def test_settings_of_the_project_that_log_in_are_used_and_not_printed(deploy, place, tmp_path, monkeypatch):
    """As GitHub's own checkout leaves them: the project's repository knows how to reach the remote."""
    root = deploy.root
    git(root, "init", "--quiet")
    git(root, "config", f"url.{place.repository}.insteadOf", "https://example.org/x.git")
    assert deploy(1, "{to: git, remote: 'https://example.org/x.git'}")[0] == 0
    assert place.files()["index.html"] == site_files(1)["index.html"]
    git(root, "remote", "add", "origin", f"https://desk:hunter22@127.0.0.1:9/{tmp_path.name}.git")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    code, err = deploy(1, "{to: git}")
    assert (code, "hunter22" in err, "https://***@127.0.0.1:9/" in err) == (1, False, True)
