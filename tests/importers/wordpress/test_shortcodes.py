"""Shortcodes of page builders and themes become what readers saw: no text is glued or lost, and no code is shown."""

import base64
import json
import re
import time
from collections import Counter
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.importers.wordpress.body import read_body
from newsgen.importers.wordpress.media_library import MediaFile, MediaLibrary, SharedText

LEDE = "أعلنت بلدية المرفأ صباح اليوم افتتاح الحديقة العمومية الكبرى بعد أشغال دامت سنتين."
NEXT = "وقال رئيس البلدية إن الحديقة تضم ثلاثة آلاف شجرة وملاعب للأطفال."
PICTURE, OTHER = "https://marfa.example/bab.jpg", "https://marfa.example/shajar.jpg"
FILM = "https://www.youtube.com/watch?v=xyz789"
MEDIA = MediaLibrary()
MEDIA.add("55", "1", MediaFile(PICTURE, "باب", "باب الحديقة", "شرح"))
MEDIA.add("56", "1", MediaFile(OTHER))
MEDIA.texts.add("note", SharedText("12", "<!-- wp:paragraph -->\n<p>نص مشترك.</p>\n<!-- /wp:paragraph -->"))
MEDIA.texts.add("loop", SharedText("13", 'دورة [block id="13"]'))
MEDIA.texts.add("many", SharedText("14", "\n".join(['[block id="15"]'] * 200)))
MEDIA.texts.add("much", SharedText("15", "نص طويل. " * 5000))


MAP = '<iframe src="https://maps.google.com/maps?q=rabat"></iframe>'


def read(content):
    """Return the body of a post with this *content*."""
    return read_body(content, MEDIA, "1")


def shown(content):
    """Return the HTML of *content* without white space between its elements."""
    return re.sub(r">\s+<", "><", read(content).html)


def raw(html):
    """Return *html* as WPBakery stores it."""
    return base64.b64encode(quote(html).encode()).decode()


@pytest.mark.parametrize(
    ("outer", "inner"),
    [
        ("vc_row", "vc_column_text"),
        ("et_pb_row", "et_pb_text"),
        ("fusion_builder_row", "fusion_text"),
        ("av_one_half", "av_textblock"),
        ("tie_row", "tie_box"),
        ("my-grid", "my-cell"),
        ("theme_of_nobody", "inner_box"),
    ],
)
def test_the_text_of_each_box_is_a_paragraph_of_its_own(outer, inner):
    """What a box is called does not matter, nor whether white space is between two of them."""
    for gap in ("", " ", "\n"):
        boxes = gap.join(f'[{outer}][{inner} x="1"]{text}[/{inner}][/{outer}]' for text in (LEDE, NEXT))
        assert read(boxes).blocks == (LEDE, NEXT)
        assert read(f"{LEDE}[{inner}]{NEXT}[/{inner}]{LEDE}").blocks == (LEDE, NEXT, LEDE)


def test_a_box_that_is_never_closed_ends_a_paragraph():
    """An end tag without its start does too."""
    assert read(f"[vc_column_text]{LEDE}[vc_column_text]{NEXT}").blocks == (LEDE, NEXT)
    assert read(f"{LEDE}[/et_pb_text]{NEXT}").blocks == (LEDE, NEXT)
    assert read(f"<p>[vc_row]</p>\n<p>[vc_column_text]{LEDE}</p>\n<p>{NEXT}[/vc_column_text][/vc_row]</p>").blocks == (
        LEDE,
        NEXT,
    )


@pytest.mark.parametrize(
    "content",
    [
        "قال [highlight]الوزير[/highlight] إن الأمر جيد.",
        "قال [tie_highlight]الوزير[/tie_highlight] إن الأمر جيد.",
        '[av_dropcap1 size="2"]ق[/av_dropcap1]ال الوزير إن الأمر جيد.',
        '[su_tooltip content=""]قال الوزير[/su_tooltip] إن الأمر جيد.',
        "قال [my_mark]الوزير[/my_mark] إن الأمر جيد.",
        "قال ال[my_mark]وزير[/my_mark] إن الأمر جيد.",
    ],
)
def test_a_part_of_a_sentence_stays_in_it(content):
    """A shortcode may mark a word or a letter."""
    assert read(content).blocks == ("قال الوزير إن الأمر جيد.",)


@pytest.mark.parametrize(
    "code",
    [
        "[vc_raw_html]%s[/vc_raw_html]",
        "[fusion_code]%s[/fusion_code]",
        "<p>[vc_raw_html]%s[/vc_raw_html]</p>",
        "[kc_raw]%s[/kc_raw]",
    ],
)
@pytest.mark.parametrize("encode", [raw, lambda html: base64.b64encode(html.encode()).decode()])
def test_raw_html_is_decoded(code, encode):
    """Page builders store it in Base64, and WPBakery URL-encoded before that."""
    body = read(LEDE + code % encode("<p>مواعيد الحديقة</p><script>x()</script>"))
    assert body.blocks == (LEDE, "مواعيد الحديقة")
    assert "script" in " ".join(body.warnings)


@pytest.mark.parametrize(
    "code",
    [
        f"[vc_raw_js]{raw('<script>alert(1)</script>')}[/vc_raw_js]",
        f"[fusion_code]{raw('<style>.x {{ color: red; }}</style>')}[/fusion_code]",
        "[my_css].x { color: red; }[/my_css]",
        f"[unknown_box]{base64.b64encode(bytes(range(256))).decode()}[/unknown_box]",
        "[et_pb_code]<style>.x{color:red}</style>[/et_pb_code]",
    ],
)
def test_code_and_data_are_left_out_with_a_warning(code):
    """They are no text."""
    body = read(LEDE + code + NEXT)
    assert body.blocks == (LEDE, NEXT)
    assert body.warnings


FIGURE = f'<figure><img src="{PICTURE}" alt="باب الحديقة"><figcaption>شرح</figcaption></figure>'


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        ('[vc_single_image image="55" img_size="full"]', FIGURE),
        ('[vc_gallery images="55,56"]', f'{FIGURE}<figure><img src="{OTHER}" alt=""></figure>'),
        (f"[av_image src='{PICTURE}' attachment='55' attachment_size='full'][/av_image]", FIGURE),
        (f'[fusion_imageframe image_id="55|full"]{PICTURE}[/fusion_imageframe]', FIGURE),
        (f'[fusion_images][fusion_image image="{PICTURE}" image_id="55|full" /][/fusion_images]', FIGURE),
        (f'[et_pb_image src="{PICTURE}" alt="باب" /]', f'<figure><img src="{PICTURE}" alt="باب"></figure>'),
        ('[image_with_animation image_url="55" animation="Fade In"]', FIGURE),
        ('[ux_image id="55"]', FIGURE),
        (f'[slider_of_nobody][slide picture="{OTHER}" text="شرح"][/slider_of_nobody]', f'src="{OTHER}"'),
        ('[vc_video link="https://youtu.be/xyz789"]', f'href="{FILM}"'),
        ('[et_pb_video src="https://youtu.be/xyz789" /]', f'href="{FILM}"'),
        ('[su_youtube url="https://youtu.be/xyz789"]', f'href="{FILM}"'),
        ('[fusion_youtube id="xyz789" width="600" /]', f'href="{FILM}"'),
        ('[theme_film address="https://youtu.be/xyz789"]', f'href="{FILM}"'),
        ('[tie_video src="https://marfa.example/a.mp4"]', 'href="https://marfa.example/a.mp4"'),
        (
            '[vc_gmaps link="#E-8_' + raw('<iframe src="https://maps.google.com/maps?q=rabat"></iframe>') + '"]',
            "maps?q=rabat",
        ),
        ("[av_slideshow][av_slide id='55' title='عنوان'][/av_slide][/av_slideshow]", f"<h2>عنوان</h2>{FIGURE}"),
        (f'[et_pb_slide heading="عنوان" background_image="{OTHER}"]نص[/et_pb_slide]', f'src="{OTHER}"'),
        ("[av_button label='المزيد' link='manually,https://marfa.example/a']", 'href="https://marfa.example/a"'),
        ('[vc_custom_heading text="عنوان"]', "<h2>عنوان</h2>"),
        (
            f'[td_block_text_with_title custom_title="عنوان"]{raw("نص مشفر")}[/td_block_text_with_title]',
            "<p>نص مشفر</p>",
        ),
        (f'[addon_of_nobody wording="{raw("نص مشفر في إعداد")}"]', "<p>نص مشفر في إعداد</p>"),
        ("[av_heading heading='عنوان' tag='h3'][/av_heading]", "<h2>عنوان</h2>"),
        ('[fusion_title size="2"]عنوان[/fusion_title]', "<h2>عنوان</h2>"),
        (
            '[vc_tta_section title="سؤال" tab_id="1"]جواب[/vc_tta_section]',
            "<h2>سؤال</h2><p>جواب</p>",
        ),
        ('[su_spoiler title="سؤال"]جواب[/su_spoiler]', "<h2>سؤال</h2><p>جواب</p>"),
        ("[av_toggle title='سؤال']جواب[/av_toggle]", "<h2>سؤال</h2><p>جواب</p>"),
        ('[su_quote cite="سلمى"]كلام.[/su_quote]', "<blockquote><p>كلام.</p><p>سلمى</p></blockquote>"),
        (
            "[fusion_checklist][fusion_li_item]أول[/fusion_li_item][fusion_li_item]ثان[/fusion_li_item][/fusion_checklist]",
            "<ul><li>أول</li><li>ثان</li></ul>",
        ),
        (
            "[av_table][av_row][av_cell]أ[/av_cell][av_cell]ب[/av_cell][/av_row][/av_table]",
            "<tr><td>أ</td><td>ب</td></tr>",
        ),
        (
            '[et_pb_button button_text="المزيد" button_url="https://marfa.example/a"]',
            '<a href="https://marfa.example/a" rel="noopener">المزيد</a>',
        ),
        (
            '[vc_btn title="المزيد" link="url:https%3A%2F%2Fmarfa.example%2Fa|title:%D8%A7|target:_blank"]',
            '<a href="https://marfa.example/a" rel="noopener">المزيد</a>',
        ),
        ('[su_button url="https://marfa.example/a"]المزيد[/su_button]', ">المزيد</a>"),
        (f'[vc_values values="{quote(json.dumps([{"label": "نص داخل", "value": "90"}]))}"]', "<p>نص داخل</p>"),
    ],
)
def test_an_element_shows_what_its_settings_hold(code, wanted):
    """Pictures by number or address, films, headings, lists, tables and buttons are kept, whatever holds them."""
    body = read(f"{LEDE}\n{code}\n{NEXT}")
    assert wanted in re.sub(r">\s+<", "><", body.html)
    assert (body.blocks[0], body.blocks[-1]) == (LEDE, NEXT)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ('[vc_custom_heading text="قال ``نعم`` `{`أ`}`"]', 'قال "نعم" [أ]'),
        ('[et_pb_toggle title="قال %22نعم%22 %91أ%93"]جواب[/et_pb_toggle]', 'قال "نعم" [أ]'),
        ('[vc_custom_heading text="قال &quot;نعم&quot; &#91;أ&#93;"]', 'قال "نعم" [أ]'),
        ('[vc_custom_heading text="قال [نعم] أ"]', "قال [نعم] أ"),
        ("[vc_custom_heading text=&#8221;قال نعم&#8221;]", "قال نعم"),
        ("[vc_custom_heading text='قال \"نعم\" أ']", 'قال "نعم" أ'),
        ('[vc_custom_heading text="<b>قال</b> <script>x()</script>نعم"]', "قال نعم"),
    ],
)
def test_settings_are_read_in_each_escape(code, text):
    """Builders write quotes and brackets so that they do not end a setting."""
    assert read(code).blocks[0] == text


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ('[vc_single_image image="77"]', "the picture 77"),
        ('[gallery ids="55,77"]', "1 pictures"),
        (f'[vc_column background_image="{OTHER}"]نص[/vc_column]', OTHER),
        ('[td_block_1 category_id="5" custom_title="أخبار" limit="3"]', "أخبار"),
        (
            '[et_pb_contact_form title="اتصل بنا"][et_pb_contact_field field_title="الاسم" /][/et_pb_contact_form]',
            "form",
        ),
        ('[vc_progress_ring value="90"]', "vc_progress_ring"),
        ("[unknown-box]نص[/unknown-box]", "unknown-box"),
        ('[block id="99"]', "block"),
        ("@ET-DC@", None),
    ],
)
def test_what_is_left_out_or_lacking_is_said(code, said):
    """The warning names the element, and what it held."""
    warnings = " ".join(read(LEDE + code).warnings)
    assert said in warnings if said else not warnings


def test_layout_is_not_worth_a_warning():
    """Rows, columns and separators hold no text."""
    assert (
        read(f"[vc_row][vc_column][vc_column_text]{LEDE}[/vc_column_text][vc_separator][/vc_column][/vc_row]").warnings
        == ()
    )


def test_shared_texts_are_put_where_posts_name_them():
    """Reusable blocks and the blocks of themes are part of an article."""
    content = f'<!-- wp:paragraph -->\n<p>{LEDE}</p>\n<!-- /wp:paragraph -->\n\n<!-- wp:block {{"ref":12}} /-->'
    assert read(content).blocks == (LEDE, "نص مشترك.")
    for code in (
        '[block id="note"]',
        '[block id="12"]',
        '[content_block slug="note"]',
        '[et_pb_section global_module="12"][/et_pb_section]',
    ):
        assert read(f"{LEDE}\n\n{code}").blocks == (LEDE, "نص مشترك.")
        assert not read(code).warnings
    assert "reusable block 99" in read('<!-- wp:block {"ref":99} /-->').warnings[0]


def test_shared_texts_within_themselves_end():
    """Neither a circle nor a text that names others very often makes an article without end."""
    circle = read('[block id="13"]')
    assert circle.blocks == ("دورة",)
    assert circle.warnings
    assert len(read('[block id="14"]').html) < 3_000_000


NAMES = st.sampled_from(
    "vc_row vc_column_text et_pb_text fusion_text av_one_half my_box toggle su_box gallery b".split()
)
WORDS = st.sampled_from("ميناء سفينة اليوم رويترز".split())
PIECES = st.one_of(
    WORDS.map(lambda word: f" {word} "),
    NAMES.map(lambda name: f"[{name}]"),
    NAMES.map(lambda name: f"[/{name}]"),
    NAMES.map(lambda name: f'[{name} title="نص [1]" image="55" x=\'y\']'),
    st.sampled_from(["\n\n", "<p>", "</p>", "[", "]", '"', "[[", "<div>", "</div>", "=", "[/"]),
)


@given(st.lists(PIECES, max_size=25))
def test_the_words_between_shortcodes_survive(pieces):
    """However boxes are nested, crossed or left open, every word is in the text as often as it was."""
    text = "".join(pieces)
    outside = re.sub(r'title="[^"]*"', "", text)
    found = " ".join(read(text).blocks)
    words = "ميناء|سفينة|اليوم|رويترز"
    assert Counter(re.findall(words, outside)) <= Counter(re.findall(words, found))


@pytest.mark.parametrize(
    "piece",
    [
        '[vc_x a="',
        "[vc_x a='[vc_y b=\"",
        '[a " y="',
        "[vc_row]",
        "[/vc_row]",
        "[vc_row][vc_column]",
        "[x=[",
        '[vc_x a="%5B%7B',
        "JTND",
        "[b][i][/b]",
    ],
)
def test_hostile_shortcodes_are_read_in_linear_time(piece):
    """No search goes to the end of the text for each tag."""
    start = time.process_time()
    read(piece * (100_000 // len(piece)))
    read("[vc_row]" * 6000 + "نص" + "[/vc_row]" * 6000)
    assert time.process_time() - start < 30
