"""What was read of a source is kept until the source changes, and not a moment longer."""

from pathlib import Path

import pytest

from disk_clock import wait_for_tick
from newsgen.build import library as module
from newsgen.build.cache import Cache
from newsgen.build.library import Library, lending
from newsgen.errors import SourceError
from newsgen.loaders.load import load
from newsgen.loaders.sources import Source, find_sources
from newsgen.workers import processes

CAPTURED = "أعلنت الجماعة الحضرية اليوم افتتاح المكتبة العمومية الجديدة وسط المدينة، بعد أشغال دامت سنتين.\n"
FILES = {
    "content/articles/a.md": "---\ntitle: خبر\n---\nنص أول\n",
    "content/articles/b.md": "---\ncapture: y.txt\nversions: [z.txt]\n---\n",
    "content/pages/about.md": "---\ntitle: من نحن\n---\nنص\n",
    "seeds/x.txt": CAPTURED * 2,
}
CAPTURES = {"seeds/y.txt": CAPTURED, "seeds/z.txt": CAPTURED * 3}


class Desk:
    """A project and its cache, with a count of what is read."""

    def __init__(self, root):
        """Write the project."""
        self.root = root
        self.read: list[str] = []
        for path, text in {**FILES, **CAPTURES}.items():
            self.write(path, text)

    def write(self, path, text):
        """Write a file, when the clock of the disk has gone on."""
        wait_for_tick(self.root)
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8")
        wait_for_tick(self.root)

    def open(self):
        """Open the cache."""
        (self.root / ".newsgen").mkdir(exist_ok=True)
        return Cache(self.root / ".newsgen", b"", pytest.fail)

    def load(self, *others):
        """Return what is known of all sources but of claimed captures, by path; `read` says which were read."""
        self.read.clear()
        cache = self.open()
        library = Library(self.root, cache)
        sources = [source for source in find_sources(self.root)[0] if source.path not in CAPTURES]
        known = {one.source.path: one for one in library.load([*sources, *others], processes(1))}
        library.forget_others(sources)
        cache.close()
        return known


@pytest.fixture
def desk(tmp_path, monkeypatch, fine_clock):  # noqa: ARG001 - stamps count at once
    """Make a project; files are known as soon as they are written."""
    desk = Desk(tmp_path)

    def counted(source):
        desk.read.append(source.path)
        return load(source)

    monkeypatch.setattr(module, "load", counted)
    return desk


def test_what_is_kept_is_what_was_read(desk):
    """With errors, ids and claims; and the second time nothing is read."""
    first = desk.load()
    assert desk.read == list(FILES)
    assert desk.load() == first
    assert desk.read == []
    assert first["content/articles/b.md"].captures == ("seeds/y.txt", "seeds/z.txt")
    for path, one in first.items():
        loaded = load(one.source)
        assert (one.errors, one.captures, one.ids) == (loaded.errors, loaded.captures, loaded.ids), path


@pytest.mark.parametrize("path", FILES)
def test_a_source_that_changes_is_read_again(desk, path):
    """It alone."""
    desk.load()
    desk.write(path, FILES[path].replace("خبر", "خبر آخر") + "\n")
    again = desk.load()
    assert desk.read == [path]
    assert again[path].record == desk.load()[path].record


@pytest.mark.parametrize("path", CAPTURES)
def test_an_article_is_read_again_where_a_capture_of_its_changes(desk, path):
    """The one that it shows, or a further version."""
    before = desk.load()
    desk.write(path, CAPTURED * 4)
    after = desk.load()
    assert desk.read == ["content/articles/b.md"]
    assert before["content/articles/b.md"].record.digest != after["content/articles/b.md"].record.digest


def test_an_article_whose_capture_leaves_is_in_error(desk):
    """And sound again when it is back."""
    before = desk.load()
    (desk.root / "seeds/z.txt").rename(desk.root / "z.txt")
    assert desk.load()["content/articles/b.md"].record is None
    (desk.root / "z.txt").rename(desk.root / "seeds/z.txt")
    assert desk.load() == before


def test_a_source_in_error_is_read_each_time(desk):
    """Nothing is kept of it, and the error is told each time."""
    desk.write("content/articles/a.md", "---\ntitle: 'خبر\n---\n")
    for _ in range(2):
        assert len(desk.load()["content/articles/a.md"].errors) == 1
        assert desk.read == ["content/articles/a.md"] or len(desk.read) == len(FILES)


def test_what_changes_while_it_is_read_is_read_again(desk, monkeypatch):
    """The capture of an article, too: it is looked at when the article has been read."""
    reading = vars(module)["load"]

    def changing(source):
        loaded = reading(source)
        if source.path == "content/articles/b.md":
            desk.write("seeds/z.txt", CAPTURED * 5)
        return loaded

    with monkeypatch.context() as patch:
        patch.setattr(module, "load", changing)
        stale = desk.load()
    fresh = desk.load()
    assert desk.read == ["content/articles/b.md"]
    assert stale["content/articles/b.md"].record.digest != fresh["content/articles/b.md"].record.digest


@pytest.mark.parametrize("name", ["a\nb", "a b", "a  1 2 3 4", "\n", "أ\u202eب", "%00", "'; DROP TABLE sources"])
def test_a_source_of_any_name_is_known_again(desk, name):
    """Or read again where its stamps could not be told from others."""
    path = f"content/articles/{name}.md"
    desk.write(path, FILES["content/articles/a.md"])
    first = desk.load()
    assert desk.load() == first
    assert desk.read in ([], [path])
    desk.write(path, "---\ntitle: خبر آخر\n---\nنص\n")
    assert desk.load()[path].record.headline == "خبر آخر"


def test_a_source_that_left_is_forgotten(desk):
    """With its text."""
    desk.load()
    (desk.root / "content/articles/a.md").unlink()
    desk.load()
    cache = desk.open()
    for table in ("sources", "texts"):
        assert "content/articles/a.md" not in {path for (path,) in cache.rows(f"SELECT path FROM {table}", (str,))}
    cache.close()


def test_a_text_is_lent_as_it_was_read(desk):
    """From the cache, which may be lost meanwhile."""
    known = desk.load()
    briefs = [known[path].record for path in FILES if "pages" not in path]
    for cache in (desk.root / ".newsgen/cache.sqlite", desk.root / "nowhere.sqlite", desk.root / "seeds/x.txt"):
        with lending(desk.root, cache) as lend:
            for brief in briefs:
                kind = "capture" if brief.source.startswith("seeds/") else "article"
                assert lend(brief.source, brief.digest) == load(Source(brief.source, kind, desk.root)).record


def test_a_text_is_not_read_where_the_cache_has_it(desk):
    """Its source may even be gone."""
    brief = desk.load()["content/articles/a.md"].record
    (desk.root / brief.source).unlink()
    with lending(desk.root, desk.root / ".newsgen/cache.sqlite") as lend:
        assert lend(brief.source, brief.digest).headline == "خبر"


@pytest.mark.parametrize("text", ["---\ntitle: خبر آخر\n---\n", "---\ntitle: 'خبر\n---\n"])
def test_a_source_that_changed_since_is_not_lent(desk, text):
    """A page would not show what its lists say; to build again helps."""
    brief = desk.load()["content/articles/a.md"].record
    desk.write(brief.source, text)
    with (
        lending(desk.root, Path("/nowhere")) as lend,
        pytest.raises(SourceError, match="changed while the site was being built; build again"),
    ):
        lend(brief.source, brief.digest)


def test_a_shelf_holds_the_articles_of_its_briefs(desk):
    """By id; none is read before it is asked for."""
    known = desk.load()
    cache = desk.open()
    shelf = Library(desk.root, cache).articles([known["content/articles/a.md"].record, known["seeds/x.txt"].record])
    cache.close()
    assert (sorted(shelf), len(shelf)) == (["a", "x"], 2)
    assert shelf["a"].body == ("نص أول",)
    with pytest.raises(KeyError):
        shelf["b"]
