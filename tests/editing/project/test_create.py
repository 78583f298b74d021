"""`newsgen init` starts a project that builds at once, and overwrites nothing."""

import os
import re
import shlex
import tomllib
from pathlib import Path

import pytest
import yaml

from newsgen.cli.entry import COMMANDS
from newsgen.editing.project.hosts import HOSTS, PYTHON
from newsgen.loaders.site_config import load_config

TITLE = 'جريدة: "المدينة" #1 @@name@@'
SOURCE = "git+https://git.example.org/desk/newsgen@v0.1.0"


@pytest.fixture
def project(project):
    """Return a project that has no file yet."""
    project.root = project.root / "mine"
    project.root.mkdir()
    return project


@pytest.fixture
def start(project):
    """Return a function that runs `newsgen init` for the project's folder."""

    def init(*options, code=0):
        done = project.run("init", str(project.root), "--from", SOURCE, *options)
        assert done.code == code, done.stderr
        return done

    return init


def files_below(root):
    """Return the files below *root* by path."""
    return {
        file.relative_to(root).as_posix(): file.read_text(encoding="utf-8")
        for file in sorted(root.rglob("*"))
        if file.is_file()
    }


def test_the_project_builds_and_passes_every_check(project, start):
    """With one article, a page and the title that was given, whatever signs are in it."""
    start("--title", TITLE)
    project.write("content/site.yml", project.root.joinpath("content/site.yml").read_text() + "font: system\n")
    built = project.build()
    assert built.code == 0, built.stderr
    assert built.report["articles"] == 1
    assert load_config(project.root)[0].title == TITLE
    checked = project.run("check", "--root", str(project.root))
    assert (checked.code, checked.stdout) == (0, "")


def test_it_says_what_it_wrote_and_what_to_do_next(project, start):
    """The paths on stdout, a line each, and numbered steps on stderr."""
    done = start("--host", "netlify")
    assert sorted(done.stdout.splitlines()) == sorted(str(project.root / path) for path in files_below(project.root))
    assert "1. " in done.stderr
    assert "netlify.com" in done.stderr
    assert "warning" not in done.stderr


@pytest.mark.parametrize("host", HOSTS)
def test_every_value_of_a_file_is_filled_in(project, start, host):
    """No sign of the skeleton is left, and no file has a trailing space or more than one line at its end."""
    start("--host", host)
    files = files_below(project.root)
    assert set(HOSTS[host].files) < set(files)
    for path, text in files.items():
        assert "@@" not in text, path
        assert not re.search(r"[ \t]$", text, re.MULTILINE), path
        assert not text or re.search(r"[^\n]\n\Z", text), path


def commands_in(text):
    """Return the commands of newsgen that a file of the project names, as lists of their arguments."""
    found = re.findall(
        r"(?m)(?:python -m |\.venv/bin/|run: |^)newsgen ([a-z][^\n`&\"]*(?:\"[^\"\n]*\")?)(?=[\n`&\"])", text
    )
    return [shlex.split(one) for one in found]


@pytest.mark.parametrize("host", HOSTS)
def test_each_command_that_its_files_name_works_there(project, start, monkeypatch, host):
    """They are run as they are written, with a file in place of FILES."""
    start("--host", host)
    project.write("content/site.yml", "font: system\n")
    project.write("old.md", "---\ntitle: قديم\ndate: 2020-01-01\n---\n\nنص قديم.\n")
    monkeypatch.chdir(project.root)
    named = [one for text in files_below(project.root).values() for one in commands_in(text)]
    assert {one[0] for one in named} >= {"build", "check"}
    unique = sorted({tuple(one) for one in named}, key=lambda one: (one[0] != "build", one))
    for name, *arguments in unique:
        assert name in COMMANDS
        given = [{"FILES": "old.md"}.get(one, one) for one in arguments]
        done = project.run(name, *given)
        assert done.code == 0, (name, given, done.stderr)


def test_the_workflow_publishes_the_default_branch_alone(project, start):
    """Pull requests are only checked; each job has the rights that it needs, and each action is named by its commit."""
    start()
    text = files_below(project.root)[".github/workflows/publish.yml"]
    workflow = yaml.safe_load(text)
    build, publish = workflow["jobs"]["build"], workflow["jobs"]["publish"]
    assert workflow["permissions"] == {"contents": "read"}
    assert "permissions" not in build
    assert publish["permissions"] == {"pages": "write", "id-token": "write"}
    assert publish["needs"] == "build"
    assert publish["if"] == "github.event_name != 'pull_request'"
    assert "github.event.repository.default_branch" in build["if"]
    steps = [*build["steps"], *publish["steps"]]
    used = [step["uses"] for step in steps if "uses" in step]
    assert all(re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", one) for one in used)
    assert all(re.search(r"@[0-9a-f]{40} # v\d+\.\d+\.\d+\n", line) for line in re.findall("uses: .*\n", text))
    runs = [step.get("run", "") for step in steps]
    assert runs.index("newsgen build") < runs.index("newsgen check --format github")
    (upload,) = (step for step in steps if "upload-pages-artifact" in step.get("uses", ""))
    assert upload["if"] == publish["if"]
    assert upload["with"] == {"path": "site"}
    assert steps[1]["with"]["python-version"] == PYTHON
    assert {step["with"]["path"] for step in steps if "cache@" in step.get("uses", "")} == {".newsgen"}


def test_the_settings_of_netlify_and_cloudflare_can_be_read(project, start):
    """They name the folder of the site, and the version of Python."""
    start("--host", "netlify")
    netlify = tomllib.loads(files_below(project.root)["netlify.toml"])
    assert netlify["build"]["publish"] == "site"
    assert netlify["build"]["command"] == "python -m newsgen build && python -m newsgen check"
    assert netlify["build"]["environment"] == {"PYTHON_VERSION": PYTHON}


@pytest.mark.parametrize(
    ("folder", "name"), [("Al Madina_2026", "al-madina-2026"), ("أرشيف", "newsgen-site"), ("x" * 70, "x" * 58)]
)
def test_the_name_on_cloudflare_is_one_that_it_accepts(project, folder, name):
    """Lower case letters, digits and hyphens."""
    assert project.run("init", str(project.root / folder), "--host", "cloudflare").code == 0
    files = files_below(project.root / folder)
    assert tomllib.loads(files["wrangler.toml"]) == {"name": name, "pages_build_output_dir": "site"}
    assert files[".python-version"] == f"{PYTHON}\n"


def test_each_setting_that_the_file_shows_is_one(project, start):
    """Without their signs of comments, the examples of site.yml are settings without an error or a warning."""
    start()
    file = project.root / "content/site.yml"
    text = re.sub(r"(?m)^# (?=(?:  )?(?:\S+: *\S|\w+:$|  - ))", "", file.read_text(encoding="utf-8"))
    shown = {line.partition(":")[0] for line in text.splitlines() if re.match(r"\w+:", line)}
    project.write("content/site.yml", text)
    config, errors, warnings = load_config(project.root)
    assert (errors, warnings) == ([], [])
    assert len(shown) >= 20
    assert config.comment_form.preset == "mailto"
    assert config.base_url == "https://example.org/"
    assert config.sections[0].colour


def test_a_folder_with_other_files_is_filled_up(project, start):
    """What is there stays as it is."""
    project.write("LICENSE", "mine")
    project.write("content/articles/a.md", "mine")
    start()
    files = files_below(project.root)
    assert files["LICENSE"] == files["content/articles/a.md"] == "mine"
    assert "content/site.yml" in files


def test_nothing_is_written_if_a_file_is_there_already(project, start):
    """Each is named; a link that leads nowhere and a file in place of a folder are in the way too."""
    project.write("README.md", "mine")
    project.write("seeds", "mine")
    (project.root / "content").mkdir()
    (project.root / "content/site.yml").symlink_to("nowhere")
    before = files_below(project.root)
    done = start(code=2)
    assert files_below(project.root) == before
    assert not (project.root / "content/articles").exists()
    for name in ("README.md: already exists", "seeds: is not a folder", "content/site.yml: already exists"):
        assert f"{project.root}/{name}; move it away" in done.stderr
    assert done.stdout == ""


def test_a_second_time_is_an_error(start):
    """So an edited project is never started anew."""
    start()
    start(code=2)


def test_a_file_is_no_folder(project):
    """The message says so."""
    project.write("x", "mine")
    done = project.run("init", str(project.root / "x"))
    assert done.code == 2
    assert "is not a folder; name a new or an empty folder" in done.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_an_error(project):
    """With a remedy."""
    project.root.chmod(0o555)
    done = project.run("init", str(project.root / "new"))
    project.root.chmod(0o755)
    assert done.code == 1
    assert "make the folder writable" in done.stderr


def test_a_failure_leaves_nothing_behind(project, start, monkeypatch):
    """If the disk is full in the middle, the command can be run again."""
    project.write("LICENSE", "mine")
    opened, whole = [], Path.open

    def full(file, mode="r", **options):
        opened.extend([file] if mode == "x" else [])
        if len(opened) > 4:
            raise OSError(28, "No space left on device", str(file))
        return whole(file, mode, **options)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", full)
        assert "free some space" in start(code=1).stderr
    assert {one.name for one in project.root.iterdir()} == {"LICENSE"}
    start()


def test_a_title_without_letters_is_an_error(project):
    """A site has a name."""
    done = project.run("init", str(project.root / "x"), "--title", " ")
    assert done.code == 2
    assert not (project.root / "x").exists()
