"""A WordPress export is read item by item, and a damaged item does not affect the next."""

import gzip
import importlib.util
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsgen.errors import NewsgenError, SourceError, install_extra
from newsgen.importers.items import Attachment, ImportedItem, Skipped
from newsgen.importers.wordpress.export import import_wxr
from newsgen.importers.wordpress.splitter import MAX_PIECE_BYTES
from newsgen.model.article import Image

HARBOUR = Path(__file__).parent / "harbour.xml"
HEAD = HARBOUR.read_bytes().partition(b"\t<item>")[0]
FOOT = b"</channel></rss>\n"


def a_post(number=1, text="نص", fields=""):
    """Return one item of an export."""
    known = {"wp:post_type": "post", "wp:status": "publish", "title": f"خبر {number}"}
    tags = "".join(f"<{tag}>{value}</{tag}>" for tag, value in known.items() if f"<{tag}>" not in fields)
    content = f"<content:encoded><![CDATA[{text}]]></content:encoded>"
    return f"<item>\n<wp:post_id>{number}</wp:post_id>{tags}{fields}\n{content}</item>\n".encode()


@pytest.fixture
def read(tmp_path):
    """Return a function that imports an export with the given bytes."""

    def read(data, name="export.xml"):
        file = tmp_path / name
        file.write_bytes(data)
        return list(import_wxr(file, name))

    return read


def articles(found):
    """Return the articles among the findings."""
    return [one.article for one in found if isinstance(one, ImportedItem)]


def errors(found):
    """Return the errors among the findings."""
    return [one for one in found if isinstance(one, NewsgenError)]


@pytest.fixture(scope="module")
def harbour():
    """Return the findings in the sample export."""
    return list(import_wxr(HARBOUR, "harbour.xml"))


def test_each_item_is_found_once(harbour):
    """The sample has an article, its attachment, a page, and a menu item, which is skipped with a reason."""
    assert [type(one) for one in harbour] == [ImportedItem, Attachment, ImportedItem, Skipped]
    assert [harbour[0].kind, harbour[2].kind] == ["article", "page"]
    assert harbour[1] == Attachment("https://harbour.example/ship.jpg", "سفينة")
    assert harbour[3].place == "item 4, line 97"
    assert "nav_menu_item" in harbour[3].why


def test_the_original_is_the_bytes_of_the_item(harbour):
    """Comments and CDATA may contain text that looks like the start or end of an item."""
    data = HARBOUR.read_bytes()
    for one in (harbour[0], harbour[2]):
        assert one.original in data
        assert one.original.startswith(b"<item>\n")
        assert one.original.endswith(b"</item>")
    assert harbour[0].place == "item 1, line 16"


def test_the_article_has_the_metadata_of_the_export(harbour):
    """Names are those that readers saw, and dates have the time zone of the site."""
    article = harbour[0].article
    assert article.headline == "الميناء يفتح “أبوابه” اليوم"
    assert article.headline_origin == "markup"
    assert article.authors == ("سلمى العلوي",)
    assert article.published == datetime(2022, 7, 4, 9, tzinfo=timezone(timedelta(hours=1)))
    assert article.updated == datetime(2022, 7, 5, 10, 30, tzinfo=timezone(timedelta(hours=1)))
    assert (article.section, article.tags) == ("اقتصاد", ("بحر & موانئ", "سفن"))
    assert article.slug == "الميناء-يفتح"
    assert article.aliases == ("2022/07/الميناء-يفتح/", "2022/07/harbour/")
    assert article.summary == "ملخص قصير"
    assert article.image == Image("https://harbour.example/ship.jpg", "سفينة بيضاء", "سفينة في المرفأ")
    assert article.comments_open is False
    assert article.source_name == "جريدة الميناء"
    assert article.extra == (("comment_post_ID", "7"),)
    assert harbour[0].keys == ("wxr https://harbour.example 7", f"url {article.source_url}")


def test_the_text_is_what_readers_saw(harbour):
    """Blank lines become paragraphs, captions stay with their pictures, and a URL alone on a line becomes a link."""
    article = harbour[0].article
    assert article.body == (
        "فتح الميناء أبوابه صباح اليوم. وحضر الحفل كثيرون.",
        "أول سفينة",
        "https://films.example/watch?v=1",
        'وقال [رويترز] إن علامة، و نهايتها. [stockquote symbol="X"]',
    )
    assert "<br>" in article.body_html
    assert "<figcaption>أول سفينة</figcaption>" in article.body_html
    assert article.warnings == ("has the shortcode [stockquote], which is kept as text",)


def test_comments_keep_their_parent_and_their_state(harbour):
    """A pending comment stays pending, and an answer has the id of its parent."""
    first, second = harbour[0].article.comments
    assert (first.id, first.parent, first.state) == ("3", None, "approved")
    assert first.text == "خبر جيد.\nشكرا & سلام"
    assert first.published == datetime(2022, 7, 4, 11, tzinfo=UTC)
    assert first.url == "https://visitor.example/"
    assert (second.id, second.parent, second.state, second.url) == ("4", "3", "pending", None)
    assert second.published == datetime(2022, 7, 4, 13)  # noqa: DTZ001 - the export gives no zone


def test_e_mail_and_ip_addresses_are_not_imported(harbour):
    """They are only in the original."""
    assert b"192.0.2.44" in harbour[0].original
    record = repr(harbour[0].article)
    assert "192.0.2.44" not in record
    assert "secret.example" not in record


def test_what_was_not_public_is_a_draft(harbour):
    """A private page does not become public by an import, and "admin" is not an author."""
    page = harbour[2].article
    assert page.draft
    assert page.warnings[0] == "was private, so it stays a draft"
    assert "latest-posts" in page.warnings[1]
    assert page.authors == ()
    assert page.published == datetime(2020, 1, 1)  # noqa: DTZ001 - the export gives no zone


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ("<wp:status>trash</wp:status>", "was in the trash"),
        ("<wp:post_type>shop_order</wp:post_type>", "shop_order"),
        ("<wp:post_type>revision</wp:post_type>", "revision"),
    ],
)
def test_items_that_are_not_content_are_skipped(read, fields, why):
    """Items in the trash and the data of plugins are not articles."""
    [found] = read(HEAD + a_post(fields=fields) + FOOT)
    assert why in found.why


@pytest.mark.parametrize(
    "fields", ["<wp:status>pending</wp:status>", "<wp:post_password>سر</wp:post_password>", "<wp:status>x</wp:status>"]
)
def test_an_item_that_was_not_public_is_a_draft(read, fields):
    """An unknown status counts as not public."""
    [article] = articles(read(HEAD + a_post(fields=fields) + FOOT))
    assert article.draft
    assert article.warnings


def test_an_empty_draft_is_skipped(read):
    """WordPress creates one each time its editor is opened."""
    [found] = read(HEAD + a_post(text="", fields="<wp:status>auto-draft</wp:status>") + FOOT)
    assert found.why == "is an empty draft"


def test_an_unknown_type_with_text_is_an_article(read):
    """Newspaper themes define their own types for articles; a warning names the type."""
    [article] = articles(read(HEAD + a_post(fields="<wp:post_type>مقال</wp:post_type>") + FOOT))
    assert article.warnings == ("is of the type مقال; it is imported as an article",)


def test_a_headline_is_never_empty(read):
    """It is taken from the text if neither the title nor the slug has words."""
    [article] = articles(read(HEAD + a_post(text="فتح الميناء، أمس.", fields="<title></title>") + FOOT))
    assert (article.headline, article.headline_origin) == ("فتح الميناء، أمس", "derived")


def test_a_slug_that_was_cut_in_a_letter_keeps_its_complete_letters(read):
    """WordPress cuts slugs at 200 bytes."""
    fields = "<wp:post_name>%d9%85%d9%8a%d8%a</wp:post_name>"
    [article] = articles(read(HEAD + a_post(fields=fields) + FOOT))
    assert article.slug == "مي"


def test_the_first_version_of_the_format_names_categories_twice(read):
    """Each becomes one section or tag."""
    fields = '<category>موانئ</category><category domain="category" nicename="x">موانئ</category>'
    fields += '<category domain="tag">سفن</category><category domain="tag" nicename="y">سفن</category>'
    [article] = articles(read(HEAD + a_post(fields=fields) + FOOT))
    assert (article.section, article.tags) == ("موانئ", ("سفن",))


def test_control_characters_are_counted_and_removed(read):
    """XML does not allow them, but many exports have some."""
    found = read(HEAD + a_post(text="قب\x1aل\x00\uffff") + FOOT)
    assert articles(found)[0].body == ("قبل",)
    assert articles(found)[0].warnings == ("has 3 control characters, which are left out",)


def test_a_damaged_item_is_one_error_and_the_rest_is_kept(read):
    """The error has the line number in the file."""
    found = read(HEAD + a_post(1) + a_post(2).replace(b"</wp:post_id>", b"&nbsp;</wp:post_id>") + a_post(3) + FOOT)
    assert [article.headline for article in articles(found)] == ["خبر 1", "خبر 3"]
    [error] = errors(found)
    assert error.line == HEAD.count(b"\n") + 5
    assert "item 2" in error.found


def test_an_unclosed_cdata_section_loses_one_item_only(read):
    """The items after it are found by their start tags."""
    broken = a_post(2).replace(b"]]></content:encoded>", b"</content:encoded>")
    found = read(HEAD + a_post(1) + broken + a_post(3) + a_post(4) + FOOT)
    assert [article.headline for article in articles(found)] == ["خبر 1", "خبر 3", "خبر 4"]
    assert len(errors(found)) == 1


def test_a_truncated_file_keeps_the_items_before_the_end(read):
    """Truncated anywhere in the second of two items, it gives an article and an error at its last line."""
    whole, second = HEAD + a_post(1), a_post(2).strip()
    for size in range(len("<item>"), len(second)):
        found = read(whole + second[:size])
        assert len(articles(found)) == 1
        [error] = errors(found)
        assert error.line == (whole + second[:size]).rstrip().count(b"\n") + 1


def test_a_file_truncated_between_items_is_an_error(read):
    """Otherwise missing articles would not be noticed."""
    [error] = errors(read(HEAD + a_post(1)))
    assert error.found == "is cut off after item 1: it ends without </rss>"


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", "is empty"),
        (b"<html><p>x</p></html>", "is not a WordPress export"),
        (b'<rss version="2.0"><channel><item></item></channel></rss>', "is not a WordPress export"),
        (HEAD.decode().encode("utf-16"), "UTF-16"),
        (HEAD.replace(b"UTF-8", b"klingon") + a_post() + FOOT, "is not valid XML"),
        (b"<!DOCTYPE html><html></html>", "DOCTYPE"),
    ],
)
def test_a_file_that_is_not_an_export_is_refused(read, data, found):
    """The error says why it is not an export."""
    assert found in errors(read(data))[0].found
    assert articles(read(data)) == []


def test_entities_are_not_expanded(read, tmp_path):
    """An export can neither expand a bomb nor read a file of this computer."""
    secret = tmp_path / "secret"
    secret.write_text("سر", encoding="utf-8")
    doctype = b'<!DOCTYPE rss [<!ENTITY a "xxxxxxxx"><!ENTITY s SYSTEM "%s">]>' % bytes(secret)
    data = HEAD.replace(b"<rss", doctype + b"\n<rss") + a_post(1, "]]>&s;&a;<![CDATA[") + FOOT
    [error] = read(data)
    assert (error.line, "DOCTYPE" in error.found) == (3, True)


def test_output_before_the_export_is_ignored(read):
    """Blank lines and PHP warnings before the XML are common."""
    assert len(read(b"\xef\xbb\xbf\n<b>Warning</b>\n" + HEAD + a_post() + FOOT)) == 1


def test_the_declared_encoding_is_used(read):
    """Some old exports are in windows-1256."""
    data = (HEAD + a_post() + FOOT).decode().replace("UTF-8", "windows-1256")
    [article] = articles(read(data.encode("cp1256")))
    assert (article.headline, article.encoding) == ("خبر 1", "windows-1256")


def test_a_compressed_export_is_read_up_to_its_damage(read):
    """The articles before the damage are yielded, then an error."""
    data = gzip.compress(HEAD + b"".join(a_post(n, f"{n * 7919:x}" * 500) for n in range(600)) + FOOT)
    assert len(articles(read(data, "x.xml.gz"))) == 600
    found = read(data[: len(data) // 2], "x.xml.gz")
    assert len(articles(found)) > 100
    assert "is compressed and damaged" in errors(found)[-1].found


def test_an_item_that_is_too_large_is_refused(read):
    """No article has fifty megabytes."""
    [error] = errors(read(HEAD + b"<item>" + b" " * (MAX_PIECE_BYTES + 1000000)))
    assert "more than 50 MB" in error.found


def test_without_lxml_there_is_one_error_with_the_remedy(monkeypatch, read):
    """The remedy names the extra to install."""
    monkeypatch.setattr("newsgen.importers.wordpress.export.find_spec", lambda _: None)
    assert importlib.util.find_spec("lxml")
    [error] = read(HEAD)
    assert error.remedy == install_extra("import")


@settings(deadline=None)  # the machine may be under load
@given(st.binary(max_size=60), st.integers(0, 3000), st.integers(0, 40))
def test_damage_never_loses_the_items_before_it(tmp_path_factory, junk, at, length):
    """Inserting or removing bytes after the first item raises no exception."""
    posts = a_post(2, "نص <p>آخر") + a_post(3) + FOOT
    start = min(at, len(posts))
    file = tmp_path_factory.mktemp("wxr") / "x.xml"
    file.write_bytes(HEAD + a_post(1) + posts[:start] + junk + posts[start + length :])
    found = list(import_wxr(file, "x.xml"))
    assert found[0].article.headline == "خبر 1"


def meta(key, value):
    """Return a custom field of an item."""
    return (
        f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>"
    )


def test_a_post_without_text_is_said_and_is_a_draft(read):
    """Neither a post nor a page is published empty."""
    for kind in ("post", "page"):
        [article] = articles(read(HEAD + a_post(text="", fields=f"<wp:post_type>{kind}</wp:post_type>") + FOOT))
        assert article.draft
        assert article.warnings[0] == "has no text, so it stays a draft"


def test_a_post_whose_text_is_elsewhere_is_published(read):
    """A page builder keeps it in a custom field, and a theme keeps the film of a post that is only a film."""
    data = '[{"elType":"widget","widgetType":"text-editor","settings":{"editor":"<p>نص في إليمنتور</p>"}}]'
    built = a_post(1, text="", fields=meta("_elementor_data", data))
    film = a_post(2, text="", fields=meta("tie_video_url", "https://youtu.be/xyz789"))
    first, second = articles(read(HEAD + built + film + FOOT))
    assert (first.body, first.draft) == (("نص في إليمنتور",), False)
    assert "_elementor_data" in first.warnings[0]
    assert ("https://www.youtube.com/watch?v=xyz789" in second.body_html, second.draft) == (True, False)


@pytest.mark.parametrize("kind", ["wp_block", "blocks", "cms_block", "elementor_library", "et_pb_layout"])
def test_a_shared_text_is_put_where_posts_name_it(read, kind):
    """It may follow the posts in the export, and is no article of its own."""
    post = a_post(1, text='<p>نص</p>\n<!-- wp:block {"ref":7} /-->\n[block id="7"]')
    found = read(HEAD + post + a_post(7, text="<p>مشترك</p>", fields=f"<wp:post_type>{kind}</wp:post_type>") + FOOT)
    [article] = articles(found)
    assert article.body == ("نص", "مشترك", "مشترك")
    assert kind in found[1].why


def test_the_primary_category_of_a_post_is_its_section(read):
    """Its number is that of a category at the beginning of the export."""
    category = "<wp:category><wp:term_id>%s</wp:term_id><wp:category_nicename>%s</wp:category_nicename>"
    category += "<wp:cat_name>%s</wp:cat_name></wp:category>"
    head = HEAD + (category % (6, "news", "أخبار") + category % (7, "%d8%a7%d9%82", "اقتصاد")).encode()
    fields = '<category domain="category" nicename="news">أخبار</category>'
    fields += '<category domain="category" nicename="%d8%a7%d9%82">اقتصاد</category>'
    fields += "<link>https://harbour.example/news/x/</link>" + meta("_yoast_wpseo_primary_category", 7)
    [article] = articles(read(head + a_post(fields=fields) + FOOT))
    assert (article.section, article.tags) == ("اقتصاد", ("أخبار",))
    assert article.aliases == ("news/x/", "اق/x/")


def test_a_guest_author_has_a_name(read):
    """Its item may follow the posts, and is told from an article without text."""
    post = a_post(1, fields='<category domain="author" nicename="cap-karim">karim</category>')
    guest = "<wp:post_type>guest-author</wp:post_type><wp:post_name>cap-karim</wp:post_name>"
    found = read(HEAD + post + a_post(2, "", guest + meta("cap-display_name", "كريم الساحلي")) + FOOT)
    assert articles(found)[0].authors == ("كريم الساحلي",)
    assert "author" in found[1].why


def test_an_item_without_its_beginning_is_an_error(read):
    """Its text would be lost without a word."""
    found = read(HEAD + a_post().replace(b"<item>", b"<ite") + a_post() + FOOT)
    assert any("above its first item" in one.found for one in found if isinstance(one, SourceError))
    assert len(articles(found)) == 1
