from dataclasses import replace
from datetime import date

import pytest

from newsgen.model.article import Image, Related, RelatedLink
from newsgen.model.pictures import MediaFile
from newsgen.model.urls import Link
from newsgen.pages.article_pages import article_pages, captures
from newsgen.pages.media import Media
from sample_records import CONFIG, a_capture, a_site, an_article, plan

BASE = "https://archive.example.org/"
CAPTURED = "افتتحت المدينة مكتبة عمومية جديدة، بعد أشغال دامت سنتين كاملتين من العمل المتواصل في الحي القديم."
HARBOUR = "articles/harbour/"


def test_captures_are_not_published_if_the_site_says_so():
    """With publish_captures: false no ledger page is planned and no capture is linked; the digest is still shown."""
    planned = plan(an_article(evidence=(a_capture(),)), config=replace(CONFIG, publish_captures=False))
    assert "articles/harbour/source/" not in planned
    context = planned[HARBOUR].context
    assert context["ledger_url"] is None
    assert [(capture.url, capture.evidence.sha256) for capture in context["captures"]] == [(None, "1" * 64)]


def test_unpublished_captures_leave_no_file(article_project):
    """Neither the capture's bytes nor its ledger reach the output, and the article still names its file and digest."""
    assert article_project.build().code == 0
    assert [name for name in article_project.files() if "source" in name] != []
    article_project.write("content/site.yml", "font: system\npublish_captures: false\n")
    assert article_project.build().code == 0
    assert [name for name in article_project.files() if "source" in name] == []
    (page,) = article_project.site.glob("articles/*/index.html")
    html = page.read_text(encoding="utf-8")
    assert "seeds/library.txt" in html
    assert "source.txt" not in html


def test_each_version_of_a_capture_has_a_file():
    """The capture that the article shows is source.txt; further ones are numbered."""
    article = an_article(evidence=(a_capture(), a_capture("seeds/later.txt"), a_capture("seeds/last.txt")))
    urls = [capture.url for capture in captures(article, HARBOUR, CONFIG)]
    assert urls == [f"articles/harbour/{name}" for name in ("source.txt", "source-2.txt", "source-3.txt")]


def test_neighbours_are_of_the_same_section():
    """A reader goes on within the section; articles without a section are neighbours of each other."""
    sections = {1: "ماء", 2: "قطار", 3: "ماء", 4: None, 5: "قطار", 6: None}
    articles = [
        an_article(f"a{n}", headline=f"خبر {n}", published=date(2022, 1, n), section=s) for n, s in sections.items()
    ]
    planned = plan(*articles)
    contexts = [planned[f"articles/a{number}/"].context for number in sections]
    assert [c["older"] and c["older"].url for c in contexts] == [
        *(None, None, "articles/a1/"),
        *(None, "articles/a2/", "articles/a4/"),
    ]
    assert [c["newer"] and c["newer"].url for c in contexts] == [
        *("articles/a3/", "articles/a5/", None),
        *("articles/a6/", None, None),
    ]


def test_neighbours_are_the_next_newer_and_older():
    """The newest has no newer neighbour, the oldest no older one; undated articles have only undated neighbours."""
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
    """The breadcrumbs of a ledger end with its article."""
    planned = plan(an_article(evidence=(a_capture(),), **parts))
    assert [step.url for step in planned[HARBOUR].context["breadcrumbs"]] == trail
    assert [step.url for step in planned[f"{HARBOUR}source/"].context["breadcrumbs"]] == [*trail, HARBOUR]


def test_an_article_links_to_its_terms():
    """Section, tags, authors and newspaper are links in the site's spelling."""
    filed = plan(an_article(section="ماء", tags=("بحر",), authors=("سعاد",), source_name="الجريدة"))[HARBOUR].context[
        "filed"
    ]
    assert (filed.section, filed.source) == (Link("ماء", "sections/ماء/"), Link("الجريدة", "sources/الجريدة/"))
    assert (filed.tags, filed.authors) == ((Link("بحر", "tags/بحر/"),), (Link("سعاد", "authors/سعاد/"),))


def test_pictures_and_links_of_a_body_are_relative_to_its_page():
    """They are relative, so that the site can be served below any path."""
    media = Media({"boat.jpg": MediaFile("media/boat.1234567890.jpg", 800, 600, "content/media/boat.jpg")})
    body = '<p><img src="boat.jpg" alt="قارب"> <a href="/about/">من نحن</a></p>'
    html = plan(an_article(body_html=body), media=media)[HARBOUR].context["text_html"]
    assert 'src="../../media/boat.1234567890.jpg" alt="قارب" width="800" height="600"' in html
    assert 'href="../../about/"' in html


def test_the_picture_of_an_article_is_in_its_metadata():
    """Its URL is absolute; without base_url there is none."""
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


def test_a_picture_on_another_site_keeps_its_address():
    """The archive does not fetch the picture, and links it where it is."""
    picture = plan(an_article(image=Image("https://example.org/a.jpg")))[HARBOUR].context["picture"]
    assert (picture.file, picture.src) == (None, "https://example.org/a.jpg")


def test_a_related_title_without_a_target_is_not_a_link(project):
    """A related title is text unless it leads to a page; for captured titles a note says why."""
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
    """Captured links come first, under the captured heading, then the computed ones; each article appears once."""
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


def test_an_article_without_a_capture_claims_no_origin(project):
    """A text that an editor wrote for the archive is not called a copy of anything."""
    project.write("content/articles/a.md", "---\ntitle: خبر\n---\nنص الخبر.\n")
    assert project.build().code == 0
    html = project.read("articles/خبر/index.html")
    assert "عن هذا المقال" in html
    assert "نسخة" not in html.split("<main")[1].split("<footer")[0]


def test_a_body_that_an_editor_rewrote_is_marked(project):
    """The ledger shows the captured text, and the page says that an editor wrote its own."""
    project.write("seeds/b.txt", f"{CAPTURED}\n\n{CAPTURED}\n")
    project.write("content/articles/a.md", "---\ntitle: خبر\ncapture: b.txt\n---\nنص آخر.\n")
    assert project.build().code == 0
    assert "حرّره القائم على الأرشيف" in project.read("articles/خبر/index.html")


def test_a_later_version_of_an_article_is_marked(project):
    """`updated` is shown if it differs from the day of publication."""
    text = "---\ntitle: خبر\ndate: 2022-07-18\nupdated: {}\n---\nنص الخبر.\n"
    project.write("content/articles/a.md", text.format("2022-07-19"))
    assert project.build().code == 0
    assert 'آخر تحديث: <time datetime="2022-07-19">19 يوليوز 2022</time>' in project.read("articles/خبر/index.html")
    project.write("content/articles/a.md", text.format("2022-07-18"))
    assert project.build().code == 0
    assert "آخر تحديث" not in project.read("articles/خبر/index.html")


# Beside an article that has no related ones


UNRELATED = replace(CONFIG, related=0)


def some(count, section="ماء", first=1):
    """Return articles of one section, the oldest first."""
    days = range(first, first + count)
    return [an_article(f"a{n}", headline=f"خبر {n}", published=date(2022, 1, n), section=section) for n in days]


def nearby(planned, key):
    """Return the section and the names of the articles that are shown in place of related ones."""
    found = planned[f"articles/{key}/"].context["nearby"]
    return found and (found.section and found.section.title, [link.url.split("/")[1] for link in found.links])


def test_an_article_without_related_ones_shows_its_section():
    """They are the latest articles of its section at its time; for its oldest it is the next one."""
    planned = plan(*some(9), *some(2, "قطار", 20), config=UNRELATED)
    assert nearby(planned, "a9") == ("ماء", ["a8", "a7", "a6", "a5", "a4"])
    assert nearby(planned, "a3") == ("ماء", ["a2", "a1"])
    assert nearby(planned, "a1") == ("ماء", ["a2"])
    assert nearby(planned, "a20") == ("قطار", ["a21"])


def test_an_article_alone_in_its_section_shows_the_archive():
    """The same holds for an article without a section; the only article of a site has nothing beside it."""
    planned = plan(*some(1), *some(1, "قطار", 2), *some(2, None, 3), config=UNRELATED)
    assert nearby(planned, "a1") == (None, ["a2"])
    assert nearby(planned, "a2") == (None, ["a1"])
    assert nearby(planned, "a4") == (None, ["a3", "a2", "a1"])
    assert nearby(plan(*some(1), config=UNRELATED), "a1") is None


def test_related_articles_leave_no_room_for_others():
    """Captured titles are enough, even if they lead nowhere."""
    articles = some(3)
    articles[0] = replace(articles[0], related=Related(None, (RelatedLink("عنوان"),)))
    assert nearby(plan(*articles, config=UNRELATED), "a1") is None


def test_a_new_article_changes_few_pages_without_related_ones():
    """Only its neighbour has other inputs."""

    def inputs(count):
        return {page.url: page.inputs for page in article_pages(a_site(*some(count), config=UNRELATED))}

    for count in (1, 2, 5, 12):
        before, after = inputs(count), inputs(count + 1)
        assert [url for url in before if before[url] != after[url]] == [f"articles/a{count}/"]


def test_a_related_article_has_its_day():
    """The page shows when a related article was published, captured titles included."""
    articles = some(2)
    articles[0] = replace(articles[0], related=Related(None, (RelatedLink("خبر 2"),)))
    (link,) = plan(*articles)["articles/a1/"].context["sidebar"].links
    assert (link.title, link.published) == ("خبر 2", date(2022, 1, 2))


# Headline and standfirst


@pytest.mark.parametrize(
    ("summary", "standfirst"),
    [
        ("ما لم يقله النص، كما لخصه المحرر.", "ما لم يقله النص، كما لخصه المحرر."),
        ("فتح الميناء أبوابه أمس.", None),
        ("فتحَ المينـاء ابوابه أمس…", None),
        ("الميناء يفتح", None),
        ("كلمة " * 100, None),
        (None, None),
    ],
)
def test_a_standfirst_says_something_new(summary, standfirst):
    """A description is shown below the headline unless it repeats the headline or the text, or is too long."""
    article = an_article(summary=summary, body=("فتح الميناء أبوابه أمس. وقالت الإدارة إنه لن يغلق.",))
    assert plan(article)[HARBOUR].context["standfirst"] == standfirst


def test_a_printed_standfirst_comes_before_a_description():
    """It is part of the captured page."""
    article = an_article(summary="ملخص", standfirst="كما طُبع.")
    assert plan(article)[HARBOUR].context["standfirst"] == "كما طُبع."


@pytest.mark.parametrize(
    ("origin", "lede", "is_untitled"),
    [
        ("derived", "فتح الميناء أبوابه أمس، وقالت الإدارة إنه لن يغلق.", True),
        ("derived", "كلمة " * 100, False),
        ("capture", "فتح الميناء أبوابه أمس، وقالت الإدارة إنه لن يغلق.", False),
    ],
)
def test_a_derived_headline_does_not_stand_above_its_own_words(origin, lede, is_untitled):
    """A short first paragraph stands in its place; the heading is then for screen readers and outlines alone."""
    article = an_article(headline="فتح الميناء أبوابه أمس", headline_origin=origin, body=(lede, "نص."))
    assert plan(article)[HARBOUR].context["is_untitled"] is is_untitled


def test_a_derived_headline_says_so(article_project):
    """The text stays whole, and the page has one heading of the first level."""
    article_project.write(
        "seeds/library.txt", f"{CAPTURED}\n\n{CAPTURED}\n\nوقالت الإدارة إن المكتبة تفتح كل يوم إلا الاثنين.\n"
    )
    assert article_project.build().code == 0
    (path,) = (
        path
        for path in article_project.files()
        if path.endswith("index.html") and path.count("/") == 2 and path.startswith("articles/")
    )
    html = article_project.read(path)
    assert html.count("<h1") == 1
    assert "بلا عنوان" in html
    assert html.count(f"<p>{CAPTURED}</p>") == 2
