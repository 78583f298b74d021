"""Each mistake in the settings of a target is reported with its line, and no credential is accepted or printed."""

import pytest

from deployed_sites import site_files, write_site
from newsgen.cli.entry import main


@pytest.fixture
def deploy(tmp_path, capfd):
    """Return a function that writes the settings under `deploy:` and deploys; it returns the exit code and stderr."""
    (tmp_path / "content").mkdir()
    write_site(tmp_path / "site", site_files())

    def run(settings, *options):
        (tmp_path / "content" / "site.yml").write_text(settings, encoding="utf-8")
        capfd.readouterr()
        code = main(["deploy", "--root", str(tmp_path), *options])
        return code, capfd.readouterr().err

    return run


@pytest.mark.parametrize(
    ("settings", "line", "found"),
    [
        ("deploy: git\n", 1, "deploy is a text"),
        ("deploy:\n  live: git\n", 2, "live is a text"),
        ("deploy:\n  live:\n", 2, "the target live does not say what it is"),
        ("deploy:\n  live:\n    branch: x\n", 2, "the target live does not say what it is"),
        ("deploy:\n  live:\n    to: rsynk\n", 3, "(did you mean rsync?)"),
        ("deploy:\n  live:\n    to: folder\n    pth: /x\n", 4, "unknown key 'pth'; the nearest known key is 'path'"),
        ("deploy:\n  live:\n    to: folder\n    path: content\n", 4, "holds the project or its site"),
        ("deploy:\n  live:\n    to: folder\n    path: site/x\n", 4, "holds the project or its site"),
        ("deploy:\n  live:\n    to: folder\n    path: .\n", 4, "holds the project or its site"),
        ("deploy:\n  live:\n    to: folder\n", None, "path is missing"),
        ("deploy:\n  live:\n    to: git\n    branch: a..b\n", 4, "branch 'a..b' is not the name of a branch"),
        ("deploy:\n  live:\n    to: git\n    domain: a b\n", 4, "is not the name of a host"),
        ("deploy:\n  live:\n    to: git\n    remote: --upload-pack=x\n", 4, "begins with a hyphen"),
        ("deploy:\n  live:\n    to: git\n    history: perhaps\n", 4, "history must be true or false"),
        ("deploy:\n  live:\n    to: rsync\n    destination: /var/www\n", 4, "is not on another machine"),
        ("deploy:\n  live:\n    to: rsync\n    destination: -e x:y\n", 4, "is not on another machine"),
        ("deploy:\n  live:\n    to: s3\n    bucket: A_B\n", 4, "is not the name of a bucket"),
        ("deploy:\n  live:\n    to: s3\n    bucket: abc\n    endpoint: x\n", 5, "endpoint 'x' is not a URL"),
        ("deploy:\n  a: {to: git}\n  b: {to: git}\n", None, "has several targets: a, b"),
        ("title: x\n", None, "names no target to deploy to"),
    ],
)
def test_a_mistake_names_its_line(deploy, settings, line, found):
    """It is found before anything is sent."""
    code, err = deploy(settings)
    assert code == 2
    assert found in err
    assert f"content/site.yml{f':{line}' if line else ''}:" in err


def test_an_unknown_target_names_the_nearest(deploy):
    """So that a mistyped name is corrected at once."""
    code, err = deploy("deploy:\n  live: {to: git}\n  draft: {to: git}\n", "lvie")
    assert (code, "did you mean live?" in err) == (2, True)


@pytest.mark.parametrize(
    "setting",
    [
        "password: hunter22",
        "secret_access_key: hunter22",
        "aws-session-token: hunter22",
        "remote: https://user:hunter22@example.org/x.git",
        "remote: https://hunter22@example.org/x.git",
        "more: {deep: [{api_key: x}, 'rsync://a:hunter22@b/']}",
        "region: ghp_hunter2201234567890123456",
    ],
)
@pytest.mark.parametrize("command", ["deploy", "build"])
def test_a_credential_in_the_settings_is_an_error_that_does_not_print_it(tmp_path, deploy, capfd, setting, command):
    """The file is published with the project; a build refuses it, too."""
    settings = f"deploy:\n  live:\n    to: git\n    {setting}\n"
    code, err = deploy(settings)
    if command == "build":
        code = main(["build", "--root", str(tmp_path)])
        err = capfd.readouterr().err
    assert code == 2
    assert "content/site.yml:4:" in err
    assert "credential" in err
    assert "hunter22" not in err
