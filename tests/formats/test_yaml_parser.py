"""YAML is read as people mean it: texts stay texts, and every mistake is reported with its line."""

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from newsgen.errors import SourceError
from newsgen.formats import yaml_parser
from newsgen.formats.yaml_parser import parse_yaml


def values(text):
    """Return the values of a YAML text by their keys."""
    return {key: entry.value for key, entry in parse_yaml(text, "خبر.md", 2, SourceError).by_key.items()}


def refusal(text):
    """Return the error of a YAML text that starts on line 2."""
    with pytest.raises(SourceError) as caught:
        parse_yaml(text, "خبر.md", 2, SourceError)
    return caught.value


@pytest.fixture(params=["CBaseLoader", "BaseLoader"], autouse=True)
def _both_parsers(request, monkeypatch):
    """Run each test with and without libyaml, which must not change what is read."""
    monkeypatch.setattr(yaml_parser, "Loader", getattr(yaml, request.param))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12:30", "12:30"),
        ("no", "no"),
        ("2022-07-18", "2022-07-18"),
        ("1_000", "1_000"),
        ("0x1f", "0x1f"),
        ("!!int 3", "3"),
        ("!!python/name:os.system ''", ""),
        ("!!python/object/apply:os.system [id]", ["id"]),
        ("!!binary aGVsbG8=", "aGVsbG8="),
        ("'~'", "~"),
        ('"مكتبة: افتتاح"', "مكتبة: افتتاح"),
        ("|\n  سطر\n  ثان", "سطر\nثان"),
        ("[أ، ب, ج]", ["أ، ب", "ج"]),
        ("{src: a.jpg, alt: صورة}", {"src": "a.jpg", "alt": "صورة"}),
    ],
)
def test_scalars_stay_text_and_tags_are_ignored(text, value):
    """YAML 1.1 reads 12:30 as 750 and no as false, and its tags can run code."""
    assert values(f"x: {text}") == {"x": value}


@pytest.mark.parametrize("text", ["", "~", "null", "Null", "NULL", "# ملاحظة"])
def test_an_empty_value_is_none(text):
    """A key without a value counts as missing."""
    assert values(f"x: {text}") == {"x": None}


@pytest.mark.parametrize("text", ["", "\n\n", "# ملاحظة\n", "---\n", "~\n"])
def test_a_text_without_keys_is_an_empty_mapping(text):
    """An empty site.yml means that all settings have their defaults."""
    assert values(text) == {}


def test_keys_know_their_lines_at_every_level():
    """An error names the line of its key, inside a section too, after any text before it."""
    text = "title: خبر\u2028عاجل\n\n# ملاحظة\nimage:\n  src: a.jpg\n  alt: صورة\ntags: [أ]\n"
    found = parse_yaml(text, "خبر.md", 2, SourceError).by_key
    assert {key: entry.line for key, entry in found.items()} == {"title": 2, "image": 5, "tags": 8}
    assert {key: entry.line for key, entry in found["image"].inner.items()} == {"src": 6, "alt": 7}


def test_the_last_one_of_a_repeated_key_counts_and_is_reported():
    """People paste a key twice, at any level, and mean the later one."""
    found = parse_yaml("title: أ\nimage:\n  alt: ب\n  alt: ج\ntitle: د\n", "خبر.md", 2, SourceError)
    assert found.by_key["title"].value == "د"
    assert found.by_key["image"].value == {"alt": "ج"}
    assert found.repeated == ((5, "alt"), (6, "title"))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1\nb: 'مفتوح\nc: 2\nd: 3\n", 3),
        ('a: 1\nb: "مفتوح\nc: 2\n', 3),
        ("a: 1\nb: [1, 2\nc: 3\n", 3),
        ("a: 1\nb: {c: 1\nd: 3\n", 3),
        ("a: 1\nb: c: d\n", 3),
        ("a: 1\n\tb: 2\n", 3),
        ("a: 1\n  b: 2\n", 3),
        ("a: 1\nb\nc: 2\n", 3),
        ("a: 1\nb: @x\n", 3),
        ("a: 1\nb: *خبر\n", 3),
        ("a: 1\nb: %x\n", 3),
        ("a: 1\n---\nb: 2\n", 3),
        ("a: 1\n? [b]\n: c\n", 3),
        ("a: 1\r\nb: @x\r\n", 3),
    ],
)
def test_broken_yaml_names_the_line_of_the_mistake(text, line):
    """An open quote is reported on the line that opens it, not at the end of the file."""
    error = refusal(text)
    assert (error.path, error.line) == ("خبر.md", line)
    assert error.found.startswith("broken YAML (")
    assert "quotes" in error.remedy


@pytest.mark.parametrize("text", ["- أ\n- ب\n", "نص بلا مفاتيح\n", "[أ, ب]\n", "'خبر'\n"])
def test_a_list_or_a_text_is_not_a_mapping(text):
    """Front matter that is a list has no keys to read."""
    assert "not a mapping" in refusal(text).found


@pytest.mark.parametrize("text", ["a: 1\nb: \x07\n", "a: 1\nb: \x00\n", "a: 1\nb: \ufffe\n"])
def test_control_characters_are_reported_with_their_line(text):
    """They are invisible, so the message has to say where they are."""
    error = refusal(text)
    assert error.line == 3
    assert "invisible" in error.remedy


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
        "a: &a [*a]\n",
        "a: &a {b: c}\n<<: *a\n",
        "a: " + "[" * 100_000,
        "a: " + "{a: " * 20_000,
        "- " * 50_000,
        "\n".join(" " * level + "a:" for level in range(500)),
        "? " * 5_000,
    ],
    ids=["bomb", "loop", "merge", "brackets", "braces", "dashes", "levels", "questions"],
)
def test_a_few_lines_cannot_exhaust_the_machine(text):
    """Aliases that expand to gigabytes and nesting that overflows the stack are refused as broken."""
    error = refusal(text)
    assert 2 <= error.line <= 2 + text.count("\n")
    assert "quotes" in error.remedy


def test_escapes_cannot_add_invisible_characters():
    """A quoted escape cannot put a control character or a bidi mark into a headline."""
    assert values(r'x: "أ\0\x07\u202eب\u200f"') == {"x": "أب"}


@given(
    st.dictionaries(st.text("ابتثج", min_size=1), st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs", "Cn"])))
)
def test_the_output_of_a_yaml_writer_is_read_back(mapping):
    """Any text in YAML's quotes is read back exactly."""
    plain = {key: " ".join(value.split()) for key, value in mapping.items()}
    text = yaml.safe_dump(plain, allow_unicode=True, default_style='"')
    assert values(text) == plain


@given(st.text(alphabet="ab:-?[]{}#&*!|>'\"%@`~, \n\t\r\ufeff\u2028أ0", max_size=60))
@example("{")
def test_any_text_is_read_or_refused(text):
    """Every text gives a mapping, or an error with a line of the text."""
    line = 2
    try:
        values(text)
    except SourceError as error:
        line = error.line
    assert 2 <= line <= text.count("\n") + text.count("\r") + 4
