import re

import pytest

from requirements import modules, need

SITE = "font: system\nbase_url: https://example.org/\nsocial_pictures: yes\ntitle: {title}\n"
MISSING = "newsgen.formats.pictures.headline_picture.find_spec"


@pytest.fixture
def site(project):
    """Make a project of three articles with social pictures; two have one headline, and one has a picture."""
    modules("PIL", "pylopdf_fonts_ar")
    from PIL import features  # noqa: PLC0415 - it may be missing

    need("FriBiDi", features.check("raqm"))
    project.write("content/site.yml", SITE.format(title="أرشيف المدينة"))
    for name in "ab":
        project.write(f"content/articles/{name}.md", f"---\ntitle: خبر من المدينة\nslug: {name}\n---\nنص.\n")
    picture = "image: https://other.example/a.jpg\n"
    project.write("content/articles/c.md", f"---\ntitle: خبر مصور\nslug: c\n{picture}---\nنص.\n")
    assert project.build().code == 0
    return project


def pictures(project):
    """Return the social pictures of the site by path."""
    return {path: data for path, data in project.files().items() if path.startswith("assets/social/")}


def test_a_shared_link_shows_the_headline_as_a_picture(site):
    """The page names its absolute address and size; an article with a picture of its own shows that."""
    (path,) = pictures(site)
    for name in "ab":
        html = site.read(f"articles/{name}/index.html")
        tags = dict(re.findall(r'<meta (?:property|name)="([^"]*)" content="([^"]*)">', html))
        assert tags["og:image"] == f"https://example.org/{path}"
        assert (tags["og:image:width"], tags["og:image:height"]) == ("1200", "630")
        assert tags["og:image:alt"] == "خبر من المدينة"
        assert tags["twitter:card"] == "summary_large_image"
    assert "https://other.example/a.jpg" in site.read("articles/c/index.html")


def test_a_picture_is_drawn_once(site, monkeypatch):
    """It is drawn again only for another headline or another name of the site, and not for another template."""
    drawn = []
    monkeypatch.setattr(
        "newsgen.pages.sharing.share_links.draw", lambda look, text: drawn.append((look.site, text)) or b"x"
    )
    site.write("templates/share.html", "")
    assert site.build().code == 0
    assert drawn == []
    site.write("content/articles/a.md", "---\ntitle: خبر آخر\nslug: a\n---\nنص.\n")
    assert site.build().code == 0
    assert drawn == [("أرشيف المدينة", "خبر آخر")]
    site.write("content/site.yml", SITE.format(title="غيره"))
    assert site.build().code == 0
    assert {name for name, _ in drawn[1:]} == {"غيره"}
    assert len(pictures(site)) == 2


def test_an_incremental_build_has_the_pictures_of_a_clean_one(site):
    """Those that nothing shows any more are removed."""
    site.write("content/articles/a.md", "---\ntitle: خبر آخر\nslug: a\n---\nنص.\n")
    site.root.joinpath("content/articles/b.md").unlink()
    assert site.build().code == 0
    incremental = site.files()
    assert len(pictures(site)) == 1
    assert site.build("--clean").code == 0
    assert site.files() == incremental


@pytest.mark.usefixtures("one_item_batches")
def test_workers_draw_the_same_pictures(site):
    """The number of processes changes no byte."""
    before = pictures(site)
    assert site.build("--clean", "--jobs", "2").code == 0
    assert pictures(site) == before


def test_without_the_extra_there_are_no_pictures_and_one_warning(project, monkeypatch):
    """The site is built, and says once what to install."""
    monkeypatch.setattr(MISSING, lambda _: None)
    project.write("content/site.yml", SITE.format(title="أرشيف"))
    for name in "ab":
        project.write(f"content/articles/{name}.md", f"---\ntitle: خبر {name}\nslug: {name}\n---\nنص.\n")
    built = project.build()
    assert built.code == 0
    assert sum("social pictures" in warning for warning in built.report["warnings"]) == 1
    assert pictures(project) == {}
    assert "og:image" not in project.read("articles/a/index.html")


@pytest.mark.parametrize("text", ["", "social_pictures: yes\n", "base_url: https://example.org/\n"])
def test_pictures_are_made_only_if_wanted_and_possible(project, monkeypatch, text):
    """Without base_url no page could name them, and nobody is told to install what is not needed."""
    monkeypatch.setattr(MISSING, lambda _: None)
    project.write("content/site.yml", f"font: system\n{text}")
    project.write("content/articles/a.md", "---\ntitle: خبر\nslug: a\n---\nنص.\n")
    built = project.build()
    assert built.code == 0
    assert "left out" not in str(built.report["warnings"])
