"""Files of the site are opened without leaving it."""

import os

import pytest

from newsgen.serve.files import is_folder_of_page, open_file, read_page


@pytest.fixture
def site(tmp_path):
    """Make a folder with a page and links, beside a secret."""
    (tmp_path / "secret.html").write_text("سر")
    folder = tmp_path / "site"
    (folder / "صفحة").mkdir(parents=True)
    (folder / "صفحة/index.html").write_text("نص")
    (folder / "out.html").symlink_to(tmp_path / "secret.html")
    (folder / "out").symlink_to(tmp_path)
    os.mkfifo(folder / "pipe.html")
    return folder


def test_a_file_is_read_whole(site):
    """A folder is no file, but may be that of a page."""
    assert read_page(site, "صفحة/index.html").decode() == "نص"
    assert read_page(site, "صفحة") is None
    assert (is_folder_of_page(site, ["صفحة"]), is_folder_of_page(site, ["other"])) == (True, False)


@pytest.mark.parametrize(
    "path",
    ["out.html", "out/secret.html", "../secret.html", "none", "صفحة/index.html/x", "a\0b", "x" * 300, "pipe.html"],
)
def test_nothing_else_is_opened(site, path):
    """A link may lead out of the site, and a pipe would block."""
    assert open_file(site, path.split("/")) is None
