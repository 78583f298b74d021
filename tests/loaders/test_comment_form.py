"""A comment form in front matter is as complete as a captured one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.formats.yaml_fields import Fields, read_mapping
from newsgen.formats.yaml_lines import Entry
from newsgen.loaders.comment_form import DEFAULT_FIELDS, DEFAULT_HEADING, DEFAULT_SUBMIT, form_entries, read_form
from newsgen.model.article import CommentForm, FormField

WORDS = st.text(st.sampled_from("اب، ,.*جx"), min_size=1).map(lambda text: " ".join(text.split())).filter(bool)


def form(text):
    """Return the form in front matter, with its errors."""
    fields = read_mapping(text, "a.md")
    return read_form(fields), fields.errors


def test_parts_that_front_matter_lacks_are_the_defaults():
    """Labels in front matter count as captured."""
    found, errors = form("comment_form:\n  author: اسمك\n  required: [author]\n  notes: 'لن ينشر بريدك، أبدا'\n")
    assert errors == []
    assert (found.heading, found.submit, found.notes) == (DEFAULT_HEADING, DEFAULT_SUBMIT, ("لن ينشر بريدك، أبدا",))
    assert [(field.label, field.required, field.origin) for field in found.fields] == [
        ("التعليق", True, "default"),
        ("اسمك", True, "capture"),
        ("البريد الإلكتروني", False, "default"),
        ("الموقع الإلكتروني", False, "default"),
    ]


@pytest.mark.parametrize("text", ["title: خبر\n", "comment_form:\n", "comment_form: {}\n"])
def test_without_a_form_the_result_is_none(text):
    """An article need not have a comment form."""
    assert form(text) == (None, [])


@pytest.mark.parametrize(
    ("text", "line", "found"),
    [
        ("\ncomment_form: نعم\n", 2, "comment_form is a text"),
        ("comment_form: []\n", 1, "comment_form is a list"),
        ("comment_form:\n  heading: [أ]\n", 2, "heading is a list"),
        ("comment_form:\n  notes: {a: b}\n", 2, "notes is not a list"),
        ("comment_form:\n  required: [name]\n", 2, "required names an unknown field"),
    ],
)
def test_each_mistake_names_line_and_finding(text, line, found):
    """An error in the form is reported like any error in front matter."""
    _, (error,) = form(text)
    assert error.line == line
    assert found in error.found


@st.composite
def forms(draw):
    """Draw any complete form."""
    labels = [draw(st.one_of(st.none(), WORDS)) for _ in DEFAULT_FIELDS]
    return CommentForm(
        draw(WORDS),
        tuple(draw(st.lists(WORDS, unique=True, max_size=3))),
        tuple(
            FormField(
                known.name,
                label or known.label,
                known.type,
                known.name == "comment" or draw(st.booleans()),
                "capture" if label else "default",
            )
            for known, label in zip(DEFAULT_FIELDS, labels, strict=True)
        ),
        draw(WORDS),
    )


@given(forms())
def test_a_written_form_is_read_back_unchanged(known):
    """Making entries is the inverse of reading them."""
    entries = form_entries(known)
    inner = {key: Entry(value, 1) for key, value in entries.items()}
    fields = Fields("a.md", {"comment_form": Entry(entries, 1, inner)})
    assert read_form(fields) == known
    assert fields.errors == []
