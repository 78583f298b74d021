"""Choose the tags of a web page among its keywords: those that say more than its headline and its site do."""

import re
from collections.abc import Collection, Iterable

from newsgen.text.arabic import title_key

_SEPARATOR = re.compile(r"[,،;؛|\n•·]|\s+#")
_GENERIC = frozenset(
    map(
        title_key,
        "أخبار·الأخبار·خبر·أخبار اليوم·آخر الأخبار·أخبار عاجلة·عاجل·أهم الأخبار·مقالات·مقال·جريدة·صحيفة"
        "·موقع·الموقع·بوابة·الرئيسية"
        "·كلمات مفتاحية·الكلمات المفتاحية·keywords·tag·tags·news·latest news·breaking news·article"
        "·articles·home·newspaper".split("·"),
    )
)
_MAX_TAGS, _MAX_TAG, _MOST_WORDS = 30, 60, 6
_FEWEST_PARTS, _COVERED, _LONG_PART = 3, 0.75, 4
"""Keywords are a headline that was cut up if this many make up this share of it; a tag is no long part of one."""


def tags_among(texts: Iterable[str], headline: str, site_names: Collection[str]) -> tuple[str, ...]:
    """Return the tags in the *texts* of a page's keywords, each once.

    *site_names* are the title keys of the newspaper's names. A text without separators that has more than a few words
    is no tag, because nothing tells where one word of it ends.
    """
    tags: dict[str, str] = {}
    for text in texts:
        for part in _SEPARATOR.split(text):
            tag = part.strip(" #.\"'«»“”").replace("_", " ")
            key = title_key(tag)
            if key and 1 < len(tag) <= _MAX_TAG and len(key.split()) <= _MOST_WORDS:
                tags.setdefault(key, tag)
    title = title_key(headline)
    left_out = _GENERIC | set(site_names) | _parts_of(title, list(tags))
    return tuple(tag for key, tag in tags.items() if key not in left_out)[:_MAX_TAGS]


def _parts_of(title: str, keys: list[str]) -> set[str]:
    """Return those of a page's *keys* of tags that only repeat its *title*, all in the form of `title_key`."""
    inside = [key for key in keys if f" {key} " in f" {title} "]
    words = {word for key in inside for word in key.split()}
    is_cut_up = len(inside) >= _FEWEST_PARTS and len(words) >= _COVERED * len(set(title.split()))
    return {key for key in inside if is_cut_up or len(key.split()) >= _LONG_PART or key == title}
