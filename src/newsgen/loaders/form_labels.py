"""Recognise the labels of a comment form, which are ordinary words anywhere else."""

import re
from itertools import accumulate, pairwise

from newsgen.loaders.capture.markers import keys, split_labels
from newsgen.loaders.comment_form import FieldLabel
from newsgen.text.arabic import line_key

_FIELDS: dict[str, str] = {
    key: name
    for name, labels in {
        "comment": "التعليق·تعليقك·نص التعليق·اكتب تعليقك هنا·الرسالة·Comment·Commentaire",
        "author": "الاسم·الإسم·اسمك·الاسم الكامل·الاسم بالكامل·Name·Nom",
        "email": "البريد الإلكتروني·بريدك الإلكتروني·البريد·الإيميل·عنوان البريد الإلكتروني·Email·E-mail",
        "url": "الموقع الإلكتروني·الموقع·موقعك·موقعك الإلكتروني·رابط موقعك·Website·Site web",
    }.items()
    for key in keys(labels)
}
_SUBMITS = keys("إرسال·أرسل·علق·Submit·Post Comment")
_CHECKBOX = re.compile(r"^(?:احفظ (?:اسمي|الاسم|بياناتي)\b|اعلمني ب|نبهني عبر|الغاء الرد$|تعليق جديد$)")
_ASIDE = re.compile(r"\(([^()]*)\)")
_REQUIRED = re.compile("مطلوب|إلزامي|الزامي|إجباري|اجباري|required", re.IGNORECASE)
_MAX_LABELS = 160
"""In characters. A longer line is not a label of a form."""


def find_form_fields(text: str) -> tuple[FieldLabel, ...] | None:
    """Return the labels of a comment form on the line *text*; None if the line does not belong to a form.

    Several labels may share a line. A button or a checkbox ("save my name …") gives an empty tuple. Use only
    after the heading or the e-mail note of a form, because elsewhere these are ordinary words.
    """
    if len(text) > _MAX_LABELS:
        return None
    key = line_key(text)
    if _CHECKBOX.match(key) or key in _SUBMITS:
        return ()
    words, starred = _words_and_stars(text)
    sizes = split_labels([line_key(word) for word in words], _FIELDS)
    starts = list(accumulate(sizes, initial=0))
    star_positions = starts[:-1] if 0 in starred else starts[1:]  # stars stand before the labels, or after them
    labels = [" ".join(words[start:end]).strip(":： ") for start, end in pairwise(starts)]
    found = zip(labels, star_positions, strict=True)
    return tuple(FieldLabel(_FIELDS[line_key(label)], label, star in starred) for label, star in found) or None


def is_submit_label(text: str) -> bool:
    """Return whether *text* is the submit button of a captured form; use only for lines within a form."""
    return line_key(text) in _SUBMITS


def _words_and_stars(text: str) -> tuple[list[str], set[int]]:
    """Return the words of a form's labels, and the numbers of words before each star or "(required)"."""
    plain = _ASIDE.sub(lambda aside: " * " if _REQUIRED.search(aside[1]) else " ", text).replace("*", " * ")
    words: list[str] = []
    starred: set[int] = set()
    for word in plain.split():
        if word == "*":
            starred.add(len(words))
        elif line_key(word):
            words.append(word)
    return words, starred
