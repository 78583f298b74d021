"""Only a whole, checked site without drafts is published, and each failure is one line without a traceback."""

import json
import os
import shutil
import socket

import pytest

from deployed_sites import FolderPlace, rsync_daemon, settings_text, site_files, write_site
from newsgen.cli.entry import main
from newsgen.deploy.folder import NEW


@pytest.fixture
def site(tmp_path):
    """Return the folder of a finished site, in a project."""
    write_site(tmp_path / "project" / "site", site_files())
    return tmp_path / "project" / "site"


@pytest.fixture
def deploy(site, capfd):
    """Return a function that deploys to a target with these settings; it returns the exit code and stderr."""
    (site.parent / "content").mkdir()

    def run(settings, *options):
        if settings:
            (site.parent / "content" / "site.yml").write_text(settings_text(settings), encoding="utf-8")
        capfd.readouterr()
        code = main(["deploy", "--root", str(site.parent), *options])
        err = capfd.readouterr().err
        assert "Traceback" not in err
        return code, err

    return run


@pytest.fixture
def place(tmp_path):
    """Return a folder to publish to."""
    return FolderPlace(tmp_path)


def test_a_site_without_a_receipt_is_not_published(deploy, place, site):
    """It was not built, or by an older newsgen."""
    (site / "receipt.json").unlink()
    code, err = deploy(place.settings)
    assert (code, "has no receipt; build the site again" in err, place.files()) == (1, True, {})


def test_drafts_are_not_published(deploy, place, site):
    """They are named, with the remedy."""
    write_site(site, site_files(), drafts=("مسودة",))
    code, err = deploy(place.settings)
    assert (code, place.files()) == (1, {})
    assert "(مسودة); build it without --drafts" in err


def test_a_file_that_is_not_as_it_was_built_stops_the_deploy(deploy, place, site):
    """Missing or changed, each is named."""
    (site / "index.html").write_bytes(b"x")
    (site / "feed.xml").unlink()
    code, err = deploy(place.settings)
    assert (code, place.files()) == (1, {})
    assert "site/index.html" in err
    assert "site/feed.xml" in err


def test_a_foreign_file_in_the_site_is_named_and_not_published(deploy, place, site):
    """Somebody has put it there; the build's own list is not published either."""
    (site / "ملاحظات.txt").write_bytes(b"x")
    (site / ".newsgen-files").write_bytes(b"x")
    code, err = deploy(place.settings)
    assert code == 0
    assert "ملاحظات.txt" in err
    assert ".newsgen-files" not in err
    assert not {"ملاحظات.txt", ".newsgen-files"} & place.files().keys()
    assert len(place.files()) == len(site_files()) + 1


def test_a_receipt_at_the_target_that_cannot_be_read_stops_the_deploy(deploy, place):
    """What was published before is unknown; with `--overwrite` the site is published all the same."""
    place.put("receipt.json", b"{}")
    code, err = deploy(place.settings)
    assert (code, "receipt.json is not a receipt" in err) == (1, True)
    assert deploy(place.settings, "--overwrite")[0] == 0
    place.put(".newsgen-deploy.json", b"[]")
    code, err = deploy(place.settings)
    assert (code, "is not a journal" in err) == (1, True)


def test_a_receipt_at_the_target_cannot_name_files_outside(deploy, place, tmp_path):
    """A hostile one would have files of others removed."""
    (tmp_path / "precious").write_bytes(b"x")
    place.put(".newsgen-deploy.json", json.dumps({"newsgen deploy": 1, "open": ["../precious"]}).encode())
    assert deploy(place.settings)[0] == 1
    assert (tmp_path / "precious").exists()


def test_a_temporary_file_of_a_killed_deploy_is_removed(deploy, place):
    """Also if nothing else is left to do."""
    assert deploy(place.settings)[0] == 0
    before = place.files()
    place.put(NEW, b"half a fi")
    assert deploy(place.settings)[0] == 0
    assert place.files() == before


def test_a_full_disk_is_an_error_and_the_next_deploy_goes_on(deploy, place, monkeypatch):
    """What was written whole stays."""
    real, done = os.replace, []

    def full(*arguments):
        done.append(arguments)
        if len(done) > 9:
            raise OSError(28, "No space left on device", str(arguments[0]))
        real(*arguments)

    monkeypatch.setattr(os, "replace", full)
    code, err = deploy(place.settings)
    assert (code, "No space left on device); free some space" in err) == (1, True)
    assert "run it again to complete it" in err
    monkeypatch.undo()
    assert deploy(place.settings)[0] == 0
    assert {p: d for p, d in place.files().items() if p != "receipt.json"} == site_files()


def closed_port():
    """Return a port on loopback where nobody listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@pytest.mark.parametrize(
    ("settings", "program"),
    [
        ("{{to: rsync, destination: 'rsync://127.0.0.1:{}/x/'}}", "rsync"),
        ("{{to: git, remote: 'git://127.0.0.1:{}/x.git'}}", "git"),
        ("{{to: git, remote: '/no/such خزنة.git'}}", "git"),
    ],
)
def test_a_target_that_cannot_be_reached_is_an_error(deploy, settings, program):
    """The message says what the program said."""
    code, err = deploy(settings.format(closed_port()))
    assert code == 1
    assert f"{program} " in err
    assert "failed" in err
    assert "nothing was published" in err


def test_a_project_outside_of_git_needs_a_remote(deploy):
    """Its default is the remote origin of the project's repository."""
    code, err = deploy("{to: git}")
    assert (code, "write the URL of the repository as remote:" in err) == (1, True)


def test_a_missing_program_is_named(deploy, monkeypatch, tmp_path):
    """With what to install."""
    monkeypatch.setenv("PATH", str(tmp_path))
    code, err = deploy("{to: rsync, destination: 'rsync://127.0.0.1/x/'}")
    assert (code, "the program rsync is missing; install rsync" in err) == (1, True)


def test_a_wrong_password_of_rsync_is_refused_and_not_printed(deploy, tmp_path, monkeypatch):
    """It is read from RSYNC_PASSWORD, as rsync does."""
    served, secrets = tmp_path / "served", tmp_path / "secrets"
    served.mkdir()
    secrets.write_text("desk:right-password\n")
    secrets.chmod(0o600)
    with rsync_daemon(served, f"auth users = desk\nsecrets file = {secrets}\n") as port:
        settings = f"{{to: rsync, destination: 'rsync://desk@127.0.0.1:{port}/site/'}}"
        monkeypatch.setenv("RSYNC_PASSWORD", "wrong-password")
        code, err = deploy(settings)
        assert (code, "auth failed" in err, "wrong-password" in err) == (1, True, False)
        monkeypatch.setenv("RSYNC_PASSWORD", "right-password")
        assert deploy(settings)[0] == 0
    assert (served / "index.html").read_bytes() == site_files()["index.html"]


def test_rsync_runs_over_ssh(deploy, tmp_path, monkeypatch):
    """Names with spaces and quotes reach the other machine; the folder is made if it is missing."""
    if not shutil.which("rsync"):
        pytest.skip("rsync is not installed")
    ssh = tmp_path / "ssh"
    ssh.write_text('#!/bin/sh\nwhile [ "$1" != example.org ]; do shift; done; shift\nexec sh -c "$*"\n')
    ssh.chmod(0o755)
    monkeypatch.setenv("RSYNC_RSH", str(ssh))
    code, err = deploy(f"{{to: rsync, destination: \"desk@example.org:{tmp_path}/a 'b' خبر\"}}")
    assert (code, err.count("error")) == (0, 0), err
    assert (tmp_path / "a 'b' خبر" / "articles" / "it's 100% [سؤال]* ؟" / "index.html").exists()


def test_a_site_with_errors_is_not_published(deploy, place, site):
    """The checks of `newsgen check` run first; those that site.yml skips do not."""
    text = f"deploy:\n  live: {place.settings}\n"
    (site.parent / "content" / "site.yml").write_text(text, encoding="utf-8")
    code, err = deploy(None)
    assert (code, place.files()) == (1, {})
    assert "run newsgen check to list them all" in err
    assert deploy(place.settings)[0] == 0
