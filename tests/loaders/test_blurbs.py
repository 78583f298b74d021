"""A file about an author or a newspaper is Markdown with or without front matter."""

import pytest

from newsgen.loaders.load import load
from newsgen.loaders.sources import Source, find_source, find_sources


def loaded(folder, name, text, kind="author"):
    """Return the result of loading a file about an author."""
    (folder / name).write_bytes(text.encode())
    return load(Source(name, kind, folder))


@pytest.mark.parametrize(
    "text", ["نبذة.\n", "\ufeffنبذة.\n", "---\n---\nنبذة.\n", "---\ntitle: سعاد العلوي\n---\nنبذة.\n"]
)
def test_the_name_is_the_title_or_that_of_the_file(tmp_path, text):
    """The simplest file has nothing but text."""
    page = loaded(tmp_path, "سعاد-العلوي.md", text).record
    assert (page.title, page.describes, page.body_html) == ("سعاد العلوي", "authors", "<p>نبذة.</p>")


def test_a_newspaper_is_listed_among_the_sources(tmp_path):
    """Its kind says which lists show it."""
    assert loaded(tmp_path, "الصباح.md", "نبذة.", "newspaper").record.describes == "sources"


def test_front_matter_can_hold_a_blurb_back(tmp_path):
    """As with a page."""
    assert loaded(tmp_path, "a.md", "---\ntitle: أ\ndraft: true\n---\nنبذة.\n").record.draft


def test_front_matter_that_is_not_closed_is_an_error(tmp_path):
    """It is not taken for text."""
    (error,) = loaded(tmp_path, "a.md", "---\ntitle: أ\n").errors
    assert (error.path, error.line) == ("a.md", 1)


def test_the_files_are_found_in_their_folders(tmp_path):
    """Each folder has a kind."""
    for folder in ("authors", "sources"):
        (tmp_path / "content" / folder).mkdir(parents=True)
        (tmp_path / "content" / folder / "أ.md").write_text("نبذة.", encoding="utf-8")
    sources, errors, warnings = find_sources(tmp_path)
    assert [(source.path, source.kind) for source in sources] == [
        ("content/authors/أ.md", "author"),
        ("content/sources/أ.md", "newspaper"),
    ]
    assert (errors, warnings) == ([], [])
    assert [find_source(source.file).kind for source in sources] == ["author", "newspaper"]


def test_a_warning_names_the_line_of_the_file(tmp_path):
    """A file without front matter begins at its first line; a rule in it is no front matter."""
    (warning,) = loaded(tmp_path, "a.md", "نبذة <script>x</script>\n\n***\n").record.warnings
    assert "line 1:" in warning
