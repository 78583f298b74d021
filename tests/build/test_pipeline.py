"""A build publishes the whole site or nothing, and reports every problem."""

import errno
import os
import re
import shutil
import subprocess
import sys

import pytest

from folders import RICH
from newsgen.build.report import Report

SECOND = """رفعت الجماعة القروية ميزانية النقل المدرسي للموسم المقبل، بعد مطالب متكررة من جمعيات الآباء والأمهات.

وأوضح النائب الأول أن الحافلات الجديدة ستصل قبل الدخول المدرسي، وأن خطوطها ستشمل الدواوير البعيدة كلها.
"""
LINE = re.compile(r"error: (?P<path>[^:]+):(?:(?P<line>\d+):)? (?P<found>.+); (?P<remedy>.+)")

BAD_INPUT = {
    "empty": ("seeds/خبر.txt", b"", None, "holds no text"),
    "blank": ("seeds/خبر.txt", "\ufeff \n\u00a0\t\r\n", None, "holds no text"),
    "binary": ("seeds/خبر.txt", bytes(range(256)) * 4, None, "binary data|not valid UTF-8"),
    "markers only": ("seeds/خبر.txt", "أخبار ذات صلة\n\nاترك تعليقا\n", 1, "only markers and menus"),
    "lone zero": ("seeds/خبر.txt", b"\x00", None, "holds no text"),
    "undecodable": ("seeds/خبر.txt", "نص سليم\n".encode() * 9 + b"\xd8 \xff\xfe", 10, "0xd8"),
    "broken UTF-16": ("seeds/خبر.txt", b"\xff\xfe" + "خبر".encode("utf-16-le") + b"\x00", 1, "utf-16"),
    "folder": ("seeds/خبر.txt/x", "x", None, "is not a file"),
    "article empty": ("content/articles/خبر.md", "", 1, "has no front matter"),
    "article binary": ("content/articles/خبر.md", b"---\n\x89PNG", 2, "0x89 is not valid UTF-8"),
    "bad YAML": ("content/articles/خبر.md", "---\ntitle: 'خبر\ndate: 2022-01-01\n---\n", 2, "broken YAML"),
    "bad date": (
        "content/articles/خبر.md",
        "---\ntitle: خبر\ndate: الثلاثاء\n---\n",
        3,
        "date 'الثلاثاء' cannot be read",
    ),
    "no capture": ("content/articles/خبر.md", "---\ncapture: x.txt\n---\n", 2, "'seeds/x.txt' cannot be read"),
    "page": ("content/pages/about.md", "---\nslug: a b\ntitle: x\n---\n", 2, "cannot be used in a URL"),
    "template syntax": ("templates/home.html", "<p>\n{% if %}\n", 2, "template syntax"),
    "template end": ("templates/home.html", "{% block main %}\n", 1, "template syntax"),
    "template name": ("templates/home.html", "<p>\n{{ مجهول }}\n", 2, "مجهول"),
    "template filter": ("templates/home.html", "<p>\n{{ cards|reversed_by }}\n", 2, "reversed_by"),
    "template attribute": ("templates/home.html", "<p>\n\n{{ site.titel }}\n", 3, "titel"),
    "template include": ("templates/home.html", '{% include "غائب.html" %}\n', 1, "is missing"),
    "template bytes": ("templates/home.html", b"\xce", None, "is not UTF-8"),
    "template fault": ("templates/home.html", "<p>\n{{ 1 // 0 }}\n", 2, "."),
}


@pytest.mark.parametrize(("path", "content", "line", "found"), BAD_INPUT.values(), ids=BAD_INPUT)
def test_bad_input_is_one_line_and_the_site_stays(article_project, path, content, line, found):
    """The error names file, line, finding and remedy; the exit code is 1; the published site does not change."""
    assert article_project.build().code == 0
    before = article_project.files()
    article_project.write(path, content)
    built = article_project.build()
    assert built.code == 1
    assert built.stdout == ""
    (error,) = [LINE.fullmatch(text) for text in built.stderr.splitlines() if text.startswith("error")]
    assert error["path"] == path.removesuffix("/x")
    assert error["line"] == (str(line) if line else None)
    assert re.search(found, error["found"])
    assert [reported["line"] for reported in built.report["errors"]] == [line]
    assert "nothing was published" in built.stderr
    assert article_project.files() == before


def test_a_capture_that_cannot_be_opened_is_one_line(article_project):
    """A broken link stands for every file that the system cannot open."""
    (article_project.root / "seeds" / "خبر.txt").symlink_to("nowhere")
    built = article_project.build()
    assert built.code == 1
    assert (
        f"error: seeds/خبر.txt: cannot be read ({os.strerror(errno.ENOENT)}); make it a readable file" in built.stderr
    )


def test_all_problems_of_a_build_are_reported_together(article_project):
    """The errors of settings, articles, captures, pages, addresses and templates are listed in one run."""
    article_project.build()
    before = article_project.files()
    article_project.write("content/site.yml", "font: system\ntitel: أرشيف\n")
    article_project.write("content/articles/أ.md", "---\ntitle: 'خبر\n---\n")
    article_project.write("content/articles/ب.md", "---\ntitle: خبر\ndate: أمس\nslug: a b\n---\n")
    article_project.write("content/articles/ج.md", "---\ntitle: ثالث\nslug: واحد\n---\n")
    article_project.write("content/articles/د.md", "---\ntitle: رابع\nslug: واحد\n---\n")
    article_project.write("content/pages/assets.md", "---\ntitle: صفحة\n---\n")
    article_project.write("seeds/فارغ.txt", "")
    article_project.write("templates/page.html", "{% if %}")
    article_project.write("templates/home.html", "\n{{ مجهول }}")
    built = article_project.build()
    places = [(error["path"], error["line"]) for error in built.report["errors"]]
    assert sorted(places, key=str) == sorted(
        [
            ("content/site.yml", 2),
            ("content/articles/أ.md", 2),
            ("content/articles/ب.md", 3),
            ("content/articles/ب.md", 4),
            ("content/articles/د.md", None),
            ("content/pages/assets.md", None),
            ("seeds/فارغ.txt", None),
            ("templates/page.html", 1),
            ("templates/home.html", 2),
        ],
        key=str,
    )
    assert built.stderr.count("error: ") == len(places)
    assert all(error["found"] and error["remedy"] for error in built.report["errors"])
    assert built.code == 2
    assert article_project.files() == before


def test_one_mistake_in_a_template_is_reported_once(article_project):
    """The mistake fails on every page that uses the template, but is one error."""
    article_project.write("seeds/نقل.txt", SECOND)
    article_project.write("templates/sidebar.html", "{{ مجهول }}")
    assert article_project.build().stderr.count("error: ") == 1


def test_keep_going_publishes_the_valid_articles(article_project):
    """An article with errors is left out, the exit code is still 1 and all errors are reported."""
    article_project.write("seeds/نقل.txt", SECOND)
    article_project.build()
    article_project.write("seeds/نقل.txt", "")
    built = article_project.build("--keep-going")
    assert (built.code, built.report["articles"], built.report["removed"] > 0) == (1, 1, True)
    assert "error: seeds/نقل.txt: holds no text" in built.stderr
    kept = article_project.files()
    (article_project.root / "seeds/نقل.txt").unlink()
    shutil.rmtree(article_project.site)
    assert article_project.build().code == 0
    assert article_project.files() == kept


def test_keep_going_does_not_publish_the_capture_of_an_article_in_error(article_project):
    """The headline and address of the capture are in the broken article, so it is not published without them."""
    article_project.write("content/articles/مكتبة.md", "---\ntitle: 'مفتوح\ncapture: library.txt\n---\n")
    built = article_project.build("--keep-going")
    assert (built.code, built.report["articles"]) == (1, 0)


@pytest.mark.parametrize(
    ("path", "content", "code"),
    [
        ("templates/home.html", "{{ مجهول }}", 1),
        ("content/site.yml", "titel: x", 2),
        ("site/index.html", "theirs", 1),
        ("content/articles", "a file", 2),
    ],
)
def test_keep_going_does_not_ignore_any_other_error(article_project, path, content, code):
    """A broken template, a wrong setting, a foreign file or a missing folder affects the whole site."""
    article_project.write(path, content)
    before = article_project.files() if article_project.site.exists() else {}
    built = article_project.build("--keep-going")
    assert (built.code, built.report["written"]) == (code, 0)
    assert (article_project.files() if article_project.site.exists() else {}) == before


def test_a_second_build_writes_nothing(article_project):
    """A file with the same content is not written again."""
    first = article_project.build()
    assert first.report["written"] > 0
    second = article_project.build()
    assert second.report["written"] == second.report["removed"] == 0
    assert second.report["unchanged"] == first.report["written"]


def test_the_pages_of_a_deleted_article_are_removed(article_project):
    """Its own page is removed, and each list that showed no other article."""
    article_project.write("content/articles/خبر.md", "---\ntitle: عنوان أول\ntags: [ماء]\n---\nنص\n")
    article_project.build()
    assert (article_project.site / "tags" / "ماء" / "index.html").exists()
    (article_project.root / "content/articles/خبر.md").unlink()
    article_project.build()
    assert not (article_project.site / "articles" / "عنوان-أول").exists()
    assert not (article_project.site / "tags").exists()


def test_an_incremental_build_equals_a_clean_one(article_project):
    """After several edits the site is the one that a first build would produce."""
    article_project.build()
    article_project.write("seeds/نقل.txt", SECOND)
    article_project.write("content/pages/about.md", "---\ntitle: من نحن\n---\nنص\n")
    article_project.build()
    article_project.write("content/site.yml", "font: system\ntitle: أرشيف\n")
    (article_project.root / "content/pages/about.md").unlink()
    article_project.write("templates/404.html", "<p>لا شيء هنا</p>")
    article_project.build()
    incremental = article_project.files()
    shutil.rmtree(article_project.site)
    article_project.build("--clean")
    assert article_project.files() == incremental


def test_the_report_has_the_keys_of_the_contract(article_project):
    """Scripts rely on the keys and their order."""
    report = article_project.build().report
    keys = ["articles", "pages", "written", "unchanged", "removed", "seconds", "warnings", "errors"]
    assert list(report) == [*keys, "notes"]
    html = [path for path in article_project.files() if path.endswith(".html")]
    assert (report["articles"], report["pages"], report["errors"]) == (1, len(html), [])
    assert report["written"] == len(article_project.files()) - 1  # the manifest is not counted
    article_project.write("content/articles/أ.md", "---\ntitle: x\ndate: أمس\n---\n")
    failed = article_project.build().report
    assert (failed["articles"], failed["pages"], failed["written"], failed["unchanged"]) == (0, 0, 0, 0)
    assert failed["errors"] == [
        {
            "path": "content/articles/أ.md",
            "line": 3,
            "found": "date 'أمس' cannot be read (a relative date)",
            "remedy": "write it like 2011-01-25 or ٢٥ يناير ٢٠١١",
        }
    ]


def test_drafts_are_held_back_unless_asked_for(article_project):
    """A draft article, its capture and a draft page are published only with --drafts."""
    article_project.write("content/articles/م.md", "---\ntitle: مسودة\ncapture: library.txt\ndraft: true\n---\n")
    article_project.write("content/pages/about.md", "---\ntitle: من نحن\ndraft: true\n---\n")
    assert article_project.build().report["articles"] == 0
    assert not any("مسودة" in path or "about" in path for path in article_project.files())
    assert article_project.build("--drafts").report["articles"] == 1
    assert {"articles/مسودة/index.html", "about/index.html"} <= set(article_project.files())
    article_project.build()
    assert not any("مسودة" in path or "about" in path for path in article_project.files())


@pytest.mark.parametrize(
    ("until", "published"),
    [("2022-07-17", {"قديم", "بلا"}), ("2022-07-18", {"قديم", "بلا", "جديد"}), (None, {"قديم", "بلا", "جديد", "آت"})],
)
def test_a_date_holds_back_what_is_dated_later(project, until, published):
    """Articles of that day and undated ones are published; without --date nothing is held back."""
    dates = {"قديم": "2011-01-25", "جديد": "2022-07-18T23:59:00+01:00", "آت": "2095-01-01", "بلا": ""}
    for name, day in dates.items():
        project.write(f"content/articles/{name}.md", f"---\ntitle: {name}\ndate: {day}\n---\nنص\n")
    built = project.build(*(["--date", until] if until else []))
    assert {path.split("/")[1] for path in project.files() if path.startswith("articles/")} == published
    assert ("articles dated in the future: 1; use --date" in built.stderr) == (until is None)


def test_a_doubtful_capture_is_held_back_with_a_warning(project):
    """A menu is not published as an article unless an editor names the capture."""
    menu = "\n".join(f"قسم {number}" for number in "أبجدهوزحطيكل")
    project.write("seeds/menu.txt", menu)
    built = project.build()
    assert (built.code, built.report["articles"]) == (0, 0)
    assert "warning: seeds/menu.txt: is held back" in built.stderr
    assert "content/articles/menu.md" in built.stderr
    project.write("content/articles/menu.md", "---\ntitle: قائمة الأقسام\ncapture: menu.txt\n---\n")
    assert project.build().report["articles"] == 1


def test_a_claimed_capture_is_one_article(article_project):
    """A capture that an article names is not a second article."""
    article_project.write("content/articles/مكتبة.md", "---\ntitle: مكتبة جديدة\ncapture: library.txt\n---\n")
    assert article_project.build().report["articles"] == 1
    assert "articles/مكتبة-جديدة/source.txt" in article_project.files()


def test_a_capture_is_published_byte_for_byte(article_project):
    """The published capture is the file itself, in any encoding."""
    data = SECOND.encode("cp1256")
    article_project.write("seeds/نقل.txt", data)
    article_project.build()
    assert data in [body for path, body in article_project.files().items() if path.endswith("source.txt")]


def test_without_captures_nothing_of_them_is_published(article_project):
    """With publish_captures: false neither the page nor the file of a capture is published."""
    article_project.write("content/site.yml", "font: system\npublish_captures: false\n")
    article_project.build()
    assert not any("source" in path for path in article_project.files())


def test_an_empty_project_builds_with_a_warning(project):
    """A beginner gets a site, and a hint how to add articles."""
    built = project.build()
    assert (built.code, built.report["articles"]) == (0, 0)
    assert "index.html" in project.files()
    assert "there are no articles yet" in built.stderr


def test_a_missing_base_url_is_one_warning(article_project):
    """Feeds and absolute URLs are left out, and the user must know."""
    article_project.write("seeds/نقل.txt", SECOND)
    assert article_project.build().stderr.count("no base_url") == 1
    article_project.write("content/site.yml", "font: system\nbase_url: https://example.org/\n")
    assert "no base_url" not in article_project.build().stderr


HEADLINES = {
    "script": "<script>alert('خبر')</script>",
    "quotes": "قال: \"نعم\" و'لا' <b>",
    "long": "خبر " * 125,
    "latin": "Morocco wins the cup",
    "digits": "2022",
    "bidi": "نص \u202eمقلوب\u202c \u200fآخر",
    "signs": "؟!…",
    "path": "../../etc/passwd",
    "reserved": "CON",
    "jinja": "{{ site }} {% raw %}",
    "percent": "100% #1 ?a=b&c",
    "emoji": "😀😀",
}


@pytest.mark.parametrize("headline", HEADLINES.values(), ids=HEADLINES)
def test_a_hostile_headline_is_text_and_a_safe_path(project, headline):
    """It is shown unchanged, runs no code, and its page is below articles/."""
    quoted = headline.replace("\\", "\\\\").replace('"', '\\"')
    project.write("content/articles/ملف.md", f'---\ntitle: "{quoted}"\n---\nنص\n')
    assert project.build().code == 0
    (path,) = [path for path in project.files() if path.startswith("articles/")]
    assert len(path.encode()) < 160
    assert path.count("/") == 2
    page = project.read(path)
    assert "<script>alert" not in page
    assert "<b>" not in page
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", page)
    assert "{{ site }}" in page or "site" not in headline


@pytest.mark.parametrize(
    "name", ["أ" * 125, "a" * 251, "CON", "a...", "-x", "a b\u00a0c", "'\"<>&", "\u202eخبر", "*?[x]"]
)
def test_a_hostile_file_name_is_an_id_and_no_path(project, name):
    """Files with names of 255 bytes, with quotes, punctuation or bidi marks are ordinary captures."""
    project.write(f"seeds/{name}.txt", SECOND)
    built = project.build()
    assert (built.code, built.report["articles"]) == (0, 1)


def test_two_sources_with_the_same_id_are_an_error_that_names_both(article_project):
    """Neither is published instead of the other."""
    article_project.write("seeds/2022/library.txt", SECOND)
    built = article_project.build()
    assert built.code == 1
    assert "error: seeds/library.txt: has the same id 'library' as seeds/2022/library.txt; give one" in built.stderr


def test_a_foreign_file_is_an_error_and_stays(article_project):
    """A build replaces only files that newsgen wrote."""
    article_project.write("site/index.html", "theirs")
    article_project.write("site/CNAME", "example.org")
    built = article_project.build()
    assert built.code == 1
    assert "site/index.html: is in the way and was not written by newsgen; move it away" in built.stderr
    assert article_project.files() == {"index.html": b"theirs", "CNAME": b"example.org"}


def test_an_output_that_is_a_file_is_an_error(article_project):
    """It is reported together with the errors of the content."""
    article_project.write("site", "theirs")
    article_project.write("seeds/فارغ.txt", "")
    article_project.write("templates/home.html", "{% if %}")
    built = article_project.build()
    assert built.code == 1
    assert [error["path"].rpartition("/")[2] for error in built.report["errors"]] == ["فارغ.txt", "home.html", "site"]


def test_a_site_folder_that_is_a_link_is_published_where_it_leads(article_project, tmp_path):
    """The target may be the folder of a web server; the link stays."""
    (tmp_path / "www").mkdir()
    article_project.site.symlink_to(tmp_path / "www")
    assert article_project.build().code == 0
    assert (tmp_path / "www" / "index.html").is_file()
    assert article_project.site.is_symlink()


def test_two_builds_at_once_do_not_mix(article_project):
    """The second build fails with an error and publishes nothing."""
    (article_project.root / ".newsgen").mkdir()
    hold = "import fcntl, sys; f = open(sys.argv[1], 'w'); fcntl.lockf(f, fcntl.LOCK_EX); print(1, flush=True); input()"
    command = [sys.executable, "-c", hold, str(article_project.root / ".newsgen" / "lock")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as first:
        assert first.stdout.readline() == b"1\n"
        built = article_project.build()
        first.communicate(b"\n")
    assert built.code == 1
    assert "another build or import of this project is running; wait until it ends" in built.stderr
    assert not article_project.site.exists()


def test_nothing_is_written_but_the_output_the_cache_and_the_address_book(article_project):
    """Sources do not change, and the only new file beside them is the one named in the report."""
    before = {path: path.read_bytes() for path in article_project.root.rglob("*") if path.is_file()}
    (note,) = article_project.build().report["notes"]
    assert note.startswith("content/addresses.tsv: ")
    (article_project.root / "content/addresses.tsv").unlink()
    after = {
        path: path.read_bytes()
        for path in article_project.root.rglob("*")
        if path.is_file() and path.relative_to(article_project.root).parts[0] not in {"site", ".newsgen"}
    }
    assert after == before


ENVIRONMENTS = [
    {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "2", "TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8"},
    {"PYTHONHASHSEED": "random", "TZ": "Africa/Casablanca", "PYTHONUTF8": "1"},
]


def test_the_same_input_gives_the_same_bytes(project, tmp_path):
    """The site does not depend on hash order, clock, time zone, locale or folder."""
    shutil.copytree(RICH, project.root, dirs_exist_ok=True)
    project.write("content/site.yml", "font: system\nbase_url: https://example.org/\ntimezone: Africa/Casablanca\n")
    sites = []
    for number, environment in enumerate(ENVIRONMENTS):
        root = tmp_path / f"copy {number}" / ("أرشيف" * number or "x")
        shutil.copytree(project.root, root)
        command = [sys.executable, "-m", "newsgen", "build", "--date", "2030-01-01"]
        subprocess.run(command, cwd=root, env={**os.environ, **environment}, check=True, capture_output=True)
        site = root / "site"
        sites.append({p.relative_to(site).as_posix(): p.read_bytes() for p in site.rglob("*") if p.is_file()})
    assert sites[0] == sites[1] == sites[2]
    assert len(sites[0]) > 5


def test_a_report_begins_empty():
    """A new report has no errors and all its counts are zero."""
    assert Report() == Report(0, 0)


def test_a_form_for_wordpress_needs_the_id_of_the_post(article_project):
    """WordPress rejects a comment without it, so the build warns until the front matter has the ID."""
    article_project.write(
        "content/site.yml",
        "font: system\nbase_url: https://archive.example.org/\n"
        "comment_form: {endpoint: https://example.org/wp-comments-post.php}\n",
    )
    (warning,) = article_project.build().report["warnings"]
    assert "comment_post_ID" in warning
    article_project.write("content/articles/a.md", "---\ncapture: library.txt\ncomment_post_ID: 417\n---\n")
    assert article_project.build().report["warnings"] == []


def test_an_article_whose_picture_is_missing_is_left_out(article_project):
    """With --keep-going it is left out like an article with errors, and its address stays reserved."""
    text = "---\ntitle: خبر مصور\n{}---\nنص\n"
    article_project.write("content/articles/أ.md", text.format(""))
    assert article_project.build().code == 0
    article_project.write("content/articles/أ.md", text.format("image: boat.jpg\n"))
    article_project.write("content/articles/ب.md", text.format(""))
    built = article_project.build("--keep-going")
    assert (built.code, built.report["articles"]) == (1, 2)
    (error,) = built.report["errors"]
    assert (error["path"], error["line"]) == ("content/articles/أ.md", 3)
    assert not (article_project.site / "articles/خبر-مصور").exists()


def test_a_broken_internal_link_is_a_warning(article_project):
    """Links in bodies and in the menu are checked; another spelling of an existing address is not broken."""
    article_project.write("content/site.yml", "font: system\nnavigation:\n  - {title: لا شيء, url: nowhere/}\n")
    links = "[أ](/articles/خبر/index.html) [ب](/articles/خبر) [ج](/no/) [د](#x) [ه](../../archive/)"
    article_project.write("content/articles/أ.md", f"---\ntitle: خبر\n---\n{links}\n")
    warnings = [text for text in article_project.build().report["warnings"] if "which does not exist" in text]
    assert warnings == [
        "content/site.yml: navigation links to 'nowhere/', which does not exist",
        "content/articles/أ.md: line 4: links to '/no/', which does not exist",
    ]


def test_a_link_to_a_place_that_is_not_there_is_a_warning(article_project):
    """Headings and written ids answer it, also those of other articles and pages."""
    links = "[أ](#فرع) [ب](#لا) [ج](/articles/آخر/#x) [د](/articles/آخر/#y) [ه](/about/#%D9%81%D8%B1%D8%B9-z)"
    article_project.write("content/articles/أ.md", f"---\ntitle: خبر\n---\n{links}\n\n## فرع\n")
    article_project.write("content/articles/ب.md", '---\ntitle: آخر\n---\n<a id="x"></a> نص[^1]\n')
    article_project.write("content/pages/about.md", "---\ntitle: عنا\n---\n## فرع #z\n\n[أ](#z)\n")
    remedy = "but nothing there has this id; correct it or write {#id} after a heading"
    warnings = [text for text in article_project.build().report["warnings"] if "links to" in text or "foot" in text]
    assert warnings == [
        "content/articles/ب.md: line 4: footnote [^1] has no text; write a line [^1]: …",
        f"content/articles/أ.md: line 4: links to '#لا', {remedy}",
        f"content/articles/أ.md: line 4: links to '/articles/آخر/#y', {remedy}",
        f"content/pages/about.md: line 6: links to '#z', {remedy}",
    ]


def test_a_link_to_a_file_is_checked_like_a_picture(article_project):
    """The file is published, and one that is missing is named with its line and a remedy."""
    article_project.write("content/media/report.pdf", "%PDF-1.7")
    links = "[أ](report.pdf) [ب](/media/report.pdf)\n\n[ج](raport.pdf)"
    article_project.write("content/articles/أ.md", f"---\ntitle: خبر\n---\n{links}\n")
    warnings = [text for text in article_project.build().report["warnings"] if "which does not exist" in text]
    assert warnings == [
        (
            "content/articles/أ.md: line 6: links to 'raport.pdf', which does not exist;"
            " put the file into content/media/, or write /media/report.pdf"
        )
    ]
    page = (article_project.site / "articles/خبر/index.html").read_text(encoding="utf-8")
    assert len(re.findall(r'href="\.\./\.\./media/report\.[0-9a-f]{10}\.pdf"', page)) == 2


def test_a_name_in_two_groups_is_an_error(article_project):
    """Spellings that count as the same name conflict too, because a name can be in one group only."""
    article_project.write("content/site.yml", "font: system\nspellings: {merge: [[المغرب, المملكة], [تونس, مملكة]]}\n")
    built = article_project.build()
    assert built.code == 2
    assert [error["found"] for error in built.report["errors"]] == [
        "'مملكة' is in two groups of `merge`, itself or in another spelling"
    ]


@pytest.mark.parametrize("path", ["content/site.yml", "content/addresses.tsv", "templates/labels.yml"])
def test_a_pipe_instead_of_a_file_is_an_error(article_project, path):
    """The build does not wait for another process to write into the pipe."""
    (article_project.root / "templates").mkdir()
    (article_project.root / path).unlink(missing_ok=True)
    os.mkfifo(article_project.root / path)
    built = article_project.build()
    assert built.code in {1, 2}
    assert f"{path}: cannot be read (it is a pipe)" in built.stderr
