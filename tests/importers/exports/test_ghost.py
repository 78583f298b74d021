"""An export of Ghost gives its posts and pages, whichever editor wrote them."""

import json
import shutil
from datetime import datetime
from pathlib import Path

import pytest

from newsgen.errors import NewsgenError
from newsgen.importers.exports.ghost import import_ghost
from newsgen.importers.items import ImportedItem, Skipped
from newsgen.model.article import Image

EXPORT = Path(__file__).parent / "harbour.ghost.json"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e221bc330000"
    "000049454e44ae426082"
)


@pytest.fixture
def read(tmp_path):
    """Return a function that imports an export with the given bytes."""

    def read(data):
        (tmp_path / "x.json").write_bytes(data)
        return list(import_ghost(tmp_path / "x.json", "x.json"))

    return read


def an_export(*posts, **tables):
    """Return an export with these posts and tables."""
    return json.dumps({"db": [{"meta": {"version": "5.0"}, "data": {"posts": posts, **tables}}]}).encode()


def a_post(**values):
    """Return a post that was published."""
    return {"id": "1", "title": "خبر", "slug": "news", "html": "<p>نص</p>", "status": "published", **values}


@pytest.fixture(scope="module")
def harbour():
    """Return the findings in the sample export."""
    return list(import_ghost(EXPORT, "harbour.ghost.json"))


def test_a_post_has_the_tags_authors_and_site_that_other_tables_give(harbour):
    """The primary tag is the section, internal tags are left out, and times are those of the site's clock."""
    post = harbour[0].article
    assert (post.headline, post.section, post.tags) == ("حديقة المرفأ & السوق", "مدينة", ("بيئة",))
    assert (post.authors, post.source_name) == (("كريم الساحلي", "ليلى"), "جريدة المرفأ")
    assert post.published.isoformat() == "2022-05-18T00:30:00+01:00"
    assert (post.slug, post.aliases, post.summary) == ("harbour-garden", ("harbour-garden/",), "افتتاح حديقة.")
    assert "private.example" not in repr(harbour)


def test_cards_become_links_and_scripts_are_left_out(harbour):
    """The text keeps its links to the site itself."""
    post = harbour[0]
    assert post.article.body == (
        "أعلنت بلدية المرفأ افتتاح الحديقة.",
        "باب الحديقة",
        "اقرأ من نحن.",
        "مخطط الحديقة",
        "فيلم الافتتاح",
    )
    assert "[من نحن](/about-us/)" in post.markdown
    assert "has a script, which is left out" in post.article.warnings


def test_pictures_of_the_site_are_taken_from_the_folder_beside_the_export(harbour, tmp_path):
    """An export does not tell the address of its site; without the folder, a warning names what is missing."""
    (warning,) = [text for text in harbour[0].article.warnings if "beside the export" in text]
    assert "/content/images/2022/05/gate.png, /content/images/2022/05/garden.png" in warning
    assert harbour[0].article.image is None
    shutil.copy(EXPORT, tmp_path)
    pictures = tmp_path / "content" / "images" / "2022" / "05"
    pictures.mkdir(parents=True)
    for name in ("gate.png", "garden.png"):
        (pictures / name).write_bytes(PNG)
    post = next(import_ghost(tmp_path / EXPORT.name, "x"))
    gate, garden = sorted(post.pictures, reverse=True)
    assert sorted(post.pictures.values()) == [pictures / "garden.png", pictures / "gate.png"]
    assert f'src="{gate}"' in post.article.body_html
    assert gate in post.markdown
    assert post.article.image == Image(garden, "الحديقة", "تصوير سعيد")


@pytest.mark.parametrize("address", ["/content/images/../../secret.png", "/content/images/%2e%2e/%2e%2e/%2e%2e/x.png"])
def test_no_picture_from_outside_the_folder_is_taken(read, tmp_path, address):
    """The address is the export's, and may say anything."""
    (tmp_path.parent / "secret.png").write_bytes(PNG)
    (post,) = read(an_export(a_post(html=f'<p>نص<img src="__GHOST_URL__{address}"></p>')))
    assert post.pictures == {}


def test_a_text_of_the_newer_editor_is_converted(harbour):
    """Its cards become what an article can have; an unknown one is named."""
    draft = harbour[1].article
    assert draft.draft
    assert draft.body_html.startswith(
        "<p><strong>مهم: </strong>نص &lt; قيد الكتابة<br>"
        '<a href="https://a.example/?a=1&amp;b=2" rel="noopener"><em>رابط</em></a></p>'
    )
    for part in ("<h2>عنوان فرعي</h2>", "<ol><li>أول</li></ol>", "<hr>", "<p>خام</p>", "<em>مائل</em>"):
        assert part in draft.body_html
    assert '<figure><img src="https://a.example/x.jpg" alt="صورة"><figcaption>تعليق <b>غامق</b>' in draft.body_html
    assert "https://www.youtube.com/watch?v=abcdefghijk" in draft.body_html
    assert "has a card of the unknown type 'product', which is left out" in draft.warnings


def test_a_text_of_the_former_editor_is_converted(harbour):
    """A scheduled post waits for its moment."""
    plan = harbour[2].article
    assert plan.body == ("بداية رابط", "تعليق", "نص من ماركداون", "بند")
    assert plan.publish_date == plan.published == datetime.fromisoformat("2030-01-01T08:00:00+00:00")
    assert any("unknown-card" in text for text in plan.warnings)


def test_what_was_not_public_is_a_draft(harbour):
    """A post for paying readers is not published by an import."""
    paid = harbour[3].article
    assert (paid.draft, paid.aliases, paid.warnings) == (
        True,
        (),
        ("was only for paying readers, so it stays a draft",),
    )
    assert harbour[4].kind == "page"


def test_the_original_is_the_bytes_of_the_post(harbour):
    """They are valid JSON by themselves."""
    data = EXPORT.read_bytes()
    assert all(one.original in data and json.loads(one.original)["uuid"] for one in harbour)
    assert (harbour[1].place, harbour[1].suffix) == ("post 2, line 31", ".json")


@pytest.mark.parametrize(
    ("status", "visibility", "reason"),
    [
        ("sent", "public", "was sent by e-mail only"),
        ("odd", "public", "has the status 'odd'"),
        ("published", "members", "was only for members"),
    ],
)
def test_other_states_are_drafts_with_their_reasons(read, status, visibility, reason):
    """Nothing is published that was not."""
    (post,) = read(an_export(a_post(status=status, visibility=visibility)))
    assert post.article.warnings[0].startswith(reason)
    assert post.article.draft


def test_an_old_export_is_read(read):
    """It has numbers for ids and times, one author for each post, and no list around its data."""
    post = a_post(id=7, author_id=3, published_at=1337251380000, page=0, image="https://a.example/x.jpg")
    data = {"meta": {"exported_on": 1}, "data": {"users": [{"id": 3, "name": "ليلى"}], "posts": [post]}}
    (found,) = read(json.dumps(data).encode())
    assert (found.article.authors, found.article.image.src) == (("ليلى",), "https://a.example/x.jpg")
    assert found.article.published.isoformat() == "2012-05-17T10:43:00+00:00"


def test_a_damaged_post_does_not_affect_the_next(read):
    """Its error has its line."""
    data = EXPORT.read_bytes().replace('"title": "مسودة"'.encode(), '"title": "مسودة",,'.encode())
    found = read(data)
    assert len([one for one in found if isinstance(one, ImportedItem)]) == 4
    (error,) = [one for one in found if isinstance(one, NewsgenError)]
    assert "has post 2, from line 31 on, which is not valid JSON" in error.found
    assert error.line == 34


@pytest.mark.parametrize("share", [0.3, 0.5, 0.8])
def test_what_is_whole_in_a_cut_export_is_imported(read, share):
    """The error has the line at which the file ends."""
    data = EXPORT.read_bytes()
    data = data[: int(len(data) * share)]
    found = read(data)
    assert isinstance(found[0], ImportedItem)
    assert "is cut off" in found[-1].found
    assert found[-1].line == data.rstrip().count(b"\n") + 1


@pytest.mark.parametrize("data", [b'{"db":[{"data":{"posts":[]}}]}', b'{"db":[{"data":{}}]}'])
def test_an_export_without_posts_says_so(read, data):
    """It is no error."""
    assert read(data) == [Skipped("", "is an export of Ghost without any post")]


@pytest.mark.parametrize(
    "text", ["[" * 3000, '{"root":' * 3000, '{"root": 1}', "[]", '{"sections": [[1], 2, [10, 9]]}', "نص"]
)
@pytest.mark.parametrize("name", ["lexical", "mobiledoc"])
def test_a_text_that_is_no_document_is_said(read, name, text):
    """It never stops the import."""
    (post,) = read(an_export(a_post(html=None, **{name: text})))
    assert post.article.headline == "خبر"
    assert post.article.draft


def test_brackets_that_are_never_closed_are_bounded(read):
    """A file of opening brackets ends with an error."""
    found = read(b'{"db":[{"data":{"posts":[' + b"[" * 100_000)
    assert "nested too deeply" in found[0].found


def test_half_a_letter_is_replaced(read):
    """JSON can name one, but no file can contain it; whole letters outside the first plane are kept."""
    (post,) = read(an_export(a_post(title="خبر \ud83d\ude00 \ud800", html="<p>نص \udfff</p>")))
    assert (post.article.headline, post.article.body) == ("خبر 😀 ?", ("نص ?",))
