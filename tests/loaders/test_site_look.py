"""A newsroom sets colours, sections, pictures and feeds, and a colour that cannot be read is an error with a remedy."""

import pytest

from newsgen.loaders.site_config import load_config
from newsgen.model.config import SectionStyle
from newsgen.model.urls import Link


@pytest.fixture
def site(tmp_path):
    """Return a function that reads the settings from the content of a site.yml."""

    def read(text):
        (tmp_path / "content").mkdir(exist_ok=True)
        (tmp_path / "content" / "site.yml").write_text(text, encoding="utf-8")
        return load_config(tmp_path)

    return read


def test_the_look_is_read(site):
    """Every setting has its place in the config."""
    config, errors, warnings = site(
        'accent: "#1D4F91"\nlogo: /media/logo.png\nsocial_image: صور/غلاف.jpg\nfeed_lists: [tags, sections]\n'
        "sections:\n  سياسة: red\n  الرياضة: 14594a\n  ثقافة:\nfooter:\n  - {title: اتصل بنا, url: contact/}\n"
    )
    assert (errors, warnings) == ([], [])
    assert (config.accent, config.logo, config.social_image) == ("#1d4f91", "logo.png", "صور/غلاف.jpg")
    assert config.feed_lists == ("sections", "tags")
    assert config.sections == (
        SectionStyle("سياسة", "red"),
        SectionStyle("الرياضة", "#14594a"),
        SectionStyle("ثقافة"),
    )
    assert config.footer == (Link("اتصل بنا", "contact/"),)


def test_feeds_of_lists_can_be_switched_off(site):
    """An empty list means none; a missing key means those of sections."""
    assert site("feed_lists: []\n")[0].feed_lists == ()
    assert site("title: أ\n")[0].feed_lists == ("sections",)


def test_an_accent_without_quotes_is_a_warning(site):
    """YAML takes it for a comment, and the colour would be lost silently."""
    config, errors, (warning,) = site("accent: #7a1f1f\n")
    assert (config.accent, errors) == (None, [])
    assert "put quotes around the value" in warning


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('accent: "#ff8800"\n', 1, ["has a contrast of 2.1 with the paper, and text needs 7", '"#7a4100"']),
        ("accent: أحمر\n", 1, ["'أحمر' is not a colour", '"#7a1f1f"']),
        ("sections:\n  سياسة: pink\n", 2, ["'pink' is not a colour", "one of red, green"]),
        ('sections:\n  سياسة: "#ffff00"\n', 2, ["has a contrast of 1.0"]),
        ("sections: [سياسة]\n", 1, ["sections is a list"]),
        ("feed_lists: [section]\n", 1, ["feed_lists 'section' is not known", "sections, tags"]),
        ("logo: ../logo.png\n", 1, ["is not a file in content/media/"]),
        ("social_image: https://example.org/a.png\n", 1, ["is not a file in content/media/"]),
        ("footer: about/\n", 1, ["footer must be a list of titles with URLs"]),
    ],
)
def test_a_wrong_value_is_an_error_with_a_remedy(site, text, line, words):
    """The message names the line, and of a pale colour the nearest that can be read."""
    (error,) = site(text)[1]
    assert error.line == line
    assert all(word in str(error) for word in words), str(error)
