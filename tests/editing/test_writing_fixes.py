"""What is safe is corrected in the Markdown that editors wrote, and nothing else is touched."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsgen.cli.entry import main
from newsgen.editing.writing_fixes import corrected, safe_faults

TEXT = """---
title: عنوان, بفاصلة
tags: [أ, ب]
---
قال أحمد, ثم مضى. متى?

`كود, كود` <b title="نص, نص">غلط, هنا</b> https://example.org/أ,ب ﻻ\u200f يهم، والمد?نة ـــ.
"""
CORRECTED = """---
title: عنوان, بفاصلة
tags: [أ, ب]
---
قال أحمد، ثم مضى. متى؟

`كود, كود` <b title="نص, نص">غلط، هنا</b> https://example.org/أ,ب لا يهم، والمد?نة ـــ.
"""


@pytest.fixture
def project(tmp_path):
    """Return a project with mistakes in every kind of file."""
    for path, text in {
        "content/articles/written.md": TEXT,
        "content/pages/about.md": TEXT,
        "content/articles/shown.md": TEXT.replace("tags:", "capture: seed.txt\ntags:"),
        "content/articles/right.md": "---\ntitle: عنوان\n---\nنص سليم، بلا أخطاء.\n",
        "seeds/seed.txt": "قال أحمد, ثم مضى. متى?\n",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


def files(root):
    """Return the bytes of every file of the project."""
    found = (file for folder in ("content", "seeds") for file in (root / folder).rglob("*") if file.is_file())
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in found}


def test_only_prose_of_editors_is_corrected(project, capsys):
    """Front matter, code, attributes and addresses stay, and so does every word of a capture."""
    before = files(project)
    assert main(["check", "--root", str(project), "--fix"]) == 0
    changed = {"content/articles/written.md", "content/pages/about.md"}
    assert files(project) == before | dict.fromkeys(changed, CORRECTED.encode())
    out, err = capsys.readouterr()
    assert out.splitlines() == [
        f"{path}: 2 commas, 1 question mark, 1 presentation form, 1 invisible mark (lines 5, 7)"
        for path in sorted(changed)
    ]
    assert err.splitlines() == [
        "corrected: 2 files",
        "1 file with mistakes shows the words of a capture and stays as it was captured",
        "next: newsgen build",
    ]


def test_a_second_run_corrects_nothing(project, capsys):
    """All that can be corrected was."""
    main(["check", "--root", str(project), "--fix"])
    once = files(project)
    capsys.readouterr()
    assert main(["check", "--root", str(project), "--fix"]) == 0
    assert files(project) == once
    assert "next:" not in capsys.readouterr().err


def test_line_ends_and_a_bom_stay(project):
    """The rest of a file is byte for byte what it was."""
    file = project / "content" / "articles" / "written.md"
    file.write_bytes(("\ufeff" + TEXT).replace("\n", "\r\n").encode())
    main(["check", "--root", str(project), "--fix"])
    assert file.read_bytes() == ("\ufeff" + CORRECTED).replace("\n", "\r\n").encode()


def test_a_file_that_is_not_utf8_is_an_error_and_the_rest_is_corrected(project, capsys):
    """It is named with its line."""
    (project / "content" / "articles" / "bad.md").write_bytes(b"---\ntitle: x\n---\n\xff\n")
    assert main(["check", "--root", str(project), "--fix"]) == 1
    assert "content/articles/bad.md:4: byte 0xff" in capsys.readouterr().err
    assert (project / "content" / "articles" / "written.md").read_text(encoding="utf-8") == CORRECTED


@example("ﺮ?")
@example("\ufe73 \ufbc2")
@example("ﻣ\u200f,\u200fا")
@given(st.text(st.sampled_from("اب ,?`<>\"'=[](){}%-:/\n\r\t.،؟»\u200f\ufefbﻣﺮa1~$\\"), max_size=60))
def test_a_correction_is_complete_and_changes_nothing_else(text):
    """Whatever is written: only commas, question marks, forms and marks change, and once is enough."""
    after, _ = corrected(text)
    assert list(safe_faults(after)) == []
    plain = str.maketrans({",": "،", "?": "؟", "\ufefb": "لا", "ﻣ": "م", "ﺮ": "ر", "\u200f": None})
    assert after.translate(plain) == text.translate(plain)
