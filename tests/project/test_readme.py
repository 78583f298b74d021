"""The commands and claims of the README are correct."""

import re

import pytest

from folders import REPOSITORY

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
ROOMS = (
    "errors filesystem workers text formats model loaders archive pages theme build importers editing"
    " check deploy serve cli"
).split()
GUIDE = (REPOSITORY / "templates" / "README.md").read_text(encoding="utf-8")


def test_the_first_two_blocks_are_one_line_of_shell_each():
    """They can be copied and run as they are, without activating an environment."""
    blocks = re.findall(r"^```(\w*)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)[:2]
    assert [language for language, _ in blocks] == ["sh", "sh"]
    assert [text.count("\n") for _, text in blocks] == [1, 1]
    assert "build.py" in blocks[0][1]
    assert "fonts" in blocks[0][1]
    assert "pytest" in blocks[1][1]
    assert not any("activate" in text for _, text in blocks)


def test_the_readme_begins_in_arabic():
    """The first paragraph under the title is Arabic, right to left."""
    opening = README.split("\n\n")[1:3]
    assert opening[0] == '<div dir="rtl">'
    assert len(re.findall("[ء-ي]", opening[1])) > 100


@pytest.mark.parametrize("target", re.findall(r"(?:\]\(|src=\")([^)\"#:]+)[)\"]", re.sub("`[^`]*`", "", README)))
def test_every_picture_and_file_of_the_readme_exists(target):
    """A link of the README leads to a file of the repository."""
    assert (REPOSITORY / target).is_file()


def test_the_map_names_every_room():
    """The README's map lists each room of the package, in the order of the rooms."""
    table = README.split("## How it is built")[1]
    assert re.findall(r"^\| `(\w+)/?` \|", table, re.MULTILINE) == ROOMS


def test_the_guide_names_every_template():
    """A designer finds each template in the guide of the theme."""
    templates = {file.name for file in (REPOSITORY / "templates").glob("*.html")}
    assert templates - set(re.findall(r"`([\w.]+\.html)`", GUIDE)) == set()
