"""Typing mistakes are counted as people make them."""

import pytest

from newsgen.text.spelling import edits_between


@pytest.mark.parametrize(
    ("word", "other", "edits"),
    [
        ("draft", "draft", 0), ("darft", "draft", 1), ("draf", "draft", 1), ("drraft", "draft", 1),
        ("graft", "draft", 1), ("darf", "draft", 2), ("", "ab", 2), ("ab", "", 2), ("ca", "abc", 3),
    ],
)  # fmt: skip
def test_a_mistake_is_a_letter_or_an_exchange_of_neighbours(word, other, edits):
    """The distance is the same in both directions."""
    assert edits_between(word, other) == edits_between(other, word) == edits
