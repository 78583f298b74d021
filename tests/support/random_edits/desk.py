"""The project that random edits change, with the options of its builds."""

import hashlib
import random
import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from folders import RICH

NOW = datetime(2026, 6, 1, 8, tzinfo=UTC)
_FRONT = re.compile(r"\A---\n(.*?)^---\n", re.DOTALL | re.MULTILINE)
KEPT = ("content", "seeds", "templates")
"""The folders of a project that editors write."""


class Desk:
    """A project, the options of its next build, and the random numbers of the present edit."""

    def __init__(self, folder: Path) -> None:
        """Create an empty project in *folder*."""
        self.folder, self.name, self.output = folder, "project", "site"
        self.chance = random.Random()
        self.now, self.environment = NOW, b"the code of newsgen"
        self.options: dict[str, str | None] = {"--keep-going": "", "--date": None}
        self.once: list[str] = []
        """Options of the next build alone."""
        self.broken: dict[str, bytes | None] = {}
        """The files with errors, each with its content before."""
        self.snapshots: list[dict[str, bytes]] = []
        """The files of editors before each step."""
        self.published: dict[str, bytes] | None = None
        """The files of editors when the site was published last."""
        self.build = lambda *_: None
        """Builds the project with further options, set by the law."""
        for name in ("content/articles", "content/media/deep", "content/pages", "seeds", "templates"):
            (self.root / name).mkdir(parents=True)
        for name in ("boat.png", "deep/سوق.png"):
            self.put(f"content/media/{name}", (RICH / "content/media/boat.png").read_bytes())
        self.put("content/site.yml", "font: system\npage_size: 3\nbase_url: https://example.org/\n")

    @property
    def root(self) -> Path:
        """The folder of the project."""
        return self.folder / self.name

    @property
    def site(self) -> Path:
        """The output folder of the next build."""
        return self.root / self.output

    def arguments(self) -> list[str]:
        """Return the options of the next build."""
        chosen = (part for name, value in self.options.items() if value is not None for part in (name, value))
        return [part for part in (*chosen, *self.once) if part]

    # --- files

    def put(self, path: str, content: str | bytes) -> str:
        """Write a file of the project; return its path."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode(errors="surrogateescape") if isinstance(content, str) else content)
        return path

    def read(self, path: str) -> str:
        """Return a file of the project as text; empty if it does not exist."""
        file = self.root / path
        return file.read_text(encoding="utf-8", errors="surrogateescape") if file.is_file() else ""

    def find(self, *patterns: str) -> list[str]:
        """Return the paths of the project's files that match one of *patterns*, sorted."""
        files = {file for pattern in patterns for file in self.root.glob(pattern) if file.is_file()}
        return sorted(file.relative_to(self.root).as_posix() for file in files)

    def pick(self, items):
        """Return a random one of *items*, seldom another one because some items are missing; None if there is none."""
        salt = self.chance.random()
        return min(items, key=lambda item: hashlib.md5(f"{salt} {item}".encode()).digest(), default=None)

    def own_files(self) -> dict[str, bytes]:
        """Return the files that editors write, by path, without the address book."""
        files = (file for name in KEPT for file in (self.root / name).rglob("*") if file.is_file())
        found = {file.relative_to(self.root).as_posix(): file.read_bytes() for file in files}
        found.pop("content/addresses.tsv", None)
        return found

    def copy_to(self, folder: Path) -> None:
        """Copy the project without its output and its cache."""
        shutil.rmtree(folder, ignore_errors=True)
        for name in KEPT:
            shutil.copytree(self.root / name, folder / name)

    # --- articles

    def articles(self) -> list[str]:
        """Return the paths of the articles, sorted."""
        return self.find("content/articles/**/*.md")

    def article(self) -> str | None:
        """Return the path of a random article."""
        return self.pick(self.articles())

    def fields(self, path: str) -> dict[str, str]:
        """Return the lines of an article's front matter as text, by key."""
        matter = _FRONT.match(self.read(path))
        lines = (line.partition(": ") for line in matter[1].splitlines()) if matter else ()
        return {key: value for key, _, value in lines}

    def set(self, path: str | None, **fields: str | None) -> str:
        """Set or remove lines of an article's front matter; return what changed, empty if nothing did."""
        matter = _FRONT.match(self.read(path)) if path else None
        if path is None or matter is None:
            return ""
        old = self.fields(path)
        new = {key: value for key, value in (old | fields).items() if value is not None}
        if new == old:
            return ""
        lines = "".join(f"{key}: {value}\n" for key, value in new.items())
        self.put(path, f"---\n{lines}---\n{self.read(path)[matter.end() :]}")
        return f"{path}: {fields}"

    def text(self, path: str) -> str:
        """Return the text below an article's front matter."""
        text = self.read(path)
        matter = _FRONT.match(text)
        return text[matter.end() :] if matter else text

    def set_text(self, path: str | None, text: str) -> str:
        """Replace the text of an article; return its path, empty if it is the same."""
        if path is None or self.text(path) == text:
            return ""
        whole = self.read(path)
        self.put(path, whole.removesuffix(self.text(path)) + text)
        return path

    def dates(self) -> list[tuple[str, str]]:
        """Return date and path of the dated articles, newest first."""
        dated = ((self.fields(path).get("date", ""), path) for path in self.articles())
        return sorted(((day, path) for day, path in dated if day), reverse=True)

    def headlines(self) -> list[str]:
        """Return the headlines of the articles, as far as front matter gives them."""
        titles = (self.fields(path).get("title") for path in self.articles())
        return sorted({one.strip("'").replace("''", "'") for one in titles if one})

    def moment(self, *hours: int) -> str:
        """Return a moment that is one of so many *hours* from now; on the same day only the hour decides."""
        return f"{self.now + timedelta(hours=self.chance.choice(hours)):%Y-%m-%d %H:%M}"

    def page_size(self) -> int:
        """Return the number of articles on a numbered page."""
        found = re.search(r"^page_size: (\d+)$", self.read("content/site.yml"), re.MULTILINE)
        return int(found[1]) if found else 20


def quoted(text: str) -> str:
    """Return *text* as a value of front matter."""
    return "'" + text.replace("'", "''") + "'"


def listed(*texts: str) -> str:
    """Return *texts* as a list in front matter."""
    return f"[{', '.join(map(quoted, texts))}]"


def items_of(value: str | None) -> list[str]:
    """Return the texts of a list that `listed` wrote."""
    return [one.replace("''", "'") for one in re.findall(r"'((?:[^']|'')*)'", value or "")]
