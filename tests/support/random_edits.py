"""Change a project at random, as editors and accidents do."""

import os
import random
import re
import shutil
from pathlib import Path

from folders import RICH

TITLES = ["خبر", "خبر آخر", "سوق الجملة", "Reuters خبر", "؟!", "ميناء الصيد", "«قوسان» & <b>"]
SECTIONS = ["", "اقتصاد", "الاقتصاد", "page", "C++", "؟"]
TAGS = ["ماء", "الماء", "بحر", "C", "C#", "!!", "خ" * 200]
ADDRESSES = ["خبر", "s1", "/old/", "/x.html", "/articles/s1/"]
PERMALINKS = ["articles/{slug}/", "{year}/{slug}/", "{slug}/", "{section}/{slug}/", "{id}/", "{year}-{slug}/"]
SETTINGS = {
    "base_url": ["https://example.org/n/", None, "https://example.org/"],
    "permalink": [f"'{one}'" for one in PERMALINKS],
    "page_size": [1, 2, 3],
    "related": [0, 1, 5],
    "feed_content": ["full", "summary"],
    "feed_items": [0, 1, 20],
    "publish_captures": ["true", "false"],
    "publish_records": ["true", "false"],
    "country": ["MA", "EG"],
    "digits": [None, "latin", "arabic-indic"],
    "spellings": [None, "{merge: [[ماء, بحر]]}", "{apart: [الماء]}"],
    "title": [None, "جريدة"],
    "comment_form": [None, "{preset: mailto, endpoint: desk@example.org}"],
}
PARAGRAPHS = [
    "افتتح السوق أبوابه صباح اليوم أمام التجار بعد أشغال طويلة، وقال المدير إن الأسعار لن ترتفع هذا الموسم كله.",
    "رست في الميناء سفينة صيد كبيرة تحمل السمك والملح، وتجمع البحارة حولها منذ الفجر يسألون عن أخبار البحر.",
    "أعلنت الجماعة أن قطار الضواحي سيصل إلى الميناء في الخريف، وأن التذاكر ستباع في المحطات وعلى الشاطئ.",
    "قال حارس المنارة إن الضباب كثيف هذا العام، وإن الموج بلغ الدرج الأول من البرج الحجري القديم مرتين.",
]
STATES = ["approved", "pending", "spam"]
EXTRAS = [
    "![قارب](boat.png)",
    "[ملف](media/boat.png)",
    "[خبر](/articles/خبر/) و[من نحن](../../about/#x)",
    "![سوق](deep/سوق.png)",
    "| أ | ب |\n|---|---|\n| 1 | 2 |",
]
CAPTURED = "فقرة طويلة من نص المقال الملتقط تقول ما جرى في المدينة اليوم، وتذكر أسماء الحاضرين.\n\n"
CHANGED_TEMPLATES = {
    "home.html": '{% extends "shipped/home.html" %}{% block footer %}NUMBER{% endblock %}\n',
    "article.html": '{% extends "shipped/article.html" %}{% block footer %}{{ card.headline }} NUMBER{% endblock %}\n',
    "base.html": '{% extends "shipped/base.html" %}{% block masthead %}{% include "logo.svg" %}{% endblock %}\n',
    "sidebar.html": "NUMBER\n",
    "logo.svg": "<svg>NUMBER</svg>",
}


class Editor:
    """Makes random edits to a project and keeps a list of them in `history`."""

    def __init__(self, root: Path, aside: Path, seed: object) -> None:
        """Create a project at *root*, and keep copies of its files in the folder *aside*."""
        self.root, self.aside, self.chance = root, aside, random.Random(str(seed))
        self.history: list[str] = []
        for name in ("content/articles", "content/media/deep", "content/pages", "seeds", "templates"):
            (root / name).mkdir(parents=True, exist_ok=True)
        shutil.copy(RICH / "content/media/boat.png", root / "content/media/boat.png")
        self.configure()
        for _ in range(6):
            self.write()
        self.back_up()

    def random_edits(self) -> None:
        """Make one to three random edits."""
        for _ in range(self.chance.choice([1, 1, 2, 3])):
            edit = self.chance.choices([edit for edit, _ in EDITS], [weight for _, weight in EDITS])[0]
            done = edit(self)
            self.history.append(f"{edit.__name__} {done or ''}")

    def put(self, path: str, content: str | bytes) -> str:
        """Write a file of the project; return its path."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def files(self, *patterns: str) -> list[Path]:
        """Return the files of the project that match one of *patterns*."""
        return sorted(file for pattern in patterns for file in self.root.glob(pattern) if file.is_file())

    def some(self, *patterns: str) -> Path | None:
        """Return a random file that matches one of *patterns*, or None if there is none."""
        files = self.files(*patterns)
        return self.chance.choice(files) if files else None

    def sub(self, pattern: str, new: str) -> str:
        """Replace the first match of *pattern* in a random article by *new*."""
        file = self.some("content/articles/*.md")
        if file is None:
            return ""
        text = file.read_text(encoding="utf-8")
        file.write_text(re.sub(pattern, lambda _: new, text, count=1, flags=re.MULTILINE), encoding="utf-8")
        return f"{file.name}: {new}"

    def write(self) -> str:
        """Write an article, which may replace an existing one."""
        chance = self.chance
        lines = [f"title: '{chance.choice(TITLES)}'", f"categories: ['{chance.choice(SECTIONS)}']"]
        lines.append(f"tags: [{', '.join(repr(tag) for tag in chance.sample(TAGS, 2))}]")
        lines += [f"date: 20{chance.choice('12')}1-0{chance.choice('123')}-11"] * (chance.random() < 0.7)
        lines += [f"slug: {chance.choice(ADDRESSES[:2])}"] * (chance.random() < 0.2)
        lines += [f"aliases: [{chance.choice(ADDRESSES[2:])}]"] * (chance.random() < 0.2)
        lines += [f"related: [{chance.choice(ADDRESSES)}]"] * (chance.random() < 0.3)
        lines += ["image: {src: boat.png, alt: قارب}"] * (chance.random() < 0.2)
        lines += ["draft: true"] * (chance.random() < 0.1) + ["updated: bad"] * (chance.random() < 0.05)
        lines += [chance.choice(["Draft: yes", "publishDate: 2031-01-01", "expires: 2029-01-01", "subtitle: فرعي"])] * (
            chance.random() < 0.2
        )
        lines += ["robots: noindex"] * (chance.random() < 0.1) + ["author: سعاد"] * (chance.random() < 0.3)
        middle = chance.sample(PARAGRAPHS, 2) + chance.sample(EXTRAS, chance.choice([0, 0, 1, 2]))
        body = "\n\n".join(["بداية 1", *middle, "نهاية 1"])
        return self.put(
            f"content/articles/{chance.choice('abcdef')}.md", "---\n" + "\n".join(lines) + f"\n---\n{body}\n"
        )

    def headline(self) -> str:
        """Change the headline of an article."""
        return self.sub("^title: .*", f"title: '{self.chance.choice(TITLES)}'")

    def section(self) -> str:
        """Change the section of an article."""
        return self.sub("^categories: .*", f"categories: ['{self.chance.choice(SECTIONS)}']")

    def tags(self) -> str:
        """Change the tags of an article."""
        return self.sub("^tags: .*", f"tags: ['{self.chance.choice(TAGS)}']")

    def beginning(self) -> str:
        """Change the beginning of a body, and with it the summary."""
        return self.sub("^بداية .*", f"بداية {self.chance.randint(1, 9)}")

    def end(self) -> str:
        """Change the end of a body, which is not in the summary."""
        return self.sub("^نهاية .*", f"نهاية {self.chance.randint(1, 9)}")

    def field(self) -> str:
        """Add, change or remove a line of front matter."""
        chance = self.chance
        kinds = {
            "slug": ADDRESSES[:2],
            "aliases": [f"[{one}]" for one in ADDRESSES[2:]],
            "related": [f"[{one}]" for one in (*ADDRESSES, *TITLES[:3])],
            "image": ["boat.png", "deep/سوق.png", "gone.png"],
            "description": ["وصف", "وصف آخر"],
            "date": ["2011-01-11", "2021-03-04 10:00 +01:00"],
            "updated": ["2022-01-01"],
            "source_name": ["جريدة", "الجريدة"],
            "draft": ["true", "false"],
            "id": ["x1", "a"],
        }
        key = chance.choice(list(kinds))
        line = f"{key}: {chance.choice(kinds[key])}\n" if chance.random() < 0.7 else ""
        self.sub(f"^{key}: .*\n", "")
        return self.sub(r"\A---\n", f"---\n{line}")

    def unseen(self) -> str:
        """Change a digit, and set the modification time back."""
        file = self.some("content/articles/*.md", "seeds/*.txt")
        if file is None:
            return ""
        before, data = file.stat(), file.read_bytes()
        digit = str(self.chance.randint(1, 9)).encode()
        file.write_bytes(re.sub(rb"(\xd9\x87\xd8\xa7\xd9\x8a\xd8\xa9) \d", rb"\1 " + digit, data))
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
        return file.name

    def back_up(self) -> None:
        """Copy the project with its modification times."""
        shutil.rmtree(self.aside, ignore_errors=True)
        for name in ("content", "seeds", "templates"):
            shutil.copytree(self.root / name, self.aside / name)

    def restore(self) -> None:
        """Restore the copy of the project except the address book, which editors would keep."""
        book = self.root / "content/addresses.tsv"
        data = book.read_bytes() if book.exists() else None
        for name in ("content", "seeds", "templates"):
            shutil.rmtree(self.root / name)
            shutil.copytree(self.aside / name, self.root / name)
        book.unlink(missing_ok=True)
        if data is not None:
            book.write_bytes(data)

    def restore_one(self) -> str:
        """Replace a file by its older copy, with the old modification time."""
        kept = sorted(file for file in self.aside.rglob("*") if file.is_file() and file.suffix != ".tsv")
        file = self.chance.choice(kept)
        path = file.relative_to(self.aside)
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        if self.chance.random() < 0.5:
            (self.root / path).unlink(missing_ok=True)
        shutil.copy2(file, self.root / path)
        return str(path)

    def rename(self) -> str:
        """Rename the file of an article, which changes its id."""
        file = self.some("content/articles/*.md")
        return file.rename(file.with_stem(self.chance.choice("ghij"))).name if file else ""

    def move(self) -> str:
        """Move an article into or out of a folder."""
        file = self.some("content/articles/**/*.md")
        if file is None:
            return ""
        inner = self.root / "content/articles/قديم"
        inner.mkdir(exist_ok=True)
        return str(file.rename((inner if file.parent != inner else inner.parent) / file.name))

    def remove(self) -> str:
        """Delete an article, a capture or a page."""
        file = self.some("content/articles/**/*.md", "seeds/*.txt", "content/pages/*.md")
        if file:
            file.unlink()
        return str(file)

    def capture(self) -> str:
        """Add or change a capture."""
        text = f"{self.chance.choice(TITLES)}\n\n{CAPTURED * 2}نهاية {self.chance.randint(1, 9)} من النص كله.\n"
        return self.put(f"seeds/{self.chance.choice('xyz')}.txt", text)

    def claim(self) -> str:
        """Make an article name a capture, and perhaps another version of it."""
        other = "versions: [y.txt]\n" * (self.chance.random() < 0.3)
        return self.sub(
            r"\A---\n(capture.*\n)?(versions.*\n)?", f"---\ncapture: {self.chance.choice('xyz')}.txt\n{other}"
        )

    def extract(self) -> str:
        """Write an extract of an export, and perhaps make an article name it."""
        self.put("seeds/e.xml", f"<item>{self.chance.randint(1, 9)}</item>")
        return (
            self.sub(r"\A---\n(capture.*\n)?(versions.*\n)?", "---\ncapture: e.xml\n")
            if self.chance.random() < 0.5
            else ""
        )

    def release(self) -> str:
        """Make an article stop naming a capture."""
        return self.sub("^capture: .*\n(versions.*\n)?", "")

    def comment(self) -> str:
        """Add or replace a comment on an article, on a capture or on an unknown id."""
        chance = self.chance
        folder = chance.choice(["a", "b", "c", "x", "y", "x1", "nobody"])
        lines = [f"author: {chance.choice(['سعاد', '<b>', 'قارئ'])}", f"text: {chance.choice(PARAGRAPHS[:2])}"]
        lines += [f"date: 2021-03-0{chance.randint(1, 9)}"] * (chance.random() < 0.7)
        lines += [f"parent: {chance.choice('12345')}"] * (chance.random() < 0.6)
        lines += [f"state: {chance.choice(STATES)}"] * (chance.random() < 0.5)
        lines += ["date: bad"] * (chance.random() < 0.05)
        return self.put(f"content/comments/{folder}/{chance.choice('12345')}.yml", "\n".join(lines) + "\n")

    def moderate(self) -> str:
        """Change the state of a comment."""
        file = self.some("content/comments/*/*.yml")
        if file is None:
            return ""
        lines = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("state:")]
        state = self.chance.choice(STATES)
        file.write_text("\n".join([*lines, f"state: {state}"]) + "\n", encoding="utf-8")
        return f"{file} {state}"

    def remove_comment(self) -> str:
        """Delete or rename a comment, or move it to another article."""
        file = self.some("content/comments/*/*.yml")
        act = self.chance.choice(["delete", "rename", "move"])
        if file and act == "delete":
            file.unlink()
        elif file and act == "rename":
            file.rename(file.with_stem(self.chance.choice("123456")))
        elif file:
            other = self.root / "content/comments" / self.chance.choice("abxy")
            other.mkdir(exist_ok=True)
            file.rename(other / file.name)
        return f"{act} {file}"

    def remove_comments(self) -> str:
        """Delete all comments on an article or all comments, or move them to another article."""
        folder = self.root / "content/comments"
        folders = sorted(folder.iterdir()) if folder.exists() else []
        act = self.chance.choice(["delete", "empty", "rename", "all"])
        if folders and act == "all":
            shutil.rmtree(folder)
        elif folders:
            one = self.chance.choice(folders)
            other = one.with_name(self.chance.choice("abcxy"))
            if act == "rename" and not other.exists():
                one.rename(other)
            else:
                shutil.rmtree(one)
                if act == "empty":
                    one.mkdir()
        return act

    def page(self) -> str:
        """Write a page."""
        alias = f"aliases: [{self.chance.choice(ADDRESSES[2:])}]\n" * (self.chance.random() < 0.3)
        text = f"---\ntitle: من نحن {self.chance.randint(1, 3)}\n{alias}---\n{self.chance.choice(EXTRAS)}\n"
        return self.put(f"content/pages/{self.chance.choice(['about', 'ناس'])}.md", text)

    def configure(self) -> str:
        """Write a new settings file."""
        chosen = {key: self.chance.choice(values) for key, values in SETTINGS.items()}
        return self.put(
            "content/site.yml", "font: system\n" + "".join(f"{k}: {v}\n" for k, v in chosen.items() if v is not None)
        )

    def setting(self) -> str:
        """Change one setting."""
        file = self.root / "content/site.yml"
        key = self.chance.choice(list(SETTINGS))
        value = self.chance.choice(SETTINGS[key])
        lines = [line for line in file.read_text().splitlines() if not line.startswith(f"{key}:")]
        self.put("content/site.yml", "\n".join([*lines, *([] if value is None else [f"{key}: {value}"])]) + "\n")
        return f"{key}: {value}"

    def template(self) -> str:
        """Override a template, or change the overriding one."""
        name = self.chance.choice(list(CHANGED_TEMPLATES))
        if name == "base.html":
            self.put("templates/logo.svg", "<svg>0</svg>")
        return self.put(f"templates/{name}", CHANGED_TEMPLATES[name].replace("NUMBER", str(self.chance.randint(1, 9))))

    def remove_template(self) -> str:
        """Remove a template or an asset of the project, so that the theme's own is used again."""
        file = self.some("templates/*.html", "templates/assets/*")
        if file:
            file.unlink()
        return str(file)

    def break_template(self) -> str:
        """Write a template with an error, which prevents publishing."""
        wrong = ["{% if %}", "{{ مجهول }}", '{% include "غائب" %}', "{% block main %}"]
        return self.put("templates/article.html", self.chance.choice(wrong))

    def repair_template(self) -> None:
        """Remove the template with an error."""
        (self.root / "templates/article.html").unlink(missing_ok=True)

    def label(self) -> str:
        """Change a label."""
        return self.put("templates/labels.yml", f"home: بيت {self.chance.randint(1, 9)}\n")

    def style(self) -> str:
        """Override or change the style sheet of the theme."""
        return self.put("templates/assets/style.css", f"p{{margin:{self.chance.randint(1, 9)}px}}")

    def picture(self) -> str:
        """Add or change a picture."""
        data = (RICH / "content/media/boat.png").read_bytes() + bytes([self.chance.randint(0, 3)])
        return self.put(f"content/media/{self.chance.choice(['boat.png', 'deep/سوق.png'])}", data)

    def remove_picture(self) -> str:
        """Delete or rename a picture, which may be in use."""
        file = self.some("content/media/**/*")
        if file and self.chance.random() < 0.5:
            file.rename(file.with_name(self.chance.choice(["boat.png", "سوق.png", "other.png"])))
        elif file:
            file.unlink()
        return str(file)

    def book(self) -> str:
        """Delete the first line of the address book, or the whole file."""
        file = self.root / "content/addresses.tsv"
        if file.exists():
            lines = file.read_bytes().splitlines(keepends=True)
            file.write_bytes(b"".join(lines[1:]))
            if self.chance.random() < 0.2:
                file.unlink()
        return ""

    def tamper(self) -> str:
        """Delete or change a published file."""
        file = self.some("site/**/*")
        if file and file.name != ".newsgen-files":
            act = self.chance.choice(["delete", "change", "append", "replace"])
            data = file.read_bytes()
            if act != "change":
                file.unlink()
            if act != "delete":
                file.write_bytes({"change": bytes(len(data)), "append": data + b"x", "replace": data}[act])
            return f"{act} {file}"
        return ""

    def tamper_with_manifest(self) -> str:
        """Delete a line of the manifest and the file that it names, which would otherwise be a foreign file."""
        file = self.root / "site/.newsgen-files"
        if file.exists():
            lines = file.read_bytes().splitlines(keepends=True)
            gone = lines.pop(self.chance.randrange(len(lines))) if lines else b""
            file.write_bytes(b"".join(lines))
            if gone:
                (self.root / "site" / gone.decode().strip()).unlink(missing_ok=True)
            return gone.decode()
        return ""

    def lose_cache(self) -> str:
        """Delete, truncate or empty the cache."""
        cache = self.root / ".newsgen/cache.sqlite"
        if cache.exists():
            data = cache.read_bytes()
            act = self.chance.choice(["delete", "cut", "empty"])
            if act == "delete":
                shutil.rmtree(cache.parent)
            else:
                cache.write_bytes(data[: self.chance.randrange(len(data))] if act == "cut" else b"")
            return act
        return ""

    def flip_bits(self) -> str:
        """Flip some bits of the cache."""
        cache = self.root / ".newsgen/cache.sqlite"
        if not cache.is_file() or not cache.stat().st_size:
            return ""
        data = bytearray(cache.read_bytes())
        places = [self.chance.randrange(len(data)) for _ in range(self.chance.choice([1, 20, 500]))]
        for place in places:
            data[place] ^= 1 << self.chance.randrange(8)
        cache.write_bytes(data)
        return f"{len(places)} bits"


EDITS = [
    *((act, 4) for act in (Editor.write, Editor.headline, Editor.section, Editor.tags, Editor.field, Editor.setting)),
    *((act, 4) for act in (Editor.beginning, Editor.end, Editor.unseen, Editor.capture, Editor.claim, Editor.picture)),
    *((act, 3) for act in (Editor.rename, Editor.restore_one, Editor.template, Editor.tamper, Editor.remove)),
    *((act, 2) for act in (Editor.release, Editor.remove_template, Editor.style, Editor.remove_picture, Editor.page)),
    *((act, 3) for act in (Editor.comment, Editor.moderate, Editor.remove_comment, Editor.extract)),
    *((act, 1) for act in (Editor.remove_comments,)),
    *((act, 2) for act in (Editor.repair_template, Editor.move, Editor.back_up, Editor.flip_bits)),
    *((act, 1) for act in (Editor.restore, Editor.configure, Editor.label, Editor.book, Editor.tamper_with_manifest)),
    *((act, 1) for act in (Editor.break_template, Editor.lose_cache)),
]
"""All edits with their relative frequency."""
