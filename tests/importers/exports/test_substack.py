"""An export of Substack gives the posts in its table, with their texts."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsgen.errors import NewsgenError
from newsgen.importers.exports.substack import import_substack
from newsgen.importers.inputs import find_inputs
from newsgen.importers.items import ImportedItem, Skipped

EXPORT = Path(__file__).parent / "substack"
HEAD = "post_id,post_date,is_published,type,audience,title,subtitle,podcast_url\n"


@pytest.fixture
def read(tmp_path):
    """Return a function that imports an export with the given rows and texts."""

    def read(rows, **texts):
        (tmp_path / "posts").mkdir()
        (tmp_path / "posts.csv").write_text(HEAD + rows, encoding="utf-8")
        for name, text in texts.items():
            (tmp_path / "posts" / f"{name}.html").write_text(text, encoding="utf-8")
        return list(import_substack(tmp_path / "posts.csv", "posts.csv"))

    return read


@pytest.fixture(scope="module")
def posts():
    """Return the articles and pages of the sample."""
    found = import_substack(EXPORT / "posts.csv", "posts.csv")
    return {one.article.slug: one for one in found if isinstance(one, ImportedItem)}


def test_a_post_has_what_the_table_says_of_it(posts):
    """Its path on Substack leads to it."""
    article = posts["garden-opens"].article
    assert (article.headline, article.summary) == ('حديقة المرفأ، "الكبرى"', "افتتاح بعد سنتين")
    assert article.published == datetime(2023, 7, 26, 20, 48, 19, tzinfo=UTC)
    assert article.aliases == ("p/garden-opens/",)
    assert posts["garden-opens"].keys == ("substack 123401",)
    assert posts["podcast"].place == "row 2, line 4"  # the row before has two lines


def test_boxes_to_subscribe_and_share_are_left_out(posts):
    """Pictures, films, posts and footnotes are kept, and a button that leads elsewhere is a link."""
    article = posts["garden-opens"].article
    assert article.body == (
        "أعلنت بلدية المرفأ افتتاح الحديقة.1",
        "باب الحديقة",
        "مخطط الحديقة",
        "https://www.youtube.com/watch?v=abcdefghijk",
        "تغريدة",
        "قسم",
        "الخاتمة.",
        "1. حاشية أولى.",
    )
    assert article.body_html.count("<img") == 1
    assert "gate.png" in article.body_html


def test_what_was_not_public_is_a_draft(posts):
    """A draft, and a post for paying readers."""
    assert {slug: one.article.draft for slug, one in posts.items()} == {
        "garden-opens": False,
        "podcast": False,
        "plan": True,
        "paid": True,
        "about": False,
    }
    assert posts["about"].kind == "page"
    assert "https://audio.example/1.mp3" in posts["podcast"].article.body_html


def test_the_original_has_the_row_and_the_text(posts):
    """Two posts with one text remain two."""
    original = json.loads(posts["podcast"].original)
    assert original["row"]["title"] == "حلقة"
    assert original["html"] == (EXPORT / "posts" / "123402.podcast.html").read_text(encoding="utf-8")


def test_nothing_is_lost_in_silence():
    """A thread is no article, and a text without a row has no title."""
    found = [one for one in import_substack(EXPORT / "posts.csv", "posts.csv") if isinstance(one, Skipped)]
    assert [one.place for one in found] == ["row 3, line 5", "posts/999.orphan.html"]


def test_a_zip_file_and_a_folder_give_the_same(tmp_path, posts):
    """Both are recognised; lists of readers are never read."""
    zipped = Path(shutil.make_archive(str(tmp_path / "export"), "zip", EXPORT))
    found = {one.article.slug: one for one in import_substack(zipped, "posts.csv") if isinstance(one, ImportedItem)}
    assert found == posts
    assert [one.kind for one in find_inputs([zipped], None)] == ["substack"]
    assert {one.file.name: one.kind for one in find_inputs([EXPORT], None)} == {
        "email_list.x.csv": None,
        "posts": None,
        "posts.csv": "substack",
    }


def test_a_post_without_a_text_is_said(read):
    """It stays a draft."""
    (post,) = read("5.x,2023-01-01T00:00:00Z,true,newsletter,everyone,عنوان,,\n")
    assert post.article.draft
    assert "has no file in posts/, so its text is missing" in post.article.warnings


@pytest.mark.parametrize("post", ["../secret", "/etc/passwd", "..", ""])
def test_an_id_never_names_a_file_elsewhere(read, tmp_path, post):
    """Only files in posts/ are read."""
    (tmp_path / "secret.html").write_text("<p>سر</p>", encoding="utf-8")
    found = read(f"{post},2023-01-01T00:00:00Z,true,newsletter,everyone,عنوان,,\n")
    assert "سر" not in repr(found)


def test_a_damaged_table_is_an_error_with_its_line(read):
    """What precedes the damage is imported."""
    found = read(
        '5.x,,true,newsletter,everyone,عنوان,,\n6.y,,true,"newsletter"x,everyone,عنوان,,\n', **{"5.x": "<p>نص</p>"}
    )
    assert isinstance(found[0], ImportedItem)
    (error,) = [one for one in found if isinstance(one, NewsgenError)]
    assert (error.line, "after row 1" in error.found) == (3, True)


def test_what_substack_embeds_without_an_address_is_named(read):
    """Its own films and formulas; a gallery keeps its pictures."""
    film = '<div class="native-video-embed" data-component-name="VideoPlaceholder" data-attrs="{}"></div>'
    data = "{&quot;gallery&quot;:{&quot;images&quot;:[{&quot;src&quot;:&quot;https://a.example/1.jpg&quot;},5]}}"
    gallery = f'<div class="image-gallery-embed" data-component-name="Gallery" data-attrs="{data}"></div>'
    odd = '<div class="image-gallery-embed" data-attrs="{&quot;gallery&quot;:{&quot;images&quot;:5}}"></div>'
    row = "5.x,2023-01-01T00:00:00Z,true,newsletter,everyone,عنوان,,\n"
    (post,) = read(row, **{"5.x": f"<p>نص</p>{film}{gallery}{odd}"})
    assert post.article.warnings == ("has a VideoPlaceholder of Substack without an address, which is left out",)
    assert '<img src="https://a.example/1.jpg" alt="">' in post.article.body_html


def test_a_row_that_is_not_utf_8_is_an_error_and_the_others_are_imported(read, tmp_path):
    """Its error has its line."""
    found = read("5.x,,true,newsletter,everyone,Q,,\n6.y,,true,newsletter,everyone,عنوان,,\n", **{"6.y": "<p>نص</p>"})
    table = tmp_path / "posts.csv"
    table.write_bytes(table.read_bytes().replace(b",Q,", b",\xff\xad\x8f,"))
    found = list(import_substack(table, "posts.csv"))
    assert (found[0].line, "row 1, which is not valid UTF-8" in found[0].found) == (2, True)
    assert found[1].article.headline == "عنوان"
