"""`content/review.md` lists what an editor should look at, as long as nobody has."""

import json
import re

import pytest

from newsgen.cli.entry import main
from newsgen.formats.markdown_to_html import render_markdown
from newsgen.importers.intake.review import REVIEW, compose_review, write_review
from newsgen.importers.items import DRAFT, UNDATED, ToReview

TEXT = (
    "أعلنت البلدية عن افتتاح مكتبة عمومية جديدة وسط المدينة تضم آلاف الكتب وقاعات للمطالعة مفتوحة لجميع السكان، وقال"
    " رئيس المجلس إن المشروع كلف ميزانية كبيرة وإنه سيمتد إلى الأحياء المجاورة قبل نهاية السنة المقبلة بحول الله،"
    " وأضاف أن أبوابها ستفتح كل يوم من الصباح إلى المساء ما عدا أيام العطل الرسمية."
)
SHORT = "نص قصير جدا."


def page(title, text=TEXT, date='<meta property="article:published_time" content="2014-01-25">'):
    return f"<!doctype html><meta charset=utf-8><title>{title}</title>{date}<h1>{title}</h1><p>{text}</p>".encode()


@pytest.fixture
def project(tmp_path):
    """Return a project and a folder of inputs: a sound page, one without a date, and one with hardly any text."""
    root, inputs = tmp_path / "my project", tmp_path / "in"
    root.mkdir()
    inputs.mkdir()
    (inputs / "sound.html").write_bytes(
        page("خبر عن الميناء", TEXT.replace("مكتبة", "ميناء").replace("الكتب", "السفن"))
    )
    (inputs / "undated.html").write_bytes(page("خبر عن *المكتبة* [جديد](x)", date=""))
    (inputs / "short.html").write_bytes(page("عنوان", SHORT, date=""))
    return root, inputs


def run(root, *arguments):
    """Run an import; return the report's list for an editor: the reasons by path."""
    report = root.parent / "report.json"
    assert main(["import", *map(str, arguments), "--root", str(root), "--report", str(report)]) == 0
    entries = json.loads(report.read_text(encoding="utf-8"))["review"]
    return {entry["article"].rpartition("/")[2]: entry["reasons"] for entry in entries}


def test_drafts_undated_articles_and_warnings_are_listed(project):
    """Each with the path, the headline and the original; a sound article is not listed."""
    root, inputs = project
    reasons = run(root, inputs)
    assert reasons.keys() == {"short.md", "undated.md"}
    assert reasons["undated.md"] == [UNDATED]
    assert reasons["short.md"][:2] == [DRAFT, UNDATED]
    assert any("hardly any paragraphs" in reason for reason in reasons["short.md"])
    text = (root / REVIEW).read_text(encoding="utf-8")
    assert "## Drafts (1)\n\n- [عنوان](<articles/short.md>), from [short.html](<../seeds/short.html>)\n" in text
    assert r"[خبر عن \*المكتبة\* \[جديد\](x)](<articles/undated.md>)" in text
    assert "sound" not in text


def test_the_last_line_says_what_to_do_next(project, capsys):
    """The command can be copied, and the number of articles to look at is known."""
    root, inputs = project
    run(root, inputs)
    last = capsys.readouterr().err.splitlines()[-1]
    assert last == (
        f"next: newsgen build --root '{root}', then look at content/review.md"
        " (1 draft, 2 without a date, 1 with warnings)"
    )


@pytest.mark.parametrize(
    ("called", "command"),
    [
        (".venv/bin/newsgen", ".venv/bin/newsgen"),
        ("/my tools/newsgen", "'/my tools/newsgen'"),
        ("/on/path/newsgen", "newsgen"),
        ("/lib/newsgen/__main__.py", "newsgen"),
    ],
)
def test_the_next_command_is_called_as_this_one_was(called, command, project, capsys, monkeypatch):
    """In a clone newsgen is not on the shell's path."""
    root, inputs = project
    monkeypatch.setattr("sys.argv", [called, "import"])
    monkeypatch.setattr("newsgen.cli.imports.which", lambda _: "/on/path/newsgen")
    run(root, inputs / "sound.html")
    assert capsys.readouterr().err.splitlines()[-1] == f"next: {command} build --root '{root}'"


def test_a_project_that_does_not_exist_is_told_with_its_remedy(project, capsys):
    """A mistyped path makes no new project."""
    root, inputs = project
    assert main(["import", str(inputs), "--root", str(root / "new")]) == 2
    assert "new: does not exist; create the folder, or give the project's folder" in capsys.readouterr().err


@pytest.mark.parametrize("draft", ["draft: true", "published: false"])
def test_a_draft_is_listed_once(draft, project):
    """That it was a draft before is no warning of its own."""
    root, inputs = project
    (inputs / "budget.md").write_text(f"---\ntitle: خبر\ndate: 2014-01-25\n{draft}\n---\n{TEXT}\n", encoding="utf-8")
    assert run(root, inputs / "budget.md") == {"budget.md": [DRAFT]}


@pytest.mark.parametrize(
    ("old", "new", "left"),
    [
        ("draft: true\n", "", [UNDATED]),
        ("---\ntitle", "---\ndate: 2014-01-25\ntitle", [DRAFT]),
        ("نص", "خبر", [DRAFT, UNDATED]),
    ],
)
def test_what_an_editor_has_settled_is_not_listed_any_more(project, old, new, left):
    """A draft and an unknown date are seen in the file itself; the warnings end when the file is changed."""
    root, inputs = project
    run(root, inputs)
    file = root / "content/articles/short.md"
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert run(root, inputs)["short.md"] == left


def test_the_list_goes_when_nothing_is_left(project):
    """The project has no empty list, and a deleted article is not listed."""
    root, inputs = project
    run(root, inputs)
    for name in ("short", "undated"):
        (root / f"content/articles/{name}.md").unlink()
    assert run(root, inputs / "sound.html") == {}
    assert not (root / REVIEW).exists()


def test_the_same_import_again_writes_the_same_list(project):
    """Warnings of the first import are kept in the import log."""
    root, inputs = project
    first, text = run(root, inputs), (root / REVIEW).read_bytes()
    assert run(root, inputs) == first
    assert (root / REVIEW).read_bytes() == text


def test_a_dry_run_writes_no_list(project, capsys):
    """The report has it."""
    root, inputs = project
    assert run(root, inputs, "--dry-run").keys() == {"short.md", "undated.md"}
    assert list(root.iterdir()) == [root / ".newsgen"]
    assert "next:" not in capsys.readouterr().err


@pytest.mark.parametrize("data", ["# قائمتي\n", None])
def test_a_file_of_an_editor_is_never_replaced(project, capsys, data):
    """Neither one that newsgen did not write, nor its own list with notes of an editor."""
    root, inputs = project
    if data is None:
        run(root, inputs / "short.html")
        data = (root / REVIEW).read_text(encoding="utf-8") + "- راجعته\n"
    (root / "content").mkdir(exist_ok=True)
    (root / REVIEW).write_text(data, encoding="utf-8")
    assert run(root, inputs)
    assert (root / REVIEW).read_text(encoding="utf-8") == data
    assert f"{REVIEW}: is not as newsgen wrote it" in capsys.readouterr().err


def test_a_folder_of_that_name_is_reported(tmp_path):
    """It is no list that could be replaced."""
    (tmp_path / REVIEW).mkdir(parents=True)
    assert write_review(tmp_path, [])
    assert write_review(tmp_path, [ToReview("content/articles/x.md", "خبر", None, (DRAFT,))])


def test_the_list_is_no_page_of_the_site(project):
    """It does not show readers what is held back."""
    root, inputs = project
    run(root, inputs)
    assert main(["build", "--root", str(root)]) == 0
    assert not [file for file in (root / "site").rglob("*.html") if "To review" in file.read_text(encoding="utf-8")]


def test_the_list_is_no_article_of_another_project(project, tmp_path):
    """Importing a project reads only the folders of its articles and pages."""
    root, inputs = project
    run(root, inputs)
    (tmp_path / "second").mkdir()
    assert "review.md" not in run(tmp_path / "second", root)
    assert not (tmp_path / "second/content/articles/review.md").exists()


HOSTILE = [
    "<script>x</script>",
    "[a](javascript:x)",
    "`x` *b* ![i](y)",
    "a\n# b\n- c\u2028d\x07",
    "\\[x](y)",
    "&lt;b&gt; ~~s~~",
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_headlines_and_warnings_stay_text(hostile):
    """No markup of an imported page becomes markup of the list, and no text begins another entry."""
    entries = [ToReview("content/articles/<x>.md", one, "seeds/a>b.html", (DRAFT, one)) for one in (hostile, "نص")]
    text = compose_review(entries)
    assert text.count("\n- ") == 4
    tags, plain = (re.findall(r"<[a-z0-9]+", render_markdown(one)) for one in (text, text.replace(hostile, "نص")))
    assert tags.count("<a") == 8
    assert [tag for tag in tags if tag != "<a"] == [tag for tag in plain if tag != "<a"]


def test_a_long_list_is_cut():
    """An archive may have a hundred thousand drafts; the report has them all."""
    reasons = [f"reason {'x' * (number % 300)} of its own" for number in range(30_000)]
    entries = [ToReview(f"content/articles/{n}.md", "خبر", None, (DRAFT, reason)) for n, reason in enumerate(reasons)]
    text = compose_review(entries)
    assert text.count("\n") < 10_500
    assert "## Drafts (30000)" in text
    assert text.count("- and 29900 more") == 1
    assert "## Other warnings (" in text


def test_a_version_is_no_further_article_in_its_language(project, capsys):
    """The numbers are those of articles."""
    root, _ = project
    text = "The harbour city council opened a new public garden on Thursday evening after three years of works. " * 3
    html = page("Harbour city opens its new public garden", text).decode()
    for name, remark in (("one", ""), ("two", "<!-- saved later -->")):
        link = '<link rel="canonical" href="https://x.example/garden">'
        (root.parent / f"{name}.html").write_text(html.replace("<title>", f"{link}<title>") + remark, encoding="utf-8")
    assert main(["import", *(str(root.parent / f"{name}.html") for name in ("one", "two")), "--root", str(root)]) == 0
    err = capsys.readouterr().err
    assert "1 version of existing articles" in err
    assert "other languages than Arabic: en 1;" in err
