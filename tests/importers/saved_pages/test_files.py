import shutil

import pytest

from folders import REPOSITORY
from newsgen.importers.saved_pages.files import SavedPictures

PICTURE = REPOSITORY / ".github" / "pictures" / "phone.png"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "pages" / "خبر_files").mkdir(parents=True)
    shutil.copy(PICTURE, tmp_path / "pages" / "خبر_files" / "photo.png")
    shutil.copy(PICTURE, tmp_path / "secret.png")
    return tmp_path / "pages"


def resolved(folder, html):
    """Return the resolved *html* of a saved page, and the file names of its pictures."""
    saved = SavedPictures(folder / "خبر.html", html.encode())
    text, pictures = saved.resolve(saved.data.decode())
    return text, {name: file.name for name, file in pictures.items()}


@pytest.mark.parametrize(
    "src", ["./خبر_files/photo.png", "خبر_files/photo.png?x=1", "%D8%AE%D8%A8%D8%B1_files/photo.png"]
)
def test_a_picture_saved_beside_the_page_is_imported(folder, src):
    """Browsers write its address in several ways; its new folder is named after the page."""
    text, pictures = resolved(folder, f'<p><img alt="x" src="{src}"></p>')
    (name,) = pictures
    assert name.startswith("خبر-")
    assert text == f'<p><img alt="x" src="{name}"></p>'
    assert pictures == {name: "photo.png"}


@pytest.mark.parametrize(
    "src",
    [
        "../secret.png",
        "https://a.example/photo.png",
        "/photo.png",
        "data:image/png;base64,x",
        "none.png",
        "a\x00b.png",
        "",
    ],
)
def test_no_other_file_is_imported(folder, src):
    """Files outside the page's folder and files on the web are left alone."""
    html = f'<img src="{src}">'
    assert resolved(folder, html) == (html, {})


def test_a_file_that_is_not_a_picture_is_not_imported(folder):
    """A page may use any file as a picture, and a build would reject it."""
    (folder / "script.png").write_bytes(b"<script>")
    html = '<img src="script.png">'
    assert resolved(folder, html) == (html, {})
