"""Whatever the target, a deploy ends in exactly the built site, sends only what changed, and spares what others own."""

import json

import pytest

from deployed_sites import KINDS, settings_text, site_files, target_of, write_site
from newsgen.cli.entry import main


@pytest.fixture(scope="module", params=KINDS)
def shared_place(request, tmp_path_factory):
    """Make one target of each kind for all tests of this module."""
    with target_of(request.param, tmp_path_factory.mktemp(request.param)) as place:
        yield place


@pytest.fixture
def place(shared_place):
    """Return an empty target."""
    shared_place.clear()
    return shared_place


@pytest.fixture
def deploy(tmp_path, place, capfd):
    """Return a function that deploys a site with these files, and returns the report."""
    root = tmp_path / "project"
    (root / "content").mkdir(parents=True)
    (root / "content" / "site.yml").write_text(settings_text(place.settings), encoding="utf-8")
    report = tmp_path / "report.json"

    def run(files=None, *options, code=0):
        if files is not None:
            write_site(root / "site", files)
        capfd.readouterr()
        assert main(["deploy", "--root", str(root), "--report", str(report), *options]) == code
        out, err = capfd.readouterr()
        return json.loads(report.read_text(encoding="utf-8")) | {"stdout": out, "stderr": err}

    run.root = root
    return run


def published(place, files):
    """Return what the target has when the site with these files is published, and nothing of others."""
    receipt = write_site(place.base / "expected", files)["receipt.json"]
    return {**files, "receipt.json": receipt, **place.extras}


@pytest.fixture(autouse=True)
def _base(tmp_path, place):
    place.base = tmp_path


def test_a_deploy_ends_in_exactly_the_built_site(deploy, place):
    """With every name: Arabic, spaces, quotes and signs that mean something to shells, URLs and patterns.

    Pages follow what they show, feeds follow pages, and a second deploy sends nothing.
    """
    files = site_files()
    report = deploy(files)
    before = place.files()
    assert before == published(place, files)
    sent = report["sent"]
    assert {*files, "receipt.json"} <= {*sent}
    assert (report["removed"], report["unchanged"], report["target"]) == ([], 0, "live")
    order = [sent.index(path) for path in (
        "media/صورة الميناء.00000000aa.png", "articles/خبر-0/index.html", "index.html", "feed.xml", "receipt.json"
    )]  # fmt: skip
    assert order == sorted(order)
    assert max(sent.index(path) for path in sent if "assets/" in path) < order[1]
    report = deploy()
    assert (report["sent"], report["removed"], report["unchanged"]) == ([], [], len(files))
    assert place.files() == before


def test_only_what_changed_is_sent_and_what_the_site_has_no_more_is_removed(deploy, place):
    """A file of the same size is compared by its content; a dry run prints the same plan and changes nothing."""
    first, second = site_files(), site_files(2)
    deploy(first)
    place.put("robots-of-others.txt", b"x")
    place.put("articles/others.html", b"x")
    before = place.files()
    planned = deploy(second, "--dry-run")
    assert place.files() == before
    (deploy.root / ".newsgen").rename(deploy.root / "gone")  # another machine can deploy, too
    done = deploy()
    changed = {path for path, data in second.items() if first.get(path) != data} | {"receipt.json"}
    assert {*done["sent"]} == changed
    assert {*done["removed"]} == first.keys() - second.keys()
    others = {"robots-of-others.txt": b"x", "articles/others.html": b"x"}
    assert place.files() == published(place, second) | others
    assert place.folders() == []
    assert (planned["sent"], planned["removed"]) == (done["sent"], done["removed"])
    lines = planned["stdout"].replace("would send", "sent").replace("would remove", "removed")
    assert lines == done["stdout"] != ""


def test_a_file_of_others_in_the_way_stops_the_deploy(deploy, place):
    """It is named, and nothing is changed; with `--overwrite` it is replaced."""
    files = site_files()
    place.put("index.html", files["index.html"])  # one with the same content is not in the way
    place.put("articles/خبر-2/index.html", b"theirs")
    before = place.files()
    report = deploy(files, code=1)
    assert place.kind == "git" or "خبر-2" in report["errors"][0]["found"]
    assert place.files() == before
    deploy(None, "--overwrite")
    assert place.files() == published(place, files)


def test_a_file_that_somebody_deleted_at_the_target_is_sent_again(deploy, place):
    """A target that can be listed is listed."""
    if place.kind == "rsync":
        pytest.skip("rsync would have to ask for every file")
    deploy(site_files())
    place.delete("index.html")
    assert deploy()["sent"] == ["index.html"]
    assert place.files() == published(place, site_files())
