import errno
import hashlib
import os
import struct
import unicodedata
from dataclasses import dataclass
from itertools import starmap
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsgen.formats.markdown_to_html import render_markdown
from newsgen.model.article import Article, Image, StandalonePage
from newsgen.model.article_meta import meta_of
from newsgen.model.body_links import linked_name, media_name, media_references
from newsgen.pages.media import FILE_EXTENSIONS, OTHER_FILES, PICTURE_EXTENSIONS, card_pictures, find_media
from sample_pictures import camera_notes, photo, png


def jpeg(width=4, height=3, orientation=1):
    """Return the headers of a photo with the Exif *orientation* of its camera."""
    exif = b"Exif\0\0MM\0*\0\0\0\x08" + struct.pack(">HHHIHHI", 1, 0x0112, 3, 1, orientation, 0, 0)
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\1\x11\0"
    return b"\xff\xd8" + segments((b"\xe1", exif), (b"\xc0", frame)) + b"\xff\xd9"


def segments(*parts):
    """Return segments of a JPEG file, each after its marker and length."""
    return b"".join(starmap(lambda mark, data: b"\xff" + mark + struct.pack(">H", len(data) + 2) + data, parts))


def gif(width=5, height=4):
    """Return the header of a GIF picture."""
    return b"GIF89a" + struct.pack("<HH", width, height) + b"\0\0\0;"


def webp(width=6, height=5):
    """Return the headers of a WebP picture."""
    canvas = struct.pack("<I", 0) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return b"RIFF" + struct.pack("<I", 22) + b"WEBPVP8X" + struct.pack("<I", 10) + canvas


def avif(width=7, height=6):
    """Return the headers of an AVIF picture."""

    def box(kind, data):
        return struct.pack(">I", len(data) + 8) + kind + data

    size = box(b"ispe", struct.pack(">III", 0, width, height))
    item = box(b"ipma", struct.pack(">IIHBB", 0, 1, 1, 1, 1))
    primary = box(b"pitm", struct.pack(">IH", 0, 1))
    meta = box(b"meta", bytes(4) + primary + box(b"iprp", box(b"ipco", size) + item))
    return box(b"ftyp", b"avif\0\0\0\0avifmif1") + meta


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>'


@dataclass
class Editor:
    """An editor of a project, with methods that write articles and add media."""

    root: Path

    def put(self, name, data=b""):
        """Write a file below content/media/ and return its path."""
        file = self.root / "content/media" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        return file

    def article(self, text="", image=None, stem="خبر"):
        """Write an article with *text* in Markdown and return it."""
        path = f"content/articles/{stem}.md"
        front = f"image: {image}\n" if image else ""
        (self.root / path).write_text(f"---\ntitle: عنوان\n{front}---\n\n{text}\n", encoding="utf-8")
        return Article(
            id=stem,
            source=path,
            sha256="",
            encoding="utf-8",
            confidence="high",
            headline="عنوان",
            headline_origin="front_matter",
            body_html=render_markdown(text) if text else None,
            image=Image(image) if image else None,
        )

    def find(self, text="", image=None):
        """Return the media of one article."""
        return find_media(media_references(self.article(text, image)), self.root)

    def error(self, text="", image=None):
        """Return the only error of an article, without file and line."""
        found = self.find(text, image)
        assert found.items == {}
        (error,) = found.errors
        return f"{error.found}; {error.remedy}"


@pytest.fixture
def editor(tmp_path):
    """Return the editor of an empty project."""
    (tmp_path / "content/articles").mkdir(parents=True)
    return Editor(tmp_path)


# --- names -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        "صورة السوق.jpg",
        "media/صورة السوق.jpg",
        "/media/صورة السوق.jpg",
        "content/media/صورة السوق.jpg",
        "/content/media/صورة السوق.jpg",
        "./media//./صورة السوق.jpg",
        " /صورة السوق.jpg\n",
        "%D8%B5%D9%88%D8%B1%D8%A9%20%D8%A7%D9%84%D8%B3%D9%88%D9%82.jpg",
        "media%2F%D8%B5ورة%20السوق.jpg",
        "صورة السوق.jpg?v=2#أعلى",
        "\u200fصورة السوق\u200e.jpg",
    ],
)
def test_a_picture_has_one_name_in_every_spelling(written):
    """The folder's name, percent-encoding, query, fragment and bidi marks do not change the name."""
    assert media_name(written) == "صورة السوق.jpg"


@pytest.mark.parametrize(
    "written",
    [
        "https://example.org/a.jpg",
        "HTTP://example.org/a.jpg",
        "//example.org/a.jpg",
        "data:image/gif;base64,R0",
        "C:\\a",
    ],
)
def test_a_url_with_a_host_or_a_scheme_has_no_media_name(written):
    """A picture on another site is not searched on the disk."""
    assert media_name(written) is None
    assert linked_name(written) is None


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("media/تقرير.pdf", "تقرير.pdf"),
        ("/media/2022/a.pdf#page=3", "2022/a.pdf"),
        ("content/media/a.zip", "a.zip"),
        ("./media/a.zip", "a.zip"),
        ("/about/", None),
        ("a.pdf", None),
        ("/articles/media/", None),
        ("mediation/a.pdf", None),
        ("../media/a.pdf", "a.pdf"),
        ("../../content/media/a.pdf", "a.pdf"),
        ("../a.pdf", None),
        ("#media/", None),
    ],
)
def test_a_link_means_a_file_if_it_begins_with_the_folder(written, name):
    """Every other link means a page."""
    assert linked_name(written) == name


def test_composed_and_decomposed_letters_are_one_name():
    """A Mac writes آ as two characters, an editor types it as one."""
    assert media_name(unicodedata.normalize("NFD", "أرشيف آخر.jpg")) == unicodedata.normalize("NFC", "أرشيف آخر.jpg")


@settings(deadline=None)
@given(st.text(alphabet="am./\\%25eE:?# \u200fأ\u0301", max_size=20) | st.text(max_size=20))
def test_every_text_has_a_media_name_or_none(written):
    """No text raises an error, and the name of a name is the same name."""
    name = media_name(written)
    if name and not set(name) & set("%?#:\\ \u200f") and name.isprintable():
        assert media_name(f"media/{name}") == name


# --- finding ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data", "size"),
    [
        ("a.png", png(), (3, 2)),
        ("a.jpg", jpeg(), (4, 3)),
        ("a.jpeg", jpeg(), (4, 3)),
        ("a.gif", gif(), (5, 4)),
        ("a.webp", webp(), (6, 5)),
        ("a.avif", avif(), (7, 6)),
        ("a.jpg", webp(), (6, 5)),
    ],
)
def test_a_picture_is_measured(editor, name, data, size):
    """A page with the sizes of its pictures does not shift; a wrong picture extension does not matter to browsers."""
    editor.put(name, data)
    file = editor.find(f"![وصف]({name})").items[name]
    assert (file.width, file.height) == size


@pytest.mark.parametrize(("orientation", "size"), [(1, (4, 3)), (3, (4, 3)), (6, (3, 4)), (8, (3, 4))])
def test_a_photo_is_measured_as_it_is_shown(editor, orientation, size):
    """A phone held upright saves the picture turned, and its Exif data say so."""
    editor.put("a.jpg", jpeg(orientation=orientation))
    file = editor.find("![](a.jpg)").items["a.jpg"]
    assert (file.width, file.height) == size


def test_every_named_file_is_found_once(editor):
    """Front matter, Markdown, HTML and pages name pictures, and links name files; unused files are left out."""
    for name in ("غلاف.png", "2022/صورة.png", "سوق.png"):
        editor.put(name, png())
    editor.put("تقرير.pdf", b"%PDF-1.7")
    editor.put("unused.png", png())
    first = editor.article("![](2022/صورة.png) [التقرير](media/تقرير.pdf)", "غلاف.png", "a")
    second = editor.article("![](/media/غلاف.png)", stem="b")
    page = StandalonePage("about", "content/pages/about.md", "من نحن", render_markdown('<img src="سوق.png">'))
    found = find_media([one for record in (first, second, page) for one in media_references(record)], editor.root)
    assert found.errors == ()
    assert list(found.items) == sorted(["2022/صورة.png", "تقرير.pdf", "سوق.png", "غلاف.png"])
    assert found.items["تقرير.pdf"].width is None
    assert found.items["2022/صورة.png"].path == "content/media/2022/صورة.png"


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("صورة السوق.png", "صورة-السوق"),
        ("مُدن الشّمال/Photo 1.PNG", "مدن-الشمال/photo-1"),
        ("a & b \"c\" 'd'.png", "a-b-c-d"),
        ("!!!.png", "file"),
        ("!!!/a.b.png", "a-b"),
        ("ق" * 120 + ".png", "ق" * 60),
    ],
)
def test_an_address_is_readable_and_changes_with_the_content(editor, name, stem):
    """Caches may keep a file without limit, because other bytes have another address."""
    for data in (png(), png(9, 9)):
        editor.put(name, data)
        digest = hashlib.sha256(data).hexdigest()[:10]
        written = name.replace('"', "%22").replace(" ", "%20")
        assert editor.find(image=written).items[name].url == f"media/{stem}.{digest}.png"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("written", ["NFC", "NFD"])
def test_a_file_is_found_in_either_form_of_its_name(editor, form, written):
    """Two spellings that look the same on a screen mean one file."""
    name = "أرشيف/آخر صورة.png"
    editor.put(unicodedata.normalize(form, name), png())
    found = editor.find(image=unicodedata.normalize(written, name))
    assert found.items[name].path == "content/media/" + unicodedata.normalize(form, name)


def test_of_names_that_look_alike_the_composed_one_wins(editor):
    """The order in which the disk lists them does not matter."""
    editor.put(unicodedata.normalize("NFD", "آ.png"), png(1, 1))
    editor.put("آ.png", png(2, 2))
    editor.put("آ\u200f.png", png(3, 3))
    assert editor.find(image="آ\u200f.png").items["آ.png"].width == 2


def test_each_address_is_published_once(editor):
    """Two names with the same bytes and the same slug are one file of the site."""
    editor.put("سوق.png", png())
    editor.put("سوق!.png", png())
    editor.put("تقرير.pdf", b"%PDF-1.7")
    found = editor.find("![](سوق.png) ![](سوق!.png) [ت](media/تقرير.pdf)")
    assert len(found.items) == 3
    files = {file.url: file.content() for file in found.files(editor.root)}
    assert sorted(file.read_bytes() for file in files.values()) == sorted([png(), b"%PDF-1.7"])
    assert set(files) == {file.url for file in found.items.values()}
    assert len(list(found.files(editor.root))) == len(files)


def test_the_folder_itself_may_be_a_link(editor, tmp_path_factory):
    """Pictures may be kept on a larger disk."""
    disk = tmp_path_factory.mktemp("disk")
    (disk / "سوق.png").write_bytes(png())
    (editor.root / "content/media").symlink_to(disk)
    assert list(editor.find("![](سوق.png)").items) == ["سوق.png"]


def test_a_link_within_the_folder_is_followed(editor):
    """One picture may have two names."""
    (editor.put("سوق.png", png()).parent / "غلاف.png").symlink_to("سوق.png")
    assert editor.find("![](غلاف.png)").items["غلاف.png"].width == 3


def test_files_on_other_sites_are_not_searched(editor):
    """Pictures of other sites and links to pages are not files of content/media/."""
    found = editor.find(
        "![](https://example.org/a.png) ![](//example.org/b.png) [من نحن](/about/) [م](mailto:a@example.org)"
    )
    assert (found.items, found.errors) == ({}, ())
    assert editor.find(image="https://example.org/صورة واحدة.png").errors == ()


# --- links -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        "report.pdf",
        "./report.pdf",
        "media/report.pdf",
        "../media/report.pdf",
        "../../content/media/report.pdf",
        "/media/report.pdf#page=3",
        "report.pdf?download=1#page=3",
        "%72eport.pdf",
        "/report.pdf",
        "/uploads/2022/report.pdf",
        "../files/report.pdf",
    ],
)
def test_a_link_or_picture_that_names_a_file_is_that_file(editor, written):
    """Editors link a file as they show a picture, and texts of a former site name its folders."""
    editor.put("report.pdf", b"%PDF-1.7")
    editor.put("report.png", png())
    picture = written.replace(".pdf", ".png")
    for text in (f"[ت]({written}) [![]({picture})]({picture})", f'<a href="{written}"><img src="{picture}"></a>'):
        found = editor.find(text)
        assert found.errors == ()
        assert {file.path for file in found.items.values()} == {"content/media/report.pdf", "content/media/report.png"}


def test_a_longer_path_of_a_former_site_means_the_file_that_it_ends(editor):
    """Some projects keep only a part of the folders, some put them into others."""
    editor.put("archive/images/a.png", png())
    editor.put("2022/b.png", png())
    found = editor.find("![](/images/a.png) [ت](/wp-content/uploads/2022/b.png)")
    assert [file.path for file in found.items.values()] == [
        "content/media/archive/images/a.png",
        "content/media/2022/b.png",
    ]


@pytest.mark.parametrize(
    "written",
    ["/images/a.png", "/2019/b.png", "b.png", "/about/", "/robots.txt", "source.txt", "/old/c.pdf", "c.html", "#d.pdf"],
)
def test_a_link_that_does_not_name_one_file_is_left_to_the_pages(editor, written):
    """The path may mean two files, a file elsewhere, or a page of the site."""
    for name in ("1/images/a.png", "2/images/a.png", "2020/b.png"):
        editor.put(name, png())
    for name in ("robots.txt", "source.txt", "old/c.pdf", "c.html"):
        editor.put(name, b"x")
    references = media_references(editor.article(f"[ت]({written})"))
    found = find_media(references, editor.root, {*OTHER_FILES, "old/c.pdf/"})
    assert (found.items, found.errors) == ({}, ())


@pytest.mark.parametrize(
    ("link", "remedy"),
    [
        ("raport.pdf", "put the file into content/media/, or write /media/2022/report.pdf"),
        ("/x/report.pdf", "put the file into content/media/, or write /media/2022/report.pdf"),
        ("other.zip", "put the file into content/media/"),
        ("/about/", None),
        ("page.html", None),
    ],
)
def test_the_remedy_for_a_broken_link_names_the_nearest_file(editor, link, remedy):
    """An editor can copy it."""
    editor.put("2022/report.pdf", b"%PDF-1.7")
    found = find_media(media_references(editor.article(f"[ت]({link})")), editor.root)
    assert found.remedy(link) == remedy


def test_films_sounds_and_their_parts_are_published(editor):
    """The poster is a picture, and the words that are spoken are a file."""
    for name in ("a.mp4", "b.mp3", "c.vtt", "d.webm"):
        editor.put(name, b"x")
    editor.put("p.png", png())
    found = editor.find(
        '<video src="a.mp4" poster="/media/p.png"><source src="d.webm">'
        '<track src="c.vtt" kind=captions srclang=ar></video>'
        " ![](b.mp3)"
    )
    assert found.errors == ()
    assert list(found.items) == ["a.mp4", "b.mp3", "c.vtt", "d.webm", "p.png"]


def test_a_missing_film_is_an_error(editor):
    """A player without a file would be shown."""
    assert "names the file 'a.mp4', which is not in content/media/" in editor.error("![](a.mp4)")


def test_a_drawing_is_published_without_scripts_and_measured(editor):
    """Opened directly, an SVG picture would act as the site itself."""
    editor.put("شعار.svg", SVG.replace(b"></svg>", b' onload="x()"><script>x()</script></svg>'))
    found = editor.find("![](شعار.svg)")
    (file,) = found.files(editor.root)
    shown = found.items["شعار.svg"]
    assert b"script" not in file.content()
    assert b"onload" not in file.content()
    assert (shown.width, shown.height) == (9, 9)
    assert hashlib.sha256(file.content()).hexdigest()[:10] in file.url


@pytest.mark.parametrize("data", [png(), b"<svg", b"<html><svg/></html>", b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>"])
def test_what_is_not_a_drawing_is_refused(editor, data):
    """A browser shows nothing in its place, or runs it."""
    editor.put("شعار.svg", data)
    assert "put a" in editor.error("![](شعار.svg)")


def test_a_photo_is_published_without_its_place(editor):
    """Whoever looks at a picture need not know where it was taken; its address is that of the published bytes."""
    editor.put("سوق.png", photo("PNG", exif=camera_notes(6, "سعيد")))
    found = editor.find("![](سوق.png)")
    (file,) = found.files(editor.root)
    data = file.content()
    assert b"Secret" not in data
    assert "سعيد".encode() in data
    assert hashlib.sha256(data).hexdigest()[:10] in file.url
    assert (found.items["سوق.png"].width, found.items["سوق.png"].height) == (600, 1000)


@pytest.mark.parametrize(("orientation", "size"), [(1, (1000, 600)), (3, (1000, 600)), (6, (600, 1000))])
@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF"])
def test_pictures_of_every_type_are_measured_as_they_are_shown(editor, kind, orientation, size):
    """Not only a JPEG may be turned."""
    editor.put(f"سوق.{kind.lower()}", photo(kind, exif=camera_notes(orientation)))
    (file,) = editor.find(f"![](سوق.{kind.lower()})").items.values()
    assert (file.width, file.height) == size


# --- pictures of cards -----------------------------------------------------------------------------------------------


def card_of(editor, text="", image=None):
    """Return the picture that lists show of one article."""
    article = editor.article(text, image)
    media = find_media(media_references(article), editor.root)
    return card_pictures([meta_of(article)], media.items).get(article.id)


def test_a_card_has_the_picture_that_the_editor_chose(editor):
    """Another picture in the text does not matter."""
    editor.put("غلاف.png", png(30, 20))
    editor.put("سوق.png", png(600, 400))
    picture = card_of(editor, "![](سوق.png)", "غلاف.png")
    assert picture.url.startswith("media/غلاف.")
    assert (picture.width, picture.height) == (30, 20)


def test_a_card_has_the_first_picture_of_the_text_that_is_no_icon(editor):
    """Imported articles seldom have a chosen picture."""
    for name, size in {
        "icon.png": (64, 64),
        "line.png": (900, 20),
        "tall.png": (300, 900),
        "سوق.png": (300, 200),
    }.items():
        editor.put(name, png(*size))
    text = "![](https://example.org/a.png) ![](icon.png) ![](line.png) ![](tall.png) ![](سوق.png)"
    assert card_of(editor, text).url.startswith("media/سوق.")


@pytest.mark.parametrize("image", [None, "https://example.org/a.png"])
def test_a_card_never_shows_a_picture_of_another_site(editor, image):
    """A list would have the browser ask each of them."""
    assert card_of(editor, "نص", image) is None


# --- errors ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "![x](/media/../../etc/passwd)",
        "![x](../../../etc/passwd)",
        "![x](a/../../b.png)",
        "![x](%2e%2e/%2E%2E/secret.png)",
        "![x](..%2fsecret.png)",
        '<img src="content/media/../secret.png">',
        "[x](media/../../site.yml)",
    ],
)
def test_nothing_outside_the_folder_is_read(editor, text):
    """A path that leads out of content/media/ is refused, whether a file is there or not."""
    editor.put("../secret.png", png())
    assert "leads out of content/media/" in editor.error(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (r'<img src="2022\صورة.png">', "contains a backslash"),
        ("![](a%00.png)", "control character"),
        ("![](a%0A.png)", "control character"),
        ("![](%FF%FE.png)", "control character"),
        ("![](صورة.bmp)", "is not of a type that can be published; use one of avif, gif, jpeg, jpg, png, svg, webp"),
        ("![](صورة)", "is not of a type"),
        ("![](تقرير.pdf)", "is not of a type"),
        ("[ص](media/صفحة.html)", "is not of a type"),
        ("[ص](/media/)", "is not of a type"),
        ("![](.png)", "is not of a type"),
        ('<img src="">', "is not the address of a file"),
    ],
)
def test_an_invalid_name_is_refused(editor, text, found):
    """The error names the reason, and the file is not searched."""
    assert found in editor.error(text)


@pytest.mark.parametrize("kind", ["html", "htm", "svg", "xml", "xhtml", "js", "mjs", "css", "swf", "php", "htaccess"])
def test_nothing_that_runs_scripts_is_published(kind):
    """A file with scripts that is opened directly acts as the site itself."""
    assert kind not in FILE_EXTENSIONS | PICTURE_EXTENSIONS


@pytest.mark.parametrize("src", ["data:image/gif;base64,R0lGODlh", "javascript:alert(1)", r"C:\صور\سوق.png"])
def test_an_unknown_scheme_in_front_matter_is_refused(editor, src):
    """The sanitiser drops such URLs from bodies; those of front matter would reach the page unchanged."""
    assert "is not the address of a file" in editor.error(image=src)


@pytest.mark.parametrize(
    "data", [b"", b"plain text", SVG, b"\x89PNG\r\n\x1a\n", png(0, 0), jpeg()[:3], b"BM" + bytes(60)]
)
def test_a_file_that_is_not_a_picture_is_refused(editor, data):
    """Browsers would show a broken picture."""
    editor.put("سوق.png", data)
    assert "names the picture 'سوق.png', which is not a picture that browsers show; put a picture" in editor.error(
        "![](سوق.png)"
    )


def test_a_folder_or_a_pipe_is_not_a_picture(editor):
    """Neither is opened, because a pipe would block the build."""
    editor.put("سوق.png/x.png", png())
    os.mkfifo(editor.root / "content/media/pipe.png")
    assert "which is not a file" in editor.error("![](سوق.png)")
    assert "which is not a file" in editor.error("![](pipe.png)")


@pytest.mark.parametrize("target", ["../../secret.png", "/etc/passwd"])
def test_a_link_that_leaves_the_folder_is_refused(editor, target):
    """Files that an editor did not put into content/media/ are not published."""
    editor.put("../../secret.png", png())
    folder = editor.put("x.png", png()).parent
    (folder / "سوق.png").symlink_to(target)
    assert "is a symbolic link that leads out of content/media/; put the file itself there" in editor.error(
        "![](سوق.png)"
    )


def test_links_to_folders_and_to_themselves_are_not_followed(editor):
    """They cannot make the scan endless."""
    folder = editor.put("x.png", png()).parent
    (folder / "circle").symlink_to(".")
    (folder / "loop.png").symlink_to("loop.png")
    assert "is not in content/media/" in editor.error("![](circle/x.png)")
    assert "which is not a file" in editor.error("![](loop.png)")


@pytest.mark.parametrize("code", [errno.EACCES, errno.EIO])
def test_an_unreadable_file_is_refused(editor, monkeypatch, code):
    """The error contains the system's message."""

    def fail(*_):
        raise OSError(code, os.strerror(code))

    editor.put("سوق.png", png())
    monkeypatch.setattr(Path, "read_bytes", fail)
    assert f"which cannot be read ({os.strerror(code)}); make it a readable file" in editor.error("![](سوق.png)")


@pytest.mark.parametrize(
    ("there", "text", "meant"),
    [
        ("photo2.png", "![](photo.png)", "photo2.png"),
        ("PHOTO.PNG", "![](photo.png)", "PHOTO.PNG"),
        ("2022/سوق.png", "![](سوق.png)", "2022/سوق.png"),
        ("تقرير.pdf", "[ت](media/تقارير.pdf)", "media/تقرير.pdf"),
        ("سوق #1.png", "![](سوق#1.png)", None),
        ("سوق #1 50%.png", "![](سوق 1 50.png)", "سوق %231 50%25.png"),
        ("other.html", "![](other.png)", None),
        ("غلاف.gif", "![](photo.png)", None),
    ],
)
def test_a_missing_file_is_reported_with_a_similar_name(editor, there, text, meant):
    """The suggested name can be copied into the article unchanged."""
    editor.put(there, png())
    error = editor.error(text)
    if meant:
        assert error.endswith(
            f"is not in content/media/; put the file there, or correct its name; did you mean {meant}?"
        )
        again = text.replace(text[text.index("(") + 1 : -1], meant.replace(" ", "%20"))
        assert editor.find(again).errors == ()
    else:
        assert "did you mean" not in error


def test_the_similar_name_in_the_nearest_folder_is_suggested(editor):
    """The same name may be in the folders of many years."""
    for year in ("2020", "2021", "2022"):
        editor.put(f"{year}/سوق.png", png())
    assert "did you mean 2021/سوق.png?" in editor.error("![](2021/سوقق.png)")


def test_similar_names_are_suggested_for_the_first_ten_missing_files(editor):
    """A search is slow, and a folder that was never copied is not a typing error."""
    editor.put("صورة.png", png())
    errors = editor.find("\n\n".join(f"![](صورة{number}.png)" for number in range(100))).errors
    assert len(errors) == 100
    assert sum("did you mean" in error.remedy for error in errors) == 10


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("أول\n\nثان ![](سوق.png)", 7),
        ("في data-سوق.png\n\n![](سوق.png)", 7),
        ('<img alt="x"\nsrc="سوق.png">', 6),
        ("![](&#1587;وق.png)", 5),
        ("![][1]\n\n[1]: سوق.png", 7),
        ("![](/media/سوق.png)", 5),
    ],
)
def test_an_error_names_the_line(editor, text, line):
    """It is the first line that names the file, counted from 1; lines end at LF, CRLF or CR."""
    for end in ("\n", "\r\n", "\r"):
        article = editor.article(text)
        file = editor.root / article.source
        file.write_bytes(file.read_text(encoding="utf-8").replace("\n", end).encode())
        (error,) = find_media(media_references(article), editor.root).errors
        assert (error.path, error.line) == (article.source, line)


def test_an_error_in_front_matter_names_its_line(editor):
    """The picture of an article is named in its front matter."""
    (error,) = editor.find(image="سوق.png").errors
    assert str(error) == (
        "content/articles/خبر.md:3: names the picture 'سوق.png', which is not in content/media/;"
        " put the file there, or correct its name"
    )


def test_a_line_that_cannot_be_found_is_left_out(editor):
    """The file of an article may spell the name differently from its HTML."""
    article = editor.article("![](سوق.png)")
    (editor.root / article.source).write_text("غير ذلك", encoding="utf-8")
    assert find_media(media_references(article), editor.root).errors[0].line is None
    (editor.root / article.source).unlink()
    assert find_media(media_references(article), editor.root).errors[0].line is None


def test_every_source_has_its_own_errors(editor):
    """Files that only a source with errors shows are not published."""
    for name in ("a.png", "b.png"):
        editor.put(name, png())
    bad = editor.article("![](a.png) ![](b.png) ![](missing.png) ![](missing.png)", stem="bad")
    good = editor.article("![](b.png)", stem="good")
    worse = editor.article("![](missing.png)", stem="worse")
    found = find_media([one for record in (bad, good, worse) for one in media_references(record)], editor.root)
    assert [error.path for error in found.errors] == [bad.source, worse.source]
    assert list(found.items) == ["b.png"]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from([png(), jpeg(orientation=6), gif(), webp(), avif()]), st.data())
def test_broken_pictures_are_measured_or_refused(editor, picture, data):
    """No bytes make the build fail or hang."""
    at = data.draw(st.integers(0, len(picture)))
    editor.put(
        "سوق.jpg", picture[:at] + data.draw(st.binary(max_size=8)) + picture[at + data.draw(st.integers(0, 8)) :]
    )
    found = editor.find("![](سوق.jpg)")
    if found.errors:
        assert "which is not a picture" in found.errors[0].found
    else:
        assert found.items["سوق.jpg"].width > 0
        assert found.items["سوق.jpg"].height > 0
