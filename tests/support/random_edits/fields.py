"""Random edits of what an article has beside its headline and its date."""

from random_edits.desk import Desk, items_of, listed, quoted
from random_edits.texts import (
    ALIASES,
    AUTHORS,
    DAYS,
    ENGLISH,
    EXTRAS,
    IDS,
    NEWSPAPERS,
    PERSIAN,
    SECTIONS,
    SLUGS,
    STORIES,
    TAGS,
    body,
    near_title,
    title,
)

FIELDS = {
    "slug": [*SLUGS, None],
    "aliases": [*(f"[{one}]" for one in ALIASES), f"[{ALIASES[0]}, {ALIASES[4]}]", None],
    "image": ["boat.png", "{src: boat.png, alt: قارب}", "deep/سوق.png", "https://example.net/x.png", None],
    "description": ["وصف", "وصف آخر", None],
    "updated": ["2022-01-01", "2022-01-02 10:00", None],
    "draft": ["true", "false", None],
    "id": [*IDS, None],
    "lang": ["en", "fa", "ar", None],
    "robots": ["noindex", None],
    "canonical": ["source", "self", None],
    "source_url": ["https://news.example/1.html", "https://news.example/2", None],
    "comments": ["closed", "open", None],
    "related_heading": ["اقرأ أيضا", None],
    "rights": ["كل الحقوق محفوظة", None],
    "captured": ["2022-03-04", None],
    "archived_url": ["https://web.archive.org/web/2022/https://news.example/1.html", None],
    "subtitle": ["فرعي", None],
    "author": [listed(*AUTHORS[:2]), *map(quoted, AUTHORS), None],
    "source_name": [*map(quoted, NEWSPAPERS), None],
    "categories": [*(listed(one) for one in SECTIONS), None],
}
"""Lines of front matter, with the values that random edits give them."""
_USUAL = {"slug": 0.3, "description": 0.2, "image": 0.15, "author": 0.4, "source_name": 0.4, "categories": 0.8}
_SELDOM = 0.03


def random_fields(desk: Desk) -> dict[str, str | None]:
    """Return the front matter of a new article, without its headline."""
    chance = desk.chance
    fields: dict[str, str | None] = {"date": chance.choice(DAYS)} if chance.random() < 0.9 else {}
    for key, values in FIELDS.items():
        if chance.random() < _USUAL.get(key, _SELDOM):
            fields[key] = chance.choice(values)
    if fields.get("slug") and chance.random() < 0.8:
        fields["slug"] = f"s{chance.randrange(1000)}"
    fields["tags"] = listed(*chance.sample(TAGS[:10], chance.choice([0, 1, 1, 2])))
    if chance.random() < 0.2:
        fields["related"] = _new_pin(desk)
    return fields


def write(desk: Desk, **fields: str | None) -> str:
    """Write a new article with these *fields* and random ones; return its path, its headline and its date."""
    chance = desk.chance
    names = (f"a{chance.randrange(1000)}" for _ in range(9))
    name = next((name for name in names if not desk.find(f"content/articles/**/{name}.md")), "z")
    known = {"title": quoted(title(chance)), **random_fields(desk), **fields}
    lines = "".join(f"{key}: {value}\n" for key, value in known.items() if value is not None)
    path = desk.put(f"content/articles/{name}.md", f"---\n{lines}---\n" + "\n\n".join(body(chance)) + "\n")
    return f"{path}: {known['title']} {known.get('date')}"


def field(desk: Desk) -> str:
    """Add, change or remove a line of front matter."""
    key = desk.chance.choice(list(FIELDS))
    return desk.set(desk.article(), **{key: desk.chance.choice(FIELDS[key])})


def remove_field(desk: Desk) -> str:
    """Remove a line of front matter."""
    path = desk.article()
    key = desk.pick(desk.fields(path).keys() - {"title"}) if path else None
    return desk.set(path, **{key: None}) if key else ""


def chosen_slug(desk: Desk) -> str:
    """Choose another address for an article, or let newsgen choose it."""
    slug = desk.chance.choice([f"s{desk.chance.randrange(1000)}", desk.chance.choice(SLUGS), None])
    return desk.set(desk.article(), slug=slug)


def summary(desk: Desk) -> str:
    """Change the summary alone."""
    path = desk.pick([path for path in desk.articles() if "description" in desk.fields(path)]) or desk.article()
    return desk.set(path, description=f"وصف {desk.chance.randint(1, 99)}")


def period(desk: Desk) -> str:
    """Change from when or until when an article is public."""
    key, moment = desk.chance.choice(["publishDate", "expires"]), desk.moment(-9, 1, 4, 30)
    return desk.set(desk.article(), **{key: desk.chance.choice([moment, moment, None])})


# --- terms


def section(desk: Desk) -> str:
    """Move an article to another section, or to another spelling of it."""
    return desk.set(desk.article(), categories=listed(desk.chance.choice(SECTIONS)))


def author(desk: Desk) -> str:
    """Change the author of an article."""
    return desk.set(desk.article(), author=quoted(desk.chance.choice(AUTHORS)))


def newspaper(desk: Desk) -> str:
    """Change the newspaper of an article."""
    return desk.set(desk.article(), source_name=quoted(desk.chance.choice(NEWSPAPERS)))


def tag(desk: Desk) -> str:
    """Give an article one more tag."""
    path = desk.article()
    tags = items_of(desk.fields(path).get("tags")) if path else []
    return desk.set(path, tags=listed(*dict.fromkeys([*tags, desk.chance.choice(TAGS)])))


def untag(desk: Desk) -> str:
    """Take a tag off an article."""
    path = desk.pick([path for path in desk.articles() if items_of(desk.fields(path).get("tags"))])
    tags = items_of(desk.fields(path).get("tags")) if path else []
    return desk.set(path, tags=listed(*tags[1:]))


def respell_tag(desk: Desk) -> str:
    """Spell the tag of an article in another way, so that another spelling may be the commonest."""
    place = desk.chance.randrange(3) * 3
    variants = [TAGS[:4], TAGS[4:7], TAGS[7:10]][place // 3]
    tagged = [path for path in desk.articles() if set(items_of(desk.fields(path).get("tags"))) & set(variants)]
    path = desk.pick(tagged)
    if path is None:
        return ""
    new = desk.chance.choice(variants)
    tags = [new if one in variants else one for one in items_of(desk.fields(path).get("tags"))]
    return desk.set(path, tags=listed(*dict.fromkeys(tags)))


def remove_term(desk: Desk) -> str:
    """Remove a tag from all articles, so that its list vanishes."""
    name = desk.pick({one for path in desk.articles() for one in items_of(desk.fields(path).get("tags"))})
    done = ""
    for path in desk.articles():
        tags = items_of(desk.fields(path).get("tags"))
        if name in tags:
            done = desk.set(path, tags=listed(*(one for one in tags if one != name)))
    return f"{name} {done}" if done else ""


# --- related titles


def pin(desk: Desk) -> str:
    """Pin articles by slug, id, title or address, or titles that no article has."""
    return desk.set(desk.article(), related=_new_pin(desk))


def unpin(desk: Desk) -> str:
    """Remove the pinned titles of an article."""
    return desk.set(desk.pick([path for path in desk.articles() if "related" in desk.fields(path)]), related=None)


def _new_pin(desk: Desk) -> str:
    chance = desk.chance
    stems = [path.rpartition("/")[2].removesuffix(".md") for path in desk.articles()]
    slugs = [value for path in desk.articles() if (value := desk.fields(path).get("slug"))]
    titles = [near_title(chance, one) for one in desk.headlines()]
    others = ["https://news.example/1.html", "/old/", "عنوان لا مقال له هنا"]
    groups = [stems, slugs, titles, [*IDS, *SLUGS[:2]], others]
    return listed(*filter(None, (desk.pick(chance.choice(groups)) for _ in range(chance.choice([1, 1, 2])))))


# --- texts


def body_start(desk: Desk) -> str:
    """Change the opening of a text, and with it the summary, the feeds and the related articles."""
    path = desk.article()
    return desk.set_text(path, f"{desk.pick(STORIES)[1][0]}\n\n{desk.text(path)}") if path else ""


def body_word(desk: Desk) -> str:
    """Change the first word of a text."""
    path = desk.article()
    return desk.set_text(path, f"كلمة{desk.chance.randint(1, 99)} {desk.text(path)}") if path else ""


def body_end(desk: Desk) -> str:
    """Add to the end of a text."""
    path = desk.article()
    return desk.set_text(path, f"{desk.text(path)}\nنهاية {desk.chance.randint(1, 99)}.\n") if path else ""


def body_extra(desk: Desk) -> str:
    """Add a picture, a link, a table or a footnote to a text."""
    path = desk.article()
    return desk.set_text(path, f"{desk.text(path)}\n{desk.chance.choice(EXTRAS)}\n") if path else ""


def body_other(desk: Desk) -> str:
    """Replace the text of an article by another one, sometimes in another language, or by none."""
    text = "\n\n".join(desk.chance.choice([body(desk.chance), body(desk.chance), [ENGLISH], [PERSIAN * 2], []]))
    return desk.set_text(desk.article(), f"{text}\n")


def body_cut(desk: Desk) -> str:
    """Delete the last paragraph of a text."""
    path = desk.article()
    return desk.set_text(path, desk.text(path).rstrip().rpartition("\n\n")[0] + "\n") if path else ""


EDITS = [
    (field, 12),
    *((act, 5) for act in (remove_field, respell_tag)),
    *((act, 3) for act in (section, tag, untag, pin, summary, body_start, body_end)),
    *((act, 2) for act in (chosen_slug, author, newspaper, unpin, body_word, body_other, body_extra, body_cut, period)),
    *((act, 1) for act in (remove_term,)),
]
"""The edits with their relative frequency."""
