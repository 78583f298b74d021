"""The text that a page builder keeps in custom fields is read as its readers saw it."""

import base64
import json
import re
from html import escape

import pytest

from newsgen.importers.wordpress.body import read_body
from newsgen.importers.wordpress.media_library import MediaFile, MediaLibrary, SharedText

LEDE = "أعلنت بلدية المرفأ صباح اليوم افتتاح الحديقة العمومية الكبرى بعد أشغال دامت سنتين."
NEXT = "وقال رئيس البلدية إن الحديقة تضم ثلاثة آلاف شجرة وملاعب للأطفال."
PICTURE = "https://marfa.example/bab.jpg"


@pytest.fixture
def media():
    """Return a library with one picture and one shared text."""
    library = MediaLibrary()
    library.add("55", "1", MediaFile(PICTURE, "باب", "باب الحديقة", "شرح"))
    library.texts.add("note", SharedText("12", "<p>نص مشترك.</p>"))
    yield library
    library.close()


def serialised(value):
    """Return *value* as PHP serialises it."""
    if value is None or isinstance(value, int):
        return "N;" if value is None else f"i:{value};"
    if isinstance(value, str):
        return f's:{len(value.encode())}:"{value}";'
    rows = list(enumerate(value)) if isinstance(value, list) else list(value.items())
    return f"a:{len(rows)}:{{{''.join(serialised(key) + serialised(one) for key, one in rows)}}}"


def widget(kind, **settings):
    """Return a widget of Elementor."""
    return {"id": "x", "elType": "widget", "widgetType": kind, "settings": settings, "elements": []}


def elementor(*widgets):
    """Return a page of Elementor with *widgets*."""
    column = {
        "id": "b",
        "elType": "column",
        "settings": {"_column_size": 100, "_title": "عمود"},
        "elements": [*widgets],
    }
    section = {"background_background": "classic", "_title": "قسم للمحرر"}
    return [{"id": "a", "elType": "section", "settings": section, "elements": [column]}]


def read(media, key, value, content=""):
    """Return the body of a post with one custom field."""
    return read_body(content, media, "1", meta=[(key, value)])


def shown(body):
    """Return the HTML of *body* without white space between its elements."""
    return re.sub(r">\s+<", "><", body.html)


@pytest.mark.parametrize(
    ("one", "wanted"),
    [
        (widget("text-editor", editor=f"<p>{LEDE}</p>"), f"<p>{LEDE}</p>"),
        (widget("text-editor", editor=f"{LEDE}\n\n{NEXT}"), f"<p>{LEDE}</p><p>{NEXT}</p>"),
        (widget("heading", title="عنوان", header_size="h4", title_color="#fff", align="center"), "<h2>عنوان</h2>"),
        (
            widget("image", image={"url": "https://cdn.example/x.jpg", "id": 55}, caption="شرح آخر"),
            f'<figure><img src="{PICTURE}" alt="باب الحديقة"><figcaption>شرح آخر</figcaption></figure>',
        ),
        (
            widget(
                "image-carousel", carousel=[{"id": 55, "url": PICTURE}, {"id": 9, "url": "https://c.example/y.png"}]
            ),
            '<figcaption>شرح</figcaption></figure><figure><img src="https://c.example/y.png" alt=""></figure>',
        ),
        (
            widget(
                "video", video_type="vimeo", youtube_url="https://youtu.be/XHOmBV4js_E", vimeo_url="https://vimeo.com/9"
            ),
            '<p><a href="https://vimeo.com/9" rel="noopener">https://vimeo.com/9</a></p>',
        ),
        (
            widget("toggle", tabs=[{"tab_title": "سؤال", "tab_content": "جواب", "_id": "1"}]),
            "<h2>سؤال</h2><p>جواب</p>",
        ),
        (
            widget("icon-list", icon_list=[{"text": "أول", "icon": "fa fa-check"}, {"text": "ثان"}]),
            "<ul><li>أول</li><li>ثان</li></ul>",
        ),
        (
            widget("button", text="التفاصيل", link={"url": "https://marfa.example/a", "is_external": ""}),
            '<p><a href="https://marfa.example/a" rel="noopener">التفاصيل</a></p>',
        ),
        (
            widget("testimonial", testimonial_content="كلام مقتبس.", testimonial_name="سلمى"),
            "<blockquote><p>كلام مقتبس.</p><p>سلمى</p></blockquote>",
        ),
        (widget("image-box", title_text="عنوان", description_text="وصف"), "<h2>عنوان</h2><p>وصف</p>"),
        (widget("html", html="<b>خام</b><script>x()</script>"), "<p><b>خام</b></p>"),
        (widget("shortcode", shortcode='[gallery ids="55"]'), f'<img src="{PICTURE}"'),
        ({**widget("global"), "templateID": 12}, "<p>نص مشترك.</p>"),
        (widget("addon-of-nobody", wording="نص في إضافة مجهولة"), "<p>نص في إضافة مجهولة</p>"),
    ],
)
def test_each_widget_shows_what_its_settings_hold(media, one, wanted):
    """What a setting is follows from its key and its value: no widget is left out because it is unknown."""
    assert wanted in shown(read(media, "_elementor_data", json.dumps(elementor(one))))


def test_nothing_of_the_design_is_text(media):
    """Names in the editor, colours, fonts and identifiers are for the builder."""
    one = widget(
        "text-editor", editor=f"<p>{LEDE}</p>", typography_font_family="Noto Kufi", css_classes="نص", _title="ع"
    )
    assert shown(read(media, "_elementor_data", json.dumps(elementor(one)))) == f"<p>{LEDE}</p>"


@pytest.mark.parametrize(
    "encode",
    [
        json.dumps,
        lambda data: json.dumps(data, ensure_ascii=False),
        lambda data: json.dumps(data).replace("\\", "\\\\").replace('"', '\\"'),
        lambda data: json.dumps(json.dumps(data)),
        lambda data: base64.b64encode(json.dumps(data).encode()).decode(),
        serialised,
        lambda data: serialised(json.dumps(data)),
        lambda data: escape(json.dumps(data)),
    ],
)
def test_data_is_read_in_each_encoding(media, encode):
    """Plugins and exports escape data once more, or serialise them."""
    data = elementor(widget("heading", title='عنوان "مقتبس"'), widget("text-editor", editor=f"<p>{LEDE}</p>"))
    wanted = f'<h2>عنوان "مقتبس"</h2><p>{LEDE}</p>'
    assert shown(read(media, "_elementor_data", encode(data))) == wanted


def beaver(*modules):
    """Return a page of Beaver Builder: a flat list in which each node names its parent, not in order."""
    rows = {"r": ("row", None, 0, {}), "c": ("column", "r", 0, {"size": 100})}
    rows |= {f"m{number}": ("module", "c", number, settings) for number, settings in enumerate(modules)}
    names = ("node", "type", "parent", "position", "settings")
    return {key: dict(zip(names, (key, *row), strict=True)) for key, row in reversed(rows.items())}


PAGES = {
    "_fl_builder_data": serialised(
        beaver(
            {"type": "heading", "heading": "عنوان", "tag": "h2"},
            {"type": "rich-text", "text": f"<p>{LEDE}</p>"},
            {"type": "photo", "photo": 55, "photo_src": "https://marfa.example/bab-300x200.jpg", "caption": ""},
        )
    ),
    "_bricks_page_content_2": serialised(
        [
            {"id": "s", "name": "section", "parent": 0, "children": ["h", "t", "i"], "settings": []},
            {
                "id": "i",
                "name": "image",
                "parent": "s",
                "children": [],
                "settings": {"image": {"id": 55, "url": PICTURE}},
            },
            {"id": "t", "name": "text", "parent": "s", "children": [], "settings": {"text": f"<p>{LEDE}</p>"}},
            {"id": "h", "name": "heading", "parent": "s", "children": [], "settings": {"text": "عنوان", "tag": "h2"}},
        ]
    ),
    "ct_builder_json": json.dumps(
        {
            "id": 0,
            "name": "root",
            "children": [
                {"id": 1, "name": "ct_headline", "options": {"ct_id": 1, "ct_content": "عنوان"}},
                {"id": 2, "name": "ct_text_block", "options": {"ct_id": 2, "ct_content": LEDE}},
                {"id": 3, "name": "ct_image", "options": {"original": {"attachment_id": 55, "src": PICTURE}}},
            ],
        }
    ),
    "ct_builder_shortcodes": '[ct_section ct_options=\'{"ct_id":1,"original":{"color":"#fff"}}\']'
    f"[ct_headline ct_options='{{\"ct_id\":2}}']عنوان[/ct_headline][ct_text_block]{LEDE}[/ct_text_block]"
    f'[ct_image ct_options=\'{{"original":{{"src":"{PICTURE}"}}}}\'][/ct_image][/ct_section]',
    "brizy": serialised(
        {
            "brizy-post": {
                "editor_data": base64.b64encode(
                    json.dumps(
                        {
                            "items": [
                                {
                                    "type": "Section",
                                    "value": {
                                        "items": [
                                            {"type": "RichText", "value": {"text": f"<h2>عنوان</h2><p>{LEDE}</p>"}},
                                            {"type": "Image", "value": {"imageSrc": PICTURE}},
                                        ]
                                    },
                                }
                            ]
                        }
                    ).encode()
                ).decode()
            }
        }
    ),
    "panels_data": serialised(
        {
            "widgets": [
                {"title": "عنوان", "text": f"<p>{LEDE}</p>", "panels_info": {"class": "Editor_Widget", "grid": 0}},
                {"image": 55, "size": "full", "panels_info": {"class": "Image_Widget", "grid": 0}},
            ],
            "grids": [{"cells": 1}],
        }
    ),
    "_breakdance_data": json.dumps(
        {
            "tree_json_string": json.dumps(
                {
                    "root": {
                        "id": 1,
                        "data": {"type": "root"},
                        "children": [
                            {
                                "id": 2,
                                "data": {
                                    "type": "EssentialElements\\Heading",
                                    "properties": {"content": {"content": {"text": "عنوان"}}},
                                },
                            },
                            {
                                "id": 3,
                                "data": {
                                    "type": "EssentialElements\\Text",
                                    "properties": {"content": {"content": {"text": LEDE}}},
                                },
                            },
                            {
                                "id": 4,
                                "data": {
                                    "type": "EssentialElements\\Image",
                                    "properties": {"content": {"image": {"url": PICTURE}}},
                                },
                            },
                        ],
                    }
                }
            )
        }
    ),
    "tve_updated_post": f'<div class="thrv"><h2>عنوان</h2><p>{LEDE}</p><img src="{PICTURE}"></div>',
}


@pytest.mark.parametrize(("key", "value"), PAGES.items(), ids=PAGES)
def test_the_page_of_each_builder_is_read(media, key, value):
    """Headings, texts and pictures come in the order in which they were shown."""
    body = read(media, key, value)
    places = [body.html.find(part) for part in ("<h2>عنوان</h2>", f"{LEDE}</p>", f'src="{PICTURE}"')]
    assert -1 < places[0] < places[1] < places[2]
    assert body.html.count("<img") == 1
    assert body.warnings == (f"has its text only in the custom field {key}, from which it is read",)


def test_the_richer_of_content_and_data_is_taken_and_said(media):
    """An editor may have changed one of them only."""
    data = json.dumps(elementor(widget("text-editor", editor=f"<p>{LEDE}</p><p>{NEXT}</p>")))
    poorer = read(media, "_elementor_data", data, f"<p>{LEDE}</p>")
    assert poorer.blocks == (LEDE, NEXT)
    assert "is taken" in poorer.warnings[0]
    richer = read(media, "_elementor_data", data, f"<p>{LEDE}</p><p>{NEXT}</p><p>{NEXT}</p>")
    assert richer.blocks == (LEDE, NEXT, NEXT)
    assert "the content is taken" in richer.warnings[0]
    equal = read(media, "_elementor_data", data, f"<p>{LEDE}</p><p>{NEXT}</p>")
    assert equal.warnings == ()


def test_a_post_without_content_has_the_text_of_another_custom_field(media):
    """Fields of a theme's own may hold the article; descriptions for search engines do not."""
    text = f"<p>{LEDE}</p><p>{NEXT}</p>"
    assert read(media, "article_body", text).blocks == (LEDE, NEXT)
    assert read(media, "_yoast_wpseo_metadesc", text).html == ""


@pytest.mark.parametrize(
    "value",
    ["[", "{" * 5000, "[" * 100_000, '[{"elements":' * 300, "a:1:{", '[{"elType":5}]', "null", '"x"', "[[[1]]]"],
)
def test_damaged_data_change_nothing(media, value):
    """The content stays, there is no traceback, and hostile data take no time."""
    assert read(media, "_elementor_data", value, "نص").html == "<p>نص</p>"


@pytest.mark.parametrize("cut", [60, 1])
def test_of_damaged_data_the_texts_are_taken(media, cut):
    """A field may be cut, or a quote lost; a warning says so."""
    data = json.dumps(elementor(widget("heading", title="عنوان"), widget("text-editor", editor=f"<p>{LEDE}</p>")))
    for damaged in (data[:-cut], data.replace('"widgetType"', 'widgetType"', 1)):
        body = read(media, "_elementor_data", damaged)
        assert body.blocks[0] == "عنوان"
        assert LEDE.startswith(body.blocks[1])
        assert "damaged" in body.warnings[1]


def test_forms_and_lists_of_others_are_said(media):
    """They are no text of the article."""
    form = widget("form", form_name="نموذج", form_fields=[{"field_label": "الاسم"}])
    body = read(media, "_elementor_data", json.dumps(elementor(form, widget("posts", posts_per_page=3))), "نص")
    assert body.html == "<p>نص</p>"
    data = json.dumps(elementor(widget("text-editor", editor=LEDE), form, widget("posts", posts_per_page=3)))
    said = " ".join(read(media, "_elementor_data", data).warnings)
    assert "the form form" in said
    assert "the element posts" in said
