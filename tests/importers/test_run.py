"""The command `newsgen import`: it writes files in content/ and seeds/, and reports every input."""

import json
import shutil

import pytest

from newsgen.cli.entry import main
from newsgen.importers.intake.import_log import IMPORT_LOG
from newsgen.importers.intake.project_files import ProjectFiles

FIRST = """الحكومة تعلن خطة جديدة لدعم الفلاحين في المناطق الجبلية

أعلنت الحكومة اليوم الثلاثاء عن خطة جديدة لدعم الفلاحين الصغار في المناطق الجبلية، تشمل توزيع البذور والأسمدة ومد الطرق.

وقال وزير الفلاحة إن الخطة تستهدف مائة ألف أسرة في مرحلتها الأولى، وإنها ستمتد إلى باقي الجهات قبل نهاية السنة المقبلة.

1. وأضاف أن * الدعم سيصرف شهريا، وأن [لجنة] خاصة ستتابع التنفيذ.
"""
OTHER = """المنتخب يفوز بثلاثية نظيفة في مباراة ودية

فاز المنتخب الوطني مساء أمس على ضيفه بثلاثة أهداف دون رد في المباراة الودية التي جمعتهما بالملعب الكبير بمراكش.

وسجل الأهداف كل من لاعب الوسط والمهاجم الشاب في الشوط الثاني، أمام جمهور غفير حضر لتشجيع الفريق.
"""


@pytest.fixture
def root(tmp_path):
    (tmp_path / "project").mkdir()
    return tmp_path / "project"


@pytest.fixture
def texts(tmp_path):
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "first.txt").write_text(FIRST, encoding="utf-8")
    (folder / "other.txt").write_text(OTHER, encoding="utf-8")
    return folder


def run(root, *arguments):
    """Run an import; return the exit code and the report."""
    report = root.parent / "report.json"
    code = main(["import", *map(str, arguments), "--root", str(root), "--report", str(report)])
    return code, json.loads(report.read_text(encoding="utf-8"))


def results(report):
    return [(one["became"], one["article"]) for one in report["inputs"]]


def tree(root):
    """Return all files of the project except the cache."""
    files = (file for file in root.rglob("*") if file.is_file() and ".newsgen" not in file.parts)
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in files}


def build(root):
    assert main(["build", "--root", str(root)]) == 0
    return {p: data for p, data in tree(root).items() if p.startswith("site/")}


def test_a_text_becomes_an_article_with_its_original(root, texts):
    """The Markdown has the text of the capture, which is copied to seeds/ byte for byte."""
    code, report = run(root, texts)
    assert code == 0
    assert results(report) == [("imported", "content/articles/first.md"), ("imported", "content/articles/other.md")]
    assert (report["imported"], report["skipped"], report["unchanged"], report["errors"]) == (2, 0, 0, [])
    assert (root / "seeds/first.txt").read_bytes() == (texts / "first.txt").read_bytes()
    written = (root / "content/articles/first.md").read_text(encoding="utf-8")
    assert written.startswith("---\ntitle: الحكومة تعلن خطة جديدة لدعم الفلاحين في المناطق الجبلية\n")
    assert "\ncapture: first.txt\n" in written
    pages = build(root)
    page = next(data.decode() for path, data in pages.items() if "الحكومة" in path and path.count("/") == 3)
    assert "1. وأضاف أن * الدعم سيصرف شهريا، وأن [لجنة] خاصة ستتابع التنفيذ." in page


def test_the_same_import_again_changes_nothing(root, texts):
    """No file of the project changes, and the report has every input as unchanged."""
    run(root, texts)
    before = tree(root)
    code, report = run(root, texts)
    assert (code, report["unchanged"], report["imported"], report["written"]) == (0, 2, 0, 0)
    assert tree(root) == before


def test_an_edited_article_is_never_overwritten(root, texts, capsys):
    """The report says that an editor has changed it."""
    run(root, texts)
    file = root / "content/articles/first.md"
    edited = file.read_text(encoding="utf-8").replace("الفلاحة", "الزراعة")
    file.write_text(edited, encoding="utf-8")
    _, report = run(root, texts)
    assert file.read_text(encoding="utf-8") == edited
    assert "an editor has changed it since" in report["inputs"][0]["why"]
    assert "1 article changed by an editor since" in capsys.readouterr().err


def test_a_deleted_article_is_not_imported_again(root, texts):
    """The import log remembers it, and the report says how to import it again."""
    run(root, texts)
    (root / "content/articles/first.md").unlink()
    (root / "seeds/first.txt").unlink()
    _, report = run(root, texts)
    assert results(report)[0] == ("skipped", "content/articles/first.md")
    assert IMPORT_LOG in report["inputs"][0]["why"]
    lines = (root / IMPORT_LOG).read_text(encoding="utf-8").splitlines(keepends=True)
    (root / IMPORT_LOG).write_text("".join(line for line in lines if "first" not in line), encoding="utf-8")
    assert results(run(root, texts)[1])[0] == ("imported", "content/articles/first.md")


def test_a_dry_run_reports_everything_and_writes_nothing(root, texts):
    """Its outcomes are those of the import that follows."""
    _, dry = run(root, texts, "--dry-run")
    assert tree(root) == {}
    _, real = run(root, texts)
    assert dry["inputs"] == real["inputs"]
    assert (dry["dry_run"], dry["written"], real["written"]) == (True, 0, 4)


def test_another_capture_of_an_article_becomes_its_version(root, texts):
    """Both are originals of one article, and the report names it."""
    run(root, texts)
    (texts / "again.txt").write_text(FIRST.replace("اليوم الثلاثاء", "اليوم"), encoding="utf-8")
    _, report = run(root, texts)
    (pair,) = [one for one in report["inputs"] if one["became"] == "version"]
    assert pair["article"] == "content/articles/first.md"
    assert "content/articles/first.md" in pair["why"]
    written = (root / "content/articles/first.md").read_text(encoding="utf-8")
    assert f"versions: [{pair['evidence'].removeprefix('seeds/')}]" in written
    build(root)
    before = tree(root)
    assert run(root, texts)[1]["unchanged"] == 3
    assert tree(root) == before


def test_another_capture_of_a_capture_becomes_its_version(root, texts):
    """A capture that was added to seeds/ by hand keeps its id, and a Markdown file names both captures."""
    (root / "seeds").mkdir()
    shutil.copy(texts / "first.txt", root / "seeds" / "mine.txt")
    (texts / "first.txt").write_text(FIRST.replace("اليوم الثلاثاء", "اليوم"), encoding="utf-8")
    _, report = run(root, texts)
    assert results(report)[0] == ("version", "content/articles/mine.md")
    assert (
        (root / "content/articles/mine.md").read_text(encoding="utf-8").startswith("---\ncapture: mine.txt\nversions:")
    )
    build(root)


def test_another_capture_of_an_edited_article_is_reported(root, texts):
    """A file that an editor has changed is not written, not even to add a version."""
    run(root, texts)
    file = root / "content/articles/first.md"
    file.write_text(file.read_text(encoding="utf-8") + "\nخاتمة.\n", encoding="utf-8")
    before = tree(root)
    (texts / "again.txt").write_text(FIRST.replace("اليوم الثلاثاء", "اليوم"), encoding="utf-8")
    _, report = run(root, texts / "again.txt")
    assert results(report) == [("skipped", None)]
    assert "content/articles/first.md" in report["inputs"][0]["why"]
    assert tree(root) == before


def test_a_capture_of_the_project_is_not_imported(root, texts):
    """Importing seeds/ itself changes nothing."""
    (root / "seeds").mkdir()
    shutil.copy(texts / "first.txt", root / "seeds" / "mine.txt")
    before = tree(root)
    _, report = run(root, root / "seeds")
    assert results(report) == [("unchanged", "seeds/mine.txt")]
    assert tree(root) == before


def test_a_taken_name_gets_a_digest(root, texts, tmp_path):
    """Files of two folders may have the same name."""
    other = tmp_path / "more"
    other.mkdir()
    shutil.copy(texts / "other.txt", other / "first.txt")
    run(root, texts / "first.txt")
    _, report = run(root, other)
    assert report["inputs"][0]["article"].startswith("content/articles/first-")
    build(root)


def test_a_stopped_import_can_be_resumed(root, texts, monkeypatch, capsys):
    """The result does not depend on the file at which it was stopped."""
    whole = root.parent / "whole"
    whole.mkdir()
    run(whole, texts)
    write = ProjectFiles.write
    for stop in range(4):
        count = iter(range(10))

        def stopping(self, path, data, stop=stop, count=count):
            if next(count) == stop:
                raise KeyboardInterrupt
            write(self, path, data)

        monkeypatch.setattr(ProjectFiles, "write", stopping)
        shutil.rmtree(root)
        root.mkdir()
        assert main(["import", str(texts), "--root", str(root)]) == 130
        assert "run the same import again" in capsys.readouterr().err
        monkeypatch.setattr(ProjectFiles, "write", write)
        assert run(root, texts)[0] == 0
        assert tree(root) == tree(whole)


def test_a_broken_input_is_an_error_and_the_rest_is_imported(root, texts):
    """Every failure is reported with its remedy, and the exit code is 1."""
    (texts / "broken.txt").write_bytes(b"\x00\x01\x02\x03" * 50)
    code, report = run(root, texts)
    assert code == 1
    assert [one["became"] for one in report["inputs"]] == ["refused", "imported", "imported"]
    assert report["errors"][0]["path"].endswith("broken.txt")
    assert report["errors"][0]["remedy"]


def test_a_missing_path_is_a_usage_error(root, tmp_path, capsys):
    """The exit code is 2, and nothing is imported."""
    assert main(["import", str(tmp_path / "nowhere"), "--root", str(root)]) == 2
    assert "does not exist" in capsys.readouterr().err


def test_an_empty_folder_becomes_a_project_and_a_full_one_does_not(root, texts, capsys):
    """A mistyped --root must not write into an unrelated folder."""
    assert main(["import", str(texts), "--root", str(texts)]) == 2
    assert "holds neither seeds/ nor content/" in capsys.readouterr().err
    assert main(["import", str(texts), "--root", str(root)]) == 0


EXPORT = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>جريدة</title><wp:base_blog_url>https://{site}.example</wp:base_blog_url>
<item><title>{title}</title><link>https://{site}.example/2011/harbour/</link>
<content:encoded><![CDATA[<p>{text}</p>
<p><a href="/contact/">راسلونا</a> <img src="htt" alt="الميناء"></p>]]></content:encoded>
<wp:post_id>7</wp:post_id><wp:post_type>{type}</wp:post_type><wp:status>publish</wp:status>
<wp:post_name>harbour</wp:post_name></item></channel></rss>
"""


@pytest.mark.parametrize("types", [("page", "post"), ("post", "page"), ("page", "page"), ("post", "post")])
def test_an_old_address_in_two_exports_belongs_to_the_first(root, tmp_path, types):
    """The second one gets a warning instead, and the project still builds."""
    for number, kind in enumerate(types):
        text = (FIRST, OTHER)[number]
        export = EXPORT.format(site=f"site{number}", title=text.split("\n")[0], text=text[60:], type=kind)
        (tmp_path / f"{number}.xml").write_text(export, encoding="utf-8")
        code, report = run(root, tmp_path / f"{number}.xml")
        assert (code, report["imported"]) == (0, 1)
    assert any("/2011/harbour/ is taken" in text for text in report["warnings"])
    build(root)


def test_few_large_files_are_in_memory_at_once(root, texts, monkeypatch):
    """Pages contain their pictures, so the number of files alone does not limit the memory."""
    sizes = []

    def in_batches(_start, function, items):
        sizes.append(len(items))
        return [function(items)] if items else []

    monkeypatch.setattr("newsgen.importers.run.in_batches", in_batches)
    for number in range(12):
        with (texts / f"more-{number:02}.txt").open("wb") as file:
            file.truncate(20_000_001)  # refused at once, because it is too large
    _, report = run(root, texts)
    assert [one["became"] for one in report["inputs"]].count("refused") == 12
    assert max(sizes) < 10
