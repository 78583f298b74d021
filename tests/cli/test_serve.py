"""`newsgen serve` says where the preview is and what a build found, and ends at once after Ctrl-C."""

import os
import re
import signal
import socket
import subprocess
import sys
from contextlib import ExitStack

import pytest

from previews import fetch, make_project, write_article
from requirements import modules

SERVE = """
import signal
from newsgen.cli import run
signal.signal(signal.SIGINT, signal.default_int_handler)  # it may be ignored when tests start
run()
"""


@pytest.fixture(autouse=True)
def _watched():
    """Skip all tests without the library that watches files."""
    modules("watchfiles")


def test_a_preview_is_served_until_ctrl_c(project):
    """With drafts; errors and outcomes are on stderr, and nothing is on stdout."""
    make_project(project.root, "search: false\n", articles=3)
    write_article(project.root, 0, "date: الثلاثاء\n")
    options = ["--root", str(project.root), "--port", "0", "--jobs", "1", "--keep-going"]
    command = [sys.executable, "-c", SERVE, "serve", *options]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, env=environment, **pipes) as process, ExitStack() as ending:
        ending.callback(process.kill)  # else a test that fails would wait for it
        lines = iter(process.stderr.readline, "")
        url = re.fullmatch(r"the preview is at (\S+) ; end it with Ctrl-C\n", next(lines))[1]
        printed = []
        while not printed or not printed[-1].startswith("built: 2 articles, "):
            printed.append(next(lines))
        assert printed[-2].startswith("error: content/articles/a0.md:5: ")
        assert ">مسودة<" in fetch(f"{url}articles/a2/")[2].decode()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, "")
    assert err.endswith("stopped; the preview has ended\n")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--port", "x"], "must be a number from 0 to 65535, found 'x'"),
        (["--port", "65536"], "must be a number from 0 to 65535, found '65536'"),
        (["--host", "192.0.2.1"], "the server cannot listen on 192.0.2.1, port 8000"),
        (["--root", "none"], "error: none: is not a folder; give the project's folder with --root"),
    ],
)
def test_wrong_usage_is_exit_code_2(project, options, message):
    """Without a traceback."""
    built = project.run("serve", "--root", str(project.root), *options)
    assert (built.code, message in built.stderr.splitlines()[-1]) == (2, True)


def test_a_port_in_use_is_exit_code_2(project):
    """If it was named; with what to do."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        built = project.run("serve", "--root", str(project.root), "--port", str(port))
    message = f"error: port {port} is in use; end the other program, or name another with --port\n"
    assert (built.code, built.stderr) == (2, message)


def test_without_its_library_it_names_the_extra(project, monkeypatch):
    """As every command does that needs one."""
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    built = project.run("serve", "--root", str(project.root))
    assert (built.code, "newsgen[serve]" in built.stderr) == (2, True)
