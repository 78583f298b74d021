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
"""Characters. Longer lines are no labels of a form."""


def find_form_fields(text: str) -> tuple[FieldLabel, ...] | None:
    """Say which fields of a comment form the line *text* labels; None when it is no such line.

    Several labels may share a line. A button or a checkbox ("save my name …") has no field. Ask only
    where a comment heading or its e-mail note came before: elsewhere these are ordinary words.
    """
    if len(text) > _MAX_LABELS:
        return None
    key = line_key(text)
    if _CHECKBOX.match(key) or key in _SUBMITS:
        return ()
    words, starred = _words_and_stars(text)
    sizes = split_labels([line_key(word) for word in words], _FIELDS)
    starts = list(accumulate(sizes, initial=0))
    marked = starts[:-1] if 0 in starred else starts[1:]  # stars stand before the labels, or after them
    labels = [" ".join(words[start:end]).strip(":： ") for start, end in pairwise(starts)]
    found = zip(labels, marked, strict=True)
    return tuple(FieldLabel(_FIELDS[line_key(label)], label, mark in starred) for label, mark in found) or None


def is_submit_label(text: str) -> bool:
    """Tell the button of a form; ask only within one."""
    return line_key(text) in _SUBMITS


def _words_and_stars(text: str) -> tuple[list[str], set[int]]:
    """Return the words of *text*, and after how many of them stands a star or "(required)"."""
    plain = _ASIDE.sub(lambda aside: " * " if _REQUIRED.search(aside[1]) else " ", text).replace("*", " * ")
    words: list[str] = []
    starred: set[int] = set()
    for word in plain.split():
        if word == "*":
            starred.add(len(words))
        elif line_key(word):
            words.append(word)
    return words, starred
