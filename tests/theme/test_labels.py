import re

import pytest

from folders import REPOSITORY, TEMPLATES
from newsgen.archive.taxonomies import Taxonomy
from newsgen.model.article import Role
from newsgen.theme.labels import load_labels
from newsgen.theme.theme import template_folders


@pytest.fixture
def read(tmp_path):
    """Return a function that reads the labels of a project with a given labels.yml, and returns them and the errors."""

    def load(text):
        (tmp_path / "templates").mkdir(exist_ok=True)
        (tmp_path / "templates/labels.yml").write_bytes(text if isinstance(text, bytes) else text.encode())
        labels, errors = load_labels(template_folders(tmp_path))
        return labels, [str(error) for error in errors]

    return load


def test_a_project_can_change_single_labels(read):
    """All other labels keep the words of the theme."""
    labels, errors = read("home: الصفحة الأولى\narticles: {one: خبر واحد}\n")
    assert errors == []
    assert labels["home"] == "الصفحة الأولى"
    assert (labels["articles"]["one"], labels["articles"]["two"]) == ("خبر واحد", "مقالان")
    assert labels["archive"] == "الأرشيف"


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("hme: بيت\n", "templates/labels.yml:1: the label 'hme' is not known; did you mean 'home'?"),
        ("\nhome: [بيت]\n", "templates/labels.yml:2: the label home must be text; write one line of text after home:"),
        (
            "articles: مقال\n",
            "templates/labels.yml:1: the label articles must be a mapping of plural forms; write some of",
        ),
        (
            "articles: {some: مقال}\n",
            "templates/labels.yml:1: the label articles must be a mapping of plural forms; write some of",
        ),
        ("home: أ\nhome: ب\n", "templates/labels.yml:2: the label home is repeated; delete one of the two"),
        ("- home\n", "templates/labels.yml:1: the text is not a mapping"),
        (b"home: \xff\n", "templates/labels.yml:1: byte 0xff is not valid UTF-8"),
    ],
)
def test_a_wrong_label_is_an_error_with_its_line(read, text, error):
    """A typing error is reported, and the label keeps the words of the theme."""
    labels, errors = read(text)
    assert len(errors) == 1
    assert errors[0].startswith(error)
    assert labels["home"] == "الرئيسية"


def test_an_empty_label_is_empty(read):
    """An editor can remove a word from the pages with an empty label."""
    assert read("made_with:\n")[0]["made_with"] == ""


def test_every_label_is_used_and_every_used_label_exists():
    """labels.yml has no label that nothing uses, and no used label is missing."""
    labels, _ = load_labels([TEMPLATES])
    rooms = [file for file in (REPOSITORY / "src/newsgen").rglob("*.py") if file.name != "labels.py"]
    sources = [*TEMPLATES.glob("*.html"), *rooms]
    text = "\n".join(source.read_text(encoding="utf-8") for source in sources)
    used = set(re.findall(r"labels\.([a-z_]+)|labels\[\"([a-z_]+)\"\]|label\(\"([a-z_]+)\"\)", text))
    used = {name for names in used for name in names if name}
    used |= (
        {f"role_{role}" for role in Role} | {kind.value for kind in Taxonomy} | {kind.name.lower() for kind in Taxonomy}
    )
    assert used == labels.keys()
