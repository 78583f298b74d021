"""An export of Blogger gives its posts and pages with their comments, in both of its forms."""

import gzip
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from newsgen.errors import NewsgenError
from newsgen.importers.feeds.blogger import import_blogger
from newsgen.importers.inputs import find_inputs
from newsgen.importers.items import ImportedItem, Skipped

EXPORT = Path(__file__).parent / "blog-05-20-2012.xml"
TAKEOUT = Path(__file__).parent / "Takeout"
FEED = TAKEOUT / "Blogger" / "Blogs" / "المرفأ" / "feed.atom"
LOCAL = timezone(timedelta(hours=1))


def found_in(file, name="blog.xml"):
    """Return the findings of an export."""
    return list(import_blogger(file, name))


def of(found, kind):
    """Return the findings of one kind."""
    return [one for one in found if isinstance(one, kind)]


@pytest.fixture
def read(tmp_path):
    """Return a function that imports an export with the given bytes."""

    def read(data, name="blog.xml"):
        (tmp_path / name).write_bytes(data)
        return found_in(tmp_path / name, name)

    return read


def test_each_entry_is_a_post_a_page_a_comment_or_skipped_with_its_reason():
    """Settings and the template are entries too; a comment is part of its post unless that is missing."""
    found = found_in(EXPORT)
    assert [(one.article.headline, one.kind) for one in of(found, ImportedItem)] == [
        ("حديقة المرفأ الكبرى تفتح أبوابها للسكان", "article"),
        ("مسودة", "article"),
        ("موعد مجدول", "article"),
        ("من نحن", "page"),
    ]
    assert [(one.place, one.why) for one in of(found, Skipped)] == [
        ("item 1, line 2", "is the template of the blog, not an article"),
        ("item 2, line 3", "is a setting of the blog, not an article"),
        ("item 10, line 23", "is a comment on a post that the export does not contain"),
    ]


def test_a_post_has_what_the_export_says_of_it():
    """Labels are tags, the date keeps its zone, and the old path leads to the article; a generic path is no slug."""
    post = of(found_in(EXPORT), ImportedItem)[0]
    article = post.article
    assert article.published == datetime(2012, 5, 17, 11, 43, tzinfo=LOCAL)
    assert article.updated == datetime(2012, 5, 18, 9, 0, tzinfo=LOCAL)
    assert (article.authors, article.section, article.tags) == (("كريم الساحلي",), None, ("بيئة", "أخبار المدينة"))
    assert article.aliases == ("2012/05/blog-post_17.html",)
    assert (article.slug, article.source_name) == (None, "مدونة المرفأ")
    assert article.source_url == "http://marfa.example/2012/05/blog-post_17.html"
    assert post.keys == ("blogger tag:blogger.com,1999:blog-7.post-21", f"url {article.source_url}")


def test_the_text_has_paragraphs_large_pictures_captions_and_links_for_films():
    """Blogger writes paragraphs with line breaks, captions with tables, and films as frames and objects."""
    article = of(found_in(EXPORT), ImportedItem)[0].article
    assert article.body == (
        "أعلنت بلدية المرفأ صباح اليوم افتتاح الحديقة العمومية الكبرى.",
        "وقال رئيس البلدية إن الحديقة تضم ثلاثة آلاف شجرة، وإن الدخول إليها مجاني.",
        "باب الحديقة الشرقي",
        "https://www.youtube.com/watch?v=abcdefghijk",
        "https://www.youtube.com/watch?v=lmnopqrstuv",
        "وتفتح الحديقة إلى العاشرة ليلا.",
    )
    assert '<img alt="" src="http://1.bp.blogspot.com/-a/T7/AAA/b/s1600/garden.jpg">' in article.body_html
    figure = '<img alt="" src="http://2.bp.blogspot.com/-c/T7/AAA/d/s1600/gate.jpg"><figcaption>باب الحديقة الشرقي'
    assert f"<figure>{figure}</figcaption></figure>" in article.body_html
    assert "dir=" not in article.body_html
    assert [text for text in article.warnings if "script" in text] == ["has a script, which is left out"]


def test_comments_have_their_states_and_whom_they_answer_but_no_e_mail_address():
    """The original keeps each comment beside its post, byte for byte."""
    post = of(found_in(EXPORT), ImportedItem)[0]
    assert [(one.id, one.author, one.parent, one.state, one.url) for one in post.article.comments] == [
        ("41", "ليلى", None, "approved", "http://layla.example/"),
        ("42", "كريم الساحلي", "41", "approved", None),
        ("43", "سعيد", None, "trash", None),
    ]
    assert post.article.comments[0].text == "خبر سار\nشكرا لكم & دمتم"
    assert "private.example" not in repr(post.article)
    data = EXPORT.read_bytes()
    parts = post.original.split(b"\n<entry>")
    assert len(parts) == 4
    assert all(part in data for part in parts)


def test_drafts_stay_drafts_and_scheduled_posts_wait_for_their_moment():
    """A post is scheduled if its date is later than the export itself, or than its last change."""
    draft, planned = (one.article for one in of(found_in(EXPORT), ImportedItem)[1:3])
    assert (draft.draft, draft.aliases, draft.publish_date) == (True, (), None)
    assert draft.warnings == ("is a draft, so it stays a draft",)
    assert (planned.draft, planned.publish_date) == (False, datetime(2012, 6, 1, 8, tzinfo=LOCAL))
    assert planned.updated is None


def test_a_prefix_that_is_not_declared_is_the_usual_one(read):
    """Files that passed through other programs have lost the declaration; a draft must stay one."""
    found = read(EXPORT.read_bytes().replace(b" xmlns:app='http://purl.org/atom/app#'", b""))
    assert of(found, ImportedItem)[1].article.draft


def test_an_export_of_google_takeout_gives_the_same_articles():
    """Its entries have other names for what they say, and comments may precede their posts."""
    found = found_in(FEED, "feed.atom")
    post, draft, page = (one.article for one in of(found, ImportedItem))
    assert (post.headline, post.summary) == ('حديقة "المرفأ" الكبرى', "افتتاح حديقة عمومية.")
    assert (post.slug, post.aliases, post.tags) == ("garden-opens", ("2012/05/garden-opens.html",), ("بيئة",))
    assert post.published == datetime(2012, 5, 17, 10, 43, tzinfo=UTC)
    assert [(one.id, one.parent, one.state) for one in post.comments] == [
        ("41", None, "approved"),
        ("42", "41", "pending"),
    ]
    assert post.body_html.count("<img") == 1  # not the one that counts readers
    assert "https://blogger.googleusercontent.com/img/a/AVvX=s1600" in post.body_html
    assert draft.draft
    assert page.aliases == ("p/about.html",)
    assert [one.why for one in of(found, Skipped)] == ["was in the trash, with the comments on it"]


def test_both_forms_of_one_post_have_the_same_key():
    """A post that is exported in both ways is imported once."""
    keys = [of(found_in(file), ImportedItem)[0].keys[0] for file in (EXPORT, FEED)]
    assert keys[0] == keys[1]


def test_the_whole_folder_of_takeout_can_be_named():
    """Themes, settings and albums are skipped with their reasons."""
    found = {one.file.name: one.kind or one.reason for one in find_inputs([TAKEOUT], None)}
    assert found.pop("feed.atom") == "blogger"
    assert found == {
        "garden.jpg": "is not of a kind that newsgen imports",
        "settings.csv": "has the settings of a blog at Blogger, not articles",
        "theme-classic.html": "is the theme of a blog at Blogger, not an article",
        "theme-layouts.html": "is the theme of a blog at Blogger, not an article",
    }


@pytest.mark.parametrize("cut", [0.65, 0.75, 0.9])
def test_what_is_whole_in_a_cut_export_is_imported_and_the_break_is_named(read, cut):
    """The last error has the line at which the file ends."""
    data = EXPORT.read_bytes()[: int(EXPORT.stat().st_size * cut)]
    found = read(data)
    assert of(found, ImportedItem)
    (error,) = of(found, NewsgenError)
    assert error.line == data.count(b"\n") + 1
    assert "without its end" in error.found


def test_an_entry_without_its_beginning_is_an_error(read):
    """Its text would be lost without a word."""
    found = read(EXPORT.read_bytes().replace(b"<entry>", b"<entr", 1))
    (error,) = of(found, NewsgenError)
    assert "above its first item" in error.found
    assert of(found, ImportedItem)


def test_a_damaged_entry_does_not_affect_the_next(read):
    """Its error has the line of the damage."""
    data = EXPORT.read_bytes().replace(b"<published>2012-05-19T08:00:00.000+01:00</published>", b"<published>&x;")
    found = read(data)
    assert [one.article.headline for one in of(found, ImportedItem)][1:] == ["موعد مجدول", "من نحن"]
    (error,) = of(found, NewsgenError)
    assert (error.line, "item 4, from line 17 on" in error.found) == (17, True)


def test_a_compressed_export_is_read(read):
    """Its comments are found too, though they follow their post."""
    found = read(gzip.compress(EXPORT.read_bytes()), "blog.xml.gz")
    assert found == found_in(EXPORT, "blog.xml.gz")


@pytest.mark.parametrize("entity", [b"<!ENTITY a 'x'>", b"<!ENTITY s SYSTEM 'file:///etc/hostname'>"])
def test_an_export_that_defines_entities_is_refused(read, entity):
    """Entities may expand to anything; Blogger writes none."""
    data = EXPORT.read_bytes().replace(b"<feed ", b"<!DOCTYPE feed [%s]>\n<feed " % entity)
    (error,) = read(data)
    assert "DOCTYPE" in error.found


def test_a_comment_may_be_nested_or_hostile(read):
    """Only its text is taken."""
    hostile = b"&lt;img src=x onerror=alert(1)&gt;&lt;b&gt;" * 50 + "مرحبا".encode()
    data = EXPORT.read_bytes().replace("العفو يا ليلى".encode(), hostile)
    comment = of(read(data), ImportedItem)[0].article.comments[1]
    assert comment.text == "مرحبا"


@pytest.mark.parametrize(("slug", "kept"), [("blog-post", None), ("blog-post_30", None), ("17", None), ("a-b", "a-b")])
def test_a_path_that_blogger_made_of_arabic_is_no_slug(read, slug, kept):
    """Blogger calls posts with Arabic titles blog-post_17.html; the headline gives a better slug."""
    data = EXPORT.read_bytes().replace(b"blog-post_17", slug.encode())
    assert of(read(data), ImportedItem)[0].article.slug == kept


def test_an_export_on_one_line_is_recognised_and_read(tmp_path):
    """Blogger writes no line ends, so all items are on line 1."""
    text = (
        "<?xml version='1.0' encoding='UTF-8'?><feed xmlns='http://www.w3.org/2005/Atom'>"
        "<id>tag:blogger.com,1999:blog-1.archive</id><title type='text'>مدونة المرفأ</title>"
        "<generator version='7.00' uri='http://www.blogger.com'>Blogger</generator><entry>"
        "<id>tag:blogger.com,1999:blog-1.post-2</id><published>2012-05-17T11:43:00.000-07:00</published>"
        "<category scheme='http://schemas.google.com/g/2005#kind'"
        " term='http://schemas.google.com/blogger/2008/kind#post'/><title type='text'>حديقة المرفأ</title>"
        "<content type='html'>أعلنت البلدية.&lt;br /&gt;&lt;br /&gt;وقال الرئيس.</content>"
        "<author><name>كريم الساحلي</name></author></entry></feed>"
    )
    file = tmp_path / "blog-05-17-2012.xml"
    file.write_text(text, encoding="utf-8")
    assert [one.kind for one in find_inputs([tmp_path], None)] == ["blogger"]
    (post,) = found_in(file)
    assert (post.place, post.article.body) == ("item 1, line 1", ("أعلنت البلدية.", "وقال الرئيس."))
    assert post.article.published.isoformat() == "2012-05-17T11:43:00-07:00"
