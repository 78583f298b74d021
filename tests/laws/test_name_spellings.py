"""A checkout on a Mac, whose disk spells names in NFD, is the same project as on Linux."""

import unicodedata
from pathlib import Path

import pytest

CAPTURE = """أعلنت وزارة النقل عن إطلاق خط جديد للقطار

أعلنت وزارة النقل، اليوم الثلاثاء، عن إطلاق خط جديد للقطار يربط بين مدينتي الجديدة وآسفي ابتداء من السنة المقبلة.

وأوضحت أن الأشغال ستنطلق بعد أسابيع، وأن كلفة المشروع تبلغ مئات الملايين من الدراهم في مرحلته الأولى وحدها.
"""
FILES = {
    "content/site.yml": "font: system\nbase_url: https://example.org/\npublish_records: true\n",
    "seeds/آخر خبر.txt": CAPTURE,
    "seeds/أرشيف/نسخة أخرى.txt": CAPTURE,
    "seeds/وحيدة أو مؤقتة.txt": CAPTURE.replace("النقل", "السياحة"),
    "content/articles/مؤتمر آسفي.md": "---\ntitle: عنوان أول\nrelated: [رأي-آخر]\n---\n[رأي](/articles/رأي-آخر/).\n",
    "content/articles/أخبار/لقطة.md": "---\ncapture: آخر خبر.txt\nversions: [أرشيف/نسخة أخرى.txt]\n---\n",
    "content/articles/رأي.md": "---\ntitle: رأي\nauthor: أحمد إدريس\n"
    "slug: رأي-آخر\naliases: [/قديم/إضافة/]\nid: رأي أول\n---\n"
    "![صورة](أ/إعلان.gif)\n",
    "content/authors/أحمد إدريس.md": "صحفي.\n",
    "content/pages/من أين.md": "---\ntitle: من أين\n---\nنص الصفحة.\n",
    "content/comments/رأي أول/ؤ1.yml": "author: زائر\ntext: تعليق\n",
    "content/comments/رأي أول/ؤ2.yml": "author: زائر\nparent: ؤ1\ntext: جواب\n",
    "content/comments/آخر خبر/1.yml": "author: زائرة\ntext: تعليق آخر\n",
}
GIF = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)


def lay_out(project, names="NFC", texts="NFC"):
    """Write the project with the given Unicode forms of its file names and of its texts."""
    for path, text in FILES.items():
        project.write(unicodedata.normalize(names, path), unicodedata.normalize(texts, text))
    project.write(unicodedata.normalize(names, "content/media/أ/إعلان.gif"), GIF)


def respell(root, form):
    """Rename every file and folder of the sources as a disk does that spells names in *form*."""
    for folder in ("seeds", "content"):
        for path in sorted((root / folder).rglob("*"), key=lambda path: -len(path.parts)):
            path.rename(path.with_name(unicodedata.normalize(form, path.name)))


def sources(root):
    """Return the bytes of each file of the sources by its path as the disk spells it."""
    found = (path for folder in ("seeds", "content") for path in (root / folder).rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


def outcome(built):
    """Return what a reader and an editor see of a build."""
    return built.code, built.report["errors"], built.report["warnings"], built.report["articles"]


@pytest.mark.parametrize(("first", "second"), [("NFC", "NFD"), ("NFD", "NFC")])
def test_another_spelling_of_the_names_changes_nothing(project, first, second):
    """The site, the address book and the messages stay, in a clean build and in an incremental one."""
    lay_out(project, first)
    before = outcome(project.build())
    files, book = project.files(), (project.root / "content/addresses.tsv").read_bytes()
    assert before == (0, [], [], 4)
    respell(project.root, second)
    assert outcome(project.build()) == before
    assert project.files() == files
    assert outcome(project.build("--clean")) == before
    assert project.files() == files
    assert (project.root / "content/addresses.tsv").read_bytes() == book
    assert all(unicodedata.is_normalized("NFC", path) for path in files)


@pytest.mark.parametrize("names", ["NFC", "NFD"])
def test_names_in_texts_may_have_either_spelling(project, names):
    """What names a file in front matter or in a body finds it, however the two are spelled."""
    lay_out(project, names, texts="NFD")
    built = project.build()
    assert outcome(built) == (0, [], [], 4)
    page = project.read("articles/رأي-آخر/index.html")
    assert page.count(unicodedata.normalize("NFD", "جواب")) == 1
    assert '<ol class="thread">\n<li id="comment-ؤ2">' in page
    assert "قديم/إضافة/index.html" in project.files()
    linked = project.read("articles/عنوان-أول/index.html").count('"../../articles/رأي-آخر/"')
    assert linked >= 2, "the link of the body and the related article"


def test_an_edit_is_found_under_the_other_spelling(project):
    """A corrected headline keeps its address although the file was renamed by the disk."""
    lay_out(project)
    project.build()
    respell(project.root, "NFD")
    (file,) = [f for f in project.root.rglob("*.md") if unicodedata.normalize("NFC", f.name) == "مؤتمر آسفي.md"]
    file.write_text("---\ntitle: عنوان مصحح\n---\nنص مصحح.\n", encoding="utf-8")
    assert project.build().code == 0
    assert "نص مصحح" in project.read("articles/عنوان-أول/index.html")


def test_an_address_book_in_nfd_is_read_in_nfc(project):
    """No id gets a second line that looks the same, and no page a folder in NFD."""
    lay_out(project)
    project.build()
    files, book = project.files(), project.root / "content/addresses.tsv"
    text = book.read_text(encoding="utf-8")
    book.write_text(unicodedata.normalize("NFD", text), encoding="utf-8")
    assert outcome(project.build()) == (0, [], [], 4)
    assert project.files() == files
    assert book.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    "path", ["content/articles/مؤتمر آسفي.md", "seeds/وحيدة أو مؤقتة.txt", "content/comments/رأي أول/ؤ1.yml"]
)
def test_two_files_whose_names_look_the_same_are_an_error(project, path):
    """A Linux disk can have both spellings, a Mac cannot; both are named, and neither is chosen in silence."""
    lay_out(project)
    twin = Path(path).with_name(unicodedata.normalize("NFD", Path(path).name)).as_posix()
    project.write(twin, FILES[path])
    built = project.build()
    assert built.code == 1
    (error,) = [error for error in built.report["errors"] if "Unicode" in error["found"]]
    named = f"{error['path']} {error['found']}"
    assert path in named
    assert twin in named


def test_two_folders_whose_names_look_the_same_are_an_error(project):
    """A file in the second of them could not be found by its name."""
    lay_out(project)
    twin = unicodedata.normalize("NFD", "content/articles/أخبار")
    project.write(f"{twin}/ثان.md", "---\ntitle: ثان\n---\nنص.\n")
    found = [error for error in project.build().report["errors"] if "Unicode" in error["found"]]
    assert [error["path"] for error in found] in (["content/articles/أخبار"], [twin])


def test_an_import_knows_its_files_in_the_other_spelling(project, tmp_path):
    """What was imported is unchanged after the disk has renamed it, and nothing is written beside it."""
    original = tmp_path / "أخبار آخر الأسبوع.txt"
    original.write_text(CAPTURE, encoding="utf-8")
    command = ("import", str(original), "--root", str(project.root))
    assert project.run(*command).code == 0
    respell(project.root, "NFD")
    before = sources(project.root)
    assert project.run(*command).code == 0
    assert sources(project.root) == before


def test_a_new_draft_is_not_the_twin_of_a_file(project):
    """`newsgen new` sees a file whose name the disk spells in NFD."""
    project.write(unicodedata.normalize("NFD", "content/articles/آخر-خبر.md"), "---\ntitle: آخر خبر\n---\nنص.\n")
    assert "already exists" in project.run("new", "آخر خبر", "--root", str(project.root)).stderr
