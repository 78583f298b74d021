"""Random edits of settings, templates, labels, standalone pages, media and the address book."""

import re

from random_edits.desk import Desk
from random_edits.texts import ALIASES, AUTHORS, EXTRAS, NEWSPAPERS, title
from sample_pictures import noise, png

PERMALINKS = ["articles/{slug}/", "{year}/{slug}/", "{slug}/", "{section}/{slug}/", "{id}/", "{year}-{slug}/"]
SETTINGS = {
    "base_url": ["https://example.org/n/", None, "https://example.org/", "https://news.example/"],
    "permalink": [None, *(f"'{one}'" for one in PERMALINKS)],
    "page_size": ["1", "2", "3", "5"],
    "related": ["0", "1", "2", "5", None],
    "feed_content": ["full", "summary", None],
    "feed_items": ["0", "1", "4", "20"],
    "publish_captures": ["true", "false"],
    "publish_records": ["true", "false", None],
    "short_addresses": ["false", None],
    "share_links": ["false", None],
    "citation_files": ["true", None],
    "country": ["MA", "EG", "TN"],
    "language": ["en", None],
    "timezone": ["Africa/Casablanca", "UTC", None],
    "digits": [None, "latin", "arabic-indic"],
    "spellings": [
        None,
        "{merge: [[ماء, بحر]]}",
        "{merge: [[مَدرسة, بحر]]}",
        "{merge: [[البحر, بَحر]]}",
        "{apart: [الماء]}",
        "{apart: [المـاء, ماء]}",
        "{merge: [[رياضة, اقتصاد]], apart: [الاقتصاد]}",
    ],
    "title": [None, "جريدة", "جريدة أخرى"],
    "description": [None, "كل الأخبار"],
    "comment_form": [None, "{preset: mailto, endpoint: desk@example.org}", "{preset: netlify}"],
    "sections": [None, "{اقتصاد: red}", "{الرياضة: 14594a, اقتصاد: blue}", "{مجتمع: , رياضة: }"],
    "accent": [None, "1d4f91", "7a1f1f"],
    "feed_lists": [None, "[]", "[sections, tags, authors, sources]"],
    "footer": [None, "[{title: اتصل بنا, url: about/}]"],
    "logo": [None, None, "boat.png"],
    "social_image": [None, None, "boat.png"],
    "navigation": [None, "[{title: من نحن, url: about/}]", "[{title: الماء, url: tags/ماء/}]"],
}
"""Lines of site.yml, with the values that random edits give them."""
_SITE_FILE = "content/site.yml"
TEMPLATES = {
    "home.html": '{% extends "shipped/home.html" %}{% block footer %}NUMBER{% endblock %}\n',
    "article.html": '{% extends "shipped/article.html" %}{% block footer %}{{ card.headline }} NUMBER{% endblock %}\n',
    "base.html": '{% extends "shipped/base.html" %}{% block masthead %}{% include "logo.svg" %}{% endblock %}\n',
    "list.html": '{% extends "shipped/list.html" %}{% block footer %}{{ list.items|length }} NUMBER{% endblock %}\n',
    "sidebar.html": "NUMBER {% for one in sidebar.computed %}{{ one.title }}{% endfor %}\n",
    "logo.svg": "<svg>NUMBER</svg>",
}


def set_setting(desk: Desk, key: str, value: str | None) -> str:
    """Set or remove a line of site.yml; return what changed, empty if nothing did."""
    old = desk.read(_SITE_FILE)
    lines = [line for line in old.splitlines() if not line.startswith(f"{key}:")]
    lines += [] if value is None else [f"{key}: {value}"]
    if sorted(lines) == sorted(old.splitlines()):
        return ""
    desk.put(_SITE_FILE, "\n".join(lines) + "\n")
    return f"{key}: {value}"


def setting(desk: Desk) -> str:
    """Change one setting."""
    key = desk.chance.choice(list(SETTINGS))
    return set_setting(desk, key, desk.chance.choice(SETTINGS[key]))


def spellings(desk: Desk) -> str:
    """Change which names are one term, so that terms merge or part."""
    return set_setting(desk, "spellings", desk.chance.choice(SETTINGS["spellings"]))


def configure(desk: Desk) -> str:
    """Write a new settings file."""
    desk.put(_SITE_FILE, "font: system\n")
    return " ".join(set_setting(desk, key, desk.chance.choice(values)) for key, values in SETTINGS.items())


# --- templates


def label(desk: Desk) -> str:
    """Add or change a label."""
    name = desk.chance.choice(["home", "newer", "related", "undated"])
    return desk.put("templates/labels.yml", f"{name}: كلمة {desk.chance.randint(1, 9)}\n")


def template(desk: Desk) -> str:
    """Override a template, or change the overriding one."""
    name = desk.pick(TEMPLATES)
    if name == "base.html":
        desk.put("templates/logo.svg", "<svg>0</svg>")
    return desk.put(f"templates/{name}", TEMPLATES[name].replace("NUMBER", str(desk.chance.randint(1, 9))))


def remove_template(desk: Desk) -> str:
    """Remove a template, the labels or an asset of the project, so that the theme's own are used again."""
    return _delete(desk, "templates/*.html", "templates/labels.yml", "templates/assets/*")


def style(desk: Desk) -> str:
    """Override or change the style sheet of the theme, whose name contains its digest."""
    return desk.put("templates/assets/style.css", f"p{{margin:{desk.chance.randint(1, 9)}px}}")


# --- pages and media


def page(desk: Desk) -> str:
    """Add or edit a standalone page, which changes the navigation."""
    chance = desk.chance
    lines = [f"title: من نحن {chance.randint(1, 3)}"]
    lines += [f"aliases: [{chance.choice(ALIASES)}]"] * (chance.random() < 0.2)
    lines += [chance.choice(["draft: true", "publishDate: 2026-06-03"])] * (chance.random() < 0.2)
    name = chance.choice(["about", "ناس"])
    return desk.put(f"content/pages/{name}.md", "\n".join(["---", *lines, "---", chance.choice(EXTRAS), ""]))


def blurb(desk: Desk) -> str:
    """Describe an author or a newspaper, sometimes one that no article has, or change or delete the description."""
    folder, names = desk.chance.choice([("authors", AUTHORS), ("sources", NEWSPAPERS)])
    path = f"content/{folder}/{desk.chance.choice(names)}.md"
    if desk.read(path) and desk.chance.random() < 0.3:
        (desk.root / path).unlink()
        return path
    front = desk.chance.choice(["", "", "---\ndraft: true\n---\n", f"---\ntitle: {desk.chance.choice(names)}\n---\n"])
    return desk.put(path, f"{front}نبذة {desk.chance.randint(1, 99)}\n\n{desk.chance.choice(EXTRAS)}\n")


def page_text(desk: Desk) -> str:
    """Edit only the text of a standalone page."""
    path = desk.pick(desk.find("content/pages/*.md"))
    return desk.put(path, f"{desk.read(path)}\nنص {desk.chance.randint(1, 99)}\n") if path else ""


def remove_page(desk: Desk) -> str:
    """Delete a standalone page."""
    return _delete(desk, "content/pages/*.md")


def picture(desk: Desk) -> str:
    """Add or replace a picture."""
    small = png(desk.chance.randint(1, 4), 2, desk.chance.randint(0, 9))
    content = noise(seed=desk.chance.randint(1, 3)) if desk.chance.random() < 0.3 else small
    return desk.put(f"content/media/{desk.chance.choice(['boat.png', 'boat.png', 'deep/سوق.png'])}", content)


def remove_picture(desk: Desk) -> str:
    """Delete or rename a picture, which may be in use."""
    path = desk.pick(desk.find("content/media/**/*"))
    if path and desk.chance.random() < 0.5:
        file = desk.root / path
        file.rename(file.with_name(desk.chance.choice(["boat.png", "سوق.png", "other.png"])))
        return path
    return _delete(desk, "content/media/**/*")


def _delete(desk: Desk, *patterns: str) -> str:
    path = desk.pick(desk.find(*patterns))
    if path:
        (desk.root / path).unlink()
    return path or ""


# --- the address book

_BOOK = "content/addresses.tsv"


def book_line(desk: Desk) -> str:
    """Edit a line of the address book: move an article, give it an older address, or delete the line."""
    lines = desk.read(_BOOK).splitlines(keepends=True)
    line = desk.pick(line for line in lines if "\t" in line)
    if line is None:
        return ""
    place, act = lines.index(line), desk.chance.choice(["move", "older", "delete", "shorten"])
    key, address, *older = line.rstrip("\n").split("\t")
    new = f"/moved/{desk.chance.randrange(99)}/"
    changed = {
        "move": [key, new, address, *older],
        "older": [key, address, *older, new],
        "shorten": [key, address],
        "delete": [],
    }[act]
    lines[place] = "\t".join(changed) + "\n" if changed else ""
    desk.put(_BOOK, "".join(lines))
    return f"{act} {key}"


def lose_book(desk: Desk) -> str:
    """Delete the address book."""
    return _delete(desk, _BOOK)


def titled_page(desk: Desk) -> str:
    """Give a standalone page another title, which every page shows in its menu."""
    path = desk.pick(desk.find("content/pages/*.md"))
    if path is None:
        return ""
    return desk.put(path, re.sub("(?m)^title: .*", lambda _: f"title: {title(desk.chance)[:20]}", desk.read(path)))


EDITS = [
    *((act, 3) for act in (setting, picture)),
    *((act, 2) for act in (spellings, page, blurb, template, book_line)),
    *((act, 1) for act in (label, remove_template, style, page_text, titled_page, remove_page, remove_picture)),
    *((act, 0.3) for act in (configure, lose_book)),
]
"""The edits with their relative frequency."""
