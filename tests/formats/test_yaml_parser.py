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
    assert error.remedy


@pytest.mark.parametrize(
    ("text", "line", "found", "remedy"),
    [
        ("title: خبر\ntag:\u00a0وسم\ndate: x", 3, "a no-break space (U+00A0) after tag:", "an ordinary space"),
        ("title:\u3000خبر", 2, "an ideographic space (U+3000) after title:", "an ordinary space"),
        ("x: y\ntitle:\u200bخبر\ndate: x", 3, "a zero width space (U+200B) after title:", "an ordinary space"),
        ("title\u2007: خبر", 2, "a figure space (U+2007) before the colon of title", "delete it"),
        ("image:\n\u00a0\u00a0src: a.jpg", 3, "a no-break space (U+00A0) in the indentation", "an ordinary space"),
        ("tags:\n  -\u00a0أ\n  -\u00a0ب", 3, "a no-break space (U+00A0) after -", "an ordinary space"),
        ("image:\n\tsrc: a.jpg", 3, "a tab in the indentation", "spaces"),
        ("title：خبر\ndate: x", 2, "a fullwidth colon (U+FF1A) instead of a colon", "write title: …"),
        ("title؛ خبر", 2, "an arabic semicolon (U+061B) instead of a colon", "write title: …"),
        ("x: y\ntitle:خبر\n", 3, "no space after title:", "a space after the colon"),
        ('title = "خبر"', 2, "title = … instead of title: …", "write title: …"),
        ("title: *نجم*", 2, "begins with *, YAML's sign for an alias", "put quotes around"),
        ("a: &t خ\nb: *t", 3, "an alias", "write the value out"),
        ("title: &نجم خ", 2, "begins with &, YAML's sign for an anchor", "put quotes around"),
        ("title: !عاجل خ", 2, "begins with !, YAML's sign for a tag", "put quotes around"),
        ("x: y\ntitle: @حساب", 3, "begins with @", "put quotes around"),
        ("title: %50 خصم", 2, "begins with %", "put quotes around"),
        ('title: "خبر" بقية', 2, "text after the closing quote", "single quotes"),
        ("title: 'قال 'نعم''", 2, "text after the closing quote", "double quotes"),
        ('x: y\ntitle: "خبر\ndate: "2022"\n', 3, "a quote that is not closed", 'close it with "'),
        ('title: "خبر\nx: ب"\ndate: y\n', 2, "a quote that is not closed", 'close it with "'),
        ("title: عاجل: خبر\nx: y", 2, "': ' in a value without quotes", "put quotes around"),
        ("title: [خبر عاجل\nx: y", 2, "a bracket [ that is not closed", "put quotes around"),
        ("title: [خبر] عاجل", 2, "text after the closing bracket", "put quotes around"),
        ("tags: [قطار #وسم, ب]\nx: y", 2, "a bracket that is not closed before ' #'", "quotes around each"),
        ("tags: - أ", 2, "a list on the line of its key", "write each item on a line below"),
        ("tags:\n  - أ\n - ب", 4, "another indentation", "align"),
        ("text: |\n  سطر\n  ثان\n\nx: عاجل: خبر", 6, "': ' in a value without quotes", "put quotes around"),
        ('title: "a\\d"', 2, "a backslash that YAML does not know", "write \\\\"),
    ],
)
def test_a_mistake_is_explained_at_its_line(text, line, found, remedy):
    """The message names the sign that the writer sees, and what to write instead; the line is that of the mistake."""
    for ending in ("\n", "\r\n", "\r"):
        error = refusal(text.replace("\n", ending))
        assert error.line == line
        assert found in error.found
        assert remedy in error.remedy


COMMENT = "what follows ' #' is a comment and is left out; put quotes around the value"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("title: مظاهرات تحت وسم #أنقذوا_المدرسة في الرباط", [2]),
        ("x: y\ntitle: مظاهرات # في الرباط", [3]),
        ("title: Train #news", [2]),
        ("title: #وسم", [2]),
        ("title: 2022 #وسم", [2]),
        ("tags:\n  - قطار #وسم\n  - #آخر\n  - ب", [3, 4]),
        ("image:\n  alt: صورة #وسم", [3]),
        ("title: سطر\n  ثان #وسم", [3]),
        ("tags: [قطار #وسم\n  , ب]", [2]),
        ("date: 2022-07-05 # أو بعده", []),
        ("date: 18 غشت 2022 # كما طبع", []),
        ("date: 2022-07-05 #checked", []),
        ("draft: true # بعد المراجعة", []),
        ("canonical: self # للبحث", []),
        ("image: # لاحقا", []),
        ("tags: # الوسوم\n  - أ", []),
        ("# title: خبر #وسم\n  # سطر\nx: y", []),
        ('title: "وسم #أ"', []),
        ("title: 'وسم' #أ", []),
        ("title: وسم#أ", []),
        ("text: |\n  وسم #أ", []),
        ("url: https://example.org/#a", []),
    ],
)
def test_a_comment_that_was_meant_as_text_is_reported(text, lines):
    """YAML drops what follows ' #', which cuts a headline with a hashtag; an ordinary comment is not reported."""
    found = parse_yaml(text, "خبر.md", 2, SourceError)
    assert found.doubts == tuple((line, COMMENT) for line in lines)


@pytest.mark.parametrize(
    ("text", "value", "line"),
    [
        ("x: &t عنوان", "عنوان", 2),
        ("x: !t عنوان", "عنوان", 2),
        ("x: ! عنوان", "عنوان", 2),
        ("x: أ\n  - ب", "أ - ب", 3),
        ("x:\n- أ\n  - ب", ["أ - ب"], 4),
    ],
)
def test_what_yaml_reads_otherwise_than_it_looks_is_reported(text, value, line):
    """A word that is left out and an item that is no item are warnings with their lines."""
    found = parse_yaml(text, "خبر.md", 2, SourceError)
    assert found.by_key["x"].value == value
    ((at, words),) = found.doubts
    assert at == line
    assert "; " in words


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
    assert error.remedy


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
