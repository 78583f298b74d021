"""An export of Medium gives its posts, from its folder or from its zip file."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsgen.errors import NewsgenError
from newsgen.importers.exports.medium import import_medium
from newsgen.importers.inputs import find_inputs
from newsgen.importers.items import ImportedItem, Skipped

EXPORT = Path(__file__).parent / "medium"
POST, DRAFT = sorted((EXPORT / "posts").iterdir())


@pytest.fixture
def zipped(tmp_path):
    """Return the export as a zip file."""
    return Path(shutil.make_archive(str(tmp_path / "medium-export"), "zip", EXPORT))


def test_a_post_has_its_title_author_tags_and_date():
    """The title and the line before the first section are not repeated in the text."""
    (post,) = import_medium(POST, POST.name)
    article = post.article
    assert (article.headline, article.authors, article.tags) == ("حديقة المرفأ", ("كريم الساحلي",), ("حدائق", "مدينة"))
    assert article.published == datetime(2018, 8, 11, 11, 23, 34, tzinfo=UTC)
    assert (article.summary, article.slug) == ("افتتاح بعد سنتين من الأشغال", "garden-opens")
    assert article.source_url == "https://medium.com/@karim/garden-opens-efefef121212"
    assert (post.keys[0], article.aliases) == ("medium efefef121212", ())
    assert post.original == POST.read_bytes()


def test_pictures_films_cards_and_code_are_kept():
    """A card is a link with its title."""
    (post,) = import_medium(POST, POST.name)
    html = post.article.body_html
    picture = '<img alt="" src="https://cdn-images-1.medium.com/max/800/1*abc.png"><figcaption>باب الحديقة</figcaption>'
    assert f"<figure>{picture}</figure>" in html
    assert '<a href="https://www.youtube.com/watch?v=abcdefghijk"' in html
    assert '<a href="https://news.example/plan" rel="noopener">مخطط الحديقة</a>' in html
    assert "<pre>a = 1\nb = 2</pre>" in html
    assert html.count("<hr>") == 1


def test_a_draft_is_a_draft():
    """Its file says so, and it has no address."""
    (draft,) = import_medium(DRAFT, DRAFT.name)
    assert (draft.article.draft, draft.article.source_url) == (True, None)
    assert draft.keys == ("medium ababab121212",)


def test_an_address_of_ones_own_leads_to_the_article(tmp_path):
    """Nothing can lead from medium.com to the project."""
    data = POST.read_bytes().replace(b"https://medium.com/@karim/garden", b"https://blog.marfa.example/garden")
    (tmp_path / "x.html").write_bytes(data)
    (post,) = import_medium(tmp_path / "x.html", "x.html")
    assert post.article.aliases == ("garden-opens-efefef121212/",)


def test_the_zip_file_gives_the_same_posts(zipped):
    """It is read without being unpacked; its other files are named."""
    found = list(import_medium(zipped, "medium-export.zip"))
    posts = [one for one in found if isinstance(one, ImportedItem)]
    assert [one.original for one in posts] == [POST.read_bytes(), DRAFT.read_bytes()]
    assert [one.place for one in posts] == [f"posts/{POST.name}", f"posts/{DRAFT.name}"]
    assert {one.place for one in found if isinstance(one, Skipped)} == {
        "README.html",
        "claps/claps-0001.html",
        "profile/profile.html",
    }


def test_a_folder_and_a_zip_file_are_recognised(zipped):
    """A single post is recognised too, and is no saved page."""
    assert {one.file.name: one.kind for one in find_inputs([EXPORT], None)} == {
        "README.html": None,
        "claps": None,
        "profile": None,
        POST.name: "medium",
        DRAFT.name: "medium",
    }
    assert [one.kind for one in find_inputs([zipped, POST], None)] == ["medium", "medium"]


def test_a_damaged_zip_file_is_an_error(zipped):
    """No post is lost in silence."""
    data = zipped.read_bytes()
    zipped.write_bytes(data[: len(data) // 2])
    (error,) = import_medium(zipped, "x.zip")
    assert error.found == "is a damaged zip file"
    at = data.index(b"posts/2018")
    zipped.write_bytes(data[: at + 60] + b"\xff" * 40 + data[at + 100 :])
    assert [one for one in import_medium(zipped, "x.zip") if isinstance(one, NewsgenError)]
