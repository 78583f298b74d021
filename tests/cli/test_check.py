"""`newsgen check` prints what is wrong with the finished site, for people and for machines."""

import json

import pytest

from checked_sites import FIRST, SECOND, THIRD, change, checked_project, copy_of, insert
from newsgen.check.checks import CHECKS


@pytest.fixture
def checked(project, tmp_path_factory):
    """Return a project with a finished site, and run `newsgen check` on it."""
    copy_of(checked_project(tmp_path_factory), project.root)
    return project


def check(project, *options):
    """Run `newsgen check`."""
    return project.run("check", "--root", str(project.root), "--jobs", "1", *options)


def test_a_sound_site_is_exit_code_0_and_nothing_on_stdout(checked):
    """The summary is on stderr."""
    done = check(checked)
    assert (done.code, done.stdout) == (0, "")
    assert done.stderr.startswith(
        f"checked {len(checked.files()) - 1} files, 15 pages in {checked.root}/site: 0 errors"
    )


def test_a_fault_of_a_template_is_one_line(checked):
    """It names the first pages, and says how many more there are."""
    number = insert(checked.site, "archive/index.html", '<a href="../no/">x</a>')
    for page in (FIRST, SECOND, THIRD):
        insert(checked.site, page, '<a href="../../no/">x</a>')
    done = check(checked)
    assert done.code == 1
    (line,) = done.stdout.splitlines()
    assert line.startswith(f"error: {checked.site}/archive/index.html:{number}, {checked.site}/articles/")
    assert line.endswith(
        " and 1 more: <a href> leads to no/, which is not in the site;"
        " correct the link in its source or template, or publish the file [links]"
    )


def test_warnings_alone_are_exit_code_0(checked):
    """They are to be read, and stop nothing."""
    insert(checked.site, FIRST, '<a href="../../archive">x</a>')
    done = check(checked)
    assert (done.code, done.stdout.partition(":")[0]) == (0, "warning")


def test_json_has_all_findings(checked, tmp_path):
    """On stdout and in the report, with everything that is known of each."""
    line = insert(checked.site, FIRST, '<a href="../../no/">x</a>')
    report = tmp_path / "check.json"
    done = check(checked, "--format", "json", "--report", str(report))
    values = json.loads(done.stdout)
    assert values == json.loads(report.read_text(encoding="utf-8"))
    assert values["findings"] == [
        {
            "check": "links",
            "severity": "error",
            "file": FIRST,
            "line": line,
            "place": "<a href>",
            "found": "leads to no/, which is not in the site",
            "remedy": "correct the link in its source or template, or publish the file",
            "is_source": False,
        }
    ]
    assert (values["errors"], values["warnings"], values["notes"], values["pages"]) == (1, 0, 0, 15)


def test_github_shows_findings_beside_the_files(checked):
    """Signs that have a meaning in a command of its log are escaped."""
    line = insert(checked.site, FIRST, '<a href="../../a,b:%25/">x</a>')
    done = check(checked, "--format", "github")
    assert done.stdout == (
        f"::error file={checked.site}/{FIRST},line={line},title=links::<a href> leads to a,b:%25/, which is not in the"
        " site; correct the link in its source or template, or publish the file [links]\n"
    )


def test_checks_are_chosen_and_left_out(checked):
    """On the command line, or for good in site.yml."""
    insert(checked.site, FIRST, '<a href="../../no/">x</a><img src="../../no.png">')
    assert "[links]" not in check(checked, "--only", "pictures,titles").stdout
    assert "[pictures]" not in check(checked, "--skip", "pictures").stdout
    settings = checked.root / "content/site.yml"
    settings.write_text(settings.read_text() + "check:\n  skip: [links, pictures]\n")
    assert check(checked).code == 0


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--only", "lnks"], "--only names the unknown check 'lnks'; the nearest known check is 'links'"),
        (["--host", "cloudfare"], "--host names the unknown host 'cloudfare'; the nearest known host is 'cloudflare'"),
        (["--url", "http://127.0.0.1/"], "--url is given without --receipt"),
        (["--receipt", "--only", "links"], "--receipt only compares files"),
        (["--receipt", "--url", "http://example.org/"], "is not an address on this machine"),
        (["--output", "nowhere"], "nowhere: cannot be read (No such file or directory); build the site first"),
    ],
)
def test_wrong_usage_is_exit_code_2(checked, options, words):
    """The message names the nearest known word."""
    done = check(checked, *options)
    assert (done.code, done.stdout) == (2, "")
    assert words in done.stderr


def test_an_unknown_check_in_the_settings_is_exit_code_2(checked):
    """A typing error there would leave a check on for ever."""
    settings = checked.root / "content/site.yml"
    settings.write_text(settings.read_text() + "check:\n  skip: [orphan]\n")
    done = check(checked)
    assert done.code == 2
    assert "content/site.yml: check: skip names the unknown check 'orphan'; the nearest" in done.stderr


def test_a_receipt_is_proved(checked):
    """The summary says which receipt was used."""
    done = check(checked, "--receipt")
    assert (done.code, done.stdout) == (0, "")
    assert f"against {checked.site}/receipt.json: 0 errors" in done.stderr
    change(checked.site, FIRST, "</main>", " </main>")
    done = check(checked, "--receipt")
    found = "has changed since it was built; build the site, or copy the file, again [receipt]"
    assert (done.code, done.stdout) == (1, f"error: {checked.site}/{FIRST}: {found}\n")


def test_the_help_lists_all_checks(checked):
    """With what each is for."""
    shown = checked.run("check", "--help").stdout
    assert all(f"  {name} " in shown and check.about in shown for name, check in CHECKS.items())
