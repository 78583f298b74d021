"""Test the parts of the benchmarks that need neither long runs nor other generators."""

import gzip
import json
import os
import subprocess
import sys
from itertools import islice
from pathlib import Path

import pytest
import yaml

import captures
import corpus
import edits
import interpreter
import measure
import table
from invented_news import invented_news
from judge import judge
from newsgen.cli.entry import main
from newspapers import PAPERS, compose
from newspapers.articles import read_news
from random_edits.law import Difference, hold, parse_units, replayed

ROW = {
    "title": "افتتاح المكتبة: «الجديدة»\u0007",
    "body": 'أعلنت "الجماعة".\r\n\r\n',
    "date": "2015-07-26T00:00",
    "source": None,
    "category": "ثقافة/فن",
}


def row(number, paragraphs=4):
    """Return a line of the file of articles."""
    body = "\n\n".join(f"فقرة {number} {place}" for place in range(paragraphs))
    return {"title": f"خبر المدينة {number}", "body": body, "date": "2020-01-01", "source": "جريدة", "category": None}


@pytest.fixture
def articles(tmp_path):
    """Make the folder of Markdown files from which a project of newsgen is created."""
    rows = [row(number) | {"date": f"2020-01-{number + 1:02}"} for number in range(10)]
    corpus.write(corpus.entries(rows, 10), tmp_path / "corpus")
    return tmp_path / "corpus/md"


# --- corpus


@pytest.mark.parametrize(("name", "opener"), [("a.jsonl", open), ("a.jsonl.gz", gzip.open)])
def test_only_dated_articles_of_three_paragraphs_are_read(tmp_path, name, opener):
    """Other lines of the file are skipped, whether the file is compressed or not."""
    rows = [row(0), row(1, paragraphs=2), row(2) | {"date": None}, row(3) | {"title": ""}]
    with opener(tmp_path / name, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(one) + "\n" for one in rows)
    assert corpus.read(tmp_path / name) == [row(0)]


def test_no_two_articles_are_the_same_where_there_are_not_enough():
    """The articles are repeated with another title and another first paragraph."""
    found = list(corpus.entries([row(0), row(1)], 7))
    assert [article.slug for article in found] == [f"a{place:06}" for place in range(7)]
    assert len({article.title for article in found}) == 7
    assert len({article.body for article in found}) == 7
    assert found[2].body.startswith("فقرة 0 1\n\n")


def test_a_file_without_articles_is_an_error():
    """Repeating it would never fill the corpus."""
    with pytest.raises(ValueError, match="no article"):
        corpus.entries([], 1)


def test_front_matter_is_yaml_that_says_what_the_line_said():
    """Quotes, colons and control characters do not break it."""
    article = corpus.entry(ROW, "a000000", {"المكتبة"})
    _, head, body = corpus.as_markdown(article).split("---\n")
    assert yaml.load(head, yaml.BaseLoader) == {
        "title": "افتتاح المكتبة: «الجديدة»",
        "date": "2015-07-26T08:00:00Z",
        "slug": "a000000",
        "author": "x",
        "categories": ["ثقافةفن"],
        "tags": ["المكتبة"],
        "description": 'أعلنت "الجماعة".',
    }
    assert body == '\nأعلنت "الجماعة".\n\n\n'


def test_pelican_gets_the_same_article():
    """Each field is on a line of its own, and the body follows."""
    article = corpus.entry(ROW, "a000000", {"المكتبة"})
    assert corpus.as_pelican(article).splitlines()[:8] == [
        "Title: افتتاح المكتبة: «الجديدة»",
        "Date: 2015-07-26 08:00",
        "Slug: a000000",
        "Category: ثقافةفن",
        "Tags: المكتبة",
        "Author: x",
        'Summary: أعلنت "الجماعة".',
        "",
    ]


def test_zola_gets_the_same_article():
    """Its categories and tags have a key of their own."""
    article = corpus.entry(ROW, "a000000", {"المكتبة"})
    _, head, body = corpus.as_zola(article).split("---\n")
    assert yaml.load(head, yaml.BaseLoader) == {
        "title": "افتتاح المكتبة: «الجديدة»",
        "date": "2015-07-26T08:00:00Z",
        "slug": "a000000",
        "authors": ["x"],
        "description": 'أعلنت "الجماعة".',
        "taxonomies": {"categories": ["ثقافةفن"], "tags": ["المكتبة"]},
    }
    assert body == corpus.as_markdown(article).split("---\n")[2]


def test_tags_are_the_commonest_words_of_the_titles():
    """A word of only one title is not a tag if there are commoner words; ties are in alphabetical order."""
    rows = [row(0) | {"title": f"المدينة {word}"} for word in islice(map("كلمة{:03}".format, range(400)), 400)]
    rows = [one | {"title": f"{one['title']} المدينة خبرية"} for one in rows]
    assert {article.tags for article in corpus.entries(rows, 400)} == {("المدينة", "خبرية")}


# --- edits


def test_every_edit_changes_one_file(articles, tmp_path):
    """The measured builds therefore differ from each other, but are the same in every run."""
    root = tmp_path / "project"
    edits.make_project(root, articles)
    changed = []
    before = files_of(root)
    for _, change in edits.EDITS.values():
        change(root)
        after = files_of(root)
        changed.append([name for name in sorted(before | after) if before.get(name) != after.get(name)])
        before = after
    assert changed == [
        [],
        ["content/articles/a000005.md"],
        ["content/articles/a000003.md"],
        ["content/articles/a000001.md"],
        ["content/articles/new.md"],
        ["content/articles/a000001.md"],
        ["content/articles/a000002.md"],
        ["templates/article.html"],
    ]


def test_one_edit_changes_a_summary(articles, project):
    """The lists show the paragraph that is inserted before the body of an article without a written summary."""
    edits.make_project(project.root, articles)
    project.write("content/site.yml", edits.SITE + "font: system\n")
    shown = []
    for name in ("nothing", "body-start", "summary"):
        edits.EDITS[name][1](project.root)
        assert project.build().code == 0
        shown.append(edits.PARAGRAPH.strip() in project.read("index.html"))
    assert shown == [False, False, True]


def test_a_corrected_headline_is_another_headline(articles, tmp_path):
    """Its address stays, because the article names it."""
    edits.make_project(tmp_path / "project", articles)
    edits.headline(tmp_path / "project")
    text = (tmp_path / "project/content/articles/a000001.md").read_text(encoding="utf-8")
    assert '\ntitle: "تصحيح: خبر المدينة 1"\n' in text
    assert "\nslug: a000001\n" in text


def test_the_added_article_is_dated_like_the_newest(articles, tmp_path):
    """It changes the first pages and no old list."""
    edits.make_project(tmp_path / "project", articles)
    edits.added(tmp_path / "project")
    text = (tmp_path / "project/content/articles/new.md").read_text(encoding="utf-8")
    assert "\nslug: new\n" in text
    assert "\ndate: 2020-01-10T08:00:00Z\n" in text
    assert text.endswith("---\n\nفقرة 2 3\n\nفقرة 2 2\n\nفقرة 2 1\n\nفقرة 2 0\n")


def test_newsgen_builds_the_project_before_and_after_all_edits(articles, project):
    """The project that the benchmark writes has no errors."""
    edits.make_project(project.root, articles)
    project.write("content/site.yml", edits.SITE + "font: system\n")
    assert project.build().code == 0
    for _, change in edits.EDITS.values():
        change(project.root)
    built = project.build()
    assert (built.code, built.report["articles"]) == (0, 10)


def files_of(root):
    """Return the files of a folder by their paths."""
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in root.rglob("*") if file.is_file()}


# --- measure


def test_pss_is_read_in_bytes():
    """The lines that divide Pss into parts are not added to it, and a process that has ended uses no memory."""
    smaps = "55f07c037000-7ffd4523e000 ---p 00000000 00:00 0 [rollup]\nRss: 4016 kB\nPss: 1002 kB\nPss_Dirty: 569 kB\n"
    assert measure.pss_in(smaps) == 1002 * 1024
    assert measure.pss_in("") == 0


def test_a_program_may_be_called_anything():
    """The parent is found even if the name of the program contains parentheses and blanks."""
    assert measure.parent_in("17 (a) R 1 (b)) S 4 17 17 0") == 4


def test_descendants_are_all_below():
    """Neither the root itself nor any other process is returned."""
    assert measure.descendants({1: 0, 2: 1, 3: 2, 4: 3, 5: 1, 6: 3}, 2) == {3, 4, 6}


def test_a_run_counts_the_processes_below_it():
    """The command waits and computes nothing; its child computes."""
    child = "import time\nwhile time.process_time() < 0.3: pass"
    command = [sys.executable, "-c", f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"]
    cost = measure.run(command)
    assert cost.cpu >= 0.3
    assert cost.peak is None


@pytest.mark.skipif(not os.path.exists("/proc/self/smaps_rollup"), reason="only Linux tells")  # noqa: PTH110
def test_the_memory_of_a_run_is_that_of_its_processes():
    """Eighty megabytes that are used for a second are measured, even on a busy machine."""
    cost = measure.run([sys.executable, "-c", "import time; kept = b'x' * 80_000_000; time.sleep(1)"], sampled=True)
    assert 80_000_000 < cost.peak < 200_000_000


def test_a_run_does_not_wait_for_what_it_did_not_start():
    """The process that measures may have other children, such as a browser, that continue to run."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        assert measure.run([sys.executable, "-c", ""]).cpu < 60
        assert other.poll() is None
        other.communicate(b"\n")


def test_a_failed_run_shows_what_was_said():
    """The message ends with the command's stderr."""
    with pytest.raises(measure.RunError, match=r"exit code 3\nno such thing$"):
        measure.run([sys.executable, "-c", "import sys; sys.stderr.write('no such thing'); sys.exit(3)"])


# --- interpreter


PLAIN = {
    "CONFIG_ARGS": "'--enable-shared'",
    "PY_CORE_CFLAGS": "-O3 -Wall",
    "PY_CORE_LDFLAGS": "",
    "PGO_PROF_GEN_FLAG": "-fprofile-generate",
    "PGO_PROF_USE_FLAG": "-fprofile-use -fprofile-correction",
}
"""The variables of pyenv's build, whose Makefile names a flag that it did not use."""


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({}, "a build that is NOT optimised (no PGO)"),
        ({"CONFIG_ARGS": "'--with-lto'"}, "a build that is NOT optimised (no PGO)"),
        ({"CONFIG_ARGS": "'--enable-optimizations' '--with-lto=thin'"}, "an optimised build (PGO and LTO)"),
        ({"CONFIG_ARGS": "'--enable-optimizations'"}, "an optimised build (PGO)"),
        ({"PY_CORE_CFLAGS": "-O3 -fprofile-instr-use=code.profclangd"}, "an optimised build (PGO)"),
        ({"PGO_PROF_USE_FLAG": ""}, "an optimised build (PGO)"),  # Debian's
        ({"PGO_PROF_USE_FLAG": "", "PGO_PROF_GEN_FLAG": ""}, "a build that is NOT optimised (no PGO)"),
    ],
)
def test_it_is_known_how_a_python_was_built(variables, words):
    """Profile-guided optimisation (PGO) makes the difference that the figures must not hide."""
    assert interpreter.build_of(PLAIN | variables) == words


def test_the_interpreter_that_is_described_is_the_one_that_is_named():
    """Its version is its own, and one that does not run is an error."""
    assert interpreter.describe(sys.executable).startswith(f"Python {'.'.join(map(str, sys.version_info[:3]))}, a")
    with pytest.raises(measure.RunError, match="does not run"):
        interpreter.describe("/no/python")


# --- table


def test_a_row_shows_medians_beside_its_targets():
    """A figure is compared with that of the row that the target names."""
    rows = {
        "hugo": table.Row("Hugo", [9.0, 2.0, 1.0], [4.0, 3.0, 5.0], [400 * table.MEBIBYTE], 2130, 1799),
        "newsgen": table.Row("newsgen", [1.0, 1.0, 7.0], [1.0, 1.0, 1.0], [200 * table.MEBIBYTE], 1597, 1560),
    }
    assert table.cells(rows, "hugo") == ("Hugo", "2.00 (1.00–9.00)", "4.00", "400", "1.000", "2,130", "1,799", "")
    *figures, targets = table.cells(rows, "newsgen")
    assert figures == ["newsgen", "1.00 (1.00–7.00)", "1.00", "200", "0.500", "1,597", "1,560"]
    assert targets == (
        "wall 0.500 of hugo (must 1.500, aim 1.000): aim met; peak 0.500 of hugo (must 0.300, aim 0.250): **not met**"
    )


@pytest.mark.parametrize(("wall", "words"), [(0.5, "**not met**"), (0.15, "met"), (0.10, "aim met")])
def test_a_target_has_a_limit_and_an_aim(wall, words):
    """Both are met by a figure that is as large."""
    rows = {"hugo": table.Row("Hugo", [1.0], [1.0]), "added": table.Row("added", [wall], [1.0])}
    assert table.cells(rows, "added")[-1] == f"wall {wall:.3f} of hugo (must 0.150, aim 0.100): {words}"


def test_a_target_may_be_a_figure_of_its_own():
    """A start is measured in milliseconds and memory in mebibytes, whatever another generator takes."""
    rows = {"version": table.Row("version", [0.0421, 0.0611], [1.0, 1.0])}
    assert table.cells(rows, "version")[1:] == (
        "0.052 (0.042–0.061)", "1.00", "–", "–", "–", "–", "wall 52 ms (must 60 ms): met"
    )  # fmt: skip
    rows = {"newsgen": table.Row("newsgen", [9.0], [9.0], [1100 * table.MEBIBYTE], 1, 1)}
    assert table.cells(rows, "newsgen", table.TARGETS_OF_LARGE)[-1] == (
        "peak 1,100 MiB (must 1,000 MiB, aim 600 MiB): **not met**"
    )


def test_what_was_not_measured_is_a_dash():
    """The table does not say whether a missing figure meets its target."""
    rows = {"nothing": table.Row("again", [1.0], [1.0])}
    assert table.cells(rows, "nothing") == ("again", "1.00", "1.00", "–", "–", "–", "–", "")


def test_the_table_is_as_wide_as_its_header():
    """Every line has as many cells."""
    lines = table.table({"hugo": table.Row("Hugo", [1.0], [1.0])}).splitlines()
    assert len({line.count("|") for line in lines}) == 1
    assert len(lines) == 3


# --- captures


def written(folder, *bodies):
    """Write articles with the given bodies as JSON lines; return the file."""
    file = folder / "articles.jsonl"
    rows = [{"title": f"مجلس المدينة يعقد اجتماعه رقم {number}", "body": body} for number, body in enumerate(bodies)]
    file.write_text("".join(json.dumps(one) + "\n" for one in rows), encoding="utf-8")
    return file


def test_only_text_is_the_measure_of_a_reading(tmp_path):
    """Places and names above a text and end marks below it are left out; an article with furniture inside is too."""
    one, two, three, *_ = invented_news()[0].paragraphs
    bodies = [
        [one, "خاتمة", two, three],
        ["القاهرة – وكالات", one, two, three, "// انتهى //"],
        [one, two],
        [one, two, "شارك: فيسبوك", three],
        [one, two, "بيت أول", "بيت ثان", three],
    ]
    news = read_news(written(tmp_path, *map("\n\n".join, bodies)))
    assert [article.paragraphs for article in news] == [(one, "خاتمة", two, three), (one, two, three)]


def test_a_reading_is_judged_by_what_was_composed():
    """Each difference between them is a fault, and a small one does not make the reading wrong."""
    capture = next(
        found
        for number in range(99)
        if not judge(found := compose("wordpress", invented_news(), 1, number)).faults and found.gold.dates
    )
    gold = capture.gold
    gold.sections[:] = ["فلاحة"]
    assert (judge(capture).wrong, [*judge(capture).faults]) == (False, ["section"])
    gold.headline, gold.dates[:], gold.bylines[:] = "عنوان", ["2001-01-01"], [("فلان",)]
    gold.paragraphs[0] += "!"
    gold.related.append("عنوان آخر")
    gold.comments.append(("قارئ", "شكرا"))
    gold.form = not gold.form
    verdict = judge(capture)
    assert [*verdict.faults] == list(captures.FAULTS)
    assert (verdict.wrong, verdict.lost) == (True, 1)


def test_the_readings_are_counted_by_newspaper_and_by_confidence(tmp_path, monkeypatch, capsys):
    """The bench prints the misread captures and two tables, and its JSON has the same counts."""
    file = written(tmp_path, *("\n\n".join(article.paragraphs) for article in invented_news()))
    found, saved = tmp_path / "found.json", tmp_path / "saved"
    options = ["--count", "26", "--examples", "1", "--json", str(found), "--save", str(saved)]
    monkeypatch.setattr(sys, "argv", ["captures.py", str(file), *options])
    captures.run(captures.arguments())
    shares, confidences = capsys.readouterr().out.rsplit("\n\n", 2)[1:]
    counted = json.loads(found.read_text(encoding="utf-8"))
    assert [*counted] == [*PAPERS]
    assert {tally["captures"] for tally in counted.values()} == {2}
    assert len({line.count("|") for line in shares.splitlines()}) == 1
    assert sum(int(line.split("|")[2]) for line in confidences.splitlines()[2:]) == 26
    assert len([*saved.iterdir()]) == 1


# --- the law of incremental builds


def test_a_difference_is_printed_with_the_few_edits_that_make_it(monkeypatch, tmp_path):
    """Edits that have nothing to do with it are left out, and what is printed repeats it."""

    def faulty(arguments):
        """Build, and lose the home page of a project that has a standalone page."""
        code, project = main(arguments), Path(arguments[2])
        if project.name == "project" and [*project.glob("content/pages/*.md")]:
            (project / "site/index.html").unlink()
        return code

    monkeypatch.setattr("random_edits.law.main", faulty)
    with pytest.raises(Difference, match="other files: 1") as found:
        hold(tmp_path, "0/0/alone", 1)
    *_, seed, first, last = str(found.value).split()
    assert (first.partition(":")[2], last) == ("page", "0.99:build")
    assert replayed(tmp_path / "again", seed.strip("'"), parse_units([first, last]))[1]
