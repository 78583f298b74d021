from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.formats.yaml_fields import read_mapping
from newsgen.formats.yaml_lines import read_lines
from newsgen.formats.yaml_writer import front_matter, yaml_text
from newsgen.text.arabic import clean

SIGNS = st.sampled_from([*": #,[]{}\"'`-?&*!|>%@\\~\n\t\r", " # ", ": ", "no", "null", "12:30", "…", "é", "خبر", " "])
TEXTS = st.one_of(st.text(max_size=20), st.lists(SIGNS, max_size=8).map("".join))
NONEMPTY_TEXTS = TEXTS.filter(bool)
KEYS = st.from_regex(r"[a-z]\w{0,10}", fullmatch=True)
VALUES = st.one_of(
    NONEMPTY_TEXTS,
    st.lists(TEXTS, min_size=1, max_size=4),
    st.dictionaries(KEYS, st.one_of(NONEMPTY_TEXTS, st.lists(TEXTS, min_size=1, max_size=3)), min_size=1, max_size=4),
    st.lists(st.dictionaries(KEYS, NONEMPTY_TEXTS, min_size=1, max_size=3), min_size=1, max_size=3),
)


def cleaned(value):
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [cleaned(item) for item in value]
    return {key: cleaned(item) for key, item in value.items()}


def read(text):
    return {key: entry.value for key, entry in read_mapping(text, "x").entries.items()}


@given(st.dictionaries(KEYS, VALUES, max_size=4))
def test_written_values_are_read_back(values):
    """Any text that an imported page has as its headline is read back."""
    assert read(yaml_text(values)) == cleaned(values)


@pytest.mark.parametrize(
    "text", ["الحكومة تعلن: خطة جديدة", "35 قتيلا في بغداد", "محمد السادس (الملك) – اليوم؟", "AFP وكالة"]
)
def test_an_ordinary_headline_is_not_quoted(text):
    """Editors read these files, so quotes are written only if needed."""
    written = yaml_text({"title": text})
    assert ('"' in written) == (": " in text)
    assert read(written) == {"title": text}


@pytest.mark.parametrize(
    "text", ["null", "no", "12:30", "2011", "~", "- x", "# x", "x #y", "x: y", "'", '"', "*x", "a, b"]
)
def test_text_that_yaml_would_read_otherwise_is_quoted(text):
    """Other programs read the front matter too."""
    assert yaml_text({"key": text}).startswith('key: "')


def test_front_matter_consists_of_ordinary_lines():
    """A build can then read it without the YAML parser."""
    text = yaml_text(
        {
            "title": 'قال "نعم"',
            "date": datetime(2011, 1, 25, 14, 30, tzinfo=UTC),
            "updated": date(2011, 1, 26),
            "tags": ["المغرب", "كرة القدم"],
            "related": ["عنوان أول طويل جدا لا يسعه سطر واحد مع غيره من العناوين", "ثان"],
            "container": {"name": "export.xml", "place": "item 12, line 345"},
            "draft": True,
            "none": None,
            "empty": [],
        }
    )
    assert read_lines(text, 1) is not None
    assert "date: 2011-01-25T14:30:00+00:00\n" in text
    assert "none" not in text
    assert "empty" not in text


def test_front_matter_has_its_fences():
    """A file begins with front matter between two fences."""
    assert front_matter({"title": "خبر"}) == "---\ntitle: خبر\n---\n"
