import pytest

from newsgen.importers.items import ImportedItem
from newsgen.importers.saved_pages.pictures import embedded_pictures, with_pictures
from newsgen.model.article import Article, Image
from sample_pictures import data_address, png

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"/>'


def item(body, image=None):
    """Return an imported article with this *body*."""
    article = Article(
        id="a", source="a.html", sha256="", encoding="utf-8", confidence="high", headline="خبر",
        headline_origin="markup", body_html=body, image=image and Image(image),
    )  # fmt: skip
    return ImportedItem(article, b"", ".html")


def test_a_picture_that_is_known_becomes_a_file_named_by_its_content():
    """Its suffix is the true one; what is not known keeps its URL."""
    html = '<p><img src="https://a.example/1.jpg" alt="باب"><img src="https://a.example/3.jpg" alt=""></p>'
    found = with_pictures(item(html), {"https://a.example/1.jpg": png()}.get)
    (name,) = found.pictures
    assert name.startswith("imported/")
    assert name.endswith(".png")
    assert found.article.body_html == html.replace("https://a.example/1.jpg", name)
    assert not found.article.warnings


def test_equal_pictures_are_one_file_and_shown_once():
    """The article's image is often another address of a picture in its text."""
    known = {"https://a.example/1.jpg": png(), "https://a.example/2.jpg": png()}
    found = with_pictures(
        item('<p>خبر</p><img src="https://a.example/1.jpg" alt="باب">', "https://a.example/2.jpg"), known.get
    )
    (name,) = found.pictures
    assert found.article.body_html == "<p>خبر</p>"
    assert found.article.image == Image(name, "باب")


def test_a_file_stays_a_file(tmp_path):
    """Pictures beside a page are copied, not held in memory."""
    (tmp_path / "a.jpg").write_bytes(png())
    found = with_pictures(item('<img src="https://a.example/1.jpg" alt="">'), lambda _: tmp_path / "a.jpg")
    assert list(found.pictures.values()) == [tmp_path / "a.jpg"]


@pytest.mark.parametrize("content", [SVG, b"", b"<script>", b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_picture_keeps_its_url_with_a_warning(content):
    """A file of another type, a damaged one and an empty one would be errors of the next build."""
    html = '<p><img src="https://a.example/1.png" alt=""></p>'
    found = with_pictures(item(html), lambda _: content)
    assert (found.article.body_html, found.pictures) == (html, {})
    (warning,) = found.article.warnings
    assert "1 of its pictures" in warning


@pytest.mark.parametrize("quote", ['"', "'", ""])
def test_a_picture_inside_the_page_is_taken_out(quote):
    """Its address is written with any quotes, or in a style."""
    text = f'<img src={quote}{data_address(png())}{quote} alt=x><i style="background:url({data_address(png())})">'
    data, pictures = embedded_pictures(text.encode())
    ((url, content),) = pictures.items()
    assert content == png()
    assert data.decode() == text.replace(data_address(png()), url)


def test_a_picture_inside_the_page_that_cannot_be_shown_is_left_out_with_a_warning():
    """No address of the import's own stays in the text, nor a figure without a picture."""
    data, pictures = embedded_pictures(
        f'<p>خبر</p><figure><img src="{data_address(SVG, "svg+xml")}" alt=""></figure>'.encode()
    )
    found = with_pictures(item(data.decode()), pictures.get)
    assert found.article.body_html == "<p>خبر</p>"
    assert len(found.article.warnings) == 1


def test_too_large_pictures_are_refused(monkeypatch):
    """A page with a picture of a gigabyte is imported, without that picture."""
    monkeypatch.setattr("newsgen.importers.saved_pages.pictures.MAX_PICTURE_BYTES", 10)
    found = with_pictures(item('<img src="https://a.example/1.png" alt="">'), lambda _: png())
    assert not found.pictures
    assert "larger" in found.article.warnings[0]


def test_an_address_of_the_imports_own_never_stays():
    """A page that writes one itself shows no picture, and is told."""
    found = with_pictures(item('<p>خبر</p><img src="https://saved.invalid/1x1/a.png" alt="">'), {}.get)
    assert found.article.body_html == "<p>خبر</p>"
    assert len(found.article.warnings) == 1
