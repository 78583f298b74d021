from dataclasses import replace
from datetime import date

import pytest

from newsgen.model.article import Image
from newsgen.model.urls import Link
from newsgen.pages.article_pages import captures
from newsgen.pages.media import Media, MediaFile
from sample_records import CONFIG, a_capture, an_article, plan

BASE = "https://archive.example.org/"
CAPTURED = "افتتحت المدينة مكتبة عمومية جديدة، بعد أشغال دامت سنتين كاملتين من العمل المتواصل في الحي القديم."
HARBOUR = "articles/harbour/"


def test_captures_are_kept_back_where_the_site_says_so():
    """With publish_captures: false no ledger page is planned and no capture is linked; the proof stays."""
    planned = plan(an_article(evidence=(a_capture(),)), config=replace(CONFIG, publish_captures=False))
    assert "articles/harbour/source/" not in planned
    context = planned[HARBOUR].context
    assert context["ledger_url"] is None
    assert [(capture.url, capture.evidence.sha256) for capture in context["captures"]] == [(None, "1" * 64)]


def test_captures_that_are_kept_back_leave_no_file(article_project):
    """Neither the capture's bytes nor its ledger reach the output, and the article names its file and digest."""
    assert article_project.build().code == 0
    assert [name for name in article_project.files() if "source" in name] != []
    article_project.write("content/site.yml", "font: system\npublish_captures: false\n")
    assert article_project.build().code == 0
    assert [name for name in article_project.files() if "source" in name] == []
    (page,) = article_project.site.glob("articles/*/index.html")
    html = page.read_text(encoding="utf-8")
    assert "seeds/library.txt" in html
    assert "source.txt" not in html


def test_each_version_of_a_capture_has_its_file():
    """The capture shown is source.txt, further ones are counted."""
    article = an_article(evidence=(a_capture(), a_capture("seeds/later.txt"), a_capture("seeds/last.txt")))
    urls = [capture.url for capture in captures(article, HARBOUR, CONFIG)]
    assert urls == [f"articles/harbour/{name}" for name in ("source.txt", "source-2.txt", "source-3.txt")]


def test_neighbours_are_the_next_newer_and_older():
    """The newest has none before it, the oldest none after; undated articles are among themselves."""
    dated = [an_article(f"a{n}", headline=f"خبر {n}", published=date(2022, 1, n)) for n in (1, 2, 3)]
    planned = plan(*dated, an_article("x", headline="بلا تاريخ"), an_article("y", headline="بلا تاريخ أيضا"))
    found = {key: planned[f"articles/{key}/"].context for key in ("a1", "a2", "a3", "x", "y")}
    titles = {key: [c[way] and c[way].title for way in ("newer", "older")] for key, c in found.items()}
    assert titles == {
        "a3": [None, "خبر 2"],
        "a2": ["خبر 3", "خبر 1"],
        "a1": ["خبر 2", None],
        "x": [None, "بلا تاريخ أيضا"],
        "y": ["بلا تاريخ", None],
    }


@pytest.mark.parametrize(
    ("parts", "trail"),
    [
        ({"section": "ماء"}, ["", "sections/", "sections/ماء/"]),
        ({"published": date(2022, 7, 18)}, ["", "archive/", "archive/2022/", "archive/2022/07/"]),
        ({}, ["", "archive/", "archive/undated/"]),
    ],
)
def test_breadcrumbs_lead_through_the_section_or_the_date(parts, trail):
    """And on to the article where its ledger is read."""
    planned = plan(an_article(evidence=(a_capture(),), **parts))
    assert [step.url for step in planned[HARBOUR].context["breadcrumbs"]] == trail
    assert [step.url for step in planned[f"{HARBOUR}source/"].context["breadcrumbs"]] == [*trail, HARBOUR]


def test_an_article_leads_to_its_terms():
    """Section, tags, authors and newspaper, in the site's spelling."""
    filed = plan(an_article(section="ماء", tags=("بحر",), authors=("سعاد",), source_name="الجريدة"))[HARBOUR].context[
        "filed"
    ]
    assert (filed.section, filed.source) == (Link("ماء", "sections/ماء/"), Link("الجريدة", "sources/الجريدة/"))
    assert (filed.tags, filed.authors) == ((Link("بحر", "tags/بحر/"),), (Link("سعاد", "authors/سعاد/"),))


def test_pictures_and_links_of_a_body_fit_its_page():
    """They lead from where the article is, below whatever path the site is served."""
    media = Media({"boat.jpg": MediaFile("media/boat.1234567890.jpg", 800, 600, "content/media/boat.jpg")})
    body = '<p><img src="boat.jpg" alt="قارب"> <a href="/about/">من نحن</a></p>'
    html = plan(an_article(body_html=body), media=media)[HARBOUR].context["text_html"]
    assert 'src="../../media/boat.1234567890.jpg" alt="قارب" width="800" height="600"' in html
    assert 'href="../../about/"' in html


def test_the_picture_of_an_article_is_told_to_machines():
    """In full where the site knows its address, and not at all where it does not."""
    media = Media({"boat.jpg": MediaFile("media/boat.1234567890.jpg", 800, 600, "content/media/boat.jpg")})
    article = an_article(image=Image("boat.jpg", "قارب في الميناء", "قارب", "سعاد"))
    context = plan(article, media=media, config=replace(CONFIG, base_url=BASE))[HARBOUR].context
    assert (context["picture"].file.width, context["picture"].alt) == (800, "قارب في الميناء")
    assert ("og:image", f"{BASE}media/boat.1234567890.jpg") in context["open_graph"]
    assert ("og:image:alt", "قارب في الميناء") in context["open_graph"]
    assert context["json_ld"]["image"] == f"{BASE}media/boat.1234567890.jpg"
    nowhere = plan(article, media=media)[HARBOUR].context
    assert "image" not in nowhere["json_ld"]
    assert not [name for name, _ in nowhere["open_graph"] if name.startswith("og:image")]


def test_a_picture_elsewhere_keeps_its_address():
    """The archive does not fetch it."""
    picture = plan(an_article(image=Image("https://example.org/a.jpg")))[HARBOUR].context["picture"]
    assert (picture.file, picture.src) == (None, "https://example.org/a.jpg")


def test_no_related_title_becomes_a_dead_link(project):
    """On the page a title is text unless it leads somewhere; of captured titles a word says why."""
    project.write("content/articles/a.md", "---\ntitle: خبر\nrelated: [عنوان لا يعرفه أحد]\n---\nنص الخبر.\n")
    project.write("seeds/b.txt", f"{CAPTURED}\n\n{CAPTURED}\n\nأخبار ذات صلة\n\nعنوان لا يعرفه أحد\n")
    assert project.build().code == 0
    (path,) = (path for path in project.files() if "مكتبة" in path and path.count("/") == 2 and "source" not in path)
    written, captured = project.read("articles/خبر/index.html"), project.read(path)
    for html in (written, captured):
        assert '<li class="unlinked">عنوان لا يعرفه أحد</li>' in html
    assert "بلا رابط" in captured
    assert "الصفحة الأصلية" not in written


def test_related_news_are_shown_under_their_own_headings(project):
    """What was captured under the captured heading, then what the archive found, each once."""
    body = "انقطع الماء الصالح للشرب عن أحياء المدينة القديمة بسبب عطب في قناة التوزيع الرئيسية للماء.\n"
    for key in "abc":
        pins = "related: [خبر الماء b]\n" if key == "a" else ""
        project.write(f"content/articles/{key}.md", f"---\ntitle: خبر الماء {key}\nslug: {key}\n{pins}---\n{body}")
    assert project.build().code == 0
    aside = project.read("articles/a/index.html").split("<aside")[1].split("</aside>")[0]
    assert (
        aside.index("أخبار ذات صلة")
        < aside.index("/articles/b/")
        < aside.index("من الأرشيف")
        < aside.index("/articles/c/")
    )
    assert aside.count("/articles/b/") == 1


def test_an_article_that_was_never_captured_claims_no_origin(project):
    """What an editor wrote for the archive is nobody else's text, and no copy of one."""
    project.write("content/articles/a.md", "---\ntitle: خبر\n---\nنص الخبر.\n")
    assert project.build().code == 0
    html = project.read("articles/خبر/index.html")
    assert "عن هذا المقال" in html
    assert "نسخة" not in html.split("<main")[1].split("</main>")[0]


def test_a_body_that_an_editor_rewrote_is_said_to_be_so(project):
    """The ledger shows the captured text, and the page says that its own is another."""
    project.write("seeds/b.txt", f"{CAPTURED}\n\n{CAPTURED}\n")
    project.write("content/articles/a.md", "---\ntitle: خبر\ncapture: b.txt\n---\nنص آخر.\n")
    assert project.build().code == 0
    assert "حرّره القائم على الأرشيف" in project.read("articles/خبر/index.html")


def test_a_later_version_of_an_article_is_said_to_be_so(project):
    """`updated` is shown where it differs from the day of publication."""
    text = "---\ntitle: خبر\ndate: 2022-07-18\nupdated: {}\n---\nنص الخبر.\n"
    project.write("content/articles/a.md", text.format("2022-07-19"))
    assert project.build().code == 0
    assert 'آخر تحديث: <time datetime="2022-07-19">19 يوليوز 2022</time>' in project.read("articles/خبر/index.html")
    project.write("content/articles/a.md", text.format("2022-07-18"))
    assert project.build().code == 0
    assert "آخر تحديث" not in project.read("articles/خبر/index.html")
