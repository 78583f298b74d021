"""A source is read again if, and only if, it or a file that it uses has changed."""

import pytest

from disk_clock import wait_for_tick
from newsgen.build import library as module
from newsgen.build.cache import Cache, serialise
from newsgen.build.library import Library, article_of
from newsgen.errors import NewsgenError, SourceError
from newsgen.loaders.load import load
from newsgen.loaders.sources import Source, find_sources
from newsgen.workers.local import worker_pool

CAPTURED = "أعلنت الجماعة الحضرية اليوم افتتاح المكتبة العمومية الجديدة وسط المدينة، بعد أشغال دامت سنتين.\n"
FILES = {
    "content/articles/a.md": "---\ntitle: خبر\n---\nنص أول\n",
    "content/articles/b.md": "---\ncapture: y.txt\nversions: [z.txt]\n---\n",
    "content/pages/about.md": "---\ntitle: من نحن\n---\nنص\n",
    "seeds/x.txt": CAPTURED * 2,
}
CAPTURES = {"seeds/y.txt": CAPTURED, "seeds/z.txt": CAPTURED * 3}


class CachedProject:
    """A project and its cache, with a list of the sources that were read."""

    def __init__(self, root):
        """Write the files of the project."""
        self.root = root
        self.read: list[str] = []
        for path, text in {**FILES, **CAPTURES}.items():
            self.write(path, text)

    def write(self, path, text):
        """Write a file at another time of the file system than its neighbours."""
        wait_for_tick(self.root)
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8")
        wait_for_tick(self.root)

    def open(self):
        """Open the cache."""
        (self.root / ".newsgen").mkdir(exist_ok=True)
        return Cache(self.root / ".newsgen", b"", pytest.fail)

    def load(self, *others):
        """Load all sources except claimed captures and return them by path; `read` lists those that were read."""
        self.read.clear()
        cache = self.open()
        library = Library(self.root, cache)
        sources = [source for source in find_sources(self.root)[0] if source.path not in CAPTURES]
        known = {one.source.path: one for one in library.load([*sources, *others], worker_pool(1))}
        library.forget_all_but(sources)
        cache.close()
        return known


@pytest.fixture
def cached(tmp_path, monkeypatch, fine_clock):  # noqa: ARG001 - stamps count at once
    """Make a project; files have stamps as soon as they are written."""
    cached = CachedProject(tmp_path)

    def counted(source):
        cached.read.append(source.path)
        return load(source)

    monkeypatch.setattr(module, "load", counted)
    return cached


def test_cached_sources_equal_read_ones(cached):
    """Errors, ids and claimed captures are cached too, and the second time nothing is read."""
    first = cached.load()
    assert cached.read == list(FILES)
    assert cached.load() == first
    assert cached.read == []
    assert first["content/articles/b.md"].captures == ("seeds/y.txt", "seeds/z.txt")
    for path, one in first.items():
        loaded = load(one.source)
        assert (one.errors, one.captures, one.ids) == (loaded.errors, loaded.captures, loaded.ids), path


@pytest.mark.parametrize("path", FILES)
def test_a_changed_source_is_read_again(cached, path):
    """No other source is read."""
    cached.load()
    cached.write(path, FILES[path].replace("خبر", "خبر آخر") + "\n")
    again = cached.load()
    assert cached.read == [path]
    assert again[path].record == cached.load()[path].record


@pytest.mark.parametrize("path", CAPTURES)
def test_an_article_is_read_again_if_one_of_its_captures_changes(cached, path):
    """The capture may be the one that it shows or another version."""
    before = cached.load()
    cached.write(path, CAPTURED * 4)
    after = cached.load()
    assert cached.read == ["content/articles/b.md"]
    assert before["content/articles/b.md"].record.digest != after["content/articles/b.md"].record.digest


def test_an_article_whose_capture_is_missing_has_an_error(cached):
    """It is valid again when the capture is back."""
    before = cached.load()
    (cached.root / "seeds/z.txt").rename(cached.root / "z.txt")
    assert cached.load()["content/articles/b.md"].record is None
    (cached.root / "z.txt").rename(cached.root / "seeds/z.txt")
    assert cached.load() == before


def test_a_source_with_errors_is_read_each_time(cached):
    """Nothing is cached for it, so every build reports its errors."""
    cached.write("content/articles/a.md", "---\ntitle: 'خبر\n---\n")
    for _ in range(2):
        assert len(cached.load()["content/articles/a.md"].errors) == 1
        assert cached.read == ["content/articles/a.md"] or len(cached.read) == len(FILES)


def test_a_file_that_changes_while_it_is_read_is_read_again(cached, monkeypatch):
    """The law holds for the capture of an article too, whose stamps are taken after reading."""
    reading = vars(module)["load"]

    def changing(source):
        loaded = reading(source)
        if source.path == "content/articles/b.md":
            cached.write("seeds/z.txt", CAPTURED * 5)
        return loaded

    with monkeypatch.context() as patch:
        patch.setattr(module, "load", changing)
        stale = cached.load()
    fresh = cached.load()
    assert cached.read == ["content/articles/b.md"]
    assert stale["content/articles/b.md"].record.digest != fresh["content/articles/b.md"].record.digest


@pytest.mark.parametrize("name", ["a\nb", "a b", "a  1 2 3 4", "\n", "أ\u202eب", "%00", "'; DROP TABLE sources"])
def test_a_source_may_have_any_name(cached, name):
    """It is cached, or read again if its stamps would be ambiguous."""
    path = f"content/articles/{name}.md"
    cached.write(path, FILES["content/articles/a.md"])
    first = cached.load()
    assert cached.load() == first
    assert cached.read in ([], [path])
    cached.write(path, "---\ntitle: خبر آخر\n---\nنص\n")
    assert cached.load()[path].record.headline == "خبر آخر"


def test_a_deleted_source_is_removed_from_the_cache(cached):
    """Its text is removed too."""
    cached.load()
    (cached.root / "content/articles/a.md").unlink()
    cached.load()
    cache = cached.open()
    for table in ("sources", "texts"):
        assert "content/articles/a.md" not in {path for (path,) in cache.rows(f"SELECT path FROM {table}", (str,))}
    cache.close()


def test_a_text_from_the_cache_equals_the_source(cached):
    """If the cache is lost, the text is read from the source."""
    known = cached.load()
    metas = [known[path].record for path in FILES if "pages" not in path]
    for lose in ("DELETE FROM texts WHERE 0", "UPDATE texts SET article = x'00'", "DELETE FROM texts"):
        cache = cached.open()
        cache.write(lose, [()])
        for meta in metas:
            kind = "capture" if meta.source.startswith("seeds/") else "article"
            found = article_of(Library(cached.root, cache).read_text(meta.source, meta.digest))
            assert found == load(Source(meta.source, kind, cached.root)).record
        cache.close()


def test_a_text_that_newsgen_did_not_write_is_an_error():
    """A cache from a stranger cannot put another record into a page."""
    with pytest.raises(NewsgenError, match="build again with --clean"):
        article_of(serialise(("x",)))


def test_a_cached_text_is_not_read_again(cached):
    """Its source may even be missing."""
    meta = cached.load()["content/articles/a.md"].record
    (cached.root / meta.source).unlink()
    cache = cached.open()
    assert article_of(Library(cached.root, cache).read_text(meta.source, meta.digest)).headline == "خبر"
    cache.close()


@pytest.mark.parametrize("text", ["---\ntitle: خبر آخر\n---\n", "---\ntitle: 'خبر\n---\n"])
def test_a_source_that_changed_during_the_build_is_an_error(cached, text):
    """A page would differ from the lists that show it; the remedy is to build again."""
    meta = cached.load()["content/articles/a.md"].record
    cached.write(meta.source, text)
    cache = cached.open()
    cache.close()
    with pytest.raises(SourceError, match="changed while the site was being built; build again"):
        Library(cached.root, cache).read_text(meta.source, meta.digest)


def test_lazy_articles_are_read_by_id(cached):
    """Each article is read when it is asked for; an unknown id raises KeyError."""
    known = cached.load()
    cache = cached.open()
    lazy = Library(cached.root, cache).articles([known["content/articles/a.md"].record, known["seeds/x.txt"].record])
    cache.close()
    assert (sorted(lazy), len(lazy)) == (["a", "x"], 2)
    assert lazy["a"].body == ("نص أول",)
    with pytest.raises(KeyError):
        lazy["b"]
