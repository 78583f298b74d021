"""Headers of seven generators, in six formats."""

from datetime import datetime

import pytest

from newsgen.errors import SourceError
from newsgen.importers.generators.headers import read_header

TITLE = "عنوان"
HEADERS = {
    "YAML": ("yaml", f"---\ntitle: {TITLE}\n---\n"),
    "YAML below a blank line": ("yaml", f"\n  \n---\ntitle: {TITLE}\n---\n"),
    "YAML below a BOM": ("yaml", f"\ufeff---\ntitle: {TITLE}\n---\n"),
    "YAML below a blank line and a BOM": ("yaml", f"\n\ufeff---\ntitle: {TITLE}\n---\n"),
    "YAML with CRLF": ("yaml", f"---\r\ntitle: {TITLE}\r\n---\r\n"),
    "YAML that ends with dots": ("yaml", f"---\ntitle: {TITLE}\n...\n"),
    "YAML without its first line": ("yaml", f"title: {TITLE}\ntags:\n- a\n---\n"),
    "TOML": ("toml", f'+++\ntitle = "{TITLE}"\n+++\n'),
    "TOML of Eleventy": ("toml", f'---toml\ntitle = "{TITLE}"\n---\n'),
    "JSON": ("json", f'{{\n"title": "{TITLE}"\n}}\n'),
    "JSON of Hexo": ("json", f'"title": "{TITLE}",\n;;;\n'),
    "JSON of Eleventy": ("json", f'---json\n{{"title": "{TITLE}"}}\n---\n'),
    "Pelican": ("lines", f"Title: {TITLE}\nDate: 2022-07-05\n\n"),
    "MultiMarkdown with a line that goes on": ("lines", f"Author: Sam\n    and Kim\nTitle: {TITLE}\n\n"),
    "Nikola in a comment": ("nikola", f"<!--\n.. title: {TITLE}\n.. slug: x\n-->\n"),
    "Nikola with blank lines": (
        "nikola",
        f"<!--\n\n.. title: {TITLE}\n\n.. slug: x\n\n-->\n".replace("<!--\n\n", "<!--\n"),
    ),
    "Nikola without a comment": ("nikola", f".. title: {TITLE}\n.. slug: x\n"),
}


@pytest.mark.parametrize(("kind", "header"), HEADERS.values(), ids=HEADERS)
def test_a_header_is_read_and_the_text_begins_below_it(kind, header):
    """The line of the text is that of the file."""
    found = read_header(f"{header}\nالنص: [رابط](x)\n".encode(), "a.md")
    assert (found.format, found.values["title"]) == (kind, TITLE)
    lines = f"{header}\nالنص: [رابط](x)\n".replace("\r\n", "\n").split("\n")
    blank = len(found.text) - len(found.text.lstrip("\n"))
    assert found.text.strip() == "النص: [رابط](x)"
    assert lines[found.first_line - 1 + blank] == "النص: [رابط](x)"


@pytest.mark.parametrize(
    "text", ["ملاحظة: نص.\n\nنص.", "Note: text.\n\nText.", "Text\n---\nMore", "{{< x >}}\n", "* a\n"]
)
def test_a_text_without_a_header_has_none(text):
    """A colon or a line of hyphens does not make a header."""
    found = read_header(text.encode(), "a.md")
    assert (found.format, found.text, found.first_line) == ("none", text, 1)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("\n---\ntitle: x\n", 2, "YAML front matter that is not closed"),
        ("+++\ntitle = 'x'\n", 1, "TOML front matter that is not closed"),
        ("\n+++\ntitle = 'x'\ndate = 2022-07-0x\n+++\n", 4, "broken TOML"),
        ('{\n"title": "x",\n"date": 2022-07-05\n}\n', 3, "broken JSON"),
        ('"title": "x",\n"date": 2022-\n;;;\n', 2, "broken JSON"),
        ("---\ntitle: 'x\n---\n", 2, "broken YAML"),
        ("---\ntitle: \u00e9\n---\n".encode("latin-1"), 2, "is not valid UTF-8"),
    ],
)
def test_a_broken_header_is_an_error_at_its_line(text, line, words):
    """Nothing of the file is guessed."""
    with pytest.raises(SourceError) as error:
        read_header(text if isinstance(text, bytes) else text.encode(), "a.md")
    assert error.value.line == line
    assert words in error.value.found


def test_toml_has_dates_and_tables():
    """Zola has a table of terms and one of the author's own keys."""
    header = read_header(b'+++\ndate = 2022-07-05T10:30:00+01:00\n[taxonomies]\ntags = ["a"]\n+++\n', "a.md")
    assert header.values["date"] == datetime.fromisoformat("2022-07-05T10:30:00+01:00")
    assert header.values["taxonomies"] == {"tags": ["a"]}
    assert (header.line_of("date"), header.line_of("tags")) == (2, 4)


def test_a_number_that_is_too_long_is_an_error():
    """Python reads none of more than 4,300 digits."""
    with pytest.raises(SourceError, match="a number is too long"):
        read_header(('{"a": ' + "1" * 5000 + "}\n").encode(), "a.md")
