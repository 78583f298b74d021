"""Players become cards or play in the page, and whatever an article may not have is named with its line."""

import pytest

from newsgen.formats.markdown_to_html import convert_markdown
from newsgen.formats.sanitise import plain_blocks, sanitise

CARD = (
    '<figure class="embed"><a href="{}" rel="noopener">{}</a><figcaption><bdi dir="ltr">{}</bdi></figcaption></figure>'
)
FILM = CARD.format("https://www.youtube.com/watch?v=abc", "ندوة", "youtube.com")


def found(text):
    """Return line and finding of all that a Markdown text does not show."""
    return [(finding.line, finding.found) for finding in convert_markdown(text).findings]


def html(text):
    """Return a Markdown text as HTML on one line."""
    return convert_markdown(text).html.replace("\n", "")


@pytest.mark.parametrize(
    "text",
    [
        '<iframe width="560" src="https://www.youtube.com/embed/abc" title="ندوة" allowfullscreen></iframe>',
        '<IFRAME\n  SRC="//www.youtube.com/embed/abc"\n  title=ندوة></IFRAME>',
        '<iframe data-src="https://youtu.be/abc" title="ندوة" />',
        '<iframe src="https://youtu.be/abc" aria-label="ندوة"></iframe>',
        '<object data="https://www.youtube.com/v/abc" title="ندوة"></object>',
        (
            '<object title="x"><param name="movie" value="https://www.youtube.com/v/abc" title="ندوة">'
            '<embed src="https://www.youtube.com/v/abc"></object>'
        ),
        '<lite-youtube videoid="abc" title="ندوة"></lite-youtube>',
        '<p><iframe src="https://youtu.be/abc" title="ندوة"></iframe></p>',
    ],
)
def test_an_embedded_film_is_a_card_with_its_line(text):
    """The writer expected a player, so the change is named."""
    assert html(text) == FILM
    ((line, said),) = found(f"أ\n\n{text}")
    assert line == 3
    assert "so a card with a link to https://www.youtube.com/watch?v=abc stands in its place" in said


@pytest.mark.parametrize("text", ["[ندوة](https://youtu.be/abc)", '<a href="https://youtu.be/abc">ندوة</a>'])
def test_a_link_alone_in_its_paragraph_is_a_card(text):
    """An editor writes one like this; within a sentence it stays a link."""
    assert html(text) == FILM
    assert found(text) == []
    assert "figure" not in html(f"شاهد {text}")
    assert html("[قناة](https://www.youtube.com/@a)").startswith("<p><a ")


def test_a_frame_of_an_unknown_site_is_a_card_too():
    """Its host is shown, so that a reader knows where it leads."""
    text = '<iframe src="https://charts.example/1" title="بيانات"></iframe>'
    assert html(text) == CARD.format("https://charts.example/1", "بيانات", "charts.example")
    assert found(text)[0][0] == 1


def test_a_frame_within_a_sentence_is_a_link():
    """A figure cannot stand within a paragraph."""
    film = '<iframe src="https://youtu.be/abc" title="ندوة"></iframe>'
    link = '<a href="https://www.youtube.com/watch?v=abc" rel="noopener">ندوة</a> (<bdi dir="ltr">youtube.com</bdi>)'
    assert html(f"أ {film} ب") == f"<p>أ {link} ب</p>"
    assert html(f"## {film}") == f'<h2 id="ندوة-youtube-com">{link}</h2>'
    assert html(f'<a href="/x/">{film}</a>') == '<p><a href="/x/" rel="noopener">ندوة</a></p>'


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "about:blank", ""])
def test_a_frame_without_an_address_is_left_out(address):
    """No link can lead to it."""
    assert html(f'أ\n\n<iframe src="{address}"></iframe>') == "<p>أ</p>"
    assert found(f'أ\n\n<iframe src="{address}"></iframe>') == [
        (3, "<iframe> is left out, because it has no address that can be linked")
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('<video src="a.mp4"></video>', '<p><video controls="" preload="metadata"><source src="a.mp4"></video></p>'),
        (
            '<p><audio controls src="a.mp3"></audio></p>',
            '<p><audio controls="" preload="none"><source src="a.mp3"></audio></p>',
        ),
        (
            (
                '<video width="9" poster="p.png" onplay=x><source src="a.mp4" type="video/mp4"><source src="a.webm">'
                '<track src="a.vtt" kind="captions" srclang="ar" label="عربي">نص <b>بديل</b></video>'
            ),
            (
                '<p><video controls="" preload="none" width="9" poster="p.png">'
                '<source src="a.mp4"><source src="a.webm">'
                '<track src="a.vtt" kind="captions" srclang="ar" label="عربي">نص بديل</video></p>'
            ),
        ),
        ("![ندوة](a.mp4)", '<p><video controls="" preload="metadata" title="ندوة"><source src="a.mp4"></video></p>'),
        (
            '<iframe src="/media/a.mp4"></iframe>',
            '<video controls="" preload="metadata"><source src="/media/a.mp4"></video>',
        ),
    ],
)
def test_a_file_of_the_site_plays(text, shown):
    """Nothing is loaded before a reader plays it, except the first picture of a film without one."""
    assert html(text) == shown
    assert plain_blocks(shown) == ()


def test_a_video_without_an_end_hides_nothing():
    """Browsers would take the rest of the article for what is shown where it cannot be played."""
    assert plain_blocks(convert_markdown('<video src="a.mp4">\n\nأ\n\nب').html) == ("أ", "ب")


@pytest.mark.parametrize(
    "text", ['<video src="https://a.example/b.mp4">س</video>', "![](https://a.example/b.mp4)", "![](//a.example/b.mp4)"]
)
def test_a_file_of_another_site_is_a_card(text):
    """A page loads nothing from other sites."""
    assert html(text) == CARD.format("https://a.example/b.mp4", "فيديو: a.example", "a.example")
    ((line, said),) = found(text)
    assert line == 1
    assert said.startswith("no page may play a file of another site")


QUOTE = '<blockquote class="{}"{}><p>نص</p> <a href="{}">س</a></blockquote> <script async src="{}"></script>'


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (QUOTE.format("twitter-tweet", "", "https://twitter.com/a/status/1?x", "//platform.twitter.com/widgets.js"),
         "https://twitter.com/a/status/1"),
        (QUOTE.format("instagram-media", ' data-instgrm-permalink="https://www.instagram.com/p/A/?x" style="margin:0"',
                      "/x/", "//www.instagram.com/embed.js"), "https://www.instagram.com/p/A/"),
        (QUOTE.format("tiktok-embed", ' cite="https://www.tiktok.com/@a/video/1"', "/x/",
                      "https://www.tiktok.com/embed.js"), "https://www.tiktok.com/@a/video/1"),
    ],
)  # fmt: skip
def test_a_quoted_post_keeps_its_text_and_gets_a_card(text, address):
    """Its script would only have drawn it otherwise."""
    rendered = convert_markdown(text)
    assert plain_blocks(rendered.html)[:2] == ("نص", "س")
    assert f'</blockquote><figure class="embed"><a href="{address}"' in rendered.html
    assert rendered.findings == ()


def test_a_quote_without_an_end_hides_no_finding():
    """Only what another site wrote needs no finding."""
    assert [line for line, _ in found('<blockquote class="twitter-tweet">أ\n\n<svg>ب</svg>\n\n<form>ج</form>')] == [
        3,
        5,
    ]


def test_text_after_an_unclosed_script_is_shown():
    """A browser would take all that follows for code."""
    assert plain_blocks(convert_markdown("أ <script>ب\n\nج").html) == ("أ ب", "ج")


def test_a_post_of_telegram_is_a_card():
    """Its embed code is only a script."""
    text = '<script async src="https://telegram.org/js/telegram-widget.js?22" data-telegram-post="channel/12"></script>'
    assert html(text) == CARD.format("https://t.me/channel/12", "منشور: Telegram", "t.me")
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "said", "shown"),
    [
        ("<svg><g><path d=''/><text>رسم</text></g></svg>", "<svg> is not shown, only the text in it", ("رسم",)),
        ("<math><mi>س</mi></math>", "<math> is not shown, only the text in it", ("س",)),
        ("<canvas>رسم</canvas>", "<canvas> is not shown, only the text in it", ("رسم",)),
        ("<form action='/a'><label>اسم <input></label><button>أرسل</button></form>",
         "<form> with the address /a is not shown, only the text in it", ("اسم أرسل",)),
        ("<select><option>أ</option></select>", "<select> is not shown, only the text in it", ("أ",)),
        ("<textarea>نص</textarea>", "<textarea> is not shown, only the text in it", ("نص",)),
        ("<script>var x = '<b>';</script>", "<script> is left out", ()),
        ("<script src='https://a.example/x.js'></script>",
         "<script> with the address https://a.example/x.js is left out", ()),
        ("<style>p { color: red }</style>", "<style> is left out", ()),
        ("<link rel=stylesheet href=a.css>", "<link> with the address a.css is left out", ()),
        ("<meta http-equiv=refresh content=0>", "<meta> is left out", ()),
        ("<noscript><p>نص</p></noscript>", "<noscript> is not shown, only the text in it", ("نص",)),
        ("<template><p>نص</p></template>", "<template> is not shown, only the text in it", ("نص",)),
        ("<picture><source srcset=a.webp><img src=a.png></picture>", "<picture> is shown by its <img> alone", ()),
        ("<my-chart data='x'>نص</my-chart>", "<my-chart> is not shown, only the text in it", ("نص",)),
        ("<Tabs>نص</Tabs>", "<Tabs> is not shown, only the text in it", ("نص",)),
        ("<o:p>نص</o:p>", "<o:p> is not shown, only the text in it", ("نص",)),
        ("<strike>100</strike>", "<strike> is not shown, only the text in it", ("100",)),
        ("<center><font color=red>نص</font></center>", "the layout by <center>, <font>, color is left to the theme",
         ("نص",)),
        ("<p align=left style='color: red'>نص</p>", "the layout by align, style is left to the theme", ("نص",)),
        ("<p onclick='x()'>نص</p>", "onclick of <p> would run code and is left out", ("نص",)),
        ("<div hidden>سر</div>", "the hidden text of <div> is shown", ("سر",)),
        ("[نص](javascript:alert(1))", "a link to 'javascript:alert(1)' is not allowed, so only its words are shown",
         ("نص",)),
        ("<a href='file:///etc'>نص</a>", "a link to 'file:///etc' is not allowed, so only its words are shown",
         ("نص",)),
        ("<img src='data:image/png;base64,AA' alt='نص'>",
         "an image from 'data:image/png;base64,AA' is not allowed, so only its description is shown", ("نص",)),
        ("<?php echo 1 ?>", "<?php echo 1 ?… is left out", ()),
        ("<!DOCTYPE html>", "<!DOCTYPE html> is left out", ()),
    ],
)  # fmt: skip
def test_what_no_article_may_have_is_named(text, said, shown):
    """The element goes, its text stays, and the editor learns the line."""
    assert found(f"أ\n\n{text}\n\nب") == [(3, said)]
    assert plain_blocks(convert_markdown(f"أ\n\n{text}\n\nب").html) == ("أ", *shown, "ب")


@pytest.mark.parametrize(
    "text",
    [
        "نص *مائل* و**ثخين** و[رابط](/a/) و`<iframe>` و&lt;iframe&gt;",
        "<details open><summary>أ</summary>\n<p class='x' id='y' data-z='1'>ب<br/></p></details>",
        "<div class='row'><b>أ</b><a href='/b/' target='_blank'>ب</a></div>",
        "```html\n<iframe src='https://a.example'></iframe>\n```",
        "    <script>alert(1)</script>",
        "أ <!-- <svg> --> ب",
        "3 < 5 و a<b و <أ>",
        "| أ | ب |\n|--:|:-:|\n| 1 | 2 |",
    ],
)
def test_what_an_article_may_have_is_not_named(text):
    """Classes, code, comments and the HTML that Markdown makes lose nothing that a reader would miss."""
    assert found(text) == []


def test_lines_are_those_of_each_tag():
    """Also of one that is written again, within code, or over several lines."""
    text = "`<svg>`\n<svg>أ</svg>\n\n- ب\n    <svg>\n    ج</svg>\n\n> <my-x\n> a='b'>د</my-x>"
    assert [line for line, _ in found(text)] == [2, 5, 8]


@pytest.mark.parametrize(
    "text",
    [
        "<iframe src=https://youtu.be/abc>",
        "<video src=a.mp4 poster=b.png>أ",
        "<video><video src=a.mp4>",
        "أ <audio src=a.mp3>",
    ],
)
def test_cards_and_players_are_sanitised_html(text):
    """Sanitising them again changes nothing."""
    once = convert_markdown(text).html
    assert sanitise(once, own_media=True) == once
