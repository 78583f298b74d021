"""Values are read as types; all wrong values are reported together, each with its line."""

from datetime import date, datetime, timedelta, timezone

import pytest

from newsgen.errors import ConfigError, SourceError
from newsgen.filesystem import read_utf8
from newsgen.formats.yaml_fields import read_mapping
from newsgen.text.web_addresses import is_url


def fields(text):
    """Return the fields of a front matter that starts on line 2."""
    return read_mapping(text, "خبر.md", 2)


def messages(read):
    """Return the errors of *read* as lines."""
    return [str(error) for error in read.errors]


def test_all_wrong_values_are_reported_together():
    """Reading goes on after a mistake, so that an editor can correct all of them at once."""
    read = fields("title: [أ, ب]\ndate: الثلاثاء\ndraft: ربما\ncomments: مغلق\nsource_url: example\ntags: {أ: ب}\n")
    assert read.text("title") is None
    assert read.moment("date") is None
    assert read.flag("draft", default=False) is False
    assert read.choice("comments", ["open", "closed"]) is None
    assert read.url("source_url") is None
    assert read.texts("tags") == ()
    assert [error.line for error in read.errors] == [2, 3, 4, 5, 6, 7]
    assert all(line.startswith("خبر.md:") and "; write " in line for line in messages(read))


def test_errors_have_the_requested_class():
    """A mistake in site.yml is an error of configuration, one in an article an error of content."""
    read = read_mapping("title: [أ]\n", "content/site.yml", kind=ConfigError)
    read.text("title")
    assert isinstance(read.errors[0], ConfigError)


@pytest.mark.parametrize(
    ("value", "text"), [("  مكتبة   المدينة ", "مكتبة المدينة"), ('""', None), ("''", None), ("", None), ("'  '", None)]
)
def test_text_is_one_line_or_nothing(value, text):
    """White space is folded, and a blank text counts as missing."""
    assert fields(f"title: {value}\n").text("title") == text
    assert fields("").text("title") is None


@pytest.mark.parametrize(
    ("value", "texts"),
    [
        ("[اقتصاد, رياضة]", ("اقتصاد", "رياضة")),
        ("اقتصاد، رياضة,  ثقافة ", ("اقتصاد", "رياضة", "ثقافة")),
        ("\n  - اقتصاد\n  - 'أ، ب'", ("اقتصاد", "أ، ب")),
        ("[أ, ~, '', ' ', أ]", ("أ",)),
        ("", ()),
        ("[]", ()),
    ],
)
def test_texts_are_a_list_or_a_line_with_commas(value, texts):
    """An Arabic comma separates as well as a Latin one; each text counts once."""
    assert fields(f"tags: {value}\n").texts("tags") == texts


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2022-07-18", date(2022, 7, 18)),
        ("18 غشت 2022", date(2022, 8, 18)),
        ("٢٥ يناير ٢٠١١", date(2011, 1, 25)),
        ("2022-07-18T12:30:00+01:00", datetime(2022, 7, 18, 12, 30, tzinfo=timezone(timedelta(hours=1)))),
    ],
)
def test_moments_are_dates_as_newspapers_print_them(value, moment):
    """An editor may paste the date as the newspaper printed it."""
    assert fields(f"date: {value}\n").moment("date") == moment


@pytest.mark.parametrize("value", ["12:30", "الثلاثاء", "2022-02-30", "منذ يومين", "١٥ رمضان ١٤٤٣", "03/09/18"])
def test_an_unreadable_date_says_how_to_write_it(value):
    """A date is never guessed."""
    read = fields(f"date: {value}\n")
    assert read.moment("date") is None
    assert f"خبر.md:2: date {value!r} cannot be read" in messages(read)[0]
    assert "2011-01-25" in messages(read)[0]


@pytest.mark.parametrize(
    ("value", "flag"),
    [("true", True), ("Yes", True), ("on", True), ("no", False), ("FALSE", False), ("off", False), ("", True)],
)
def test_flags_are_yaml_booleans_in_words(value, flag):
    """A missing flag is its default."""
    assert fields(f"draft: {value}\n").flag("draft", default=True) is flag


def test_a_choice_names_the_nearest():
    """The message for a typing mistake names the value that was probably meant."""
    read = fields("comments: closd\n")
    read.choice("comments", ["open", "closed"])
    assert messages(read) == [
        "خبر.md:2: comments 'closd' is not known; write one of open, closed (did you mean closed?)"
    ]


@pytest.mark.parametrize(("key", "known"), [("titel", "title"), ("TITLE", "title"), ("Base-URL", "base_url")])
def test_an_unknown_key_names_the_nearest_known_one(key, known):
    """A misspelt setting is not ignored silently."""
    read = fields(f"{key}: خبر\n")
    for name in ("title", "description", "base_url"):
        read.text(name)
    read.refuse_unknown()
    assert messages(read) == [f"خبر.md:2: unknown key {key!r}; the nearest known key is {known!r}"]


def test_the_errors_of_a_section_have_their_own_lines():
    """A wrong key inside a section is on its own line, not on the section's."""
    read = fields("form:\n  preset: x\n  endpont: y\n")
    inner = read.section("form")
    inner.choice("preset", ["none"])
    inner.text("endpoint")
    inner.refuse_unknown()
    assert [error.line for error in read.errors] == [3, 4]


@pytest.mark.parametrize(("value", "shape"), [("نص", "text"), ("[أ]", "list")])
def test_a_section_that_is_not_a_mapping_is_an_error(value, shape):
    """A section needs keys, so it cannot be a text or a list."""
    read = fields(f"form: {value}\n")
    assert read.section("form").text("preset") is None
    assert f"form is a {shape}" in messages(read)[0]


def test_unknown_entries_are_those_never_read():
    """Keys that newsgen does not know are kept for templates."""
    read = fields("title: خبر\nمراسل: فلان\n")
    read.text("title")
    assert read.unknown() == {"مراسل": "فلان"}


def test_repeated_keys_are_warnings():
    """The last one counts, and the editor gets a warning."""
    read = fields("title: أ\ntitle: ب\n")
    assert read.text("title") == "ب"
    assert read.warnings == ["line 3: title is repeated; the last one counts"]


@pytest.mark.parametrize(
    "url",
    ["https://example.org/", "HTTP://example.org", "https://مثال.example/خبر?id=1#x", "https://user@example.org:8080/"],
)
def test_a_url_has_a_scheme_and_a_host(url):
    """Arabic letters are allowed in a URL."""
    assert is_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "example.org", "//example.org/", "https://", "https:///x", "https://:80/", "https://@/", "ftp://example.org/",
        "javascript:alert(1)", "data:text/html,x", "https://exa mple.org/", "https://[::1", "https://example.org:x/",
        'https://example.org/"x', "https://example.org/<x>", "https://example.org\\x", "",
    ],
)  # fmt: skip
def test_text_that_is_not_a_url_is_refused(url):
    """A link that leads nowhere, or runs code, is refused when it is read."""
    assert not is_url(url)


def test_utf8_is_read_with_or_without_a_bom_and_with_any_line_end():
    """Editors on other systems write BOM and CRLF, which are not part of the text."""
    assert read_utf8("\ufeffأ\r\nب\rج\n".encode(), "خبر.md") == "أ\nب\nج\n"


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_bytes_that_are_not_utf8_are_reported_with_their_line(ending):
    """The encoding of a file that an editor writes is never guessed."""
    data = f"title: x{ending}".encode() + "خبر".encode("cp1256")
    with pytest.raises(SourceError) as caught:
        read_utf8(data, "خبر.md")
    assert str(caught.value) == "خبر.md:2: byte 0xce is not valid UTF-8; save the file as UTF-8"
