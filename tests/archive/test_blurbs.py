"""What an editor wrote about an author or a newspaper is matched by name, and a wrong name is a warning."""

from dataclasses import replace

import pytest

from newsgen.archive.blurbs import with_blurbs
from newsgen.model.article import StandalonePage
from newsgen.model.config import Spellings
from sample_records import CONFIG, an_archive, an_article

ARTICLE = an_article(authors=("سعاد العلوي",), source_name="جريدة المدينة")


def blurb(title, kind="authors", stem="a"):
    """Return a blurb with this title."""
    return StandalonePage(stem, f"content/{kind}/{stem}.md", title, "<p>نبذة.</p>", describes=kind)


def matched(*pages):
    """Return the titles of the blurbs that an archive shows, by address, and its warnings."""
    archive = with_blurbs(an_archive(ARTICLE), pages)
    return {url: page.title for url, page in archive.blurbs.items()}, list(archive.warnings)


@pytest.mark.parametrize("title", ["سعاد العلوي", "سُعاد العلويّ", "سعاد   العلوي"])
def test_a_blurb_is_shown_with_its_author_in_any_spelling(title):
    """Spellings that are one author are one author here too."""
    assert matched(blurb(title)) == ({"authors/سعاد-العلوي/": title}, [])


def test_a_blurb_follows_an_editors_spellings():
    """A name that the settings merge with another is that author too."""
    config = replace(CONFIG, spellings=Spellings((("سعاد العلوي", "س. العلوي"),)))
    archive = an_archive(ARTICLE, an_article("b", authors=("س. العلوي",)), config=config)
    assert list(with_blurbs(archive, [blurb("س. العلوي")]).blurbs) == ["authors/سعاد-العلوي/"]


def test_a_blurb_about_a_newspaper_is_shown_with_the_newspaper():
    """Authors and newspapers have folders of their own."""
    assert matched(blurb("جريدة المدينة", "sources"))[0] == {"sources/جريدة-المدينة/": "جريدة المدينة"}
    assert matched(blurb("جريدة المدينة", "authors"))[0] == {}


def test_a_blurb_about_nobody_is_a_warning_with_the_nearest_name():
    """A misspelled name is not ignored silently."""
    found, (warning,) = matched(blurb("سعاد العلوى ب"))
    assert found == {}
    assert "content/authors/a.md" in warning
    assert "did you mean 'سعاد العلوي'?" in warning


def test_two_blurbs_about_one_author_are_a_warning():
    """The first file by name is shown."""
    found, (warning,) = matched(blurb("سعاد العلوي", stem="b"), blurb("سعاد العلوي", stem="a"))
    assert found == {"authors/سعاد-العلوي/": "سعاد العلوي"}
    assert warning.startswith("content/authors/b.md: is ignored because content/authors/a.md describes")
