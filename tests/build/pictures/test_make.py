import re
import shutil

import pytest

from newsgen.build.pictures import make
from newsgen.errors import install_extra
from sample_pictures import camera_notes, noise, photo

ARTICLE = (
    "---\ntitle: فتح السوق أبوابه\ndate: 2022-07-18\nimage: {{src: {}, alt: باب السوق}}\n---\n\nنص المقال كله هنا.\n"
)
PLACE = "articles/فتح-السوق-أبوابه/index.html"


@pytest.fixture
def pictured(project):
    """Return a project with one article, which has a photograph of a phone."""
    project.write("content/articles/a.md", ARTICLE.format("سوق.jpg"))
    project.write("content/media/سوق.jpg", photo(size=(1000, 600), quality=98, exif=camera_notes(1, "سعيد")))
    return project


def media(project):
    """Return the published pictures without the digests in their names."""
    return sorted(re.sub(r"\.[0-9a-f]{10}", "", path) for path in project.files() if path.startswith("media/"))


def clean_build(project, *options):
    """Return the files of a clean build of a copy of the project."""
    root = project.root.parent / "clean"
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(project.root, root, ignore=shutil.ignore_patterns("site", ".newsgen"))
    assert project.run("build", "--root", str(root), *options).code == 0
    files = (file for file in sorted((root / "site").rglob("*")) if file.is_file())
    return {file.relative_to(root / "site").as_posix(): file.read_bytes() for file in files}


def test_pages_and_lists_choose_among_sizes(pictured):
    """A phone loads a picture as wide as its screen, and the largest picture first."""
    assert pictured.build("--jobs", "1").report["errors"] == []
    assert media(pictured) == [
        *("media/سوق-1000.webp", "media/سوق-400.jpg", "media/سوق-400.webp", "media/سوق-800.jpg"),
        *("media/سوق-800.webp", "media/سوق.jpg"),
    ]
    for path in (PLACE, "index.html"):
        page = pictured.read(path)
        picture = page[page.index("<picture>") : page.index("</picture>")]
        assert re.findall(r"-(\d+)\.\w+\.webp \1w", picture) == ["400", "800", "1000"]
        assert 'type="image/webp"' in picture
        assert 'sizes="(' in picture
        assert 'alt="باب السوق"' in picture
        assert re.search(r' width="\d+" height="\d+"', picture)
        assert 'fetchpriority="high"' in picture
        assert "loading=" not in picture


def test_every_address_of_a_size_is_there(pictured):
    """A page names no picture that was not published."""
    pictured.write("content/articles/b.md", ARTICLE.format("سوق.jpg").replace("نص", "![](سوق.jpg)").replace("فتح", "ب"))
    assert pictured.build("--jobs", "1").code == 0
    files = pictured.files()
    named = {
        one
        for path, data in files.items()
        if path.endswith(".html")
        for one in re.findall(r"media/[^ \",]+", data.decode())
    }
    assert len(named) > 5
    assert named <= {*files}


def test_sizes_are_made_once(pictured, monkeypatch):
    """Not even a new version of newsgen, which starts with an empty cache, makes them again."""
    pictured.build("--jobs", "1")
    before = pictured.files()
    (pictured.root / ".newsgen/cache.sqlite").unlink()
    monkeypatch.setattr(make, "resized", None)
    built = pictured.build("--jobs", "1")
    assert (built.code, built.report["written"]) == (0, 0)
    assert pictured.files() == before


def test_a_clean_build_makes_them_again(pictured, monkeypatch):
    """`--clean` ignores what an earlier build has kept."""
    pictured.build("--jobs", "1")
    made = []
    monkeypatch.setattr(make, "resized", lambda data: made.append(data) or [])
    assert pictured.build("--jobs", "1", "--clean").code == 0
    assert len(made) == 1
    assert media(pictured) == ["media/سوق.jpg"]


@pytest.mark.parametrize(
    "damage", [lambda data: data[:-1], lambda data: b"x" + data[1:], lambda data: data[:-1] + b"?", lambda _: b""]
)
def test_damaged_sizes_are_made_again(pictured, damage):
    """What is kept may be damaged at any time."""
    pictured.build("--jobs", "1")
    before = pictured.files()
    for file in (pictured.root / ".newsgen/pictures").iterdir():
        file.write_bytes(damage(file.read_bytes()))
    shutil.rmtree(pictured.site)
    assert pictured.build("--jobs", "1").code == 0
    assert pictured.files() == before


def test_any_number_of_workers_makes_the_same_bytes(pictured):
    """Each picture is a task of its own."""
    for number in range(4):
        pictured.write(f"content/media/{number}.png", noise(450, 300, number))
        pictured.write(f"content/articles/{number}.md", ARTICLE.format(f"{number}.png").replace("السوق", str(number)))
    assert pictured.build("--jobs", "3").code == 0
    assert pictured.files() == clean_build(pictured, "--jobs", "1")
    assert len(media(pictured)) == 6 + 4 * 4


def test_another_picture_of_the_same_name_changes_what_shows_it(pictured):
    """An incremental build is a clean build done faster."""
    pictured.build("--jobs", "1")
    before = media(pictured)
    for data in (photo(size=(900, 600), quality=98), photo(size=(200, 100)), noise(500, 400)):
        pictured.write("content/media/سوق.jpg", data)
        assert pictured.build("--jobs", "1").code == 0
        assert pictured.files() == clean_build(pictured, "--jobs", "1")
        assert media(pictured) != before


def test_a_picture_that_is_only_linked_has_no_sizes(pictured):
    """Whoever follows the link wants the whole picture."""
    pictured.write("content/articles/a.md", "---\ntitle: عنوان\n---\n\n[الصورة](media/سوق.jpg)\n")
    pictured.build("--jobs", "1")
    assert media(pictured) == ["media/سوق.jpg"]


def test_without_pillow_the_build_says_so_once(pictured, monkeypatch):
    """The site is complete, and the remedy can be copied."""
    pictured.write("content/articles/b.md", ARTICLE.format("b.png").replace("فتح", "ب"))
    pictured.write("content/media/b.png", noise(500, 300))
    monkeypatch.setattr(make, "recipe", lambda: None)
    built = pictured.build("--jobs", "1")
    warnings = [text for text in built.report["warnings"] if "images" in text]
    assert len(warnings) == 1
    assert install_extra("images") in warnings[0]
    assert media(pictured) == ["media/b.png", "media/سوق.jpg"]
    assert b"Secret" not in b"".join(pictured.files().values())


def test_without_pillow_small_pictures_need_no_warning(pictured, monkeypatch):
    """Nothing is missing."""
    pictured.write("content/media/سوق.jpg", photo(size=(300, 200)))
    monkeypatch.setattr(make, "recipe", lambda: None)
    assert not any("images" in text for text in pictured.build("--jobs", "1").report["warnings"])


def test_a_picture_that_cannot_be_made_smaller_is_a_warning_in_every_build(pictured):
    """It is published as it is, and nobody forgets it."""
    whole = photo(size=(1000, 600))
    pictured.write("content/media/سوق.jpg", whole[: len(whole) // 2])
    for _ in range(2):
        built = pictured.build("--jobs", "1")
        assert built.code == 0
        (text,) = [text for text in built.report["warnings"] if "content/media" in text]
        assert text == (
            "content/media/سوق.jpg: is damaged or incomplete, so it is published in its original size alone"
        )
    assert media(pictured) == ["media/سوق.jpg"]


def test_a_picture_with_the_address_of_a_size_is_no_conflict(pictured):
    """Somebody may take a size from the site and put it into content/media/."""
    pictured.build("--jobs", "1")
    (name,) = [path for path in pictured.files() if "-400." in path and path.endswith("webp")]
    data = pictured.files()[name]
    pictured.write("content/media/سوق-400.webp", data)
    pictured.write("content/articles/b.md", ARTICLE.format("سوق-400.webp").replace("فتح", "ب"))
    assert pictured.build("--jobs", "1").code == 0
    assert pictured.files()[name] == data


def test_machines_get_a_size_that_they_accept(pictured):
    """Messengers show no picture of a megabyte beside a shared link."""
    pictured.write("content/site.yml", "font: system\nbase_url: https://example.org/\n")
    pictured.build("--jobs", "1")
    page = pictured.read(PLACE)
    (shared,) = re.findall(r'property="og:image" content="https://example.org/(.*?)"', page)
    assert "-800." in shared
    assert shared.endswith(".jpg")


def test_an_edited_text_keeps_its_pictures(pictured):
    """The page of an edited body is rendered without planning the site."""
    pictured.build("--jobs", "1")
    pictured.write("content/articles/a.md", ARTICLE.format("سوق.jpg").replace("كله", "بعضه"))
    assert pictured.build("--jobs", "1").code == 0
    assert pictured.files() == clean_build(pictured, "--jobs", "1")
    pictured.write("content/articles/a.md", ARTICLE.format("سوق.jpg").replace("هنا.", "هنا.\n\nفقرة أخرى."))
    assert pictured.build("--jobs", "1").code == 0
    assert pictured.files() == clean_build(pictured, "--jobs", "1")


@pytest.mark.usefixtures("fine_clock")
def test_a_picture_is_read_again_only_if_it_has_changed(pictured, monkeypatch):
    """A thousand photographs are a gigabyte."""
    pictured.build("--jobs", "1")
    monkeypatch.setattr("newsgen.pages.media.published", None)
    pictured.write("content/articles/b.md", "---\ntitle: خبر آخر\n---\n\nنص.\n")
    assert pictured.build("--jobs", "1").code == 0
    monkeypatch.undo()
    pictured.write("content/media/سوق.jpg", photo(size=(900, 600), quality=98))
    assert pictured.build("--jobs", "1").code == 0
    assert "media/سوق-900.webp" in media(pictured)
