"""Decide which comments an editor should look at one by one: those with listed words, with links, or too long."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from newsgen.errors import SourceError
from newsgen.filesystem import read_file, read_utf8
from newsgen.importers.comments.cleaning import MAX_TEXT
from newsgen.model.article import Comment
from newsgen.text.arabic import title_key

HOLD_LIST = "content/comments-hold.txt"
_LINK = re.compile(
    r"https?:|\bwww\.|<a\s|\[url\b|\]\(|(?<![\w@.-])[a-z0-9-]{2,63}\.(?:com|net|org|info|ru|cn|xyz|top|io|me)\b",
    re.IGNORECASE,
)
"""Matches what is or may become a link in a comment."""
_BEFORE, _AFTER = "(?:^| )[وفبكل]{0,2}(?:ال|لل)?", "(?:ات|ين|ون|ان|هم|هن|ها|نا|كم|يه|ه|ي|ك|ا)?(?: |$)"
"""The particles and endings that are written as one word with an Arabic noun, as `title_key` spells them."""
_LONG_WORD = 4
"""Letters of a word after which any ending counts; a shorter one is the beginning of too many others."""
_SINGLE_LETTERS = re.compile(r"(?<!\w)\w(?: \w(?!\w)){2,}")


@dataclass(frozen=True)
class HoldList:
    """Words and phrases that hold a comment back, in any spelling of Arabic and with particles: والقمار is قمار too."""

    words: tuple[str, ...] = ()

    @cached_property
    def _patterns(self) -> tuple[tuple[re.Pattern[str], str], ...]:
        keys = ((title_key(word), word) for word in self.words)
        return tuple((_pattern(key), word) for key, word in keys if key)

    def word_in(self, comment: Comment) -> str | None:
        """Return the first listed word in the name, the address or the text of a *comment*; None if there is none."""
        text = title_key("\n".join(filter(None, (comment.author, comment.url, comment.text))))
        text = _SINGLE_LETTERS.sub(lambda run: run[0].replace(" ", ""), text)  # put apart to hide a word
        return next((word for pattern, word in self._patterns if pattern.search(text)), None)

    def reasons(self, comment: Comment) -> list[str]:
        """Return why an editor should look at a *comment* before it is approved, as phrases; empty if nothing does."""
        word = self.word_in(comment)
        links, letters = len(_LINK.findall(comment.text)), len(comment.text)
        return [
            *([f"has {letters:,} characters, more than the form accepts"] if letters > MAX_TEXT else []),
            *([f"has the listed word {word!r}"] if word else []),
            *([f"has {links} link{'s' if links > 1 else ''}"] if links else []),
        ]


def _pattern(key: str) -> re.Pattern[str]:
    """Return the pattern of a listed word, which is given by its `title_key`."""
    return re.compile(_BEFORE + re.escape(key) + ("" if len(key) >= _LONG_WORD else _AFTER))


def read_hold_list(root: Path) -> HoldList:
    """Return the hold list of the project at *root*, one word or phrase on a line; # begins a remark.

    Raises SourceError if it is not a readable file in UTF-8.
    """
    try:
        text = read_utf8(read_file(root / HOLD_LIST), HOLD_LIST)
    except FileNotFoundError:
        return HoldList()
    except OSError as error:
        raise SourceError.unreadable(HOLD_LIST, error) from None
    lines = (line.strip() for line in text.split("\n"))
    return HoldList(tuple(line for line in lines if line and not line.startswith("#")))
