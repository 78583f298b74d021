"""Compare two spellings of a word, and spell text in the letters of ASCII."""


def edits_between(word: str, other: str) -> int:
    """Return how many typing mistakes turn *word* into *other*.

    A mistake is a letter too many, too few or wrong, or two neighbours in the wrong order ("optimal string
    alignment"): darft is one mistake from draft.
    """
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(word, 1):
        here = [row]
        for column, target in enumerate(other, 1):
            edits = min(above[column] + 1, here[-1] + 1, above[column - 1] + (letter != target))
            if row > 1 and column > 1 and letter == other[column - 2] and word[row - 2] == target:
                edits = min(edits, before[column - 2] + 1)
            here.append(edits)
        before, above = above, here
    return above[-1]


def ascii_text(text: str) -> str:
    """Return *text* spelled in ASCII, as other generators do it for addresses; Arabic keeps its consonants only."""
    if text.isascii():
        return text
    from text_unidecode import unidecode  # noqa: PLC0415 - few texts need it

    return str(unidecode(text))
