import hashlib
import os
import re
from dataclasses import replace

import pytest

from newsgen.errors import TemplateError, install_extra
from newsgen.model.colours import DARK_PAPER, MIN_CONTRAST, least_contrast
from newsgen.model.config import SYSTEM_FONT, Config, SectionStyle
from newsgen.theme import assets
from newsgen.theme.assets import Assets, find_assets
from newsgen.theme.fonts import WebFont

FONT = WebFont("Noto Naskh Arabic", b"wOF2 bytes", (400, 700), b"SIL Open Font License", "U+20-7E, U+600-6FF")


@pytest.fixture
def config(tmp_path):
    """Return the settings of a site with the shipped web font."""
    return Config(tmp_path, tmp_path / "site")


@pytest.fixture
def theme(tmp_path):
    """Make a folder of templates with a style sheet and a picture."""
    folder = tmp_path / "theme"
    (folder / "assets/pictures").mkdir(parents=True)
    (folder / "assets/style.css").write_bytes(b"body{}")
    (folder / "assets/pictures/logo.svg").write_bytes(b"<svg/>")
    return folder


@pytest.fixture
def with_font(monkeypatch):
    """Simulate that the extra `fonts` is installed."""
    monkeypatch.setattr(assets, "web_font", lambda _: FONT)


@pytest.fixture
def without_font(monkeypatch):
    """Simulate that the extra `fonts` is not installed."""
    monkeypatch.setattr(assets, "web_font", lambda _: None)


@pytest.mark.usefixtures("without_font")
def test_a_name_changes_with_its_content(config, theme):
    """Caches may keep an asset without limit, because other bytes have another name."""
    first = find_assets(config, [theme])
    assert re.fullmatch(r"assets/style\.[0-9a-f]{10}\.css", first.urls["style.css"])
    assert find_assets(config, [theme]) == first
    (theme / "assets/style.css").write_bytes(b"body{color:teal}")
    second = find_assets(config, [theme])
    assert second.urls["style.css"] != first.urls["style.css"]
    assert second.urls["pictures/logo.svg"] == first.urls["pictures/logo.svg"]


@pytest.mark.usefixtures("without_font")
def test_own_colours_are_the_last_rules_of_the_style_sheet(config, theme):
    """By night they are lighter, so that they can be read; without own colours the style sheet stays as it is."""
    plain = find_assets(config, [theme])
    assert plain.files[plain.urls["style.css"]] == b"body{}"
    sections = (SectionStyle("سياسة", "red"), SectionStyle("رياضة", "#14594a"))
    found = find_assets(replace(config, accent="#1d4f91", sections=sections), [theme])
    style = found.files[found.urls["style.css"]].decode()
    night = re.fullmatch(
        r"body\{\}\.s9\{--hue:light-dark\(#14594a,(#\w+)\)\}:root\{--accent:light-dark\(#1d4f91,(#\w+)\)\}", style
    )
    assert all(least_contrast(colour, DARK_PAPER) >= MIN_CONTRAST for colour in night.groups())


@pytest.mark.usefixtures("without_font")
def test_a_projects_own_rules_end_the_style_sheet(config, theme, tmp_path):
    """They win over those of the theme and of the settings, and pages load one file."""
    (tmp_path / "own/assets").mkdir(parents=True)
    (tmp_path / "own/assets/own.css").write_bytes(b"p{color:teal}")
    found = find_assets(replace(config, accent="#1d4f91"), [tmp_path / "own", theme])
    style = found.files[found.urls["style.css"]]
    assert style.startswith(b"body{}:root{--accent:")
    assert style.endswith(b"p{color:teal}")
    assert "own.css" not in found.urls


@pytest.mark.usefixtures("with_font")
def test_every_asset_is_published_under_its_address(config, theme):
    """Every asset that a template can link is a file of the site, and every file has an address."""
    found = find_assets(config, [theme])
    assert sorted(found.files) == sorted(found.urls.values())
    for address, data in found.files.items():
        assert hashlib.sha256(data).hexdigest()[:10] in address
    assert found.files[found.urls["pictures/logo.svg"]] == b"<svg/>"


@pytest.mark.usefixtures("without_font")
def test_a_projects_asset_comes_first(config, theme, tmp_path):
    """For each file the first folder wins."""
    own = tmp_path / "own"
    (own / "assets").mkdir(parents=True)
    (own / "assets/style.css").write_bytes(b"own")
    found = find_assets(config, [own, theme])
    assert found.files[found.urls["style.css"]] == b"own"
    assert "pictures/logo.svg" in found.urls


@pytest.mark.usefixtures("without_font")
def test_hidden_files_and_missing_folders_are_skipped(config, theme, tmp_path):
    """Temporary files of a text editor are not published."""
    (theme / "assets/.style.css.swp").write_bytes(b"draft")
    (theme / "assets/.git").mkdir()
    (theme / "assets/.git/config").write_bytes(b"")
    assert find_assets(config, [tmp_path / "nothing", theme]).urls.keys() == {"style.css", "pictures/logo.svg"}


@pytest.mark.usefixtures("without_font")
def test_an_asset_that_cannot_be_read_is_named(config, theme, monkeypatch):
    """Each unreadable asset is one error that names its file."""

    def refuse(_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.read_bytes", refuse)
    found = find_assets(config, [theme])
    assert all(isinstance(error, TemplateError) for error in found.errors)
    assert [str(error).rpartition("/")[2] for error in found.errors] == [
        "logo.svg: cannot be read (Permission denied); make it a readable file",
        "style.css: cannot be read (Permission denied); make it a readable file",
    ]


@pytest.mark.usefixtures("without_font")
@pytest.mark.parametrize("name", ["a\nb.svg", "a\u200fb.svg", os.fsdecode(b"a\xffb.svg")])
def test_an_asset_whose_name_cannot_be_in_a_url_is_an_error(config, theme, name):
    """A name with a line break, an invisible mark or invalid UTF-8 is reported, and the asset is not published."""
    (theme / "assets" / name).write_bytes(b"")
    found = find_assets(config, [theme])
    assert [error.found for error in found.errors] == ["has a name that cannot be part of a URL"]
    assert found.urls.keys() == {"style.css", "pictures/logo.svg"}


# The web font


@pytest.mark.usefixtures("with_font")
def test_the_style_sheet_loads_the_font(config, theme):
    """@font-face names the font's own file beside the style sheet, its weights and its characters."""
    found = find_assets(config, [theme])
    style = found.files[found.urls["style.css"]].decode()
    assert style.endswith("body{}")
    file = found.urls["font.woff2"].removeprefix("assets/")
    assert f'src:url("{file}") format("woff2")' in style
    assert "font-weight:400 700" in style
    assert "unicode-range:U+20-7E,U+600-6FF" in style
    assert "font-display:swap" in style
    assert found.warnings == ()


@pytest.mark.usefixtures("with_font")
def test_the_font_is_served_with_its_license(config, theme):
    """The Open Font License is published with the font."""
    found = find_assets(config, [theme])
    assert found.files[found.urls["font-license.txt"]] == FONT.license


@pytest.mark.usefixtures("with_font")
def test_a_changed_font_changes_the_style_sheet(config, theme, monkeypatch):
    """A reader never gets a new style sheet with an old font."""
    before = find_assets(config, [theme]).urls
    monkeypatch.setattr(assets, "web_font", lambda _: replace(FONT, data=b"wOF2 others"))
    after = find_assets(config, [theme]).urls
    assert {name for name in before if before[name] != after[name]} == {"font.woff2", "style.css"}


@pytest.mark.usefixtures("without_font")
def test_a_missing_extra_is_a_warning(config, theme):
    """Without the extra `fonts` the site uses the reader's fonts, and a warning names both remedies."""
    found = find_assets(config, [theme])
    assert "font.woff2" not in found.urls
    assert found.files[found.urls["style.css"]] == b"body{}"
    (warning,) = found.warnings
    assert install_extra("fonts") in warning
    assert "font: system" in warning


@pytest.mark.usefixtures("with_font")
def test_system_fonts_can_be_chosen_without_a_warning(config, theme):
    """`font: system` is a choice, so no font is made and there is no warning."""
    found = find_assets(replace(config, font=SYSTEM_FONT), [theme])
    assert found.warnings == ()
    assert "font.woff2" not in found.urls


@pytest.mark.usefixtures("with_font")
def test_a_site_without_style_still_has_its_font(config, tmp_path):
    """A theme without a style sheet gets one that loads the font."""
    found = find_assets(config, [tmp_path])
    assert isinstance(found, Assets)
    assert found.files[found.urls["style.css"]].startswith(b"@font-face")


@pytest.mark.usefixtures("with_font")
def test_pages_preload_the_font_and_link_the_style(article_project):
    """The built page names the hashed files; without a web font it preloads nothing."""
    article_project.write("content/site.yml", "")
    assert article_project.build().code == 0
    home = article_project.read("index.html")
    (font,) = re.findall(r'<link rel="preload" href="(assets/font\.[0-9a-f]{10}\.woff2)" as="font"', home)
    (style,) = re.findall(r'<link rel="stylesheet" href="(.*?)"', home)
    assert {font, style} <= article_project.files().keys()
    article_project.write("content/site.yml", "font: system\n")
    assert article_project.build().code == 0
    assert "preload" not in article_project.read("index.html")


def test_a_style_sheet_in_another_encoding_is_published(config, theme):
    """Its bytes are kept."""
    (theme / "assets/style.css").write_bytes(b'a { content: "\xff  \xfe"; }')
    found = find_assets(replace(config, font=SYSTEM_FONT), [theme])
    assert found.files[found.urls["style.css"]] == b'a{content:"\xff  \xfe"}'
