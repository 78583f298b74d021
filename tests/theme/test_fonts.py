import importlib.metadata
import os
import subprocess
import sys
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

import pytest

from newsgen.theme import fonts
from newsgen.theme.fonts import CHARACTERS, FONTS, FontFile, user_cache, web_font

NAME = "noto-naskh-arabic"
EXTRA = ("fontTools", "brotli", "pylopdf_fonts_ar")


@pytest.fixture(autouse=True)
def cache(monkeypatch, tmp_path):
    """Give every test its own cache folder, which does not exist yet."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache/newsgen/fonts"


@pytest.fixture(scope="module")
def extra():
    """Return the name of a font that can be made; skip if the extra is missing, and fail in CI."""
    missing = [module for module in EXTRA if find_spec(module) is None]
    if missing and os.environ.get("CI"):
        pytest.fail(f"CI must install the extra `fonts`; missing: {missing}")
    if missing:
        pytest.skip(f"the extra `fonts` is not installed; missing: {missing}")
    return NAME


@pytest.fixture(scope="module")
def font(extra, tmp_path_factory):
    """Make the font once for all tests that only read it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        return web_font(extra)


@pytest.fixture
def small_font(extra, monkeypatch):
    """Limit the font to three letters, which takes little time, and return it made without a cache."""
    monkeypatch.setattr(fonts, "CHARACTERS", frozenset("ابت"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", os.devnull)
        return web_font(extra)


@pytest.fixture
def opened(font):
    """Open the font with fontTools."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - installed only with the extra

    with TTFont(BytesIO(font.data)) as opened:
        yield opened


def run(program, **environment):
    """Run *program* in a new interpreter and return its output."""
    source = str(Path(fonts.__file__).parents[2])
    environment = {**os.environ, "PYTHONPATH": source, **environment}
    command = [sys.executable, "-c", program]
    return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout


def code_points(unicode_range):
    """Return the set of the characters in a CSS unicode-range."""
    runs = [part.removeprefix("U+").split("-") for part in unicode_range.split(", ")]
    return {chr(point) for run in runs for point in range(int(run[0], 16), int(run[-1], 16) + 1)}


# The served font


def test_the_font_is_one_small_woff2(font):
    """A page may use 40 KB for its font, and newsgen aims at 35."""
    assert font.data[:4] == b"wOF2"
    assert len(font.data) <= 40 * 1024


def test_every_chosen_character_is_in_the_font(font, opened):
    """No chosen character falls back to another font, and @font-face names exactly these characters."""
    assert set(map(chr, opened.getBestCmap())) == CHARACTERS
    assert code_points(font.unicode_range) == CHARACTERS


def test_one_file_serves_regular_to_bold(font, opened):
    """The weights announced in CSS are those of the file's only axis."""
    assert font.weights == (400, 700)
    axes = [(axis.axisTag, axis.minValue, axis.maxValue) for axis in opened["fvar"].axes]
    assert axes == [("wght", *font.weights)]


def test_the_license_comes_with_the_font(font):
    """A font under the OFL is never served without the text of its license."""
    assert b"SIL OPEN FONT LICENSE" in font.license.upper()
    assert b"Copyright" in font.license


def test_letters_still_join(opened):
    """The subset keeps the forms of the Arabic letters, their ligatures and the positions of their marks."""
    glyphs, split = opened.getBestCmap(), substitutions(opened, "ccmp")
    bodies = {split.get(glyph, [glyph])[0] for glyph in (glyphs[ord(letter)] for letter in "بتجخسشعغكفقمنهي")}
    for form in ("init", "medi", "fina"):
        assert bodies <= substitutions(opened, form).keys(), form
    alef, lam = glyphs[ord("ا")], glyphs[ord("ل")]
    (allah,) = substitutions(opened, "liga")[alef]
    assert allah.Component[:2] == [substitutions(opened, form)[lam][0] for form in ("init", "medi")]
    assert "rlig" in features(opened, "GSUB")
    assert {"mark", "mkmk"} <= features(opened, "GPOS").keys()


def features(opened, tag):
    """Return the lookup indexes of each feature that Arabic text gets by default."""
    table = opened[tag].table
    script = next(record for record in table.ScriptList.ScriptRecord if record.ScriptTag == "arab").Script
    records = [table.FeatureList.FeatureRecord[i] for i in script.DefaultLangSys.FeatureIndex]
    return {record.FeatureTag: record.Feature.LookupListIndex for record in records}


def substitutions(opened, feature):
    """Return the replacements of each glyph by *feature*: other glyphs, or its ligatures."""
    replaced = {}
    for index in features(opened, "GSUB")[feature]:
        for subtable in opened["GSUB"].table.LookupList.Lookup[index].SubTable:
            plain = getattr(subtable, "ExtSubTable", subtable)
            replaced |= getattr(plain, "mapping", {}) | getattr(plain, "ligatures", {})
    return replaced


# The same input, the same bytes


@pytest.mark.usefixtures("extra")
def test_the_same_input_gives_the_same_bytes(font, cache):
    """Neither the current time nor the order of a set changes the font."""
    program = f"import hashlib, newsgen.theme.fonts as f; print(hashlib.sha256(f.web_font({NAME!r}).data).hexdigest())"
    cache.parents[1].write_text("in the way of a cache")
    assert run(program, PYTHONHASHSEED="1") == run(program, PYTHONHASHSEED="2")
    assert web_font(NAME) == font


@pytest.mark.usefixtures("extra")
def test_another_font_needs_only_one_line(monkeypatch):
    """A font with more axes and weights than are served is limited to what its line in FONTS names."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - installed only with the extra

    line = FontFile("Noto Sans Arabic", "pylopdf-fonts-ar", "pylopdf_fonts_ar/NotoSansArabic-Variable.ttf", (400, 600))
    monkeypatch.setitem(FONTS, "noto-sans-arabic", line)
    made = web_font("noto-sans-arabic")
    axes = [(axis.axisTag, axis.minValue, axis.maxValue) for axis in TTFont(BytesIO(made.data))["fvar"].axes]
    assert axes == [("wght", 400, 600)]
    assert len(made.data) <= 40 * 1024


@pytest.mark.usefixtures("extra")
def test_a_character_that_the_font_lacks_is_not_announced(monkeypatch):
    """The range in @font-face is what the file contains, even if the file comes from the cache."""
    monkeypatch.setattr(fonts, "CHARACTERS", frozenset("ابت漢字"))
    made = web_font(NAME)
    assert made.unicode_range == "U+627-628, U+62A"
    assert web_font(NAME) == made


# The cache


@pytest.mark.usefixtures("extra")
def test_a_cached_font_is_read_without_its_tools(font, cache):
    """An unchanged font takes milliseconds, because fontTools is not imported."""
    assert web_font(NAME) == font
    assert [file.suffix for file in cache.iterdir()] == [".woff2"]
    program = f"""if True:
        import hashlib, sys, newsgen.theme.fonts
        print(hash(newsgen.theme.fonts.web_font({NAME!r})))
        print([module for module in {EXTRA} if module in sys.modules])
    """
    seed = {"PYTHONHASHSEED": "0"}
    uncached = f"import newsgen.theme.fonts as f; print(hash(f.web_font({NAME!r})))"
    assert run(program, **seed) == run(uncached, **seed, XDG_CACHE_HOME=os.devnull) + "[]\n"


@pytest.mark.parametrize(
    "damage",
    [lambda data: data[:-1], lambda _: b"", lambda data: b"<htm" + data[4:], lambda data: data + b"\0"],
    ids=["truncated", "empty", "no font", "longer"],
)
def test_a_cached_file_is_used_only_if_complete(small_font, cache, damage):
    """A damaged woff2 file is made again."""
    web_font(NAME)
    (kept,) = cache.iterdir()
    kept.write_bytes(damage(small_font.data))
    assert web_font(NAME) == small_font
    assert kept.read_bytes() == small_font.data


@pytest.mark.usefixtures("small_font")
def test_a_new_version_of_a_tool_makes_the_font_again(monkeypatch, cache):
    """Each version of fontTools and of brotli has its own font in the cache."""
    web_font(NAME)
    version = importlib.metadata.version
    for tool in ("fonttools", "brotli"):
        patched = lambda name, tool=tool: version(name) + ".1" * (name == tool)  # noqa: E731
        monkeypatch.setattr(importlib.metadata, "version", patched)
        web_font(NAME)
    assert len(list(cache.iterdir())) == 3


def test_a_cache_that_cannot_be_made_is_no_error(small_font, tmp_path, monkeypatch):
    """A file in place of the cache folder only costs time, and is not changed."""
    (tmp_path / "file").write_text("mine")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert web_font(NAME) == small_font
    assert (tmp_path / "file").read_text() == "mine"


def test_a_failed_write_leaves_nothing_behind(small_font, cache, monkeypatch):
    """The temporary file is removed if it cannot be renamed."""

    def refuse(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", refuse)
    assert web_font(NAME) == small_font
    assert list(cache.iterdir()) == []


def test_a_user_without_a_home_folder_gets_the_font(small_font, monkeypatch, tmp_path):
    """Without a home folder nothing is cached, and no folder called `~` is made."""

    def unknown():
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(Path, "home", unknown)
    monkeypatch.chdir(tmp_path)
    assert web_font(NAME) == small_font
    assert list(tmp_path.iterdir()) == []


def test_the_cache_is_where_the_standard_says(monkeypatch, tmp_path):
    """XDG_CACHE_HOME is used if it is absolute; otherwise the cache is in ~/.cache."""
    assert user_cache() == tmp_path / "cache/newsgen"
    monkeypatch.setenv("HOME", str(tmp_path))
    for ignored in ("", "relative/folder"):
        monkeypatch.setenv("XDG_CACHE_HOME", ignored)
        assert user_cache() == tmp_path / ".cache/newsgen"


# Without the extra


@pytest.mark.parametrize("absent", ["fonttools", "brotli", "pylopdf-fonts-ar"])
def test_without_the_extra_there_is_no_font(monkeypatch, absent):
    """If any part of the extra is missing, there is no font and no error."""
    find = importlib.metadata.distribution

    def distribution(name):
        if name == absent:
            raise importlib.metadata.PackageNotFoundError(name)
        return find(name)

    monkeypatch.setattr(importlib.metadata, "distribution", distribution)
    assert web_font(NAME) is None


@pytest.mark.usefixtures("extra")
def test_a_font_without_its_license_is_not_used(monkeypatch):
    """A font that must not be served is not made."""
    kind = type(importlib.metadata.distribution("pylopdf-fonts-ar"))  # Dask loads a library that has its own
    monkeypatch.setattr(kind, "read_text", lambda *_: None)
    monkeypatch.setattr(importlib.metadata, "version", lambda _: "1")
    assert web_font(NAME) is None


def test_an_unknown_name_is_refused():
    """A name that is not in FONTS is a KeyError for the caller to handle."""
    with pytest.raises(KeyError, match="comic-sans"):
        web_font("comic-sans")
