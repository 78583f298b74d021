"""A saved page is imported with the pictures that were saved with it."""

import pytest

from newsgen.importers.saved_pages.files import import_webpage
from sample_pages import URL, news_page, without_paragraphs
from sample_pictures import data_address, png

CANONICAL = f"<link rel='canonical' href='{URL}'>"
PICTURE, SECRET = png(300, 200), png(400, 200)


@pytest.fixture
def folder(tmp_path):
    files = tmp_path / "pages" / "خبر_files"
    files.mkdir(parents=True)
    for name in ("photo.png", "صورة.png"):
        (files / name).write_bytes(PICTURE)
    (files / "script.png").write_bytes(b"<script>")
    (tmp_path / "secret.png").write_bytes(SECRET)
    return tmp_path / "pages"


def imported(folder, html="", *, head=CANONICAL, above="", name="خبر.html"):
    """Import the saved page with this *html* in its text."""
    (folder / name).write_bytes(news_page(html, head=head, above=above))
    (item,) = import_webpage(folder / name, name)
    return item


def shown(item):
    """Return what is shown among the paragraphs of the imported *item*."""
    return without_paragraphs(item.article.body_html)


def bytes_of(item):
    """Return the contents of the pictures of the imported *item*."""
    return [file if isinstance(file, bytes) else file.read_bytes() for file in item.pictures.values()]


@pytest.mark.parametrize(
    "html",
    [
        "<img src='./خبر_files/photo.png'>",
        "<img src='خبر_files/photo.png?x=1'>",
        "<img src='%D8%AE%D8%A8%D8%B1_files/photo.png'>",
        "<img src='%CE%C8%D1_files/photo.png'>",
        "<img src=خبر_files/photo.png>",
        "<img srcset='./خبر_files/photo.png 800w, https://marfa.example/i/large.png 1600w'>",
        "<img src='data:image/gif;base64,R0lGODlhAQ' data-src='./خبر_files/photo.png'>",
        "<picture><source srcset='./خبر_files/photo.png'><img src='https://marfa.example/i/photo.png'></picture>",
        "<figure style='background-image: url(./خبر_files/photo.png)'></figure>",
        "<img src='./خبر_files/صورة.png'>",
    ],
)
def test_a_picture_saved_beside_the_page_is_imported(folder, html):
    """Browsers and pages write its address in several ways."""
    item = imported(folder, html)
    assert bytes_of(item) == [PICTURE]
    assert f'src="{next(iter(item.pictures))}"' in shown(item)
    assert not item.article.warnings


@pytest.mark.parametrize("src", ["../secret.png", "/photo.png", "none.png", "a\x00b.png", "", "خبر_files/script.png"])
def test_no_other_file_is_imported(folder, src):
    """Files outside the page's folder, files on the web and what is no picture are left alone."""
    assert not imported(folder, f"<img src='{src}'><img src='https://a.example/photo.png'>").pictures


def test_the_files_are_the_same_each_time(folder):
    """Importing again changes nothing."""
    first, second = (imported(folder, "<img src='خبر_files/photo.png'>") for _ in range(2))
    assert first.pictures == second.pictures
    assert first.article == second.article


def test_the_index_of_a_folder_has_its_pictures_there(folder):
    """As sites are saved with wget or HTTrack."""
    (folder / "img").mkdir()
    (folder / "img" / "a.png").write_bytes(PICTURE)
    assert bytes_of(imported(folder, "<img src='img/a.png'>", name="index.html")) == [PICTURE]


def test_a_picture_inside_the_page_is_imported_with_its_caption(folder):
    """As SingleFile and monolith save it; also the smallest, if it has a caption."""
    for picture in (PICTURE, png(1, 1)):
        html = f"<figure><img src='{data_address(picture)}' alt='باب'><figcaption>الباب الكبير</figcaption></figure>"
        item = imported(folder, html)
        (name,) = item.pictures
        assert bytes_of(item) == [picture]
        assert shown(item) == f'<figure><img src="{name}" alt="باب"><figcaption>الباب الكبير</figcaption></figure>'


def test_a_picture_in_a_style_variable_is_imported(folder):
    """SingleFile puts a picture there that the page shows several times."""
    head = f'{CANONICAL}<style>:root{{--sf-img-1: url("{data_address(PICTURE)}")}}</style>'
    stand_in = "data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22/%3E"
    html = f"<img src='{stand_in}' style='background-image:var(--sf-img-1)!important' alt='باب'>"
    assert bytes_of(imported(folder, html, head=head)) == [PICTURE]


def test_the_digest_is_that_of_the_file(folder):
    """The original is kept with the pictures inside it."""
    item = imported(folder, f"<img src='{data_address(PICTURE)}'>")
    assert item.original == (folder / "خبر.html").read_bytes()


@pytest.mark.parametrize(
    "above",
    [
        "<figure><img src='خبر_files/photo.png' alt='باب'><figcaption>الباب الكبير</figcaption></figure>",
        f"<figure><img src='{data_address(PICTURE)}' alt='باب'><figcaption>الباب الكبير</figcaption></figure>",
    ],
)
@pytest.mark.parametrize("og", ["", "https://marfa.example/uploads/photo.png"])
def test_the_picture_below_the_headline_is_the_articles_image(folder, above, og):
    """It is shown once, and the saved one is taken in place of that in the metadata."""
    head = CANONICAL + (f"<meta property='og:image' content='{og}'>" if og else "")
    item = imported(folder, above=above, head=head)
    assert (item.article.image.src, item.article.image.caption) == (next(iter(item.pictures)), "الباب الكبير")
    assert shown(item) == ""


def test_an_image_in_the_metadata_is_taken_from_the_text_by_its_name(folder):
    """The metadata have its address on the web, the text that of the saved file."""
    head = f"{CANONICAL}<meta property='og:image' content='https://marfa.example/uploads/photo.png'>"
    item = imported(folder, "<img src='خبر_files/photo.png'>", head=head)
    assert item.article.image.src == next(iter(item.pictures))
    assert shown(item) == ""
