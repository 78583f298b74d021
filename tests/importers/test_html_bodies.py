"""HTML of exports and feeds becomes paragraphs, pictures and links as an article has them."""

import pytest

from newsgen.formats.html_to_markdown import markdown_of_html
from newsgen.importers.html_bodies import read_html

PICTURE = "https://1.bp.blogspot.com/-x/T/{}/p.jpg"


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("سطر<br/>ثان<br /> <br>فقرة", "سطر  \nثان\n\nفقرة"),
        ("سطر\nواحد <b>هنا</b>", "سطر واحد **هنا**"),
        ("نص بلا وسوم\n\nفقرة ثانية", "نص بلا وسوم\n\nفقرة ثانية"),
        ("<div dir='rtl' trbidi='on'>نص<div><br></div><div>آخر</div></div>", "نص\n\nآخر"),
        ("<div dir='ltr' trbidi='on'>نص عربي</div>", "نص عربي"),
        ("<div dir='ltr' trbidi='on'>Only Latin</div>", "Only Latin"),
        ("رقم <span dir='ltr'>+212 5</span>", 'رقم <span dir="ltr">+212 5</span>'),
        ("<ul><li>أ</li><br/><li>ب</li></ul>", "- أ\n- ب"),
        ("قبل<span><a name='more'></a></span><!--more-->بعد", "قبلبعد"),
        ("<pre>أ<br>ب\n ج</pre>", "```\nأ\nب\n ج\n```"),
        ("نص</div></div> بقية", "نص\n\nبقية"),
    ],
)
def test_paragraphs_are_those_that_a_browser_shows(html, markdown):
    """Line ends are spaces in HTML, and paragraphs in plain text."""
    assert markdown_of_html(read_html(html).html) == markdown


@pytest.mark.parametrize(
    ("address", "warnings"),
    [
        ("https://www.youtube.com/embed/abcdefghijk", ()),
        ("https://player.vimeo.com/video/12", ()),
        ("https://films.example/1", ("has an embed from films.example, which is a link now",)),
        ("https://www.youtube.com/live_chat?v=1", ("has an embed from www.youtube.com, which is a link now",)),
    ],
)
def test_only_a_doubtful_embed_is_told(address, warnings):
    """A link to the page of the same film loses nothing, so an editor need not look at it."""
    assert read_html(f'<p>نص</p><iframe src="{address}"></iframe>').warnings == warnings


@pytest.mark.parametrize("size", ["s320", "s1600-h", "w640-h480", "s72-c", "w400-h300-p-k"])
def test_a_picture_at_google_is_the_large_one(size):
    """Its address says its size; s1600-h is a page around the picture."""
    body = read_html(f'نص<img src="{PICTURE.format(size)}" width="320" height="240">')
    assert f'src="{PICTURE.format("s1600")}"' in body.html
    assert "width" not in body.html


@pytest.mark.parametrize(
    ("html", "source"),
    [
        (
            '<a href="https://a.example/full.JPG"><img src="https://a.example/small.jpg"></a>',
            "https://a.example/full.JPG",
        ),
        ('<a href="https://a.example/page"><img src="https://a.example/small.jpg"></a>', "https://a.example/small.jpg"),
        ('<a href="https://a.example/full.jpg">نص<img src="https://a.example/s.jpg"></a>', "https://a.example/s.jpg"),
    ],
)
def test_a_picture_that_links_to_a_larger_one_is_that(html, source):
    """A link to a page, or with words, stays a link."""
    assert f'src="{source}"' in read_html(html).html


@pytest.mark.parametrize(
    ("cells", "is_figure"),
    [
        ("<tr><td><img src='https://a.example/x.jpg'></td></tr><tr><td>تعليق</td></tr>", True),
        ("<tr><td><img src='https://a.example/x.jpg'></td><td>نص</td></tr>", False),
        ("<tr><td>عنوان</td></tr><tr><td>قيمة</td></tr>", False),
        (
            "<tr><td><img src='https://a.example/x.jpg'></td></tr><tr><td><img src='https://a.example/y.jpg'></td></tr>",
            False,
        ),
    ],
)
def test_a_table_of_a_picture_and_its_caption_is_a_figure(cells, is_figure):
    """Blogger writes captions in this way; a table of data stays one."""
    html = read_html(f"<table><tbody>{cells}</tbody></table>").html
    assert ("<figcaption>" in html) == is_figure
    assert html.count("<img") == cells.count("<img")


@pytest.mark.parametrize(
    "hostile", ["<script>x</script>", "<img src=x onerror=y>", "<a href='javascript:x'>ن</a>", "<svg onload=x>"]
)
def test_nothing_that_runs_is_kept(hostile):
    """Everything passes through the sanitiser."""
    html = read_html(f"<p>نص</p>{hostile}<p>بعد</p>").html
    assert not any(word in html for word in ("script", "onerror", "onload"))
    assert "بعد" in html


@pytest.mark.parametrize("tag", ["div", "table><tr><td", "span", "blockquote", "figure"])
def test_deeply_nested_elements_cost_only_themselves(tag):
    """Their text is kept."""
    body = read_html(f"<{tag}>" * 3000 + "نص")
    assert "".join(body.blocks) == "نص"
