"""Spell text in the letters of ASCII, as other generators do it for their addresses."""

from text_unidecode import unidecode


def ascii_text(text: str) -> str:
    """Return *text* spelled in ASCII; Arabic keeps its consonants only."""
    return text if text.isascii() else str(unidecode(text))
