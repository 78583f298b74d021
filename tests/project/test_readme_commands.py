"""Every command of the README works as it is written there."""

import json
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

import saved_samples
import warc_samples
from comment_exports import a_row, as_csv
from folders import REPOSITORY
from invented_news import invented_news
from newsgen.cli.entry import main
from requirements import modules
from sample_articles import Story, archive, export

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
EXAMPLES = [text for language, text in BLOCKS if language == "yaml"]
INLINE = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```$", "", README, flags=re.MULTILINE | re.DOTALL))
PROGRAMS = "python", "python3", "pip", "pytest", "newsgen", "ruff", "mypy", "rsync", "git", "npm", "curl"


def is_command(code):
    """Return whether inline code is a command: a program with arguments."""
    first, *arguments = code.split()
    return bool(arguments) and (first in PROGRAMS or first.startswith((".venv/", "./", "PIP_")))


COMMANDS = [line for language, text in BLOCKS if language == "sh" for line in text.splitlines()]
COMMANDS += [code for code in dict.fromkeys(INLINE) if is_command(code)]

NOT_RUN = {
    r"python3 -m venv ": "installs packages from a registry; .ci/run runs it",
    r"PIP_CONSTRAINT=": "installs packages from a registry",
    r".* -m http\.server ": "runs until it is stopped",
    r".* -m pytest": "runs the tests themselves",
    r"\.venv/bin/ruff ": "takes seconds; .ci/run runs it",
    r"python3\.11 \.ci/lock\.py": "installs packages from a registry",
    r"\.venv/bin/python tests/bench/peers\.py ": "takes minutes, and needs Hugo, Pelican and Eleventy",
    r"\.venv/bin/python tests/bench/search_quality\.py ": "takes minutes, and needs 2,000 articles",
    r".*newsgen serve": "runs until it is stopped; tests/cli/test_serve.py runs it",
    r"\.venv/bin/dask ": "runs until it is stopped; tests/laws/test_cluster.py runs it",
    r".* s3://BUCKET": "needs a store; tests/importers/test_remote_files.py starts one",
    r".* --cluster tcp://HOST": "needs a cluster; tests/laws/test_cluster.py starts one",
    r"\.venv/bin/python tests/bench/cluster\.py ": "takes an hour, and needs root",
    r"\.venv/bin/python tests/bench/serve\.py ": "takes minutes",
}
"""Patterns of the commands that cannot run here, and the reason."""
RUN = [command for command in COMMANDS if not any(re.match(pattern, command) for pattern in NOT_RUN)]


def examples(folder):
    """Write the files that the README's commands name and a clone does not have."""
    stories = [Story(number) for number in range(4)]
    (folder / "FOLDER").mkdir()
    (folder / "FOLDER" / "story.html").write_bytes(stories[0].page())
    (folder / "FOLDER" / "story.txt").write_bytes(stories[1].text())
    (folder / "export.xml").write_bytes(export(stories[2]))
    samples = REPOSITORY / "tests" / "importers"
    shutil.copy(samples / "feeds" / "blog-05-20-2012.xml", folder / "blog.xml")
    shutil.copy(samples / "exports" / "harbour.ghost.json", folder / "ghost.json")
    for name in ("medium", "substack"):
        shutil.make_archive(str(folder / name), "zip", samples / "exports" / name)
    shutil.copy(samples / "feeds" / "feed.rss", folder / "feed.xml")
    (seed,) = (folder / "seeds").glob("*.txt")
    (folder / "comments.csv").write_text(as_csv([a_row(article=seed.stem)]), encoding="utf-8")
    waiting = folder / "content" / "comments" / "library" / "c7cfc5686d667.yml"
    waiting.parent.mkdir(parents=True)
    waiting.write_text("author: قارئ\nstate: pending\ntext: شكرا\n", encoding="utf-8")
    (folder / "page.mhtml").write_bytes(saved_samples.mhtml(saved_samples.part(saved_samples.article())))
    (folder / "page.webarchive").write_bytes(saved_samples.webarchive(saved_samples.article()))
    (folder / "crawl.warc.zst").write_bytes(warc_samples.zstd_packed(warc_samples.record()))
    with zipfile.ZipFile(folder / "crawl.wacz", "w") as crawl:
        crawl.writestr("archive/x.warc", warc_samples.record())
    with zipfile.ZipFile(folder / "collection.wacz", "w") as collection:
        collection.write(folder / "crawl.wacz", "crawl.wacz")
    (folder / "crawl.warc.gz").write_bytes(archive((stories[3].url, stories[3].page(), "2014-01-26T10:00:00Z")))
    rows = (
        {"title": news.title, "body": "\n\n".join(news.paragraphs), "date": None, "source": None, "category": "ثقافة"}
        for news in invented_news()
    )
    (folder / "ARTICLES.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


@pytest.fixture
def clone(tmp_path):
    """Make a clone of the project with the files that its commands read, and an environment with newsgen."""
    for name in ("content", "seeds", "templates", "build.py", "tests/bench"):
        source = REPOSITORY / name
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / name)
    with (tmp_path / "content" / "site.yml").open("a", encoding="utf-8") as settings:
        settings.write("font: system\n")  # making the web font takes seconds
        settings.write(next(text for text in EXAMPLES if "deploy:" in text))
    examples(tmp_path)
    return tmp_path


BEFORE = {" --old ": ["import export.xml", "build"], " check": ["build"], " deploy ": ["build"]}
"""What a reader of the README has done before a command that contains a word: only the first that fits counts."""


def run(command, folder, monkeypatch):
    """Run a command, after what comes before it; those of newsgen run in this process, which is faster."""
    program, *arguments = shlex.split(command)
    if program == ".venv/bin/newsgen":
        monkeypatch.chdir(folder)
        before = next((commands for word, commands in BEFORE.items() if word in command), ())
        assert [main(one.split()) for one in before] == [0] * len(before)
        return main(arguments)
    assert program == ".venv/bin/python"
    return subprocess.run([sys.executable, *arguments], cwd=folder, check=False).returncode


@pytest.mark.parametrize("command", RUN)
def test_a_command_of_the_readme_works_as_written(command, clone, monkeypatch):
    """A new user can copy it unchanged."""
    modules("lxml", "trafilatura", "warcio")
    monkeypatch.setenv("XDG_CACHE_HOME", str(clone / "cache"))
    assert run(command, clone, monkeypatch) == 0
    if " comments import " in command:
        assert list(clone.glob("content/comments/*/c*.yml"))
    elif " import " in command:
        assert list(clone.glob("content/articles/*.md"))


def test_the_commands_that_run_are_all_kinds_of_command():
    """No command is missed because it is written in another way."""
    assert {re.match(r"\S+( [\w/.]+)", command)[1].strip() for command in RUN} >= {
        "build.py", "comments", "import", "inspect", "new", "tests/bench/related.py"
    }  # fmt: skip


@pytest.mark.parametrize("pattern", NOT_RUN)
def test_a_reason_not_to_run_is_of_a_command(pattern):
    """The list contains no command that is no longer in the README."""
    assert any(re.match(pattern, command) for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_readme_names_what_is_there(command):
    """The README installs its programs, and a clone contains its files."""
    words = command.replace("&&", " ").split()
    for word in (word for word in words if word.startswith((".venv/bin/", "tests/", ".ci/", "seeds/"))):
        if word.startswith(".venv/bin/"):
            assert (Path(sysconfig.get_path("scripts")) / Path(word).name).exists()
        else:
            assert (REPOSITORY / word).is_file()


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_readme_needs_no_activated_environment(command):
    """Only programs of the system are called without the folder of the environment."""
    programs = [part.split()[0] for part in re.sub(r"\bPIP_\w+=\S+ ", "", command).split(" && ")]
    assert all(program.startswith(".venv/bin/") or program in {"python3", "python3.11"} for program in programs)


def test_every_block_of_the_readme_is_of_a_known_kind():
    """Otherwise a block might contain commands that are not tested."""
    assert [text for language, text in BLOCKS if language not in {"sh", "yaml"}] == [
        "files -> Source -> Article -> Card -> Archive -> Page -> Report\n"
    ]


def test_the_front_matter_of_the_readme_builds(clone, monkeypatch):
    """The example names the capture that a clone has."""
    [text] = [text for text in EXAMPLES if text.startswith("---")]
    (clone / "content" / "articles").mkdir(exist_ok=True)
    (clone / "content" / "articles" / "example.md").write_text(text, encoding="utf-8")
    monkeypatch.chdir(clone)
    assert main(["build"]) == 0
    assert len(list(clone.glob("site/articles/*/index.html"))) == 1


COMMENTS = [f"comments {action}" for action in ("import", "pending", "approve", "reject")]


@pytest.mark.parametrize(
    "command",
    ["build", "inspect", "import", "new", "init", "serve", "check", "deploy", "withdraw", "correct", *COMMENTS],
)
def test_the_table_of_commands_names_every_option(command, capsys):
    """It names the same options as `--help`."""
    [row] = re.findall(rf"^\| `{command} (.*?)` \|", README, re.MULTILINE)
    assert main([*command.split(), "--help"]) == 0
    offered = set(re.findall(r"--[a-z-]+", capsys.readouterr().out)) - {"--help"}
    assert set(re.findall(r"--[a-z-]+", row)) == offered
