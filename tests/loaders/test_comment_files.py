"""Comments are read from files, and only approved ones are shown."""

import errno
import os
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from newsgen.filesystem import sha256
from newsgen.loaders.comment_files import comment_entries, read_comment_files
from newsgen.loaders.load import load
from newsgen.loaders.sources import Source
from newsgen.model.article import Comment

ARTICLE = "---\ntitle: خبر\n---\nنص\n"
CAPTURE = (
    "خبر\n\nأعلنت الجماعة الحضرية اليوم افتتاح المكتبة العمومية الجديدة وسط المدينة، بعد أشغال دامت سنتين كاملتين.\n\n"
    "تعليقان\n\nسعاد يقول:\nخبر جميل\n\nقارئ يقول:\nشكرا لكم\n\nاترك تعليقا\nالتعليق *\nالاسم *\n"
)


@pytest.fixture
def read(project):
    """Return a function that loads an article with the comments in *files*, by the names of their files."""

    def _read(path="content/articles/a.md", text=ARTICLE, **files):
        project.write(path, text)
        stem = path.rpartition("/")[2].partition(".")[0]
        for name, content in files.items():
            project.write(f"content/comments/{stem}/{name.replace('_', '')}.yml", content)
        return load(Source(path, "article" if path.endswith(".md") else "capture", project.root))

    return _read


def words(loaded):
    """Return the texts of the comments on a loaded article."""
    assert loaded.errors == ()
    return [comment.text for comment in loaded.record.comments]


def test_every_key_is_read(read):
    """The name of the file is the comment's id; an unknown key is not an error."""
    text = "author: سعاد  علي\ndate: ٢٥ يناير ٢٠١١\nurl: https://example.org/\nparent: '7'\nip: 10.0.0.1\ntext: |\n"
    (comment,) = read(_8=text + "  سطر\n\n  سطر آخر\n").record.comments
    assert replace(comment, is_markdown=False) == Comment(
        "سعاد علي", date(2011, 1, 25), "سطر\n\nسطر آخر", "8", "7", "https://example.org/"
    )


def test_comments_in_files_are_markdown_and_captured_ones_are_not(read):
    """A newspaper's page showed the stars that a reader wrote, and so does the archive."""
    loaded = read(path="seeds/b.txt", text=CAPTURE, _1="author: قارئ\ntext: '*نعم*'\n")
    assert [(comment.text, comment.is_markdown) for comment in loaded.record.comments] == [
        ("خبر جميل", False),
        ("شكرا لكم", False),
        ("*نعم*", True),
    ]


def test_no_email_address_is_published(project):
    """People write theirs into any field; the file keeps it, and no page, feed or record shows it."""
    project.write("content/site.yml", "font: system\npublish_records: yes\nbase_url: https://archive.example.org/\n")
    project.write("content/articles/a.md", ARTICLE)
    project.write(
        "content/comments/a/1.yml",
        "author: layla@example.org\nurl: https://x.example.org/?mail=layla@example.org\n"
        "email: layla@example.org\ntext: |\n  راسلوني layla@example.org أو [هنا](mailto:layla@example.org)\n"
        "  https://m.example.org/@layla https://y.example.org/layla@example.org `layla@example.org`\n",
    )
    assert project.build().code == 0
    published = b"".join(project.files().values()).decode(errors="replace")
    assert "layla@…" in published
    assert "https://m.example.org/@layla" in published
    assert "layla@example.org" not in published


def test_the_oldest_comes_first_and_the_undated_last(read):
    """Comments of the same time are sorted by id; times in different zones are compared as points in time."""
    dates = {"f": None, "e": None, "d": "2011-01-25T10:00+02:00", "c": "2011-01-25T09:00+00:00", "b": "2011-01-25"}
    dates["a"] = "2011-01-26"
    files = {key: f"text: '{key}'\n" + (f"date: '{day}'\n" if day else "") for key, day in dates.items()}
    assert words(read(**files)) == ["b", "d", "c", "a", "e", "f"]


def test_only_approved_comments_are_shown(read):
    """Comments in other states stay in their files."""
    files = {state: f"text: {state}\nstate: {state}\n" for state in ("approved", "pending", "spam", "trash")}
    assert words(read(**files, silent="text: silent\n")) == ["approved", "silent"]


@pytest.mark.parametrize("line", ["State: pending", "STATE: spam", "status: trash"])
def test_a_state_is_read_in_any_spelling(read, line):
    """A comment that waits for an editor is not shown because of a capital letter."""
    assert read(_1=f"text: قول\n{line}\n").record.comments == ()


@pytest.mark.parametrize("line", ["stat: spam", "sate: pending", "approved: false", "hidden: true", "published: no"])
def test_a_key_that_may_hide_a_comment_is_an_error(read, line):
    """A comment is not shown if its file says in other words that it must not be."""
    (error,) = read(_1=f"text: قول\n{line}\n").errors
    assert (error.line, error.remedy) == (2, "write `state: pending`")


def test_a_key_that_looks_like_a_known_one_is_a_warning(read):
    """Other keys are ignored, as before."""
    record = read(_1="text: قول\nauthro: سعاد\nip: 127.0.0.1\napproved: true\n").record
    assert [text.partition(": ")[2] for text in record.warnings] == [
        "line 2: unknown key 'authro' is ignored; did you mean author?"
    ]


def test_comments_on_a_bare_capture_follow_those_in_it(read):
    """A file replaces the captured comment that it duplicates, so a captured comment can be hidden."""
    bare = read("seeds/cap.txt", CAPTURE)
    assert words(bare) == ["خبر جميل", "شكرا لكم"]
    more = read("seeds/cap.txt", CAPTURE, one="author: سعاد\ntext: خبر  جميل\n", two="text: جديد\n")
    assert words(more) == ["شكرا لكم", "خبر  جميل", "جديد"]
    assert words(
        read("seeds/cap.txt", CAPTURE, one="author: سعاد\ntext: خبر جميل\nstate: spam\n", two="text: جديد\n")
    ) == [
        "شكرا لكم",
        "جديد",
    ]


@pytest.mark.parametrize(
    ("text", "line", "found"),
    [
        ("text: قول\ndate: أمس\n", 2, "date 'أمس' cannot be read"),
        ("text: قول\n\nstate: aproved\n", 3, "state 'aproved' is not known"),
        ("url: javascript:alert(1)\ntext: قول\n", 1, "is not a URL"),
        ("text: [قول]\n", 1, "text must be a string"),
        ("author: {a: b}\ntext: قول\n", 1, "author is a mapping"),
        ("قول\n", 1, "not a mapping"),
        (b"text: \xff\n", 1, "not valid UTF-8"),
    ],
)
def test_each_mistake_names_file_line_finding_and_remedy(read, text, line, found):
    """It is reported like a mistake in the article, and the article is not loaded."""
    loaded = read(c=text)
    (error,) = loaded.errors
    assert (error.path, error.line) == ("content/comments/a/c.yml", line)
    assert found in error.found
    assert loaded.record is None
    assert loaded.ids == ("a",)


def test_all_mistakes_are_reported_together(read):
    """They are reported in the order of the files."""
    errors = read(b="date: أمس\nstate: x\n", a="date: غدا\n").errors
    assert [error.path.rpartition("/")[2] for error in errors] == ["a.yml", "b.yml", "b.yml"]


def test_files_that_are_not_shown_are_warnings(read, project):
    """A file of another kind, a comment without text and a repeated key each give a warning."""
    project.write("content/comments/a/notes.txt", "قول")
    project.write("content/comments/a/.hidden", "قول")
    loaded = read(a="author: سعاد\n", b="text: قول\ntext: قول آخر\n")
    assert words(loaded) == ["قول آخر"]
    assert loaded.record.warnings == (
        "content/comments/a/a.yml: has no text; it is left out",
        "content/comments/a/b.yml: line 2: text is repeated; the last one counts",
        "content/comments/a/notes.txt: is ignored because newsgen reads only .yml files here",
    )


def test_a_path_that_cannot_be_read_is_an_error(read, project):
    """A folder in place of a file, a file in place of a folder and a name with invisible characters are errors."""
    project.write("content/comments/a/x.yml/y", "قول")
    project.write("content/comments/a/\u202e.yml", "text: قول\n")
    errors = read().errors
    assert [error.found for error in errors] == [
        f"cannot be read ({os.strerror(errno.EISDIR)})",
        "has a name with invisible characters",
    ]
    project.write("content/comments/b", "")
    assert "cannot be read" in read("content/articles/b.md").errors[0].found


@pytest.mark.parametrize("key", ["..", "a/b", ".", "خ" * 300])
def test_an_id_that_cannot_be_a_folder_name_has_no_comments(read, project, key):
    """The id does not lead to another folder either."""
    project.write("content/comments/a/b/1.yml", "text: قول\n")
    assert words(read(text=f"---\ntitle: خبر\nid: {key}\n---\n")) == []


ZONES = st.one_of(st.none(), st.just(UTC), st.just(timezone(timedelta(hours=-3))))
FIRST, LAST = date(1800, 1, 1), date(2100, 1, 1)
TIMES = st.times().map(lambda time: time.replace(microsecond=0))
DATES = st.one_of(
    st.none(),
    st.dates(FIRST, LAST),
    st.builds(datetime.combine, st.dates(FIRST, LAST), TIMES, ZONES),
)
LINE = st.text(st.sampled_from("اب جx:'\"#-&\\"), min_size=1).map(lambda text: " ".join(text.split())).filter(bool)
TEXT = st.lists(LINE, min_size=1).map("\n".join)
COMMENTS = st.builds(
    Comment,
    st.one_of(st.none(), LINE),
    DATES,
    TEXT,
    st.just("7"),
    st.one_of(st.none(), LINE),
    st.one_of(st.none(), st.just("http://example.org/خبر?a=b")),
    st.sampled_from(["approved", "pending", "spam", "trash"]),
)


@given(COMMENTS)
def test_a_written_comment_is_read_back_unchanged(tmp_path_factory, comment):
    """Making entries is the inverse of reading them."""
    root = tmp_path_factory.getbasetemp()
    (root / "7.yml").write_text(yaml.safe_dump(comment_entries(comment), allow_unicode=True), encoding="utf-8")
    assert read_comment_files(root, ["7.yml"]) == ([comment], [])


def test_a_comments_folder_without_an_article_is_a_warning(project):
    """The warning makes a misspelled name visible."""
    project.write("content/articles/a.md", ARTICLE)
    project.write("content/comments/a/1.yml", "text: قول\n")
    project.write("content/comments/aa/1.yml", "text: قول\n")
    warning = "content/comments/aa: is ignored because no article has the id 'aa'"
    assert project.build().report["warnings"].count(warning) == 1


@pytest.mark.usefixtures("fine_clock")
def test_a_comment_changes_only_its_article(project):
    """A comment is added, edited, hidden, restored and deleted; no other page changes."""
    for key in "abc":
        project.write(f"content/articles/{key}.md", ARTICLE.replace("خبر", f"خبر {key}"))
    assert project.build("--jobs", "1").code == 0
    before, file = project.files(), "content/comments/a/1.yml"
    for text in ("text: قول\n", "text: قول آخر\n", "text: قول آخر\nstate: spam\n", "text: قول\n", None):
        if text is None:
            (project.root / file).unlink()
        else:
            project.write(file, text)
        assert project.build("--jobs", "1").code == 0
        after = project.files()
        shown = text is not None and "spam" not in text
        assert {name for name in after if after[name] != before[name]} - {".newsgen-files", "receipt.json"} == (
            {"articles/خبر-a/index.html"} if shown else set()
        )
        assert sha256(after["articles/خبر-a/index.html"]) != sha256(before["articles/خبر-a/index.html"]) or not shown


def test_three_thousand_comments_are_built(project):
    """A page can show all of them."""
    project.write("content/articles/a.md", ARTICLE)
    for number in range(3000):
        project.write(f"content/comments/a/{number}.yml", f"parent: '{number - 1}'\ntext: قول {number}\n")
    assert project.build().code == 0
    assert project.read("articles/خبر/index.html").count('<li id="comment-') == 3000
